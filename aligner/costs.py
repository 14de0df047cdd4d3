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
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.evidence import Floats
from aligner.ranges import check_not_negative, check_positive
from aligner.weights import fitted, fitted_priors


@dataclass(frozen=True, slots=True)
class CostConfig:
    """Parameters of the bead scores; defaults are fitted (`aligner.weights`).

    ``priors``: probability of each bead type; nulls are commoner than in Gale & Church's debates, since titles, leads
    and captions are often missing on one side. ``length_spread``: standard deviation of the log length ratio of long
    beads; ``length_noise``: its growth for short ones (variance is ``length_spread**2 * (1 + length_noise /
    characters)``). ``ratio_prior`` and ``ratio_weight``: log ratio expected before the pages are seen, and how many
    confident pairs that belief is worth. ``prior_beads``: how many beads the priors are worth against those of the page
    at hand (`aligner.adapting`); 30 to 200 do alike on our own documents. ``anchored_evidence``: evidence above which a
    mutually best pair tells the pages' own ratio.
    """

    priors: Mapping[tuple[int, int], float] = field(default_factory=fitted_priors)
    length_spread: float = field(default_factory=lambda: fitted("costs", "length_spread"))
    length_noise: float = field(default_factory=lambda: fitted("costs", "length_noise"))
    parts_weight: float = field(default_factory=lambda: fitted("costs", "parts_weight"))
    ratio_prior: float = math.log(1.25)
    ratio_weight: float = field(default_factory=lambda: fitted("costs", "ratio_weight"))
    anchored_evidence: float = 4.0
    prior_beads: float = 100.0

    def __post_init__(self) -> None:
        check_positive("align.costs", self, "length_spread", "prior_beads")
        check_not_negative("align.costs", self, "length_noise", "ratio_weight")
        for (source, target), prior in self.priors.items():
            if not 0.0 < prior <= 1.0:
                raise ValueError(f"align.costs.priors.{source}-{target} must be above 0 and at most 1, not {prior!r}")


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
    source: Segments,
    target: Segments,
    source_cover: Floats,
    target_cover: Floats,
    model: LengthModel | None,
    config: CostConfig,
) -> Floats:
    """Scores of every candidate bead of two texts of ``n`` and ``m`` segments.

    Takes the evidence of each segment for each window of the other side, ``float64[4, n, m]`` and ``float64[4, m, n]``
    (`aligner.evidence.coverage`), and a length model where neither side is empty. Returns the scores ``float64[types,
    n + 1, m + 1]`` by the bead's first cell, ``-inf`` where it would run over an end.
    """
    n, m = len(source.lengths), len(target.lengths)
    types = list(config.priors)
    scores = np.full((len(types), n + 1, m + 1), -np.inf)
    source_sums, target_sums = _running_sums(source_cover), _running_sums(target_cover)
    sources = {
        k: _source_runs(_runs(source.lengths, k)[:, None], _runs(source.parts, k)[:, None], model, config)
        for k in {k for k, _ in types}
        if 0 < k <= n and model
    }
    targets = {
        size: _target_runs(_runs(target.lengths, size), _runs(target.parts, size), size, model)
        for size in {size for _, size in types}
        if 0 < size <= m and model
    }
    several = bool((source.parts > 1).any() or (target.parts > 1).any())
    for number, (k, size) in enumerate(types):
        prior = math.log(config.priors[k, size])
        if k > n or size > m:
            continue
        if not k or not size:
            scores[number, : n + 1 - k, : m + 1 - size] = prior
            continue
        shared = source_sums[size - 1, k:, : m + 1 - size] - source_sums[size - 1, :-k, : m + 1 - size]
        shared += (target_sums[k - 1, size:, : n + 1 - k] - target_sums[k - 1, :-size, : n + 1 - k]).T
        shared += _length_scores(sources[k], targets[size])
        if several:  # segments of one sentence each say nothing of their sentences
            shared += config.parts_weight * (abs(k - size) - _excess(sources[k].parts, targets[size].parts))
        scores[number, : n + 1 - k, : m + 1 - size] = prior + shared
    return scores


def type_sizes(config: CostConfig) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Source and target sizes of each bead type, in the order of the scores."""
    sizes = np.array(list(config.priors), dtype=np.int64)
    return sizes[:, 0].copy(), sizes[:, 1].copy()


def length_shares(
    source: Segments,
    target: Segments,
    sizes: tuple[NDArray[np.int64], NDArray[np.int64]],
    model: LengthModel,
    config: CostConfig,
) -> tuple[Floats, Floats]:
    """What lengths, and what sentences inside segments, say in each of some beads: ``float64[beads]`` each. ``source``
    and ``target`` hold the totals of each bead, ``sizes`` its segments."""
    sources = _source_runs(source.lengths, source.parts, model, config)
    targets = _target_runs(target.lengths, target.parts, sizes[1], model)
    parts = config.parts_weight * (np.abs(sizes[0] - sizes[1]) - _excess(sources.parts, targets.parts))
    return _length_scores(sources, targets), parts


MOST_EXCESS = 3.0
"""A side that holds more sentences than this over the other is not judged worse: long paragraphs are told freely."""


def _excess(source_parts: Floats, target_parts: Floats) -> Floats:
    """Sentences that one side of each bead holds more than the other."""
    excess: Floats = np.abs(source_parts - target_parts)
    return np.minimum(excess, MOST_EXCESS, out=excess)


class _SourceRuns(NamedTuple):
    """Runs of source segments: sentences in each, and what lengths they let expect on the other side (as logarithms),
    with the spread and its logarithm. A column ``float64[runs, 1]`` meets every target run, a row only its own."""

    parts: Floats
    expected: Floats
    spread: Floats
    log_spread: Floats


class _TargetRuns(NamedTuple):
    """Runs of target segments, ``float64[runs]``: sentences in each, log lengths, and how likely these are by
    chance."""

    parts: Floats
    logs: Floats
    chance: Floats


def _source_runs(lengths: Floats, parts: Floats, model: LengthModel, config: CostConfig) -> _SourceRuns:
    spread = config.length_spread * np.sqrt(1.0 + config.length_noise / lengths)
    return _SourceRuns(parts, np.log(lengths) + model.log_ratio, spread, np.log(spread))


def _target_runs(lengths: Floats, parts: Floats, size: int | NDArray[np.int64], model: LengthModel) -> _TargetRuns:
    """Runs of ``size`` segments each."""
    logs = np.log(lengths)
    mean, spread = model.target_mean + np.log(size), model.target_spread / np.sqrt(size)
    return _TargetRuns(parts, logs, -0.5 * ((logs - mean) / spread) ** 2 - np.log(spread))


def _runs(values: Floats, size: int) -> Floats:
    """Sums of every ``size`` neighbours."""
    totals = np.zeros(len(values) + 1)
    np.cumsum(values, out=totals[1:])
    runs: Floats = totals[size:] - totals[:-size]
    return runs


def _length_scores(source: _SourceRuns, target: _TargetRuns) -> Floats:
    """Log-likelihood ratio of the lengths of two runs each."""
    scores: Floats = (target.logs - source.expected) / source.spread
    scores *= scores
    scores *= -0.5
    scores -= source.log_spread
    scores -= target.chance
    return scores


def _running_sums(cover: Floats) -> Floats:
    """Sums over the sentences of each window size, one row longer: differences of rows give sums over ranges."""
    sums = np.zeros((cover.shape[0], cover.shape[1] + 1, cover.shape[2]))
    np.cumsum(cover, axis=1, out=sums[:, 1:])
    return sums
