"""`vifr publish`: the dataset of a build goes to a hub."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.cli.common import print_json, progress_bar, reported

if TYPE_CHECKING:
    from corpus.publishing import PublishReport

SHOWN_FILES = 20


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command("publish", epilog="Example: vifr publish out/sample owner/name --dry-run")(publish_command)


def publish_command(
    folder: Annotated[Path, typer.Argument(help="The folder of a build.", metavar="DIR")],
    repository: Annotated[str, typer.Argument(help="Where to publish: owner/name.", metavar="OWNER/NAME")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write the tree to DIR/release, say what would change, send nothing.")
    ] = False,
    private: Annotated[bool, typer.Option("--private", help="Make a new repository private.")] = False,
    revision: Annotated[str, typer.Option(help="Branch to commit to; made if it is not there.")] = "main",
    pull_request: Annotated[
        bool, typer.Option("--pull-request", help="Open a pull request with the commit instead.")
    ] = False,
    tag: Annotated[
        str | None, typer.Option(help="Name the commit, as v1.0.0; a name that is taken stays where it is.")
    ] = None,
    message: Annotated[
        str | None, typer.Option("--message", "-m", help="What the commit says; else version and size.")
    ] = None,
    allow_schema_change: Annotated[
        bool, typer.Option("--allow-schema-change", help="Publish although columns come, go or change type.")
    ] = False,
    squash: Annotated[
        bool,
        typer.Option("--squash", help="Make the branch one commit, after 'vifr withdraw'; older revisions are lost."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as one JSON document.")] = False,
) -> None:
    """Publish a dataset on a Hugging Face hub, checked before and loaded back afterwards.

    Endpoint and token are those of the hub's own client: 'hf auth login', or HF_TOKEN and HF_ENDPOINT. The settings of
    the build must name somebody to write to for the removal of a text (removal_contact below [card]).
    """
    from corpus.publishing import PublishOptions, publish

    with reported(), progress_bar() as progress:
        options = PublishOptions(dry_run, private, revision, pull_request, tag, message, allow_schema_change, squash)
        report = publish(folder, repository, options, progress)
    print_json(report.as_dict()) if as_json else typer.echo(report_text(report))


def report_text(report: PublishReport) -> str:
    """What was done, for a person."""
    lines = [f"Note: {warning}." for warning in report.warnings if report.dry_run or report.committed]
    difference = report.difference
    if report.dry_run:
        lines.append(f"Would publish {report.release} as {report.repository} ({report.address}); nothing was sent.")
    elif not report.committed:
        nothing = "Nothing new to send" if report.squashed else "Nothing to do"
        lines.append(f"{nothing}: {report.repository} at {_short(report.commit)} holds this dataset already.")
    elif report.pull_request:
        lines.append(f"Proposed to {report.repository}: {report.pull_request}")
    else:
        lines.append(f"Published {report.repository} at {_short(report.commit)}: {report.address}")
    for title, paths in (("new", difference.added), ("changed", difference.changed), ("deleted", difference.removed)):
        lines += _listed(title, paths)
    if report.dry_run and not difference:
        lines.append("  no file differs from what is there")
    lines += _listed("not ours, left as it is", difference.kept)
    if report.rows:
        rows = ", ".join(f"{name} {count:,}" for name, count in report.rows.items())
        lines.append(f"Loaded back, hashes and rows as built: {rows}.")
    if report.tag:
        lines.append(f"Tagged {report.tag}.")
    if report.squashed:
        lines.append(f"The branch has one commit now, {_short(report.commit)}.")
    if report.tags_left:
        lines.append(f"Tags still lead to older revisions, delete them on the hub: {', '.join(report.tags_left)}.")
    return "\n".join([*lines, *_older(report)])


def _older(report: PublishReport) -> list[str]:
    if not report.older:
        return []
    return [
        f"Older revisions may still hold what was withdrawn: {', '.join(map(_short, report.older))}. "
        "The same command with --squash leaves the last one alone."
    ]


def _listed(title: str, paths: Sequence[str]) -> list[str]:
    more = [f"  … and {len(paths) - SHOWN_FILES:,} more"] if len(paths) > SHOWN_FILES else []
    return [f"  {title}: {path}" for path in paths[:SHOWN_FILES]] + more


def _short(commit: str | None) -> str:
    return (commit or "")[:8]
