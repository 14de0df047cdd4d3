"""`vifr score`: judge pairs of texts."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

import aligner  # not its names: other verbs are not to wait for them
from corpus.cli.common import UsageError, one_standard_input, print_json, read_text, reported


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command("score", epilog="Example: vifr score pairs.tsv, or vifr score vi.txt fr.txt")(score_command)


def score_command(
    pairs: Annotated[
        str,
        typer.Argument(
            help="Lines of source, tab, target; the source lines of two files; or a build folder. - reads stdin."
        ),
    ],
    target: Annotated[str | None, typer.Argument(help="Target lines, as many as source lines.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show features and flags of every pair.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """Score pairs of a Vietnamese text and its French translation, or a build folder again with the model installed."""
    with reported():
        if target is None and Path(pairs).is_dir():
            show_rescoring(Path(pairs), as_json)
            return
        for source, translation in read_pairs(pairs, target):
            score = aligner.score_pair(source, translation)
            if as_json:
                typer.echo(json.dumps(_score_dict(source, translation, score), ensure_ascii=False))
            elif explain:
                typer.echo(f"< {source}\n> {translation}\n{score.explain()}\n")
            else:
                flags = ",".join(dict.fromkeys(flag.kind for flag in score.flags)) or "-"
                typer.echo(f"{score.quality:.3f}\t{flags}\t{source}\t{translation}")


def show_rescoring(folder: Path, as_json: bool) -> None:
    """Score a dataset again and say what changed."""
    from corpus.rescoring import rescore

    report = rescore(folder)
    if as_json:
        print_json(asdict(report))
        return
    flags = {
        f"{sign}{kind}": n
        for sign, kinds in (("+", report.flags_gained), ("-", report.flags_lost))
        for kind, n in kinds.items()
    }
    lines = [
        f"Scored {report.pairs:,} pairs; the quality of {report.changed:,} changed.",
        f"Mean quality {report.mean_before:.3f} -> {report.mean_after:.3f}.",
        f"Flags: {', '.join(f'{name} {count}' for name, count in flags.items()) or 'as before'}.",
        f"Left the dataset: {', '.join(f'{count} {state}' for state, count in report.left.items()) or 'none'}.",
    ]
    typer.echo("\n".join(lines))


def read_pairs(pairs: str, target: str | None) -> list[tuple[str, str]]:
    """Pairs from a tab-separated file, or from two files line by line.

    Raises `UsageError` for a line without a tab and for files of different length.
    """
    if target is None:
        rows = [line.split("\t") for line in read_text(pairs).split("\n") if line.strip()]
        for number, row in enumerate(rows, start=1):
            if len(row) < 2:
                raise UsageError(f"{pairs}: pair {number} has no tab; give source, tab, target, or two files")
        return [(row[0], row[1].rstrip("\r")) for row in rows]
    one_standard_input(pairs, target)
    source_lines, target_lines = (read_text(path).removesuffix("\n").split("\n") for path in (pairs, target))
    if len(source_lines) != len(target_lines):
        counts = f"{pairs} has {len(source_lines)} lines and {target} {len(target_lines)}"
        raise UsageError(f"{counts}; they must have as many")
    return list(zip(source_lines, target_lines, strict=True))


def _score_dict(source: str, target: str, score: aligner.PairScore) -> dict[str, object]:
    flags = [
        {"kind": f.kind, "detail": f.detail, "source_spans": f.source_spans, "target_spans": f.target_spans}
        for f in score.flags
    ]
    features = {name: round(value, 4) for name, value in score.features.items()}
    return {
        "source": source,
        "target": target,
        "quality": round(score.quality, 6),
        "flags": flags,
        "features": features,
    }
