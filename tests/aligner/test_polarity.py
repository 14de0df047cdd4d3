"""Polarity: which denials count, which words are opposites, what the data promise, and that looking first whether two
texts can differ at all hides no fault."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.lexicon import Lexicon, shipped_lexicon
from aligner.profiles import LanguageProfile, get_profile
from aligner.scoring.polarity import Fault, judge_polarity
from aligner.scoring.polarity.antonyms import may_turn
from aligner.scoring.polarity.book import GROUPS, CueBook, cue_book, facing_scales, may_deny, traits
from aligner.scoring.polarity.cues import find_cues
from aligner.scoring.polarity.denials import candidates
from aligner.scoring.reading import PairReading, TextReading, read_pairs

CASES = json.loads((Path(__file__).parents[1] / "cases" / "score.json").read_text(encoding="utf-8"))
CODES = ("vi", "fr")
EVERY_SCALE = (1 << 1200) - 1
SENTENCE = """
không chưa chẳng đừng từ chối tăng giảm trước sau giá gạo xã . , ?
"""
PHRASE = """
ne n' pas plus de jamais aucun personne que refuse sans augmente baisse avant prix riz . , ?
"""
WORDS, MOTS = SENTENCE.split(), PHRASE.split()


def read_pair(source: str, target: str, profiles: tuple[LanguageProfile, LanguageProfile]) -> PairReading:
    return read_pairs([(source, target)], profiles)[0]


def faults(source: str, target: str, lexicon: Lexicon | None = None) -> tuple[Fault, ...]:
    profiles = get_profile("vi"), get_profile("fr")
    return judge_polarity(read_pair(source, target, profiles), lexicon or shipped_lexicon(CODES)).denials


def book(code: str) -> CueBook:
    found = cue_book(get_profile(code))
    assert found is not None
    return found


def entries(code: str) -> list[tuple[str, str]]:
    """Every phrase of a language's file with its list's name."""
    data = get_profile(code).settings("polarity.toml")
    lists = {group: data.get(group, ()) for group in GROUPS}
    lists |= {f"{scale}.{end}": poles[end] for scale, poles in data["antonyms"].items() for end in "ab"}
    return [(name, phrase) for name, phrases in lists.items() for phrase in phrases]


@pytest.mark.parametrize("code", CODES)
def test_data_are_written_as_texts_are_read(code):
    for name, phrase in entries(code):
        assert phrase == unicodedata.normalize("NFC", phrase.lower().strip()), name
        assert "'" not in phrase
        assert "’" not in phrase


@pytest.mark.parametrize("code", CODES)
def test_no_phrase_stands_at_both_ends_of_a_scale_or_twice_in_a_list(code):
    data = get_profile(code).settings("polarity.toml")
    for scale, poles in data["antonyms"].items():
        assert not set(poles["a"]) & set(poles["b"]), scale
    listed = entries(code)
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("code", CODES)
def test_lists_that_name_scales_and_negators_name_known_ones(code):
    data = get_profile(code).settings("polarity.toml")
    assert set(data.get("anchored", ())) | set(data.get("converse", ())) <= set(data["antonyms"])
    for key in ("bare", "subjects", "excepted", "final"):
        assert set(data.get(key, ())) <= set(data["negators"])


@pytest.mark.parametrize("code", CODES)
def test_every_phrase_is_found_where_it_stands(code):
    profile = get_profile(code)
    for name, phrase in entries(code):
        reading = read_pair(phrase, "", (profile, profile)).source
        size, cue = book(code).cue_at(reading.texts, 0)
        assert size == len(reading.texts), phrase
        assert name in cue.groups or tuple(name.split(".")) in cue.ends, (name, phrase)
        assert traits(reading.texts, book(code)), phrase


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Giá gạo không tăng.", "Le prix du riz augmente."),
        ("Bệnh viện chưa tiếp nhận bệnh nhân.", "L'hôpital a déjà reçu des patients."),
        ("Xã không xây cầu, huyện xây trường học.", "La commune construit un pont, le district une école."),
        ("Xã không mua xe vì thiếu tiền và thiếu xăng.", "La commune achète une voiture, et manque d'argent."),
    ],
)
def test_a_lost_denial_is_shown_in_the_source(source, target):
    (fault,) = faults(source, target)
    assert not fault.target_spans
    ((start, end),) = fault.source_spans
    assert source[start:end].split()[0].lower() in {"không", "chưa"}
    assert source[start:end] in fault.detail


@pytest.mark.parametrize(
    "target",
    [
        "La commune n'a pas construit de pont.",
        "La commune ne construira jamais de pont.",
        "La commune ne construit plus de pont.",
        "Personne n'a construit de pont dans la commune.",
    ],
)
def test_an_added_denial_is_shown_in_the_target(target):
    (fault,) = faults("Xã đã xây cầu.", target)
    assert not fault.source_spans
    ((start, end),) = fault.target_spans
    assert "n" in target[start:end].lower()
    assert target[start:end] in fault.detail


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Xã có xây cầu không?", "La commune construit-elle un pont ?"),
        ("Sau bão số 3, hơn 640 ha bần đã xanh.", "Après le typhon n° 3, plus de 640 ha de palétuviers ont reverdi."),
        ("Xã chỉ xây cầu.", "La commune ne construit qu'un pont."),
        ("Xã chỉ còn xây cầu.", "La commune ne construit plus qu'un pont."),
        ("Hãy xây cầu trước khi trời mưa.", "Construisez le pont avant qu'il ne pleuve."),
        ("Chúng tôi không thể không xây cầu.", "Nous devons construire un pont."),
        ("Không quân xây cầu.", "L'armée de l'air construit un pont."),
        ("Một người đã xây cầu.", "Une personne a construit un pont."),
        ("Xã không xây cầu, không xây chợ.", "La commune ne construit ni pont ni marché."),
        ("Xã từ chối xây cầu.", "La commune n'a pas voulu construire le pont."),
        ("Xã không muốn xây cầu.", "La commune refuse de construire le pont."),
        ("Loại vé này không phù hợp.", "Ce type de billet est inapproprié."),
    ],
)
def test_other_ways_to_say_the_same_are_no_fault(source, target):
    assert not faults(source, target)


@pytest.mark.parametrize(
    ("source", "right", "wrong"),
    [
        ("Giá gạo tăng.", "Le prix du riz augmente.", "Le prix du riz baisse."),
        ("Đường này an toàn.", "Cette route est sûre.", "Cette route est dangereuse."),
        ("Xe này rẻ.", "Cette voiture est moins chère.", "Cette voiture est chère."),
        ("Xuất khẩu gạo tăng, nhập khẩu giảm.", "L'exportation de riz augmente, l'importation baisse.",
         "L'exportation de riz baisse, l'importation baisse."),
        ("Nộp đơn trước ngày 15/8.", "Déposez la demande avant le 15 août.", "Déposez la demande après le 15 août."),
        ("Công ty bán gạo cho một quỹ Nhật Bản.", "Un fonds japonais a acheté du riz à l'entreprise.",
         "L'entreprise a acheté du riz à un fonds japonais."),
    ],
)  # fmt: skip
def test_an_opposite_is_told_from_a_faithful_wording(source, right, wrong):
    assert not faults(source, right)
    (fault,) = faults(source, wrong)
    assert fault.source_spans
    assert fault.target_spans


def test_an_opposite_end_that_other_words_explain_is_no_fault():
    assert not faults("Giá gạo tăng vì nguồn cung giảm.", "L'offre baisse et le prix du riz augmente.")
    assert not faults("Giá gạo không tăng.", "Le prix du riz baisse.")


def test_a_denial_told_by_the_opposite_is_no_fault():
    assert not faults("Giá xe không rẻ.", "Le prix de la voiture est élevé, elle est chère.")


def test_without_data_or_lexicon_nothing_is_said():
    und, vi, fr = map(get_profile, ("und", "vi", "fr"))
    pair = "Giá gạo không tăng.", "Le prix du riz augmente."
    for profiles in ((und, fr), (vi, und), (und, und)):
        assert not judge_polarity(read_pair(*pair, profiles), shipped_lexicon(CODES)).denials
    assert not judge_polarity(read_pair(*pair, (vi, fr)), None).denials


def test_a_word_that_the_lexicon_lacks_proves_nothing():
    small = Lexicon(CODES, {"gạo": ("riz",)})
    assert faults("Giá gạo không tăng.", "Le prix du riz augmente.")
    assert not faults("Giá gạo không tăng.", "Le prix du riz augmente.", small)


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_the_first_look_hides_nothing(case):
    pair = read_pair(case["vi"], case["fr"], (get_profile("vi"), get_profile("fr")))
    _assert_first_look_is_right(pair.source, pair.target)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=12), st.lists(st.sampled_from(MOTS), max_size=12))
def test_any_order_of_cues_is_judged(source, target):
    left, right = " ".join(source), " ".join(target)
    pair = read_pair(left, right, (get_profile("vi"), get_profile("fr")))
    _assert_first_look_is_right(pair.source, pair.target)
    for fault in judge_polarity(pair, shipped_lexicon(CODES)).denials:
        assert fault.source_spans or fault.target_spans
        assert all(0 <= start < end <= len(left) for start, end in fault.source_spans)
        assert all(0 <= start < end <= len(right) for start, end in fault.target_spans)


def _assert_first_look_is_right(source: TextReading, target: TextReading) -> None:
    """What is found with every scale is found with those that may face each other, and not without a reason."""
    both = traits(source.texts, book("vi")), traits(target.texts, book("fr"))
    here, there = find_cues(source, book("vi"), EVERY_SCALE), find_cues(target, book("fr"), EVERY_SCALE)
    if candidates(here, there) or candidates(there, here):
        assert may_deny(*both)
    if may_turn(here, there):
        scales = facing_scales(*both)
        assert may_turn(find_cues(source, book("vi"), scales), find_cues(target, book("fr"), scales))
