"""Conditions: what pages do to line-aligned documents, done on purpose so that the gold is known.

clean    as they are
merged   on each side by itself, neighbouring lines become one segment (never more than two)
dropped  each side loses lines by itself
mixed    lines lost, neighbours merged, and lines of other documents put in between
long     all mixed documents in a row, as one document

A document is handled as *blocks*: the smallest stretches of lines that no segment of either side crosses. Whatever
stands in one block on both sides is one bead; a block that only one side has is made of nulls. The sample pages have
nulls and joined sentences in 6 beads of 100 each; the rates are higher, so that every condition has enough of them to
count.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.documents import AlignmentCase, IndexBead, LineDocument

CONDITIONS = ("clean", "merged", "dropped", "mixed", "long")
SEED = 1946
"""Any number will do; another one makes other data, and the floors are pinned for this one."""


@dataclass(frozen=True, slots=True)
class Rates:
    """How often, in [0, 1]: a line is ``drop``ped, a free neighbour ``merge``d to a line, a foreign line
    ``insert``ed."""

    drop: float = 0.0
    merge: float = 0.0
    insert: float = 0.0


CONDITION_RATES = {
    "clean": Rates(),
    "merged": Rates(merge=0.14),
    "dropped": Rates(drop=0.08),
    "mixed": Rates(drop=0.08, merge=0.14, insert=0.05),
}


@dataclass(frozen=True, slots=True)
class Block:
    """Segments of both sides that belong together; a bead where both have some."""

    source: tuple[str, ...]
    target: tuple[str, ...]


def make_cases(documents: Sequence[LineDocument], seed: int = SEED) -> list[AlignmentCase]:
    """All conditions of all documents. The same documents and seed give the same cases, whatever else is in the list
    but the foreign lines."""
    cases = []
    mixed: list[Block] = []
    for condition, rates in CONDITION_RATES.items():
        for document in documents:
            rng = random.Random(f"{seed} {condition} {document.identifier}")
            blocks = perturbed(document, rates, rng)
            if rates.insert:
                others = [other for other in documents if other is not document]
                blocks = with_foreign_lines(blocks, others, rates.insert, rng)
            if condition == "mixed":
                mixed += blocks
            cases.append(as_case(document.identifier, condition, blocks))
    cases.append(as_case("all", "long", mixed))
    return cases


def perturbed(document: LineDocument, rates: Rates, rng: random.Random) -> list[Block]:
    """The blocks of a document after lines were dropped and merged on each side."""
    lines = len(document.source)
    sides = [segment_lines(lines, rates, rng) for _ in range(2)]
    inside = {line for side in sides for segment in side for line in segment[1:]}
    cuts = [line for line in range(lines) if line not in inside]
    blocks = []
    for start, end in zip(cuts, [*cuts[1:], lines], strict=True):
        source, target = (
            tuple(" ".join(texts[line] for line in segment) for segment in side if start <= segment[0] < end)
            for side, texts in zip(sides, (document.source, document.target), strict=True)
        )
        blocks.append(Block(source, target))
    return blocks


def segment_lines(lines: int, rates: Rates, rng: random.Random) -> list[tuple[int, ...]]:
    """Numbers of the lines of each segment of one side: one line, or two neighbours. At least one line is kept."""
    kept = {line for line in range(lines) if rng.random() >= rates.drop} or {0}
    segments: list[tuple[int, ...]] = []
    for line in sorted(kept):
        free_neighbour = bool(segments) and segments[-1] == (line - 1,)
        if free_neighbour and rng.random() < rates.merge:
            segments[-1] = (line - 1, line)
        else:
            segments.append((line,))
    return segments


def with_foreign_lines(
    blocks: Sequence[Block], others: Sequence[LineDocument], rate: float, rng: random.Random
) -> list[Block]:
    """The blocks with lines of other documents between them, one for each ``1 / rate`` segments of a side on average.

    No foreign line is used on both sides, so that none has a counterpart.
    """
    unused = [(document, line) for document in others for line in range(len(document.source))]
    rng.shuffle(unused)
    result = []
    for block in blocks:
        for size, on_source in ((len(block.source), True), (len(block.target), False)):
            for _ in range(size):
                if unused and rng.random() < rate:
                    document, line = unused.pop()
                    result.append(
                        Block((document.source[line],), ()) if on_source else Block((), (document.target[line],))
                    )
        result.append(block)
    return result


def as_case(identifier: str, condition: str, blocks: Sequence[Block]) -> AlignmentCase:
    """Blocks as texts and gold beads.

    >>> as_case("d", "mixed", [Block(("a", "b"), ("A",)), Block((), ("B", "C"))]).gold
    (((0, 1), (0,)), ((), (1,)), ((), (2,)))
    """
    source: list[str] = []
    target: list[str] = []
    gold: list[IndexBead] = []
    for block in blocks:
        rows = tuple(range(len(source), len(source) + len(block.source)))
        columns = tuple(range(len(target), len(target) + len(block.target)))
        if rows and columns:
            gold.append((rows, columns))
        else:
            gold += [((row,), ()) for row in rows] + [((), (column,)) for column in columns]
        source += block.source
        target += block.target
    return AlignmentCase(identifier, condition, tuple(source), tuple(target), tuple(gold))
