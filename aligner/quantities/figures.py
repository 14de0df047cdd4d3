"""Figures joined by a sign: dates (16/5), clock times (19:30), ratios (5/10), ranges and scores (2-3, 2021 - 2025).

`16/5` may be a date or a share and `3-1` a score, a range or a date: the most likely reading comes first, by the word
before, and the others are kept beside it.
"""

from __future__ import annotations

from fractions import Fraction

from aligner.quantities.clock import is_clock
from aligner.quantities.context import follower
from aligner.quantities.dates import CENTURY, FIRST_YEAR, LAST_MONTH, LAST_YEAR, Date, day_month, full_date, month_year
from aligner.quantities.literals import Amount, read_figure
from aligner.quantities.model import Value
from aligner.quantities.numerals import read_numeral, scale_factor, times
from aligner.quantities.reader import DASHES, Reader

DATE_MARKERS = frozenset(("day", "date", "month"))
MONTHS = frozenset(range(1, LAST_MONTH + 1))
LONGEST_ROW = 8
"""Figures in a row beyond this many are read as separate rows."""


def read_row(reader: Reader, index: int) -> int:
    """Read the row of figures that starts at a token; the token after it, or 0 where the figure stands alone."""
    tokens = reader.tokens
    sign = _sign(reader, index + 1)
    figure = tokens.words[index]
    if not sign:
        return _dotted(reader, index) if not figure.isdecimal() else 0
    if sign in DASHES and _sign(reader, index + 2) == "/":
        return 0
    stop = index + 2
    while stop < len(tokens.words) and stop < index + LONGEST_ROW and _sign(reader, stop) == sign:
        stop += 1
    amounts = [_amount(reader, position) for position in range(index, stop)]
    if any(amount is None for amount in amounts):
        return _code(reader, index, stop)
    if len(amounts) == 2:
        return _pair(reader, index, sign, amounts)
    date = full_date(*amounts) if len(amounts) == 3 else None
    if date is None:
        return _code(reader, index, stop)
    start, _ = _start(reader, index)
    reader.emit("date", date, start, tokens.end(stop - 1))
    return stop


def _sign(reader: Reader, index: int) -> str:
    """The sign that joins the figure at ``index`` to the one before, or nothing."""
    tokens = reader.tokens
    if not tokens.is_figure(index) or not tokens.is_figure(index - 1):
        return ""
    gap = tokens.gap(index)
    sign = gap.strip()
    if sign in DASHES and len(gap) != 2:
        return "-"
    return sign if gap in ("/", ":") or gap == " / " else ""


def _amount(reader: Reader, index: int) -> Amount | None:
    readings = read_figure(reader.tokens.words[index], reader.grammar.decimal, reader.grammar.group)
    return readings[0] if readings else None


def _start(reader: Reader, index: int) -> tuple[int, str]:
    """Where a date starts (at the word that marks it), and what the word before marks."""
    marker = reader.grammar.markers.before(reader.tokens.words, index)
    if marker is None:
        return reader.tokens.start(index), ""
    role, length = marker
    return reader.tokens.start(index - length if role in ("day", "month") else index), role


def _dotted(reader: Reader, index: int) -> int:
    """``16.5.2024``, ``ngày 30.6``; a row of figures with dots that is no amount is a code."""
    tokens = reader.tokens
    parts = tokens.words[index].split(".")
    if not all(part.isdecimal() and len(part) <= 4 for part in parts):
        return 0 if _amount(reader, index) is not None else _code(reader, index, index + 1)
    start, role = _start(reader, index)
    date: Date | None = None
    if len(parts) == 3:
        date = full_date(*map(int, parts))
    elif len(parts) == 2 and role == "day":
        date = day_month(int(parts[0]), int(parts[1]))
    elif len(parts) == 2 and role == "month":
        date = month_year(int(parts[0]), int(parts[1]))
    if date is None or (len(parts) == 3 and all(len(part) == 3 for part in parts[1:])):
        return 0 if _amount(reader, index) is not None else _code(reader, index, index + 1)
    reader.emit("date", date, start, tokens.end(index))
    return index + 1


