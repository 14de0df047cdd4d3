"""The two sides of a pair whose polarity is in doubt: what each denies, and what of it the other side has.

A source and a target differ only in the direction in which the links between their words are followed; what denials,
hints and their surroundings are is asked of either in the same way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from aligner.scoring.polarity.book import CueBook
from aligner.scoring.polarity.cues import REACH, Cues, Denial, Hint, is_parted
from aligner.scoring.polarity.links import Link, Links
from aligner.scoring.reading import Span, TextReading

NEAR = (7, 6)
"""Words before and behind the counterpart of a denied word in which its denial is looked for."""
LEAST_LETTERS = 3
"""Letters from which a target word counts among its neighbours."""
NEIGHBOURS = 3
"""Units on each side of a denial that tell whether its sentence was translated word by word."""
LEAST_AROUND = 3
EMBEDDED = 0.75
"""How many units there must be around a denial, and which share of them must be found: among six, all but one, which is
the unknown word that is denied."""
LONG = 16
MOVED = 0.5
"""Words of a text, and share of it, from which on a counterpart that stands so far from its word's place is taken for
that of another word."""


class Side(NamedTuple):
    """One text, the cues of its language and those in it."""

    reading: TextReading
    book: CueBook
    cues: Cues

    def is_light(self, place: int) -> bool:
        """Whether a word has no content, or hardly any (*pouvoir*)."""
        return self.reading.stems[place] in self.book.light

    def text(self, span: Span) -> str:
        """A stretch of the text."""
        return self.reading.text[span[0] : span[1]]

    def head(self, denial: Denial, phrases: Links | None = None) -> int | None:
        """The word that is denied: the first one with content in the clause. A phrase of several words that has a link
        has content."""
        texts, book = self.reading.texts, self.book
        for place in range(denial.opening, min(denial.last + REACH, len(texts))):
            if place >= denial.last and place > 0 and is_parted(self.reading, place):
                return None
            link = phrases.of_source.get(place) if phrases is not None else None
            if link is not None and link.first == place and link.size > 1 and link.last > denial.last:
                return place
            inside = place < denial.last and (not book.particles or texts[place] in book.negators)
            if not inside and not self.is_light(place):
                return place
        return None


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of polarity: what each side says, and where."""

    detail: str
    source_spans: tuple[Span, ...]
    target_spans: tuple[Span, ...]


Unit = tuple[int, bool]
"""The place of a word or phrase with content, and whether the other side has it."""


def has_content(source: Side, link: Link) -> bool:
    """Whether a word of a source phrase has content."""
    return not all(map(source.is_light, range(link.first, link.last)))


def source_units(source: Side, links: Links) -> list[Unit]:
    """The source's phrases with content."""
    phrases = dict.fromkeys(links.of_source.values())
    return sorted((link.first, bool(link.places)) for link in phrases if link.size > 1 or has_content(source, link))


def target_units(target: Side, links: Links) -> list[Unit]:
    """The target's words with content."""
    cues = {place for hint in target.cues.hints for place in range(hint.first, hint.last)}
    return [
        (place, place in links.of_target)
        for place, text in enumerate(target.reading.texts)
        if len(text) >= LEAST_LETTERS and place not in cues and not target.is_light(place)
    ]


def is_short(side: Side) -> bool:
    """Whether a text is so short that words cannot be mistaken for those of another part of it."""
    return len(side.reading.texts) < LONG


def is_embedded(units: Sequence[Unit], denial: Denial) -> bool:
    """Whether a sentence was translated word by word around a denial, so that it cannot be a free wording."""
    before = [found for place, found in units if place < denial.first][-NEIGHBOURS:]
    behind = [found for place, found in units if place >= denial.opening][:NEIGHBOURS]
    around = before + behind
    return any(behind) and len(around) >= LEAST_AROUND and sum(around) >= EMBEDDED * len(around)


def open_source_hints(source: Side, target: Side, links: Links) -> list[Hint]:
    """Cues of the source that may stand for a denial of the target: negators, and others that were not translated by a
    word that is no negation."""
    told = {place for hint in target.cues.hints if hint.plain for place in range(hint.first, hint.last)}
    told.update(place for place in range(len(target.reading.texts)) if target.is_light(place))

    def is_translated(hint: Hint) -> bool:
        whole = [link for link in links.inside(*hint[:2]) if link.first <= hint.first and hint.last <= link.last]
        return any(not told.issuperset(link.places) for link in whole)

    return [hint for hint in source.cues.hints if hint.plain or not is_translated(hint)]


def open_target_hints(target: Side, links: Links) -> list[Hint]:
    """The same in the target: negators, and others that do not, as a whole, translate a word of the source."""

    def is_translation(hint: Hint) -> bool:
        origins = [set(links.of_target.get(place, ())) for place in range(hint.first, hint.last)]
        return bool(set.intersection(*origins))

    return [hint for hint in target.cues.hints if hint.plain or not is_translation(hint)]


def places_near(hints: Iterable[Hint]) -> frozenset[int]:
    """All words near a cue."""
    return frozenset(place for hint in hints for place in range(hint.first - NEAR[1], hint.last + NEAR[0]))


def is_moved(side: Side, other: Side, place: int, others: Collection[int]) -> bool:
    """Whether every counterpart of a word stands in quite another part of its text: it translates another word."""
    here, size = place / len(side.reading.texts), len(other.reading.texts)
    return not is_short(other) and all(abs(spot / size - here) > MOVED for spot in others)
