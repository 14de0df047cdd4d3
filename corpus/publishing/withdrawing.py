"""Takes texts out of a build for good: out of the dataset, all that lies beside it, and every later build.

The request is written down first, so that a build that comes in between leaves the pages out already; the same command
again finishes what was cut short. A page pair goes as a whole: a translation without its original is no pair.

What only helps the next build (``work/``, ``release/``, ``report.html``) is deleted whole, since it is made again. The
texts in ``rejected.parquet`` are blanked for all rows: a line there does not tell what other pages quote it. Decisions
of reviewers about other pages stay.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from corpus.documents import Rejected
from corpus.publishing.rereading import read_dataset
from corpus.publishing.withdrawn_ledger import withdrawn_ledger
from corpus.reviewing.calibration import built_line
from corpus.reviewing.calibration_file import CALIBRATION_INPUT
from corpus.reviewing.journal import REVIEWS_FOLDER, read_reviews
from corpus.reviewing.remaining import remaining_review
from corpus.rows import Row
from corpus.schema import REJECTED
from corpus.store import folder_lock, read_rows, recover_folder, swap_folder, write_table, write_text
from corpus.withdrawals import RELEASE_FOLDER, WITHDRAWALS_FILE, Withdrawals, load_withdrawals
from corpus.writing import write_dataset

REMADE = ("work", RELEASE_FOLDER, "report.html", ".dataset.new", ".dataset.old")
"""What a build folder holds besides, made again when it is needed."""
SHOWN_COPIES = 20


@dataclass(frozen=True, slots=True)
class WithdrawReport:
    """What was removed: ids of page pairs, numbers of rows and of reviewers' records; ``copies`` are addresses (or ids)
    of pages left that share a sentence with a removed one; ``emptied`` where nothing is left of the dataset."""

    documents: tuple[str, ...]
    pairs: int
    reviews: int
    requests: int
    copies: tuple[str, ...] = ()
    emptied: bool = False


def withdraw(folder: Path, requests: Withdrawals) -> WithdrawReport:
    """Withdraw pages from a build folder, by address, domain or id, and keep them out of it.

    Raises ``ValueError`` for an empty request, ``FileNotFoundError`` where there is no build.
    """
    if not requests.requests:
        raise ValueError("nothing to withdraw; name pages by --url, --domain or --document")
    if empty := next((kind for kind, value in requests.requests if not value), None):
        raise ValueError(f"--{empty} names nothing; give an address, a domain as bao.example, or the id of a page")
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: no such folder; name the folder of a build")
    with folder_lock(folder):
        recover_folder(folder / "dataset")
        wanted = load_withdrawals(folder).joined(requests)
        write_text(folder / WITHDRAWALS_FILE, wanted.as_lines())
        for name in REMADE:
            _delete(folder / name)
        left_out = _blank_rejected(folder / "rejected.parquet", wanted)
        if not (folder / "dataset").is_dir():
            return WithdrawReport((), 0, _purge_reviews(folder / REVIEWS_FOLDER, wanted, ()), len(wanted.requests))
        return _withdraw(folder, wanted, left_out)


def covered(wanted: Withdrawals, row: Row) -> tuple[bool, bool]:
    """Whether the two pages of a ``documents`` row are withdrawn: a translation goes with its original."""
    source = wanted.covers(row["source_document"], row["source_url"])
    return source, source or wanted.covers(row["target_document"], row["target_url"])


def _withdraw(folder: Path, wanted: Withdrawals, left_out: Sequence[Rejected]) -> WithdrawReport:
    dataset = read_dataset(folder)
    gone = {row["id"]: row for row in dataset.documents if any(covered(wanted, row))}
    documents = [row for row in dataset.documents if row["id"] not in gone]
    pairs = [row for row in dataset.pairs if row["document_pair"] not in gone]
    withdrawn_pages = _withdrawn_pages(wanted, gone.values())
    reviews = _purge_reviews(
        folder / REVIEWS_FOLDER, wanted, [(row["source_document"], row["target_document"]) for row in gone.values()]
    )
    lost = len(dataset.pairs) - len(pairs)
    ledger = withdrawn_ledger(dataset.ledger, dataset.documents, documents, withdrawn_pages, lost, left_out)
    report = WithdrawReport(
        tuple(sorted(gone)),
        lost,
        reviews,
        len(wanted.requests),
        _copies(dataset.pairs, gone),
        not pairs,
    )
    if not pairs:
        _delete(folder / "dataset")
        return report
    new = folder / ".dataset.new"
    write_dataset(
        new,
        replace(
            dataset,
            pairs=pairs,
            documents=documents,
            splits=_with_train(dataset.splits, {row["document_pair"] for row in pairs}),
            ledger=ledger,
            inputs=[*_pages_of(dataset.inputs), *_reviews_of(folder)],
            review=remaining_review(folder, dataset.review, pairs, documents, built_line(folder)),
            withdrawals=wanted,
        ),
    )
    swap_folder(new, folder / "dataset")
    return report


def _withdrawn_pages(wanted: Withdrawals, gone: Iterable[Row]) -> set[str]:
    """Ids of the pages that a request covers, without their partners."""
    sides = (((row["source_document"], row["target_document"]), covered(wanted, row)) for row in gone)
    return {page for pages, out in sides for page, is_out in zip(pages, out, strict=True) if is_out}


def _with_train(splits: Mapping[str, str], filled: Collection[str]) -> dict[str, str]:
    """The splits, where all of train was withdrawn with validation in its place: readers ask for train first. What was
    in test stays there."""
    if any(splits[one] == "train" for one in filled):
        return dict(splits)
    return {one: "train" if split == "validation" else split for one, split in splits.items()}


def _pages_of(inputs: Sequence[tuple[str, str | None]]) -> list[tuple[str, str | None]]:
    """The inputs that are no review files; a calibration stays: it holds no text, and made the qualities."""
    return [one for one in inputs if one[0] == CALIBRATION_INPUT or not one[0].startswith(f"{REVIEWS_FOLDER}/")]


def _reviews_of(folder: Path) -> list[tuple[str, str | None]]:
    """The review files as inputs, named as a build names them."""
    return [(f"{REVIEWS_FOLDER}/{number}", one.digest) for number, one in enumerate(read_reviews(folder), start=1)]


def _copies(pairs: Iterable[Row], gone: dict[str, Row]) -> tuple[str, ...]:
    """Pages left that share a sentence with a withdrawn one: quotations, or the same text at another address."""
    rows = list(pairs)
    texts = {text for row in rows if row["document_pair"] in gone for text in row["translation"].values()}
    found = {
        str(row["source_url"] or row["source_document"]): None
        for row in rows
        if row["document_pair"] not in gone and not texts.isdisjoint(row["translation"].values())
    }
    return tuple(sorted(found)[:SHOWN_COPIES])


def _blank_rejected(path: Path, wanted: Withdrawals) -> list[Rejected]:
    """Take every text out of the table of what was left out; returns its rows as they were."""
    if not path.is_file():
        return []
    before = [Rejected(**row) for row in read_rows([path])]
    kept = [row for row in before if not wanted.covers(_page_of(row))]
    blank = [{**asdict(row), "detail": "", "source_text": None, "target_text": None} for row in kept]
    write_table(path, blank, REJECTED)
    return before


def _page_of(row: Rejected) -> str:
    """The page that a row is about: a line is named by its page and its number."""
    return row.item.rpartition(":")[0] if row.kind == "line" else row.item


def _purge_reviews(folder: Path, wanted: Withdrawals, pairs: Sequence[tuple[str, str]]) -> int:
    """Drop the records of reviewers about withdrawn pages, and lines that cannot be read; returns their number."""
    pages = set(pairs)

    def stays(line: bytes) -> bool:
        try:
            documents = json.loads(line.decode("utf-8", "surrogatepass")).get("documents") or ()
            return tuple(documents) not in pages and not any(wanted.covers(page) for page in documents)
        except (ValueError, AttributeError, TypeError, RecursionError):
            return False

    return sum(_filter_lines(path, stays) for path in sorted(folder.glob("*.jsonl")))


def _filter_lines(path: Path, stays: Callable[[bytes], bool]) -> int:
    """Rewrite a file without some lines; returns how many went. An untouched file keeps its bytes."""
    lines = path.read_bytes().splitlines(keepends=True)
    kept = [line for line in lines if not line.strip() or stays(line)]
    if len(kept) == len(lines):
        return 0
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_bytes(b"".join(kept))
    temporary.replace(path)
    return len(lines) - len(kept)


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
