"""A dataset without its texts, and its texts put back from a person's own copy of the pages.

The texts belong to their publishers; where they lie, and what was found about them, does not. A stand-off file has the
columns of the pairs but the texts, the offsets into the cleaned pages, and hashes, so that whoever has the pages gets
the very same pairs, and sees which ones a changed page has lost.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa

from corpus.clean import CleanConfig
from corpus.interchange.builds import PAIRS_TIER, build_pairs, page_texts
from corpus.interchange.columns import PLAIN_COLUMNS, SOURCE, TARGET, TRANSLATION, checked, complete_row, json_text
from corpus.interchange.conversion import joined
from corpus.interchange.files import STANDARD, input_file, output_file, text_lines
from corpus.interchange.objects import json_object
from corpus.interchange.pagestore import PageKey, PageStore, store_pages
from corpus.interchange.registry import PairFormat, format_of
from corpus.interchange.tables import parquet_records, write_parquet
from corpus.interchange.values import InterchangeError
from corpus.schema import PAIRS

SIDES = ("source", "target")
LANGUAGE_OF = {"source": SOURCE, "target": TARGET}
TEXT_COLUMNS = frozenset([TRANSLATION, "source_sentences", "target_sentences"])
HASHES = tuple(f"{side}_{what}" for side in SIDES for what in ("sha256", "page_sha256"))
"""SHA-256 of a pair's two texts and of the two cleaned pages."""
STAND_OFF = pa.schema(
    [*(field for field in PAIRS if field.name not in TEXT_COLUMNS), *((name, pa.string()) for name in HASHES)]
)
NEEDED = ("id", "source_document", "target_document", "source_spans", "target_spans", *HASHES)
REBUILT, NO_PAGE, CHANGED, EDITED = "rebuilt", "page missing", "text differs", "edited by a person"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What became of the pairs of a stand-off file: how many of each state, and the ids of those left out."""

    states: Mapping[str, int]
    left_out: Sequence[tuple[str, str]]


def export_stand_off(folder: str, path: str, *, tier: str = PAIRS_TIER, split: str | None = None) -> int:
    """Write ids, offsets, scores, addresses and hashes of a build's pairs, no text; returns their number.

    ``path`` ends in ``.parquet`` or ``.jsonl``; ``-`` is JSON lines.
    """
    pages = {pair: (digest(source), digest(target)) for pair, source, target in page_texts(folder)}
    rows = (_stand_off(row, pages) for row in build_pairs(folder, tier, split))
    if path != STANDARD and not path.endswith((".parquet", ".jsonl", ".jsonl.gz")):
        raise InterchangeError(f"{path}: a stand-off file ends in .parquet or .jsonl")
    with output_file(path) as file:
        if path.endswith(".parquet"):
            return write_parquet(rows, file, STAND_OFF)
        count = 0
        for row in rows:
            file.write((json_text(row) + "\n").encode())
            count += 1
    return count


def import_stand_off(path: str, pages: Sequence[Path], output: str, clean: CleanConfig | None = None) -> Rebuilt:
    """Rebuild the pair table of a stand-off file from pages, read and cleaned as a build does it.

    A page is found by the hash of its cleaned text, else by its id, else by its address; a pair is rebuilt where the
    hashes of both texts agree. Raises `InterchangeError` where no pair could be rebuilt.
    """
    written = format_of(output)
    if written.name not in ("parquet", "jsonl") or not isinstance(written, PairFormat):
        raise InterchangeError(f"{output}: pairs are rebuilt to a .parquet or .jsonl file")
    states: Counter[str] = Counter()
    left_out: list[tuple[str, str]] = []
    with TemporaryDirectory() as work, PageStore(Path(work) / "pages.sqlite") as store:
        store_pages(store, pages, _wanted(path), clean or CleanConfig())
        written.write(_rebuilt(path, store, states, left_out), output)
    if not states[REBUILT]:
        Path(output).unlink(missing_ok=True)
        counts = ", ".join(f"{count} {state}" for state, count in states.items()) or "the file holds no pairs"
        raise InterchangeError(f"{path}: no pair could be rebuilt ({counts}); are these the pages it was made from?")
    return Rebuilt(dict(states), left_out)


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hex.

    >>> digest("Huế")[:8]
    '3beb043b'
    """
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _stand_off(row: Mapping[str, Any], pages: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    result = {name: row[name] for name in STAND_OFF.names if name not in HASHES}
    for side, page in zip(SIDES, pages[row["document_pair"]], strict=True):
        result[f"{side}_sha256"] = digest(row[TRANSLATION][LANGUAGE_OF[side]])
        result[f"{side}_page_sha256"] = page
    return result


def _records(path: str) -> Iterator[dict[str, Any]]:
    """The rows of a stand-off file, checked."""
    if path.endswith(".parquet"):
        for number, record in enumerate(parquet_records(path, STAND_OFF.names, NEEDED), start=1):
            yield _checked(record, f"{path}: row {number}")
        return
    with input_file(path) as file:
        for number, line in text_lines(file, path):
            if line.strip():
                yield _checked(json_object(line, f"{path}: line {number}"), f"{path}: line {number}")


def _checked(record: Mapping[str, Any], place: str) -> dict[str, Any]:
    row = {name: checked(name, record.get(name), place) for name in STAND_OFF.names}
    missing = next((name for name in NEEDED if row[name] is None), None)
    if missing:
        raise InterchangeError(f"{place}: no {missing}; is it a stand-off file?")
    return row


def _key(row: Mapping[str, Any], side: str) -> PageKey:
    return PageKey(row[f"{side}_page_sha256"], row[f"{side}_document"], row[f"{side}_url"], LANGUAGE_OF[side])


def _wanted(path: str) -> set[PageKey]:
    return {_key(row, side) for row in _records(path) for side in SIDES}


def _rebuilt(
    path: str, store: PageStore, states: Counter[str], left_out: list[tuple[str, str]]
) -> Iterator[dict[str, Any]]:
    for row in _records(path):
        parts = {side: _parts(row, side, store) for side in SIDES}
        state = _state(row, parts)
        states[state] += 1
        if state != REBUILT:
            left_out.append((row["id"], state))
            continue
        fields = {name: row[name] for name in PLAIN_COLUMNS if name in row}
        for side in SIDES:
            fields[f"{side}_sentences"] = [joined([part]) for part in parts[side] or ()]
        yield complete_row(joined(parts["source"] or ()), joined(parts["target"] or ()), fields)


def _parts(row: Mapping[str, Any], side: str, store: PageStore) -> list[str] | None:
    text = store.find(_key(row, side))
    return None if text is None else [text[start:end] for start, end in row[f"{side}_spans"]]


def _state(row: Mapping[str, Any], parts: Mapping[str, list[str] | None]) -> str:
    if any(parts[side] is None for side in SIDES):
        return NO_PAGE
    if all(digest(joined(parts[side] or ())) == row[f"{side}_sha256"] for side in SIDES):
        return REBUILT
    return EDITED if row["review_status"] == "edited" else CHANGED
