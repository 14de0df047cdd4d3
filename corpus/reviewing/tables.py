"""Reads a built dataset for review: light columns of all pairs at once, whole rows and page texts only when asked for.

A reviewer looks at one pair at a time. What orders and filters the queue is read at the start (some ten megabytes for
100,000 pairs); the rest stays in its files, and a row group is decoded when one of its rows is looked at.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

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
KEPT_GROUPS = 8
"""Row groups kept decoded, about a megabyte of pairs or eight of page texts each."""


class NoBuildError(FileNotFoundError):
    """The folder holds no built dataset."""


@dataclass(slots=True)
class Shards:
    """The Parquet files of one configuration, read by row number. Keeps files open, and row groups that were read last.

    ``groups`` are the row groups as ``(file, number)``, ``starts`` the first row of each and the number of all rows.
    """

    files: list[pq.ParquetFile]
    groups: list[tuple[int, int]]
    starts: list[int]
    _read: dict[int, pa.Table] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path) -> Shards:
        """All splits of a configuration, in the order of their file names."""
        files = [pq.ParquetFile(path) for path in sorted(folder.glob("*.parquet"))]
        groups = [(place, number) for place, file in enumerate(files) for number in range(file.num_row_groups)]
        sizes = [files[place].metadata.row_group(number).num_rows for place, number in groups]
        return cls(files, groups, list(accumulate(sizes, initial=0)))

    def columns(self, names: Sequence[str]) -> pa.Table:
        """Some columns of all rows."""
        return pa.concat_tables([file.read(columns=list(names)) for file in self.files])

    def rows(self, first: int, last: int) -> list[Row]:
        """Whole rows from ``first`` up to ``last``, decoded."""
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
            self._read[group] = self.files[place].read_row_group(number)
        return self._read[group]


@dataclass(slots=True)
class Tables:
    """A built dataset, opened for review.

    ``ids``, ``quality``, ``probability``, ``flags`` (kinds of each pair), ``publisher``, ``kind`` and ``status`` have
    one entry a pair; ``number_of`` is the place of an id; ``ranges`` the first and last pair of each page pair.
    """

    pairs: Shards
    documents: Shards
    ids: list[str]
    quality: np.ndarray
    probability: np.ndarray
    flags: list[tuple[str, ...]]
    publisher: list[str]
    kind: list[str]
    status: list[str]
    pair_of: list[str]
    number_of: dict[str, int]
    ranges: dict[str, tuple[int, int]]
    document_numbers: dict[str, int]
    pair_ids: dict[tuple[str, str], str]
    _texts: pa.Table | None = None

    @classmethod
    def open(cls, folder: Path) -> Tables:
        """Open the dataset of a build folder. Raises `NoBuildError` where there is none."""
        dataset = folder / "dataset"
        pairs, documents = Shards.of(dataset / PAIRS_FOLDER), Shards.of(dataset / DOCUMENTS_FOLDER)
        if not (pairs.files and documents.files):
            raise NoBuildError(f"{folder}: no pairs to review here; run 'vifr build INPUT -o {folder}' first")
        light = pairs.columns(LIGHT_COLUMNS)
        known = documents.columns(("id", "source_document", "target_document"))
        ids, pair_of = light["id"].to_pylist(), light["document_pair"].to_pylist()
        document_ids = known["id"].to_pylist()
        ends = zip(known["source_document"].to_pylist(), known["target_document"].to_pylist(), strict=True)
        return cls(
            pairs,
            documents,
            ids,
            light["quality"].to_numpy(),
            light["alignment_probability"].to_numpy(),
            _flag_kinds(light["flags"]),
            light["publisher"].fill_null("").to_pylist(),
            light["alignment_type"].to_pylist(),
            light["review_status"].to_pylist(),
            pair_of,
            {identifier: number for number, identifier in enumerate(ids)},
            _ranges(pair_of),
            {identifier: number for number, identifier in enumerate(document_ids)},
            dict(zip(ends, document_ids, strict=True)),
        )

    def rows(self, pair: str) -> list[Row]:
        """All rows of a page pair, whole."""
        first, last = self.ranges.get(pair, (0, 0))
        return self.pairs.rows(first, last)

    def document(self, pair: str) -> Row:
        """The row of a page pair in ``documents``, whole."""
        number = self.document_numbers[pair]
        return self.documents.rows(number, number + 1)[0]

    def matching(self, text: str) -> set[int]:
        """Numbers of the pairs that hold a text on either side, whatever its case."""
        if self._texts is None:
            self._texts = self.pairs.columns(("translation",))
        translation = self._texts["translation"].combine_chunks()
        sides = (pc.match_substring(translation.field(side), text, ignore_case=True) for side in ("vi", "fr"))
        return set(np.flatnonzero(np.logical_or(*(side.to_numpy(zero_copy_only=False) for side in sides))).tolist())


def _flag_kinds(column: pa.ChunkedArray) -> list[tuple[str, ...]]:
    """Flag kinds of each pair; most pairs have none and share one empty tuple."""
    lengths = pc.list_value_length(column).to_numpy()
    values = iter(pc.list_flatten(column).to_pylist())
    return [tuple(next(values) for _ in range(count)) if count else () for count in lengths]


def _ranges(pair_of: Sequence[str]) -> dict[str, tuple[int, int]]:
    """First and last number (exclusive) of each run of one page pair; a build writes a page pair's rows together."""
    ranges: dict[str, tuple[int, int]] = {}
    first = 0
    for number in range(1, len(pair_of) + 1):
        if number == len(pair_of) or pair_of[number] != pair_of[first]:
            ranges[pair_of[first]] = (first, number)
            first = number
    return ranges
