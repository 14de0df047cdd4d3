"""Parquet: pairs with the types of the dataset, as `datasets` and pandas read them; nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from corpus.interchange.columns import PLAIN_COLUMNS, TRANSLATION, scrub
from corpus.interchange.objects import row_of
from corpus.interchange.values import InterchangeError
from corpus.schema import PAIRS, hub_schema
from corpus.store import ROW_GROUP_ROWS


def write_parquet(rows: Iterable[Mapping[str, Any]], file: BinaryIO, schema: pa.Schema = PAIRS) -> int:
    """Write rows in groups and return their number; a table without rows has its columns."""
    waiting = iter(rows)
    count = 0
    with pq.ParquetWriter(
        file, hub_schema(schema), compression="zstd", write_statistics=True, write_page_index=True
    ) as writer:
        while group := [_scrubbed(row) for row in islice(waiting, ROW_GROUP_ROWS)]:
            writer.write_table(pa.Table.from_pylist(group, schema=writer.schema))
            count += len(group)
    return count


def read_parquet(path: str) -> Iterator[dict[str, Any]]:
    """The pairs of a file; columns that it lacks are null, others are passed over.

    Raises `InterchangeError` for a file that is no Parquet, lacks the texts, or holds values of another type.
    """
    for number, record in enumerate(parquet_records(path, PLAIN_COLUMNS, (TRANSLATION,)), start=1):
        yield row_of(record, f"{path}: row {number}")


def parquet_names(path: str) -> list[str]:
    """The names of a file's columns."""
    with _opened(path) as file:
        return list(file.schema_arrow.names)


def parquet_records(path: str, columns: Sequence[str], needed: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The records of a file with those of the columns that it has, streamed; raises `InterchangeError` where a needed
    one is missing."""
    with _opened(path) as file:
        names = set(file.schema_arrow.names)
        missing = [name for name in needed if name not in names]
        if missing:
            raise InterchangeError(f"{path}: lacks the column {missing[0]}")
        wanted = list(dict.fromkeys(name for name in (*needed, *columns) if name in names))
        try:
            for batch in file.iter_batches(batch_size=ROW_GROUP_ROWS, columns=wanted):
                yield from batch.to_pylist()
        except (pa.ArrowException, OSError) as error:
            raise InterchangeError(f"{path}: the file is damaged ({error})") from None


def _opened(path: str) -> Any:
    if not Path(path).is_file():
        raise FileNotFoundError(f"{path}: no such file")
    try:
        return pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise InterchangeError(f"{path}: no Parquet file ({error})") from None


def _scrubbed(value: Any) -> Any:
    """The value with every string as UTF-8 can hold it."""
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, Mapping):
        return {name: _scrubbed(item) for name, item in value.items()}
    if isinstance(value, list) and value and not isinstance(value[0], int):
        return [_scrubbed(item) for item in value]
    return value
