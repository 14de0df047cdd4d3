"""The walk-through is run: every cell, in order, in one namespace, and what it shows is what comes out."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "docs" / "update_walkthrough.py"


@pytest.fixture(scope="module")
def runner() -> ModuleType:
    spec = importlib.util.spec_from_file_location("update_walkthrough", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_output_shown_is_what_comes_out() -> None:
    """A process of its own: the hub's clients read their settings once, when they are imported."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "HUGGING"))}
    done = subprocess.run(
        [sys.executable, SCRIPT, "--check"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**environment, "PYTHONUTF8": "1"},
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    page = (ROOT / "docs" / "walkthrough.md").read_text(encoding="utf-8")
    assert done.stdout.startswith(f"{page.count('```python')} cells ran")


def test_every_block_of_code_is_a_cell(runner: ModuleType) -> None:
    page = (ROOT / "docs" / "walkthrough.md").read_text(encoding="utf-8")
    cells = list(runner.CELL.finditer(page))
    assert len(cells) == len(re.findall(r"^```python", page, re.MULTILINE)) > 15
    assert sum(bool(cell["shown"]) for cell in cells) == len(re.findall(r"^```text", page, re.MULTILINE))


PAGE = """# Page

```python cell
number = 20 + 1
```

Words.

```python cell
print(number * 2)
```

```text
41
```

More.
"""


def test_a_wrong_output_is_mended_and_a_right_one_stays(runner: ModuleType) -> None:
    mended = runner.run(PAGE)
    assert mended == PAGE.replace("41", "42")
    assert runner.run(mended) == mended
    silent = mended.replace("print(number * 2)", "number * 2")
    assert "```text" not in runner.run(silent)


def test_a_cell_that_fails_is_named(runner: ModuleType) -> None:
    with pytest.raises(NameError) as error:
        runner.run(PAGE.replace("number * 2", "nobody"))
    assert error.traceback[-1].path == Path("cell 2") or "cell 2" in str(error.traceback[-1])
