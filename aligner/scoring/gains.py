"""What a unit of content says by being found or lost: the fitted rates as tables that units are looked up in."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

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


class Gains(dict[str, Gain]):
    """The gains of all classes, and the tables that follow from them, by key.

    ``said``: log odds for translation, for the classes that have any. The others are 0 for an unknown class. ``weight``
    is the distance between found and lost, ``kept`` the same for what was found; ``loss`` are log odds for being in a
    stretch without a counterpart.
    """

    __slots__ = ("kept", "loss", "said", "weight")

    def __init__(self, gains: Mapping[str, Gain]) -> None:
        super().__init__(gains)
        said: dict[Key, float] = {}
        for kind, gain in gains.items():
            said[kind, True], said[kind, False] = gain.found, gain.lost
        self.said: Mapping[Key, float] = said
        weight = {key: gains[key[0]].found - gains[key[0]].lost for key in said}
        loss = {key: -value for key, value in said.items()}
        if ENDS_LIKE in gains:
            loss[CHANGED, True] = loss[CHANGED, False] = -gains[ENDS_LIKE].found
        self.weight = _lookup(weight)
        self.kept = _lookup({key: value for key, value in weight.items() if key[1]})
        self.loss = _lookup(loss)


def _lookup(table: dict[Key, float]) -> Callable[[Key], float]:
    """The table as a function that gives 0 for what it lacks, at the speed of a dict."""
    return _OrZero(table).__getitem__


class _OrZero(dict[Key, float]):
    def __missing__(self, key: Key) -> float:
        return 0.0
