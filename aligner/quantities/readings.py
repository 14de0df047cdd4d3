"""The comparison keys of a quantity: what makes two of them the same, whatever they are called.

Kinds fall into few classes: an ordinal, an age, a year and a plain 14 are all ``n 14``, since languages swap them
freely ("khóa XV" is "XVe législature"), while a percentage, a weekday, a month or a vague magnitude is never a plain
number. A quantity made of parts (a date, a score, a code) has *atoms* besides: it agrees with the same parts told
apart.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from aligner.quantities.model import Quantity, Value

Key = tuple[str, object]
Atom = tuple[Key, ...]

CLASSES = {"percent": "%", "permille": "‰", "weekday": "wd", "month": "mo", "vague": "v", "time": "t", "hour12": "t12"}
"""Classes of the kinds that are not plain numbers."""
PAIRS = {"range": "pair", "score": "pair", "ratio": "ratio"}
DIGITS = re.compile(r"\d+")
LONGEST_NUMBER = 40
"""In digits; longer runs are compared as text."""


def keys_of(quantity: Quantity) -> tuple[Key, ...]:
    """All readings of a quantity as keys, the most likely first.

    >>> keys_of(Quantity("ordinal", 14, None, 0, 3, "14e"))
    (('n', 14),)
    """
    if not quantity.others:
        return (first_key(quantity),)
    readings = ((quantity.kind, quantity.value), *quantity.others)
    return tuple(dict.fromkeys(_key(kind, value, quantity.unit) for kind, value in readings))


def first_key(quantity: Quantity) -> Key:
    """The most likely reading of a quantity as a key."""
    return _key(quantity.kind, quantity.value, quantity.unit)


def _key(kind: str, value: Value, unit: str | None) -> Key:
    if kind == "number" or kind == "year":
        return ("n", value)
    if kind == "date" and isinstance(value, tuple):
        year, month, day = value
        told = [(name, part) for name, part in (("n", year), ("mo", month), ("n", day)) if part is not None]
        return told[0] if len(told) == 1 else ("d", value)
    if kind in PAIRS:
        return (PAIRS[kind] + (unit or "") if unit in ("percent", "permille") else PAIRS[kind], value)
    if kind == "code":
        return ("code", value)
    return (CLASSES.get(kind, "n"), value)


def atoms_of(quantity: Quantity) -> tuple[Atom, ...]:
    """The parts of a quantity, each with its readings.

    >>> atoms_of(Quantity("date", (2024, 12, 22), None, 0, 10, "22/12/2024"))
    ((('n', 22),), (('mo', 12),), (('n', 2024),))
    """
    value, kind = quantity.value, quantity.kind
    if kind == "date" and isinstance(value, tuple):
        year, month, day = value
        parts: list[Atom] = [(("n", day),)] if day is not None else []
        parts += [(("mo", month),)] if month is not None else []
        return (*parts, (("n", year),)) if year is not None else tuple(parts)
    if kind == "time" and isinstance(value, tuple):
        hour, minute = value
        return ((("n", hour), *keys_of(quantity)),) if not minute else ((("n", hour),), (("n", minute),))
    if kind in PAIRS and isinstance(value, tuple):
        return _pair_atoms(quantity, value)
    if kind == "code":
        return tuple((_number_key(digits),) for digits in DIGITS.findall(str(value)))
    return (keys_of(quantity),)


def _pair_atoms(quantity: Quantity, value: tuple[object, ...]) -> tuple[Atom, ...]:
    first, second = value
    lower = tuple(("n", other[0]) for kind, other in quantity.others if kind == "range" and isinstance(other, tuple))
    if quantity.unit in ("percent", "permille"):
        sign = CLASSES[quantity.unit]
        return (((sign, first), ("n", first)), ((sign, second),))
    return ((("n", first), *lower), (("n", second),))


def _number_key(digits: str) -> Key:
    return ("n", int(digits)) if len(digits) <= LONGEST_NUMBER else ("code", digits)


def is_amount(value: object) -> bool:
    """Whether a value is one number."""
    return isinstance(value, int | Decimal | Fraction)
