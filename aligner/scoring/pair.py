"""What is read in a pair of texts before anything is judged: words and their counterparts, quantities, names."""

from __future__ import annotations

from dataclasses import dataclass

from aligner.lexicon import LexiconIndex
from aligner.names import NameComparison, compare_names, find_names
from aligner.profiles import LanguageProfile
from aligner.quantities import QuantityComparison, compare_quantities, find_quantities
from aligner.words import Word, find_words, word_forms

MAX_SCORED_LENGTH = 20_000
"""Code points of each text that are read; what is longer is no sentence, and must not cost more."""


@dataclass(frozen=True, slots=True)
class ReadPair:
    """Both texts read and compared.

    ``source_content``/``target_content``: content words that the lexicon knows (all of them where there is none);
    ``source_found``/``target_found``: those of them that have a counterpart on the other side, as positions in the former.
    """

    source: str
    target: str
    source_words: tuple[Word, ...]
    target_words: tuple[Word, ...]
    source_content: tuple[tuple[int, int], ...]
    target_content: tuple[tuple[int, int], ...]
    source_found: frozenset[int]
    target_found: frozenset[int]
    quantities: QuantityComparison
    names: NameComparison


def read_pair(
    source: str, target: str, profiles: tuple[LanguageProfile, LanguageProfile], lexicon: LexiconIndex | None
) -> ReadPair:
    """Read two texts and compare them."""
    source, target = source[:MAX_SCORED_LENGTH], target[:MAX_SCORED_LENGTH]
    words = tuple(tuple(find_words(text, profile)) for text, profile in zip((source, target), profiles, strict=True))
    quantities = compare_quantities(find_quantities(source, profiles[0]), find_quantities(target, profiles[1]))
    names = compare_names(find_names(source, profiles[0]), find_names(target, profiles[1]), source, target)
    functions = tuple(word_forms(profile).function_stems for profile in profiles)
    source_units, target_units = _units(words, functions, lexicon)
    return ReadPair(
        source,
        target,
        *words,
        tuple(span for span, _ in source_units),
        tuple(span for span, _ in target_units),
        frozenset(number for number, (_, found) in enumerate(source_units) if found),
        frozenset(number for number, (_, found) in enumerate(target_units) if found),
        quantities,
        names,
    )


Unit = tuple[tuple[int, int], bool]
"""Span of a content unit in its text, and whether the other side has a counterpart."""


def _units(
    words: tuple[tuple[Word, ...], ...], functions: tuple[frozenset[str], ...], lexicon: LexiconIndex | None
) -> tuple[list[Unit], list[Unit]]:
    source, target = words
    if lexicon is None:
        return _same_words(source, target, functions[0]), _same_words(target, source, functions[1])
    target_stems = frozenset(word.stem for word in target)
    stems = [word.stem for word in source]
    source_units: list[Unit] = []
    explained: set[str] = set()
    for start, end, renderings in lexicon.longest_matches(stems):
        explained.update(stem for rendering in renderings for stem in rendering)
        if end - start == 1 and stems[start] in functions[0]:
            continue
        found = any(target_stems.issuperset(rendering) for rendering in renderings)
        source_units.append(((source[start].start, source[end - 1].end), found))
    target_units = [
        ((word.start, word.end), word.stem in explained)
        for word in target
        if word.stem in lexicon.target_stems and word.stem not in functions[1]
    ]
    return source_units, target_units


def _same_words(words: tuple[Word, ...], others: tuple[Word, ...], functions: frozenset[str]) -> list[Unit]:
    """Without a lexicon only words that are written alike have a counterpart."""
    stems = frozenset(word.stem for word in others)
    return [((word.start, word.end), word.stem in stems) for word in words if word.stem not in functions]
