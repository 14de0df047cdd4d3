"""The search against its slow twin, plain and compiled."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.kernels import search

_spec = importlib.util.spec_from_file_location("reference", Path(__file__).with_name("reference.py"))
assert _spec is not None
assert _spec.loader is not None
reference = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(reference)

SIZES = [(1, 1), (1, 0), (0, 1), (1, 2), (2, 1), (2, 2)]


@st.composite
def problems(draw: st.DrawFn) -> tuple[np.ndarray, int, int]:
    n, m = draw(st.integers(0, 4)), draw(st.integers(0, 4))
    scores = np.full((len(SIZES), n + 1, m + 1), -np.inf)
    for kind, (k, size) in enumerate(SIZES):
        for i in range(n - k + 1):
            for j in range(m - size + 1):
                scores[kind, i, j] = draw(st.floats(-8, 8, allow_nan=False))
    return scores, n, m


def sizes() -> tuple[np.ndarray, np.ndarray]:
    table = np.array(SIZES)
    return table[:, 0].copy(), table[:, 1].copy()


@settings(max_examples=60, deadline=None)
@given(problems())
def test_plain_search_equals_the_reference(problem: tuple[np.ndarray, int, int]) -> None:
    scores, n, m = problem
    step, forward, backward = search(scores, *sizes(), compiled=False)
    path, i, j = [], 0, 0
    while (i, j) != (n, m):
        kind = int(step[i, j])
        path.append((kind, i, j))
        i, j = i + SIZES[kind][0], j + SIZES[kind][1]
    listed = scores.tolist()
    assert reference.path_score(path, listed) == pytest.approx(reference.best_score(listed, SIZES, n, m))
    for (kind, i, j), expected in reference.posteriors(listed, SIZES, n, m).items():
        after = backward[i + SIZES[kind][0], j + SIZES[kind][1]]
        found = np.exp(forward[i, j] + scores[kind, i, j] + after - backward[0, 0])
        assert found == pytest.approx(expected, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(problems())
def test_compiled_search_is_the_plain_one_to_the_last_bit(problem: tuple[np.ndarray, int, int]) -> None:
    scores, _, _ = problem
    for plain, compiled in zip(
        search(scores, *sizes(), compiled=False), search(scores, *sizes(), compiled=True), strict=True
    ):
        np.testing.assert_array_equal(plain, compiled)
