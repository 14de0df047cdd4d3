"""What stands around a number: the signs and words after it, the word before it, and whether it is part of a name."""

from __future__ import annotations

import re
from typing import NamedTuple

from aligner.quantities.grammar import Grammar
from aligner.quantities.lexer import Tokens
from aligner.quantities.numerals import APOSTROPHES, SPACE_GAPS

SIGN = re.compile(r"[ \u00a0\u202f\u2009]?([%％‰°º℃$€£¥₫])")
"""A percent or degree sign or a currency after a number."""
PERCENTS = frozenset("%％‰")
CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₫": "VND"}
MINUS_SIGNS = frozenset("-−–")
TRUE_MINUS = "−"
"""A minus even with a space after it, where a hyphen would be a dash."""
SENTENCE_STARTS = frozenset('.!?:;"“”«»‘(…\n•–—[|*')
EXPONENTS = ("2", "3")

NOT_A_NAME, PERHAPS_A_NAME, NAME = range(3)


class Follower(NamedTuple):
    """What follows a number: the kind and unit it gives, where it ends, and the token after it."""

    kind: str
    unit: str | None
    end: int
    stop: int


def follower(tokens: Tokens, stop: int, grammar: Grammar) -> Follower:
    """What follows the token before ``stop``: a percent sign, a degree, a currency, a unit, or nothing."""
    end = tokens.end(stop - 1)
    text = tokens.text
    if sign := SIGN.match(text, end):
        if sign[1] in PERCENTS:
            return Follower("permille" if sign[1] == "‰" else "percent", None, sign.end(), stop)
        if sign[1] in CURRENCIES:
            return Follower("money", CURRENCIES[sign[1]], sign.end(), stop)
        return Follower("temperature", "degree", sign.end(), stop)
    if stop < len(tokens.words) and (not tokens.gap(stop) or tokens.gap(stop) in SPACE_GAPS):
        if found := grammar.follow.at(tokens.words, stop):
            (unit, kind), length = found
            after = skip_exponent(tokens, stop + length)
            return Follower(kind, unit or None, tokens.end(after - 1), after)
        if grammar.has("links", tokens.words[stop]) and tokens.words[stop - 1] in grammar.scales:
            linked = follower(tokens, stop + 1, grammar)
            elided = stop + 1 < len(tokens.words) and tokens.gap(stop + 1) in APOSTROPHES
            found = grammar.follow.at(tokens.words, stop + 1) if elided else None
            if found and found[0][1] == "money":  # millions d'euros
                after = stop + 1 + found[1]
                linked = Follower("money", found[0][0], tokens.end(after - 1), after)
            return linked if linked.kind == "money" else Follower("", None, end, stop)
        bare = tokens.words[stop].rstrip("²³")
        if bare != tokens.words[stop] and (found := grammar.follow.at([bare], 0)):
            return Follower(found[0][1], tokens.words[stop], tokens.end(stop), stop + 1)
    return Follower("", None, end, stop)


def skip_exponent(tokens: Tokens, stop: int) -> int:
    """The token after the 2 of ``km2``, if there is one."""
    if stop < len(tokens.words) and tokens.words[stop] in EXPONENTS and not tokens.gap(stop):
        return stop + 1
    return stop


def is_negative(tokens: Tokens, index: int, grammar: Grammar) -> int:
    """Where a sign before the token starts, or -1: ``-2``, ``âm 2``, ``moins 2`` but not ``au moins 2``."""
    start = tokens.start(index)
    text = tokens.text
    if start and text[start - 1] in MINUS_SIGNS:
        before = text[start - 2] if start > 1 else " "
        return start - 1 if before.isspace() or before in "([" else -1
    if start > 1 and text[start - 2] == TRUE_MINUS and text[start - 1].isspace():
        return start - 2
    if index and grammar.has("negative", tokens.words[index - 1]) and tokens.gap(index) in SPACE_GAPS:
        if grammar.has("negative_not_after", tokens.word(index - 2)):
            return -1
        return tokens.start(index - 1)
    return -1


def name_status(tokens: Tokens, index: int, grammar: Grammar) -> int:
    """Whether a number word is part of a name, by its capital and those of its neighbours."""
    first = tokens.text[tokens.start(index)]
    if not first.isupper():
        return NOT_A_NAME
    word = tokens.original(index)
    if len(word) > 1 and word.isupper() and _heading(tokens, index):
        return NOT_A_NAME
    if grammar.capital_after.before(tokens.words, index):
        return NOT_A_NAME
    if not starts_sentence(tokens, index):
        return NAME
    if grammar.speaks.at(tokens.words, index + 1):
        return PERHAPS_A_NAME
    following = index + 1
    if following >= len(tokens.words) or tokens.is_figure(following) or tokens.gap(following) not in {*SPACE_GAPS, "-"}:
        return NOT_A_NAME
    if not tokens.text[tokens.start(following)].isupper():
        return NOT_A_NAME
    return NAME if tokens.gap(following) == "-" else PERHAPS_A_NAME


def starts_sentence(tokens: Tokens, index: int) -> bool:
    """Whether the token is the first of a sentence, a heading, a quotation or a list item."""
    return index == 0 or not SENTENCE_STARTS.isdisjoint(tokens.gap(index))


def word_status(tokens: Tokens, index: int, grammar: Grammar) -> str:
    """``strong``, ``weak`` or ``none``: whether a word such as ``năm`` is a number here."""
    entry = grammar.ambiguous.get(tokens.words[index])
    if entry is None:
        return "strong"
    before, after = tokens.word(index - 1), tokens.word(index + 1)
    counted = f"{after} {tokens.word(index + 2)}" in entry.strong_before
    if not counted and (after in entry.none_before or tokens.is_figure(index + 1)):
        return "none"
    counted = counted or after in entry.strong_before
    if before in entry.none_after:
        return "weak" if counted or after in entry.weak_before else "none"
    if before in entry.weak_after or after in entry.weak_before:
        return "weak"
    if counted or before in entry.strong_after:
        return "strong"
    if entry.plural_before and after.isalpha() and len(after) > 2 and after[-1] in "sx":
        return "strong"
    return entry.default


def _heading(tokens: Tokens, index: int) -> bool:
    """Whether a neighbour is in capitals too, so that a capital says nothing."""
    for neighbour in (index - 1, index + 1):
        if 0 <= neighbour < len(tokens.words):
            word = tokens.original(neighbour)
            if len(word) > 1 and word.isupper():
                return True
    return False
