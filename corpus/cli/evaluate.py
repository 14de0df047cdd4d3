"""`vifr evaluate`: compare predicted with gold alignments."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated, Any

import typer

from aligner import Evaluation, evaluate
from corpus.cli.common import UsageError, one_standard_input, print_json, read_text, reported

BEAD_KEYS = ("beads", "gold")


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command("evaluate", epilog="Example: vifr evaluate predicted.json gold.json")(evaluate_command)


def evaluate_command(
    predicted: Annotated[str, typer.Argument(help="Predicted beads as JSON or JSON lines, or - for standard input.")],
    gold: Annotated[str, typer.Argument(help="Gold beads, as many alignments in the same order.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Strict and lax precision, recall and F1 of beads against gold.

    A file holds the output of `vifr align --json`, an object with `beads` or `gold`, a list of them, or one a line; a
    bead is a pair of index lists.
    """
    with reported():
        one_standard_input(predicted, gold)
        result = evaluate(read_beads(predicted), read_beads(gold))
        if as_json:
            print_json(asdict(result))
        else:
            typer.echo(evaluation_text(result))


def read_beads(path: str) -> list[list[tuple[list[int], list[int]]]]:
    """The alignments of a file, each as a list of (source indices, target indices).

    Raises `UsageError`, naming the file and the alignment, for anything else.
    """
    text = read_text(path)
    try:
        value = json.loads(text)
    except json.JSONDecodeError:
        try:
            value = [json.loads(line) for line in text.splitlines() if line.strip()]
        except (json.JSONDecodeError, RecursionError):
            raise UsageError(f"{path}: neither JSON nor JSON lines") from None
    except RecursionError:
        raise UsageError(f"{path}: nested too deeply") from None
    rows = value if isinstance(value, list) else [value]
    if rows and all(_is_bead(row) for row in rows):
        rows = [rows]
    return [_beads(row, f"{path}, alignment {number}") for number, row in enumerate(rows, start=1)]


def _beads(row: Any, place: str) -> list[tuple[list[int], list[int]]]:
    if isinstance(row, dict):
        row = next((row[key] for key in BEAD_KEYS if key in row), None)
    if not isinstance(row, list):
        raise UsageError(f"{place}: no list of beads under {' or '.join(BEAD_KEYS)}")
    beads = []
    for bead in row:
        pair: Any = [bead.get("source"), bead.get("target")] if isinstance(bead, dict) else bead
        if not _is_bead(pair):
            raise UsageError(f"{place}: a bead must be two lists of sentence numbers, not {bead!r}")
        beads.append((list(pair[0]), list(pair[1])))
    return beads


def _is_bead(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(side, list) and all(type(i) is int for i in side) for side in value)
    )


def evaluation_text(result: Evaluation) -> str:
    """The measures as a small table."""
    lines = [f"{'':8} precision  recall      F1"]
    for name in ("strict", "lax", "nulls"):
        measure = getattr(result, name)
        lines.append(f"{name:8} {measure.precision:9.4f} {measure.recall:7.4f} {measure.f1:7.4f}")
    counts = f"{result.predicted_beads} predicted and {result.gold_beads} gold beads in {result.documents} alignments"
    return "\n".join([*lines, f"{counts}, nulls apart"])
