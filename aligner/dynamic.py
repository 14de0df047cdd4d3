"""The cheapest monotone path through two texts, and how likely every step of it is.

`best_path` and `log_sums` are plain loops over flat arrays. They run as they are (no compiler is needed for a page) or
compiled by numba, with the same result: `aligner.kernels` chooses.

Indices: scores are ``float64[types, n + 1, m + 1]`` flattened, ``scores[t, i, j]`` for the bead of type ``t`` that
*starts* at source sentence ``i`` and target sentence ``j``; beads that would run over an end have ``-inf``.
"""

from __future__ import annotations

import math
from typing import Any

MINUS_INFINITY = -math.inf


def best_path(scores: Any, source_sizes: Any, target_sizes: Any, n: int, m: int, best: Any, step: Any) -> None:
    """Fill ``best[(n + 1) * (m + 1)]`` with the best score of a path from each cell to the end, ``step`` with its
    first bead.

    ``step`` is the bead type to take at a cell, -1 at the end. Of equally good beads the first type in the list is
    taken.
    """
    width = m + 1
    plane = (n + 1) * width
    types = len(source_sizes)
    for i in range(n, -1, -1):
        for j in range(m, -1, -1):
            cell = i * width + j
            value = MINUS_INFINITY
            taken = -1
            if i == n and j == m:
                value = 0.0
            for t in range(types):
                a = i + source_sizes[t]
                b = j + target_sizes[t]
                if a <= n and b <= m:
                    candidate = scores[t * plane + cell] + best[a * width + b]
                    if candidate > value:
                        value = candidate
                        taken = t
            best[cell] = value
            step[cell] = taken


def log_sums(scores: Any, source_sizes: Any, target_sizes: Any, n: int, m: int, forward: Any, backward: Any) -> None:
    """Fill ``forward`` and ``backward`` (``float64[(n + 1) * (m + 1)]``) with log sums over all paths to and from a
    cell."""
    width = m + 1
    plane = (n + 1) * width
    types = len(source_sizes)
    for i in range(n, -1, -1):
        for j in range(m, -1, -1):
            cell = i * width + j
            if i == n and j == m:
                backward[cell] = 0.0
                continue
            high = MINUS_INFINITY
            for t in range(types):
                a = i + source_sizes[t]
                b = j + target_sizes[t]
                if a <= n and b <= m:
                    high = max(high, scores[t * plane + cell] + backward[a * width + b])
            total = 0.0
            for t in range(types):
                a = i + source_sizes[t]
                b = j + target_sizes[t]
                if a <= n and b <= m:
                    total += math.exp(scores[t * plane + cell] + backward[a * width + b] - high)
            backward[cell] = high + math.log(total)
    for i in range(n + 1):
        for j in range(m + 1):
            cell = i * width + j
            if i == 0 and j == 0:
                forward[cell] = 0.0
                continue
            high = MINUS_INFINITY
            for t in range(types):
                a = i - source_sizes[t]
                b = j - target_sizes[t]
                if a >= 0 and b >= 0:
                    high = max(high, scores[t * plane + a * width + b] + forward[a * width + b])
            total = 0.0
            for t in range(types):
                a = i - source_sizes[t]
                b = j - target_sizes[t]
                if a >= 0 and b >= 0:
                    total += math.exp(scores[t * plane + a * width + b] + forward[a * width + b] - high)
            forward[cell] = high + math.log(total)


def bead_counts(
    scores: Any, source_sizes: Any, target_sizes: Any, n: int, m: int, forward: Any, backward: Any, counts: Any
) -> None:
    """Add up ``counts[types]``: how many beads of each type a path is expected to have."""
    width = m + 1
    plane = (n + 1) * width
    for t in range(len(source_sizes)):
        for i in range(n + 1 - source_sizes[t]):
            for j in range(m + 1 - target_sizes[t]):
                cell = i * width + j
                after = cell + source_sizes[t] * width + target_sizes[t]
                counts[t] += math.exp(forward[cell] + scores[t * plane + cell] + backward[after] - backward[0])


def share_counts(places: Any, offsets: Any, widths: Any, probabilities: Any, by_source: bool, counts: Any) -> None:
    """Add up ``counts[rows]``: how often each table row is expected to be used, one share for each competitor.

    ``places[links]`` names the row of each (source, target) link. The links of pair ``p`` stand from ``offsets[p]`` to
    ``offsets[p + 1]``, ``widths[p]`` source units for each target word in turn. With ``by_source`` the source units of
    a pair compete for each target word, else the target words for each source unit.
    """
    for pair in range(len(widths)):
        start = offsets[pair]
        width = widths[pair]
        height = (offsets[pair + 1] - start) // width
        outer = height if by_source else width
        inner = width if by_source else height
        for a in range(outer):
            first = start + a * width if by_source else start + a
            step = 1 if by_source else width
            total = 0.0
            for b in range(inner):
                total += probabilities[places[first + b * step]]
            if total > 0.0:
                for b in range(inner):
                    row = places[first + b * step]
                    counts[row] += probabilities[row] / total
