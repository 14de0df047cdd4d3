"""From two read texts to beads: score every candidate, take the best path, give each bead its posterior."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from aligner.costs import CostConfig, LengthModel, Segments, bead_scores, length_model, type_sizes
from aligner.datatypes import Bead
from aligner.embeddings import Embeddings, EncoderConfig, similarity
from aligner.evidence import EvidenceConfig, Floats, WeighedItems, coverage, match_items, weigh_items
from aligner.kernels import search
from aligner.lexicon import LexiconIndex
from aligner.moved import MoveConfig
from aligner.paragraphs import Breaks, ParagraphConfig, ParagraphEvidence, paragraph_evidence
from aligner.ranges import check_not_negative, check_positive
from aligner.readings import SentenceReading
from aligner.weights import fitted

Sizes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class WindowConfig:
    """How long texts are cut into windows. ``exact_cells``: sentence pairs (n times m) up to which two texts are
    searched whole. ``sentences``: source sentences of a window; ``margin``: sentences at its end whose beads the next
    window decides; ``slack``: target sentences a window reaches beyond where anchors say it ends; ``cells``: most
    sentence pairs of a window, a bound on memory (some 200 bytes each)."""

    exact_cells: int = 10_000
    sentences: int = 40
    margin: int = 10
    slack: int = 15
    cells: int = 250_000

    def __post_init__(self) -> None:
        check_positive("align.windows", self, "sentences", "cells")
        check_not_negative("align.windows", self, "exact_cells", "margin", "slack")
        if self.margin >= self.sentences:
            raise ValueError(f"align.windows.margin must be below sentences ({self.sentences}), not {self.margin}")


@dataclass(frozen=True, slots=True)
class AlignConfig:
    """Settings of the aligner. ``temperature`` divides log scores before posteriors are taken, so that they are
    calibrated (1 = as scored; higher = less sure)."""

    costs: CostConfig = field(default_factory=CostConfig)
    evidence: EvidenceConfig = field(default_factory=EvidenceConfig)
    paragraphs: ParagraphConfig = field(default_factory=ParagraphConfig)
    moves: MoveConfig = field(default_factory=MoveConfig)
    windows: WindowConfig = field(default_factory=WindowConfig)
    encoder: EncoderConfig = field(default_factory=EncoderConfig)
    temperature: float = field(default_factory=lambda: fitted("temperature"))

    def __post_init__(self) -> None:
        check_positive("align", self, "temperature")


@dataclass(frozen=True, slots=True)
class ReadText:
    """One side: a reading for each sentence; where an encoder was given, a unit vector for each; and where paragraphs
    are known, which sentences begin one."""

    readings: Sequence[SentenceReading]
    vectors: Embeddings | None = None
    breaks: Breaks | None = None

    def __len__(self) -> int:
        return len(self.readings)

    def part(self, start: int, stop: int) -> ReadText:
        """Some of its sentences."""
        return ReadText(
            self.readings[start:stop],
            None if self.vectors is None else self.vectors[start:stop],
            None if self.breaks is None else self.breaks[start:stop],
        )


@dataclass(frozen=True, slots=True)
class Ingredients:
    """What the scores of two texts are made of: for each side its segments, its items, and what its vectors say; the
    length model; and what line breaks say."""

    segments: tuple[Segments, Segments]
    items: tuple[WeighedItems | None, WeighedItems | None]
    similarity: tuple[Floats, Floats] | None
    model: LengthModel | None
    paragraphs: ParagraphEvidence | None


@dataclass(frozen=True, slots=True)
class Candidates:
    """All candidate beads of two texts: their scores (see `aligner.costs.bead_scores`), source and target sizes of each
    bead type, and what the scores are made of."""

    scores: Floats
    source_sizes: Sizes
    target_sizes: Sizes
    made_of: Ingredients


def score_beads(source: ReadText, target: ReadText, config: AlignConfig, lexicon: LexiconIndex | None) -> Candidates:
    """Score every candidate bead."""
    longest = max(max(shape) for shape in config.costs.priors)
    made_of, covers = _evidence(source, target, longest, config, lexicon)
    scores = bead_scores(*made_of.segments, *covers, made_of.model, config.costs)
    sizes = type_sizes(config.costs)
    if made_of.paragraphs is not None:
        scores += made_of.paragraphs.of_types(*sizes)
    return Candidates(scores, *sizes, made_of)


def _evidence(
    source: ReadText, target: ReadText, longest: int, config: AlignConfig, lexicon: LexiconIndex | None
) -> tuple[Ingredients, tuple[Floats, Floats]]:
    """What two texts say of each other, and what each sentence says of each window of the other side."""
    n, m = len(source), len(target)
    segments = _segments(source), _segments(target)
    found = match_items(source.readings, target.readings, lexicon)
    items = (
        weigh_items(found[0], segments[1].lengths, longest, config.evidence),
        weigh_items(found[1], segments[0].lengths, longest, config.evidence),
    )
    covers = coverage(items[0], n, m, longest), coverage(items[1], m, n, longest)
    similar = None
    if source.vectors is not None and target.vectors is not None and n and m:
        similar = similarity(source.vectors, target.vectors, longest, config.encoder)
        covers = covers[0] + similar[0], covers[1] + similar[1]
    model = None
    if n and m:
        matched = covers[0][0] + covers[1][0].T
        model = length_model(segments[0].lengths, segments[1].lengths, matched, config.costs)
    paragraphs = paragraph_evidence(source.breaks, target.breaks, config.paragraphs)
    return Ingredients(segments, items, similar, model, paragraphs), covers


def _segments(side: ReadText) -> Segments:
    return Segments(
        np.array([max(reading.length, 1) for reading in side.readings], dtype=float),
        np.array([reading.parts for reading in side.readings], dtype=float),
    )


def best_beads(scores: Floats, source_sizes: Sizes, target_sizes: Sizes) -> list[Bead]:
    """The beads of the best path, in order, each with its posterior."""
    step, forward, backward = search(scores, source_sizes, target_sizes)
    n, m = scores.shape[1] - 1, scores.shape[2] - 1
    total = backward[0, 0]
    beads: list[Bead] = []
    i = j = 0
    while i < n or j < m:
        kind = step[i, j]
        a, b = i + int(source_sizes[kind]), j + int(target_sizes[kind])
        if a == i or b == j:
            probability = _null_posterior(scores[kind], forward, backward, i, j, a - i) - total
        else:
            probability = forward[i, j] + scores[kind, i, j] + backward[a, b] - total
        beads.append(Bead(range(i, a), range(j, b), min(float(np.exp(probability)), 1.0)))
        i, j = a, b
    return beads


def _null_posterior(scores: Floats, forward: Floats, backward: Floats, i: int, j: int, k: int) -> float:
    """Log of the summed weight of all paths on which the sentence at (i, j) has no counterpart, wherever they pass."""
    before, here, after = (
        (forward[i, :], scores[i, :], backward[i + 1, :]) if k else (forward[:, j], scores[:, j], backward[:, j + 1])
    )
    logs = before + here + after
    high = logs.max()
    return float(high + np.log(np.exp(logs - high).sum()))


def in_order(beads: list[Bead]) -> list[Bead]:
    """Put beads in the order of an `Alignment`: between two solid beads, target-only nulls stand before source-only
    ones: each follows the target before it."""
    ordered: list[Bead] = []
    sources: list[Bead] = []
    for bead in beads:
        if bead.source and not bead.target:
            sources.append(bead)
        elif bead.source:
            ordered += [*sources, bead]
            sources = []
        else:
            ordered.append(bead)
    return ordered + sources
