"""The shares of a bead's score: they add up to what the search added up in another way."""

from __future__ import annotations

import math
import pickle
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aligner import AlignConfig, Bead, Lexicon, WindowConfig, align, align_many, kernels, windows
from aligner.datatypes import PART_NAMES
from aligner.evidence import ITEM_CLASSES
from aligner.shares import with_shares

VI = [
    "Chiều 14/3, tỉnh Sơn Hà họp về đất đai.",
    "Tỉnh có 412.000 hồ sơ. Ông Lê Minh Quân phát biểu tại hội nghị.",
    "Quang cảnh phiên họp sáng nay.",
    "Xã Trà Kót thu hoạch 3.250 tấn lúa trong vụ đông xuân.",
    "Nước lên 2,4 m ở Huế?",
]
FR = [
    "La commune de Tra Kot a récolté 3 250 tonnes de riz.",
    "Le 14 mars, la province de Son Ha s'est réunie au sujet des terres.",
    "Elle compte 412 000 dossiers.",
    "M. Le Minh Quan a pris la parole à la conférence.",
    "À Hué, l'eau est montée de 2,4 m ?",
    "Les abonnés lisent la suite.",
]
NO_WORDS = Lexicon(("vi", "fr"), {})


def encoder(texts: Sequence[str]) -> np.ndarray:
    """Vectors that mean nothing, the same for the same text."""
    return np.array([[len(text) % 7, text.count("e"), text.count("h") + 1.0] for text in texts])


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[Bead], np.ndarray]]:
    """What `align` searches: the beads with their shares, and the scores that the search saw."""
    seen: list[tuple[list[Bead], np.ndarray]] = []

    def watched(beads: Any, made_of: Any, scores: Any, changes: Any, config: Any) -> list[Bead]:
        result = with_shares(beads, made_of, scores, changes, config)
        seen.append((result, scores))
        return result

    monkeypatch.setattr(windows, "with_shares", watched)
    return seen


def check(searched: list[tuple[list[Bead], np.ndarray]], config: AlignConfig) -> None:
    types = list(config.costs.priors)
    for beads, scores in searched:
        for bead in beads:
            kind = types.index((len(bead.source), len(bead.target)))
            expected = scores[kind, bead.source.start, bead.target.start]
            if bead.moved:
                expected = math.log(config.moves.prior) + sum(list(bead.parts.values())[1:])
            assert bead.score == pytest.approx(expected, abs=1e-9)
            assert list(bead.parts) == list(PART_NAMES)
            if bead.is_null:
                assert not any(value for name, value in bead.parts.items() if name != "prior")


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize("lexicon", [None, NO_WORDS])
@pytest.mark.parametrize("temperature", [1.0, 1.7])
def test_shares_add_up_to_the_score(
    searched: Any, lexicon: Lexicon | None, temperature: float, compiled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernels, "_plain_candidates_left", [0 if compiled else 10**9])
    config = replace(AlignConfig(), temperature=temperature)
    alignment = align(VI, FR, lexicon=lexicon, config=config)
    align(VI, FR, lexicon=lexicon, config=config, encoder=encoder)
    align(VI, [], lexicon=lexicon, config=config)
    check(searched, config)
    assert {bead.is_null for bead in alignment} == {True, False}


STRANGE = st.lists(st.one_of(st.text(max_size=40), st.sampled_from([*VI, *FR, "", "9" * 50])), max_size=7)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(STRANGE, STRANGE)
def test_shares_of_any_texts_add_up(searched: Any, source: list[str], target: list[str]) -> None:
    searched.clear()
    align(source, target)
    check(searched, AlignConfig())


def test_shares_of_windows_add_up(searched: Any) -> None:
    config = replace(AlignConfig(), windows=WindowConfig(exact_cells=0))
    source = [f"Xã số {number} thu hoạch {number * 7 + 1000} tấn lúa." for number in range(150)]
    target = [f"La commune {number} récolte {number * 7 + 1000} tonnes de riz." for number in range(150) if number % 9]
    alignment = align(source, target, config=config)
    check(searched, config)
    assert len(searched) > 2
    assert [bead.shares for bead in alignment] == [bead.shares for beads, _ in searched for bead in beads]


def test_a_moved_bead_tells_why(searched: Any) -> None:
    config = replace(AlignConfig(), temperature=1.0)
    alignment = align(VI, FR, config=config)
    moved = next(bead for bead in alignment if bead.moved)
    in_place = align([VI[moved.source.start]], [FR[moved.target.start]])[0]
    assert moved.parts["prior"] == pytest.approx(math.log(AlignConfig().moves.prior))
    assert moved.parts["number"] > 3.0
    assert in_place.parts["prior"] > -1.0
    # The search scored the same two sentences with the prior of a 1-1 bead of this page instead.
    beads, scores = searched[0]
    pair = next(bead for bead in beads if bead.kind == "1-1" and not bead.moved)
    as_1_1 = scores[list(AlignConfig().costs.priors).index((1, 1)), moved.source.start, moved.target.start]
    assert moved.score - moved.parts["prior"] == pytest.approx(as_1_1 - pair.parts["prior"])


def test_parts_name_their_evidence() -> None:
    first = align(VI, FR)[0]
    assert first.parts["number"] > 3.0
    assert first.parts["phrase"] > 0.0
    assert align(VI, FR, lexicon=NO_WORDS)[0].parts["word"] == 0.0
    assert align(VI, FR, encoder=encoder)[0].parts["encoder"] != 0.0
    assert set(ITEM_CLASSES) < set(PART_NAMES)


def test_beads_stay_values() -> None:
    bead = align(VI, FR)[0]
    bare = Bead(bead.source, bead.target, bead.probability, bead.moved)
    assert bead == bare
    assert hash(bead) == hash(bare)
    assert bare.parts == {}
    assert pickle.loads(pickle.dumps(bead)).shares == bead.shares
    several = [align(VI, FR)] * 2
    for one, other in zip(align_many([(VI, FR)] * 2, workers=2), several, strict=True):
        assert [bead.shares for bead in one] == [bead.shares for bead in other]
