"""Writes and reads the files of a build. Everything is written under a temporary name and renamed, with fixed writer
settings, so that a reader never sees half a file and the same rows always give the same bytes."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

ROW_GROUP_ROWS = 1_000
"""Small row groups: a hub's viewer reads one at a time, and 1,000 rows are about a megabyte."""
SHARD_ROWS = 500_000
"""Rows a file: some 300 MB, under the hub's recommended 500."""


class FolderInUseError(RuntimeError):
    """Another build works in the same folder."""


class OutputFolderError(ValueError):
    """The output is no folder, nor can it become one."""


class Rows(Protocol):
    """Rows that can be counted and passed over; a list, or what makes its rows as they are asked for."""

    def __len__(self) -> int:
        """How many there are."""

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        """Each, in order."""


def write_table(path: Path, rows: Iterable[Mapping[str, Any]], schema: pa.Schema) -> None:
    """Write rows as Parquet with the schema's types, statistics and a page index; one row group is held at a time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.tmp")
    settings = {"compression": "zstd", "write_statistics": True, "write_page_index": True, "store_schema": True}
    left = iter(rows)
    # An open file and no name: Arrow takes no name that is not UTF-8.
    with temporary.open("wb") as file, pq.ParquetWriter(file, schema, **settings) as writer:
        while group := list(islice(left, ROW_GROUP_ROWS)):
            writer.write_table(pa.Table.from_pylist(group, schema=schema), row_group_size=ROW_GROUP_ROWS)
    temporary.replace(path)


def write_shards(folder: Path, split: str, rows: Rows, schema: pa.Schema) -> list[Path]:
    """Write a split as ``{split}-00000-of-0000N.parquet`` files and return their paths; a split without rows has none.

    Rows are taken once, in order, and never held: only their number is asked for before.
    """
    shards = -(-len(rows) // SHARD_ROWS)
    left = iter(rows)
    paths = [folder / f"{split}-{number:05d}-of-{shards:05d}.parquet" for number in range(shards)]
    for path in paths:
        write_table(path, islice(left, SHARD_ROWS), schema)
    return paths


def read_rows(paths: Sequence[Path], columns: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """The rows of Parquet files, in order, with some columns or all."""
    rows: list[dict[str, Any]] = []
    for path in paths:
        rows += read_table(path, columns=list(columns) if columns else None).to_pylist()
    return rows


def read_table(path: Path, columns: list[str] | None = None, filters: Any = None) -> pa.Table:
    """Some columns and rows of one Parquet file, whatever its name."""
    with path.open("rb") as file:
        return pq.read_table(file, columns=columns, filters=filters)


def write_json(path: Path, value: Any) -> None:
    """Write JSON with sorted keys and a final newline."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n")


def write_text(path: Path, text: str) -> None:
    """Write a UTF-8 text file under a temporary name, then rename it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_text(text, encoding="utf-8", newline="\n")
    temporary.replace(path)


def file_digest(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def input_digest(path: Path, readable: bool = True) -> str | None:
    """SHA-256 of an input file; ``None`` where it cannot be read (a pipe, a device, a link to nowhere)."""
    if not readable:
        return None
    try:
        return file_digest(path)
    except OSError:
        return None


def swap_folder(new: Path, old: Path) -> None:
    """Put ``new`` in the place of ``old`` as a whole: old and new files never mix.

    A build that is killed between the two renames leaves ``old`` under its aside name; `recover_folder` puts it back.
    """
    aside = _aside(old)
    shutil.rmtree(aside, ignore_errors=True)
    if old.exists():
        old.rename(aside)
    new.rename(old)
    shutil.rmtree(aside, ignore_errors=True)


def recover_folder(folder: Path) -> None:
    """Undo a swap that was cut short: put back a folder that was renamed aside and never replaced."""
    aside = _aside(folder)
    if aside.exists() and not folder.exists():
        aside.rename(folder)
    shutil.rmtree(aside, ignore_errors=True)


def clear_leftovers(folder: Path) -> None:
    """Remove the half-written files that a killed build left in its folder and one level below ``work``."""
    for pattern in (".*.tmp", "work/*/.*.tmp"):
        for path in folder.glob(pattern):
            path.unlink(missing_ok=True)


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.old")


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Hold a folder for one build; the lock goes with the process, however it ends.

    Raises `FolderInUseError` where another process holds it, `OutputFolderError` where a file is in its place, and
    `PermissionError` where nothing can be written there.
    """
    lock = FileLock(folder / ".lock")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise FolderInUseError(f"{folder} is in use by another build; wait for it or choose another folder") from None
    except (FileExistsError, NotADirectoryError):
        raise OutputFolderError(f"output {folder} is a file, or stands below one; name a folder") from None
    except OSError as error:
        raise PermissionError(f"cannot write to {folder} ({error.strerror or error}); choose another folder") from None
    try:
        yield
    finally:
        lock.release()
