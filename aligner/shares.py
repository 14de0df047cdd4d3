"""What the score of a bead is made of: the share of each kind of evidence, worked out for the beads that were chosen.

The search needs sums only, for thousands of candidates; the shares of some twenty chosen beads are taken from the same
items, lengths and vectors afterwards, by the same formulas, so that they add up to the score and cost a fraction of it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.costs import Segments, length_shares
from aligner.datatypes import PART_NAMES, Bead
from aligner.embeddings import window_shares
from aligner.evidence import ITEM_CLASSES, Floats, class_shares
from aligner.paths import AlignConfig, Ingredients

Indices = NDArray[np.int64]
_COLUMNS = {name: column for column, name in enumerate(PART_NAMES)}
_CLASS_COLUMNS = [_COLUMNS[name] for name in ITEM_CLASSES]


def with_shares(
    beads: Sequence[Bead], made_of: Ingredients, scores: Floats, changes: Floats, config: AlignConfig
) -> list[Bead]:
    """The beads, which hold each sentence of either side at most once, with the shares of their scores.

    ``scores`` are those of the search, ``changes`` what the page added to the prior of each type.
    """
    if not beads:
        return []
    spans = _Spans(*np.array([(b.source.start, b.source.stop, b.target.start, b.target.stop) for b in beads]).T)
    shares = _evidence_shares(spans, made_of, config)
    shares /= np.array([1.0 if bead.moved else config.temperature for bead in beads])[:, None]
    shares[:, _COLUMNS["prior"]] = _priors(beads, scores, changes, config)
    return [
        Bead(bead.source, bead.target, bead.probability, bead.moved, tuple(row))
        for bead, row in zip(beads, shares.tolist(), strict=True)
    ]


class _Spans(NamedTuple):
    """First sentences of some beads and those behind their last, ``int64[beads]``."""

    source: Indices
    source_stop: Indices
    target: Indices
    target_stop: Indices

    def mirrored(self) -> _Spans:
        return _Spans(self.target, self.target_stop, self.source, self.source_stop)


def _priors(beads: Sequence[Bead], scores: Floats, changes: Floats, config: AlignConfig) -> list[float]:
    """A null has its prior alone, which may be that of the open end of a window."""
    types = {shape: number for number, shape in enumerate(config.costs.priors)}
    logs = np.log(list(config.costs.priors.values())) / config.temperature + changes
    priors = []
    for bead in beads:
        kind = types[len(bead.source), len(bead.target)]
        if bead.moved:
            priors.append(math.log(config.moves.prior))
        else:
            priors.append(float(scores[kind, bead.source.start, bead.target.start] if bead.is_null else logs[kind]))
    return priors


def _evidence_shares(spans: _Spans, made_of: Ingredients, config: AlignConfig) -> Floats:
    """Shares of all evidence, ``float64[beads, shares]``; nulls have none."""
    shares = np.zeros((len(spans.source), len(PART_NAMES)))
    solid = np.flatnonzero((spans.source_stop > spans.source) & (spans.target_stop > spans.target))
    if not len(solid) or made_of.model is None:
        return shares
    some = _Spans(*(places[solid] for places in spans))
    sizes = some.source_stop - some.source, some.target_stop - some.target
    totals = [_totals(side, *span) for side, span in zip(made_of.segments, (some[:2], some[2:]), strict=True)]
    length, parts = length_shares(totals[0], totals[1], sizes, made_of.model, config.costs)
    table = np.zeros((len(solid), len(PART_NAMES)))
    table[:, _COLUMNS["length"]], table[:, _COLUMNS["parts"]] = length, parts
    if made_of.paragraphs is not None:
        table[:, _COLUMNS["paragraph"]] = made_of.paragraphs.of_beads((some.source, some.target), sizes)
    for side, view in enumerate((some, some.mirrored())):
        bead_of = _bead_of(view, len(made_of.segments[side].lengths))
        window = view.target, view.target_stop - view.target
        table[:, _CLASS_COLUMNS] += class_shares(made_of.items[side], bead_of, *window)
        if made_of.similarity is not None:
            table[:, _COLUMNS["encoder"]] += window_shares(made_of.similarity[side], bead_of, *window)
    shares[solid] = table
    return shares


def _totals(side: Segments, start: Indices, stop: Indices) -> Segments:
    """Characters and sentences of each run of segments."""
    sums = (np.concatenate([[0.0], np.cumsum(values)]) for values in (side.lengths, side.parts))
    return Segments(*(total[stop] - total[start] for total in sums))


def _bead_of(spans: _Spans, sentences: int) -> Indices:
    """The bead that each source sentence stands in, -1 for none."""
    result = np.full(sentences, -1)
    sizes = spans.source_stop - spans.source
    firsts = np.repeat(spans.source - np.cumsum(sizes) + sizes, sizes)
    result[firsts + np.arange(len(firsts))] = np.repeat(np.arange(len(sizes)), sizes)
    return result
