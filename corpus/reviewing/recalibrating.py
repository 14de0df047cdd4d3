"""`vifr calibrate`: refits the quality of a build from its verdicts, writes the result down, and says what it changes.

Nothing of the dataset changes here: the next build or `vifr score` puts the correction to its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from aligner.scoring.model import Calibration, log_odds_of
from corpus.config import BuildConfig
from corpus.matching import Progress, no_progress
from corpus.reviewing.calibrating import DECIMALS, check_enough, cross_validated, fit_line
from corpus.reviewing.calibration import Recalibration, corrected
from corpus.reviewing.calibration_file import save_calibration, scoring_digest
from corpus.reviewing.journal import in_order, live, read_reviews
from corpus.reviewing.judging import CorpusPair, Evidence, evidence, said
from corpus.reviewing.population import population
from corpus.reviewing.tables import NoBuildError
from corpus.selection import SelectConfig
from corpus.store import folder_lock


@dataclass(frozen=True, slots=True)
class TierChange:
    """A tier under the shipped and the refitted quality: its pairs before and after, how many join and leave it."""

    before: int
    after: int
    join: int
    leave: int


@dataclass(frozen=True, slots=True)
class CalibrateReport:
    """What was refitted, and what it changes of the corpus (its pairs before the sample took any out): mean quality,
    and the tiers. ``gone``: pairs judged that are no longer there; ``written``: the file, none for a trial."""

    found: Recalibration
    gone: int
    pairs: int
    mean_before: float
    mean_after: float
    default: TierChange
    strict: TierChange
    written: str | None

    def as_dict(self) -> dict[str, Any]:
        """The report as plain values."""
        return {**asdict(self), "found": self.found.as_dict()}


def calibrate(
    folder: Path, config: BuildConfig | None = None, *, dry_run: bool = False, progress: Progress = no_progress
) -> CalibrateReport:
    """Refit the quality of a build folder and write `corpus.reviewing.calibration`'s file; with ``dry_run`` nothing.

    Raises `NoBuildError` where there is no dataset, `TooFewVerdictsError` where too few verdicts count, ``ValueError``
    where the pages are split otherwise now.
    """
    config = config or BuildConfig()
    if not (folder / "dataset" / "manifest.json").is_file():
        raise NoBuildError(f"{folder}: no build here; run 'vifr build INPUT -o {folder}'")
    with folder_lock(folder):
        decisions = live(in_order(read_reviews(folder)))
        check_enough([good for decision in decisions for *_, good in said(decision)])
        pairs = population(folder, config, decisions, progress)
        seen = evidence(decisions, pairs)
        check_enough([one.good for one in seen.judged])
        found = _refitted(seen, [one for one in pairs if one.framed], scoring_digest(config.score))
        written = None if dry_run else str(save_calibration(folder, found))
    return _report(found, seen, pairs, config.select, written)


def _refitted(seen: Evidence, corpus: Sequence[CorpusPair], model: str) -> Recalibration:
    pivot = _mean([log_odds_of(one.quality) for one in corpus])
    line = fit_line(seen.judged, pivot)
    prior = _mean([corrected(line, one.quality) for one in corpus])
    return Recalibration(
        line.slope,
        line.shift,
        round(prior, DECIMALS),
        len(seen.judged),
        sum(one.good for one in seen.judged),
        sum(one.sampled for one in seen.judged),
        seen.date,
        model,
        cross_validated(seen.judged, pivot),
    )


def _report(
    found: Recalibration, seen: Evidence, pairs: Sequence[CorpusPair], config: SelectConfig, written: str | None
) -> CalibrateReport:
    framed = [one for one in pairs if one.framed]

    def default(one: CorpusPair, quality: float) -> bool:
        return quality >= config.min_quality or one.vouched or one.id in seen.good

    def strict(one: CorpusPair, quality: float) -> bool:
        return quality >= config.strict_quality and not one.flagged

    before = [one.quality for one in framed]
    after = [corrected(found.line, quality) for quality in before]
    held = [one for one in pairs if one.held]
    default_change, strict_change = (_change(held, found.line, tier) for tier in (default, strict))
    return CalibrateReport(
        found, seen.gone, len(framed), _mean(before), _mean(after), default_change, strict_change, written
    )


def _change(pairs: Sequence[CorpusPair], line: Calibration, belongs: Callable[[CorpusPair, float], bool]) -> TierChange:
    """How many pairs are in a tier by either quality."""
    both = [(belongs(one, one.quality), belongs(one, corrected(line, one.quality))) for one in pairs]
    was, now = (sum(values) for values in zip(*both, strict=True)) if both else (0, 0)
    joined = sum(after and not before for before, after in both)
    return TierChange(was, now, joined, was + joined - now)


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else 0.0
