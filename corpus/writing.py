"""Writes the dataset folder: shards, card, metrics, manifest."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa

from aligner import __version__
from corpus.card import CardFacts, dataset_card
from corpus.card_example import example_row
from corpus.card_quality import kept_at_thresholds
from corpus.companions import write_companions
from corpus.config import CardConfig
from corpus.documents import Rejected
from corpus.metrics import corpus_metrics
from corpus.overlap import overlap_metrics
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
    overlap: Mapping[str, Any] | None = None
    calibration: Mapping[str, Any] | None = None


def write_dataset(folder: Path, dataset: Dataset) -> dict[str, Any]:
    """Write a whole dataset folder and return its metrics.

    Pairs and documents are passed over several times and never copied: sequences that make their rows as they are asked
    for keep the memory bounded whatever their length.
    """
    sizes = _write_configs(folder, dataset)
    metrics = _metrics(dataset, sizes)
    write_json(folder / "metrics.json", metrics)
    example = example_row(dataset.pairs, dataset.splits)
    write_text(folder / "README.md", dataset_card(CardFacts(metrics, sizes, dataset.card, dataset.config, example)))
    write_companions(folder, dataset.card, metrics)
    write_json(folder / "manifest.json", _manifest(folder, dataset))
    return metrics


def _write_configs(folder: Path, dataset: Dataset) -> dict[str, dict[str, tuple[int, int]]]:
    """Write every configuration; returns rows and bytes of each split by configuration, tiers without rows left out."""
    splits = dataset.splits
    strict = partial(is_strict, least=dataset.config["select"]["strict_quality"])

    def pair_split(row: Row) -> str:
        return splits[row["document_pair"]]

    sizes = {
        PAIRS_CONFIG: _write_config(folder / PAIRS_CONFIG, dataset.pairs, _always, pair_split, PAIRS),
        DOCUMENTS_CONFIG: _write_config(
            folder / DOCUMENTS_CONFIG, dataset.documents, _always, lambda row: splits[row["id"]], DOCUMENTS
        ),
    }
    for tier, belongs in ((STRICT_CONFIG, strict), (REVIEWED_CONFIG, is_vouched_for)):
        if written := _write_config(folder / tier, dataset.pairs, belongs, pair_split, PAIRS):
            sizes[tier] = written
    return sizes


def _metrics(dataset: Dataset, sizes: Mapping[str, Mapping[str, tuple[int, int]]]) -> dict[str, Any]:
    metrics = corpus_metrics(dataset.pairs, dataset.documents)
    metrics["quality_at_least"] = kept_at_thresholds(row["quality"] for row in dataset.pairs)
    metrics["overlap"] = None
    if dataset.overlap is not None:
        metrics["overlap"] = overlap_metrics(dataset.overlap, {row["id"] for row in dataset.pairs})
    metrics["ledger"] = dict(dataset.ledger)
    metrics["learned_lexicon"] = dataset.learned
    metrics["review"] = dataset.review
    metrics["calibration"] = dataset.calibration
    metrics["personal_data"] = personal_data(dataset.documents)
    metrics["splits"] = {name: {split: rows for split, (rows, _) in config.items()} for name, config in sizes.items()}
    return metrics


def is_strict(row: Row, least: float) -> bool:
    """Whether a row belongs to the strict tier: its quality is ``least`` or more, and it has no flag."""
    return bool(row["quality"] >= least and not row["flags"])


def is_vouched_for(row: Row) -> bool:
    """Whether a person vouches for a row."""
    return row["review_status"] in ("accepted", "edited")


def _always(row: Row) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class _Part:
    """The rows of one split of a configuration: passed over each time they are asked for, so that a dataset may be
    larger than memory."""

    rows: Sequence[Row]
    belongs: Callable[[Row], bool]
    split_of: Callable[[Row], str]
    split: str
    count: int

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Row]:
        return (row for row in self.rows if self.belongs(row) and self.split_of(row) == self.split)


def _write_config(
    folder: Path,
    rows: Sequence[Row],
    belongs: Callable[[Row], bool],
    split_of: Callable[[Row], str],
    columns: pa.Schema,
) -> dict[str, tuple[int, int]]:
    """Write the rows that belong to one configuration; returns rows and bytes of each split that has any."""
    counts = Counter(split_of(row) for row in rows if belongs(row))
    sizes = {}
    for split in SPLITS:
        if counts[split]:
            part = _Part(rows, belongs, split_of, split, counts[split])
            paths = write_shards(folder, split, part, hub_schema(columns))
            sizes[split] = (counts[split], sum(path.stat().st_size for path in paths))
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
