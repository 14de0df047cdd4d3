"""The beads of a document with what people made of them: a reviewer may merge and split, the table ``documents`` keeps
what the aligner found."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.interchange.values import Link


def corrected_links(links: Sequence[Link], reviewed: Iterable[Link]) -> tuple[Link, ...]:
    """The links with those of people in the place of all that they touch.

    Sentences that a link loses this way become nulls; links of people that share a sentence, as after a split inside
    it, are one link.

    >>> found = corrected_links([Link((0,), (0,)), Link((1,), (1,))], [Link((0, 1), (0,))])
    >>> [(link.source, link.target, link.reviewed) for link in found]
    [((0, 1), (0,), True), ((), (1,), False)]
    """
    made = _joined(reviewed)
    if not made:
        return tuple(links)
    taken_source = {i for link in made for i in link.source}
    taken_target = {j for link in made for j in link.target}
    known = {(link.source, link.target): link for link in links}
    result = [replace(link, moved=known.get((link.source, link.target), link).moved) for link in made]
    for link in links:
        source = tuple(i for i in link.source if i not in taken_source)
        target = tuple(j for j in link.target if j not in taken_target)
        if (source, target) == (link.source, link.target):
            result.append(link)
        else:
            result += [Link((i,), ()) for i in source] + [Link((), (j,)) for j in target]
    return _in_order(result)


def _joined(reviewed: Iterable[Link]) -> list[Link]:
    """The links of people, those with a common sentence made one."""
    made: list[Link] = []
    for link in reviewed:
        source, target = set(link.source), set(link.target)
        sharing = [one for one in made if not (source.isdisjoint(one.source) and target.isdisjoint(one.target))]
        for one in sharing:
            made.remove(one)
            source.update(one.source)
            target.update(one.target)
        score = None if sharing else link.score
        made.append(Link(tuple(sorted(source)), tuple(sorted(target)), score, reviewed=True))
    return made


def _in_order(links: Iterable[Link]) -> tuple[Link, ...]:
    """By source; a target-only null follows the link that holds the target sentence before it."""
    links = list(links)
    ordered = sorted((link for link in links if link.source), key=lambda link: link.source)
    after: dict[int, list[Link]] = {}
    targets = sorted(j for link in ordered for j in link.target)
    for link in sorted((link for link in links if not link.source), key=lambda link: link.target):
        place = bisect_left(targets, link.target[0])
        after.setdefault(targets[place - 1] if place else -1, []).append(link)
    result = after.pop(-1, [])
    for link in ordered:
        result.append(link)
        for j in link.target:
            result += after.pop(j, [])
    return tuple(result)
