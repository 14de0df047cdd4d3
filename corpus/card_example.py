"""The row that a card shows: chosen by a rule, so that nobody picks the prettiest, and shown as it is in the files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from corpus.rows import Row
from corpus.splits import SPLITS

LENGTHS = range(40, 201)
"""Characters that both texts of the example may have: a sentence, and one that a card has room for."""
DIGITS = 4
"""Decimals of a score that are shown."""


def example_row(rows: Iterable[Row], splits: Mapping[str, str]) -> Row | None:
    """The row of the smallest id among those of train without a flag and of a length in `LENGTHS`; where there is none,
    the smallest id of all. ``splits`` has the split of each document pair. ``None`` for no rows.
    """
    return min(rows, key=lambda row: (not _is_fit(row, splits), row["id"]), default=None)


def _is_fit(row: Row, splits: Mapping[str, str]) -> bool:
    lengths_fit = all(len(text) in LENGTHS for text in row["translation"].values())
    return lengths_fit and not row["flags"] and splits[row["document_pair"]] == SPLITS[0]


def example_text(row: Row | None) -> str:
    """The row as a block of JSON, and the rule by which it was chosen."""
    if row is None:
        return "There is no row."
    lines = [f"  {json.dumps(name)}: {json.dumps(_shown(value), ensure_ascii=False)}" for name, value in row.items()]
    shown = "\n".join(["{", ",\n".join(lines), "}"])
    return (
        f"Of the pairs of train without a flag whose texts have {LENGTHS.start} to {LENGTHS.stop - 1} characters each, "
        f"the one of the smallest `id` (scores with {DIGITS} decimals):\n\n```json\n{shown}\n```"
    )


def _shown(value: Any) -> Any:
    """A value as it comes out of the files: scores are 32-bit floats there, and the Vietnamese is shown first."""
    if isinstance(value, float):
        return round(float(np.float32(value)), DIGITS)
    return dict(sorted(value.items(), reverse=True)) if isinstance(value, Mapping) else value
