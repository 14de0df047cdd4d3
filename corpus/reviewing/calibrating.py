"""Refits the quality from verdicts: a straight line on its log odds, by logistic regression drawn to what ships.

The two kinds of verdict tell different things. The random sample, weighted to the corpus, tells how good pairs of each
quality are. The queue is a choice of the doubtful, by people who decide on what stands out: which share of it is bad
tells nothing, how that share falls with the quality does. As in a case-control study (Prentice and Pyke 1979), such a
choice moves the level of the regression and leaves its slope. So the queue has levels of its own, and only the
sample's goes into the quality; the slope they share. The queue's level is one for each band of quality, since people
choose in other ways there: who judges the worst pairs in order only rejects what stands out among the others.

The slope turns about a pivot, the mean log odds of the corpus, so that what is learned of one figure changes the other
little. Both are drawn to the shipped calibration (a normal prior on each), with a weight that a few verdicts do not
move and a thousand do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aligner.scoring.model import Calibration, log_odds_of
from corpus.reviewing.calibration import CalibrationBin, Reliability, corrected
from corpus.reviewing.sampling import BANDS

LEAST_VERDICTS = 30
"""Fewer move a quality by some three points at most; the figures on unseen verdicts would be noise alone."""
LEAST_OF_EACH = 5
"""Good ones, and bad ones: one for each part of the cross-validation."""
SLOPE_SPREAD, LEVEL_SPREAD = 0.2, 0.35
"""How far the shipped calibration is expected to be off on another corpus, as standard deviations: of the slope, and of
the level in log odds (0.93 to 0.965 where the quality says 0.95). On a good corpus a thousand verdicts weigh four to
six times as much, ten a twentieth."""
QUEUE_SPREAD = 2.0
"""The same of the queue's levels: a choice of the doubtful may well change the odds sevenfold."""
LEAST_SLOPE = 0.1
"""The order of the pairs is never turned round, whatever the verdicts are."""
MOST_LOG_ODDS = 7.0
"""Log odds count as at most this in the fit (0.999): one odd pair must not carry the line."""
STEPS = 60
"""Newton steps at most; five to ten are taken."""
EXACT = 1e-10
PARTS = 5
"""Parts of the cross-validation, by page pair: pairs of the same pages are alike."""
MOST_BINS, LEAST_IN_BIN = 10, 40
"""Bins of the reliability table: a share of 0.9 is known to five points from forty verdicts; smaller bins would show an
error of a tenth where there is none."""
DECIMALS = 4
LINE_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict on a pair: the scorer's ``quality`` of it, whether it is ``good``, the page pair it is of (``group``).

    ``weight`` is the number of pairs of the corpus that it stands for, for one of the random sample (``sampled``).
    """

    quality: float
    good: bool
    group: str
    sampled: bool = False
    weight: float = 1.0


class TooFewVerdictsError(RuntimeError):
    """There are too few verdicts to fit anything; the message says how many more it takes."""


def check_enough(verdicts: Sequence[bool]) -> None:
    """Raise `TooFewVerdictsError` where there are too few verdicts (good or not), or too few of one kind."""
    good = sum(verdicts)
    bad = len(verdicts) - good
    counts = (("", len(verdicts), LEAST_VERDICTS), ("good", good, LEAST_OF_EACH), ("bad", bad, LEAST_OF_EACH))
    lacking = [f"{least - count} more {kind}".strip() for kind, count, least in counts if count < least]
    if lacking:
        raise TooFewVerdictsError(
            f"too few verdicts to calibrate: {len(verdicts)} count, {good} good and {bad} bad; needed: "
            f"{', '.join(lacking)} (at least {LEAST_VERDICTS}, {LEAST_OF_EACH} of each kind); nothing was written"
        )


def fit_line(judged: Sequence[Judged], pivot: float) -> Calibration:
    """The correction of the quality that verdicts tell; none at all gives slope 1 and shift 0.

    ``pivot`` are the mean log odds of the corpus's quality.

    >>> fit_line([], 3.0)
    Calibration(slope=1.0, shift=0.0)
    """
    odds = np.array([_fitted_odds(one.quality) for one in judged]).reshape(-1, 1) - pivot
    levels = np.array([_level(one) for one in judged], dtype=int)
    design = np.hstack([odds, levels.reshape(-1, 1) == np.arange(len(BANDS) + 2)])
    good = np.array([one.good for one in judged], dtype=float)
    weights = _weights(judged)
    found = _regression(design, good, weights, pivot)
    if found[0] < LEAST_SLOPE:
        found = _regression(design, good, weights, pivot, LEAST_SLOPE)
    slope, level = (round(float(value), LINE_DECIMALS) for value in found[:2])
    return Calibration(slope, round(pivot + level - slope * pivot, LINE_DECIMALS))


def _level(one: Judged) -> int:
    """The level that a verdict belongs to: 0 that of the sample, then those of the queue by band of quality."""
    return 0 if one.sampled else 1 + sum(one.quality >= bound for bound in BANDS)


def _regression(
    design: np.ndarray, good: np.ndarray, weights: np.ndarray, offset: float, slope: float | None = None
) -> np.ndarray:
    """The most probable slope and levels, by Newton's method with halved steps; a ``slope`` that is given stays."""
    mean = np.eye(design.shape[1])[0]
    drawn = 1.0 / np.square([SLOPE_SPREAD, LEVEL_SPREAD, *[QUEUE_SPREAD] * (len(mean) - 2)])
    first = 0 if slope is None else 1
    values: np.ndarray = mean if slope is None else mean * slope

    def loss(values: np.ndarray) -> float:
        signed = np.where(good > 0, -1.0, 1.0) * (offset + design @ values)
        return float(weights @ np.logaddexp(0.0, signed) + drawn @ np.square(values - mean) / 2)

    for _ in range(STEPS):
        rates = 1.0 / (1.0 + np.exp(-(offset + design @ values)))
        gradient = design.T @ (weights * (rates - good)) + drawn * (values - mean)
        curvature = (design.T * (weights * rates * (1.0 - rates))) @ design + np.diag(drawn)
        step = np.zeros_like(values)
        step[first:] = np.linalg.solve(curvature[first:, first:], gradient[first:])
        while np.abs(step).max() > EXACT and loss(values - step) > loss(values):
            step = step / 2
        values = values - step
        if np.abs(step).max() <= EXACT:
            break
    return values


