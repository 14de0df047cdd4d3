"""`vifr pair`: find which page translates which, without building."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.cli.common import print_json, progress_bar, reported

if TYPE_CHECKING:
    from corpus.matching import PairedPages


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command("pair", epilog="Example: vifr pair pages/")(pair_command)


def pair_command(
    inputs: Annotated[list[Path], typer.Argument(help="Files or folders, as for build.", metavar="INPUT")],
    config: Annotated[Path | None, typer.Option(help="Settings as TOML; 'vifr config' prints them all.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """List the document pairs with their evidence, and the pages without a counterpart."""
    from corpus.config import load_config
    from corpus.ingest import find_inputs
    from corpus.matching import input_digests, pair_pages

    with reported(), progress_bar() as progress, TemporaryDirectory() as work:
        files = find_inputs(inputs)
        paired = pair_pages(files, input_digests(files), load_config(config), 1, None, Path(work), progress)
        listing = pairing_dict(paired)
    if as_json:
        print_json(listing)
    else:
        typer.echo(pairing_text(listing))


def pairing_dict(paired: PairedPages) -> dict[str, list[dict[str, Any]]]:
    """Pairs, unpaired pages and pages left out, as plain values."""
    in_pairs = {id(page) for one in paired.translations for page in (one.source, one.target)}
    return {
        "pairs": [
            {
                "source": one.source.document.id,
                "target": one.target.document.id,
                "confidence": round(one.pair.confidence, 4),
                "evidence": list(one.pair.evidence),
                "repeated": one.pair.repeated,
            }
            for one in paired.translations
        ],
        "unpaired": [
            {
                "id": page.document.id,
                "language": page.document.language,
                "title": page.document.title,
                "url": page.document.url,
                "source_url": page.document.source_url,
            }
            for page in paired.known.pages
            if id(page) not in in_pairs
        ],
        "left_out": [
            {"id": item.item, "reason": item.reason, "detail": item.detail}
            for item in (*paired.quarantined, *paired.rejected)
        ],
    }


def pairing_text(listing: dict[str, list[dict[str, Any]]]) -> str:
    """The listing for a person."""
    lines = [f"{len(listing['pairs'])} page pairs"]
    for one in listing["pairs"]:
        lines.append(f"  {one['source']}  =  {one['target']}")
        lines.append(f"      confidence {one['confidence']:.2f}: {', '.join(one['evidence'])}")
    lines.append(f"{len(listing['unpaired'])} pages without a counterpart")
    for one in listing["unpaired"]:
        original = f"  original: {one['source_url']}" if one["source_url"] else ""
        lines.append(f"  {one['language']}  {one['id']}{original}")
    if listing["left_out"]:
        lines.append(f"{len(listing['left_out'])} pages left out")
        lines += [f"  {one['id']}  {one['reason']}: {one['detail']}" for one in listing["left_out"]]
    return "\n".join(lines)
