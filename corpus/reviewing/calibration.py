"""A quality that people's verdicts corrected: the two figures of the correction, and rows they are put to.

The correction is a straight line on the log odds of the quality that the scorer gives, so that the order of the pairs
stays and it can be taken back. It is put to rows after everything else: what is cached of an alignment stays good, and
the strata of the random sample are those of the scorer's own quality whatever was fitted since.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aligner.scoring.model import Calibration, log_odds_of, logistic

if TYPE_CHECKING:
    from corpus.rows import Row


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Verdicts on pairs of like quality: how many, the share of good ones, mean quality as shipped and as refitted."""

    verdicts: int
    good: float
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far the quality can be believed, on verdicts that the fit did not see, weighted to the corpus where they are
    of the random ``sample``. The errors are expected calibration errors over the bins."""

    sample: bool
    error_before: float
    error_after: float
    bins: tuple[CalibrationBin, ...]


@dataclass(frozen=True, slots=True)
class Recalibration:
    """A correction of the quality, with what it was fitted on; the fields are those of the file."""

    slope: float
    shift: float
    prior: float
    verdicts: int
    good: int
    sampled: int
    date: str
    model: str
    reliability: Reliability

    @property
    def line(self) -> Calibration:
        """The correction itself."""
        return Calibration(self.slope, self.shift)

    def as_dict(self) -> dict[str, Any]:
        """The fields as plain values, as the file and `metrics.json` have them; bins as lists."""
        values = asdict(self)
        values["reliability"]["bins"] = [list(one.values()) for one in values["reliability"]["bins"]]
        return values


def corrected(line: Calibration, quality: float) -> float:
    """The quality that a correction makes of the scorer's.

    >>> round(corrected(Calibration(0.8, -0.5), 0.9), 3)
    0.779
    """
    return logistic(line.log_odds(quality))


def undone(line: Calibration, quality: float) -> float:
    """The scorer's quality that a correction made another of.

    >>> round(undone(Calibration(0.8, -0.5), 0.779), 2)
    0.9
    """
    return logistic((log_odds_of(quality) - line.shift) / line.slope)


def corrected_rows(rows: Sequence[Row], found: Recalibration | None) -> list[Row]:
    """Rows with the corrected quality; as they are where nothing was fitted."""
    if found is None:
        return list(rows)
    return [{**row, "quality": corrected(found.line, row["quality"])} for row in rows]


def built_line(folder: Path) -> Calibration | None:
    """The correction that the dataset of a build folder has, whatever was fitted since; ``None`` where it has none."""
    metrics = json.loads((folder / "dataset" / "metrics.json").read_text(encoding="utf-8"))
    values = metrics.get("calibration")
    return Calibration(values["slope"], values["shift"]) if values else None


def undone_rows(rows: Sequence[Row], line: Calibration | None) -> list[Row]:
    """Rows with the scorer's own quality, as they are where nothing was fitted."""
    if line is None:
        return list(rows)
    return [{**row, "quality": undone(line, row["quality"])} for row in rows]


def recalibration_of(values: Mapping[str, Any]) -> Recalibration:
    """The correction that `Recalibration.as_dict` gave. Raises ``ValueError``, ``KeyError`` or ``TypeError`` for values
    that are none."""
    reliability = values["reliability"]
    bins = tuple(CalibrationBin(*one) for one in reliability["bins"])
    table = Reliability(reliability["sample"], reliability["error_before"], reliability["error_after"], bins)
    found = Recalibration(**{**values, "reliability": table})
    if not (isinstance(found.shift, float) and isinstance(found.slope, float) and 0.0 < found.slope < math.inf):
        raise ValueError(f"slope {found.slope!r} and shift {found.shift!r} are no correction")
    if not (math.isfinite(found.shift) and isinstance(found.model, str)):
        raise ValueError(f"shift {found.shift!r} or model {found.model!r} is not usable")
    return found
