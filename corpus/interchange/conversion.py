"""From alignments to pairs and back: an alignment with its sentences is pairs, and pairs that know their places are an
alignment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.interchange.columns import complete_row
from corpus.interchange.values import (
    PROBABILITY,
    AlignedDocument,
    InterchangeError,
    Link,
    Segment,
    check_numbers,
    document_of,
)
from corpus.rows import stable_id


def pairs_of(documents: Iterable[AlignedDocument], name: str) -> Iterator[dict[str, Any]]:
    """The pairs of alignments whose sentences are known, a row a bead, nulls left out.

    Only a probability becomes an ``alignment_probability``; other scores mean other things. Raises `InterchangeError`
    where the sentences are not known.
    """
    for document in documents:
        if document.source is None or document.target is None:
            raise InterchangeError(
                f"{name}: holds numbers of sentences only; give the sentences of both sides, one a line "
                "(--source-sentences and --target-sentences of vifr import)"
            )
        for link in document.links:
            if link.source and link.target:
                yield _pair(document, link, document.source, document.target)


def documents_of(rows: Iterable[Mapping[str, Any]], name: str) -> list[AlignedDocument]:
    """The alignments of pairs that know their sentence numbers, a document for each document pair, in order of first
    appearance. Nulls are not among pairs."""
    groups: dict[str, _Group] = {}
    for number, row in enumerate(rows, start=1):
        if row["source_index"] is None or row["target_index"] is None:
            raise InterchangeError(f"{name}: pair {number} has no sentence numbers; only an alignment can be compared")
        pair = row["document_pair"] or ""
        group = groups.setdefault(pair, _Group(row["source_document"] or "", row["target_document"] or ""))
        place = f"{name}: pair {number}"
        source, target = check_numbers(row["source_index"], place), check_numbers(row["target_index"], place)
        group.links.append(Link(source, target, row["alignment_probability"]))
    return [
        document_of(group.links, PROBABILITY, id=pair, source_document=group.source, target_document=group.target)
        for pair, group in groups.items()
    ]


def joined(texts: Sequence[str]) -> str:
    """Sentences as the text of a pair: white-space runs as one space, one space between them.

    >>> joined(["Mưa  to.", "Gió."])
    'Mưa to. Gió.'
    """
    return " ".join(" ".join(text.split()) for text in texts)


@dataclass(slots=True)
class _Group:
    source: str
    target: str
    links: list[Link] = field(default_factory=list)


def _pair(
    document: AlignedDocument, link: Link, source: Sequence[Segment], target: Sequence[Segment]
) -> dict[str, Any]:
    parts = [[source[i].text for i in link.source], [target[j].text for j in link.target]]
    numbers = [",".join(map(str, side)) for side in (link.source, link.target)]
    texts = [joined(side) for side in parts]
    fields = {
        "id": stable_id(document.source_document, document.target_document, *numbers, *texts),
        "source_sentences": parts[0],
        "target_sentences": parts[1],
        "alignment_probability": link.score if document.score == PROBABILITY else None,
        "document_pair": document.id or None,
        "source_document": document.source_document or None,
        "target_document": document.target_document or None,
        "source_index": list(link.source),
        "target_index": list(link.target),
        "review_status": "accepted" if link.reviewed else "unreviewed",
    }
    return complete_row(texts[0], texts[1], fields)
