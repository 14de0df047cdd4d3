"""`vifr export` and `vifr import` through real processes."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from corpus.cli import app
from corpus.interchange import FORMATS, export, import_pairs, load_alignments, load_pairs
from corpus.interchange.registry import PairFormat
from corpus.interchange.values import index_beads

PAIRS = [name for name, one in FORMATS.items() if isinstance(one, PairFormat)]
ALIGNMENTS = [name for name in FORMATS if name not in PAIRS]


@pytest.fixture(scope="module")
def vifr(vifr: Any) -> Any:
    """The command with bytes in and out."""
    return partial(vifr, text=b"")


@pytest.fixture(scope="module")
def build(built_sample: Path) -> Path:
    return built_sample


@pytest.mark.parametrize("name", PAIRS)
def test_pairs_go_out_and_come_back(name: str, build: Path, tmp_path: Path) -> None:
    pairs = list(load_pairs(build))
    assert export(build, name, tmp_path / "news") == len(pairs)
    assert import_pairs(str(tmp_path / "news"), str(tmp_path / "back.parquet"), name) == len(pairs)
    back = list(load_pairs(tmp_path / "back.parquet"))
    if name == "moses":
        assert [(row["id"], row["translation"]) for row in back] == [(row["id"], row["translation"]) for row in pairs]
    else:
        assert back == pairs


@pytest.mark.parametrize("name", ALIGNMENTS)
def test_alignments_go_out_with_every_bead(name: str, build: Path, tmp_path: Path) -> None:
    path = tmp_path / f"news{(*FORMATS[name].endings, '')[0]}"
    count = export(build, name, path)
    whole, back = ([sorted(index_beads(one)) for one in load_alignments(*side)] for side in ((build,), (path, name)))
    if name in ("intertext", "hunalign"):
        moved = sum(link.moved for one in load_alignments(build) for link in one.links)
        assert sum(len(one) for one in back) == sum(len(one) for one in whole) + moved
    else:
        assert back == whole
    assert sum(len(one) for one in back) == count


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "intertext"])
def test_standard_output_is_the_file(vifr: Any, name: str, build: Path, tmp_path: Path) -> None:
    result = vifr("export", build, "--format", name, "-o", "-")
    assert result.returncode == 0
    assert result.stderr == b""
    export(build, name, tmp_path / "news")
    if name == "moses":
        sides = [(tmp_path / f"news.{one}").read_text(encoding="utf-8").splitlines() for one in ("vi", "fr")]
        assert result.stdout.decode().splitlines() == ["\t".join(pair) for pair in zip(*sides, strict=True)]
    else:
        assert result.stdout == (tmp_path / "news").read_bytes()


def test_the_answer_tells_format_place_count_and_losses(vifr: Any, build: Path, tmp_path: Path) -> None:
    result = vifr("export", build, "-o", tmp_path / "news.tmx", "--json")
    count = len(list(load_pairs(build)))
    loses = "characters that XML forbids"
    told = {"format": "tmx", "output": str(tmp_path / "news.tmx"), "count": count, "loses": loses}
    assert json.loads(result.stdout) == told
    shown = vifr("export", build, "-o", tmp_path / "news.tmx").stdout.decode()
    assert shown == f"Wrote {count} pairs to {tmp_path / 'news.tmx'} (tmx). This format loses: {loses}.\n"
    shown = vifr("export", build, "-o", tmp_path / "news.parquet").stdout.decode()
    assert shown == f"Wrote {count} pairs to {tmp_path / 'news.parquet'} (parquet).\n"
    assert b"loses: the texts" in vifr("export", build, "--stand-off", "-o", tmp_path / "so.parquet").stdout


def test_every_format_and_its_losses_are_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
    rows = {line.split("|")[1].strip(" `"): line.split("|")[3].strip() for line in page.splitlines() if "| `" in line}
    assert set(rows) == set(FORMATS)
    assert {name for name, losses in rows.items() if losses == "nothing"} == {
        name for name, one in FORMATS.items() if not one.loses
    }


def test_a_reader_that_has_seen_enough_is_no_error(build: Path) -> None:
    command = Path(sys.executable).with_name("vifr")
    with subprocess.Popen(
        [str(command), "export", str(build), "--format", "tmx", "-o", "-"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


def test_moses_ids_name_the_pairs(vifr: Any, build: Path, tmp_path: Path) -> None:
    assert vifr("export", build, "--format", "moses", "-o", tmp_path / "news").returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["news.fr", "news.ids", "news.vi"]
    ids = (tmp_path / "news.ids").read_text(encoding="utf-8").splitlines()
    assert ids == [row["id"] for row in load_pairs(build)]


def test_a_file_from_standard_input_is_imported(vifr: Any, build: Path, tmp_path: Path) -> None:
    table = vifr("export", build, "--format", "tsv", "-o", "-").stdout
    assert vifr("import", "-", "--format", "tsv", "-o", tmp_path / "a.jsonl", text=table).returncode == 0
    assert list(load_pairs(tmp_path / "a.jsonl")) == list(load_pairs(build))


def test_an_alignment_with_its_sentences_is_imported(vifr: Any, build: Path, tmp_path: Path) -> None:
    vifr("export", build, "--format", "xces", "-o", tmp_path / "news.xml")
    result = vifr("import", tmp_path / "news.xml", "-o", tmp_path / "news.jsonl", "--json")
    beads = [bead for one in load_alignments(build) for bead in index_beads(one) if bead[0] and bead[1]]
    assert json.loads(result.stdout)["pairs"] == len(beads)
    known = {
        (row["document_pair"], *map(tuple, (row["source_index"], row["target_index"]))): row
        for row in load_pairs(build)
    }
    found = {
        (row["document_pair"], *map(tuple, (row["source_index"], row["target_index"]))): row
        for row in load_pairs(tmp_path / "news.jsonl")
    }
    assert known.keys() <= found.keys()
    for key, row in known.items():
        assert found[key]["translation"] == row["translation"]
        assert found[key]["alignment_probability"] == row["alignment_probability"]


def test_stand_off_goes_out_and_comes_back(vifr: Any, build: Path, sample_pages: Path, tmp_path: Path) -> None:
    assert vifr("export", build, "--stand-off", "-o", tmp_path / "so.parquet").returncode == 0
    assert "translation" not in pq.read_table(tmp_path / "so.parquet").column_names
    result = vifr(
        "import", "--stand-off", tmp_path / "so.parquet", sample_pages, "-o", tmp_path / "back.parquet", "--json"
    )
    pairs = list(load_pairs(build))
    assert json.loads(result.stdout)["states"] == {"rebuilt": len(pairs)}
    assert list(load_pairs(tmp_path / "back.parquet")) == pairs


def test_one_split_only(vifr: Any, build: Path) -> None:
    train = vifr("export", build, "--format", "jsonl", "-o", "-", "--split", "train")
    assert len(train.stdout.splitlines()) == len(list(load_pairs(build)))


WRONG = [
    (("export", "absent", "-o", "a.tmx"), "no build here"),
    (("export", "{build}", "-o", "a.docx"), "tells no format"),
    (("export", "{build}", "-o", "a", "--format", "word"), "known are tmx, moses"),
    (("export", "{build}", "-o", "a.parquet.gz"), "Parquet is compressed inside"),
    (("export", "{build}", "-o", "a.path"), "vecalign or sentalign"),
    (("export", "{build}", "-o", "-", "--format", "intertext"), "give a folder"),
    (("export", "{build}", "-o", "a.tmx", "--split", "dev"), "--split must be one of train"),
    (("export", "{build}", "-o", "a.tmx", "--tier", "best"), "--tier must be one of vi-fr"),
    (("export", "{build}", "-o", "a.tmx", "--tier", "vi-fr-reviewed"), "has no vi-fr-reviewed"),
    (("export", "{build}", "-o", "a.xml", "--format", "xces", "--tier", "vi-fr-strict"), "no tier"),
    (("export", "{build}", "-o", "a.tmx", "--stand-off"), "ends in .parquet or .jsonl"),
    (("import", "absent.tmx", "-o", "a.parquet"), "absent.tmx: no such file"),
    (("import", "a.tsv", "-o", "a.tmx"), ".parquet or .jsonl"),
    (("import", "a.tsv", "pages", "-o", "a.parquet"), "are for --stand-off"),
    (("import", "a.tsv", "-o", "a.parquet", "--source-sentences", "x"), "both sides"),
    (("import", "--stand-off", "a.jsonl", "-o", "a.parquet"), "needs the pages"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG)
def test_wrong_usage_exits_2_with_a_remedy(
    arguments: tuple[str, ...], message: str, build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.tsv").write_text("Mưa.\tPluie.\n", encoding="utf-8")
    result = CliRunner().invoke(app, [one.format(build=build) for one in arguments], prog_name="vifr")
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr
