"""What a reviewer does at a desk, whatever the screen: look at one pair of the queue, decide, go on.

The line-by-line interface and the full screen both sit on this, so that a key means the same in both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import aligner  # not its names: they are imported when they are first used, after the first pair is shown
from corpus.reviewing.applying import Held
from corpus.reviewing.book import Book
from corpus.reviewing.document import DocumentView, Item
from corpus.reviewing.drawing import news_after
from corpus.reviewing.mending import Mend, MendError, accept, edit, merge, reject, shift, split, swap
from corpus.reviewing.queue import FilterError, parse_filter
from corpus.reviewing.records import UNREVIEWED
from corpus.reviewing.standing import LANGUAGES

LONGEST_SCORED = 4_000
"""Characters of a text that are scored while it is looked at: five times the longest pair of ordinary pages."""
KEPT_SCORES = 256
"""Judgements of pairs kept, so that looking at a pair again costs nothing."""

Simple = Callable[[Held], Mend]
Joint = Callable[[Held, Held | None], Mend]
SIMPLE: dict[str, Simple] = {"accept": accept, "reject": reject}
JOINT: dict[str, Joint] = {
    "merge": merge,
    "swap": swap,
    "give-source": lambda pair, following: shift(pair, following, "source", forward=True),
    "take-source": lambda pair, following: shift(pair, following, "source", forward=False),
    "give-target": lambda pair, following: shift(pair, following, "target", forward=True),
    "take-target": lambda pair, following: shift(pair, following, "target", forward=False),
}
TYPED: dict[str, Callable[[Held, str, str], Mend]] = {"edit": edit, "split": split}
STAYS = ("merge", "merge-before", "split", "swap", "give-source", "take-source", "give-target", "take-target")
"""Verdicts after which the pair stays on the screen: one looks at what came of it."""


@dataclass(slots=True)
class Desk:
    """A queue with a place in it. With a ``margin`` it is a random sample: scores are hidden, verdicts marked as blind,
    and the sample is big enough when half the width of its interval is no more than that."""

    book: Book
    place: int = 0
    margin: float | None = None
    _scores: dict[tuple[str, str], aligner.PairScore] = field(default_factory=dict)

    @property
    def blind(self) -> bool:
        """Whether a random sample is judged, without sight of scores."""
        return self.margin is not None

    @property
    def current(self) -> str | None:
        """The id of the pair that is looked at, ``None`` where the queue is empty."""
        self.place = max(0, min(self.place, len(self.book.queue) - 1))
        return self.book.queue[self.place] if self.book.queue else None

    @property
    def item(self) -> Item:
        """The pair that is looked at. Raises `MendError` where the queue is empty."""
        if self.current is None:
            raise MendError("no pair is left in the queue; choose another filter")
        return self.book.standing.item(self.current)

    @property
    def view(self) -> DocumentView:
        """The page pair of the pair that is looked at."""
        return self.book.standing.view(self.book.standing.pair_of(self.item.id))

    @property
    def following(self) -> Held | None:
        """What comes after the pair in its pages."""
        return self.view.following(self.item.id)

    def score(self, texts: tuple[str, str]) -> aligner.PairScore:
        """What the scorer thinks of two texts, with the tokens that its flags are about; of longer texts, of their
        first `LONGEST_SCORED` characters, since a key is waiting."""
        texts = texts[0][:LONGEST_SCORED], texts[1][:LONGEST_SCORED]
        if texts not in self._scores:
            while len(self._scores) >= KEPT_SCORES:
                self._scores.pop(next(iter(self._scores)))
            self._scores[texts] = aligner.score_pair(*texts, languages=LANGUAGES)
        return self._scores[texts]

    def mend(self, verdict: str, source: str = "", target: str = "") -> Mend:
        """What a verdict makes of the pair, not yet written down. Raises `MendError` where it cannot be made."""
        held = self.item.held
        if verdict in SIMPLE:
            return SIMPLE[verdict](held)
        if verdict == "merge-before":
            return merge(self.view.preceding(self.item.id), held)
        if verdict in JOINT:
            return JOINT[verdict](held, self.following)
        return TYPED[verdict](held, source, target)

    def decide(self, verdict: str, source: str = "", target: str = "", why: str = "") -> str:
        """Write a verdict down and go on to the next pair that waits; returns what happened. Raises `MendError`."""
        mend = self.mend(verdict, source, target)
        came = self.book.decide(self.item.id, mend, why, blind=self.blind)
        place = self.book.queue.find(came[0], self.place)
        self.place = self.place if place is None else place
        if verdict not in STAYS:
            self.place = self._next_waiting()
        return self._said(mend)

    def undo(self) -> str:
        """Take back the last verdict of this session and show its pair. Raises `NothingToUndoError`."""
        decision, shown = self.book.undo()
        self.show(shown)
        return f"undone: {decision.verdict}"

    def redo(self) -> str:
        """Make again what was undone and show its pair. Raises `NothingToUndoError`."""
        decision, shown = self.book.redo()
        self.show(shown)
        return f"made again: {decision.verdict}"

    def choose(self, typed: str) -> str:
        """Fill the queue by a typed filter. Raises `FilterError`."""
        if self.blind:
            raise FilterError("a random sample has no filter: it would be random no more")
        here = self.current
        self.book.choose(parse_filter(typed))
        self.place = (self.book.queue.find(here) if here is not None else None) or 0
        count = len(self.book.queue)
        return "1 pair" if count == 1 else f"{count:,} pairs"

    def show(self, identifier: str | None) -> None:
        """Go to a pair, which joins the queue if it is not in it."""
        if identifier is None:
            return
        place = self.book.queue.find(identifier, self.place)
        if place is None:
            self.book.queue.insert(self.place, identifier)
        else:
            self.place = place

    def go(self, place: int) -> None:
        """Go to a place of the queue, counted from 0; beyond its ends, to the end."""
        self.place = max(0, min(place, len(self.book.queue) - 1))

    def progress(self) -> str:
        """Where one is: ``12 of 431``."""
        count = len(self.book.queue)
        return f"{min(self.place + 1, count):,} of {count:,}"

    def _said(self, mend: Mend) -> str:
        done = {"accept": "accepted", "reject": "rejected", "edit": "edited"}.get(mend.verdict)
        said = done or f"{mend.verdict}: {len(mend.before)} became {len(mend.after)}"
        news = news_after(self.book, self.margin) if self.margin is not None else None
        return f"{said}. {news}" if news else said

    def _next_waiting(self) -> int:
        """The next place whose pair has no verdict; the same place where there is none."""
        queue, standing = self.book.queue, self.book.standing
        for number in range(self.place + 1, len(queue)):
            if standing.status(queue[number]) == UNREVIEWED or self.blind:
                return number
        return min(self.place + 1, len(queue) - 1)
