"""A dataset without its texts, and the texts put back from the pages."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from corpus.interchange import InterchangeError, load_pairs
from corpus.interchange.standoff import export_stand_off, import_stand_off


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
