"""The aligner through its public functions: what holds of every alignment, and how well it does on gold."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import aligner
from aligner import Alignment, Lexicon, Sentence, align, align_many, evaluate, split_sentences

GOLD = sorted((Path(__file__).parents[1] / "gold" / "sample").glob("*.json"))
GOLD = [path for path in GOLD if not path.name.startswith("documents")]
VI = "Chiều 14/3, tỉnh Sơn Hà họp. Tỉnh có 412.000 hồ sơ. Ông Lê Minh Quân phát biểu."
FR = "Le 14 mars, la province de Son Ha s'est réunie. Elle compte 412 000 dossiers. M. Le Minh Quan a pris la parole."


def check(alignment: Alignment) -> None:
    """What DESIGN promises of every alignment."""
    assert sorted(i for bead in alignment for i in bead.source) == list(range(len(alignment.source)))
    assert sorted(j for bead in alignment for j in bead.target) == list(range(len(alignment.target)))
    assert all(0.0 <= bead.probability <= 1.0 for bead in alignment)
    assert all(len(bead.source) + len(bead.target) == 1 for bead in alignment if bead.is_null)
    sources = [bead.source.start for bead in alignment if bead.source]
    assert sources == sorted(sources)
    in_order = [bead for bead in alignment if not bead.is_null and not bead.moved]
    targets = [bead.target.start for bead in in_order]
    assert targets == sorted(targets)
    for number, bead in enumerate(alignment):
        if not bead.source and bead.target.start:
            before = next(b for b in alignment if b.target and bead.target.start - 1 in b.target)
            assert before.moved or list(alignment).index(before) < number


def test_three_sentences() -> None:
    alignment = align(VI, FR)
    check(alignment)
    assert [bead.kind for bead in alignment] == ["1-1", "1-1", "1-1"]
    assert alignment[0].probability > 0.9
    assert alignment.source_text(alignment[1]) == "Tỉnh có 412.000 hồ sơ."


@pytest.mark.parametrize(("source", "target"), [("", ""), ("", FR), (VI, ""), ([], []), ([], ["a"]), (" \n ", "\t")])
def test_empty_sides_give_nulls_or_nothing(source: Any, target: Any) -> None:
    alignment = align(source, target)
    check(alignment)
    assert all(bead.is_null for bead in alignment)


def test_strings_lists_and_sentences_agree() -> None:
    parts = [sentence.text for sentence in split_sentences(VI, language="vi")]
    as_list, as_text = align(parts, FR), align(VI, FR)
    assert [bead.source for bead in as_list] == [bead.source for bead in as_text]
    joined = "\n".join(parts)
    assert all(joined[s.start : s.end] == s.text for s in as_list.source)
    assert [s.paragraph for s in as_list.source] == [0, 1, 2]
    assert align(as_text.source, as_text.target).beads == as_text.beads


def test_errors_name_the_value() -> None:
    with pytest.raises(ValueError, match=r"'xx'.*known: vi, fr, und"):
        align(VI, FR, languages=("xx", "fr"))
    with pytest.raises(TypeError, match="source must be a string or a list"):
        align(3, FR)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"target\[1\] must be a string"):
        align(VI, ["a", 1])  # type: ignore[list-item]
    with pytest.raises(ValueError, match="made for fr-vi"):
        align(VI, FR, lexicon=Lexicon(("fr", "vi"), {}))
    with pytest.raises(ValueError, match="workers must be at least 1"):
        list(align_many([(VI, FR)], workers=0))


@pytest.mark.parametrize("languages", [("und", "fr"), ("und", "und"), ("vi", "und"), ("fr", "vi"), ("vi", "vi")])
def test_other_pairs_of_languages_work(languages: tuple[str, str]) -> None:
    alignment = align(VI, FR, languages=languages)
    check(alignment)
    assert len(alignment) == 3


STRANGE = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["\ud800", "\x00" * 5, "9" * 10_000, "Mưa. " * 40, "«" * 50, "1/1/1/1/", "Ảnh:\u202e", VI, FR]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STRANGE, max_size=6), st.lists(STRANGE, max_size=6))
def test_no_text_is_an_error(source: list[str], target: list[str]) -> None:
    check(align(source, target))
    check(align("\n".join(source), "\n".join(target)))


def test_many_are_the_same_as_one_by_one() -> None:
    pairs = [(VI, FR), ("", FR), (FR, VI)] * 3
    one_by_one = [align(*pair) for pair in pairs]
    assert list(align_many(pairs)) == one_by_one
    assert list(align_many(iter(pairs), workers=2)) == one_by_one


def test_values_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        align(VI, FR)[0].moved = True  # type: ignore[misc]
    assert isinstance(align(VI, FR).source[0], Sentence)


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_sample_pages(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    alignment = align(gold["vi"], gold["fr"])
    check(alignment)
    assert evaluate(alignment, gold["beads"]).strict.f1 >= 0.9


def test_sample_as_a_whole() -> None:
    golds = [json.loads(path.read_text(encoding="utf-8")) for path in GOLD]
    result = evaluate([align(gold["vi"], gold["fr"]) for gold in golds], [gold["beads"] for gold in golds])
    assert len(golds) == 10
    assert result.strict.f1 >= 0.97


def test_gold_alignments(shared: Path) -> None:
    cases = json.loads((shared / "gold-dev" / "align_docs.json").read_text(encoding="utf-8"))
    result = evaluate([align(case["vi"], case["fr"]) for case in cases], [case["beads"] for case in cases])
    assert result.strict.f1 >= 0.95


def test_public_names_are_there() -> None:
    assert all(hasattr(aligner, name) for name in aligner.__all__)


def test_an_encoder_is_evidence_too() -> None:
    source = ["aaa bbb", "ccc ddd", "eee fff", "ggg hhh"]
    target = ["xxx yyy", "zzz uuu", "vvv www"]
    vectors = {"aaa": 0, "xxx": 0, "ccc": 1, "eee": 2, "zzz": 2, "ggg": 3, "vvv": 3}

    def encoder(texts: Sequence[str]) -> list[list[float]]:
        return [[float(place == vectors[text[:3]]) for place in range(4)] for text in texts]

    alignment = align(source, target, languages=("und", "und"), encoder=encoder)
    check(alignment)
    pairs = [(list(bead.source), list(bead.target)) for bead in alignment]
    assert pairs == [([0], [0]), ([1], []), ([2], [1]), ([3], [2])]
    with pytest.raises(ValueError, match="one vector of finite numbers for each of 4 texts"):
        align(source, target, encoder=lambda texts: [[1.0]])
    assert len(align([], target, encoder=encoder)) == 3


@pytest.mark.parametrize("languages", [("vi", "fr"), ("und", "und")])
def test_long_texts_are_aligned_window_by_window(languages: tuple[str, str]) -> None:
    source = [f"Xã số {number} thu hoạch {number * 7 + 1000} tấn lúa." for number in range(400)]
    target = [f"La commune {number} récolte {number * 7 + 1000} tonnes de riz." for number in range(400) if number % 50]
    alignment = align(source, target, languages=languages)
    check(alignment)
    gold = [([n], [n - n // 50 - 1]) if n % 50 else ([n], []) for n in range(400)]
    assert evaluate(alignment, gold).strict.f1 > 0.97
