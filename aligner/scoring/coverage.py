"""Which content of a text has a counterpart on the other side, and how surprising what has none is.

A *unit* is a stretch of content: a phrase of the lexicon, a known word of the target, a name, a quantity. Units of one
class are found in a true translation with the class's ``hit`` rate and in an unrelated text with its ``chance`` rate
(both fitted, see `model.toml`). A unit found speaks for translation by log(hit / chance), one not found against it by
log((1 - hit) / (1 - chance)). The stretch of units that speaks loudest against is what was probably omitted or added.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import NamedTuple
from weakref import WeakKeyDictionary

from aligner.folding import fold
from aligner.lexicon import Lexicon, LexiconIndex, Rendering
from aligner.names import Name
from aligner.profiles import get_profile
from aligner.quantities import Quantity
from aligner.scoring.reading import PairReading, Span, TextReading
from aligner.words import Word, raw_words, word_forms

RARITY_STEPS = (4, 16, 64)
"""Renderings of the lexicon that hold a stem: bounds of its rarity class, from rare (0) to everywhere (3)."""
LONGEST_CLASS = 3
"""Source phrases of three words and more are of one class."""
CHANGED = "changed"
"""Class of an anchor that the other side has in another form: it was translated, though wrongly, and proves no
relation."""
ALIKE = "alike"
"""Class of words that both texts write alike and the lexicon does not know."""
LEAST_LETTERS = 3
"""Shorter target stems are initials and scraps."""


class Unit(NamedTuple):
    """A stretch of content: its span, its class (a key of the fitted tables), and whether the other side has it.

    A named tuple, as some forty are made for every pair and a dataclass takes three times as long to make.
    """

    span: Span
    kind: str
    found: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """The units of both sides in text order."""

    source: tuple[Unit, ...]
    target: tuple[Unit, ...]


def cover(pair: PairReading, lexicon: Lexicon | None) -> Coverage:
    """Find the units of both sides and their counterparts.

    Without a lexicon only names, quantities and words that are written alike are units: nothing can be said of others.
    """
    source_anchors = _anchors(pair, 0)
    target_anchors = _anchors(pair, 1)
    source_words, target_words = _outside(pair.source, source_anchors), _outside(pair.target, target_anchors)
    if lexicon is None:
        source_units, target_units = _alike(pair, source_words, target_words)
    else:
        source_units, target_units = _by_lexicon(pair, source_words, target_words, lexicon)
    return Coverage(
        tuple(sorted(source_anchors + source_units, key=_SPAN)),
        tuple(sorted(target_anchors + target_units, key=_SPAN)),
    )


_SPAN = itemgetter(0)


def _anchors(pair: PairReading, side: int) -> list[Unit]:
    """Names and quantities of one side whose comparison says something; where they overlap, the longer one counts."""
    units: list[Unit] = []
    for kind, comparison in (("name", pair.names), ("quantity", pair.quantities)):
        matched: Sequence[tuple[Name, Name]] | Sequence[tuple[Quantity, Quantity]] = comparison.matched
        units += [Unit((two[side].start, two[side].end), kind, True) for two in matched]
        lost: Sequence[Name] | Sequence[Quantity] = comparison.added if side else comparison.missing
        units += [Unit((one.start, one.end), kind, False) for one in lost]
        changed: Sequence[tuple[Name, Name]] | Sequence[tuple[Quantity, Quantity]] = comparison.changed
        units += [Unit((two[side].start, two[side].end), CHANGED, True) for two in changed]
    if len(units) < 2:
        return units
    kept: list[Unit] = []
    for unit in sorted(units, key=lambda unit: (unit.span[0], -unit.span[1])):
        if not kept or unit.span[0] >= kept[-1].span[1]:
            kept.append(unit)
    return kept


def _outside(reading: TextReading, anchors: Sequence[Unit]) -> list[Word]:
    """Words that belong to no anchor and are no bare figure."""
    words = [word for word in reading.words if not word.text[0].isdigit()]
    if not anchors:
        return words
    outside: list[Word] = []
    waiting = iter([anchor.span for anchor in anchors])
    start, end = next(waiting)
    for word in words:
        while end <= word.start:
            start, end = next(waiting, _NO_MORE)
        if word.end <= start:
            outside.append(word)
    return outside


_NO_MORE = (sys.maxsize, sys.maxsize)
"""Stands behind every word."""


def _by_lexicon(
    pair: PairReading, source: list[Word], target: list[Word], lexicon: Lexicon
) -> tuple[list[Unit], list[Unit]]:
    book = _phrase_book(lexicon)
    explained: set[str] = set()
    source_units, strangers = _source_phrases(pair, source, book, explained)
    letters, word_kinds = frozenset(pair.source.folded), book.word_kinds
    target_units = []
    for word in target:
        stem = word.stem
        kind = word_kinds.get(stem)
        if kind is None:
            if len(stem) >= LEAST_LETTERS and fold(word.text) in letters:
                target_units.append(Unit((word.start, word.end), ALIKE, True))
        elif kind:
            found = stem in explained or fold(word.text) in letters
            target_units.append(Unit((word.start, word.end), kind, found))
    return source_units + _shared(strangers, frozenset(pair.target.folded)), target_units


def _source_phrases(
    pair: PairReading, source: list[Word], book: _PhraseBook, explained: set[str]
) -> tuple[list[Unit], list[Word]]:
    """The lexicon's phrases in the source as units, and the words outside them.

    Those of the target's stems that the phrases may mean are added to `explained`.
    """
    stems = frozenset([word.stem for word in pair.target.words])
    units: list[Unit] = []
    strangers: list[Word] = []
    source_stems = tuple([word.stem for word in source])
    reached = 0
    for start, end, phrase in book.matches(source_stems):
        if start > reached:
            strangers += source[reached:start]
        reached = end
        met = phrase.meanings & stems
        if met:
            explained |= met
        if phrase.content:
            found = (bool(met) or phrase.parts == ()) and phrase.is_found(stems)
            units.append(Unit((source[start].start, source[end - 1].end), phrase.kind, found))
    strangers += source[reached:]
    return units, [word for word in strangers if len(word.text) >= LEAST_LETTERS]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A source phrase: its class, its renderings of one stem and of more, all stems of it and of its parts; whether it
    is more than a function word; and, where it was taken apart, its parts with content: one by one they translate it
    too."""

    kind: str
    singles: frozenset[str]
    renderings: tuple[Rendering, ...]
    meanings: frozenset[str]
    content: bool
    parts: tuple[_Phrase, ...] | None = None

    def is_found(self, others: frozenset[str]) -> bool:
        """Whether a text with these stems holds a rendering, or one of each part."""
        if not self.singles.isdisjoint(others) or any(map(others.issuperset, self.renderings)):
            return True
        return self.parts is not None and all(part.is_found(others) for part in self.parts)


