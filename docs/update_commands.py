"""Writes docs/commands.md from the command's own help: `python docs/update_commands.py`."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from corpus.cli import app

INTRODUCTION = """# Commands

Every verb is a thin twin of a function in `aligner` or `corpus`. `-` reads standard input where one text is expected,
`--json` prints what a machine may read, progress goes to stderr and only on a terminal. Exit codes: 0 done, 1 the work
failed, 2 wrong usage (an input that does not exist or is not supported included); the message names the item and the
remedy.

This page is written by `python docs/update_commands.py`.
"""
VERBS = (
    "build",
    "pair",
    "align",
    "split",
    "score",
    "evaluate",
    "stats",
    "review",
    "calibrate",
    "report",
    "export",
    "import",
    "diff",
    "publish",
    "withdraw",
    "config",
)
WIDTH = {"COLUMNS": "100", "TERMINAL_WIDTH": "100"}


def commands_page() -> str:
    """The page: the help of every verb."""
    runner = CliRunner()
    parts = [INTRODUCTION]
    for verb in VERBS:
        shown = runner.invoke(app, [verb, "--help"], env=WIDTH, prog_name="vifr").output.strip()
        parts.append(f"## vifr {verb}\n\n```text\n{shown}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    Path(__file__).with_name("commands.md").write_text(commands_page(), encoding="utf-8", newline="\n")
