"""Cleaned pages on disk, to be found by hash, id or address: a crawl does not fit into memory."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from corpus.clean import CleanConfig, clean_document
from corpus.documents import Rejected
from corpus.ingest import find_inputs, read_file

SCHEMA = """
CREATE TABLE pages (digest TEXT, id BLOB, url BLOB, language TEXT, text BLOB);
CREATE INDEX by_digest ON pages (digest);
CREATE INDEX by_id ON pages (id);
CREATE INDEX by_url ON pages (url);
"""
WAYS = ("digest", "id", "url")
"""How a page is found, the surest way first."""


@dataclass(frozen=True, slots=True)
class PageKey:
    """What is known of a page: the hash of its cleaned text, its id, its address, its language."""

    digest: str
    id: str
    url: str | None
    language: str


class PageStore:
    """A temporary database of page texts; open as long as its ``with`` block."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path)
        self._database.executescript(SCHEMA)

    def __enter__(self) -> PageStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def add(self, key: PageKey, text: str) -> None:
        """Keep a page."""
        values = (key.digest, _bytes(key.id), _bytes(key.url), key.language, _bytes(text))
        self._database.execute("INSERT INTO pages VALUES (?, ?, ?, ?, ?)", values)

    def find(self, key: PageKey) -> str | None:
        """The text of a page by its hash, else its id, else its address; ``None`` where it is not there."""
        values = (key.digest, _bytes(key.id), _bytes(key.url))
        for way, value in zip(WAYS, values, strict=True):
            query = f"SELECT text FROM pages WHERE {way} = ? AND language = ? ORDER BY rowid LIMIT 1"
            found = self._database.execute(query, (value, key.language)).fetchone() if value is not None else None
            if found:
                return bytes(found[0]).decode("utf-8", "surrogatepass")
        return None


def store_pages(store: PageStore, inputs: Sequence[Path], wanted: Collection[PageKey], clean: CleanConfig) -> None:
    """Read and clean the pages of some files and folders, and keep those that are wanted."""
    digests = {key.digest for key in wanted}
    ids, urls = {key.id for key in wanted}, {key.url for key in wanted if key.url}
    for file in find_inputs(inputs):
        for raw in read_file(file):
            if isinstance(raw, Rejected):
                continue
            page = clean_document(raw, clean)
            digest = hashlib.sha256(page.text.encode("utf-8", "replace")).hexdigest()
            if digest in digests or page.id in ids or page.url in urls:
                store.add(PageKey(digest, page.id, page.url, page.language), page.text)


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode("utf-8", "surrogatepass")
