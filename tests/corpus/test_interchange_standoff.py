"""A dataset without its texts, and the texts put back from the pages."""

from __future__ import annotations

import json
import shutil
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from corpus.clean import clean_document
from corpus.documents import Document, RawDocument
from corpus.ids import stable_id
from corpus.ingest import find_inputs, read_file
from corpus.interchange import InterchangeError, load_pairs
from corpus.interchange.columns import complete_row
from corpus.interchange.conversion import joined
from corpus.interchange.standoff import export_stand_off, import_stand_off
from corpus.interchange.tables import write_parquet
from corpus.schema import DOCUMENTS, PAIRS


@pytest.fixture(scope="module")
def build(built_sample: Path) -> Path:
    return built_sample


def pages_of(row: dict[str, object]) -> tuple[object, object]:
    return row["source_document"], row["target_document"]


@pytest.mark.parametrize("ending", [".parquet", ".jsonl", ".jsonl.gz"])
def test_the_pair_table_is_rebuilt_equal(build: Path, sample_pages: Path, tmp_path: Path, ending: str) -> None:
    pairs = list(load_pairs(build))
    assert export_stand_off(str(build), str(tmp_path / f"so{ending}")) == len(pairs)
    result = import_stand_off(str(tmp_path / f"so{ending}"), [sample_pages], str(tmp_path / "back.parquet"))
    assert result.states == {"rebuilt": len(pairs)}
    assert list(load_pairs(tmp_path / "back.parquet")) == pairs


def test_no_sentence_is_in_the_file(build: Path, tmp_path: Path) -> None:
    export_stand_off(str(build), str(tmp_path / "so.jsonl"))
    export_stand_off(str(build), str(tmp_path / "so.parquet"))
    written = (tmp_path / "so.jsonl").read_text(encoding="utf-8")
    columns = pq.read_table(tmp_path / "so.parquet").column_names
    assert not {"translation", "source_sentences", "target_sentences"} & set(columns)
    for row in load_pairs(build):
        for text in row["translation"].values():
            assert json.dumps(text, ensure_ascii=False)[1:-1] not in written


def test_pages_are_known_by_their_text_wherever_they_lie(build: Path, sample_pages: Path, tmp_path: Path) -> None:
    export_stand_off(str(build), str(tmp_path / "so.jsonl"))
    for number, path in enumerate(sorted(sample_pages.rglob("*.txt"))):
        (tmp_path / "mine").mkdir(exist_ok=True)
        shutil.copy(path, tmp_path / "mine" / f"{number}.txt")
    result = import_stand_off(str(tmp_path / "so.jsonl"), [tmp_path / "mine"], str(tmp_path / "back.jsonl"))
    assert result.states["rebuilt"] > 0
    assert set(result.states) == {"rebuilt", "page missing"}
    assert len(result.left_out) == result.states["page missing"]


def test_changed_pages_lose_only_their_changed_pairs(build: Path, sample_pages: Path, tmp_path: Path) -> None:
    export_stand_off(str(build), str(tmp_path / "so.jsonl"))
    shutil.copytree(sample_pages, tmp_path / "pages")
    row = next(row for row in load_pairs(build) if str(row["target_document"]).endswith(".txt"))
    page = tmp_path / "pages" / str(row["target_document"])
    last = next(one for one in reversed(list(load_pairs(build))) if pages_of(one) == pages_of(row))
    text = page.read_text(encoding="utf-8")
    word = last["target_sentences"][-1].split()[-1]
    before, _, after = text.rpartition(word)
    page.write_text(f"{before}Xyz.{after}", encoding="utf-8")
    result = import_stand_off(str(tmp_path / "so.jsonl"), [tmp_path / "pages"], str(tmp_path / "back.jsonl"))
    assert (last["id"], "text differs") in result.left_out
    rebuilt = [one for one in load_pairs(tmp_path / "back.jsonl") if pages_of(one) == pages_of(row)]
    assert rebuilt
    assert row in rebuilt


def test_other_pages_rebuild_nothing(build: Path, tmp_path: Path) -> None:
    export_stand_off(str(build), str(tmp_path / "so.jsonl"))
    (tmp_path / "other.txt").write_text("Một trang khác hẳn, không có trong kho.\n", encoding="utf-8")
    with pytest.raises(InterchangeError, match="no pair could be rebuilt"):
        import_stand_off(str(tmp_path / "so.jsonl"), [tmp_path / "other.txt"], str(tmp_path / "back.jsonl"))
    assert not (tmp_path / "back.jsonl").exists()


