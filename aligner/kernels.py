"""Runs the loops of `aligner.dynamic` as they are or compiled, with the same result.

Compiling takes seconds the first time after installation and importing numba some tenths of a second in every process,
so small inputs run plainly until a process has done enough work for the compiler to pay.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aligner import dynamic
from aligner.evidence import Floats

PLAIN_CANDIDATES = 400_000
"""Candidate beads that one process scores plainly before it turns to the compiled loops: about half a second's work."""

_plain_candidates_left = [PLAIN_CANDIDATES]


def search(
    scores: Floats, source_sizes: NDArray[np.int64], target_sizes: NDArray[np.int64], *, compiled: bool | None = None
) -> tuple[NDArray[np.int64], Floats, Floats]:
    """The best path and the log sums over all paths through ``scores[types, n + 1, m + 1]``.

    Returns ``step``, ``forward`` and ``backward``, each ``[n + 1, m + 1]`` (see `aligner.dynamic`). ``compiled``
    forces one of the two ways; by default the work done so far decides.
    """
    _, rows, columns = scores.shape
    if compiled is None:
        compiled = _work_is_large(scores.size)
    n, m = rows - 1, columns - 1
    if compiled:
        best_path, log_sums = _compiled(dynamic.best_path), _compiled(dynamic.log_sums)
        flat: Any = scores.ravel()
        best, forward, backward = (np.zeros(rows * columns) for _ in range(3))
        step = np.zeros(rows * columns, dtype=np.int64)
        best_path(flat, source_sizes, target_sizes, n, m, best, step)
        log_sums(flat, source_sizes, target_sizes, n, m, forward, backward)
        return step.reshape(rows, columns), forward.reshape(rows, columns), backward.reshape(rows, columns)
    flat = scores.ravel().tolist()
    source_list, target_list = source_sizes.tolist(), target_sizes.tolist()
    plain = [[0.0] * (rows * columns) for _ in range(3)]
    steps = [0] * (rows * columns)
    dynamic.best_path(flat, source_list, target_list, n, m, plain[0], steps)
    dynamic.log_sums(flat, source_list, target_list, n, m, plain[1], plain[2])
    result = [np.array(values).reshape(rows, columns) for values in (steps, plain[1], plain[2])]
    return result[0], result[1], result[2]


def _work_is_large(candidates: int) -> bool:
    if _plain_candidates_left[0] < candidates:
        return True
    _plain_candidates_left[0] -= candidates
    return False


def expected_beads(
    scores: Floats, source_sizes: NDArray[np.int64], target_sizes: NDArray[np.int64], *, compiled: bool | None = None
) -> Floats:
    """How many beads of each type a path through ``scores[types, n + 1, m + 1]`` is expected to have:
    ``float64[types]``."""
    _, rows, columns = scores.shape
    if compiled is None:
        compiled = _work_is_large(scores.size)
    n, m = rows - 1, columns - 1
    if compiled:
        flat: Any = scores.ravel()
        forward, backward, counts = np.zeros(rows * columns), np.zeros(rows * columns), np.zeros(len(scores))
        _compiled(dynamic.log_sums)(flat, source_sizes, target_sizes, n, m, forward, backward)
        _compiled(dynamic.bead_counts)(flat, source_sizes, target_sizes, n, m, forward, backward, counts)
        return counts
    flat = scores.ravel().tolist()
    source_list, target_list = source_sizes.tolist(), target_sizes.tolist()
    plain = [[0.0] * (rows * columns) for _ in range(2)]
    totals = [0.0] * len(scores)
    dynamic.log_sums(flat, source_list, target_list, n, m, plain[0], plain[1])
    dynamic.bead_counts(flat, source_list, target_list, n, m, plain[0], plain[1], totals)
    return np.array(totals)


def expected_counts(
    places: NDArray[np.int64],
    offsets: NDArray[np.int64],
    widths: NDArray[np.int64],
    probabilities: Floats,
    by_source: bool,
    *,
    compiled: bool | None = None,
) -> Floats:
    """Expected uses of each table row (`aligner.dynamic.share_counts`), ``float64[rows]``."""
    counts = np.zeros(len(probabilities))
    if compiled is None:
        compiled = _work_is_large(len(places))
    function = _compiled(dynamic.share_counts) if compiled else dynamic.share_counts
    function(places, offsets, widths, probabilities, by_source, counts)
    return counts


@lru_cache(maxsize=8)
def _compiled(function: Any) -> Any:
    """A loop compiled by numba, from its cache where a process before this one has compiled it."""
    import numba

    return numba.njit(cache=True, nogil=True)(function)
