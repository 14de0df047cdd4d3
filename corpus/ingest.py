"""From files and folders to pages: find the inputs, read each, and list what cannot be read.

Nothing is lost in silence: a file that is not read has an entry with the reason and the remedy. Only hidden files (a
leading dot) are passed over. The order is fixed, whatever the file system gives: arguments as given, then paths.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.documents import RawDocument, Rejected
from corpus.formats.jsonl import read_jsonl
from corpus.formats.limits import ReadLimits, quarantine
from corpus.formats.markup import read_html
from corpus.formats.parquet import read_parquet
from corpus.formats.text import read_text
from corpus.formats.warc import read_warc
from corpus.remote_inputs import fetched, is_remote

FORMATS = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".jsonl.gz": "jsonl.gz",
    ".jsonl.zst": "jsonl.zst",
    ".parquet": "parquet",
    ".warc": "warc",
    ".warc.gz": "warc.gz",
}
"""Endings of the files that can be read, and the formats they stand for."""

DEFAULTS = ReadLimits()
UNSUPPORTED = "unsupported"
UNREADABLE = "unreadable"
_MAX_SHOWN = 300


class UnsupportedInput(ValueError):  # noqa: N818 - the name is part of the interface
    """A file was given whose ending stands for no format that can be read."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read. ``name`` is its path relative to the input it was found in, with ``/`` (a file given directly:
    its own name); ``format`` one of `FORMATS`, ``unsupported`` or ``unreadable``; ``size`` in bytes."""

    path: Path
    name: str
    format: str
    size: int


def find_inputs(inputs: Sequence[Path], *, exclude: Sequence[Path] = ()) -> list[InputFile]:
    """List the files of some files and folders, in the order of the arguments, then of their relative paths.

    ``exclude`` are files and folders that are passed over where they stand below an input: what a build writes. An
    input may be the address of a dataset on a hub (`corpus.remote_inputs`), which is fetched first.

    Raises:
        FileNotFoundError: an input does not exist.
        UnsupportedInput: a file given directly has an ending that stands for no format.
        RemoteInputError: a hub cannot be asked for a dataset.
    """
    found: list[InputFile] = []
    excluded = frozenset(map(os.path.realpath, exclude))
    for given in inputs:
        path = fetched(given, FORMATS) if is_remote(given) else Path(given)
        if not _exists(path):
            raise FileNotFoundError(f"input {_shown(path)} does not exist; give a file or a folder of pages")
        if path.is_dir():
            found.extend(_walk(path, excluded))
            continue
        file = _input_file(path, path.name)
        if file.format == UNSUPPORTED:
            endings = ", ".join(FORMATS)
            raise UnsupportedInput(f"input {_shown(path)} cannot be read; supported endings are {endings}")
        found.append(file)
    return found


def read_file(file: InputFile, limits: ReadLimits = DEFAULTS) -> Iterator[RawDocument | Rejected]:
    """Read the pages of a file; what cannot be read is a `Rejected` of stage ``read``. Content never raises."""
    try:
        yield from _read(file, limits)
    except OSError as error:
        detail = f"{file.name}: {error.strerror or error}; check the file and its permissions"
        yield quarantine(file.name, UNREADABLE, detail)
    except Exception as error:  # whatever a file trips, the others must be read
        fault = f"{type(error).__name__}: {error}"
        yield quarantine(file.name, "fault", f"{file.name}: a fault of this program, please report it ({fault})")


def format_of(name: str) -> str:
    """Tell the format of a file by its ending.

    >>> format_of("News.JSONL.gz"), format_of("page.htm"), format_of("notes.docx")
    ('jsonl.gz', 'html', 'unsupported')
    """
    lower = name.lower()
    return next((format for ending, format in FORMATS.items() if lower.endswith(ending)), UNSUPPORTED)


def printable(name: str) -> str:
    r"""Spell a file name so that it can be written anywhere: bytes that are no UTF-8 as ``\xe9``.

    >>> printable("caf\udce9.txt"), printable("Huế.txt")
    ('caf\\xe9.txt', 'Huế.txt')
    """
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        # A name that is too long for any file.
        return False


def _shown(path: Path) -> str:
    return printable(str(path))[:_MAX_SHOWN]


def _read(file: InputFile, limits: ReadLimits) -> Iterator[RawDocument | Rejected]:
    if file.format == "text":
        yield from read_text(file.path, file.name, limits)
    elif file.format == "html":
        yield from read_html(file.path, file.name, limits)
    elif file.format == "parquet":
        yield from read_parquet(file.path, file.name, limits)
    elif file.format.startswith("jsonl"):
        yield from read_jsonl(file.path, file.name, _compression(file.format), limits)
    elif file.format.startswith("warc"):
        yield from read_warc(file.path, file.name, _compression(file.format), limits)
    elif file.format == UNREADABLE:
        yield quarantine(
            file.name, UNREADABLE, f"{file.name}: no regular file that can be opened; check it and its permissions"
        )
    else:
        endings = ", ".join(FORMATS)
        yield quarantine(file.name, UNSUPPORTED, f"{file.name}: no format has this ending; supported are {endings}")


def _compression(format: str) -> str:
    """The compression that a format names behind its dot; none where it names none."""
    return format.partition(".")[2]


def _input_file(path: Path, name: str) -> InputFile:
    shown = printable(name)
    try:
        status = path.stat()
    except OSError:
        return InputFile(path, shown, UNREADABLE, 0)
    if not stat.S_ISREG(status.st_mode):
        # A pipe or a device would block or never end.
        return InputFile(path, shown, UNREADABLE, 0)
    return InputFile(path, shown, format_of(name), status.st_size)


def _walk(root: Path, excluded: frozenset[str]) -> list[InputFile]:
    """Files below a folder by relative path. Linked folders are followed once each, so that loops end."""
    found: list[InputFile] = []
    excluded_names = frozenset(map(os.path.basename, excluded))
    visited = {os.path.realpath(root), *excluded}
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(entry.name for entry in folder.iterdir())
        except OSError:
            found.append(InputFile(folder, printable(folder.relative_to(root).as_posix()), UNREADABLE, 0))
            continue
        for entry in entries:
            path = folder / entry
            if entry.startswith("."):
                continue
            if entry in excluded_names and os.path.realpath(path) in excluded:
                continue
            if not path.is_dir():
                found.append(_input_file(path, path.relative_to(root).as_posix()))
            elif (real := os.path.realpath(path)) not in visited:
                visited.add(real)
                waiting.append(path)
    return sorted(found, key=lambda file: file.name)
