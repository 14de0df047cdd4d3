"""Figures that are part of a code: ``266-KH/TU``, ``13/2023/NĐ-CP``, ``U23``, ``5G``, ``Covid-19``, ``A/H5N1``.

A code's value is its folded text. Its figures alone are compared where the other text has no such code ("U23" is
"moins de 23 ans"), so that a code in other words is no error and a changed figure is.
"""

from __future__ import annotations

from aligner.folding import fold
from aligner.quantities.context import EXPONENTS
from aligner.quantities.lexer import Tokens
from aligner.quantities.reader import Reader

HYPHENS = frozenset(("-", "‑"))
JOINERS = HYPHENS | {"/"}
LONGEST_CODE = 10
"""In tokens."""


def read_code(reader: Reader, index: int) -> int:
    """Read the code that the figure at ``index`` is part of; the token after it, or 0 where there is none."""
    tokens = reader.tokens
    taken = bool(reader.found) and index > 0 and reader.found[-1].end - reader.offset >= tokens.end(index - 1)
    if index and not taken and not tokens.gap(index) and not tokens.is_figure(index - 1):
        return _glued(reader, index)
    if index and not taken and tokens.gap(index) in HYPHENS and tokens.words[index - 1][-1].isalpha():
        first = index - 1
        while first > max(0, index - LONGEST_CODE) and tokens.gap(first) in HYPHENS and _is_upper(tokens, first - 1):
            first -= 1
        return _emit(reader, first, _end_of_code(tokens, index))
    stop = _end_of_code(tokens, index)
    if any(not tokens.is_figure(position) for position in range(index, stop)):
        return _emit(reader, index, stop)
    return 0


def _glued(reader: Reader, index: int) -> int:
    """Letters right before the figure: ``U23``; the figure of ``km2`` is no quantity."""
    tokens = reader.tokens
    if tokens.words[index] in EXPONENTS and reader.grammar.follow.at(tokens.words[index - 1 : index], 0):
        return index + 1
    first = index - 1
    return _emit(reader, first, _end_of_code(tokens, index))


def _end_of_code(tokens: Tokens, index: int) -> int:
    """The token after the last that belongs to the code: figures and capitals joined by tight signs, or by nothing."""
    stop = last = index + 1
    while stop < len(tokens.words) and stop < index + LONGEST_CODE:
        gap = tokens.gap(stop)
        if not gap and not tokens.is_figure(stop):
            if not _is_upper(tokens, stop) and not (stop > index + 1 and tokens.is_figure(stop + 1)):
                break
            last = stop + 1
        elif gap in JOINERS and not tokens.is_figure(stop):
            if not _is_capital_code(tokens, stop):
                break
            last = stop + 1
        elif not tokens.is_figure(stop) or (gap and gap not in JOINERS):
            break
        elif not gap or (last == stop and last > index + 1):
            last = stop + 1
        stop += 1
    return last


def _is_upper(tokens: Tokens, index: int) -> bool:
    return tokens.original(index).isupper()


def _is_capital_code(tokens: Tokens, index: int) -> bool:
    """Whether the word is an abbreviation: ``KH``, ``NĐ``, ``TTg``, but not ``km`` or ``Hà``."""
    word = tokens.original(index)
    return len(word) > 1 and word[0].isupper() and (word.isupper() or any(char.isupper() for char in word[1:]))


def _emit(reader: Reader, first: int, stop: int) -> int:
    tokens = reader.tokens
    start, end = tokens.start(first), tokens.end(stop - 1)
    value = fold(tokens.text[start:end])
    reader.emit("code", value, start, end, weak=reader.grammar.has("weak_codes", value))
    return stop
