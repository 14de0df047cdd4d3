"""Which stretches of a text are in a language that is not its own: left in the source language, or a third one.

Evidence is what a reader sees at a glance: letters that only one language writes, another script, frequent words, runs
of words that stand in the source just so. A stretch that the source holds as well (a title, a slogan) is no third
language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from aligner.scoring.language_signs import language_signs, own_letters
from aligner.scoring.leftovers import LEAST_PLAIN_COPIED, Bigrams, left_in_source_language
from aligner.scoring.reading import PairReading, Span, TextReading
from aligner.words import word_forms

WINDOW = 6
"""Words within which two words of a third language support each other."""
LEAST_FOREIGN = 2
"""Words of a third language that make a stretch of it; one may be a name."""
FREQUENT = 8
"""Words of a text of which one is a frequent word of its language at least, in any text that is in it (in French every
third is)."""
LEAST_STRANGE = 4
STRANGE = 4
"""Words unlike the text's language that make it one of another language, and how many of them stand against one word
of its own."""
LEAST_ENDING = 5
"""Letters of a word whose ending tells of a language."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """A stretch in another language: the language's name, and whether it is the other side's."""

    span: Span
    language: str
    of_other_side: bool


def foreign_stretches(
    pair: PairReading, shared: Bigrams, known_stems: AbstractSet[str]
) -> tuple[list[Foreign], list[Foreign]]:
    """Stretches of the source text and of the target text that are in another language.

    ``shared`` are their `shared_bigrams`, ``known_stems`` the stems that the lexicon knows as words of the target
    language.
    """
    codes = (pair.source.profile.code, pair.target.profile.code)
    source = [*_scripts(pair.source.text, pair.target.text), *_whole(pair.source, codes[0], codes[1])]
    target = [*_scripts(pair.target.text, pair.source.text)]
    left = list(left_in_source_language(pair, shared, known_stems)) if codes[0] != codes[1] else []
    target += [Foreign(span, language_signs().names.get(codes[0], codes[0]), True) for span in left]
    if codes[1] in language_signs().words:
        target += [*_third_languages(pair, codes, known_stems)]
        if not target and _is_strange(pair, language_signs().words[codes[1]], known_stems):
            target.append(Foreign((pair.target.words[0].start, pair.target.words[-1].end), "another language", False))
    return source, target


def _is_strange(pair: PairReading, mine: AbstractSet[str], known_stems: AbstractSet[str]) -> bool:
    """Whether a text has hardly a word of its own language: neither frequent words nor any that the lexicon knows.

    Names, figures and what stands in the source say nothing. For a language that no table describes, and for a text of
    few words with one that a table knows.
    """
    texts = pair.target.texts
    if not known_stems or FREQUENT * len(mine & frozenset(texts)) >= len(texts):
        return False
    functions, copied = word_forms(pair.target.profile).function_words, set(pair.source.folded)
    strange = known = 0
    for word in pair.target.words:
        if word.text.isalpha() and (pair.target.text[word.start].islower() or not word.start):
            if word.text in functions or word.text in mine or word.stem in known_stems:
                known += 1
            elif word.folded not in copied:
                strange += 1
    codes = (pair.source.profile.code, pair.target.profile.code)
    marked = strange > known and not _strangers(codes).words.isdisjoint(texts)
    return strange >= (LEAST_FOREIGN if marked else LEAST_STRANGE) and strange >= (1 if marked else STRANGE) * known


def _scripts(text: str, other: str) -> Iterator[Foreign]:
    """Stretches in a script that neither language uses and the other text does not show."""
    if text.isascii():
        return
    knowledge = language_signs()
    if not knowledge.any_script.search(text):
        return
    for found in knowledge.script_runs.finditer(text):
        if sum(map(str.isalpha, found.group())) >= knowledge.least_letters and found.group().strip() not in other:
            end = found.start() + len(found.group().rstrip())
            yield Foreign((found.start(), end), found.lastgroup or "", False)


def _whole(reading: TextReading, own: str, other: str) -> Iterator[Foreign]:
    """The whole source text, where it is plainly in the target's language."""
    words = language_signs().words
    if own not in words or other not in words or own == other:
        return
    texts = reading.texts
    others = sum(map(words[other].__contains__, texts))
    if others < LEAST_PLAIN_COPIED:
        return
    mine = sum(map(words[own].__contains__, texts))
    if others > 2 * mine and own_letters(own, other).isdisjoint("".join(texts)):
        yield Foreign((0, len(reading.text)), language_signs().names.get(other, other), True)


@dataclass(frozen=True, slots=True)
class _Strangers:
    """Signs of languages that are neither of two: phrases with their language, and words that the target language does
    not use itself."""

    residue: tuple[tuple[str, str], ...]
    words: frozenset[str]


@lru_cache(maxsize=64)
def _strangers(codes: tuple[str, str]) -> _Strangers:
    knowledge = language_signs()
    others = [code for code in knowledge.residue if code not in codes]
    words = frozenset(knowledge.languages_of) - knowledge.words[codes[1]]
    return _Strangers(tuple((phrase, code) for code in others for phrase in knowledge.residue[code]), words)


def _third_languages(pair: PairReading, codes: tuple[str, str], known_stems: AbstractSet[str]) -> Iterator[Foreign]:
    """Residue phrases, and stretches with several signs of a third language: frequent words, and beside one of them
    unknown words that end like its words; none that the source holds."""
    knowledge, strangers = language_signs(), _strangers(codes)
    for phrase, code in strangers.residue:
        if phrase in pair.target.text and phrase not in pair.source.text:
            start = pair.target.text.index(phrase)
            yield Foreign((start, start + len(phrase)), knowledge.names[code], False)
    known = set(strangers.words.intersection(pair.target.texts))
    if not known:
        return
    mine, functions = knowledge.words[codes[1]], word_forms(pair.target.profile).function_words
    known.difference_update(functions, pair.source.texts)
    if not known:
        return
    suspects = {code for text in known for code in knowledge.languages_of[text] if code not in codes}
    signs: dict[str, list[int]] = {}
    for position, (text, stem) in enumerate(zip(pair.target.texts, pair.target.stems, strict=True)):
        if text in known:
            for code in suspects.intersection(knowledge.languages_of[text]):
                signs.setdefault(code, []).append(position)
        elif len(text) >= LEAST_ENDING and stem not in known_stems and text not in functions:
            for code in suspects:
                if text.endswith(knowledge.endings[code]) and text not in pair.source.texts:
                    signs.setdefault(code, []).append(position)
    for code, positions in signs.items():
        if len(positions) >= LEAST_FOREIGN:
            yield from _clusters(pair.target, positions, knowledge.names[code], mine - knowledge.words[code])


def _clusters(reading: TextReading, signs: Sequence[int], name: str, mine: AbstractSet[str]) -> Iterator[Foreign]:
    """Clusters of signs that outnumber the text's own frequent words among them; a capital at the text's beginning is
    no sign of a name."""
    words = reading.words
    start = 0
    for end in range(1, len(signs) + 1):
        if end < len(signs) and signs[end] - signs[end - 1] <= WINDOW:
            continue
        cluster = signs[start:end]
        start = end
        inside = words[cluster[0] : cluster[-1] + 1]
        own = sum(word.text in mine for word in inside)
        lower = len({words[p].text for p in cluster if p == 0 or reading.text[words[p].start].islower()})
        if lower >= LEAST_FOREIGN and len(cluster) > own:
            yield Foreign((inside[0].start, inside[-1].end), name, False)
