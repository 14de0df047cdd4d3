"""Runs aligners over cases and counts: the one place behind both `benchmarks.align` and `benchmarks.gate`, so that what
is reported and what is pinned cannot drift apart."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from aligner import Alignment, Measure, evaluate
from benchmarks.documents import AlignmentCase
from benchmarks.measures import Hits, calibration_error, f1_interval
from benchmarks.systems import Prediction, System

BOOTSTRAP_SEED = 7
"""Fixed, so that a run repeats; see `benchmarks.measures.RESAMPLES` for how little it matters."""
WARM_UP_SEGMENTS = 200
"""Segments a side of the long text of the warm-up: enough for the lazy lists to be read and the loops to be
compiled."""
WARM_UP_PAGES, WARM_UP_PAGE_SEGMENTS = 100, 20
"""Pages of the warm-up: some 800,000 candidate beads, twice what the library searches before it turns to compiled
loops."""
DIGITS = 4
"""Decimals of a reported share: a bead among ten thousand."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a system gave for one case, and in how many seconds."""

    case: AlignmentCase
    prediction: Prediction
    seconds: float


def run_system(system: System, cases: Sequence[AlignmentCase]) -> list[Outcome]:
    """Align all cases with one system, in order. Times are warm only after `warm_up`."""
    outcomes = []
    for case in cases:
        sides = case.sentences() if system.paragraphs else (case.source, case.target)
        started = time.perf_counter()
        prediction = system.align(*sides)
        outcomes.append(Outcome(case, prediction, time.perf_counter() - started))
    return outcomes


def warm_up(system: System, cases: Sequence[AlignmentCase]) -> None:
    """Bring a system to the state it has after some seconds of work: one long text, then many pages.

    A long text alone does not do: the search runs uncompiled for the first few dozen pages of a process, whatever else
    it has aligned, and these would be timed as slow ones.
    """
    source, target = (
        list(islice((text for case in cases for text in texts(case)), WARM_UP_SEGMENTS)) for texts in (_source, _target)
    )
    system.align(source, target)
    for _ in range(WARM_UP_PAGES):
        system.align(source[:WARM_UP_PAGE_SEGMENTS], target[:WARM_UP_PAGE_SEGMENTS])


def _source(case: AlignmentCase) -> Sequence[str]:
    return case.source


def _target(case: AlignmentCase) -> Sequence[str]:
    return case.target


def figures(outcomes: Sequence[Outcome], *, probabilities: bool) -> dict[str, Any]:
    """All figures of one system on one condition: F1 with intervals, nulls, calibration, time.

    Shares are in [0, 1]. ``interval`` is ``None`` for a single document.
    """
    cases = [outcome.case for outcome in outcomes]
    result = evaluate([outcome.prediction for outcome in outcomes], [case.gold for case in cases])
    each = [evaluate(outcome.prediction, outcome.case.gold, moved=outcome.case.moved) for outcome in outcomes]
    seconds = sorted(outcome.seconds for outcome in outcomes)
    report: dict[str, Any] = {
        "documents": len(cases),
        "segments": [sum(len(case.source) for case in cases), sum(len(case.target) for case in cases)],
        "gold_beads": result.gold_beads,
    }
    for name in ("strict", "lax"):
        hits = [Hits.of(getattr(one, name), one.predicted_beads, one.gold_beads) for one in each]
        report[name] = {**shares(getattr(result, name)), "interval": f1_interval(hits, BOOTSTRAP_SEED)}
    report["nulls"] = shares(result.nulls)
    links = sum(len(case.moved) for case in cases)
    if links:
        found = sum(one.moved.recall * len(case.moved) for one, case in zip(each, cases, strict=True))
        report["moved"] = {"found": round(found), "gold": links}
    if probabilities:
        report["calibration"] = calibration(outcomes)
    report["milliseconds"] = {
        "mean": round(1000 * sum(seconds) / len(seconds), 3),
        "median": round(1000 * seconds[len(seconds) // 2], 3),
    }
    return report


def shares(measure: Measure) -> dict[str, float]:
    """Precision, recall and F1, rounded."""
    return {name: round(getattr(measure, name), DIGITS) for name in ("precision", "recall", "f1")}


def calibration(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """How the probabilities of all beads, nulls included, agree with how many beads are right."""
    judged = [one for outcome in outcomes for one in judged_beads(outcome)]
    probabilities, right = [one[0] for one in judged], [one[1] for one in judged]
    return {
        "error": round(calibration_error(probabilities, right), DIGITS),
        "mean_probability": round(sum(probabilities) / max(len(judged), 1), DIGITS),
        "right": round(sum(right) / max(len(judged), 1), DIGITS),
        "beads": len(judged),
    }


def judged_beads(outcome: Outcome) -> Iterator[tuple[float, bool]]:
    """The probability of each bead, and whether the gold holds just that bead (or that link, where it is moved)."""
    if not isinstance(outcome.prediction, Alignment):
        raise TypeError("only an Alignment has probabilities, not a list of index pairs")
    gold = set(outcome.case.gold)
    links = {((source,), (target,)) for source, target in outcome.case.moved}
    for bead in outcome.prediction:
        indices = (tuple(bead.source), tuple(bead.target))
        yield bead.probability, indices in gold or (bead.moved and indices in links)


def by_condition(cases: Sequence[AlignmentCase]) -> dict[str, list[AlignmentCase]]:
    """Cases of each condition, in the order in which conditions first come."""
    groups: dict[str, list[AlignmentCase]] = {}
    for case in cases:
        groups.setdefault(case.condition, []).append(case)
    return groups
