"""The ladder of hunalign: rungs ``source, target, confidence``, from ``0 0`` to the lengths of both texts.

A bead lies between two rungs, and the confidence of a rung is that of the bead that begins there. A ladder only climbs:
what crosses, and what was moved, becomes nulls. Gold ladders have two columns. A file of sentences in the place of
numbers is read as `ladder_text` has it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import pairwise

from corpus.interchange.files import input_file, output_file, text_lines
from corpus.interchange.ladder_text import is_text, text_document
from corpus.interchange.path import DECIMALS
from corpus.interchange.running import numbered_on, split_documents
from corpus.interchange.values import (
    CONFIDENCE,
    MOST_SENTENCES,
    NO_SCORE,
    AlignedDocument,
    InterchangeError,
    Link,
    check_numbers,
    higher_is_better,
    monotone_links,
    shown,
)

Rung = tuple[int, int, float | None]


def write_ladder(documents: Iterable[AlignedDocument], path: str) -> int:
    """Write the beads of documents as one ladder and return the number of its steps."""
    count = 0
    end, scored = (0, 0), True
    with output_file(path) as file:
        for document, (source, target) in numbered_on(documents, path):
            scored = document.score != NO_SCORE
            place = [source, target]
            for link in monotone_links(document):
                score = higher_is_better(link.score, document.score)
                file.write(_rung((place[0], place[1], score), scored))
                place = [place[0] + len(link.source), place[1] + len(link.target)]
                count += 1
            end = (source + document.sizes[0], target + document.sizes[1])
        file.write(_rung((*end, None), scored))
    return count


def read_ladder(path: str) -> Iterator[AlignedDocument]:
    """The documents of a ladder; a step with an empty side is a null for each of its sentences.

    Raises `InterchangeError` for a rung that is no numbers or goes down, and for a ladder that does not begin at 0 0.
    """
    with input_file(path) as file:
        lines = [(number, line) for number, line in text_lines(file, path) if line.strip()]
    if lines and is_text(lines[0][1]):
        yield text_document(lines, path)
        return
    rungs = [_read_rung(line, f"{path}: line {number}") for number, line in lines]
    if rungs and rungs[0][:2] != (0, 0):
        raise InterchangeError(f"{path}: a ladder begins at 0 0, not at {rungs[0][0]} {rungs[0][1]}")
    links: list[Link] = []
    for number, (low, high) in enumerate(pairwise(rungs), start=1):
        links += _between(low, high, f"{path}: rung {number}")
    scored = CONFIDENCE if any(link.score is not None for link in links) else NO_SCORE
    yield from split_documents(links, scored, path)


def _rung(rung: Rung, scored: bool) -> bytes:
    score = f"\t{rung[2] or 0:.{DECIMALS}f}" if scored else ""
    return f"{rung[0]}\t{rung[1]}{score}\n".encode()


def _read_rung(line: str, place: str) -> Rung:
    fields = line.split()
    try:
        if len(fields) not in (2, 3):
            raise ValueError
        rung = int(fields[0]), int(fields[1]), float(fields[2]) if len(fields) == 3 else None
        if not math.isfinite(rung[2] or 0):
            raise ValueError
    except ValueError:
        raise InterchangeError(f"{place} must be two numbers and a confidence, not {shown(line)}") from None
    if not all(0 <= number <= MOST_SENTENCES for number in rung[:2]):
        raise InterchangeError(f"{place}: numbers must be between 0 and {MOST_SENTENCES}, not {shown(line)}")
    return rung


def _between(low: Rung, high: Rung, place: str) -> list[Link]:
    if high[0] < low[0] or high[1] < low[1]:
        raise InterchangeError(f"{place}: the ladder goes down from {low[:2]} to {high[:2]}")
    source, target = range(low[0], high[0]), range(low[1], high[1])
    if source and target:
        return [Link(check_numbers(source, place), check_numbers(target, place), low[2])]
    return [Link((i,), (), None) for i in source] + [Link((), (j,), None) for j in target]
