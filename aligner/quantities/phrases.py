"""Quantities in words beyond plain numbers: ordinals, fractions, vague magnitudes, weekdays, months, Roman numerals."""

from __future__ import annotations

from fractions import Fraction

from aligner.quantities.context import NAME, PERHAPS_A_NAME, name_status, starts_sentence
from aligner.quantities.dates import day_month, read_day, read_month
from aligner.quantities.grammar import Grammar
from aligner.quantities.lexer import Tokens
from aligner.quantities.model import Value
from aligner.quantities.numerals import APOSTROPHES, HYPHENS, SPACE_GAPS, Numeral, read_numeral
from aligner.quantities.reader import Reader

PHRASE_GAPS = SPACE_GAPS | HYPHENS | APOSTROPHES
FIGURE_GAPS = SPACE_GAPS | {"", "/"}
"""What may stand inside a fixed phrase that begins with a figure: 24h/24."""


def read_fixed(reader: Reader, index: int) -> int:
    """Read a phrase of the tables ``fixed`` and ``ignore``; the token after it, or 0."""
    tokens, grammar = reader.tokens, reader.grammar
    found = grammar.phrases.at(tokens.words, index)
    if not found:
        return 0
    fixed, length = found
    gaps = FIGURE_GAPS if tokens.is_figure(index) else PHRASE_GAPS
    if any(tokens.gap(position) not in gaps for position in range(index + 1, index + length)):
        return 0
    if not fixed.kind:
        return index + length
    name = fixed.kind != "ordinal" and name_status(tokens, index, grammar) == NAME
    if length == 1 and name:
        return 0
    if fixed.kind == "month":
        return read_month(reader, fixed.value, tokens.start(index), index + length)
    stop = index + length
    others = fixed.others + (_ordinal_period(reader, fixed.value, stop) if fixed.kind == "ordinal" else ())
    reader.emit(fixed.kind, fixed.value, tokens.start(index), tokens.end(stop - 1), None, fixed.weak, others)
    return stop


def read_roman_numeral(reader: Reader, index: int) -> int:
    """Read ``XIV``, ``III``, ``XXIe``, ``khóa X``; the token after it, or 0."""
    tokens, grammar = reader.tokens, reader.grammar
    value, suffix = grammar.roman[tokens.words[index]]
    letters = tokens.original(index)
    bare = letters[: len(letters) - len(suffix)]
    if not bare.isupper() or (suffix and suffix.isupper()):
        return 0
    marker = grammar.markers.before(tokens.words, index)
    role, length = marker if marker and tokens.gap(index) in SPACE_GAPS else ("", 0)
    stop = index + 1
    if suffix:
        return emit_ordinal(reader, value, tokens.start(index), stop)
    if not role and (len(bare) < 2 or _tight(tokens, index)):
        return 0
    if role in ("quarter", "century"):
        reader.emit(role, value, tokens.start(index - length), tokens.end(index))
        return stop
    if role == "month":
        return read_month(reader, value, tokens.start(index - length), stop)
    if role == "ordinal":
        reader.emit("ordinal", value, tokens.start(index - length), tokens.end(index))
        return stop
    reader.emit("number", value, tokens.start(index), tokens.end(index))
    return stop


def _tight(tokens: Tokens, index: int) -> bool:
    """Whether a sign joins the letters to a word, as in an abbreviation (``IV-A``)."""
    before = tokens.gap(index) == "-" and not tokens.is_figure(index - 1)
    return before and index > 0


def read_month_name(reader: Reader, index: int) -> int:
    """Read ``mai 2024``, ``en mars``; the token after it, or 0 for a name (``Chiang Mai``)."""
    tokens, grammar = reader.tokens, reader.grammar
    start = tokens.start(index)
    if tokens.text[start].isupper() and not starts_sentence(tokens, index):
        before = tokens.original(index - 1)
        if before[0].isupper() and not before.isupper():
            return 0
        following = tokens.word(index + 1)
        dated = following.isdecimal() and len(following) == 4
        if not (dated or before.isupper() or grammar.has("month_after", tokens.words[index - 1])):
            return 0
    return read_month(reader, grammar.months[tokens.words[index]], start, index + 1)


def read_weekday(reader: Reader, index: int) -> int:
    """Read a day of the week that has a name of its own; the token after it."""
    tokens = reader.tokens
    reader.emit("weekday", reader.grammar.weekdays[tokens.words[index]], tokens.start(index), tokens.end(index))
    return index + 1


def read_marked_ordinal(reader: Reader, index: int, length: int, numeral: Numeral) -> int:
    """Read a number after ``thứ``, ``hạng``, ``giải``: an ordinal, or a weekday."""
    tokens, grammar = reader.tokens, reader.grammar
    start, end = tokens.start(index - length), tokens.end(numeral.stop - 1)
    weekday = grammar.weekdays.get(tokens.words[index]) if numeral.stop == index + 1 else None
    if weekday is None or not grammar.has("marker", tokens.words[index - 1]):
        reader.emit("ordinal", numeral.value, start, end)
        return numeral.stop
    before = tokens.word(index - 1 - length)
    capital = tokens.text[tokens.start(index)].isupper()
    counted = length > 1 or (grammar.has("ordinal_before", before) and not capital)
    if (capital or grammar.has("day_before", before)) and not counted:
        reader.emit("weekday", weekday, start, end, others=(("ordinal", numeral.value),))
    else:
        reader.emit("ordinal", numeral.value, start, end, others=(("weekday", weekday),))
    return numeral.stop


