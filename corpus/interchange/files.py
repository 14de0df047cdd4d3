"""Files of the formats, opened safely: written under a temporary name and renamed, read with a limit to every line.

A name that ends in ``.gz`` is compressed, with no time stamp, so that the same pairs give the same bytes. ``-`` is
standard input or output.
"""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

from corpus.interchange.values import InterchangeError

STANDARD = "-"
GZIP = ".gz"
LINE_BYTES = 64_000_000
"""The longest line that is read: three times the longest record a build reads, far under what fills a memory."""


@contextmanager
def output_file(path: str) -> Iterator[BinaryIO]:
    """A file to write bytes to; nothing is there under its name before it is whole."""
    if path == STANDARD:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    final = Path(path)
    final.parent.mkdir(parents=True, exist_ok=True)
    temporary = final.with_name(f".{final.name}.tmp")
    try:
        with ExitStack() as stack:
            file = cast(BinaryIO, stack.enter_context(temporary.open("wb")))
            if final.name.endswith(GZIP):
                packed = gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0)
                file = cast(BinaryIO, stack.enter_context(io.BufferedWriter(stack.enter_context(packed))))
            yield file
        temporary.replace(final)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def input_file(path: str) -> Iterator[BinaryIO]:
    """A file to read bytes from, decompressed; a stream that breaks off is an `InterchangeError`."""
    if path == STANDARD:
        yield sys.stdin.buffer
        return
    if not Path(path).exists():
        raise FileNotFoundError(f"{path}: no such file (use - for standard input)")
    try:
        with Path(path).open("rb") as file:
            yield cast(BinaryIO, gzip.GzipFile(fileobj=file)) if path.endswith(GZIP) else file
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InterchangeError(f"{path}: the gzip stream breaks off ({error}); fetch the file again") from None


def text_lines(file: IO[bytes], name: str) -> Iterator[tuple[int, str]]:
    r"""Numbered lines without their ends (``\n`` or ``\r\n``), streamed; a leading byte order mark is passed over.

    Raises `InterchangeError` for a line that is no UTF-8 or longer than 64 MB.
    """
    number = 0
    while data := file.readline(LINE_BYTES + 1):
        number += 1
        if len(data) > LINE_BYTES:
            raise InterchangeError(f"{name}: line {number} is longer than {LINE_BYTES} bytes; is it text?")
        if number == 1:
            data = data.removeprefix(b"\xef\xbb\xbf")
        try:
            yield number, data.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8")
        except UnicodeDecodeError as error:
            detail = f"not valid UTF-8 at byte {error.start}; convert the file to UTF-8"
            raise InterchangeError(f"{name}: line {number} is {detail}") from None
