"""Quality of a pair: how probable it is that a careful bilingual reader accepts the target as a faithful translation.

The score judges the translation given, not the alignment: a correctly aligned bad translation has a high alignment
probability and a low quality. It comes from named features (`aligner.scoring.features`), each of which can only speak
against a pair, by a fitted model (`aligner.scoring.model`), so that every score can be explained; flags
(`aligner.scoring.flags`) name the faults.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from aligner.alignment import Languages, lexicon_for
from aligner.datatypes import Alignment, PairScore, ScoredPair
from aligner.lexicon import Lexicon
from aligner.profiles import get_profile
from aligner.scoring.content import ContentConfig
from aligner.scoring.document import BeadReading, read_document
from aligner.scoring.evidence import Evidence, gather
from aligner.scoring.features import FeatureConfig, pair_features
from aligner.scoring.flags import FlagConfig, pair_flags
from aligner.scoring.model import ScoringModel, load_model
from aligner.scoring.reading import read_pairs


@dataclass(frozen=True, slots=True)
class ScoreConfig:
    """Settings of the scorer: how content is weighed, features are scaled, flags are raised, and the fitted model."""

    content: ContentConfig = field(default_factory=ContentConfig)
    features: FeatureConfig = field(default_factory=FeatureConfig)
    flags: FlagConfig = field(default_factory=FlagConfig)
    model: ScoringModel = field(default_factory=load_model)


def score_pair(
    source: str,
    target: str,
    *,
    languages: Languages = ("vi", "fr"),
    config: ScoreConfig | None = None,
    lexicon: Lexicon | None = None,
) -> PairScore:
    """Judge one pair of texts of any length.

    Raises ``TypeError`` for anything but strings and ``ValueError`` for an unknown language or a lexicon made for
    another pair.

    >>> judgement = score_pair("Tỉnh có 79 xã.", "La province compte 97 communes.")
    >>> [flag.kind for flag in judgement.flags]
    ['number']
    """
    return next(score_pairs([(source, target)], languages=languages, config=config, lexicon=lexicon))


def score_pairs(
    pairs: Iterable[tuple[str, str]],
    *,
    languages: Languages = ("vi", "fr"),
    config: ScoreConfig | None = None,
    lexicon: Lexicon | None = None,
) -> Iterator[PairScore]:
    """Judge many pairs, in order, each as `score_pair` would, in about two thirds of the time.

    Pairs are taken from the iterable some at a time, so that it may be endless. Raises what `score_pair` raises.
    """
    config = config or _default_config()
    profiles = (get_profile(languages[0]), get_profile(languages[1]))
    lexicon = lexicon_for(profiles, lexicon)
    waiting = map(_checked, pairs)
    while batch := [*islice(waiting, PAIRS_AT_A_TIME)]:
        evidence = gather(read_pairs(batch, profiles), lexicon, config.model.gains, config.content)
        yield from _judge(evidence, config)


PAIRS_AT_A_TIME = 32
"""Pairs that are judged step by step together: a quarter as many lose a tenth, and four times as many outlive a
round of the garbage collector, which costs as much."""


def _checked(pair: tuple[str, str]) -> tuple[str, str]:
    for name, text in zip(("source", "target"), pair, strict=True):
        if not isinstance(text, str):
            raise TypeError(f"{name} must be a string, not {type(text).__name__}")
    return pair


def score_alignment(
    alignment: Alignment,
    *,
    languages: Languages = ("vi", "fr"),
    config: ScoreConfig | None = None,
    lexicon: Lexicon | None = None,
) -> Iterator[ScoredPair]:
    """Judge every non-null bead of an alignment, in bead order, each in the light of its document.

    A target that stands in an earlier bead with another source is a `repetition`; a quantity that turned up in the next
    bead is not missing; the detail of a changed name tells how the document spells it elsewhere. Raises what
    `score_pair` raises.
    """
    config = config or ScoreConfig()
    profiles = (get_profile(languages[0]), get_profile(languages[1]))
    lexicon = lexicon_for(profiles, lexicon)
    readings = iter(read_document(alignment, profiles))
    while batch := [*islice(readings, PAIRS_AT_A_TIME)]:
        evidence = gather([one.pair for one in batch], lexicon, config.model.gains, config.content)
        scores = _judge([*map(_in_document, evidence, batch)], config)
        for reading, score in zip(batch, scores, strict=True):
            source, target = alignment.source_text(reading.bead), alignment.target_text(reading.bead)
            yield ScoredPair(source, target, reading.bead, score.quality, score.flags, score.features)


def _in_document(evidence: Evidence, reading: BeadReading) -> Evidence:
    """The evidence with what the document adds to it."""
    repeated = ((0, len(reading.pair.target.text)),) if reading.repeated else evidence.repeated
    return evidence._replace(repeated=repeated, spellings=reading.spellings)


@lru_cache(maxsize=1)
def _default_config() -> ScoreConfig:
    """The settings as they ship, made once: making them takes as long as a tenth of a short pair."""
    return ScoreConfig()


def _judge(evidence: Sequence[Evidence], config: ScoreConfig) -> list[PairScore]:
    features = [pair_features(one, config.features) for one in evidence]
    quality = [config.model.quality(values) for values in features]
    flags = [pair_flags(one, config.flags) for one in evidence]
    return [*map(PairScore, quality, flags, features)]
