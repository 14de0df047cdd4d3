"""JSON lines: one object a pair, with the columns of the dataset; nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from corpus.interchange.columns import (
    NUMBERS,
    PLAIN_COLUMNS,
    SOURCE,
    TARGET,
    TRANSLATION,
    checked,
    complete_row,
    json_text,
    number_text,
)
from corpus.interchange.files import text_lines
from corpus.interchange.values import InterchangeError
from corpus.schema import PAIRS


def write_jsonl(rows: Iterable[Mapping[str, Any]], file: BinaryIO) -> int:
    """Write pairs and return their number."""
    count = 0
    for row in rows:
        file.write((json_text({name: _plain(name, row[name]) for name in PAIRS.names}) + "\n").encode())
        count += 1
    return count


def read_jsonl(file: BinaryIO, name: str) -> Iterator[dict[str, Any]]:
    """The pairs of a file; columns that a line lacks are null, keys that are no column are passed over.

    Raises `InterchangeError` for a line that is no object, lacks the two texts, or has a value of another type.
    """
    for number, line in text_lines(file, name):
        if line.strip():
            place = f"{name}: line {number}"
            yield row_of(json_object(line, place), place)


def json_object(line: str, place: str) -> dict[str, Any]:
    """The object of a line; raises `InterchangeError` for anything else."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise InterchangeError(f"{place} is no JSON object")
    return value


def row_of(value: Mapping[str, Any], place: str) -> dict[str, Any]:
    """The pair of an object, every value checked against its column."""
    texts = value.get(TRANSLATION)
    if not isinstance(texts, dict) or not all(isinstance(texts.get(one), str) for one in (SOURCE, TARGET)):
        raise InterchangeError(f"{place} has no texts {SOURCE} and {TARGET} under {TRANSLATION}")
    fields = {name: checked(name, value.get(name), place) for name in PLAIN_COLUMNS}
    return complete_row(texts[SOURCE], texts[TARGET], fields)


def _plain(name: str, value: Any) -> Any:
    """The value as JSON takes it; a score as its shortest decimal."""
    if name not in NUMBERS or value is None:
        return value
    text = number_text(value)
    return float(text) if text else None
