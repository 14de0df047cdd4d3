"""Measures what `vifr calibrate` brings: `python -m benchmarks.calibrating`.

Simulates corpora whose quality is off by a random slope and level, judges a random sample of each, refits, and compares
both qualities with the truth: the mean distance over all pairs of the corpus. The same of corpora whose quality is
right as it ships tells what chance costs there. Nothing is read or written.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aligner.scoring.model import Calibration, log_odds_of
from corpus.reviewing.calibrating import Judged, fit_line
from corpus.reviewing.calibration import corrected

CORPORA = 200
PAIRS = 3_000
VERDICTS = (10, 30, 100, 300, 1_000)
SEED = 20_260_412
SLOPE_SPREAD, LEVEL_SPREAD = 0.25, 0.6
"""How far the quality of a simulated corpus is off, as standard deviations; more than the fit expects of its level."""
QUALITY = (6.0, 0.6)
"""Shape of a good corpus's quality (a beta distribution, mean 0.91), between `LIMITS`."""
LIMITS = (0.36, 0.9975)
PAGE_PAIRS = 60


@dataclass(frozen=True, slots=True)
class Corpus:
    """A simulated corpus: the quality of its pairs, and how probable each is good in truth."""

    quality: np.ndarray
    truth: np.ndarray


def simulated_corpus(random: np.random.Generator, off: bool) -> Corpus:
    """A corpus whose quality is ``off`` about its mean log odds, or right."""
    quality = np.clip(random.beta(*QUALITY, PAIRS), *LIMITS)
    middle = float(np.mean([log_odds_of(one) for one in quality]))
    slope = float(np.exp(random.normal(0.0, SLOPE_SPREAD)))
    line = Calibration(slope, middle * (1.0 - slope) + float(random.normal(0.0, LEVEL_SPREAD)))
    line = line if off else Calibration(1.0, 0.0)
    return Corpus(quality, np.array([corrected(line, one) for one in quality]))


def distances(corpus: Corpus, verdicts: int, random: np.random.Generator) -> tuple[float, float]:
    """How far the quality is from the truth as it is and refitted on a random sample, as means over the corpus."""
    drawn = random.permutation(len(corpus.quality))[:verdicts]
    good = random.random(verdicts) < corpus.truth[drawn]
    judged = [
        Judged(float(corpus.quality[place]), bool(right), str(place % PAGE_PAIRS), True)
        for place, right in zip(drawn, good, strict=True)
    ]
    line = fit_line(judged, float(np.mean([log_odds_of(one) for one in corpus.quality])))
    refitted = np.array([corrected(line, one) for one in corpus.quality])
    return float(np.abs(corpus.quality - corpus.truth).mean()), float(np.abs(refitted - corpus.truth).mean())


def main() -> None:
    """Simulate, and print the distances for each number of verdicts."""
    for off in (True, False):
        print("quality that is off" if off else "quality that is right as it ships")
        print("verdicts  as shipped  refitted  better in")
        for verdicts in VERDICTS:
            randoms = [np.random.default_rng((SEED, number)) for number in range(CORPORA)]
            found = [distances(simulated_corpus(random, off), verdicts, random) for random in randoms]
            before, after = (float(np.mean(column)) for column in zip(*found, strict=True))
            better = float(np.mean([two < one for one, two in found]))
            print(f"{verdicts:8,}  {before:10.3f}  {after:8.3f}  {better:9.1%}")


if __name__ == "__main__":
    main()
