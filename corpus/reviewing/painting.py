"""Draws pairs and pages for the full screen: texts with the offending tokens marked, beads side by side.

All is drawn as lines of the width that there is, and only what is in sight: a layout engine that measures every text
before it draws it takes ten times as long, and a key is waiting. What a page holds is shown, never obeyed: texts go
through `corpus.reviewing.wording.visible`, which keeps their length, so that no span shifts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.segment import Segment
from rich.text import Text
from textual.strip import Strip

import aligner
from corpus.reviewing.document import DocumentView, Item
from corpus.reviewing.records import Decision
from corpus.reviewing.wording import FLAG_MEANINGS, LANGUAGE_NAMES, STATUS_SIGNS, note_line, visible

LONGEST_SHOWN = 1_500
"""Characters of a text that are drawn: a page may hold a line of a megabyte, and a screen holds two thousand."""
SHORT_AROUND = 240
"""Characters of a text drawn in the pages around."""
KIND_WIDTH = 13
"""Columns for the name of a flag: `untranslated` and one between."""
BETWEEN = 2
"""Columns between the two sides of the pair."""
LINK_WIDTH = 9
"""Columns between the two pages: `_link` and a column on each side."""
CONSOLE = Console(color_system="truecolor", force_terminal=True, legacy_windows=False)
"""Only resolves the names of styles; nothing is written to it."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours that can be read on the screen's background. Nothing is said by colour alone: what is marked is
    underlined, too."""

    number: str
    name: str
    content: str
    other: str
    quiet: str
    here: str

    def of(self, kind: str) -> str:
        """The style of tokens that a flag of a kind is about."""
        colours = {"number": self.number, "name": self.name, "omission": self.content, "addition": self.content}
        return f"bold underline {colours.get(kind, self.other)}"


DARK = Palette("#ffb454", "#59c2ff", "#ff8f8f", "#d2a6ff", "#9aa5b1", "bold #c2d94c")
LIGHT = Palette("#8a4b00", "#005a9c", "#a8071a", "#6a1b9a", "#59636e", "bold #2d6a00")


def marked(text: str, flags: Iterable[aligner.Flag], side: int, palette: Palette) -> Text:
    """A side's text with the tokens that flags are about."""
    shown = Text(visible(text[:LONGEST_SHOWN]))
    for flag in flags:
        for start, end in flag.target_spans if side else flag.source_spans:
            shown.stylize(palette.of(flag.kind), start, end)
    if len(text) > LONGEST_SHOWN:
        shown.append(f" … ({len(text):,} characters)", palette.quiet)
    return shown


def wrapped(text: Text, width: int) -> list[Strip]:
    """A text as lines of a width, at least one."""
    lines = text.wrap(CONSOLE, max(width, 1), overflow="fold")
    style = CONSOLE.get_style(text.style)  # a text without spans would be drawn without it
    return [Strip(Segment.apply_style(line.render(CONSOLE), style)) for line in lines] or [Strip([])]


def in_columns(cells: Sequence[tuple[Text, int]]) -> list[Strip]:
    """Texts beside each other, each wrapped to its width."""
    columns = [(wrapped(text, width), width) for text, width in cells]
    height = max(len(lines) for lines, _ in columns)
    return [
        Strip.join(
            (lines[row] if row < len(lines) else Strip([])).adjust_cell_length(width) for lines, width in columns
        )
        for row in range(height)
    ]


def side_by_side(texts: tuple[str, str], flags: Sequence[aligner.Flag], palette: Palette, width: int) -> list[Strip]:
    """The pair, each language under its name."""
    gap = (Text(), BETWEEN)
    side = (width - BETWEEN) // 2
    names = [Text(name, style=f"{palette.quiet} italic") for name in LANGUAGE_NAMES]
    shown = [marked(text, flags, number, palette) for number, text in enumerate(texts)]
    return [line for left, right in (names, shown) for line in in_columns([(left, side), gap, (right, side)])]


def faults(
    flags: Sequence[aligner.Flag],
    kinds: Sequence[str],
    notes: Sequence[Decision],
    palette: Palette,
    width: int,
    *,
    ready: bool,
) -> list[Strip]:
    """What is wrong, a line or more a flag, and what people remarked; what a kind means is said once. ``kinds`` are the
    flags of the row, for as long as the scorer is not ``ready``."""
    told: list[tuple[Text, Text]] = []
    for number, flag in enumerate(flags):
        detail = Text(visible(flag.detail))
        if all(flag.kind != before.kind for before in flags[:number]):
            detail.append(f"  {FLAG_MEANINGS.get(flag.kind, '')}", palette.quiet)
        told.append((Text(flag.kind, palette.of(flag.kind).replace("underline ", "")), detail))
    told += [(Text(kind, palette.quiet), Text(FLAG_MEANINGS.get(kind, ""), palette.quiet)) for kind in kinds]
    told += [(Text("note", palette.quiet), Text(visible(note_line(note)), palette.quiet)) for note in notes]
    if not told:
        return wrapped(Text("No flag." if ready else "Reading the pair …", palette.quiet), width)
    return [
        line for kind, said in told for line in in_columns([(kind, KIND_WIDTH), (said, max(width - KIND_WIDTH, 1))])
    ]


@dataclass(slots=True)
class Pages:
    """The pages around a pair, side by side, each bead one row: a line joins what belongs together.

    Beads are drawn as far as they are looked at. ``top`` of a `window` counts lines from the pair's first one. In a
    ``blind`` sample nobody's verdicts are shown.
    """

    view: DocumentView
    here: int
    palette: Palette
    width: int
    blind: bool = False
    _above: list[Strip] = field(default_factory=list)
    _below: list[Strip] = field(default_factory=list)
    _first: int = field(init=False)
    _last: int = field(init=False)

    def __post_init__(self) -> None:
        self._first = self._last = self.here

    def window(self, top: int, height: int) -> tuple[list[Strip], int]:
        """The lines from ``top`` on, as many as there is room for, and where they begin: the pages' ends are no
        further than the screen's."""
        while self._last < len(self.view.items) and len(self._below) < top + height:
            self._below += self._bead(self._last)
            self._last += 1
        while self._first > 0 and (len(self._above) < -top or len(self._above) + len(self._below) < height):
            self._first -= 1
            self._above[:0] = self._bead(self._first)
        lines = self._above + self._below
        start = max(min(len(self._above) + top, len(lines) - height), 0)
        return lines[start : start + height], start - len(self._above)

    def _bead(self, number: int) -> list[Strip]:
        item = self.view.items[number]
        style = self.palette.here if number == self.here else "" if item.is_pair else self.palette.quiet
        source, target = (Text(visible(_short(text)), style=style) for text in item.held.texts)
        side = (self.width - LINK_WIDTH) // 2
        link = Text(f" {_link(item, self.blind)}", style=style)
        return in_columns([(source, side), (link, LINK_WIDTH), (target, side)])


def _link(item: Item, blind: bool) -> str:
    sign = " " if blind and item.is_pair else STATUS_SIGNS[item.held.status]
    if item.is_pair:
        return f"─{item.held.piece.kind}─{sign}"
    return f"─┤  {sign}" if item.held.piece.source else f"  ├─{sign}"


def _short(text: str) -> str:
    return text if len(text) <= SHORT_AROUND else f"{text[:SHORT_AROUND]}…"
