"""Review line by line: no screen control, for scripts, screen readers and bad terminals.

Every command is one letter on a line of its own, with its text after it where it takes one; what it asks for comes on
the next lines. All that is said goes to one output, in the order in which it happens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus.reviewing.book import NothingToUndoError
from corpus.reviewing.desk import Desk
from corpus.reviewing.mending import MendError, suggested_cut
from corpus.reviewing.queue import FilterError
from corpus.reviewing.wording import (
    KEYS,
    LANGUAGE_NAMES,
    STATUS_SIGNS,
    VERDICT_OF_KEY,
    flag_lines,
    note_line,
    visible,
)

OTHER_KEYS = (
    ("n TEXT", "write a note on the pair"),
    ("u", "undo the last verdict of this session"),
    ("U", "redo"),
    ("b", "set or take away a bookmark"),
    ("c", "show what stands around the pair in its pages"),
    (".", "the next pair, without a verdict (an empty line does the same)"),
    (",", "the pair before"),
    ("g N", "go to pair N of the queue"),
    (
        "/ TEXT",
        "only pairs with this text; flag:number, publisher:…, type:1-2, status:all, quality:0.5, bookmarked work too",
    ),
    ("?", "this help"),
    ("q", "stop; everything is saved already"),
)
CONTEXT_ITEMS = 3
"""Pairs and lone sentences shown on each side of the pair."""


class _StopError(Exception):
    """The reviewer wants to stop, or there is no more input."""


@dataclass(slots=True)
class PlainReview:
    """One session: where lines come from and where words go."""

    desk: Desk
    lines: Iterator[str]
    say: Callable[[str], None]

    def run(self) -> None:
        """Work through the queue until the reviewer stops or the input ends."""
        self.say("? lists the commands; q stops.")
        shown = None
        try:
            while True:
                if self.desk.current is None:
                    self.say("No pair is left here; / chooses others, q stops.")
                elif shown != (self.desk.current, id(self.desk.view)):
                    self.show_pair()
                    shown = (self.desk.current, id(self.desk.view))
                self._obey(self._ask("> "))
        except _StopError:
            self.say("Stopped; every verdict is saved.")

    def show_pair(self) -> None:
        """Say the pair: where it is, both texts, why it is in doubt."""
        item, desk = self.desk.item, self.desk
        mark = ", bookmarked" if item.id in desk.book.marked else ""
        head = f"\n[{desk.progress()}] {item.held.piece.kind}"
        if desk.blind:
            self.say(head)
        else:
            score = desk.score(item.held.texts)
            row = item.held.row
            sure = f", alignment {row['alignment_probability']:.2f}" if row is not None else ", no row yet"
            self.say(f"{head}, quality {score.quality:.2f}{sure}, {item.held.status}{mark}")
        for name, text in zip(LANGUAGE_NAMES, item.held.texts, strict=True):
            self.say(f"{name}: {visible(text)}")
        if not desk.blind:
            for line in flag_lines(desk.score(item.held.texts).flags):
                self.say(f"  ! {visible(line)}")
            for note in desk.book.notes(item.id):
                self.say(f"  # {visible(note_line(note))}")

    def _obey(self, line: str) -> None:
        command, text = line.strip()[:1], line.strip()[1:].strip()
        try:
            if command in VERDICT_OF_KEY or command == "R":
                self._decide(command, text)
            else:
                self._other(command, text)
        except (MendError, FilterError, NothingToUndoError) as error:
            self.say(f"Not done: {error}.")

    def _decide(self, command: str, text: str) -> None:
        verdict = VERDICT_OF_KEY.get(command, "reject")
        if self.desk.blind and verdict not in ("accept", "reject"):
            raise MendError("in a sample a pair is accepted (a) or rejected (r) as it stands")
        source = target = ""
        item = self.desk.item
        if verdict == "edit":
            source, target = self._two("New {} (empty: as it is): ", item.held.texts)
        elif verdict == "split":
            cuts = suggested_cut(item.held.piece.source), suggested_cut(item.held.piece.target)
            for name, cut in zip(LANGUAGE_NAMES, cuts, strict=True):
                self.say(f"{name}: {visible(cut)}")
            source, target = self._two("{} with one | (empty: as shown): ", cuts)
        elif command == "R" and not text:
            text = self._ask("Why: ").strip()
        self.say(self.desk.decide(verdict, source, target, text))

    def _two(self, question: str, given: tuple[str, str]) -> tuple[str, str]:
        first, second = (self._ask(question.format(name)).strip() for name in LANGUAGE_NAMES)
        return first or given[0], second or given[1]

    def _other(self, command: str, text: str) -> None:
        desk = self.desk
        if command in (".", ""):
            if desk.place + 1 >= len(desk.book.queue):
                self.say("This is the last pair of the queue.")
            desk.go(desk.place + 1)
        elif command == ",":
            desk.go(desk.place - 1)
        elif command == "g" and text.isdecimal() and len(text) < 10:
            desk.go(int(text) - 1)
        elif command == "/":
            self.say(desk.choose(text))
        elif command == "q":
            raise _StopError
        elif command in ("u", "U"):
            self.say(desk.undo() if command == "u" else desk.redo())
        elif command == "n" and text:
            desk.book.remark(desk.item.id, text)
            self.say("Noted.")
        elif command == "b":
            self.say("Bookmark set." if desk.book.bookmark(desk.item.id) else "Bookmark taken away.")
        elif command == "c":
            self._context()
        else:
            self._help()

    def _context(self) -> None:
        view = self.desk.view
        here = view.place(self.desk.item.id)
        for number in range(max(here - CONTEXT_ITEMS, 0), min(here + CONTEXT_ITEMS + 1, len(view.items))):
            item = view.items[number]
            sign = ">" if number == here else STATUS_SIGNS[item.held.status]
            source, target = (visible(text) for text in item.held.texts)
            self.say(f" {sign} vi {source or '(nothing)'}\n   fr {target or '(nothing)'}")

    def _help(self) -> None:
        for key, verdict, meaning in KEYS:
            self.say(f"  {key:7} {verdict}: {meaning}")
        for key, meaning in OTHER_KEYS:
            self.say(f"  {key:7} {meaning}")

    def _ask(self, question: str) -> str:
        self.say(question)
        try:
            return next(self.lines)
        except StopIteration:
            raise _StopError from None
