"""The ledger of a dataset after some of its pages were withdrawn.

A withdrawn page ends as ``rejected:withdrawn`` and its lines and sentences are counted no more, as in a build that
leaves it out. Its partner is unpaired, unless it has another translation. Its pairs end as ``rejected:withdrawn``; a
later build never sees them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from corpus.documents import Rejected
from corpus.ledger import Ledger
from corpus.rows import Row
from corpus.withdrawals import WITHDRAWN

SIDES = ("source", "target")


def withdrawn_ledger(
    before: Mapping[str, Any],
    documents: Sequence[Row],
    left: Sequence[Row],
    pages: Collection[str],
    pairs: int,
    left_out: Iterable[Rejected],
) -> dict[str, Any]:
    """The ledger ``before``, with what became of everything since.

    ``documents`` are the page pairs there were, ``left`` those that stay, ``pages`` the ids of the withdrawn pages,
    ``pairs`` how many rows went with them, ``left_out`` the lines that cleaning took out. Repairs stay as they were
    counted while the pages were read.
    """
    counts = {level: Counter(entry["states"]) for level, entry in before.items()}
    had, has = _sentences(documents), _sentences(left)
    for page in had:
        if page in has and page not in pages:
            _move(counts["sentences"], had[page], has[page])
            continue
        counts["documents"]["paired"] -= 1
        counts["documents"][f"rejected:{WITHDRAWN}" if page in pages else "unpaired"] += 1
        unpaired = Counter() if page in pages else Counter({"unpaired": sum(had[page].values())})
        _move(counts["sentences"], had[page], unpaired)
    for page, lines in _kept_lines(documents).items():
        counts["lines"]["kept"] -= lines if page in pages else 0
    for item in left_out:
        if item.kind == "line" and item.item.rpartition(":")[0] in pages:
            counts["lines"][f"removed:{item.reason}"] -= 1
    counts["pairs"]["kept"] -= pairs
    counts["pairs"][f"rejected:{WITHDRAWN}"] += pairs
    ledger = _ledger(counts)
    ledger.repairs.update(before["documents"].get("repairs", {}))
    return ledger.as_dict()


def _sentences(documents: Iterable[Row]) -> dict[str, Counter[str]]:
    """Sentences of each page that are ``paired`` in any of its translations, and those that are ``null``."""
    every: dict[str, set[int]] = {}
    paired: dict[str, set[int]] = {}
    for row in documents:
        for bead in row["alignment"]:
            for side in SIDES:
                page = row[f"{side}_document"]
                every.setdefault(page, set()).update(bead[side])
                found = paired.setdefault(page, set())
                if bead["source"] and bead["target"]:
                    found.update(bead[side])
    return {page: Counter(paired=len(paired[page]), null=len(every[page]) - len(paired[page])) for page in every}


def _kept_lines(documents: Iterable[Row]) -> dict[str, int]:
    texts = {row[f"{side}_document"]: row[f"{side}_text"] for row in documents for side in SIDES}
    return {page: sum(bool(line.strip()) for line in text.split("\n")) for page, text in texts.items()}


def _move(counts: Counter[str], before: Mapping[str, int], after: Mapping[str, int]) -> None:
    for state, count in before.items():
        counts[state] -= count
    for state, count in after.items():
        counts[state] += count


def _ledger(counts: Mapping[str, Mapping[str, int]]) -> Ledger:
    ledger = Ledger()
    for level, states in counts.items():
        for state, count in states.items():
            ledger.enter(level, max(count, 0))
            ledger.end(level, state, max(count, 0))
    return ledger
