"""How far two reviewers agree beyond chance, on the pairs of the random sample that both judged blind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two reviewers' agreement: pairs that both judged, the share with the same verdict, Cohen's kappa.

    ``kappa`` is ``None`` where it is undefined: both gave every pair the same one verdict.
    """

    pairs: int
    same: float
    kappa: float | None


def agreements(verdicts: Mapping[str, Mapping[str, bool]]) -> list[Agreement]:
    """Agreement of each two reviewers who judged a pair in common; ``verdicts`` by reviewer and pair.

    >>> one, two = {"a": True, "b": False, "c": True, "d": True}, {"a": True, "b": False, "c": False, "d": True}
    >>> agreements({"Anna": one, "Minh": two})
    [Agreement(pairs=4, same=0.75, kappa=0.5)]
    """
    found = []
    for first, second in combinations(sorted(verdicts), 2):
        shared = sorted(verdicts[first].keys() & verdicts[second].keys())
        if shared:
            found.append(_agreement(*([verdicts[name][pair] for pair in shared] for name in (first, second))))
    return found


def _agreement(first: list[bool], second: list[bool]) -> Agreement:
    same = sum(one == two for one, two in zip(first, second, strict=True)) / len(first)
    if len({*first, *second}) == 1:
        return Agreement(len(first), same, None)
    from nltk.metrics.agreement import AnnotationTask  # takes a third of a second, and most builds have no sample

    triples = [
        (coder, pair, str(label)) for coder, given in enumerate((first, second)) for pair, label in enumerate(given)
    ]
    return Agreement(len(first), same, float(AnnotationTask(data=triples).kappa()))
