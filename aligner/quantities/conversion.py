"""Amounts that a translator told in another unit: 40 miles as 64 km.

Only units of different names are converted, so that a changed figure before the same unit stays a changed figure.
"""

from __future__ import annotations

from functools import lru_cache

from aligner.profiles import get_profile
from aligner.quantities.model import Quantity
from aligner.quantities.readings import is_amount

FILENAME = "conversions.tsv"
OTHER_UNIT = 1.3
"""How many times as large as another a unit is that does not stand for it (as a mile may for a nautical mile)."""
TOLERANCE = {"rounded": 0.08, "exact": 1e-9}
"""Relative error of a conversion: 200 miles are told as 300 km, but 5 quintals as 0.5 tonnes and nothing else."""


def is_conversion(first: Quantity, second: Quantity) -> bool:
    """Whether two quantities are one amount in two units.

    >>> is_conversion(Quantity("number", 40, "mile", 0, 2, "40"), Quantity("number", 64, "km", 0, 2, "64"))
    True
    """
    factors = _factors()
    if first.unit == second.unit or first.unit not in factors or second.unit not in factors:
        return False
    (base, factor, error), (other_base, other_factor, other_error) = factors[first.unit], factors[second.unit]
    if base != other_base or not (is_amount(first.value) and is_amount(second.value)):
        return False
    try:
        one, other = float(str(first.value)) * factor, float(str(second.value)) * other_factor
    except (ValueError, OverflowError):
        return False
    return abs(one - other) <= max(error, other_error) * max(abs(one), abs(other))


def is_other_unit(first: Quantity, second: Quantity) -> bool:
    """Whether two quantities of one figure name different amounts of one measure: 20 tonnes and 20 kg, a currency.

    >>> is_other_unit(Quantity("number", 20, "t", 0, 2, "20"), Quantity("number", 20, "kg", 0, 2, "20"))
    True
    """
    if first.unit == second.unit or not first.unit or not second.unit or first.value != second.value:
        return False
    if first.kind == second.kind == "money":
        return True
    factors = _factors()
    if first.unit not in factors or second.unit not in factors or not first.value:
        return False
    (base, factor, _), (other_base, other_factor, _) = factors[first.unit], factors[second.unit]
    return base == other_base and max(factor, other_factor) > OTHER_UNIT * min(factor, other_factor)


@lru_cache(maxsize=1)
def _factors() -> dict[str | None, tuple[str, float, float]]:
    rows = get_profile("und").tables(FILENAME)
    return {unit: (base, float(factor), TOLERANCE[how]) for unit, base, factor, how in rows}
