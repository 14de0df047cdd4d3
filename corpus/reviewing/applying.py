"""Applies decisions to the pairs of one document pair, in the order in which they were made.

The same function serves the review screen (pairs as a build left them) and the build (pairs as the aligner made them),
so that what a reviewer sees is what the next build writes. A decision says what a stretch of both pages holds: pairs
inside that stretch give way to it, whichever way they are cut now; a pair that only overlaps it keeps what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.reviewing.pieces import find_side, moved, overlaps, stretch, within, without
from corpus.reviewing.records import JUDGEMENTS, REJECTED, UNREVIEWED, Decision, Outcome, Piece

if TYPE_CHECKING:
    from corpus.rows import Row

TEXT_CHANGED, CONFLICT, MOOT, NO_PAGES = "text_changed", "conflict", "moot", "no_pages"
WHY = {
    TEXT_CHANGED: "the pages no longer hold the text that was decided on",
    CONFLICT: "it overlaps what an earlier decision made of the same text",
    MOOT: "the pair that was rejected is no longer made",
    NO_PAGES: "no page pair of this build has the texts",
}
"""Why a decision does not fit, for a person."""


@dataclass(frozen=True, slots=True)
class Held:
    """A pair as it stands: its stretches, status, edited texts, the row it was, and the decision that made it so.

    ``row`` is ``None`` for a pair that no row has: one that a reviewer made, or what one left over.
    """

    piece: Piece
    status: str = UNREVIEWED
    edited: tuple[str, str] | None = None
    row: Row | None = None
    decision: str = ""

    @property
    def texts(self) -> tuple[str, str]:
        """Both texts, edited ones where there are any."""
        if self.edited:
            return self.edited
        if self.row is not None:
            return self.row["translation"]["vi"], self.row["translation"]["fr"]
        return self.piece.texts


@dataclass(frozen=True, slots=True)
class Misfit:
    """A decision that could not be applied, and why (a key of `WHY`)."""

    decision: Decision
    reason: str


@dataclass(frozen=True, slots=True)
class Applied:
    """Pairs after decisions, in page order; the decisions that were applied; those that no longer fit."""

    pairs: tuple[Held, ...]
    decisions: tuple[Decision, ...]
    misfits: tuple[Misfit, ...]


def apply_decisions(
    pairs: Iterable[Held], decisions: Sequence[Decision], texts: tuple[str, str], *, show_rejected: bool = False
) -> Applied:
    """Apply the judgements among ``decisions`` to the pairs of one document pair.

    ``texts`` are the two page texts as they are now. With ``show_rejected`` a rejected pair that is no longer made
    stands among the pairs as rejected, for a reviewer to look at.
    """
    state = list(pairs)
    applied, misfits = [], []
    for decision in decisions:
        if decision.verdict not in JUDGEMENTS:
            continue
        result = _apply(state, decision, texts, show_rejected)
        if isinstance(result, str):
            misfits.append(Misfit(decision, result))
        else:
            state = result
            applied.append(decision)
    return Applied(tuple(state), tuple(applied), tuple(misfits))


def locate(decision: Decision, texts: tuple[str, str]) -> tuple[Piece, list[Outcome]] | None:
    """The stretch that a decision covers and what it made of it, where they stand now."""
    before = stretch(decision.before)
    source, target = find_side(before.source, texts[0]), find_side(before.target, texts[1])
    if source is None or target is None:
        return None
    outcomes = []
    for outcome in decision.after:
        sides = moved(outcome.piece.source, before.source, source), moved(outcome.piece.target, before.target, target)
        if sides[0] is None or sides[1] is None:
            return None
        outcomes.append(replace(outcome, piece=Piece(sides[0], sides[1])))
    return Piece(source, target), outcomes


def _apply(state: list[Held], decision: Decision, texts: tuple[str, str], show_rejected: bool) -> list[Held] | str:
    located = locate(decision, texts)
    if located is None:
        return TEXT_CHANGED
    region, outcomes = located
    touched = [one for one in state if _touches(one.piece, region)]
    if any(one.status != UNREVIEWED and not _inside(one.piece, region) for one in touched):
        return CONFLICT
    refused = all(outcome.status == REJECTED for outcome in outcomes)
    if refused and not _is_made(touched, region) and (touched or not show_rejected):
        return MOOT
    known = {one.piece: one for one in touched}
    made = [_held(outcome, known, decision) for outcome in outcomes]
    left = [piece for one in touched if (piece := _left_over(one.piece, region)).source and piece.target]
    kept = [one for one in state if not _touches(one.piece, region)]
    return sorted([*kept, *made, *(Held(piece) for piece in left)], key=_page_order)


def _held(outcome: Outcome, known: dict[Piece, Held], decision: Decision) -> Held:
    """The pair of an outcome; it keeps the row that has the same stretches and, unless edited, the same texts."""
    earlier = known.get(outcome.piece)
    row = earlier.row if earlier else None
    if row is not None and outcome.edited is None and row["review_status"] == "edited":
        row = row if (row["translation"]["vi"], row["translation"]["fr"]) == outcome.piece.texts else None
    return Held(outcome.piece, outcome.status, outcome.edited, row, decision.id)


def _touches(piece: Piece, region: Piece) -> bool:
    return overlaps(piece.source, region.source) or overlaps(piece.target, region.target)


def _is_made(touched: Sequence[Held], region: Piece) -> bool:
    """Whether pairs make up a rejected stretch, or one pair holds all of it: the very texts are put together still."""
    if len(touched) == 1 and _inside(region, touched[0].piece):
        return True
    return bool(touched) and all(_inside(one.piece, region) for one in touched)


def _inside(piece: Piece, region: Piece) -> bool:
    return within(piece.source, region.source) and within(piece.target, region.target)


def _left_over(piece: Piece, region: Piece) -> Piece:
    return Piece(without(piece.source, region.source), without(piece.target, region.target))


def _page_order(one: Held) -> tuple[int, int]:
    source, target = one.piece.source, one.piece.target
    return source[0].start if source else -1, target[0].start if target else -1
