"""The sentence splitter: labelled cases of both languages, properties that hold for any text, and its bounds."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from aligner.profiles import get_profile
from aligner.splitter import split_sentences

CASES = Path(__file__).parents[1] / "cases"
LANGUAGES = ("vi", "fr", "und")


def texts(text: str, language: str) -> list[str]:
    return [sentence.text for sentence in split_sentences(text, language)]


def load_cases() -> list[object]:
    return [
        pytest.param(language, case, id=f"{language}: {case['label']}")
        for language in ("vi", "fr")
        for case in json.loads((CASES / f"splitter_{language}.json").read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("language", "case"), load_cases())
def test_case(language: str, case: dict[str, object]) -> None:
    assert texts(str(case["text"]), language) == case["sentences"], case["comment"]


@pytest.mark.parametrize(("language", "case"), load_cases())
def test_case_is_the_same_when_decomposed(language: str, case: dict[str, object]) -> None:
    expected = [unicodedata.normalize("NFD", sentence) for sentence in case["sentences"]]  # type: ignore[attr-defined]
    assert texts(unicodedata.normalize("NFD", str(case["text"])), language) == expected


# --- properties -----------------------------------------------------------------------------------------------------

FRAGMENTS = (
    "TP. TS. M. v.v. etc. J.-C. L.T.K. A. 1. 2) 3.5 30.6. nay.Ngày M.Hoa Les Theo le a.Vn www.A.vn/B. x@Y.Z.",
    "... … ? ! ?! “ ” « » \" ' ’ ( ) [ ] (...) - – • Ảnh: Điều 5. đ é \u0301 。 你好 \ud800 \x00 | , ; :",
)
SPACES = (" ", "\t", "\u00a0", "\u202f", "\n", "\r\n", "\u2028", "\x85")
PIECES = st.sampled_from([*(piece for line in FRAGMENTS for piece in line.split()), *SPACES])
WILD = st.one_of(
    st.text(st.characters(), max_size=80),
    st.lists(st.one_of(PIECES, st.just(" ")), max_size=30).map("".join),
    st.lists(PIECES, max_size=30).map(" ".join),
)


@settings(max_examples=300, deadline=None)
@given(WILD, st.sampled_from(LANGUAGES))
def test_offsets_rebuild_the_text(text: str, language: str) -> None:
    end = paragraph = 0
    for sentence in split_sentences(text, language):
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.text.strip() == sentence.text != ""
        gap = text[end : sentence.start]
        assert gap.strip() == ""
        assert sentence.paragraph in (paragraph, paragraph + 1)
        if sentence.start and end:
            assert (sentence.paragraph > paragraph) == (len((gap + "x").splitlines()) > 1)
        end, paragraph = sentence.end, sentence.paragraph
    assert text[end:].strip() == ""


def closes_within(sentence: str) -> bool:
    pairs = ("()", "[]", "«»", "“”")
    even = sentence.count('"') == 0 and all(sentence.count(a) == sentence.count(b) for a, b in pairs)
    return even and all(sentence.find(a) <= sentence.find(b) for a, b in pairs)


GLUED_STOP = re.compile(r"[.!?…]\w")
"""A stop without a space after it may be a missing space or part of a name; what stands further on decides
(``0:.Aa.AA``),
and a sentence by itself no longer shows it."""


@settings(max_examples=300, deadline=None)
@given(WILD, st.sampled_from(LANGUAGES))
def test_a_sentence_is_one_sentence(text: str, language: str) -> None:
    assume('"' not in text)
    for sentence in split_sentences(text, language):
        if closes_within(sentence.text) and not GLUED_STOP.search(sentence.text):
            assert texts(sentence.text, language) == [sentence.text]


@given(st.lists(st.text(max_size=20), max_size=8))
def test_paragraphs_are_the_lines_that_hold_something(lines: list[str]) -> None:
    text = "\n".join(lines)
    expected = [line for line in text.splitlines() if line.strip()]
    assert len({sentence.paragraph for sentence in split_sentences(text, "und")}) == len(expected)


# --- languages and data ---------------------------------------------------------------------------------------------


def test_neutral_profile_knows_initials_decimals_and_addresses() -> None:
    text = "J. K. Rowling paid 3.5 million. See www.Example.Com now. Это дом. Это сад. 你好。再见。 अब। कब।"
    assert texts(text, "und") == [
        "J. K. Rowling paid 3.5 million.",
        "See www.Example.Com now.",
        "Это дом.",
        "Это сад.",
        "你好。",
        "再见。",
        "अब।",
        "कब।",
    ]


def test_added_folder_extends_the_lists(tmp_path: Path) -> None:
    (tmp_path / "splitter.toml").write_text('titles = ["Nsx"]\nmay_end = ["B.Q.X"]\n', encoding="utf-8")
    extended = get_profile("vi").extended(tmp_path)
    text = "Chiều qua Nsx. Hòa gọi cho TS. An. Cả hai đến B.Q.X. Hà Nội mưa."
    assert [s.text for s in split_sentences(text, extended)] == [
        "Chiều qua Nsx. Hòa gọi cho TS. An.",
        "Cả hai đến B.Q.X.",
        "Hà Nội mưa.",
    ]
    assert len(split_sentences(text, "vi")) == 4


def test_unknown_key_of_an_added_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "splitter.toml").write_text('tilte = ["Nsx"]\n', encoding="utf-8")
    with pytest.raises(ValueError, match="tilte"):
        split_sentences("A.", get_profile("vi").extended(tmp_path))


def test_wrong_arguments_are_named() -> None:
    with pytest.raises(ValueError, match="xx"):
        split_sentences("A.", "xx")
    with pytest.raises(TypeError, match="bytes"):
        split_sentences(b"A.", "vi")  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", " ", "\n\r\n\u2028", "\u00a0"])
def test_nothing_gives_nothing(text: str) -> None:
    assert split_sentences(text) == []


# --- bounds ---------------------------------------------------------------------------------------------------------

SIZE = 300_000
HOSTILE = (
    ".",
    ". ",
    "a. ",
    "A. ",
    "1.",
    '."',
    'a." A',
    "(",
    "(a. A)",
    "x (a. A",
    "a.A",
    "•",
    "https://a.A",
    "a@a.A",
    "v.v. ",
    "? ",
    "a… ",
    "M. ",
    "\u0301",
    ".-",
)


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.timeout(60)  # a quadratic path takes minutes
def test_hostile_lines_do_not_hang(piece: str) -> None:
    text = piece * (SIZE // len(piece)) + "a B"
    sentences = split_sentences(text, "fr")
    assert sentences[-1].end == len(text)
