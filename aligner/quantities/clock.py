"""Times of day: ``7h30``, ``19g00``, ``7 giờ rưỡi tối``, ``19 heures 30``, ``7:05``.

A full hour may as well be a duration ("24 giờ", "48 heures"), so that its number is kept as a further reading. An
hour up to 12 with a part of the day is told in 24 hours; the hour as it was said stays as a reading of the kind
``hour12``, which only an hour of the other side without a part of the day has too: "7 giờ tối" may be "7 heures", but
not "7 heures du matin".
"""

from __future__ import annotations

from decimal import Decimal

from aligner.quantities.literals import Amount
from aligner.quantities.model import Value
from aligner.quantities.numerals import SPACE_GAPS, read_numeral
from aligner.quantities.reader import Reader

HOURS, MINUTES, HALF_HOUR, HALF_DAY = 24, 60, 30, 12
EARLIEST_AFTERNOON = 1
NIGHT_BEGINS = 6
"""An hour from 6 on is before midnight when it is said to be at night ("11 giờ đêm"), an earlier one after it."""


def read_hour(reader: Reader, hour: object, start: int, stop: int, weak: bool = False) -> int:
    """Read a time whose hour mark stands at ``stop``; the token after the time, or 0 where it is none."""
    tokens, grammar = reader.tokens, reader.grammar
    if tokens.word(stop) not in grammar.hours or not isinstance(hour, int) or not 0 <= hour <= HOURS:
        return 0
    gap = tokens.gap(stop)
    if gap and gap not in SPACE_GAPS:
        return 0
    mark = tokens.words[stop]
    minute, after = _minutes(reader, hour, stop + 1)
    if mark in grammar.hours_with_minutes and (minute is None or gap):
        return 0
    if minute is not None and minute < 0:
        hour, minute = (hour - 1) % HOURS, minute + MINUTES
    part, after, explicit = _day_part(reader, hour, after)
    others: list[tuple[str, Value]] = []
    if part != hour or (not explicit and hour <= HALF_DAY):
        others.append(("hour12", (hour % HALF_DAY, minute or 0)))
    if not minute and not explicit:
        others.append(("number", hour))
    elif minute == HALF_HOUR and not explicit:
        others.append(("number", Decimal(f"{hour}.5")))
    reader.emit("time", (part % HOURS, minute or 0), start, tokens.end(after - 1), None, weak, tuple(others))
    return after


def read_half_hour(reader: Reader, hour: object, start: int, stop: int) -> int:
    """Read ``6 rưỡi sáng``, where only the part of the day tells an hour; the token after it, or 0."""
    tokens, grammar = reader.tokens, reader.grammar
    half = grammar.halves.at(tokens.words, stop)
    if not half or not isinstance(hour, int) or not 0 <= hour <= HALF_DAY:
        return 0
    late, after, explicit = _day_part(reader, hour, stop + half[1])
    if not explicit:
        return 0
    reader.emit("time", (late % HOURS, HALF_HOUR), start, tokens.end(after - 1))
    return after


def _minutes(reader: Reader, hour: int, index: int) -> tuple[int | None, int]:
    tokens, grammar = reader.tokens, reader.grammar
    half = grammar.halves.at(tokens.words, index)
    if half and tokens.gap(index) in SPACE_GAPS:
        return HALF_HOUR, index + half[1]
    phrase = grammar.minute_phrases.at(tokens.words, index)
    if phrase and tokens.gap(index) in SPACE_GAPS:
        return phrase[0], index + phrase[1]
    sign = 1
    if tokens.word(index) in grammar.less and tokens.gap(index) in SPACE_GAPS:
        sign, index = -1, index + 1
    if index >= len(tokens.words) or (tokens.gap(index) and tokens.gap(index) not in SPACE_GAPS):
        return None, index if sign > 0 else index - 1
    minute, after = _minute_value(reader, index)
    if minute is None or not 0 <= minute < MINUTES:
        return None, index if sign > 0 else index - 1
    return sign * minute, after


def _minute_value(reader: Reader, index: int) -> tuple[int | None, int]:
    """A minute: two digits, or any number before the word for minutes."""
    tokens, grammar = reader.tokens, reader.grammar
    tight = not tokens.gap(index)
    if not tokens.is_figure(index) and tokens.words[index] not in grammar.add:
        return None, index
    numeral = read_numeral(tokens, index, grammar)
    if numeral is None or not isinstance(numeral.value, int) or numeral.scaled:
        return None, index
    marked = tokens.word(numeral.stop) in grammar.minutes
    if marked:
        return numeral.value, numeral.stop + 1
    if (tight and tokens.is_figure(index)) or (_plain_minutes(reader, index, numeral.stop)):
        return numeral.value, numeral.stop
    return None, index


def _plain_minutes(reader: Reader, index: int, stop: int) -> bool:
    """Whether ``30`` after ``7 giờ`` ends the time: nothing that it could count follows."""
    tokens, grammar = reader.tokens, reader.grammar
    if tokens.is_figure(index) and len(tokens.words[index]) != 2:
        return False
    if stop >= len(tokens.words):
        return True
    return tokens.gap(stop) not in SPACE_GAPS or grammar.has("after_minutes", tokens.words[stop])


def _day_part(reader: Reader, hour: int, index: int) -> tuple[int, int, bool]:
    """The hour in 24 hours, the token after the part of the day, and whether one was said."""
    tokens, grammar = reader.tokens, reader.grammar
    found = grammar.day_parts.at(tokens.words, index)
    if not found or tokens.gap(index) not in SPACE_GAPS:
        return hour, index, False
    part, length = found
    late = (
        part == "afternoon"
        or (part == "night" and hour >= NIGHT_BEGINS)
        or (part == "noon" and EARLIEST_AFTERNOON <= hour < NIGHT_BEGINS)
    )
    if part == "night" and hour == HALF_DAY:
        return HOURS, index + length, True
    return hour + HALF_DAY if late and hour < HALF_DAY else hour, index + length, True


def is_clock(hour: Amount, minute: str, value: Amount) -> bool:
    """Whether ``hour:minute`` is a time of day.

    >>> is_clock(19, "30", 30), is_clock(3, "1", 1)
    (True, False)
    """
    return isinstance(hour, int) and 0 <= hour <= HOURS and len(minute) == 2 and 0 <= value < MINUTES


def dotted_time(reader: Reader, figure: str, stop: int) -> list[tuple[str, Value]]:
    """The time that a figure with a dot is before an hour mark or a part of the day: ``7.55 giờ``, ``5.30 chiều``."""
    tokens, grammar = reader.tokens, reader.grammar
    hour, _, minute = figure.partition(".")
    if not (
        hour.isdecimal() and minute.isdecimal() and len(hour) <= 2 and is_clock(int(hour), minute, int(minute[:2]))
    ):
        return []
    marked = tokens.word(stop) in grammar.hours
    part = grammar.day_parts.at(tokens.words, stop + marked)
    if not (marked or part):
        return []
    late, _, _ = _day_part(reader, int(hour), stop + marked)
    return [("time", (late % HOURS, int(minute)))]
