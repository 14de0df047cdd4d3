"""What is coloured in a bead: numbers and names, whether the other side has them too, and the tokens of its faults.

A mark is counted in UTF-16 units, which is how a browser counts, over the joined text of a side.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aligner import Flag, score_pair
from aligner.names import Name, NameComparison, compare_names, find_names
from aligner.quantities import Quantity, QuantityComparison, compare_quantities, find_quantities
from corpus.pages import LANGUAGES

SOURCE, TARGET = 0, 1
NUMBER, NAME, FAULT = "n", "m", "f"
FOUND, AGREES, DIFFERS = 0, 1, 2
"""What is known of an anchor: that it is there, that the other side has it too, that the other side has it not."""
HIGHEST_UNIT = 0xFFFF
"""Code points above are two units in UTF-16."""

Anchor = Quantity | Name
PlainMark = tuple[int, int, int, str, int, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """A coloured stretch: ``side`` (0 source, 1 target), ``start`` and ``end``, ``kind`` (number, name, fault).

    ``state`` is one of `FOUND`, `AGREES`, `DIFFERS`; for a fault it is the number of its flag. ``link`` joins the two
    sides of one fact and is 0 for none.
    """

    side: int
    start: int
    end: int
    kind: str
    state: int = FOUND
    link: int = 0

    def plain(self) -> PlainMark:
        """The mark as the page's script reads it."""
        return self.side, self.start, self.end, self.kind, self.state, self.link


def anchor_marks(source: str, target: str) -> list[Mark]:
    """Numbers and names of both texts; those that agree are joined by a link.

    >>> [(mark.side, mark.kind, mark.state) for mark in anchor_marks("Có 79 xã.", "Il y a 97 communes.")]
    [(0, 'n', 2), (1, 'n', 2)]
    """
    texts = (source, target)
    numbers = [find_quantities(text, language) for text, language in zip(texts, LANGUAGES, strict=True)]
    names = [find_names(text, language) for text, language in zip(texts, LANGUAGES, strict=True)]
    if source and target:
        number_states = _states(compare_quantities(numbers[0], numbers[1]))
        name_states = _states(compare_names(names[0], names[1], source, target))
    else:
        number_states, name_states = {}, {}
    marks = [
        Mark(side, one.start, one.end, kind, *states.get((side, one.start, one.end), (FOUND, 0)))
        for kind, sides, states in ((NUMBER, numbers, number_states), (NAME, names, name_states))
        for side in (SOURCE, TARGET)
        for one in sides[side]
        if (side, one.start, one.end) in states or not getattr(one, "weak", False)
    ]
    return in_units(marks, texts)


def _states(compared: QuantityComparison | NameComparison) -> dict[tuple[int, int, int], tuple[int, int]]:
    """State and link of every anchor that the comparison speaks of, by side, start and end. A link is of one
    kind of anchor; what is matched twice keeps its link, so that all that agrees shares one."""
    states: dict[tuple[int, int, int], tuple[int, int]] = {}
    matched: Sequence[tuple[Anchor, Anchor]] = compared.matched
    changed: Sequence[tuple[Anchor, Anchor]] = compared.changed
    for state, couples in ((AGREES, matched), (DIFFERS, changed)):
        for number, (left, right) in enumerate(couples):
            places = (SOURCE, left.start, left.end), (TARGET, right.start, right.end)
            known = [states[place][1] for place in places if place in states]
            for place in places:
                states[place] = state, known[0] if known else 2 * number + state
    states.update({(SOURCE, one.start, one.end): (DIFFERS, 0) for one in compared.missing})
    states.update({(TARGET, one.start, one.end): (DIFFERS, 0) for one in compared.added})
    return states


def fault_marks(flags: Sequence[Flag], texts: tuple[str, str]) -> list[Mark]:
    """The tokens that flags are about."""
    marks = [
        Mark(side, start, end, FAULT, number)
        for number, flag in enumerate(flags)
        for side, spans in ((SOURCE, flag.source_spans), (TARGET, flag.target_spans))
        for start, end in spans
    ]
    return in_units(marks, texts)


def explained_flags(kinds: Sequence[str], source: str, target: str) -> list[Flag]:
    """The flags of a row with their details. A row holds the kinds alone, so the pair is judged again; a kind that only
    the whole document shows (a repeated sentence) has no detail."""
    if not kinds:
        return []
    judged = [flag for flag in score_pair(source, target, languages=LANGUAGES).flags if flag.kind in kinds]
    explained = {flag.kind for flag in judged}
    return judged + [Flag(kind, "") for kind in kinds if kind not in explained]


def in_units(marks: Iterable[Mark], texts: tuple[str, str]) -> list[Mark]:
    """Marks counted in code points as marks counted in UTF-16 units."""
    wide = [[place for place, char in enumerate(text) if ord(char) > HIGHEST_UNIT] for text in texts]
    return [
        Mark(
            mark.side,
            mark.start + bisect_left(wide[mark.side], mark.start),
            mark.end + bisect_left(wide[mark.side], mark.end),
            mark.kind,
            mark.state,
            mark.link,
        )
        for mark in marks
    ]
