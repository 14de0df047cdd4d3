"""Plain text files: one page a file, its lines as they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpus.documents import RawDocument, Rejected
from corpus.encoding import Decoded, Unreadable, decode_page
from corpus.formats.limits import ReadLimits, quarantine


def read_page(path: Path, name: str, limit: int) -> Decoded | Rejected:
    """The text of a file of at most ``limit`` bytes."""
    with path.open("rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        return quarantine(name, "too_large", f"{name}: more than {limit} bytes; split the file, one page each")
    page = decode_page(data)
    return quarantine(name, page.reason, f"{name}: {page.detail}") if isinstance(page, Unreadable) else page


def read_text(path: Path, name: str, limits: ReadLimits) -> Iterator[RawDocument | Rejected]:
    """Read one text file as one page."""
    page = read_page(path, name, limits.page)
    yield page if isinstance(page, Rejected) else RawDocument(name, page.text, name, repairs=page.repairs)
