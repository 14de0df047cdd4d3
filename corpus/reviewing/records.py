"""What a reviewer decided, as values that stand on their own: which stretches of which two pages, what became of them.

A decision does not say "row 17 is right" but "these characters of this page and these of that one are (or are not)
translations of each other". Rows come and go with every change of splitter or aligner; stretches of text stay. Each
part is kept with its offsets and with the characters found there, so that it can be found again after both moved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.ids import stable_id

if TYPE_CHECKING:
    from corpus.rows import Row

ACCEPT, REJECT, EDIT, MERGE, SPLIT, SHIFT, SWAP = "accept", "reject", "edit", "merge", "split", "shift", "swap"
NOTE, BOOKMARK, PLACE, UNDO = "note", "bookmark", "place", "undo"
JUDGEMENTS = (ACCEPT, REJECT, EDIT, MERGE, SPLIT, SHIFT, SWAP)
"""Verdicts that change a dataset; the others are memory aids of the reviewer, and `UNDO` takes a record back."""
VERDICTS = (*JUDGEMENTS, NOTE, BOOKMARK, PLACE, UNDO)
UNREVIEWED, ACCEPTED, EDITED, REJECTED = "unreviewed", "accepted", "edited", "rejected"
STATUSES = (UNREVIEWED, ACCEPTED, EDITED, REJECTED)

GONE = "gone"
"""Status of a row that a decision took apart or joined with another."""
ALL_STATUSES = (*STATUSES, GONE)


class RecordError(ValueError):
    """A line of a review file that is no record of this program."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a page: ``page_text[start:end] == text``, in code points."""

    start: int
    end: int
    text: str


Side = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the source page and the one of the target page that goes with it, each in parts."""

    source: Side
    target: Side

    @property
    def texts(self) -> tuple[str, str]:
        """Both texts as rows have them: white-space runs as one space, parts joined by one."""
        return side_text(self.source), side_text(self.target)

    @property
    def kind(self) -> str:
        """Parts on each side, source first: ``1-2``."""
        return f"{len(self.source)}-{len(self.target)}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A pair as a reviewer left it: its stretches, its review status, and its two texts where they were edited."""

    piece: Piece
    status: str
    edited: tuple[str, str] | None = None

    @property
    def texts(self) -> tuple[str, str]:
        """Both texts of the pair, edited ones included."""
        return self.edited or self.piece.texts


@dataclass(frozen=True, slots=True)
class Decision:
    """One record: who, when, what (``verdict``: pairs ``before`` became pairs ``after``), why (``note``).

    ``documents`` are the ids of the two pages. ``blind`` marks a judgement of the random sample, made without knowing
    the score. ``undoes`` is the id of the record that an `UNDO` takes back; an undo of an undo is a redo.
    """

    id: str
    reviewer: str
    time: str
    verdict: str
    documents: tuple[str, str]
    before: tuple[Piece, ...] = ()
    after: tuple[Outcome, ...] = ()
    note: str = ""
    blind: bool = False
    undoes: str = ""


def side_text(side: Side) -> str:
    """The text of a side on one line.

    >>> side_text((Part(0, 3, "Ông "), Part(4, 9, "Minh\\n đi")))
    'Ông Minh đi'
    """
    return " ".join(" ".join(part.text.split()) for part in side)


def row_piece(row: Row, source_text: str, target_text: str) -> Piece:
    """The stretches of a dataset row, cut from the texts of its two pages."""
    return Piece(_cut(row["source_spans"], source_text), _cut(row["target_spans"], target_text))


def _cut(spans: Sequence[Sequence[int]], text: str) -> Side:
    return tuple(Part(start, end, text[start:end]) for start, end in spans)


def piece_id(documents: tuple[str, str], piece: Piece) -> str:
    """The id that the row of a piece has: a hash of the two page ids and the spans."""
    spans = (",".join(f"{part.start}-{part.end}" for part in side) for side in (piece.source, piece.target))
    return stable_id(*documents, *spans)


def decision_record(decision: Decision) -> dict[str, Any]:
    """The record as JSON holds it; empty fields are left out.

    >>> decision_record(Decision("a:1", "Anna", "2026-01-02T03:04:05Z", "undo", ("v", "f"), undoes="a:0"))["undoes"]
    'a:0'
    """
    record: dict[str, Any] = {
        "id": decision.id,
        "reviewer": decision.reviewer,
        "time": decision.time,
        "verdict": decision.verdict,
        "documents": list(decision.documents),
        "before": [_piece_record(piece) for piece in decision.before],
        "after": [_outcome_record(outcome) for outcome in decision.after],
        "note": decision.note,
        "blind": decision.blind,
        "undoes": decision.undoes,
    }
    return {key: value for key, value in record.items() if value or key in ("id", "reviewer", "time", "verdict")}


def decision_of(record: Any) -> Decision:
    """The decision of a JSON record. Raises `RecordError` for anything that is none."""
    try:
        decision = Decision(
            id=_text(record["id"]),
            reviewer=_text(record["reviewer"]),
            time=_text(record["time"]),
            verdict=_one_of(record["verdict"], VERDICTS),
            documents=_two(record.get("documents", ["", ""])),
            before=tuple(_piece_of(piece) for piece in record.get("before", ())),
            after=tuple(_outcome_of(outcome) for outcome in record.get("after", ())),
            note=_text(record.get("note", "")),
            blind=bool(record.get("blind", False)),
            undoes=_text(record.get("undoes", "")),
        )
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise RecordError(f"no review record: {type(error).__name__} {error}") from None
    if decision.verdict in JUDGEMENTS and not (decision.before and decision.after):
        raise RecordError(f"record {decision.id}: {decision.verdict} names no pairs")
    return decision


def _piece_record(piece: Piece) -> dict[str, Any]:
    return {name: [[p.start, p.end, p.text] for p in getattr(piece, name)] for name in ("source", "target")}


def _outcome_record(outcome: Outcome) -> dict[str, Any]:
    edited = {"edited": list(outcome.edited)} if outcome.edited else {}
    return {**_piece_record(outcome.piece), "status": outcome.status, **edited}


def _piece_of(record: Mapping[str, Any]) -> Piece:
    source, target = (_side_of(record[name]) for name in ("source", "target"))
    if not source and not target:
        raise ValueError("a piece without text")
    return Piece(source, target)


def _side_of(items: Any) -> Side:
    side = tuple(Part(int(start), int(end), _text(text)) for start, end, text in items)
    if any(part.start < 0 or part.end - part.start != len(part.text) for part in side):
        raise ValueError("offsets that do not fit their text")
    return side


def _outcome_of(record: Mapping[str, Any]) -> Outcome:
    edited = _two(record["edited"]) if record.get("edited") else None
    return Outcome(_piece_of(record), _one_of(record["status"], STATUSES), edited)


def _two(value: Any) -> tuple[str, str]:
    first, second = value
    return _text(first), _text(second)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _one_of(value: Any, known: Sequence[str]) -> str:
    if value not in known:
        raise ValueError(f"{value!r} is none of {', '.join(known)}")
    return str(value)
