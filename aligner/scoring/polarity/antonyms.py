"""Words that became their opposite: a scale told by one end in the source and by the other end in the target.

That alone says little, as a text may name both ends, and most words have several meanings. So the source's word must
have no other counterpart, the target's must translate nothing else, neither may be denied, and a word near the one must
be translated by a word near the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aligner.scoring.polarity.cues import Cues, Pole, words_span
from aligner.scoring.polarity.links import Link, Links
from aligner.scoring.polarity.sides import Fault, Side, has_content

AROUND = ((4, 5), (5, 6))
CLOSE = ((1, 2), (2, 3))
"""Words before a pole and from its end on, in the source and in the target, among which its neighbour is looked for.
The latter is for scales whose poles say something only of a name or quantity beside them (before, after, more than)."""
UNDENIED = (3, 5)
"""Words between a pole and a denial behind or before it from which on the latter does not reach it."""
BESIDE = 8
"""Words on each side of a pole that must stay there, where the ends tell one event from both sides (buy, sell)."""
MOST_POLES = 6
"""Poles of one end that are looked at."""


def may_turn(source: Cues, target: Cues) -> bool:
    """Whether a scale is told by one end here, oftener than there, and by the other end there."""
    return any(True for _ in _facing(source, target))


class _Facing(NamedTuple):
    """The poles of one end of a scale in the source, those of the other end in the target, and all of the scale that
    the source names."""

    scale: str
    here: list[Pole]
    there: list[Pole]
    own: list[Pole]


def _facing(source: Cues, target: Cues) -> Iterator[_Facing]:
    """The ends of scales that the source names oftener than the target, which names the other end."""
    for scale, poles in source.poles.items():
        others = target.poles.get(scale, [])
        for end in ("a", "b") if others else ():
            here, there = _of_end(poles, end), _of_end(others, end, same=False)
            if here and there and len(here) > len(_of_end(others, end)):
                yield _Facing(scale, here, there, poles)


def antonyms(source: Side, target: Side, links: Links) -> list[Fault]:
    """Scales of which the source names one end oftener, and the target the other in its place."""
    faults = []
    for scale, here, there, own in _facing(source.cues, target.cues):
        spare = len(there) > len(_of_end(own, here[0].end, same=False))
        known = _words_of(own) if spare else frozenset[int]()
        found = _turned(source, target, links, (here, there), known)
        anchored = scale in source.book.anchored
        turned = next((two for two in found if _share_neighbour(*two, links, anchored)), None)
        if turned is not None and not (scale in source.book.converse and _is_converse(*turned, links)):
            spans = words_span(source.reading, *turned[0][1:]), words_span(target.reading, *turned[1][1:])
            detail = f"“{source.text(spans[0])}” became its opposite “{target.text(spans[1])}”"
            faults.append(Fault(detail, spans[:1], spans[1:]))
    return faults


def _of_end(poles: Sequence[Pole], end: str, *, same: bool = True) -> list[Pole]:
    return [pole for pole in poles if (pole.end == end) == same][:MOST_POLES]


def _words_of(poles: Sequence[Pole]) -> frozenset[int]:
    return frozenset(place for pole in poles for place in range(pole.first, pole.last))


def _turned(
    source: Side, target: Side, links: Links, poles: tuple[list[Pole], list[Pole]], known: frozenset[int]
) -> Iterator[tuple[Pole, Pole]]:
    """Poles of the source that were not translated, each with those of the target that translate no word but
    ``known`` ones."""
    for one in poles[0]:
        if not _is_denied(source, one):
            own = known.union(range(one.first, one.last))
            for other in poles[1]:
                free = not _is_denied(target, other) and not _has_other_origin(source, other, links, own)
                if free and not _is_translated(source, one, other, links):
                    yield one, other


def _is_converse(one: Pole, other: Pole, links: Links) -> bool:
    """Whether words change sides of the pole: who sells to one is bought from by the other."""
    before, behind = links.inside(one.first - BESIDE, one.first), links.inside(one.last, one.last + BESIDE)
    return any(link.places and min(link.places) >= other.last for link in before) or any(
        link.places and max(link.places) < other.first for link in behind
    )


def _is_denied(side: Side, pole: Pole) -> bool:
    behind, before = UNDENIED
    return any(denial.first - behind <= pole.first <= denial.last + before for denial in side.cues.plain)


def _is_translated(source: Side, one: Pole, other: Pole, links: Links) -> bool:
    """Whether the source's pole has another counterpart than the target's; function words have too many to tell."""
    inside = range(other.first, other.last)
    told = [link for link in links.inside(one.first, one.last) if one.first <= link.first and link.last <= one.last]
    return any(place not in inside for link in told if has_content(source, link) for place in link.places)


def _has_other_origin(source: Side, other: Pole, links: Links, own: frozenset[int]) -> bool:
    """Whether the target's pole translates words of the source that are not among its own."""
    origins = [link for place in range(other.first, other.last) for link in links.of_target.get(place, ())]
    return any(own.isdisjoint(range(link.first, link.last)) for link in origins if has_content(source, link))


def _share_neighbour(one: Pole, other: Pole, links: Links, anchored: bool) -> bool:
    """Whether a word near one pole was translated by a word near the other; a name or quantity for anchored scales."""
    (back, ahead), (target_back, target_ahead) = CLOSE if anchored else AROUND
    near = range(other.first - target_back, other.last + target_ahead)
    found: list[Link] = links.inside(one.first - back, one.last + ahead)
    return any(place in near for link in found if link.anchor or not anchored for place in link.places)
