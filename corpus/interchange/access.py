"""One way in and one way out: builds and files of every format, as pairs or as alignments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from corpus.interchange.beads import read_beads
from corpus.interchange.builds import PAIRS_TIER, build_documents, build_pairs, is_build, recorded_alignments
from corpus.interchange.columns import TRANSLATION
from corpus.interchange.conversion import documents_of, pairs_of
from corpus.interchange.files import input_file, text_lines
from corpus.interchange.objects import read_jsonl
from corpus.interchange.path import read_path
from corpus.interchange.registry import FORMATS, Format, PairFormat, format_named, format_of
from corpus.interchange.tables import parquet_names
from corpus.interchange.values import NO_SCORE, AlignedDocument, InterchangeError, Segment
from corpus.rows import stable_id

PATH_ENDING = ".path"
TABLE_FORMATS = ("parquet", "jsonl")
"""Formats that an import writes: those of our own pair table, which lose nothing."""


def export(
    folder: str | Path, format: str, path: str | Path, *, tier: str = PAIRS_TIER, split: str | None = None
) -> int:
    """Write a build in a format and return the number of pairs, or of beads for the formats of alignments.

    ``path`` is a file, a folder (InterText), the stem of three files (Moses), or ``-``. ``tier`` is a configuration of
    pairs; an alignment has all beads of the documents, nulls included. ``split`` is ``train``, ``validation``
    or ``test``; by default all, in this order.
    """
    chosen = format_named(format)
    if isinstance(chosen, PairFormat):
        return chosen.write(build_pairs(str(folder), tier, split), str(path))
    if tier != PAIRS_TIER:
        raise InterchangeError(f"{chosen.name} holds whole alignments, which have no tier {tier}; leave it out")
    return chosen.write(build_documents(str(folder), split), str(path))


def load_pairs(
    path: str | Path, format: str | None = None, *, sentences: tuple[str, str] | None = None
) -> Iterator[dict[str, Any]]:
    """The pairs of a file in any format, or of a build, one row at a time, with all columns of the dataset.

    The format is that of the file's ending where none is named. Of an alignment, its beads without nulls; ``sentences``
    names files with a sentence a line for those that come without.
    """
    name = str(path)
    if format is None and is_build(name):
        return build_pairs(name)
    chosen = _chosen(name, format)
    if isinstance(chosen, PairFormat):
        return chosen.read(name)
    documents = chosen.read(name)
    return pairs_of(_with_sentences(documents, sentences) if sentences else documents, name)


def load_alignments(path: str | Path, format: str | None = None) -> Iterator[AlignedDocument]:
    """The alignments of a file in any format, or of a build, without their sentences where these are costly to get.

    Pairs that know their sentence numbers are alignments without nulls. A file whose ending tells nothing is taken for
    JSON; one that ends in ``.path`` has scores of unknown meaning, which are left out.
    """
    name = str(path)
    if format is None and is_build(name):
        return recorded_alignments(name)
    if format is None and name.removesuffix(".gz").endswith(PATH_ENDING):
        return read_path(name, NO_SCORE)
    chosen = _alignment_format(name, format)
    if chosen.name == "parquet" and "alignment" in parquet_names(name):
        return recorded_alignments(name)
    if chosen.name == "jsonl":
        return _json_alignments(name)
    return iter(documents_of(chosen.read(name), name)) if isinstance(chosen, PairFormat) else chosen.read(name)


def holds_pairs(path: str | Path, format: str | None = None) -> bool:
    """True for a build and for a file of pairs, false for an alignment."""
    name = str(path)
    if format is None and is_build(name):
        return True
    chosen = _alignment_format(name, format) if format or not name.endswith(PATH_ENDING) else FORMATS["vecalign"]
    if chosen.name == "parquet":
        return TRANSLATION in parquet_names(name)
    return isinstance(chosen, PairFormat) and (chosen.name != "jsonl" or _first_is_pair(name))


def import_pairs(path: str, output: str, format: str | None = None, *, sentences: tuple[str, str] | None = None) -> int:
    """Read pairs in any format, write them as our pair table (Parquet or JSONL, by the ending), return their number.

    A pair without an id gets a hash of its place and its texts.
    """
    written = format_of(output)
    if written.name not in TABLE_FORMATS or not isinstance(written, PairFormat):
        raise InterchangeError(f"{output}: pairs are imported to a .parquet or .jsonl file")
    if sentences and format is not None and isinstance(format_named(format), PairFormat):
        raise InterchangeError(f"{format} has its texts itself; sentence files are for alignments")
    rows = load_pairs(path, format, sentences=sentences)
    first = next(rows, None)
    if first is None:
        raise InterchangeError(f"{path}: holds no pairs")
    return written.write(_with_ids(chain([first], rows)), output)


def _with_ids(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for number, row in enumerate(rows):
        yield row if row["id"] else {**row, "id": stable_id(str(number), *row[TRANSLATION].values())}


def _chosen(name: str, format: str | None) -> Format:
    return format_named(format) if format else format_of(name)


def _alignment_format(name: str, format: str | None) -> Format:
    try:
        return _chosen(name, format)
    except InterchangeError:
        if format or name.endswith(PATH_ENDING) or Path(name).is_dir():
            raise
        return FORMATS["beads"]


def _json_alignments(name: str) -> Iterator[AlignedDocument]:
    """JSON lines are alignments or pairs; the first line tells."""
    if not _first_is_pair(name):
        yield from read_beads(name)
        return
    with input_file(name) as file:
        yield from documents_of(read_jsonl(file, name), name)


def _first_is_pair(name: str) -> bool:
    with input_file(name) as file:
        return f'"{TRANSLATION}"' in next((line for _, line in text_lines(file, name) if line.strip()), "")


def _with_sentences(documents: Iterator[AlignedDocument], names: tuple[str, str]) -> Iterator[AlignedDocument]:
    """Documents with the sentences of two files, one a line: of several documents each takes as many as it has, a
    single one all."""
    found = list(documents)
    sides = []
    for name in names:
        with input_file(name) as file:
            sides.append(tuple(Segment(line) for _, line in text_lines(file, name)))
    for side, (name, texts) in enumerate(zip(names, sides, strict=True)):
        needed = sum(document.sizes[side] for document in found)
        if len(texts) < needed or (len(found) > 1 and len(texts) > needed):
            raise InterchangeError(f"{name}: {len(texts)} sentences, {needed} expected; do the files belong together?")
    starts = [0, 0]
    for document in found:
        sizes = document.sizes if len(found) > 1 else (len(sides[0]), len(sides[1]))
        ends = [start + size for start, size in zip(starts, sizes, strict=True)]
        source, target = (side[start:end] for side, start, end in zip(sides, starts, ends, strict=True))
        yield replace(document, source=source, target=target, sizes=sizes)
        starts = ends
