"""Moses, the pair of plain files that trainers read: line N of ``PATH.vi`` and of ``PATH.fr`` are one pair.

``PATH.ids`` names the pair of each line. On standard output it is one file, a tab between the two texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import zip_longest
from pathlib import Path
from typing import Any

from corpus.interchange.columns import SOURCE, TARGET, TRANSLATION, complete_row, one_line
from corpus.interchange.files import GZIP, STANDARD, input_file, output_file, text_lines
from corpus.interchange.values import InterchangeError

IDS = "ids"


def write_moses(rows: Iterable[Mapping[str, Any]], path: str) -> int:
    """Write pairs to the three files and return their number; ``-`` writes lines of source, tab, target."""
    count = 0
    if path == STANDARD:
        with output_file(path) as file:
            for row in rows:
                texts = (one_line(row[TRANSLATION][language]) for language in (SOURCE, TARGET))
                file.write(("\t".join(texts) + "\n").encode())
                count += 1
        return count
    with ExitStack() as stack:
        source, target, ids = (stack.enter_context(output_file(one)) for one in moses_files(path))
        for row in rows:
            source.write((one_line(row[TRANSLATION][SOURCE]) + "\n").encode())
            target.write((one_line(row[TRANSLATION][TARGET]) + "\n").encode())
            ids.write((one_line(row["id"] or "") + "\n").encode())
            count += 1
    return count


def read_moses(path: str) -> Iterator[dict[str, Any]]:
    """The pairs of ``PATH.vi`` and ``PATH.fr``, with the ids of ``PATH.ids`` if it is there; ``path`` may be any of the
    files' names too. Raises `InterchangeError` for files of unequal length."""
    names = moses_files(path)
    if path == STANDARD:
        raise InterchangeError(
            "Moses is two files, which standard input cannot hold; lines with a tab are --format tsv"
        )
    if missing := next((name for name in names[:2] if not Path(name).is_file()), None):
        raise InterchangeError(f"{missing}: no such file; Moses is read from PATH.{SOURCE} and PATH.{TARGET}")
    with_ids = Path(names[2]).is_file()
    with ExitStack() as stack:
        files = [stack.enter_context(input_file(name)) for name in (names if with_ids else names[:2])]
        sides = [text_lines(file, name) for file, name in zip(files, names, strict=False)]
        for number, lines in enumerate(zip_longest(*sides), start=1):
            if None in lines:
                short = names[lines.index(None)]
                raise InterchangeError(f"{short}: ends before line {number}, which the other files have")
            texts = [line[1] for line in lines]
            yield complete_row(texts[0], texts[1], {"id": texts[2] or None} if with_ids else {})


def moses_files(path: str) -> tuple[str, str, str]:
    """Names of the source, target and id file of a path, which may itself be any of them.

    >>> moses_files("out/news"), moses_files("news.fr.gz")[0]
    (('out/news.vi', 'out/news.fr', 'out/news.ids'), 'news.vi.gz')
    """
    ending = GZIP if path.endswith(GZIP) else ""
    stem = path.removesuffix(GZIP)
    for part in (SOURCE, TARGET, IDS):
        stem = stem.removesuffix(f".{part}") if stem.endswith(f".{part}") else stem
    return f"{stem}.{SOURCE}{ending}", f"{stem}.{TARGET}{ending}", f"{stem}.{IDS}{ending}"