class _PhraseBook:
    """What a lexicon says of phrases and target words, in the form that coverage uses; phrases are looked up once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.index = lexicon.index
        forms = word_forms(get_profile(lexicon.languages[1]))
        counts = Counter(
            forms.forms(raw)[1] for texts in lexicon.entries.values() for text in texts for raw in raw_words(text)
        )
        self._rarity = {stem: sum(count >= step for step in RARITY_STEPS) for stem, count in counts.items()}
        self.word_kinds = {stem: self._word_kind(stem) for stem in self._rarity}
        source = word_forms(get_profile(lexicon.languages[0]))
        self._functions = source.function_stems
        headwords = (tuple([source.forms(raw)[1] for raw in raw_words(headword)]) for headword in lexicon.entries)
        self._phrases: dict[tuple[str, ...], _Phrase | None] = dict.fromkeys(filter(None, headwords))
        sizes: dict[tuple[str, ...], set[int]] = {}
        for words in self._phrases:
            sizes.setdefault(words[:2], set()).add(len(words))
        self._sizes = {words: tuple(sorted(lengths, reverse=True)) for words, lengths in sizes.items()}

    def matches(self, stems: tuple[str, ...]) -> Iterator[tuple[int, int, _Phrase]]:
        """Phrases of the lexicon in a text, longest first from the left: start, end, phrase.

        Phrases are told apart by their first two words, as most words begin many phrases and most pairs of words none.
        """
        position, end = 0, len(stems)
        while position < end:
            stop = position
            for size in self._sizes.get(stems[position : position + 2], ()):
                if stems[position : position + size] in self._phrases and position + size <= end:
                    stop = position + size
                    break
            if stop == position and stems[position : position + 1] in self._phrases:
                stop = position + 1
            if stop > position:
                yield position, stop, self._phrase(stems[position:stop])
            position = max(stop, position + 1)

    def _phrase(self, words: tuple[str, ...]) -> _Phrase:
        known = self._phrases[words]
        if known is None:
            known = self._phrases[words] = self._read(words)
        return known

    def _read(self, words: tuple[str, ...]) -> _Phrase:
        """A phrase, taken apart in two where it has several words."""
        whole = self._read_whole(words)
        if len(words) == 1:
            return whole
        middle = 1 if len(words) == 2 else 2
        parts = (self._read_whole(words[:middle]), self._read_whole(words[middle:]))
        meanings = whole.meanings.union(*(part.meanings for part in parts))
        return replace(whole, meanings=meanings, parts=tuple(part for part in parts if part.content))

    def _read_whole(self, words: tuple[str, ...]) -> _Phrase:
        renderings = self.index.renderings(words)
        return _Phrase(
            f"phrase-{min(len(words), LONGEST_CLASS)}-{self._commonest(renderings)}",
            frozenset(rendering[0] for rendering in renderings if len(rendering) == 1),
            tuple(rendering for rendering in renderings if len(rendering) > 1),
            frozenset(stem for rendering in renderings for stem in rendering),
            len(words) > 1 or words[0] not in self._functions,
        )

    def _word_kind(self, stem: str) -> str:
        """Class of a target word; none for scraps and function words."""
        counts = len(stem) >= LEAST_LETTERS and stem not in self.index.function_stems
        return f"word-{self._rarity[stem]}" if counts else ""

    def _commonest(self, renderings: Sequence[Rendering]) -> int:
        """Rarity class of the rendering that is most easily found by chance: that of its rarest stem."""
        classes = (min((self._rarity.get(stem, 0) for stem in rendering), default=0) for rendering in renderings)
        return max(classes, default=0)


def _alike(pair: PairReading, source: list[Word], target: list[Word]) -> tuple[list[Unit], list[Unit]]:
    """Words that both sides write alike; others say nothing."""
    sides = [frozenset(reading.folded) for reading in (pair.source, pair.target)]
    return _shared(source, sides[1]), _shared(target, sides[0])


def _shared(words: list[Word], others: Collection[str]) -> list[Unit]:
    return [Unit((word.start, word.end), ALIKE, True) for word in words if fold(word.text) in others]


_phrase_books: WeakKeyDictionary[LexiconIndex, _PhraseBook] = WeakKeyDictionary()


def _phrase_book(lexicon: Lexicon) -> _PhraseBook:
    """The phrase book of a lexicon, made once and kept as long as the lexicon's index."""
    book = _phrase_books.get(lexicon.index)
    if book is None:
        book = _phrase_books[lexicon.index] = _PhraseBook(lexicon)
    return book
