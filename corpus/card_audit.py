"""The parts of a card that a picky reader asks for: what was checked over all pairs, how good the aligner is on gold
alignments, and signatures to quote with any figure, as sacreBLEU has them."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from aligner import __version__
from aligner.scoring.model import MODEL_FILE, reliability

GOLD_FILE = "gold_figures.toml"
CHECKED_FLAGS = {
    "number": "every figure, date and amount agrees",
    "name": "every sure name agrees",
    "omission": "nothing of the source is left out",
    "addition": "nothing was added to it",
    "untranslated": "no words stayed in Vietnamese",
    "language": "both sides are in their own language",
    "negation": "neither side denies what the other says",
    "repetition": "nothing is said twice over",
    "artefact": "no residue of pages and tools",
}
"""What it means that a pair lacks a flag; a flag is raised where the scorer is sure, so these are upper bounds."""
HASH_DIGITS = 16


def checks_table(metrics: Mapping[str, Any]) -> str:
    """What holds for how many pairs, flag by flag, and what was removed as a duplicate."""
    whole, flags, states = metrics["pairs"], metrics["flags"], metrics["ledger"]
    rows = [("no flag at all", whole - metrics["flagged_pairs"])]
    rows += [(f"{meaning} (no `{flag}`)", whole - flags.get(flag, 0)) for flag, meaning in CHECKED_FLAGS.items()]
    rows.append(("lengths that fit each other as those of most pairs do", whole - metrics["length_outliers"]["count"]))
    lines = [f"| {meaning} | {count:,} | {share_text(count, whole)} |" for meaning, count in rows]
    pages, pairs = (states[level]["states"].get("duplicate", 0) for level in ("documents", "pairs"))
    removed = f"Removed as duplicates: {pages:,} pages, {pairs:,} pairs of the same two texts."
    return "\n".join(["| what holds | pairs | share |", "|---|---|---|", *lines, "", removed])


def share_text(part: int, whole: int) -> str:
    """A share in per cent; nothing of nothing is a dash.

    >>> share_text(1, 8), share_text(0, 0)
    ('12.5%', '-')
    """
    return f"{part / whole:.1%}" if whole else "-"


def gold_text() -> str:
    """How well the aligner does on gold alignments: recorded figures that ship with this version."""
    table = tomllib.loads((files("corpus") / GOLD_FILE).read_text(encoding="utf-8"))
    lines = [
        f"The aligner of vifr {table['version']} against gold alignments, F1 over beads: strict counts exact beads, "
        "lax beads that share a sentence pair; in brackets 95 % intervals over documents.",
        "",
        "| gold | documents | beads | strict F1 | lax F1 |",
        "|---|---|---|---|---|",
    ]
    for row in (table["unseen"], table["own"]):
        seen = "rules and weights have seen it: regressions only" if row["seen"] else "nothing was fitted on it"
        strict, lax = (_with_interval(row, measure) for measure in ("strict", "lax"))
        lines.append(f"| {row['data']} ({seen}) | {row['documents']} | {row['beads']:,} | {strict} | {lax} |")
    return "\n".join([*lines, "", "Neither is a sample of this dataset, whose own precision only a review can tell."])


def _with_interval(row: Mapping[str, Any], measure: str) -> str:
    low, high = row[f"{measure}_interval"]
    return f"{row[f'{measure}_f1']:.3f} [{low:.3f}, {high:.3f}]"


def signatures_text(config: Mapping[str, Any]) -> str:
    """A line for each score: what it was computed with, to be quoted with any figure."""
    align = {name: config[name] for name in ("align", "learn")}
    model = hashlib.sha256(MODEL_FILE.read_bytes()).hexdigest()[:HASH_DIGITS]
    lines = [
        f"quality|model:{model}|prior:{reliability().prior}|settings:{short_hash(config['score'])}|vifr:{__version__}",
        f"alignment_probability|settings:{short_hash(align)}|vifr:{__version__}",
        f"language of pages|py3langid:{version('py3langid')}|vifr:{__version__}",
    ]
    return "\n".join(["```text", *lines, "```"])


def short_hash(settings: Mapping[str, Any]) -> str:
    """Settings as 16 hex digits, the same on every machine."""
    text = json.dumps(settings, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:HASH_DIGITS]
