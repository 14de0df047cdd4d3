"""What a page address says: its canonical form, its article id, its slug.

The original's address usually ends in an id (``…-post880222.html``), and its slug is the title without diacritics.
Republishers damage slugs (they are translated or cut) more often than ids, so the two are compared apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from aligner.folding import fold

_ID = re.compile(r"(?:post|art|d|a|i|n|p)?(\d{5,})$")
_EXTENSION = re.compile(r"\.(?:html?|aspx|php|ldo|vnp|epi|chn|tpo|vov|amp)$")
_NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")
_HOST_PREFIX = re.compile(r"^(?:www|m|amp|mobile|thongtin)\.")
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)
MAX_URL_LENGTH = 2_000
"""Code points of an address that are read; longer ones are cut, as browsers do."""


@dataclass(frozen=True, slots=True)
class PageAddress:
    """An address taken apart: ``canonical`` for equality, ``host``, ``article`` (the id's digits or ``""``), ``slug``
    words."""

    canonical: str
    host: str
    article: str
    slug: tuple[str, ...]


def parse_address(url: str) -> PageAddress | None:
    """Take an address apart; ``None`` where it is none.

    The canonical form drops scheme, ``www.`` and mobile prefixes, query, fragment and a trailing slash.

    >>> address = parse_address("https://www.bao.example/mua-lon-post880222.html?utm=1")
    >>> address.canonical, address.article, address.slug
    ('bao.example/mua-lon-post880222.html', '880222', ('mua', 'lon'))
    """
    text = "".join(url.split())[:MAX_URL_LENGTH]
    if not text:
        return None
    if not _SCHEME.match(text):
        text = "https://" + text
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or "." not in host:
        return None
    host = _HOST_PREFIX.sub("", host.lower())
    path = unquote(parts.path).rstrip("/")
    name = _EXTENSION.sub("", path.rsplit("/", 1)[-1].lower())
    words = [word for word in _NOT_ALPHANUMERIC.split(fold(name)) if word]
    article = ""
    found = _ID.fullmatch(words[-1]) if words else None
    if found:
        article = found.group(1)
        words = words[:-1]
        if not words:
            words = _parent_slug(path)
    return PageAddress(host + path, host, article, tuple(words))


def _parent_slug(path: str) -> list[str]:
    """The slug where the last part of the path is an id alone: ``/ten-bai-viet/20250911091827405``."""
    parts = [part for part in path.split("/") if part]
    return [word for word in _NOT_ALPHANUMERIC.split(fold(parts[-2].lower())) if word] if len(parts) > 1 else []


def title_slug(title: str) -> tuple[str, ...]:
    """The words that a title's slug would hold.

    >>> title_slug("Mưa lớn ở Huế: 48.000 hộ")
    ('mua', 'lon', 'o', 'hue', '48', '000', 'ho')
    """
    return tuple(word for word in _NOT_ALPHANUMERIC.split(fold(title[:MAX_URL_LENGTH])) if word)
