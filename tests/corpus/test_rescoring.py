"""Scoring a dataset again: nothing changes with the same model, what changes is said, reviewed rows stay."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.config import BuildConfig
from corpus.frames import load_pairs
from corpus.rescoring import rescore
from corpus.selection import SelectConfig
from corpus.store import read_rows


@pytest.fixture
def folder(build_copy: Path) -> Path:
    return build_copy


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_same_model_gives_the_same_bytes(folder: Path) -> None:
    before = tree(folder / "dataset")
    report = rescore(folder)
    assert (report.changed, dict(report.left), dict(report.flags_gained)) == (0, {}, {})
    assert tree(folder / "dataset") == before


def test_another_model_and_threshold_change_and_remove_rows(folder: Path) -> None:
    config = BuildConfig()
    model = replace(config.score.model, prior=0.3)
    config = replace(config, score=replace(config.score, model=model), select=SelectConfig(min_quality=0.8))
    before = load_pairs(folder)
    report = rescore(folder, config)
    after = load_pairs(folder)
    assert report.changed > len(before) / 2
    assert report.mean_after < report.mean_before
    assert len(after) == len(before) - report.left["rejected:min_quality"]
    assert after["quality"].min() >= 0.8
    metrics = json.loads((folder / "dataset" / "metrics.json").read_text(encoding="utf-8"))
    pairs = metrics["ledger"]["pairs"]
    assert pairs["states"]["kept"] == len(after)
    assert sum(pairs["states"].values()) == pairs["total"]
    reasons = [row["reason"] for row in read_rows([folder / "rejected.parquet"]) if row["kind"] == "pair"]
    assert reasons.count("min_quality") == pairs["states"]["rejected:min_quality"]


def test_by_command(vifr: Any, folder: Path, tmp_path: Path) -> None:
    done = vifr("score", folder, "--json")
    assert json.loads(done.stdout)["changed"] == 0
    failed = vifr("score", tmp_path)
    assert failed.returncode == 2
    assert "no build here" in failed.stderr
