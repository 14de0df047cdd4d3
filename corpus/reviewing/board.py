"""The one widget under the dialogs: head, pair, faults, pages, news and keys as lines that are drawn at once.

Its areas are no widgets of their own, since each would be measured and laid out anew with every pair. Lines that stay
as they are are not written to the terminal again, which counts over ssh.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from corpus.reviewing.painting import Pages

PAIR_SHARE, FAULTS_SHARE = 0.45, 0.25
"""At most these shares of the screen's height; the pages have the rest."""
LINES_ABOVE = 2
"""Lines of the pages that stay in sight above the pair."""
FIXED_LINES = 3
"""Head, news and keys."""
MORE = "more lines: Ctrl+↓ ↑"
PAGES_KEYS = " ↑ ↓ PgUp PgDn scroll the pages, Tab: back to the pair "


@dataclass(frozen=True, slots=True)
class Picture:
    """What is to be seen: one-line texts, lines of the pair and of its faults (``None``: not to be seen), its pages."""

    head: str
    pair: Sequence[Strip]
    faults: Sequence[Strip] | None
    pages: Pages | None
    news: str
    keys: str


class Board(Widget):
    """Shows a `Picture`; ``looking`` says that the arrows scroll the pages."""

    class Resized(Message):
        """The board has another size."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"board--head", "board--rule", "board--news", "board--keys"}

    def __init__(self) -> None:
        super().__init__(id="board")
        self.picture: Picture | None = None
        self.looking = False
        self.lines: list[Strip] = []
        self._scrolled = 0
        self._pages_top = -LINES_ABOVE

    def show(self, picture: Picture, *, another: bool) -> None:
        """Draw a picture; ``another`` pair is shown from its beginning."""
        self.picture = picture
        if another:
            self._scrolled, self._pages_top = 0, -LINES_ABOVE
        self.draw()

    def scroll_pair(self, lines: int) -> None:
        """Move within a pair that is longer than its part of the screen, and within its faults."""
        self._scrolled = max(self._scrolled + lines, 0)
        self.draw()

    def scroll_pages(self, lines: int) -> None:
        """Move within the pages."""
        self._pages_top += lines
        self.draw()

    def text(self) -> str:
        """What is on the screen, as plain lines."""
        return "\n".join(line.text.rstrip() for line in self.lines)

    def draw(self) -> None:
        """Draw what is to be seen, and have those lines written that changed."""
        if self.picture is None or not self.size:
            return
        before, self.lines = self.lines, self._drawn(self.picture)
        changed = [
            Region(0, number, self.size.width, 1)
            for number, line in enumerate(self.lines)
            if number >= len(before) or before[number] != line
        ]
        if changed:
            self.refresh(*changed)

    def render_line(self, y: int) -> Strip:
        """A line of the screen."""
        width, base = self.size.width, self.rich_style
        line = self.lines[y] if y < len(self.lines) else Strip([])
        return line.adjust_cell_length(width, Style.null()).apply_style(base)

    def on_resize(self) -> None:
        """Ask the application, which knows what is shown, to draw it for the new size."""
        self.lines = []
        self.post_message(self.Resized())

    def notify_style_update(self) -> None:
        """Draw in the colours of another theme."""
        super().notify_style_update()
        self.lines = []
        self.draw()

    def _drawn(self, picture: Picture) -> list[Strip]:
        width, height = self.size.width, self.size.height
        lines = [self._bar(picture.head, "board--head")]
        area, most = picture.pair, min(int(height * PAIR_SHARE), max(height - FIXED_LINES, 1))
        lines += self._area(area, most)
        if picture.faults is not None:
            lines.append(self._rule(area, most))
            area, most = picture.faults, max(int(height * FAULTS_SHARE) - 1, 1)
            lines += self._area(area, most)
        lines.append(self._rule(area, most, PAGES_KEYS if self.looking else ""))
        rest = max(height - 2 - len(lines), 0)
        pages: list[Strip] = []
        if picture.pages is not None:
            pages, self._pages_top = picture.pages.window(self._pages_top, rest)
        lines += [_padded(line) for line in pages] + [Strip.blank(width)] * (rest - len(pages))
        bars = [self._bar(picture.news, "board--news"), self._bar(picture.keys, "board--keys")]
        return [*lines[: max(height - len(bars), 0)], *bars][:height]

    def _area(self, lines: Sequence[Strip], most: int) -> list[Strip]:
        """As many lines as there is room for, from where one scrolled to."""
        top = self._top(lines, most)
        return [_padded(line) for line in lines[top : top + most]]

    def _top(self, lines: Sequence[Strip], most: int) -> int:
        return min(self._scrolled, max(len(lines) - most, 0))

    def _rule(self, lines: Sequence[Strip], most: int, told: str = "") -> Strip:
        """The line under an area, which says how many of its lines are out of sight."""
        above = self._top(lines, most)
        counts = (("▲", above), ("▼", max(len(lines) - most - above, 0)))
        hidden = " ".join(f"{sign} {count}" for sign, count in counts if count)
        more = f" {hidden} {MORE} ──" if hidden else ""
        begin = f"──{told}" if told else ""
        return self._bar(begin + "─" * (self.size.width - len(begin) - len(more)) + more, "board--rule", pad=0)

    def _bar(self, text: str, component: str, pad: int = 1) -> Strip:
        width = self.size.width
        style = self.get_component_rich_style(component)
        line = Strip([Segment(" " * pad + text, style)])
        if line.cell_length > width:
            line = Strip([*line.crop(0, width - 1), Segment("…", style)])
        return line.adjust_cell_length(width, style)


def _padded(line: Strip) -> Strip:
    return Strip([Segment(" "), *line])
