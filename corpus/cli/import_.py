"""`vifr import`: pairs and alignments of other tools as our pair table, and stand-off datasets with their texts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from corpus.cli.common import UsageError, reported

EXAMPLES = (
    "Example: vifr import memory.tmx -o pairs.parquet; vifr import out.path --format vecalign --source-sentences "
    "vi.txt --target-sentences fr.txt -o pairs.jsonl; vifr import --stand-off news.parquet pages/ -o pairs.parquet"
)
SHOWN = 10
"""Left-out pairs listed for a person; --json has all."""


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command("import", epilog=EXAMPLES)(import_command)


def import_command(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A file of pairs or of an alignment, or -.")],
    output: Annotated[str, typer.Option("--output", "-o", metavar="PATH", help="File to write: .parquet or .jsonl.")],
    pages: Annotated[
        list[Path] | None, typer.Argument(metavar="PAGES", help="With --stand-off: files or folders of pages.")
    ] = None,
    format: Annotated[
        str | None, typer.Option("--format", help="Format of FILE, as for export; by default its ending tells.")
    ] = None,
    source_sentences: Annotated[
        str | None, typer.Option(metavar="FILE", help="Sentences of the Vietnamese side, one a line.")
    ] = None,
    target_sentences: Annotated[
        str | None, typer.Option(metavar="FILE", help="Sentences of the French side, one a line.")
    ] = None,
    stand_off: Annotated[
        bool, typer.Option("--stand-off", help="FILE is a stand-off dataset; put its texts back from PAGES.")
    ] = False,
    config: Annotated[Path | None, typer.Option(help="With --stand-off: the settings of the build.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the counts as one JSON document.")] = False,
) -> None:
    """Read pairs or an alignment of another tool into a table of pairs."""
    with reported():
        if stand_off:
            typer.echo(rebuild(file, pages or [], output, config, as_json))
            return
        if pages or config:
            raise UsageError("PAGES and --config are for --stand-off")
        count = read_pairs(file, output, format, source_sentences, target_sentences)
        shown = json.dumps({"pairs": count, "output": output}) if as_json else f"Wrote {count:,} pairs to {output}."
        typer.echo(shown)


def read_pairs(file: str, output: str, format: str | None, source: str | None, target: str | None) -> int:
    """Import a file and return the number of pairs."""
    from corpus.interchange import import_pairs

    if (source is None) != (target is None):
        raise UsageError("give the sentences of both sides: --source-sentences FILE --target-sentences FILE")
    sentences = (source, target) if source is not None and target is not None else None
    return import_pairs(file, output, format, sentences=sentences)


def rebuild(file: str, pages: list[Path], output: str, config: Path | None, as_json: bool) -> str:
    """Put the texts back, and say what became of the pairs."""
    from corpus.config import load_config
    from corpus.interchange.standoff import import_stand_off

    if not pages:
        raise UsageError("--stand-off needs the pages: vifr import --stand-off FILE PAGES... -o PATH")
    result = import_stand_off(file, pages, output, load_config(config).clean)
    if as_json:
        return json.dumps({"output": output, "states": result.states, "left_out": result.left_out}, ensure_ascii=False)
    counts = ", ".join(f"{count:,} {state}" for state, count in result.states.items())
    lines = [f"{counts} ({output})."]
    lines += [f"  {identifier}  {state}" for identifier, state in result.left_out[:SHOWN]]
    if len(result.left_out) > SHOWN:
        lines.append(f"  ... and {len(result.left_out) - SHOWN:,} more; --json lists them")
    return "\n".join(lines)
