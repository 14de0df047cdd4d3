"""The tiers of a dataset: thresholds of quality with the precision and recall measured for them.

`tiers.toml` beside this file is written by `benchmarks.fit_score`; a threshold can be changed without scoring anew.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

TIERS = Path(__file__).with_name("tiers.toml")


@dataclass(frozen=True, slots=True)
class Tiers:
    """``default``: the lowest quality that is kept; ``strict``: the lowest of the strict tier; the rules by which they
    were chosen; ``prior``: share of faithful pairs where precision and recall were measured; ``thresholds``: rows of
    value, precision, recall and share kept, each in [0, 1]."""

    default: float
    strict: float
    default_rule: str
    strict_rule: str
    prior: float
    thresholds: tuple[Mapping[str, float], ...]


@lru_cache(maxsize=1)
def tiers() -> Tiers:
    """The tiers that ship."""
    table = tomllib.loads(TIERS.read_text(encoding="utf-8"))
    return Tiers(
        table["default"],
        table["strict"],
        table["default_rule"],
        table["strict_rule"],
        table["prior"],
        tuple(table["threshold"]),
    )
