"""Whether a translation denies what its source asserts, or asserts what it denies.

Every language says no in many ways, so counting negators would flag half of all faithful translations. What counts is
the word that is denied: a denial is lost when its word has a counterpart near which nothing denies, be it a negator, a
verb like *refuse* or a word like *rare*, unless that word merely translates another one. `book` reads the data, `cues`
finds what one text says, `links` which words belong together; `denials` and `antonyms` judge.
"""

from __future__ import annotations

from dataclasses import dataclass

from aligner.lexicon import Lexicon
from aligner.scoring.polarity.antonyms import antonyms, may_turn
from aligner.scoring.polarity.book import cue_book, facing_scales, may_deny, traits
from aligner.scoring.polarity.cues import Cues, find_cues
from aligner.scoring.polarity.denials import added, candidates, lost
from aligner.scoring.polarity.links import Links
from aligner.scoring.polarity.sides import Fault, Side, open_source_hints
from aligner.scoring.reading import PairReading

__all__ = ["Fault", "PolarityVerdict", "judge_polarity"]

GRAVE_DOUBT = 0.65
LIGHT_DOUBT = 0.4
"""How much of a sure fault two doubtful cases weigh: a denial that no word of the source denies by meaning, and denials
that differ in number otherwise; from how often damage and faithful pairs of our own documents show them."""


@dataclass(frozen=True, slots=True)
class PolarityVerdict:
    """Sure faults, and where there is none how doubtful the polarity is, in [0, 1]."""

    denials: tuple[Fault, ...]
    doubt: float


NO_FAULT = PolarityVerdict((), 0.0)


def judge_polarity(pair: PairReading, lexicon: Lexicon | None) -> PolarityVerdict:
    """Denials lost or added, antonyms, and how doubtful the polarity is where none is sure.

    Without a lexicon, or for a language without polarity data, nothing can be said.

    >>> from aligner.lexicon import shipped_lexicon
    >>> from aligner.profiles import get_profile
    >>> from aligner.scoring.reading import read_pairs
    >>> texts = [("Tỉnh không thiếu giáo viên.", "La province manque d'enseignants.")]
    >>> (pair,) = read_pairs(texts, (get_profile("vi"), get_profile("fr")))
    >>> judge_polarity(pair, shipped_lexicon(("vi", "fr"))).denials[0].detail
    '“không thiếu” is denied in the source and not in the target'
    """
    books = cue_book(pair.source.profile), cue_book(pair.target.profile)
    if lexicon is None or books[0] is None or books[1] is None:
        return NO_FAULT
    both = traits(pair.source.texts, books[0]), traits(pair.target.texts, books[1])
    scales = facing_scales(*both)
    if not scales and not may_deny(*both):
        return NO_FAULT
    here, there = find_cues(pair.source, books[0], scales), find_cues(pair.target, books[1], scales)
    missing, new = candidates(here, there), candidates(there, here)
    if not missing and not new and not (scales and may_turn(here, there)):
        return NO_FAULT
    source, target = Side(pair.source, books[0], here), Side(pair.target, books[1], there)
    links = Links(pair, lexicon, _negators(source.cues))
    faults = [*lost(source, target, links, missing), *added(source, target, links, new)]
    faults = faults or antonyms(source, target, links)
    return PolarityVerdict(tuple(faults), 0.0 if faults else _doubt(source, target, links))


def _negators(cues: Cues) -> list[int]:
    """The words that deny."""
    return [place for denial in cues.plain for place in range(denial.first, denial.opening)]


def _doubt(source: Side, target: Side, links: Links) -> float:
    """How doubtful two texts without a sure fault are: their plain denials differ in number."""
    here, there = len(source.cues.plain), len(target.cues.plain)
    if there and not here:
        return LIGHT_DOUBT if open_source_hints(source, target, links) else GRAVE_DOUBT
    return LIGHT_DOUBT if (here and not target.cues.hints) or there > here else 0.0
