"""What a page says about itself: where it was first published, when, by whom, under which title.

Read before furniture is stripped, because the lines that say so are furniture. What a record or the markup states is
surer than what stands in the text and wins over it, field by field.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from corpus.dates import DateLine, find_date, read_date_line
from corpus.documents import RawDocument
from corpus.marks import (
    MAX_LINE,
    is_credit,
    is_signature,
    is_site_header,
    is_source_word,
    read_address,
    read_byline,
    read_source_line,
)

HEAD_LINES = 15
"""Non-empty lines from the top in which a date line, a header or a byline may stand: portal header, menu, title,
lead."""

HEADER_LINES = 3
"""Non-empty lines from the top in which the site's header may stand."""

FOOT_LINES = 60
"""Non-empty lines from the bottom in which a bare address may be the source: link boxes and menus follow it."""

MAX_TITLE = 250
"""Code points of the longest title; the longest of the seeds and the sample has 144."""

MIN_TITLE_WORDS = 3
"""Words of the shortest first line that is taken for a title; shorter ones are section names."""

_STOP_INSIDE = re.compile(r"[.!?…]\s+[^\W\d_a-zà-ỹ]")
_CREDIT_INSIDE = re.compile(r"\b(?:Ảnh|Photos?|Nguồn)\s?:")
_ENDS_SENTENCE = (".", "!", ";", ":", ",", "|")
_TITLE_SEPARATORS = (" - ", " – ", " | ", " — ")


@dataclass(frozen=True, slots=True)
class Metadata:
    """Facts about a page, ``None`` where it does not tell. ``date`` is ISO 8601; ``source_url`` is as the page
    prints it, without white space."""

    source_url: str | None = None
    date: str | None = None
    byline: str | None = None
    title: str | None = None
    publisher: str | None = None


def read_metadata(lines: Sequence[str], language: str) -> Metadata:
    """Read what the lines of a page say about it. ``language`` is the page's; date words of all languages are known.

    >>> lines = ["Mưa lớn ở Huế gây ngập", "06/02/2025", "Mưa lớn.", "Nguồn: https://bao.example/mua-lon-1.html"]
    >>> found = read_metadata(lines, "vi")
    >>> found.title, found.date, found.source_url
    ('Mưa lớn ở Huế gây ngập', '2025-02-06', 'https://bao.example/mua-lon-1.html')
    """
    filled = [line.strip() for line in lines if line.strip()]
    head = filled[:HEAD_LINES]
    dated = _first_date_line(head)
    header = next((line for line in head[:HEADER_LINES] if is_site_header(line)), None)
    publisher = re.split(r"\s[-–—|]\s", header, maxsplit=1)[0] if header else None
    if publisher is None and dated and dated.doubled:
        publisher = dated.name
    return Metadata(
        source_url=_find_source(filled),
        date=dated.date if dated else None,
        byline=_find_byline(filled, dated),
        title=find_title(filled),
        publisher=publisher,
    )


def merge_metadata(raw: RawDocument, found: Metadata) -> Metadata:
    """Let the record's own fields win over what was found in the text; the publisher falls back to the address's host.

    >>> merge_metadata(RawDocument("1", "", "a", url="https://www.bao.example/x-1.html", date="12/5/2025"), Metadata())
    Metadata(source_url=None, date='2025-05-12', byline=None, title=None, publisher='bao.example')
    """
    given_source = read_address(raw.source_url) if raw.source_url else None
    given_date = find_date(raw.date) if raw.date else None
    return Metadata(
        source_url=given_source or found.source_url,
        date=given_date or found.date,
        byline=found.byline,
        title=_one_line(raw.title) or found.title,
        publisher=_one_line(raw.publisher) or found.publisher or host_of(raw.url),
    )


