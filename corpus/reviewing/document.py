"""A page pair as a reviewer sees it: its pairs in order, with the sentences between them that have no counterpart.

Sentences without counterpart are what no pair covers, split anew. They are read off the page texts, not off the
alignment of the build, so that they are right after any number of merges and splits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import aligner
from corpus.reviewing.applying import Held
from corpus.reviewing.pieces import covered_gaps
from corpus.reviewing.records import REJECTED, Part, Piece, Side, piece_id

ALONE = "alone"
"""Status of a sentence without counterpart."""


@dataclass(frozen=True, slots=True)
class Item:
    """A pair or a lone sentence of a page pair, with the id that its row has (or would have)."""

    id: str
    held: Held

    @property
    def is_pair(self) -> bool:
        """Whether there is text on both sides."""
        return self.held.status != ALONE


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A page pair: its id, the ids of its pages, their languages' names, texts, and all its items in reading order."""

    id: str
    documents: tuple[str, str]
    texts: tuple[str, str]
    items: tuple[Item, ...]

    def place(self, identifier: str) -> int:
        """The place of an item among ``items``. Raises `KeyError` where there is none."""
        for number, item in enumerate(self.items):
            if item.id == identifier:
                return number
        raise KeyError(identifier)

    def item(self, identifier: str) -> Item:
        """The item of an id. Raises `KeyError` where there is none."""
        return self.items[self.place(identifier)]

    def preceding(self, identifier: str) -> Held | None:
        """What comes before an item and was not rejected, ``None`` before the first."""
        rest = self.items[: self.place(identifier)]
        return next((item.held for item in reversed(rest) if item.held.status != REJECTED), None)

    def following(self, identifier: str) -> Held | None:
        """What comes after an item and was not rejected, ``None`` after the last."""
        rest = self.items[self.place(identifier) + 1 :]
        return next((item.held for item in rest if item.held.status != REJECTED), None)


def document_view(
    pair: str, documents: tuple[str, str], texts: tuple[str, str], languages: Sequence[str], pairs: Iterable[Held]
) -> DocumentView:
    """Put the pairs of a page pair and the sentences that no pair holds into reading order."""
    held = list(pairs)
    lone = [
        [Held(_alone(part, side), ALONE) for part in _uncovered(held, texts[side], languages[side], side)]
        for side in (0, 1)
    ]
    items = [Item(item_id(documents, one), one) for one in _in_reading_order(held, lone)]
    return DocumentView(pair, documents, texts, tuple(items))


def item_id(documents: tuple[str, str], held: Held) -> str:
    """The id of a pair's row: the one that it has, or would have."""
    return held.row["id"] if held.row is not None else piece_id(documents, held.piece)


def _uncovered(pairs: Sequence[Held], text: str, language: str, side: int) -> Side:
    sides = [one.piece.target if side else one.piece.source for one in pairs]
    parts = []
    for start, end in covered_gaps(sides, len(text)):
        if text[start:end].isspace():  # most gaps: no reason to load the splitter
            continue
        for sentence in aligner.split_sentences(text[start:end], language=language):
            parts.append(Part(start + sentence.start, start + sentence.end, sentence.text))
    return tuple(parts)


def _alone(part: Part, side: int) -> Piece:
    return Piece((), (part,)) if side else Piece((part,), ())


def _in_reading_order(pairs: Sequence[Held], lone: Sequence[Sequence[Held]]) -> list[Held]:
    """By source; a target sentence alone comes after the pair that holds the target text before it."""
    by_source = sorted([*pairs, *lone[0]], key=lambda one: _start(one.piece.source))
    by_target = sorted([*pairs, *lone[1]], key=lambda one: _start(one.piece.target))
    after: dict[int, list[Held]] = {}
    before = 0
    for one in by_target:
        if one.piece.source:
            before = id(one)
        else:
            after.setdefault(before, []).append(one)
    ordered = [*after.get(0, ())]
    for one in by_source:
        ordered += [one, *after.get(id(one), ())]
    return ordered


def _start(side: Side) -> int:
    return side[0].start if side else -1
