"""What the full screen asks: a line, two texts, and the help."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static, TextArea

from corpus.reviewing.wording import LANGUAGE_NAMES


class LineDialog(ModalScreen[str | None]):
    """Asks for one line; ``None`` where it was cancelled."""

    AUTO_FOCUS = "#line"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Cancel")]

    def __init__(self, question: str, given: str = "") -> None:
        super().__init__()
        self.question, self.given = question, given

    def compose(self) -> ComposeResult:
        """A question and a field."""
        with Vertical(classes="dialog"):
            yield Label(self.question, markup=False)
            yield Input(self.given, id="line")
            yield Label("Enter: do it   Esc: cancel", classes="quiet")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with the line."""
        event.stop()
        self.dismiss(event.value)

    def action_cancel(self) -> None:
        """Answer nothing."""
        self.dismiss(None)


class TwoTextsDialog(ModalScreen[tuple[str, str] | None]):
    """Asks for both texts of a pair, changed or with marks where they are cut; ``None`` where it was cancelled."""

    AUTO_FOCUS = "TextArea"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel"),
        Binding("ctrl+s", "save", "Save", priority=True),
    ]

    def __init__(self, title: str, texts: tuple[str, str]) -> None:
        super().__init__()
        self.heading, self.texts = title, texts

    def compose(self) -> ComposeResult:
        """Two fields, each under the name of its language."""
        with Vertical(classes="dialog"):
            yield Label(self.heading, markup=False)
            for name, text in zip(LANGUAGE_NAMES, self.texts, strict=True):
                yield Label(name, classes="quiet")
                yield TextArea(text, id=name.lower(), soft_wrap=True, tab_behavior="focus", classes="text")
            yield Label("Ctrl+S: do it   Tab: other side   Esc: cancel", classes="quiet")

    def action_save(self) -> None:
        """Answer with both texts."""
        first, second = (self.query_one(f"#{name.lower()}", TextArea).text for name in LANGUAGE_NAMES)
        self.dismiss((first, second))

    def action_cancel(self) -> None:
        """Answer nothing."""
        self.dismiss(None)


class HelpDialog(ModalScreen[None]):
    """Shows every key with its meaning."""

    AUTO_FOCUS = ".dialog"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,question_mark,enter", "close", "Close")]

    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self.lines = lines

    def compose(self) -> ComposeResult:
        """The keys, scrolled where they do not fit."""
        with VerticalScroll(classes="dialog"):
            yield Static("\n".join(self.lines), markup=False)

    def action_close(self) -> None:
        """Back to the pair."""
        self.dismiss(None)
