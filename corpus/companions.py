"""Writes the files that go with the data: `LICENSE`, `CITATION.cff`, `croissant.json` and the card's charts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from corpus.card_charts import card_charts
from corpus.config import CardConfig
from corpus.croissant import DataFile, croissant
from corpus.notices import citation_file, licence_notice
from corpus.store import file_digest, write_json, write_text


def write_companions(folder: Path, card: CardConfig, metrics: Mapping[str, Any]) -> None:
    """Write them for a dataset folder whose Parquet files are there already."""
    write_text(folder / "LICENSE", licence_notice(card))
    write_text(folder / "CITATION.cff", citation_file(card, metrics))
    for name, chart in card_charts(metrics).items():
        write_text(folder / name, chart)
    shards = sorted(folder.glob("*/*.parquet"))
    files = [DataFile(path.relative_to(folder).as_posix(), file_digest(path), path.stat().st_size) for path in shards]
    write_json(folder / "croissant.json", croissant(card, metrics, files, config_schemas(folder)))


def config_schemas(folder: Path) -> dict[str, pa.Schema]:
    """The columns of each configuration in a dataset folder, from its first file."""
    schemas: dict[str, pa.Schema] = {}
    for path in sorted(folder.glob("*/*.parquet")):
        if path.parent.name not in schemas:
            with path.open("rb") as file:
                schemas[path.parent.name] = pq.read_schema(file)
    return schemas
