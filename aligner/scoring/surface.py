"""What can be seen without understanding: repeated runs, residue of pages and tools, a sentence that does not end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import eq
from typing import NamedTuple

from aligner.profiles import get_profile
from aligner.scoring.gates import needed_strings
from aligner.scoring.reading import PairReading, Span, TextReading
from aligner.words import Word, word_forms

REPEATED_RUN = 5
"""Words in a run whose return is a repetition wherever it returns: shorter ones recur in faithful sentences."""
LONG_RUN = 9
"""The same where the source says some phrase twice itself."""
MORE_THAN_SOURCE = 2
"""How many times as many letters the target must repeat as the source does; a language of syllables doubles some by
chance."""
CONTENT_OF_RUN = 2
"""Different content words in such a run."""
LONGEST_LOOP = 8
"""Words in the longest loop that is looked for where it repeats at once."""
LEAST_HALF = 2
"""Words of a text from which saying the whole text twice is a repetition."""
LEAST_DOUBLED = 2
"""Letters of a word whose immediate return is a slip; single letters are initials."""
EMPHASIS = 3
"""How many times even a word that doubles by right (*très très*) may be said before it is said again."""
STOPS_LOOP = frozenset(".!?:;\n")
"""Marks between two equal runs that make them two sentences."""
UNENDED = 0.25
"""What `ends_alike` gives a target without the stop that its source has: cut off, or only a stop lost."""
ENDED_ALONE = 0.75
"""The same for a target that ends a heading with a stop: seldom more than a habit."""
CLOSERS = "\"'”’»)]} \u00a0\u202f"
STOPS = ".!?…"
"""Marks that may stand behind the end of a sentence, and those that end it."""


class Artefact(NamedTuple):
    """Residue in the target: what it is, and where."""

    name: str
    span: Span


def repeated_stretches(pair: PairReading) -> list[Span]:
    """Stretches of the target that repeat an earlier one, where the source does not repeat as much."""
    if not _may_repeat(pair.target.texts):
        return []
    returns = _returns(pair.target, LONG_RUN if _recurs(pair.source) else REPEATED_RUN)
    if not returns:
        return []
    again = sum(end - start for start, end in _returns(pair.source, REPEATED_RUN))
    return returns if sum(end - start for start, end in returns) > MORE_THAN_SOURCE * again else []


def _may_repeat(texts: Sequence[str]) -> bool:
    """Whether enough neighbours return for a run of words to do so, or a short loop of words returns at once."""
    if len(set(texts)) == len(texts):
        return False
    neighbours = [*pairwise(texts)]
    twice = len(neighbours) - len(set(neighbours))
    if twice >= REPEATED_RUN - 1:
        return True
    if not twice and not any(map(eq, texts, texts[1:])):
        return False
    last: dict[str, int] = {}
    for place, text in enumerate(texts):
        size = place - last.get(text, -LONGEST_LOOP - 1)
        if size <= LONGEST_LOOP and texts[place : place + size] == texts[place - size : place]:
            return True
        last[text] = place
    return False


def _recurs(reading: TextReading) -> bool:
    """Whether a text says some phrase of two content words twice, so that its translation may as well."""
    pairs = list(pairwise(reading.texts))
    if len(set(pairs)) == len(pairs):
        return False
    functions = word_forms(reading.profile).function_words
    content = [text not in functions and text.isalpha() for text in reading.texts]
    seen: dict[tuple[str, str], int] = {}
    for place, pair in enumerate(pairs):
        if content[place] and content[place + 1] and place - seen.setdefault(pair, place) > 1:
            return True
    return False


def _returns(reading: TextReading, size: int) -> list[Span]:
    words = reading.words
    texts = list(reading.texts)
    again = [False] * len(texts)
    _mark_runs(texts, again, size, word_forms(reading.profile).function_words)
    _mark_loops(texts, again, reading, words)
    half = len(texts) // 2
    if half >= LEAST_HALF and texts[:half] == texts[-half:] and len(texts) == 2 * half:
        again[half:] = [True] * half
    spans: list[Span] = []
    for position, repeated in enumerate(again):
        if repeated and position and again[position - 1]:
            spans[-1] = (spans[-1][0], words[position].end)
        elif repeated:
            spans.append((words[position].start, words[position].end))
    return spans


def _mark_runs(texts: list[str], again: list[bool], size: int, functions: frozenset[str]) -> None:
    """Mark runs of words seen before that hold enough content words."""
    seen: dict[tuple[str, ...], int] = {}
    for start in range(len(texts) - size + 1):
        run = tuple(texts[start : start + size])
        first = seen.setdefault(run, start)
        if start - first >= size and len({text for text in run if text not in functions}) >= CONTENT_OF_RUN:
            again[start : start + size] = [True] * size


def _mark_loops(texts: list[str], again: list[bool], reading: TextReading, words: Sequence[Word]) -> None:
    """Mark words that are said twice at once, and short loops of words."""
    last: dict[str, int] = {}
    for start, text in enumerate(texts):
        size = start - last.get(text, -LONGEST_LOOP - 1)
        last[text] = start
        if size > LONGEST_LOOP or texts[start : start + size] != texts[start - size : start]:
            continue
        between = reading.text[words[start - 1].end : words[start].start]
        thrice = size == 1 and texts[start - 2 : start] == [text] * 2 and STOPS_LOOP.isdisjoint(between)
        slip = (thrice or between.isspace()) and _is_slip(text, reading, words[start])
        slip = slip or (thrice and texts[start - EMPHASIS : start] == [text] * EMPHASIS and text.isalpha())
        if slip or (size > 1 and STOPS_LOOP.isdisjoint(between)):
            again[start : start + size] = [True] * size


def _is_slip(text: str, reading: TextReading, word: Word) -> bool:
    """Whether a word said twice is a slip: in running text, no name, no figure, no pronoun that doubles by rule."""
    doubling = _doubling(reading.profile.code)
    plain = len(text) >= LEAST_DOUBLED and text.isalpha()
    return plain and text not in doubling and reading.text[word.start].islower()


@lru_cache(maxsize=16)
def _doubling(code: str) -> frozenset[str]:
    return frozenset(get_profile("und").settings("artefacts.toml")["doubling"].get(code, "").split())


def repeated_share(pair: PairReading, spans: Sequence[Span]) -> float:
    """Share of the target's letters in repeated stretches."""
    return min(sum(end - start for start, end in spans) / max(len(pair.target.text), 1), 1.0)


