"""The place where the quantities of one piece of text are gathered, in order and without overlaps."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from aligner.quantities.grammar import Grammar
from aligner.quantities.lexer import Tokens
from aligner.quantities.model import Quantity, Value

DASHES = frozenset("-–—‑‐−")
LONGEST_JOINER = 12
"""In characters: what may stand between the two ends of a range ("cho đến")."""
LAST_DAY, LAST_MONTH = 31, 12
LAST_WEEKDAY = 7
OPEN_ENDS = frozenset(("number", "year", "ordinal"))
"""Kinds of a first end that may be told in full by the last one."""


@dataclass(slots=True)
class Reader:
    """A piece of text, its language, and what was found so far."""

    tokens: Tokens
    grammar: Grammar
    offset: int = 0
    found: list[Quantity] = field(default_factory=list)
    factors: dict[int, int] = field(default_factory=dict)

    def emit(
        self,
        kind: str,
        value: Value,
        start: int,
        end: int,
        unit: str | None = None,
        weak: bool = False,
        others: tuple[tuple[str, Value], ...] = (),
    ) -> None:
        """Add a quantity; a start inside the one before is moved to its end."""
        if self.found and start < self.found[-1].end - self.offset:
            start = self.found[-1].end - self.offset
            while start < end and self.tokens.text[start].isspace():
                start += 1
        if start >= end:
            return
        offset = self.offset
        self.found.append(
            Quantity(kind, value, unit, start + offset, end + offset, self.tokens.text[start:end], weak, others)
        )

    def quantities(self) -> list[Quantity]:
        """What was found, the first ends of ranges read like their last ones: ``du 5 au 12 mars``, ``5 đến 10%``."""
        found = self.found
        for index in range(1, len(found)):
            if found[index].kind == "number" and self._joined(found[index - 1], found[index]):
                found[index] = _same_row(found[index - 1], found[index])
        for index in range(len(found) - 2, -1, -1):
            first, last = found[index], found[index + 1]
            if _is_day(first) and last.kind == "ratio" and self._joined(first, last):
                last = found[index + 1] = _as_date(last)
            like = last.kind in ("date", "percent") or last.unit is not None or index + 1 in self.factors
            open_end = first.unit is None and (first.kind in OPEN_ENDS or _is_day(first))
            if like and open_end and self._joined(first, last):
                found[index] = self._like(first, last, self.factors.get(index + 1, 1))
        return found

    def _joined(self, first: Quantity, last: Quantity) -> bool:
        if last.start - first.end > LONGEST_JOINER:
            return False
        between = self.tokens.text[first.end - self.offset : last.start - self.offset].strip().lower()
        return between == "," or between in DASHES or self.grammar.between.at([*between.split(), ""], 0) is not None

    def _like(self, first: Quantity, last: Quantity, factor: int) -> Quantity:
        value = first.value[2] if _is_day(first) and isinstance(first.value, tuple) else first.value
        if last.kind == "date" and isinstance(last.value, tuple):
            year, month, day = last.value
            if month and day and isinstance(value, int) and 1 <= value <= LAST_DAY:
                return replace(
                    first, kind="date", value=(year, month, value), others=(("number", value), *first.others)
                )
            return first
        if not isinstance(value, int | Decimal | Fraction) or isinstance(value, Fraction):
            return first
        if last.kind == "percent":
            return replace(first, others=(*first.others, ("percent", value)))
        others: tuple[tuple[str, Value], ...] = (("number", value * factor),) if factor > 1 else ()
        return replace(first, unit=last.unit, others=(*first.others, *others))


def _is_day(quantity: Quantity) -> bool:
    """Whether a date says nothing but its day."""
    return quantity.kind == "date" and isinstance(quantity.value, tuple) and quantity.value[:2] == (None, None)


def _as_date(quantity: Quantity) -> Quantity:
    """The quantity with its reading as a date first, if it has one."""
    for kind, value in quantity.others:
        if kind == "date":
            return replace(quantity, kind="date", value=value, others=(("ratio", quantity.value),))
    return quantity


def _same_row(first: Quantity, last: Quantity) -> Quantity:
    """The last number with the kind of the one before as a further reading: ``tháng 4 và 5``, ``thứ 2, 4, 6``."""
    value = last.value
    if not isinstance(value, int) or last.unit is not None:
        return last
    kinds = {first.kind, *(kind for kind, _ in first.others)}
    others = list(last.others)
    if "month" in kinds and 1 <= value <= LAST_MONTH:
        others.append(("month", value))
    if "weekday" in kinds and isinstance(first.value, int) and first.text[-1].isdecimal() and 1 < value <= LAST_WEEKDAY:
        others.append(("weekday", value - 1))
    return last if len(others) == len(last.others) else replace(last, others=tuple(others))
