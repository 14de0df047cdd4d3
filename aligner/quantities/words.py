"""Read the quantity that starts at a token: a fixed phrase, a compound figure, a number with what stands around it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from aligner.quantities import context, phrases
from aligner.quantities.clock import dotted_time, read_half_hour, read_hour
from aligner.quantities.codes import read_code
from aligner.quantities.context import Follower, follower, is_negative, name_status, word_status
from aligner.quantities.dates import FIRST_YEAR, LAST_YEAR, read_day, read_month
from aligner.quantities.figures import read_row
from aligner.quantities.grammar import LOOSE_MARKERS, POINTS
from aligner.quantities.literals import MAX_DIGITS, read_figure
from aligner.quantities.model import Value
from aligner.quantities.numerals import SPACE_GAPS, Numeral, read_numeral, scale_factor, times
from aligner.quantities.reader import Reader

PLAIN_BEFORE = frozenset((" ", ", ", " ("))
PLAIN_AFTER = frozenset((" ", ", ", ". ", ".", ",", ") ", "; ", ": "))
"""What may stand around a number that is nothing but a number."""
DECADES = frozenset(range(10, 100, 10))
CENTURY_OF_DECADES = 1900


def read_at(reader: Reader, index: int) -> int:
    """Read what starts at a token, if anything does; the token to go on with."""
    tokens, grammar = reader.tokens, reader.grammar
    word = tokens.words[index]
    if grammar.phrases.may_start(tokens.words, index) and (stop := phrases.read_fixed(reader, index)):
        return stop
    if word[0].isdecimal():
        return _read_figure(reader, index)
    if word in grammar.roman and (stop := phrases.read_roman_numeral(reader, index)):
        return stop
    if word in grammar.months and word not in grammar.add and (stop := phrases.read_month_name(reader, index)):
        return stop
    if word in grammar.weekdays and not grammar.sets.get("marker") and (stop := phrases.read_weekday(reader, index)):
        return stop
    if word in grammar.numeral_words:
        return _read_word(reader, index)
    return index + 1


def _begins_plainly(reader: Reader, index: int) -> bool:
    """Whether nothing before a number says more of it."""
    gaps = reader.tokens.gaps
    if not index:
        return not gaps[0]
    return gaps[index] in PLAIN_BEFORE and reader.tokens.words[index - 1] not in reader.grammar.telling_before


def _is_plain(reader: Reader, index: int) -> bool:
    """Whether nothing around a single number word or figure says more of it: most numbers are read so, at once."""
    words, gaps, grammar = reader.tokens.words, reader.tokens.gaps, reader.grammar
    if gaps[index + 1] not in PLAIN_AFTER or not _begins_plainly(reader, index):
        return False
    after = words[index + 1 : index + 3]
    if after and (after[0] in grammar.telling_after or after[0][-1] in "²³"):
        return False
    return len(after) < 2 or after[1] not in grammar.halves


def _read_figure(reader: Reader, index: int) -> int:
    tokens = reader.tokens
    word = tokens.words[index]
    if word.isdecimal() and len(word) <= MAX_DIGITS and _is_plain(reader, index):
        value = int(word)
        kind = "year" if FIRST_YEAR <= value <= LAST_YEAR else "number"
        reader.emit(kind, value, tokens.start(index), tokens.end(index))
        return index + 1
    if word.isdecimal() and len(word) <= MAX_DIGITS and (stop := _read_counted(reader, index)):
        return stop
    short = tokens.words[index].isdecimal() and len(tokens.words[index]) < 3
    if short and (stop := read_hour(reader, int(tokens.words[index]), tokens.start(index), index + 1)):
        return stop
    if stop := _read_money(reader, index) or read_code(reader, index) or read_row(reader, index):
        return stop
    numeral = read_numeral(tokens, index, reader.grammar)
    if numeral is None:
        reader.emit("code", tokens.words[index], tokens.start(index), tokens.end(index))
        return index + 1
    return _read_number(reader, index, numeral, weak=False)


def _read_counted(reader: Reader, index: int) -> int:
    """Read a figure before a word that can only be its unit (``12 km``, ``35 tuổi``); the token after it, or 0."""
    tokens, grammar = reader.tokens, reader.grammar
    words, gaps = tokens.words, tokens.gaps
    found = grammar.plain_units.get(words[index + 1]) if index + 1 < len(words) else None
    if found is None or gaps[index + 1] not in SPACE_GAPS or not gaps[index + 2] or not _begins_plainly(reader, index):
        return 0
    if index + 2 < len(words) and words[index + 2] in grammar.halves:
        return 0
    unit, kind = found
    if kind == "percent" or kind == "permille":
        return 0
    reader.emit(kind or "number", int(words[index]), tokens.start(index), tokens.end(index + 1), unit or None)
    return index + 2


def _read_money(reader: Reader, index: int) -> int:
    """Read ``10 M€``; the token after it, or 0."""
    tokens, grammar = reader.tokens, reader.grammar
    if index + 1 >= len(tokens.words) or (tokens.gap(index + 1) and tokens.gap(index + 1) not in SPACE_GAPS):
        return 0
    factor = grammar.money_scales.get(tokens.original(index + 1), 0)
    readings = read_figure(tokens.words[index], grammar.decimal, grammar.group) if factor else ()
    sign = context.SIGN.match(tokens.text, tokens.end(index + 1)) if readings else None
    if not sign or sign[1] not in context.CURRENCIES:
        return 0
    value, unit = times(readings[0], factor), context.CURRENCIES[sign[1]]
    reader.emit("money", value, tokens.start(index), sign.end(), unit)
    return index + 2


def _read_word(reader: Reader, index: int) -> int:
    tokens, grammar = reader.tokens, reader.grammar
    status = name_status(tokens, index, grammar)
    if status == context.NAME:
        return index + 1
    word = tokens.words[index]
    if word in grammar.add and not grammar.has("inner", word) and _is_plain(reader, index):
        strength = word_status(tokens, index, grammar)
        if strength != "none":
            weak = strength == "weak" or status == context.PERHAPS_A_NAME or grammar.has("weak", word)
            reader.emit("number", grammar.add[word], tokens.start(index), tokens.end(index), None, weak)
        return index + 1
    marker = grammar.markers.before(tokens.words, index)
    if marker and (marker[0] in LOOSE_MARKERS or _is_taken(reader, index - marker[1])):
        marker = None
    numeral = read_numeral(tokens, index, grammar, inner=marker is not None)
    if numeral is None:
        return phrases.read_vague(reader, index) or index + 1
    weak = numeral.weak or status == context.PERHAPS_A_NAME
    if marker is None and numeral.stop == index + 1:
        strength = word_status(tokens, index, grammar)
        if strength == "none":
            return index + 1
        weak = weak or strength == "weak"
    return _read_number(reader, index, numeral, weak)


def _is_taken(reader: Reader, index: int) -> bool:
    """Whether the quantity before ends with the token: the unit of ``chín tháng`` marks nothing that follows."""
    return bool(reader.found) and reader.found[-1].end - reader.offset > reader.tokens.start(index)


def _read_number(reader: Reader, index: int, numeral: Numeral, weak: bool) -> int:
    tokens = reader.tokens
    stop = _marked(reader, index, numeral) or phrases.read_fraction(reader, index, numeral)
    if stop:
        return stop
    value, after = numeral.value, numeral.stop
    start = tokens.start(index)
    if numeral.ordinal:
        return phrases.emit_ordinal(reader, value, start, after)
    if numeral.literal and (stop := phrases.read_ordinal_mark(reader, value, start, after)):
        return stop
    if not numeral.scaled:
        stop = read_day(reader, value, start, after, marked=False) if isinstance(value, int) else 0
        stop = stop or read_hour(reader, value, start, after, weak) or read_half_hour(reader, value, start, after)
        if stop:
            return stop
    return _emit_number(reader, index, numeral, weak)


def _emit_number(reader: Reader, index: int, numeral: Numeral, weak: bool) -> int:
    tokens, grammar = reader.tokens, reader.grammar
    value, start = numeral.value, tokens.start(index)
    half = grammar.halves.at(tokens.words, numeral.stop + 1)
    if half and tokens.gap(numeral.stop) in SPACE_GAPS and tokens.gap(numeral.stop + 1) in SPACE_GAPS:
        stop = numeral.stop + 1 + half[1]
        total = value + Decimal("0.5") if not isinstance(value, Fraction) else value + Fraction(1, 2)
        reader.emit("number", total, start, tokens.end(stop - 1), tokens.words[numeral.stop])
        return stop
    after = follower(tokens, numeral.stop, grammar)
    if after.unit and grammar.markers.at(tokens.words, numeral.stop) == ("day", 1) and tokens.is_figure(after.stop):
        after, weak = Follower("", None, tokens.end(numeral.stop - 1), numeral.stop), True
    others: list[tuple[str, Value]] = [(after.kind or "number", other) for other in numeral.others]
    sign = is_negative(tokens, index, grammar)
    if sign >= 0 and not isinstance(value, Fraction):
        dash = tokens.text[sign] in context.MINUS_SIGNS
        if dash and (after.kind == "percent" or sign == 0):
            others.append((after.kind or "number", value))
        value, start = -value, sign
    kind = after.kind or "number"
    if kind == "number" and not after.unit and _is_year(numeral) and tokens.words[index].isdecimal():
        kind = "year"
    if after.kind and after.kind not in ("percent", "permille"):
        weak = weak and numeral.weak
    if numeral.scaled and not isinstance(numeral.value, Fraction):
        reader.factors[len(reader.found)] = scale_factor(tokens, index, numeral, grammar)
    if numeral.literal and not numeral.scaled and kind == "number" and "." in tokens.words[index]:
        others += phrases.dotted_dates(tokens.words[index])
        others += dotted_time(reader, tokens.words[index], numeral.stop)
    if kind == "percent" and after.unit == POINTS:
        others.append(("number", value))
    same = grammar.equivalents.at(tokens.words, numeral.stop) if not isinstance(value, Decimal) else None
    if same:
        others.append(("number", Fraction(value) * same[0]))
    reader.emit(kind, value, start, after.end, after.unit, weak, tuple(others))
    return after.stop


def _is_year(numeral: Numeral) -> bool:
    plain = numeral.literal and not numeral.scaled and not numeral.others
    return plain and isinstance(numeral.value, int) and FIRST_YEAR <= numeral.value <= LAST_YEAR


def _marked(reader: Reader, index: int, numeral: Numeral) -> int:
    """Read a number by the word before it: ``ngày 2``, ``tháng Ba``, ``năm 1945``, ``thứ hai``, ``quý III``."""
    tokens, grammar = reader.tokens, reader.grammar
    marker = grammar.markers.before(tokens.words, index)
    if marker is None or tokens.gap(index) not in SPACE_GAPS or (numeral.scaled and marker[0] != "ordinal"):
        return 0
    role, length = marker
    value, start = numeral.value, tokens.start(index - length)
    if not isinstance(value, int) or role in LOOSE_MARKERS:
        return 0
    if role == "day":
        return read_day(reader, value, start, numeral.stop, marked=True)
    if role == "month":
        return read_month(reader, value, start, numeral.stop)
    if role == "year" and not (numeral.literal and FIRST_YEAR <= value <= LAST_YEAR):
        return 0
    end = tokens.end(numeral.stop - 1)
    if role == "ordinal":
        return phrases.read_marked_ordinal(reader, index, length, numeral)
    others: tuple[tuple[str, Value], ...] = ()
    if role == "decade" and value in DECADES:
        value, others = value + CENTURY_OF_DECADES, (("decade", value), ("decade", value + CENTURY_OF_DECADES + 100))
    elif role == "decade" and value < FIRST_YEAR:
        return 0
    reader.emit(role, value, start, end, others=others)
    return numeral.stop
