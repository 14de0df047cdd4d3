"""Writes the dataset folder: shards, card, metrics, manifest."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from aligner import __version__
from corpus.card import CardFacts, dataset_card
from corpus.config import CardConfig
from corpus.documents import Rejected
from corpus.metrics import corpus_metrics
from corpus.rows import Row
from corpus.schema import DOCUMENTS, PAIRS, REJECTED, hub_schema
from corpus.splits import SPLITS
from corpus.store import file_digest, read_rows, write_json, write_shards, write_table, write_text

PAIRS_CONFIG, DOCUMENTS_CONFIG = "vi-fr", "documents"
LIBRARIES = ("babel", "numba", "numpy", "py3langid", "pyarrow", "trafilatura")
"""Libraries whose version may change what a build reads, computes or writes; the manifest names them."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """All that a dataset folder is written from."""

    pairs: Sequence[Row]
    documents: Sequence[Row]
    splits: Mapping[str, str]
    ledger: Mapping[str, Any]
    config: Mapping[str, Any]
    inputs: Sequence[tuple[str, str]]
    card: CardConfig
    learned: Mapping[str, Any] | None = None


def write_dataset(folder: Path, dataset: Dataset) -> dict[str, Any]:
    """Write a whole dataset folder and return its metrics."""
    sizes: dict[str, dict[str, tuple[int, int]]] = {}
    for name, rows, key, schema in (
        (PAIRS_CONFIG, dataset.pairs, "document_pair", PAIRS),
        (DOCUMENTS_CONFIG, dataset.documents, "id", DOCUMENTS),
    ):
        sizes[name] = _write_config(folder / name, rows, key, dataset.splits, hub_schema(schema))
    metrics = corpus_metrics(dataset.pairs, dataset.documents)
    metrics["ledger"] = dict(dataset.ledger)
    metrics["learned_lexicon"] = dataset.learned
    metrics["splits"] = {name: {split: rows for split, (rows, _) in config.items()} for name, config in sizes.items()}
    write_json(folder / "metrics.json", metrics)
    write_text(folder / "README.md", dataset_card(CardFacts(metrics, sizes, dataset.card, dataset.config)))
    write_json(folder / "manifest.json", _manifest(folder, dataset))
    return metrics


def _write_config(
    folder: Path, rows: Sequence[Row], key: str, splits: Mapping[str, str], schema: Any
) -> dict[str, tuple[int, int]]:
    """Write one configuration; returns rows and bytes of each split that has any."""
    sizes = {}
    for split in SPLITS:
        chosen = [row for row in rows if splits[row[key]] == split]
        if chosen:
            paths = write_shards(folder, split, chosen, schema)
            sizes[split] = (len(chosen), sum(path.stat().st_size for path in paths))
    return sizes


def _manifest(folder: Path, dataset: Dataset) -> dict[str, Any]:
    outputs = sorted(path for path in folder.rglob("*") if path.is_file())
    held_out = sorted(one for one, split in dataset.splits.items() if split == "test")
    return {
        "versions": {"vifr": __version__, **{library: version(library) for library in LIBRARIES}},
        "config": dataset.config,
        "inputs": [{"name": name, "sha256": digest} for name, digest in sorted(dataset.inputs)],
        "outputs": [{"name": path.relative_to(folder).as_posix(), "sha256": file_digest(path)} for path in outputs],
        "test_document_pairs": held_out,
    }


def earlier_splits(folder: Path) -> dict[str, str]:
    """The split of each document pair in a dataset built before, nothing where there is none."""
    splits = {}
    for split in SPLITS:
        paths = sorted((folder / DOCUMENTS_CONFIG).glob(f"{split}-*.parquet"))
        splits.update({row["id"]: split for row in read_rows(paths, ["id"])})
    return splits


def write_rejected(path: Path, rejected: Sequence[Rejected]) -> None:
    """Write what was left out."""
    write_table(path, [asdict(item) for item in rejected], REJECTED)


def read_metrics(folder: Path) -> dict[str, Any]:
    """The metrics of a build folder."""
    return dict(json.loads((folder / "dataset" / "metrics.json").read_text(encoding="utf-8")))
