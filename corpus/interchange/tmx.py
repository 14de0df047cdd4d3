"""TMX 1.4, the format of translation memories: one ``tu`` a pair, whatever its bead, with all columns as ``prop``.

Names of properties are those that bitextor writes where it has one (``score-vifr`` is the alignment probability,
``type`` the bead as ``2:1``, ``source-document`` the address), and ``x-`` with the column's name elsewhere. The French
of a machine carries ``creationid="MT"``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from aligner import __version__
from corpus.interchange.columns import (
    LISTS,
    NUMBERS,
    PLAIN_COLUMNS,
    SOURCE,
    TARGET,
    TRANSLATION,
    cell_value,
    complete_row,
    json_text,
    number_text,
)
from corpus.interchange.markup import DECLARATION, elements, escaped, legal, local_name
from corpus.interchange.values import InterchangeError

HEADER = (
    f'{DECLARATION}<tmx version="1.4">\n<header creationtool="vifr" creationtoolversion="{__version__}" '
    f'segtype="sentence" o-tmf="vifr" adminlang="en" srclang="{SOURCE}" datatype="plaintext" o-encoding="UTF-8"/>\n'
    "<body>\n"
)
FOOTER = "</body>\n</tmx>\n"
UNITS_A_WRITE = 500
"""Units joined before they are written: single small writes would take a third of the time."""

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TYPE, SCORE, ADDRESS, OWN = "type", "score-vifr", "source-document", "x-"
MACHINE = ' creationid="MT"'
ALPHA_3 = {"vie": SOURCE, "fra": TARGET, "fre": TARGET}
"""Codes of three letters, as mtdata and some translators' tools write them."""
_BEAD = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)
_THEIR_BEAD = re.compile(r"(\d{1,9}):(\d{1,9})", re.ASCII)
_ELSEWHERE = {"id", "alignment_type", "alignment_probability", "source_url", "target_url", "source_lang", "target_lang"}
_OWN_COLUMNS = tuple(name for name in PLAIN_COLUMNS if name not in _ELSEWHERE)
_PARTS = {"source_sentences": SOURCE, "target_sentences": TARGET}


def write_tmx(rows: Iterable[Mapping[str, Any]], file: BinaryIO) -> int:
    """Write pairs and return their number."""
    file.write(HEADER.encode())
    waiting: list[str] = []
    count = 0
    for row in rows:
        waiting.append(_unit(row))
        count += 1
        if len(waiting) == UNITS_A_WRITE:
            file.write("".join(waiting).encode())
            waiting = []
    file.write("".join([*waiting, FOOTER]).encode())
    return count


def read_tmx(file: BinaryIO, name: str) -> Iterator[dict[str, Any]]:
    """The pairs of a memory that has Vietnamese and French.

    Of inline elements the text that a reader sees is kept (``hi``, ``sub``), the native codes are not. Raises
    `InterchangeError` for a unit that lacks either language.
    """
    number = 0
    for event, unit in elements(file, name, "tu"):
        if event == "end":
            number += 1
            yield _row(unit, f"{name}: tu {number}")
    if not number:
        raise InterchangeError(f"{name}: no tu elements; is it a TMX file?")


def _unit(row: Mapping[str, Any]) -> str:
    identifier = f' tuid="{escaped(row["id"])}"' if row["id"] is not None else ""
    lines = [f'<tu{identifier} datatype="plaintext">']
    bead, probability = row["alignment_type"], row["alignment_probability"]
    if bead is not None:
        known = _BEAD.fullmatch(bead)
        lines.append(_prop(TYPE, f"{known[1]}:{known[2]}") if known else _prop(f"{OWN}alignment_type", bead))
    if probability is not None:
        lines.append(_prop(SCORE, number_text(probability)))
    for column in _OWN_COLUMNS:
        value = row[column]
        if value is not None and not _derivable(column, value, row):
            lines.append(_prop(f"{OWN}{column}", _value(column, value)))
    machine = MACHINE if row["target_origin"] == "machine" else ""
    lines.append(_variant(SOURCE, "", row["source_url"], row[TRANSLATION][SOURCE]))
    lines.append(_variant(TARGET, machine, row["target_url"], row[TRANSLATION][TARGET]))
    return "\n".join([*lines, "</tu>\n"])


def _variant(language: str, attributes: str, address: str | None, text: str) -> str:
    prop = _prop(ADDRESS, address) if address is not None else ""
    return f'<tuv xml:lang="{language}"{attributes}>{prop}<seg>{escaped(text)}</seg></tuv>'


def _prop(kind: str, value: str) -> str:
    return f'<prop type="{kind}">{escaped(value)}</prop>'


def _value(column: str, value: Any) -> str:
    if column in NUMBERS:
        return number_text(value)
    return json_text(_legal_items(value)) if column in LISTS else str(value)


def _derivable(column: str, value: Any, row: Mapping[str, Any]) -> bool:
    """True for the parts of a bead that are its text: a reader puts them back."""
    if column not in _PARTS:
        return False
    text = legal(row[TRANSLATION][_PARTS[column]])
    return _legal_items(value) == ([text] if text else [])


def _legal_items(items: list[Any]) -> list[Any]:
    return [legal(item) if isinstance(item, str) else item for item in items]


def _row(unit: Any, place: str) -> dict[str, Any]:
    variants = {_language(one): one for one in reversed([one for one in unit if local_name(one) == "tuv"])}
    if SOURCE not in variants or TARGET not in variants:
        found = ", ".join(sorted(filter(None, variants))) or "none"
        raise InterchangeError(f"{place} needs a tuv in {SOURCE} and one in {TARGET}; its languages are: {found}")
    fields = _fields(_props(unit), place)
    fields["id"] = unit.get("tuid")
    for column, language in (("source_url", SOURCE), ("target_url", TARGET)):
        fields[column] = _props(variants[language]).get(ADDRESS)
    return complete_row(_text(variants[SOURCE], place), _text(variants[TARGET], place), fields)


def _fields(props: Mapping[str, str], place: str) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    known = _THEIR_BEAD.fullmatch(props.get(TYPE, ""))
    if known:
        fields["alignment_type"] = f"{known[1]}-{known[2]}"
    if SCORE in props:
        fields["alignment_probability"] = cell_value("alignment_probability", props[SCORE], place)
    for kind, text in props.items():
        column = kind.removeprefix(OWN)
        if kind.startswith(OWN) and column in PLAIN_COLUMNS:
            fields[column] = cell_value(column, text, place) if column in NUMBERS | LISTS else text
    return fields


def _props(element: Any) -> dict[str, str]:
    return {one.get("type", ""): one.text or "" for one in element if local_name(one) == "prop"}


def _language(variant: Any) -> str:
    code = variant.get(XML_LANG) or variant.get("lang") or ""
    language = str(code).lower().replace("_", "-").partition("-")[0]
    return ALPHA_3.get(language, language)


def _text(variant: Any, place: str) -> str:
    segment = next((one for one in variant if local_name(one) == "seg"), None)
    if segment is None:
        raise InterchangeError(f"{place}: a tuv without seg")
    return "".join(_visible(segment))


def _visible(element: Any) -> Iterator[str]:
    """The text of an element, without the codes of another format that inline elements hold."""
    yield element.text or ""
    for child in element:
        if local_name(child) in ("hi", "sub"):
            yield from _visible(child)
        yield child.tail or ""
