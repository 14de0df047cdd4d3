"""The values that pass between formats: pairs are rows of `corpus.schema.PAIRS`, alignments are documents of links.

A path, a ladder and a link file hold numbers of sentences and no text; their scores mean different things. So a
document says which kind of score its links carry, and a writer converts or leaves out, never relabels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

PROBABILITY, COST, SIMILARITY, CONFIDENCE, NO_SCORE = "probability", "cost", "similarity", "confidence", "none"
"""Kinds of score. A probability is in [0, 1]; a cost (vecalign) is better the lower; a similarity (SentAlign) and a
confidence (hunalign) are better the higher and have no bounds that can be relied on."""

MOST_SHOWN = 60
"""Code points of a wrong value that a message quotes."""

Sides = tuple[tuple[int, ...], tuple[int, ...]]
"""Source and target numbers of a link."""
MOST_SENTENCES = 100_000_000
MOST_PARTS = 10_000
MOST_UNLINKED = 1_000_000
"""Sentences of a side, of one link, and of a document outside all links; a file that claims more is damaged or made to
fill the memory."""


class InterchangeError(ValueError):
    """A file is not what its format says, or cannot hold what it should; the message names file, place and remedy."""


def shown(value: Any) -> str:
    """What a message quotes of a value that is wrong: its beginning.

    >>> shown([1]), len(shown("a" * 1000))
    ("'[1]'", 62)
    """
    return repr(str(value)[:MOST_SHOWN])


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence of a document as a text on one line, and the paragraph it stands in, from 0."""

    text: str
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """Sentence numbers, from 0, of both sides of a bead; an empty side is a null.

    ``score`` is of the kind that the document names, ``None`` where unknown. ``reviewed`` tells that a person accepted
    or made the link.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    score: float | None = None
    moved: bool = False
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class AlignedDocument:
    """A document pair as links between sentence numbers.

    ``sizes`` are the numbers of sentences of both sides; ``source`` and ``target`` the sentences themselves, ``None``
    where only numbers are known.
    """

    links: tuple[Link, ...]
    sizes: tuple[int, int]
    id: str = ""
    source_document: str = ""
    target_document: str = ""
    score: str = PROBABILITY
    source: tuple[Segment, ...] | None = None
    target: tuple[Segment, ...] | None = None


def higher_is_better(score: float | None, kind: str) -> float | None:
    """The score as one of which more is better; a cost is turned around, as vecalign's is one minus a similarity.

    >>> higher_is_better(0.25, COST), higher_is_better(0.25, PROBABILITY), higher_is_better(0.25, NO_SCORE)
    (0.75, 0.25, None)
    """
    if score is None or kind == NO_SCORE:
        return None
    return 1 - score if kind == COST else score


def document_of(
    links: Iterable[Link], score: str, id: str = "", source_document: str = "", target_document: str = ""
) -> AlignedDocument:
    """A document of links alone; its sizes are what the links reach.

    >>> document_of([Link((0,), (0, 1))], NO_SCORE).sizes
    (1, 2)
    """
    kept = tuple(links)
    sizes = (_reach(link.source for link in kept), _reach(link.target for link in kept))
    return AlignedDocument(kept, sizes, id, source_document, target_document, score)


def single_nulls(links: Iterable[Link]) -> list[Link]:
    """The links with every null holding one sentence, as our alignments have them; a link of nothing is left out.

    >>> [(link.source, link.target) for link in single_nulls([Link((0, 1), ()), Link((2,), (0,)), Link((), ())])]
    [((0,), ()), ((1,), ()), ((2,), (0,))]
    """
    single: list[Link] = []
    for link in links:
        if link.source and link.target:
            single.append(link)
        else:
            single += [replace(link, source=(i,)) for i in link.source]
            single += [replace(link, target=(j,)) for j in link.target]
    return single


def index_beads(document: AlignedDocument) -> list[tuple[list[int], list[int]]]:
    """The links as `aligner.evaluate` takes them, nulls one sentence each."""
    return [(list(link.source), list(link.target)) for link in single_nulls(document.links)]


def monotone_links(document: AlignedDocument) -> list[Link]:
    """The links as steps that cover both sides from beginning to end, as a ladder must hold them.

    A link that is moved, crosses an earlier one, or has a gap inside is taken apart into nulls, and a sentence of no
    link becomes a null. Between two links, target nulls come first.
    """
    linked = sum(len(link.source) + len(link.target) for link in document.links)
    if sum(document.sizes) > MOST_UNLINKED + linked:
        raise InterchangeError(
            f"document {document.id!r}: {linked} of {sum(document.sizes)} sentences are linked; are the numbers right?"
        )
    kept = {(link.source, link.target): link for link in document.links if not link.source or not link.target}
    steps: list[Link] = []
    done = (0, 0)
    for link in sorted((link for link in document.links if _is_step(link)), key=lambda link: link.source):
        if link.source[0] >= done[0] and link.target[0] >= done[1]:
            steps += _nulls(done, (link.source[0], link.target[0]), kept)
            steps.append(link)
            done = (link.source[-1] + 1, link.target[-1] + 1)
    return steps + _nulls(done, document.sizes, kept)


def _nulls(done: tuple[int, int], until: tuple[int, int], kept: Mapping[Sides, Link]) -> list[Link]:
    """Nulls up to two sentences: those that the document has, new ones elsewhere."""
    nulls = [Link((), (j,)) for j in range(done[1], until[1])] + [Link((i,), ()) for i in range(done[0], until[0])]
    return [kept.get((null.source, null.target), null) for null in nulls]


def _is_step(link: Link) -> bool:
    return not link.moved and _is_run(link.source) and _is_run(link.target)


def _is_run(numbers: tuple[int, ...]) -> bool:
    return bool(numbers) and numbers == tuple(range(numbers[0], numbers[0] + len(numbers)))


def _reach(sides: Iterable[tuple[int, ...]]) -> int:
    return max((number + 1 for side in sides for number in side), default=0)


def check_numbers(numbers: Sequence[int], place: str) -> tuple[int, ...]:
    """Sentence numbers as a tuple; raises `InterchangeError` for negative, repeated, unordered or absurd ones."""
    if len(numbers) > MOST_PARTS:
        raise InterchangeError(f"{place}: a bead of {len(numbers)} sentences; at most {MOST_PARTS} are read")
    if any(a >= b for a, b in pairwise(numbers)) or (numbers and not 0 <= numbers[0] <= numbers[-1] < MOST_SENTENCES):
        raise InterchangeError(f"{place}: sentence numbers must rise, from 0 to {MOST_SENTENCES}: {numbers!r:.100}")
    return tuple(numbers)


def check_cover(links: Sequence[Link], place: str) -> None:
    """Raise `InterchangeError` where a sentence stands in more than one link."""
    for side in ("source", "target"):
        seen: set[int] = set()
        for link in links:
            numbers = getattr(link, side)
            if not seen.isdisjoint(numbers):
                raise InterchangeError(f"{place}: {side} sentence {min(seen.intersection(numbers))} is in two beads")
            seen.update(numbers)