HOSTILE = (
    "a\tb  c",
    "x\u2028y\x85z",
    "\x00\x1f\ufeff",
    "<b>&amp;</b> ]]>",
    "=HYPERLINK(1)",
    "Thủ tướng\u0301 nói",
    '{"a": "b"}',
    "\U0001f600 \u200b",
)
lines = st.lists(st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"]), max_size=15), max_size=4)
place = count()


def page_lines(text: str) -> list[list[int]]:
    """The spans of the lines of a text that hold more than space."""
    spans, start = [], 0
    for line in text.split("\n"):
        spans += [[start, start + len(line)]] if line.strip() else []
        start += len(line) + 1
    return spans


def line_pairs(source: Document, target: Document) -> list[dict[str, Any]]:
    """Lines of two pages in parallel as rows of a dataset, and one row of all lines."""
    sides = page_lines(source.text), page_lines(target.text)
    beads = [*(([one], [other]) for one, other in zip(*sides, strict=False)), sides]
    rows = []
    for number, spans in enumerate(beads):
        parts = [[page.text[a:b] for a, b in own] for page, own in zip((source, target), spans, strict=True)]
        fields = {
            "id": str(number),
            "document_pair": stable_id(source.id, target.id),
            "source_document": source.id,
            "target_document": target.id,
            "source_spans": spans[0],
            "target_spans": spans[1],
            "source_sentences": [joined([part]) for part in parts[0]],
            "target_sentences": [joined([part]) for part in parts[1]],
        }
        rows.append(complete_row(joined(parts[0]), joined(parts[1]), fields))
    return rows


def write_build(folder: Path, source: Document, target: Document) -> None:
    """As much of a build as holds these two pages."""
    page_pair = dict.fromkeys(DOCUMENTS.names) | {
        "id": stable_id(source.id, target.id),
        "evidence": [],
        "alignment": [],
    }
    page_pair |= {"source_text": source.text, "target_text": target.text}
    tables = (("vi-fr", line_pairs(source, target), PAIRS), ("documents", [page_pair], DOCUMENTS))
    for name, rows, schema in tables:
        path = folder / "dataset" / name / "train-00000-of-00001.parquet"
        path.parent.mkdir(parents=True)
        with path.open("wb") as file:
            write_parquet(rows, file, schema)


@pytest.mark.parametrize("ending", [".parquet", ".jsonl"])
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(vietnamese=lines, french=lines)
def test_any_pages_come_back(vietnamese: list[str], french: list[str], ending: str, tmp_path: Path) -> None:
    folder = tmp_path / str(next(place))
    (folder / "pages").mkdir(parents=True)
    records = (("vi", vietnamese), ("fr", french))
    pages = [{"id": f"{name}/..\u2028=1", "language": name, "text": "\n".join(["A b.", *own])} for name, own in records]
    text = "".join(json.dumps(page) + "\n" for page in pages)
    (folder / "pages" / "p.jsonl").write_text(text, encoding="utf-8")
    (file,) = find_inputs([folder / "pages"])
    read = [clean_document(raw) for raw in read_file(file) if isinstance(raw, RawDocument)]
    assume([page.language for page in read] == ["vi", "fr"])
    write_build(folder, *read)
    rows = list(load_pairs(folder))
    assert export_stand_off(str(folder), str(folder / f"so{ending}")) == len(rows)
    import_stand_off(str(folder / f"so{ending}"), [folder / "pages"], str(folder / "back.parquet"))
    assert list(load_pairs(folder / "back.parquet")) == rows


BROKEN = {
    "a.jsonl": ("{}", "line 1: no id"),
    "b.jsonl": ("[]", "no JSON object"),
    "c.jsonl": ('{"id": "1", "source_spans": [["a", 2]]}', "source_spans cannot be"),
    "d.parquet": ("PAR1", "no Parquet file"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_files_are_refused_by_name(name: str, sample_pages: Path, tmp_path: Path) -> None:
    content, message = BROKEN[name]
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(InterchangeError, match=message) as caught:
        import_stand_off(str(tmp_path / name), [sample_pages], str(tmp_path / "back.jsonl"))
    assert name in str(caught.value)
