"""Our own alignments as JSON lines: one object a document pair, ``beads`` as lists of sentence numbers.

The shape that `vifr align --json` prints and `vifr evaluate` reads, with the ids of the pages. Nothing is lost but the
sentences themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from corpus.interchange.columns import json_text
from corpus.interchange.files import input_file
from corpus.interchange.values import (
    NO_SCORE,
    PROBABILITY,
    AlignedDocument,
    InterchangeError,
    Link,
    check_numbers,
    document_of,
)

BEAD_KEYS = ("beads", "gold", "alignment")
"""Keys under which an object holds its beads; the last is that of the table ``documents``."""
SCORE_KINDS = frozenset([PROBABILITY, "cost", "similarity", "confidence", NO_SCORE])


def write_beads(documents: Iterable[AlignedDocument], file: BinaryIO) -> int:
    """Write one line a document and return the number of beads."""
    count = 0
    for document in documents:
        beads = [
            {"source": link.source, "target": link.target, document.score: link.score, "moved": link.moved}
            for link in document.links
        ]
        value = {
            "id": document.id,
            "source_document": document.source_document,
            "target_document": document.target_document,
            "sizes": document.sizes,
            "score": document.score,
            "beads": beads,
        }
        file.write((json_text(value) + "\n").encode())
        count += len(beads)
    return count


def read_beads(path: str) -> Iterator[AlignedDocument]:
    """The alignments of a file: one JSON value or one a line, each an object with `BEAD_KEYS` or a list of beads.

    Raises `InterchangeError`, naming file and alignment, for anything else.
    """
    with input_file(path) as file:
        text = _decoded(file.read(), path)
    for number, row in enumerate(_rows(text, path), start=1):
        yield alignment_of(row, f"{path}, alignment {number}")


def alignment_of(row: Any, place: str) -> AlignedDocument:
    """The alignment of a JSON value; a bead is two lists of numbers or an object with ``source`` and ``target``."""
    fields: Mapping[str, Any] = row if isinstance(row, dict) else {}
    beads = next((fields[key] for key in BEAD_KEYS if key in fields), None) if fields else row
    if not isinstance(beads, list):
        raise InterchangeError(f"{place}: no list of beads under {', '.join(BEAD_KEYS[:-1])} or {BEAD_KEYS[-1]}")
    kind = fields.get("score", PROBABILITY)
    kind = kind if kind in SCORE_KINDS else PROBABILITY
    links = [_link(bead, kind, place) for bead in beads]
    names = ("id", "source_document", "target_document")
    ids = {name: fields[name] for name in names if isinstance(fields.get(name), str)}
    document = document_of([link for link in links if link.source or link.target], kind, **ids)
    sizes = fields.get("sizes")
    if (
        isinstance(sizes, list)
        and len(sizes) == 2
        and all(type(n) is int and n >= m for n, m in zip(sizes, document.sizes, strict=True))
    ):
        document = AlignedDocument(document.links, (sizes[0], sizes[1]), **ids, score=kind)
    return document


def _link(bead: Any, kind: str, place: str) -> Link:
    score, moved = None, False
    pair = bead
    if isinstance(bead, dict):
        pair = [bead.get("source"), bead.get("target")]
        score, moved = bead.get(kind), bead.get("moved") is True
    if not is_bead(pair):
        raise InterchangeError(f"{place}: a bead must be two lists of sentence numbers, not {bead!r:.80}")
    if isinstance(score, bool) or not isinstance(score, int | float):
        score = None
    return Link(check_numbers(pair[0], place), check_numbers(pair[1], place), score, moved)


def is_bead(value: Any) -> bool:
    """True for two lists of whole numbers."""
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(side, list) and all(type(i) is int for i in side) for side in value)
    )


def _decoded(data: bytes, path: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InterchangeError(f"{path}: not valid UTF-8 at byte {error.start}; convert the file to UTF-8") from None


def _rows(text: str, path: str) -> list[Any]:
    try:
        try:
            value = json.loads(text)
        except json.JSONDecodeError:
            value = [json.loads(line) for line in text.split("\n") if line.strip()]
    except RecursionError:
        raise InterchangeError(f"{path}: nested too deeply") from None
    except ValueError:
        raise InterchangeError(f"{path}: neither JSON nor JSON lines") from None
    rows = value if isinstance(value, list) else [value]
    return [rows] if rows and all(is_bead(row) for row in rows) else rows
