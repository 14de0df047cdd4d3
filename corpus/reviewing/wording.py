"""What interfaces say about a pair: the meaning of flags, of verdicts and of statuses, in words.

Whatever a page holds is shown, never obeyed: control characters and marks that turn the direction of writing become
signs of the same length, so that no text moves the cursor.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import aligner
from corpus.reviewing.records import Decision

LANGUAGE_NAMES = ("Vietnamese", "French")
FLAG_MEANINGS = {
    "number": "a figure was lost, added or changed",
    "name": "a name was lost, added or changed",
    "omission": "content of the source is missing",
    "addition": "content that the source does not have",
    "untranslated": "source-language text was left in the target",
    "language": "a third language",
    "negation": "one side denies what the other says",
    "repetition": "text is repeated",
    "artefact": "residue of the translation machine",
    "unrelated": "the two texts say different things",
}
STATUS_SIGNS = {"unreviewed": " ", "accepted": "✓", "edited": "✎", "rejected": "✗", "alone": "·"}
KEYS = (
    ("a", "accept", "the target is a faithful translation of the source, as it stands"),
    ("r", "reject", "the pair is to leave the dataset (R asks for the reason)"),
    ("e", "edit", "correct the words of either side"),
    ("m", "merge", "this pair and what follows it (a lone sentence, too) are one pair"),
    ("M", "merge-before", "what precedes (a lone sentence, too) and this pair are one pair"),
    ("s", "split", "one pair is two: say where each side is cut"),
    ("w", "swap", "the targets of this pair and the next changed places"),
    ("]", "give-source", "the last source sentence belongs to the next pair"),
    ("[", "take-source", "the first source sentence of the next pair belongs here"),
    ("}", "give-target", "the last target sentence belongs to the next pair"),
    ("{", "take-target", "the first target sentence of the next pair belongs here"),
)
"""The verdicts: key, verdict, meaning. They are the same on the full screen and line by line."""
VERDICT_OF_KEY = {key: verdict for key, verdict, _ in KEYS}


def flag_lines(flags: Iterable[aligner.Flag]) -> list[str]:
    """A line a flag: kind, what was found, what the kind means.

    >>> flag_lines([aligner.Flag("number", "79 became 97")])
    ['number: 79 became 97 (a figure was lost, added or changed)']
    """
    return [f"{flag.kind}: {flag.detail} ({FLAG_MEANINGS.get(flag.kind, 'a fault')})" for flag in flags]


def note_line(decision: Decision) -> str:
    """A remark with who made it."""
    return f"{decision.reviewer}, {decision.time[:10]}, {decision.verdict}: {decision.note}"


def visible(text: str) -> str:
    """A text whose every character is shown: control characters and direction marks as the replacement character.

    >>> visible("a\\x1b[2Jb\\u202e") == "a\\ufffd[2Jb\\ufffd"
    True
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(char) in ("Cc", "Cs") or _turns(char) else char
        for char in text
    )


def _turns(char: str) -> bool:
    return "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069" or char in "\u2028\u2029\u200e\u200f"
