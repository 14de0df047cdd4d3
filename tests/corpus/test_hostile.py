"""What a hostile crawl, a damaged folder or an odd command line must not break."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import zstandard
from pyarrow import parquet

import corpus.pages
from corpus.build import build_corpus
from corpus.cache import Cached
from corpus.clean import CleanConfig, clean_document
from corpus.documents import RawDocument, Rejected
from corpus.formats.limits import ReadLimits
from corpus.formats.records import read_record
from corpus.identity import identify
from corpus.ingest import find_inputs, read_file
from corpus.matching import input_digests
from corpus.pages import Page, PreparePartition, prepare, prepare_page
from corpus.rows import stable_id
from corpus.splits import SplitConfig, assign_splits, page_key
from corpus.store import OutputFolderError, clear_leftovers, folder_lock, read_rows
from corpus.writing import earlier_splits

VI = "Chiều 14/3, tỉnh Sơn Hà họp về 412.000 hồ sơ đất đai. Ông Lê Minh Quân phát biểu về 87,5% kế hoạch.\n"
FR = (
    "Dans l'après-midi du 14 mars, la province de Son Ha s'est réunie au sujet de 412 000 dossiers fonciers. "
    "M. Le Minh Quan a parlé de 87,5 % du plan.\n"
)


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    folder = tmp_path / "crawl"
    folder.mkdir()
    (folder / "vi.txt").write_text(VI, encoding="utf-8")
    (folder / "fr.txt").write_text(FR, encoding="utf-8")
    return folder


def page(identifier: str, text: str, language: str = "vi", **fields: Any) -> Page:
    return prepare_page(RawDocument(identifier, text, identifier, language=language, **fields), CleanConfig())


def ids(pages: Sequence[Page]) -> list[str]:
    return [one.document.id for one in identify(pages).pages]


def dataset(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "dataset").rglob("*")) if path.is_file()}


def test_pipes_and_dangling_links_do_not_stop_a_build(crawl: Path, tmp_path: Path) -> None:
    os.mkfifo(crawl / "pipe.txt")
    (crawl / "dangling.txt").symlink_to("nowhere")
    (crawl / "loop.txt").symlink_to("loop.txt")
    digests = input_digests(find_inputs([crawl]))
    assert sorted(path.name for path, digest in digests.items() if digest is None) == [
        "dangling.txt",
        "loop.txt",
        "pipe.txt",
    ]
    build_corpus([crawl], tmp_path / "out")
    reasons = Counter(row["reason"] for row in read_rows([tmp_path / "out" / "rejected.parquet"]))
    assert reasons["unreadable"] == 3


def test_a_build_does_not_read_what_it_wrote(crawl: Path) -> None:
    build_corpus([crawl], crawl / "out")
    first = dataset(crawl / "out")
    build_corpus([crawl], crawl / "out")
    assert dataset(crawl / "out") == first
    build_corpus([crawl], crawl)
    excluded = [crawl / "out" / "dataset", crawl / "dataset"]
    assert not [file.name for file in find_inputs([crawl], exclude=excluded) if "dataset/" in file.name]


@pytest.mark.parametrize("below", ["", "deeper"])
def test_an_output_that_is_a_file_is_wrong_usage(vifr: Any, crawl: Path, below: str) -> None:
    result = vifr("build", crawl, "-o", crawl / "vi.txt" / below)
    assert result.returncode == 2
    assert "name a folder" in result.stderr
    with pytest.raises(OutputFolderError, match=r"vi\.txt"), folder_lock(crawl / "vi.txt" / below):
        pass


def test_an_input_whose_name_is_too_long_is_not_there() -> None:
    with pytest.raises(FileNotFoundError, match="does not exist"):
        find_inputs([Path("a" * 5000)])


def test_an_output_folder_whose_name_is_no_utf8(crawl: Path, tmp_path: Path) -> None:
    out = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    build_corpus([crawl], out)
    assert len(read_rows(list((out / "dataset" / "documents").glob("*.parquet")))) == 1


def test_lone_surrogates_of_every_field(tmp_path: Path) -> None:
    fields: dict[str, Any] = dict.fromkeys(("id", "url", "title", "date", "source_url", "publisher"), "\ud800")
    raw = RawDocument(text=f"{VI}\udfff", origin="a.jsonl#1", language="vi", **fields)
    document = clean_document(raw)
    assert (document.id, document.url) == ("\ufffd", "\ufffd")
    assert document.publisher == "\ufffd"
    lines = [
        {"text": VI, **fields},
        {"text": FR},
        {"text": "Hai xã.", "id": "\udfff"},
        {"text": "x", "language": "\ud800"},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    build_corpus([tmp_path / "a.jsonl"], tmp_path / "out")
    (row,) = read_rows(list((tmp_path / "out" / "dataset" / "documents").glob("*.parquet")))
    assert (row["source_document"], row["target_document"]) == ("\ufffd", "a.jsonl#2")


def test_ids_are_kept_as_given() -> None:
    for given, kept in ((" a ", " a "), ("", "x#1"), ("  ", "x#1"), (7, "7")):
        record = read_record({"id": given, "text": "Một."}, "x#1", ReadLimits())
        assert isinstance(record, RawDocument)
        assert record.id == kept


def test_parquet_with_two_columns_of_one_name_and_impossible_dates(tmp_path: Path) -> None:
    twice = pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], names=["text", "text"])
    parquet.write_table(twice, tmp_path / "twice.parquet")
    dates = pa.array([2**52, 0], pa.timestamp("s"))
    parquet.write_table(pa.table({"text": ["Một.", "Hai."], "date": dates}), tmp_path / "dates.parquet")
    dated, undated, both = [item for file in find_inputs([tmp_path]) for item in read_file(file)]
    assert isinstance(dated, Rejected)
    assert isinstance(undated, RawDocument)
    assert isinstance(both, Rejected)
    assert dated.reason == both.reason == "broken_record"


def test_a_page_that_trips_the_program_is_quarantined(crawl: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def trip(raw: RawDocument, clean: Any) -> Page:
        if raw.id == "fr.txt":
            raise ZeroDivisionError
        return prepare_page(raw, clean)

    monkeypatch.setattr(corpus.pages, "prepare_page", trip)
    part = prepare(PreparePartition(tuple(find_inputs([crawl])), CleanConfig()))
    assert [one.document.id for one in part.pages] == ["vi.txt"]
    assert [(item.item, item.reason) for item in part.rejected] == [("fr.txt", "fault")]


def test_repeated_ids() -> None:
    first, second, third = (page("a", f"Trang số {n} nói về {n} cây cầu ở Huế.") for n in (11, 22, 33))
    other = f"a~{second.digest[:8]}"
    assert ids([first, second, first, second]) == ["a", other]
    assert len(identify([first, second, first, second]).rejected) == 2
    taken = page(other, "Một trang khác nói về 44 con tàu.")
    assert len(set(ids([taken, first, second, third]))) == 4
    english = page("a", "An English page.", "en")
    assert identify([english, english]).states == ["rejected:language", "duplicate"]
    assert ids([english, first]) == [f"a~{first.digest[:8]}"]


def test_the_order_of_inputs_does_not_matter() -> None:
    pages = [page(name, f"Trang {name} nói về {n} cây cầu ở Huế.") for n, name in enumerate("bca", start=11)]
    assert ids(pages) == ids(pages[::-1]) == ["a", "b", "c"]


def test_a_duplicate_lends_its_addresses() -> None:
    link = "https://bao.example/mua-lon-o-hue-post88022.html"
    known = identify(
        [page("b", FR, "fr"), page("a", VI), page("c", FR, "fr", source_url=link, url="https://p.example/1")]
    )
    kept = known.pages[1].document
    assert (kept.id, kept.url, kept.source_url) == ("b", "https://p.example/1", link)
    assert known.originals == {1: [link]}


def test_the_sign_between_the_parts_of_an_id_may_be_in_an_id() -> None:
    assert stable_id("a\x1fb", "c") != stable_id("a", "b\x1fc")
    assert stable_id("a\x1e1b", "c") != stable_id("a\x1fb", "c")


@pytest.mark.parametrize("damage", [b"[]", b"{}", b"1", b"null", b"[" * 100_000, b'{"pages": [1], "rejected": []}'])
def test_a_kept_result_of_another_shape_is_computed_anew(damage: bytes, tmp_path: Path) -> None:
    from corpus.pages import PreparedPart

    stage: Cached[str, PreparedPart] = Cached(lambda partition: PreparedPart((), ()), PreparedPart, tmp_path)
    (tmp_path / "key.json.zst").write_bytes(zstandard.compress(damage))
    assert stage(("key", "p")) == PreparedPart((), ())


def test_a_flipped_bit_in_a_kept_result_is_noticed(tmp_path: Path) -> None:
    stage: Cached[str, str] = Cached(lambda partition: "abcdefgh" * 4, str, tmp_path)
    stage(("key", "p"))
    path = tmp_path / "key.json.zst"
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert stage(("key", "p")) == "abcdefgh" * 4


def test_a_work_folder_that_is_a_file_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "work").write_text("x")
    stage: Cached[str, str] = Cached(lambda partition: partition, str, tmp_path / "work")
    assert stage(("key", "p")) == "p"


def test_half_written_files_are_cleared(tmp_path: Path) -> None:
    (tmp_path / "work" / "pages").mkdir(parents=True)
    (tmp_path / "work" / "pages" / ".a.json.zst.7.tmp").write_text("x")
    (tmp_path / ".rejected.parquet.tmp").write_text("x")
    clear_leftovers(tmp_path)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == []


def test_shares_that_are_none_are_refused() -> None:
    for validation, test in ((-0.1, 0.0), (0.6, 0.6), (float("nan"), 0.0)):
        with pytest.raises(ValueError, match=r"split\.validation"):
            SplitConfig(validation, test)


def test_train_holds_a_document_with_rows() -> None:
    documents = {"a": ["page 1"], "b": ["page 2"]}
    everything = SplitConfig(validation=0.0, test=1.0)
    assert assign_splits(documents, everything, filled={"b"}) == {"a": "test", "b": "train"}


def test_what_was_in_test_stays_there_alone_and_with_another_partner() -> None:
    everything = SplitConfig(validation=0.0, test=0.0)
    assert assign_splits({"a": ["page 1"]}, everything, {"a": "test"}) == {"a": "test"}
    documents = {"new": [page_key("1"), page_key("3")], "z": [page_key("4")]}
    assert assign_splits(documents, everything, {page_key("1"): "test"}) == {"new": "test", "z": "train"}


def test_the_manifest_remembers_what_was_once_in_test(tmp_path: Path) -> None:
    manifest = {"test_document_pairs": ["gone"]}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert earlier_splits(tmp_path) == {"gone": "test"}
    (tmp_path / "manifest.json").write_text('{"test_document_pairs": 3}', encoding="utf-8")
    assert earlier_splits(tmp_path) == {}
