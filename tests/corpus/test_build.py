"""The main job from end to end: sample pages, hostile pages, the same bytes, the ledger."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from corpus.build import NothingToBuildError, build_corpus
from corpus.config import BuildConfig, LearnStageConfig
from corpus.store import FolderInUseError, folder_lock, read_rows

GOLD = Path(__file__).parents[1] / "gold" / "sample"
VI = (
    "Bão số 8 vào Hà Tĩnh\nChiều 14/3, tỉnh Sơn Hà họp về 412.000 hồ sơ đất đai. "
    "Ông Lê Minh Quân phát biểu về 87,5% kế hoạch.\n"
)
FR = (
    "Dans l'après-midi du 14 mars, la province de Son Ha s'est réunie au sujet de 412 000 dossiers fonciers. "
    "M. Le Minh Quan a parlé de 87,5 % du plan.\nSource : https://bao.example/bao-so-8-vao-ha-tinh-post880222.html\n"
)


def rows(folder: Path, config: str = "vi-fr") -> list[dict[str, Any]]:
    return read_rows(sorted((folder / "dataset" / config).glob("*.parquet")))


def rejected(folder: Path) -> list[dict[str, Any]]:
    return read_rows([folder / "rejected.parquet"])


def metrics(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "dataset" / "metrics.json").read_text(encoding="utf-8")))


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def page_pairs(folder: Path) -> set[tuple[str, str]]:
    return {(row["source_document"], row["target_document"]) for row in rows(folder, "documents")}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, sample_pages: Path) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    build_corpus([sample_pages], folder)
    return folder


def test_sample_finds_all_document_pairs_and_no_other(sample: Path) -> None:
    gold = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(GOLD.glob("documents_*.json"))]
    assert page_pairs(sample) == {(pair[0], pair[1]) for part in gold for pair in part["pairs"]}


def test_sample_beads_against_gold(sample: Path) -> None:
    right = predicted = expected = 0
    documents = {(row["source_document"], row["target_document"]): row for row in rows(sample, "documents")}
    for path in sorted(GOLD.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if "beads" not in gold:
            continue
        row = documents[gold["source"], gold["target"]]
        texts = {"source": _sentences(row, "source"), "target": _sentences(row, "target")}
        found = {
            (_join(texts["source"], bead["source"]), _join(texts["target"], bead["target"]))
            for bead in row["alignment"]
            if bead["source"] and bead["target"] and not bead["moved"]
        }
        true = {(_join(gold["vi"], i), _join(gold["fr"], j)) for i, j in gold["beads"] if i and j}
        assert gold["paragraphs"] == [_paragraphs(row, "source"), _paragraphs(row, "target")]
        right += len(found & true)
        predicted += len(found)
        expected += len(true)
    assert 2 * right / (predicted + expected) >= 0.97


def _sentences(row: dict[str, Any], side: str) -> list[str]:
    from aligner import split_sentences

    language = {"source": "vi", "target": "fr"}[side]
    return [sentence.text for sentence in split_sentences(row[f"{side}_text"], language=language)]


def _paragraphs(row: dict[str, Any], side: str) -> list[int]:
    """The first sentences of the paragraphs of one side."""
    from aligner import split_sentences

    language = {"source": "vi", "target": "fr"}[side]
    places = [sentence.paragraph for sentence in split_sentences(row[f"{side}_text"], language=language)]
    return [place for place, paragraph in enumerate(places) if not place or paragraph != places[place - 1]]


def _join(sentences: list[str], indices: list[int]) -> str:
    return " ".join(" ".join(sentences[i] for i in indices).split())


def test_ledger_adds_up(sample: Path) -> None:
    for level in metrics(sample)["ledger"].values():
        assert level["total"] == sum(level["states"].values())
    assert metrics(sample)["ledger"]["documents"]["states"] == {"paired": 20, "unpaired": 8}


def test_spans_give_the_text_back(sample: Path) -> None:
    documents = {row["id"]: row for row in rows(sample, "documents")}
    pairs = rows(sample)
    assert len(pairs) > 200
    for row in pairs:
        for side, language in (("source", "vi"), ("target", "fr")):
            text = documents[row["document_pair"]][f"{side}_text"]
            parts = [" ".join(text[start:end].split()) for start, end in row[f"{side}_spans"]]
            assert parts == row[f"{side}_sentences"]
            assert " ".join(parts) == row["translation"][language]


def test_the_contract_of_columns(sample: Path) -> None:
    import datasets

    pairs = datasets.load_dataset(str(sample / "dataset"), split="train")
    assert pairs.features["translation"] == datasets.Translation(languages=["vi", "fr"])
    assert pairs.features["quality"] == datasets.Value("float32")
    assert pairs.features["source_spans"] == datasets.List(datasets.List(datasets.Value("int32")))
    assert set(pairs[0]["translation"]) == {"vi", "fr"}
    documents = datasets.load_dataset(str(sample / "dataset"), "documents", split="train")
    assert documents.features["alignment"].feature["moved"] == datasets.Value("bool")


def test_no_split_is_empty_and_every_listed_one_is_there(sample: Path) -> None:
    from huggingface_hub import DatasetCard

    card = DatasetCard.load(sample / "dataset" / "README.md")
    for config in card.data.to_dict()["configs"]:
        for entry in config["data_files"]:
            files = list((sample / "dataset").glob(entry["path"]))
            assert files
            assert all(pq.read_metadata(file).num_rows for file in files)


def test_card_holds_figures_and_no_holes(sample: Path) -> None:
    card = (sample / "dataset" / "README.md").read_text(encoding="utf-8")
    assert f"{metrics(sample)['pairs']:,} Vietnamese-French sentence pairs" in card
    assert "machine" in card
    assert "$" not in card.split("---", 2)[2]
    assert "[More Information Needed]" not in card


def test_manifest_names_every_output(sample: Path) -> None:
    manifest = json.loads((sample / "dataset" / "manifest.json").read_text(encoding="utf-8"))
    listed = {entry["name"] for entry in manifest["outputs"]}
    assert listed == set(tree(sample / "dataset")) - {"manifest.json"}
    assert len(manifest["inputs"]) >= 18


def test_the_same_bytes_for_any_number_of_workers(sample: Path, sample_pages: Path, tmp_path: Path) -> None:
    build_corpus([sample_pages], tmp_path / "again", workers=2)
    assert tree(tmp_path / "again" / "dataset") == tree(sample / "dataset")
    build_corpus([sample_pages], tmp_path / "again")
    assert tree(tmp_path / "again" / "dataset") == tree(sample / "dataset")


def test_words_are_learned_where_there_is_enough_text(sample_pages: Path, tmp_path: Path) -> None:
    config = BuildConfig(learn=LearnStageConfig(least_pairs=100))
    for folder, workers in (("one", 1), ("two", 2)):
        build_corpus([sample_pages], tmp_path / folder, config=config, workers=workers)
    learned = metrics(tmp_path / "one")["learned_lexicon"]
    assert learned["pairs"] > 100
    assert learned["words"] > 0
    assert (tmp_path / "one" / "work" / "lexicon" / "learned.tsv").is_file()
    assert tree(tmp_path / "one" / "dataset") == tree(tmp_path / "two" / "dataset")


@pytest.fixture
def crawl(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "crawl"
    folder.mkdir()
    (folder / "vi.txt").write_text(VI, encoding="utf-8")
    (folder / "fr.txt").write_text(FR, encoding="utf-8")
    yield folder
    shutil.rmtree(folder)


def test_bad_pages_among_good_ones(crawl: Path, tmp_path: Path) -> None:
    (crawl / "empty.txt").write_bytes(b"")
    (crawl / "blank.txt").write_text(" \n\t\n", encoding="utf-8")
    (crawl / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (crawl / "latin.txt").write_bytes("Été à Huế".encode("cp1258", "replace") + b"\xff\xfe\xfd" * 5)
    lines = [
        '{"id": "a", "text": "Một trang tin về 512 hộ dân ở huyện Lệ Thủy.", "language": "vi"}',
        '{"id": "broken", "text": ',
        "[1, 2]",
        '{"id": "a", "text": "Một trang tin khác hẳn về 93 con tàu ở Vũng Tàu.", "language": "vi"}',
        '{"id": "a", "text": "Một trang tin về 512 hộ dân ở huyện Lệ Thủy.", "language": "vi"}',
        '{"id": "../../etc/passwd\\n=cmd()", "text": "Trang này có mã lạ, nói về 77 cây cầu.", "language": "vi"}',
    ]
    (crawl / "records.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    whole = gzip.compress("".join(f'{{"text": "Trang số {n} nói về lúa."}}\n' for n in range(2000)).encode())
    (crawl / "cut.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    out = tmp_path / "out"
    build_corpus([crawl], out)
    assert page_pairs(out) == {("vi.txt", "fr.txt")}
    reasons = {(row["item"].split("#")[0], row["reason"]) for row in rejected(out) if row["kind"] == "document"}
    expected = {("empty.txt", "empty"), ("blank.txt", "empty"), ("binary.txt", "binary"), ("latin.txt", "encoding")}
    assert expected <= reasons
    assert ("records.jsonl", "broken_record") in reasons
    assert ("cut.jsonl.gz", "truncated") in reasons
    assert ("a", "duplicate") in reasons
    states = metrics(out)["ledger"]["documents"]["states"]
    assert states["quarantined:broken_record"] == 2
    assert not list(tmp_path.glob("etc*"))


def test_nothing_readable_and_no_pair_exit_1_with_the_tables(vifr: Any, crawl: Path, tmp_path: Path) -> None:
    (crawl / "vi.txt").write_bytes(b"")
    with pytest.raises(NothingToBuildError, match="no document pair"):
        build_corpus([crawl], tmp_path / "one")
    (crawl / "fr.txt").write_bytes(b"\x00\x01\x02" * 100)
    result = vifr("build", crawl, "-o", tmp_path / "none")
    assert result.returncode == 1
    assert "no readable page" in result.stderr
    assert "Traceback" not in result.stderr
    assert {row["reason"] for row in rejected(tmp_path / "none")} == {"empty", "binary"}


def test_a_build_that_fails_leaves_the_old_dataset(crawl: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build_corpus([crawl], out)
    before = tree(out / "dataset")
    (crawl / "fr.txt").write_text("Une page sans rapport avec rien.", encoding="utf-8")
    with pytest.raises(NothingToBuildError):
        build_corpus([crawl], out)
    assert tree(out / "dataset") == before


def test_two_builds_in_one_folder_are_refused(crawl: Path, tmp_path: Path) -> None:
    with folder_lock(tmp_path / "out"), pytest.raises(FolderInUseError, match="in use by another build"):
        build_corpus([crawl], tmp_path / "out")


def test_seeds(shared: Path, tmp_path: Path) -> None:
    build_corpus([shared / "seeds"], tmp_path)
    pairs = rows(tmp_path)
    assert page_pairs(tmp_path) == {("002_0579edafd8662a6f.txt", "000_e583dc194a056a7a.txt")}
    assert [row["alignment_type"] for row in pairs] == ["1-1"] * 14
    text = " ".join(row["translation"]["fr"] for row in pairs)
    assert not any(furniture in text for furniture in ("![]", "|", "Source", "Comment"))
    assert metrics(tmp_path)["ledger"]["documents"]["states"] == {"paired": 2, "unpaired": 3}


def test_the_strict_tier_holds_what_is_good_and_without_a_flag(sample: Path) -> None:
    strict = rows(sample, "vi-fr-strict")
    config = BuildConfig().select
    assert strict
    assert {row["id"] for row in strict} == {
        row["id"] for row in rows(sample) if row["quality"] >= config.strict_quality and not row["flags"]
    }
    assert set(strict[0]) == set(rows(sample)[0])
