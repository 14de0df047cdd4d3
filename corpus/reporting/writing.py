"""Writes the report of a build."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path

from aligner import __version__
from corpus.reporting.overview import overview
from corpus.reporting.packing import CHUNK_DOCUMENTS, Chunk, ChunkInput, index_data, pack_chunk, packed
from corpus.reporting.page import report_page
from corpus.reporting.reading import Build, read_build
from corpus.reporting.search import word_index
from corpus.store import write_text

SHOWN_DOCUMENTS = 5_000
"""Document pairs that a report holds unless told otherwise: some 35 MB, which a phone still opens."""
SMALL_REPORT = 300
"""Document pairs up to which one process is faster than starting others."""
PORTIONS = 4
"""Portions of the work for each process: chunks go there together, so that what they share goes once a portion."""
REPORT_NAME = "report.html"
TITLE = "Parallel corpus, Vietnamese and French"

Progress = Callable[[str, int, int], None]


def write_report(
    folder: Path,
    output: Path | None = None,
    *,
    documents: int = SHOWN_DOCUMENTS,
    workers: int | None = None,
    progress: Progress = lambda stage, done, total: None,
) -> Path:
    """Write the report of the build in ``folder``, with its ``documents`` worst document pairs, and return its path.

    The same build and version give the same bytes, whatever the number of workers. Raises `NoBuildError` where no build
    is, and ``ValueError`` for a negative number of documents.
    """
    if documents < 0:
        raise ValueError(f"the number of document pairs to show cannot be negative, as {documents} is")
    build = read_build(folder, documents)
    path = output or folder / REPORT_NAME
    if workers is None:
        workers = 1 if len(build.documents) <= SMALL_REPORT else os.cpu_count() or 1
    write_text(path, _page(build, _chunks(build, workers, progress)))
    return path


def _chunks(build: Build, workers: int, progress: Progress) -> list[Chunk]:
    """Packed chunks in order, made here or by processes of their own."""
    groups = [_group(build, start) for start in range(0, len(build.documents), CHUNK_DOCUMENTS)]
    chunks: list[Chunk] = []
    portion = max(len(groups) // (workers * PORTIONS), 1)
    with ExitStack() as stack:
        pool = stack.enter_context(ProcessPoolExecutor(workers, get_context("spawn"))) if workers > 1 else None
        for chunk in pool.map(pack_chunk, groups, chunksize=portion) if pool else map(pack_chunk, groups):
            chunks.append(chunk)
            progress("writing the report", len(chunks), len(groups))
    return chunks


def _group(build: Build, start: int) -> ChunkInput:
    documents = build.documents[start : start + CHUNK_DOCUMENTS]
    return ChunkInput(tuple((row, tuple(build.pairs[row["id"]])) for row in documents), build.left_out)


def _page(build: Build, chunks: Sequence[Chunk]) -> str:
    entries = [entry for chunk in chunks for entry in chunk.entries]
    blocks = {
        "index": packed(index_data(entries)),
        "words": packed(word_index([entry.words for entry in entries])),
        **{f"chunk-{number}": chunk.packed for number, chunk in enumerate(chunks)},
    }
    return report_page(TITLE, _subtitle(build), overview(build), blocks)


def _subtitle(build: Build) -> str:
    pairs = f"{build.metrics['pairs']:,} sentence pairs from {build.total:,} document pairs"
    shown = len(build.documents)
    which = "" if shown == build.total else f"; the {shown:,} worst document pairs are shown"
    return f"{pairs}{which} · vifr {__version__}"
