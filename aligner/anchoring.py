"""A chain of anchor points through two long texts: where rare facts and words say that both are at the same place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Sequence
from itertools import chain

from aligner.lexicon import LexiconIndex
from aligner.readings import SentenceReading

RAREST = 4
"""Keys in more sentences of a side than this say little about where one is, and cost the square of their number."""
LEAST_WEIGHT = 0.6
"""Weight of a point to be an anchor: more than one key that is in two sentences on one side (0.5)."""

Point = tuple[int, int]


def anchor_chain(
    source: Sequence[SentenceReading], target: Sequence[SentenceReading], lexicon: LexiconIndex | None
) -> list[Point]:
    """The heaviest strictly rising chain of points (source sentence, target sentence), in order.

    A key that stands in ``s`` source and ``t`` target sentences gives each of their pairs the weight ``1 / (s * t)``.
    Linear in the texts but for sorting the points.
    """
    target_index = _postings(_target_keys(reading) for reading in target)
    weights: dict[Point, float] = {}
    for key, places in _postings(_source_keys(reading, lexicon) for reading in source).items():
        others = target_index.get(key, ())
        if 0 < len(others) <= RAREST and len(places) <= RAREST:
            share = 1.0 / (len(places) * len(others))
            for i in places:
                for j in others:
                    weights[i, j] = weights.get((i, j), 0.0) + share
    return _heaviest_chain(sorted((i, j, weight) for (i, j), weight in weights.items() if weight >= LEAST_WEIGHT))


def _source_keys(reading: SentenceReading, lexicon: LexiconIndex | None) -> Iterable[Hashable]:
    anchors = chain.from_iterable(anchor.keys for anchor in reading.anchors)
    if lexicon is None:
        return chain(anchors, (("stem", stem) for stem in reading.stems))
    phrases = lexicon.longest_matches(reading.stems)
    stems = (("stem", stem) for _, _, renderings in phrases for rendering in renderings for stem in rendering)
    return chain(anchors, stems)


def _target_keys(reading: SentenceReading) -> Iterable[Hashable]:
    anchors = chain.from_iterable(anchor.keys for anchor in reading.anchors)
    return chain(anchors, (("stem", stem) for stem in reading.stems))


def _postings(sides: Iterable[Iterable[Hashable]]) -> dict[Hashable, list[int]]:
    """Sentences of each key; one more than `RAREST` at the most, which marks it as too common."""
    index: dict[Hashable, list[int]] = {}
    for number, keys in enumerate(sides):
        for key in keys:
            places = index.setdefault(key, [])
            if len(places) <= RAREST and (not places or places[-1] != number):
                places.append(number)
    return index


def _heaviest_chain(points: Sequence[tuple[int, int, float]]) -> list[Point]:
    """The strictly rising chain of the greatest weight, by a staircase of the best chain ends (target, weight)."""
    ends: list[int] = []
    totals: list[float] = []
    owners: list[int] = []
    before: list[int] = [-1] * len(points)
    start = 0
    while start < len(points):
        stop = start
        while stop < len(points) and points[stop][0] == points[start][0]:
            stop += 1
        reached = []
        for number in range(start, stop):
            place = bisect_left(ends, points[number][1])
            before[number] = owners[place - 1] if place else -1
            reached.append((points[number][1], points[number][2] + (totals[place - 1] if place else 0.0), number))
        for end, total, number in reached:
            _insert(ends, totals, owners, end, total, number)
        start = stop
    result: list[Point] = []
    number = owners[-1] if owners else -1
    while number >= 0:
        result.append((points[number][0], points[number][1]))
        number = before[number]
    return result[::-1]


def _insert(ends: list[int], totals: list[float], owners: list[int], end: int, total: float, number: int) -> None:
    """Keep the staircase: further ends only with greater totals."""
    place = bisect_left(ends, end)
    if place and totals[place - 1] >= total:
        return
    stop = place
    while stop < len(ends) and totals[stop] <= total:
        stop += 1
    ends[place:stop] = [end]
    totals[place:stop] = [total]
    owners[place:stop] = [number]
