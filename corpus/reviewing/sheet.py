"""Review in a spreadsheet: pairs out as tab-separated lines, verdicts back in.

A page can say ``=HYPERLINK(...)``, and a spreadsheet would run it: every cell that could be taken for a formula gets an
apostrophe in front, which is taken off again when the file comes back. What was exported and came back untouched makes
no decision; a pair that somebody else changed meanwhile is reported and left alone.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.encoding import decode_text
from corpus.reviewing.book import Book
from corpus.reviewing.desk import Desk
from corpus.reviewing.mending import Mend, MendError, accept, edit, reject
from corpus.reviewing.records import ACCEPTED, EDITED, REJECTED
from corpus.reviewing.wording import flag_lines
from corpus.store import write_text

COLUMNS = ("id", "verdict", "vi", "fr", "note", "status", "quality", "why", "texts")
"""``verdict``: accept, reject or empty; changed words in ``vi`` and ``fr`` are an edit; ``texts`` is a check sum of the
two texts as they went out."""
FORMULA_STARTS = frozenset("=+-@'\t\r\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}＠－")
"""Characters that make a spreadsheet take a cell for a formula, and the apostrophe that guards against it."""
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""At the start of the file, without which Excel reads UTF-8 as Windows-1252."""
LONGEST_CELL = 2**31 - 1
CHECK_DIGITS = 12
VERDICTS = {"": "", "a": "accept", "accept": "accept", "r": "reject", "reject": "reject"}


class SheetError(ValueError):
    """A file that is no exported sheet."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a sheet: verdicts and notes written down, and the lines that could not be (number, why)."""

    verdicts: int
    notes: int
    problems: tuple[tuple[int, str], ...]


def export_sheet(desk: Desk, path: Path) -> int:
    """Write the queue as a sheet; returns the number of pairs."""
    output = io.StringIO()
    output.write(BYTE_ORDER_MARK)
    writer = csv.writer(output, dialect="excel-tab", lineterminator="\n")
    writer.writerow(COLUMNS)
    for identifier in desk.book.queue:
        held = desk.book.standing.item(identifier).held
        score = desk.score(held.texts)
        why = "; ".join(flag_lines(score.flags))
        cells = (identifier, "", *held.texts, "", held.status, f"{score.quality:.3f}", why, check_sum(held.texts))
        writer.writerow([disarmed(cell) for cell in cells])
    write_text(path, output.getvalue())
    return len(desk.book.queue)


def import_sheet(book: Book, path: Path) -> Imported:
    """Write the verdicts of a sheet down. Raises `SheetError` for a file that cannot be read as one."""
    verdicts = notes = 0
    problems = []
    for number, cells in _lines(path):
        try:
            mend = _mend(book, cells)
            if mend is not None:
                book.decide(cells["id"], mend, cells["note"])
                verdicts += 1
            elif cells["note"] and cells["note"] not in [one.note for one in book.notes(cells["id"])]:
                book.remark(cells["id"], cells["note"])
                notes += 1
        except (MendError, SheetError) as error:
            problems.append((number, str(error)))
    return Imported(verdicts, notes, tuple(problems))


def disarmed(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> disarmed("=1+1"), disarmed("Bão số 8"), armed(disarmed("=1+1"))
    ("'=1+1", 'Bão số 8', '=1+1')
    """
    return f"'{cell}" if cell[:1] in FORMULA_STARTS and cell else cell


def armed(cell: str) -> str:
    """The text of a disarmed cell."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA_STARTS and len(cell) > 1 else cell


def check_sum(texts: tuple[str, str]) -> str:
    """A short check sum of two texts; its first letter keeps a spreadsheet from reading it as a number."""
    return "t" + hashlib.sha256("\x1f".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:CHECK_DIGITS]


def _mend(book: Book, cells: dict[str, str]) -> Mend | None:
    """What a line decides, nothing where it says nothing new."""
    try:
        held = book.standing.item(cells["id"]).held
    except KeyError:
        raise SheetError(f"no pair has the id {cells['id']!r} (it was merged, split, or built anew)") from None
    verdict = VERDICTS.get(cells["verdict"].strip().casefold())
    if verdict is None:
        raise SheetError(f"the verdict {cells['verdict']!r} is none of accept, reject, or empty")
    texts = cells["vi"], cells["fr"]
    changed = check_sum(texts) != cells["texts"]
    if not (changed or verdict):
        return None
    if check_sum(held.texts) != cells["texts"]:
        if texts == held.texts and verdict != "reject":
            return None
        raise SheetError(f"somebody changed the pair {cells['id']} after it was exported; export it again")
    if verdict == "reject":
        return reject(held) if held.status != REJECTED else None
    if changed:
        return edit(held, *texts)
    return accept(held) if held.status not in (ACCEPTED, EDITED) else None


def _lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    text = decode_text(path.read_bytes())
    if not isinstance(text, str):
        raise SheetError(f"{path}: {text.detail}; save the sheet as UTF-8 text, tab-separated")
    csv.field_size_limit(LONGEST_CELL)
    lines = csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline=""), dialect="excel-tab")
    try:
        head = next(lines, [])
        missing = [name for name in ("id", "verdict", "vi", "fr", "note", "texts") if name not in head]
        if missing:
            raise SheetError(f"{path}: no column {', '.join(missing)}; keep the first line of the exported sheet")
        for cells in lines:
            if any(cells):
                full = [*cells, *[""] * (len(head) - len(cells))]
                yield lines.line_num, {name: armed(cell) for name, cell in zip(head, full, strict=False)}
    except csv.Error as error:
        raise SheetError(f"{path}: line {lines.line_num}: {error}") from None
