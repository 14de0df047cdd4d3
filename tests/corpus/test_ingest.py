"""Reading: every format, every way to be broken, and no way to be lost."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pyarrow as pa
import pytest
import zstandard
from pyarrow import parquet

from corpus.documents import RawDocument, Rejected
from corpus.formats.limits import ReadLimits
from corpus.ingest import InputFile, UnsupportedInput, find_inputs, read_file

LINES = b"".join(json.dumps({"id": number, "text": f"Bài {number}."}).encode() + b"\n" for number in range(2000))


def read(path: Path, limits: ReadLimits = ReadLimits()) -> list[RawDocument | Rejected]:  # noqa: B008
    return [item for file in find_inputs([path]) for item in read_file(file, limits)]


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        ("\ufeff\n".encode(), "empty"),
        ("Hanoï".encode("latin-1"), "encoding"),
        (b"\x00\x01\x02" * 50, "binary"),
        (b"PK\x03\x04abc", "binary"),
    ],
)
def test_unreadable_text(tmp_path: Path, data: bytes, reason: str) -> None:
    (item,) = read(write(tmp_path / "a.txt", data))
    assert isinstance(item, Rejected)
    assert (item.reason, item.stage, item.item) == (reason, "read", "a.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    (item,) = read(write(tmp_path / "a.txt", "Đà Nẵng".encode(encoding)))
    assert isinstance(item, RawDocument)
    assert item.text == "Đà Nẵng"


def test_folder_order_names_and_leftovers(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a.txt", "b/1.htm", ".hidden", "b/notes.docx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("<p>Mưa lớn ở Huế.</p>", encoding="utf-8")
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.txt")
    files = find_inputs([tmp_path])
    assert [file.name for file in files] == ["a.txt", "b/1.htm", "b/2.txt", "b/notes.docx", "pipe.txt"]
    reasons = {item.item: item.reason for file in files for item in read_file(file) if isinstance(item, Rejected)}
    assert reasons == {"b/notes.docx": "unsupported", "pipe.txt": "unreadable"}


def test_names_that_are_no_utf8(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text("Oui.", encoding="utf-8")
    (item,) = read(tmp_path)
    assert item == RawDocument(id="caf\\xe9.txt", text="Oui.", origin="caf\\xe9.txt")


def test_wrong_arguments(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"nothing\.txt"):
        find_inputs([tmp_path / "nothing.txt"])
    with pytest.raises(UnsupportedInput, match=r"notes\.docx.*\.parquet"):
        find_inputs([write(tmp_path / "notes.docx", b"x")])


def test_broken_lines_are_quarantined_alone(tmp_path: Path) -> None:
    lines = [
        '{"text": "Một."}',
        "{broken",
        '{"text": 5}',
        '{"text": null}',
        '{"text": " "}',
        "[" * 100_000,
        "[]",
        "",
        '{"text": "Hai.", "id": 7}',
    ]
    items = read(write(tmp_path / "a.jsonl", "\n".join(lines).encode()))
    kinds = [item.reason if isinstance(item, Rejected) else item.id for item in items]
    assert kinds == [
        "a.jsonl#1",
        "broken_record",
        "broken_record",
        "no_text",
        "empty",
        "broken_record",
        "broken_record",
        "7",
    ]


def test_a_long_line_is_not_loaded(tmp_path: Path) -> None:
    data = b'{"text": "' + b"a" * 5000 + b'"}\n{"text": "Hai."}\n'
    first, second = read(write(tmp_path / "a.jsonl", data), ReadLimits(record=1000))
    assert isinstance(first, Rejected)
    assert first.reason == "too_large"
    assert isinstance(second, RawDocument)


@pytest.mark.parametrize(("ending", "pack"), [("gz", gzip.compress), ("zst", zstandard.ZstdCompressor().compress)])
def test_compressed_and_cut(tmp_path: Path, ending: str, pack) -> None:
    data = pack(LINES)
    assert len(read(write(tmp_path / f"a.jsonl.{ending}", data))) == 2000
    items = read(write(tmp_path / f"b.jsonl.{ending}", data[:-30]))
    assert isinstance(items[-1], Rejected)
    assert items[-1].reason == "truncated"
    assert all(isinstance(item, RawDocument) for item in items[:-1])


def test_bomb(tmp_path: Path) -> None:
    bomb = gzip.compress(b"\n" * 50_000_000)
    items = read(write(tmp_path / "a.jsonl.gz", bomb), ReadLimits(expansion_floor=1_000_000))
    assert [item.reason for item in items if isinstance(item, Rejected)] == ["too_large"]


def test_parquet(tmp_path: Path) -> None:
    table = pa.table({"id": [1, None], "text": ["Một.", None], "html": [None, "<p>Hai.</p>"], "other": [1, 2]})
    parquet.write_table(table, tmp_path / "a.parquet")
    first, second = read(tmp_path / "a.parquet")
    assert isinstance(first, RawDocument)
    assert isinstance(second, RawDocument)
    assert (first.id, second.id, second.text) == ("1", "a.parquet#2", "Hai.")
    cut = write(tmp_path / "b.parquet", (tmp_path / "a.parquet").read_bytes()[:-20])
    assert [item.reason for item in read(cut) if isinstance(item, Rejected)] == ["truncated"]


def test_html_keeps_title_captions_and_the_source_address(tmp_path: Path) -> None:
    body = "<p>Le pont de 300 mètres a été ouvert ce matin après deux années de travaux, dit la province.</p>" * 5
    caption = "<figure><img src='a.jpg'><figcaption>Le pont vu du nord.</figcaption></figure>"
    source = "<p>Source : <a href='https://bao.example/cau-1.html'>Báo Huế</a></p>"
    markup = (
        "<html><head><title>Un pont ouvert - Journal</title><meta property='og:site_name' content='Journal'>"
        "<link rel='canonical' href='https://j.example/1.html'>"
        "<meta property='article:published_time' content='2025-05-12T08:00'></head><body><article>"
        f"<h1>Un pont ouvert</h1>{body}{caption}{body}{source}</article><script>alert(1)</script></body></html>"
    )
    (item,) = read(write(tmp_path / "a.html", markup.encode()))
    assert isinstance(item, RawDocument)
    lines = item.text.split("\n")
    assert lines[0] == "Un pont ouvert"
    assert "Le pont vu du nord." in lines
    assert "Source : https://bao.example/cau-1.html" in lines
    assert "alert" not in item.text
    assert (item.url, item.publisher, item.date) == ("https://j.example/1.html", "Journal", "2025-05-12T08:00")


def test_absurd_markup_ends(tmp_path: Path) -> None:
    for number, markup in enumerate(
        ("<div>" * 100_000, "<p " + "a=1 " * 50_000 + ">x", "<" * 10**6, "<table><tr><td>" * 3000)
    ):
        for item in read(write(tmp_path / f"{number}.html", markup.encode())):
            assert isinstance(item, RawDocument | Rejected)


def test_a_vanished_file_is_listed(tmp_path: Path) -> None:
    (item,) = read_file(InputFile(tmp_path / "gone.txt", "gone.txt", "text", 3))
    assert isinstance(item, Rejected)
    assert item.reason == "unreadable"
