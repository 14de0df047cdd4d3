"""The full screen for review: the pair and its faults above, its pages around it below, one key a verdict.

The screen holds no state of its own. Each key goes to the desk, and what is drawn afterwards is what the records say.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.timer import Timer

from corpus.reviewing.board import Board, Picture
from corpus.reviewing.book import NothingToUndoError
from corpus.reviewing.desk import Desk
from corpus.reviewing.dialogs import Dialog, HelpDialog, LineDialog, TwoTextsDialog
from corpus.reviewing.keys import KEY_NAMES, MOVES, hints
from corpus.reviewing.mending import MendError, suggested_cut
from corpus.reviewing.painting import DARK, LIGHT, Pages, faults, side_by_side, wrapped
from corpus.reviewing.queue import FilterError
from corpus.reviewing.wording import KEYS

REFRESH_SECONDS = 2.0
"""How often one looks for what other reviewers wrote."""
AHEAD_SECONDS = 0.15
"""After the last key, before the next pair is read ahead."""
FAULTY = (
    "Chiều 14/3, ông Vladimir Putin ở Bắc Kinh không nói gì với Huỳnh Quốc Bảo về 79 xã, theo Reuters.",
    "M. Smith, de Moscou, et Nguyen Van Hai parlent le 15 mars de 97 communes, selon le quotidien Tuoi Tre.",
)
"""A pair with many faults: all that the scorer loads when it first needs it is loaded for this one."""
STEP_FAR = 10
SCROLL_LINES = 4
WHEEL_LINES = 3


class ReviewScreen(App[None]):
    """The review of a desk's queue."""

    TITLE = "vifr review"
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None
    CSS_PATH = "screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(KEY_NAMES.get(key, key), f"verdict('{verdict}')", show=False) for key, verdict, _ in KEYS),
        Binding("R", "reject_with_reason", show=False),
        Binding("j,space,full_stop", "move(1)", show=False),
        Binding("k,comma", "move(-1)", show=False),
        Binding("down", "arrow(1)", show=False),
        Binding("up", "arrow(-1)", show=False),
        Binding("pagedown", "arrow(1, True)", show=False),
        Binding("pageup", "arrow(-1, True)", show=False),
        Binding("ctrl+down", f"scroll_pair({SCROLL_LINES})", show=False),
        Binding("ctrl+up", f"scroll_pair({-SCROLL_LINES})", show=False),
        Binding("u", "take_back('undo')", show=False),
        Binding("U,ctrl+r", "take_back('redo')", show=False),
        Binding("n", "note", show=False),
        Binding("b", "bookmark", show=False),
        Binding("B", "bookmarked", show=False),
        Binding("slash", "filter", show=False),
        Binding("g", "jump", show=False),
        Binding("d", "shade", show=False),
        Binding("question_mark", "help", show=False),
        Binding("q,ctrl+q", "leave", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(driver_class=_driver())
        self.desk = desk
        self.news = ""
        self.scorer_ready = False
        self.ahead: Timer | None = None
        self.shown: tuple[str, int] | None = None
        self.board = Board()
        self.line_dialog, self.texts_dialog = LineDialog(), TwoTextsDialog()
        verdicts = [(key, f"{verdict}: {meaning}") for key, verdict, meaning in KEYS]
        self.help_dialog = HelpDialog([*verdicts, ("", ""), *MOVES])

    @property
    def dialog(self) -> Dialog | None:
        """The dialog that is open."""
        dialogs = (self.line_dialog, self.texts_dialog, self.help_dialog)
        return next((one for one in dialogs if one.is_mounted and one.display), None)

    def compose(self) -> ComposeResult:
        """The board; the dialogs come after the first pair is on the screen."""
        yield self.board

    def on_mount(self) -> None:
        """Make the rest once the first pair is on the screen, look for others' records now and then."""
        self.call_after_refresh(self._get_ready)
        self.set_interval(REFRESH_SECONDS, self._take_in_others)

    async def _get_ready(self) -> None:
        await self.mount(self.line_dialog, self.texts_dialog, self.help_dialog)
        self.run_worker(self._load, thread=True)

    def _load(self) -> None:
        """Load what the scorer knows, then the texts for searches: the first key that needs them is to find them."""
        self.desk.score(FAULTY)
        self.call_from_thread(self._scorer_loaded)
        self.desk.book.standing.tables.read_texts()

    def _scorer_loaded(self) -> None:
        self.scorer_ready = True
        gc.freeze()  # ids and lexicons stay: a collection that visits them all takes as long as several keys
        gc.enable()
        self.draw()

    def _take_in_others(self) -> None:
        fresh = self.desk.book.refresh()
        if fresh:
            self.news = f"{fresh:,} records of other reviewers taken in"
            self.draw()

    def on_board_resized(self) -> None:
        """Draw for the new size."""
        self.draw()

    # drawing

    def draw(self) -> None:
        """Draw everything as it stands."""
        width = max(self.size.width - 2, 1)
        blank = wrapped(Text("No pair is left here: / chooses others, q stops."), width)
        picture = Picture(self._head(), blank, None, None, self.news, hints(width, blind=self.desk.blind))
        shown = None
        if self.desk.current is not None:
            shown = self.desk.current, id(self.desk.view)
            picture = self._picture(width)
        self.board.show(picture, another=shown != self.shown)
        self.shown = shown
        if self.scorer_ready:
            if self.ahead is not None:
                self.ahead.stop()
            self.ahead = self.set_timer(AHEAD_SECONDS, self._look_ahead)

    def _picture(self, width: int) -> Picture:
        desk, palette = self.desk, DARK if self.current_theme.dark else LIGHT
        item = desk.item
        hidden = desk.blind or not self.scorer_ready
        flags = () if hidden else desk.score(item.held.texts).flags
        row = item.held.row
        kinds = row["flags"] if row is not None and not self.scorer_ready else ()
        notes = () if desk.blind else desk.book.notes(item.id)
        told = faults(flags, kinds, notes, palette, width, ready=self.scorer_ready)
        return Picture(
            self._head(),
            side_by_side(item.held.texts, flags, palette, width),
            None if desk.blind else told,
            Pages(desk.view, desk.view.place(item.id), palette, width, desk.blind),
            self.news,
            hints(width, blind=self.desk.blind),
        )

    def _look_ahead(self) -> None:
        """Read the next pair while the reviewer reads this one, so that the key to it answers at once."""
        place, book = self.desk.place + 1, self.desk.book
        if place < len(book.queue):
            self.desk.score(book.standing.item(book.queue[place]).held.texts)

    def _head(self) -> str:
        desk = self.desk
        if desk.current is None:
            return f"{desk.progress()}  {desk.book.filter}"
        item = desk.item
        if desk.blind:
            return f"random sample  {desk.progress()}"
        mark = "  bookmarked" if item.id in desk.book.marked else ""
        quality = f"  quality {desk.score(item.held.texts).quality:.2f}" if self.scorer_ready else ""
        row = item.held.row
        sure = f"  alignment {row['alignment_probability']:.2f}" if row is not None else ""
        typed = f"  / {desk.book.filter}" if str(desk.book.filter) else ""
        return f"{desk.progress()}  {item.held.piece.kind}{quality}{sure}  {item.held.status}{mark}{typed}"

    # keys

    def _do(self, work: Callable[[], str]) -> None:
        try:
            self.news = work()
        except (MendError, FilterError, NothingToUndoError) as error:
            self.news = f"Not done: {error}"
        except OSError as error:
            self.news = f"NOT SAVED: {error}"
        self.draw()

    def action_verdict(self, verdict: str) -> None:
        """Give a verdict; edits and splits ask for the texts first."""
        if self.desk.blind and verdict not in ("accept", "reject"):
            self._do(lambda: "in a sample a pair is accepted (a) or rejected (r) as it stands")
        elif verdict in ("edit", "split"):
            self._ask_texts(verdict)
        else:
            self._do(lambda: self.desk.decide(verdict))

    def _ask_texts(self, verdict: str) -> None:
        if self.desk.current is None:
            return
        held = self.desk.item.held
        title, texts = "Correct the words", held.texts
        if verdict == "split":
            title = "Put one | in each text where the pair is cut in two"
            texts = suggested_cut(held.piece.source), suggested_cut(held.piece.target)

        self.texts_dialog.ask(title, texts, lambda *typed: self._do(lambda: self.desk.decide(verdict, *typed)))

    def action_reject_with_reason(self) -> None:
        """Reject, and say why."""
        self._ask_line("Why is it rejected?", "", lambda why: self.desk.decide("reject", why=why))

    def action_note(self) -> None:
        """Write a note down."""

        def noted(note: str) -> str:
            if note.strip() and self.desk.current is not None:
                self.desk.book.remark(self.desk.current, note.strip())
                return "noted"
            return ""

        self._ask_line("Note on this pair", "", noted)

    def action_filter(self) -> None:
        """Choose what the queue holds."""
        self._ask_line(
            "Only: text, flag: publisher: type: status: quality: bookmarked",
            str(self.desk.book.filter),
            self.desk.choose,
        )

    def action_jump(self) -> None:
        """Go to a place of the queue."""

        def jumped(number: str) -> str:
            if number.strip().isdecimal() and len(number) < 10:
                self.desk.go(int(number) - 1)
                return ""
            raise FilterError(f"{number!r} is no place in the queue")

        self._ask_line(f"Go to pair (1 to {len(self.desk.book.queue):,})", "", jumped)

    def _ask_line(self, question: str, given: str, work: Callable[[str], str]) -> None:
        self.line_dialog.ask(question, given, lambda typed: self._do(lambda: work(typed)))

    def action_move(self, step: int) -> None:
        """Look at another pair."""
        self.desk.go(self.desk.place + step)
        self._do(lambda: "")

    def action_arrow(self, step: int, page: bool = False) -> None:
        """Move to another pair, or within the pages where they have the arrows."""
        if self.board.looking:
            self.board.scroll_pages(step * (self.size.height // 2 if page else 1))
        else:
            self.action_move(step * (STEP_FAR if page else 1))

    def action_scroll_pair(self, lines: int) -> None:
        """Move within a pair that is longer than its part of the screen, and within its faults."""
        self.board.scroll_pair(lines)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel scrolls the pages."""
        self.board.scroll_pages(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel scrolls the pages."""
        self.board.scroll_pages(-WHEEL_LINES)

    def action_take_back(self, which: str) -> None:
        """Undo or redo."""
        self._do(self.desk.undo if which == "undo" else self.desk.redo)

    def action_bookmark(self) -> None:
        """Set or take away a bookmark."""
        if self.desk.current is not None:
            here = self.desk.current
            self._do(lambda: "bookmark set" if self.desk.book.bookmark(here) else "bookmark taken away")

    def action_bookmarked(self) -> None:
        """Show the bookmarked pairs only."""
        self._do(lambda: self.desk.choose("status:all bookmarked"))

    def action_focus_next(self) -> None:
        """Tab: the other field of a dialog; without one, give the arrows to the pages around, or take them back."""
        if self.dialog is not None:
            super().action_focus_next()
        else:
            self.board.looking = not self.board.looking
            self.board.draw()

    def action_shade(self) -> None:
        """Dark or light."""
        self.theme = "textual-light" if self.current_theme.dark else "textual-dark"
        self.draw()  # the board draws once more when it knows its own colours

    def action_help(self) -> None:
        """Show every key."""
        self.help_dialog.show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a dialog is open the keys are its own."""
        return self.dialog is None or action in ("focus_next", "focus_previous")

    def action_leave(self) -> None:
        """Stop, and remember where."""
        self.desk.book.close(None if self.desk.blind else self.desk.current)
        self.exit()


def _driver() -> type[Driver] | None:
    """What reads keys; ``None`` for Textual's own on Windows, whose terminals tell Escape from the rest."""
    if sys.platform == "win32":
        return None
    from corpus.reviewing.terminal import PromptDriver

    return PromptDriver
