"""`vifr review` through real processes."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from corpus.reviewing.journal import read_reviews

COMMAND = Path(sys.executable).with_name("vifr")


@pytest.fixture
def folder(build_copy: Path) -> Path:
    return build_copy


@pytest.fixture(scope="module")
def review(vifr: Any) -> Any:
    return partial(vifr, "review")


def test_without_a_terminal_it_points_to_plain(review: Any, folder: Path) -> None:
    result = review(folder)
    assert result.returncode == 1
    assert "--plain" in result.stderr
    assert not (folder / "reviews").exists()


def test_plain_reads_commands_and_saves(review: Any, folder: Path) -> None:
    result = review(folder, "--plain", "--reviewer", "Anna", text="a\nr sai\n\nu\nq\n")
    assert result.returncode == 0
    assert "undone: reject" in result.stdout
    assert result.stderr == ""
    [file] = read_reviews(folder)
    assert [one.verdict for one in file.decisions] == ["accept", "reject", "undo", "place"]
    assert {one.reviewer for one in file.decisions} == {"Anna"}


def test_sheets(review: Any, folder: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.tsv"
    assert review(folder, "--export", sheet, "--filter", "flag:number").returncode == 0
    assert review(folder, "--import", sheet).stdout.startswith("0 verdicts")
    lines = sheet.read_text(encoding="utf-8").split("\n")
    lines[1] = lines[1].replace("\t\t", "\taccept\t", 1)
    sheet.write_text("\n".join([*lines, "nothing\taccept\ta\tb\t\t\t\t\tt0"]), encoding="utf-8")
    result = review(folder, "--import", sheet)
    assert result.returncode == 1
    assert "1 verdicts" in result.stdout
    assert "no pair has the id 'nothing'" in result.stderr


def test_a_sample_says_where_it_stands(review: Any, folder: Path) -> None:
    result = review(folder, "--sample", "--plain", text="a\nr\nm\nq\n")
    assert "quality 0" not in result.stdout
    assert "2 pairs judged" in result.stdout
    assert [one.blind for one in read_reviews(folder)[0].decisions] == [True, True]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("absent", "--plain"), "no such folder"),
        ((".", "--plain"), "no pairs to review here"),
        (("out", "--plain", "--export", "x.tsv"), "choose one"),
        (("out", "--sample", "--export", "x.tsv"), "out of sight"),
        (("out", "--sample", "--plain", "--margin", "2"), "between 0 and 0.5"),
        (("out", "--plain", "--filter", "status:new"), "status:new is none of"),
        (("out", "--import", "absent.tsv"), "no such file"),
    ],
)
def test_wrong_usage_exits_2(
    review: Any, arguments: tuple[str, ...], message: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    result = review(*arguments)
    assert result.returncode == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_kill_9_on_the_full_screen(folder: Path) -> None:
    pytest.importorskip("textual")
    child, terminal = pty.fork()
    if child == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execv(COMMAND, [str(COMMAND), "review", str(folder), "--reviewer", "Anna"])
    read_until(terminal, b"unreviewed")
    for key in b"arau":
        os.write(terminal, bytes([key]))
        read_until(terminal, b"undone" if key == ord("u") else b"ed")
    deadline = time.monotonic() + 30
    while sum(len(file.decisions) for file in read_reviews(folder)) < 4 and time.monotonic() < deadline:
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(terminal)
    [file] = read_reviews(folder)
    assert [one.verdict for one in file.decisions] == ["accept", "reject", "accept", "undo"]
    assert not file.damaged


def read_until(terminal: int, wanted: bytes, seconds: float = 60) -> None:
    seen = b""
    deadline = time.monotonic() + seconds
    while wanted not in seen and time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.2)[0]:
            seen += os.read(terminal, 65_536)
    assert wanted in seen
