"""`vifr split --learn` and `--profile`, through a real process."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

NAMES = ("Lan", "Minh", "Hùng", "Tuyết", "Khoa", "Bình", "Nga", "Quân")
TEXT = "Hôm qua Tnv. Thảo về quê. Trời mưa."
SENTENCES = ["Hôm qua Tnv. Thảo về quê.", "Trời mưa."]


@pytest.fixture(scope="module")
def split(vifr: Any) -> Any:
    return partial(vifr, "split")


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    lines = [f"Trời mưa. Theo ông, Tnv. {name} tới xã. Người dân mừng." for name in NAMES]
    (folder / "a.txt").write_text("\n".join(lines), encoding="utf-8")
    records = [
        {"id": "1", "text": lines[0], "lang": "vi"},
        {"id": "2", "text": "Il pleut. Les gens attendent.", "language": "fr"},
    ]
    (folder / "b.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    (folder / "c.pdf").write_bytes(b"%PDF-1.4")
    return folder


def test_learn_then_split(split: Any, pages: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    result = split("--learn", pages, "--language", "vi", "-o", mine)
    assert result.returncode == 0, result.stderr
    assert "titles         Tnv." in result.stdout
    assert "c.pdf" in result.stderr
    assert "another language than vi: 1 pages" in result.stderr
    assert split("-", text=TEXT).stdout.splitlines() != SENTENCES
    assert split("-", "--profile", mine, text=TEXT).stdout.splitlines() == SENTENCES
    other = tmp_path / "other"
    assert split("--learn", pages, "--profile", mine, "-o", other, "--json").stdout.strip() == "[]"
    assert split("-", "--profile", other, "--profile", mine, text=TEXT).stdout.splitlines() == SENTENCES
    again = split("--learn", pages, "-o", mine)
    assert again.returncode == 2
    assert "another folder" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "give one text to split"),
        (("--learn", "pages"), "-o FOLDER"),
        (("page.txt", "--learn", "pages", "-o", "out"), "-o FOLDER"),
        (("page.txt", "-o", "out"), "--learn CORPUS"),
        (("--learn", "absent", "-o", "out"), "does not exist"),
        (("--learn", "pages/c.pdf", "-o", "out"), "supported endings"),
        (("--learn", "empty", "-o", "out"), "no text"),
        (("--learn", "pages", "-o", "page.txt"), "is a file"),
        (("--learn", "pages", "-o", "out", "--language", "xx"), "unknown language"),
        (("page.txt", "--profile", "pages"), "no splitter.toml"),
        (("page.txt", "--profile", "misspelt"), "unknown key 'title'"),
        (("page.txt", "--profile", "broken"), "splitter.toml"),
    ],
)
def test_wrong_usage_exits_2_with_a_remedy(
    split: Any, arguments: tuple[str, ...], message: str, pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text(TEXT, encoding="utf-8")
    for folder, content in (("empty", None), ("misspelt", 'title = ["Tnv"]\n'), ("broken", "titles = [\n")):
        (tmp_path / folder).mkdir()
        if content:
            (tmp_path / folder / "splitter.toml").write_text(content, encoding="utf-8")
    result = split(*arguments)
    assert result.returncode == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "out").exists()
