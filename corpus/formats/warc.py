"""WARC files, plain or gzipped: what a crawler stored, one page a response.

Pages are ``response`` and ``resource`` records of HTML or plain text, and ``conversion`` records, the plain text that
some crawls come with. Pictures, scripts, style sheets, requests and revisits are no documents and are passed over; a
text answer that is no page (a redirect, a 404) is quarantined with its status. Headers are warcio's to read, chunked
and compressed answers its to put together.
"""

from __future__ import annotations

import gzip
import logging
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from corpus.documents import RawDocument, Rejected
from corpus.encoding import Unreadable, decode_page
from corpus.formats.limits import ReadLimits, quarantine
from corpus.formats.records import read_record

KINDS = frozenset(("response", "resource", "conversion"))
"""Types of the records that may hold a page."""
MARKUP = frozenset(("text/html", "application/xhtml+xml"))
PLAIN = frozenset(("text/plain",))
FOUND = "200"
_CHUNK = 1 << 16
_SHOWN = 80


def read_warc(path: Path, name: str, compression: str, limits: ReadLimits) -> Iterator[RawDocument | Rejected]:
    """Read the pages of a file; ``compression`` is ``""`` or ``gz``. An item is file and number of the record, from 1.

    A damaged record ends the file after those before it, with one ``truncated`` entry.
    """
    with path.open("rb") as file:
        stream = _Unzipped(file) if compression else file
        most = max(limits.expansion_floor, path.stat().st_size * limits.expansion)
        yield from _read_records(stream, name, limits, most)


class _Unzipped:
    """A gzipped file, of one member a record or of one for all, that gives what stands before a break."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = gzip.GzipFile(fileobj=file)

    def read(self, size: int) -> bytes:
        """Up to ``size`` bytes, those that are there before anything that cannot be read."""
        return self._file.read1(size)


def _read_records(
    stream: IO[bytes] | _Unzipped, name: str, limits: ReadLimits, most: int
) -> Iterator[RawDocument | Rejected]:
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParserException

    # What warcio raises for damaged headers; an attribute is missing where a record has no address.
    damaged = (EOFError, ValueError, AttributeError, zlib.error, gzip.BadGzipFile)
    number, found, total = 0, False, 0
    try:
        for record in _records(stream):
            number += 1
            item = f"{name}#{number}"
            for page in _read_page(record, item, limits):
                found = True
                yield page
            total += _drained(record, most - total)
            if total > most:
                detail = f"{item}: decompresses to more than {limits.expansion} times its size; looks like a bomb"
                yield quarantine(item, "too_large", detail)
                return
            if not _is_whole(record):
                yield quarantine(item, "truncated", f"{item}: the file ends within this record; fetch it again")
                return
    except (ArchiveLoadFailed, StatusAndHeadersParserException, *damaged) as error:
        reason = "truncated" if number else "binary"
        detail = f"{name}: no readable record behind number {number} ({str(error)[:_SHOWN]}); fetch the file again"
        yield quarantine(name, reason, detail)
        return
    if not found:
        yield quarantine(name, "empty", f"{name}: none of {number} records holds a page")


def _records(stream: IO[bytes] | _Unzipped) -> Iterator[Any]:
    from warcio.archiveiterator import ArchiveIterator

    logging.getLogger("warcio").setLevel(logging.CRITICAL)

    class _Quiet(ArchiveIterator):  # type: ignore[misc]
        """Says nothing on standard error; what is wrong with a record is told by what is read of it."""

        INC_RECORD = ""

    return iter(_Quiet(stream))


def _read_page(record: Any, item: str, limits: ReadLimits) -> Iterator[RawDocument | Rejected]:
    """The page of a record, if it holds one."""
    content = _content_type(record)
    if record.rec_type not in KINDS or content not in MARKUP | PLAIN:
        return
    status = record.http_headers.get_statuscode() if record.http_headers else FOUND
    if status != FOUND:
        yield quarantine(item, "http_status", f"{item}: the server answered {status[:_SHOWN]}; this is no page")
        return
    data = record.content_stream().read(limits.page + 1)
    if len(data) > limits.page:
        yield quarantine(item, "too_large", f"{item}: more than {limits.page} bytes, which no article has")
        return
    page = decode_page(data)
    if isinstance(page, Unreadable):
        yield quarantine(item, page.reason, f"{item}: {page.detail}")
        return
    field = "html" if content in MARKUP else "text"
    address = record.rec_headers.get_header("WARC-Target-URI")
    made = read_record({field: page.text, "url": address}, item, limits)
    yield made if isinstance(made, Rejected) else replace(made, repairs=(*page.repairs, *made.repairs))


def _content_type(record: Any) -> str:
    """The media type of a record's content, without its parameters."""
    headers = record.http_headers or record.rec_headers
    value = headers.get_header("Content-Type") or ""
    return value.partition(";")[0].strip().lower()


def _is_whole(record: Any) -> bool:
    """Whether all that a record's header promises was there; a header without a length promises nothing."""
    return getattr(record.raw_stream, "limit", 1) <= 0


def _drained(record: Any, most: int) -> int:
    """Read what is left of a record, as far as ``most`` bytes and a block; how much was read."""
    read = 0
    while read <= most and (chunk := record.raw_stream.read(_CHUNK)):
        read += len(chunk)
    return read
