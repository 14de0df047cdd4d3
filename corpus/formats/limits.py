"""How much is read before something is refused: a crawl is untrusted, and one file must not take the machine."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.documents import Rejected

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """Limits of reading, in bytes; what is above one is quarantined as ``too_large``.

    ``page``: one text or HTML file; the longest article is far below 1 MB, but lists of laws reach some. ``record``:
    one line of JSONL. ``markup`` and ``nodes`` (elements): HTML above either is read without article detection, whose
    time grows faster than the page; real pages have some thousand elements. ``expansion``: decompressed size over
    compressed size; news in JSON compresses some ten times, a bomb a thousand times. ``expansion_floor``: below this
    decompressed size nothing is a bomb. ``row_group``: one row group of Parquet.
    """

    page: int = 50 * MEGABYTE
    record: int = 20 * MEGABYTE
    markup: int = 3 * MEGABYTE
    nodes: int = 10_000
    expansion: int = 200
    expansion_floor: int = 64 * MEGABYTE
    row_group: int = 2_000 * MEGABYTE


def quarantine(item: str, reason: str, detail: str) -> Rejected:
    """Make the entry of something that could not be read.

    >>> quarantine("a.txt", "empty", "the file is empty").stage
    'read'
    """
    return Rejected(item=item, kind="document", stage="read", reason=reason, detail=detail)
