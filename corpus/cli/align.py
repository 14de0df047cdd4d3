"""`vifr align`: align two texts and show the beads."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Annotated, Any

import typer

import aligner  # not its names: other verbs are not to wait for them
from corpus.cli.common import one_standard_input, print_json, read_text, reported

if TYPE_CHECKING:
    from aligner.embeddings import Encoder


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command("align", epilog="Example: vifr align vi.txt fr.txt")(align_command)


def align_command(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="Source text, or - for standard input.")],
    target: Annotated[str, typer.Argument(metavar="TARGET", help="Target text, or - for standard input.")],
    source_language: Annotated[str, typer.Option(help="vi, fr, or und for any other.")] = "vi",
    target_language: Annotated[str, typer.Option(help="vi, fr, or und for any other.")] = "fr",
    lines: Annotated[bool, typer.Option("--lines", help="Take every line as a sentence; do not split.")] = False,
    encoder: Annotated[
        str | None,
        typer.Option(
            metavar="MODEL",
            help="Folder or hub name of a sentence-transformers model whose vectors count too (needs vifr[embed]).",
        ),
    ] = None,
    explained: Annotated[
        bool, typer.Option("--explain", help="Tell what each bead's score is made of, and the tokens it rests on.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Align two texts sentence by sentence."""
    from corpus.explained import explanation_text

    with reported():
        one_standard_input(source, target)
        texts = [read_text(path) for path in (source, target)]
        sides = [text.splitlines() for text in texts] if lines else texts
        languages = source_language, target_language
        alignment = aligner.align(sides[0], sides[1], languages=languages, encoder=loaded_encoder(encoder))
        reasons = aligner.explain(alignment, languages=languages) if explained else []
        if as_json:
            print_json(alignment_dict(alignment, reasons))
        else:
            text = "\n\n".join(explanation_text(alignment, one) for one in reasons) or alignment_text(alignment)
            typer.echo(text, nl=bool(alignment.beads))


def loaded_encoder(model: str | None) -> Encoder | None:
    """The encoder that was asked for. Raises ``RuntimeError`` where its package is missing."""
    try:
        return aligner.sentence_transformer(model) if model is not None else None
    except ModuleNotFoundError as error:
        raise RuntimeError(str(error)) from error


def alignment_dict(alignment: aligner.Alignment, reasons: Sequence[aligner.Explanation] = ()) -> dict[str, Any]:
    """An alignment as plain values: sentences with offsets, and beads as index lists, with what they were made of where
    they were explained."""
    from corpus.explained import explanation_dict

    sides = {
        name: [{"text": s.text, "start": s.start, "end": s.end, "paragraph": s.paragraph} for s in side]
        for name, side in (("source", alignment.source), ("target", alignment.target))
    }
    beads = [
        {
            "source": list(bead.source),
            "target": list(bead.target),
            "kind": bead.kind,
            "probability": round(bead.probability, 6),
            "moved": bead.moved,
            **(explanation_dict(reason) if reason else {}),
        }
        for bead, reason in zip_longest(alignment, reasons)
    ]
    return {**sides, "beads": beads}


def alignment_text(alignment: aligner.Alignment) -> str:
    """An alignment for a person: for each bead its type, probability and both texts."""
    blocks = []
    for bead in alignment:
        moved = "  moved" if bead.moved else ""
        lines = [f"{bead.kind}  {bead.probability:.2f}{moved}"]
        if bead.source:
            lines.append(f"  < {alignment.source_text(bead)}")
        if bead.target:
            lines.append(f"  > {alignment.target_text(bead)}")
        blocks.append("\n".join(lines))
    return "\n".join(blocks)
