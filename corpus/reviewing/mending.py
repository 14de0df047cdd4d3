"""What a reviewer can do to pairs, as pure functions: pairs before, pairs after. Nothing is stored here.

Whatever comes out of a mend counts as vouched for (status ``edited``): the reviewer had both texts on the screen and
joined, parted or changed them on purpose.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.reviewing.applying import Held
from corpus.reviewing.pieces import cut_side, stretch
from corpus.reviewing.records import (
    ACCEPT,
    ACCEPTED,
    EDIT,
    EDITED,
    MERGE,
    REJECT,
    REJECTED,
    SHIFT,
    SPLIT,
    SWAP,
    Outcome,
    Piece,
    Side,
    side_text,
)

CUT_MARK = "|"
"""What a reviewer types where a text is to be cut."""


class MendError(ValueError):
    """A change that cannot be made to these pairs; the message says what to do instead."""


@dataclass(frozen=True, slots=True)
class Mend:
    """A verdict with the pairs that it is about and what became of them."""

    verdict: str
    before: tuple[Piece, ...]
    after: tuple[Outcome, ...]


def accept(pair: Held) -> Mend:
    """The pair is a faithful translation as it stands; one that was edited stays edited."""
    _needs_both(pair)
    status = EDITED if pair.edited or pair.status == EDITED else ACCEPTED
    return Mend(ACCEPT, (pair.piece,), (Outcome(pair.piece, status, pair.edited),))


def reject(pair: Held) -> Mend:
    """The pair is to leave the dataset."""
    _needs_both(pair)
    return Mend(REJECT, (pair.piece,), (Outcome(pair.piece, REJECTED, pair.edited),))


def edit(pair: Held, source: str, target: str) -> Mend:
    """Other words for the pair; its stretches stay those of what was edited."""
    _needs_both(pair)
    texts = " ".join(source.split()), " ".join(target.split())
    if not all(texts):
        raise MendError("both texts are needed; reject the pair if one is missing")
    changed = texts if texts != pair.piece.texts else None
    return Mend(EDIT, (pair.piece,), (Outcome(pair.piece, EDITED, changed),))


def merge(pair: Held | None, following: Held | None) -> Mend:
    """Two neighbours are one pair; one of them may be a sentence without counterpart."""
    pair, other = _following(pair), _following(following)
    edited = None
    if pair.edited or other.edited:
        edited = tuple(f"{one} {two}".strip() for one, two in zip(pair.texts, other.texts, strict=True))
    piece = stretch((pair.piece, other.piece))
    if not (piece.source and piece.target):
        raise MendError("merged, the two would still have text on one side only")
    texts = (edited[0], edited[1]) if edited else None
    return Mend(MERGE, (pair.piece, other.piece), (Outcome(piece, EDITED, texts),))


def split(pair: Held, source: str, target: str) -> Mend:
    """Two pairs of one, cut where a `CUT_MARK` stands in each text."""
    _needs_both(pair)
    if pair.edited:
        raise MendError("an edited pair cannot be split: its words are not those of the page; undo the edit first")
    sides = []
    for side, marked, name in ((pair.piece.source, source, "source"), (pair.piece.target, target, "target")):
        try:
            sides.append(cut_side(side, cut_index(side_text(side), marked)))
        except ValueError as error:
            raise MendError(f"{name}: {error}") from None
    pieces = [Piece(sides[0][half], sides[1][half]) for half in (0, 1)]
    return Mend(SPLIT, (pair.piece,), tuple(Outcome(piece, EDITED) for piece in pieces))


def shift(pair: Held, following: Held | None, side: str, *, forward: bool) -> Mend:
    """Move the boundary between a pair and the next on one side (``source`` or ``target``) by one sentence.

    ``forward`` takes the last sentence of this pair to the next one; backward brings the next one's first here.
    """
    other = _following_pair(pair, following)
    if pair.edited or other.edited:
        raise MendError("an edited pair cannot be shifted; undo the edit first")
    first: Side = getattr(pair.piece, side)
    second: Side = getattr(other.piece, side)
    giver = first if forward else second
    if len(giver) < 2:
        raise MendError(f"the {side} there is one sentence only: merge the two pairs (m), then split them (s)")
    first, second = (first[:-1], (first[-1], *second)) if forward else ((*first, second[0]), second[1:])
    pieces = [_with_side(pair.piece, side, first), _with_side(other.piece, side, second)]
    return Mend(SHIFT, (pair.piece, other.piece), tuple(Outcome(piece, EDITED) for piece in pieces))


def swap(pair: Held, following: Held | None) -> Mend:
    """The targets of the pair and the next one change places."""
    other = _following_pair(pair, following)
    if pair.edited or other.edited:
        raise MendError("an edited pair cannot be swapped; undo the edit first")
    pieces = Piece(pair.piece.source, other.piece.target), Piece(other.piece.source, pair.piece.target)
    return Mend(SWAP, (pair.piece, other.piece), tuple(Outcome(piece, EDITED) for piece in pieces))


def cut_index(text: str, marked: str) -> int:
    """Where the one `CUT_MARK` of ``marked``, which is ``text`` otherwise, stands in ``text``.

    A mark that the text itself holds is no cut: the cut is the one that is too many.

    >>> cut_index("Trời mưa. Ông ở nhà.", "Trời mưa. | Ông ở nhà.")
    10
    """
    letters = [char for char in text if not char.isspace()]
    typed = [char for char in marked if not char.isspace()]
    place = next((k for k, (one, two) in enumerate(zip(letters, typed, strict=False)) if one != two), len(letters))
    if typed[place : place + 1] == [CUT_MARK] and typed[place + 1 :] == letters[place:]:
        return _index_after(text, place)
    raise ValueError(f"put one {CUT_MARK} where it is to be cut, and change nothing else")


def _index_after(text: str, count: int) -> int:
    """The index in a one-line text of the character after ``count`` that are no white space."""
    seen = 0
    for index, char in enumerate(text):
        if not char.isspace():
            if seen == count:
                return index
            seen += 1
    return len(text)


def suggested_cut(side: Side) -> str:
    """A side's text with a `CUT_MARK` between its sentences, or after the mark nearest to its middle."""
    text = side_text(side)
    if len(side) > 1:
        index = len(side_text(side[: len(side) // 2])) + 1
    else:
        middle = len(text) // 2
        ends = [k + 1 for k, char in enumerate(text[:-1]) if char in ".;:,!?…" and text[k + 1] == " "]
        index = 1 + min(
            ends or [k for k, char in enumerate(text) if char == " "], key=lambda k: abs(k - middle), default=0
        )
    return f"{text[:index].rstrip()} {CUT_MARK} {text[index:].lstrip()}" if 0 < index < len(text) else text


def _needs_both(pair: Held) -> None:
    if not (pair.piece.source and pair.piece.target):
        raise MendError("this sentence has no counterpart; merge it with a pair")


def _following(following: Held | None) -> Held:
    if following is None:
        raise MendError("nothing stands there in these pages")
    return following


def _following_pair(pair: Held, following: Held | None) -> Held:
    _needs_both(pair)
    other = _following(following)
    if not (other.piece.source and other.piece.target):
        raise MendError("a sentence without counterpart follows: merge it (m), then split the pair (s) where it ends")
    return other


def _with_side(piece: Piece, side: str, parts: Side) -> Piece:
    return Piece(parts, piece.target) if side == "source" else Piece(piece.source, parts)
