"""Bars, columns and waterfalls as SVG.

Drawn here and not by a plotting library, for what a report that shows hostile pages must have: no inline style (the
page's security policy forbids it), colours from the page's style sheet (light, dark and print), bars that are buttons
for the filters, and labels that a screen reader finds. Elements are built as a tree, so that no label becomes markup.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

WIDTH = 400
"""Units of a chart's width; a chart fills the column that it stands in, down to a phone's 328 pixels."""
ROW, BAR = 26, 14
LABEL_WIDTH, VALUE_WIDTH = 140, 56
COLUMN_HEIGHT, AXIS, WIDEST_COLUMN = 120, 34, 48
LABEL_LENGTH = 17
LEAST_SHOWN = 1.5
"""Units that any count but 0 is at least wide or high, so that the rare is seen."""
VISIBLE_CONTROL = "\N{SYMBOL FOR SUBSTITUTE}"


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its ``label``, ``value`` and tone (``good``, ``loss``, ``plain``).

    ``choice`` is the filter that it sets when it is chosen, as ``(filter, value)``; ``start`` is where it begins on the
    axis of values.
    """

    label: str
    value: float
    tone: str = "plain"
    choice: tuple[str, str] | None = None
    start: float = 0.0


def bars(title: str, items: Sequence[Bar], total: float = 0.0) -> str:
    """Horizontal bars with label and count; ``total`` adds each bar's share of it."""
    chart = _chart(title, ROW * max(len(items), 1))
    most = max([item.start + item.value for item in items], default=0.0) or 1.0
    room = WIDTH - LABEL_WIDTH - VALUE_WIDTH
    for number, item in enumerate(items):
        share = f" · {item.value / total:.1%}" if total else ""
        row = _mark(chart, item, f"{item.label}: {item.value:,.0f}{share}")
        top = number * ROW
        _text(row, LABEL_WIDTH - 10, top + 17, shortened(item.label), "label end")
        width = max(item.value / most * room, LEAST_SHOWN if item.value else 0.0)
        left = LABEL_WIDTH + min(item.start / most * room, room - LEAST_SHOWN)
        _box(row, "track", LABEL_WIDTH, top + 6, room, BAR)
        _box(row, f"bar {item.tone}", left, top + 6, width, BAR)
        _text(row, WIDTH, top + 17, f"{item.value:,.0f}", "value end")
    if not items:
        _text(chart, 0, 17, "none", "label")
    return _drawn(chart)


def columns(title: str, items: Sequence[Bar], ticks: Mapping[float, str]) -> str:
    """Columns side by side; ``ticks`` are labels of the axis, by the place that they stand at, counted in columns."""
    chart = _chart(title, COLUMN_HEIGHT + AXIS)
    most = max([item.value for item in items], default=0.0) or 1.0
    step = WIDTH / max(len(items), 1)
    _text(chart, 0, 11, f"{most:,.0f}", "value")
    for number, item in enumerate(items):
        column = _mark(chart, item, f"{item.label}: {item.value:,.0f}")
        height = max(item.value / most * (COLUMN_HEIGHT - 18), LEAST_SHOWN if item.value else 0.0)
        _box(column, "reach", number * step, 0, step, COLUMN_HEIGHT)
        width = min(max(step - 2.0, step * 0.8), WIDEST_COLUMN)
        _box(column, f"bar {item.tone}", number * step + (step - width) / 2, COLUMN_HEIGHT - height, width, height)
    line = {"x1": "0", "x2": str(WIDTH), "y1": str(COLUMN_HEIGHT), "y2": str(COLUMN_HEIGHT), "class": "axis"}
    SubElement(chart, "line", line)
    for tick, label in ticks.items():
        place = "start" if tick == 0 else "end" if tick == len(items) else "middle"
        _text(chart, tick * step, COLUMN_HEIGHT + 20, label, f"label {place}")
    return _drawn(chart)


def waterfall(title: str, total: int, losses: Sequence[tuple[str, int]], kept: tuple[str, int]) -> str:
    """A total, what was lost of it step by step, and what is left."""
    rest = total
    items = [Bar("all", total)]
    for label, count in losses:
        rest -= count
        items.append(Bar(label, count, "loss", start=rest))
    return bars(title, [*items, Bar(kept[0], kept[1], "good")], total)


def shortened(label: str, length: int = LABEL_LENGTH) -> str:
    """A label that fits and shows its control characters as a sign.

    >>> shortened("a" * 30, 5), shortened("a\\u202eb")
    ('aaaa…', 'a␚b')
    """
    shown = "".join(VISIBLE_CONTROL if unicodedata.category(char)[0] == "C" else char for char in label[: length + 1])
    return shown if len(shown) <= length else shown[: length - 1] + "…"


def _chart(title: str, height: float) -> Element:
    chart = Element("svg", {"viewBox": f"0 0 {WIDTH} {height}", "class": "chart", "role": "group", "aria-label": title})
    return chart


def _mark(chart: Element, item: Bar, told: str) -> Element:
    group = SubElement(chart, "g", {"role": "img", "aria-label": shortened(told, WIDTH)})
    if item.choice is not None:
        name, value = item.choice
        chosen = {"class": "choice", "role": "button", "tabindex": "0", "data-filter": name, "data-value": value}
        group.attrib.update(chosen)
    SubElement(group, "title").text = shortened(told, WIDTH)
    return group


def _text(parent: Element, x: float, y: float, text: str, name: str) -> None:
    SubElement(parent, "text", {"x": _number(x), "y": _number(y), "class": name}).text = text


def _box(parent: Element, name: str, x: float, y: float, width: float, height: float) -> None:
    size = {"x": x, "y": y, "width": width, "height": height}
    rounded = {"rx": "2"} if name.startswith("bar") else {}
    SubElement(parent, "rect", {"class": name, **{key: _number(value) for key, value in size.items()}, **rounded})


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _drawn(chart: Element) -> str:
    return tostring(chart, encoding="unicode")
