"""The command line through real processes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

VI = "Chiều 14/3, tỉnh họp. Tỉnh có 412.000 hồ sơ.\n"
FR = "Le 14 mars, la province s'est réunie. Elle compte 412 000 dossiers.\n"
VERBS = ("build", "align", "split", "score", "pair", "evaluate", "stats", "config")


@pytest.fixture
def texts(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "vi.txt").write_text(VI, encoding="utf-8")
    (tmp_path / "fr.txt").write_text(FR, encoding="utf-8")
    return tmp_path / "vi.txt", tmp_path / "fr.txt"


@pytest.mark.parametrize("verb", VERBS)
def test_help_has_an_example(vifr: Any, verb: str) -> None:
    result = vifr(verb, "--help")
    assert result.returncode == 0
    assert "Example" in result.stdout
    assert f"vifr {verb}" in result.stdout


def test_the_command_lists_its_verbs_only(vifr: Any) -> None:
    result = vifr("--help")
    listed = set(re.findall(r"^[│| ]+(\w+) {2,}", result.stdout, re.MULTILINE))
    assert set(VERBS) <= listed


def test_align_prints_beads_a_person_can_read(vifr: Any, texts: tuple[Path, Path]) -> None:
    result = vifr("align", *texts)
    assert result.returncode == 0
    assert result.stdout.splitlines()[:3] == [
        result.stdout.splitlines()[0],
        "  < Chiều 14/3, tỉnh họp.",
        "  > Le 14 mars, la province s'est réunie.",
    ]
    assert re.match(r"1-1  [01]\.\d\d$", result.stdout.splitlines()[0])
    assert result.stderr == ""


def test_align_json_and_standard_input(vifr: Any, texts: tuple[Path, Path]) -> None:
    result = vifr("align", "-", texts[1], "--json", text=VI)
    value = json.loads(result.stdout)
    assert [bead["kind"] for bead in value["beads"]] == ["1-1", "1-1"]
    assert VI[value["source"][1]["start"] : value["source"][1]["end"]] == "Tỉnh có 412.000 hồ sơ."


VI_PAGE = f"{VI}Ông Lê Minh Quân nói về hồ sơ. Quang cảnh phiên họp."
FR_PAGE = f"{FR}M. Le Minh Quan parle des dossiers et des abonnés."


def test_align_explains_beads_at_80_columns(vifr: Any, tmp_path: Path) -> None:
    (tmp_path / "fr.txt").write_text(FR_PAGE, encoding="utf-8")
    result = vifr("align", "-", tmp_path / "fr.txt", "--explain", text=VI_PAGE)
    value = json.loads(vifr("align", "-", tmp_path / "fr.txt", "--explain", "--json", text=VI_PAGE).stdout)
    assert result.returncode == 0
    assert max(map(len, result.stdout.splitlines())) <= 80
    blocks = result.stdout.split("\n\n")
    assert re.match(r"1-1  [01]\.\d\d  score \+\d+\.\d\n  < Chiều 14/3", blocks[0])
    assert re.search(r"\n  number +\+\d+\.\d  14/3 = 14 mars\n", blocks[0])
    assert re.search(r"\n  phrase .*tỉnh = province", blocks[0])
    assert re.search(r"\n  name .*Lê Minh Quân = Le Minh Quan\n", blocks[2])
    assert re.search(r"\n +not found: < Lê \(poire\|traîner\)", blocks[2])
    assert re.search(r"\n  word .*not found: .*> abonnés\n?", blocks[2])
    assert re.fullmatch(r"1-0  [01]\.\d\d  score -\d\.\d\n  < Quang cảnh phiên họp.\n  prior +-\d\.\d\n", blocks[3])
    beads = value["beads"]
    assert [bead["kind"] for bead in beads] == ["1-1", "1-1", "1-1", "1-0"]
    assert all(sum(bead["parts"].values()) == pytest.approx(bead["score"], abs=0.01) for bead in beads)
    assert {"kind": "number", "source": "412.000", "target": "412 000"} in beads[1]["shared"]
    assert {"kind": "word", "side": "target", "text": "abonnés", "sought": []} in beads[2]["missed"]
    assert beads[3]["shared"] == beads[3]["missed"] == []


STAND_IN = """
class SentenceTransformer:
    def __init__(self, name, **settings):
        self.name = name
    def encode(self, texts, **settings):
        return [[1.0 + ("hồ sơ" in text or "dossiers" in text), 1.0] for text in texts]
