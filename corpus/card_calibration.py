"""What a card says where the quality was refitted from verdicts on this very dataset (`vifr calibrate`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def calibration_text(refit: Mapping[str, Any]) -> str:
    """The refitted quality and its reliability table; ``refit`` is the `calibration` of the metrics."""
    table = refit["reliability"]
    source = "of its random sample, weighted to it" if table["sample"] else "of its reviewers, a choice of the doubtful"
    level = "" if refit["sampled"] else " No random sample was judged, so that its level is the shipped model's."
    rows = [f"| {after:.3f} | {before:.3f} | {good:.3f} | {count:,} |" for count, good, before, after in table["bins"]]
    return "\n".join(
        [
            f"`quality` was recalibrated on {refit['verdicts']:,} verdicts on pairs of this dataset "
            f"({refit['good']:,} good, {refit['sampled']:,} of the random sample, the last of {refit['date']}): its "
            f"log odds were multiplied by {refit['slope']:.3f} and moved by {refit['shift']:+.3f}. By it, "
            f"{refit['prior']:.1%} of the pairs are faithful.{level}",
            "",
            f"Reliability on verdicts {source}, that the fit did not see (expected calibration error "
            f"{table['error_before']:.3f} as shipped, {table['error_after']:.3f} recalibrated):",
            "",
            "| mean quality | as shipped | share of faithful pairs | verdicts |",
            "|---|---|---|---|",
            *rows,
        ]
    )
