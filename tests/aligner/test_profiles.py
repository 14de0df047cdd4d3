"""Profiles: what a later folder holds is added to the earlier ones, and a file that does not fit is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from aligner import split_sentences
from aligner.profiles import LanguageProfile, get_profile

SHIPPED = 'marks = ["a"]\nname = "first"\nlimit = 1\nopen = true\n[deep]\nmarks = ["b"]\n'


def profile(tmp_path: Path, own: str) -> LanguageProfile:
    for folder, text in (("shipped", SHIPPED), ("own", own)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "words.toml").write_text(text, encoding="utf-8")
    return LanguageProfile("xx", "Example", (tmp_path / "shipped",)).extended(tmp_path / "own")


def test_lists_are_joined_other_values_replaced(tmp_path: Path) -> None:
    own = 'marks = ["c"]\nname = "second"\nlimit = 1.5\nnew = "n"\n[deep]\nmarks = ["d"]\n'
    assert profile(tmp_path, own).settings("words.toml") == {
        "marks": ["a", "c"],
        "name": "second",
        "limit": 1.5,
        "open": True,
        "new": "n",
        "deep": {"marks": ["b", "d"]},
    }


@pytest.mark.parametrize(
    ("own", "message"),
    [
        ('marks = "c"', "marks must be a list, as it is elsewhere, not a string"),
        ('name = ["second"]', "name must be a string, as it is elsewhere, not a list"),
        ("limit = true", "limit must be a number, as it is elsewhere, not true or false"),
        ("open = 2024-05-01", "open must be true or false, as it is elsewhere, not a date or time"),
        ('deep = ["b"]', "deep must be a table, as it is elsewhere, not a list"),
        ("[deep.marks]\nc = 1", "deep.marks must be a list, as it is elsewhere, not a table"),
        ("marks = [", "Invalid value"),
    ],
)
def test_a_file_that_does_not_fit_is_named(own: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=re.escape(str(tmp_path / "own" / "words.toml")) + f": .*{message}"):
        profile(tmp_path, own).settings("words.toml")


def test_splitting_with_such_a_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "splitter.toml").write_text('titles = "Tnv."\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"splitter\.toml: titles must be a list"):
        split_sentences("Tnv. Thảo về quê.", get_profile("vi").extended(tmp_path))
