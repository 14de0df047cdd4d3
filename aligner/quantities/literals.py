"""Figures to exact values: which dot groups, which comma is a decimal sign, what a Roman numeral is worth.

`1.758` is 1758 in Vietnamese and 1.758 in English, and pages mix both. A figure is therefore read in its language's way
first, and the other way is kept beside it as a further reading.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from functools import lru_cache

MAX_DIGITS = 40
"""Longer figures are no amounts but codes, and Python refuses to turn thousands of digits into an integer."""
GROUP = 3
EXACT = Context(prec=4 * MAX_DIGITS)
SPACES = re.compile(r"[ \u00a0\u202f\u2009'’]")
ROMAN = re.compile(r"(?=[ivxlcdm])m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}

Amount = int | Decimal


def simplest(value: Decimal) -> Amount:
    """The value as an integer where it is one.

    >>> simplest(Decimal("2.0")), simplest(Decimal("2.50"))
    (2, Decimal('2.5'))
    """
    return int(value) if value == value.to_integral_value(context=EXACT) else value.normalize(EXACT)


@lru_cache(maxsize=8192)
def read_figure(figure: str, decimal: str, group: str) -> tuple[Amount, ...]:
    """The readings of a figure, best first; none where it is no amount (a version, a phone number, a thousand digits).

    >>> read_figure("1.758", ",", "."), read_figure("1.234,56", ",", "."), read_figure("16.5", ",", ".")
    ((1758, Decimal('1.758')), (Decimal('1234.56'),), (Decimal('16.5'),))
    >>> read_figure("1 758,5", ",", "."), read_figure("1.2.3", ",", ".")
    ((Decimal('1758.5'),), ())
    >>> read_figure("12'500", ",", ".")
    (12500,)
    """
    if len(figure) > MAX_DIGITS:
        return ()
    if figure.isdecimal():
        return (int(figure),)
    if SPACES.search(figure):
        return (simplest(Decimal(SPACES.sub("", figure).replace(",", "."))),)
    return tuple(simplest(Decimal(reading)) for reading in _readings(figure, decimal, group))


def _readings(figure: str, decimal: str, group: str) -> list[str]:
    signs = [char for char in figure if char in ".,"]
    parts = re.split("[.,]", figure)
    plain = "".join(parts)
    grouped = len(parts[0]) <= GROUP and parts[0][0] != "0" and all(len(part) == GROUP for part in parts[1:])
    if len(signs) == 1:
        point = ".".join(parts)
        if not grouped:
            return [point]
        return [plain, point] if signs[0] == group else [point, plain]
    if len(set(signs)) == 1:
        return [plain] if grouped else []
    inner_grouped = len(parts[0]) <= GROUP and all(len(part) == GROUP for part in parts[1:-1])
    if signs.count(signs[-1]) == 1 and len(set(signs[:-1])) == 1 and inner_grouped:
        return ["".join(parts[:-1]) + "." + parts[-1]]
    return []


@lru_cache(maxsize=1024)
def read_roman(letters: str) -> int:
    """The value of a Roman numeral in lower case; 0 where it is none.

    >>> [read_roman(letters) for letters in ("xiv", "iii", "iiii", "mcmxlv", "")]
    [14, 3, 0, 1945, 0]
    """
    if len(letters) > 15 or not ROMAN.fullmatch(letters):
        return 0
    values = [ROMAN_DIGITS[letter] for letter in letters]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))
