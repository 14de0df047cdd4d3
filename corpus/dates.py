"""Dates as Vietnamese and French pages print them, and the lines that hold nothing else.

A date inside a sentence says when something happened, not when the page appeared: only *date lines* count, where
nothing but a date, an hour, words such as ``Cập nhật`` and perhaps the paper's name is left. The tables are in
``rules/dates.toml``. No clock is read: years are checked against fixed bounds.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache

from aligner.folding import fold
from corpus.furniture import RULES

FIRST_YEAR = 1990
"""Vietnam's papers came to the web later; earlier dates on a date line are misprints or history."""

LAST_YEAR = 2099
"""Later years are misprints."""

MAX_DATE_LINE = 120
"""Code points of the longest line that can be a date line."""

MAX_DATE_FIELD = 480
"""Code points of a record's or a markup's date that are looked at; some fields hold a sentence with the date in it."""

MAX_NAME = 40
"""Code points of the longest name of a paper or an author beside a date."""

_HOUR = re.compile(
    r"(?<!\d)(?:[01]?\d|2[0-4])\s?(?:[:hg]\s?[0-5]\d(?::[0-5]\d)?|(?:giờ|heures?|h)(?:\s?[0-5]\d)?)(?!\d)(?:\s?(?:phút|min))?",
    re.I,
)
_READING_TIME = re.compile(r"(?<!\d)\d{1,2}\s(?:phút đọc|min read|min de lecture|minutes de lecture)", re.I)
_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:T[\d:.]{4,15}(?:Z|[+-]\d\d:?\d\d)?)?(?!\d)")
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\d)")
_VIETNAMESE = re.compile(r"(?<!\d)(\d{1,2})\s+tháng\s+(\d{1,2})(?:\s*,\s*|\s+năm\s+|\s+)(\d{4})(?!\d)", re.I)
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})(?:er|st|nd|rd|th)?\s+([^\W\d_]{3,9}\.?)\s*,?\s+(\d{4})(?!\d)", re.I)
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,9}\.?)\s+(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(\d{4})(?!\d)", re.I)
_SEPARATORS = re.compile(r"[\s,;:|/()\[\]–—•·+-]+")
_ZONE = re.compile(r"\(?\b(?:gmt|utc)\s?[+-]?\s?\d{0,2}(?::\d\d)?\)?", re.I)


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that holds a date or an hour: the ISO date (``None`` for an hour alone or an impossible date), and the
    name left beside it (a paper, a place, an author; ``""`` for none). ``doubled`` tells a name printed twice, as
    portals do."""

    date: str | None
    name: str
    doubled: bool


def find_date(text: str) -> str | None:
    """Find the first possible date of a short text, as ISO 8601.

    >>> find_date("Việt NamViệt Nam06/02/2025"), find_date("Le 1er mai 2025"), find_date("ngày 12 tháng 5 năm 2025")
    ('2025-02-06', '2025-05-01', '2025-05-12')
    >>> find_date("2025-09-22T21:14:00+07:00"), find_date("31/02/2025"), find_date("16/5")
    ('2025-09-22', None, None)
    """
    found = _locate_date(text[:MAX_DATE_FIELD])
    return found[0] if found else None


def read_date_line(line: str) -> DateLine | None:
    """Read a line that is nothing but a date, an hour and perhaps a name; ``None`` for all other lines.

    >>> read_date_line("Việt NamViệt Nam06/02/2025")
    DateLine(date='2025-02-06', name='Việt Nam', doubled=True)
    >>> read_date_line("Thứ Hai, 12/05/2025, 10:30 (GMT+7)")
    DateLine(date='2025-05-12', name='', doubled=False)
    >>> read_date_line("Giá vàng hôm nay 12/5/2025 tăng mạnh") is None
    True
    """
    if len(line) > MAX_DATE_LINE or not any(map(str.isdigit, line)):
        return None
    found = _locate_date(line)
    rest = line
    if found:
        rest = f"{line[: found[1]]} \n {line[found[2] :]}"
    rest, hours = _HOUR.subn(" ", _READING_TIME.sub(" ", _ZONE.sub(" ", rest)))
    if not found and not hours:
        return None
    name, doubled = _left_over(rest)
    if any(map(str.isdigit, name)) or len(name) > MAX_NAME:
        return None
    if name and not (found and (doubled or _is_name(name))):
        return None
    return DateLine(found[0] if found else None, name, doubled)


def _locate_date(text: str) -> tuple[str | None, int, int] | None:
    """Date, start and end of the first thing that is written like a date; the date is ``None`` where it cannot be."""
    impossible = None
    for pattern, read in _FORMS:
        for match in pattern.finditer(text):
            parts = read(match)
            if parts is None:
                continue
            if not FIRST_YEAR <= parts[0] <= LAST_YEAR:
                continue
            value = _iso(*parts)
            if value:
                return value, match.start(), match.end()
            impossible = impossible or (None, match.start(), match.end())
    return impossible


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _month(word: str) -> int | None:
    return _months().get(fold(word).rstrip("."))


def _day_first(match: re.Match[str]) -> tuple[int, int, int] | None:
    month = _month(match[2])
    return None if month is None else (int(match[3]), month, int(match[1]))


def _month_first(match: re.Match[str]) -> tuple[int, int, int] | None:
    month = _month(match[1])
    return None if month is None else (int(match[3]), month, int(match[2]))


_FORMS = (
    (_ISO, lambda match: (int(match[1]), int(match[2]), int(match[3]))),
    (_SLASHED, lambda match: (int(match[4]), int(match[3]), int(match[1]))),
    (_VIETNAMESE, lambda match: (int(match[3]), int(match[2]), int(match[1]))),
    (_DAY_FIRST, _day_first),
    (_MONTH_FIRST, _month_first),
)


@cache
def _months() -> dict[str, int]:
    with (RULES / "dates.toml").open("rb") as file:
        return {fold(name).rstrip("."): number for name, number in tomllib.load(file)["months"].items()}


@cache
def _fillers() -> frozenset[str]:
    with (RULES / "dates.toml").open("rb") as file:
        phrases = tomllib.load(file)["words"]["fillers"]
    return frozenset(word for phrase in phrases for word in fold(phrase).split())


def _left_over(rest: str) -> tuple[str, bool]:
    """Take the filler words off both ends of what is left beside a date, and undouble a name printed twice."""
    words = [word for word in _SEPARATORS.split(rest) if word.strip(".")]
    if all(fold(word).strip(".") in _fillers() for word in words):
        return "", False
    while words and fold(words[0]).strip(".") in _fillers() and not words[0].istitle():
        words.pop(0)
    while words and fold(words[-1]).strip(".") in _fillers() and not words[-1].istitle():
        words.pop()
    joined = " ".join(words)
    half, odd = divmod(len(joined), 2)
    for length, gap in ((half, 0), (half, 1)):
        first, second = joined[:length], joined[length + gap :]
        if first and (odd == gap) and first == second:
            return first.strip(), True
    return joined, False


def _is_name(text: str) -> bool:
    """Does every word begin with a capital letter, but for short joining words?"""
    return all(word[:1].isupper() or len(word) <= 2 for word in text.split())
