"""Quality of a pair: how probable it is that a careful bilingual reader accepts the target as a faithful translation.

The score judges the translation given, not the alignment: a correctly aligned bad translation has a high alignment
probability and a low quality. It comes from named features (`aligner.scoring.features`), each of which can only speak
against a pair, by a fitted model (`aligner.scoring.model`), so that every score can be explained; flags
(`aligner.scoring.flags`) name the faults.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from aligner.alignment import Languages, lexicon_for
from aligner.datatypes import Alignment, PairScore, ScoredPair
from aligner.lexicon import Lexicon
from aligner.profiles import get_profile
from aligner.scoring.content import ContentConfig
from aligner.scoring.document import read_document
from aligner.scoring.evidence import Evidence, gather
from aligner.scoring.features import FeatureConfig, pair_features
from aligner.scoring.flags import FlagConfig, pair_flags
from aligner.scoring.model import ScoringModel, load_model
from aligner.scoring.reading import read_pair


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
    for name, text in (("source", source), ("target", target)):
        if not isinstance(text, str):
            raise TypeError(f"{name} must be a string, not {type(text).__name__}")
    config = config or _default_config()
    profiles = (get_profile(languages[0]), get_profile(languages[1]))
    evidence = gather(
        read_pair(source, target, profiles), lexicon_for(profiles, lexicon), config.model.gains, config.content
    )
    return _judge(evidence, config)


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
    for reading in read_document(alignment, profiles):
        evidence = gather(reading.pair, lexicon, config.model.gains, config.content)
        if reading.repeated:
            evidence = replace(evidence, repeated=((0, len(reading.pair.target.text)),))
        score = _judge(replace(evidence, spellings=reading.spellings), config)
        source, target = alignment.source_text(reading.bead), alignment.target_text(reading.bead)
        yield ScoredPair(source, target, reading.bead, score.quality, score.flags, score.features)


@lru_cache(maxsize=1)
def _default_config() -> ScoreConfig:
    """The settings as they ship, made once: making them takes as long as a tenth of a short pair."""
    return ScoreConfig()


def _judge(evidence: Evidence, config: ScoreConfig) -> PairScore:
    features = pair_features(evidence, config.features)
    return PairScore(config.model.quality(features), pair_flags(evidence, config.flags), features)
