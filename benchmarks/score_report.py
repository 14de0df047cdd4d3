"""What the fit of the scorer says of itself on documents it did not see: order, calibration, thresholds, and the files
that hold them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PRIOR = 0.9
"""Share of faithful pairs at which quality is a probability: what crawled pages with one machine translation each hold,
once they are aligned. Readers with other pages move the odds (`aligner.scoring.model.at_prior`)."""
BINS = 15
"""Bins of equal weight in the reliability table."""
THRESHOLDS = (*(round(0.05 * step, 2) for step in range(1, 20)), 0.97, 0.99)
"""Qualities of the precision-recall table, beside those of the two tiers."""
STRICT_PRECISION = 0.995
"""Precision from which a threshold is strict: five bad pairs in a thousand."""
DEFAULT_RECALL = 0.99
"""Share of the faithful pairs that the default threshold keeps at least."""
GRID = tuple(round(0.01 * step, 2) for step in range(1, 100))
"""Thresholds that the two tiers are chosen from."""
NEWTON_STEPS = 50
RIDGE = 1e-6
"""Steps of the calibration's fit, and what keeps them stable."""
SMALLEST = 1e-9
"""Probabilities are kept this far from 0 and 1 before their logarithm is taken."""


class Threshold(NamedTuple):
    """One row of the precision-recall table: ``kept`` is the share of all pairs at or above ``value``."""

    value: float
    precision: float
    recall: float
    kept: float


@dataclass(frozen=True, slots=True)
class Rated:
    """Held-out pairs with their quality, whether they are faithful (1 or 0), and weights that make ``PRIOR`` of them
    so."""

    quality: Floats
    good: Floats
    weights: Floats


def at_prior_weights(weights: Floats, good: Floats, prior: float = PRIOR) -> Floats:
    """The same weights, faithful pairs together holding ``prior`` of them."""
    shares = np.where(good == 1, prior / weights[good == 1].sum(), (1.0 - prior) / weights[good == 0].sum())
    return np.asarray(weights * shares)


def fit_calibration(product: Floats, good: Floats, weights: Floats) -> Floats:
    """Platt scaling of the model's product: slope and shift of its log odds, at even odds.

    A logistic regression by Newton steps; ``weights`` are those of the prior, whose log odds are a fixed offset.
    """
    data = np.column_stack([odds_of(product), np.ones(len(product))])
    weights = weights / weights.sum()
    theta = np.array([1.0, 0.0])
    for _ in range(NEWTON_STEPS):
        probability = 1.0 / (1.0 + np.exp(-(data @ theta + odds_of(PRIOR))))
        slope = data.T @ (weights * (probability - good))
        curve = (data * (weights * probability * (1.0 - probability))[:, None]).T @ data
        theta = theta - np.linalg.solve(curve + RIDGE * np.eye(len(theta)), slope)
    return theta


def odds_of(probability: Floats | float) -> Floats:
    """Log odds, finite at 0 and 1 too."""
    probability = np.clip(probability, SMALLEST, 1.0 - SMALLEST)
    return np.asarray(np.log(probability / (1.0 - probability)))


def calibrated(product: Floats, calibration: Floats) -> Floats:
    """Quality at the prior."""
    slope, shift = calibration
    return np.asarray(1.0 / (1.0 + np.exp(-(slope * odds_of(product) + shift + odds_of(PRIOR)))))


def auc(good: Floats, bad: Floats) -> float:
    """Probability that a faithful pair is rated higher than a damaged one; ties count half."""
    _, inverse, counts = np.unique(np.r_[good, bad], return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2.0)[inverse]
    return float((ranks[: len(good)].sum() - len(good) * (len(good) + 1) / 2) / (len(good) * len(bad)))


def reliability_bins(rated: Rated, bins: int = BINS) -> list[tuple[float, float, float, int]]:
    """Mean quality, share of faithful pairs, share of all weight, and number of pairs, in bins of equal weight."""
    order = np.argsort(rated.quality, kind="stable")
    quality, good, weights = rated.quality[order], rated.good[order], rated.weights[order] / rated.weights.sum()
    middle = np.cumsum(weights) - weights / 2.0
    place = np.minimum((middle * bins).astype(int), bins - 1)
    table = []
    for number in range(bins):
        inside = place == number
        share = weights[inside].sum()
        if share > 0:
            mean, faithful = (float(weights[inside] @ values[inside] / share) for values in (quality, good))
            table.append((mean, faithful, float(share), int(inside.sum())))
    return table


def calibration_error(rated: Rated) -> float:
    """Expected calibration error: mean distance between quality and share of faithful pairs, over the bins."""
    return sum(share * abs(quality - good) for quality, good, share, _ in reliability_bins(rated))


