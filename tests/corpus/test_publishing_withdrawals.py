"""Withdrawing: no byte of a withdrawn text is left in a build, nor comes back with a later one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from corpus.build import build_corpus
from corpus.config import BuildConfig, CardConfig
from corpus.publishing import withdraw
from corpus.publishing.checking import check_dataset
from corpus.reviewing.journal import read_reviews
from corpus.store import read_rows
from corpus.withdrawals import Withdrawals, load_withdrawals

DOMAIN = "baolamgiang.example"
SHORT = 12
"""Texts of fewer characters (a place, a date) may well stand in other pages too."""


def contents(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file with all that can be read in it: its bytes, and what Parquet and zstd hold packed."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        yield path.name, data.decode("utf-8", "replace")
        if path.suffix == ".parquet":
            yield path.name, json.dumps(pq.read_table(path).to_pylist(), ensure_ascii=False, default=str)
            yield path.name, str(pq.ParquetFile(path).metadata.to_dict())
        if path.suffix == ".zst":
            packed = zstandard.ZstdDecompressor().decompress(data)
            yield path.name, json.dumps(json.loads(packed), ensure_ascii=False)


def texts_of(folder: Path, wanted: Withdrawals) -> list[str]:
    """Lines and sentences of the pages that a request covers, each in every spelling that a file may have."""
    documents = read_rows(sorted((folder / "dataset" / "documents").glob("*.parquet")))
    pairs = read_rows(sorted((folder / "dataset" / "vi-fr").glob("*.parquet")))
    gone = {
        row["id"]
        for row in documents
        if wanted.covers(row["source_document"], row["source_url"])
        or wanted.covers(row["target_document"], row["target_url"])
    }
    found = {line for row in documents if row["id"] in gone for line in _lines(row)}
    found |= {text for row in pairs if row["document_pair"] in gone for text in row["translation"].values()}
    left = "\n".join(line for row in documents if row["id"] not in gone for line in _lines(row))
    plain = [text for text in found if len(text) >= SHORT and text not in left]
    return plain + [json.dumps(text)[1:-1] for text in plain]


def _lines(row: dict[str, Any]) -> list[str]:
    return [line.strip() for side in ("source_text", "target_text") for line in row[side].split("\n") if line.strip()]


def assert_gone(folder: Path, texts: list[str]) -> None:
    assert len(texts) > 40
    for name, content in contents(folder):
        assert not [text for text in texts if text in content], name


def add_review(folder: Path, documents: tuple[str, str], text: str) -> None:
    (folder / "reviews").mkdir(exist_ok=True)
    record = {
        "id": "anna:0",
        "reviewer": "anna",
        "time": "2026-01-02T03:04:05Z",
        "verdict": "note",
        "documents": list(documents),
        "before": [{"source": [[0, 5, text]], "target": [[0, 5, text]]}],
        "note": text,
    }
    with (folder / "reviews" / "anna.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(record, ensure_ascii=False) + "\n")


def test_a_domain_is_withdrawn_from_every_file_and_every_later_build(
    build_copy: Path, sample_pages: Path, tmp_path: Path
) -> None:
    wanted = Withdrawals.of(domains=[DOMAIN])
    texts = texts_of(build_copy, wanted)
    (build_copy / "report.html").write_text(texts[0], encoding="utf-8")
    (build_copy / "release").mkdir()
    (build_copy / "release" / "README.md").write_text(texts[0], encoding="utf-8")
    holders = {name for name, content in contents(build_copy) if any(text in content for text in texts)}
    assert {"train-00000-of-00001.parquet", "report.html"} <= holders
    assert any(name.endswith(".zst") for name in holders)
    report = withdraw(build_copy, wanted)
    assert report.pairs > 20
    assert report.documents
    assert_gone(build_copy, texts)
    checked = check_dataset(build_copy / "dataset")
    assert checked.problems == ()
    assert checked.manifest["withdrawals"] == {"requests": 1, "sha256": wanted.digest()}
    build_corpus([sample_pages], build_copy, config=BuildConfig(card=CardConfig(removal_contact="a@b.example")))
    assert_gone(build_copy, texts)
    states = check_dataset(build_copy / "dataset").metrics["ledger"]["documents"]["states"]
    assert states["rejected:withdrawn"] == 2
    rejected = [row for row in read_rows([build_copy / "rejected.parquet"]) if row["reason"] == "withdrawn"]
    assert [(row["kind"], row["source_text"], row["target_text"]) for row in rejected] == [("document", None, None)] * 2


def test_the_ledger_after_a_withdrawal_is_that_of_a_build_without_the_pages(
    build_copy: Path, sample_pages: Path
) -> None:
    withdraw(build_copy, Withdrawals.of(domains=[DOMAIN]))
    after = check_dataset(build_copy / "dataset").metrics["ledger"]
    build_corpus([sample_pages], build_copy)
    rebuilt = check_dataset(build_copy / "dataset").metrics["ledger"]
    for level in ("documents", "lines"):
        assert after[level] == rebuilt[level]
    assert after["pairs"]["states"].pop("rejected:withdrawn") > 20
    assert after["pairs"]["states"]["kept"] == rebuilt["pairs"]["states"]["kept"]


def test_withdrawals_are_an_input_of_the_bytes(build_copy: Path, sample_pages: Path, tmp_path: Path) -> None:
    withdraw(build_copy, Withdrawals.of(domains=[DOMAIN]))
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(build_copy / "withdrawals.jsonl", other)
    trees = []
    for folder in (build_copy, other):
        build_corpus([sample_pages], folder)
        trees.append({p.name: p.read_bytes() for p in (folder / "dataset").rglob("*") if p.is_file()})
    assert trees[0] == trees[1]


def test_one_page_by_address_and_by_id(build_copy: Path) -> None:
    documents = read_rows(sorted((build_copy / "dataset" / "documents").glob("*.parquet")))
    first, second = documents[0], documents[1]
    url = first["source_url"].replace("https://", "http://www.") + "/"
    assert withdraw(build_copy, Withdrawals.of(urls=[url])).documents == (first["id"],)
    report = withdraw(build_copy, Withdrawals.of(documents=[second["target_document"]]))
    assert report.documents == (second["id"],)
    assert report.requests == 2
    states = check_dataset(build_copy / "dataset").metrics["ledger"]["documents"]["states"]
    # The translation goes with its original; the original stays where only its translation is withdrawn.
    assert states["rejected:withdrawn"] == 3
    assert withdraw(build_copy, Withdrawals.of(urls=[url])).documents == ()


def test_reviewers_records_about_withdrawn_pages_go_and_others_stay(build_copy: Path) -> None:
    documents = read_rows(sorted((build_copy / "dataset" / "documents").glob("*.parquet")))
    gone = next(row for row in documents if DOMAIN in (row["source_url"] or ""))
    other = next(row for row in documents if DOMAIN not in (row["source_url"] or ""))
    add_review(build_copy, (gone["source_document"], gone["target_document"]), "một câu của trang bị gỡ")
    add_review(build_copy, (other["source_document"], other["target_document"]), "một câu khác")
    with (build_copy / "reviews" / "anna.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"cut short, it may hold anything\n')
    report = withdraw(build_copy, Withdrawals.of(domains=[DOMAIN]))
    assert report.reviews == 2
    kept = (build_copy / "reviews" / "anna.jsonl").read_text(encoding="utf-8")
    assert "trang bị gỡ" not in kept
    assert "một câu khác" in kept
    assert kept.count("\n") == 1
    assert len(read_reviews(build_copy)) == 1


def test_nothing_left(build_copy: Path) -> None:
    documents = read_rows(sorted((build_copy / "dataset" / "documents").glob("*.parquet")))
    ids = [row["source_document"] for row in documents]
    report = withdraw(build_copy, Withdrawals.of(documents=ids))
    assert report.emptied
    assert not (build_copy / "dataset").exists()
    assert len(load_withdrawals(build_copy).requests) == len(ids)


def test_wrong_requests(build_copy: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="name pages by --url"):
        withdraw(build_copy, Withdrawals())
    with pytest.raises(ValueError, match="--domain names nothing; give an address, a domain"):
        withdraw(build_copy, Withdrawals.of(domains=["https:///"]))
    assert not (build_copy / "withdrawals.jsonl").exists()
    with pytest.raises(FileNotFoundError, match="no such folder"):
        withdraw(tmp_path / "absent", Withdrawals.of(domains=["a.example"]))
    (build_copy / "withdrawals.jsonl").write_text('{"kind": "site", "value": "a"}\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"line 1: no request; a line is .* kinds are url, domain, document"):
        withdraw(build_copy, Withdrawals.of(domains=["a.example"]))


@given(st.text(), st.text(), st.text())
def test_no_text_is_an_error(request_text: str, identifier: str, url: str) -> None:
    wanted = Withdrawals.of([request_text], [request_text], [request_text])
    assert wanted.covers(request_text)
    assert wanted.covers(identifier, url, None) in (True, False)


def test_a_domain_covers_what_lies_in_it_alone() -> None:
    wanted = Withdrawals.of(domains=["bao.example"])
    assert wanted.covers("x", "https://www.bao.example/a")
    assert wanted.covers("x", None, "http://fr.bao.example:8080/b?c#d")
    assert not wanted.covers("x", "https://bao.example.org/a")
    assert not wanted.covers("x", "https://x.example/bao.example")
    assert not wanted.covers("bao.example")
    assert Withdrawals.of(documents=["a.txt"]).covers("a.txt~0123abcd")


def test_the_list_holds_no_text(build_copy: Path) -> None:
    withdraw(build_copy, Withdrawals.of(domains=["https://WWW.BaoLamGiang.example./tin"]))
    assert (build_copy / "withdrawals.jsonl").read_text(encoding="utf-8") == (
        '{"kind": "domain", "value": "baolamgiang.example"}\n'
    )


def test_types_stay_after_a_withdrawal(build_copy: Path) -> None:
    def schemas() -> dict[str, pa.Schema]:
        return {p.parent.name: pq.read_schema(p) for p in (build_copy / "dataset").rglob("*.parquet")}

    before = schemas()
    withdraw(build_copy, Withdrawals.of(domains=[DOMAIN]))
    assert schemas() == before
