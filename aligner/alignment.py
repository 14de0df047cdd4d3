"""Sentence alignment: which sentences of one text translate which of the other.

The story: read every sentence once, match what the two sides share, score every candidate bead, take the best monotone path,
and give each of its beads its posterior probability.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias

import numpy as np

from aligner.costs import CostConfig, bead_scores
from aligner.datatypes import Alignment, Bead, Sentence
from aligner.evidence import EvidenceConfig, Floats, coverage, match_items
from aligner.kernels import search
from aligner.lexicon import Lexicon, shipped_lexicon
from aligner.profiles import LanguageProfile, get_profile
from aligner.readings import SentenceReading, read_sentence
from aligner.splitter import split_sentences

Text: TypeAlias = "str | Sequence[str] | Sequence[Sentence]"
Languages: TypeAlias = "tuple[str | LanguageProfile, str | LanguageProfile]"


@dataclass(frozen=True, slots=True)
class AlignConfig:
    """Settings of the aligner. ``temperature`` divides log scores before posteriors are taken, so that they are calibrated
    (1 = as scored; higher = less sure)."""

    costs: CostConfig = field(default_factory=CostConfig)
    evidence: EvidenceConfig = field(default_factory=EvidenceConfig)
    temperature: float = 1.0


def align(
    source: Text,
    target: Text,
    *,
    languages: Languages = ("vi", "fr"),
    config: AlignConfig | None = None,
    lexicon: Lexicon | None = None,
) -> Alignment:
    """Align two texts.

    Each side is a string (it is split into sentences), a list of strings (taken as they are, one paragraph an item, as if
    the text were the items joined by newlines) or a list of `Sentence`. ``lexicon`` defaults to the one that ships for the
    two languages, if there is one. Raises ``ValueError`` for an unknown language or a lexicon made for another pair and
    ``TypeError`` for a side that is no text; empty input gives nulls or nothing.

    >>> alignment = align("Mưa to ở Huế. Gió cấp 8.", "Fortes pluies à Hué. Vents de force 8.")
    >>> [bead.kind for bead in alignment]
    ['1-1', '1-1']
    """
    config = config or AlignConfig()
    profiles = (get_profile(languages[0]), get_profile(languages[1]))
    lexicon = lexicon_for(profiles, lexicon)
    sentences = (as_sentences(source, profiles[0], "source"), as_sentences(target, profiles[1], "target"))
    source_readings, target_readings = (
        [read_sentence(sentence.text, profile) for sentence in side]
        for side, profile in zip(sentences, profiles, strict=True)
    )
    scores, source_sizes, target_sizes = score_beads(source_readings, target_readings, config, lexicon)
    beads = best_beads(scores / config.temperature, source_sizes, target_sizes)
    return Alignment(*sentences, tuple(beads))


def align_many(
    pairs: Iterable[tuple[Text, Text]],
    *,
    workers: int | None = None,
    languages: Languages = ("vi", "fr"),
    config: AlignConfig | None = None,
    lexicon: Lexicon | None = None,
) -> Iterator[Alignment]:
    """Align many pairs of texts, in input order; the results are those of `align`, one by one.

    ``workers`` processes share the work: ``None`` or 1 runs in this process, where small inputs are fastest. Raises
    ``ValueError`` for fewer than 1.
    """
    if workers is not None and workers < 1:
        raise ValueError(f"workers must be at least 1 (or None for this process), not {workers}")
    one = partial(_align_pair, languages=languages, config=config, lexicon=lexicon)
    if workers is None or workers == 1:
        yield from map(one, pairs)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(one, pairs, chunksize=CHUNK_OF_PAIRS)


CHUNK_OF_PAIRS = 16
"""Pairs handed to a worker at a time: some 0.1 s of work against well under 1 ms of handing over."""


def _align_pair(
    pair: tuple[Text, Text], *, languages: Languages, config: AlignConfig | None, lexicon: Lexicon | None
) -> Alignment:
    source, target = pair
    return align(source, target, languages=languages, config=config, lexicon=lexicon)


def score_beads(
    source: Sequence[SentenceReading], target: Sequence[SentenceReading], config: AlignConfig, lexicon: Lexicon | None
) -> tuple[Floats, np.ndarray, np.ndarray]:
    """Scores of all candidate beads of two read texts, with the sizes of each bead type (see `aligner.costs.bead_scores`)."""
    longest = max(max(shape) for shape in config.costs.priors)
    source_items, target_items = match_items(source, target, lexicon.index if lexicon else None)
    source_cover = coverage(source_items, len(source), len(target), longest, config.evidence)
    target_cover = coverage(target_items, len(target), len(source), longest, config.evidence)
    lengths = [np.array([max(reading.length, 1) for reading in side], dtype=float) for side in (source, target)]
    return bead_scores(*lengths, source_cover, target_cover, config.costs)


def best_beads(scores: Floats, source_sizes: np.ndarray, target_sizes: np.ndarray) -> list[Bead]:
    """The beads of the best path, in order, each with its posterior."""
    step, forward, backward = search(scores, source_sizes, target_sizes)
    n, m = scores.shape[1] - 1, scores.shape[2] - 1
    total = backward[0, 0]
    beads: list[Bead] = []
    i = j = 0
    while i < n or j < m:
        kind = step[i, j]
        a, b = i + int(source_sizes[kind]), j + int(target_sizes[kind])
        if a == i or b == j:
            probability = _null_posterior(scores[kind], forward, backward, i, j, a - i, b - j) - total
        else:
            probability = forward[i, j] + scores[kind, i, j] + backward[a, b] - total
        beads.append(Bead(range(i, a), range(j, b), min(float(np.exp(probability)), 1.0)))
        i, j = a, b
    return _in_order(beads)


def _null_posterior(scores: Floats, forward: Floats, backward: Floats, i: int, j: int, k: int, l: int) -> float:
    """Log of the summed weight of all paths on which the sentence at (i, j) has no counterpart, wherever they pass."""
    n, m = forward.shape[0] - 1, forward.shape[1] - 1
    if k:
        logs = forward[i, :] + scores[i, :] + backward[i + 1, :]
    else:
        logs = forward[:, j] + scores[:, j] + backward[:, j + 1]
    assert n >= 0 and m >= 0
    high = logs.max()
    return float(high + np.log(np.exp(logs - high).sum()))


def _in_order(beads: list[Bead]) -> list[Bead]:
    """Between two solid beads, target-only nulls stand before source-only ones: each follows the target before it."""
    ordered: list[Bead] = []
    sources: list[Bead] = []
    for bead in beads:
        if bead.source and not bead.target:
            sources.append(bead)
        elif bead.source:
            ordered += [*sources, bead]
            sources = []
        else:
            ordered.append(bead)
    return ordered + sources


def as_sentences(text: Text, profile: LanguageProfile, side: str) -> tuple[Sentence, ...]:
    """A side of an alignment as sentences: a string is split, strings are taken as paragraphs, sentences as they are."""
    if isinstance(text, str):
        return tuple(split_sentences(text, language=profile))
    if not isinstance(text, Sequence):
        raise TypeError(f"{side} must be a string or a list of strings or Sentences, not {type(text).__name__}")
    items = list(text)
    if all(isinstance(item, Sentence) for item in items):
        return tuple(items)  # type: ignore[arg-type]
    sentences, start = [], 0
    for number, item in enumerate(items):
        if not isinstance(item, str):
            raise TypeError(f"{side}[{number}] must be a string like the others, not {type(item).__name__}")
        sentences.append(Sentence(item, start, start + len(item), number))
        start += len(item) + 1
    return tuple(sentences)


def lexicon_for(profiles: tuple[LanguageProfile, LanguageProfile], lexicon: Lexicon | None) -> Lexicon | None:
    """The lexicon given, checked, or the one that ships for the two languages."""
    codes = (profiles[0].code, profiles[1].code)
    if lexicon is None:
        return shipped_lexicon(codes)
    if lexicon.languages != codes:
        raise ValueError(f"the lexicon was made for {'-'.join(lexicon.languages)}, the texts are {'-'.join(codes)}; leave it out")
    return lexicon