def _weights(judged: Sequence[Judged]) -> np.ndarray:
    """How much each verdict counts: one of the queue once; those of the sample by the pairs that they stand for, and
    all of them together as the effective number that weights so unequal leave (Kish 1965)."""
    weights = np.array([one.weight if one.sampled else 1.0 for one in judged], dtype=float)
    sampled = np.array([one.sampled for one in judged], dtype=bool)
    if sampled.any():
        weights[sampled] *= weights[sampled].sum() / np.square(weights[sampled]).sum()
    return weights


def _fitted_odds(quality: float) -> float:
    return max(-MOST_LOG_ODDS, min(MOST_LOG_ODDS, log_odds_of(quality)))


def cross_validated(judged: Sequence[Judged], pivot: float) -> Reliability:
    """How far the quality can be believed, as shipped and as refitted, on verdicts that the fit did not see.

    The verdicts are those of the random sample where there are `LEAST_VERDICTS` of it, else all of them alike.
    """
    part_of = _parts({one.group for one in judged})
    lines = [fit_line([one for one in judged if part_of[one.group] != part], pivot) for part in range(PARTS)]
    sample = sum(one.sampled for one in judged) >= LEAST_VERDICTS
    rated = [
        (one.quality, corrected(lines[part_of[one.group]], one.quality), one.good, one.weight if sample else 1.0)
        for one in judged
        if one.sampled or not sample
    ]
    bins, shares = _bins(sorted(rated))
    before, after = (
        sum(share * abs(getattr(one, name) - one.good) for one, share in zip(bins, shares, strict=True))
        for name in ("before", "after")
    )
    shown = tuple(
        CalibrationBin(one.verdicts, *(round(value, DECIMALS) for value in (one.good, one.before, one.after)))
        for one in bins
    )
    return Reliability(sample, round(before, DECIMALS), round(after, DECIMALS), shown)


Rated = tuple[float, float, bool, float]
"""Quality as shipped, as refitted, whether the pair is good, its weight."""


def _bins(rated: Sequence[Rated]) -> tuple[list[CalibrationBin], list[float]]:
    """Verdicts in order of quality in bins of equal weight, with the share of the weight that each bin has."""
    total = sum(weight for *_, weight in rated)
    count = max(min(MOST_BINS, len(rated) // LEAST_IN_BIN), 1)
    groups: list[list[Rated]] = [[] for _ in range(count)]
    passed = 0.0
    for one in rated:
        groups[min(int(count * (passed + one[3] / 2) / total), count - 1)].append(one)
        passed += one[3]
    bins, shares = [], []
    for group in filter(None, groups):
        weights = np.array([one[3] for one in group])
        means = [float(weights @ np.array([one[place] for one in group]) / weights.sum()) for place in (2, 0, 1)]
        bins.append(CalibrationBin(len(group), *means))
        shares.append(float(weights.sum()) / total)
    return bins, shares


def _parts(groups: set[str]) -> dict[str, int]:
    """The part of the cross-validation that each page pair is in: dealt out in the order of a hash."""
    return {name: number % PARTS for number, name in enumerate(sorted(groups, key=_shuffled))}


def _shuffled(name: str) -> bytes:
    return hashlib.sha256(f"calibrate\x1f{name}".encode("utf-8", "surrogatepass")).digest()
