"""Arithmetic of stretches of text: find them again in a page that changed, cut one out of another, cut one in two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from corpus.reviewing.records import Part, Piece, Side

MOST_PLACES = 50
"""A text that stands in a page more often than this is a refrain: its place cannot be told by its words."""


def find_part(part: Part, text: str, drift: int = 0) -> int | None:
    """Where a part starts in a page text that may have changed: at its old offset moved by ``drift``, else at the
    occurrence nearest to that. ``None`` where the page no longer holds it.

    >>> find_part(Part(4, 8, "Minh"), "Ông Minh đi."), find_part(Part(4, 8, "Minh"), "Hôm nay, ông Minh đi.")
    (4, 13)
    """
    expected = max(part.start + drift, 0)
    for start in dict.fromkeys((expected, part.start)):
        if text.startswith(part.text, start):
            return start
    places = list(_places(part.text, text))
    return min(places, key=lambda place: (abs(place - expected), place)) if 0 < len(places) <= MOST_PLACES else None


def _places(wanted: str, text: str) -> Iterator[int]:
    place, found = text.find(wanted), 0
    while place >= 0 and found <= MOST_PLACES:
        yield place
        found += 1
        place = text.find(wanted, place + len(wanted))


def find_side(side: Side, text: str) -> Side | None:
    """A side's parts where they stand now, in the same order without overlap; ``None`` where one is missing."""
    found: list[Part] = []
    drift = 0
    for part in side:
        start = find_part(part, text, drift)
        if start is None or (found and start < found[-1].end):
            return None
        drift = start - part.start
        found.append(Part(start, start + len(part.text), part.text))
    return tuple(found)


def moved(side: Side, before: Side, now: Side) -> Side | None:
    """The parts of ``side``, which lie inside the parts of ``before``, moved as those moved to ``now``."""
    result = []
    for part in side:
        place = next((k for k, old in enumerate(before) if old.start <= part.start and part.end <= old.end), None)
        if place is None:
            return None
        drift = now[place].start - before[place].start
        result.append(Part(part.start + drift, part.end + drift, part.text))
    return tuple(result)


def overlaps(one: Side, other: Side) -> bool:
    """Whether two sides share a character."""
    return any(a.start < b.end and b.start < a.end for a in one for b in other)


def within(inner: Side, outer: Side) -> bool:
    """Whether every character of ``inner`` but white space is in ``outer``."""
    return not without(inner, outer)


def without(side: Side, taken: Side) -> Side:
    """What is left of a side when ``taken`` is cut out; stretches of white space alone are dropped.

    >>> without((Part(0, 8, "Ông Minh"),), (Part(0, 3, "Ông"),))
    (Part(start=4, end=8, text='Minh'),)
    """
    left = list(side)
    for cut in taken:
        left = [rest for part in left for rest in _outside(part, cut)]
    return tuple(left)


def _outside(part: Part, cut: Part) -> list[Part]:
    if cut.end <= part.start or part.end <= cut.start:
        return [part]
    ends = trimmed(part, part.start, max(cut.start, part.start)), trimmed(part, min(cut.end, part.end), part.end)
    return [rest for rest in ends if rest.text]


def trimmed(part: Part, start: int, end: int) -> Part:
    """The stretch from ``start`` to ``end`` of a part, in page offsets, without white space around it."""
    text = part.text[start - part.start : end - part.start]
    bare = text.strip()
    first = start + len(text) - len(text.lstrip()) if bare else start
    return Part(first, first + len(bare), bare)


def union(sides: Iterable[Side]) -> Side:
    """The parts of several sides in page order."""
    return tuple(sorted((part for side in sides for part in side), key=lambda part: (part.start, part.end)))


def stretch(pieces: Sequence[Piece]) -> Piece:
    """All that several pieces cover."""
    return Piece(union(piece.source for piece in pieces), union(piece.target for piece in pieces))


def cut_side(side: Side, index: int) -> tuple[Side, Side]:
    """A side cut in two at a character of its one-line text.

    >>> first, second = cut_side((Part(10, 26, "Ông Minh,  Hà đi"),), 9)
    >>> [part.text for part in first], [(part.start, part.text) for part in second]
    (['Ông Minh,'], [(21, 'Hà đi')])
    """
    offsets = one_line_offsets(side)
    if not 0 < index < len(offsets):
        raise ValueError(f"a text of {len(offsets)} characters cannot be cut at {index}")
    place = offsets[index]
    head = [trimmed(part, part.start, min(part.end, place)) for part in side if part.start < place]
    tail = [trimmed(part, max(part.start, place), part.end) for part in side if part.end > place]
    first, second = tuple(p for p in head if p.text), tuple(p for p in tail if p.text)
    if not (first and second):
        raise ValueError("nothing but white space would be on one side of the cut")
    return first, second


def one_line_offsets(side: Side) -> list[int]:
    """The page offset of each character of a side's one-line text; a joining space has that of the word after it."""
    offsets: list[int] = []
    for part in side:
        place = 0
        for word in part.text.split():
            place = part.text.index(word, place)
            if offsets:
                offsets.append(part.start + place)
            offsets.extend(range(part.start + place, part.start + place + len(word)))
            place += len(word)
    return offsets


def covered_gaps(sides: Iterable[Side], length: int) -> list[tuple[int, int]]:
    """The stretches ``(start, end)`` of a text of ``length`` characters that no part covers, in order."""
    parts = union(sides)
    starts = [part.start for part in parts]
    reach = [0, *accumulate((part.end for part in parts), max)]
    gaps = [(reach[k], start) for k, start in enumerate([*starts, length]) if reach[k] < start]
    return gaps
