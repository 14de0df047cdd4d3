"""Views as data inside the page: chunks of document pairs that are inflated when one is opened, and an index that is
read at the start.

Chunks are JSON, deflated, in base64. A data block of a page is text that nothing executes: base64 has no character that
markup could be made of, whatever the pages say.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.reporting.reading import Row
from corpus.reporting.search import view_words
from corpus.reporting.views import BeadView, DocumentView, document_view
from corpus.reviewing.wording import FLAG_MEANINGS

CHUNK_DOCUMENTS = 20
"""Document pairs of a chunk: some 200 kB of JSON, inflated in a few milliseconds, and large enough to deflate well."""
RAW_DEFLATE = -15
BEST = 9
THOUSAND = 1_000
NO_QUALITY = 0xFFFF
"""Stands for the quality of a bead that has none; qualities are in thousandths."""


@dataclass(frozen=True, slots=True)
class ChunkInput:
    """Document pairs of a chunk, each with its rows, and the reasons of what was left out: the argument of
    `pack_chunk`."""

    documents: tuple[tuple[Row, tuple[Row, ...]], ...]
    left_out: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index says of a document pair: its facts, and type, state, flags and quality of each bead; ``words`` are
    those by which it is found."""

    facts: Row
    beads: tuple[tuple[str, str, tuple[str, ...], float | None], ...]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Document pairs packed, and what the index says of each."""

    packed: str
    entries: tuple[Entry, ...]


def pack_chunk(group: ChunkInput) -> Chunk:
    """Lay out and pack the document pairs of a chunk: a pure function of its argument."""
    views = [document_view(document, rows, group.left_out) for document, rows in group.documents]
    return Chunk(packed([_document(view) for view in views]), tuple(_entry(view) for view in views))


def packed(value: Any) -> str:
    """A value as deflated JSON in base64.

    >>> zlib.decompress(base64.b64decode(packed({"a": 1})), RAW_DEFLATE)
    b'{"a":1}'
    """
    deflate = zlib.compressobj(BEST, zlib.DEFLATED, RAW_DEFLATE)
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    data = deflate.compress(text.encode("utf-8", "replace")) + deflate.flush()
    return base64.b64encode(data).decode("ascii")


def index_data(entries: Sequence[Entry]) -> dict[str, Any]:
    """The index that lists and filters are made from: names once, documents and beads as columns of numbers."""
    publishers = sorted({entry.facts["publisher"] or "" for entry in entries})
    kinds, states, flags = (sorted(found) for found in _found(entries))
    flag_bit = {flag: 1 << number for number, flag in enumerate(flags)}
    publisher_place, kind_place, state_place = (
        {name: number for number, name in enumerate(names)} for names in (publishers, kinds, states)
    )
    beads = [bead for entry in entries for bead in entry.beads]
    return {
        "chunk": CHUNK_DOCUMENTS,
        "meanings": FLAG_MEANINGS,
        "publishers": publishers,
        "kinds": kinds,
        "states": states,
        "flags": flags,
        "documents": [
            [
                entry.facts["id"],
                entry.facts["source_title"] or "",
                entry.facts["target_title"] or "",
                publisher_place[entry.facts["publisher"] or ""],
                entry.facts["source_date"] or entry.facts["target_date"] or "",
                len(entry.beads),
            ]
            for entry in entries
        ],
        "kind": [kind_place[kind] for kind, _, _, _ in beads],
        "state": [state_place[state] for _, state, _, _ in beads],
        "flag": [sum(flag_bit[flag] for flag in names) for _, _, names, _ in beads],
        "quality": [NO_QUALITY if quality is None else round(quality * THOUSAND) for _, _, _, quality in beads],
    }


def _found(entries: Sequence[Entry]) -> tuple[set[str], set[str], set[str]]:
    kinds: set[str] = set()
    states: set[str] = set()
    flags: set[str] = set()
    for entry in entries:
        for kind, state, names, _ in entry.beads:
            kinds.add(kind)
            states.add(state)
            flags.update(names)
    return kinds, states, flags


def _entry(view: DocumentView) -> Entry:
    beads = tuple(
        (bead.kind, bead.state, tuple(dict.fromkeys(kind for kind, _ in bead.flags)), bead.quality)
        for bead in view.beads
    )
    texts = (part for bead in view.beads for side in bead.texts for part in side)
    return Entry(view.facts, beads, frozenset(view_words(view.facts, texts)))


def _document(view: DocumentView) -> dict[str, Any]:
    return {**view.facts, "beads": [_bead(bead) for bead in view.beads]}


def _bead(bead: BeadView) -> dict[str, Any]:
    """A bead as the script reads it; what is empty is left out."""
    values = {
        "id": bead.id,
        "i": bead.source,
        "j": bead.target,
        "a": bead.texts[0],
        "b": bead.texts[1],
        "kind": bead.kind,
        "state": bead.state,
        "p": bead.probability,
        "q": bead.quality,
        "x": bead.scores,
        "flags": bead.flags,
        "marks": bead.marks,
        "moved": bead.moved,
        "reason": bead.reason,
        "cut": bead.cut if any(bead.cut) else (),
    }
    return {name: value for name, value in values.items() if value is not None and value not in ((), "", False)}
