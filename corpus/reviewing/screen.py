"""The full screen for review: the pair and its faults above, its pages around it below, one key a verdict.

The screen holds no state of its own. Each key goes to the desk, and what is drawn afterwards is what the records say.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.timer import Timer
from textual.widgets import Static

from corpus.reviewing.book import NothingToUndoError
from corpus.reviewing.desk import Desk
from corpus.reviewing.dialogs import HelpDialog, LineDialog, TwoTextsDialog
from corpus.reviewing.mending import MendError, suggested_cut
from corpus.reviewing.painting import AROUND, DARK, LIGHT, faults, lines_before, pages, side_by_side
from corpus.reviewing.queue import FilterError
from corpus.reviewing.wording import KEYS

REFRESH_SECONDS = 2.0
"""How often one looks for what other reviewers wrote."""
LINES_A_BEAD = 6
"""Fewer lines than a bead takes in the pages, so that those drawn below the pair fill the screen."""
LINES_ABOVE = 2
"""Lines of the pages that stay in sight above the pair."""
AHEAD_SECONDS = 0.15
"""After the last key, before the next pair is read ahead."""
STEP_FAR = 10
KEY_NAMES = {
    "[": "left_square_bracket",
    "]": "right_square_bracket",
    "{": "left_curly_bracket",
    "}": "right_curly_bracket",
}
MOVES = (
    ("j, ↓, space", "the next pair, without a verdict"),
    ("k, ↑", "the pair before"),
    ("PgDn, PgUp", "ten pairs on, ten back"),
    ("Ctrl+↓, ↑", "scroll a long pair and its flags"),
    ("Tab", "read the whole pages: arrows scroll them; Tab again: back to the pair"),
    ("u, U", "undo the last verdict of this session; redo"),
    ("n", "write a note on the pair"),
    ("b, B", "set or take away a bookmark; show the bookmarked pairs only"),
    ("/", "only pairs with a text; flag:number, flag:none, publisher:…, type:1-2, status:all, quality:0.5, bookmarked"),
    ("g", "go to a pair by its number in the queue"),
    ("d", "dark or light"),
    ("?", "this help"),
    ("q", "stop; everything is saved already"),
)


class ReviewScreen(App[None]):
    """The review of a desk's queue."""

    TITLE = "vifr review"
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None
    CSS_PATH = "screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(KEY_NAMES.get(key, key), f"verdict('{verdict}')", show=False) for key, verdict, _ in KEYS),
        Binding("R", "reject_with_reason", show=False),
        Binding("j,down,space,full_stop", "move(1)", show=False),
        Binding("k,up,comma", "move(-1)", show=False),
        Binding("pagedown", f"move({STEP_FAR})", show=False),
        Binding("pageup", f"move({-STEP_FAR})", show=False),
        Binding("ctrl+down", "scroll_pair(4)", show=False),
        Binding("ctrl+up", "scroll_pair(-4)", show=False),
        Binding("u", "take_back('undo')", show=False),
        Binding("U,ctrl+r", "take_back('redo')", show=False),
        Binding("n", "note", show=False),
        Binding("b", "bookmark", show=False),
        Binding("B", "bookmarked", show=False),
        Binding("slash", "filter", show=False),
        Binding("g", "jump", show=False),
        Binding("d", "shade", show=False),
        Binding("tab", "look_around", show=False, priority=False),
        Binding("question_mark", "help", show=False),
        Binding("q,ctrl+q", "leave", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.news = ""
        self.scorer_ready = False
        self.ahead: Timer | None = None

    def compose(self) -> ComposeResult:
        """Head, pair, faults, pages, news, keys."""
        yield Static(id="head", markup=False)
        yield VerticalScroll(Static(id="texts"), id="pair", can_focus=False)
        yield VerticalScroll(Static(id="flags"), id="faults", can_focus=False)
        yield VerticalScroll(Static(id="around"), id="pages")
        yield Static(id="news", markup=False)
        yield Static(id="keys", markup=False)

    def on_mount(self) -> None:
        """Draw the first pair, load the scorer behind it, look for others' records now and then."""
        self.draw()
        self.run_worker(self._load_scorer, thread=True)
        self.set_interval(REFRESH_SECONDS, self._take_in_others)

    def _load_scorer(self) -> None:
        self.desk.score(("Tỉnh có 79 xã.", "La province compte 79 communes."))
        self.call_from_thread(self._scorer_loaded)

    def _scorer_loaded(self) -> None:
        self.scorer_ready = True
        self.draw()

    def _take_in_others(self) -> None:
        fresh = self.desk.book.refresh()
        if fresh:
            self.news = f"{fresh:,} records of other reviewers taken in"
            self.draw()

    # drawing

    def draw(self) -> None:
        """Draw everything as it stands."""
        self.query_one("#head", Static).update(self._head(), layout=False)
        self.query_one("#news", Static).update(self.news, layout=False)
        keys = (
            "a accept  r reject  u undo  ? help  q stop"
            if self.desk.blind
            else ("a accept  r reject  e edit  m merge  s split  w swap  []{} shift  u undo  ? help")
        )
        self.query_one("#keys", Static).update(keys, layout=False)
        if self.desk.current is None:
            self.query_one("#texts", Static).update("No pair is left here: / chooses others, q stops.")
            self.query_one("#flags", Static).update("")
            self.query_one("#around", Static).update("")
            return
        self._draw_pair()

    def _draw_pair(self) -> None:
        desk, palette = self.desk, DARK if self.current_theme.dark else LIGHT
        item = desk.item
        hidden = desk.blind or not self.scorer_ready
        flags = () if hidden else desk.score(item.held.texts).flags
        row = item.held.row
        kinds = row["flags"] if row is not None and not self.scorer_ready and not desk.blind else ()
        notes = () if desk.blind else desk.book.notes(item.id)
        self.query_one("#texts", Static).update(side_by_side(item.held.texts, flags, palette))
        shown = faults(flags, kinds, notes, palette, ready=self.scorer_ready)
        self.query_one("#flags", Static).update("" if desk.blind else shown)
        self.query_one("#faults").display = not desk.blind
        self.query_one("#pair", VerticalScroll).scroll_home(animate=False)
        around = self.query_one("#pages", VerticalScroll)
        before, after = (AROUND, AROUND) if self.focused is around else (1, self.size.height // LINES_A_BEAD)
        self.query_one("#around", Static).update(pages(desk.view, item, palette, before, after))
        above = lines_before(desk.view, item, self.size.width, before)
        around.scroll_to(y=max(above - LINES_ABOVE, 0), animate=False)
        if self.scorer_ready:
            if self.ahead is not None:
                self.ahead.stop()
            self.ahead = self.set_timer(AHEAD_SECONDS, self._look_ahead)

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

        def answered(typed: tuple[str, str] | None) -> None:
            if typed is not None:
                self._do(lambda: self.desk.decide(verdict, *typed))

        self.push_screen(TwoTextsDialog(title, texts), answered)

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
            "Only pairs with (text, flag:, publisher:, type:, status:, quality:, bookmarked)",
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
        def answered(typed: str | None) -> None:
            if typed is not None:
                self._do(lambda: work(typed))

        self.push_screen(LineDialog(question, given), answered)

    def action_move(self, step: int) -> None:
        """Look at another pair."""
        self.desk.go(self.desk.place + step)
        self._do(lambda: "")

    def action_scroll_pair(self, lines: int) -> None:
        """Move within a pair that is longer than its part of the screen, and within its faults."""
        for name in ("#pair", "#faults"):
            self.query_one(name, VerticalScroll).scroll_relative(y=lines, animate=False)

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

    def action_look_around(self) -> None:
        """Give the arrows to the pages around, or take them back."""
        around = self.query_one("#pages", VerticalScroll)
        self.screen.set_focus(None if self.focused is around else around)
        self.draw()

    def action_shade(self) -> None:
        """Dark or light."""
        self.theme = "textual-light" if self.current_theme.dark else "textual-dark"
        self.draw()

    def action_help(self) -> None:
        """Show every key."""
        lines = [f"{key:12} {verdict}: {meaning}" for key, verdict, meaning in KEYS]
        self.push_screen(HelpDialog([*lines, "", *(f"{key:12} {meaning}" for key, meaning in MOVES)]))

    def action_leave(self) -> None:
        """Stop, and remember where."""
        self.desk.book.close(None if self.desk.blind else self.desk.current)
        self.exit()
