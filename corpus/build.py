"""The main job, as a recipe: crawled pages in, a parallel dataset out.

read -> clean -> split -> pair documents -> align (-> learn words, align again) -> score -> select -> split into
train/validation/test -> write. Stages that see one partition run on workers and are cached; those that see the whole
corpus run here.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from corpus.config import BuildConfig, config_dict
from corpus.documents import Rejected
from corpus.ingest import find_inputs
from corpus.ledger import Ledger
from corpus.matching import PairedPages, Progress, input_digests, no_progress, pair_pages
from corpus.overlap import AuditFile, audit, read_test_files
from corpus.reporting import write_report
from corpus.reviewing.calibration import Recalibration, corrected_rows
from corpus.reviewing.calibration_file import calibration_inputs, load_calibration
from corpus.reviewing.journal import REVIEWS_FOLDER, in_order, live, read_reviews
from corpus.reviewing.rebuilding import apply_reviews, review_metrics
from corpus.rows import Row, document_row, pair_rows
from corpus.selection import select
from corpus.splits import PAGE_KEY, assign_splits, cluster_keys
from corpus.store import clear_leftovers, folder_lock, recover_folder, swap_folder
from corpus.withdrawals import RELEASE_FOLDER, WITHDRAWALS_FILE, WITHDRAWN, Withdrawals, load_withdrawals
from corpus.writing import Dataset, earlier_splits, write_dataset, write_rejected

OUTPUT_NAMES = ("dataset", "work", "reviews", "rejected.parquet", "report.html", RELEASE_FOLDER, WITHDRAWALS_FILE)
"""What a build writes into its folder; where that folder stands below an input, these are no pages."""


class NothingToBuildError(RuntimeError):
    """No readable page, or no document pair; what could be written was written."""


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build did, for the summary that a person reads."""

    folder: Path
    metrics: dict[str, Any]


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
    input that cannot be meant, `CalibrationError` for a calibration that was fitted on another scorer,
    `OutputFolderError` for a folder that is a file, `FolderInUseError` where another build works in it, and
    `NothingToBuildError`, after writing what could be written, where no page is readable or no document pair was found.
    """
    config = config or BuildConfig()
    test_files = read_test_files(config.card.test_files)
    files = find_inputs(inputs, exclude=[folder / name for name in OUTPUT_NAMES])
    with folder_lock(folder):
        recover_folder(folder / "dataset")
        clear_leftovers(folder)
        withdrawn, refit = load_withdrawals(folder), load_calibration(folder, config.score)
        digests = input_digests(files)
        paired = pair_pages(files, digests, config, workers, scheduler, folder / "work", progress, withdrawn)
        named = [(file.name, digests[file.path]) for file in files]
        summary = _write(folder, paired, named, config, withdrawn, test_files, refit)
        write_report(folder, workers=workers, progress=progress)
        return summary


def _write(
    folder: Path,
    paired: PairedPages,
    inputs: Sequence[tuple[str, str | None]],
    config: BuildConfig,
    withdrawn: Withdrawals,
    test_files: Sequence[AuditFile],
    refit: Recalibration | None,
) -> BuildSummary:
    rows = [row for translation in paired.translations for row in pair_rows(translation)]
    reviews = read_reviews(folder)
    decisions = live(in_order(reviews))
    reviewed = apply_reviews(paired.translations, rows, decisions, config.score)
    selection = select(corrected_rows(reviewed.rows, refit), config.select)
    ledger = _ledger(paired, len(reviewed.rows), list(selection.states.values()))
    rejected = [*paired.quarantined, *paired.rejected, *_removed_lines(paired), *selection.rejected, *reviewed.unfit]
    write_rejected(folder / "rejected.parquet", rejected)
    if not paired.translations:
        raise NothingToBuildError(_nothing(paired, folder))
    earlier = earlier_splits(folder / "dataset")
    filled = {row["document_pair"] for row in selection.kept}
    splits = assign_splits(_cluster_keys(paired, selection.kept), config.split, earlier, filled)
    documents = [document_row(translation) for translation in paired.translations]
    learned = asdict(paired.gain) if paired.gain else None
    review = review_metrics(reviewed, reviews, selection.states, decisions) if reviews else None
    inputs = [*inputs, *((f"{REVIEWS_FOLDER}/{number}", one.digest) for number, one in enumerate(reviews, start=1))]
    inputs += calibration_inputs(folder)
    # Names alone: where the files lie is nobody's business, and a dataset is the same wherever it was built.
    card = replace(config.card, test_files=tuple(file.name for file in test_files))
    tested = {one for one, split in earlier.items() if split == "test" and not one.startswith(PAGE_KEY)}
    dataset = Dataset(
        selection.kept,
        documents,
        splits,
        ledger.as_dict(),
        config_dict(replace(config, card=card)),
        inputs,
        card,
        learned,
        review,
        tested,
        withdrawn,
        audit(selection.kept, test_files) if test_files else None,
        refit.as_dict() if refit else None,
    )
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


def _ledger(paired: PairedPages, pairs: int, pair_states: Sequence[str]) -> Ledger:
    ledger = Ledger()
    ledger.enter("documents", len(paired.pages_read) + len(paired.quarantined))
    ledger.end_all("documents", map(_left_out_state, paired.quarantined))
    ledger.end_all("documents", paired.known.states)
    in_pairs = {id(page) for one in paired.translations for page in (one.source, one.target)}
    ledger.end_all("documents", ("paired" if id(page) in in_pairs else "unpaired" for page in paired.known.pages))
    for page in paired.pages_read:
        document = page.document
        ledger.repairs.update(document.repairs)
        ledger.enter("lines", document.kept_lines + len(document.removed))
        ledger.end("lines", "kept", document.kept_lines)
        ledger.end_all("lines", (f"removed:{line.rule}" for line in document.removed))
    _count_sentences(ledger, paired, in_pairs)
    ledger.enter("pairs", pairs)
    ledger.end_all("pairs", pair_states)
    return ledger


def _left_out_state(item: Rejected) -> str:
    """The state of a page that was left out while it was read."""
    return f"rejected:{WITHDRAWN}" if item.reason == WITHDRAWN else f"quarantined:{item.reason}"


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