"""


def test_align_takes_an_encoder(
    vifr: Any, texts: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "sentence_transformers"
    package.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (package / "__init__.py").write_text(STAND_IN, encoding="utf-8")
    beads = json.loads(vifr("align", *texts, "--encoder", "folder", "--explain", "--json").stdout)["beads"]
    assert [bead["kind"] for bead in beads] == ["1-1", "1-1"]
    assert all(bead["parts"]["encoder"] for bead in beads)
    (package / "__init__.py").write_text("raise ModuleNotFoundError(name='sentence_transformers')", encoding="utf-8")
    result = vifr("align", *texts, "--encoder", "folder")
    assert result.returncode == 1
    assert result.stderr == "vifr: the encoder 'folder' needs sentence-transformers: pip install 'vifr[embed]'\n"


def test_aligned_output_is_evaluated(vifr: Any, texts: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "predicted.json").write_text(vifr("align", *texts, "--json").stdout, encoding="utf-8")
    (tmp_path / "gold.json").write_text(json.dumps({"gold": [[[0], [0]], [[1], [1]]]}), encoding="utf-8")
    result = vifr("evaluate", tmp_path / "predicted.json", tmp_path / "gold.json", "--json")
    assert json.loads(result.stdout)["strict"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert "strict" in vifr("evaluate", tmp_path / "predicted.json", tmp_path / "gold.json").stdout


def test_split(vifr: Any, texts: tuple[Path, Path]) -> None:
    assert vifr("split", texts[0]).stdout.splitlines() == ["Chiều 14/3, tỉnh họp.", "Tỉnh có 412.000 hồ sơ."]
    value = json.loads(vifr("split", "-", "--language", "fr", "--json", text=FR).stdout)
    assert [FR[one["start"] : one["end"]] for one in value] == [one["text"] for one in value]


def test_score(vifr: Any, tmp_path: Path) -> None:
    pairs = "Tỉnh có 79 xã.\tLa province compte 79 communes.\nTỉnh có 79 xã.\tLa province compte 97 communes.\n"
    good, bad = (json.loads(line) for line in vifr("score", "-", "--json", text=pairs).stdout.splitlines())
    assert good["flags"] == []
    assert [flag["kind"] for flag in bad["flags"]] == ["number"]
    assert bad["quality"] < good["quality"]
    assert "79" in vifr("score", "-", "--explain", text=pairs).stdout


def test_config_prints_what_config_reads(vifr: Any, tmp_path: Path) -> None:
    printed = vifr("config").stdout
    (tmp_path / "vifr.toml").write_text(printed, encoding="utf-8")
    assert vifr("config", "--config", tmp_path / "vifr.toml").stdout == printed


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("align", "absent.txt", "fr.txt"), "absent.txt: no such file"),
        (("align", "-", "-"), "only one of the texts"),
        (("split", "-", "--language", "xx"), "unknown language 'xx'"),
        (("build", "absent", "-o", "out"), "absent"),
        (("build", "page.pdf", "-o", "out"), ".jsonl"),
        (("build", "page.txt", "-o", "out", "--min-quality", "2"), "between 0 and 1"),
        (("build", "page.txt", "-o", "out", "--workers", "0"), "at least 1"),
        (("build", "page.txt", "-o", "out", "--config", "bad.toml"), "unknown key"),
        (("stats", "absent"), "no build here"),
        (("evaluate", "page.txt", "page.txt"), "neither JSON nor JSON lines"),
        (("score", "page.txt"), "no tab"),
        (("translate", "x"), "No such command"),
    ],
)
def test_wrong_usage_exits_2_with_a_remedy(
    vifr: Any, arguments: tuple[str, ...], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "page.txt").write_text("Một trang.", encoding="utf-8")
    (tmp_path / "fr.txt").write_text(FR, encoding="utf-8")
    (tmp_path / "bad.toml").write_text("[align]\nspeed = 3\n", encoding="utf-8")
    result = vifr(*arguments, text="")
    assert result.returncode == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr
