"""The language data that ships: every TSV and TOML file below aligner/profiles can be read, and says each thing once.

The files are read as they are found, so that a new file is checked without a word here. Messages name file and line.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from aligner.profiles import PROFILES_FOLDER

TSV_FILES = sorted(PROFILES_FOLDER.rglob("*.tsv"))
TOML_FILES = sorted(PROFILES_FOLDER.rglob("*.toml"))
LEXICON_FILES = [path for path in TSV_FILES if path.parent.name == "lexicon"]
FORM_FILES = [path for path in TSV_FILES if path.name == "forms.tsv"]
ODD_CATEGORIES = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}


def name(path: Path) -> str:
    return path.relative_to(PROFILES_FOLDER).as_posix()


def lines(path: Path) -> list[str]:
    """Lines between line feeds only: other line ends are an error that the file tests report."""
    return path.read_bytes().decode("utf-8").split("\n")


def rows(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Place (``file:line``) and cells of each row that is no comment."""
    for number, line in enumerate(lines(path), start=1):
        if line.strip() and not line.startswith("#"):
            yield f"{name(path)}:{number}", line.split("\t")


def report(problems: list[str]) -> None:
    assert not problems, f"{len(problems)} problems:\n" + "\n".join(problems[:50])


def every(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=[name(path) for path in paths])


def test_there_is_language_data() -> None:
    assert TOML_FILES
    assert LEXICON_FILES
    assert FORM_FILES


@every([*TSV_FILES, *TOML_FILES])
def test_files_are_clean_text(path: Path) -> None:
    raw = path.read_bytes()
    problems = [] if raw.endswith(b"\n") else [f"{name(path)}: does not end in a line feed"]
    if raw.startswith(b"\xef\xbb\xbf"):
        problems.append(f"{name(path)}:1: begins with a byte order mark")
    for number, line in enumerate(lines(path), start=1):
        place = f"{name(path)}:{number}"
        if not unicodedata.is_normalized("NFC", line):
            problems.append(f"{place}: is not NFC: {line!r}")
        problems += [f"{place}: holds {odd}" for odd in odd_characters(line)]
    report(problems)


def odd_characters(line: str) -> list[str]:
    """Control, format, private and unassigned characters, odd line ends, decoding damage."""
    odd = {char for char in line if char != "\t" and unicodedata.category(char) in ODD_CATEGORIES}
    odd |= {"\N{REPLACEMENT CHARACTER}"} & set(line)
    return [f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip() for char in sorted(odd)]


@every(TSV_FILES)
def test_tables_explain_themselves(path: Path) -> None:
    assert lines(path)[0].startswith("# "), (
        f"{name(path)}:1: the first line must be a comment that says what the file is"
    )


@every(TSV_FILES)
def test_rows_have_cells_on_both_sides(path: Path) -> None:
    problems = []
    for place, cells in rows(path):
        if len(cells) < 2:
            problems.append(f"{place}: no tab in {cells[0]!r}")
        elif not cells[0].strip():
            problems.append(f"{place}: the first cell is empty")
        elif not any(cell.strip() for cell in cells[1:]):
            problems.append(f"{place}: nothing after the tab of {cells[0]!r}")
        problems += [f"{place}: space around {cell!r}" for cell in cells if cell != cell.strip()]
        problems += [f"{place}: two spaces in {cell!r}" for cell in cells if "  " in cell]
    report(problems)


@every([*LEXICON_FILES, *FORM_FILES])
def test_a_headword_stands_once_in_a_file(path: Path) -> None:
    first: dict[str, str] = {}
    problems = []
    for place, cells in rows(path):
        if cells[0] in first:
            problems.append(f"{place}: {cells[0]!r} stands already at {first[cells[0]]}")
        first.setdefault(cells[0], place)
    report(problems)


@every(LEXICON_FILES)
def test_lexicon_rows_are_headword_and_renderings(path: Path) -> None:
    problems = []
    for place, cells in rows(path):
        if len(cells) != 2:
            problems.append(f"{place}: {len(cells)} cells instead of headword, tab, renderings")
            continue
        renderings = cells[1].split("|")
        if any(not rendering.strip() for rendering in renderings):
            problems.append(f"{place}: an empty rendering of {cells[0]!r}")
        problems += [f"{place}: space around rendering {item!r}" for item in renderings if item != item.strip()]
        twice = sorted({item for item in renderings if renderings.count(item) > 1})
        problems += [f"{place}: rendering {item!r} stands twice" for item in twice]
    report(problems)


@every(FORM_FILES)
def test_form_rows_are_lemma_and_forms(path: Path) -> None:
    problems = []
    for place, cells in rows(path):
        forms = cells[1].split(" ")
        if len(cells) != 2 or " " in cells[0] or "" in forms:
            problems.append(f"{place}: a row is one lemma, a tab, forms between single spaces, not {cells!r}")
        problems += [f"{place}: {form!r} is not in lower case" for form in [cells[0], *forms] if form != form.lower()]
        problems += [f"{place}: {form!r} stands twice" for form in sorted({f for f in forms if forms.count(f) > 1})]
    report(problems)


@every(TOML_FILES)
def test_toml_files_can_be_read_and_explain_themselves(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    try:
        settings = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        pytest.fail(f"{name(path)}: {error}")
    assert text.startswith("# "), f"{name(path)}:1: the first line must be a comment that says what the file is"
    assert settings, f"{name(path)}: holds no settings"
