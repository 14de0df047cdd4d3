"""The random sample: its statistics, its draw, what a build makes of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from benchmarks.sampling import MARGINS, REQUIRED, sampled, simulated_corpus
from corpus.build import build_corpus
from corpus.reviewing.agreement import Agreement, agreements
from corpus.reviewing.book import Book
from corpus.reviewing.desk import Desk
from corpus.reviewing.drawing import draw_sample, sample_news
from corpus.reviewing.queue import FilterError
from corpus.reviewing.sampling import (
    BATCH,
    LEAST_IN_STRATUM,
    LEAST_JUDGED,
    Stratum,
    draw,
    estimate,
    is_enough,
    stratum_name,
    turns,
    wilson,
)

CORPORA = 400
"""Simulated corpora: enough to see a coverage of 0.94 fail by three points; the benchmark simulates 2,000."""


def test_wilson_against_the_published_example() -> None:
    # 81 of 263: Newcombe (1998), table I, method 3
    assert [round(bound, 4) for bound in wilson(81 / 263, 263, 1.959964)] == [0.2553, 0.3662]
    assert wilson(1.0, 10)[1] == 1.0


def test_a_weighted_estimate_is_weighted_and_a_plain_one_plain() -> None:
    assert estimate([Stratum("a", 900, 50, 50), Stratum("b", 100, 50, 25)]).precision == pytest.approx(0.95)
    plain = estimate([Stratum("a", 10**9, 200, 190)])
    assert plain.precision == 0.95
    assert plain.effective == pytest.approx(200, rel=0.01)
    assert estimate([Stratum("a", 10)]).margin == 0.5


def test_all_judged_is_certain() -> None:
    done = [Stratum("a", 10, 10, 9), Stratum("b", 5, 5, 5)]
    assert is_enough(done, 0.001)
    found = estimate(done)
    assert found.low == found.high == found.precision == pytest.approx(14 / 15)


@example([(5, 5, 5), (173, 173, 173)])
@given(st.lists(st.tuples(st.integers(1, 500), st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=8))
def test_an_estimate_is_in_its_interval(figures: list[tuple[int, int, int]]) -> None:
    strata = [
        Stratum(str(number), size, min(judged, size), min(good, judged, size))
        for number, (size, judged, good) in enumerate(figures)
    ]
    found = estimate(strata)
    assert 0 <= found.low <= found.precision + 1e-9
    assert found.precision - 1e-9 <= found.high <= 1


def test_the_draw_holds_every_pair_once_and_starts_in_every_stratum() -> None:
    pairs = {f"p{number}": (stratum_name(number / 1000, number % 7 == 0), number / 1000) for number in range(1000)}
    order = list(draw(pairs))
    assert sorted(order) == sorted(pairs)
    assert order == list(draw(dict(reversed(pairs.items()))))
    strata = {name for name, _ in pairs.values()}
    assert {pairs[one][0] for one in order[: LEAST_IN_STRATUM * len(strata)]} == strata


def test_turns_follow_expected_errors() -> None:
    taken = [name for name, _ in turns({"bad": 1000, "good": 1000}, {"bad": 0.4, "good": 0.05})][:200]
    assert taken.count("bad") > taken.count("good") > LEAST_IN_STRATUM


def test_one_does_not_stop_early_or_in_the_middle_of_a_batch() -> None:
    assert not is_enough([Stratum("a", 10_000, LEAST_JUDGED - BATCH, LEAST_JUDGED - BATCH)], 0.4)
    assert not is_enough([Stratum("a", 10_000, LEAST_JUDGED + 1, LEAST_JUDGED + 1)], 0.4)
    assert is_enough([Stratum("a", 10_000, LEAST_JUDGED, LEAST_JUDGED)], 0.4)


def test_intervals_cover_the_truth() -> None:
    generator = np.random.default_rng(11)
    covered = 0
    for number in range(CORPORA):
        corpus = simulated_corpus(generator)
        found = sampled(corpus, MARGINS[1 + number % (len(MARGINS) - 1)])
        covered += found.low <= corpus.truth <= found.high
    assert covered / CORPORA >= REQUIRED - 0.02


def test_kappa() -> None:
    same = {"a": True, "b": False, "c": True}
    assert agreements({"Anna": same, "Bình": same}) == [Agreement(3, 1.0, 1.0)]
    assert agreements({"Anna": {"a": True}, "Bình": {"a": True}}) == [Agreement(1, 1.0, None)]
    assert agreements({"Anna": {"a": True}, "Bình": {"b": True}}) == []


def test_two_reviewers_judge_the_same_sample_and_the_build_says_what_they_found(
    tmp_path: Path, sample_pages: Path
) -> None:
    folder = tmp_path / "out"
    build_corpus([sample_pages], folder)
    orders = []
    for reviewer, wrong in (("Anna", 7), ("Bình", 6)):
        book = Book.open(folder, reviewer)
        draw_sample(book)
        desk = Desk(book, margin=0.05)
        orders.append(book.queue[:60])
        with pytest.raises(FilterError):
            desk.choose("flag:number")
        for number in range(60):
            desk.decide("reject" if number % wrong == 0 else "accept")
        draw_sample(book)
        assert not set(book.queue) & set(orders[-1])
        assert "60 pairs judged" in sample_news(book, 0.05)
    assert orders[0] == orders[1]
    build_corpus([sample_pages], folder)
    sample = metrics(folder)["review"]["sample"]
    assert sample["judged"] == 60
    assert sum(one["size"] for one in sample["strata"]) == metrics(folder)["pairs"] + 10
    assert 0 < sample["low"] < sample["precision"] < sample["high"] <= 1
    assert sample["agreement"][0]["pairs"] == 60
    assert sample["agreement"][0]["kappa"] == pytest.approx(0.07, abs=0.15)
    card = (folder / "dataset" / "README.md").read_text(encoding="utf-8")
    assert sample["statement"] in card
    assert "Two reviewers both judged 60 pairs, " in card
    assert "\nannotations_creators:\n- machine-generated\n- expert-generated\n" in card


def metrics(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "dataset" / "metrics.json").read_text(encoding="utf-8")))
