"""Plain text files: one page a file, its lines as they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpus.documents import RawDocument, Rejected
from corpus.encoding import Unreadable, decode_text
from corpus.formats.limits import ReadLimits, quarantine


def read_bytes(path: Path, name: str, limit: int) -> bytes | Rejected:
    """Read a whole file of at most ``limit`` bytes."""
    with path.open("rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        return quarantine(name, "too_large", f"{name}: more than {limit} bytes; split the file, one page each")
    return data


def read_text(path: Path, name: str, limits: ReadLimits) -> Iterator[RawDocument | Rejected]:
    """Read one text file as one page."""
    data = read_bytes(path, name, limits.page)
    if isinstance(data, Rejected):
        yield data
        return
    text = decode_text(data)
    if isinstance(text, Unreadable):
        yield quarantine(name, text.reason, f"{name}: {text.detail}")
        return
    yield RawDocument(id=name, text=text, origin=name)
