"""Which content of a text has a counterpart on the other side, and how surprising what has none is.

A *unit* is a stretch of content: a phrase of the lexicon, a known word of the target, a name, a quantity. Units of one
class are found in a true translation with the class's ``hit`` rate and in an unrelated text with its ``chance`` rate
(both fitted, see `model.toml`). A unit found speaks for translation by log(hit / chance), one not found against it by
log((1 - hit) / (1 - chance)). The stretch of units that speaks loudest against is what was probably omitted or added.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from operator import itemgetter
from typing import NamedTuple
from weakref import WeakKeyDictionary

from aligner.lexicon import Lexicon, LexiconIndex, Rendering
from aligner.names import Name
from aligner.profiles import get_profile
from aligner.quantities import Quantity
from aligner.scoring.gains import CHANGED
from aligner.scoring.reading import PairReading, Span, TextReading
from aligner.words import raw_words, word_forms

RARITY_STEPS = (4, 16, 64)
"""Renderings of the lexicon that hold a stem: bounds of its rarity class, from rare (0) to everywhere (3)."""
LONGEST_CLASS = 3
"""Source phrases of three words and more are of one class."""
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


_unit: Callable[[tuple[Span, str, bool]], Unit] = partial(tuple.__new__, Unit)
"""A unit of its fields, in half of the time of the constructor."""


class Coverage(NamedTuple):
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
        source_units = _shared(pair.source, source_words, pair.target)
        target_units = _shared(pair.target, target_words, pair.source)
    else:
        source_units, target_units = _by_lexicon(pair, source_words, target_words, lexicon)
    if target_anchors:
        target_units = sorted(target_anchors + target_units, key=_SPAN)
    return Coverage(tuple(sorted(source_anchors + source_units, key=_SPAN)), tuple(target_units))


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


def _outside(reading: TextReading, anchors: Sequence[Unit]) -> list[int]:
    """Places of the words that belong to no anchor and are no bare figure."""
    texts, bounds = reading.texts, reading.bounds
    places: list[int] = []
    behind = 0
    for (start, end), _, _ in anchors:
        places += range(behind, bisect_right(bounds, start, 2 * behind) // 2)
        behind = max(behind, (bisect_left(bounds, end, 2 * behind) + 1) // 2)
    places += range(behind, len(texts))
    return [place for place in places if texts[place] > _FIGURES]


_FIGURES = ":"
"""The sign behind the ten digits: what begins with a digit sorts before it, and no word does."""


def _by_lexicon(
    pair: PairReading, source: list[int], target: list[int], lexicon: Lexicon
) -> tuple[list[Unit], list[Unit]]:
    book = _phrase_book(lexicon)
    source_units, strangers, explained = _source_phrases(pair, source, book)
    letters, folded, bounds = frozenset(pair.source.folded), pair.target.folded, pair.target.bounds
    stems = [*map(pair.target.stems.__getitem__, target)]
    target_units = []
    for place, stem, kind in zip(target, stems, map(book.word_kinds.get, stems), strict=True):
        if kind:
            span = (bounds[2 * place], bounds[2 * place + 1])
            target_units.append(_unit((span, kind, stem in explained or folded[place] in letters)))
        elif kind is None and len(stem) >= LEAST_LETTERS and folded[place] in letters:
            target_units.append(_unit(((bounds[2 * place], bounds[2 * place + 1]), ALIKE, True)))
    return source_units + _shared(pair.source, strangers, pair.target), target_units


def _source_phrases(pair: PairReading, places: list[int], book: _PhraseBook) -> tuple[list[Unit], list[int], Set[str]]:
    """The lexicon's phrases in the source as units, the places of words outside them, and those of the target's stems
    that the phrases may mean."""
    source, stems, phrases = pair.source, frozenset(pair.target.stems), book.phrases
    bounds = source.bounds
    units: list[Unit] = []
    strangers: list[int] = []
    explained: set[str] = set()
    reached = 0
    for start, end, words in book.index.longest_phrases([*map(source.stems.__getitem__, places)]):
        if start > reached:
            strangers += places[reached:start]
        reached = end
        phrase = phrases[words]
        if phrase.meanings.isdisjoint(stems):
            found = phrase.parts == ()
        else:
            met = phrase.meanings & stems
            explained |= met
            found = phrase.content and phrase.is_found(met)
        if phrase.content:
            units.append(_unit(((bounds[2 * places[start]], bounds[2 * places[end - 1] + 1]), phrase.kind, found)))
    strangers += places[reached:]
    return units, [place for place in strangers if len(source.texts[place]) >= LEAST_LETTERS], explained


def _shared(reading: TextReading, places: Sequence[int], other: TextReading) -> list[Unit]:
    """Words that both sides write alike; others say nothing."""
    if not places:
        return []
    letters, folded = frozenset(other.folded), reading.folded
    shared = [place for place in places if folded[place] in letters]
    return [_unit(((reading.start(place), reading.end(place)), ALIKE, True)) for place in shared]


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
        """Whether a text that has these of its meanings holds a rendering, or one of each part."""
        if not self.singles.isdisjoint(others) or any(map(others.issuperset, self.renderings)):
            return True
        return self.parts is not None and all(part.is_found(others) for part in self.parts)


class _PhraseBook:
    """What a lexicon says of phrases and target words, in the form that coverage uses; phrases are looked up once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.index = lexicon.index
        forms = word_forms(get_profile(lexicon.languages[1]))
        counts = Counter(
            forms.forms(raw).stem for texts in lexicon.entries.values() for text in texts for raw in raw_words(text)
        )
        self._rarity = {stem: sum(count >= step for step in RARITY_STEPS) for stem, count in counts.items()}
        self.word_kinds = {stem: self._word_kind(stem) for stem in self._rarity}
        self._functions = word_forms(get_profile(lexicon.languages[0])).function_stems
        self.phrases: Mapping[tuple[str, ...], _Phrase] = _Phrases(self._read)

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
            self.index.meanings(words),
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


class _Phrases(dict[tuple[str, ...], _Phrase]):
    """Phrases by their words' stems, each read when it is first met."""

    def __init__(self, read: Callable[[tuple[str, ...]], _Phrase]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, words: tuple[str, ...]) -> _Phrase:
        phrase = self[words] = self._read(words)
        return phrase


_phrase_books: WeakKeyDictionary[LexiconIndex, _PhraseBook] = WeakKeyDictionary()


def _phrase_book(lexicon: Lexicon) -> _PhraseBook:
    """The phrase book of a lexicon, made once and kept as long as the lexicon's index."""
    book = _phrase_books.get(lexicon.index)
    if book is None:
        book = _phrase_books[lexicon.index] = _PhraseBook(lexicon)
    return book
