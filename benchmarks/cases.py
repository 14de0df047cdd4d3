"""Case files: what a splitter or a reader should make of a text, and how their answers are counted.

Doubtful cases, where careful annotators differ, are never counted.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from aligner import find_names, find_quantities
from aligner.names import compare_names
from aligner.quantities import compare_quantities
from benchmarks.documents import CHECKOUT

OWN_CASES = CHECKOUT / "tests" / "cases"
LANGUAGES = ("vi", "fr")
DIGITS = 4
DEVELOPMENT = "development: the rules of this library were written with these cases in view, those of others were not"
"""What the case files may be used for, told in each result: a full score here is no estimate for other texts."""

Splitter: TypeAlias = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class SplitCase:
    """A text and the sentences it holds."""

    text: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PairCase:
    """A source and a target text, and whether they state (or name) the same."""

    source: str
    target: str
    same: bool


def read_split_cases(path: Path) -> list[SplitCase]:
    """The splitting cases of a file: a JSON list of ``{text, sentences}``."""
    return [SplitCase(case["text"], tuple(case["sentences"])) for case in _counted(path)]


def read_pair_cases(path: Path) -> list[PairCase]:
    """The pairs of a file: a JSON list of ``{vi, fr, same}``, or such a list under ``pairs``."""
    return [PairCase(case["vi"], case["fr"], case["same"]) for case in _counted(path)]


def _counted(path: Path) -> list[dict[str, Any]]:
    data = json.loads(path.read_text(encoding="utf-8"))
    cases = data["pairs"] if isinstance(data, dict) else data
    return [case for case in cases if not case.get("doubtful")]


def split_figures(splitter: Splitter, cases: Sequence[SplitCase]) -> dict[str, float | int]:
    """Share of cases that are right as a whole, and precision, recall and F1 of the cuts between sentences.

    Texts are compared without white space and in NFC, so that a splitter may trim or keep the spaces between sentences.
    """
    exact = right = predicted = gold = 0
    for case in cases:
        found, expected = ([bare(part) for part in parts] for parts in (splitter(case.text), case.sentences))
        found = [part for part in found if part]
        exact += found == expected
        found_cuts, expected_cuts = cuts(found), cuts(expected)
        right += len(found_cuts & expected_cuts)
        predicted, gold = predicted + len(found_cuts), gold + len(expected_cuts)
    precision, recall = right / predicted if predicted else 0.0, right / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    figures = {"exact": exact / len(cases), "precision": precision, "recall": recall, "f1": f1}
    return {"cases": len(cases), **{name: round(value, DIGITS) for name, value in figures.items()}}


def bare(text: str) -> str:
    """A text in NFC without white space."""
    return "".join(unicodedata.normalize("NFC", text).split())


def cuts(parts: Sequence[str]) -> set[int]:
    """Where one part ends and the next begins, in characters.

    >>> cuts(["ab", "c", "d"]) == {2, 3}
    True
    """
    ends: list[int] = []
    for part in parts[:-1]:
        ends.append((ends[-1] if ends else 0) + len(part))
    return set(ends)


def same_quantities(source: str, target: str) -> bool:
    """True where both texts state the same values."""
    return compare_quantities(find_quantities(source, LANGUAGES[0]), find_quantities(target, LANGUAGES[1])).same


def same_names(source: str, target: str) -> bool:
    """True where both texts name the same."""
    return compare_names(find_names(source, LANGUAGES[0]), find_names(target, LANGUAGES[1]), source, target).same


def agreement(judge: Callable[[str, str], bool], cases: Sequence[PairCase]) -> dict[str, float | int | None]:
    """Share of right answers of all pairs and of each class apart: a judge that always says *same* must not look
    good."""
    right = {True: 0, False: 0}
    total = {True: 0, False: 0}
    for case in cases:
        total[case.same] += 1
        right[case.same] += judge(case.source, case.target) == case.same
    shares = {same: round(right[same] / total[same], DIGITS) if total[same] else None for same in total}
    return {
        "cases": len(cases),
        "accuracy": round(sum(right.values()) / len(cases), DIGITS),
        "same_accepted": shares[True],
        "same_cases": total[True],
        "different_caught": shares[False],
        "different_cases": total[False],
    }
