"""Charts of a card, as SVG files beside it: plain shapes and numbers, no script, no font, the same bytes every time.

Drawn here, since a chart of ten bars needs no plotting library; the colours are readable on light and dark pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

QUALITY_CHART, FLAGS_CHART = "charts/quality.svg", "charts/flags.svg"
WIDTH, BAR, GAP = 640, 18, 8
LABEL_WIDTH, COUNT_WIDTH = 130, 80
INK, FILL = "#6b7280", "#3b82f6"


def card_charts(metrics: Mapping[str, Any]) -> dict[str, str]:
    """The charts by path; one without any figures is left out."""
    bands = metrics["quality_histogram"]
    quality = [(f"{number / 10:.1f} to {(number + 1) / 10:.1f}", count) for number, count in enumerate(bands)]
    charts = {QUALITY_CHART: bar_chart("Quality of the pairs", quality)}
    if metrics["flags"]:
        charts[FLAGS_CHART] = bar_chart("Pairs with a flag, by kind", list(metrics["flags"].items()))
    return charts


def bar_chart(title: str, bars: Sequence[tuple[str, int]]) -> str:
    """Horizontal bars with their labels and counts.

    >>> bar_chart("Kinds", [("a < b", 3)]).count("<rect")
    1
    """
    most = max([count for _, count in bars] + [1])
    height = GAP + len(bars) * (BAR + GAP)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" font-family="sans-serif" font-size="13" fill="{INK}">',
        f"<title>{escape(title)}</title>",
    ]
    for number, (label, count) in enumerate(bars):
        top = GAP + number * (BAR + GAP)
        length = round(count / most * (WIDTH - LABEL_WIDTH - COUNT_WIDTH), 1)
        middle = top + BAR - 5
        lines += [
            f'<text x="{LABEL_WIDTH - 8}" y="{middle}" text-anchor="end">{escape(label)}</text>',
            f'<rect x="{LABEL_WIDTH}" y="{top}" width="{length}" height="{BAR}" fill="{FILL}"/>',
            f'<text x="{LABEL_WIDTH + length + 6}" y="{middle}">{count:,}</text>',
        ]
    return "\n".join([*lines, "</svg>"]) + "\n"
