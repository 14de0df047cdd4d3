"""Names: what is found where, what counts as the same, and that nothing odd in a text is an error."""

from __future__ import annotations

import json
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aligner.names import FAIR, STRONG, Name, compare_names, find_names
from aligner.names.gazetteer import FORM_SEPARATOR, KINDS, read_gazetteer
from aligner.names.transcription import sound_alike
from aligner.names.words import accented_form
from aligner.profiles import PROFILES_FOLDER, get_profile, read_table
from aligner.words import WORD

CASES = json.loads((Path(__file__).parents[1] / "cases" / "names.json").read_text(encoding="utf-8"))
GAZETTEERS = sorted((PROFILES_FOLDER / "vi-fr" / "names").glob("*.tsv"))
ODD_TEXTS = [
    "",
    " ",
    "\x00",
    "\ud800 Hà Nội \udfff",
    "A" * 10_000,
    "9" * 10_000,
    "(" * 999,
    "Nguyễn\u0301\u0301\u0301",
    "_ _A_ \u0301",
]


def compare(vi: str, fr: str):
    return compare_names(find_names(vi, "vi"), find_names(fr, "fr"), vi, fr)


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_case(case):
    assert compare(case["vi"], case["fr"]).same == case["same"]


def test_enough_cases():
    assert len(CASES) >= 150
    assert len({case["label"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Ông Lê Văn Tám, Chủ tịch UBND xã Lương Sơn", "vi", ["Lê Văn Tám", "UBND", "Lương Sơn"]),
        ("Tổng thống Mỹ Donald Trump gặp Tập Cận Bình", "vi", ["Tổng thống", "Mỹ", "Donald Trump", "Tập Cận Bình"]),
        ("Nghị quyết 57-NQ/TW của Bộ Chính trị", "vi", ["57-NQ/TW", "Bộ Chính trị"]),
        ("Chị Nguyễn Thị Nga sống ở Nga", "vi", ["Nguyễn Thị Nga", "Nga"]),
        ("M. Le Van Tam vit à Haiphong.", "fr", ["Le Van Tam", "Haiphong"]),
        ("Le Comité populaire de Thanh Hoa", "fr", ["Comité populaire", "Thanh Hoa"]),
        ("Anh Lê Trung Hiếu, Nguyễn Doãn Anh Tú, Phạm Em", "vi", ["Lê Trung Hiếu", "Nguyễn Doãn Anh Tú", "Phạm Em"]),
        ("Bộ trưởng Nguyễn Hòa Bình ở Hòa Bình", "vi", ["Nguyễn Hòa Bình", "Hòa Bình"]),
        ("Mưa to ở nhiều nơi. Trời rất lạnh.", "vi", []),
        ("Hier, la pluie a duré. Demain sera pire.", "fr", []),
    ],
)
def test_what_is_found(text, language, expected):
    assert [name.text for name in find_names(text, language)] == expected


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Nguyễn Văn Long", "vi", "person"),
        ("huyện Lương Sơn", "vi", "place"),
        ("Bộ Y tế", "vi", "organisation"),
        ("WHO", "vi", "acronym"),
        ("số 57-NQ/TW", "vi", "code"),
        ("Mme Tran Thi Hanh", "fr", "person"),
        ("la commune de Luong Son", "fr", "place"),
    ],
)
def test_kinds(text, language, kind):
    assert find_names(text, language)[-1].kind == kind


def test_what_changed_is_told():
    result = compare("Bà Trần Thị Hạnh ở Mê Linh", "Mme Tran Thi Thanh à Me Linh")
    assert [(a.text, b.text) for a, b in result.changed] == [("Trần Thị Hạnh", "Tran Thi Thanh")]
    assert [(a.text, b.text) for a, b in result.matched] == [("Mê Linh", "Me Linh")]


def test_what_is_missing_and_added_is_told():
    assert [name.text for name in compare("Đoàn thăm Hải Phòng.", "La délégation est en visite.").missing] == [
        "Hải Phòng"
    ]
    assert [name.text for name in compare("Đoàn đang đi thăm.", "La délégation visite Haiphong.").added] == ["Haiphong"]


def test_unknown_institutions_are_never_missing():
    vi = "Trung tâm Nghiên cứu Ong mật đã họp với Hội Sinh vật cảnh."
    assert compare(vi, "Les apiculteurs se sont réunis.").same
    assert all(name.strength <= FAIR for name in find_names(vi, "vi"))


def test_texts_are_optional():
    assert compare_names(find_names("Hà Nội"), find_names("Hanoï", "fr")).same


