"""What differs between two alignments, or between two versions of a dataset."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.interchange.columns import TRANSLATION
from corpus.interchange.values import AlignedDocument, InterchangeError, index_beads

QUALITY_STEP = 0.0005
"""Qualities that differ by less look the same with three decimals, and count as unchanged."""
DIGEST_BYTES = 16

IndexBead = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class DocumentDifference:
    """The beads of one document pair: those of the first alignment only, those of the second only, how many are
    common."""

    id: str
    only_first: tuple[IndexBead, ...]
    only_second: tuple[IndexBead, ...]
    common: int


@dataclass(frozen=True, slots=True)
class Change:
    """A pair that both versions have: its id, and what changed with the value before and after."""

    id: str
    changed: Mapping[str, tuple[Any, Any]]


@dataclass(slots=True)
class DatasetDifference:
    """Two versions of a dataset: their sizes, the ids added and removed, and the pairs changed."""

    first: int = 0
    second: int = 0
    unchanged: int = 0
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """How often each thing changed."""
        found = Counter(name for change in self.changed for name in change.changed)
        return {name: found[name] for name in ("text", "quality", "flags", "review_status") if found[name]}


def paired_documents(
    first: Iterable[AlignedDocument], second: Iterable[AlignedDocument]
) -> list[tuple[AlignedDocument, AlignedDocument]]:
    """The documents of two files that belong together: by their ids where both files tell them and share any, else by
    their order.

    A document of one side only is paired with an empty one. Raises `InterchangeError` where files without ids hold
    different numbers of documents.
    """
    one, other = list(first), list(second)
    keys = [_keys(documents) for documents in (one, other)]
    if keys[0] is not None and keys[1] is not None and not keys[0].keys().isdisjoint(keys[1]):
        order = list(dict.fromkeys([*keys[0], *keys[1]]))
        return [(keys[0].get(key) or _empty(keys[1][key]), keys[1].get(key) or _empty(keys[0][key])) for key in order]
    if len(one) != len(other):
        raise InterchangeError(
            f"{len(one)} alignments against {len(other)}, without common ids; give as many of each, in one order"
        )
    return list(zip(one, other, strict=True))


def compare_alignments(first: Iterable[AlignedDocument], second: Iterable[AlignedDocument]) -> list[DocumentDifference]:
    """What differs between the beads of two alignments, document by document; nulls are beads too."""
    found: list[DocumentDifference] = []
    for one, other in paired_documents(first, second):
        beads = [{(tuple(source), tuple(target)) for source, target in index_beads(side)} for side in (one, other)]
        name = one.id or other.id or one.source_document or str(len(found) + 1)
        only = [tuple(sorted(a - b)) for a, b in (beads, beads[::-1])]
        found.append(DocumentDifference(name, only[0], only[1], len(beads[0] & beads[1])))
    return found


def compare_datasets(first: Iterable[Mapping[str, Any]], second: Iterable[Mapping[str, Any]]) -> DatasetDifference:
    """What differs between two versions of a dataset. Pairs are the same by their id, or by their texts where they
    have none; what one of them does not tell, as a format without scores, is not compared. Only fingerprints of the
    first version are held in memory."""
    difference = DatasetDifference()
    before: dict[tuple[str, int], _Fingerprint] = {}
    seen: Counter[str] = Counter()
    for row in first:
        before[_place(row, seen)] = _Fingerprint.of(row)
        difference.first += 1
    seen = Counter()
    for row in second:
        place = _place(row, seen)
        difference.second += 1
        known = before.pop(place, None)
        if known is None:
            difference.added.append(place[0])
        elif changed := known.changes(_Fingerprint.of(row)):
            difference.changed.append(Change(place[0], changed))
        else:
            difference.unchanged += 1
    difference.removed = [identifier for identifier, _ in before]
    return difference


@dataclass(frozen=True, slots=True)
class _Fingerprint:
    text: bytes
    quality: float | None
    flags: tuple[str, ...] | None
    review_status: str | None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> _Fingerprint:
        flags = row["flags"]
        return cls(_text_digest(row), row["quality"], None if flags is None else tuple(flags), row["review_status"])

    def changes(self, other: _Fingerprint) -> dict[str, tuple[Any, Any]]:
        changed: dict[str, tuple[Any, Any]] = {}
        if self.text != other.text:
            changed["text"] = (self.text.hex(), other.text.hex())
        for name in ("flags", "review_status"):
            before, after = getattr(self, name), getattr(other, name)
            if before is not None and after is not None and before != after:
                changed[name] = (before, after)
        if self.quality is not None and other.quality is not None and abs(self.quality - other.quality) > QUALITY_STEP:
            changed["quality"] = (self.quality, other.quality)
        return changed


def _place(row: Mapping[str, Any], seen: Counter[str]) -> tuple[str, int]:
    """A pair's id and how often it came before, so that repeated ids are told apart."""
    identifier = row["id"] or _text_digest(row).hex()
    seen[identifier] += 1
    return identifier, seen[identifier]


def _text_digest(row: Mapping[str, Any]) -> bytes:
    texts = "\x1f".join(row[TRANSLATION].values())
    return hashlib.sha256(texts.encode("utf-8", "surrogatepass")).digest()[:DIGEST_BYTES]


def _keys(documents: Sequence[AlignedDocument]) -> dict[str, AlignedDocument] | None:
    """The documents by their ids; ``None`` where one has none or two share one."""
    keyed = {document.id: document for document in documents}
    return keyed if len(keyed) == len(documents) and all(keyed) else None


def _empty(document: AlignedDocument) -> AlignedDocument:
    return AlignedDocument((), (0, 0), document.id, document.source_document, document.target_document)
