"""Writes the dataset folder: shards, card, metrics, manifest."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from aligner import __version__
from corpus.card import CardFacts, dataset_card
from corpus.companions import write_companions
from corpus.config import CardConfig
from corpus.documents import Rejected
from corpus.metrics import corpus_metrics
from corpus.personal import personal_data
from corpus.repair import replace_surrogates
from corpus.rows import Row
from corpus.schema import DOCUMENTS, PAIRS, REJECTED, hub_schema
from corpus.splits import SPLITS, page_key
from corpus.store import file_digest, read_rows, write_json, write_shards, write_table, write_text
from corpus.withdrawals import Withdrawals

PAIRS_CONFIG, DOCUMENTS_CONFIG = "vi-fr", "documents"
STRICT_CONFIG, REVIEWED_CONFIG = "vi-fr-strict", "vi-fr-reviewed"
LIBRARIES = ("numba", "numpy", "py3langid", "pyarrow", "trafilatura")
"""Libraries whose version may change what a build reads, computes or writes; the manifest names them."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """All that a dataset folder is written from. ``tested`` are the document pairs that earlier builds had in test."""

    pairs: Sequence[Row]
    documents: Sequence[Row]
    splits: Mapping[str, str]
    ledger: Mapping[str, Any]
    config: Mapping[str, Any]
    inputs: Sequence[tuple[str, str | None]]
    card: CardConfig
    learned: Mapping[str, Any] | None = None
    review: Mapping[str, Any] | None = None
    tested: Collection[str] = ()
    withdrawals: Withdrawals = field(default_factory=Withdrawals)


def write_dataset(folder: Path, dataset: Dataset) -> dict[str, Any]:
    """Write a whole dataset folder and return its metrics."""
    sizes: dict[str, dict[str, tuple[int, int]]] = {}
    for name, rows, key, schema in (
        (PAIRS_CONFIG, dataset.pairs, "document_pair", PAIRS),
        (DOCUMENTS_CONFIG, dataset.documents, "id", DOCUMENTS),
        (STRICT_CONFIG, strict_tier(dataset.pairs, dataset.config), "document_pair", PAIRS),
        (REVIEWED_CONFIG, _reviewed(dataset.pairs), "document_pair", PAIRS),
    ):
        sizes[name] = _write_config(folder / name, rows, key, dataset.splits, hub_schema(schema))
    for tier in (STRICT_CONFIG, REVIEWED_CONFIG):
        if not sizes[tier]:
            del sizes[tier]
    metrics = corpus_metrics(dataset.pairs, dataset.documents)
    metrics["ledger"] = dict(dataset.ledger)
    metrics["learned_lexicon"] = dataset.learned
    metrics["review"] = dataset.review
    metrics["personal_data"] = personal_data(dataset.documents)
    metrics["splits"] = {name: {split: rows for split, (rows, _) in config.items()} for name, config in sizes.items()}
    write_json(folder / "metrics.json", metrics)
    write_text(folder / "README.md", dataset_card(CardFacts(metrics, sizes, dataset.card, dataset.config)))
    write_companions(folder, dataset.card, metrics)
    write_json(folder / "manifest.json", _manifest(folder, dataset))
    return metrics


def strict_tier(rows: Sequence[Row], config: Mapping[str, Any]) -> list[Row]:
    """The rows of the strict tier: quality from the configured threshold on, and no flag."""
    return [row for row in rows if row["quality"] >= config["select"]["strict_quality"] and not row["flags"]]


def _reviewed(rows: Sequence[Row]) -> list[Row]:
    """The rows that a person vouches for."""
    return [row for row in rows if row["review_status"] in ("accepted", "edited")]


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
    inputs = sorted(dataset.inputs, key=lambda entry: (entry[0], entry[1] or ""))
    outputs = sorted(path for path in folder.rglob("*") if path.is_file())
    held_out = sorted({one for one, split in dataset.splits.items() if split == "test"} | set(dataset.tested))
    return {
        "versions": {"vifr": __version__, **{library: version(library) for library in LIBRARIES}},
        "config": dataset.config,
        "inputs": [{"name": name, "sha256": digest} for name, digest in inputs],
        "outputs": [{"name": path.relative_to(folder).as_posix(), "sha256": file_digest(path)} for path in outputs],
        "test_document_pairs": held_out,
        "withdrawals": {"requests": len(dataset.withdrawals.requests), "sha256": dataset.withdrawals.digest()},
    }


def earlier_splits(folder: Path) -> dict[str, str]:
    """The split of each document pair in a dataset built before, nothing where there is none.

    What was in test is known by its pages too, which may have other partners now; and by the manifest, also where a
    later build did not find it.
    """
    splits = dict.fromkeys(_once_tested(folder / "manifest.json"), "test")
    for split in SPLITS:
        paths = sorted((folder / DOCUMENTS_CONFIG).glob(f"{split}-*.parquet"))
        for row in read_rows(paths, ["id", "source_document", "target_document"]):
            splits[row["id"]] = split
            if split == "test":
                splits[page_key(row["source_document"])] = splits[page_key(row["target_document"])] = split
    return splits


def _once_tested(manifest: Path) -> list[str]:
    try:
        listed = json.loads(manifest.read_text(encoding="utf-8"))["test_document_pairs"]
    except (OSError, ValueError, LookupError, TypeError):
        return []
    return [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else []


def write_rejected(path: Path, rejected: Sequence[Rejected]) -> None:
    """Write what was left out."""
    rows = [
        {name: replace_surrogates(value) if value else value for name, value in asdict(item).items()}
        for item in rejected
    ]
    write_table(path, rows, REJECTED)


def read_metrics(folder: Path) -> dict[str, Any]:
    """The metrics of a build folder."""
    return dict(json.loads((folder / "dataset" / "metrics.json").read_text(encoding="utf-8")))
