"""Scores of pairs: the cases, what flags and features promise, the document around a bead, and that no text is an
error."""

from __future__ import annotations

import json
import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.alignment import align
from aligner.datatypes import FLAG_KINDS, Alignment, Bead, Sentence
from aligner.profiles import get_profile
from aligner.score import ScoreConfig, score_alignment, score_pair
from aligner.scoring.content import heaviest_stretch
from aligner.scoring.features import FEATURES
from aligner.scoring.gates import needed_strings
from aligner.scoring.model import Aspect, Calibration, at_prior, gain_of, load_model, reliability

CASES = json.loads((Path(__file__).parents[1] / "cases" / "score.json").read_text(encoding="utf-8"))
GOOD = [case for case in CASES if not case["flags"]]
BAD = [case for case in CASES if case["flags"]]
COLUMNS = ("length", "numbers", "names", "lexical")
ODD_TEXTS = [
    "",
    " ",
    "\x00",
    "\ud800 Hà Nội \udfff",
    "9" * 10_000,
    "." * 10_000,
    "« " * 5_000,
    "ne pas " * 2_000,
    "không " * 3_000,
    "a a " * 3_000,
    "<" * 5_000,
    "![" * 5_000,
    "\u0301\u0301",
    "中文 " * 2_000,
    "🇻🇳🇫🇷",
]
SECONDS_ALLOWED = 5.0
"""For a text of a million letters; a method that is not linear takes minutes."""


def kinds(source: str, target: str) -> set[str]:
    return {flag.kind for flag in score_pair(source, target).flags}


def by_label(cases: list[dict]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=[case["label"] for case in cases])


def document(source: list[str], target: list[str], beads: list[tuple[range, range]]) -> Alignment:
    sides = [
        tuple(Sentence(text, 0, len(text), number) for number, text in enumerate(side)) for side in (source, target)
    ]
    return Alignment(sides[0], sides[1], tuple(Bead(left, right, 1.0) for left, right in beads))


def test_there_are_enough_cases_and_each_is_said_once():
    assert len(CASES) >= 120
    assert len({case["label"] for case in CASES}) == len(CASES)
    assert len({(case["vi"], case["fr"]) for case in CASES}) == len(CASES)
    assert {kind for case in BAD for kind in case["flags"]} == set(FLAG_KINDS)


@by_label(GOOD)
def test_good_pair_has_no_flag(case):
    score = score_pair(case["vi"], case["fr"])
    assert not score.flags, score.explain()
    assert score.quality > 0.5, score.explain()


@by_label(BAD)
def test_bad_pair_is_flagged(case):
    score = score_pair(case["vi"], case["fr"])
    assert {flag.kind for flag in score.flags} & set(case["flags"]), score.explain()


def test_good_pairs_score_above_bad_ones():
    good = [score_pair(case["vi"], case["fr"]).quality for case in GOOD]
    bad = [score_pair(case["vi"], case["fr"]).quality for case in BAD]
    won = sum(high > low for high in good for low in bad) / (len(good) * len(bad))
    assert won > 0.95


@by_label(CASES)
def test_features_and_flags_keep_their_promises(case):
    score = score_pair(case["vi"], case["fr"])
    assert list(score.features) == list(FEATURES)
    assert set(COLUMNS) <= set(score.features)
    assert all(0.0 <= value <= 1.0 for value in score.features.values())
    assert 0.0 <= score.quality <= 1.0
    places = [FLAG_KINDS.index(flag.kind) for flag in score.flags]
    assert places == sorted(places)
    for flag in score.flags:
        assert flag.detail
        assert flag.source_spans or flag.target_spans
        assert all(0 <= start < end <= len(case["vi"]) for start, end in flag.source_spans)
        assert all(0 <= start < end <= len(case["fr"]) for start, end in flag.target_spans)


def test_explanation_shows_quality_features_and_faults():
    text = score_pair("Xã có 145 hộ.", "La commune compte 154 foyers.").explain()
    assert "quality" in text
    assert "145" in text
    assert "154" in text


def test_lost_figure_alone_is_no_omission():
    assert kinds("Xã có 145 hộ nghèo.", "La commune compte des foyers pauvres.") == {"number"}


def test_omission_names_the_words_that_were_lost():
    source = "Bà kể rằng hồi nhỏ nhà nghèo, phải đi chăn trâu thuê, tối về học chữ dưới ánh đèn dầu."
    score = score_pair(source, "Elle raconte que dans son enfance sa famille était pauvre.")
    omission = next(flag for flag in score.flags if flag.kind == "omission")
    assert any("trâu" in source[start:end] for start, end in omission.source_spans)


