"""How sure a figure is, and how honest a probability.

`f1_interval`: percentile bootstrap over documents (Efron 1979), since beads of one document stand or fall together.
`calibration_error`: expected calibration error (Naeini et al. 2015) with bins of equal mass: most posteriors are near
1, and bins of equal width would leave all but one of them empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aligner import Measure

RESAMPLES = 20_000
"""Bootstrap samples. With 2,000 the ends moved by up to 0.007 between 20 seeds on 62
documents, with these by 0.002."""
INTERVAL = (2.5, 97.5)
"""Percentiles of a 95 % interval."""
CALIBRATION_BINS = 15
"""As in Guo et al. (2017), to compare with."""


@dataclass(frozen=True, slots=True)
class Hits:
    """Counts of one document: right among predicted beads, right among gold beads."""

    right_predicted: int
    predicted: int
    right_gold: int
    gold: int

    @classmethod
    def of(cls, measure: Measure, predicted: int, gold: int) -> Hits:
        """The counts behind a precision and a recall."""
        return cls(round(measure.precision * predicted), predicted, round(measure.recall * gold), gold)


def f1_interval(documents: Sequence[Hits], seed: int) -> list[float] | None:
    """The 95 % interval of the micro-averaged F1 over documents drawn with replacement; ``None`` for fewer than two.

    >>> f1_interval([Hits(9, 10, 9, 10)] * 3, seed=1)
    [0.9, 0.9]
    """
    if len(documents) < 2:
        return None
    counts = np.array(
        [[one.right_predicted, one.predicted, one.right_gold, one.gold] for one in documents], dtype=float
    )
    drawn = np.random.default_rng(seed).integers(len(counts), size=(RESAMPLES, len(counts)))
    sums = counts[drawn].sum(axis=1)
    precision = sums[:, 0] / np.maximum(sums[:, 1], 1.0)
    recall = sums[:, 2] / np.maximum(sums[:, 3], 1.0)
    f1 = 2.0 * precision * recall / np.maximum(precision + recall, np.finfo(float).tiny)
    return [round(float(end), 4) for end in np.percentile(f1, INTERVAL)]


def calibration_error(probabilities: Sequence[float], right: Sequence[bool], bins: int = CALIBRATION_BINS) -> float:
    """Mean distance, weighted by mass, between how probable beads were said to be and how many were right; 0 is
    perfect.

    Bins hold equally many beads, in order of probability; of equal probabilities the order given decides. 0 for no
    beads.

    >>> round(calibration_error([0.9] * 10, [True] * 8 + [False] * 2, bins=1), 6)
    0.1
    """
    if not len(probabilities):
        return 0.0
    said = np.asarray(probabilities, dtype=float)
    order = np.argsort(said, kind="stable")
    parts = np.array_split(order, min(bins, len(order)))
    hits = np.asarray(right, dtype=float)
    return float(sum(abs(said[part].mean() - hits[part].mean()) * len(part) for part in parts) / len(order))
