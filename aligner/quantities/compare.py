"""Compare the quantities of two texts as multisets of values, allowing what a faithful translation may change.

Four passes, each over what the one before left: the same first reading; any reading in common; parts against parts (a
date told as day and month, a score as two numbers); and last, leftovers of one class are paired as *changed*. Weak
quantities come after strong ones in each pass and are dropped at the end. Everything goes through hash tables, so
that a comparison is linear in the number of quantities.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from itertools import islice

from aligner.quantities.conversion import is_conversion, is_other_unit
from aligner.quantities.model import Quantity, QuantityComparison
from aligner.quantities.readings import Atom, atoms_of, first_key, keys_of

CONVERSION_WINDOW = 8
"""How many leftovers are tried as the same amount in another unit; keeps the work linear."""

Pair = tuple[int, int]


def compare_quantities(source: Sequence[Quantity], target: Sequence[Quantity]) -> QuantityComparison:
    """Match the quantities of a text with those of its translation.

    >>> from aligner.quantities import find_quantities
    >>> result = compare_quantities(find_quantities("2,2 triệu thẻ", "vi"), find_quantities("2,2 milliards", "fr"))
    >>> result.same, [(a.value, b.value) for a, b in result.changed]
    (False, [(2200000, 2200000000)])
    """
    if not source and not target:
        return QuantityComparison()
    if told := _told_alike(source, target):
        return _with_units(QuantityComparison(told))
    pairs: list[Pair] = []
    left, right = _by_strength(source), _by_strength(target)
    for keys in (_first_key, keys_of):
        left, right, found = _match(source, target, left, right, keys)
        pairs += found
    changed: list[Pair] = []
    if left and right:
        left, right, found, partly = _match_parts(source, target, left, right)
        pairs += found
        for a, b in partly:
            (pairs if source[a].weak and target[b].weak else changed).append((a, b))
    left, right, found = _match_converted(source, target, left, right)
    pairs += found
    left = [index for index in left if not source[index].weak]
    right = [index for index in right if not target[index].weak]
    left, right = _untold_twice(source, left), _untold_twice(target, right)
    left, right, alike = _pair_alike(source, target, left, right)
    return _with_units(
        QuantityComparison(
            matched=tuple((source[a], target[b]) for a, b in sorted(pairs)),
            missing=tuple(source[index] for index in sorted(left)),
            added=tuple(target[index] for index in sorted(right)),
            changed=tuple((source[a], target[b]) for a, b in sorted(changed + alike)),
        )
    )


def _with_units(result: QuantityComparison) -> QuantityComparison:
    """A comparison in which figures that agree but measure in different units are changed."""
    wrong = [pair for pair in result.matched if is_other_unit(*pair)]
    if not wrong:
        return result
    matched = tuple(pair for pair in result.matched if pair not in wrong)
    return replace(result, matched=matched, changed=(*result.changed, *wrong))


def _told_alike(source: Sequence[Quantity], target: Sequence[Quantity]) -> tuple[tuple[Quantity, Quantity], ...]:
    """The pairs of two texts that state the same quantities, each of them once; nothing for others. Most sentences and
    their translations are such, and need no more to be compared."""
    if len(source) != len(target):
        return ()
    if len(source) == 1:
        return ((source[0], target[0]),) if first_key(source[0]) == first_key(target[0]) else ()
    others = {first_key(quantity): quantity for quantity in target}
    partners = [others.pop(first_key(quantity), None) for quantity in source]
    pairs = tuple((one, other) for one, other in zip(source, partners, strict=True) if other is not None)
    return pairs if len(pairs) == len(target) else ()


def _by_strength(quantities: Sequence[Quantity]) -> list[int]:
    strong = [index for index, quantity in enumerate(quantities) if not quantity.weak]
    return strong + [index for index, quantity in enumerate(quantities) if quantity.weak]


def _first_key(quantity: Quantity) -> Iterable[Hashable]:
    return (first_key(quantity),)


def _match(
    source: Sequence[Quantity],
    target: Sequence[Quantity],
    left: list[int],
    right: list[int],
    keys: Callable[[Quantity], Iterable[Hashable]],
) -> tuple[list[int], list[int], list[Pair]]:
    """Pair what shares a key; the unmatched of both sides, and the pairs."""
    waiting: dict[Hashable, deque[int]] = defaultdict(deque)
    for index in right:
        for key in keys(target[index]):
            waiting[key].append(index)
    taken: set[int] = set()
    pairs: list[Pair] = []
    rest: list[int] = []
    for index in left:
        partner = _next_free((waiting[key] for key in keys(source[index]) if key in waiting), taken)
        if partner is None:
            rest.append(index)
        else:
            taken.add(partner)
            pairs.append((index, partner))
    return rest, [index for index in right if index not in taken], pairs


def _next_free(queues: Iterable[deque[int]], taken: set[int]) -> int | None:
    for queue in queues:
        while queue and queue[0] in taken:
            queue.popleft()
        if queue:
            return queue.popleft()
    return None


def _match_parts(
    source: Sequence[Quantity], target: Sequence[Quantity], left: list[int], right: list[int]
) -> tuple[list[int], list[int], list[Pair], list[Pair]]:
    """Match parts with parts; what is left of both sides, the pairs that agree, and those that agree in part only."""
    waiting: dict[Hashable, deque[tuple[int, int]]] = defaultdict(deque)
    open_parts: dict[int, int] = {}
    for index in right:
        parts = atoms_of(target[index])
        open_parts[index] = len(parts)
        for number, atom in enumerate(parts):
            for key in atom:
                waiting[key].append((index, number))
    taken: set[tuple[int, int]] = set()
    links: dict[int, list[int]] = {}
    incomplete: dict[int, bool] = {}
    for index in left:
        partners = [_next_part(atom, waiting, taken) for atom in atoms_of(source[index])]
        links[index] = [partner for partner in partners if partner is not None]
        incomplete[index] = None in partners or not partners
        for partner in links[index]:
            open_parts[partner] -= 1
    return _settle(left, right, links, incomplete, open_parts)


def _next_part(atom: Atom, waiting: dict[Hashable, deque[tuple[int, int]]], taken: set[tuple[int, int]]) -> int | None:
    for key in atom:
        queue = waiting.get(key)
        while queue and queue[0] in taken:
            queue.popleft()
        if queue:
            part = queue.popleft()
            taken.add(part)
            return part[0]
    return None


def _settle(
    left: list[int],
    right: list[int],
    links: dict[int, list[int]],
    incomplete: dict[int, bool],
    open_parts: dict[int, int],
) -> tuple[list[int], list[int], list[Pair], list[Pair]]:
    """Tell whole agreements from partial ones, by the parts that found no partner."""
    pairs: list[Pair] = []
    changed: list[Pair] = []
    owners: dict[int, int] = {}
    rest: list[int] = []
    for index in left:
        partners = links[index]
        if not partners:
            rest.append(index)
        elif not incomplete[index]:
            pairs += [(index, partner) for partner in dict.fromkeys(partners)]
        else:
            changed.append((index, next((p for p in partners if open_parts[p]), partners[0])))
        for partner in partners:
            owners.setdefault(partner, index)
    altered = {partner for _, partner in changed}
    changed += [(owners[p], p) for p in right if p in owners and open_parts[p] and p not in altered]
    return rest, [index for index in right if index not in owners], pairs, changed


def _match_converted(
    source: Sequence[Quantity], target: Sequence[Quantity], left: list[int], right: list[int]
) -> tuple[list[int], list[int], list[Pair]]:
    """Pair amounts told in another unit, each with one of the next few leftovers of the other side."""
    waiting = deque(index for index in right if target[index].unit is not None)
    pairs: list[Pair] = []
    for index in left if waiting else ():
        if source[index].unit is None:
            continue
        for partner in list(islice(waiting, CONVERSION_WINDOW)):
            if is_conversion(source[index], target[partner]):
                pairs.append((index, partner))
                waiting.remove(partner)
                break
    used_left, used_right = {a for a, _ in pairs}, {b for _, b in pairs}
    rest = [index for index in left if index not in used_left]
    return rest, [index for index in right if index not in used_right], pairs


def _untold_twice(quantities: Sequence[Quantity], rest: list[int]) -> list[int]:
    """Drop what only repeats its matched neighbour in another unit (``16 km (10 miles)``), or a matched weekday."""
    if not rest:
        return rest
    unmatched = set(rest)
    days = {q.value for index, q in enumerate(quantities) if q.kind == "weekday" and index not in unmatched}
    kept = []
    for index in rest:
        quantity = quantities[index]
        near = (n for n in (index - 1, index + 1) if 0 <= n < len(quantities) and n not in unmatched)
        repeated = quantity.kind == "weekday" and quantity.value in days
        if not repeated and not any(is_conversion(quantity, quantities[n]) for n in near):
            kept.append(index)
    return kept


def _pair_alike(
    source: Sequence[Quantity], target: Sequence[Quantity], left: list[int], right: list[int]
) -> tuple[list[int], list[int], list[Pair]]:
    """Pair leftovers of one class in text order: one altered into the other."""
    return _match(source, target, sorted(left), sorted(right), lambda quantity: (keys_of(quantity)[0][0],))
