"""Pairs and alignments of a build, streamed from its Parquet files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from aligner import split_sentences
from corpus.interchange.columns import SOURCE, TARGET
from corpus.interchange.corrected import corrected_links
from corpus.interchange.tables import parquet_records, read_parquet
from corpus.interchange.values import PROBABILITY, AlignedDocument, InterchangeError, Link, Segment
from corpus.schema import DOCUMENTS
from corpus.splits import SPLITS

PAIRS_TIER = "vi-fr"
TIERS = (PAIRS_TIER, "vi-fr-strict", "vi-fr-reviewed")
"""Configurations with one row a pair, from the widest to the surest."""
REVIEWED = frozenset(["accepted", "edited"])
DOCUMENTS_FOLDER = "documents"


def is_build(path: str) -> bool:
    """True for the folder of a build, and for its folder ``dataset``."""
    folder = Path(path)
    return any((folder / part / PAIRS_TIER).is_dir() for part in ("dataset", "."))


def build_pairs(folder: str, tier: str = PAIRS_TIER, split: str | None = None) -> Iterator[dict[str, Any]]:
    """The pairs of a tier, of all splits or one, in the order of the files."""
    for path in _shards(folder, tier, split):
        yield from read_parquet(str(path))


def build_documents(folder: str, split: str | None = None) -> Iterator[AlignedDocument]:
    """The document pairs with all their beads, nulls included, as people left them, and their sentences.

    Raises `InterchangeError` where a page no longer splits into the sentences that its alignment counts.
    """
    reviewed = _reviewed_links(folder)
    for path in _shards(folder, DOCUMENTS_FOLDER, split):
        for record in parquet_records(str(path), DOCUMENTS.names, ("id", "alignment", "source_text", "target_text")):
            yield _with_sentences(recorded_document(record, reviewed[record["id"]]), record)


def recorded_alignments(path: str) -> Iterator[AlignedDocument]:
    """The alignments of a build as people left them, or of one file of its table ``documents`` as the aligner found
    them, without the sentences."""
    built = Path(path).is_dir()
    reviewed = _reviewed_links(path) if built else defaultdict(list)
    for one in _shards(path, DOCUMENTS_FOLDER, None) if built else [Path(path)]:
        for record in parquet_records(str(one), ("source_document", "target_document"), ("id", "alignment")):
            yield recorded_document(record, reviewed[record["id"]])


def page_texts(folder: str) -> Iterator[tuple[str, str, str]]:
    """The id of each document pair with its two cleaned texts."""
    columns = ("id", "source_text", "target_text")
    for path in _shards(folder, DOCUMENTS_FOLDER, None):
        for record in parquet_records(str(path), (), columns):
            yield record["id"], record["source_text"], record["target_text"]


def recorded_document(record: Mapping[str, Any], reviewed: Iterable[Link] = ()) -> AlignedDocument:
    """The alignment of a row of the table ``documents``, without its sentences, with the links that people accepted or
    made."""
    found = [
        Link(tuple(bead["source"]), tuple(bead["target"]), bead["probability"], bool(bead["moved"]))
        for bead in record["alignment"]
    ]
    links = corrected_links(found, reviewed)
    sizes = (sum(len(link.source) for link in links), sum(len(link.target) for link in links))
    pair, source, target = (record.get(name) or "" for name in ("id", "source_document", "target_document"))
    return AlignedDocument(links, sizes, pair, source, target, PROBABILITY)


def _with_sentences(document: AlignedDocument, record: Mapping[str, Any]) -> AlignedDocument:
    sides = []
    for language, column, size in zip((SOURCE, TARGET), ("source_text", "target_text"), document.sizes, strict=True):
        sentences = split_sentences(record[column], language=language)
        if len(sentences) != size:
            raise InterchangeError(
                f"document pair {document.id}: its {language} page splits into {len(sentences)} sentences, its "
                f"alignment counts {size}; another version built it: build it again, or export a pair format"
            )
        sides.append(tuple(Segment(" ".join(one.text.split()), one.paragraph) for one in sentences))
    fields = (document.links, document.sizes, document.id, document.source_document, document.target_document)
    return AlignedDocument(*fields, document.score, *sides)


def _reviewed_links(folder: str) -> defaultdict[str, list[Link]]:
    """The links that people accepted or made, by document pair."""
    found: defaultdict[str, list[Link]] = defaultdict(list)
    columns = ("document_pair", "source_index", "target_index", "review_status", "alignment_probability")
    for path in _shards(folder, PAIRS_TIER, None):
        for row in parquet_records(str(path), (), columns):
            if row["review_status"] in REVIEWED:
                numbers = tuple(row["source_index"]), tuple(row["target_index"])
                found[row["document_pair"]].append(Link(*numbers, score=row["alignment_probability"], reviewed=True))
    return found


def _shards(folder: str, config: str, split: str | None) -> list[Path]:
    """The files of a configuration, train first."""
    if not is_build(folder):
        raise InterchangeError(f"{folder}: no build here; run 'vifr build INPUT... -o {folder}'")
    root = next(one for one in (Path(folder) / "dataset", Path(folder)) if (one / PAIRS_TIER).is_dir())
    wanted = SPLITS if split is None else (split,)
    paths = [path for name in wanted for path in sorted((root / config).glob(f"{name}-*.parquet"))]
    if not paths:
        part = f"a split {split} of {config}" if split else config
        raise InterchangeError(f"{root}: has no {part}; 'vifr stats {folder}' shows what there is")
    return paths
