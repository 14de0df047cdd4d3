"""Acceptance sampling: how many pairs of a corpus are faithful, from a random sample that a person judges.

Pairs are drawn at random within strata (quality band, flagged or not), more where errors are expected, and each
judgement is weighted back to the corpus: the estimate is of the whole corpus, however the sample was spread. The
interval is Wilson's (1927) with the effective sample size of the weighted estimate (Korn and Graubard 1998), which
keeps its coverage near 1, where the textbook interval fails. The order of the draw depends on the corpus alone: two
reviewers judge the same pairs, and a sample goes on where it stopped.

Looking at the interval after every judgement and stopping as soon as it is narrow favours lucky runs and loses
coverage. So one looks only at whole batches, not before `LEAST_JUDGED`, and the interval is a little wider than a
fixed sample's (`Z`); `benchmarks/sampling.py` measures what that gives.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf, sqrt

BANDS = (0.5, 0.8, 0.95)
"""Bounds of the quality bands; the last holds most of a good corpus."""
Z = 2.1
"""Half-width of the interval in standard errors. 1.96 would do for a sample of fixed size; looking at it while it grows
costs about one point of coverage, which this gives back (benchmarks/sampling.py)."""
BATCH = 20
"""Judgements between two looks at the interval."""
LEAST_JUDGED = 100
"""No look before: with fewer judgements a lucky run of good pairs ends the sample too soon."""
LEAST_IN_STRATUM = 5
"""Every stratum gets this many first (or all it has), so that none is taken on trust."""
PRIOR = 2.0
"""Pseudo-judgements at the corpus's precision in each stratum when its variance is estimated: a stratum of five good
pairs is not known to be without error. With one, samples of nearly faultless corpora stop a little early (94.5 % held
for precisions of 0.95 to 0.97; with two 95.7 %, for 3 % more judgements)."""
EXPECTED_ERROR = (0.03, 0.5)
"""Bounds of the error share that a stratum's mean quality makes one expect, for the spread of the draw."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """Pairs of one kind: how many the corpus has, how many were judged, how many of those were faithful."""

    name: str
    size: int
    judged: int = 0
    good: int = 0


@dataclass(frozen=True, slots=True)
class Estimate:
    """Share of faithful pairs in the corpus, with a 95 % interval, the judgements behind it, and the size of the simple
    random sample that would tell as much."""

    precision: float
    low: float
    high: float
    judged: int
    effective: float

    @property
    def margin(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2


def stratum_name(quality: float, flagged: bool) -> str:
    """The stratum of a pair.

    >>> stratum_name(0.97, False), stratum_name(0.3, True)
    ('0.95-1 plain', '0-0.5 flagged')
    """
    bounds = (0, *BANDS, 1)
    band = sum(quality >= bound for bound in BANDS)
    return f"{bounds[band]:g}-{bounds[band + 1]:g} {'flagged' if flagged else 'plain'}"


def estimate(strata: Sequence[Stratum]) -> Estimate:
    """Precision of the corpus, weighted to it.

    A stratum without judgements counts with the precision of the others and the variance of one judgement. Nothing
    judged gives the interval from 0 to 1.

    >>> round(estimate([Stratum("plain", 900, 90, 90), Stratum("flagged", 100, 60, 30)]).precision, 3)
    0.95
    """
    total, judged = sum(one.size for one in strata), sum(one.judged for one in strata)
    if not judged:
        return Estimate(1.0, 0.0, 1.0, 0, 0.0)
    seen = sum(one.size for one in strata if one.judged)
    precision = sum(one.size * one.good / one.judged for one in strata if one.judged) / seen
    pooled = (precision * judged + 1) / (judged + 2)
    smoothed = variance = 0.0
    for one in strata:
        share = (one.good + PRIOR * pooled) / (one.judged + PRIOR)
        unseen = 1 - one.judged / one.size
        smoothed += one.size / total * share
        variance += (one.size / total) ** 2 * share * (1 - share) / max(one.judged, 1) * unseen
    effective = smoothed * (1 - smoothed) / variance if variance else inf
    low, high = wilson(precision, effective)
    return Estimate(precision, low, high, judged, effective if variance else float(judged))


def wilson(share: float, count: float, z: float = Z) -> tuple[float, float]:
    """Wilson's interval of a share seen in ``count`` judgements; a count without bound gives the share itself.

    >>> [round(bound, 3) for bound in wilson(0.95, 200, 1.96)]
    [0.91, 0.973]
    """
    if count == inf:
        return share, share
    spread = 1 + z * z / count
    centre = (share + z * z / (2 * count)) / spread
    half = z / spread * sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return max(centre - half, 0.0), min(centre + half, 1.0)


def is_enough(strata: Sequence[Stratum], margin: float) -> bool:
    """Whether to stop: at the end of a batch, with enough judged and half the interval at most ``margin`` wide, or when
    everything has been judged."""
    judged, total = sum(one.judged for one in strata), sum(one.size for one in strata)
    if judged >= total:
        return True
    return judged >= LEAST_JUDGED and judged % BATCH == 0 and estimate(strata).margin <= margin


def draw(pairs: Mapping[str, tuple[str, float]]) -> Iterator[str]:
    """All ids in the order in which they are to be judged.

    ``pairs`` gives the stratum and quality of each id. The order in a stratum is that of a hash of the id; strata take
    turns by what one more judgement is expected to tell.
    """
    members: dict[str, list[str]] = {}
    qualities: dict[str, float] = {}
    for identifier, (name, quality) in pairs.items():
        members.setdefault(name, []).append(identifier)
        qualities[name] = qualities.get(name, 0.0) + quality
    for identifiers in members.values():
        identifiers.sort(key=_shuffled)
    sizes = {name: len(identifiers) for name, identifiers in members.items()}
    errors = {name: 1 - total / sizes[name] for name, total in qualities.items()}
    yield from (members[name][number] for name, number in turns(sizes, errors))


def turns(sizes: Mapping[str, int], errors: Mapping[str, float]) -> Iterator[tuple[str, int]]:
    """Which stratum is drawn from next, and the how-many-th of it: first `LEAST_IN_STRATUM` from each, then by the drop
    of the estimate's variance that the expected ``errors`` promise."""
    for name in sorted(sizes):
        yield from ((name, number) for number in range(min(LEAST_IN_STRATUM, sizes[name])))
    low, high = EXPECTED_ERROR
    weights = {name: sizes[name] ** 2 * (e := min(max(errors[name], low), high)) * (1 - e) for name in sizes}
    heap = [
        (-weights[name] / (LEAST_IN_STRATUM * (LEAST_IN_STRATUM + 1)), name, LEAST_IN_STRATUM)
        for name in sizes
        if sizes[name] > LEAST_IN_STRATUM
    ]
    heapq.heapify(heap)
    while heap:
        _, name, number = heapq.heappop(heap)
        yield name, number
        if number + 1 < sizes[name]:
            heapq.heappush(heap, (-weights[name] / ((number + 1) * (number + 2)), name, number + 1))


def counted(sizes: Mapping[str, int], judgements: Iterable[tuple[str, bool]]) -> list[Stratum]:
    """The strata of a corpus with the judgements, given as stratum and verdict."""
    judged, good = dict.fromkeys(sizes, 0), dict.fromkeys(sizes, 0)
    for name, faithful in judgements:
        judged[name] += 1
        good[name] += faithful
    return [Stratum(name, size, judged[name], good[name]) for name, size in sorted(sizes.items())]


def _shuffled(identifier: str) -> bytes:
    return hashlib.sha256(f"sample\x1f{identifier}".encode("utf-8", "surrogatepass")).digest()
