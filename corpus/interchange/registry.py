"""The formats by name: what each holds, which endings it has, how it is written and read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from corpus.interchange.beads import read_beads, write_beads
from corpus.interchange.commas import read_csv, write_csv
from corpus.interchange.files import GZIP, STANDARD, input_file, output_file
from corpus.interchange.intertext import LINKS, read_intertext, write_intertext
from corpus.interchange.ladder import read_ladder, write_ladder
from corpus.interchange.markup import elements, local_name
from corpus.interchange.moses import read_moses, write_moses
from corpus.interchange.objects import read_jsonl, write_jsonl
from corpus.interchange.path import read_path, write_path
from corpus.interchange.tabbed import read_tsv, write_tsv
from corpus.interchange.tables import read_parquet, write_parquet
from corpus.interchange.tmx import read_tmx, write_tmx
from corpus.interchange.values import COST, SIMILARITY, AlignedDocument, InterchangeError
from corpus.interchange.xces import read_xces, write_xces

Row = dict[str, Any]
Rows = Iterable[Mapping[str, Any]]
Documents = Iterable[AlignedDocument]


@dataclass(frozen=True, slots=True)
class PairFormat:
    """A format that holds pairs of texts. ``write`` takes rows and a path and returns the number of pairs; ``loses``
    names what a build has and the format cannot hold, empty where that is nothing."""

    name: str
    loses: str
    endings: tuple[str, ...]
    write: Callable[[Rows, str], int]
    read: Callable[[str], Iterator[Row]]


@dataclass(frozen=True, slots=True)
class AlignmentFormat:
    """A format that holds beads of whole documents, nulls included. ``write`` returns the number of beads; ``loses`` is
    as for pairs."""

    name: str
    loses: str
    endings: tuple[str, ...]
    write: Callable[[Documents, str], int]
    read: Callable[[str], Iterator[AlignedDocument]]


Format = PairFormat | AlignmentFormat


def _write_pairs(write: Callable[[Rows, BinaryIO], int], rows: Rows, path: str) -> int:
    with output_file(path) as file:
        return write(rows, file)


def _write_parquet(rows: Rows, path: str) -> int:
    if path.endswith(GZIP):
        raise InterchangeError(f"{path}: Parquet is compressed inside, and no reader looks for it in a {GZIP} file")
    return _write_pairs(write_parquet, rows, path)


def _read_pairs(read: Callable[[BinaryIO, str], Iterator[Row]], path: str) -> Iterator[Row]:
    with input_file(path) as file:
        yield from read(file, path)


def _write_our_beads(documents: Documents, path: str) -> int:
    with output_file(path) as file:
        return write_beads(documents, file)


def _pair_format(name: str, loses: str, endings: tuple[str, ...], write: Any, read: Any) -> PairFormat:
    return PairFormat(name, loses, endings, partial(_write_pairs, write), partial(_read_pairs, read))


FORBIDDEN = "characters that XML forbids"
EMPTY = "whether a cell is null or an empty text"
SPACED = "tabs and line breaks become spaces"
IN_PATHS = "scores of nulls, what was reviewed, paragraphs"

FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        _pair_format("tmx", FORBIDDEN, (".tmx",), write_tmx, read_tmx),
        PairFormat("moses", f"all columns but texts and id; {SPACED}", (".vi", ".fr", ".ids"), write_moses, read_moses),
        _pair_format("tsv", f"{EMPTY}; {SPACED}", (".tsv",), write_tsv, read_tsv),
        _pair_format("csv", EMPTY, (".csv",), write_csv, read_csv),
        _pair_format("jsonl", "", (".jsonl",), write_jsonl, read_jsonl),
        PairFormat("parquet", "", (".parquet",), _write_parquet, read_parquet),
        AlignmentFormat(
            "xces",
            f"the mark of moved beads, what was reviewed, ids of page pairs; {FORBIDDEN}",
            (".xml",),
            write_xces,
            read_xces,
        ),
        AlignmentFormat(
            "intertext",
            f"scores, ids of page pairs; moved beads become nulls; {FORBIDDEN}",
            (),
            write_intertext,
            read_intertext,
        ),
        AlignmentFormat(
            "hunalign",
            f"{IN_PATHS}; moved beads become nulls; {SPACED}",
            (".ladder", ".hunalign"),
            write_ladder,
            read_ladder,
        ),
        AlignmentFormat(
            "vecalign",
            f"the mark of moved beads, {IN_PATHS}; {SPACED}",
            (".vecalign", ".path"),
            partial(write_path, kind=COST),
            partial(read_path, kind=COST),
        ),
        AlignmentFormat(
            "sentalign",
            f"the mark of moved beads, {IN_PATHS}; {SPACED}",
            (".sentalign", ".path"),
            partial(write_path, kind=SIMILARITY),
            partial(read_path, kind=SIMILARITY),
        ),
        AlignmentFormat("beads", "sentences, what was reviewed", (".json",), _write_our_beads, read_beads),
    )
}
ALIASES = {
    "opus": "xces",
    "bitextor": "tsv",
    "bicleaner": "tsv",
    "ladder": "hunalign",
    "bertalign": "vecalign",
    "json": "beads",
}
"""Other names of formats, as the tools that use them are called."""


def format_named(name: str) -> Format:
    """The format of a name; raises `InterchangeError`, listing the names, for an unknown one."""
    key = name.lower()
    if ALIASES.get(key, key) not in FORMATS:
        raise InterchangeError(f"unknown format {name!r}; known are {', '.join(FORMATS)}")
    return FORMATS[ALIASES.get(key, key)]


def format_of(path: str) -> Format:
    """The format of a file by its ending, of XML by its first element, of a folder by its files.

    Raises `InterchangeError` where that does not tell, as with ``.path``: vecalign's and SentAlign's look the same.
    """
    if Path(path).is_dir() and any(Path(path).glob(f"*{LINKS}")):
        return FORMATS["intertext"]
    name = path.lower().removesuffix(GZIP)
    found = [one for one in FORMATS.values() if any(name.endswith(ending) for ending in one.endings)]
    if name.endswith(".xml"):
        return FORMATS["xces" if _root(path) == "cesAlign" else "intertext"]
    if len(found) == 1:
        return found[0]
    if found:
        raise InterchangeError(f"{path}: may be {' or '.join(one.name for one in found)}; say which with --format")
    raise InterchangeError(f"{path}: its ending tells no format; say it with --format: {', '.join(FORMATS)}")


def _root(path: str) -> str:
    if path == STANDARD:
        return ""
    with input_file(path) as file:
        return next((local_name(element) for _, element in elements(file, path, "cesAlign", "linkGrp")), "")
