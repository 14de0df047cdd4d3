"""`vifr split`: split a text into sentences."""

from __future__ import annotations

from typing import Annotated

import typer

from aligner import split_sentences
from corpus.cli.common import print_json, read_text, reported


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command("split", epilog="Example: vifr split --language fr page.txt")(split_command)


def split_command(
    text: Annotated[str, typer.Argument(help="A text file, or - for standard input.")],
    language: Annotated[str, typer.Option(help="vi, fr, or und for any other.")] = "vi",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON list, with offsets in code points.")] = False,
) -> None:
    """Split a text into sentences, one a line."""
    with reported():
        sentences = split_sentences(read_text(text), language=language)
        if as_json:
            print_json([{"text": s.text, "start": s.start, "end": s.end, "paragraph": s.paragraph} for s in sentences])
        else:
            for sentence in sentences:
                typer.echo(" ".join(sentence.text.split()))
