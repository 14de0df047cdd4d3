"""Which stretches of a text are in a language that is not its own: left in the source language, or a third one.

Evidence is what a reader sees at a glance: letters that only one language writes, another script, frequent words, runs
of words that stand in the source just so. A stretch that the source holds as well (a title, a slogan) is no third
language.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter

from aligner.profiles import get_profile
from aligner.scoring.reading import PairReading, Span, TextReading
from aligner.words import Word, word_forms

LEAST_COPIED = 2
"""Copied words in a row, with letters of the source language alone, that were left untranslated."""
WHOLE_COPY = 0.8
"""Share of the target's words from which a copied run is the whole text, whose capitals are no sign of a name."""
LEAST_PLAIN_COPIED = 3
"""The same for words without such letters (accents stripped): two may be chance."""
LONG_COPY = 4
"""Plain lower-case words in a row that are no chance even where the target language knows most of them (Vietnamese
syllables stand in place names)."""
LEAST_OWN = 3
"""Words in a row with the source language's own letters, wherever they come from."""
QUOTED_GLOSS = 5
"""Words of a gloss in brackets or quotation marks that translators leave as it is."""
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
_OPENERS = '(«“"[‘'


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
    endings: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]
    languages_of: Mapping[str, tuple[str, ...]]
    any_script: re.Pattern[str]
    script_runs: re.Pattern[str]
    least_letters: int


@lru_cache(maxsize=1)
def _knowledge() -> _Knowledge:
    tables = get_profile("und").settings("languages.toml")
    scripts = tables.pop("scripts")
    names = tables.pop("names")
    languages_of: dict[str, list[str]] = {}
    for code, table in tables.items():
        for word in set(table["words"].split()):
            languages_of.setdefault(word, []).append(code)
    return _Knowledge(
        {code: frozenset(table["letters"]) for code, table in tables.items()},
        {code: frozenset(table["words"].split()) for code, table in tables.items()},
        {code: frozenset(table.get("loans", ())) for code, table in tables.items()},
        {code: tuple(table.get("residue", ())) for code, table in tables.items()},
        {code: tuple(table.get("endings", ())) for code, table in tables.items()},
        names,
        {word: tuple(codes) for word, codes in languages_of.items()},
        re.compile(f"[{''.join(f'{chr(first)}-{chr(last)}' for first, last, _ in scripts['ranges'])}]"),
        _script_pattern(scripts["ranges"]),
        scripts["least_letters"],
    )


def _script_pattern(ranges: Sequence[tuple[int, int, str]]) -> re.Pattern[str]:
    """Runs of characters of one script, white space inside them included; one group a script, by its name."""
    classes: dict[str, str] = {}
    for first, last, name in ranges:
        classes[name] = classes.get(name, "") + f"{chr(first)}-{chr(last)}"
    return re.compile("|".join(f"(?P<{name}>[{chars}][{chars}\\s]*)" for name, chars in classes.items()))


@lru_cache(maxsize=64)
def own_letters(language: str, other: str) -> frozenset[str]:
    """Letters that the first language writes and the second does not; none where either is not known."""
    letters = _knowledge().letters
    return letters[language] - letters[other] if language in letters and other in letters else frozenset()


@lru_cache(maxsize=64)
def _any_of(letters: frozenset[str]) -> re.Pattern[str]:
    """A pattern that finds one of the letters, in a third of the time that looking each up in the set takes."""
    return re.compile(f"[{re.escape(''.join(sorted(letters)))}]")


Bigrams = AbstractSet[tuple[str, str]]
"""Pairs of neighbouring words, folded."""


def shared_bigrams(pair: PairReading) -> Bigrams:
    """The pairs of neighbouring words that stand in both texts: names mostly, else what was left untranslated."""
    source, target = pair.source.folded, pair.target.folded
    if set(source).isdisjoint(target):
        return frozenset()
    return set(pairwise(source)).intersection(pairwise(target))


def copied_share(pair: PairReading, shared: Bigrams) -> float:
    """Share of the target's neighbouring words that stand in the source as they are, in [0, 1]; names and numbers
    seldom make up much."""
    source, target = pair.source.texts, pair.target.texts
    if len(target) < 2:
        return float(source == target and bool(target) and not target[0].isdigit())
    if not shared:
        return 0.0
    known = set(pairwise(source))
    return sum(map(known.__contains__, pairwise(target))) / (len(target) - 1)


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
    left = list(_left_in_source_language(pair, shared, known_stems)) if codes[0] != codes[1] else []
    target += [Foreign(span, _knowledge().names.get(codes[0], codes[0]), True) for span in left]
    if codes[1] in _knowledge().words:
        target += [*_third_languages(pair, codes, known_stems)]
        if not target and _is_strange(pair, _knowledge().words[codes[1]], known_stems):
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
    knowledge = _knowledge()
    if not knowledge.any_script.search(text):
        return
    for found in knowledge.script_runs.finditer(text):
        if sum(map(str.isalpha, found.group())) >= knowledge.least_letters and found.group().strip() not in other:
            end = found.start() + len(found.group().rstrip())
            yield Foreign((found.start(), end), found.lastgroup or "", False)


