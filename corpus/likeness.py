"""How much two pages say the same: the numbers and names that both hold, the rare ones weighing more.

Every page is compared with the originals that share its rarest facts, a bounded number of them, so that the time grows
with the crawl and not with its square.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from corpus.pages import Page

LOOK_UPS = 2_000
"""Originals that are looked at for one page, those of its rarest facts first. Pages of a crawl of some hundred stay
below it; above, what is left out are facts that scores of pages share, which tell little."""


def alike_pages(
    pages: Sequence[Page], sources: Sequence[int], targets: Sequence[int], most: int
) -> dict[int, list[tuple[float, int]]]:
    """For each target the ``most`` sources that are most like it: (likeness in [0, 1], source), the best first.

    Likeness is the cosine of shared facts, each weighted by its rarity among the sources (tf-idf with binary counts).
    """
    holders: dict[str, list[int]] = defaultdict(list)
    for source in sources:
        for fact in pages[source].facts:
            holders[fact].append(source)
    weights = {fact: math.log(1 + len(sources) / len(numbers)) ** 2 for fact, numbers in holders.items()}
    unseen = math.log(1 + len(sources)) ** 2
    norms = {
        number: math.sqrt(math.fsum(weights.get(fact, unseen) for fact in pages[number].facts))
        for number in (*sources, *targets)
    }
    alike = {}
    for target in targets:
        shared = _shared_weights(pages[target].facts, holders, weights)
        scores = [(weight / (norms[source] * norms[target]), source) for source, weight in shared.items()]
        alike[target] = heapq.nsmallest(most, scores, key=lambda item: (-item[0], item[1]))
    return alike


def rarest_first(
    keys: Iterable[str], holders: Mapping[str, Sequence[int]], budget: int
) -> Iterable[tuple[str, Sequence[int]]]:
    """The keys that have holders, with them, from the rarest on, until ``budget`` holders were given.

    >>> list(rarest_first(["a", "b", "c"], {"a": [1, 2], "c": [3]}, 2))
    [('c', [3])]
    """
    known = sorted((len(holders[key]), key) for key in set(keys) if key in holders)
    for count, key in known:
        budget -= count
        if budget < 0:
            return
        yield key, holders[key]


def _shared_weights(
    facts: Iterable[str], holders: Mapping[str, Sequence[int]], weights: Mapping[str, float]
) -> Mapping[int, float]:
    """Weight of the facts that each source shares; added up in a fixed order, so that it is the same to the last
    bit."""
    shared: dict[int, float] = defaultdict(float)
    for fact, numbers in rarest_first(facts, holders, LOOK_UPS):
        for number in numbers:
            shared[number] += weights[fact]
    return shared
