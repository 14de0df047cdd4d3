"""Priors of the bead types that learn from the page at hand.

Where every sentence has its translation, a bead of two sentences is a mistake more often than on a page that was cut up
anew, and a page that lost a third of its text shows more nulls than any average says. So the path is summed once with
the fitted priors, the beads of each kind are counted as they are expected, and the priors are drawn towards those
shares: one step of expectation and maximisation, with the fitted priors as a Dirichlet prior worth ``prior_beads``.

Kinds are nulls, 1-1 beads and all others: the few beads of a page say nothing of rarer distinctions.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from aligner.costs import CostConfig
from aligner.evidence import Floats
from aligner.kernels import expected_beads


def prior_changes(
    scores: Floats, source_sizes: NDArray[np.int64], target_sizes: NDArray[np.int64], config: CostConfig
) -> Floats:
    """What the page adds to the log prior of each bead type, ``float64[types]``, given the scores of all candidate
    beads, ``float64[types, n + 1, m + 1]``."""
    counts = expected_beads(scores, source_sizes, target_sizes)
    priors = np.array(list(config.priors.values()))
    kinds = np.where(source_sizes * target_sizes == 0, 0, np.where((source_sizes == 1) & (target_sizes == 1), 1, 2))
    believed, seen = np.bincount(kinds, priors, 3), np.bincount(kinds, counts, 3)
    weight = config.prior_beads / believed.sum()
    shares = (seen + weight * believed) / (seen.sum() + config.prior_beads)
    change: Floats = np.log(shares * believed.sum() / np.where(believed > 0.0, believed, 1.0))
    changes: Floats = np.where(believed > 0.0, change, 0.0)[kinds]
    return changes
