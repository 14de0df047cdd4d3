"""What is kept, which duplicate stays, and which split a document goes to."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.selection import SelectConfig, select
from corpus.splits import SplitConfig, assign_splits, cluster_keys


def row(identifier: str, vi: str, fr: str, quality: float = 0.9, flags: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "id": identifier,
        "translation": {"vi": vi, "fr": fr},
        "quality": quality,
        "alignment_probability": 0.9,
        "flags": list(flags),
        "review_status": "unreviewed",
    }


def test_of_duplicates_the_best_stays() -> None:
    rows = [
        row("a", "Một xã.", "Une commune.", 0.5),
        row("b", "một  xã.", "une commune.", 0.8),
        row("c", "Hai xã.", "X."),
    ]
    selection = select(rows, SelectConfig())
    assert [one["id"] for one in selection.kept] == ["b", "c"]
    assert selection.states == {"a": "duplicate", "b": "kept", "c": "kept"}
    assert selection.rejected[0].detail.endswith("b")


def test_tone_marks_make_other_texts() -> None:
    rows = [row("a", "Bán ma.", "A."), row("b", "Bán má.", "A."), row("c", "Bán mạ.", "A.")]
    assert len(select(rows, SelectConfig()).kept) == 3


@pytest.mark.parametrize(
    ("bad", "state"),
    [
        (row("x", "Ảnh tư liệu", "ảnh  tư liệu"), "rejected:copy"),
        (row("x", "A", "B", flags=("unrelated",)), "rejected:unrelated"),
        (row("x", "A", "B", quality=0.2), "rejected:min_quality"),
        (row("x", "A", "B", flags=("number", "name")), "kept"),
    ],
)
def test_rules(bad: dict[str, Any], state: str) -> None:
    assert select([bad], SelectConfig(min_quality=0.3)).states == {"x": state}


def test_documents_that_share_a_text_or_a_page_stay_together() -> None:
    documents = {
        "a": cluster_keys(["p1", "q1"], ["Cùng một câu nói ở đây."], "x"),
        "b": cluster_keys(["p2", "q2"], ["cùng một câu, nói ở đây"], "y"),
        "c": cluster_keys(["p2", "q3"], [], "z"),
        "d": cluster_keys(["p4", "q4"], [], "t"),
    }
    splits = assign_splits(documents, SplitConfig(validation=0.5, test=0.5))
    assert splits["a"] == splits["b"] == splits["c"]


def test_near_duplicates_stay_together() -> None:
    words = [f"từ{n}" for n in range(300)]
    documents = {}
    for number in range(60):
        text = words.copy()
        text[number * 5] = "khác"
        documents[str(number)] = cluster_keys([f"page{number}"], [], " ".join(text))
    assert len(set(assign_splits(documents, SplitConfig(validation=0.4, test=0.4)).values())) == 1


def test_shares_of_the_splits() -> None:
    documents = {f"d{n}": [f"page {n}"] for n in range(4000)}
    splits = list(assign_splits(documents, SplitConfig()).values())
    assert 20 <= splits.count("test") <= 60
    assert 20 <= splits.count("validation") <= 60


@given(st.integers(1, 6), st.floats(0, 1), st.floats(0, 1))
def test_train_is_never_empty(count: int, validation: float, test: float) -> None:
    config = SplitConfig(validation=min(validation, 1 - test), test=test)
    assert "train" in assign_splits({f"d{n}": [f"page {n}"] for n in range(count)}, config).values()


def test_what_was_in_test_never_moves_to_train() -> None:
    documents = {f"d{n}": [f"page {n}"] for n in range(50)}
    earlier = {"d7": "test", "d8": "validation"}
    splits = assign_splits(documents, SplitConfig(), earlier)
    assert (splits["d7"], splits["d8"]) == ("test", "validation")
    joined = assign_splits({"a0": ["page 7"], "d7": ["page 7"], "z": ["page 9"]}, SplitConfig(), earlier)
    assert joined == {"a0": "test", "d7": "test", "z": "train"}
