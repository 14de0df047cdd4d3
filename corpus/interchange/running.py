"""One file for many documents: sentences are numbered on from document to document.

Paths and ladders know no documents. So that one file, which every tool of its format reads, can hold a whole dataset,
``PATH`` numbers the sentences of all documents on; ``PATH.vi`` and ``PATH.fr`` hold the sentences, line N being number
N - 1, and ``PATH.docs`` tells which lines are whose. Only ``PATH`` itself is needed to read it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from corpus.interchange.columns import SOURCE, TARGET, one_line
from corpus.interchange.files import GZIP, STANDARD, input_file, output_file, text_lines
from corpus.interchange.values import AlignedDocument, InterchangeError, Link, Segment

DOCUMENTS_HEADER = ("id", "source_document", "target_document", SOURCE, TARGET)


@dataclass(frozen=True, slots=True)
class _Extent:
    """A document's line of ``PATH.docs``: its three ids and its numbers of sentences."""

    ids: tuple[str, str, str]
    sizes: tuple[int, int]


def companions(path: str) -> tuple[str, str, str]:
    """Names of the two sentence files and of the list of documents.

    >>> companions("a.path.gz")
    ('a.path.vi.gz', 'a.path.fr.gz', 'a.path.docs.gz')
    """
    ending = GZIP if path.endswith(GZIP) else ""
    stem = path.removesuffix(GZIP)
    return f"{stem}.{SOURCE}{ending}", f"{stem}.{TARGET}{ending}", f"{stem}.docs{ending}"


def numbered_on(documents: Iterable[AlignedDocument], path: str) -> Iterator[tuple[AlignedDocument, tuple[int, int]]]:
    """Each document with the numbers that its first sentences get; writes the companion files on the way.

    Standard output has no companions; documents of which no texts are known have no sentence files. Raises
    `InterchangeError` where some have texts and some have none.
    """
    offsets = (0, 0)
    with ExitStack() as stack:
        files: list[BinaryIO] = []
        with_texts = None
        for document in documents:
            if with_texts is None:
                with_texts = document.source is not None
                files = _open(stack, path, with_texts)
            if with_texts != (document.source is not None) or with_texts != (document.target is not None):
                raise InterchangeError(f"document {document.id!r}: texts are known of some documents only")
            yield document, offsets
            _note(files, document)
            offsets = (offsets[0] + document.sizes[0], offsets[1] + document.sizes[1])


def _open(stack: ExitStack, path: str, with_texts: bool) -> list[BinaryIO]:
    if path == STANDARD:
        return []
    source, target, listing = companions(path)
    files = [stack.enter_context(output_file(name)) for name in (listing, *((source, target) if with_texts else ()))]
    files[0].write(("\t".join(DOCUMENTS_HEADER) + "\n").encode())
    return files


def _note(files: Sequence[BinaryIO], document: AlignedDocument) -> None:
    if not files:
        return
    ids = (one_line(one) for one in (document.id, document.source_document, document.target_document))
    files[0].write(("\t".join([*ids, *map(str, document.sizes)]) + "\n").encode())
    for file, side in zip(files[1:], (document.source or (), document.target or ()), strict=False):
        file.write("".join(one_line(segment.text) + "\n" for segment in side).encode())


def split_documents(links: Sequence[Link], score: str, path: str) -> Iterator[AlignedDocument]:
    """The documents of a path or ladder by its companion files; one document where there is no list of
    them, none where there is nothing at all.

    Raises `InterchangeError` for a link that crosses documents or goes beyond the sentences.
    """
    extents = _extents(path)
    texts = [_sentences(name) for name in companions(path)[:2]]
    reach = tuple(
        max((n + 1 for link in links for n in getattr(link, side)), default=0) for side in ("source", "target")
    )
    if extents is None:
        if not links and not any(texts):
            return
        known = (len(one) if one is not None else most for one, most in zip(texts, reach, strict=True))
        extents = [_Extent(("", "", ""), (next(known), next(known)))]
    totals = tuple(sum(extent.sizes[side] for extent in extents) for side in (0, 1))
    for text, total, most, name in zip(texts, totals, reach, (SOURCE, TARGET), strict=True):
        if most > total or (text is not None and len(text) != total):
            lines = "no sentence file" if text is None else f"{len(text)} lines in the sentence file"
            raise InterchangeError(
                f"{path}: {most} {name} sentences linked, {total} expected, {lines}; do they belong?"
            )
    yield from _cut(links, extents, texts, score, path)


def _cut(
    links: Sequence[Link], extents: Sequence[_Extent], texts: Sequence[list[str] | None], score: str, path: str
) -> Iterator[AlignedDocument]:
    position, (source_start, target_start) = 0, (0, 0)
    for extent in extents:
        source_end, target_end = source_start + extent.sizes[0], target_start + extent.sizes[1]
        own: list[Link] = []
        while position < len(links) and _within(links[position], source_end, target_end):
            link = links[position]
            source, target = (n - source_start for n in link.source), (n - target_start for n in link.target)
            own.append(replace(link, source=tuple(source), target=tuple(target)))
            if min((*own[-1].source, *own[-1].target)) < 0:
                raise InterchangeError(f"{path}: bead {position + 1} stands outside its document {extent.ids[0]!r}")
            position += 1
        sides = [
            tuple(map(Segment, text[start:end])) if text is not None else None
            for text, start, end in zip(texts, (source_start, target_start), (source_end, target_end), strict=True)
        ]
        yield AlignedDocument(tuple(own), extent.sizes, *extent.ids, score, *sides)
        source_start, target_start = source_end, target_end
    if position < len(links):
        raise InterchangeError(f"{path}: bead {position + 1} crosses two documents")


def _within(link: Link, source_end: int, target_end: int) -> bool:
    return (not link.source or link.source[-1] < source_end) and (not link.target or link.target[-1] < target_end)


def _extents(path: str) -> list[_Extent] | None:
    name = companions(path)[2]
    if path == STANDARD or not Path(name).is_file():
        return None
    extents = []
    with input_file(name) as file:
        for number, line in text_lines(file, name):
            cells = line.split("\t")
            if number == 1 and tuple(cells) == DOCUMENTS_HEADER:
                continue
            if len(cells) != len(DOCUMENTS_HEADER) or not all(one.isdecimal() and len(one) < 10 for one in cells[3:]):
                raise InterchangeError(f"{name}: line {number} must hold three ids and two numbers of sentences")
            extents.append(_Extent((cells[0], cells[1], cells[2]), (int(cells[3]), int(cells[4]))))
    return extents


def _sentences(name: str) -> list[str] | None:
    if name.startswith(f"{STANDARD}.") or not Path(name).is_file():
        return None
    with input_file(name) as file:
        return [line for _, line in text_lines(file, name)]
