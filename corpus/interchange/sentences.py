"""Sentence files as corpora of XML have them: a text of paragraphs of sentences, each with an id to link to."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from corpus.interchange.files import input_file, output_file
from corpus.interchange.markup import DECLARATION, elements, escaped, local_name
from corpus.interchange.values import AlignedDocument, InterchangeError, Segment

NAME_DIGITS = 8
SPACE = " \t\r\n"
"""White space of XML, which files may hold around a sentence to look tidy."""
Numbering = Callable[[int, int, int], str]
"""The id of a sentence by its number in the text, its paragraph, and its number in the paragraph, all from 0."""


def running_ids(sentence: int, paragraph: int, inside: int) -> str:
    """Ids ``s1``, ``s2``, ...: the number can be told without the sentence file.

    >>> running_ids(4, 1, 0)
    's5'
    """
    return f"s{sentence + 1}"


def paragraph_ids(sentence: int, paragraph: int, inside: int) -> str:
    """Ids of paragraph and sentence, ``2:1``.

    >>> paragraph_ids(4, 1, 0)
    '2:1'
    """
    return f"{paragraph + 1}:{inside + 1}"


def file_stem(document: AlignedDocument, number: int) -> str:
    """A name for the files of the document pair of this number: sorted by name, files keep the order of documents.

    Ids may look like paths, so that only their hash becomes part of a name.
    """
    key = "\x1f".join((document.id, document.source_document, document.target_document))
    return f"{number + 1:07d}-{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:NAME_DIGITS]}"


def sentence_ids(side: Sequence[Segment] | None, size: int, numbering: Numbering) -> list[str]:
    """The ids of a side's sentences; without texts, all stand in one paragraph."""
    ids: list[str] = []
    for place, (_, group) in enumerate(groupby(side or [Segment("")] * size, key=lambda segment: segment.paragraph)):
        first = len(ids)
        ids += [numbering(first + inside, place, inside) for inside, _ in enumerate(group)]
    return ids


def write_sentences(path: str, identifier: str, side: Sequence[Segment], ids: Sequence[str]) -> None:
    """Write one page's sentence file."""
    with output_file(path) as file:
        file.write(f'{DECLARATION}<text id="{escaped(identifier)}">\n'.encode())
        paired = zip(side, ids, strict=True)
        for number, (_, group) in enumerate(groupby(paired, key=lambda pair: pair[0].paragraph), start=1):
            lines = (f'<s id="{name}">{escaped(segment.text)}</s>\n' for segment, name in group)
            file.write(f'<p id="{number}">\n{"".join(lines)}</p>\n'.encode())
        file.write(b"</text>\n")


def read_sentences(path: str) -> tuple[str, dict[str, Segment]]:
    """The id of a sentence file's text, empty where it has none, and its sentences by their ids, in order.

    Words in elements of their own are joined by spaces. Raises `InterchangeError` for an id that comes twice.
    """
    identifier, paragraph = "", -1
    found: dict[str, Segment] = {}
    with input_file(path) as file:
        for event, element in elements(file, path, "text", "p", "s"):
            kind = local_name(element)
            if kind == "text" and event == "start":
                identifier = identifier or element.get("id", "")
            elif kind == "p" and event == "start":
                paragraph += 1
            elif kind == "s" and event == "end":
                name = element.get("id", "")
                if name in found:
                    raise InterchangeError(f"{path}: two sentences with the id {name!r}")
                found[name] = Segment(_text(element), max(paragraph, 0))
    return identifier, found


def beside(path: str, name: str) -> str | None:
    """The file that a link file names, in its own folder or below it; ``None`` where it is absent or elsewhere.

    A name from outside never leads out of the folder.
    """
    folder = Path(path).parent.resolve()
    try:
        wanted = (folder / name).resolve()
        if name and wanted.is_relative_to(folder) and wanted.is_file():
            return str(wanted)
    except (OSError, ValueError):
        return None
    return None


def numbers_of(targets: Iterable[str], ids: dict[str, int], place: str) -> tuple[int, ...]:
    """The numbers of some ids; raises `InterchangeError` for one that the sentence file lacks."""
    names = list(targets)
    missing = next((name for name in names if name not in ids), None)
    if missing is not None:
        raise InterchangeError(f"{place}: no sentence has the id {missing!r}")
    return tuple(sorted(ids[name] for name in names))


def _text(element: Any) -> str:
    words = [part for part in element.iter() if local_name(part) == "w"]
    if words:
        return " ".join((word.text or "").strip(SPACE) for word in words)
    return "".join(element.itertext()).strip(SPACE)
