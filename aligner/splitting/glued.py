"""Stops with no space after them: two sentences that lost their space, or one name with a dot in it.

Crawled pages lose spaces at links and line ends (``hôm nay.Ngày mai``), and hold addresses, file names and dotted
brands. A capital after the stop is the first sign of a sentence; the letters on both sides and the rest of the unbroken
string decide.
"""

from __future__ import annotations

import re
import unicodedata

from aligner.splitting.line import Line
from aligner.splitting.patterns import APOSTROPHES, CHUNK
from aligner.splitting.rules import SplitRules, compose

_LOCAL_PART = re.compile(r"[\w.+-]{1,64}@")
_DOTTED_NAME = re.compile(r"([^\W_]{1,24})\.[^\W\d_]")
_ENDING = re.compile(r"\.([A-Za-z0-9]{2,5})(?!\w)")
_NOT_LABEL = re.compile(r"[\W_]")

_LONGEST_ADDRESS = 200
"""Characters read back for the start of an address."""

_SHORTEST_ACRONYM = 3
"""Capitals before a stop that make an acronym rather than a title or initials (``UBND.Theo``, ``TP.Huế``)."""

_MARKS_ON_A_LETTER = 3
"""Combining marks that a decomposed letter may carry."""


def is_glued_boundary(line: Line, rules: SplitRules, first: int, last: int, head: int, marked: bool) -> bool:
    """Whether a stop with no space after it may end a sentence: ``nay.Ngày``, and not ``Node.JS`` or ``Ph.D.``.

    ``first`` and ``last`` are the span of the stop, ``head`` is the next letter; ``marked`` is true where quotes or
    brackets stand between.
    """
    text, start = line.text, line.start
    if not text[head].isupper():
        return False
    if marked:
        return True
    before = _letter_before(text, start, first)
    if text[head + 1 : head + 2] in (".", "-"):
        return False
    run = text[first:last]
    if run[0] in ".…" and before.isspace():
        return False
    if run == "." and not _may_be_glued(text, start, first, head, before, rules):
        return False
    return not _is_inside_name(text, rules, start, first, last)


def _may_be_glued(text: str, start: int, first: int, head: int, before: str, rules: SplitRules) -> bool:
    """Whether the letters on both sides look like two sentences: small letter or sign, figure, or acronym before."""
    following = text[head + 1 : head + 2]
    begins_word = following.islower() or following in APOSTROPHES or unicodedata.combining(following or " ") > 0
    is_word = text[head] in rules.starters and following.isspace()
    if before.isdigit():
        return begins_word or is_word
    if before.isupper():
        label = text[max(start, first - _LONGEST_ADDRESS) : first].rsplit(None, 1)[-1]
        label = _NOT_LABEL.split(label)[-1]
        return begins_word and label.isalpha() and label.isupper() and len(label) >= _SHORTEST_ACRONYM
    return begins_word or is_word or following.isupper()


def _letter_before(text: str, start: int, first: int) -> str:
    """The character before the stop, below the marks of a decomposed letter."""
    for position in range(first - 1, max(start, first - 1 - _MARKS_ON_A_LETTER) - 1, -1):
        if not unicodedata.combining(text[position]):
            return text[position]
    return " "


def _is_inside_name(text: str, rules: SplitRules, start: int, first: int, last: int) -> bool:
    """Whether a stop in an unbroken string is inside an address, a file name or a dotted name."""
    right = CHUNK.match(text, last).group()  # type: ignore[union-attr]  # a letter follows
    left = text[max(start, first - _LONGEST_ADDRESS) : first].rsplit(None, 1)[-1]
    label = _NOT_LABEL.split(right, maxsplit=1)[0]
    if _LOCAL_PART.match(right) or label.lower() in rules.file_endings:
        return True
    dotted = _DOTTED_NAME.match(right)
    if "://" in left or "@" in left or left.startswith("www."):
        return label.isascii() and (dotted is not None or left.rpartition(".")[2] not in rules.file_endings)
    if dotted is None or not left.isascii() or not right.isascii():
        return False
    name = compose(dotted.group(1))
    if any(ending.lower() in rules.file_endings for ending in _ENDING.findall(right)):
        return True
    return not name.isupper() and name not in rules.abbreviations