def _pair(reader: Reader, index: int, sign: str, amounts: list[Amount | None]) -> int:
    tokens = reader.tokens
    first, second = amounts[0], amounts[1]
    if first is None or second is None:
        return 0
    minute = tokens.words[index + 1]
    if sign == ":" and is_clock(first, minute, second):
        reader.emit(
            "time", (first, second), tokens.start(index), tokens.end(index + 1), others=(("score", (first, second)),)
        )
        return index + 2
    if sign == "/":
        return _slash(reader, index, first, second)
    return _dash(reader, index, first, second)


def _slash(reader: Reader, index: int, first: Amount, second: Amount) -> int:
    tokens = reader.tokens
    start, role = _start(reader, index)
    if role == "quarter":
        return 0
    date = month_year(first, second) or day_month(first, second)
    ratio: list[tuple[str, Value]] = [("ratio", (first, second))]
    if isinstance(first, int) and isinstance(second, int) and second:
        ratio.append(("fraction", Fraction(first, second)))
    end = tokens.end(index + 1)
    if date and (role in DATE_MARKERS or date[0] is not None):
        reader.emit("date", date, start, end, others=tuple(ratio))
        return index + 2
    dates = _dates(date)
    after = follower(tokens, index + 2, reader.grammar)
    unit, end, stop = (after.unit, after.end, after.stop) if after.kind else (None, end, index + 2)
    weak = reader.grammar.has("weak_codes", tokens.text[tokens.start(index) : end])
    reader.emit("ratio", (first, second), tokens.start(index), end, unit, weak, others=(*dates, *ratio[1:]))
    return stop


def _dash(reader: Reader, index: int, first: Amount, second: Amount) -> int:
    tokens = reader.tokens
    start, role = _start(reader, index)
    date = month_year(first, second) or day_month(first, second)
    if role == "month":
        date = month_year(first, second)
    if role == "quarter" and second > LAST_MONTH:
        return 0
    numeral = read_numeral(tokens, index + 1, reader.grammar)
    scaled = numeral is not None and numeral.scaled
    if role == "month" and not date and not scaled and first in MONTHS and second in MONTHS:
        reader.emit("month", first, start, tokens.end(index))
        reader.emit("month", second, tokens.start(index + 1), tokens.end(index + 1))
        return index + 2
    if date and role in DATE_MARKERS and not scaled:
        reader.emit("date", date, start, tokens.end(index + 1), others=(("range", (first, second)),))
        return index + 2
    stop, others = index + 2, _dates(date)
    if _short_year(first, tokens.words[index + 1], second):
        others.append(("range", (first, second)))
        second += first // CENTURY * CENTURY
    pair: tuple[Value, Value] = (first, second)
    if numeral and numeral.scaled and not isinstance(numeral.value, Fraction):
        others, stop = [("range", (first, numeral.value))], numeral.stop
        pair = (times(first, scale_factor(tokens, index + 1, numeral, reader.grammar)), numeral.value)
    after = follower(tokens, stop, reader.grammar)
    kind = "range" if first < second else "score"
    unit = after.kind if after.kind in ("percent", "permille") else after.unit
    reader.emit(kind, pair, tokens.start(index), after.end, unit, others=tuple(others))
    return after.stop


def _short_year(first: Amount, figure: str, second: Amount) -> bool:
    """Whether the second figure leaves out the century: 1950-53."""
    years = isinstance(first, int) and isinstance(second, int) and FIRST_YEAR <= first <= LAST_YEAR
    return years and len(figure) == 2 and second > first % CENTURY


def _dates(date: Date | None) -> list[tuple[str, Value]]:
    return [] if date is None else [("date", date)]


def _code(reader: Reader, index: int, stop: int) -> int:
    tokens = reader.tokens
    start, end = tokens.start(index), tokens.end(stop - 1)
    reader.emit("code", tokens.text[start:end].replace(" ", ""), start, end)
    return stop
