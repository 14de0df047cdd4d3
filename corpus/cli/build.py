"""`vifr build`: the main job."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.cli.common import UsageError, print_json, progress_bar, reported

if TYPE_CHECKING:
    from corpus.config import BuildConfig


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command("build", epilog="Example: vifr build pages/ more.jsonl.gz -o out")(build_command)


def build_command(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            help="Files or folders of .txt, .html, .jsonl[.gz|.zst], .parquet, .warc[.gz]; or hf://datasets/owner/name.",
            metavar="INPUT",
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to build in.", metavar="DIR")],
    workers: Annotated[
        int | None, typer.Option(help="Local processes; by default 1 for small inputs, all cores for more.")
    ] = None,
    scheduler: Annotated[str | None, typer.Option(help="Address of a dask scheduler, as tcp://host:8786.")] = None,
    config: Annotated[Path | None, typer.Option(help="Settings as TOML; 'vifr config' prints them all.")] = None,
    min_quality: Annotated[float | None, typer.Option(help="Reject pairs below this quality, 0 to 1.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the metrics as one JSON document.")] = False,
) -> None:
    """Build a parallel dataset from crawled pages."""
    from corpus.build import build_corpus

    with reported(), progress_bar() as progress:
        settings = build_settings(config, min_quality)
        summary = build_corpus(inputs, output, config=settings, workers=workers, scheduler=scheduler, progress=progress)
    if as_json:
        print_json(summary.metrics)
    else:
        typer.echo(summary_text(output, summary.metrics))


def build_settings(config: Path | None, min_quality: float | None) -> BuildConfig:
    """The settings of the file, with what the command line says."""
    from corpus.config import load_config

    settings = load_config(config)
    if min_quality is None:
        return settings
    if not 0.0 <= min_quality <= 1.0:
        raise UsageError(f"--min-quality must be between 0 and 1, not {min_quality}")
    return replace(settings, select=replace(settings.select, min_quality=min_quality))


def review_text(review: dict[str, Any]) -> str:
    """What became of the reviewers' decisions."""
    text = f"Applied {sum(review['applied'].values()):,} decisions of reviewers"
    if unfit := sum(review["unfit"].values()):
        text += f"; {unfit:,} no longer fit (rejected.parquet lists them under the stage review)"
    if damaged := review["damaged_lines"]:
        text += f"; {damaged:,} lines of the review files cannot be read"
    return f"{text}."


def summary_text(folder: Path, metrics: dict[str, Any]) -> str:
    """What a build did, for a person who sees it for the first time."""
    ledger = metrics["ledger"]
    documents, pairs = ledger["documents"]["states"], ledger["pairs"]["states"]
    left_out = {state: count for state, count in documents.items() if state not in ("paired", "unpaired")}
    rejected = ", ".join(f"{count} {state}" for state, count in pairs.items() if state != "kept") or "none"
    lines = [
        f"Read {ledger['documents']['total']:,} pages: {documents.get('paired', 0):,} form "
        f"{metrics['document_pairs']:,} page pairs, {documents.get('unpaired', 0):,} have no counterpart here.",
    ]
    if left_out:
        listed = ", ".join(f"{count:,} {state}" for state, count in left_out.items())
        lines.append(f"Left out: {listed} (reasons in {folder / 'rejected.parquet'}).")
    learned = metrics["learned_lexicon"]
    if learned:
        lines.append(
            f"Learned {learned['words']:,} word pairs from {learned['pairs']:,} sure sentence pairs and aligned again: "
            f"mean probability {learned['probability_before']:.3f} -> {learned['probability_after']:.3f}."
        )
    if review := metrics["review"]:
        lines.append(review_text(review))
    if refit := metrics["calibration"]:
        lines.append(f"Quality as recalibrated on {refit['verdicts']:,} verdicts (vifr calibrate).")
    lines += [
        f"Kept {metrics['pairs']:,} sentence pairs; left out: {rejected}.",
        f"Median quality {metrics['scores']['quality'].get('median', 0):.2f}; "
        f"{metrics['flagged_pairs']:,} pairs carry a flag.",
        "",
        f"  dataset   {folder / 'dataset'}   (datasets.load_dataset opens it)",
        f"  card      {folder / 'dataset' / 'README.md'}",
        f"  left out  {folder / 'rejected.parquet'}",
        f"  figures   vifr stats {folder}",
        f"  look at   {folder / 'report.html'}   (in any browser)",
    ]
    return "\n".join(lines)
