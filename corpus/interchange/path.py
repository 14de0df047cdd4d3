"""The paths of vecalign and SentAlign: a line a bead, ``[0]:[1, 2]:0.507506``, the same shape with opposite meanings.

The third field of vecalign is a cost (the less the better), that of SentAlign a similarity (the more the better), and
bertalign writes none. Which of them a file holds nobody can see from it, so it is declared. A null has the field 0 in
both, which is no score.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator

from corpus.interchange.files import input_file, output_file, text_lines
from corpus.interchange.running import numbered_on, split_documents
from corpus.interchange.values import (
    CONFIDENCE,
    NO_SCORE,
    SIMILARITY,
    AlignedDocument,
    InterchangeError,
    Link,
    check_cover,
    check_numbers,
    higher_is_better,
    shown,
)

DECIMALS = 6
"""Decimals of a score, as vecalign prints them."""
_NUMBERS = re.compile(r"\[[0-9, ]*\]", re.ASCII)


def write_path(documents: Iterable[AlignedDocument], path: str, kind: str) -> int:
    """Write the beads of documents, with a score of the kind asked for, and return their number.

    A confidence of hunalign is neither a cost nor a similarity: such beads get no third field.
    """
    count = 0
    with output_file(path) as file:
        for document, (source, target) in numbered_on(documents, path):
            for link in document.links:
                sides = [[i + source for i in link.source], [j + target for j in link.target]]
                file.write(f"{sides[0]}:{sides[1]}{_field(link, document.score, kind)}\n".encode())
                count += 1
    return count


def read_path(path: str, kind: str) -> Iterator[AlignedDocument]:
    """The documents of a path; ``kind`` is what its scores are.

    Raises `InterchangeError` for a line of another shape, and for a sentence in two beads.
    """
    links: list[Link] = []
    with input_file(path) as file:
        for number, line in text_lines(file, path):
            if line.strip():
                links.append(_link(line, f"{path}: line {number}"))
    check_cover(links, path)
    scored = kind if any(link.score is not None for link in links) else NO_SCORE
    yield from split_documents([link for link in links if link.source or link.target], scored, path)


def _field(link: Link, have: str, want: str) -> str:
    """The third field with its colon, or nothing."""
    similarity = higher_is_better(link.score, have)
    if have in (NO_SCORE, CONFIDENCE):
        return ""
    if not link.source or not link.target:
        return f":{0:.{DECIMALS}f}"
    if similarity is None:
        return ""
    value = similarity if want == SIMILARITY else 1 - similarity
    return f":{value:.{DECIMALS}f}"


def _link(line: str, place: str) -> Link:
    fields = [field.strip() for field in line.split(":")]
    if len(fields) not in (2, 3) or not all(_NUMBERS.fullmatch(field) for field in fields[:2]):
        raise InterchangeError(f"{place} must be like [0]:[1, 2]:0.5, not {shown(line)}")
    try:
        source, target = ([int(number) for number in field[1:-1].split(",") if number.strip()] for field in fields[:2])
        score = float(fields[2]) if len(fields) == 3 and fields[2] else None
        if score is not None and not math.isfinite(score):
            raise ValueError
    except ValueError:
        raise InterchangeError(f"{place} holds something that is no number: {shown(line)}") from None
    null = not source or not target
    return Link(check_numbers(source, place), check_numbers(target, place), None if null else score)
