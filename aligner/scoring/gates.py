"""Strings of which a text must hold one for a regular expression to match it.

Residue is rare, and searching every sentence for fifteen patterns with alternatives takes longer than all else that is
done with its surface. Looking whether a text holds one of a few strings at all is twenty times faster, and the strings
need not be kept by hand beside the patterns: they stand in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?(?:[:=!]|<[=!]))?|[)|]"
    r"|[*+?]|\{\d+(?:,\d*)?\}|.",
    re.DOTALL,
)
_LEAST_LETTERS = 2
"""Letters from which a string without other signs is rare enough to tell texts apart."""
_OPTIONAL = ("?", "*", "{0")

Signs = frozenset[str]


def needed_strings(pattern: str) -> Signs:
    """Strings of which every match of a pattern holds at least one; none where that cannot be told.

    Reads groups, alternatives, classes and repetitions; a pattern that a person wrote for a table of residue holds
    nothing else.

    >>> sorted(needed_strings(r"<!--|\\b(?:Read|Voir) more\\s?"))
    [' more', '<!--']
    """
    tokens = iter([*_TOKEN.findall(pattern), ")"])
    return _group(tokens)


def _group(tokens: Iterator[str]) -> Signs:
    """Signs of the alternatives up to the closing bracket; none as soon as one alternative has none."""
    alternatives: list[Signs] = []
    best, run = frozenset[str](), ""
    last: Signs | None = None
    for token in tokens:
        if token.startswith(_OPTIONAL):
            run, last = run[:-1] if last is None else run, None
        if last is not None:
            best, last = _better(best, last), None
        char = _literal(token)
        if char:
            run += char
            continue
        best = _better(best, frozenset([run])) if run else best
        run = ""
        if token.startswith("("):
            inside = _group(tokens)
            last = inside if token in ("(", "(?:") else frozenset()
        elif token in ("|", ")"):
            alternatives.append(best)
            best = frozenset()
            if token == ")":
                break
    return frozenset().union(*alternatives) if all(alternatives) else frozenset()


def _literal(token: str) -> str:
    """The character that a token stands for, or nothing."""
    if token.startswith("\\"):
        if token[1] in "ux":
            return chr(int(token[2:], 16))
        return "" if token[1].isalnum() else token[1]
    special = len(token) > 1 or token in "()|*+?.^$"
    return "" if special else token


def _better(first: Signs, second: Signs) -> Signs:
    """The set that fewer texts meet; the first where they are alike."""
    return min((one for one in (first, second) if one), key=_commonness, default=frozenset())


def _commonness(signs: Signs) -> int:
    """How many strings there are to look for; those that many texts hold count a hundred times."""
    return sum(1 if _is_rare(sign) else 100 for sign in signs)


def _is_rare(sign: str) -> bool:
    letters = "".join(char for char in sign if char not in " .,:;")
    return len(letters) >= _LEAST_LETTERS or (bool(letters) and not letters.isalnum())
