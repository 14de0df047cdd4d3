"""CSV for spreadsheets: every cell quoted, and no cell that a spreadsheet would run.

A text that begins like a formula gets an apostrophe before it, which spreadsheets show as plain text; reading takes it
off again. Line breaks inside a text stay, inside the quotes. Spreadsheets save tables with commas, or with semicolons
or tabs where the comma is a decimal mark (as in French and Vietnamese): the header tells which.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from corpus.interchange.columns import (
    NUMBERS,
    PLAIN_COLUMNS,
    SOURCE,
    TARGET,
    TRANSLATION,
    cell_text,
    cell_value,
    complete_row,
    header_fault,
    scrub,
)
from corpus.interchange.files import LINE_BYTES
from corpus.interchange.values import InterchangeError

TEXTS = {"vi": SOURCE, "fr": TARGET}
HEADER = ("id", *TEXTS, *(name for name in PLAIN_COLUMNS if name != "id"))
DELIMITERS = ",;\t"
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_DISARMED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


def disarmed(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet could take it for a formula.

    >>> disarmed("=HYPERLINK(1)"), disarmed("'=1"), disarmed("l'eau")
    ("'=HYPERLINK(1)", "''=1", "l'eau")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def armed(text: str) -> str:
    """What `disarmed` was given.

    >>> armed("'=1"), armed("'hui")
    ('=1', "'hui")
    """
    return text[1:] if _DISARMED.match(text) else text


def write_csv(rows: Iterable[Mapping[str, Any]], file: BinaryIO) -> int:
    """Write pairs and return their number."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(HEADER)
        count = 0
        for row in rows:
            writer.writerow([_cell(row, name) for name in HEADER])
            count += 1
    finally:
        text.detach()
    return count


def read_csv(file: BinaryIO, name: str) -> Iterator[dict[str, Any]]:
    """The pairs of a table whose header names ``vi`` and ``fr``, with commas, semicolons or tabs between the cells;
    columns with other names are passed over.

    Raises `InterchangeError` for a row with another number of cells than the header.
    """
    csv.field_size_limit(LINE_BYTES)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        header, delimiter = _header(text.readline(LINE_BYTES))
        if fault := header_fault(header, TEXTS):
            raise InterchangeError(f"{name}: {fault}")
        reader = csv.reader(text, strict=True, delimiter=delimiter)
        for number, cells in enumerate(reader, start=1):
            if len(cells) != len(header):
                raise InterchangeError(f"{name}: row {number} has {len(cells)} cells, the header {len(header)}")
            yield _row(dict(zip(header, cells, strict=True)), f"{name}: row {number}")
    except (csv.Error, UnicodeDecodeError) as error:
        raise InterchangeError(f"{name}: no CSV in UTF-8 ({error}); save it as CSV UTF-8") from None
    finally:
        text.detach()


def _header(line: str) -> tuple[list[str], str]:
    """The names of the columns, and what stands between the cells: what gives both texts their names, else a comma."""
    found = {delimiter: next(csv.reader([line], delimiter=delimiter), []) for delimiter in DELIMITERS}
    delimiter = next((one for one, names in found.items() if TEXTS.keys() <= set(names)), DELIMITERS[0])
    return found[delimiter], delimiter


def _cell(row: Mapping[str, Any], name: str) -> str:
    if name in TEXTS:
        return disarmed(scrub(row[TRANSLATION][TEXTS[name]]))
    text = cell_text(name, row[name])
    return text if name in NUMBERS else disarmed(text)  # a minus begins a number too


def _row(cells: Mapping[str, str], place: str) -> dict[str, Any]:
    fields = {
        name: cell_value(name, _plain(name, text), place) for name, text in cells.items() if name in PLAIN_COLUMNS
    }
    source, target = (armed(cells[name]) for name in TEXTS)
    return complete_row(source, target, fields)


def _plain(name: str, text: str) -> str:
    """A cell as it was written: without the apostrophe, a score with the point that a spreadsheet made a comma."""
    return text.replace(",", ".") if name in NUMBERS else armed(text)
