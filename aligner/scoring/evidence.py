"""All that is found in a pair before it is judged: one value that features and flags are both made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import repeat
from types import MappingProxyType
from typing import NamedTuple

from aligner.lexicon import Lexicon
from aligner.scoring.content import Content, ContentConfig, weigh_content
from aligner.scoring.coverage import Coverage, cover
from aligner.scoring.gains import Gains
from aligner.scoring.language import Foreign, foreign_stretches
from aligner.scoring.leftovers import copied_share, shared_bigrams
from aligner.scoring.polarity import PolarityVerdict, judge_polarity
from aligner.scoring.reading import PairReading, Span
from aligner.scoring.surface import Artefact, artefacts, repeated_stretches


class Evidence(NamedTuple):
    """A pair as it was read, its content weighed, the share of it that is a copy, the stretches where something is
    wrong, and how the document that it comes from spells the source's names."""

    pair: PairReading
    coverage: Coverage
    content: Content
    copied: float
    source_foreign: tuple[Foreign, ...]
    target_foreign: tuple[Foreign, ...]
    polarity: PolarityVerdict
    repeated: tuple[Span, ...]
    artefacts: tuple[Artefact, ...]
    spellings: Mapping[str, str]


NO_SPELLINGS: Mapping[str, str] = MappingProxyType({})
"""What is known of spellings without a document."""


def gather(
    pairs: Sequence[PairReading], lexicon: Lexicon | None, gains: Gains, config: ContentConfig
) -> list[Evidence]:
    """Find all that speaks for or against each pair."""
    coverage = [cover(pair, lexicon) for pair in pairs]
    content = [weigh_content(pair, units, gains, config) for pair, units in zip(pairs, coverage, strict=True)]
    known = lexicon.index.target_stems if lexicon else frozenset()
    shared = [shared_bigrams(pair) for pair in pairs]
    copied = [copied_share(pair, bigrams) for pair, bigrams in zip(pairs, shared, strict=True)]
    foreign = [foreign_stretches(pair, bigrams, known) for pair, bigrams in zip(pairs, shared, strict=True)]
    source_foreign, target_foreign = ([tuple(both[side]) for both in foreign] for side in (0, 1))
    polarity = [judge_polarity(pair, lexicon) for pair in pairs]
    repeated = [tuple(repeated_stretches(pair)) for pair in pairs]
    residue = [tuple(artefacts(pair)) for pair in pairs]
    columns = (pairs, coverage, content, copied, source_foreign, target_foreign, polarity, repeated, residue)
    return [*map(Evidence, *columns, repeat(NO_SPELLINGS))]
