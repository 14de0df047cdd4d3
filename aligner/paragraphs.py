"""Line breaks as evidence: sentences of one paragraph belong to one paragraph, and few beads reach over a line break.

Two things are said of a bead. Where it begins, a paragraph begins on both sides or on neither, if the translator kept
the paragraphs; and a joint between two sentences inside a bead is a line break less often than any other joint. Both
are likelihood ratios against what the break rates of the two texts let expect by chance, so that a text that breaks
behind every sentence, or nowhere, says nothing: a list of segments is aligned as if there were no paragraphs.

A title is a paragraph of its own: a title and the lead that repeats it are no bead, if the text has other paragraphs of
several sentences.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from aligner.evidence import Floats
from aligner.ranges import check_shares
from aligner.weights import fitted

Breaks = NDArray[np.bool_]
"""Which sentences of a text begin a paragraph, ``bool[sentences]``."""
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ParagraphConfig:
    """How much line breaks say; defaults are fitted (`aligner.weights`). ``kept``: share of places where the target
    begins a paragraph because the source does, from 0 to below 1. ``inside``: odds of a line break inside a bead
    against its odds elsewhere, above 0; 1 says nothing."""

    kept: float = field(default_factory=lambda: fitted("paragraphs", "kept"))
    inside: float = field(default_factory=lambda: fitted("paragraphs", "inside"))

    def __post_init__(self) -> None:
        check_shares("align.paragraphs", self)
        if self.kept == 1.0:
            raise ValueError(f"align.paragraphs.kept must be below 1, not {self.kept!r}")
        if not self.inside:
            raise ValueError(f"align.paragraphs.inside must be above 0, not {self.inside!r}")


@dataclass(frozen=True, slots=True)
class ParagraphEvidence:
    """What line breaks say of beads: ``starts[n, m]`` of those that begin at two sentences, and for each side the sums
    over its joints, ``float64[sentences + 1]``: ``sums[b] - sums[a + 1]`` for the joints inside ``a`` to ``b - 1``."""

    starts: Floats
    joints: tuple[Floats, Floats]

    def of_types(self, source_sizes: Indices, target_sizes: Indices) -> Floats:
        """Evidence by bead type and first cell, ``float64[types, n + 1, m + 1]``; 0 for nulls, and meaningless where a
        bead would run over an end."""
        source, target = (
            _inside(sums, np.arange(len(sums)), sizes[:, None])
            for sums, sizes in zip(self.joints, (source_sizes, target_sizes), strict=True)
        )
        result: Floats = source[:, :, None] + target[:, None, :]
        result[:, :-1, :-1] += self.starts
        result[source_sizes * target_sizes == 0] = 0.0
        return result

    def of_beads(self, starts: tuple[Indices, Indices], sizes: tuple[Indices, Indices]) -> Floats:
        """Evidence of some beads with text on both sides, ``float64[beads]``, by their first sentences and sizes."""
        said: Floats = self.starts[starts] + sum(map(_inside, self.joints, starts, sizes))
        return said


def _inside(sums: Floats, start: Indices, size: Indices) -> Floats:
    last = len(sums) - 1
    inside: Floats = sums[np.minimum(start + size, last)] - sums[np.minimum(start + 1, last)]
    return inside


def paragraph_evidence(
    source: Breaks | None, target: Breaks | None, config: ParagraphConfig
) -> ParagraphEvidence | None:
    """What the line breaks of two texts say; ``None`` where neither has anything to say."""
    if source is None or target is None or not len(source) or not len(target) or (source.all() and target.all()):
        return None
    joints = _joints(source, config.inside), _joints(target, config.inside)
    table = start_table(_rate(source), _rate(target), config.kept)
    return ParagraphEvidence(table[source.view(np.int8)[:, None], target.view(np.int8)], joints)


def start_table(source_rate: float, target_rate: float, kept: float) -> Floats:
    """Log-likelihood ratios that two sentences which begin a bead begin a paragraph, ``[source does, target does]``.

    By chance both do at the product of their rates; where breaks are kept, at the smaller of the two. A rate of 1 says
    nothing, nor does one of 0: a window of a long text may stand inside one paragraph.

    >>> np.exp(start_table(0.5, 0.5, 0.9)).round(2).tolist()
    [[1.9, 0.1], [0.1, 1.9]]
    """
    if not 0.0 < source_rate < 1.0 or not 0.0 < target_rate < 1.0:
        return np.zeros((2, 2))
    low, high = min(source_rate, target_rate), max(source_rate, target_rate)
    as_kept = (1.0 - high, target_rate - low), (source_rate - low, low)
    chances = (1.0 - source_rate, source_rate), (1.0 - target_rate, target_rate)
    return np.array(
        [[math.log1p(kept * (as_kept[s][t] / (chances[0][s] * chances[1][t]) - 1.0)) for t in (0, 1)] for s in (0, 1)]
    )


def _joints(breaks: Breaks, inside: float) -> Floats:
    """Sums of what the joint before each sentence says where it is inside a bead. The ratio of the odds is ``inside``
    whatever the rate is, so that breaks everywhere say nothing."""
    rate = _rate(breaks)
    scale = 1.0 - rate + inside * rate
    sums = np.zeros(len(breaks) + 1)
    np.cumsum(np.where(breaks, math.log(inside / scale), -math.log(scale)), out=sums[1:])
    return sums


def _rate(breaks: Breaks) -> float:
    """Share of sentences that begin a paragraph."""
    return int(np.count_nonzero(breaks)) / len(breaks)
