"""The parts of a card that say how far its scores can be believed: thresholds and reliability, as they were measured.

Both were fitted on documents of our own, not on the dataset at hand; the card says so.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from aligner.scoring.model import reliability

TIERS_FILE = "tiers.toml"
SHOWN_STEPS = 10
"""Thresholds shown are tenths of 1, and all from `HIGH` on, where the choice is fine; the file has more."""
HIGH = 0.9
TIERS = ("default", "strict")


def thresholds_text(config: Mapping[str, Any], metrics: Mapping[str, Any]) -> str:
    """Thresholds of quality: measured precision and recall, and how many pairs of this dataset each would keep."""
    tiers = tomllib.loads((files("corpus") / TIERS_FILE).read_text(encoding="utf-8"))
    lines = [
        f"Pairs of a quality under {config['select']['min_quality']} were left out of this dataset. Choosing more "
        f"strictly is a filter on `quality`; measured where {tiers['prior']:.0%} of the pairs are faithful:",
        "",
        "| quality at least | precision | recall | pairs here |",
        "|---|---|---|---|",
    ]
    for row in filter(_is_shown, tiers["threshold"]):
        here = _kept(metrics["quality_histogram"], row["value"])
        lines.append(f"| {row['value']:.2f} | {row['precision']:.1%} | {row['recall']:.1%} | {here} |")
    rules = "; ".join(f"`{name}`, {tiers[name]}, is {tiers[f'{name}_rule']}" for name in TIERS)
    return "\n".join([*lines, "", f"Two of them have names: {rules}."])


def reliability_text() -> str:
    """The reliability table: pairs rated alike, their mean quality and the share of faithful ones among them."""
    table = reliability()
    rows = [f"| {one.quality:.3f} | {one.good:.3f} | {one.pairs:,} |" for one in table.bins]
    return "\n".join(
        [
            f"Reliability of `quality`, on documents that its fit did not see (expected calibration error "
            f"{table.error:.3f} in {len(table.bins)} bins of equal weight, {table.prior:.0%} of the pairs faithful):",
            "",
            "| mean quality | share of faithful pairs | pairs rated |",
            "|---|---|---|",
            *rows,
        ]
    )


def _is_shown(row: Mapping[str, float]) -> bool:
    tenths = row["value"] * SHOWN_STEPS
    return row["value"] >= HIGH or abs(tenths - round(tenths)) < 1e-9


def _kept(bands: Sequence[int], threshold: float) -> str:
    """Pairs of at least a threshold, by the bands of the histogram: exact on their borders, a bound inside them."""
    position = round(threshold * len(bands), 9)
    bound = "" if position == int(position) else "up to "
    return f"{bound}{sum(bands[int(position) :]):,}"
