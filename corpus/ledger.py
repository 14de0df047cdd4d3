"""The ledger: what became of every document, line, sentence and bead. It adds up, or the build fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

LEVELS = ("documents", "lines", "sentences", "pairs")


class LedgerError(RuntimeError):
    """Something was counted twice or lost: a fault of this program, not of its input."""


@dataclass(slots=True)
class Ledger:
    """Totals counted where things come in, states counted where they end."""

    totals: Counter[str] = field(default_factory=Counter)
    states: dict[str, Counter[str]] = field(default_factory=lambda: {level: Counter() for level in LEVELS})
    repairs: Counter[str] = field(default_factory=Counter)
    """Documents by the repairs that changed them; one may have had several."""

    def enter(self, level: str, count: int = 1) -> None:
        """Count things that came in."""
        self.totals[level] += count

    def end(self, level: str, state: str, count: int = 1) -> None:
        """Count things that ended in a state."""
        if count:
            self.states[level][state] += count

    def end_all(self, level: str, states: Iterable[str]) -> None:
        """Count one thing for each state."""
        self.states[level].update(states)

    def as_dict(self) -> dict[str, Any]:
        """The ledger as `metrics.json` holds it. Raises `LedgerError` where the states do not add up to the total."""
        for level in LEVELS:
            ended = sum(self.states[level].values())
            if ended != self.totals[level]:
                raise LedgerError(f"ledger of {level}: {self.totals[level]} came in, {ended} ended; please report this")
        entries: dict[str, dict[str, Any]] = {
            level: {"total": self.totals[level], "states": dict(sorted(self.states[level].items()))} for level in LEVELS
        }
        if self.repairs:
            entries["documents"]["repairs"] = dict(sorted(self.repairs.items()))
        return entries


def ledger_lines(ledger: Mapping[str, Any]) -> list[str]:
    """The ledger as Markdown table rows: level, state, count, share of the level."""
    rows = []
    for level in LEVELS:
        total = ledger[level]["total"]
        rows.append(f"| **{level}** | **total** | **{total:,}** | |")
        for state, count in sorted(ledger[level]["states"].items(), key=lambda item: (-item[1], item[0])):
            rows.append(f"| | {state} | {count:,} | {count / total:.1%} |")
    return rows
