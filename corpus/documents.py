"""The values that flow through a build: pages, what was removed from them, what was left out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something that was left out, and why.

    ``kind`` is ``document``, ``line`` or ``pair``; ``stage`` the step that left it out; ``reason`` a rule name;
    ``detail`` a sentence for a person. A line or document fills the text of its own side.
    """

    item: str
    kind: str
    stage: str
    reason: str
    detail: str
    source_text: str | None = None
    target_text: str | None = None


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A page as it was read: text lines (of HTML: the extracted article) and what the record or markup says of it.

    ``id`` is the record's own or the path relative to the input; ``given_id`` tells which. ``origin`` names file and
    line for messages. Fields that the input does not give are ``None``. ``repairs`` names what was mended to read it.
    """

    id: str
    text: str
    origin: str
    given_id: bool = False
    url: str | None = None
    language: str | None = None
    title: str | None = None
    date: str | None = None
    source_url: str | None = None
    publisher: str | None = None
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RemovedLine:
    """A line that cleaning took out of a page: its number (from 0), its text and the rule that removed it."""

    number: int
    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Document:
    """A cleaned page. ``text`` is the kept lines joined by newlines; ``date`` is ISO 8601 (``2025-05-16``) or ``None``.

    ``removed`` are the lines taken out, ``kept_lines`` how many non-empty lines stayed, ``repairs`` the names of the
    repairs that changed characters.
    """

    id: str
    text: str
    language: str
    origin: str
    url: str | None = None
    title: str | None = None
    date: str | None = None
    byline: str | None = None
    source_url: str | None = None
    publisher: str | None = None
    removed: tuple[RemovedLine, ...] = ()
    kept_lines: int = 0
    repairs: tuple[str, ...] = ()
