"""Stops with no space after them: two sentences that lost their space, or one name with a dot in it.

Crawled pages lose spaces at links and line ends (``hôm nay.Ngày mai``), and hold addresses, file names and dotted
brands. A capital after the stop is the first sign of a sentence; the letters on both sides decide, and the whole
unbroken string where it can only be a name. Beyond the next stop nothing else is read: there the sentence may end, and
by itself it must read the same.
"""

from __future__ import annotations

import re
import unicodedata

from aligner.splitting.line import Line
from aligner.splitting.patterns import APOSTROPHES, WORD
from aligner.splitting.rules import SplitRules, compose

_LONGEST_ADDRESS = 200
"""Characters of an unbroken string that may still be an address or a file name."""

_CHUNK = re.compile(rf"\S{{1,{_LONGEST_ADDRESS + 1}}}")
_LABEL = re.compile(r"[^\W_]{0,24}")
_NOT_LABEL = re.compile(r"[\W_]")

_MAILBOX = re.compile(r"[\w.+-]{1,64}@[\w.-]+")
_DOTTED_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}(?:\.[A-Za-z0-9_-]{1,64})+")
_MARKS_ROUND_NAME = "()[]{}«»‹›“”„‘’'\"*.,;:!?…"

_FEWEST_LABELS = 3
"""Parts of a dotted name that has no known ending: ``System.Windows.Forms``."""

_SHORTEST_ACRONYM = 3
"""Capitals before a stop that make an acronym rather than a title or initials (``UBND.Theo``, ``TP.Huế``)."""

_SHORTEST_WORD = 2
"""Capitals that are no initial; whether they are a title, unit or number is told by what stands round them."""

_NOT_COMPOUND = re.compile(r"[^\w/-]")
_LOW_ROMAN_NUMBER = re.compile(r"[IVX]{2,}")
"""Quarters, centuries and kings; with L, C, D and M it may be an acronym (``CV``)."""

_ACRONYM = re.compile(r"[^\W\d_a-z]{3,8}(?=\s)")
"""An acronym that begins a sentence behind a figure (``2-0.HLV Park``)."""

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
    if text[head + 1 : head + 2] in (".", "-"):
        return False
    before = _letter_before(text, start, first)
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
        return begins_word or is_word or _ACRONYM.match(text, head) is not None
    if before.isupper():
        return begins_word and _is_word_in_capitals(text, start, first, head, rules)
    return begins_word or is_word or following.isupper()


def _is_word_in_capitals(text: str, start: int, first: int, head: int, rules: SplitRules) -> bool:
    """Whether the capital before a stop ends a word, number or sign rather than a title, an initial or a brand."""
    words = text[max(start, first - _LONGEST_ADDRESS) : first].rsplit(None, 2)
    chunk, previous = words[-1], compose(words[-2]) if len(words) > 1 else ""
    compound = _NOT_COMPOUND.split(chunk)[-1]
    if "-" in compound and compound.isupper() and len(compound) > _SHORTEST_ACRONYM:
        return True  # NĐ-CP
    label = _NOT_LABEL.split(chunk)[-1]
    if len(label) < _SHORTEST_WORD:
        return chunk[-2:-1] == "°" or previous.lower() in rules.letter_nouns
    if not label.isalpha() or previous[-1:].isdigit():
        return True  # 14B, 500 kV
    if sum(map(str.isupper, label)) >= _SHORTEST_ACRONYM:
        return True  # UBND, VNeID
    if not label.isupper():
        return False
    following = WORD.match(text, head)
    return _LOW_ROMAN_NUMBER.fullmatch(label) is not None or (
        following is not None and compose(following.group()) in rules.starters
    )


def _letter_before(text: str, start: int, first: int) -> str:
    """The character before the stop, below the marks of a decomposed letter."""
    for position in range(first - 1, max(start, first - 1 - _MARKS_ON_A_LETTER) - 1, -1):
        if not unicodedata.combining(text[position]):
            return text[position]
    return " "


def _is_inside_name(text: str, rules: SplitRules, start: int, first: int, last: int) -> bool:
    """Whether a stop in an unbroken string is inside an address, a file name or a dotted name."""
    label = _LABEL.match(text, last).group()  # type: ignore[union-attr]  # it matches nothing at least
    if label.lower() in rules.file_endings:
        return True
    words = text[max(start, first - _LONGEST_ADDRESS) : first].rsplit(None, 1)
    left = words[-1] if words else ""
    if _is_address(left, rules):
        goes_on = text[last + len(label) : last + len(label) + 1] in (".", "/")
        return label.isascii() and (goes_on or left.rpartition(".")[2] not in rules.file_endings)
    chunk = left + _CHUNK.match(text, first).group()  # type: ignore[union-attr]  # the stop itself at least
    return len(chunk) <= _LONGEST_ADDRESS and _is_name(chunk.strip(_MARKS_ROUND_NAME), rules)


def _is_address(left: str, rules: SplitRules) -> bool:
    """Whether an unbroken string before a stop begins an address: ``https://…``, ``x@y``, ``www.…``, ``site.vn/…``."""
    if "://" in left or "@" in left or left.startswith("www."):
        return True
    site, slash, _ = left.partition("/")
    return slash != "" and "." in site and site.rpartition(".")[2] in rules.file_endings


def _is_name(chunk: str, rules: SplitRules) -> bool:
    """Whether a whole unbroken string is a mailbox, a file name or a dotted name.

    It then has no boundary at all, so that no part of it is ever read without the rest.
    """
    if _MAILBOX.fullmatch(chunk):
        return True
    if not _DOTTED_NAME.fullmatch(chunk):
        return False
    labels = chunk.split(".")
    if labels[-1].lower() in rules.file_endings:
        return True
    return (
        len(labels) >= _FEWEST_LABELS
        and all(label[:1].isalpha() for label in labels)  # unlike a date: 15.8.Ai
        and not any(
            label.isupper() or label.lower() in rules.file_endings or compose(label) in rules.abbreviations
            for label in labels[1:-1]
        )
    )
