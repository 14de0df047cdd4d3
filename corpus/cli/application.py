"""The command as a whole: its verbs, and what all of them share."""

from __future__ import annotations

from typing import Annotated

import typer

from aligner import __version__
from corpus.cli import (
    align,
    build,
    calibrate,
    config,
    diff,
    evaluate,
    export,
    import_,
    pair,
    publish,
    report,
    review,
    score,
    split,
    stats,
    withdraw,
)

app = typer.Typer(
    name="vifr",
    help="From crawled Vietnamese news and its French translations to a parallel dataset that people can trust.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"vifr {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """From crawled Vietnamese news and its French translations to a parallel dataset that people can trust."""


for verb in (
    build,
    review,
    calibrate,
    align,
    split,
    score,
    pair,
    evaluate,
    stats,
    report,
    export,
    import_,
    diff,
    publish,
    withdraw,
    config,
):
    verb.register(app)
