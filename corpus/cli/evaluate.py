"""`vifr evaluate`: compare predicted with gold alignments."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

import aligner  # not its names: other verbs are not to wait for them
from corpus.cli.common import one_standard_input, print_json, reported


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command(
        "evaluate", epilog="Example: vifr evaluate predicted.json gold.json; vifr evaluate out.path gold.ladder"
    )(evaluate_command)


def evaluate_command(
    predicted: Annotated[str, typer.Argument(help="Predicted alignments in any format, or - for standard input.")],
    gold: Annotated[str, typer.Argument(help="Gold alignments, as many, in the same order or with the same ids.")],
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="Format of PREDICTED: beads, hunalign, vecalign, sentalign, xces, intertext, or a table of pairs. By "
            "default what its ending says, JSON where that says nothing.",
        ),
    ] = None,
    gold_format: Annotated[str | None, typer.Option(help="Format of GOLD.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Strict and lax precision, recall and F1 of beads against gold.

    A JSON file holds the output of `vifr align --json`, an object with `beads` or `gold`, a list of them, or one a
    line; a bead is a pair of index lists. Pairs have no nulls: a table of them is measured by its other
    beads alone.
    """
    with reported():
        one_standard_input(predicted, gold)
        result = evaluate_files(predicted, gold, format, gold_format)
        if as_json:
            print_json(asdict(result))
        else:
            typer.echo(evaluation_text(result))


def evaluate_files(predicted: str, gold: str, format: str | None, gold_format: str | None) -> aligner.Evaluation:
    """Measure the alignments of two files.

    Raises `ValueError`, naming the file and the place, for one that is not in its format.
    """
    from corpus.interchange import load_alignments
    from corpus.interchange.comparing import paired_documents
    from corpus.interchange.values import index_beads

    pairs = paired_documents(load_alignments(predicted, format), load_alignments(gold, gold_format))
    return aligner.evaluate([index_beads(one) for one, _ in pairs], [index_beads(other) for _, other in pairs])


def evaluation_text(result: aligner.Evaluation) -> str:
    """The measures as a small table."""
    lines = [f"{'':8} precision  recall      F1"]
    for name in ("strict", "lax", "nulls"):
        measure = getattr(result, name)
        lines.append(f"{name:8} {measure.precision:9.4f} {measure.recall:7.4f} {measure.f1:7.4f}")
    counts = f"{result.predicted_beads} predicted and {result.gold_beads} gold beads in {result.documents} alignments"
    return "\n".join([*lines, f"{counts}, nulls apart"])
