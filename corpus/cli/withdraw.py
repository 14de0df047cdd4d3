"""`vifr withdraw`: texts out of a build, and kept out."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.cli.common import print_json, reported

if TYPE_CHECKING:
    from corpus.publishing import WithdrawReport


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command("withdraw", epilog="Example: vifr withdraw out/sample --domain bao.example")(withdraw_command)


def withdraw_command(
    folder: Annotated[Path, typer.Argument(help="The folder of a build.", metavar="DIR")],
    urls: Annotated[list[str] | None, typer.Option("--url", help="Address of a page; may be given again.")] = None,
    domains: Annotated[
        list[str] | None, typer.Option("--domain", help="All pages of a site and the sites below it.")
    ] = None,
    documents: Annotated[list[str] | None, typer.Option("--document", help="Id of a page.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as one JSON document.")] = False,
) -> None:
    """Remove pages and their translations from a build, and leave them out of every later build there."""
    from corpus.publishing import withdraw
    from corpus.withdrawals import Withdrawals

    with reported():
        report = withdraw(folder, Withdrawals.of(urls or (), domains or (), documents or ()))
    print_json(asdict(report)) if as_json else typer.echo(report_text(report, folder))


def report_text(report: WithdrawReport, folder: Path) -> str:
    """What was removed, for a person, and what is left to do."""
    lines = [
        f"Withdrew {counted(report.pairs, 'sentence pair')} of {counted(len(report.documents), 'page pair')} "
        f"and {counted(report.reviews, 'record')} of reviewers.",
        f"Every later build in {folder} leaves these pages out ({counted(report.requests, 'request')} in "
        "withdrawals.jsonl).",
    ]
    if not report.documents:
        lines.append(
            "No page pair of this dataset is covered. If one should be, compare the spelling with its addresses and id."
        )
    if report.copies:
        lines.append("Pages left that share a sentence with a withdrawn one, to look at:")
        lines += [f"  {one}" for one in report.copies]
    if report.emptied:
        lines.append("Nothing is left of the dataset. If it was published, delete the repository on the hub.")
    elif report.documents:
        lines.append(f"To publish the removal: vifr publish {folder} OWNER/NAME --squash")
    return "\n".join(lines)


def counted(number: int, name: str) -> str:
    """A number of things, in the singular for one.

    >>> counted(1, "page pair"), counted(2_000, "record")
    ('1 page pair', '2,000 records')
    """
    return f"{number:,} {name}{'' if number == 1 else 's'}"
