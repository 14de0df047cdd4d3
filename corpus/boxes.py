"""Boxes of other articles inside or below a page: where one opens, and where the article comes back.

A heading such as ``Tin liên quan`` or ``Même sujet``, a comment counter or the source line opens a box. Its lines are
teasers: headlines, captions, now and then one sentence with a full stop. The article comes back with real paragraphs:
long ones, or two in a row. Below the foot of the page (more text before it than after) the proof must be stronger, as
comments and leads of other articles stand there too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

_TERMINAL = re.compile(r"[.!?…:;][\"'”»)\]]{0,3}\s?[\"'”»)\]]{0,3}$")
_STOP_INSIDE = re.compile(r"[.!?…][\"'”»)]{0,2}\s+[^\W\d_a-zà-ỹ«“\"]")
_TAIL = 12


@dataclass(frozen=True, slots=True)
class BoxConfig:
    """When the article comes back after a box; lengths in code points.

    ``min_paragraph``: shortest line with a final stop that counts as a paragraph; captions and teasers are shorter.
    ``long_paragraph``: length from which one paragraph alone ends a box; most leads under a headline are shorter.
    ``foot_paragraph``, ``foot_long_paragraph``: the same two below the foot; the longest teaser of
    the seeds and the sample has 150.
    ``min_stops``: sentence ends inside a line that make it a paragraph in a box; below the foot one more is asked.
    """

    min_paragraph: int = 80
    long_paragraph: int = 200
    foot_paragraph: int = 160
    foot_long_paragraph: int = 450
    min_stops: int = 1


class Judged(Protocol):
    """A line under judgement, as `close_boxes` needs it."""

    text: str
    rule: str | None
    opens: bool
    edge: str | None


def is_paragraph(text: str, config: BoxConfig) -> bool:
    """Tell running text: long enough, with a final stop.

    >>> text = "Les délégués ont discuté en profondeur. " * 3
    >>> is_paragraph("Comment (0)", BoxConfig()), is_paragraph(text, BoxConfig())
    (False, True)
    """
    return len(text) >= config.min_paragraph and bool(_TERMINAL.search(text[-_TAIL:].rstrip()))


def close_boxes(verdicts: Sequence[Judged], config: BoxConfig) -> None:
    """Remove the lines of boxes (rule ``teaser``, or their own edge rule); kept lines are those with a text."""
    weights = [len(verdict.text) if is_paragraph(verdict.text, config) else 0 for verdict in verdicts]
    filled = [number for number, verdict in enumerate(verdicts) if verdict.text or verdict.opens]
    total, before = sum(weights), 0
    inside = below = False
    for position, number in enumerate(filled):
        verdict = verdicts[number]
        if verdict.opens:
            inside = inside or before > 0
            below = below or (before > 0 and before >= total - before)
            continue
        if inside:
            following = filled[position + 1] if position + 1 < len(filled) else None
            after = verdicts[following].text if following is not None else ""
            if _comes_back(verdict.text, after, below, config):
                inside = False
            else:
                verdict.text, verdict.rule = "", verdict.edge or "teaser"
        before += weights[number]


def _comes_back(text: str, following: str, below: bool, config: BoxConfig) -> bool:
    """Is a line in a box a paragraph of the article? ``following`` is the next line, ``below`` true under the foot."""
    if not is_paragraph(text, config):
        return False
    least = config.foot_paragraph if below else config.min_paragraph
    enough = config.foot_long_paragraph if below else config.long_paragraph
    if len(text) >= enough:
        return True
    if len(text) >= least and len(following) >= least and is_paragraph(following, config):
        return True
    stops = sum(1 for _ in _STOP_INSIDE.finditer(text))
    return stops >= (config.min_stops + 1 if below else config.min_stops) and len(text) >= least
