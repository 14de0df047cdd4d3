"""Which stretches of a text are in a language that is not its own: left in the source language, or a third one.

Evidence is what a reader sees at a glance: letters that only one language writes, another script, frequent words, runs of
words that stand in the source just so. A stretch that the source holds as well (a title, a slogan) is no third language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from aligner.folding import fold
from aligner.profiles import get_profile
from aligner.scoring.reading import PairReading, Span, TextReading
from aligner.words import Word, word_forms

LEAST_COPIED = 2
"""Copied words in a row, with letters of the source language alone, that were left untranslated."""
LEAST_PLAIN_COPIED = 3
"""The same for words without such letters (accents stripped): two may be chance."""
LEAST_OWN = 3
"""Words in a row with the source language's own letters, wherever they come from."""
QUOTED_GLOSS = 5
"""Words of a gloss in brackets or quotation marks that translators leave as it is."""
WINDOW = 6
"""Words within which two words of a third language support each other."""
LEAST_FOREIGN = 2
"""Words of a third language that make a stretch of it; one may be a name."""
_OPENERS = "(«“\"[‘"


@dataclass(frozen=True, slots=True)
class Foreign:
    """A stretch in another language: the language's name, and whether it is the other side's."""

    span: Span
    language: str
    of_other_side: bool


@dataclass(frozen=True, slots=True)
class _Knowledge:
    """What tells a language from the others, read from ``languages.toml``."""

    letters: Mapping[str, frozenset[str]]
    words: Mapping[str, frozenset[str]]
    loans: Mapping[str, frozenset[str]]
    residue: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]
    scripts: tuple[tuple[int, int, str], ...]
    least_letters: int


@lru_cache(maxsize=1)
def _knowledge() -> _Knowledge:
    tables = get_profile("und").settings("languages.toml")
    scripts = tables.pop("scripts")
    names = tables.pop("names")
    return _Knowledge(
        {code: frozenset(table["letters"]) for code, table in tables.items()},
        {code: frozenset(table["words"].split()) for code, table in tables.items()},
        {code: frozenset(table.get("loans", ())) for code, table in tables.items()},
        {code: tuple(table.get("residue", ())) for code, table in tables.items()},
        names,
        tuple((first, last, name) for first, last, name in scripts["ranges"]),
        scripts["least_letters"],
    )


@lru_cache(maxsize=64)
def own_letters(language: str, other: str) -> frozenset[str]:
    """Letters that the first language writes and the second does not; none where either is not known."""
    letters = _knowledge().letters
    return letters[language] - letters[other] if language in letters and other in letters else frozenset()


def foreign_stretches(pair: PairReading, known_stems: AbstractSet[str]) -> tuple[list[Foreign], list[Foreign]]:
    """Stretches of the source text and of the target text that are in another language.

    ``known_stems`` are the stems that the lexicon knows as words of the target language.
    """
    codes = (pair.source.profile.code, pair.target.profile.code)
    source = [*_scripts(pair.source.text, pair.target.text), *_whole(pair.source, codes[0], codes[1])]
    target = [*_scripts(pair.target.text, pair.source.text)]
    left = list(_left_in_source_language(pair, known_stems)) if codes[0] != codes[1] else []
    target += [Foreign(span, _knowledge().names.get(codes[0], codes[0]), True) for span in left]
    if codes[1] in _knowledge().words:
        target += _third_languages(pair, codes)
    return source, target


def _scripts(text: str, other: str) -> Iterator[Foreign]:
    """Stretches in a script that neither language uses and the other text does not show."""
    if text.isascii() or max(text) < "\u0370":
        return
    knowledge = _knowledge()
    run: list[int] = []
    name = ""
    for position, char in enumerate(text + "\0"):
        script = _script(char) if char >= "\u0370" else ""
        if script and script == name:
            run.append(position)
        elif script or not (run and char.isspace()):
            if len(run) >= knowledge.least_letters and text[run[0] : run[-1] + 1] not in other:
                yield Foreign((run[0], run[-1] + 1), name, False)
            name, run = script, [position] if script else []


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    code = ord(char)
    if 0x1E00 <= code <= 0x33FF and not char.isalpha():
        return ""
    return next((name for first, last, name in _knowledge().scripts if first <= code <= last), "")


def _left_in_source_language(pair: PairReading, known_stems: AbstractSet[str]) -> Iterator[Span]:
    """Runs of words spelt as only the source language spells, or that stand in the source just so; none twice."""
    marks = own_letters(pair.source.profile.code, pair.target.profile.code)
    loans = _knowledge().loans.get(pair.source.profile.code, frozenset())
    end = 0
    found = [*_copies(pair, marks, known_stems), *(_own_runs(pair.target, marks) if marks else ())]
    for span in sorted(found, key=lambda span: (span[0], -span[1])):
        if span[0] >= end and not _is_gloss(pair.target.text, span, loans):
            yield span
            end = span[1]


