"""What is found in a text and what a comparison of two texts says: plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

Value = int | Decimal | Fraction | str | tuple[object, ...]

KINDS = (
    "number",
    "percent",
    "permille",
    "ordinal",
    "date",
    "weekday",
    "month",
    "year",
    "quarter",
    "century",
    "decade",
    "time",
    "score",
    "range",
    "ratio",
    "fraction",
    "multiple",
    "vague",
    "temperature",
    "money",
    "age",
    "code",
)
"""Kinds of :class:`Quantity`."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity of a text: what kind it is, its exact value, and where it stands.

    ``value`` is an ``int``, ``Decimal`` or ``Fraction``; a ``(year, month, day)`` with ``None`` for what is not said
    (date); ``(hour, minute)`` (time); ``(first, second)`` (score, range, ratio); 1 for Monday to 7 for Sunday
    (weekday); the folded text (code). ``text[start:end] == q.text`` in the text that was read. A ``weak`` quantity
    may be no quantity at all (an article): it can match, and is never missed. ``others`` are further readings, as
    ``(kind, value)``.
    """

    kind: str
    value: Value
    unit: str | None
    start: int
    end: int
    text: str
    weak: bool = False
    others: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class QuantityComparison:
    """Which quantities of two texts agree.

    ``matched`` and ``changed`` are (source, target) pairs; ``missing`` stands in the source only, ``added`` in the
    target only. Weak quantities are never missing and never added.
    """

    matched: tuple[tuple[Quantity, Quantity], ...] = ()
    missing: tuple[Quantity, ...] = ()
    added: tuple[Quantity, ...] = ()
    changed: tuple[tuple[Quantity, Quantity], ...] = field(default=())

    @property
    def same(self) -> bool:
        """True where nothing is missing, added or changed."""
        return not (self.missing or self.added or self.changed)
