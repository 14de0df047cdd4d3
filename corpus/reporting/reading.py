"""The tables of a build, as far as the report shows them.

A page that opens on a phone cannot hold a corpus of any size. Figures are of the whole; document pairs are shown up to
a number, the worst ones, and only their rows are read in full.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from corpus.schema import DOCUMENTS, PAIRS
from corpus.store import read_table
from corpus.writing import DOCUMENTS_CONFIG, PAIRS_CONFIG

Row = Mapping[str, Any]
SCHEMAS = {PAIRS_CONFIG: PAIRS, DOCUMENTS_CONFIG: DOCUMENTS}

RATIO_STEP, RATIO_BANDS = 0.1, 30
"""Length ratios are counted in tenths up to three; a French page is about 1.4 times as long as the Vietnamese one."""
SCORE_BANDS = 20
MONTH = 7
"""Characters of an ISO date that name the month."""


class NoBuildError(ValueError):
    """The folder holds no build."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Distributions over the whole corpus: quality and alignment probability in twenty bands of [0, 1], length ratios
    in tenths, document pairs by month."""

    quality: tuple[int, ...]
    probability: tuple[int, ...]
    ratio: tuple[int, ...]
    months: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Build:
    """What the report is made of. ``documents`` are the worst document pairs, worst first, of ``total``;
    ``pairs`` their rows; ``left_out`` the reason and detail of rejected pairs by id."""

    metrics: Row
    counts: Counts
    documents: Sequence[Row]
    total: int
    pairs: Mapping[str, Sequence[Row]]
    left_out: Mapping[str, tuple[str, str]]


def read_build(folder: Path, limit: int) -> Build:
    """Read the build in ``folder``, with its ``limit`` worst document pairs.

    Raises `NoBuildError` where no build is.
    """
    dataset = folder / "dataset"
    if not (dataset / "metrics.json").is_file():
        raise NoBuildError(
            f"{folder}: no build here (dataset/metrics.json is missing); run 'vifr build INPUT -o {folder}'"
        )
    metrics = json.loads((dataset / "metrics.json").read_text(encoding="utf-8"))
    light = _table(dataset / PAIRS_CONFIG, ["document_pair", "quality", "alignment_probability", "translation"])
    beads = _table(dataset / DOCUMENTS_CONFIG, ["id", "source_date", "target_date", "alignment"])
    worst = worst_first(light, beads)[:limit]
    rows = _chosen(dataset / PAIRS_CONFIG, "document_pair", worst)
    pairs: dict[str, list[Row]] = {one: [] for one in worst}
    for row in rows:
        pairs[row["document_pair"]].append(row)
    documents = {row["id"]: row for row in _chosen(dataset / DOCUMENTS_CONFIG, "id", worst)}
    return Build(
        metrics, _counts(light, beads), [documents[one] for one in worst], len(beads), pairs, _left_out(folder)
    )


def worst_first(pairs: pa.Table, documents: pa.Table) -> list[str]:
    """Ids of document pairs by their mean quality, lowest first; a bead without a row (null, rejected) counts as 0."""
    sums: Counter[str] = Counter()
    for one, quality in zip(pairs["document_pair"].to_pylist(), pairs["quality"].to_pylist(), strict=True):
        sums[one] += quality
    sizes = pc.list_value_length(documents["alignment"]).to_pylist()
    means = {one: sums[one] / max(size, 1) for one, size in zip(documents["id"].to_pylist(), sizes, strict=True)}
    return sorted(means, key=lambda one: (means[one], one))


def banded(values: pa.ChunkedArray, step: float, bands: int) -> tuple[int, ...]:
    """Counts of values in bands of width ``step`` from 0; the last band holds all that is above."""
    counted = Counter(min(int(value / step + 1e-9), bands - 1) for value in values.to_pylist())
    return tuple(counted[band] for band in range(bands))


def _counts(pairs: pa.Table, documents: pa.Table) -> Counts:
    texts = pairs["translation"].combine_chunks()
    lengths = [pc.utf8_length(pc.struct_field(texts, language)) for language in ("fr", "vi")]
    ratio = pc.divide(pc.cast(lengths[0], pa.float64()), pc.max_element_wise(pc.cast(lengths[1], pa.float64()), 1.0))
    dates = zip(documents["source_date"].to_pylist(), documents["target_date"].to_pylist(), strict=True)
    months = Counter((source or target)[:MONTH] for source, target in dates if source or target)
    return Counts(
        banded(pairs["quality"], 1 / SCORE_BANDS, SCORE_BANDS),
        banded(pairs["alignment_probability"], 1 / SCORE_BANDS, SCORE_BANDS),
        banded(ratio, RATIO_STEP, RATIO_BANDS),
        tuple(sorted(months.items())),
    )


def _table(folder: Path, columns: list[str]) -> pa.Table:
    """Some columns of all shards; a configuration without rows has none."""
    schema = SCHEMAS[folder.name]
    empty = pa.schema([schema.field(name) for name in columns]).empty_table()
    tables = [read_table(path, columns) for path in sorted(folder.glob("*.parquet"))]
    return pa.concat_tables([table.replace_schema_metadata() for table in tables] or [empty])


def _chosen(folder: Path, column: str, ids: Sequence[str]) -> list[dict[str, Any]]:
    wanted = pa.array(ids, pa.string())
    rows: list[dict[str, Any]] = []
    for path in sorted(folder.glob("*.parquet")):
        rows += read_table(path, filters=pc.field(column).isin(wanted)).to_pylist()
    return rows


def _left_out(folder: Path) -> dict[str, tuple[str, str]]:
    path = folder / "rejected.parquet"
    if not path.is_file():
        return {}
    table = read_table(path, columns=["item", "reason", "detail"], filters=pc.field("kind") == "pair")
    return {row["item"]: (row["reason"], row["detail"]) for row in table.to_pylist()}
