"""Scores of candidate beads: prior of the bead type + length model + evidence of shared content.

All scores are natural-log likelihood ratios against "these sentences have nothing to do with each other", so that a
null bead scores its prior alone and beads of any shape compare.

Length follows Gale & Church (1993) on characters, but as a log ratio: ``log(target / source)`` is normal around a mean
that is read from the pages at hand (the ratio French/Vietnamese is 1.09 on human translations of English news and 1.40
on machine translations of Vietnamese news), against the spread of the target's own sentence lengths.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from aligner.evidence import Floats
from aligner.weights import fitted, fitted_priors


@dataclass(frozen=True, slots=True)
class CostConfig:
    """Parameters of the bead scores; defaults are fitted (`aligner.weights`).

    ``priors``: probability of each bead type; nulls are commoner than in Gale & Church's debates, since titles, leads
    and captions are often missing on one side. ``length_spread``: standard deviation of the log length ratio of long
    beads; ``length_noise``: its growth for short ones (variance is ``length_spread**2 * (1 + length_noise /
    characters)``). ``ratio_prior`` and ``ratio_weight``: log ratio expected before the pages are seen, and how many
    confident pairs that belief is worth. ``anchored_evidence``: evidence above which a mutually best pair tells the
    pages' own ratio.
    """

    priors: Mapping[tuple[int, int], float] = field(default_factory=fitted_priors)
    length_spread: float = field(default_factory=lambda: fitted("costs", "length_spread"))
    length_noise: float = field(default_factory=lambda: fitted("costs", "length_noise"))
    parts_weight: float = field(default_factory=lambda: fitted("costs", "parts_weight"))
    ratio_prior: float = math.log(1.25)
    ratio_weight: float = field(default_factory=lambda: fitted("costs", "ratio_weight"))
    anchored_evidence: float = 4.0


@dataclass(frozen=True, slots=True)
class LengthModel:
    """Mean log ratio of target to source lengths, and mean and spread of the target's log lengths."""

    log_ratio: float
    target_mean: float
    target_spread: float


LEAST_TARGET_SPREAD = 0.4
"""Pages of alike sentences still vary; a smaller spread would make every length evidence of nothing."""


def length_model(source: Floats, target: Floats, matched: Floats, config: CostConfig) -> LengthModel:
    """Read the length model from the pages: ``matched`` is the evidence ``float64[n, m]`` for single sentences.

    The ratio is the median over mutually best pairs with enough evidence, drawn towards the ratio of the whole texts.
    """
    logs = np.log(target)
    spread = max(float(np.std(logs)), LEAST_TARGET_SPREAD)
    whole = math.log(float(target.sum()) / float(source.sum()))
    guess = (whole + config.ratio_prior) / 2
    best_target, best_source = matched.argmax(axis=1), matched.argmax(axis=0)
    rows = np.arange(len(source))
    mutual = (best_source[best_target] == rows) & (matched[rows, best_target] > config.anchored_evidence)
    ratios = logs[best_target[mutual]] - np.log(source[mutual])
    if len(ratios):
        guess = (guess * config.ratio_weight + float(np.median(ratios)) * len(ratios)) / (
            config.ratio_weight + len(ratios)
        )
    return LengthModel(guess, math.log(float(np.mean(target))), spread)


@dataclass(frozen=True, slots=True)
class Segments:
    """One side's segments: characters (at least 1) and sentences in each, ``float64[n]``."""

    lengths: Floats
    parts: Floats


def bead_scores(
    source: Segments, target: Segments, source_cover: Floats, target_cover: Floats, config: CostConfig
) -> tuple[Floats, NDArray[np.int64], NDArray[np.int64]]:
    """Scores of every candidate bead of two texts of ``n`` and ``m`` segments.

    Takes the evidence of each segment for each window of the other side, ``float64[n, m, 4]`` and ``float64[m, n, 4]``
    (`aligner.evidence.coverage`). Returns the scores ``float64[types, n + 1, m + 1]`` by the bead's first cell,
    ``-inf`` where it would run over an end, and the source and target sizes of each type.
    """
    n, m = len(source.lengths), len(target.lengths)
    types = list(config.priors)
    scores = np.full((len(types), n + 1, m + 1), -np.inf)
    model = _model(source.lengths, target.lengths, source_cover, target_cover, config) if n and m else None
    source_sums, target_sums = _running_sums(source_cover), _running_sums(target_cover)
    totals = [_running_sums(values) for values in (source.lengths, target.lengths, source.parts, target.parts)]
    for number, (k, size) in enumerate(types):
        prior = math.log(config.priors[k, size])
        if k > n or size > m:
            continue
        if not k or not size:
            scores[number, : n + 1 - k, : m + 1 - size] = prior
            continue
        shared = source_sums[k:, : m + 1 - size, size - 1] - source_sums[:-k, : m + 1 - size, size - 1]
        shared = shared + (target_sums[size:, : n + 1 - k, k - 1] - target_sums[:-size, : n + 1 - k, k - 1]).T
        source_length, target_length, source_parts, target_parts = (
            total[width:] - total[:-width] for total, width in zip(totals, (k, size, k, size), strict=True)
        )
        shared += _length_scores(source_length, target_length, size, model, config)
        shared += config.parts_weight * (abs(k - size) - _excess(source_parts, target_parts))
        scores[number, : n + 1 - k, : m + 1 - size] = prior + shared
    sizes = np.array(types, dtype=np.int64)
    return scores, sizes[:, 0].copy(), sizes[:, 1].copy()


MOST_EXCESS = 3.0
"""A side that holds more sentences than this over the other is not judged worse: long paragraphs are told freely."""


def _excess(source_parts: Floats, target_parts: Floats) -> Floats:
    """Sentences that one side of each bead holds more than the other: ``float64[beads, beads]``."""
    return np.minimum(np.abs(source_parts[:, None] - target_parts[None, :]), MOST_EXCESS)


def _model(
    source: Floats, target: Floats, source_cover: Floats, target_cover: Floats, config: CostConfig
) -> LengthModel:
    return length_model(source, target, source_cover[:, :, 0] + target_cover[:, :, 0].T, config)


def _running_sums(cover: Floats) -> Floats:
    """Sums over the first axis, one row longer: differences of rows give sums over ranges of sentences."""
    sums = np.zeros((cover.shape[0] + 1, *cover.shape[1:]))
    np.cumsum(cover, axis=0, out=sums[1:])
    return sums


def _length_scores(
    source: Floats, target: Floats, sentences: int, model: LengthModel | None, config: CostConfig
) -> Floats:
    """Log-likelihood ratio of lengths for beads with ``sentences`` target sentences: ``float64[len(source),
    len(target)]``."""
    if model is None:
        return np.zeros((len(source), len(target)))
    target_logs = np.log(target)[None, :]
    expected = np.log(source)[:, None] + model.log_ratio
    spread = config.length_spread * np.sqrt(1.0 + config.length_noise / source)[:, None]
    chance_mean = model.target_mean + math.log(sentences)
    chance_spread = model.target_spread / math.sqrt(sentences)
    aligned = -0.5 * ((target_logs - expected) / spread) ** 2 - np.log(spread)
    chance = -0.5 * ((target_logs - chance_mean) / chance_spread) ** 2 - math.log(chance_spread)
    return aligned - chance
