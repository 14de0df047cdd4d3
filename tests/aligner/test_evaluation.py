"""Strict and lax measures: examples by hand, and the yardstick's own counting where it is at hand."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aligner import Alignment, Bead, Sentence, evaluate


def sentences(count: int) -> tuple[Sentence, ...]:
    return tuple(Sentence(str(n), 2 * n, 2 * n + 1, n) for n in range(count))


def test_strict_and_lax_by_hand() -> None:
    predicted = [([0], [0]), ([1], [1]), ([2], [2]), ([], [3])]
    gold = [([0], [0]), ([1], [1, 2]), ([2], [3])]
    result = evaluate(predicted, gold)
    assert (result.strict.precision, result.strict.recall) == (pytest.approx(1 / 3), pytest.approx(1 / 3))
    assert (result.lax.precision, result.lax.recall) == (pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert (result.predicted_beads, result.gold_beads) == (3, 3)


def test_lists_are_summed_not_averaged() -> None:
    result = evaluate([[([0], [0])], [([0], [1]), ([1], [0])]], [[([0], [0])], [([0], [0]), ([1], [1])]])
    assert result.strict.f1 == pytest.approx(1 / 3)
    assert result.documents == 2


def test_nulls_are_reported_beside() -> None:
    result = evaluate([([0], []), ([1], [0])], [([0], []), ([1], [0]), ([], [1])])
    assert result.strict.f1 == 1.0
    assert (result.nulls.precision, result.nulls.recall) == (1.0, 0.5)


def test_a_moved_bead_that_gold_lacks_counts_as_nulls() -> None:
    alignment = Alignment(
        sentences(2),
        sentences(2),
        (Bead(range(0, 1), range(1, 2), 0.9, moved=True), Bead(range(1, 2), range(0, 1), 0.9)),
    )
    result = evaluate(alignment, [([0], []), ([1], [0]), ([], [1])], moved=[(0, 1)])
    assert result.strict.f1 == 1.0
    assert result.nulls.f1 == 1.0
    assert result.moved.f1 == 1.0


def test_nothing_gives_zeros() -> None:
    result = evaluate([], [])
    assert (result.strict.f1, result.gold_beads) == (0.0, 0)


def test_errors_name_the_value() -> None:
    with pytest.raises(ValueError, match="2 predicted alignments and 1 gold"):
        evaluate([[([0], [0])], [([0], [0])]], [[([0], [0])]])
    with pytest.raises(TypeError, match="oops"):
        evaluate("oops", [])


@st.composite
def tilings(draw: st.DrawFn) -> list[tuple[list[int], list[int]]]:
    beads, i, j = [], 0, 0
    for k, size in draw(st.lists(st.sampled_from([(1, 1), (1, 2), (2, 1), (1, 0), (0, 1)]), max_size=8)):
        beads.append((list(range(i, i + k)), list(range(j, j + size))))
        i, j = i + k, j + size
    return beads


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(tilings(), tilings()), min_size=1, max_size=4))
def test_equals_the_yardstick(shared: Path, cases: list[tuple[list, list]]) -> None:
    spec = importlib.util.spec_from_file_location("score_beads", shared / "tools" / "score_beads.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    predicted, gold = ([case[side] for case in cases] for side in (0, 1))
    theirs, ours = tool.score(gold, predicted), evaluate(predicted, gold)
    assert ours.strict.f1 == pytest.approx(theirs["fs"])
    assert ours.lax.f1 == pytest.approx(theirs["fl"])
    assert ours.strict.precision == pytest.approx(theirs["ps"])
    assert ours.lax.recall == pytest.approx(theirs["rl"])
