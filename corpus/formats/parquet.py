"""Parquet files: rows by batches, only the columns that a page can use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.documents import RawDocument, Rejected
from corpus.formats.limits import ReadLimits, quarantine
from corpus.formats.records import FIELDS, TEXT_FIELDS, read_record

_BATCH_ROWS = 64
_SHOWN_COLUMNS = 20
_MAGIC = b"PAR1"


def read_parquet(path: Path, name: str, limits: ReadLimits) -> Iterator[RawDocument | Rejected]:
    """Read the rows of a file; items are numbered from 1."""
    import pyarrow
    from pyarrow import parquet

    with path.open("rb") as file:
        magic = file.read(len(_MAGIC))
    if magic != _MAGIC:
        reason = "binary" if magic else "empty"
        yield quarantine(name, reason, f"{name}: this is no Parquet file; check the file's ending")
        return
    try:
        # An open file and no name: Arrow takes no name that is not UTF-8.
        with path.open("rb") as file, parquet.ParquetFile(file) as table:
            yield from _read_table(table, name, limits)
    except (pyarrow.ArrowException, OSError, ValueError, MemoryError) as error:
        text = str(error).splitlines()[0] if str(error) else type(error).__name__
        yield quarantine(name, "truncated", f"{name}: the Parquet file is damaged or cut ({text}); fetch it again")


def _read_table(table: Any, name: str, limits: ReadLimits) -> Iterator[RawDocument | Rejected]:
    columns = [column for column in table.schema_arrow.names if column in FIELDS]
    if not set(columns) & set(TEXT_FIELDS):
        found = ", ".join(table.schema_arrow.names[:_SHOWN_COLUMNS])
        yield quarantine(
            name, "no_text", f'{name}: no column "text" or "html" among {found}; rename the one with the page'
        )
        return
    twice = next((column for column in columns if columns.count(column) > 1), None)
    if twice:
        yield quarantine(name, "broken_record", f'{name}: two columns are called "{twice}"; rename one of them')
        return
    groups = range(table.metadata.num_row_groups)
    if any(table.metadata.row_group(group).total_byte_size > limits.row_group for group in groups):
        yield quarantine(
            name, "too_large", f"{name}: a row group is above {limits.row_group} bytes; write smaller row groups"
        )
        return
    number = 0
    for batch in table.iter_batches(batch_size=_BATCH_ROWS, columns=columns):
        for row in range(batch.num_rows):
            number += 1
            yield _read_row(batch, row, f"{name}#{number}", limits)
    if number == 0:
        yield quarantine(name, "empty", f"{name}: the file holds no rows")


def _read_row(batch: Any, row: int, item: str, limits: ReadLimits) -> RawDocument | Rejected:
    import pyarrow

    try:
        record = {column: batch.column(column)[row].as_py() for column in batch.schema.names}
    except UnicodeDecodeError as error:
        return quarantine(
            item, "encoding", f"{item}: not valid UTF-8 at byte {error.start}; convert the column to UTF-8"
        )
    except (ValueError, OverflowError, KeyError, pyarrow.ArrowException) as error:
        # Dates out of all range, unknown time zones: Arrow stores what Python cannot show.
        return quarantine(item, "broken_record", f"{item}: a value cannot be read ({error}); write it as a string")
    return read_record(record, item, limits)
