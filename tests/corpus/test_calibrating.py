"""The quality refitted from verdicts: what is recovered, how far few verdicts move it, which count, the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from aligner import ScoreConfig
from aligner.scoring.model import LEAST_PROBABILITY, Calibration, log_odds_of
from corpus.reviewing.calibrating import (
    LEAST_OF_EACH,
    LEAST_SLOPE,
    LEAST_VERDICTS,
    Judged,
    TooFewVerdictsError,
    check_enough,
    cross_validated,
    fit_line,
)
from corpus.reviewing.calibration import Recalibration, Reliability, corrected, undone
from corpus.reviewing.calibration_file import CalibrationError, load_calibration, save_calibration, scoring_digest
from corpus.reviewing.judging import CorpusPair, evidence
from corpus.reviewing.records import Decision, Outcome, Part, Piece

TRUTH = Calibration(0.6, -0.4)
"""The miscalibration that the simulations hide: the quality is too sure of itself."""
SHIPPED = Calibration(1.0, 0.0)


def simulated(count: int, seed: int, *, sampled: bool = True, truth: Calibration = TRUTH) -> list[Judged]:
    """Verdicts on pairs whose quality lies as that of a good corpus does; the truth is another one."""
    generator = np.random.default_rng(seed)
    qualities = np.clip(generator.beta(6.0, 0.6, count), 0.36, 0.9975)
    good = generator.random(count) < [corrected(truth, quality) for quality in qualities]
    return [
        Judged(float(quality), bool(right), f"pages {number % 40}", sampled)
        for number, (quality, right) in enumerate(zip(qualities, good, strict=True))
    ]


def pivot(judged: list[Judged]) -> float:
    return float(np.mean([log_odds_of(one.quality) for one in judged]))


def farthest(line: Calibration, other: Calibration, qualities: tuple[float, ...] = (0.5, 0.7, 0.8, 0.9, 0.97)) -> float:
    """The most that two corrections differ by, in quality."""
    return max(abs(corrected(line, quality) - corrected(other, quality)) for quality in qualities)


@pytest.mark.parametrize("truth", [TRUTH, Calibration(1.3, 0.3), Calibration(0.8, -1.0), SHIPPED])
def test_a_known_miscalibration_is_recovered(truth: Calibration) -> None:
    judged = simulated(6_000, 3, truth=truth)
    assert farthest(fit_line(judged, pivot(judged)), truth) < 0.04


def test_the_figures_on_unseen_verdicts_show_the_gain_and_no_gain() -> None:
    judged = simulated(1_500, 4)
    table = cross_validated(judged, pivot(judged))
    assert table.sample
    assert table.error_before > 0.08
    assert table.error_after < 0.04
    assert sum(one.verdicts for one in table.bins) == len(judged)
    right = simulated(1_500, 4, truth=SHIPPED)
    table = cross_validated(right, pivot(right))
    assert abs(table.error_after - table.error_before) < 0.015


@pytest.mark.parametrize("seed", range(5))
def test_ten_verdicts_move_little_and_more_move_more(seed: int) -> None:
    corpus = simulated(3_000, seed)
    moved = []
    for count in (10, 100, 3_000):
        line = fit_line(corpus[:count], pivot(corpus))
        moved.append(float(np.mean([abs(corrected(line, one.quality) - one.quality) for one in corpus])))
    assert fit_line([], pivot(corpus)) == SHIPPED
    assert moved[0] < 0.05
    assert moved[0] < moved[1] < moved[2]
    assert moved[2] > 0.1


def test_the_worst_first_and_what_stands_out_do_not_lead_astray() -> None:
    # A queue judged in order, and elsewhere only what is wrong: nearly all that is bad at high quality, nothing good.
    everything = simulated(20_000, 6, sampled=False)
    chosen = [one for one in everything if one.quality < 0.8 or not one.good][:1_500]
    assert abs(fit_line(chosen, 3.0).slope - TRUTH.slope) < 0.2
    sample = simulated(1_000, 5)
    alone, both = fit_line(sample, pivot(sample)), fit_line(sample + chosen, pivot(sample))
    assert farthest(both, alone) < 0.02
    assert farthest(both, TRUTH) < 0.05


def test_a_queue_moves_no_level() -> None:
    bad = [Judged(0.9, False, str(number)) for number in range(50)]
    line = fit_line(bad, log_odds_of(0.9))
    assert corrected(line, 0.9) == pytest.approx(0.9, abs=1e-4)


def test_the_sample_speaks_for_the_corpus_by_its_weights() -> None:
    # Half of the judged pairs are from a small stratum that is mostly bad.
    judged = [Judged(0.9, number % 10 != 0, str(number), True, 20.0) for number in range(400)]
    judged += [Judged(0.9, number % 10 == 0, str(number), True, 1.0) for number in range(400)]
    line = fit_line(judged, log_odds_of(0.9))
    assert corrected(line, 0.9) == pytest.approx((0.9 * 20 + 0.1) / 21, abs=0.02)


def test_the_order_of_the_pairs_is_never_turned_round() -> None:
    wrong = [Judged(0.5 + number / 2_000, number < 500, str(number), True) for number in range(990)]
    assert fit_line(wrong, 2.0).slope == LEAST_SLOPE


@given(
    st.lists(
        st.builds(
            Judged,
            st.floats(0, 1),
            st.booleans(),
            st.sampled_from("abcdefg"),
            st.booleans(),
            st.floats(0.01, 1_000),
        ),
        max_size=60,
    ),
    st.floats(-5, 8),
)
def test_any_verdicts_give_a_usable_line(judged: list[Judged], middle: float) -> None:
    line = fit_line(judged, middle)
    assert LEAST_SLOPE <= line.slope < 10
    assert 0 <= corrected(line, 0.5) <= 1
    assert fit_line(judged, middle) == line
    if judged:
        table = cross_validated(judged, middle)
        assert 0 <= table.error_before <= 1
        assert 0 <= table.error_after <= 1


@given(st.floats(0.001, 0.999), st.floats(0.2, 3), st.floats(-3, 3))
def test_a_correction_can_be_taken_back(quality: float, slope: float, shift: float) -> None:
    line = Calibration(slope, shift)
    changed = corrected(line, quality)
    assume(LEAST_PROBABILITY < changed < 1 - LEAST_PROBABILITY)  # log odds end there
    assert undone(line, changed) == pytest.approx(quality, abs=1e-6)


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        (10, 9, f"{LEAST_VERDICTS - 19} more"),
        (60, 0, f"{LEAST_OF_EACH} more bad"),
        (2, 60, f"{LEAST_OF_EACH - 2} more good"),
    ],
)
def test_too_few_verdicts_say_how_many_more(good: int, bad: int, said: str) -> None:
    with pytest.raises(TooFewVerdictsError, match=said):
        check_enough([True] * good + [False] * bad)


def piece(source: str, target: str) -> Piece:
    return Piece((Part(0, len(source), source),), (Part(0, len(target), target),))


def decision(verdict: str, *texts: tuple[str, str], blind: bool = False, **given: Any) -> Decision:
    pieces = tuple(piece(*one) for one in texts)
    edited = given.get("edited")
    after = tuple(Outcome(one, given.get("status", "accepted"), edited) for one in pieces)
    return Decision(given.get("id", "a"), "Anna", "2026-03-04T05:06:07Z", verdict, ("v", "f"), pieces, after, "", blind)


def test_what_each_verdict_says() -> None:
    texts = [(f"câu {number}", f"phrase {number}") for number in range(9)]
    pairs = [CorpusPair(f"p{number}", one, "pages", 0.9, False, True, True) for number, one in enumerate(texts)]
    decisions = [
        decision("accept", texts[0]),
        decision("reject", texts[1]),
        decision("edit", texts[2], edited=("câu", "phrase")),
        decision("edit", texts[3]),
        decision("swap", texts[4], texts[5]),
        decision("merge", texts[6], texts[7]),
        decision("reject", texts[8]),
        decision("accept", texts[8]),
        decision("accept", ("câu lạ", "phrase inconnue")),
    ]
    found = evidence(decisions, pairs)
    assert [one.good for one in found.judged] == [True, False, False, True, False, False, True]
    assert (found.gone, found.date) == (1, "2026-03-04")


def test_a_sample_verdict_outweighs_the_queue_and_people_s_words_are_no_evidence() -> None:
    texts = [(f"câu {number}", f"phrase {number}") for number in range(4)]
    pairs = [
        CorpusPair("a", texts[0], "pages", 0.9, False, True, True),
        CorpusPair("b", texts[1], "pages", 0.9, False, True, True),
        CorpusPair("c", texts[2], "pages", 0.9, False, True, True, made=True),
        CorpusPair("d", texts[3], "pages", 0.3, False, False, False),
    ]
    decisions = [
        decision("accept", texts[0], blind=True),
        decision("reject", texts[0]),
        decision("accept", texts[2]),
        decision("reject", texts[3], blind=True),
    ]
    found = evidence(decisions, pairs).judged
    assert [(one.quality, one.good, one.sampled, one.weight) for one in found] == [
        (0.9, True, True, 3.0),
        (0.3, False, False, 1.0),
    ]


def found_for(line: Calibration) -> Recalibration:
    digest = scoring_digest(ScoreConfig())
    return Recalibration(
        line.slope, line.shift, 0.9, 40, 30, 0, "2026-01-02", digest, Reliability(False, 0.1, 0.05, ())
    )


def test_the_file_is_read_back_and_others_are_refused(tmp_path: Path) -> None:
    assert load_calibration(tmp_path, ScoreConfig()) is None
    path = save_calibration(tmp_path, found_for(TRUTH))
    assert load_calibration(tmp_path, ScoreConfig()) == found_for(TRUTH)
    text = path.read_text(encoding="utf-8")
    for wrong in ("", "slope = ", text.replace("slope = 0.6", "slope = -1.0"), text.replace("0.6", '"x"'), "\0"):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(CalibrationError, match="delete it"):
            load_calibration(tmp_path, ScoreConfig())
    path.write_text(text.replace(scoring_digest(ScoreConfig()), "0" * 16), encoding="utf-8")
    with pytest.raises(CalibrationError, match="another scoring model"):
        load_calibration(tmp_path, ScoreConfig())
