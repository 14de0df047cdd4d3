"""Line breaks as evidence, and that lists of segments have none."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from aligner import AlignConfig, Lexicon, Sentence, align, split_sentences
from aligner.paragraphs import ParagraphConfig, paragraph_evidence, start_table

GOLD = Path(__file__).parents[1] / "gold" / "sample"
CONFIG = ParagraphConfig(kept=0.5, inside=0.05)


def sentences(paragraphs: list[int]) -> list[Sentence]:
    return [Sentence("x y z.", 0, 6, paragraph) for paragraph in paragraphs]


def test_breaks_everywhere_or_nowhere_say_nothing() -> None:
    some = np.array([True, False, True, False])
    every, first = np.ones(4, dtype=bool), np.array([True, False, False, False])
    assert paragraph_evidence(every, every, CONFIG) is None
    assert paragraph_evidence(None, some, CONFIG) is None
    beside_a_list = paragraph_evidence(some, every, CONFIG)
    assert beside_a_list is not None
    assert not beside_a_list.starts.any()
    assert not beside_a_list.joints[1].any()
    assert abs(start_table(first.mean(), 0.5, 0.5)[0, 0]) < 0.2


@pytest.mark.parametrize("rates", [(0.0, 0.5), (0.5, 0.0), (0.0, 1.0), (0.3, 0.3), (1e-9, 1.0 - 1e-9), (0.999, 0.001)])
@pytest.mark.parametrize("kept", [0.0, 0.5, 1.0 - 1e-12])
def test_any_rates_give_finite_evidence(rates: tuple[float, float], kept: float) -> None:
    assert np.isfinite(start_table(*rates, kept)).all()


def test_a_window_may_stand_inside_one_paragraph() -> None:
    source = "\n".join(["0", "0", "Mưa. " * 40, "Mưa. " * 40])
    target = "\n".join(["0", "0", *["Mưa. " * 40] * 3])
    alignment = align(source, target)
    assert sum(len(bead.source) for bead in alignment) == len(alignment.source)


def test_a_joint_that_breaks_is_no_bead() -> None:
    said = paragraph_evidence(np.array([True, True, False, True]), np.array([True, False, True]), CONFIG)
    assert said is not None
    scores = said.of_types(np.array([1, 2, 1, 0]), np.array([1, 1, 2, 1]))
    assert scores[0, 0, 0] > 0.0 > scores[0, 0, 1]
    assert scores[1, 0, 0] < scores[0, 0, 0] < scores[1, 1, 0]
    assert scores[2, 0, 0] > scores[2, 0, 1] + 1.0
    assert not scores[3].any()
    places = np.array([0, 1]), np.array([0, 0])
    both = said.of_beads(places, (np.array([2, 2]), np.array([1, 1])))
    assert both == pytest.approx([scores[1, 0, 0], scores[1, 1, 0]])


def test_the_two_sides_may_change_places() -> None:
    source, target = np.array([True, False, True, True, False]), np.array([True, False, False, True])
    one, other = paragraph_evidence(source, target, CONFIG), paragraph_evidence(target, source, CONFIG)
    assert one is not None
    assert other is not None
    sizes = np.array([1, 1, 2]), np.array([1, 2, 3])
    np.testing.assert_allclose(one.of_types(*sizes), other.of_types(sizes[1], sizes[0]).transpose(0, 2, 1))


def test_paragraphs_decide_where_nothing_else_does() -> None:
    """Sentences that look alike, one of which has no counterpart: the paragraphs tell that it is in the first one."""
    source, target = sentences([0, 0, 1, 1]), sentences([0, 1, 1])
    beads = [(list(b.source), list(b.target)) for b in align(source, target, languages=("und", "und"))]
    assert beads[-2:] == [([2], [1]), ([3], [2])]


def test_a_list_is_aligned_as_without_paragraphs() -> None:
    page = json.loads((GOLD / "transport.json").read_text(encoding="utf-8"))
    bare = AlignConfig(paragraphs=ParagraphConfig(kept=0.0, inside=1.0))
    assert align(page["vi"], page["fr"]) == align(page["vi"], page["fr"], config=bare)


def test_a_title_is_not_joined_with_the_lead_that_repeats_it() -> None:
    page = json.loads((GOLD / "transport.json").read_text(encoding="utf-8"))
    texts = []
    for side, firsts in zip((page["vi"], page["fr"]), page["paragraphs"], strict=True):
        texts.append("".join(("\n" if k in firsts and k else " " if k else "") + s for k, s in enumerate(side)))
    as_page, as_list = align(*texts), align(page["vi"], page["fr"])
    assert [s.text for s in as_page.source] == page["vi"]
    assert [b.kind for b in as_list][:1] == ["2-1"]
    assert [b.kind for b in as_page][:2] == ["1-0", "1-1"]
    assert as_page[1].parts["paragraph"] > 0.0


@pytest.mark.parametrize(("name", "value"), [("kept", 1.0), ("kept", -0.1), ("inside", 0.0), ("inside", float("nan"))])
def test_settings_that_mean_nothing_are_refused(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=rf"align\.paragraphs\.{name} must be"):
        ParagraphConfig(**{name: value})


def test_figures_that_were_converted_do_not_part_a_pair() -> None:
    source = ["Bão gây mưa từ 2 đến 4 inch, có nơi 6 inch ở Arizona.", "Trời đẹp."]
    target = ["La tempête apporte 5 à 10 cm de pluie, 15 cm par endroits en Arizona.", "Il fait beau."]
    first = align(source, target)[0]
    assert first.kind == "1-1"
    assert first.parts["number"] == pytest.approx(
        2.0 * np.log(AlignConfig().evidence.restated) / AlignConfig().temperature
    )


def test_a_word_that_the_lexicon_lacks_says_nothing() -> None:
    texts = "Con mèo đen ngủ.", "Le chat noir dort profondément."
    small = Lexicon(("vi", "fr"), {"con mèo": ("chat",), "đen": ("noir",)})
    assert align(*texts, lexicon=Lexicon(("vi", "fr"), {}))[0].parts["word"] == 0.0
    assert align(*texts, lexicon=small)[0].parts["word"] > 0.0
    assert [s.text for s in split_sentences(texts[0])] == [texts[0]]
