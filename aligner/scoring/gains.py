"""What a unit of content says by being found or lost: the fitted rates as tables that units are looked up in."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

LEAST_RATE = 0.002
"""Rates are kept this far from 0 and 1: no unit proves anything by itself."""
CHANGED = "changed"
"""Class of an anchor that the other side has in another form: it was translated, though wrongly, and proves no
relation. It ends a stretch without a counterpart as a quantity that was found does."""
ENDS_LIKE = "quantity"

Key = tuple[str, bool]
"""Class of a unit and whether it was found."""


@dataclass(frozen=True, slots=True)
class Gain:
    """Log odds that a unit adds for translation when it is ``found`` (> 0) and when it is ``lost`` (< 0)."""

    found: float
    lost: float


def gain_of(hit: float, chance: float) -> Gain:
    """The gain of a class found with rate ``hit`` in translations and with rate ``chance`` elsewhere.

    >>> gain_of(0.8, 0.1).found > 2
    True
    """
    hit, chance = (min(max(rate, LEAST_RATE), 1.0 - LEAST_RATE) for rate in (hit, chance))
    return Gain(math.log(hit / chance), math.log((1.0 - hit) / (1.0 - chance)))


class UnitGain(NamedTuple):
    """What one unit says. ``counted``: 1 where its class has a gain, else 0; ``said``: log odds for translation;
    ``weight``: the distance between found and lost; ``kept``: the same where it was found, else 0; ``loss``: log odds
    for being in a stretch without a counterpart."""

    counted: int
    said: float
    weight: float
    kept: float
    loss: float


SILENT = UnitGain(0, 0.0, 0.0, 0.0, 0.0)
"""What a unit of an unknown class says."""


class Gains(dict[str, Gain]):
    """The gains of all classes, and what a unit says by its key: ``of``, at the speed of a dict."""

    __slots__ = ("of",)

    def __init__(self, gains: Mapping[str, Gain]) -> None:
        super().__init__(gains)
        table = _OrSilent()
        for kind, gain in gains.items():
            weight = gain.found - gain.lost
            table[kind, True] = UnitGain(1, gain.found, weight, weight, -gain.found)
            table[kind, False] = UnitGain(1, gain.lost, weight, 0.0, -gain.lost)
        if ENDS_LIKE in gains:
            for found in (True, False):
                table[CHANGED, found] = table[CHANGED, found]._replace(loss=-gains[ENDS_LIKE].found)
        self.of: Callable[[Key], UnitGain] = table.__getitem__


class _OrSilent(dict[Key, UnitGain]):
    def __missing__(self, key: Key) -> UnitGain:
        return SILENT