def _left_in_source_language(pair: PairReading, shared: Bigrams, known_stems: AbstractSet[str]) -> Iterator[Span]:
    """Runs of words spelt as only the source language spells, or that stand in the source just so; none twice."""
    marks = own_letters(pair.source.profile.code, pair.target.profile.code)
    found = [*(_copies(pair, shared, marks, known_stems) if shared else ()), *_own_runs(pair.target, marks)]
    if not found and _is_whole_copy(pair, marks):
        found = [(pair.target.words[0].start, pair.target.words[-1].end)]
    if not found:
        return
    loans = _knowledge().loans.get(pair.source.profile.code, frozenset())
    end = 0
    for span in sorted(found, key=lambda span: (span[0], -span[1])):
        if span[0] >= end and not _is_gloss(pair.target.text, span, loans):
            yield span
            end = span[1]


LONGEST_NAME = 3
"""Words of a copy that may be a name whatever they are; a longer one with a frequent word of the language is none."""


def _is_whole_copy(pair: PairReading, marks: AbstractSet[str]) -> bool:
    """Whether the target is the source word for word, and holds one of its language's frequent words, capitals or not
    (headings are often written with capitals throughout)."""
    if pair.target.texts != pair.source.texts or marks.isdisjoint("".join(pair.source.texts)):
        return False
    frequent = _knowledge().words.get(pair.source.profile.code, frozenset())
    return any(
        word.text in frequent and (len(pair.target.words) > LONGEST_NAME or pair.target.text[word.start].islower())
        for word in pair.target.words
    ) or all(pair.target.text[word.start].islower() for word in pair.target.words[1:])


def _copies(
    pair: PairReading, shared: Bigrams, marks: AbstractSet[str], known_stems: AbstractSet[str]
) -> Iterator[Span]:
    """Runs of the target's words that stand in the source just so, unless most are words of the target language."""
    target = pair.target
    texts, stems = target.texts, target.stems
    functions, exact = word_forms(target.profile).function_words, set(pair.source.texts)
    for run in _copied_runs(target.folded, shared):
        plain = [n for n in run if not texts[n][0].isdigit() and not _is_named(target, n)]
        whole = len(run) >= WHOLE_COPY * len(texts)
        words = [n for n in plain if whole or target.text[target.start(n)].islower()]
        marked = [n for n in words if not marks.isdisjoint(texts[n]) and texts[n] in exact]
        content = [n for n in words if texts[n] not in functions]
        strange = (
            len(content) if marked else sum(marks.isdisjoint(texts[n]) and stems[n] not in known_stems for n in content)
        )
        plainly = strange >= LEAST_PLAIN_COPIED and 2 * strange > len(run)
        plainly = plainly or (strange > 0 and len(words) >= LONG_COPY)
        if (marked and strange >= LEAST_COPIED) or plainly or (whole and strange and len(words) >= LEAST_PLAIN_COPIED):
            yield target.start(plain[0]), target.end(words[-1])


def _is_named(reading: TextReading, place: int) -> bool:
    """Whether a word stands inside a name; names stand in text order and never overlap."""
    start = reading.start(place)
    behind = bisect_right(reading.names, start, key=_NAME_START)
    return behind > 0 and start < reading.names[behind - 1].end


_NAME_START = attrgetter("start")


def _copied_runs(words: Sequence[str], shared: Bigrams) -> Iterator[list[int]]:
    """Positions of words in a row whose every neighbouring pair stands in the source."""
    run: list[int] = []
    before = ""
    for position, text in enumerate(words):
        if (before, text) in shared:
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
    if not marks or not _any_of(marks).search("".join(reading.texts)):
        return
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
    texts = reading.texts
    others = sum(map(words[other].__contains__, texts))
    if others < LEAST_PLAIN_COPIED:
        return
    mine = sum(map(words[own].__contains__, texts))
    if others > 2 * mine and own_letters(own, other).isdisjoint("".join(texts)):
        yield Foreign((0, len(reading.text)), _knowledge().names.get(other, other), True)


@dataclass(frozen=True, slots=True)
class _Strangers:
    """Signs of languages that are neither of two: phrases with their language, and words that the target language does
    not use itself."""

    residue: tuple[tuple[str, str], ...]
    words: frozenset[str]


@lru_cache(maxsize=64)
def _strangers(codes: tuple[str, str]) -> _Strangers:
    knowledge = _knowledge()
    others = [code for code in knowledge.residue if code not in codes]
    words = frozenset(knowledge.languages_of) - knowledge.words[codes[1]]
    return _Strangers(tuple((phrase, code) for code in others for phrase in knowledge.residue[code]), words)


def _third_languages(pair: PairReading, codes: tuple[str, str], known_stems: AbstractSet[str]) -> Iterator[Foreign]:
    """Residue phrases, and stretches with several signs of a third language: frequent words, and beside one of them
    unknown words that end like its words; none that the source holds."""
    knowledge, strangers = _knowledge(), _strangers(codes)
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
