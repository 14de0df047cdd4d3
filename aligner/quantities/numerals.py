"""Written-out numbers, and figures followed by magnitudes, to values.

One reader serves every language: a number is a row of words that each add (``hai``, ``vingt``), multiply the digit
before (``mươi``, the ``vingt`` of ``quatre-vingt``), make hundreds (``trăm``, ``cent``) or close a group with a
magnitude (``nghìn``, ``millions``). What a word may do is in the grammar. ``room`` says how large an addend may still
follow, so that ``hai ba`` ("two or three") is two numbers and ``vingt-trois`` one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from aligner.quantities.grammar import Grammar
from aligner.quantities.lexer import Tokens
from aligner.quantities.literals import EXACT, Amount, read_figure, simplest

SPACE_GAPS = frozenset((" ", "\u00a0", "\u202f", "\u2009", "  "))
HYPHENS = frozenset(("-", "\u2010", "\u2011"))
APOSTROPHES = frozenset(("'", "’"))
TENS_ROOM = 10
THOUSAND = 1000
MAX_SCALED = 10**60
"""A product beyond this is no amount (``tỷ tỷ tỷ ...``), and must not grow with the length of the text."""


class Numeral(NamedTuple):
    """A number that was read: its value, the token after it, and how it was written."""

    value: Amount | Fraction
    stop: int
    ordinal: bool = False
    literal: bool = False
    scaled: bool = False
    weak: bool = False
    others: tuple[Amount, ...] = ()


@dataclass(slots=True)
class _Sum:
    """The number read so far: closed groups in ``total``, the open one in ``current``."""

    grammar: Grammar
    total: Amount = 0
    current: Amount | None = None
    others: tuple[Amount, ...] = ()
    room: int = 0
    digit: int = 0
    place: Amount = 0
    last_scale: int = 0
    filled: bool = False
    literal: bool = False
    ordinal: bool = False
    tenths: tuple[int, Amount] | None = field(default=None)

    def figure(self, readings: tuple[Amount, ...]) -> None:
        self.current, self.others, self.literal, self.room, self.digit = readings[0], readings[1:], True, 0, 0

    def add(self, word: str, value: int, following: str) -> bool:
        grammar = self.grammar
        after = grammar.times_after.get(word)
        if after and self.digit == after[0]:
            self.current = (self.current or 0) + self.digit * (after[1] - 1)
            self.room, self.digit, self.tenths = after[1], 0, None
            return True
        started = self.current is not None or self.total != 0
        if started and grammar.has("closed", word) and not self.filled and following not in grammar.sets["multipliers"]:
            return False
        if value == 0 and started and following not in grammar.hundred:
            return False
        if self.current is None:
            self.tenths = (
                (value, self.last_scale) if self.last_scale and grammar.shorthand and not self.filled else None
            )
            self.current = value
        elif self.literal or value >= self.room:
            return False
        else:
            hundreds = self.place == 100 and grammar.shorthand and not self.filled and value < TENS_ROOM
            self.tenths = (value, 100) if hundreds else None
            self.current = self.current + value
        self.digit = value if value < TENS_ROOM else 0
        self.room = grammar.room.get(word, TENS_ROOM if value >= 2 * TENS_ROOM else 1)
        self.place, self.filled = 1, False
        return True

    def multiply(self, factor: int) -> bool:
        if self.current is None or not self.digit:
            return False
        self.current += self.digit * (factor - 1)
        self.room, self.digit, self.tenths = factor, 0, None
        return True

    def decimal(self, digit: int) -> int:
        """``hai phẩy năm``: the tenths, in words; how many tokens they are."""
        self.current = simplest(Decimal(digit) / 10 + (self.current or 0))
        self.room, self.digit, self.place, self.tenths, self.literal = 0, 0, 1, None, True
        return 2

    def hundred(self, word: str) -> bool:
        if self.current is None:
            if not self.grammar.has("bare", word):
                return False
            self.current = 100
        elif self.place != 100 and self.current < 100:
            self.current = times(self.current, 100)
            self.others = tuple(times(other, 100) for other in self.others)
        else:
            return False
        self.room, self.digit, self.place, self.tenths = (0 if self.literal else 100), 0, 100, None
        return True

    def scale(self, word: str, factor: int) -> bool:
        if self.total > MAX_SCALED:
            return False
        if self.current is None:
            if not self.total and self.grammar.has("bare", word):
                self.current = 1
            elif not self.total:
                return False
            elif self.last_scale and factor < self.last_scale and self.grammar.has("bare", word):
                self.current = 1
        if self.current is None:
            self.total = times(self.total, factor)
        elif not self.last_scale or factor < self.last_scale:
            self.total = self.total + times(self.current, factor)
        else:
            self.total = times(self.total + self.current, factor)
        self.others = ()
        self.current, self.last_scale, self.digit, self.room, self.place = None, factor, 0, 0, factor
        self.tenths, self.filled, self.literal = None, False, False
        return True

    def value(self) -> Amount:
        result = self.total + (self.current or 0)
        if self.tenths and self.tenths[0]:
            digit, place = self.tenths
            result = result - digit + digit * place // 10
        return simplest(result) if isinstance(result, Decimal) else result


def read_numeral(tokens: Tokens, index: int, grammar: Grammar, *, inner: bool = False) -> Numeral | None:
    """The number that starts at a token, or None.

    ``inner`` allows words that only go on a number (``tư`` in ``thứ tư``).
    """
    word = tokens.words[index]
    if grammar.has("inner", word) and (not inner or grammar.has("closed", word)):
        return None
    if tokens.word(index + 1) not in grammar.continuing and (word in grammar.add or word[0].isdecimal()):
        return _single(word, index, grammar)
    state = _Sum(grammar)
    position, literal = index, False
    while position < len(tokens.words) and (position == index or _joined(tokens, position, grammar)):
        step = _step(state, tokens, position)
        if not step:
            break
        literal = literal or state.literal
        position += step
        if state.ordinal:
            break
    if position == index:
        return None
    position = _half(state, tokens, position)
    alone = position == index + 1
    return Numeral(
        state.value(),
        position,
        ordinal=state.ordinal,
        literal=literal,
        scaled=bool(state.last_scale) or state.place == 100,
        weak=alone and grammar.has("weak", word),
        others=state.others if literal else (),
    )


def _single(word: str, index: int, grammar: Grammar) -> Numeral | None:
    """The number that one figure or one number word is, where nothing goes on with it."""
    weak = grammar.has("weak", word)
    if word in grammar.add:
        return Numeral(grammar.add[word], index + 1, weak=weak)
    readings = read_figure(word, grammar.decimal, grammar.group)
    return Numeral(readings[0], index + 1, literal=True, weak=weak, others=readings[1:]) if readings else None


def _step(state: _Sum, tokens: Tokens, position: int) -> int:
    """Feed one word; how many tokens were used, 0 where the word does not go on the number."""
    grammar, word = state.grammar, tokens.words[position]
    if word[0].isdecimal():
        return _figure_step(state, tokens, position)
    if word in grammar.add:
        return int(state.add(word, grammar.add[word], tokens.word(position + 1)))
    if word in grammar.times:
        return int(state.multiply(grammar.times[word]))
    if word in grammar.hundred:
        return int(state.hundred(word))
    if word in grammar.scales:
        return int(state.scale(word, grammar.scales[word]))
    if word in grammar.ordinals:
        return int(_ordinal(state, word))
    started = state.current is not None or state.total != 0
    following = tokens.word(position + 1)
    if started and grammar.has("fillers", word) and grammar.add.get(following, 0) in range(1, TENS_ROOM):
        state.filled = True
        state.room = max(state.room, TENS_ROOM)
        return 1
    if (
        grammar.has("decimal_words", word)
        and state.current is not None
        and grammar.add.get(following, TENS_ROOM) < TENS_ROOM
    ):
        return state.decimal(grammar.add[following])
    if state.room >= TENS_ROOM and grammar.has("joiners", word) and grammar.has("joined", following):
        return 1
    inserted = state.current is not None and not state.total and grammar.has("inserted", word)
    if inserted and following in grammar.scales and not grammar.has("bare", following):
        return 1
    if state.last_scale and state.current is None and grammar.has("links", word) and following in grammar.scales:
        return 1
    return 0


def _figure_step(state: _Sum, tokens: Tokens, position: int) -> int:
    """A figure begins a number, or goes on one before a smaller magnitude or after thousands:
    3 tỷ 200 triệu, 15 nghìn 500."""
    grammar = state.grammar
    following = grammar.scales.get(tokens.word(position + 1), 0)
    smaller = 0 < following < state.last_scale
    thousand = state.last_scale == THOUSAND and tokens.words[position].isdecimal() and len(tokens.words[position]) == 3
    if state.current is not None or (state.total and not smaller and not (thousand and not following)):
        return 0
    readings = read_figure(tokens.words[position], grammar.decimal, grammar.group)
    if not readings:
        return 0
    state.figure(readings if not state.total else readings[:1])
    return 1


def _ordinal(state: _Sum, word: str) -> bool:
    grammar = state.grammar
    value = grammar.ordinals[word]
    after = grammar.times_after.get(word)
    if after and state.digit == after[0]:
        state.current = (state.current or 0) + state.digit * (after[1] - 1)
    elif state.current is None:
        state.current = value
    elif state.literal or value >= state.room:
        return False
    else:
        state.current += value
    state.ordinal = True
    return True


def _half(state: _Sum, tokens: Tokens, position: int) -> int:
    """``2 triệu rưỡi``, ``deux millions et demi``: half of the magnitude just before."""
    found = state.grammar.halves.at(tokens.words, position)
    if not found or state.current is not None or not state.last_scale:
        if not (found and state.place == 100 and state.current is not None):
            return position
        state.current += 50
        return position + found[1]
    state.total = state.total + state.last_scale // 2
    return position + found[1]


def _joined(tokens: Tokens, position: int, grammar: Grammar) -> bool:
    gap = tokens.gap(position)
    if gap in SPACE_GAPS:
        return True
    if gap in HYPHENS:
        return grammar.hyphen_compounds and not tokens.is_figure(position)
    if gap in APOSTROPHES:
        return grammar.hyphen_compounds and grammar.has("links", tokens.words[position - 1])
    return not gap and not tokens.is_figure(position) and tokens.words[position] in grammar.scales


def times(value: Amount, factor: int) -> Amount:
    """The exact product, as an integer where it is one.

    >>> times(Decimal("82.5"), 1000), times(2, 10)
    (82500, 20)
    """
    if isinstance(value, Decimal):
        return simplest(EXACT.multiply(value, factor))
    return value * factor


def scale_factor(tokens: Tokens, index: int, numeral: Numeral, grammar: Grammar) -> int:
    """The product of the magnitudes that end a number: 10**9 for ``2 tỷ``."""
    factor, position = 1, numeral.stop - 1
    while position > index and tokens.words[position] in grammar.scales:
        factor *= grammar.scales[tokens.words[position]]
        position -= 1
    return factor
