"""The lines of a page that belong to its site: rules kept as data in ``rules/furniture.tsv`` and ``rules/marks.toml``.

This module loads the rules once and answers what one line is; where it stands on the page, and what that means, is the
business of `corpus.clean`. Lines longer than `MAX_LINE` are never furniture, which bounds the work of every pattern.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from aligner.folding import fold

RULES = Path(__file__).parent / "rules"
MAX_LINE = 300
"""Code points of the longest line that rules look at; furniture is short, the longest are imprints."""

MAX_START = 80
"""Code points of the longest line that a rule of kind ``start`` removes: its words may also begin a sentence."""

_EDGES = " \t\u00a0\u202f.,:;!?…·•*|>»«›‹–—-_=()[]\"'“”"
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Furniture:
    """What a rule says of a line: the rule's name and the zone it holds in (``any``, ``edge`` or ``end``)."""

    rule: str
    zone: str


@dataclass(frozen=True, slots=True)
class _Rules:
    lines: dict[str, Furniture]
    starts: tuple[tuple[str, Furniture], ...]
    pattern: re.Pattern[str]
    matched: dict[str, Furniture]


def line_key(line: str) -> str:
    """Reduce a line to what two printings of it share: no case, no accents, single spaces, no punctuation at the ends.

    >>> line_key("  Même sujet : "), line_key("TIN LIÊN QUAN")
    ('meme sujet', 'tin lien quan')
    """
    return _SPACES.sub(" ", fold(line)).strip(_EDGES)


def find_furniture(line: str, key: str | None = None) -> Furniture | None:
    """Find the rule that a whole line falls under; ``key`` is its `line_key` where the caller has it.

    >>> find_furniture("Comment (0)"), find_furniture("Même sujet")
    (Furniture(rule='comment_counter', zone='end'), Furniture(rule='navigation', zone='end'))
    >>> find_furniture("La rue Hang Ma est resplendissante.") is None
    True
    """
    if len(line) > MAX_LINE:
        return None
    rules = _load()
    key = line_key(line) if key is None else key
    found = rules.lines.get(key)
    if found is not None:
        return found
    if len(line) <= MAX_START:
        for start, furniture in rules.starts:
            if key.startswith(start):
                return furniture
    match = rules.pattern.fullmatch(line.strip())
    return rules.matched[match.lastgroup] if match and match.lastgroup else None


@cache
def marks(name: str) -> tuple[str, ...]:
    """Words of one list of ``rules/marks.toml``, as written there.

    Raises:
        KeyError: there is no list of this name.
    """
    return tuple(_mark_lists()[name])


@cache
def folded_marks(name: str) -> frozenset[str]:
    """Words of one list of ``rules/marks.toml`` as `line_key` writes them."""
    return frozenset(map(line_key, marks(name)))


@cache
def _mark_lists() -> dict[str, list[str]]:
    with (RULES / "marks.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def _load() -> _Rules:
    lines: dict[str, Furniture] = {}
    starts: list[tuple[str, Furniture]] = []
    patterns: list[str] = []
    matched: dict[str, Furniture] = {}
    for row in (RULES / "furniture.tsv").read_text(encoding="utf-8").splitlines():
        if not row or row.startswith("#"):
            continue
        rule, zone, match, pattern = row.split("\t")
        furniture = Furniture(rule, zone)
        if match == "line":
            lines.setdefault(line_key(pattern), furniture)
        elif match == "start":
            starts.append((line_key(pattern), furniture))
        elif match == "regex":
            # One pattern of named branches: a line is matched once, not once a rule.
            name = f"rule{len(patterns)}"
            patterns.append(f"(?P<{name}>{pattern})")
            matched[name] = furniture
        else:
            raise ValueError(f"furniture.tsv: {match!r} is no kind of match; use line, start or regex in: {row}")
    return _Rules(lines, tuple(starts), re.compile("|".join(patterns), re.IGNORECASE), matched)
