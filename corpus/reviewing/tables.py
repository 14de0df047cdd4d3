"""Reads a built dataset for review: light columns of all pairs at once, whole rows and page texts only when asked for.

A reviewer looks at one pair at a time. What orders and filters the queue is read at the start as columns of numbers
(some five megabytes for 100,000 pairs), so that a filter is a few passes over arrays; the rest stays in its files, and
a row group is decoded when one of its rows is looked at.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from corpus.reviewing.searching import TextSearch

if TYPE_CHECKING:
    from corpus.rows import Row

PAIRS_FOLDER, DOCUMENTS_FOLDER = "vi-fr", "documents"
LIGHT_COLUMNS = (
    "id",
    "document_pair",
    "quality",
    "alignment_probability",
    "flags",
    "publisher",
    "alignment_type",
    "review_status",
)
"""What the queue is ordered and filtered by."""
ROW_COLUMNS = (
    "id",
    "translation",
    "source_spans",
    "target_spans",
    "alignment_probability",
    "flags",
    "review_status",
)
"""What is looked at of a pair; the other columns are not decoded."""
DOCUMENT_COLUMNS = ("id", "source_document", "target_document", "source_text", "target_text")
KEPT_GROUPS = 16
"""Row groups kept decoded: a third of a megabyte of pairs each, or five of page texts."""


class NoBuildError(FileNotFoundError):
    """The folder holds no built dataset."""


def array_of(column: pa.Array) -> np.ndarray:
    """The numbers of a column without gaps. Arrow's own way to NumPy imports pandas first, a fifth of a second."""
    return np.from_dlpack(column)


@dataclass(frozen=True, slots=True)
class Named:
    """A column of few different values: the values, and the number of its value for each row."""

    names: tuple[str, ...]
    numbers: np.ndarray

    @classmethod
    def of(cls, column: pa.ChunkedArray) -> Named:
        """The values of a column of strings; what is missing is the empty string."""
        coded = pc.dictionary_encode(column.combine_chunks(), null_encoding="encode")
        return cls(tuple(name or "" for name in coded.dictionary.to_pylist()), array_of(coded.indices))

    def at(self, row: int) -> str:
        """The value of a row."""
        return self.names[int(self.numbers[row])]

    def where(self, test: Callable[[str], bool]) -> np.ndarray:
        """Which rows have a value that passes a test."""
        wanted = np.array([test(name) for name in self.names], bool)
        return wanted[self.numbers] if len(wanted) else np.zeros(len(self.numbers), bool)


@dataclass(slots=True)
class Shards:
    """The Parquet files of one configuration, read by row number. Keeps files open, and row groups that were read last.

    ``groups`` are the row groups as ``(file, number)``, ``starts`` the first row of each and the number of all rows;
    ``names`` are the columns of a whole row.
    """

    files: list[pq.ParquetFile]
    groups: list[tuple[int, int]]
    starts: list[int]
    names: list[str]
    _read: dict[int, pa.Table] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path, names: Sequence[str]) -> Shards:
        """All splits of a configuration, in the order of their file names."""
        files = [pq.ParquetFile(path) for path in sorted(folder.glob("*.parquet"))]
        groups = [(place, number) for place, file in enumerate(files) for number in range(file.num_row_groups)]
        sizes = [files[place].metadata.row_group(number).num_rows for place, number in groups]
        return cls(files, groups, list(accumulate(sizes, initial=0)), list(names))

    def columns(self, names: Sequence[str]) -> pa.Table:
        """Some columns of all rows."""
        return pa.concat_tables([file.read(columns=list(names)) for file in self.files])

    def rows(self, first: int, last: int) -> list[Row]:
        """Rows from ``first`` up to ``last``, decoded."""
        result: list[Row] = []
        while first < last:
            group = bisect_right(self.starts, first) - 1
            start, end = self.starts[group], min(last, self.starts[group + 1])
            result += self._table(group).slice(first - start, end - first).to_pylist()
            first = end
        return result

    def _table(self, group: int) -> pa.Table:
        if group not in self._read:
            place, number = self.groups[group]
            while len(self._read) >= KEPT_GROUPS:
                self._read.pop(next(iter(self._read)))
            self._read[group] = self.files[place].read_row_group(number, columns=self.names)
        return self._read[group]


