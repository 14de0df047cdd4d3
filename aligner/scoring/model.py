"""The fitted figures behind quality: rates of the units, weights of the features. All stand in `model.toml`, for
anyone to read.

Quality is a product of two probabilities, by the chain rule: that the texts translate each other at all (``related``),
and that a translation is faithful (``faithful``). Each is a logistic regression: log odds = intercept - sum of weight
* (1 - feature), every weight >= 0, so that a feature can only ever speak against a pair and a person can add the table
up. A sum alone would let many good signs outvote the plain fact that two texts have nothing in common.

The product is then calibrated at even odds (as many bad pairs as good ones) and moved to the share of good pairs that
the file states (``prior``): by Bayes' rule, a prior multiplies the odds. `benchmarks.fit_score` writes the file; its
report tells how well the model did on documents it had not seen, `reliability` reads it.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import starmap
from pathlib import Path
from typing import Any

from aligner.scoring.gains import Gains, gain_of

MODEL_FILE = Path(__file__).with_name("model.toml")
LEAST_PROBABILITY = 1e-9
"""Probabilities are kept this far from 0 and 1 before their odds are taken: nothing is certain."""


def logistic(log_odds: float) -> float:
    """Probability of log odds of any size."""
    return 1.0 / (1.0 + math.exp(-max(-MOST_LOG_ODDS, min(MOST_LOG_ODDS, log_odds))))


def log_odds_of(probability: float) -> float:
    """Log odds of a probability in [0, 1], finite at its ends too."""
    probability = min(max(probability, LEAST_PROBABILITY), 1.0 - LEAST_PROBABILITY)
    return math.log(probability / (1.0 - probability))


MOST_LOG_ODDS = 50.0
"""Beyond this a probability is 0 or 1 to the last digit shown."""


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
        return logistic(self.log_odds(features))


@dataclass(frozen=True, slots=True)
class Calibration:
    """A monotone correction of a probability (Platt scaling): its log odds times ``slope`` (> 0) plus ``shift``. Two
    figures only: more bend would fit our own texts better and others worse."""

    slope: float
    shift: float

    def log_odds(self, probability: float) -> float:
        """Corrected log odds of a probability in [0, 1].

        >>> Calibration(2.0, 0.5).log_odds(0.5)
        0.5
        """
        return self.slope * log_odds_of(probability) + self.shift


@dataclass(frozen=True, slots=True)
class ScoringModel:
    """Gains of unit classes, and the two aspects of quality."""

    gains: Gains
    related: Aspect
    faithful: Aspect
    calibration: Calibration
    prior: float

    def __post_init__(self) -> None:
        if not isinstance(self.gains, Gains):  # read from a configuration file
            object.__setattr__(self, "gains", Gains(self.gains))

    def quality(self, features: Mapping[str, float]) -> float:
        """Probability that the target is accepted as a faithful translation, where ``prior`` of the pairs are."""
        product = self.related.probability(features) * self.faithful.probability(features)
        return logistic(self.calibration.log_odds(product) + log_odds_of(self.prior))


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Pairs rated alike: their mean quality, the share of faithful ones among them (both weighted so that ``prior`` of
    all pairs are faithful), and how many pairs they are."""

    quality: float
    good: float
    pairs: int


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far quality can be believed, on documents that the fit did not see: ``error`` is the expected calibration
    error, the mean distance between quality and the share of faithful pairs over ``bins`` of equal weight."""

    prior: float
    error: float
    bins: tuple[ReliabilityBin, ...]


def at_prior(quality: float, prior: float, *, fitted: float | None = None) -> float:
    """The same judgement where the share of faithful pairs is ``prior`` instead of the shipped model's (or ``fitted``).

    Both shares must lie strictly between 0 and 1; ``ValueError`` otherwise.

    >>> round(at_prior(0.9, 0.5, fitted=0.9), 2)
    0.5
    """
    fitted = load_model().prior if fitted is None else fitted
    for share in (prior, fitted):
        if not 0.0 < share < 1.0:
            raise ValueError(f"a prior must lie between 0 and 1, both excluded, not {share}")
    return logistic(log_odds_of(quality) + log_odds_of(prior) - log_odds_of(fitted))


@lru_cache(maxsize=4)
def load_model(path: Path = MODEL_FILE) -> ScoringModel:
    """Read a model file."""
    data = _read(path)
    gains = {kind: gain_of(rates["hit"], rates["chance"]) for kind, rates in data["rates"].items()}
    related, faithful = (Aspect(data[name]["intercept"], data[name]["weights"]) for name in ("related", "faithful"))
    return ScoringModel(Gains(gains), related, faithful, Calibration(**data["calibration"]), data["prior"])


def reliability(path: Path = MODEL_FILE) -> Reliability:
    """The reliability table of a model file, for people to judge the scores by.

    >>> len(reliability().bins)
    15
    """
    data = _read(path)
    report = data["report"]
    return Reliability(data["prior"], report["calibration_error"], tuple(starmap(ReliabilityBin, report["bins"])))


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
