"""The sentence splitter: labelled cases of both languages, properties that hold for any text, and its bounds."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
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


ALPHABETS = (
    ". … ! ? ... a A 1 aa Aa AA",
    ". … ! ? \" ' ’ “ ” « » ( ) [ ] ‹ › * – - , ; : a A 1 Les Theo [1]",
    "TP PGS TS v.v T.Ư Đảng đ lô anh Nguyễn L.T.K A B Điều 5 XIV 30 6 2025 . . . ? … “ ” ( )",
    "M MM Mme av J.-C etc n° art p ex Le Loi groupe Co Ltd U.S A B Article 5 XIV 30 6 2025 . . . ? … « » ( )",
    "www com Com vn pdf Node JS https:// @ Aa AA É 0 : . . . . / - ! ? Ngày",
    "1 2 12 a b I IV . . ) ; : - • … Aa aa 2025",
    "Ảnh: Photo : Nguồn . … ? a Aa ( )",
    "。 ！ 」 你好 । अब \u0301 e\u0301 A\u0301 \u200b ǅ ² ½ Ⅷ \ud800 \x00 . . A a",
)
"""Pieces that meet in one text: stops, letters, marks, each language's abbreviations, addresses, lists, odd letters."""


def text_of(alphabet: str) -> st.SearchStrategy[str]:
    pieces = alphabet.split()
    return st.lists(st.sampled_from([*pieces, " ", " ", "\u00a0"]), max_size=24).map("".join)


@settings(max_examples=1000, deadline=None)
@given(st.one_of(WILD, *map(text_of, ALPHABETS)), st.sampled_from(LANGUAGES))
def test_splitting_again_changes_nothing(text: str, language: str) -> None:
    for sentence in split_sentences(text, language):
        assert texts(sentence.text, language) == [sentence.text]


READ_BEYOND_THE_SENTENCE = (
    "0:.Aa.AA",
    "aa.Aa.Aa",
    "Aa...Aa.Aa",
    "AAa…AAAa.AAAa",
    "ASP!Aa.Ycom",
    "ex.XIVex.TPXIV",
    "?.Aa.?AaAa.Aa",
    "x.Nguyen.Van@y.vn.Theo Aa",
    "https://a.vn/x.Pdf.Theo Aa.Bb.Cc",
    "Ph.DPh.DTP",
    "PGSPh.DXIVPGSXIVPh.DPh.DPGSPGSXIVPGSPh.DPh.DPGSXIVPh.DPGSXIVPh.DXIVPGSPh.DXIVPGSPh.DXIVXIVPh.DPGS",
    "a/30. 6. 2025 B. c",
    "(A b. C d (e. F) g. H) I.",
    "x (a b。C d. E) f. G",
    '" Je pars. Tu restes. " dit-il. " Il part. " Elle reste.',
    '"Aa bb. Cc." Dd "ee. Ff"Gg. "Hh." ii. Jj',
)
"""Texts in which a stop was once decided by what stood beyond the end of its sentence, or before its start."""


@pytest.mark.parametrize("text", READ_BEYOND_THE_SENTENCE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_reads_the_same_by_itself(text: str, language: str) -> None:
    for sentence in split_sentences(text, language):
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


WIDE_GAP = " " * 300
"""White space that is longer than anything that is read back from a stop."""


@pytest.mark.parametrize("stop", ["!Aa", "! Aa", "?Aa.Bb", ".Aa", ". Aa", "… Aa", "。Aa"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stop_far_from_any_word(stop: str, language: str) -> None:
    text = "a" + WIDE_GAP + stop
    assert "".join(texts(text, language)).replace(" ", "") == text.replace(" ", "")


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
    "A. A. ",
    "0:.Aa.AA",
    '!?»".',
    "30. 6. ",
    '"b."e ',
    "()",
    "(a [b. C] ",
)


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.timeout(60)  # a quadratic path takes minutes
def test_hostile_lines_do_not_hang(piece: str) -> None:
    text = piece * (SIZE // len(piece)) + "a B"
    sentences = split_sentences(text, "fr")
    assert sentences[-1].end == len(text)