def test_extended_profile_adds_names(tmp_path):
    (tmp_path / "names.tsv").write_text("place\tPetit Pré\tBãi Con|Petit Pré\n", encoding="utf-8")
    vi, fr = get_profile("vi").extended(tmp_path), get_profile("fr").extended(tmp_path)
    assert find_names("ở Bãi Con", vi)[-1].key == find_names("à Petit Pré", fr)[-1].key == ("@petitpre",)


def test_wrong_arguments():
    with pytest.raises(ValueError, match="unknown language"):
        find_names("Hà Nội", "xx")
    with pytest.raises(TypeError, match="text must be a string"):
        find_names(None)


@pytest.mark.parametrize("language", ["vi", "fr", "und"])
@pytest.mark.parametrize("text", ODD_TEXTS, ids=range(len(ODD_TEXTS)))
def test_odd_texts(text, language):
    names = find_names(text, language)
    check_spans(text, names)
    compare_names(names, names, text, text)


def check_spans(text: str, names: list[Name]) -> None:
    assert all(text[name.start : name.end] == name.text for name in names)
    assert all(first.end <= second.start for first, second in pairwise(names))


PIECES = st.sampled_from(
    [
        "Hà Nội",
        "Nguyễn",
        "Văn",
        "Long",
        "M.",
        "Trump",
        "l'",
        "O",
        "N",
        "U",
        "57-NQ/TW",
        "TP.HCM",
        " ",
        ". ",
        "-",
        "(",
        "xã",
        "\u0301",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=30), st.sampled_from(["vi", "fr", "und"]))
@example(["Hà Nội", "Hà Nội", "-", "Hà Nội"], "vi")
def test_spans_are_exact_and_a_text_agrees_with_itself(pieces, language):
    text = "".join(pieces)
    names = find_names(text, language)
    check_spans(text, names)
    assert compare_names(names, names, text, text).same


def test_decomposed_text_is_read_alike():
    text = "Ông Nguyễn Hữu Thắng đến Đà Nẵng"
    decomposed = unicodedata.normalize("NFD", text)
    assert [name.key for name in find_names(decomposed)] == [name.key for name in find_names(text)]


LONG = 200_000
HANG = 60
"""Seconds after which a text of this length can only have met a quadratic path; benchmarks/ measure the real time."""


@pytest.mark.parametrize("unit", ["A ", "A.", "NGUYỄN ", ".", "Hà Nội ", "1-A", "A-", "(Trump "])
@pytest.mark.timeout(HANG)
def test_long_hostile_texts_do_not_hang(unit):
    text = unit * (LONG // len(unit))
    names = find_names(text, "vi")
    check_spans(text, names)
    assert compare_names(names, names, text, text).same


def test_long_text_keeps_its_offsets():
    text = "Mưa to. Nguyễn Văn Long đến Hải Phòng.\n" * 3_000
    names = find_names(text)
    check_spans(text, names)
    assert len(names) == 6_000


def test_transcriptions():
    assert sound_alike("putin", "poutine")
    assert sound_alike("zelensky", "zelenskyy")
    assert not sound_alike("macron", "merkel")


@pytest.mark.parametrize("path", GAZETTEERS, ids=lambda path: path.stem)
def test_gazetteer_file(path):
    content = path.read_bytes()
    text = content.decode("utf-8")
    assert b"\r" not in content
    assert text == unicodedata.normalize("NFC", text)
    assert text.startswith("#")
    assert path.stem.partition("_")[0] in KINDS
    for cells in read_table(path):
        assert len(cells) in (2, 3), cells
        assert all(form.strip() and WORD.search(form) for cell in cells[:2] for form in cell.split(FORM_SEPARATOR)), (
            cells
        )


def test_gazetteers_do_not_contradict_one_another():
    """A Vietnamese form has one sure concept; more than one only where the rows share a French form or are not sure."""
    seen: dict[tuple[str, ...], list] = {}
    for row in read_gazetteer(PROFILES_FOLDER / "vi-fr" / "names"):
        for form in row.forms[0]:
            key = tuple(accented_form(word) + "^" * word[0].isupper() for word in WORD.findall(form))
            seen.setdefault(key, []).append(row)
    for form, known in seen.items():
        sure = [row for row in known if row.strength == STRONG]
        if len({row.concept for row in sure}) > 1:
            assert set.intersection(*({other.lower() for other in row.forms[1]} for row in sure)), (form, sure)


def test_gazetteers_are_generous():
    assert len(read_gazetteer(PROFILES_FOLDER / "vi-fr" / "names")) >= 1_500
