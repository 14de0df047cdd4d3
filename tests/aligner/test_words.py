"""Words and their comparison forms: French stems by hand-written families, Vietnamese spelling, the neutral profile."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.profiles import get_profile
from aligner.words import MAX_CACHED_WORD, find_words, raw_words, word_forms

CASES = json.loads((Path(__file__).parents[1] / "cases" / "stems_fr.json").read_text(encoding="utf-8"))
FAMILIES = [(lemma, forms) for group in CASES["same"] for lemma, forms in group["families"].items()]
PAIRS = CASES["different"]["pairs"]
LANGUAGE_CODES = ("vi", "fr", "und")


def stem(word: str, language: str = "fr") -> str:
    return word_forms(get_profile(language)).forms(word)[1]


def test_there_are_enough_cases() -> None:
    assert sum(len(forms) for _, forms in FAMILIES) >= 600
    assert len(PAIRS) >= 200


@pytest.mark.parametrize(("lemma", "forms"), FAMILIES, ids=[lemma for lemma, _ in FAMILIES])
def test_forms_share_the_stem_of_their_lemma(lemma: str, forms: list[str]) -> None:
    others = {form: stem(form) for form in forms if stem(form) != stem(lemma)}
    assert not others, f"{lemma} is {stem(lemma)}, but {others}"


@pytest.mark.parametrize("pair", PAIRS, ids=["-".join(pair) for pair in PAIRS])
def test_other_words_have_other_stems(pair: list[str]) -> None:
    assert stem(pair[0]) != stem(pair[1])


def test_french_ignores_case_and_normalization() -> None:
    assert stem("Économique") == stem("économies") == stem("ÉCONOMIE") == stem(unicodedata.normalize("NFD", "économie"))
    assert stem("Etat") == stem("État")
    assert stem("cœurs") == stem("coeur")


def test_no_content_word_is_taken_for_a_function_word() -> None:
    function_stems = word_forms(get_profile("fr")).function_stems
    for word in ("danser", "danse", "verser", "maïs", "maison", "sûr", "parer", "mois", "tante", "puiser", "mesure"):
        assert stem(word) not in function_stems, word
    for word in ("dans", "vers", "mais", "sur", "étaient", "Cette", "AVEC", "aurait", "seront"):
        assert stem(word) in function_stems, word


@pytest.mark.parametrize("language", ["vi", "fr"])
def test_function_words_are_normal_words_and_listed_once(language: str) -> None:
    profile = get_profile(language)
    listed = profile.settings("words.toml")["function_words"].split()
    assert [word for word in listed if raw_words(word) != [word]] == []
    assert [word for word in listed if word_forms(profile).normal(word) != word] == []
    assert sorted({word for word in listed if listed.count(word) > 1}) == []


def test_irregular_forms_stand_once_and_lead_to_a_lemma_at_once() -> None:
    lemma_of: dict[str, str] = {}
    for lemma, forms in get_profile("fr").tables("forms.tsv"):
        for form in forms.split():
            assert form not in lemma_of, f"{form!r} stands with {lemma_of.get(form)!r} and {lemma!r}"
            lemma_of[form] = lemma
    chained = {lemma: lemma_of[lemma] for lemma in lemma_of.values() if lemma_of.get(lemma, lemma) != lemma}
    assert chained == {}


def test_irregular_forms_are_needed() -> None:
    """A form that the endings explain is left out: its row would only hide what the endings do."""
    forms = word_forms(get_profile("fr"))
    for lemma, row in get_profile("fr").tables("forms.tsv"):
        if lemma in row.split() or lemma in forms.function_words:
            continue
        idle = [form for form in row.split() if forms.without_endings(form) == forms.without_endings(lemma)]
        assert idle == [], f"{lemma}: {idle}"


@pytest.mark.parametrize(
    ("old", "modern"),
    [
        ("hoá", "hóa"),
        ("thuý", "thúy"),
        ("Hoà", "hòa"),
        ("khoẻ", "khỏe"),
        ("THUỶ", "thủy"),
        ("xoã", "xõa"),
        ("loè", "lòe"),
    ],
)
def test_vietnamese_tone_marks_take_their_modern_place(old: str, modern: str) -> None:
    assert stem(old, "vi") == stem(unicodedata.normalize("NFD", old), "vi") == modern


@pytest.mark.parametrize(
    "word", ["quý", "quỳ", "quỹ", "hóa", "toán", "hoàn", "khoảng", "đường", "là", "lá", "huyện", "tuyết"]
)
def test_other_vietnamese_words_stay_as_they_are(word: str) -> None:
    assert stem(word, "vi") == stem(unicodedata.normalize("NFD", word), "vi") == stem(word.upper(), "vi") == word


def test_vietnamese_words_that_differ_by_a_mark_differ() -> None:
    assert len({stem(word, "vi") for word in ("ma", "má", "mà", "mả", "mã", "mạ", "da", "đa")}) == 8


def test_the_neutral_profile_keeps_words_in_lower_case() -> None:
    words = find_words("Développées Hoá 2024", get_profile("und"))
    assert [word.stem for word in words] == ["développées", "hoá", "2024"]
    assert word_forms(get_profile("und")).function_words == frozenset()


@pytest.mark.parametrize("language", LANGUAGE_CODES)
@given(text=st.text())
def test_any_text_has_words_with_true_spans(language: str, text: str) -> None:
    words = find_words(text, get_profile(language))
    assert [text[word.start : word.end] for word in words] == raw_words(text)
    assert all(word.text and word.stem for word in words)


@pytest.mark.parametrize("language", LANGUAGE_CODES)
@pytest.mark.parametrize(
    "text", ["a" * 1_000_000, "e\u0301" * 500_000, "1" * 1_000_000, "ment " * 200_000, "\ud800" * 1000]
)
@pytest.mark.timeout(60)  # a quadratic path takes hours
def test_no_text_hangs_or_is_an_error(language: str, text: str) -> None:
    for word in find_words(text, get_profile(language)):
        assert len(word.text) > MAX_CACHED_WORD or word.stem
