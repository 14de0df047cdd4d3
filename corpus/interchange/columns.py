"""The columns of a pair row as cells of text, and back: what the formats without types share.

A number is spelled as the shortest decimal that gives the same 32-bit float, a list as JSON. An empty cell is a null,
but for the texts, which are never null.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from corpus.interchange.values import InterchangeError, shown
from corpus.schema import PAIRS

SOURCE, TARGET = "vi", "fr"
"""Languages of the two sides of a pair."""
TRANSLATION = "translation"
PLAIN_COLUMNS = tuple(name for name in PAIRS.names if name != TRANSLATION)
"""All columns of a pair but the two texts."""
NUMBERS = frozenset(field.name for field in PAIRS if pa.types.is_floating(field.type))
LISTS = frozenset(field.name for field in PAIRS if pa.types.is_list(field.type))
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

BREAKS = "\t\n\v\f\r\x1c\x1d\x1e\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"
"""A tab, and all that some reader takes for the end of a line: Python's ``splitlines`` knows more of them than
``wc -l``, and files of unequal length are the classic fault of the line-based formats."""

_FLAT = str.maketrans(dict.fromkeys(BREAKS, " "))
_ESCAPED = str.maketrans({char: f"\\u{ord(char):04x}" for char in BREAKS if ord(char) > 0x7E})
_SURROGATE = re.compile("[\ud800-\udfff]")


def scrub(text: str) -> str:
    """The text with lone surrogates as U+FFFD: no UTF-8 file can hold them.

    >>> scrub("a" + chr(0xD800))
    'a\ufffd'
    """
    return text if text.isascii() else _SURROGATE.sub(REPLACEMENT, text)


def one_line(text: str) -> str:
    r"""The text for a line-based format: each tab and each sort of line break becomes a space.

    >>> one_line("a\tb\r\nc\u2028d")
    'a b  c d'
    """
    return scrub(text).translate(_FLAT)


def json_text(value: Any) -> str:
    r"""Compact JSON without any character that a reader of lines could stumble over.

    >>> json_text(["a\u2028b", "c\td"])
    '["a\\u2028b","c\\td"]'
    """
    return scrub(json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)).translate(_ESCAPED)


def number_text(value: float) -> str:
    """The shortest decimal of a 32-bit float; nothing for one that is not finite.

    >>> number_text(0.949999988079071), number_text(float("nan"))
    ('0.95', '')
    """
    return str(np.float32(value)) if math.isfinite(value) else ""


def number_of(name: str, value: Any, place: str) -> float:
    """The 32-bit float of a number or of its spelling; raises `InterchangeError`, naming place and name, otherwise."""
    try:
        number = float(np.float32(value)) if not isinstance(value, bool) else math.nan
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise InterchangeError(f"{place}: {name} must be a number, not {shown(value)}")
    return number


def cell_text(column: str, value: Any) -> str:
    """A column's value as text; empty for a null."""
    if value is None:
        return ""
    if column in NUMBERS:
        return number_text(value)
    return json_text(value) if column in LISTS else scrub(value)


def cell_value(column: str, text: str, place: str) -> Any:
    """What `cell_text` wrote; raises `InterchangeError`, naming ``place`` and column, for anything else."""
    if not text:
        return None
    if column in NUMBERS:
        return number_of(column, text, place)
    if column in LISTS:
        try:
            return checked(column, json.loads(text), place)
        except (ValueError, RecursionError):
            raise InterchangeError(f"{place}: {column} must be a JSON list, not {shown(text)}") from None
    return text


def header_fault(header: Sequence[str], needed: Collection[str]) -> str | None:
    """What is wrong with the header of a table, or nothing: a column that is needed is absent, or one is there twice.

    >>> header_fault(["vi", "fr", "vi"], ["vi", "fr"]), header_fault(["fr"], ["vi", "fr"])
    ('the column vi is there twice', 'the header must name the columns vi and fr')
    """
    if not set(needed) <= set(header):
        return f"the header must name the columns {' and '.join(needed)}"
    twice = next((name for name in header if name and header.count(name) > 1), None)
    return None if twice is None else f"the column {twice} is there twice"


def complete_row(source: str, target: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """A pair row with every column of the schema, those not given null, the languages and derivable parts filled in.

    >>> row = complete_row("Mưa to.", "Il pleut.", {"quality": 0.5})
    >>> row["quality"], row["source_sentences"], row["alignment_type"], row["source_url"]
    (0.5, ['Mưa to.'], '1-1', None)
    """
    row: dict[str, Any] = {name: fields.get(name) for name in PAIRS.names}
    row[TRANSLATION] = {SOURCE: source, TARGET: target}
    row["source_lang"] = row["source_lang"] or SOURCE
    row["target_lang"] = row["target_lang"] or TARGET
    for side, text in (("source_sentences", source), ("target_sentences", target)):
        if row[side] is None:
            row[side] = [text] if text else []
    if row["alignment_type"] is None:
        row["alignment_type"] = f"{len(row['source_sentences'])}-{len(row['target_sentences'])}"
    return row


def checked(column: str, value: Any, place: str) -> Any:
    """The value, if its type is the column's; raises `InterchangeError` otherwise."""
    if value is None:
        return None
    if column in NUMBERS:
        return number_of(column, value, place)
    if column in LISTS:
        if isinstance(value, list) and all(_is_item(column, item) for item in value):
            return value
    elif isinstance(value, str):
        return value
    raise InterchangeError(f"{place}: {column} cannot be {shown(value)}; docs/dataset.md tells its type")


def _is_item(column: str, item: Any) -> bool:
    if column.endswith("_index"):
        return _is_position(item)
    if column.endswith("_spans"):
        return isinstance(item, Sequence) and len(item) == 2 and all(map(_is_position, item))
    return isinstance(item, str)


def _is_position(value: Any) -> bool:
    return type(value) is int and 0 <= value < 2**31
