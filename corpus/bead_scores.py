"""Scores the beads of a dataset again: page texts and beads are in its `documents`, so nothing is read or aligned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aligner import Alignment, Bead, ScoreConfig, ScoredPair, score_alignment, split_sentences
from corpus.pages import LANGUAGES


def document_alignment(document: Mapping[str, Any]) -> Alignment:
    """The alignment of a `documents` row.

    Raises ``ValueError``, naming the page pair, where its pages are now split otherwise (then ``vifr build`` has to run
    again).
    """
    sides = [
        tuple(split_sentences(document[f"{side}_text"], language=language))
        for side, language in zip(("source", "target"), LANGUAGES, strict=True)
    ]
    beads = [_bead(entry) for entry in document["alignment"]]
    for sentences, held in zip(sides, ([b.source for b in beads], [b.target for b in beads]), strict=True):
        if sum(map(len, held)) != len(sentences):
            raise ValueError(f"page pair {document['id']}: its pages are split otherwise now; run 'vifr build' again")
    return Alignment(sides[0], sides[1], tuple(beads))


def scored_beads(alignment: Alignment, score: ScoreConfig) -> list[ScoredPair]:
    """The scores of all beads with text on both sides, each judged in its document, as a build does."""
    return list(score_alignment(alignment, languages=LANGUAGES, config=score))


def _bead(entry: Mapping[str, Any]) -> Bead:
    source, target = (_range(entry[side]) for side in ("source", "target"))
    return Bead(source, target, entry["probability"], entry["moved"])


def _range(positions: Sequence[int]) -> range:
    return range(positions[0], positions[-1] + 1) if positions else range(0)