def test_two_content_words_are_neither_omitted_nor_unrelated():
    assert not kinds("Trời mưa.", "Bonjour.") & {"omission", "unrelated"}


@pytest.mark.parametrize("source", ODD_TEXTS)
@pytest.mark.parametrize("target", ["", "Le pont est ouvert.", ODD_TEXTS[3]])
@pytest.mark.parametrize("languages", [("vi", "fr"), ("und", "und"), ("und", "fr")])
def test_no_text_is_an_error(source, target, languages):
    for pair in ((source, target), (target, source), (source, source)):
        score = score_pair(*pair, languages=languages)
        assert 0.0 <= score.quality <= 1.0


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_is_scored(source, target):
    score = score_pair(source, target)
    assert 0.0 <= score.quality <= 1.0
    assert all(0.0 <= value <= 1.0 for value in score.features.values())


@pytest.mark.parametrize("unit", ["a", ".", "1", "« ", "ne pas ", "không ", "<p", "![](", "_", "|"])
def test_long_texts_take_linear_time(unit):
    text = unit * (1_000_000 // len(unit))
    start = time.perf_counter()
    score_pair(text, text)
    assert time.perf_counter() - start < SECONDS_ALLOWED


def test_text_against_none_is_worthless_and_none_against_none_is_not():
    assert score_pair("Trời mưa to.", "").quality < 0.01
    assert score_pair("", "Il pleut fort.").quality < 0.01
    assert score_pair("", "").quality > 0.5


def test_without_a_lexicon_words_say_nothing():
    score = score_pair("Der Hund schläft 3 Stunden.", "Le chien dort 3 heures.", languages=("und", "und"))
    assert score.features["lexical"] == 1.0
    assert not score.flags
    assert {flag.kind for flag in score_pair("x 12", "x 21", languages=("und", "und")).flags} == {"number"}


def test_wrong_arguments_are_named():
    with pytest.raises(TypeError, match="target"):
        score_pair("a", None)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="xx"):
        score_pair("a", "b", languages=("vi", "xx"))


def test_a_figure_in_the_next_bead_is_not_missing():
    beads = [(range(0, 1), range(0, 1)), (range(1, 2), range(1, 2))]
    source = ["Xã có 145 hộ nghèo.", "Năm nay, xã xây thêm trường học mới."]
    moved = ["La commune compte des foyers pauvres.", "Ils sont 145, et cette année la commune construit une école."]
    lost = ["La commune compte des foyers pauvres.", "Cette année, la commune construit une école."]
    for target, expected in ((moved, False), (lost, True)):
        found = {flag.kind for pair in score_alignment(document(source, target, beads)) for flag in pair.flags}
        assert ("number" in found) == expected


def test_a_target_of_another_bead_is_a_repetition():
    beads = [(range(place, place + 1), range(place, place + 1)) for place in range(2)]
    source = ["Nông dân thu hoạch lúa sớm.", "Nông dân gieo lúa vụ mới."]
    target = ["Les agriculteurs récoltent le riz en avance."] * 2
    first, second = score_alignment(document(source, target, beads))
    assert "repetition" not in {flag.kind for flag in first.flags}
    assert "repetition" in {flag.kind for flag in second.flags}


def test_a_changed_name_shows_its_spelling_elsewhere():
    beads = [(range(place, place + 1), range(place, place + 1)) for place in range(2)]
    source = ["Ông Lê Văn Hạnh phát biểu.", "Ông Lê Văn Hạnh cảm ơn bà con."]
    target = ["M. Le Van Hanh a pris la parole.", "M. Le Van Thanh a remercié les habitants."]
    _, second = score_alignment(document(source, target, beads))
    assert any(flag.kind == "name" and "elsewhere Le Van Hanh" in flag.detail for flag in second.flags)


def test_alignment_is_scored_bead_by_bead():
    alignment = align("Trời mưa to.\nCầu dài 50 m.", "Il pleut fort.\nLe pont mesure 50 m.")
    pairs = list(score_alignment(alignment))
    assert [pair.bead for pair in pairs] == [bead for bead in alignment if not bead.is_null]
    for pair in pairs:
        assert pair.source == alignment.source_text(pair.bead)
        assert pair.target == alignment.target_text(pair.bead)


