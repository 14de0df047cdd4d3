"""Dates in figures and words, complete or not: 22/12/2024, ngày 2 tháng 9 năm 1945, 1er mai, tháng 9-2024."""

from __future__ import annotations

from aligner.quantities.literals import Amount
from aligner.quantities.model import Value
from aligner.quantities.numerals import SPACE_GAPS, read_numeral
from aligner.quantities.reader import DASHES, Reader

LAST_DAY, LAST_MONTH = 31, 12
FIRST_YEAR, LAST_YEAR = 1000, 2999
CENTURY, PIVOT = 100, 50
"""Years of two digits up to the pivot belong to this century: 16/5/24, but 30/4/75."""

Date = tuple[int | None, int | None, int | None]


def day_month(day: object, month: object) -> Date | None:
    """The date of a day and a month, or None where they cannot be one.

    >>> day_month(16, 5), day_month(5, 16), day_month(30, 2)
    ((None, 5, 16), None, (None, 2, 30))
    """
    if isinstance(day, int) and isinstance(month, int) and 1 <= day <= LAST_DAY and 1 <= month <= LAST_MONTH:
        return (None, month, day)
    return None


def month_year(month: object, year: object) -> Date | None:
    """The date of a month and a year of four digits, or None.

    >>> month_year(9, 2024), month_year(13, 2024)
    ((2024, 9, None), None)
    """
    if (
        isinstance(month, int)
        and isinstance(year, int)
        and 1 <= month <= LAST_MONTH
        and FIRST_YEAR <= year <= LAST_YEAR
    ):
        return (year, month, None)
    return None


def full_date(first: object, second: object, third: object) -> Date | None:
    """The date of three figures in the order day, month, year or year, month, day; None where they are none.

    >>> full_date(22, 12, 2024), full_date(2024, 5, 16), full_date(16, 5, 24), full_date(4, 4, 2)
    ((2024, 12, 22), (2024, 5, 16), (2024, 5, 16), None)
    """
    if not (isinstance(first, int) and isinstance(second, int) and isinstance(third, int)):
        return None
    if first >= FIRST_YEAR:
        first, third = third, first
    elif PIVOT // 5 <= third < CENTURY:
        third += 20 * CENTURY if third <= PIVOT else 19 * CENTURY
    date = day_month(first, second)
    return (third, second, first) if date and FIRST_YEAR <= third <= LAST_YEAR else None


def read_day(reader: Reader, day: Amount, start: int, stop: int, marked: bool) -> int:
    """Read a date whose day ends before ``stop`` and whose month is in words; the token after it, or 0.

    A ``marked`` day (``ngày 2``) is a date by itself.
    """
    tokens, grammar = reader.tokens, reader.grammar
    if not isinstance(day, int) or not 1 <= day <= LAST_DAY:
        return 0
    word, month, after = tokens.word(stop), None, stop
    if word in grammar.months and _near(reader, stop):
        month, after = grammar.months[word], stop + 1
    elif marked and grammar.markers.at(tokens.words, stop) == ("month", 1):
        month, after = _month_number(reader, stop + 1)
    elif (fixed := grammar.phrases.at(tokens.words, stop)) and fixed[0].kind == "month":
        month, after = _as_int(fixed[0].value), stop + fixed[1]
    if month is None:
        if marked:
            reader.emit("date", (None, None, day), start, tokens.end(stop - 1))
        return stop if marked else 0
    year, after = read_year(reader, after)
    reader.emit("date", (year, month, day), start, tokens.end(after - 1))
    return after


def read_month(reader: Reader, month: object, start: int, stop: int) -> int:
    """Read a month whose number or name ends before ``stop``, with its year if there is one; 0 where it is none."""
    if not isinstance(month, int) or not 1 <= month <= LAST_MONTH:
        return 0
    year, after = read_year(reader, stop)
    end = reader.tokens.end(after - 1)
    if year is None:
        reader.emit("month", month, start, end)
    else:
        reader.emit("date", (year, month, None), start, end)
    return after


def read_year(reader: Reader, index: int) -> tuple[int | None, int]:
    """The year at a token (``2024``, ``năm 2024``, ``/2024``, ``-2024``), and the token after it."""
    tokens, grammar = reader.tokens, reader.grammar
    position = index
    if position >= len(tokens.words):
        return None, index
    gap = tokens.gap(position)
    sign = gap.strip() in DASHES or gap.strip() == "/"
    if not sign and gap not in SPACE_GAPS and gap.strip() != ",":
        return None, index
    marker = grammar.markers.at(tokens.words, position)
    if marker and marker[0] == "year" and not sign:
        position += marker[1]
    elif gap.strip() == ",":
        return None, index
    if not tokens.is_figure(position) or len(tokens.words[position]) != 4 or not tokens.words[position].isdecimal():
        return None, index
    year = int(tokens.words[position])
    return (year, position + 1) if FIRST_YEAR <= year <= LAST_YEAR else (None, index)


def _month_number(reader: Reader, index: int) -> tuple[int | None, int]:
    tokens = reader.tokens
    if index >= len(tokens.words) or tokens.gap(index) not in SPACE_GAPS:
        return None, index
    numeral = read_numeral(tokens, index, reader.grammar, inner=True)
    if numeral is None or not isinstance(numeral.value, int) or not 1 <= numeral.value <= LAST_MONTH:
        return None, index
    return numeral.value, numeral.stop


def _near(reader: Reader, index: int) -> bool:
    gap = reader.tokens.gap(index)
    return gap in SPACE_GAPS or gap in DASHES


def _as_int(value: Value) -> int | None:
    return value if isinstance(value, int) else None
