"""`vifr diff`, and `vifr evaluate` on every format, through real processes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from corpus.cli import app
from corpus.interchange import FORMATS, export, load_pairs
from corpus.interchange.registry import AlignmentFormat

ROWS = [
    {"id": "a", "translation": {"vi": "Một.", "fr": "Un."}, "quality": 0.5, "flags": []},
    {"id": "b", "translation": {"vi": "Hai.", "fr": "Deux."}, "quality": 0.5, "flags": ["number"]},
    {"id": "c", "translation": {"vi": "Ba.", "fr": "Trois."}, "quality": 0.9, "flags": []},
]


def table(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def build(built_sample: Path) -> Path:
    return built_sample


def test_versions_of_a_dataset(vifr: Any, tmp_path: Path) -> None:
    later = [
        {**ROWS[0], "quality": 0.75, "flags": ["name"]},
        {**ROWS[1], "quality": 0.5004},
        {**ROWS[2], "id": "d"},
    ]
    first, second = table(tmp_path / "a.jsonl", ROWS), table(tmp_path / "b.jsonl", later)
    value = json.loads(vifr("diff", first, second, "--json").stdout)
    assert value["pairs"] == {"first": 3, "second": 3, "unchanged": 1, "added": 1, "removed": 1, "changed": 1}
    assert (value["added"], value["removed"]) == (["d"], ["c"])
    assert value["changed"] == [{"id": "a", "changed": {"flags": [[], ["name"]], "quality": [0.5, 0.75]}}]
    assert value["changes"] == {"quality": 1, "flags": 1}
    shown = vifr("diff", first, second).stdout
    assert "3 pairs in A, 3 in B: 1 added, 1 removed, 1 changed, 1 the same" in shown
    assert "~ a  flags none -> name, quality 0.500 -> 0.750" in shown


def test_an_edited_text_is_a_change(vifr: Any, tmp_path: Path) -> None:
    edited = [{**ROWS[0], "translation": {"vi": "Một.", "fr": "Une."}}, *ROWS[1:]]
    value = json.loads(
        vifr("diff", table(tmp_path / "a.jsonl", ROWS), table(tmp_path / "b.jsonl", edited), "--json").stdout
    )
    assert value["changes"] == {"text": 1}


def test_pairs_without_ids_are_compared_by_their_texts(vifr: Any, tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("Một.\tUn.\nMột.\tUn.\nHai.\tDeux.\n", encoding="utf-8")
    (tmp_path / "b.tsv").write_text("Hai.\tDeux.\nMột.\tUn.\nBa.\tTrois.\n", encoding="utf-8")
    value = json.loads(vifr("diff", tmp_path / "a.tsv", tmp_path / "b.tsv", "--json").stdout)
    assert value["pairs"] == {"first": 3, "second": 3, "unchanged": 2, "added": 1, "removed": 1, "changed": 0}


def test_a_build_and_its_exports_are_the_same(vifr: Any, build: Path, tmp_path: Path) -> None:
    count = len(list(load_pairs(build)))
    for name, ending in (("tmx", ".tmx"), ("csv", ".csv"), ("parquet", ".parquet"), ("moses", ".vi")):
        export(build, name, tmp_path / f"a{ending}")
        shown = vifr("diff", build, tmp_path / f"a{ending}").stdout
        assert f"0 added, 0 removed, 0 changed, {count} the same" in shown


def test_alignments_in_different_formats(vifr: Any, tmp_path: Path) -> None:
    (tmp_path / "a.path").write_text("[0]:[0]:0.1\n[1]:[1, 2]:0.2\n[2]:[]:0\n", encoding="utf-8")
    (tmp_path / "b.ladder").write_text("0\t0\n1\t1\n2\t2\n3\t3\n", encoding="utf-8")
    value = json.loads(vifr("diff", tmp_path / "a.path", tmp_path / "b.ladder", "--json").stdout)
    assert value["beads"] == {"common": 1, "only_first": 2, "only_second": 2}
    shown = vifr("diff", tmp_path / "a.path", tmp_path / "b.ladder").stdout.splitlines()
    assert shown[0] == "Beads: 1 common, 2 only in A (-), 2 only in B (+). Documents: 1."
    assert shown[1:] == ["  + [1]:[1]  1", "  - [1]:[1, 2]  1", "  - [2]:[]  1", "  + [2]:[2]  1"]


def test_lists_are_cut_short_and_say_so(vifr: Any, tmp_path: Path) -> None:
    rows = [{**ROWS[0], "id": str(number)} for number in range(9)]
    shown = vifr("diff", table(tmp_path / "a.jsonl", rows), table(tmp_path / "b.jsonl", ROWS), "--show", "2").stdout
    assert "... and 10 more; --json lists them" in shown


@pytest.mark.parametrize("name", [name for name, one in FORMATS.items() if isinstance(one, AlignmentFormat)])
def test_evaluate_reads_every_format(vifr: Any, name: str, build: Path, tmp_path: Path) -> None:
    path = tmp_path / f"news{(*FORMATS[name].endings, '')[0]}"
    export(build, name, path)
    result = json.loads(vifr("evaluate", path, build, "--format", name, "--json").stdout)
    assert result["documents"] > 1
    assert result["strict"]["precision"] == 1.0
    if name not in ("intertext", "hunalign"):
        assert result["strict"]["recall"] == result["nulls"]["f1"] == 1.0


def test_evaluate_tells_formats_by_their_endings(vifr: Any, build: Path, tmp_path: Path) -> None:
    export(build, "xces", tmp_path / "a.xml")
    export(build, "parquet", tmp_path / "a.parquet")
    result = json.loads(vifr("evaluate", tmp_path / "a.parquet", tmp_path / "a.xml", "--json").stdout)
    assert result["strict"]["precision"] == 1.0
    assert result["predicted_beads"] == len(list(load_pairs(build)))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("diff", "absent", "a.ladder"), "absent: no such file"),
        (("diff", "-", "-"), "only one of the texts"),
        (("diff", "a.tsv", "a.ladder"), "no sentence numbers"),
        (("diff", "a.ladder", "two.json"), "1 alignments against 2"),
        (("evaluate", "a.tsv", "a.ladder"), "no sentence numbers"),
        (("evaluate", "bad.ladder", "a.ladder"), "bad.ladder: line 1"),
        (("evaluate", "a.ladder", "a.ladder", "--format", "word"), "unknown format 'word'"),
    ],
)
def test_wrong_usage_exits_2_with_a_remedy(
    arguments: tuple[str, ...], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.ladder").write_text("0\t0\n1\t1\n", encoding="utf-8")
    (tmp_path / "bad.ladder").write_text("rung\n", encoding="utf-8")
    (tmp_path / "a.tsv").write_text("Mưa.\tPluie.\n", encoding="utf-8")
    (tmp_path / "two.json").write_text("[[[[0], [0]]], [[[0], [0]]]]", encoding="utf-8")
    result = CliRunner().invoke(app, arguments, prog_name="vifr")
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr
