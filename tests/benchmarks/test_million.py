"""The generated dataset is one that can be published, and the same on every pass."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

# The checkout goes first: other distributions install a package called "benchmarks" as well.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks import million
from benchmarks.generated import LINES, GeneratedDocuments, GeneratedPairs
from benchmarks.isolation import Isolated
from corpus.interchange import load_pairs

PAIRS = 12 * LINES + 7


def test_rows_are_the_same_on_every_pass_and_by_number() -> None:
    pairs, documents = GeneratedPairs(PAIRS), GeneratedDocuments(PAIRS)
    rows = list(pairs)
    assert rows == list(pairs) == [pairs[number] for number in range(len(pairs))] == pairs[:]
    assert len({row["id"] for row in rows}) == len(rows) == PAIRS
    assert list(documents) == documents[:]
    texts = {row["id"]: row["source_text"] for row in documents}
    assert all(texts[row["document_pair"]][slice(*row["source_spans"][0])] == row["translation"]["vi"] for row in rows)
    with pytest.raises(IndexError):
        pairs[PAIRS]


def test_it_is_written_checked_audited_and_exported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "")
    assert million.step("write", tmp_path, PAIRS)["pairs"] == PAIRS
    assert million.step("check", tmp_path, PAIRS)["files"] > 8
    assert million.step("audit", tmp_path, PAIRS)["exact"] > 5
    assert million.step("export", tmp_path, PAIRS)["megabytes"] > 0
    assert len(list(load_pairs(tmp_path / "pairs.tmx"))) == PAIRS


def test_a_step_above_the_bound_or_failed_is_told() -> None:
    assert million.figures(Isolated({"pairs": 1}, None, 50.0, 100.0), 1.0)["within_bound"]
    assert not million.figures(Isolated({"pairs": 1}, None, 50.0, 2_000.0), 1.0)["within_bound"]
    failed = million.figures(Isolated(None, "ValueError: no", None, None), 1.0)
    assert (failed["within_bound"], failed["failure"]) == (False, "ValueError: no")
