"""`vifr report`: a page to look at a build with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpus.cli.common import progress_bar, reported


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command("report", epilog="Example: vifr report out/sample; then open out/sample/report.html")(report_command)


def report_command(
    folder: Annotated[Path, typer.Argument(help="The folder of a build.", metavar="DIR")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; by default DIR/report.html.", metavar="FILE")
    ] = None,
    documents: Annotated[
        int | None, typer.Option(help="Document pairs to show, the worst ones; 5,000 unless told otherwise.", min=0)
    ] = None,
    workers: Annotated[int | None, typer.Option(help="Local processes; all cores for many pages.", min=1)] = None,
) -> None:
    """Write one HTML file that shows a build: charts, and every document pair side by side, worst first."""
    from corpus.reporting.writing import SHOWN_DOCUMENTS, write_report

    with reported(), progress_bar() as progress:
        shown = SHOWN_DOCUMENTS if documents is None else documents
        path = write_report(folder, output, documents=shown, workers=workers, progress=progress)
    typer.echo(f"Written to {path}; any browser opens it, without network.")
