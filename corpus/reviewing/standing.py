"""How the pairs of a build stand with all decisions: never stored, always what replaying the records gives.

A page pair is replayed when it is looked at or decided on. At the start, verdicts that only set the status of a row
that is still there are taken over without looking at it, so that a session over 100,000 pairs opens at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from corpus.reviewing.applying import Held, apply_decisions
from corpus.reviewing.document import DocumentView, Item, document_view
from corpus.reviewing.journal import live
from corpus.reviewing.records import (
    ACCEPT,
    ALL_STATUSES,
    BOOKMARK,
    GONE,
    JUDGEMENTS,
    REJECT,
    UNDO,
    Decision,
    piece_id,
    row_piece,
)
from corpus.reviewing.tables import Tables

LANGUAGES = ("vi", "fr")


@dataclass(slots=True)
class Standing:
    """The pairs of a build with the records of all reviewers applied."""

    tables: Tables
    records: list[Decision] = field(default_factory=list)
    _decisions: dict[str, list[Decision]] = field(default_factory=dict)
    _status: dict[str, str] = field(default_factory=dict)
    _home: dict[str, str] = field(default_factory=dict)
    _views: dict[str, DocumentView] = field(default_factory=dict)

    def take_in(self, records: Sequence[Decision]) -> set[str]:
        """Replace the records by a longer list; returns the ids that ceased to be pairs."""
        by_pair: dict[str, list[Decision]] = defaultdict(list)
        for decision in live(records):
            if pair := self.tables.pair_ids.get(decision.documents):
                by_pair[pair].append(decision)
        self.records = list(records)
        known, self._decisions = self._decisions, dict(by_pair)
        changed = [pair for pair in {**known, **by_pair} if known.get(pair, []) != by_pair.get(pair, [])]
        gone: set[str] = set()
        for pair in changed:
            if not self._take_over(pair):
                gone |= self.replay(pair)[0]
        return gone

    def add(self, decision: Decision, pair: str) -> tuple[set[str], set[str]]:
        """Add a record about a page pair; returns the ids that ceased to be pairs and those that came to be."""
        self.records.append(decision)
        about = [*self._decisions.get(pair, ()), decision]
        if decision.verdict == UNDO:
            about = [one for one in live(self.records) if self.tables.pair_ids.get(one.documents) == pair]
        self._decisions[pair] = about
        return self.replay(pair) if decision.verdict in (*JUDGEMENTS, UNDO) else (set(), set())

    def view(self, pair: str) -> DocumentView:
        """A page pair as it stands. Raises `KeyError` for an unknown one."""
        if pair not in self._views:
            self.replay(pair)
        return self._views[pair]

    def item(self, identifier: str) -> Item:
        """A pair as it stands. Raises `KeyError` for an id that is no pair, or is none any more."""
        return self.view(self.pair_of(identifier)).item(identifier)

    def pair_of(self, identifier: str) -> str:
        """The page pair that a pair is of. Raises `KeyError` for an unknown id."""
        if identifier in self._home:
            return self._home[identifier]
        return self.tables.home.at(self.tables.number_of[identifier])

    def status(self, identifier: str) -> str:
        """The review status of a pair; `GONE` for a row that is none any more."""
        if identifier in self._status:
            return self._status[identifier]
        number = self.tables.number_of.get(identifier)
        return GONE if number is None else self.tables.status.at(number)

    def statuses(self) -> np.ndarray:
        """The status of every row, in the order of the tables, as its place in `ALL_STATUSES`."""
        known, number_of = self.tables.status, self.tables.number_of
        places = {status: place for place, status in enumerate(ALL_STATUSES)}
        statuses: np.ndarray = np.array([places[name] for name in known.names], np.int8)[known.numbers]
        changed = [(number_of[one], places[status]) for one, status in self._status.items() if one in number_of]
        if changed:
            numbers, now = zip(*changed, strict=True)
            statuses[list(numbers)] = now
        return statuses

    def made(self) -> list[str]:
        """Pairs that no row is: made by a reviewer, left over by one, or rejected and gone from the build."""
        return list(self._home)

    def decisions(self, pair: str) -> Sequence[Decision]:
        """The records about a page pair that stand, in order."""
        return self._decisions.get(pair, ())

    def bookmarks(self) -> set[str]:
        """Ids of the pairs that have a bookmark."""
        marked = (one for about in self._decisions.values() for one in about if one.verdict == BOOKMARK)
        return {piece_id(one.documents, piece) for one in marked for piece in one.before}

    def replay(self, pair: str) -> tuple[set[str], set[str]]:
        """Work out a page pair anew; returns the ids that ceased to be pairs and those that came to be."""
        before = self._ids(pair)
        document = self.tables.document(pair)
        documents = document["source_document"], document["target_document"]
        texts = document["source_text"], document["target_text"]
        rows = [Held(row_piece(row, *texts), row["review_status"], None, row) for row in self.tables.rows(pair)]
        state = apply_decisions(rows, self.decisions(pair), texts, show_rejected=True)
        view = document_view(pair, documents, texts, LANGUAGES, state.pairs)
        self._views[pair] = view
        self._adopt(view)
        after = {item.id for item in view.items if item.is_pair}
        return before - after, after - before

    def _ids(self, pair: str) -> set[str]:
        """The ids of a page pair's pairs as they were known last."""
        if pair in self._views:
            return {item.id for item in self._views[pair].items if item.is_pair}
        return {one for one in self._base(pair) if self._status.get(one) != GONE}

    def _base(self, pair: str) -> list[str]:
        first, last = self.tables.ranges.get(pair, (0, 0))
        return self.tables.ids[first:last]

    def _adopt(self, view: DocumentView) -> None:
        base = set(self._base(view.id))
        for identifier in base:
            self._status[identifier] = GONE
        for identifier in [one for one, home in self._home.items() if home == view.id]:
            del self._home[identifier], self._status[identifier]
        for item in view.items:
            if item.is_pair:
                self._status[item.id] = item.held.status
                if item.id not in base:
                    self._home[item.id] = view.id

    def _take_over(self, pair: str) -> bool:
        """Set statuses without looking at rows, where every verdict is an acceptance or rejection of a row of this
        build that nothing else happened to; returns whether that was so."""
        if pair in self._views:
            return False
        statuses = {}
        for decision in self.decisions(pair):
            if decision.verdict in JUDGEMENTS:
                identifier = piece_id(decision.documents, decision.before[0])
                if decision.verdict not in (ACCEPT, REJECT) or identifier not in self.tables.number_of:
                    return False
                statuses[identifier] = decision.after[0].status
        for identifier in self._base(pair):
            self._status.pop(identifier, None)
        self._status |= statuses
        return True
