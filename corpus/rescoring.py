"""Scores a dataset again with the model that is installed, without reading or aligning anything anew.

The page texts and the beads are in the dataset; each page pair is judged as a whole, as a build does. Rows that a
person edited or merged keep their scores: they are judged by the person. Pairs that fall under the threshold leave,
with their reason.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from aligner import ScoredPair
from corpus.bead_scores import document_alignment, scored_beads
from corpus.config import BuildConfig, config_dict
from corpus.publishing.rereading import read_dataset
from corpus.reviewing.calibration import built_line, corrected_rows, undone_rows
from corpus.reviewing.calibration_file import CALIBRATION_INPUT, calibration_inputs, load_calibration
from corpus.reviewing.remaining import remaining_review
from corpus.rows import Row
from corpus.schema import REJECTED
from corpus.selection import select
from corpus.store import folder_lock, read_rows, swap_folder, write_table
from corpus.writing import write_dataset

CHANGED = 0.01
"""A quality that moved by less is the same to a reader."""


@dataclass(frozen=True, slots=True)
class RescoreReport:
    """What scoring again changed: pairs scored, pairs whose quality moved by more than 0.01, mean quality before and
    after, flags that came and went by kind, and pairs that left by the rule that took them out."""

    pairs: int
    changed: int
    mean_before: float
    mean_after: float
    flags_gained: Mapping[str, int]
    flags_lost: Mapping[str, int]
    left: Mapping[str, int]


def rescore(folder: Path, config: BuildConfig | None = None) -> RescoreReport:
    """Score the dataset of a build folder again and write it anew, with the calibration of its verdicts if it has one;
    the same files otherwise.

    Raises ``FileNotFoundError`` where there is no dataset, `CalibrationError` where the calibration is of another
    scorer and ``ValueError``, naming the page pair, where its pages are now split otherwise (then ``vifr build`` has to
    run again).
    """
    config = config or BuildConfig()
    if not (folder / "dataset" / "manifest.json").is_file():
        raise FileNotFoundError(f"{folder}: no build here; run 'vifr build INPUT -o {folder}'")
    with folder_lock(folder):
        dataset = read_dataset(folder)
        refit = load_calibration(folder, config.score)
        scores = {row["id"]: _scores(row, config) for row in dataset.documents}
        own = undone_rows(dataset.pairs, built_line(folder))
        rows = corrected_rows([_rescored(row, scores.get(row["document_pair"], {})) for row in own], refit)
        selection = select(rows, config.select)
        left = Counter(state for state in selection.states.values() if state != "kept")
        settings = {**dataset.config, "score": config_dict(config.score), "select": config_dict(config.select)}
        ledger = {**dataset.ledger, "pairs": _ledger(dataset.ledger["pairs"], left)}
        new = folder / ".dataset.new"
        shutil.rmtree(new, ignore_errors=True)
        line = refit.line if refit else None
        review = remaining_review(folder, dataset.review, selection.kept, dataset.documents, line, config.score)
        changed = replace(
            dataset,
            pairs=selection.kept,
            ledger=ledger,
            config=settings,
            inputs=_with_calibration(dataset.inputs, folder),
            review=review,
            calibration=refit.as_dict() if refit else None,
        )
        write_dataset(new, changed)
        if selection.rejected:
            old = read_rows([folder / "rejected.parquet"]) if (folder / "rejected.parquet").is_file() else []
            write_table(folder / "rejected.parquet", [*old, *map(asdict, selection.rejected)], REJECTED)
        swap_folder(new, folder / "dataset")
    return _report(dataset.pairs, rows, left)


def _with_calibration(inputs: Sequence[tuple[str, str | None]], folder: Path) -> list[tuple[str, str | None]]:
    """The inputs, with the calibration that there is now."""
    return [one for one in inputs if one[0] != CALIBRATION_INPUT] + calibration_inputs(folder)


Place = tuple[tuple[int, ...], tuple[int, ...]]


def _scores(document: Row, config: BuildConfig) -> dict[Place, ScoredPair]:
    """The scores of a page pair's beads, by their sentence positions."""
    scored = scored_beads(document_alignment(document), config.score)
    return {(tuple(one.bead.source), tuple(one.bead.target)): one for one in scored}


def _rescored(row: Row, scores: Mapping[Place, ScoredPair]) -> Row:
    scored = scores.get((tuple(row["source_index"]), tuple(row["target_index"])))
    if scored is None or row["review_status"] == "edited":
        return row
    parts = {f"score_{name}": scored.features[name] for name in ("length", "numbers", "names", "lexical")}
    flags = list(dict.fromkeys(flag.kind for flag in scored.flags))
    return {**row, **parts, "quality": scored.quality, "flags": flags}


def _ledger(pairs: Mapping[str, Any], left: Mapping[str, int]) -> dict[str, Any]:
    states = Counter(pairs["states"])
    states.update(left)
    states["kept"] -= sum(left.values())
    return {"total": pairs["total"], "states": {state: count for state, count in sorted(states.items()) if count}}


def _report(before: Sequence[Row], after: Sequence[Row], left: Mapping[str, int]) -> RescoreReport:
    gained: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for old, new in zip(before, after, strict=True):
        gained.update(set(new["flags"]) - set(old["flags"]))
        lost.update(set(old["flags"]) - set(new["flags"]))
    moved = sum(abs(old["quality"] - new["quality"]) > CHANGED for old, new in zip(before, after, strict=True))
    means = [sum(row["quality"] for row in rows) / len(rows) if rows else 0.0 for rows in (before, after)]
    return RescoreReport(len(after), moved, means[0], means[1], dict(gained), dict(lost), dict(left))
