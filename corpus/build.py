"""The main job, as a recipe: crawled pages in, a parallel dataset out.

read -> clean -> split -> pair documents -> align -> score -> select -> split into train/validation/test -> write.
Stages that see one partition run on workers and are cached; those that see the whole corpus run here.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from aligner import __version__
from corpus.aligning import AlignedPages, AlignPartition, align_pages
from corpus.cache import Cached, partition_key
from corpus.config import BuildConfig, config_dict
from corpus.documents import Rejected
from corpus.identity import KnownPages, identify
from corpus.ingest import InputFile, find_inputs
from corpus.ledger import Ledger
from corpus.pages import Page, PreparedPart, PreparePartition, prepare
from corpus.pairing import DocumentPair, choose_pairs, find_candidates
from corpus.rows import Row, Translation, document_row, pair_rows
from corpus.selection import select
from corpus.splits import assign_splits, cluster_keys
from corpus.stages import Workers, run_stage
from corpus.store import file_digest, folder_lock, recover_folder, swap_folder
from corpus.writing import Dataset, earlier_splits, write_dataset, write_rejected

PARTITION_BYTES = 4_000_000
PARTITION_FILES = 500
"""Input of one partition: about two seconds' work, so that handing over is cheap and little is lost when a build is
killed."""
PARTITION_PAIRS = 100

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, the partitions done and their number."""