def test_model_uses_known_features_and_only_speaks_against():
    model = load_model()
    for aspect in (model.related, model.faithful):
        assert set(aspect.weights) <= set(FEATURES)
        assert all(weight >= 0 for weight in aspect.weights.values())
        assert aspect.probability(dict.fromkeys(FEATURES, 1.0)) > 0.9
        assert aspect.probability(dict.fromkeys(FEATURES, 0.0)) < 0.1
    assert ScoreConfig().model == model


def test_aspect_falls_with_every_fault():
    aspect = Aspect(1.0, {"length": 2.0})
    values = [aspect.probability({"length": share / 10}) for share in range(11)]
    assert all(low < high for low, high in pairwise(values))


def test_reliability_table_is_published_and_good():
    table = reliability()
    assert len(table.bins) == 15
    assert table.prior == load_model().prior == 0.9
    assert table.error <= 0.03
    assert all(0.0 <= one.quality <= 1.0 and 0.0 <= one.good <= 1.0 and one.pairs > 0 for one in table.bins)
    assert [one.quality for one in table.bins] == sorted(one.quality for one in table.bins)


def test_another_prior_moves_the_odds_and_back():
    for quality in (0.01, 0.5, 0.9, 0.999):
        lower = at_prior(quality, 0.5)
        assert lower < quality
        assert at_prior(lower, load_model().prior, fitted=0.5) == pytest.approx(quality)
    with pytest.raises(ValueError, match="prior"):
        at_prior(0.5, 1.0)


def test_calibration_keeps_the_order_at_the_ends_too():
    values = [Calibration(0.9, -0.1).log_odds(probability) for probability in (0.0, 1e-5, 0.5, 1.0 - 1e-5, 1.0)]
    assert all(low < high for low, high in pairwise(values))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Cinq personnes ont été blessées.", "Trois personnes ont été blessées."),
        ("5 personnes ont été blessées.", "3 personnes ont été blessées."),
    ],
)
def test_a_changed_numeral_counts_as_a_changed_figure(right, wrong):
    good, bad = (score_pair("Năm người bị thương.", target) for target in (right, wrong))
    assert good.features["numbers_true"] == 1.0
    assert bad.features["numbers_true"] < 0.1
    assert bad.quality < good.quality - 0.2


def test_an_added_denial_among_found_words_is_flagged():
    source = "Công ty mở thêm hai nhà máy ở Hải Phòng."
    assert "negation" in kinds(source, "L'entreprise n'ouvre pas deux nouvelles usines à Hai Phong.")
    assert "negation" not in kinds(source, "L'entreprise ouvre deux nouvelles usines à Hai Phong.")


def test_a_doubtful_denial_lowers_polarity_without_a_flag():
    score = score_pair("Trời mưa to.", "Il ne fait vraiment pas beau.")
    assert 0.0 < score.features["polarity"] < 1.0
    assert "negation" not in {flag.kind for flag in score.flags}


def test_gains_are_evidence_in_the_right_direction():
    gain = gain_of(0.8, 0.1)
    assert gain.found > 0 > gain.lost
    assert gain_of(1.0, 0.0).found < 10


def test_heaviest_stretch_equals_the_naive_search():
    weights = [0.5, -1.0, 2.0, -0.5, 1.0, -3.0, 1.5]
    naive = max(sum(weights[start:stop]) for start in range(len(weights)) for stop in range(start, len(weights) + 1))
    assert heaviest_stretch(weights).weight == pytest.approx(naive)


@pytest.mark.parametrize("code", ["vi", "fr"])
def test_polarity_data_names_the_same_scales(code):
    settings_ = get_profile(code).settings("polarity.toml")
    other = get_profile("fr" if code == "vi" else "vi").settings("polarity.toml")
    assert set(settings_["antonyms"]) == set(other["antonyms"])
    assert all(set(poles) == {"a", "b"} and all(poles.values()) for poles in settings_["antonyms"].values())


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"ab?cd", "acd"),
        (r"(?:Read|Voir)? ?more", "more"),
        (r"\bx{0,3}yz|<(?!br)\w+>", "<p>"),
        (r"[([]{2}\d+(?:\)|\])", "([12)"),
        (r"No (?:data|results?)\b", "No result"),
    ],
)
def test_a_match_holds_one_of_the_needed_strings(pattern, text):
    signs = needed_strings(pattern)
    assert re.search(pattern, text)
    assert not signs or any(sign in text for sign in signs)
