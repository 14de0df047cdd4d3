"""The sentences of a page, from the offsets that rows give.

Rows hold the offsets of every sentence that was kept. What stands between two of them (sentences without a
counterpart, rejected pairs) is split again, piece by piece: offsets that are known are never found anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from aligner import split_sentences


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence of a page: its code points ``start`` to ``end``, its ``text`` on one line. ``exact`` is false where
    the offsets are a guess, because the text splits otherwise today than when the dataset was built."""

    start: int
    end: int
    text: str
    exact: bool = True


def page_sentences(text: str, known: Mapping[int, tuple[int, int]], count: int, language: str) -> list[Stretch]:
    """The ``count`` sentences of a page of which some are ``known`` by position.

    >>> [s.text for s in page_sentences("Un. Deux. Trois.", {1: (4, 9)}, 3, "fr")]
    ['Un.', 'Deux.', 'Trois.']
    """
    found: list[Stretch] = []
    place = 0
    for is_known, positions in groupby(range(count), key=lambda position: position in known):
        run = list(positions)
        if is_known:
            found += [_stretch(text, *known[position]) for position in run]
        else:
            stop = known[run[-1] + 1][0] if run[-1] + 1 < count else len(text)
            found += _gap(text, place, max(stop, place), len(run), language)
        place = found[-1].end
    return found


def one_line(text: str) -> str:
    """The text with runs of white space as one space."""
    return " ".join(text.split())


def _stretch(text: str, start: int, end: int) -> Stretch:
    return Stretch(start, end, one_line(text[start:end]))


def _gap(text: str, start: int, stop: int, count: int, language: str) -> Iterator[Stretch]:
    """``count`` sentences of ``text[start:stop]``; the last holds what is left over, and some may be empty."""
    pieces = split_sentences(text[start:stop], language=language)
    exact = len(pieces) == count
    for piece in pieces[: count if exact else count - 1]:
        yield Stretch(start + piece.start, start + piece.end, one_line(piece.text), exact)
    if not exact:
        rest = start + pieces[count - 1].start if len(pieces) >= count else stop
        yield Stretch(rest, stop, one_line(text[rest:stop]), False)
        for _ in range(count - 1 - len(pieces)):
            yield Stretch(stop, stop, "", False)
