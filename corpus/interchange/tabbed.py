"""The table that bitextor and bicleaner pass along: a header, then a line a pair, tabs between the columns.

The first four columns are theirs, so that ``--scol 3 --tcol 4`` works; ``vifr_score`` is the alignment probability, as
their ``bleualign_score`` is. Then come our other columns under their own names. Nothing is quoted: a tab or line break
in a text becomes a space.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from corpus.interchange.columns import (
    PLAIN_COLUMNS,
    SOURCE,
    TARGET,
    TRANSLATION,
    cell_text,
    cell_value,
    complete_row,
    header_fault,
    one_line,
)
from corpus.interchange.files import text_lines
from corpus.interchange.values import InterchangeError

TEXTS = {"src_text": SOURCE, "trg_text": TARGET}
THEIR_NAMES = {"src_url": "source_url", "trg_url": "target_url", "vifr_score": "alignment_probability"}
"""Columns that have a name in bitextor's tables, and ours."""
HEADER = (
    "src_url",
    "trg_url",
    *TEXTS,
    "vifr_score",
    *(name for name in PLAIN_COLUMNS if name not in THEIR_NAMES.values()),
)
BICLEANER = HEADER[:4]
"""Columns that bicleaner takes; its tools and bifixer put theirs after them."""
ADDRESS = "://"


def write_tsv(rows: Iterable[Mapping[str, Any]], file: BinaryIO) -> int:
    """Write pairs and return their number."""
    file.write(("\t".join(HEADER) + "\n").encode())
    count = 0
    for row in rows:
        file.write(("\t".join(_cell(row, name) for name in HEADER) + "\n").encode())
        count += 1
    return count


def read_tsv(file: BinaryIO, name: str) -> Iterator[dict[str, Any]]:
    """The pairs of a table with a header that names ``src_text`` and ``trg_text``, or of one without a header that has
    two columns (the texts) or four (addresses, texts); more, where the first two are addresses, as bicleaner and
    bifixer put their columns behind. Columns with other names are passed over.

    Raises `InterchangeError` for a line with another number of columns than the first.
    """
    header: Sequence[str] = ()
    for number, line in text_lines(file, name):
        cells = line.split("\t")
        if not header:
            if TEXTS.keys() <= set(cells):
                header = tuple(cells)
                if fault := header_fault(header, TEXTS):
                    raise InterchangeError(f"{name}: {fault}")
                continue
            header = _headless(cells, name)
        if len(cells) != len(header):
            raise InterchangeError(f"{name}: line {number} has {len(cells)} columns, the first line {len(header)}")
        yield _row(dict(zip(header, cells, strict=True)), f"{name}: line {number}")


def _headless(cells: Sequence[str], name: str) -> Sequence[str]:
    """The columns of a table without a header, by what its first line holds; what follows the texts has no name."""
    if len(cells) == len(TEXTS):
        return tuple(TEXTS)
    behind = len(cells) - len(BICLEANER)
    if behind == 0 or (behind > 0 and all(ADDRESS in cell for cell in cells[:2])):
        return (*BICLEANER, *[""] * behind)
    raise InterchangeError(
        f"{name}: no header with src_text and trg_text, and {len(cells)} columns where a file without header has 2 "
        "(texts), 4 (addresses, texts), or more than 4 with addresses in the first two"
    )


def _cell(row: Mapping[str, Any], name: str) -> str:
    if name in TEXTS:
        return one_line(row[TRANSLATION][TEXTS[name]])
    column = THEIR_NAMES.get(name, name)
    return one_line(cell_text(column, row[column]))


def _row(cells: Mapping[str, str], place: str) -> dict[str, Any]:
    fields = {}
    for name, text in cells.items():
        column = THEIR_NAMES.get(name, name)
        if column in PLAIN_COLUMNS:
            fields[column] = cell_value(column, text, place)
    return complete_row(cells["src_text"], cells["trg_text"], fields)
