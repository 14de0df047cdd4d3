"""InterText, the editor in which people mend alignments: three files a page pair in one folder.

``NAME.vi.xml`` and ``NAME.fr.xml`` are the pages, ``NAME.vi.fr.xml`` the links. In a link the sentences of ``toDoc``
come before the semicolon and those of ``fromDoc`` after it, and ``type`` counts in this order; ``status`` is ``man``
where a person made or accepted the link. Links stand in the order of both texts and cover them: what crosses becomes
nulls.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.interchange.columns import SOURCE, TARGET
from corpus.interchange.files import STANDARD, input_file, output_file
from corpus.interchange.linkgroups import aligned_document, languages_swapped, read_groups
from corpus.interchange.markup import DECLARATION
from corpus.interchange.sentences import file_stem, paragraph_ids, sentence_ids, write_sentences
from corpus.interchange.values import NO_SCORE, AlignedDocument, InterchangeError, Link, Segment, monotone_links

LINKS = f".{SOURCE}.{TARGET}.xml"
BY_HAND, AUTOMATIC = "man", "auto"


def write_intertext(documents: Iterable[AlignedDocument], path: str) -> int:
    """Write the three files of every document into the folder ``path``; return the number of links.

    Raises `InterchangeError` for standard output: the files belong together.
    """
    if path == STANDARD:
        raise InterchangeError("InterText is three files a page pair, which standard output cannot hold; give a folder")
    count = 0
    for number, document in enumerate(documents):
        count += _write_document(document, Path(path), file_stem(document, number))
    return count


def read_intertext(path: str) -> Iterator[AlignedDocument]:
    """The documents of a file of links, or of all those in a folder, by name."""
    folder = Path(path)
    files = sorted(folder.glob(f"*{LINKS}")) if folder.is_dir() else [folder]
    if not files:
        raise InterchangeError(f"{path}: no files NAME{LINKS} in this folder")
    for one in files:
        yield from _read_file(str(one))


def _read_file(path: str) -> Iterator[AlignedDocument]:
    with input_file(path) as file:
        for group in read_groups(file, path):
            swapped = languages_swapped(group)
            pairs = [(link.first, link.second) if swapped else (link.second, link.first) for link in group.links]
            links = [Link((), (), reviewed=link.attributes.get("status") == BY_HAND) for link in group.links]
            yield aligned_document(group, pairs, links, NO_SCORE, path)


def _write_document(document: AlignedDocument, folder: Path, stem: str) -> int:
    names = (f"{stem}.{SOURCE}.xml", f"{stem}.{TARGET}.xml")
    pages = ((document.source_document, document.source), (document.target_document, document.target))
    ids = []
    for name, size, (identifier, side) in zip(names, document.sizes, pages, strict=True):
        ids.append(sentence_ids(side, size, paragraph_ids))
        write_sentences(str(folder / name), identifier, side or [Segment("")] * size, ids[-1])
    links = monotone_links(document)
    with output_file(str(folder / f"{stem}{LINKS}")) as file:
        file.write(f'{DECLARATION}<linkGrp toDoc="{names[1]}" fromDoc="{names[0]}">\n'.encode())
        file.write("".join(_link(link, ids) for link in links).encode())
        file.write(b"</linkGrp>\n")
    return len(links)


def _link(link: Link, ids: list[list[str]]) -> str:
    source, target = [ids[0][i] for i in link.source], [ids[1][j] for j in link.target]
    status = BY_HAND if link.reviewed else AUTOMATIC
    kind = f"{len(target)}-{len(source)}"
    return f"<link type='{kind}' xtargets='{' '.join(target)};{' '.join(source)}' status='{status}'/>\n"
