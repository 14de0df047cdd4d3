"""`vifr review`: look at the pairs of a build, mend them, measure them."""

from __future__ import annotations

import gc
import getpass
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.cli.common import UsageError, reported

if TYPE_CHECKING:
    from corpus.reviewing.desk import Desk

DEFAULT_MARGIN = 0.02
SCREEN_SETTINGS = {"ESCDELAY": "25", "TEXTUAL_FPS": "120"}
"""What Textual reads from the environment, unless it is set there: milliseconds to wait whether Escape begins another
key (its own 100 are felt; ``ESCDELAY=100`` is for lines that part the characters of a key), and how soon after a change
the screen may be drawn (nothing moves on ours by itself)."""


class NotDoneError(RuntimeError):
    """The work could not be done as asked; the message says how it can."""


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command("review", epilog="Example: vifr review out --filter 'flag:number quality:0.5'")(review_command)


def review_command(
    folder: Annotated[Path, typer.Argument(help="The folder of a build.", metavar="DIR")],
    plain: Annotated[bool, typer.Option("--plain", help="Line by line, without screen control.")] = False,
    export: Annotated[Path | None, typer.Option("--export", help="Write the queue as a sheet (tab-separated).")] = None,
    sheet: Annotated[Path | None, typer.Option("--import", help="Take in the verdicts of such a sheet.")] = None,
    sample: Annotated[bool, typer.Option("--sample", help="Judge a random sample, blind to the score.")] = False,
    margin: Annotated[float, typer.Option(help="Sample until half the width of the 95 % interval is this.")] = (
        DEFAULT_MARGIN
    ),
    wanted: Annotated[
        str, typer.Option("--filter", help="flag:KIND publisher:P type:1-2 status:S quality:MOST bookmarked TEXT.")
    ] = "",
    reviewer: Annotated[str, typer.Option(help="Name in the records; by default the login name.")] = "",
) -> None:
    """Find the pairs that are wrong, mend them, know how good the corpus is; the next build applies it."""
    with reported():
        _one_way(plain, export, sheet, sample, margin)
        gc.disable()  # while it opens: what is made then stays, and looking for garbage in it takes a tenth of the time
        desk = open_desk(folder, reviewer or getpass.getuser(), wanted, margin if sample else None)
        if not (plain or export or sheet):
            review_on_screen(desk)
            return
        gc.enable()
        if export is not None:
            export_queue(desk, export)
        elif sheet is not None:
            import_verdicts(desk, sheet)
        else:
            review_plainly(desk)


def _one_way(plain: bool, export: Path | None, sheet: Path | None, sample: bool, margin: float) -> None:
    if sum((plain, export is not None, sheet is not None)) > 1:
        raise UsageError("--plain, --export and --import are three ways to review: choose one")
    if sample and (export or sheet):
        raise UsageError("a sample is judged on the screen or with --plain, where the score is out of sight")
    if not 0.0 < margin < 0.5:
        raise UsageError(f"--margin must be between 0 and 0.5, not {margin}")
    screen = not (plain or export or sheet)
    if screen and not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise NotDoneError("the review screen needs a terminal; use 'vifr review DIR --plain' here")
    if sheet is not None and not sheet.is_file():
        raise UsageError(f"{sheet}: no such file")


def open_desk(folder: Path, reviewer: str, wanted: str, margin: float | None) -> Desk:
    """A session over a build folder; with a ``margin`` over its random sample."""
    from corpus.reviewing.book import Book
    from corpus.reviewing.desk import Desk
    from corpus.reviewing.queue import parse_filter

    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder")
    book = Book.open(folder, reviewer, parse_filter(wanted))
    if margin is None:
        return Desk(book, book.stopped_at())
    from corpus.reviewing.drawing import draw_sample

    draw_sample(book)
    return Desk(book, margin=margin)


def export_queue(desk: Desk, path: Path) -> None:
    """Write the sheet and say what is in it."""
    from corpus.reviewing.sheet import export_sheet

    typer.echo(f"{export_sheet(desk, path):,} pairs in {path}; fill in 'verdict', or change 'vi' and 'fr'")


def import_verdicts(desk: Desk, path: Path) -> None:
    """Take a sheet in and say what came of it."""
    from corpus.reviewing.sheet import import_sheet

    found = import_sheet(desk.book, path)
    desk.book.close()
    typer.echo(f"{found.verdicts:,} verdicts and {found.notes:,} notes taken in")
    for number, why in found.problems:
        typer.echo(f"{path}:{number}: {why}", err=True)
    if found.problems:
        raise NotDoneError(f"{len(found.problems)} lines of {path} were not taken in; mend them and import it again")


def review_plainly(desk: Desk) -> None:
    """Review line by line on standard input and output."""
    from corpus.reviewing.drawing import sample_news
    from corpus.reviewing.plain import PlainReview

    try:
        PlainReview(desk, _typed_lines(), typer.echo).run()
    except KeyboardInterrupt:
        typer.echo("Stopped; every verdict is saved.")
    desk.book.close(None if desk.blind else desk.current)
    if desk.margin is not None:
        typer.echo(sample_news(desk.book, desk.margin))


def review_on_screen(desk: Desk) -> None:
    """Review on the full screen."""
    for name, value in SCREEN_SETTINGS.items():
        os.environ.setdefault(name, value)
    try:
        from corpus.reviewing.screen import ReviewScreen
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] != "textual":
            raise
        raise NotDoneError("the review screen needs textual: pip install 'vifr[review]', or use --plain") from None
    ReviewScreen(desk).run()


def _typed_lines() -> Iterator[str]:
    """What is typed, line by line; bytes that are no UTF-8 are replaced."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace")
