"""Runs the walk-through, cell by cell, and writes what each cell prints under it.

    python docs/update_walkthrough.py            run docs/walkthrough.md and write the outputs into it
    python docs/update_walkthrough.py --check    exit 1 where an output shown is not what comes out

A cell is a block fenced as ``python cell``; the block fenced as ``text`` right after it is what it prints. Cells run
in order, in one namespace, in a folder that is thrown away, against the hub on loopback of `tests/hub`; the hub's
clients are the real ones. `tests/test_walkthrough.py` runs the check.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import importlib.util
import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "walkthrough.md"
CELL = re.compile(r"^```python cell\n(?P<code>.*?)^```\n(?:\n```text\n(?P<shown>.*?)^```\n)?", re.MULTILINE | re.DOTALL)


def main() -> int:
    """Update or check the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where the page is out of date")
    check = parser.parse_args().check
    before = PAGE.read_text(encoding="utf-8")
    with TemporaryDirectory() as folder, on_loopback(Path(folder)):
        after = run(before)
    if after == before:
        sys.stdout.write(f"{len(CELL.findall(after))} cells ran; every output is as shown\n")
    elif check:
        sys.stderr.writelines(difflib.unified_diff(before.splitlines(True), after.splitlines(True), "shown", "printed"))
        sys.stderr.write("the walk-through is out of date; run: python docs/update_walkthrough.py\n")
        return 1
    else:
        PAGE.write_text(after, encoding="utf-8", newline="\n")
        sys.stdout.write("wrote the outputs\n")
    return 0


def run(page: str) -> str:
    """The page with the output of every cell in its place. A cell that raises stops the run, with its number."""
    names: dict[str, Any] = {"__name__": "walkthrough"}
    parts, end = [], 0
    for number, cell in enumerate(CELL.finditer(page), start=1):
        printed = printed_by(cell["code"], f"cell {number}", names)
        parts += [page[end : cell.start()], f"```python cell\n{cell['code']}```\n"]
        parts += [f"\n```text\n{printed}```\n"] if printed else []
        end = cell.end()
    return "".join([*parts, page[end:]])


def printed_by(code: str, name: str, names: dict[str, Any]) -> str:
    """What a cell prints, without blanks at the ends of lines."""
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(compile(code, name, "exec"), names)
    return re.sub(r"[ \t]+$", "", output.getvalue(), flags=re.MULTILINE)


@contextlib.contextmanager
def on_loopback(folder: Path) -> Iterator[None]:
    """A folder to work in and a hub to publish to; the hub's clients read their settings when they are imported."""
    spec = importlib.util.spec_from_file_location("vifr_fake_hub", ROOT / "tests" / "hub" / "__init__.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError("tests/hub is missing; run this in a checkout")
    package = importlib.util.module_from_spec(spec)
    sys.modules["vifr_fake_hub"] = package
    spec.loader.exec_module(package)
    with package.running_hub() as hub:
        settings = {"HF_ENDPOINT": hub.endpoint, "HF_TOKEN": package.WRITER, "HF_HOME": str(folder / "home")}
        os.environ.update(settings, HF_HUB_DISABLE_XET="1", HF_HUB_DISABLE_PROGRESS_BARS="1")
        (folder / "work").mkdir()
        with contextlib.chdir(folder / "work"):
            yield


if __name__ == "__main__":
    sys.exit(main())
