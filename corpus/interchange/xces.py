"""XCES as OPUS has it: one file of links, and a sentence file for each page in folders ``vi`` and ``fr`` beside it.

OPUS orders languages by the alphabet, so the links lead from French to Vietnamese, and each ``xtargets`` holds French
ids first. ``certainty`` is the alignment probability, which ``opus_read -a certainty -tr 0.9`` filters by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.interchange.columns import SOURCE, TARGET, number_of, number_text
from corpus.interchange.files import GZIP, STANDARD, input_file, output_file
from corpus.interchange.linkgroups import RawLink, aligned_document, languages_swapped, read_groups
from corpus.interchange.markup import DECLARATION, escaped
from corpus.interchange.sentences import file_stem, running_ids, sentence_ids, write_sentences
from corpus.interchange.values import (
    PROBABILITY,
    AlignedDocument,
    Link,
    higher_is_better,
)

HEADER = f'{DECLARATION}<!DOCTYPE cesAlign PUBLIC "-//CES//DTD XML cesAlign//EN" "">\n<cesAlign version="1.0">\n'
FOOTER = "</cesAlign>\n"
CERTAINTY = "certainty"


def write_xces(documents: Iterable[AlignedDocument], path: str) -> int:
    """Write links, and the sentence files of documents whose texts are known; return the number of links.

    On standard output there are the links alone.
    """
    count = 0
    ending = f".xml{GZIP if path.endswith(GZIP) else ''}"
    with output_file(path) as file:
        file.write(HEADER.encode())
        for number, document in enumerate(documents):
            stem = file_stem(document, number)
            names = tuple(f"{language}/{stem}{ending}" for language in (SOURCE, TARGET))
            sizes = document.sizes
            ids = [
                sentence_ids(side, size, running_ids)
                for side, size in zip((document.source, document.target), sizes, strict=True)
            ]
            if path != STANDARD:
                _write_pages(Path(path).parent, names, document, ids)
            lines = [f'<linkGrp targType="s" fromDoc="{names[1]}" toDoc="{names[0]}">\n']
            lines += (_link(link, document.score, ids, count + i) for i, link in enumerate(document.links, start=1))
            file.write("".join([*lines, "</linkGrp>\n"]).encode())
            count += len(document.links)
        file.write(FOOTER.encode())
    return count


def read_xces(path: str) -> Iterator[AlignedDocument]:
    """The documents of a link file, from Vietnamese to French where the names of the pages tell which is which.

    Raises `InterchangeError` for what is no link file, for links to sentences that the sentence file lacks, and for a
    sentence in two links.
    """
    with input_file(path) as file:
        for group in read_groups(file, path):
            swapped = languages_swapped(group)
            pairs = [(link.second, link.first) if swapped else (link.first, link.second) for link in group.links]
            links = [Link((), (), _certainty(link, group.place)) for link in group.links]
            yield aligned_document(group, pairs, links, PROBABILITY, path)


def _write_pages(folder: Path, names: tuple[str, ...], document: AlignedDocument, ids: list[list[str]]) -> None:
    pages = ((document.source_document, document.source), (document.target_document, document.target))
    for name, (identifier, side), own in zip(names, pages, ids, strict=True):
        if side is not None:
            write_sentences(str(folder / name), identifier, side, own)


def _link(link: Link, kind: str, ids: list[list[str]], number: int) -> str:
    score = higher_is_better(link.score, kind)
    certainty = f'{CERTAINTY}="{number_text(score)}" ' if score is not None else ""
    source, target = (" ".join(own[n] for n in numbers) for own, numbers in zip(ids, _sides(link), strict=True))
    return f'<link {certainty}xtargets="{escaped(target)};{escaped(source)}" id="SL{number}"/>\n'


def _sides(link: Link) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return link.source, link.target


def _certainty(link: RawLink, place: str) -> float | None:
    text = link.attributes.get(CERTAINTY)
    return None if text is None else number_of(CERTAINTY, text, place)