class NothingToBuildError(RuntimeError):
    """No readable page, or no document pair; what could be written was written."""


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build did, for the summary that a person reads."""

    folder: Path
    metrics: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PairedPages:
    """All pages with the document pairs found among them; ``translations`` hold the alignments."""

    known: KnownPages
    rejected: tuple[Rejected, ...]
    quarantined: tuple[Rejected, ...]
    pages_read: tuple[Page, ...]
    translations: tuple[Translation, ...]


def no_progress(stage: str, done: int, total: int) -> None:
    """Say nothing."""


def build_corpus(
    inputs: Sequence[Path],
    folder: Path,
    *,
    config: BuildConfig | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    progress: Progress = no_progress,
) -> BuildSummary:
    """Build a dataset from crawled pages into ``folder`` (its contents: DESIGN of the project, docs/dataset.md).

    Bad pages among good ones are quarantined with a reason. Raises `FileNotFoundError` or `UnsupportedInput` for an
    input that cannot be meant, `FolderInUseError` where another build works in the folder, and `NothingToBuildError`,
    after writing what could be written, where no page is readable or no document pair was found.
    """
    config = config or BuildConfig()
    files = find_inputs(inputs)
    with folder_lock(folder):
        recover_folder(folder / "dataset")
        digests = {file.path: file_digest(file.path) for file in files}
        paired = pair_pages(files, digests, config, workers, scheduler, folder / "work", progress)
        named = [(file.name, digests[file.path]) for file in files]
        return _write(folder, paired, named, config)


def pair_pages(
    files: Sequence[InputFile],
    digests: dict[Path, str],
    config: BuildConfig,
    workers: int | None,
    scheduler: str | None,
    work: Path,
    progress: Progress = no_progress,
) -> PairedPages:
    """Read, clean and split the pages, and find and align the document pairs among them."""
    where = Workers.for_input(sum(file.size for file in files), workers, scheduler)
    parts = _prepare(files, digests, config, where, work, progress)
    pages_read = [page for part in parts for page in part.pages]
    known = identify(pages_read)
    candidates = find_candidates(known.pages, known.aliases, config.pairing)
    aligned = _align(known.pages, [(c.source, c.target) for c in candidates], config, where, work, progress)
    chosen = choose_pairs(candidates, [one.agreement for one in aligned], config.pairing)
    by_place = {(c.source, c.target): one for c, one in zip(candidates, aligned, strict=True)}
    translations = tuple(_translation(known.pages, pair, by_place[pair.source, pair.target]) for pair in chosen)
    quarantined = tuple(item for part in parts for item in part.rejected)
    return PairedPages(known, tuple(known.rejected), quarantined, tuple(pages_read), translations)


def _translation(pages: Sequence[Page], pair: DocumentPair, aligned: AlignedPages) -> Translation:
    return Translation.of(pages[pair.source], pages[pair.target], pair, aligned)


def _prepare(
    files: Sequence[InputFile],
    digests: dict[Path, str],
    config: BuildConfig,
    where: Workers,
    work: Path,
    progress: Progress,
) -> list[PreparedPart]:
    partitions = [PreparePartition(tuple(group), config.clean) for group in _grouped(files)]
    keyed = [
        (partition_key(__version__, config.clean, [(f.name, digests[f.path]) for f in partition.files]), partition)
        for partition in partitions
    ]
    stage = Cached(prepare, PreparedPart, work / "pages")
    return run_stage(stage, keyed, where, lambda done: progress("reading pages", done, len(keyed)))


def _grouped(files: Sequence[InputFile]) -> list[list[InputFile]]:
    groups: list[list[InputFile]] = []
    size = PARTITION_BYTES
    for file in files:
        if size >= PARTITION_BYTES or len(groups[-1]) >= PARTITION_FILES:
            groups.append([])
            size = 0
        groups[-1].append(file)
        size += file.size
    return groups


def _align(
    pages: Sequence[Page],
    places: Sequence[tuple[int, int]],
    config: BuildConfig,
    where: Workers,
    work: Path,
    progress: Progress,
) -> list[AlignedPages]:
    groups = [places[start : start + PARTITION_PAIRS] for start in range(0, len(places), PARTITION_PAIRS)]
    keyed = []
    for group in groups:
        couples = tuple((pages[source], pages[target]) for source, target in group)
        digests = [(source.digest, target.digest) for source, target in couples]
        key = partition_key(__version__, config.align, config.score, digests)
        keyed.append((key, AlignPartition(couples, config.align, config.score)))
    stage = Cached(align_pages, list[AlignedPages], work / "alignments")
    results = run_stage(stage, keyed, where, lambda done: progress("aligning", done, len(keyed)))
    return [aligned for group in results for aligned in group]


def _write(folder: Path, paired: PairedPages, inputs: Sequence[tuple[str, str]], config: BuildConfig) -> BuildSummary:
    rows = [row for translation in paired.translations for row in pair_rows(translation)]
    selection = select(rows, config.select)
    ledger = _ledger(paired, list(selection.states.values()))
    rejected = [*paired.quarantined, *paired.rejected, *_removed_lines(paired), *selection.rejected]
    write_rejected(folder / "rejected.parquet", rejected)
    if not paired.translations:
        raise NothingToBuildError(_nothing(paired, folder))
    splits = assign_splits(_cluster_keys(paired, selection.kept), config.split, earlier_splits(folder / "dataset"))
    documents = [document_row(translation) for translation in paired.translations]
    dataset = Dataset(selection.kept, documents, splits, ledger.as_dict(), config_dict(config), inputs, config.card)
    new = folder / ".dataset.new"
    shutil.rmtree(new, ignore_errors=True)
    metrics = write_dataset(new, dataset)
    swap_folder(new, folder / "dataset")
    return BuildSummary(folder, metrics)


def _nothing(paired: PairedPages, folder: Path) -> str:
    listed = f"see {folder / 'rejected.parquet'}"
    if not paired.pages_read:
        return f"no readable page: {len(paired.quarantined)} quarantined; {listed}"
    return (
        f"no document pair among {len(paired.known.pages)} pages; 'vifr pair' shows what is known of each; {listed} "
        f"for the {len(paired.quarantined) + len(paired.rejected)} pages left out"
    )


def _cluster_keys(paired: PairedPages, kept: Sequence[Row]) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    for row in kept:
        texts.setdefault(row["document_pair"], []).extend(row["translation"].values())
    return {
        one.id: cluster_keys(
            [one.source.document.id, one.target.document.id], texts.get(one.id, ()), one.source.document.text
        )
        for one in paired.translations
    }


def _ledger(paired: PairedPages, pair_states: Sequence[str]) -> Ledger:
    ledger = Ledger()
    ledger.enter("documents", len(paired.pages_read) + len(paired.quarantined))
    ledger.end_all("documents", (f"quarantined:{item.reason}" for item in paired.quarantined))
    ledger.end_all("documents", paired.known.states)
    in_pairs = {id(page) for one in paired.translations for page in (one.source, one.target)}
    ledger.end_all("documents", ("paired" if id(page) in in_pairs else "unpaired" for page in paired.known.pages))
    for page in paired.pages_read:
        document = page.document
        ledger.enter("lines", document.kept_lines + len(document.removed))
        ledger.end("lines", "kept", document.kept_lines)
        ledger.end_all("lines", (f"removed:{line.rule}" for line in document.removed))
    _count_sentences(ledger, paired, in_pairs)
    ledger.enter("pairs", sum(len(one.aligned.pairs) for one in paired.translations))
    ledger.end_all("pairs", pair_states)
    return ledger


def _count_sentences(ledger: Ledger, paired: PairedPages, in_pairs: set[int]) -> None:
    """A sentence of a page with several translations is paired if it is in any of them."""
    found: dict[int, set[int]] = {}
    for one in paired.translations:
        for bead in one.aligned.alignment:
            if not bead.is_null:
                found.setdefault(id(one.source), set()).update(bead.source)
                found.setdefault(id(one.target), set()).update(bead.target)
    for page in paired.known.pages:
        count, aligned = len(page.sentences), len(found.get(id(page), ()))
        ledger.enter("sentences", count)
        if id(page) in in_pairs:
            ledger.end("sentences", "paired", aligned)
            ledger.end("sentences", "null", count - aligned)
        else:
            ledger.end("sentences", "unpaired", count)


def _removed_lines(paired: PairedPages) -> list[Rejected]:
    removed = []
    for page in paired.pages_read:
        document = page.document
        for line in document.removed:
            item = Rejected(f"{document.id}:{line.number + 1}", "line", "clean", line.rule, document.origin)
            side = "target_text" if document.language == "fr" else "source_text"
            removed.append(replace(item, **{side: line.text}))
    return removed
