"""What the link files of XCES and of InterText share: groups of ``<link xtargets="a b;c">`` between two documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from corpus.interchange.columns import SOURCE, TARGET
from corpus.interchange.markup import elements, local_name
from corpus.interchange.sentences import beside, numbers_of, read_sentences
from corpus.interchange.values import (
    NO_SCORE,
    AlignedDocument,
    InterchangeError,
    Link,
    Segment,
    check_cover,
    check_numbers,
)
from corpus.rows import stable_id

_DIGITS = re.compile(r"[0-9]{1,9}")
_RUNNING = re.compile(r"s?([0-9]{1,9})", re.ASCII)
_NAMED = re.compile(r"[./]")


@dataclass(frozen=True, slots=True)
class RawLink:
    """A link as it stands in a file: the ids of both halves of ``xtargets``, and its attributes."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    attributes: dict[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """The links of a document pair: names of its files, and what stands before and after each ``;``."""

    from_document: str
    to_document: str
    links: tuple[RawLink, ...]
    place: str


def read_groups(file: BinaryIO, name: str) -> Iterator[Group]:
    """The groups of a link file, one held in memory at a time; raises `InterchangeError` where there is none."""
    documents, links, number = ("", ""), list[RawLink](), 0
    for event, element in elements(file, name, "linkGrp", "link"):
        if local_name(element) == "link":
            if event == "end":
                links.append(_raw_link(element, f"{name}: group {number}, link {len(links) + 1}"))
        elif event == "start":
            documents, links, number = (element.get("fromDoc", ""), element.get("toDoc", "")), [], number + 1
        else:
            yield Group(*documents, tuple(links), f"{name}: group {number}")
    if not number:
        raise InterchangeError(f"{name}: no linkGrp elements; is it a link file?")


def languages_swapped(group: Group) -> bool:
    """True where the names of the files say that the links lead from French to Vietnamese.

    >>> languages_swapped(Group("fr/a.xml", "vi/a.xml", (), "")), languages_swapped(Group("a.xml", "b.xml", (), ""))
    (True, False)
    """
    from_parts, to_parts = (set(_NAMED.split(PurePosixPath(one).as_posix())) for one in _names(group))
    return (TARGET in from_parts - to_parts) or (SOURCE in to_parts - from_parts)


def aligned_document(
    group: Group, pairs: Iterable[tuple[tuple[str, ...], tuple[str, ...]]], links: Iterable[Link], score: str, path: str
) -> AlignedDocument:
    """The document of a group: ``pairs`` are source and target ids of each link, ``links`` its other fields.

    Sentences are numbered by the sentence files where they are there; else by their running ids; else by the order of
    the ids that are linked.
    """
    pairs = list(pairs)
    names = _names(group)[::-1] if languages_swapped(group) else _names(group)
    sides = [_side(name, [one[side] for one in pairs], path) for side, name in enumerate(names)]
    numbered = [
        replace(link, source=_numbers(ids[0], sides[0], group.place), target=_numbers(ids[1], sides[1], group.place))
        for ids, link in zip(pairs, links, strict=True)
    ]
    kept = tuple(link for link in numbered if link.source or link.target)
    check_cover(kept, group.place)
    source, target = sides
    pair = stable_id(source.id, target.id) if source.id and target.id else ""
    scored = score if any(link.score is not None for link in kept) else NO_SCORE
    sizes = (source.size, target.size)
    return AlignedDocument(kept, sizes, pair, source.id, target.id, scored, source.segments, target.segments)


@dataclass(frozen=True, slots=True)
class _Side:
    """A page as far as it is known: its id, the number of each sentence id, how many there are, the sentences."""

    id: str
    ids: dict[str, int]
    size: int
    segments: tuple[Segment, ...] | None


def _side(name: str, linked: list[tuple[str, ...]], path: str) -> _Side:
    found = beside(path, name)
    if found is not None:
        identifier, sentences = read_sentences(found)
        numbers = {one: number for number, one in enumerate(sentences)}
        return _Side(identifier, numbers, len(numbers), tuple(sentences.values()))
    ranked = _ranked({one for ids in linked for one in ids})
    return _Side("", ranked, max(ranked.values(), default=-1) + 1, None)


def _numbers(targets: tuple[str, ...], side: _Side, place: str) -> tuple[int, ...]:
    return check_numbers(numbers_of(targets, side.ids, place), place)


def _ranked(ids: set[str]) -> dict[str, int]:
    """Numbers of ids whose sentence file is not there."""
    running = {one: int(match[1]) for one in ids if (match := _RUNNING.fullmatch(one))}
    if len(running) == len(ids) and 0 not in running.values():
        return {one: number - 1 for one, number in running.items()}
    ordered = sorted(ids, key=lambda one: ([int(part) for part in _DIGITS.findall(one)], one))
    return {one: number for number, one in enumerate(ordered)}


def _raw_link(element: Any, place: str) -> RawLink:
    halves = element.get("xtargets", "").split(";")
    if len(halves) != 2:
        raise InterchangeError(f"{place}: xtargets must be ids, a semicolon, ids, not {element.get('xtargets')!r:.60}")
    return RawLink(tuple(halves[0].split()), tuple(halves[1].split()), dict(element.attrib))


def _names(group: Group) -> tuple[str, str]:
    return group.from_document, group.to_document
