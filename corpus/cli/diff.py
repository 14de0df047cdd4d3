"""`vifr diff`: what differs between two alignments, or between two versions of a dataset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.cli.common import one_standard_input, print_json, reported

if TYPE_CHECKING:
    from corpus.interchange.comparing import DatasetDifference, DocumentDifference

EXAMPLES = "Example: vifr diff out/may out/june; vifr diff ours.xml theirs.path"


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command("diff", epilog=EXAMPLES)(diff_command)


def diff_command(
    first: Annotated[str, typer.Argument(metavar="A", help="A build, or a file in any format of export.")],
    second: Annotated[str, typer.Argument(metavar="B", help="What to compare with it.")],
    format: Annotated[str | None, typer.Option("--format", help="Format of A; by default its ending tells.")] = None,
    second_format: Annotated[str | None, typer.Option(help="Format of B; by default its ending tells.")] = None,
    beads: Annotated[bool, typer.Option("--beads", help="Compare the alignments of two builds or tables.")] = False,
    show: Annotated[int, typer.Option(min=0, help="Differences to list; --json lists all.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Compare two datasets (pairs added, removed, changed) or two alignments (beads of one only, common beads).

    Two builds or files of pairs are compared as datasets, by the ids of their pairs, or by their texts where they have
    none; anything else as alignments.
    """
    with reported():
        one_standard_input(first, second)
        sides = ((first, format), (second, second_format))
        result = compare(sides, beads)
        if as_json:
            print_json(difference_dict(result))
        else:
            typer.echo(difference_text(result, show))


def compare(sides: Sequence[tuple[str, str | None]], beads: bool) -> DatasetDifference | list[DocumentDifference]:
    """What differs: of datasets where both hold pairs, else of alignments."""
    from corpus.interchange import holds_pairs, load_alignments, load_pairs
    from corpus.interchange.comparing import compare_alignments, compare_datasets

    if not beads and all(holds_pairs(*side) for side in sides):
        return compare_datasets(*(load_pairs(*side) for side in sides))
    return compare_alignments(*(load_alignments(*side) for side in sides))


def difference_dict(result: DatasetDifference | list[DocumentDifference]) -> dict[str, Any]:
    """The difference as plain values, with everything listed."""
    if isinstance(result, list):
        return {"beads": bead_counts(result), "documents": [asdict(one) for one in result]}
    return {"pairs": pair_counts(result), "changes": result.counts(), **asdict(result)}


def bead_counts(documents: Sequence[DocumentDifference]) -> dict[str, int]:
    """Beads that are common, and those of one alignment only."""
    return {
        "common": sum(one.common for one in documents),
        "only_first": sum(len(one.only_first) for one in documents),
        "only_second": sum(len(one.only_second) for one in documents),
    }


def pair_counts(result: DatasetDifference) -> dict[str, int]:
    """Pairs of both versions, and what became of them."""
    names = ("added", "removed", "changed")
    counts = {name: len(getattr(result, name)) for name in names}
    return {"first": result.first, "second": result.second, "unchanged": result.unchanged, **counts}


def difference_text(result: DatasetDifference | list[DocumentDifference], show: int) -> str:
    """The difference for a person: counts, then some of what differs."""
    return beads_text(result, show) if isinstance(result, list) else pairs_text(result, show)


def beads_text(documents: Sequence[DocumentDifference], show: int) -> str:
    """Beads of one alignment only, marked ``-`` and ``+``."""
    counts = bead_counts(documents)
    lines = [
        f"Beads: {counts['common']:,} common, {counts['only_first']:,} only in A (-), {counts['only_second']:,} only "
        f"in B (+). Documents: {len(documents):,}."
    ]
    listed = [
        f"{sign} {list(source)}:{list(target)}  {one.id}"
        for one in documents
        for sign, (source, target) in sorted(
            [*(("-", bead) for bead in one.only_first), *(("+", bead) for bead in one.only_second)],
            key=lambda item: ((*item[1][0], *item[1][1]), item[0] == "+"),
        )
    ]
    return "\n".join([*lines, *shortened(listed, show)])


def pairs_text(result: DatasetDifference, show: int) -> str:
    """Pairs added (``+``), removed (``-``) and changed (``~``)."""
    counts = pair_counts(result)
    changes = ", ".join(f"{name} of {count:,}" for name, count in result.counts().items())
    lines = [
        f"{counts['first']:,} pairs in A, {counts['second']:,} in B: {counts['added']:,} added, "
        f"{counts['removed']:,} removed, {counts['changed']:,} changed, {counts['unchanged']:,} the same"
    ]
    lines += [f"changed: {changes}"] if changes else []
    listed = [f"- {one}" for one in result.removed] + [f"+ {one}" for one in result.added]
    listed += [f"~ {one.id}  {', '.join(_change(*item) for item in one.changed.items())}" for one in result.changed]
    return "\n".join([*lines, *shortened(listed, show)])


def shortened(lines: Sequence[str], show: int) -> list[str]:
    """The first lines, and how many more there are."""
    more = [f"... and {len(lines) - show:,} more; --json lists them"] if len(lines) > show else []
    return [*(f"  {line}" for line in lines[:show]), *more]


def _change(name: str, values: tuple[Any, Any]) -> str:
    if name == "text":
        return "text"
    before, after = (_shown(value) for value in values)
    return f"{name} {before} -> {after}"


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    return ",".join(value) or "none" if isinstance(value, tuple) else str(value)
