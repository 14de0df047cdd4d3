"""The fitted figures behind quality: rates of the units, weights of the features. All stand in `model.toml`, for
anyone to read.

Quality is a product of two probabilities, by the chain rule: that the texts translate each other at all (``related``),
and that a translation is faithful (``faithful``). Each is a logistic regression: log odds = intercept - sum of weight
* (1 - feature), every weight >= 0, so that a feature can only ever speak against a pair and a person can add the table
up. A sum alone would let many good signs outvote the plain fact that two texts have nothing in common.
`benchmarks/fit_score.py` writes the file; its report tells how well the model did on documents it had not seen.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

MODEL_FILE = Path(__file__).with_name("model.toml")
LEAST_RATE = 0.002
"""Rates are kept this far from 0 and 1: no unit proves anything by itself."""


@dataclass(frozen=True, slots=True)
class Gain:
    """Log odds that a unit adds for translation when it is ``found`` (> 0) and when it is ``lost`` (< 0)."""

    found: float
    lost: float


@dataclass(frozen=True, slots=True)
class Aspect:
    """A logistic regression on faults: the log odds where nothing is wrong, and what a feature of 0 takes away."""

    intercept: float
    weights: Mapping[str, float]

    def log_odds(self, features: Mapping[str, float]) -> float:
        """Log odds from features in [0, 1]; a feature without a weight does not count."""
        return self.intercept - sum(weight * (1.0 - features[name]) for name, weight in self.weights.items())

    def probability(self, features: Mapping[str, float]) -> float:
        """The same as a probability.

        >>> Aspect(0.0, {"length": 2.0}).probability({"length": 1.0})
        0.5
        """
        return 1.0 / (1.0 + math.exp(-self.log_odds(features)))


@dataclass(frozen=True, slots=True)
class ScoringModel:
    """Gains of unit classes, and the two aspects of quality."""

    gains: Mapping[str, Gain]
    related: Aspect
    faithful: Aspect

    def quality(self, features: Mapping[str, float]) -> float:
        """Probability that the target is accepted as a faithful translation."""
        return self.related.probability(features) * self.faithful.probability(features)


def gain_of(hit: float, chance: float) -> Gain:
    """The gain of a class found with rate ``hit`` in translations and with rate ``chance`` elsewhere.

    >>> gain_of(0.8, 0.1).found > 2
    True
    """
    hit, chance = (min(max(rate, LEAST_RATE), 1.0 - LEAST_RATE) for rate in (hit, chance))
    return Gain(math.log(hit / chance), math.log((1.0 - hit) / (1.0 - chance)))


@lru_cache(maxsize=4)
def load_model(path: Path = MODEL_FILE) -> ScoringModel:
    """Read a model file."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    gains = {kind: gain_of(rates["hit"], rates["chance"]) for kind, rates in data["rates"].items()}
    aspects = (Aspect(data[name]["intercept"], data[name]["weights"]) for name in ("related", "faithful"))
    return ScoringModel(gains, *aspects)