def threshold_row(rated: Rated, value: float) -> Threshold:
    """Precision, recall and share kept of one threshold."""
    kept = rated.quality >= value
    held, good = rated.weights[kept].sum(), (rated.weights * rated.good)[kept].sum()
    precision = float(good / held) if held else 1.0
    recall = float(good / (rated.weights * rated.good).sum())
    return Threshold(value, round(precision, 4), round(recall, 4), round(float(held / rated.weights.sum()), 4))


def tiers(rated: Rated) -> tuple[float, float]:
    """The default and the strict threshold, by the rules of the two constants above."""
    rows = [threshold_row(rated, value) for value in GRID]
    default = max((row.value for row in rows if row.recall >= DEFAULT_RECALL), default=GRID[0])
    strict = min((row.value for row in rows if row.precision >= STRICT_PRECISION), default=GRID[-1])
    return default, max(default, strict)


def tiers_text(rated: Rated) -> str:
    """The text of `corpus/tiers.toml`."""
    default, strict = tiers(rated)
    lines = [
        "# Thresholds on quality, written by benchmarks.fit_score from our own documents, each rated by a model",
        f"# that had not seen it, where {PRIOR:g} of the pairs are faithful; see docs/scoring.md.",
        "# `value`: pairs of this quality and above are kept; `precision`: share of faithful pairs among them;",
        "# `recall`: share of the faithful pairs that is kept; `kept`: share of all pairs.",
        "",
        f"prior = {PRIOR:g}",
        f"default = {default:g}",
        f'default_rule = "the highest threshold that keeps at least {DEFAULT_RECALL:.0%} of the faithful pairs"',
        f"strict = {strict:g}",
        f'strict_rule = "the lowest threshold with a precision of at least {STRICT_PRECISION:.1%}"',
        "",
    ]
    for row in (threshold_row(rated, value) for value in sorted({*THRESHOLDS, default, strict})):
        lines += ["[[threshold]]", *(f"{name} = {value:g}" for name, value in row._asdict().items()), ""]
    return "\n".join(lines)


def report_of(rated: Rated, kinds: NDArray[np.str_]) -> dict[str, object]:
    """Figures of the fit by name: calibration error, order against each kind of damage, reliability bins."""
    report: dict[str, object] = {"calibration_error": round(calibration_error(rated), 4)}
    for kind in sorted(set(kinds) - {"ok"}):
        report[f"auc {kind}"] = round(auc(rated.quality[rated.good == 1], rated.quality[kinds == kind]), 4)
    report["median ok"] = round(float(np.median(rated.quality[rated.good == 1])), 4)
    bins = reliability_bins(rated)
    report["bins"] = [[round(quality, 4), round(good, 4), pairs] for quality, good, _, pairs in bins]
    return report


def model_text(
    rates: Mapping[str, Mapping[str, float]],
    aspects: Mapping[str, tuple[float, Mapping[str, float]]],
    calibration: Sequence[float],
    report: Mapping[str, object],
    pairs: int,
) -> str:
    """The text of `model.toml`."""
    lines = [
        "# The fitted figures of the scorer, written by benchmarks.fit_score; see docs/scoring.md.",
        "# `prior`: share of faithful pairs at which quality is a probability. `calibration`: slope and shift of the",
        "# product's log odds. `related`, `faithful`: log odds that nothing is wrong, and what a feature of 0 takes",
        "# away.",
        "# `rates`: share of the units of a class that have a counterpart in a faithful translation (hit) and in",
        "# another bead (chance).",
        "# `report`: on documents that the fit did not see; `bins` hold mean quality, share of faithful pairs, pairs.",
        "",
        f"prior = {PRIOR:g}",
        "",
        "[calibration]",
        *(f"{name} = {value:.3f}" for name, value in zip(("slope", "shift"), calibration, strict=True)),
        "",
    ]
    for name, (intercept, weights) in aspects.items():
        lines += [f"[{name}]", f"intercept = {intercept:.3f}", f"[{name}.weights]"]
        lines += [f"{feature} = {weight:.3f}" for feature, weight in weights.items() if weight > 0]
        lines.append("")
    lines += [
        "[rates]",
        *(f'"{kind}" = {{ hit = {rate["hit"]}, chance = {rate["chance"]} }}' for kind, rate in rates.items()),
        "",
        "[report]",
        f"pairs = {pairs}",
        *(f'"{name}" = {value}' for name, value in report.items() if name != "bins"),
    ]
    if "bins" in report:
        bins = report["bins"]
        lines += ["bins = [", *(f"  {row}," for row in bins), "]"]  # type: ignore[attr-defined]
    return "\n".join([*lines, ""])
