"""Which scored pairs are kept: rules that reject, and duplicates, each with its reason.

Flagged pairs stay, with their flags: a reader may want them, and a training pipeline can leave them out. Only what is
no pair of translations at all is rejected.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aligner.ranges import check_shares
from corpus.documents import Rejected
from corpus.rows import Row
from corpus.tiers import tiers


@dataclass(frozen=True, slots=True)
class SelectConfig:
    """``min_quality``: pairs below it are rejected; ``strict_quality``: pairs from it on, without a flag, make the
    strict tier. Both are in [0, 1]; the defaults were chosen from a precision-recall table (`corpus.tiers`).

    Raises ``ValueError`` for a value outside.
    """

    min_quality: float = field(default_factory=lambda: tiers().default)
    strict_quality: float = field(default_factory=lambda: tiers().strict)

    def __post_init__(self) -> None:
        check_shares("select", self)


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows kept, rows left out, and the state of every row by id: ``kept``, ``duplicate`` or ``rejected:RULE``."""

    kept: list[Row]
    rejected: list[Rejected]
    states: Mapping[str, str]


def select(rows: Sequence[Row], config: SelectConfig) -> Selection:
    """Keep or reject every row; of duplicates the one of the best quality stays."""
    reasons = {row["id"]: reason for row in rows if (reason := _rejection(row, config))}
    reasons |= _same_as_rejected(rows, reasons)
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
    """The rule that a row breaks; what a person accepted or edited breaks none."""
    if row["review_status"] == "rejected":
        return "review", "a reviewer rejected it"
    if row["review_status"] != "unreviewed":
        return None
    source, target = _text_key(row)
    if source == target:
        return "copy", "the target is the source, word for word"
    if "unrelated" in row["flags"]:
        return "unrelated", "the two texts say different things"
    if row["quality"] < config.min_quality:
        return "min_quality", f"quality {row['quality']:.3f} is under {config.min_quality}"
    return None


def _same_as_rejected(rows: Sequence[Row], reasons: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Rows that nobody reviewed with the two texts of one that a reviewer rejected: the verdict is about the texts."""
    refused = {_text_key(row): row["id"] for row in rows if row["review_status"] == "rejected"}
    if not refused:
        return {}
    return {
        row["id"]: ("review", f"the same two texts as {same}, which a reviewer rejected")
        for row in rows
        if row["review_status"] == "unreviewed" and row["id"] not in reasons and (same := refused.get(_text_key(row)))
    }


def _best_of_duplicates(rows: Sequence[Row]) -> dict[tuple[str, str], Row]:
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[_text_key(row)].append(row)
    return {key: min(group, key=_rank) for key, group in groups.items()}


def _rank(row: Row) -> tuple[bool, float, float, str]:
    """Which of several copies stays: a reviewed one, the best-scored, the surest, the first by id."""
    return row["review_status"] == "unreviewed", -row["quality"], -row["alignment_probability"], row["id"]


def _text_key(row: Row) -> tuple[str, str]:
    """Both texts, case folded: tone marks stay, since they tell Vietnamese words apart."""
    source, target = row["translation"]["vi"], row["translation"]["fr"]
    return _comparable(source), _comparable(target)


def _comparable(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _left_out(row: Row, reason: str, detail: str) -> Rejected:
    return Rejected(row["id"], "pair", "select", reason, detail, row["translation"]["vi"], row["translation"]["fr"])
