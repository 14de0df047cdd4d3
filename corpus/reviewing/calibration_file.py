"""The file of a correction of the quality: `calibration.toml` among the reviews, small enough to be read by a person.

It belongs to one scorer: another model or other settings make other log odds, which the correction does not fit.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path

from aligner import ScoreConfig
from corpus.config import config_dict
from corpus.reviewing.calibration import Recalibration, recalibration_of
from corpus.reviewing.journal import REVIEWS_FOLDER
from corpus.store import file_digest, write_text

CALIBRATION_FILE = "calibration.toml"
CALIBRATION_INPUT = f"{REVIEWS_FOLDER}/{CALIBRATION_FILE}"
"""The file in a build's folder, and its name among the inputs of a build."""
MODEL_DIGITS = 16
HEADER = """\
# Written by `vifr calibrate` from the verdicts in this folder; `vifr build` and `vifr score` use it. Delete it to go
# back to the quality as shipped. Log odds of the quality are multiplied by `slope` and moved by `shift`. `prior`: share
# of faithful pairs by the quality refitted. `verdicts`: all that counted, `good` of them, `sampled` in the random
# sample; `date`: the day of the last one. `model`: hash of the scoring settings that it corrects.
# `reliability`: on verdicts that the fit did not see, weighted to the corpus if they are of the `sample`; a bin is
# verdicts, their share of good ones, their mean quality as shipped and as refitted.
"""


class CalibrationError(ValueError):
    """A calibration file that cannot be used; the message says what to do."""


def scoring_digest(score: ScoreConfig) -> str:
    """A hash of scorer settings and model: what a correction was fitted on."""
    settings = json.dumps(config_dict(score), sort_keys=True)
    return hashlib.sha256(settings.encode("utf-8")).hexdigest()[:MODEL_DIGITS]


def load_calibration(folder: Path, score: ScoreConfig) -> Recalibration | None:
    """The correction of a build folder, ``None`` where there is none.

    Raises `CalibrationError` for a file that cannot be read, and for one that was fitted on another scorer.
    """
    path = folder / CALIBRATION_INPUT
    if not path.is_file():
        return None
    try:
        found = recalibration_of(tomllib.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError) as error:
        raise CalibrationError(
            f"{path}: no calibration ({error}); delete it, or run 'vifr calibrate {folder}' again"
        ) from None
    if found.model != scoring_digest(score):
        raise CalibrationError(
            f"{path} was fitted on another scoring model or other score settings; delete it, build or score again, "
            f"and run 'vifr calibrate {folder}'"
        )
    return found


def save_calibration(folder: Path, found: Recalibration) -> Path:
    """Write the file of a build folder; the same correction gives the same bytes."""
    values = found.as_dict()
    reliability = values.pop("reliability")
    lines = [HEADER, *(f"{name} = {_toml(value)}" for name, value in values.items()), "", "[reliability]"]
    lines += [f"{name} = {_toml(value)}" for name, value in reliability.items() if name != "bins"]
    lines += ["bins = [", *(f"    {json.dumps(one)}," for one in reliability["bins"]), "]", ""]
    path = folder / CALIBRATION_INPUT
    write_text(path, "\n".join(lines))
    return path


def calibration_inputs(folder: Path) -> list[tuple[str, str | None]]:
    """The file as an input of a build, by name and digest; nothing where there is none."""
    path = folder / CALIBRATION_INPUT
    return [(CALIBRATION_INPUT, file_digest(path))] if path.is_file() else []


def _toml(value: str | bool | float) -> str:
    """A value as TOML: JSON's spelling does for texts of letters and digits, numbers and truth values."""
    return json.dumps(value)
