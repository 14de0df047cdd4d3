"""JSON lines, plain or compressed: streamed, so that neither a gigabyte line nor a decompression bomb fills the memory.

A broken line is quarantined alone; a broken stream ends the file after the records before the break, with one
``truncated`` entry.
"""

from __future__ import annotations

import codecs
import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from corpus.documents import RawDocument, Rejected
from corpus.encoding import is_binary
from corpus.formats.limits import ReadLimits, quarantine
from corpus.formats.records import read_record

_CHUNK = 1 << 16
# A few bytes of Zstandard can stand for 128 KiB each; small bites keep what one call returns below some megabytes.
_ZSTD_CHUNK = 1 << 9
_SHOWN = 80


class BrokenStreamError(Exception):
    """A compressed stream ended early, is damaged, or grows beyond all measure; ``reason`` is the quarantine's."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def read_jsonl(path: Path, name: str, compression: str, limits: ReadLimits) -> Iterator[RawDocument | Rejected]:
    """Read the records of a file; ``compression`` is ``""``, ``gz`` or ``zst``."""
    found = False
    try:
        for number, line in _lines(_utf8(_bounded(_decompress(path, compression), path, limits)), limits.record):
            if line is not None and not line.strip():
                continue
            found = True
            yield _read_line(line, f"{name}#{number}", limits)
    except BrokenStreamError as error:
        yield quarantine(name, error.reason, f"{name}: {error}")
        return
    if not found:
        yield quarantine(name, "empty", f"{name}: the file holds no records")


def _read_line(line: bytes | None, item: str, limits: ReadLimits) -> RawDocument | Rejected:
    if line is None:
        return quarantine(item, "too_large", f"{item}: the line is longer than {limits.record} bytes; split the record")
    try:
        text = line.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        return quarantine(item, "encoding", f"{item}: not valid UTF-8 at byte {error.start}; convert the file to UTF-8")
    try:
        record = json.loads(text)
    except RecursionError:
        return quarantine(
            item, "broken_record", f"{item}: the JSON is nested too deeply; a record must be a flat object"
        )
    except ValueError as error:
        shown = text[:_SHOWN].encode("utf-8", "replace").decode()
        return quarantine(item, "broken_record", f"{item}: no valid JSON ({error}): {shown}")
    return read_record(record, item, limits)


def _decompress(path: Path, compression: str) -> Iterator[bytes]:
    """Chunks of the decompressed file."""
    with path.open("rb") as file:
        if compression == "gz":
            yield from _gunzip(file)
        elif compression == "zst":
            yield from _unzstd(file)
        else:
            yield from iter(lambda: file.read(_CHUNK), b"")


def _gunzip(file: IO[bytes]) -> Iterator[bytes]:
    with gzip.GzipFile(fileobj=file) as stream:
        try:
            while chunk := stream.read1(_CHUNK):
                yield chunk
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise BrokenStreamError(
                "truncated", f"the gzip stream breaks off ({error}); fetch the file again"
            ) from None


def _unzstd(file: IO[bytes]) -> Iterator[bytes]:
    import zstandard

    pending = file.read(_ZSTD_CHUNK)
    while pending:
        frame = zstandard.ZstdDecompressor().decompressobj()
        while not frame.eof:
            if not pending:
                raise BrokenStreamError("truncated", "the Zstandard stream breaks off; fetch the file again")
            try:
                chunk = frame.decompress(pending)
            except zstandard.ZstdError as error:
                raise BrokenStreamError(
                    "truncated", f"the Zstandard stream is damaged ({error}); fetch the file again"
                ) from None
            if chunk:
                yield chunk
            pending = frame.unused_data or file.read(_ZSTD_CHUNK)


def _bounded(chunks: Iterable[bytes], path: Path, limits: ReadLimits) -> Iterator[bytes]:
    """Stop a stream that is binary, or that is much larger than its file."""
    total, most = 0, max(limits.expansion_floor, path.stat().st_size * limits.expansion)
    for chunk in chunks:
        if total == 0 and is_binary(chunk):
            raise BrokenStreamError("binary", "these bytes are no text; check the file's ending")
        total += len(chunk)
        if total > most:
            raise BrokenStreamError(
                "too_large", f"decompresses to more than {limits.expansion} times its size; looks like a bomb"
            )
        yield chunk


def _utf8(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Bring a stream with a byte order mark to plain UTF-8."""
    stream = iter(chunks)
    first = next(stream, b"")
    if not first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield first.removeprefix(codecs.BOM_UTF8)
        yield from stream
        return
    decoder = codecs.getincrementaldecoder("utf-16")("replace")
    yield decoder.decode(first).encode("utf-8", "surrogatepass")
    for chunk in stream:
        yield decoder.decode(chunk).encode("utf-8", "surrogatepass")


def _lines(chunks: Iterable[bytes], limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Number the lines of a stream from 1, empty ones passed over; a line above the limit is ``None`` and never held in
    memory.

    When the stream breaks, its complete lines have been given before.

    >>> list(_lines([b"a", b"b\\nlong line", b" goes on\\nc"], 5))
    [(1, b'ab'), (2, None), (3, b'c')]
    """
    number, parts, length = 1, list[bytes](), 0
    for chunk in chunks:
        *whole, rest = chunk.split(b"\n")
        for piece in whole:
            if piece or length:
                yield number, b"".join((*parts, piece)) if length + len(piece) <= limit else None
                parts, length = [], 0
            number += 1
        length += len(rest)
        if length <= limit:
            parts.append(rest)
        else:
            parts = []
    if length:
        yield number, b"".join(parts) if length <= limit else None
