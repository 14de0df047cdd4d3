"""The learned lexicon: what is found, what is not, and that it is always the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner import Lexicon, align, learn_lexicon
from aligner.kernels import expected_counts

NOTHING = Lexicon(("vi", "fr"), {})
WORDS = {"mèo": "chat", "chó": "chien", "trâu": "buffle", "ngựa": "cheval", "lợn": "porc", "gà": "poule"}


def corpus() -> list[tuple[str, str]]:
    names = list(WORDS)
    return [
        (f"{first} {second} {third}.", f"{WORDS[third]}, {WORDS[first]}, {WORDS[second]}.")
        for first in names
        for second in names
        for third in names
        if len({first, second, third}) == 3
    ]


def test_words_are_found_by_what_stands_together() -> None:
    learned = learn_lexicon(corpus(), lexicon=NOTHING)
    assert {unit: renderings[0] for unit, renderings in learned.entries.items()} == WORDS


def test_what_is_known_is_not_learned_again() -> None:
    prior = Lexicon(("vi", "fr"), {"mèo": ("chat",), "chó": ("chien",)})
    learned = learn_lexicon(corpus(), lexicon=prior)
    assert set(learned.entries) == set(WORDS) - {"mèo", "chó"}
    assert learned.joined(prior).entries["mèo"] == ("chat",)


def test_the_same_pairs_give_the_same_lexicon(tmp_path: Path) -> None:
    first, second = (learn_lexicon(iter(corpus()), lexicon=NOTHING) for _ in range(2))
    assert first == second
    first.save(tmp_path)
    assert Lexicon.load(tmp_path) == first


def test_words_seen_once_or_together_with_all_teach_nothing() -> None:
    assert len(learn_lexicon([("mèo trâu ngựa", "chat buffle cheval")], lexicon=NOTHING)) == 0
    assert len(learn_lexicon([], lexicon=NOTHING)) == 0
    assert len(learn_lexicon([("", ""), ("123", "!?")], lexicon=NOTHING)) == 0


def test_a_learned_word_helps_the_aligner() -> None:
    lexicon = learn_lexicon(corpus(), lexicon=NOTHING)
    source = ["mèo trâu", "chó ngựa", "lợn gà"]
    target = ["chien cheval", "porc poule"]
    beads = [(list(bead.source), list(bead.target)) for bead in align(source, target, lexicon=lexicon)]
    assert beads == [([0], []), ([1], [0]), ([2], [1])]


def test_joining_needs_the_same_languages() -> None:
    with pytest.raises(ValueError, match="vi-fr and fr-vi"):
        NOTHING.joined(Lexicon(("fr", "vi"), {}))


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[tuple[int, int]], list[list[list[int]]], list[float]]:
    """Pairs as a matrix of table rows, target words by source units."""
    rows = draw(st.integers(1, 6))
    pairs = []
    for _ in range(draw(st.integers(1, 4))):
        width, height = draw(st.integers(1, 3)), draw(st.integers(1, 3))
        pairs.append([[draw(st.integers(0, rows - 1)) for _ in range(width)] for _ in range(height)])
    weights = [draw(st.floats(0.01, 1)) for _ in range(rows)]
    return [(len(pair[0]), len(pair)) for pair in pairs], pairs, weights


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize("by_source", [True, False])
@settings(max_examples=40, deadline=None)
@given(table=tables())
def test_counts_equal_the_slow_ones(compiled: bool, by_source: bool, table: tuple) -> None:
    shapes, pairs, weights = table
    expected = [0.0] * len(weights)
    for pair in pairs:
        for competitors in pair if by_source else zip(*pair, strict=True):
            total = sum(weights[row] for row in competitors)
            for row in competitors:
                expected[row] += weights[row] / total
    places = np.array([row for pair in pairs for line in pair for row in line])
    offsets = np.concatenate([[0], np.cumsum([width * height for width, height in shapes])]).astype(np.int64)
    widths = np.array([width for width, _ in shapes])
    found = expected_counts(places, offsets, widths, np.array(weights), by_source, compiled=compiled)
    assert found.tolist() == pytest.approx(expected)
