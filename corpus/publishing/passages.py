"""Keeps what people wrote into a card when the card is computed anew.

A passage stands between two comment lines of Markdown, invisible on the hub:

    <!-- human: notes -->
    What a person wrote.
    <!-- /human -->

The card has some empty passages where people usually want to say something. A passage of the old card goes into the
one of the same name; one that a person put elsewhere stays under the heading that it stood under. Keys of the YAML head
that no build writes (a gate's prompt, a paper's id) are kept too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from corpus.publishing.errors import PublishError

OPEN = re.compile(r"^<!-- *human: *([\w -]{1,60}?) *-->[ \t]*$")
CLOSE = re.compile(r"^<!-- */human *-->[ \t]*$")
LAST_HEADING = "## Notes"
HEAD = re.compile(r"\A---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a card: its name, its lines, and the heading above it (empty before the first)."""

    name: str
    lines: tuple[str, ...]
    heading: str


def merge_card(computed: str, existing: str | None, ours: frozenset[str]) -> str:
    """The computed card with the people's passages and YAML keys of the existing one; ``ours`` are keys that a build
    may write, which are never taken over.

    Raises `PublishError` where the existing card's markers do not match: guessing would lose what a person wrote.
    """
    if existing is None:
        return computed
    existing = existing.replace("\r\n", "\n")
    head, body = split_card(computed)
    old_head, old_body = split_card(existing)
    kept = {key: value for key, value in old_head.items() if key not in ours and key not in head}
    merged = _with_passages(body, read_passages(old_body))
    if not kept:
        return computed[: len(computed) - len(body)] + merged
    return f"---\n{dump_head({**head, **kept})}---\n{merged}"


def split_card(card: str) -> tuple[dict[str, Any], str]:
    """The YAML head and the body of a card. Raises `PublishError` for a head that does not parse."""
    match = HEAD.match(card)
    if match is None:
        return {}, card
    try:
        head = yaml.safe_load(match.group(1))
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        line = f", line {where.line + 2}" if where else ""
        raise PublishError(f"the card's YAML head does not parse{line}; mend README.md") from None
    return (head if isinstance(head, dict) else {}), card[match.end() :]


def dump_head(head: dict[str, Any]) -> str:
    """The YAML of a card's head, as the build writes it."""
    text: str = yaml.safe_dump(head, sort_keys=False, allow_unicode=True, width=120)
    return text


def read_passages(body: str) -> list[Passage]:
    """The passages of a card, empty ones left out."""
    passages: list[Passage] = []
    name, heading, lines, fenced = "", "", list[str](), False
    for number, line in enumerate(body.split("\n"), start=1):
        opened = OPEN.match(line)
        if (opened and name) or (CLOSE.match(line) and not name):
            raise PublishError(
                f"the card on the hub has markers that do not match (line {number} of its body): each "
                "'<!-- human: NAME -->' needs one '<!-- /human -->' after it; mend the card there first"
            )
        if opened:
            name, lines = opened.group(1), []
        elif CLOSE.match(line):
            if any(text.strip() for text in lines):
                passages.append(Passage(name, tuple(lines), heading))
            name = ""
        elif name:
            lines.append(line)
        elif line.startswith("```"):
            fenced = not fenced
        elif line.startswith("#") and not fenced:
            heading = line.strip()
    if name:
        raise PublishError(f"the card on the hub never closes its passage {name!r}; add '<!-- /human -->' there first")
    return passages


def _with_passages(body: str, passages: list[Passage]) -> str:
    by_name: dict[str, list[str]] = {}
    for passage in passages:
        by_name.setdefault(passage.name, []).extend(passage.lines)
    lines, placed = _filled(body.split("\n"), by_name)
    for passage in passages:
        if passage.name not in placed:
            lines = _put_under(lines, passage)
    return "\n".join(lines)


def _filled(lines: list[str], texts: dict[str, list[str]]) -> tuple[list[str], set[str]]:
    """The lines with the passages that the card itself provides for filled, and their names."""
    result: list[str] = []
    placed: set[str] = set()
    inside = False
    for line in lines:
        opened = OPEN.match(line)
        if CLOSE.match(line):
            inside = False
        if not inside:
            result.append(line)
        if opened and opened.group(1) in texts and opened.group(1) not in placed:
            placed.add(opened.group(1))
            result.extend(texts[opened.group(1)])
            inside = True
    return result, placed


def _put_under(lines: list[str], passage: Passage) -> list[str]:
    """The lines with a passage at the end of the section that has its heading, or in a last section of its own."""
    block = [f"<!-- human: {passage.name} -->", *passage.lines, "<!-- /human -->", ""]
    wanted = passage.heading or LAST_HEADING
    if wanted not in (line.strip() for line in lines):
        wanted = LAST_HEADING
    if wanted not in lines:
        return [*lines, LAST_HEADING, "", *block]
    start = lines.index(wanted)
    fenced = False
    for number in range(start + 1, len(lines)):
        fenced ^= lines[number].startswith("```")
        if lines[number].startswith("#") and not fenced:
            return [*lines[:number], *block, *lines[number:]]
    return [*lines, *block]
