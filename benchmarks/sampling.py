"""Measures whether the sampler's 95 % intervals hold the truth: `python -m benchmarks.sampling`.

Simulates corpora of known precision, samples each as `vifr review --sample` does (strata, turns, batches, the rule
that stops), and counts how often the interval at the stop holds the true share of faithful pairs. Nothing is read or
written.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from corpus.reviewing.sampling import BANDS, Estimate, Stratum, estimate, is_enough, stratum_name, turns

CORPORA = 2_000
MARGINS = (0.01, 0.015, 0.02, 0.03)
PRECISION = (0.80, 0.99)
SIZES = (2_000, 100_000)
SEED = 20_250_516
REQUIRED = 0.94


@dataclass(frozen=True, slots=True)
class Corpus:
    """A simulated corpus: for each stratum its pairs in the order of the draw (faithful or not) and the error share
    that its quality makes one expect."""

    pairs: Mapping[str, np.ndarray]
    errors: Mapping[str, float]

    @property
    def truth(self) -> float:
        """Share of faithful pairs."""
        return sum(int(good.sum()) for good in self.pairs.values()) / sum(map(len, self.pairs.values()))


def simulated_corpus(random: np.random.Generator) -> Corpus:
    """A corpus of random size, precision and mix of strata, whose quality says more or less about its errors."""
    size = int(np.exp(random.uniform(*np.log(SIZES))))
    precision = random.uniform(*PRECISION)
    names = [stratum_name(band, flagged) for band in (0.0, *BANDS) for flagged in (False, True)]
    levels = np.repeat([0.3, 0.65, 0.88, 0.98], 2) - np.tile([0.0, 0.05], 4)
    shares = random.dirichlet(np.repeat([0.4, 0.6, 1.5, 6.0], 2) * np.tile([1.0, 0.5], 4))
    slope = random.uniform(0.0, 1.5)
    logits = slope * np.log(levels / (1 - levels)) + random.normal(0, 0.3, len(levels))
    rates = _shifted(logits, shares, precision)
    counts = np.maximum(random.multinomial(size, shares), 1)
    pairs = {name: random.random(count) < rate for name, count, rate in zip(names, counts, rates, strict=True)}
    return Corpus(pairs, dict(zip(names, (1 - levels).tolist(), strict=True)))


def _shifted(logits: np.ndarray, shares: np.ndarray, precision: float) -> np.ndarray:
    """Rates of the strata, moved together so that the corpus has the precision asked for."""
    low, high = -30.0, 30.0
    for _ in range(60):
        middle = (low + high) / 2
        if (shares / (1 + np.exp(-(logits + middle)))).sum() < precision:
            low = middle
        else:
            high = middle
    return np.asarray(1 / (1 + np.exp(-(logits + low))))


def sampled(corpus: Corpus, margin: float) -> Estimate:
    """The estimate at which the sampler stops."""
    sizes = {name: len(pairs) for name, pairs in corpus.pairs.items()}
    strata = {name: Stratum(name, size) for name, size in sizes.items()}
    for name, number in turns(sizes, corpus.errors):
        one = strata[name]
        strata[name] = Stratum(name, one.size, one.judged + 1, one.good + bool(corpus.pairs[name][number]))
        if is_enough(list(strata.values()), margin):
            break
    return estimate(list(strata.values()))


def main() -> None:
    """Simulate, and print coverage, judgements and bias for each margin."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=int, default=CORPORA, help="simulated corpora in all")
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    random = np.random.default_rng(arguments.seed)
    found: list[tuple[float, float, Estimate]] = []
    for number in range(arguments.corpora):
        corpus = simulated_corpus(random)
        margin = MARGINS[number % len(MARGINS)]
        found.append((margin, corpus.truth, sampled(corpus, margin)))
    print(f"{'margin':>8} {'corpora':>8} {'covered':>8} {'judged':>7} {'bias':>8} {'below':>6} {'above':>6}")
    for wanted in (*MARGINS, None):
        _print_line(wanted, [(truth, one) for margin, truth, one in found if wanted in (None, margin)])
    for low, high in ((0.80, 0.90), (0.90, 0.95), (0.95, 0.97), (0.97, 1.0)):
        print(f"truth {low:.2f}-{high:.2f}", end=" ")
        _print_line(None, [(truth, one) for _, truth, one in found if low <= truth < high])


def _print_line(margin: float | None, found: list[tuple[float, Estimate]]) -> None:
    if not found:
        return
    covered = np.mean([one.low <= truth <= one.high for truth, one in found])
    judged = np.median([one.judged for _, one in found])
    bias = np.mean([one.precision - truth for truth, one in found])
    below, above = (np.mean([test(truth, one) for truth, one in found]) for test in (_is_below, _is_above))
    name = "all" if margin is None else f"{margin:g}"
    print(f"{name:>8} {len(found):>8} {covered:>8.3f} {judged:>7.0f} {bias:>+8.4f} {below:>6.3f} {above:>6.3f}")


def _is_below(truth: float, one: Estimate) -> bool:
    return truth < one.low


def _is_above(truth: float, one: Estimate) -> bool:
    return truth > one.high


if __name__ == "__main__":
    main()
