"""The yardsticks themselves: generated gold is sound, counts are right, the gate does what it says."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

# The checkout goes first: other distributions install a package called "benchmarks" as well.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from aligner import Lexicon, evaluate, get_profile
from benchmarks import cases, gate, lexicon, measures, perturb, score, splitters
from benchmarks.documents import LineDocument, cases_digest, read_line_folder, read_own_documents, read_own_gold
from benchmarks.isolation import isolated
from benchmarks.perturb import Rates

rates = st.floats(0.0, 0.9)


def numbered(name: str, lines: int) -> LineDocument:
    return LineDocument(name, tuple(f"v{name}{k}" for k in range(lines)), tuple(f"f{name}{k}" for k in range(lines)))


def line_numbers(segments, indices, document: str) -> set[int]:
    words = [word for index in indices for word in segments[index].split()]
    return {int(word[2:]) for word in words if word[1] == document}


@given(st.integers(1, 25), rates, rates, rates, st.integers(0, 10**6))
def test_generated_gold_is_what_the_lines_say(lines, drop, merge, insert, seed):
    rng = random.Random(seed)
    blocks = perturb.perturbed(numbered("a", lines), Rates(drop, merge, insert), rng)
    blocks = perturb.with_foreign_lines(blocks, [numbered("b", 30)], insert, rng)
    case = perturb.as_case("a", "mixed", blocks)
    assert sorted(i for bead in case.gold for i in bead[0]) == list(range(len(case.source)))
    assert sorted(j for bead in case.gold for j in bead[1]) == list(range(len(case.target)))
    sides = [(line_numbers(case.source, i, "a"), line_numbers(case.target, j, "a")) for i, j in case.gold]
    for number, (source, target) in enumerate(sides):
        others = set().union(*(one[1] for k, one in enumerate(sides) if k != number))
        assert not source & others, "lines that translate each other stand in one bead"
        assert not (case.gold[number][0] and case.gold[number][1]) or source & target, "a solid bead shares a line"
    used = [
        {word[2:] for text in side for word in text.split() if word[1] == "b"} for side in (case.source, case.target)
    ]
    assert not used[0] & used[1], "no foreign line has a counterpart"


@given(st.integers(2, 12), st.integers(0, 10**6))
def test_solid_beads_are_the_smallest(lines, seed):
    rng = random.Random(seed)
    case = perturb.as_case("a", "merged", perturb.perturbed(numbered("a", lines), Rates(merge=0.5), rng))
    for source, target in case.gold:
        left = line_numbers(case.source, source, "a")
        for cut in range(min(left) + 1, max(left) + 1):
            pieces = [
                line_numbers(side, [k], "a") for side, ks in ((case.source, source), (case.target, target)) for k in ks
            ]
            assert any(min(piece) < cut <= max(piece) for piece in pieces), "every line break in a bead is crossed"


def test_the_same_seed_makes_the_same_cases():
    documents = read_own_documents()[:3]
    assert cases_digest(perturb.make_cases(documents)) == cases_digest(perturb.make_cases(documents))
    assert cases_digest(perturb.make_cases(documents)) != cases_digest(perturb.make_cases(documents, seed=1))
    assert [case.condition for case in perturb.make_cases(documents)][-1] == "long"


def test_gold_scores_full_marks_against_itself():
    made = read_own_gold() + perturb.make_cases(read_own_documents()[:3])
    result = evaluate([list(case.gold) for case in made], [list(case.gold) for case in made])
    assert result.strict.f1 == result.lax.f1 == result.nulls.f1 == 1.0


def test_a_folder_of_unequal_files_is_refused(tmp_path):
    for name, text in (("vi.txt", "a\nb\n"), ("fr.txt", "A\n"), ("doc_ids.txt", "d\nd\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"1 in fr\.txt"):
        read_line_folder(tmp_path)


def test_interval_is_none_for_one_document_and_holds_the_figure():
    documents = [measures.Hits(k, 10, k, 10) for k in (6, 7, 8, 9, 10)]
    assert measures.f1_interval(documents[:1], seed=1) is None
    low, high = measures.f1_interval(documents, seed=1)
    assert 0.6 <= low < 0.8 < high <= 1.0
    assert measures.f1_interval(documents, seed=1) == [low, high]


def test_calibration_error_by_hand():
    probabilities, right = [0.2, 0.2, 1.0, 1.0], [False, False, True, False]
    assert measures.calibration_error(probabilities, right, bins=2) == pytest.approx((0.2 * 2 + 0.5 * 2) / 4)
    assert measures.calibration_error([], []) == 0.0
    assert measures.calibration_error([1.0, 0.0], [True, False]) == 0.0


def test_split_figures_count_cuts_and_whole_cases():
    case = cases.SplitCase("A b. C d. E.", ("A b.", "C d.", "E."))
    assert cases.split_figures(lambda text: ["A b. ", "C d. E."], [case]) == {
        "cases": 1, "exact": 0.0, "precision": 1.0, "recall": 0.5, "f1": 0.6667,
    }  # fmt: skip
    assert cases.split_figures(lambda text: list(case.sentences), [case])["exact"] == 1.0


def test_agreement_keeps_the_classes_apart():
    pairs = [cases.PairCase("a", "a", True), cases.PairCase("a", "b", False), cases.PairCase("a", "c", False)]
    always_same = cases.agreement(lambda source, target: True, pairs)
    assert (always_same["same_accepted"], always_same["different_caught"]) == (1.0, 0.0)


@given(st.text("aĐÀb.!? “”»\u00a0", max_size=30))
def test_the_plain_pattern_loses_nothing(text):
    assert "".join(splitters.plain_sentences(text)) == text


def test_the_plain_pattern_knows_vietnamese_capitals_and_quotes():
    assert len(splitters.plain_sentences("Mưa to. Đà Nẵng ngập. Ấp Bắc cũng vậy.")) == 3
    assert splitters.plain_sentences("“Mưa.” Ông về.") == ["“Mưa.” ", "Ông về."]


def measured(value: float, margin: float = 0.0, data: str = "x") -> gate.Measured:
    return gate.Measured({"split.vi": value}, {"split": data}, {"split.vi": margin})


def test_the_gate_names_a_fall_a_lost_floor_and_changed_data():
    assert gate.complaints(measured(0.9), measured(0.9)) == []
    assert gate.complaints(measured(0.9), measured(0.89, margin=0.02)) == []
    assert "below its floor 0.9000" in gate.complaints(measured(0.9), measured(0.8))[0]
    assert "data differ" in gate.complaints(measured(0.9), measured(0.9, data="y"))[0]
    assert "not measured any more" in gate.complaints(measured(0.9), gate.Measured({}, {}))[0]
    assert "has no floor" in gate.complaints(gate.Measured({}, {"split": "x"}), measured(0.9))[0]


def test_update_lowers_a_floor_only_when_told_to(tmp_path, capsys):
    path = tmp_path / "floors.json"

    def floor() -> float:
        return json.loads(path.read_text(encoding="utf-8"))["floors"]["split.vi"]

    assert gate.update(path, gate.read_floors(path), measured(0.8), allow_regression=False) == 0
    assert gate.update(path, gate.read_floors(path), measured(0.9), allow_regression=False) == 0
    assert floor() == 0.9
    assert gate.update(path, gate.read_floors(path), measured(0.7), allow_regression=False) == 1
    assert "nothing was written" in capsys.readouterr().err
    assert gate.update(path, gate.read_floors(path), measured(0.89, margin=0.02), allow_regression=False) == 0
    assert floor() == 0.9, "floors do not sink within the margin"
    assert gate.update(path, gate.read_floors(path), measured(0.7), allow_regression=True) == 0
    assert floor() == 0.7


def test_isolated_work_answers_or_says_why_not():
    done = isolated(abs, -3, seconds=60)
    assert (done.value, done.failure) == (3, None)
    assert done.peak_megabytes > 1
    assert "ValueError" in isolated(int, "x", seconds=60).failure
    import time

    assert "not done" in isolated(time.sleep, 60, seconds=0.2).failure


def test_the_other_aligners_find_a_clear_alignment():
    pytest.importorskip("nltk")
    pytest.importorskip("galechurch")
    from benchmarks.systems import other_systems

    source = ["a" * size for size in (40, 90, 60, 150, 30)]
    target = ["b" * size for size in (52, 117, 78, 195, 39)]
    for system in other_systems():
        assert system.align(source, target) == [((k,), (k,)) for k in range(5)], system.name


def test_the_ratio_is_given_to_galechurch_the_way_it_computes():
    galechurch = pytest.importorskip("galechurch")
    source = ["a" * size for size in (40, 90, 60, 150, 30)]
    target = ["b" * (3 * len(text) // 2) for text in source]
    costs = {ratio: galechurch.align(source, target, mean_xy=ratio).score for ratio in (1 / 1.5, 1.5)}
    assert costs[1 / 1.5] < costs[1.5]


def test_score_cases_count_right_kinds_and_false_alarms():
    made = [
        {"vi": "Xã có 79 hộ nghèo.", "fr": "La commune compte 79 foyers pauvres.", "ok": True, "errors": []},
        {"vi": "Xã có 79 hộ nghèo.", "fr": "La commune compte 97 foyers pauvres.", "ok": False, "errors": ["number"]},
        {"vi": "Xã có 79 hộ nghèo.", "fr": "La commune compte 97 foyers pauvres.", "ok": False, "errors": ["name"]},
        {"vi": "Xã có hộ nghèo.", "fr": "Xã có hộ nghèo.", "ok": False, "errors": ["wrong_language"]},
        {"vi": "Xã có 79 hộ.", "fr": "La commune compte 80 foyers.", "ok": True, "errors": [], "doubtful": True},
    ]
    assert score.case_figures(made) == {"bad": 3, "found": 2, "good": 1, "flagged": 0, "auc": 1.0}


def test_score_weighs_damage_by_the_prior():
    rated = score.rated({"ok": np.full(4, 0.9), "number": np.full(2, 0.1), "name": np.full(6, 0.1)})
    assert rated.weights[rated.good == 1].sum() == pytest.approx(0.9)
    assert rated.weights[:4].sum() == pytest.approx(9 * rated.weights[4:].sum())
    assert rated.weights[4:6].sum() == pytest.approx(rated.weights[6:].sum())


def test_lexicon_coverage_counts_content_words_alone():
    known = Lexicon(("vi", "fr"), {"mưa lớn": ("forte pluie",)})
    vietnamese = [*lexicon.known_words("Mưa lớn ở Huế ngày 14/3, bão tan.", get_profile("vi"), known)]
    assert vietnamese == [True, True, False, False], "mưa lớn is known, bão and tan are not; the rest is not content"
    french = [*lexicon.known_words("De fortes pluies et un orage à Hué.", get_profile("fr"), known)]
    assert french == [True, True, False]