class _Residue(NamedTuple):
    """Patterns of residue with their names: those whose matches hold a sign, told by ``signs``, and the others."""

    signs: re.Pattern[str]
    with_sign: tuple[tuple[str, re.Pattern[str]], ...]
    without: tuple[tuple[str, re.Pattern[str]], ...]


@lru_cache(maxsize=1)
def _residue() -> _Residue:
    patterns = get_profile("und").settings("artefacts.toml")["patterns"]
    signs = {name: needed_strings(pattern) for name, pattern in patterns.items()}
    compiled = [(name, re.compile(pattern)) for name, pattern in patterns.items()]
    return _Residue(
        # Plain alternatives, so that the engine passes over every character that begins none of them.
        re.compile("|".join(map(re.escape, sorted(frozenset().union(*signs.values()))))),
        tuple(two for two in compiled if signs[two[0]]),
        tuple(two for two in compiled if not signs[two[0]]),
    )


def artefacts(pair: PairReading) -> Iterator[Artefact]:
    """Residue in the target that the source does not show as well."""
    text, residue = pair.target.text, _residue()
    patterns = residue.with_sign + residue.without if residue.signs.search(text) else residue.without
    for name, pattern in patterns:
        found = pattern.search(text)
        if found and not pattern.search(pair.source.text):
            yield Artefact(name, found.span())


def ends_alike(pair: PairReading) -> float:
    """1 where both texts end as sentences (or both do not), less where only one does.

    A target that ends in a function word breaks off whatever the source does: 0.
    """
    words = pair.target.texts
    if not words or not pair.source.texts:
        return float(bool(words) == bool(pair.source.texts))
    functions = word_forms(pair.target.profile).function_words
    target = pair.target.text.rstrip(CLOSERS)
    if target.endswith(words[-1][-1:]) and words[-1] in functions and len(words) > 1:
        return 0.0
    if _ends(pair.source.text) and not _ends(pair.target.text):
        return UNENDED
    if _ends(pair.target.text) and not _ends(pair.source.text):
        return ENDED_ALONE
    return 1.0


def _ends(text: str) -> bool:
    return text.rstrip(CLOSERS)[-1:] in STOPS if text.strip() else False


MARKS = ("?", "!", ":", "(", '«“"„')
"""Kinds of mark, each with its forms, that a translation keeps."""


def punctuation_alike(pair: PairReading) -> float:
    """Share of kinds of mark (questions, brackets, quotations, ...) that both texts have or both lack."""
    source, target = pair.source.text.__contains__, pair.target.text.__contains__
    agreeing = [any(map(source, marks)) == any(map(target, marks)) for marks in MARKS]
    return sum(agreeing) / len(MARKS)
