"""An explained bead for a person, at 80 columns, and as plain values: the shares of its score and the tokens they rest
on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from textwrap import wrap
from typing import Any

from aligner import Alignment, Explanation, MissedToken

COLUMNS = 80
LEAD = 17
"""Columns before the tokens: the name of a share and its log odds."""
MOST_SOUGHT = 3
"""Renderings told of a phrase that was not found."""
DIGITS = 4


def explanation_text(alignment: Alignment, explanation: Explanation) -> str:
    """A bead for a person: its type, probability and score, both texts, and each share with the tokens it rests on;
    ``<`` marks the source, ``>`` the target."""
    bead = explanation.bead
    moved = "  moved" if bead.moved else ""
    lines = [f"{bead.kind}  {bead.probability:.2f}  score {bead.score:+.1f}{moved}"]
    for mark, text in (("<", alignment.source_text(bead)), (">", alignment.target_text(bead))):
        lines += wrap(text, COLUMNS, initial_indent=f"  {mark} ", subsequent_indent="    ")
    for name, share in bead.parts.items():
        tokens = list(_token_lines(explanation, name))
        if share or tokens:
            first, *others = tokens or [""]
            lines.append(f"  {name:<7}{share:>+6.1f}  {first}".rstrip())
            lines += [" " * LEAD + line for line in others]
    return "\n".join(lines)


def _token_lines(explanation: Explanation, name: str) -> Iterator[str]:
    """The tokens of one share, wrapped: what was found, then what was not."""
    in_phrases = {word for one in explanation.shared if one.kind == "phrase" for word in one.target.split()}
    found = [
        f"{one.source} = {one.target}"
        for one in explanation.shared
        if one.kind == name and not (name == "word" and one.target in in_phrases)
    ]
    missed = [_missed_text(one) for one in explanation.missed if one.kind == name]
    yield from wrap("; ".join(found), COLUMNS - LEAD)
    if missed:
        yield from wrap("not found: " + "; ".join(missed), COLUMNS - LEAD, subsequent_indent="  ")


def _missed_text(token: MissedToken) -> str:
    sought = "|".join(token.sought[:MOST_SOUGHT]) + ("|…" if len(token.sought) > MOST_SOUGHT else "")
    return f"{'<' if token.side == 'source' else '>'} {token.text}" + (f" ({sought})" if sought else "")


def explanation_dict(explanation: Explanation) -> dict[str, Any]:
    """What a bead's score is made of, as plain values."""
    bead = explanation.bead
    return {
        "score": round(bead.score, DIGITS),
        "parts": {name: round(share, DIGITS) for name, share in bead.parts.items()},
        "shared": [asdict(token) for token in explanation.shared],
        "missed": [{**asdict(token), "sought": list(token.sought)} for token in explanation.missed],
    }
