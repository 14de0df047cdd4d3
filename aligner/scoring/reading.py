"""What is read in a pair of texts before anything is judged: the words, quantities and names of both, and how they
compare."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from aligner.folding import fold
from aligner.names import Name, NameComparison, compare_names, find_names
from aligner.profiles import LanguageProfile
from aligner.quantities import Quantity, QuantityComparison, compare_quantities, find_quantities
from aligner.words import Word, find_words

Span = tuple[int, int]
"""Start and end of a stretch of text, in code points."""

MAX_SCORED_LENGTH = 20_000
"""Code points of each text that are read; what is longer is no sentence, and must not cost more."""
KEPT_READINGS = 256
"""Texts whose reading is kept: a document's neighbours are read again when a bead is judged in its context."""


@dataclass(frozen=True, slots=True)
class TextReading:
    """One text with what stands in it; ``texts`` are the words' forms, ``folded`` the same without marks."""

    text: str
    profile: LanguageProfile
    words: tuple[Word, ...]
    texts: tuple[str, ...]
    folded: tuple[str, ...]
    quantities: tuple[Quantity, ...]
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class PairReading:
    """Two texts read and compared."""

    source: TextReading
    target: TextReading
    quantities: QuantityComparison
    names: NameComparison


@lru_cache(maxsize=KEPT_READINGS)
def read_text(text: str, profile: LanguageProfile) -> TextReading:
    """Read one text; no more than its first ``MAX_SCORED_LENGTH`` code points."""
    text = text[:MAX_SCORED_LENGTH]
    words = tuple(find_words(text, profile))
    texts = tuple([word.text for word in words])
    return TextReading(
        text,
        profile,
        words,
        texts,
        tuple(map(fold, texts)),
        tuple(find_quantities(text, profile)),
        tuple(find_names(text, profile)),
    )


def read_pair(source: str, target: str, profiles: tuple[LanguageProfile, LanguageProfile]) -> PairReading:
    """Read two texts and compare their quantities and names."""
    left, right = read_text(source, profiles[0]), read_text(target, profiles[1])
    return PairReading(
        left,
        right,
        compare_quantities(left.quantities, right.quantities),
        compare_names(left.names, right.names, left.text, right.text),
    )