@dataclass(slots=True)
class Tables:
    """A built dataset, opened for review.

    ``ids``, ``quality``, ``probability``, ``flag_bits``, ``publisher``, ``kind``, ``status`` and ``home`` (its page
    pair) have one entry a pair; bit ``n`` of a pair's ``flag_bits`` stands for ``flag_names[n]``. ``number_of`` is the
    place of an id; ``ranges`` the first and last pair of each page pair.
    """

    pairs: Shards
    documents: Shards
    ids: list[str]
    quality: np.ndarray
    probability: np.ndarray
    flag_bits: np.ndarray
    flag_names: tuple[str, ...]
    publisher: Named
    kind: Named
    status: Named
    home: Named
    number_of: dict[str, int]
    ranges: dict[str, tuple[int, int]]
    document_numbers: dict[str, int]
    pair_ids: dict[tuple[str, str], str]
    _texts: TextSearch | None = None

    @classmethod
    def open(cls, folder: Path) -> Tables:
        """Open the dataset of a build folder. Raises `NoBuildError` where there is none."""
        dataset = folder / "dataset"
        pairs = Shards.of(dataset / PAIRS_FOLDER, ROW_COLUMNS)
        documents = Shards.of(dataset / DOCUMENTS_FOLDER, DOCUMENT_COLUMNS)
        if not (pairs.files and documents.files):
            raise NoBuildError(f"{folder}: no pairs to review here; run 'vifr build INPUT -o {folder}' first")
        light = pairs.columns(LIGHT_COLUMNS)
        known = documents.columns(("id", "source_document", "target_document"))
        ids, home = light["id"].to_pylist(), Named.of(light["document_pair"])
        document_ids = known["id"].to_pylist()
        ends = zip(known["source_document"].to_pylist(), known["target_document"].to_pylist(), strict=True)
        flag_bits, flag_names = _flags(light["flags"])
        return cls(
            pairs,
            documents,
            ids,
            array_of(light["quality"].combine_chunks()),
            array_of(light["alignment_probability"].combine_chunks()),
            flag_bits,
            flag_names,
            Named.of(light["publisher"]),
            Named.of(light["alignment_type"]),
            Named.of(light["review_status"]),
            home,
            dict(zip(ids, range(len(ids)), strict=True)),
            _ranges(home),
            {identifier: number for number, identifier in enumerate(document_ids)},
            dict(zip(ends, document_ids, strict=True)),
        )

    @property
    def flags(self) -> list[tuple[str, ...]]:
        """The kinds of flags of each pair."""
        kinds = {
            bits: tuple(name for place, name in enumerate(self.flag_names) if bits >> place & 1)
            for bits in np.unique(self.flag_bits).tolist()
        }
        return [kinds[bits] for bits in self.flag_bits.tolist()]

    def rows(self, pair: str) -> list[Row]:
        """All rows of a page pair, with the columns that a reviewer looks at."""
        first, last = self.ranges.get(pair, (0, 0))
        return self.pairs.rows(first, last)

    def document(self, pair: str) -> Row:
        """The row of a page pair in ``documents``: its ids and texts."""
        number = self.document_numbers[pair]
        return self.documents.rows(number, number + 1)[0]

    def read_texts(self) -> TextSearch:
        """The texts of all pairs, for searches; read once. May be called from another thread before anybody
        searches."""
        if self._texts is None:
            self._texts = TextSearch.of(self.pairs.columns(("translation",))["translation"])
        return self._texts

    def matching(self, text: str) -> np.ndarray:
        """Which pairs hold a text on either side, whatever its case."""
        return self.read_texts().matching(text)


def _flags(column: pa.ChunkedArray) -> tuple[np.ndarray, tuple[str, ...]]:
    """The flags of each pair as bits, and the kind that each bit stands for."""
    lists = column.combine_chunks()
    kinds = Named.of(pa.chunked_array([pc.list_flatten(lists)], pa.string()))
    bits = np.zeros(len(lists), np.int64)
    np.bitwise_or.at(bits, array_of(pc.list_parent_indices(lists)), np.int64(1) << kinds.numbers.astype(np.int64))
    return bits, kinds.names


def _ranges(home: Named) -> dict[str, tuple[int, int]]:
    """First and last number (exclusive) of each run of one page pair; a build writes a page pair's rows together."""
    numbers = home.numbers
    changes = np.flatnonzero(np.diff(numbers)) + 1
    edges = [0, *changes.tolist(), len(numbers)] if len(numbers) else []
    return {home.names[numbers[first]]: (first, last) for first, last in pairwise(edges)}
