"""What the full screen asks: a line, two texts; and the help.

Dialogs are made once and hidden, not pushed as screens of their own: one that is made when it is asked for is styled
and laid out first, while the reviewer waits. Cursors do not blink: over ssh an idle screen sends nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Input, Label, Static, TextArea

from corpus.reviewing.wording import LANGUAGE_NAMES

KEY_WIDTH = 12
"""Columns for the names of keys in the help."""


class Dialog(Vertical):
    """Stands over the board while ``display`` is on; Escape closes it without an answer."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "Cancel")]

    def on_mount(self) -> None:
        """Wait out of sight."""
        self.display = False

    def action_close(self) -> None:
        """Back to the pair."""
        self.display = False
        self.screen.set_focus(None)


class LineDialog(Dialog):
    """Asks for one line."""

    def __init__(self) -> None:
        super().__init__(classes="dialog")
        self._answer: Callable[[str], None] = lambda line: None

    def compose(self) -> ComposeResult:
        """A question and a field."""
        yield Label(id="question", markup=False)
        line = Input(id="line")
        line.cursor_blink = False
        yield line
        yield Label("Enter: do it   Esc: cancel", classes="quiet")

    def ask(self, question: str, given: str, answer: Callable[[str], None]) -> None:
        """Show the question with a line to begin with; ``answer`` is called with what was typed."""
        self._answer = answer
        self.query_one("#question", Label).update(question)
        line = self.query_one(Input)
        line.value, line.cursor_position = given, len(given)
        self.display = True
        line.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with the line."""
        event.stop()
        self.action_close()
        self._answer(event.value)


class TwoTextsDialog(Dialog):
    """Asks for both texts of a pair, changed or with marks where they are cut."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "save", "Save", priority=True)]

    def __init__(self) -> None:
        super().__init__(classes="dialog")
        self._answer: Callable[[str, str], None] = lambda source, target: None

    def compose(self) -> ComposeResult:
        """Two fields, each under the name of its language."""
        yield Label(id="heading", markup=False)
        for name in LANGUAGE_NAMES:
            yield Label(name, classes="quiet")
            area = TextArea(id=name.lower(), soft_wrap=True, tab_behavior="focus", classes="text")
            area.cursor_blink = False
            yield area
        yield Label("Ctrl+S: do it   Tab: other side   Esc: cancel", classes="quiet")

    def ask(self, heading: str, texts: tuple[str, str], answer: Callable[[str, str], None]) -> None:
        """Show both texts; ``answer`` is called with what they became."""
        self._answer = answer
        self.query_one("#heading", Label).update(heading)
        for area, text in zip(self._areas, texts, strict=True):
            area.load_text(text)
        self.display = True
        self._areas[0].focus()

    def action_save(self) -> None:
        """Answer with both texts."""
        source, target = (area.text for area in self._areas)
        self.action_close()
        self._answer(source, target)

    @property
    def _areas(self) -> tuple[TextArea, TextArea]:
        first, second = (self.query_one(f"#{name.lower()}", TextArea) for name in LANGUAGE_NAMES)
        return first, second


class HelpDialog(Dialog):
    """Shows every key with its meaning."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q,question_mark,enter", "close", "Close")]

    def __init__(self, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__(classes="dialog")
        self._keys = Table.grid(padding=(0, 1, 0, 0), expand=True)
        self._keys.add_column(width=KEY_WIDTH)
        self._keys.add_column(ratio=1)
        for cells in keys:
            self._keys.add_row(*map(Text, cells))

    def compose(self) -> ComposeResult:
        """The keys, scrolled where they do not fit."""
        with VerticalScroll():
            yield Static(self._keys)
        yield Label("↑ ↓ PgUp PgDn: scroll   Esc: back", classes="quiet")

    def show(self) -> None:
        """Show the help from its beginning."""
        scroll = self.query_one(VerticalScroll)
        scroll.scroll_home(animate=False)
        self.display = True
        scroll.focus()
