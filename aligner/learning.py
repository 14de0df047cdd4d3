"""A lexicon learned from aligned pairs: IBM Model 1 in both directions, with a known lexicon as prior.

Brown et al. (1993): every target word is the translation of one source unit of its pair, all being equally likely
before; expectation maximisation finds which. A pair of words is kept where both directions believe in it and it was
seen often enough, so that what is learned is short and can be read. Everything is counted in a fixed order: the same
pairs give the same lexicon.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aligner.alignment import Languages, lexicon_for
from aligner.evidence import Floats
from aligner.kernels import expected_counts
from aligner.lexicon import Lexicon, LexiconIndex
from aligner.profiles import LanguageProfile, get_profile
from aligner.readings import LEAST_CONTENT_LETTERS
from aligner.words import raw_words, word_forms

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class LearnConfig:
    """``iterations`` of expectation maximisation; ``known_weight``: how many times likelier a pair of the known
    lexicon is before any text is seen; ``least_share``: translation probability that a pair needs in both directions;
    ``least_count``: expected number of times it was used; ``most_renderings`` of one source unit; ``longest_text``:
    words of a text that are read, more are no sentence."""

    iterations: int = 5
    known_weight: float = 10.0
    least_share: float = 0.15
    least_count: float = 2.5
    most_renderings: int = 5
    longest_text: int = 150


@dataclass(frozen=True, slots=True)
class _Corpus:
    """Units of each pair as numbers, and what the numbers stand for."""

    sources: list[list[int]]
    targets: list[list[int]]
    source_units: list[str]
    target_words: list[str]
    known: set[tuple[int, int]]


def learn_lexicon(
    pairs: Iterable[tuple[str, str]],
    *,
    languages: Languages = ("vi", "fr"),
    config: LearnConfig | None = None,
    lexicon: Lexicon | None = None,
) -> Lexicon:
    """Learn which target words translate which source units from pairs of texts that translate each other.

    ``lexicon`` is the prior and also tells which words of the source belong together; by default the one that ships for
    the languages. The result holds learned pairs only, those that the prior has not (`Lexicon.joined` puts the two
    together).
    Raises what `align` raises for languages and lexicon.
    """
    config = config or LearnConfig()
    profiles = (get_profile(languages[0]), get_profile(languages[1]))
    prior = lexicon_for(profiles, lexicon)
    corpus = _read(pairs, profiles, prior.index if prior else None, config)
    codes = (profiles[0].code, profiles[1].code)
    if not corpus.sources:
        return Lexicon(codes, {})
    links, offsets, widths = _links(corpus)
    table, places = np.unique(links, axis=0, return_inverse=True)
    weights = np.array([config.known_weight if (e, f) in corpus.known else 1.0 for e, f in table.tolist()])
    forward, counts = _estimate(table[:, 0], weights, places.ravel(), offsets, widths, config, by_source=True)
    backward, _ = _estimate(table[:, 1], weights, places.ravel(), offsets, widths, config, by_source=False)
    sure = (forward >= config.least_share) & (backward >= config.least_share) & (counts >= config.least_count)
    return Lexicon(codes, _entries(table, forward, sure, corpus, config))


def _read(
    pairs: Iterable[tuple[str, str]],
    profiles: tuple[LanguageProfile, LanguageProfile],
    index: LexiconIndex | None,
    config: LearnConfig,
) -> _Corpus:
    source_numbers: dict[str, int] = {}
    target_numbers: dict[str, int] = {}
    spellings: dict[int, Counter[str]] = defaultdict(Counter)
    corpus = _Corpus([], [], [], [], set())
    for source, target in pairs:
        units, expected = _source_units(source, profiles[0], index, config)
        stems = _target_stems(target, profiles[1], config)
        if not units or not stems:
            continue
        numbers = [source_numbers.setdefault(unit, len(source_numbers)) for unit in units]
        others = [target_numbers.setdefault(stem, len(target_numbers)) for stem in stems]
        for number, spelling in zip(others, stems.values(), strict=True):
            spellings[number][spelling] += 1
        known = dict(zip(stems, others, strict=True))
        for number, renderings in zip(numbers, expected, strict=True):
            corpus.known.update((number, known[stem]) for stem in renderings if stem in known)
        corpus.sources.append(numbers)
        corpus.targets.append(others)
    corpus.source_units.extend(source_numbers)
    corpus.target_words.extend(_commonest(spellings[number]) for number in range(len(target_numbers)))
    return corpus


def _commonest(spellings: Counter[str]) -> str:
    return min(spellings, key=lambda spelling: (-spellings[spelling], spelling))


def _source_units(
    text: str, profile: LanguageProfile, index: LexiconIndex | None, config: LearnConfig
) -> tuple[list[str], list[frozenset[str]]]:
    """Units of a text, each once: phrases of the lexicon and single words; and the stems that the lexicon expects of
    each."""
    forms = word_forms(profile)
    words = [forms.forms(raw) for raw in raw_words(text)[: config.longest_text]]
    stems = [word.stem for word in words]
    phrases = {start: (end, renderings) for start, end, renderings in index.longest_matches(stems)} if index else {}
    units: dict[str, frozenset[str]] = {}
    position = 0
    while position < len(words):
        end, renderings = phrases.get(position, (position + 1, ()))
        unit = " ".join(word.text for word in words[position:end])
        if not (end == position + 1 and unit in forms.function_words) and not unit.isdigit():
            units[unit] = frozenset(stem for rendering in renderings for stem in rendering)
        position = end
    return list(units), list(units.values())


def _target_stems(text: str, profile: LanguageProfile, config: LearnConfig) -> dict[str, str]:
    """Content stems of a text with a spelling of each."""
    forms = word_forms(profile)
    found: dict[str, str] = {}
    for raw in raw_words(text)[: config.longest_text]:
        word = forms.forms(raw)
        stem = word.stem
        if len(stem) >= LEAST_CONTENT_LETTERS and stem not in forms.function_stems and not stem[0].isdigit():
            found.setdefault(stem, word.text)
    return found


def _links(corpus: _Corpus) -> tuple[Integers, Integers, Integers]:
    """Every (source unit, target word) of every pair, target by target; where each pair starts, and how many source
    units it has."""
    rows = [
        (e, f)
        for sources, targets in zip(corpus.sources, corpus.targets, strict=True)
        for f in targets
        for e in sources
    ]
    sizes = [len(s) * len(t) for s, t in zip(corpus.sources, corpus.targets, strict=True)]
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    return np.array(rows, dtype=np.int64), offsets, np.array([len(s) for s in corpus.sources], dtype=np.int64)


def _estimate(
    given: Integers,
    weights: Floats,
    places: Integers,
    offsets: Integers,
    widths: Integers,
    config: LearnConfig,
    *,
    by_source: bool,
) -> tuple[Floats, Floats]:
    """Translation probabilities of the table's pairs given one of their sides, and expected counts.

    ``given`` numbers that side of each table row; ``by_source``: it is the source side, whose units compete for a
    target word, else the other way round.
    """
    size = int(given.max()) + 1
    probabilities = weights / np.bincount(given, weights, minlength=size)[given]
    counts = np.zeros(len(given))
    for _ in range(config.iterations):
        counts = expected_counts(places, offsets, widths, probabilities, by_source)
        believed = counts + PRIOR_COUNT * weights / weights.max()
        probabilities = believed / np.bincount(given, believed, minlength=size)[given]
    return probabilities, counts


PRIOR_COUNT = 0.01
"""Expected uses that a pair has before any is seen (times its weight): keeps what is known alive without outvoting the
text."""


def _entries(
    table: Integers, shares: Floats, sure: NDArray[np.bool_], corpus: _Corpus, config: LearnConfig
) -> dict[str, tuple[str, ...]]:
    """Learned renderings by source unit, likeliest first; what the prior holds is left out."""
    found: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for row in np.flatnonzero(sure).tolist():
        e, f = table[row].tolist()
        if (e, f) not in corpus.known:
            found[corpus.source_units[e]].append((-float(shares[row]), corpus.target_words[f]))
    return {unit: tuple(word for _, word in sorted(found[unit])[: config.most_renderings]) for unit in sorted(found)}
