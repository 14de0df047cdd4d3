"""The head of an HTML page: title, date, address and publisher, from meta tags, links and JSON-LD."""

from __future__ import annotations

import json
import re
from typing import Any

from corpus.marks import read_address

MAX_FIELD = 500
"""Code points of the longest field or short block that is looked at; titles and addresses are far shorter."""

_MAX_JSON = 200_000
_SPACES = re.compile(r"\s+")


def read_head(tree: Any) -> dict[str, str | None]:
    """Title, date, address and publisher from meta tags, links and JSON-LD."""
    meta: dict[str, str] = {}
    for node in tree.iter("meta"):
        key = (node.get("property") or node.get("name") or node.get("itemprop") or "").lower()
        content = _SPACES.sub(" ", node.get("content") or "").strip()
        if key and content and len(content) <= MAX_FIELD:
            meta.setdefault(key, content)
    linked = _read_json_ld(tree)
    canonical = next(
        (node.get("href") for node in tree.iter("link") if (node.get("rel") or "").lower() == "canonical"), None
    )
    title = next((text_of(node) for node in tree.iter("title")), "")
    date_keys = (
        "article:published_time",
        "pubdate",
        "publishdate",
        "datepublished",
        "date",
        "dc.date",
        "dc.date.issued",
    )
    return {
        "title": meta.get("og:title") or linked.get("headline") or title or None,
        "date": next((meta[key] for key in date_keys if key in meta), None)
        or linked.get("datePublished")
        or _first_time(tree),
        "url": next(filter(None, map(web_address, (canonical, meta.get("og:url"), linked.get("url")))), None),
        "publisher": meta.get("og:site_name") or linked.get("publisher"),
    }


def web_address(value: str | None) -> str | None:
    """Read an address with its scheme; ``None`` for all else (relative links, ``javascript:``)."""
    address = read_address(value) if value else None
    return address if address and "://" in address else None


def _first_time(tree: Any) -> str | None:
    return next((node.get("datetime") for node in tree.iter("time") if node.get("datetime")), None)


def _read_json_ld(tree: Any) -> dict[str, str]:
    """Fields of the first JSON-LD object of the page that has a headline or a date."""
    for node in tree.iter("script"):
        if (node.get("type") or "").lower() != "application/ld+json" or not node.text or len(node.text) > _MAX_JSON:
            continue
        try:
            value = json.loads(node.text)
        except (ValueError, RecursionError):
            continue
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict) and ("headline" in item or "datePublished" in item):
                publisher = item.get("publisher")
                name = publisher.get("name") if isinstance(publisher, dict) else publisher
                fields = {**{key: item.get(key) for key in ("headline", "datePublished", "url")}, "publisher": name}
                return {key: field for key, field in fields.items() if isinstance(field, str) and field.strip()}
    return {}


def text_of(node: Any, limit: int = 1_000) -> str:
    """Text of a node on one line, cut after ``limit`` code points."""
    parts: list[str] = []
    length = 0
    for part in node.itertext():
        parts.append(part)
        length += len(part)
        if length > limit:
            break
    return _SPACES.sub(" ", "".join(parts)).strip()[:limit]
