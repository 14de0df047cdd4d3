"""Draws pairs and pages for the full screen: texts with the offending tokens marked, beads side by side.

What a page holds is shown, never obeyed: texts go through `corpus.reviewing.wording.visible`, which keeps their length,
so that no span shifts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.table import Table
from rich.text import Text

import aligner
from corpus.reviewing.document import DocumentView, Item
from corpus.reviewing.records import Decision
from corpus.reviewing.wording import FLAG_MEANINGS, LANGUAGE_NAMES, STATUS_SIGNS, note_line, visible

LONGEST_SHOWN = 1_500
"""Characters of a text that are drawn: a page may hold a line of a megabyte, and a screen holds two thousand."""
AROUND = 40
"""Pairs and lone sentences on each side of the pair that can be scrolled to in its pages."""
SHORT_AROUND = 240
"""Characters of a text drawn in the pages around."""


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


def side_by_side(texts: tuple[str, str], flags: Sequence[aligner.Flag], palette: Palette) -> Table:
    """The pair, each language under its name."""
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(ratio=1)
    table.add_column(ratio=1)
    table.add_row(*(Text(name, style=f"{palette.quiet} italic") for name in LANGUAGE_NAMES))
    table.add_row(*(marked(text, flags, side, palette) for side, text in enumerate(texts)))
    return table


def faults(
    flags: Sequence[aligner.Flag], kinds: Sequence[str], notes: Sequence[Decision], palette: Palette, *, ready: bool
) -> Text:
    """What is wrong, a line a flag, and what people remarked. ``kinds`` are the flags of the row, for as long as
    the scorer is not ``ready``."""
    shown = Text()
    for flag in flags:
        shown.append(f"{flag.kind:11} ", palette.of(flag.kind).replace("underline ", ""))
        shown.append(f"{visible(flag.detail)}  ")
        shown.append(f"{FLAG_MEANINGS.get(flag.kind, '')}\n", palette.quiet)
    for kind in kinds:
        shown.append(f"{kind:11} {FLAG_MEANINGS.get(kind, '')}\n", palette.quiet)
    for note in notes:
        shown.append(f"note        {visible(note_line(note))}\n", palette.quiet)
    shown.rstrip()
    return shown if shown.plain else Text("No flag." if ready else "Reading the pair …", palette.quiet)


def pages(view: DocumentView, current: Item, palette: Palette, before: int = AROUND, after: int = AROUND) -> Table:
    """The pages around a pair, side by side, each bead one row: a line joins what belongs together.

    ``before`` and ``after`` are the numbers of beads drawn; fewer are drawn faster.
    """
    table = Table.grid(padding=(0, 1), expand=True)
    for ratio in (1, None, 1):
        table.add_column(ratio=ratio, width=None if ratio else 7, no_wrap=ratio is None)
    here = view.place(current.id)
    for number in range(max(here - before, 0), min(here + after + 1, len(view.items))):
        item = view.items[number]
        style = palette.here if number == here else palette.quiet if not item.is_pair else ""
        source, target = (Text(visible(_short(text)), style=style) for text in item.held.texts)
        table.add_row(source, Text(_link(item), style=style), target)
    return table


def lines_before(view: DocumentView, current: Item, width: int, before: int) -> int:
    """About how many lines stand above a pair in `pages` with ``before`` beads, at a width, for scrolling to it."""
    here = view.place(current.id)
    column = max((width - 12) // 2, 10)
    shown = view.items[max(here - before, 0) : here]
    return sum(max(max(-(-len(_short(text)) // column), 1) for text in item.held.texts) for item in shown)


def _link(item: Item) -> str:
    sign = STATUS_SIGNS[item.held.status]
    if item.is_pair:
        return f"─{item.held.piece.kind}─{sign}"
    return f"─┤  {sign}" if item.held.piece.source else f"  ├─{sign}"


def _short(text: str) -> str:
    return text if len(text) <= SHORT_AROUND else f"{text[:SHORT_AROUND]}…"
