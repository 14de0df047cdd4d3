"""Moved segments: sentences that the search left alone on both sides, and that translate each other out of order.

A caption may stand elsewhere on the translated page. The best monotone path must leave it null on both sides; such
nulls are matched here, the most certain first, and each joined pair stands at its source place, marked as moved.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from aligner.datatypes import Bead
from aligner.evidence import Floats
from aligner.ranges import check_positive, check_shares

MOST_LOG_ODDS = 60.0
"""Log odds above which a pair is certain; its exponential still adds up without overflow."""


@dataclass(frozen=True, slots=True)
class MoveConfig:
    """``prior``: share of nulls that were moved, and with it the evidence a move needs; ``least_probability``: match
    probability below which nulls stay nulls."""

    prior: float = 0.002
    least_probability: float = 0.9

    def __post_init__(self) -> None:
        check_shares("align.moves", self)
        check_positive("align.moves", self, "prior")


def join_moved(beads: Sequence[Bead], pair_scores: Floats, pair_prior: float, config: MoveConfig) -> list[Bead]:
    """Beads with moved segments joined.

    ``pair_scores[i, j]`` are the log scores of 1-1 beads with the prior ``pair_prior`` in them. The match probability
    weighs the evidence of a pair against that of all others its two sentences could make with nulls, and against none.
    """
    sources = [bead.source.start for bead in beads if bead.source and not bead.target]
    targets = [bead.target.start for bead in beads if bead.target and not bead.source]
    odds = {
        (i, j): math.exp(min(float(pair_scores[i, j]) - math.log(pair_prior) + math.log(config.prior), MOST_LOG_ODDS))
        for i in sources
        for j in targets
    }
    found = []
    for (i, j), weight in odds.items():
        rivals = sum(odds[i, other] for other in targets) + sum(odds[other, j] for other in sources) - weight
        probability = weight / (1.0 + rivals)
        if probability >= config.least_probability:
            found.append((-probability, i, j))
    joined: dict[int, Bead] = {}
    taken: set[int] = set()
    for minus_probability, i, j in sorted(found):
        if i not in joined and j not in taken:
            joined[i] = Bead(range(i, i + 1), range(j, j + 1), -minus_probability, moved=True)
            taken.add(j)
    return [
        joined.get(bead.source.start, bead) if not bead.target else bead
        for bead in beads
        if bead.source or bead.target.start not in taken
    ]
