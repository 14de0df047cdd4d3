"""Writes the figures of the aligner that dataset cards quote: `corpus/gold_figures.toml`.

    python -m benchmarks.card_figures            write the file
    python -m benchmarks.card_figures --check    exit 1 where it is not what would be written

Two rows: our own sample pages, measured anew each time, and documents that nothing was fitted on, taken from the record
that `python -m benchmarks.align --data` left in ``results/``. The file ships with the package, since a card is made
where no yardstick is. `tests/corpus/test_card.py` runs the check, so that a card never quotes figures of another
version. Figures measured anew may differ by one bead: another machine's arithmetic may flip one.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

if not __package__:  # run as a file: the checkout goes before other installed packages called "benchmarks"
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from aligner import __version__
from benchmarks import documents
from benchmarks.records import RESULTS
from benchmarks.runner import figures, run_system
from benchmarks.systems import FULL_SYSTEM, our_systems

FIGURES = documents.CHECKOUT / "corpus" / "gold_figures.toml"
UNSEEN, UNSEEN_CONDITION = "align-ntrex-dev", "mixed"
"""The record of documents that nothing was fitted on, and its hardest condition: lines merged, lost and foreign."""
MEASURES, UNSEEN_MEASURES = ("strict", "lax"), ("strict", "lax", "nulls")
PARTS = ("precision", "recall", "f1")
ROUNDED_BEAD = 1.1
"""Beads by which a figure measured anew may differ: one, and what rounding makes of it."""
HEADER = """\
# How well the aligner agrees with gold alignments, for the cards of datasets. Written by
#   python -m benchmarks.card_figures
# `strict`: exact beads; `lax`: beads that share a sentence pair; `nulls`: sentences without a counterpart. Each in
# [0, 1]. `interval`: 95 %, over documents. `seen`: whether rules and weights were made with these texts in view.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only say whether the file is up to date")
    options = parser.parse_args(arguments)
    if options.check:
        faults = stale(tomllib.loads(FIGURES.read_text(encoding="utf-8")), tomllib.loads(figures_text()))
        print("\n".join(f"{fault}; run: python -m benchmarks.card_figures" for fault in faults), file=sys.stderr)
        return 1 if faults else 0
    FIGURES.write_text(figures_text(), encoding="utf-8", newline="\n")
    print(f"wrote {FIGURES.name}")
    return 0


def stale(written: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What the written figures say that is no longer so."""
    faults = [
        f"{key}: {written.get(key)} is now {now[key]}" for key in ("version", "unseen") if written[key] != now[key]
    ]
    own, measured = written["own"], now["own"]
    if [own[key] for key in ("data", "documents", "beads")] != [
        measured[key] for key in ("data", "documents", "beads")
    ]:
        return [*faults, "own: the gold is another"]
    return faults + [
        f"own.{measure}_{part}: {own[f'{measure}_{part}']} is now {measured[f'{measure}_{part}']}"
        for measure in MEASURES
        for part in PARTS
        if abs(own[f"{measure}_{part}"] - measured[f"{measure}_{part}"]) * own["beads"] > ROUNDED_BEAD
    ]


def figures_text() -> str:
    """The whole file, from the sample pages measured now and the record of the unseen documents."""
    rows = [*_table("own", own_figures()), "", *_table("unseen", unseen_figures())]
    return "\n".join([HEADER, f"version = {json.dumps(__version__)}", "", *rows]) + "\n"


def own_figures() -> dict[str, Any]:
    """The full system on the sample pages with gold made by hand."""
    system = next(one for one in our_systems() if one.name == FULL_SYSTEM)
    report = figures(run_system(system, documents.read_own_gold()), probabilities=False)
    return {"data": "pages of the sample crawl, beads made by hand", "seen": True, **_shown(report, MEASURES)}


def unseen_figures(folder: Path = RESULTS) -> dict[str, Any]:
    """The full system on the documents of the record."""
    record = json.loads((folder / f"{UNSEEN}.json").read_text(encoding="utf-8"))
    report = record["conditions"][UNSEEN_CONDITION][FULL_SYSTEM]
    data = "NTREX-128: English news translated by people into both languages, lines merged, lost and put in by chance"
    return {"data": data, "seen": False, "measured_with": record["signature"], **_shown(report, UNSEEN_MEASURES)}


def _shown(report: Mapping[str, Any], measures: Sequence[str]) -> dict[str, Any]:
    shown: dict[str, Any] = {"documents": report["documents"], "beads": report["gold_beads"]}
    for measure in measures:
        shown |= {f"{measure}_{part}": report[measure][part] for part in PARTS}
        if report[measure].get("interval"):
            shown[f"{measure}_interval"] = report[measure]["interval"]
    return shown


def _table(name: str, values: Mapping[str, Any]) -> list[str]:
    # JSON's strings, numbers, booleans and flat lists are TOML's.
    return [f"[{name}]", *(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())]


if __name__ == "__main__":
    sys.exit(main())
