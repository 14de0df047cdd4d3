"""Builds, rescoring and withdrawals with a refitted quality: a sample build, judged by one who knows a hidden truth."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from aligner import ScoreConfig
from aligner.scoring.model import Calibration, log_odds_of
from corpus.build import build_corpus
from corpus.publishing import withdraw
from corpus.rescoring import rescore
from corpus.reviewing.book import Book
from corpus.reviewing.calibration import Recalibration, Reliability, corrected
from corpus.reviewing.calibration_file import CALIBRATION_INPUT, load_calibration, save_calibration, scoring_digest
from corpus.reviewing.desk import Desk
from corpus.reviewing.drawing import draw_sample, sample_news
from corpus.reviewing.queue import parse_filter
from corpus.reviewing.recalibrating import calibrate
from corpus.store import read_rows
from corpus.tiers import tiers
from corpus.withdrawals import Withdrawals

TRUTH = Calibration(0.6, -0.4)
"""The miscalibration that the reviewer's verdicts show: the quality is too sure of itself."""


def found_for(line: Calibration) -> Recalibration:
    digest = scoring_digest(ScoreConfig())
    return Recalibration(
        line.slope, line.shift, 0.9, 40, 30, 0, "2026-01-02", digest, Reliability(False, 0.1, 0.05, ())
    )


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def metrics(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "dataset" / "metrics.json").read_text(encoding="utf-8")))


def card(folder: Path) -> str:
    return (folder / "dataset" / "README.md").read_text(encoding="utf-8")


def rows(folder: Path) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in read_rows(sorted((folder / "dataset" / "vi-fr").glob("*.parquet")))}


def judge_sample(folder: Path, count: int, seed: int = 1, reviewer: str = "Anna") -> None:
    """Judge pairs of the random sample by the hidden truth."""
    choice = random.Random(seed)
    book = Book.open(folder, reviewer)
    draw_sample(book)
    desk = Desk(book, margin=0.01)
    qualities = {name: row["quality"] for name, row in rows(folder).items()}
    for name in list(book.queue)[:count]:
        desk.show(name)
        desk.decide("accept" if choice.random() < corrected(TRUTH, qualities[name]) else "reject")
    book.close()


@pytest.fixture(scope="module")
def judged_sample(tmp_path_factory: pytest.TempPathFactory, built_sample: Path) -> Path:
    """A build with a random sample of verdicts that no build has applied yet."""
    folder = tmp_path_factory.mktemp("judged") / "out"
    shutil.copytree(built_sample, folder)
    judge_sample(folder, 150)
    return folder


@pytest.fixture
def judged(judged_sample: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(judged_sample, tmp_path / "out"))


def test_a_refit_is_written_and_nothing_else_moves(judged: Path) -> None:
    before = tree(judged)
    report = calibrate(judged, dry_run=True)
    assert tree(judged) == before
    assert report.written is None
    written = calibrate(judged)
    assert written.found == report.found
    assert set(tree(judged)) - set(before) == {CALIBRATION_INPUT}
    assert (report.found.verdicts, report.found.sampled) == (150, 150)
    assert report.pairs == metrics(judged)["pairs"]
    assert report.mean_after < report.mean_before
    assert report.found.prior == pytest.approx(report.mean_after, abs=1e-4)
    assert report.default.after == report.default.before + report.default.join - report.default.leave
    assert load_calibration(judged, ScoreConfig()) == report.found


def test_builds_and_rescoring_use_it_and_refitting_again_changes_nothing(judged: Path, sample_pages: Path) -> None:
    shipped = rows(judged)
    report = calibrate(judged)
    first = (judged / CALIBRATION_INPUT).read_bytes()
    build_corpus([sample_pages], judged)
    once = tree(judged / "dataset")
    build_corpus([sample_pages], judged)
    assert tree(judged / "dataset") == once
    after = rows(judged)
    for name, row in after.items():
        assert row["quality"] == pytest.approx(corrected(report.found.line, shipped[name]["quality"]), abs=1e-5)
    assert metrics(judged)["calibration"] == report.found.as_dict()
    assert "recalibrated on 150 verdicts" in card(judged)
    manifest = json.loads((judged / "dataset" / "manifest.json").read_text(encoding="utf-8"))
    assert CALIBRATION_INPUT in [entry["name"] for entry in manifest["inputs"]]
    again = calibrate(judged)
    assert (judged / CALIBRATION_INPUT).read_bytes() == first
    assert again.default == report.default
    rescored = rescore(judged)
    assert (rescored.changed, dict(rescored.left)) == (0, {})
    assert rows(judged) == after


def test_rescoring_applies_and_takes_back(judged: Path, sample_pages: Path) -> None:
    build_corpus([sample_pages], judged)
    shipped = rows(judged)
    calibrate(judged)
    assert rescore(judged).changed
    assert rows(judged) != shipped
    refitted = rows(judged)
    build_corpus([sample_pages], judged)
    assert rows(judged) == refitted
    (judged / CALIBRATION_INPUT).unlink()
    rescore(judged)
    assert metrics(judged)["calibration"] is None
    assert "recalibrated" not in card(judged)
    for name, row in rows(judged).items():
        assert row["quality"] == pytest.approx(shipped[name]["quality"], abs=1e-6)


