"""Decisions: records, files, their texts found again, what they make of pairs."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.reviewing import searching
from corpus.reviewing.applying import CONFLICT, MOOT, TEXT_CHANGED, Held, apply_decisions
from corpus.reviewing.journal import Journal, Journals, in_order, live, read_file
from corpus.reviewing.mending import (
    Mend,
    MendError,
    accept,
    cut_index,
    edit,
    merge,
    reject,
    shift,
    split,
    suggested_cut,
    swap,
)
from corpus.reviewing.pieces import covered_gaps, cut_side, find_part, without
from corpus.reviewing.queue import FilterError, parse_filter
from corpus.reviewing.records import Decision, Part, Piece, RecordError, decision_of, decision_record, side_text
from corpus.reviewing.searching import TextSearch
from corpus.reviewing.waiting import Queue

VI = "Bão số 8 vào bờ. Ông Minh họp. Tỉnh có 79 xã. Trời mưa to, đường ngập."
FR = "Le typhon arrive. Minh se réunit. La province compte 79 communes. Il pleut fort, les routes sont inondées."
TEXTS = (VI, FR)


def sentences(text: str) -> list[Part]:
    parts, start = [], 0
    for sentence in text.split(". "):
        end = start + len(sentence) + (1 if not sentence.endswith(".") else 0)
        parts.append(Part(start, end, text[start:end]))
        start = end + 1
    return parts


def pairs() -> list[Held]:
    columns = zip(sentences(VI), sentences(FR), strict=True)
    return [Held(Piece((source,), (target,))) for source, target in columns]


def decision(mend: Mend, number: int = 0, reviewer: str = "Anna") -> Decision:
    time = f"2026-01-01T00:00:{number:02d}Z"
    return Decision(f"{reviewer}:{number}", reviewer, time, mend.verdict, ("v", "f"), mend.before, mend.after)


def texts(state: tuple[Held, ...]) -> list[tuple[str, str, str]]:
    return [(*one.texts, one.status) for one in state]


def test_a_record_round_trips() -> None:
    one = replace(decision(edit(pairs()[0], "Bão  vào.", "Il arrive.")), note="vì\u2028sao", blind=True)
    assert decision_of(json.loads(json.dumps(decision_record(one)))) == one


@pytest.mark.parametrize(
    "record",
    [None, [], "x", {}, {"id": "a", "reviewer": "b", "time": "c", "verdict": "burn"}, {"id": 1}, {"verdict": "accept"}],
)
def test_what_is_no_record_is_refused(record: object) -> None:
    with pytest.raises(RecordError):
        decision_of(record)


def test_offsets_that_do_not_fit_are_refused() -> None:
    record = decision_record(decision(accept(pairs()[0])))
    record["before"][0]["source"][0][1] += 1
    with pytest.raises(RecordError):
        decision_of(record)


def test_a_torn_last_line_is_passed_over_and_other_damage_counted(tmp_path: Path) -> None:
    journal = Journal(tmp_path, "Nguyễn / Anna ../x")
    for number in range(3):
        journal.append(decision(accept(pairs()[number]), number))
    journal.close()
    whole = journal.path.read_bytes()
    for length in range(len(whole)):
        journal.path.write_bytes(whole[:length])
        file = read_file(journal.path)
        assert len(file.decisions) == whole[:length].count(b"\n")
        assert file.damaged == 0
    journal.path.write_bytes(b'{"half\n' + whole + b"\xff\xfe\n" + b"[" * 100_000 + b"\n")
    file = read_file(journal.path)
    assert (len(file.decisions), file.damaged) == (3, 3)
    assert journal.path.parent == tmp_path


def test_two_sessions_write_two_files_and_both_are_read(tmp_path: Path) -> None:
    journals = [Journal(tmp_path, "Anna"), Journal(tmp_path, "Anna"), Journal(tmp_path, "Bình")]
    reader = Journals(tmp_path)
    for number in range(6):
        journals[number % 3].append(decision(accept(pairs()[0]), number))
        assert len(in_order(reader.files())) == number + 1
    assert [one.time for one in in_order(reader.files())] == sorted(one.time for one in in_order(reader.files()))


def test_undo_and_redo_are_records() -> None:
    first = decision(accept(pairs()[0]))
    undo = Decision("u1", "Anna", "2", "undo", ("v", "f"), undoes=first.id)
    redo = Decision("u2", "Anna", "3", "undo", ("v", "f"), undoes="u1")
    assert [live([first, undo]), live([first, undo, redo])] == [[], [first]]


def test_every_mend_does_what_it_says() -> None:
    one, two, three, four = pairs()
    merged = apply_decisions(pairs(), [decision(merge(two, three))], TEXTS).pairs
    assert texts(merged)[1] == (
        "Ông Minh họp. Tỉnh có 79 xã.",
        "Minh se réunit. La province compte 79 communes.",
        "edited",
    )
    assert merged[1].piece.kind == "2-2"
    cut = split(four, "Trời mưa to, | đường ngập.", "Il pleut fort, |les routes sont inondées.")
    assert texts(apply_decisions(pairs(), [decision(cut)], TEXTS).pairs)[3:] == [
        ("Trời mưa to,", "Il pleut fort,", "edited"),
        ("đường ngập.", "les routes sont inondées.", "edited"),
    ]
    swapped = apply_decisions(pairs(), [decision(swap(one, two))], TEXTS).pairs
    assert [one[1] for one in texts(swapped)][:2] == ["Minh se réunit.", "Le typhon arrive."]
    shifted = shift(merged[1], four, "target", forward=True)
    state = apply_decisions(pairs(), [decision(merge(two, three)), decision(shifted, 1)], TEXTS).pairs
    assert texts(state)[2][1].startswith("La province compte 79 communes. Il pleut")
    with pytest.raises(MendError, match="merge the two pairs"):
        shift(one, two, "source", forward=True)


def test_verdicts_follow_one_another() -> None:
    two, three = pairs()[1:3]
    first = decision(merge(two, three))
    state = apply_decisions(pairs(), [first], TEXTS).pairs
    second = decision(edit(state[1], "Ông Minh họp.", "Minh se réunit."), 1)
    third = decision(accept(apply_decisions(pairs(), [first, second], TEXTS).pairs[1]), 2)
    fourth = decision(reject(state[0]), 3)
    result = apply_decisions(pairs(), [first, second, third, fourth], TEXTS)
    assert [one.status for one in result.pairs] == ["rejected", "edited", "unreviewed"]
    assert result.pairs[1].texts == ("Ông Minh họp.", "Minh se réunit.")
    assert not result.misfits


def test_a_lone_sentence_joins_a_pair() -> None:
    lone = Held(Piece((), (sentences(FR)[1],)), "alone")
    rest = [pairs()[0], *pairs()[2:]]
    state = apply_decisions(rest, [decision(merge(pairs()[0], lone))], TEXTS).pairs
    assert texts(state)[0][1] == "Le typhon arrive. Minh se réunit."


def test_decisions_survive_another_cut_of_the_same_text() -> None:
    one, two, three, four = pairs()
    joined = Held(merge(one, two).after[0].piece)
    state = apply_decisions([joined, three, four], [decision(accept(one))], TEXTS).pairs
    assert texts(state)[:2] == [
        ("Bão số 8 vào bờ.", "Le typhon arrive.", "accepted"),
        ("Ông Minh họp.", "Minh se réunit.", "unreviewed"),
    ]
    whole = decision(accept(joined))
    assert texts(apply_decisions(pairs(), [whole], TEXTS).pairs)[0][2] == "accepted"
    assert len(apply_decisions(pairs(), [whole], TEXTS).pairs) == 3


def test_a_rejected_text_is_cut_out_of_a_longer_pair() -> None:
    one, two, *rest = pairs()
    joined = Held(merge(one, two).after[0].piece)
    state = apply_decisions([joined, *rest], [decision(reject(one))], TEXTS).pairs
    assert [status for _, _, status in texts(state)] == ["rejected", "unreviewed", "unreviewed", "unreviewed"]
    assert texts(state)[1][0] == "Ông Minh họp."


def test_decisions_survive_a_page_that_moved() -> None:
    moved = ("Tin nóng.\n" + VI, FR.replace("Le typhon", "Le gros typhon"))
    state = apply_decisions([], [decision(accept(pairs()[2]))], moved).pairs
    assert texts(state) == [("Tỉnh có 79 xã.", "La province compte 79 communes.", "accepted")]
    assert moved[0][state[0].piece.source[0].start :].startswith("Tỉnh có")


def test_what_no_longer_fits_is_told() -> None:
    one, two, three, _ = pairs()
    gone = apply_decisions(pairs(), [decision(accept(three))], (VI.replace("79", "80"), FR))
    assert [misfit.reason for misfit in gone.misfits] == [TEXT_CHANGED]
    crossed = Held(Piece(one.piece.source, two.piece.target))
    assert [m.reason for m in apply_decisions(pairs(), [decision(reject(crossed))], TEXTS).misfits] == [MOOT]
    clash = [decision(merge(one, two)), decision(accept(two), 1, "Bình")]
    result = apply_decisions(pairs(), clash, TEXTS)
    assert [misfit.reason for misfit in result.misfits] == [CONFLICT]
    assert len(result.pairs) == 3


def test_a_rejected_pair_that_left_is_shown_to_a_reviewer_only() -> None:
    refused = decision(reject(pairs()[1]))
    rest = [pairs()[0], *pairs()[2:]]
    assert [one.status for one in apply_decisions(rest, [refused], TEXTS, show_rejected=True).pairs][1] == "rejected"
    assert len(apply_decisions(rest, [refused], TEXTS).pairs) == 3


def test_the_nearest_occurrence_is_meant() -> None:
    text = "Ông Minh đi. " * 20
    assert find_part(Part(130, 142, "Ông Minh đi."), "Xin chào. " + text) in (127, 140)
    assert find_part(Part(5, 7, "zz"), text) is None
    assert find_part(Part(3, 4, "a"), "ba" * 500) == 3


@given(st.text(alphabet="ab ,.\n|", min_size=1, max_size=40), st.integers(0, 40))
def test_a_cut_loses_nothing_but_white_space(text: str, index: int) -> None:
    side = (Part(7, 7 + len(text), text),)
    try:
        first, second = cut_side(side, index)
    except ValueError:
        return
    halves = side_text(first) + side_text(second)
    assert "".join(halves.split()) == "".join(text.split())
    assert first[-1].end <= second[0].start
    assert all(text[part.start - 7 : part.end - 7] == part.text for part in (*first, *second))


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_gaps_and_parts_cover_a_text(spans: list[tuple[int, int]]) -> None:
    text = "x" * 60
    side = tuple(Part(min(span), max(span), text[min(span) : max(span)]) for span in spans)
    covered = {k for part in side for k in range(part.start, part.end)}
    gaps = {k for start, end in covered_gaps([side], 60) for k in range(start, end)}
    assert covered | gaps == set(range(60))
    assert not covered & gaps
    left = without((Part(0, 60, text),), side)
    assert {k for part in left for k in range(part.start, part.end)} == gaps


@pytest.mark.parametrize("marked", ["Trời mưa. Ông ở nhà.", "Trời | mưa. | Ông ở nhà.", "Trời nắng. | Ông ở nhà.", "|"])
def test_a_cut_needs_one_mark_and_no_other_change(marked: str) -> None:
    with pytest.raises(ValueError):
        cut_index("Trời mưa. Ông ở nhà.", marked)


def test_a_mark_of_the_text_is_no_cut() -> None:
    assert cut_index("A | B. C.", "A | B. | C.") == 7
    assert "|" in suggested_cut((Part(0, 9, "Một. Hai."),))


def test_filters() -> None:
    assert str(parse_filter("type:1-2 status:all Hà Nội")) == "type:1-2 status:all Hà Nội"
    for typed in ("status:new", "quality:high"):
        with pytest.raises(FilterError):
            parse_filter(typed)


@given(
    st.permutations(range(6)),
    st.integers(0, 6),
    st.lists(st.tuples(st.booleans(), st.integers(0, 20), st.sampled_from("abcdefxyz")), max_size=12),
)
def test_a_queue_is_a_list_in_which_places_are_found(
    order: list[int], count: int, changes: list[tuple[bool, int, str]]
) -> None:
    ids = list("abcdef")
    queue = Queue(ids, {one: number for number, one in enumerate(ids)}, ["x"], np.array(order[:count], int))
    expected = ["x", *(ids[number] for number in order[:count])]
    for is_new, place, identifier in changes:
        if is_new and identifier not in expected:
            expected.insert(place, identifier)
            queue.insert(place, identifier)
        elif not is_new and place < len(expected):
            del expected[place]
            del queue[place]
        assert queue == expected
        for one in "abcdefxyz":
            assert queue.find(one, place) == (expected.index(one) if one in expected else None)
            assert (one in queue) == (one in expected)


@pytest.mark.parametrize("many", [0, 2, 40_000])
def test_a_search_finds_what_is_there_whatever_the_way(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "MANY_PLACES", many)
    texts = [("Bão số 8", "Le typhon n° 8"), ("Ở Hà Nội", "À HANOÏ"), ("", "| (a.b)*"), ("ĐÀ NẴNG", "\u2028")]
    chunks = [[{"vi": vi, "fr": fr} for vi, fr in texts[:2]], [{"vi": vi, "fr": fr} for vi, fr in texts[2:]]]
    search = TextSearch.of(pa.chunked_array(chunks))
    for wanted in ("8", "hà nội", "HANOÏ", "(a.", "đà", "n", "zz", "8le", "\ud800"):
        held = [any(wanted.lower() in side.lower() for side in sides) for sides in texts]
        assert search.matching(wanted).tolist() == held
