"""Strip a page to its article: repair the characters, then take out every line that belongs to the site.

Each removed line carries the name of its rule. A line is judged by what it says (`corpus.furniture`, `corpus.marks`,
`corpus.dates`) and by where it stands: the *head* ends with the second paragraph, a *box* of other articles opens at a
heading such as ``Tin liên quan`` and closes when real paragraphs come back, the *foot* follows the last paragraph.
Where in doubt a line stays: the aligner leaves a stray line unpaired, but nothing brings back a lost paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus.documents import Document, RawDocument, RemovedLine
from corpus.languages import UNKNOWN, detect_language, normalise_code
from corpus.legacy import ENCODINGS, convert
from corpus.lines import CleanConfig, judge_lines
from corpus.metadata import Metadata, merge_metadata, read_metadata
from corpus.repair import repair_text, replace_surrogates

__all__ = ["CleanConfig", "clean_document"]

DEFAULTS = CleanConfig()


@dataclass(frozen=True, slots=True)
class _Page:
    """A repaired page between the steps of cleaning."""

    lines: list[str]
    language: str
    metadata: Metadata
    repairs: tuple[str, ...]


def clean_document(raw: RawDocument, config: CleanConfig = DEFAULTS) -> Document:
    r"""Clean a page: its article's own lines, the lines removed with their rules, and what the page says about itself.

    >>> page = RawDocument("1", "Mưa lớn ở Huế gây ngập\n06/02/2025\nSáng 6/2, mưa lớn gây ngập.\nComment (0)", "1.txt")
    >>> document = clean_document(page)
    >>> document.text, document.date, [line.rule for line in document.removed]
    ('Mưa lớn ở Huế gây ngập\nSáng 6/2, mưa lớn gây ngập.', '2025-02-06', ['date_line', 'comment_counter'])
    """
    raw = _writable(raw)
    page = _prepare(raw)
    verdicts = judge_lines(page.lines, page.metadata, page.language, config)
    kept = [verdict.text for verdict in verdicts if verdict.rule is None and verdict.text]
    removed = tuple(
        RemovedLine(number, page.lines[number], verdict.rule)
        for number, verdict in enumerate(verdicts)
        if verdict.rule is not None
    )
    text = "\n".join(kept)
    return Document(
        id=raw.id,
        text=text,
        language=page.language,
        origin=raw.origin,
        url=raw.url,
        title=page.metadata.title,
        date=page.metadata.date,
        byline=page.metadata.byline or _signature(removed),
        source_url=page.metadata.source_url,
        publisher=page.metadata.publisher,
        removed=removed,
        kept_lines=len(kept),
        repairs=page.repairs,
    )


_FIELDS = ("id", "origin", "url", "language", "title", "date", "source_url", "publisher")


def _writable(raw: RawDocument) -> RawDocument:
    """The page with fields that can be written as UTF-8."""
    fields = {name: value for name in _FIELDS if (value := getattr(raw, name))}
    mended: dict[str, Any] = {name: replace_surrogates(value) for name, value in fields.items()}
    return raw if mended == fields else replace(raw, **mended)


def _signature(removed: Sequence[RemovedLine]) -> str | None:
    """The author, where the page was only signed."""
    return next((line.text.strip(" ()*_") for line in removed if line.rule == "byline"), None)


def _fields_read(raw: RawDocument, repairs: Sequence[str]) -> RawDocument:
    """The page with its title and publisher in the encoding that its text was found to be in."""
    for encoding in ENCODINGS:
        if encoding.name in repairs:
            title, publisher = (field and convert(field, encoding) for field in (raw.title, raw.publisher))
            return replace(raw, title=title, publisher=publisher)
    return raw


def _prepare(raw: RawDocument) -> _Page:
    text, repairs = repair_text(raw.text)
    repairs = (*raw.repairs, *repairs)
    lines = text.split("\n")
    language = normalise_code(raw.language) if raw.language else ""
    if not language or language == UNKNOWN:
        language = detect_language(text)
    metadata = merge_metadata(_fields_read(raw, repairs), read_metadata(lines, language))
    return _Page(lines, language, metadata, repairs)
