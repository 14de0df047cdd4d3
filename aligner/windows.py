"""Alignment of texts of any length: whole where they are short, else window by window along a chain of anchors.

A window is searched exactly. Its beads are kept up to the last sure one before its margin, and the next window starts
there, so that time and memory grow with the length of the texts and no cut falls where the path is in doubt.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from aligner.adapting import prior_changes
from aligner.anchoring import Point, anchor_chain
from aligner.datatypes import Bead
from aligner.evidence import Floats
from aligner.lexicon import LexiconIndex
from aligner.moved import join_moved
from aligner.paths import AlignConfig, ReadText, WindowConfig, best_beads, in_order, score_beads
from aligner.shares import with_shares

SURE = 0.9
"""Probability of a 1-1 bead at which a window may be cut."""


def find_beads(source: ReadText, target: ReadText, config: AlignConfig, lexicon: LexiconIndex | None) -> list[Bead]:
    """The beads of two read texts, in the order of an `Alignment`."""
    n, m = len(source), len(target)
    if n * m <= config.windows.exact_cells:
        return _search(source, target, config, lexicon, True)
    anchors = anchor_chain(source.readings, target.readings, lexicon)
    points = [(-1, -1), *anchors, (n, m)]
    beads: list[Bead] = []
    i = j = 0
    while i < n or j < m:
        stop, other = _window_end(points, i, j, n, m, config.windows)
        last = stop == n and other == m
        found = _search(source.part(i, stop), target.part(j, other), config, lexicon, last)
        beads += [_shifted(bead, i, j) for bead in found]
        i, j = (stop, other) if last else _reached(found, i, j)
    return beads


def _search(
    source: ReadText, target: ReadText, config: AlignConfig, lexicon: LexiconIndex | None, last: bool
) -> list[Bead]:
    """Beads of one window: all of them, or those up to where the next window may start."""
    candidates = score_beads(source, target, config, lexicon)
    scores, sizes = candidates.scores, (candidates.source_sizes, candidates.target_sizes)
    if not last:
        _open_end(scores, list(config.costs.priors))
    calibrated = scores / config.temperature
    changes = np.zeros(len(scores))
    if last:  # the open end of a window shows nulls that are none
        changes = prior_changes(calibrated, *sizes, config.costs)
        calibrated += changes[:, None, None]
    beads = best_beads(calibrated, *sizes)
    if not last:
        beads = beads[: _cut(beads, len(source) - config.windows.margin)]
    pair = list(config.costs.priors).index((1, 1))
    beads = join_moved(in_order(beads), scores[pair], config.costs.priors[1, 1], config.moves)
    return with_shares(beads, candidates.made_of, calibrated, changes, config)


def _open_end(scores: Floats, types: Sequence[tuple[int, int]]) -> None:
    """Let a path end anywhere on the window's far borders: what is left there is for the next window to align, so that
    nulls along the borders cost nothing."""
    scores[types.index((1, 0)), :-1, -1] = 0.0
    scores[types.index((0, 1)), -1, :-1] = 0.0


def _cut(beads: Sequence[Bead], limit: int) -> int:
    """How many beads to keep: up to the last sure 1-1 bead before the limit, else up to the likeliest of the last half,
    else half of them."""
    pairs = [(number, bead) for number, bead in enumerate(beads) if bead.kind == "1-1" and bead.source.stop <= limit]
    sure = [number for number, bead in pairs if bead.probability >= SURE]
    if sure:
        return sure[-1] + 1
    late = [(bead.probability, number) for number, bead in pairs if bead.source.stop >= limit // 2]
    return max(late)[1] + 1 if late else max(len(beads) // 2, 1)


def _window_end(points: Sequence[Point], i: int, j: int, n: int, m: int, config: WindowConfig) -> Point:
    """Where a window that starts at (i, j) ends: some sentences on, and as far on the other side as anchors say."""
    stop = min(i + config.sentences, n)
    other = m if stop == n else min(_across(points, stop) + config.slack, m)
    other = min(max(other, j + config.slack), m)
    if (stop - i) * (other - j) > config.cells:
        other = min(j + max(config.cells // max(stop - i, 1), config.slack), m)
    return stop, other


def _across(points: Sequence[Point], i: int) -> int:
    """The target place of a source place, between the two anchors around it."""
    after = bisect_left(points, (i, -1))
    (a, b), (c, d) = points[max(after - 1, 0)], points[min(after, len(points) - 1)]
    return b if c == a else b + round((d - b) * (i - a) / (c - a))


def _reached(beads: Sequence[Bead], i: int, j: int) -> Point:
    """The first sentences that the kept beads of a window leave to the next."""
    sources = max((bead.source.stop for bead in beads if bead.source), default=0)
    targets = max((bead.target.stop for bead in beads if bead.target), default=0)
    return i + sources, j + targets


def _shifted(bead: Bead, i: int, j: int) -> Bead:
    source, target = bead.source, bead.target
    return Bead(
        range(source.start + i, source.stop + i),
        range(target.start + j, target.stop + j),
        bead.probability,
        bead.moved,
        bead.shares,
    )