def _copies(pair: PairReading, marks: AbstractSet[str], known_stems: AbstractSet[str]) -> Iterator[Span]:
    """Runs of the target's words that stand in the source just so, unless most are words of the target language."""
    functions = word_forms(pair.target.profile).function_words
    source = [fold(word.text) for word in pair.source.words]
    following = {pair_ for pair_ in zip(source, source[1:], strict=False)}
    exact = {word.text for word in pair.source.words}
    named = _covered([(name.start, name.end) for name in pair.target.names], pair.target.words)
    for run in _copied_runs(pair.target.words, following):
        lower = [n for n in run if pair.target.text[pair.target.words[n].start].islower() and not named[n]]
        words = [pair.target.words[n] for n in lower]
        strange = [
            w for w in words if w.text not in functions and w.stem not in known_stems and not w.text[0].isdigit()
        ]
        marked = [word for word in strange if not marks.isdisjoint(word.text) and word.text in exact]
        enough = len(marked) >= 1 and len(strange) >= LEAST_COPIED
        if enough or (len(strange) >= LEAST_PLAIN_COPIED and 2 * len(strange) > len(run)):
            first = next(n for n in run if not named[n])
            yield pair.target.words[first].start, pair.target.words[lower[-1]].end


def _covered(spans: Sequence[Span], words: Sequence[Word]) -> list[bool]:
    """Whether each word stands inside one of the spans (sorted by start)."""
    result: list[bool] = []
    waiting = iter(spans)
    current = next(waiting, None)
    for word in words:
        while current is not None and current[1] <= word.start:
            current = next(waiting, None)
        result.append(current is not None and current[0] <= word.start)
    return result


def _copied_runs(words: Sequence[Word], following: AbstractSet[tuple[str, str]]) -> Iterator[list[int]]:
    """Positions of words in a row whose every neighbouring pair stands in the source."""
    run: list[int] = []
    before = ""
    for position, word in enumerate(words):
        text = fold(word.text)
        if (before, text) in following:
            if not run:
                run = [position - 1]
            run.append(position)
        elif run:
            yield run
            run = []
        before = text
    if run:
        yield run


def _own_runs(reading: TextReading, marks: frozenset[str]) -> Iterator[Span]:
    """Runs of lower-case words that the source language's own letters mark, one stranger between two allowed."""
    run: list[Word] = []
    strangers = 0
    for word in [*reading.words, None]:
        if word is not None and not marks.isdisjoint(word.text) and reading.text[word.start].islower():
            run.append(word)
            strangers = 0
            continue
        strangers += 1
        if run and (word is None or strangers > 1):
            if len(run) >= LEAST_OWN:
                yield run[0].start, run[-1].end
            run = []


def _is_gloss(text: str, span: Span, loans: frozenset[str]) -> bool:
    """Whether the stretch is a borrowed word, or a short gloss in brackets or quotation marks."""
    stretch = text[slice(*span)].lower()
    if stretch in loans:
        return True
    before = text[: span[0]].rstrip()[-1:] if span[0] else ""
    return bool(before) and before in _OPENERS and len(stretch.split()) <= QUOTED_GLOSS


def _whole(reading: TextReading, own: str, other: str) -> Iterator[Foreign]:
    """The whole source text, where it is plainly in the target's language."""
    words = _knowledge().words
    if own not in words or other not in words or own == other:
        return
    texts = [word.text for word in reading.words]
    mine = sum(text in words[own] for text in texts)
    others = sum(text in words[other] for text in texts)
    if others >= LEAST_PLAIN_COPIED and others > 2 * mine and own_letters(own, other).isdisjoint("".join(texts)):
        yield Foreign((0, len(reading.text)), _knowledge().names.get(other, other), True)


def _third_languages(pair: PairReading, codes: tuple[str, str]) -> Iterator[Foreign]:
    """Stretches with several frequent words of a third language that the source does not hold."""
    knowledge = _knowledge()
    source = {word.text for word in pair.source.words}
    words = pair.target.words
    mine = knowledge.words[codes[1]]
    functions = word_forms(pair.target.profile).function_words
    for code, vocabulary in knowledge.words.items():
        for phrase in knowledge.residue[code]:
            start = pair.target.text.find(phrase)
            if start >= 0 and code not in codes and phrase not in pair.source.text:
                yield Foreign((start, start + len(phrase)), knowledge.names[code], False)
        if code in codes:
            continue

        def is_sign(word: Word, vocabulary: AbstractSet[str] = vocabulary) -> bool:
            text = word.text
            return text in vocabulary and text not in mine and text not in functions and text not in source

        yield from _clusters(pair.target, words, is_sign, knowledge.names[code], mine)


def _clusters(
    reading: TextReading,
    words: Sequence[Word],
    is_sign: Callable[[Word], bool],
    name: str,
    mine: AbstractSet[str],
) -> Iterator[Foreign]:
    """Clusters of signs that outnumber the text's own frequent words among them."""
    signs = [position for position, word in enumerate(words) if is_sign(word)]
    start = 0
    for end in range(1, len(signs) + 1):
        if end < len(signs) and signs[end] - signs[end - 1] <= WINDOW:
            continue
        cluster = signs[start:end]
        start = end
        inside = words[cluster[0] : cluster[-1] + 1]
        own = sum(word.text in mine for word in inside)
        lower = len({words[position].text for position in cluster if reading.text[words[position].start].islower()})
        if len(cluster) >= LEAST_FOREIGN and lower >= LEAST_FOREIGN and len(cluster) > own:
            yield Foreign((inside[0].start, inside[-1].end), name, False)
