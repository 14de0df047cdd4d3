"""Which words of a target a source's words were put into, as far as the lexicon, names and quantities tell.

Polarity asks where the denied word went, and whether a word that denies by meaning merely translates another one. Both
need to know which words belong together; coverage only tells whether a word has a counterpart at all. Links are made
only for the few pairs whose polarity is in doubt.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from aligner.lexicon import Lexicon
from aligner.scoring.reading import PairReading, Span, TextReading
from aligner.words import word_forms

BARRIER = "\0"
"""Stands for a negator among the source's stems, so that no phrase of the lexicon goes across it; no word is it."""
MOST_PLACES = 8
"""Places of one target word that are looked at; a word that stands more often tells nothing, and would cost much."""


class Link(NamedTuple):
    """A source phrase, by its first word and the one behind its last, and the target words that translate it; none
    where the target lacks them. ``anchor``: it is a name or a quantity."""

    first: int
    last: int
    places: tuple[int, ...]
    anchor: bool = False

    @property
    def size(self) -> int:
        """Words of the phrase."""
        return self.last - self.first


class Links:
    """The links of a pair by the words of either side; ``barriers`` are source words that no phrase goes across."""

    def __init__(self, pair: PairReading, lexicon: Lexicon, barriers: Iterable[int]) -> None:
        self._pair = pair
        self._index = lexicon.index
        self._functions = word_forms(pair.source.profile).function_stems
        self._stem_places: dict[str, list[int]] = {}
        for place, stem in enumerate(pair.target.stems):
            self._stem_places.setdefault(stem, []).append(place)
        self.of_source: dict[int, Link] = {}
        self.of_target: dict[int, list[Link]] = {}
        walls = frozenset(barriers)
        stems = tuple([BARRIER if place in walls else stem for place, stem in enumerate(pair.source.stems)])
        self._add_anchors()
        for first, last, phrase in self._index.longest_phrases(stems):
            self._add_phrase(phrase, first, last)

    def inside(self, first: int, last: int) -> list[Link]:
        """The links of the source's words from ``first`` to before ``last``."""
        return [self.of_source[place] for place in range(first, last) if place in self.of_source]

    def is_reversed(self, link: Link, prefixes: tuple[str, ...]) -> bool:
        """Whether the target has a rendering of a phrase behind a prefix that reverses it (*inapproprié*)."""
        stems = tuple(self._pair.source.stems[link.first : link.last])
        meant = {rendering[0] for rendering in self._index.renderings(stems) if len(rendering) == 1}
        stem = word_forms(self._pair.target.profile).stem
        return any(
            stem(text[len(prefix) :]) in meant
            for text in self._pair.target.texts
            for prefix in prefixes
            if text.startswith(prefix)
        )

    def _add_phrase(self, phrase: tuple[str, ...], first: int, last: int) -> None:
        """A phrase, or its words where only they are found: it may have been translated word by word."""
        places = self._found(phrase)
        if not places and last - first > 1:
            words = [(place, stem) for place, stem in enumerate(phrase, first) if stem not in self._functions]
            parts = [(place, self._found((stem,))) for place, stem in words]
            if any(found for _, found in parts):
                for place, found in parts:
                    self._add(Link(place, place + 1, found))
                return
        self._add(Link(first, last, places))

    def _add_anchors(self) -> None:
        pair = self._pair
        spans = [((one.start, one.end), (two.start, two.end)) for one, two in pair.quantities.matched]
        spans += [((one.start, one.end), (two.start, two.end)) for one, two in pair.names.matched]
        for left, right in spans:
            here, there = _places(pair.source, left), _places(pair.target, right)
            if here and there:
                self._add(Link(here[0], here[-1] + 1, there, anchor=True))

    def _add(self, link: Link) -> None:
        """Add a link; words of a name or quantity that the lexicon knows as well have both counterparts."""
        for place in range(link.first, link.last):
            known = self.of_source.get(place)
            if known is None:
                self.of_source[place] = link
            elif link.places:
                both = tuple(sorted({*known.places, *link.places}))
                self.of_source[place] = known._replace(places=both)
        for place in link.places:
            self.of_target.setdefault(place, []).append(link)

    def _found(self, phrase: tuple[str, ...]) -> tuple[int, ...]:
        """The target words of every rendering of a phrase that the target holds whole."""
        known = self._stem_places
        if self._index.meanings(phrase).isdisjoint(known):
            return ()
        found: set[int] = set()
        for rendering in self._index.renderings(phrase):
            if rendering[0] in known and (len(rendering) == 1 or all(map(known.__contains__, rendering))):
                for stem in rendering:
                    found.update(known[stem][:MOST_PLACES])
        return tuple(sorted(found)) if found else ()


def _places(reading: TextReading, span: Span) -> tuple[int, ...]:
    """The words that begin in a stretch of text; starts and ends stand in turn in the bounds."""
    first, last = ((bisect_left(reading.bounds, edge) + 1) // 2 for edge in span)
    return tuple(range(first, min(last, len(reading.texts))))
