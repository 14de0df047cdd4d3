"""The files in which decisions are kept: JSON lines that are only ever appended to, one file a reviewer and session.

Every record is one `write` of one line followed by `fsync`, before the screen shows its effect: a crash loses at most
the key being pressed. A file has one writer, so that two people never write into each other's lines and need no lock,
on a network share either. A line that a crash cut short is the last of its file and is passed over when it is read.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from corpus.reviewing.records import UNDO, Decision, RecordError, decision_of, decision_record

REVIEWS_FOLDER = "reviews"
NAME_CHARACTERS = 40
"""Longest stretch of a reviewer's name in a file name."""


@dataclass(frozen=True, slots=True)
class ReviewFile:
    """One file as it was read: its records, how many lines were damaged, the digest of the bytes."""

    path: Path
    decisions: tuple[Decision, ...]
    damaged: int
    digest: str


@dataclass(slots=True)
class Journal:
    """The file of one session, open for appending; it is made with the first record. Close it when the session ends."""

    folder: Path
    reviewer: str
    session: str = ""
    _file: IO[bytes] | None = None
    _count: int = 0

    def __post_init__(self) -> None:
        if not self.session:
            started = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
            self.session = f"{_file_name(self.reviewer)}-{started}-{secrets.token_hex(4)}"

    @property
    def path(self) -> Path:
        """Where the session's records are."""
        return self.folder / f"{self.session}.jsonl"

    def next_id(self) -> str:
        """The id of the record that will be appended next."""
        return f"{self.session}:{self._count}"

    def append(self, decision: Decision) -> None:
        """Write a record and wait until the disk has it."""
        line = json.dumps(decision_record(decision), ensure_ascii=False, separators=(",", ":")) + "\n"
        data = line.encode("utf-8", "surrogatepass")
        file = self._file or self._open()
        try:
            if file.write(data) != len(data):
                raise OSError(errno.ENOSPC, "the record was written in part; is the disk full?", str(self.path))
            os.fsync(file.fileno())
        except OSError:
            self._start_again()
            raise
        self._count += 1

    def close(self) -> None:
        """Close the file; nothing is pending."""
        if self._file:
            self._file.close()
            self._file = None

    def _start_again(self) -> None:
        """A file that may end in a torn line gets no further one: the next record opens another file."""
        self.close()
        self.session = f"{self.session}-{secrets.token_hex(2)}"

    def _open(self) -> IO[bytes]:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._file = self.path.open("xb", buffering=0)
        _sync_folder(self.folder)
        return self._file


@dataclass(slots=True)
class Journals:
    """All review files of a folder, read again only where they grew: what other people write shows up."""

    folder: Path
    _read: dict[Path, tuple[int, ReviewFile]] = field(default_factory=dict)

    def files(self, besides: Path | None = None) -> list[ReviewFile]:
        """Every file, in the order of their names, besides one that is known anyway."""
        found = []
        for path in sorted(set(self.folder.glob("*.jsonl")) - {besides}):
            size = path.stat().st_size
            if path not in self._read or self._read[path][0] != size:
                self._read[path] = (size, read_file(path))
            found.append(self._read[path][1])
        return found


def read_reviews(folder: Path) -> list[ReviewFile]:
    """The review files of a build folder, none where nobody reviewed."""
    return Journals(folder / REVIEWS_FOLDER).files()


def read_file(path: Path) -> ReviewFile:
    """Read one file. A line that is no record is counted as damaged, unless it is the last and was cut short."""
    data = path.read_bytes()
    *lines, _torn = data.split(b"\n")
    decisions, damaged = [], 0
    for line in lines:
        if not line.strip():
            continue
        try:
            decisions.append(decision_of(json.loads(line.decode("utf-8", "surrogatepass"))))
        except (RecordError, ValueError, RecursionError):
            damaged += 1
    return ReviewFile(path, tuple(decisions), damaged, hashlib.sha256(data).hexdigest())


def in_order(files: Iterable[ReviewFile]) -> list[Decision]:
    """All records of all files in the order in which they were made; a file's own order is never changed.

    A clock that was set back within a session counts as standing still.
    """
    keyed = []
    for file in files:
        latest = ""
        for number, decision in enumerate(file.decisions):
            latest = max(latest, decision.time)
            keyed.append(((latest, file.path.name, number), decision))
    return [decision for _, decision in sorted(keyed, key=lambda item: item[0])]


def live(decisions: Sequence[Decision]) -> list[Decision]:
    """The records that stand, in order, without undos and what they took back.

    >>> from dataclasses import replace
    >>> first = Decision("a:0", "Anna", "1", "bookmark", ("v", "f"))
    >>> undo = replace(first, id="a:1", time="2", verdict="undo", undoes="a:0")
    >>> redo = replace(first, id="a:2", time="3", verdict="undo", undoes="a:1")
    >>> [one.id for one in live([first, undo])], [one.id for one in live([first, undo, redo])]
    ([], ['a:0'])
    """
    taken_back: set[str] = set()
    for decision in reversed(decisions):
        if decision.verdict == UNDO and decision.id not in taken_back:
            taken_back.add(decision.undoes)
    return [one for one in decisions if one.verdict != UNDO and one.id not in taken_back]


def now() -> str:
    """The time of a record: UTC, to the millisecond, in a form that sorts."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _file_name(reviewer: str) -> str:
    """The reviewer's name as a harmless part of a file name."""
    return re.sub(r"[^\w]+", "-", reviewer[:NAME_CHARACTERS], flags=re.ASCII).strip("-_").lower() or "reviewer"


def _sync_folder(folder: Path) -> None:
    """Make a new file's name last; systems that cannot open a folder do it by themselves."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
