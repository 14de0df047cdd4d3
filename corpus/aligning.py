"""Aligns and scores candidate page pairs: the stage between pairing and selection, on one partition of candidates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aligner import AlignConfig, Alignment, Lexicon, ScoreConfig, ScoredPair, align, score_alignment
from aligner.lexicon import shipped_lexicon
from corpus.pages import LANGUAGES, Page

NUMBERS_FEATURE = "numbers"


@dataclass(frozen=True, slots=True)
class AlignPartition:
    """Candidate page pairs to align, with the settings and what was learned from the corpus: the argument of
    `align_pages`. Scores use the shipped lexicon alone, so that a pair's quality does not depend on its corpus."""

    pages: tuple[tuple[Page, Page], ...]
    align: AlignConfig
    score: ScoreConfig
    learned: Lexicon | None = None


@dataclass(frozen=True, slots=True)
class AlignedPages:
    """A candidate's alignment, its scored beads in bead order, and the share of the target text that found its
    source."""

    alignment: Alignment
    pairs: tuple[ScoredPair, ...]
    agreement: float


def align_pages(partition: AlignPartition) -> list[AlignedPages]:
    """Align and score every candidate of a partition."""
    lexicon = partition.learned
    shipped = shipped_lexicon(LANGUAGES)
    if lexicon is not None and shipped is not None:
        lexicon = shipped.joined(lexicon)
    results = []
    for source, target in partition.pages:
        alignment = align(
            source.sentences, target.sentences, languages=LANGUAGES, config=partition.align, lexicon=lexicon
        )
        pairs = tuple(score_alignment(alignment, languages=LANGUAGES, config=partition.score))
        results.append(AlignedPages(alignment, pairs, _agreement(alignment, pairs)))
    return results


def _agreement(alignment: Alignment, pairs: tuple[ScoredPair, ...]) -> float:
    """Share of the target's characters in beads, each weighted by its probability and by how far its numbers agree.

    The numbers tell a translation from another issue of the same bulletin, whose sentences align as well.
    """
    total = sum(len(sentence.text) for sentence in alignment.target)
    if not total:
        return 0.0
    return sum(len(pair.target) * pair.bead.probability * _numbers(pair.features) for pair in pairs) / total


def _numbers(features: Mapping[str, float]) -> float:
    return features.get(NUMBERS_FEATURE, 1.0)