def test_pairs_that_fall_under_the_bar_come_back_when_it_is_taken_away(judged: Path, sample_pages: Path) -> None:
    before = set(rows(judged))
    report = save_calibration(judged, found_for(Calibration(0.8, -4.5)))
    build_corpus([sample_pages], judged)
    fallen = before - set(rows(judged))
    assert len(fallen) > 20
    sample = metrics(judged)["review"]["sample"]
    again = calibrate(judged)
    assert again.pairs == len(before)
    assert again.found.sampled == 150
    report.unlink()
    build_corpus([sample_pages], judged)
    refused = before - set(rows(judged))
    assert metrics(judged)["review"]["sample"]["judged"] == 150 >= sample["judged"]
    assert len(refused) == sum(one["judged"] - one["good"] for one in metrics(judged)["review"]["sample"]["strata"])


def test_the_sample_stays_one_sample_when_the_quality_is_refitted(judged: Path, sample_pages: Path) -> None:
    build_corpus([sample_pages], judged)
    before = metrics(judged)["review"]["sample"]
    # Flat enough to change the strata; the bar stays where it was.
    bar = log_odds_of(tiers().default)
    save_calibration(judged, found_for(Calibration(0.3, bar * (1 - 0.3))))
    build_corpus([sample_pages], judged)
    assert metrics(judged)["review"]["sample"] == before
    book = Book.open(judged, "Bình")
    draw_sample(book)
    assert before["statement"] in sample_news(book, 0.001)


def test_queue_verdicts_count_with_those_of_the_sample(judged: Path) -> None:
    book = Book.open(judged, "Bình", parse_filter("status:open"))
    desk = Desk(book)
    for _ in range(20):
        desk.decide("reject")
    desk.decide("edit", "Câu mới.", "Nouvelle phrase.")
    book.close()
    found = calibrate(judged, dry_run=True).found
    assert (found.sampled, found.verdicts) == (150, 171)


def test_a_card_has_the_sampled_precision_as_it_was_judged(judged: Path, sample_pages: Path) -> None:
    build_corpus([sample_pages], judged)
    sample = metrics(judged)["review"]["sample"]
    assert sample["judged"] == 150
    assert f"{100 * sample['precision']:.1f} % (95 % interval {100 * sample['low']:.1f}–" in card(judged)
    assert sample["statement"] in card(judged)
    good = sum(one["good"] * one["size"] / one["judged"] for one in sample["strata"] if one["judged"])
    size = sum(one["size"] for one in sample["strata"] if one["judged"])
    assert sample["precision"] == pytest.approx(good / size, abs=1e-4)
    report = (judged / "report.html").read_text(encoding="utf-8")
    assert sample["statement"] in report
    assert "sampled precision" in report


def test_after_a_rebuild_the_session_still_knows_what_the_sample_refused(judged: Path, sample_pages: Path) -> None:
    book = Book.open(judged, "Anna")
    before = sample_news(book, 0.001)
    build_corpus([sample_pages], judged)
    assert sample_news(Book.open(judged, "Anna"), 0.001) == before


def test_a_second_reviewer_hears_of_the_sample_only_when_it_grows(judged: Path) -> None:
    first = Book.open(judged, "Anna")
    names = [one.after[0].piece for one in first.standing.records if one.blind]
    second = Book.open(judged, "Bình")
    draw_sample(second)
    desk = Desk(second, margin=0.001)
    again = [desk.decide("accept") for _ in range(25)]
    assert len(names) == 150
    assert not [news for news in again if "sampled precision" in news]
    judge_sample(judged, 9)
    third = Book.open(judged, "Anna")
    draw_sample(third)
    assert "160 pairs judged" in Desk(third, margin=0.001).decide("accept")


def test_after_a_withdrawal_the_review_is_that_of_what_is_left(judged: Path, sample_pages: Path) -> None:
    calibrate(judged)
    build_corpus([sample_pages], judged)
    before = metrics(judged)["review"]
    withdraw(judged, Withdrawals.of(domains=["baolamgiang.example"]))
    after = metrics(judged)
    assert after["review"]["sample"]["judged"] < before["sample"]["judged"]
    assert after["review"]["sample"]["statement"] in card(judged)
    assert before["sample"]["statement"] not in card(judged)
    assert after["calibration"] is not None
    build_corpus([sample_pages], judged)
    rebuilt = metrics(judged)
    assert after["review"] == rebuilt["review"]
    assert after["calibration"] == rebuilt["calibration"]


def test_a_withdrawal_leaves_a_dataset_that_nobody_reviewed_unreviewed(build_copy: Path) -> None:
    withdraw(build_copy, Withdrawals.of(domains=["baolamgiang.example"]))
    assert metrics(build_copy)["review"] is None
