"""Reviews from end to end: sessions over a built folder, killed and shared; builds that apply what was decided."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import corpus.pages
from aligner import Sentence, split_sentences
from corpus.build import build_corpus
from corpus.reviewing.book import Book, NothingToUndoError
from corpus.reviewing.desk import Desk
from corpus.reviewing.journal import in_order, live, read_reviews
from corpus.reviewing.mending import MendError, suggested_cut
from corpus.reviewing.plain import PlainReview
from corpus.reviewing.queue import parse_filter
from corpus.reviewing.records import JUDGEMENTS, Part, Piece
from corpus.reviewing.sheet import COLUMNS, SheetError, export_sheet, import_sheet
from corpus.store import read_rows

KILLS = 50
LEAST_KEPT = 0.99
"""Share of the decisions on unchanged text that must still apply after another crawl or another splitter."""
LONG_LINE = 60


def rows(folder: Path, config: str = "vi-fr") -> list[dict[str, Any]]:
    return read_rows(sorted((folder / "dataset" / config).glob("*.parquet")))


def metrics(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "dataset" / "metrics.json").read_text(encoding="utf-8")))


def desk(folder: Path, reviewer: str = "Anna", wanted: str = "") -> Desk:
    return Desk(Book.open(folder, reviewer, parse_filter(wanted)))


@pytest.fixture
def folder(build_copy: Path) -> Path:
    return build_copy


def decide_all(at: Desk, seed: int = 7) -> None:
    """A verdict of a random kind on every pair of the queue."""
    choice = random.Random(seed)
    for waiting in list(at.book.queue):
        if at.book.standing.status(waiting) != "unreviewed":
            continue
        at.show(waiting)
        held = at.item.held
        verdict = choice.choice(("accept", "accept", "accept", "reject", "edit", "merge", "split", "swap"))
        given = ("Câu đã sửa.", "Phrase corrigée.")
        if verdict == "split":
            given = suggested_cut(held.piece.source), suggested_cut(held.piece.target)
        try:
            at.decide(verdict, *given)
        except MendError:
            at.decide("accept")


def test_a_build_applies_every_kind_of_decision(folder: Path, sample_pages: Path) -> None:
    at = desk(folder)
    before = rows(folder)
    at.decide("accept")
    refused = at.item
    at.decide("reject", why="không khớp")
    edited = at.current
    at.decide("edit", "Câu  mới.", "Nouvelle phrase.")
    at.decide("merge")
    merged = at.item
    at.undo()
    at.redo()
    at.book.close(at.current)
    build_corpus([sample_pages], folder)
    after = {row["id"]: row for row in rows(folder)}
    assert refused.id not in after
    assert after[str(edited)]["translation"] == {"vi": "Câu mới.", "fr": "Nouvelle phrase."}
    assert after[merged.id]["source_spans"] == [[part.start, part.end] for part in merged.held.piece.source]
    assert after[merged.id]["translation"]["vi"] == merged.held.texts[0]
    assert len(after) == len(before) - 1 - (len(merged.held.piece.source) > 1 and len(merged.held.piece.target) > 1)
    found = metrics(folder)
    assert found["review"]["applied"] == {"accept": 1, "edit": 1, "merge": 1, "reject": 1}
    assert found["review"]["unfit"] == {}
    assert found["ledger"]["pairs"]["states"]["rejected:review"] == 1
    reviewed = rows(folder, "vi-fr-reviewed")
    assert Counter(row["review_status"] for row in reviewed) == {"accepted": 1, "edited": 2}
    assert reviewed[0].keys() == before[0].keys()
    card = (folder / "dataset" / "README.md").read_text(encoding="utf-8")
    assert "config_name: vi-fr-reviewed" in card
    assert "edited 2" in card


def test_without_reviews_there_is_no_reviewed_configuration(built_sample: Path) -> None:
    assert not (built_sample / "dataset" / "vi-fr-reviewed").exists()
    assert "config_name: vi-fr-reviewed" not in (built_sample / "dataset" / "README.md").read_text(encoding="utf-8")
    assert metrics(built_sample)["review"] is None


def test_the_next_build_shows_what_the_reviewer_saw(folder: Path, sample_pages: Path) -> None:
    at = desk(folder)
    decide_all(at)
    views = [at.book.standing.view(pair) for pair in at.book.standing.tables.ranges]
    seen = {item.id: (item.held.texts, item.held.status) for view in views for item in view.items if item.is_pair}
    build_corpus([sample_pages], folder)
    written = {
        row["id"]: ((row["translation"]["vi"], row["translation"]["fr"]), row["review_status"]) for row in rows(folder)
    }
    left = {one["item"]: one["reason"] for one in read_rows([folder / "rejected.parquet"]) if one["kind"] == "pair"}
    assert not metrics(folder)["review"]["unfit"]
    for identifier, (texts, status) in seen.items():
        if left.get(identifier) != "duplicate":
            assert (identifier in written) == (status != "rejected")
            assert status == "rejected" or written[identifier] == (texts, status)
    again = desk(folder, wanted="status:all").book
    assert all(
        again.standing.status(one) == status for one, (_, status) in seen.items() if left.get(one) != "duplicate"
    )
    # A mend may leave a better rest of a pair that was left out before: that one waits, nothing that was decided does.
    assert not seen.keys() & set(desk(folder).book.queue)


def test_the_same_reviews_give_the_same_bytes(folder: Path, sample_pages: Path, tmp_path: Path) -> None:
    decide_all(desk(folder))
    trees = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        shutil.copytree(folder / "reviews", tmp_path / name / "reviews")
        build_corpus([sample_pages], tmp_path / name)
        dataset = tmp_path / name / "dataset"
        trees.append({p.relative_to(dataset): p.read_bytes() for p in sorted(dataset.rglob("*")) if p.is_file()})
    assert trees[0] == trees[1]
    assert not any(b"Anna" in data for data in trees[0].values())


def changed_pages(sample_pages: Path, into: Path) -> None:
    """The pages as crawled again: a line more at the top, a word more in some lines."""
    shutil.copytree(sample_pages, into)
    for number, path in enumerate(sorted(into.rglob("*.txt"))):
        lines = path.read_text(encoding="utf-8").split("\n")
        for place in range(number % 9, len(lines), 9):
            if len(lines[place]) > LONG_LINE:
                lines[place] = lines[place].replace(", ", f", {number + 2} ", 1)
        lines.insert(1, f"Cập nhật lần {number + 2}." if "bao" in path.name else f"Mise à jour {number + 2}.")
        path.write_text("\n".join(lines), encoding="utf-8")


def applied_share(folder: Path) -> float:
    """Of the decisions whose text is still in the pages, the share that was applied."""
    made = [one for one in live(in_order(read_reviews(folder))) if one.verdict in JUDGEMENTS]
    review = metrics(folder)["review"]
    assert sum(review["applied"].values()) + sum(review["unfit"].values()) == len(made)
    listed = {one["item"] for one in read_rows([folder / "rejected.parquet"]) if one["stage"] == "review"}
    assert len(listed) == sum(review["unfit"].values())
    pages = "\n".join(one["source_text"] + "\n" + one["target_text"] for one in rows(folder, "documents"))
    there = [one for one in made if all(part.text in pages for piece in one.before for part in sides(piece))]
    return sum(one.id not in listed for one in there) / len(there)


def sides(piece: Piece) -> Sequence[Part]:
    return (*piece.source, *piece.target)


def test_decisions_survive_another_crawl(folder: Path, sample_pages: Path, tmp_path: Path) -> None:
    decide_all(desk(folder))
    changed_pages(sample_pages, tmp_path / "pages")
    build_corpus([tmp_path / "pages"], folder)
    assert applied_share(folder) >= LEAST_KEPT
    assert metrics(folder)["review"]["unfit"]["text_changed"] >= 10


def test_decisions_survive_another_splitter(folder: Path, sample_pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    decide_all(desk(folder))
    monkeypatch.setattr(corpus.pages, "split_sentences", finer)
    shutil.rmtree(folder / "work")
    build_corpus([sample_pages], folder, workers=1)
    assert applied_share(folder) >= LEAST_KEPT


def finer(text: str, *, language: str) -> list[Sentence]:
    """A splitter that cuts after semicolons too, and joins every tenth sentence with the next of its paragraph."""
    found: list[Sentence] = []
    for number, one in enumerate(split_sentences(text, language=language)):
        before = found[-1] if found else None
        if before and number % 10 == 0 and before.paragraph == one.paragraph:
            found[-1] = Sentence(text[before.start : one.end], before.start, one.end, one.paragraph)
        elif "; " in one.text:
            cut = one.start + one.text.index("; ") + 1
            found.append(Sentence(text[one.start : cut], one.start, cut, one.paragraph))
            found.append(Sentence(text[cut + 1 : one.end], cut + 1, one.end, one.paragraph))
        else:
            found.append(one)
    return found


def test_kill_9_loses_no_acknowledged_decision(folder: Path) -> None:
    choice = random.Random(3)
    acknowledged = 0
    for _ in range(KILLS):
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            at = desk(folder, wanted="status:all")
            for number in range(10_000):
                at.decide("accept" if number % 2 else "reject")
                os.write(writer, b".")
                at.go((number * 7) % 200)
            os._exit(0)
        os.close(writer)
        os.read(reader, 1)
        time.sleep(choice.uniform(0, 0.05))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        acknowledged += 1
        while chunk := os.read(reader, 4096):
            acknowledged += len(chunk)
        os.close(reader)
    files = read_reviews(folder)
    assert len(files) == KILLS
    assert not any(file.damaged for file in files)
    kept = sum(len(file.decisions) for file in files)
    assert acknowledged <= kept <= acknowledged + KILLS
    assert desk(folder).book.standing.records


def test_two_reviewers_at_once(folder: Path) -> None:
    one, two = desk(folder, "Anna"), desk(folder, "Bình")
    for number in range(10):
        one.go(number)
        two.go(30 + number)
        one.book.decide(str(one.current), one.mend("accept"))
        two.book.decide(str(two.current), two.mend("reject"))
    assert one.book.refresh() == 10
    assert two.book.refresh() == 10
    assert one.book.refresh() == 0
    third = desk(folder, "Chi").book
    for book in (one.book, two.book, third):
        assert Counter(map(book.standing.status, third.standing.tables.ids))["accepted"] == 10
        assert Counter(map(book.standing.status, third.standing.tables.ids))["rejected"] == 10


def test_two_who_disagree_are_both_kept_and_the_clash_told(folder: Path, sample_pages: Path) -> None:
    one, two = desk(folder, "Anna"), desk(folder, "Bình")
    following = one.view.items[one.view.place(one.item.id) + 1]
    one.decide("merge")
    two.book.decide(following.id, mend_of(two, following.id))
    build_corpus([sample_pages], folder)
    assert metrics(folder)["review"]["unfit"] == {"conflict": 1}
    [listed] = [one for one in read_rows([folder / "rejected.parquet"]) if one["stage"] == "review"]
    assert "Bình" in listed["detail"]


def mend_of(at: Desk, identifier: str) -> Any:
    at.show(identifier)
    return at.mend("accept")


def test_undo_redo_bookmarks_notes_and_resuming(folder: Path) -> None:
    at = desk(folder)
    with pytest.raises(NothingToUndoError):
        at.undo()
    queue = list(at.book.queue)
    at.go(3)
    at.decide("merge")
    at.undo()
    assert at.book.queue == queue
    at.redo()
    assert len(at.book.queue) <= len(queue)
    at.undo()
    at.go(5)
    assert at.book.bookmark(queue[5])
    at.book.remark(queue[5], "hỏi lại")
    at.book.close(queue[5])
    again = desk(folder)
    assert again.book.queue[again.book.stopped_at()] == queue[5]
    assert [one.note for one in again.book.notes(queue[5])] == ["hỏi lại"]
    assert desk(folder, wanted="bookmarked").book.queue == [queue[5]]


def test_line_by_line(folder: Path) -> None:
    at = desk(folder)
    said: list[str] = []
    typed = ["?", "a", "r vì sai", "m", "u", "U", "s", "", "", "R", "sai tên", "n chú thích", "b", "c", "g 9", ",", "."]
    typed += ["/ flag:name", "/ status:xyz", "/", "w", "]", "[", "}", "{", "M", "e", "", "", "zzz", "g x", "q"]
    lines: Iterator[str] = iter(typed)
    PlainReview(at, lines, said.append).run()
    text = "\n".join(said)
    assert "accepted" in text
    assert "made again: merge" in text
    assert "Not done: status:xyz" in text
    assert said[-1] == "Stopped; every verdict is saved."
    assert at.book.standing.records[1].note == "vì sai"
    assert next(lines, None) is None


def test_a_sheet_goes_out_and_comes_back(folder: Path, tmp_path: Path) -> None:
    at = desk(folder)
    path = tmp_path / "pairs.tsv"
    assert export_sheet(at, path) == len(at.book.queue)
    untouched = import_sheet(at.book, path)
    assert (untouched.verdicts, untouched.notes, untouched.problems) == (0, 0, ())
    lines = path.read_text(encoding="utf-8").split("\n")
    cells = [line.split("\t") for line in lines[:8]]
    cells[1][1], cells[2][1], cells[3][3] = "accept", "R", "'=HYPERLINK(1)"
    cells[4][4], cells[5][1], cells[6][0] = "xem lại", "maybe", "nothing"
    cells[6][1] = "accept"
    path.write_text("\n".join(["\t".join(line) for line in cells]), encoding="utf-8")
    found = import_sheet(at.book, path)
    assert (found.verdicts, found.notes, [number for number, _ in found.problems]) == (3, 1, [6, 7])
    assert at.book.standing.item(cells[3][0]).held.texts[1] == "=HYPERLINK(1)"
    again = import_sheet(at.book, path)
    assert (again.verdicts, again.notes) == (0, 0)
    at.choose("status:edited")
    export_sheet(at, path)
    assert "\t'=HYPERLINK(1)\t" in path.read_text(encoding="utf-8")
    path.write_text("a\tb\n", encoding="utf-8")
    with pytest.raises(SheetError, match="no column"):
        import_sheet(at.book, path)
    assert COLUMNS[0] == "id"
