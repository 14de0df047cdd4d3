"""The keys of the full screen beside the verdicts: what they are called, what they do, which the last line names."""

from __future__ import annotations

HINTS = ("a accept", "r reject", "u undo", "? help", "e edit", "m merge", "s split", "[]{} shift", "w swap", "q stop")
"""What the last line says of the keys, as many as there is room for; `HINT_ORDER` is how they are read."""
HINT_ORDER = ("a", "r", "e", "m", "s", "w", "[]{}", "u", "?", "q")
BLIND_HINTS = ("a accept", "r reject", "u undo", "? help", "q stop")
KEY_NAMES = {
    "[": "left_square_bracket",
    "]": "right_square_bracket",
    "{": "left_curly_bracket",
    "}": "right_curly_bracket",
}
MOVES = (
    ("j, ↓, space", "the next pair, without a verdict"),
    ("k, ↑", "the pair before"),
    ("PgDn, PgUp", "ten pairs on, ten back"),
    ("Ctrl+↓, ↑", "scroll a long pair and its flags"),
    ("Tab", "read the whole pages: arrows scroll them; Tab again: back to the pair"),
    ("u, U", "undo the last verdict of this session; redo"),
    ("n", "write a note on the pair"),
    ("b, B", "set or take away a bookmark; show the bookmarked pairs only"),
    ("/", "only pairs with a text; flag:number, flag:none, publisher:…, type:1-2, status:all, quality:0.5, bookmarked"),
    ("g", "go to a pair by its number in the queue"),
    ("d", "dark or light"),
    ("?", "this help"),
    ("q", "stop; everything is saved already"),
)


def hints(width: int, *, blind: bool) -> str:
    """What the last line says of the keys, as many as a width has room for; in a ``blind`` sample, of those there are.

    >>> hints(30, blind=False)
    'a accept  r reject  u undo'
    """
    named = list(BLIND_HINTS if blind else HINTS)
    while sum(len(hint) + 2 for hint in named) - 2 > width and len(named) > 1:
        named.pop()
    return "  ".join(sorted(named, key=lambda hint: HINT_ORDER.index(hint.split()[0])))
