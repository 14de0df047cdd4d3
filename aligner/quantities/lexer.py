"""A text as letter runs and figures, with where they stand.

Every language is read over the same tokens: a run of letters (``km²`` is one, ``quatre-vingt`` is two) or a figure
with its grouping (``1.234,56``, ``1 758``). Signs are no tokens: they are looked up in the gap between two tokens.
One pass of one regular expression that cannot backtrack beyond a group of three digits keeps this linear.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate

from aligner.words import WordSplit

TOKEN = re.compile(
    r"[^\W\d_]+|\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?:,\d+)?(?!\d)|\d{1,3}(?:['’]\d{3})+(?!\d)|\d+(?:[.,]\d+)*",
)
TOKEN_OR_GAP = re.compile(f"({TOKEN.pattern})")
"""To split a text into gaps and tokens, in turn."""
PLAIN_TOKEN_OR_GAP = re.compile(TOKEN_OR_GAP.pattern.replace(r"[^\W\d_]", r"[^\W\d]"))
"""The same for a text without underscores, in less time."""
DIGIT = re.compile(r"\d")
CHUNK = re.compile(r"\S+")
LINK_SIGNS = ("://", "www.", "@", ".vn", ".com", ".htm", ".org", ".net", ".fr")
"""A chunk that holds one of these may be an address; a text without any is not searched for addresses."""
LINK = re.compile(
    r"(?:[a-z]+://|www\.)|[^\s@]@[^\s@]+\.[^\s@]|^[(\[]?[a-z0-9.-]{1,99}\.(?:vn|com|org|net|fr|html?)(?:[/?#).,;]|$)"
)


class Tokens:
    """The tokens of one piece of text: ``words`` in lower case, and ``gaps``, what stands before each of them."""

    __slots__ = ("_bounds", "_parts", "gaps", "text", "words")

    def __init__(self, text: str, split: WordSplit | None = None) -> None:
        hidden = hide_links(text)
        if split is not None and split.plain and hidden is text and not DIGIT.search(text):
            parts = split.parts  # without figures, words are tokens
            self.words = [*map(str.lower, parts[1::2])]
        else:
            pattern = TOKEN_OR_GAP if "_" in hidden else PLAIN_TOKEN_OR_GAP
            parts = pattern.split(lower(hidden))  # gaps and tokens in turn: the fastest way to both
            self.words = parts[1::2]
        self.text = text
        self._parts = parts
        self._bounds: list[int] | None = None
        self.gaps = parts[::2]
        if hidden is not text:
            bounds = self.bounds
            self.gaps = [text[first:last] for first, last in zip([0, *bounds[1::2]], bounds[::2], strict=True)]

    @property
    def bounds(self) -> list[int]:
        """Where each token starts and ends, in turn; worked out only for a text that holds a quantity."""
        if self._bounds is None:
            self._bounds = [*accumulate(map(len, self._parts))]
        return self._bounds

    def start(self, index: int) -> int:
        """Where the token starts."""
        return (self._bounds or self.bounds)[2 * index]

    def end(self, index: int) -> int:
        """Where the token ends."""
        return (self._bounds or self.bounds)[2 * index + 1]

    def gap(self, index: int) -> str:
        """What stands before the token, from the end of the token before it."""
        return self.gaps[index]

    def word(self, index: int) -> str:
        """The token in lower case, or nothing outside the text."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def original(self, index: int) -> str:
        """The token as it was written."""
        return self.text[self.start(index) : self.end(index)]

    def is_figure(self, index: int) -> bool:
        """True where the token is made of digits."""
        return 0 <= index < len(self.words) and self.words[index][0].isdecimal()


def tokenize(text: str, split: WordSplit | None = None) -> Tokens:
    """Cut a text into tokens; ``split`` are its words, if they are known.

    >>> tokenize("Khoảng 1.758 km²").words
    ['khoảng', '1.758', 'km²']
    """
    return Tokens(text, split)


def lower(text: str) -> str:
    """Lower case that keeps the length of the text (``İ`` would become two characters).

    >>> len(lower("İX"))
    2
    """
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def hide_links(text: str) -> str:
    """The text with addresses overwritten by spaces, so that their digits are not read.

    >>> hide_links("xem https://a.vn/b1.html nhé")
    'xem                      nhé'
    """
    for sign in LINK_SIGNS:
        if sign in text:
            return _without_links(text)
    return text


def _without_links(text: str) -> str:
    parts, last = [], 0
    for chunk in CHUNK.finditer(text):
        word = chunk[0]
        if ("." in word or ":" in word) and LINK.search(word.lower()):
            parts += [text[last : chunk.start()], " " * len(word)]
            last = chunk.end()
    return "".join([*parts, text[last:]])


def compose(text: str) -> tuple[str, list[int]]:
    """The text in NFC with the offset of each of its characters (and of its end) in the text as given.

    >>> compose("a\u0300 2")
    ('à 2', [0, 2, 3, 4])
    """
    composed, offsets = [], []
    start = 0
    for index in range(1, len(text) + 1):
        if index < len(text) and (unicodedata.combining(text[index]) or _is_jamo(text[index])) and index - start < 32:
            continue
        cluster = unicodedata.normalize("NFC", text[start:index])
        composed.append(cluster)
        offsets += [min(start + place, index - 1) for place in range(len(cluster))]
        start = index
    return "".join(composed), [*offsets, len(text)]


def _is_jamo(char: str) -> bool:
    return "\u1160" <= char <= "\u11ff"
