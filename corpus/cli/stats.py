"""`vifr stats`: figures of a dataset that was built."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from corpus.cli.common import UsageError, print_json, read_text, reported


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command("stats", epilog="Example: vifr stats out/sample")(stats_command)


def stats_command(
    folder: Annotated[Path, typer.Argument(help="The folder of a build.", metavar="DIR")],
    reference: Annotated[
        Path | None,
        typer.Option(help="French references to compare with: lines of pair id or source text, tab, reference."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print metrics.json (and the comparison).")] = False,
) -> None:
    """Show the figures of a dataset: pairs, scores, flags, bead types, the ledger."""
    from corpus.references import compare_with_references
    from corpus.writing import read_metrics

    with reported():
        if not (folder / "dataset" / "metrics.json").is_file():
            raise UsageError(
                f"{folder}: no build here (dataset/metrics.json is missing); run 'vifr build INPUT -o {folder}'"
            )
        metrics = read_metrics(folder)
        if reference is not None:
            metrics["reference"] = compare_with_references(folder, read_keyed_lines(str(reference)))
        if as_json:
            print_json(metrics)
        else:
            typer.echo(stats_text(metrics))


def stats_text(metrics: dict[str, Any]) -> str:
    """The main figures for a person."""
    from corpus.card import histogram_text

    lines = [f"{metrics['pairs']:,} pairs from {metrics['document_pairs']:,} page pairs", "", "quality"]
    lines += [histogram_text(metrics["quality_histogram"]), "", f"{'score':24} mean    q1  median   q3"]
    for name, figures in metrics["scores"].items():
        cells = " ".join(f"{figures.get(key, 0):6.3f}" for key in ("mean", "q1", "median", "q3"))
        lines.append(f"{name:22} {cells}")
    for title, key in (("bead types", "alignment_types"), ("flags", "flags"), ("origin", "target_origin")):
        counts = ", ".join(f"{name} {count:,}" for name, count in metrics[key].items()) or "none"
        lines += ["", f"{title}: {counts}"]
    for title, key in (("French references", "reference"), ("two translations of one original", "consistency")):
        if metrics.get(key, {}).get("pairs"):
            lines += ["", *comparison_text(title, metrics[key])]
    lines += ["", *ledger_text(metrics["ledger"])]
    return "\n".join(lines)


def comparison_text(title: str, figures: dict[str, Any]) -> list[str]:
    """sacrebleu's metrics, each with its interval and signature."""
    lines = [f"{title}: {figures['pairs']:,} pairs"]
    for name in ("bleu", "chrf++", "ter"):
        metric = figures[name]
        interval = f" ({metric['low']:.1f} to {metric['high']:.1f})" if "low" in metric else ""
        lines.append(f"  {name:7} {metric['score']:6.2f}{interval}  {metric['signature']}")
    return lines


def read_keyed_lines(path: str) -> dict[str, str]:
    """Lines of key, tab, text. Raises `UsageError`, naming the line, for a line without a tab."""
    texts = {}
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        key, tab, text = line.rstrip("\r").partition("\t")
        if tab:
            texts[key] = text
        elif line.strip():
            raise UsageError(f"{path}, line {number}: no tab; give pair id or source text, tab, reference")
    return texts


def ledger_text(ledger: dict[str, Any]) -> list[str]:
    """The ledger, a line a level."""
    lines = []
    for level, entry in ledger.items():
        states = ", ".join(f"{count:,} {state}" for state, count in entry["states"].items()) or "none"
        lines.append(f"{level:10} {entry['total']:>7,}: {states}")
        if repairs := entry.get("repairs"):
            lines.append(f"{'':18}  repaired: {', '.join(f'{name} {count:,}' for name, count in repairs.items())}")
    return lines
