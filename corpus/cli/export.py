"""`vifr export`: write a build in another format."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from corpus.cli.common import UsageError, reported

EXAMPLES = (
    "Example: vifr export out/sample --format tmx -o news.tmx; vifr export out/sample --format moses -o news; "
    "vifr export out/sample --format xces -o - ; vifr export out/sample --stand-off -o news.parquet. "
    "docs/formats.md tells what each format loses."
)


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command("export", epilog=EXAMPLES)(export_command)


def export_command(
    folder: Annotated[Path, typer.Argument(help="The folder of a build.", metavar="DIR")],
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="PATH", help="File, stem (moses), folder (intertext), or - for standard output."
        ),
    ],
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="tmx, moses, tsv, csv, jsonl, parquet; of whole alignments xces, intertext, hunalign, vecalign, "
            "sentalign, beads. By default what the ending of PATH says.",
        ),
    ] = None,
    tier: Annotated[str, typer.Option(help="Pairs to write: vi-fr, vi-fr-strict or vi-fr-reviewed.")] = "vi-fr",
    split: Annotated[str | None, typer.Option(help="train, validation or test; by default all.")] = None,
    stand_off: Annotated[
        bool, typer.Option("--stand-off", help="Ids, offsets, scores and hashes without any text.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print format, path, count and losses as JSON.")] = False,
) -> None:
    """Write a dataset in a format that other tools read."""
    with reported(), pipe_may_close():
        count, name = write_export(folder, output, format, tier, split, stand_off)
        unit, loses = unit_of(name), losses_of(name)
        if as_json:
            told = {"format": name, "output": output, "count": count, "loses": loses}
            typer.echo(json.dumps(told), err=output == "-")
        elif output != "-":
            lost = f" This format loses: {loses}." if loses else ""
            typer.echo(f"Wrote {count:,} {unit} to {output} ({name}).{lost}")


@contextmanager
def pipe_may_close() -> Iterator[None]:
    """End quietly where the reader of standard output has seen enough, as ``head`` does."""
    try:
        yield
    except BrokenPipeError:
        # What is still buffered is written at exit, and would complain again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_export(
    folder: Path, output: str, format: str | None, tier: str, split: str | None, stand_off: bool
) -> tuple[int, str]:
    """Write the file or files; returns the number of pairs or beads, and the name of the format."""
    from corpus.interchange import TIERS, export, format_named, format_of
    from corpus.interchange.standoff import export_stand_off
    from corpus.splits import SPLITS

    for value, known, option in ((tier, TIERS, "--tier"), (split or SPLITS[0], SPLITS, "--split")):
        if value not in known:
            raise UsageError(f"{option} must be one of {', '.join(known)}, not {value!r}")
    if stand_off:
        if format is not None:
            raise UsageError("--stand-off has a shape of its own; leave --format out")
        return export_stand_off(str(folder), output, tier=tier, split=split), "stand-off"
    chosen = format_named(format) if format else format_of(output)
    return export(folder, chosen.name, output, tier=tier, split=split), chosen.name


def unit_of(name: str) -> str:
    """What a format counts: pairs, or beads."""
    from corpus.interchange.registry import FORMATS, AlignmentFormat

    return "beads" if isinstance(FORMATS.get(name), AlignmentFormat) else "pairs"


def losses_of(name: str) -> str:
    """What a build has and a format cannot hold; empty where that is nothing."""
    from corpus.interchange.registry import FORMATS

    return FORMATS[name].loses if name in FORMATS else "the texts, which pages give back but where a person edited"
