"""The pairs that wait to be looked at, in order: a list of ids in which a place is found at once.

A hundred thousand ids are not put together for a filter: rows stand in the queue by their numbers, which come from one
pass over an array, and become ids when they are looked at. A row is found near the place that it had at first, since
merges and splits move the others by one or two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import overload

import numpy as np


class Queue(Sequence[str]):
    """Ids of pairs: those ``made`` without a row first, then rows by their ``numbers``.

    ``ids`` are the ids of all rows and ``number_of`` their numbers. Equals any sequence of the same ids.

    >>> queue = Queue(["a", "b", "c"], {"a": 0, "b": 1, "c": 2}, ["x"], np.array([2, 0]))
    >>> queue.insert(1, "b")
    >>> list(queue), queue.find("a"), queue.find("z")
    (['x', 'b', 'c', 'a'], 3, None)
    """

    __slots__ = ("_entries", "_ids", "_moves", "_number_of", "_places", "_put_in")

    def __init__(
        self, ids: Sequence[str], number_of: Mapping[str, int], made: Iterable[str], numbers: np.ndarray
    ) -> None:
        self._ids, self._number_of = ids, number_of
        first = list(made)
        self._entries: list[int | str] = [*first, *numbers.tolist()]
        self._places = np.full(len(ids), -1, np.int64)
        self._places[numbers] = np.arange(len(first), len(self._entries))
        self._put_in: set[int | str] = set(first)
        self._moves = 0

    def find(self, identifier: str, near: int = 0) -> int | None:
        """The place of a pair, ``None`` where it is not in the queue; looked for ``near`` a place first."""
        entry = self._entry(identifier)
        for place in range(max(near - 1, 0), min(near + 2, len(self._entries))):
            if self._entries[place] == entry:
                return place
        first, last = 0, len(self._entries)
        if entry not in self._put_in:
            at_first = int(self._places[entry]) if isinstance(entry, int) else -1
            if at_first < 0:
                return None
            first, last = max(at_first - self._moves, 0), at_first + self._moves + 1
        try:
            return self._entries.index(entry, first, last)
        except ValueError:
            return None

    def insert(self, place: int, identifier: str) -> None:
        """Put a pair before a place."""
        entry = self._entry(identifier)
        self._entries.insert(place, entry)
        self._put_in.add(entry)
        self._moves += 1

    def __delitem__(self, place: int) -> None:
        del self._entries[place]
        self._moves += 1

    def _entry(self, identifier: str) -> int | str:
        return self._number_of.get(identifier, identifier)

    def _id(self, entry: int | str) -> str:
        return self._ids[entry] if isinstance(entry, int) else entry

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        if isinstance(index, slice):
            return [self._id(entry) for entry in self._entries[index]]
        return self._id(self._entries[index])

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[str]:
        return map(self._id, self._entries)

    def __contains__(self, identifier: object) -> bool:
        return isinstance(identifier, str) and self.find(identifier) is not None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # it changes
