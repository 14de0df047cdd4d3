"""`vifr calibrate`: the quality refitted from people's verdicts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.cli.common import print_json, progress_bar, reported

if TYPE_CHECKING:
    from corpus.reviewing.calibration import Recalibration
    from corpus.reviewing.recalibrating import CalibrateReport, TierChange


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command("calibrate", epilog="Example: vifr calibrate out --dry-run")(calibrate_command)


def calibrate_command(
    folder: Annotated[Path, typer.Argument(help="The folder of a build.", metavar="DIR")],
    config: Annotated[Path | None, typer.Option(help="The settings that it was built with, as TOML.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change; write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as one JSON document.")] = False,
) -> None:
    """Refit the quality from the verdicts of reviewers and say what changes; the next build there uses it."""
    from corpus.config import load_config
    from corpus.reviewing.recalibrating import calibrate

    with reported(), progress_bar() as progress:
        report = calibrate(folder, load_config(config), dry_run=dry_run, progress=progress)
    print_json(report.as_dict()) if as_json else typer.echo(report_text(report, folder))


def report_text(report: CalibrateReport, folder: Path) -> str:
    """What was refitted and what it changes, for a person."""
    found = report.found
    table = found.reliability
    gone = f" {report.gone:,} more are about texts that are no longer there." if report.gone else ""
    queue = found.verdicts - found.sampled
    unseen = "of the random sample" if table.sample else "there are; a choice of the doubtful, so take them with care"
    lines = [
        f"Refitted on {found.verdicts:,} verdicts, {found.good:,} good and {found.verdicts - found.good:,} bad: "
        f"{found.sampled:,} of the random sample, {queue:,} of the queue.{gone}",
        f"Log odds of the quality x {found.slope:.3f} {found.shift:+.3f}.{_levelled(found)}",
        "",
        f"On verdicts that the fit did not see ({sum(one.verdicts for one in table.bins):,} {unseen}):",
        "",
        "verdicts  share good  mean quality as shipped  refitted",
        *(f"{one.verdicts:8,}  {one.good:10.3f}  {one.before:23.3f}  {one.after:8.3f}" for one in table.bins),
        f"   error  {'':10}  {table.error_before:23.3f}  {table.error_after:8.3f}",
    ]
    if table.error_after >= table.error_before:
        lines.append("The error did not fall: more verdicts will tell whether the shipped quality is off here at all.")
    lines += [
        "",
        f"Of {report.pairs:,} pairs:    as shipped  refitted  join  leave",
        *(_tier_line(name, change) for name, change in (("kept", report.default), ("strict", report.strict))),
        f"mean quality   {report.mean_before:13.3f}  {report.mean_after:8.3f}",
        "",
        _next_step(report, folder),
    ]
    return "\n".join(lines)


def _levelled(found: Recalibration) -> str:
    return (
        ""
        if found.sampled
        else " No random sample was judged, so the level stays as shipped: vifr review DIR --sample."
    )


def _tier_line(name: str, change: TierChange) -> str:
    return f"{name:15}{change.before:13,}  {change.after:8,}  {change.join:+4,}  {-change.leave:+5,}"


def _next_step(report: CalibrateReport, folder: Path) -> str:
    if report.written is None:
        return "Nothing was written."
    return (
        f"Written to {report.written}. The next build applies it with the verdicts, 'vifr score {folder}' it alone; "
        "delete the file to go back."
    )