def find_title(filled: Sequence[str]) -> str | None:
    """Take the first line for the title if it looks like a headline: some words, no stop, no picture credit.

    ``filled`` are the non-empty lines; headers, dates and menus before the title are passed over.

    >>> find_title(["Báo Thanh Hóa", "06/02/2025", "Mưa lớn ở Huế gây ngập nhiều nơi", "Ngày 6/2, mưa lớn."])
    'Mưa lớn ở Huế gây ngập nhiều nơi'
    >>> find_title(["Scène de rencontre. Photo : Journal Hung Yen", "La réunion a eu lieu."]) is None
    True
    """
    for line in filled[:HEAD_LINES]:
        words = len(line.split(maxsplit=MIN_TITLE_WORDS))
        if words < MIN_TITLE_WORDS or is_site_header(line) or read_date_line(line):
            continue
        return line if looks_like_title(line) else None
    return None


def looks_like_title(line: str) -> bool:
    """Tell a headline from a sentence or a caption.

    >>> looks_like_title("Bão số 8 suy yếu sau khi đổ bộ"), looks_like_title("Bão số 8 đã suy yếu sau khi đổ bộ.")
    (True, False)
    """
    if len(line) > MAX_TITLE or len(line.split(maxsplit=MIN_TITLE_WORDS)) < MIN_TITLE_WORDS:
        return False
    if line.endswith(_ENDS_SENTENCE) and not line.endswith("..."):
        return False
    if line.startswith(("![", "http", "«", "“", '"')) and line.endswith(("»", "”", '"')):
        return False
    return not (_STOP_INSIDE.search(line) or _CREDIT_INSIDE.search(line) or is_credit(line) or line.startswith("!["))


def site_suffix_of(line: str, title: str) -> bool:
    """Tell a page title with the site's name behind (or before) it from the bare title.

    >>> title = "Mưa lớn ở Huế"
    >>> site_suffix_of("Mưa lớn ở Huế | Báo Huế", title), site_suffix_of("Mưa lớn ở Huế ngày 2", title)
    (True, False)
    """
    if not title or len(line) <= len(title) or len(line) > len(title) + MAX_TITLE:
        return False
    if line.startswith(title):
        return line[len(title) :].startswith(_TITLE_SEPARATORS)
    return line.endswith(title) and line[: -len(title)].endswith(_TITLE_SEPARATORS)


def host_of(url: str | None) -> str | None:
    """Name the site of an address, without ``www.``.

    >>> host_of("https://www.nhandan.vn/tin.html"), host_of("nhandan.vn/tin.html"), host_of("http://[") is None
    ('nhandan.vn', 'nhandan.vn', True)
    """
    if not url:
        return None
    try:
        host = urlsplit(url if "://" in url else f"//{url}").hostname
    except ValueError:
        return None
    return (host or "").removeprefix("www.") or None


def _one_line(text: str | None) -> str | None:
    return " ".join(text.split()) or None if text else None


def _first_date_line(head: Sequence[str]) -> DateLine | None:
    for line in head:
        found = read_date_line(line)
        if found and found.date:
            return found
    return None


def _find_source(filled: Sequence[str]) -> str | None:
    """The last line that names an address as source; else a bare address near the foot."""
    for number in range(len(filled) - 1, -1, -1):
        line = filled[number]
        if len(line) > MAX_LINE:
            continue
        source = read_source_line(line)
        if source and source.url:
            return source.url
        if is_source_word(line) and number + 1 < len(filled) and (url := read_address(filled[number + 1])):
            return url
    for line in reversed(filled[-FOOT_LINES:]):
        if is_bare_address(line):
            return read_address(line)
    return None


def is_bare_address(line: str) -> bool:
    """Tell a line that is nothing but a web address with its scheme.

    >>> is_bare_address("https://bao.example/tin-1.html"), is_bare_address("Xem https://bao.example/tin-1.html")
    (True, False)
    """
    if len(line) > MAX_LINE or not line.strip(" <>()[]*").startswith(("http://", "https://")):
        return False
    address = read_address(line)
    return address is not None and len(address) >= len("".join(line.split()).strip("<>()[]*.,;|"))


def _find_byline(filled: Sequence[str], dated: DateLine | None) -> str | None:
    for line in filled:
        if len(line) <= MAX_TITLE and (name := read_byline(line)):
            return name
    if dated and dated.name and not dated.doubled and is_signature(dated.name):
        return dated.name
    return None
