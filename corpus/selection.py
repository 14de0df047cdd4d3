"""Which scored pairs are kept: rules that reject, and duplicates, each with its reason.

Flagged pairs stay, with their flags: a reader may want them, and a training pipeline can leave them out. Only what is
no pair of translations at all is rejected.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.documents import Rejected
from corpus.rows import Row


@dataclass(frozen=True, slots=True)
class SelectConfig:
    """``min_quality``: pairs below it are rejected, in [0, 1]; the default drops only what is almost surely wrong."""

    min_quality: float = 0.1


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows kept, rows left out, and the state of every row by id: ``kept``, ``duplicate`` or ``rejected:RULE``."""

    kept: list[Row]
    rejected: list[Rejected]
    states: Mapping[str, str]


def select(rows: Sequence[Row], config: SelectConfig) -> Selection:
    """Keep or reject every row; of duplicates the one of the best quality stays."""
    reasons = {row["id"]: reason for row in rows if (reason := _rejection(row, config))}
    best = _best_of_duplicates([row for row in rows if row["id"] not in reasons])
    kept, rejected, states = [], [], {}
    for row in rows:
        if row["id"] in reasons:
            rule, detail = reasons[row["id"]]
            states[row["id"]] = f"rejected:{rule}"
            rejected.append(_left_out(row, rule, detail))
        elif best[_text_key(row)]["id"] != row["id"]:
            states[row["id"]] = "duplicate"
            rejected.append(_left_out(row, "duplicate", f"the same two texts as {best[_text_key(row)]['id']}"))
        else:
            states[row["id"]] = "kept"
            kept.append(row)
    return Selection(kept, rejected, states)


def _rejection(row: Row, config: SelectConfig) -> tuple[str, str] | None:
    source, target = _text_key(row)
    if source == target:
        return "copy", "the target is the source, word for word"
    if "unrelated" in row["flags"]:
        return "unrelated", "the two texts say different things"
    if row["quality"] < config.min_quality:
        return "min_quality", f"quality {row['quality']:.3f} is under {config.min_quality}"
    return None


def _best_of_duplicates(rows: Sequence[Row]) -> dict[tuple[str, str], Row]:
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[_text_key(row)].append(row)
    return {
        key: min(group, key=lambda row: (-row["quality"], -row["alignment_probability"], row["id"]))
        for key, group in groups.items()
    }


def _text_key(row: Row) -> tuple[str, str]:
    """Both texts, case folded: tone marks stay, since they tell Vietnamese words apart."""
    source, target = row["translation"]["vi"], row["translation"]["fr"]
    return _comparable(source), _comparable(target)


def _comparable(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _left_out(row: Row, reason: str, detail: str) -> Rejected:
    return Rejected(row["id"], "pair", "select", reason, detail, row["translation"]["vi"], row["translation"]["fr"])
