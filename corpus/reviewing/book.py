"""A review session: a queue of pairs, the verdicts of one reviewer, undo and redo, and what others write meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from corpus.reviewing.journal import REVIEWS_FOLDER, Journal, Journals, ReviewFile, in_order, live, now
from corpus.reviewing.mending import Mend
from corpus.reviewing.queue import ANY, OPEN, Filter, accepted, doubtful_first
from corpus.reviewing.records import BOOKMARK, JUDGEMENTS, NOTE, PLACE, UNDO, UNREVIEWED, Decision, Outcome, Piece
from corpus.reviewing.standing import Standing
from corpus.reviewing.tables import Tables
from corpus.reviewing.waiting import Queue


class NothingToUndoError(ValueError):
    """There is no verdict of this session to take back, or to make again."""


@dataclass(slots=True)
class Book:
    """A build folder opened by a reviewer. ``queue`` holds ids of pairs, ``order`` the numbers of all rows, the most
    doubtful first; close the book when the session ends."""

    standing: Standing
    journal: Journal
    journals: Journals
    order: np.ndarray
    filter: Filter = field(default_factory=Filter)
    queue: Queue = field(init=False)
    marked: set[str] = field(default_factory=set)
    _undone: list[Decision] = field(default_factory=list)
    _was_at: dict[str, int] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: Path, reviewer: str, wanted: Filter | None = None) -> Book:
        """Open a build folder. Raises `NoBuildError` where no dataset was built."""
        tables = Tables.open(folder)
        reviews = folder / REVIEWS_FOLDER
        book = cls(Standing(tables), Journal(reviews, reviewer), Journals(reviews), doubtful_first(tables))
        book.standing.take_in(in_order(book.journals.files()))
        book.marked = book.standing.bookmarks()
        book.choose(wanted or Filter())
        return book

    def close(self, at: str | None = None) -> None:
        """End the session; ``at`` is the pair where it stopped, to resume there."""
        if at is not None:
            self._remark(PLACE, at)
        self.journal.close()

    def choose(self, wanted: Filter) -> None:
        """Fill the queue with the pairs that a filter lets through: first those without a row, then by doubt."""
        tables = self.standing.tables
        passed = accepted(tables, wanted, self.standing.statuses(), self.marked)
        numbers = self.order[passed[self.order]]
        made = [identifier for identifier in self.standing.made() if self._made_passes(identifier, wanted)]
        self._was_at.clear()
        self.filter, self.queue = wanted, Queue(tables.ids, tables.number_of, made, numbers)

    def wait_for(self, identifiers: Iterable[str]) -> None:
        """Fill the queue with these pairs."""
        tables = self.standing.tables
        self._was_at.clear()
        self.queue = Queue(tables.ids, tables.number_of, identifiers, self.order[:0])

    def stopped_at(self) -> int:
        """The place in the queue where this reviewer's last session stopped; 0 where that is not known."""
        own = [one for one in self.standing.records if one.reviewer == self.journal.reviewer]
        pair = self.standing.tables.pair_ids.get(own[-1].documents) if own and own[-1].verdict == PLACE else None
        if pair is None:
            return 0
        here = {item.id for item in self.standing.view(pair).items if item.held.piece in own[-1].before}
        return next((number for number, identifier in enumerate(self.queue) if identifier in here), 0)

    def notes(self, identifier: str) -> list[Decision]:
        """The records with a remark about a pair, oldest first."""
        piece = self.standing.item(identifier).held.piece
        about = self.standing.decisions(self.standing.pair_of(identifier))
        return [one for one in about if one.note and piece in (*one.before, *(outcome.piece for outcome in one.after))]

    def decide(self, identifier: str, mend: Mend, note: str = "", *, blind: bool = False) -> list[str]:
        """Write a verdict down; returns the pairs that came of it, which take the place of the old in the queue."""
        pair = self.standing.pair_of(identifier)
        decision = self._record(pair, mend.verdict, mend.before, mend.after, note=note, blind=blind)
        self._undone.clear()
        came = self._write(decision, pair, identifier)
        return came or [identifier]

    def remark(self, identifier: str, note: str) -> None:
        """Write a note down; it changes no verdict."""
        self._remark(NOTE, identifier, note)

    def bookmark(self, identifier: str) -> bool:
        """Set a bookmark, or take it away; returns whether it is set now."""
        piece = self.standing.item(identifier).held.piece
        about = self.standing.decisions(self.standing.pair_of(identifier))
        old = next((one for one in reversed(about) if one.verdict == BOOKMARK and piece in one.before), None)
        if old is None:
            self._remark(BOOKMARK, identifier)
            self.marked.add(identifier)
        else:
            self._take_back(old)
            self.marked.discard(identifier)
        return old is None

    def undo(self) -> tuple[Decision, str | None]:
        """Take back the session's last verdict; returns it and a pair to show. Raises `NothingToUndoError`."""
        own = (one for one in reversed(live(self.standing.records)) if one.id.startswith(f"{self.journal.session}:"))
        last = next((one for one in own if one.verdict in JUDGEMENTS), None)
        if last is None:
            raise NothingToUndoError("nothing of this session is left to undo")
        self._undone.append(self._take_back(last))
        return last, self._shown(last, last.before)

    def redo(self) -> tuple[Decision, str | None]:
        """Make again what was undone last; returns it and a pair to show. Raises `NothingToUndoError`."""
        if not self._undone:
            raise NothingToUndoError("nothing was undone since the last verdict")
        undo = self._undone.pop()
        self._take_back(undo)
        again = next(one for one in self.standing.records if one.id == undo.undoes)
        return again, self._shown(again, [outcome.piece for outcome in again.after])

    def refresh(self) -> int:
        """Take in what other people wrote; returns the number of their new records."""
        others = self.journals.files(besides=self.journal.path)
        known = len(self.standing.records)
        own = tuple(one for one in self.standing.records if one.id.startswith(f"{self.journal.session}:"))
        if sum(len(file.decisions) for file in others) + len(own) == known:
            return 0
        for identifier in self.standing.take_in(in_order([*others, ReviewFile(self.journal.path, own, 0, "")])):
            if (place := self.queue.find(identifier)) is not None:
                del self.queue[place]
        return len(self.standing.records) - known

    def _made_passes(self, identifier: str, wanted: Filter) -> bool:
        """Whether a filter lets a pair through that has no row; it has no quality and flags to ask for."""
        status = UNREVIEWED if wanted.status == OPEN else wanted.status
        if wanted.flag or wanted.publisher or wanted.type or (wanted.bookmarked and identifier not in self.marked):
            return False
        if status not in (ANY, self.standing.status(identifier)):
            return False
        if not wanted.text:
            return True
        return wanted.text.casefold() in " ".join(self.standing.item(identifier).held.texts).casefold()

    def _shown(self, decision: Decision, pieces: Sequence[Piece]) -> str | None:
        pair = self.standing.tables.pair_ids[decision.documents]
        items = self.standing.view(pair).items
        return next((item.id for item in items if item.is_pair and item.held.piece in pieces), None)

    def _remark(self, verdict: str, identifier: str, note: str = "") -> None:
        pair = self.standing.pair_of(identifier)
        before = (self.standing.item(identifier).held.piece,)
        self._write(self._record(pair, verdict, before, note=note), pair, identifier)

    def _take_back(self, decision: Decision) -> Decision:
        pair = self.standing.tables.pair_ids[decision.documents]
        undo = self._record(pair, UNDO, undoes=decision.id)
        self._write(undo, pair, None)
        return undo

    def _record(
        self,
        pair: str,
        verdict: str,
        before: tuple[Piece, ...] = (),
        after: tuple[Outcome, ...] = (),
        *,
        note: str = "",
        blind: bool = False,
        undoes: str = "",
    ) -> Decision:
        documents = self.standing.view(pair).documents
        name, number = self.journal.reviewer, self.journal.next_id()
        return Decision(number, name, now(), verdict, documents, before, after, note, blind, undoes)

    def _write(self, decision: Decision, pair: str, at: str | None) -> list[str]:
        """Append a record, replay its page pair, and put the pairs that came of it where the old ones were."""
        self.journal.append(decision)
        went, came = self.standing.add(decision, pair)
        items = [item.id for item in self.standing.view(pair).items if item.id in came]
        if went or came:
            self._replace(went, items, at)
        return items

    def _replace(self, went: set[str], came: Sequence[str], at: str | None) -> None:
        """Put the ids that came where ``at``, or the first that went, stood; one that comes back, where it was.

        Only the places that change are touched: the queue may be long, and a key is waiting.
        """
        standing = self.queue.find(at) if at is not None else None
        places = [place for one in went if (place := self.queue.find(one, standing or 0)) is not None]
        here = min(places, default=0) if standing is None else standing
        for place in sorted(places, reverse=True):
            self._was_at[self.queue[place]] = place
            del self.queue[place]
        new = [one for one in came if one not in self._was_at]
        back = sorted((self._was_at[one], one) for one in came if one in self._was_at)
        here -= sum(place < here for place in places)
        for number, one in enumerate(new):
            self.queue.insert(here + number, one)
        for place, one in back:
            self.queue.insert(place, one)