def read_ordinal_mark(reader: Reader, value: Value, start: int, stop: int) -> int:
    """Read ``14e``, ``1er``, and dates that begin so (``1er mai``); the token after it, or 0."""
    tokens, grammar = reader.tokens, reader.grammar
    if stop >= len(tokens.words) or tokens.gap(stop) or tokens.words[stop] not in grammar.ordinal_suffixes:
        return 0
    if isinstance(value, int) and (after := read_day(reader, value, start, stop + 1, marked=False)):
        return after
    return emit_ordinal(reader, value, start, stop + 1)


def emit_ordinal(reader: Reader, value: Value, start: int, stop: int) -> int:
    """Emit an ordinal that ends before ``stop``, or what the word after it makes of it (a century, a quarter)."""
    tokens, grammar = reader.tokens, reader.grammar
    kind = (
        grammar.after_ordinal.get(tokens.word(stop), "")
        if stop < len(tokens.words) and tokens.gap(stop) in SPACE_GAPS
        else ""
    )
    if kind:
        stop += 1
    reader.emit(kind or "ordinal", value, start, tokens.end(stop - 1), others=_ordinal_period(reader, value, stop))
    return stop


def _ordinal_period(reader: Reader, value: Value, stop: int) -> tuple[tuple[str, Value], ...]:
    """A month told by its place in the year (``premier mois lunaire``) is that month."""
    unit = reader.grammar.follow.at(reader.tokens.words, stop)
    return (("month", value),) if unit and unit[0][0] == "month" else ()


def read_fraction(reader: Reader, index: int, numeral: Numeral) -> int:
    """Read ``hai phần ba``, ``deux tiers``, ``quatre cinquièmes``; the token after it, or 0."""
    tokens, grammar, stop = reader.tokens, reader.grammar, numeral.stop
    if stop >= len(tokens.words) or not isinstance(numeral.value, int) or numeral.scaled or numeral.ordinal:
        return 0
    word, gap = tokens.words[stop], tokens.gap(stop)
    if gap not in PHRASE_GAPS:
        return 0
    bottom, after = 0, stop + 1
    if grammar.has("fraction_bars", word) and after < len(tokens.words) and not grammar.follow.at(tokens.words, stop):
        bottom, after = _denominator(tokens, after, grammar)
    elif word in grammar.parts:
        bottom = grammar.parts[word]
    elif word in grammar.ordinals and gap in SPACE_GAPS:
        plural = bool(grammar.plural_suffix) and word.endswith(grammar.plural_suffix)
        if plural or (numeral.value == 1 and grammar.has("part_after", tokens.word(after))):
            bottom = grammar.ordinals[word]
        if bottom in grammar.parts.values() or bottom <= numeral.value:
            bottom = 0
    if bottom <= 0:
        return 0
    others: tuple[tuple[str, Value], ...] = (("ratio", (numeral.value, bottom)),)
    value = Fraction(numeral.value, bottom)
    reader.emit("fraction", value, tokens.start(index), tokens.end(after - 1), others=others)
    return after


def _denominator(tokens: Tokens, index: int, grammar: Grammar) -> tuple[int, int]:
    numeral = read_numeral(tokens, index, grammar, inner=True)
    if numeral is None or not isinstance(numeral.value, int):
        return 0, index
    return numeral.value, numeral.stop


def read_vague(reader: Reader, index: int) -> int:
    """Read a magnitude without a number: ``hàng chục nghìn``, ``des dizaines``; the token after it, or 0."""
    tokens, grammar = reader.tokens, reader.grammar
    sizes = grammar.scales | grammar.hundred
    word = tokens.words[index]
    if word not in sizes or grammar.has("bare", word):
        return 0
    before = tokens.word(index - 1) if index and tokens.gap(index) in PHRASE_GAPS else ""
    marked = grammar.has("vague_before", before)
    about = grammar.has("about_before", before)
    if (
        not (marked or about or grammar.has("vague_words", word))
        or name_status(tokens, index, grammar) >= PERHAPS_A_NAME
    ):
        return 0
    value, stop = sizes[word], index + 1
    while stop < len(tokens.words) and stop < index + 6:
        step = 2 if grammar.has("links", tokens.words[stop]) else 1
        if tokens.word(stop + step - 1) not in sizes or tokens.gap(stop) not in PHRASE_GAPS:
            break
        value *= sizes[tokens.words[stop + step - 1]]
        stop += step
    start = tokens.start(index - 1 if marked and not grammar.has("vague_words", word) else index)
    reader.emit("number" if about else "vague", value, start, tokens.end(stop - 1), None, about)
    return stop


def dotted_dates(figure: str) -> list[tuple[str, Value]]:
    """The date that a figure with a dot may be.

    >>> dotted_dates("30.6"), dotted_dates("99.7")
    ([('date', (None, 6, 30))], [])
    """
    parts = figure.split(".")
    if len(parts) != 2 or not all(part.isdecimal() and len(part) <= 2 for part in parts):
        return []
    date = day_month(int(parts[0]), int(parts[1]))
    return [("date", date)] if date else []
