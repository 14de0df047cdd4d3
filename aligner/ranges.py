"""What settings may be: the checks that a settings dataclass makes of itself.

A share of 95, a spread of 0 or a NaN would not stop the work: it would turn probabilities into NaN, or a loop endless,
far from the setting that is at fault. So a wrong value is refused when the settings are made.
"""

from __future__ import annotations

import math
from dataclasses import fields
from typing import Any


def check_shares(part: str, settings: Any) -> None:
    """Raise ``ValueError`` unless every float of the settings is in [0, 1]; ``part`` is their table in the TOML.

    >>> from aligner.moved import MoveConfig
    >>> MoveConfig(prior=float("nan"))
    Traceback (most recent call last):
    ValueError: align.moves.prior must be between 0 and 1, not nan
    """
    for setting in fields(settings):
        value = getattr(settings, setting.name)
        if setting.type in ("float", float) and not 0.0 <= value <= 1.0:
            raise ValueError(f"{part}.{setting.name} must be between 0 and 1, not {value!r}")


def check_positive(part: str, settings: Any, *names: str) -> None:
    """Raise ``ValueError`` unless the numbers of these names are finite and above 0.

    >>> from aligner import AlignConfig
    >>> AlignConfig(temperature=0.0)
    Traceback (most recent call last):
    ValueError: align.temperature must be above 0, not 0.0
    """
    for name in names:
        value = getattr(settings, name)
        if not 0 < value < math.inf:
            raise ValueError(f"{part}.{name} must be above 0, not {value!r}")


def check_not_negative(part: str, settings: Any, *names: str) -> None:
    """Raise ``ValueError`` unless the numbers of these names are finite and 0 or more."""
    for name in names:
        value = getattr(settings, name)
        if not 0 <= value < math.inf:
            raise ValueError(f"{part}.{name} must be 0 or more, not {value!r}")
