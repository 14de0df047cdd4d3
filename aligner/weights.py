"""The aligner's fitted numbers: `weights.toml` beside this file, written by `benchmarks/fit_align.py` with its
report."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

WEIGHTS = Path(__file__).with_name("weights.toml")


@lru_cache(maxsize=1)
def _weights() -> dict[str, Any]:
    return tomllib.loads(WEIGHTS.read_text(encoding="utf-8"))


def fitted(*path: str) -> Any:
    """A fitted number, or a table of them, by its keys.

    >>> 0 < fitted("evidence", "hit", "number") < 1
    True
    """
    value: Any = _weights()
    for key in path:
        value = value[key]
    # A whole number in the file is still a setting of which a fraction may be asked.
    return {name: float(number) for name, number in value.items()} if isinstance(value, dict) else float(value)


def fitted_priors() -> dict[tuple[int, int], float]:
    """Probability of each bead type, by its sizes; ``1-2`` in the file is one source and two target sentences."""
    shapes = ((tuple(map(int, shape.split("-"))), share) for shape, share in fitted("costs", "priors").items())
    return {(sizes[0], sizes[1]): float(share) for sizes, share in shapes}
