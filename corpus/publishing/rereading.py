"""Reads a dataset folder back into the values that it was written from."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

from corpus.config import CardConfig
from corpus.rows import Row
from corpus.store import read_rows
from corpus.writing import DOCUMENTS_CONFIG, PAIRS_CONFIG, Dataset, earlier_splits, read_metrics


def read_dataset(folder: Path) -> Dataset:
    """The dataset of a build folder; rows come split by split, as they lie in the files."""
    manifest = json.loads((folder / "dataset" / "manifest.json").read_text(encoding="utf-8"))
    metrics = read_metrics(folder)
    known = {field.name for field in dataclasses.fields(CardConfig)}
    said: dict[str, Any] = {key: value for key, value in manifest["config"]["card"].items() if key in known}
    said["test_files"] = tuple(said.get("test_files", ()))
    card = CardConfig(**said)
    return Dataset(
        pairs=_rows(folder, PAIRS_CONFIG),
        documents=_rows(folder, DOCUMENTS_CONFIG),
        splits=earlier_splits(folder / "dataset"),
        ledger=metrics["ledger"],
        config=manifest["config"],
        inputs=[(entry["name"], entry["sha256"]) for entry in manifest["inputs"]],
        card=card,
        learned=metrics.get("learned_lexicon"),
        review=metrics.get("review"),
        tested=manifest["test_document_pairs"],
        overlap=metrics.get("overlap"),
        calibration=metrics.get("calibration"),
    )


def _rows(folder: Path, config: str) -> list[Row]:
    return read_rows(sorted((folder / "dataset" / config).glob("*.parquet")))
