"""Words of the target that were left in the source's language: spelt as only that language spells, or standing in the
source just so."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from operator import attrgetter

from aligner.scoring.language_signs import any_of, language_signs, own_letters
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
_OPENERS = '(«“"[‘'
LONGEST_NAME = 3
"""Words of a copy that may be a name whatever they are; a longer one with a frequent word of the language is none."""


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


def left_in_source_language(pair: PairReading, shared: Bigrams, known_stems: AbstractSet[str]) -> Iterator[Span]:
    """Runs of words spelt as only the source language spells, or that stand in the source just so; none twice."""
    marks = own_letters(pair.source.profile.code, pair.target.profile.code)
    found = [*(_copies(pair, shared, marks, known_stems) if shared else ()), *_own_runs(pair.target, marks)]
    if not found and _is_whole_copy(pair, marks):
        found = [(pair.target.words[0].start, pair.target.words[-1].end)]
    if not found:
        return
    loans = language_signs().loans.get(pair.source.profile.code, frozenset())
    end = 0
    for span in sorted(found, key=lambda span: (span[0], -span[1])):
        if span[0] >= end and not _is_gloss(pair.target.text, span, loans):
            yield span
            end = span[1]


def _is_whole_copy(pair: PairReading, marks: AbstractSet[str]) -> bool:
    """Whether the target is the source word for word, and holds one of its language's frequent words, capitals or not
    (headings are often written with capitals throughout)."""
    if pair.target.texts != pair.source.texts or marks.isdisjoint("".join(pair.source.texts)):
        return False
    frequent = language_signs().words.get(pair.source.profile.code, frozenset())
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
    if not marks or not any_of(marks).search("".join(reading.texts)):
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
