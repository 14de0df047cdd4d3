"""The search written once more, slowly: every monotone path is listed, scored and compared."""

from __future__ import annotations

import math
from collections.abc import Iterator

Step = tuple[int, int, int]


def all_paths(sizes: list[tuple[int, int]], n: int, m: int, i: int = 0, j: int = 0) -> Iterator[list[Step]]:
    """Every way from (i, j) to (n, m) as a list of (type, i, j)."""
    if (i, j) == (n, m):
        yield []
        return
    for kind, (k, size) in enumerate(sizes):
        if i + k <= n and j + size <= m:
            for rest in all_paths(sizes, n, m, i + k, j + size):
                yield [(kind, i, j), *rest]


def path_score(path: list[Step], scores: list[list[list[float]]]) -> float:
    return sum(scores[kind][i][j] for kind, i, j in path)


def best_score(scores: list[list[list[float]]], sizes: list[tuple[int, int]], n: int, m: int) -> float:
    return max(path_score(path, scores) for path in all_paths(sizes, n, m))


def posteriors(scores: list[list[list[float]]], sizes: list[tuple[int, int]], n: int, m: int) -> dict[Step, float]:
    """Share of the summed weight of all paths that goes through each step."""
    weights: dict[Step, float] = {}
    total = 0.0
    for path in all_paths(sizes, n, m):
        weight = math.exp(path_score(path, scores))
        total += weight
        for step in path:
            weights[step] = weights.get(step, 0.0) + weight
    return {step: weight / total for step, weight in weights.items()}
