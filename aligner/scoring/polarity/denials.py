"""Denials that one side of a pair lacks.

A denial is lost when its word has a counterpart near which nothing denies, or when that word is unknown, the target has
no cue at all and the sentence was translated word by word around it. An added denial is the same seen from the target.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from aligner.scoring.polarity.cues import REACH, Cues, Denial, Hint, is_parted, words_span
from aligner.scoring.polarity.links import Link, Links
from aligner.scoring.polarity.sides import (
    Fault,
    Side,
    is_embedded,
    is_moved,
    is_short,
    open_source_hints,
    open_target_hints,
    places_near,
    source_units,
    target_units,
)

GROUP = 4
"""Words between two negators from which on they cannot be one denial (*aucun des trois ne*)."""
MOST_DENIALS = 16
"""Denials of a text that are looked at; a text with more of them is a list, and each costs time."""


def candidates(own: Cues, other: Cues) -> list[Denial]:
    """Denials of one side that the other one may lack: the plain ones, if it has fewer of them, and those by meaning,
    if it has no cue at all."""
    if not own.denials:
        return []
    plain = own.plain
    if len(plain) <= _most_denials(other.hints):
        plain = []
    strong = [] if other.hints else [denial for denial in own.denials if denial.strong]
    return (plain + strong)[:MOST_DENIALS]


def _most_denials(hints: Sequence[Hint]) -> int:
    """How many plain denials there are at most; negators close to each other make one."""
    count, behind = 0, -GROUP
    for hint in hints:
        if hint.plain:
            count += hint.first - behind >= GROUP
            behind = hint.last
    return count


def lost(source: Side, target: Side, links: Links, denials: Sequence[Denial]) -> list[Fault]:
    """Denials of the source, out of some of them, that the target lacks."""
    if not denials:
        return []
    hints = open_target_hints(target, links)
    near, units = places_near(hints), source_units(source, links)
    faults = []
    for denial in denials:
        head = source.head(denial, links)
        if head is None or not hints:
            head = _named_head(source, target, denial, links, head)
        if (
            head is None
            or _is_told_by_opposite(denial, source.cues, target.cues)
            or (denial.strong and not _is_left_out(denial, links, is_short(target) or is_embedded(units, denial)))
        ):
            continue
        link = links.of_source.get(head)
        if link is not None and link.places:
            if not near.isdisjoint(link.places) or is_moved(source, target, head, link.places):
                continue
            if hints and _is_claimed(link, links):
                continue
        elif denial.strong or hints or not is_embedded(units, denial) or _is_reversed(link, links, target):
            continue
        span = words_span(source.reading, denial.first, link.last if link is not None else head + 1)
        faults.append(Fault(f"“{source.text(span)}” is denied in the source and not in the target", (span,), ()))
    return faults


def _named_head(source: Side, target: Side, denial: Denial, links: Links, head: int | None) -> int | None:
    """The denied word where the first one with content is none or has no counterpart, in a target that has no cue.

    That is a word of quantity before it that was translated (*không phải mọi*, tous), or, where nothing with content
    is denied, a light word whose counterpart has content (*chưa có con*).
    """
    link = None if head is None else links.of_source.get(head)
    if link is not None and link.places:
        return head
    end = min(denial.last + REACH, len(source.reading.texts)) if head is None else head
    for place in range(denial.opening, end):
        if place >= denial.last and place > 0 and is_parted(source.reading, place):
            return head
        link = links.of_source.get(place)
        if link is None or not link.places:
            continue
        universal = source.reading.texts[place] in source.book.universal
        if universal or (head is None and not all(map(target.is_light, link.places))):
            return place
    return head


def _is_told_by_opposite(denial: Denial, own: Cues, other: Cues) -> bool:
    """Whether a denied end of a scale may be told by the other end (*not cheap*: dear), which its own side lacks."""
    reach = range(denial.opening, denial.last + REACH)
    for scale, poles in own.poles.items():
        ends = {pole.end for pole in poles}
        denied = any(pole.first in reach for pole in poles)
        if denied and any(pole.end not in ends for pole in other.poles.get(scale, ())):
            return True
    return False


def _is_left_out(denial: Denial, links: Links, sure: bool) -> bool:
    """Whether a verb that denies has no counterpart in a sentence that was translated otherwise."""
    return sure and not any(link.places for link in links.inside(denial.first, denial.last))


def _is_reversed(link: Link | None, links: Links, target: Side) -> bool:
    """Whether the denied word was translated by its opposite."""
    return link is not None and links.is_reversed(link, target.book.prefixes)


def _is_claimed(link: Link, links: Links) -> bool:
    """Whether every counterpart of a phrase may as well be that of another one."""
    return all(any(other.first != link.first for other in links.of_target[place]) for place in link.places)


def added(source: Side, target: Side, links: Links, denials: Sequence[Denial]) -> list[Fault]:
    """Denials of the target, out of some of them, that the source lacks."""
    if not denials:
        return []
    hints = open_source_hints(source, target, links)
    near, units = places_near(hints), target_units(target, links)
    faults = []
    for denial in denials:
        if denial.strong and not _is_new(denial, links, is_short(source) or is_embedded(units, denial)):
            continue
        if _is_told_by_opposite(denial, target.cues, source.cues):
            continue
        head = target.head(denial)
        origins = _origins(links, head)
        if head is not None and origins:
            if not near.isdisjoint(origins) or is_moved(target, source, head, origins):
                continue
        elif denial.strong or hints or not is_embedded(units, denial):
            continue
        span = words_span(target.reading, denial.first, max(denial.last, 0 if head is None else head + 1))
        faults.append(Fault(f"“{target.text(span)}” is denied in the target and not in the source", (), (span,)))
    return faults


def _is_new(denial: Denial, links: Links, sure: bool) -> bool:
    """Whether a verb that denies translates nothing in a sentence that was translated otherwise."""
    return sure and not any(place in links.of_target for place in range(denial.first, denial.last))


def _origins(links: Links, place: int | None) -> Collection[int]:
    """The source words that a target word may translate."""
    if place is None:
        return ()
    return {spot for link in links.of_target.get(place, ()) for spot in range(link.first, link.last)}
