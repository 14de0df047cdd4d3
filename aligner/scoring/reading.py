"""What is read in a pair of texts before anything is judged: the words, quantities and names of both, and how they
compare."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat, starmap
from typing import NamedTuple

from aligner.names import Name, NameComparison, compare_names, names_in
from aligner.profiles import LanguageProfile
from aligner.quantities import Quantity, QuantityComparison, compare_quantities, quantities_in
from aligner.words import Word, WordForm, WordSplit, columns_of, forms_of, split_words

Span = tuple[int, int]
"""Start and end of a stretch of text, in code points."""

MAX_SCORED_LENGTH = 20_000
"""Code points of each text that are read; what is longer is no sentence, and must not cost more."""


class TextReading:
    """One text with what stands in it.

    Words are kept by column, which most of those who read them need, and which spares some fifty small values a pair:
    ``texts``, ``stems`` and ``folded`` are those of `aligner.words.Word`; ``bounds`` tells where each starts and ends,
    in turn. ``words`` puts the same together, worked out when it is first asked for.
    """

    __slots__ = ("_words", "bounds", "folded", "names", "profile", "quantities", "stems", "text", "texts")

    def __init__(
        self,
        text: str,
        profile: LanguageProfile,
        split: WordSplit,
        forms: Sequence[WordForm],
        quantities: tuple[Quantity, ...],
        names: tuple[Name, ...],
    ) -> None:
        self.text = text
        self.profile = profile
        self.texts, self.stems, self.folded = columns_of(forms)
        self.bounds = split.bounds
        self.quantities = quantities
        self.names = names
        self._words: tuple[Word, ...] | None = None

    @property
    def words(self) -> tuple[Word, ...]:
        """The words, each with its forms and its span."""
        if self._words is None:
            columns = (self.texts, self.stems, self.bounds[::2], self.bounds[1::2], self.folded)
            self._words = tuple(map(Word, *columns))
        return self._words

    def start(self, index: int) -> int:
        """Where a word starts, in code points."""
        return self.bounds[2 * index]

    def end(self, index: int) -> int:
        """Where a word ends."""
        return self.bounds[2 * index + 1]


class PairReading(NamedTuple):
    """Two texts read and compared."""

    source: TextReading
    target: TextReading
    quantities: QuantityComparison
    names: NameComparison


def read_texts(texts: Sequence[str], profile: LanguageProfile) -> list[TextReading]:
    """Read texts of one language; of each no more than its first ``MAX_SCORED_LENGTH`` code points.

    Each step is done for all of them before the next, here as in `read_pairs`, `gather` and the judgement: a processor
    that does one thing many times finds code and tables at hand, which saves a quarter of the time.
    """
    texts = [text[:MAX_SCORED_LENGTH] for text in texts]
    splits = [split_words(text) for text in texts]
    forms = [forms_of(split, profile) for split in splits]
    quantities = [tuple(quantities_in(text, split, profile)) for text, split in zip(texts, splits, strict=True)]
    names = [tuple(names_in(text, split, profile)) for text, split in zip(texts, splits, strict=True)]
    return [*map(TextReading, texts, repeat(profile), splits, forms, quantities, names)]


def read_pairs(
    pairs: Sequence[tuple[str, str]], profiles: tuple[LanguageProfile, LanguageProfile]
) -> list[PairReading]:
    """Read pairs of texts and compare their quantities and names."""
    source = read_texts([one for one, _ in pairs], profiles[0])
    target = read_texts([other for _, other in pairs], profiles[1])
    quantities = [
        compare_quantities(one.quantities, other.quantities) for one, other in zip(source, target, strict=True)
    ]
    names = [
        compare_names(one.names, other.names, one.text, other.text, (one.folded, other.folded))
        for one, other in zip(source, target, strict=True)
    ]
    return [*starmap(PairReading, zip(source, target, quantities, names, strict=True))]
