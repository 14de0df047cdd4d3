"""The audit against test sets: what is found, what is not, what a build and a withdrawal make of it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.build import build_corpus
from corpus.config import BuildConfig, CardConfig, ConfigError, load_config
from corpus.overlap import AuditFileError, audit, compared, overlap_metrics, overlap_text, read_test_files
from corpus.publishing import withdraw
from corpus.publishing.checking import check_dataset
from corpus.store import read_rows
from corpus.withdrawals import Withdrawals

SEGMENT = "Sáng nay, huyện Tân Lộc khánh thành cây cầu dài 312 mét bắc qua sông Lam sau hai năm thi công."


def pair(identifier: str, vi: str, fr: str) -> dict[str, object]:
    return {"id": identifier, "translation": {"vi": vi, "fr": fr}}


def write(folder: Path, name: str, *lines: str) -> Path:
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / name


@pytest.mark.parametrize(
    ("text", "match"),
    [
        (SEGMENT, "exact"),
        ("  " + SEGMENT.upper().replace(",", " –").rstrip(".") + " !", "exact"),
        (SEGMENT.replace("312", "321"), "near"),
        (SEGMENT + " Đây là công trình được mong đợi.", "near"),
        (SEGMENT.replace("Tân Lộc", "Yên Thành").replace("312", "90").replace("Lam", "Cả").replace("hai", "ba"), None),
        (SEGMENT[: len(SEGMENT) // 4], None),
        ("huyện Tân Lộc", None),
        ("", None),
    ],
)
def test_a_text_is_found_by_its_words(text: str, match: str | None, tmp_path: Path) -> None:
    files = read_test_files([write(tmp_path, "news.vi", "Một câu khác.", SEGMENT)])
    found = audit([pair("1", text, "rien")], files)["rows"]
    assert [(row["match"], row["side"], row["file"], row["line"]) for row in found] == (
        [(match, "source", "news.vi", 2)] if match else []
    )


def test_tone_marks_tell_words_apart(tmp_path: Path) -> None:
    files = read_test_files([write(tmp_path, "news.vi", "ma má mà mả mã mạ")])
    assert not audit([pair("1", "ma ma ma ma ma ma", "Rien.")], files)["rows"]


def test_cells_compressed_files_and_both_sides(tmp_path: Path) -> None:
    (tmp_path / "news.tsv.gz").write_bytes(gzip.compress("Mưa to.\tFortes pluies.\n".encode()))
    files = read_test_files([tmp_path / "news.tsv.gz", write(tmp_path, "other.fr", "Fortes pluies")])
    found = audit([pair("a", "Mưa to!", "Fortes pluies"), pair("b", "Nắng", "Soleil")], files)
    metrics = overlap_metrics(found, {"a", "b"})
    assert metrics["pairs"] == {"exact": 1, "near": 0}
    assert [
        (one["name"], one["segments"], one["source"]["exact"], one["target"]["exact"]) for one in metrics["files"]
    ] == [
        ("news.tsv.gz", 2, 1, 1),
        ("other.fr", 1, 0, 1),
    ]
    assert "| `other.fr` | 1 | 0 | 0 | 1 | 0 |" in overlap_text(metrics)
    assert overlap_metrics(found, {"b"})["pairs"] == {"exact": 0, "near": 0}
    assert overlap_metrics(found, {"b"})["rows"] == []


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("absent.vi", None, r"test file .*absent.vi cannot be read"),
        ("odd.vi", b"\xff\xfe\xff", r"odd.vi is no UTF-8 text"),
        ("broken.gz", b"no gzip", r"broken.gz cannot be read"),
        ("empty.vi", b"\n...\n", r"empty.vi holds no words"),
    ],
)
def test_files_that_cannot_be_audited_against(name: str, content: bytes | None, message: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(AuditFileError, match=message):
        read_test_files([tmp_path / name])


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
    with pytest.raises(AuditFileError, match=r"two test files are called test\.vi"):
        read_test_files([write(tmp_path / folder, "test.vi", "Câu.") for folder in ("a", "b")])


@given(st.text(), st.text())
def test_any_text_is_compared_with_itself(text: str, other: str) -> None:
    assert compared(compared(text)) == compared(text)
    assert compared(f" {text}\u3000...") == compared(text)
    assert compared(f"{text} {other}").startswith(compared(text))


def test_a_setting_names_files_beside_the_settings(tmp_path: Path) -> None:
    settings = write(tmp_path, "vifr.toml", "[card]", 'test_files = ["news.vi"]')
    assert load_config(settings).card.test_files == (str(tmp_path / "news.vi"),)
    with pytest.raises(ConfigError, match=r"card\.test_files must be a list of paths"):
        load_config(write(tmp_path, "wrong.toml", "[card]", "test_files = [1]"))


def test_a_build_names_the_rows_and_a_withdrawal_drops_them(sample_pages: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    build_corpus([sample_pages], plain)
    rows = read_rows(sorted((plain / "dataset" / "vi-fr").glob("*.parquet")))
    assert json.loads((plain / "dataset" / "metrics.json").read_text(encoding="utf-8"))["overlap"] is None
    assert "Not audited against any test set" in (plain / "dataset" / "README.md").read_text(encoding="utf-8")
    first, last = rows[0], next(row for row in rows if row["document_pair"] != rows[0]["document_pair"])
    tests = [write(tmp_path, "t.vi", first["translation"]["vi"]), write(tmp_path, "t.fr", last["translation"]["fr"])]
    card = CardConfig(test_files=tuple(map(str, tests)), removal_contact="a@b.example")
    out = tmp_path / "audited"
    build_corpus([sample_pages], out, config=BuildConfig(card=card))
    checked = check_dataset(out / "dataset")
    assert checked.problems == ()
    overlap = checked.metrics["overlap"]
    exact = {(row["id"], row["side"]) for row in overlap["rows"] if row["match"] == "exact"}
    assert exact >= {(first["id"], "source"), (last["id"], "target")}
    assert overlap["pairs"]["exact"] == len({identifier for identifier, _ in exact})
    assert checked.manifest["config"]["card"]["test_files"] == ["t.vi", "t.fr"]
    assert str(tmp_path) not in (out / "dataset" / "manifest.json").read_text(encoding="utf-8")
    assert "| `t.vi` | 1 | " in (out / "dataset" / "README.md").read_text(encoding="utf-8")
    withdraw(out, Withdrawals.of(documents=[first["source_document"]]))
    left = check_dataset(out / "dataset")
    assert left.problems == ()
    assert first["id"] not in {row["id"] for row in left.metrics["overlap"]["rows"]}
    assert left.metrics["overlap"]["files"][0]["source"]["exact"] == 0


def test_a_missing_test_file_stops_a_build_before_it_begins(sample_pages: Path, tmp_path: Path) -> None:
    with pytest.raises(AuditFileError, match=r"absent\.vi cannot be read"):
        build_corpus([sample_pages], tmp_path / "out", config=BuildConfig(card=CardConfig(test_files=("absent.vi",))))
    assert not (tmp_path / "out").exists()
