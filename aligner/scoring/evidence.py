"""All that is found in a pair before it is judged: one value that features and flags are both made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from aligner.lexicon import Lexicon
from aligner.scoring.content import Content, ContentConfig, weigh_content
from aligner.scoring.coverage import Coverage, cover
from aligner.scoring.language import Foreign, foreign_stretches
from aligner.scoring.model import Gain
from aligner.scoring.polarity import PolarityVerdict, judge_polarity
from aligner.scoring.reading import PairReading, Span
from aligner.scoring.surface import Artefact, artefacts, repeated_stretches


@dataclass(frozen=True, slots=True)
class Evidence:
    """A pair as it was read, its content weighed, the stretches where something is wrong, and how the document that it
    comes from spells the source's names."""

    pair: PairReading
    coverage: Coverage
    content: Content
    source_foreign: tuple[Foreign, ...]
    target_foreign: tuple[Foreign, ...]
    polarity: PolarityVerdict
    repeated: tuple[Span, ...]
    artefacts: tuple[Artefact, ...]
    spellings: Mapping[str, str] = field(default_factory=dict)


def gather(pair: PairReading, lexicon: Lexicon | None, gains: Mapping[str, Gain], config: ContentConfig) -> Evidence:
    """Find all that speaks for or against a pair."""
    coverage = cover(pair, lexicon)
    known = lexicon.index.target_stems if lexicon else frozenset()
    source_foreign, target_foreign = foreign_stretches(pair, known)
    return Evidence(
        pair,
        coverage,
        weigh_content(pair, coverage, gains, config),
        tuple(source_foreign),
        tuple(target_foreign),
        judge_polarity(pair, coverage),
        tuple(repeated_stretches(pair)),
        tuple(artefacts(pair)),
    )
