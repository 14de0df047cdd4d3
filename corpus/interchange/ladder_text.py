"""The text that hunalign prints with ``-text``: a bead a line, the sentences of both sides and the confidence.

A tab stands between the three, `` ~~~ `` between the sentences of a side; a side without any is a null. hunalign prints
the confidence last, its script ``ladder2text.py`` first. Lines ``<p>``, which hunalign takes for sentences, begin a
paragraph here. Such a file is only read: the ladder says the same in numbers, beside files with the sentences.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from corpus.interchange.values import CONFIDENCE, AlignedDocument, InterchangeError, Link, Segment, shown

CELLS = 3
BETWEEN = " ~~~ "
PARAGRAPH = "<p>"


def is_text(line: str) -> bool:
    r"""True where a first line holds sentences, and not the numbers of a rung.

    >>> is_text("Mưa to.\tIl pleut.\t0.95"), is_text("0\t0\t0.95")
    (True, False)
    """
    cells = line.split("\t")
    return len(cells) == CELLS and not all(cell.strip().isdecimal() for cell in cells[:2])


def text_document(lines: Sequence[tuple[int, str]], path: str) -> AlignedDocument:
    """The alignment of some numbered lines, with its sentences.

    Raises `InterchangeError` for a line of another shape, and where neither the last nor the first cell of all lines
    is a number.
    """
    rows = _confidence_last([_cells(line, f"{path}: line {number}") for number, line in lines], path)
    source, source_numbers = _side(row[0] for row in rows)
    target, target_numbers = _side(row[1] for row in rows)
    links = tuple(
        Link(one, other, float(row[2]) if one and other else None)
        for one, other, row in zip(source_numbers, target_numbers, rows, strict=True)
        if one or other
    )
    return AlignedDocument(links, (len(source), len(target)), score=CONFIDENCE, source=source, target=target)


def _cells(line: str, place: str) -> list[str]:
    cells = line.split("\t")
    if len(cells) != CELLS:
        raise InterchangeError(f"{place} must be sentences, sentences and a confidence, not {shown(line)}")
    return cells


def _confidence_last(rows: list[list[str]], path: str) -> list[list[str]]:
    """The rows with the confidence as their last cell."""
    for turned in (rows, [[*row[1:], row[0]] for row in rows]):
        if all(_is_number(row[-1]) for row in turned):
            return turned
    raise InterchangeError(f"{path}: neither the last nor the first cell of all lines is a confidence")


def _side(cells: Iterable[str]) -> tuple[tuple[Segment, ...], list[tuple[int, ...]]]:
    """The sentences of a side, and the numbers of those in each cell."""
    segments: list[Segment] = []
    numbers: list[tuple[int, ...]] = []
    paragraph = 0
    for cell in cells:
        start = len(segments)
        for text in filter(None, (part.strip() for part in cell.split(BETWEEN))):
            if text == PARAGRAPH:
                paragraph += 1
            else:
                segments.append(Segment(text, paragraph))
        numbers.append(tuple(range(start, len(segments))))
    return tuple(segments), numbers


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
