"""What the documentation says is there, and its examples run."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pyarrow as pa
import pytest
from typer.testing import CliRunner

from corpus.cli import app
from corpus.schema import DOCUMENTS, PAIRS, REJECTED

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.glob("*.md")])
VERBS = [command.name for command in app.registered_commands]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_and_option_is_documented(verb: str) -> None:
    page = (DOCS / "commands.md").read_text(encoding="utf-8")
    section = page.split(f"## vifr {verb}\n", 1)[1].split("\n## ", 1)[0]
    shown = CliRunner().invoke(app, [verb, "--help"], prog_name="vifr").output
    for option in re.findall(r"--[a-z-]+", shown):
        assert option in section, f"docs/commands.md lacks {option}; run python docs/update_commands.py"
    assert f"vifr {verb}" in (ROOT / "README.md").read_text(encoding="utf-8")


def type_name(name: str, kind: pa.DataType) -> str:
    """A column's type as the pages name it."""
    if name == "translation":
        return "Translation(vi, fr)"
    if pa.types.is_list(kind):
        return f"list of {type_name('', kind.value_type)}"
    return "struct" if pa.types.is_struct(kind) else {"float": "float32"}.get(str(kind), str(kind))


@pytest.mark.parametrize(
    ("table", "schema"), [("vi-fr", PAIRS), ("documents", DOCUMENTS), ("rejected.parquet", REJECTED)]
)
def test_every_column_is_documented_with_its_type(table: str, schema: pa.Schema) -> None:
    page = (DOCS / "dataset.md").read_text(encoding="utf-8")
    section = page.split(f"## Columns of `{table}`\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.split("|")[1:3] for line in section.splitlines() if line.startswith("| `")]
    listed = {name: kind.strip() for names, kind in rows for name in re.findall(r"`(\w+)`", names)}
    assert listed == {field.name: type_name(field.name, field.type) for field in schema}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#\s]+)\)", page.read_text(encoding="utf-8")):
        if not link.startswith("http"):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_examples_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in re.findall(r"^```python\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        if block.startswith(">>>"):
            case = doctest.DocTestParser().get_doctest(block, names, page.name, page.name, 0)
            assert doctest.DocTestRunner(verbose=False).run(case).failed == 0
        elif "load_dataset" not in block:
            exec(compile(block, page.name, "exec"), names)


def test_readme_shows_what_the_sample_gives(sample_pages: Path, tmp_path: Path) -> None:
    shown = CliRunner().invoke(app, ["build", str(sample_pages), "-o", str(tmp_path)], prog_name="vifr").output
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    summary = readme.split("```text\n", 1)[1].splitlines()[:3]
    assert [re.sub(r"[\d.]+", "#", line) for line in shown.splitlines()[:3]] == [
        re.sub(r"[\d.]+", "#", line) for line in summary
    ]
    assert summary[0] == shown.splitlines()[0]
