"""The parts of a card that say how far its scores can be believed: thresholds and reliability, as they were measured.

Both were fitted on documents of our own, not on the dataset at hand; the card says so. Where people's verdicts on it
recalibrated the quality, the reliability is that on those verdicts.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

from aligner.scoring.model import reliability
from corpus.card_calibration import calibration_text

TIERS_FILE = "tiers.toml"
SHOWN_STEPS = 10
"""Thresholds shown are tenths of 1, all from `HIGH` on, where the choice is fine, and that of `vi-fr`; the file has
more."""
HIGH = 0.9


def thresholds_text(config: Mapping[str, Any], metrics: Mapping[str, Any]) -> str:
    """Thresholds of quality: measured precision and recall, and how many pairs of this dataset each keeps."""
    tiers, least = _tiers(), config["select"]["min_quality"]
    strict = config["select"]["strict_quality"]
    lines = [
        f"- `vi-fr`: quality {least} and above{_rule('default', least)}",
        f"- `vi-fr-strict`: quality {strict} and above, and no flag{_rule('strict', strict)}",
        "",
    ]
    if metrics.get("calibration"):
        return "\n".join([*lines, *_counts_only(metrics, least)])
    lines += [
        "Other choices are a filter on `quality`. Precision and recall were measured on documents of our own that the "
        f"scorer had not seen, damaged in many ways, where {tiers['prior']:.0%} of the pairs are faithful; the last "
        "column counts the pairs of this dataset.",
        "",
        "| quality at least | precision | recall | pairs here |",
        "|---|---|---|---|",
    ]
    for row in tiers["threshold"]:
        if row["value"] >= least and (row["value"] == least or _is_shown(row)):
            here = metrics["quality_at_least"][threshold_name(row["value"])]
            lines.append(f"| {row['value']:.2f} | {row['precision']:.1%} | {row['recall']:.1%} | {here:,} |")
    return "\n".join(lines)


def kept_at_thresholds(qualities: Iterable[float]) -> dict[str, int]:
    """How many pairs each threshold of the table keeps, by its name."""
    ordered = sorted(qualities)
    return {
        threshold_name(row["value"]): len(ordered) - bisect_left(ordered, row["value"]) for row in _tiers()["threshold"]
    }


def threshold_name(value: float) -> str:
    """A threshold as a key of `metrics.json`.

    >>> threshold_name(0.5)
    '0.50'
    """
    return f"{value:.2f}"


def _counts_only(metrics: Mapping[str, Any], least: float) -> list[str]:
    """The thresholds of a dataset whose quality was recalibrated: what was measured is on the scale as shipped."""
    shown = [row["value"] for row in _tiers()["threshold"] if row["value"] >= least and _is_shown(row)]
    return [
        "The rules were applied to the quality as shipped; here it is recalibrated (see below), and a threshold is to "
        "be taken at its word: of the pairs of this quality, this share is faithful.",
        "",
        "| quality at least | pairs here |",
        "|---|---|",
        *(f"| {value:.2f} | {metrics['quality_at_least'][threshold_name(value)]:,} |" for value in shown),
    ]


def _rule(tier: str, value: float) -> str:
    """The rule that a threshold was chosen by, where nobody chose another one."""
    tiers = _tiers()
    return f" ({tiers[f'{tier}_rule']})" if value == tiers[tier] else ""


def reliability_text(refit: Mapping[str, Any] | None = None) -> str:
    """The reliability table: pairs rated alike, their mean quality and the share of faithful ones among them.

    ``refit`` is the `calibration` of the metrics, where the quality was refitted on this dataset's verdicts.
    """
    if refit:
        return calibration_text(refit)
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


def _tiers() -> dict[str, Any]:
    return tomllib.loads((files("corpus") / TIERS_FILE).read_text(encoding="utf-8"))


def _is_shown(row: Mapping[str, float]) -> bool:
    tenths = row["value"] * SHOWN_STEPS
    return row["value"] >= HIGH or abs(tenths - round(tenths)) < 1e-9
