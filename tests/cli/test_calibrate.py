"""`vifr calibrate` through real processes: verdicts typed, quality refitted, dataset scored again, card written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]
TYPED = "".join("r\n" if number % 6 == 0 else "a\n" for number in range(60)) + "q\n"


@pytest.fixture
def judged(vifr: Command, build_copy: Path) -> Path:
    """A build with sixty verdicts of a random sample, ten of them bad."""
    done = vifr("review", build_copy, "--sample", "--plain", "--reviewer", "Anna", text=TYPED)
    assert "60 pairs judged" in done.stdout
    return build_copy


def test_from_verdicts_to_the_card(vifr: Command, judged: Path, sample_pages: Path) -> None:
    tried = vifr("calibrate", judged, "--dry-run")
    assert tried.returncode == 0
    assert "Nothing was written." in tried.stdout
    assert not (judged / "reviews" / "calibration.toml").exists()
    done = vifr("calibrate", judged)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Refitted on 60 verdicts, 50 good and 10 bad: 60 of the random sample, 0 of the queue." in done.stdout
    assert "share good  mean quality as shipped  refitted" in done.stdout
    assert "join  leave" in done.stdout
    assert (judged / "reviews" / "calibration.toml").read_text(encoding="utf-8").startswith("# Written by")
    before = json.loads(vifr("stats", judged, "--json").stdout)
    assert before["calibration"] is None
    assert vifr("score", judged).returncode == 0
    after = json.loads(vifr("stats", judged, "--json").stdout)
    assert after["calibration"]["verdicts"] == 60
    assert after["scores"]["quality"]["mean"] < before["scores"]["quality"]["mean"]
    assert vifr("build", sample_pages, "-o", judged).returncode == 0
    card = (judged / "dataset" / "README.md").read_text(encoding="utf-8")
    assert "recalibrated on 60 verdicts" in card
    assert "sampled precision" in card
    assert "60 pairs judged" in card


def test_json(vifr: Command, judged: Path) -> None:
    report = json.loads(vifr("calibrate", judged, "--dry-run", "--json").stdout)
    assert report["found"]["verdicts"] == 60
    assert report["written"] is None
    assert set(report["default"]) == {"before", "after", "join", "leave"}


def test_too_few_verdicts_exit_1_and_say_how_many_more(vifr: Command, build_copy: Path) -> None:
    vifr("review", build_copy, "--plain", "--reviewer", "Anna", text="a\na\nr\nq\n")
    done = vifr("calibrate", build_copy)
    assert done.returncode == 1
    assert "27 more, 3 more good, 4 more bad" in done.stderr
    assert "nothing was written" in done.stderr
    assert not (build_copy / "reviews" / "calibration.toml").exists()


def test_without_a_build_it_is_wrong_usage(vifr: Command, tmp_path: Path) -> None:
    done = vifr("calibrate", tmp_path)
    assert done.returncode == 2
    assert "no build here" in done.stderr


def test_a_damaged_file_stops_a_build_before_it_works(vifr: Command, build_copy: Path, sample_pages: Path) -> None:
    (build_copy / "reviews").mkdir()
    (build_copy / "reviews" / "calibration.toml").write_text("slope = fast\n", encoding="utf-8")
    for arguments in (("build", sample_pages, "-o", build_copy), ("score", build_copy)):
        done = vifr(*arguments)
        assert done.returncode == 2
        assert "calibration.toml: no calibration" in done.stderr
        assert "Traceback" not in done.stderr
