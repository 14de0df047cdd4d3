"""Sentence alignment: which sentences of one text translate which of the other.

The story: read every sentence once, match what the two sides share, score every candidate bead, take the best monotone
path, and give each of its beads its posterior probability.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import TypeAlias

import numpy as np

from aligner.datatypes import Alignment, Sentence
from aligner.embeddings import Encoder, embed
from aligner.lexicon import Lexicon, shipped_lexicon
from aligner.paragraphs import Breaks
from aligner.paths import AlignConfig, ReadText
from aligner.profiles import LanguageProfile, get_profile
from aligner.readings import read_sentences
from aligner.splitter import split_sentences
from aligner.windows import find_beads

Text: TypeAlias = "str | Sequence[str] | Sequence[Sentence]"
Languages: TypeAlias = "tuple[str | LanguageProfile, str | LanguageProfile]"


def align(
    source: Text,
    target: Text,
    *,
    languages: Languages = ("vi", "fr"),
    config: AlignConfig | None = None,
    lexicon: Lexicon | None = None,
    encoder: Encoder | None = None,
) -> Alignment:
    """Align two texts.

    Each side is a string (it is split into sentences), a list of strings (taken as they are, one paragraph an item, as
    if the text were the items joined by newlines) or a list of `Sentence`. ``lexicon`` defaults to the one that ships
    for the two languages, if there is one. ``encoder`` turns a list of texts into an array of vectors,
    ``float[texts, dimensions]``, whose cosines then count as evidence too; nothing needs it. Raises ``ValueError`` for
    an unknown language or a lexicon made for another pair and ``TypeError`` for a side that is no text; empty input
    gives nulls or nothing.

    >>> alignment = align("Mưa to ở Huế. Gió cấp 8.", "Fortes pluies à Hué. Vents de force 8.")
    >>> [bead.kind for bead in alignment]
    ['1-1', '1-1']
    """
    config = config or AlignConfig()
    profiles = (get_profile(languages[0]), get_profile(languages[1]))
    lexicon = lexicon_for(profiles, lexicon)
    sentences = (as_sentences(source, profiles[0], "source"), as_sentences(target, profiles[1], "target"))
    texts = [read_text(side, profile, encoder) for side, profile in zip(sentences, profiles, strict=True)]
    beads = find_beads(texts[0], texts[1], config, lexicon.index if lexicon else None)
    return Alignment(sentences[0], sentences[1], tuple(beads))


def align_many(
    pairs: Iterable[tuple[Text, Text]],
    *,
    workers: int | None = None,
    languages: Languages = ("vi", "fr"),
    config: AlignConfig | None = None,
    lexicon: Lexicon | None = None,
    encoder: Encoder | None = None,
) -> Iterator[Alignment]:
    """Align many pairs of texts, in input order; the results are those of `align`, one by one.

    ``workers`` processes share the work: ``None`` or 1 runs in this process, where small inputs are fastest. Raises
    ``ValueError`` for fewer than 1.
    """
    if workers is not None and workers < 1:
        raise ValueError(f"workers must be at least 1 (or None for this process), not {workers}")
    one = partial(_align_pair, languages=languages, config=config, lexicon=lexicon, encoder=encoder)
    if workers is None or workers == 1:
        yield from map(one, pairs)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(one, pairs, chunksize=CHUNK_OF_PAIRS)


CHUNK_OF_PAIRS = 16
"""Pairs handed to a worker at a time: some 0.1 s of work against well under 1 ms of handing over."""


def _align_pair(
    pair: tuple[Text, Text],
    *,
    languages: Languages,
    config: AlignConfig | None,
    lexicon: Lexicon | None,
    encoder: Encoder | None,
) -> Alignment:
    source, target = pair
    return align(source, target, languages=languages, config=config, lexicon=lexicon, encoder=encoder)


def read_text(sentences: Sequence[Sentence], profile: LanguageProfile, encoder: Encoder | None = None) -> ReadText:
    """Read each sentence of a side once."""
    texts = [sentence.text for sentence in sentences]
    vectors = None if encoder is None else embed(texts, encoder)
    return ReadText(read_sentences(texts, profile), vectors, _breaks(sentences))


def _breaks(sentences: Sequence[Sentence]) -> Breaks:
    """Which sentences begin a paragraph."""
    before = chain([None], (sentence.paragraph for sentence in sentences))
    return np.array([sentence.paragraph != last for sentence, last in zip(sentences, before, strict=False)], dtype=bool)


def as_sentences(text: Text, profile: LanguageProfile, side: str) -> tuple[Sentence, ...]:
    """A side of an alignment as sentences: a string is split, strings are taken as paragraphs, sentences as they
    are."""
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
        raise ValueError(
            f"the lexicon was made for {'-'.join(lexicon.languages)}, the texts are {'-'.join(codes)}; leave it out"
        )
    return lexicon
