"""How well predicted beads agree with gold beads: strict and lax precision, recall and F1.

Strict: a bead counts when exactly the same bead is on the other side. Lax: when it shares at least one (source, target)
cell with the other side's beads. Beads with an empty side are left out of both and reported beside them. Counts are
summed over documents (micro average). The measures are those of Bleualign (Sennrich & Volk 2010) and vecalign
(Thompson & Koehn 2019), without the latter's null beads in precision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from aligner.datatypes import Alignment

IndexBead: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]]
Cells: TypeAlias = set[tuple[int, int]]
Agrees: TypeAlias = Callable[[IndexBead, set[IndexBead], Cells], bool]
Beads: TypeAlias = "Alignment | Sequence[tuple[Sequence[int], Sequence[int]]] | Sequence[Sequence[Sequence[int]]]"


@dataclass(frozen=True, slots=True)
class Measure:
    """Precision, recall and their harmonic mean, each in [0, 1]; 0 where there is nothing to count."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Agreement of predicted with gold beads, with the counts behind it."""

    strict: Measure
    lax: Measure
    nulls: Measure
    moved: Measure
    predicted_beads: int
    gold_beads: int
    documents: int


@dataclass(slots=True)
class _Counts:
    right_predicted: int = 0
    predicted: int = 0
    right_gold: int = 0
    gold: int = 0

    def measure(self) -> Measure:
        precision = self.right_predicted / self.predicted if self.predicted else 0.0
        recall = self.right_gold / self.gold if self.gold else 0.0
        total = precision + recall
        return Measure(precision, recall, 2 * precision * recall / total if total else 0.0)


def evaluate(
    predicted: Beads | Sequence[Beads], gold: Beads | Sequence[Beads], *, moved: Iterable[tuple[int, int]] = ()
) -> Evaluation:
    """Compare predicted with gold beads, of one alignment or of a list of them in the same order.

    Each alignment is an :class:`Alignment` or a list of ``(source indices, target indices)``. A moved bead that the
    gold does not hold counts as nulls; ``moved`` names the true links of moved segments of a single alignment (1-1
    index pairs), and ``Evaluation.moved`` tells how many of them were found. Raises ``ValueError`` where the two lists
    differ in length and ``TypeError`` for anything that is no beads.

    >>> evaluate([([0], [0]), ([1], [1, 2])], [([0], [0]), ([1], [1]), ([], [2])]).strict
    Measure(precision=0.5, recall=0.5, f1=0.5)
    """
    predicted_list, gold_list = _alignments(predicted), _alignments(gold)
    if len(predicted_list) != len(gold_list):
        raise ValueError(
            f"{len(predicted_list)} predicted alignments and {len(gold_list)} gold ones; give as many of each, "
            "in one order"
        )
    strict, lax, nulls, moves = _Counts(), _Counts(), _Counts(), _Counts()
    for one, other in zip(predicted_list, gold_list, strict=True):
        _count(one, other, frozenset(moved), strict, lax, nulls, moves)
    return Evaluation(
        strict.measure(), lax.measure(), nulls.measure(), moves.measure(), strict.predicted, strict.gold, len(gold_list)
    )


def _count(
    predicted: Beads,
    gold: Beads,
    links: frozenset[tuple[int, int]],
    strict: _Counts,
    lax: _Counts,
    nulls: _Counts,
    moves: _Counts,
) -> None:
    gold_beads, gold_moved = _index_beads(gold)
    beads, moved = _index_beads(predicted)
    truth = gold_beads | gold_moved
    found = {(bead[0][0], bead[1][0]) for bead in moved if len(bead[0]) == len(bead[1]) == 1}
    true_links = links | {(bead[0][0], bead[1][0]) for bead in gold_moved}
    moves.right_predicted += len(found & true_links)
    moves.right_gold += len(found & true_links)
    moves.predicted += len(moved)
    moves.gold += len(true_links)
    beads |= moved & truth
    beads |= {single for bead in moved - truth for single in _as_nulls(bead)}
    solid, gold_solid = _solid(beads), _solid(truth)
    _tally(strict, solid, gold_solid, lambda bead, others, _: bead in others)
    _tally(lax, solid, gold_solid, lambda bead, _, cells: any((i, j) in cells for i in bead[0] for j in bead[1]))
    _tally(nulls, beads - solid, truth - gold_solid, lambda bead, others, _: bead in others)


def _tally(counts: _Counts, predicted: set[IndexBead], gold: set[IndexBead], agrees: Agrees) -> None:
    gold_cells, predicted_cells = _cells(gold), _cells(predicted)
    counts.right_predicted += sum(agrees(bead, gold, gold_cells) for bead in predicted)
    counts.predicted += len(predicted)
    counts.right_gold += sum(agrees(bead, predicted, predicted_cells) for bead in gold)
    counts.gold += len(gold)


def _cells(beads: set[IndexBead]) -> set[tuple[int, int]]:
    return {(i, j) for source, target in beads for i in source for j in target}


def _solid(beads: set[IndexBead]) -> set[IndexBead]:
    return {bead for bead in beads if bead[0] and bead[1]}


def _as_nulls(bead: IndexBead) -> list[IndexBead]:
    return [((i,), ()) for i in bead[0]] + [((), (j,)) for j in bead[1]]


def _alignments(beads: Beads | Sequence[Beads]) -> list[Beads]:
    """One alignment as a list of one; a list of alignments as it is."""
    if isinstance(beads, Alignment):
        return [beads]
    if not isinstance(beads, Sequence) or isinstance(beads, str):
        raise TypeError(
            f"beads must be an Alignment, a list of (source, target) indices or a list of these, not {beads!r}"
        )
    if not beads or _is_bead(beads[0]):
        return [beads]  # type: ignore[list-item]
    return list(beads)  # type: ignore[arg-type]


def _is_bead(value: object) -> bool:
    """True for a pair of index lists."""
    return (
        isinstance(value, Sequence)
        and not isinstance(value, Alignment)
        and len(value) == 2
        and all(isinstance(side, Sequence | range) and all(isinstance(x, int) for x in side) for side in value)
    )


def _index_beads(beads: Beads) -> tuple[set[IndexBead], set[IndexBead]]:
    """The beads as sets of index tuples: those in order, and those marked as moved."""
    if isinstance(beads, Alignment):
        in_order = {(tuple(bead.source), tuple(bead.target)) for bead in beads if not bead.moved}
        return in_order, {(tuple(bead.source), tuple(bead.target)) for bead in beads if bead.moved}
    plain: set[IndexBead] = set()
    for bead in beads:
        if not _is_bead(bead):
            raise TypeError(f"a bead must be (source indices, target indices), not {bead!r}")
        source, target = bead
        if len(source) or len(target):
            plain.add((tuple(source), tuple(target)))
    return plain, set()
