"""Frames and references: the dataset in pandas, and French against French."""

from __future__ import annotations

from pathlib import Path

import pytest
import sacrebleu

from corpus.frames import load_pairs
from corpus.references import compare_with_references, consistency, reference_metrics
from corpus.writing import read_metrics


@pytest.fixture(scope="module")
def sample(built_sample: Path) -> Path:
    return built_sample


def test_pairs_as_a_frame(sample: Path) -> None:
    pairs = load_pairs(sample)
    assert len(pairs) == read_metrics(sample)["pairs"]
    assert set(pairs["split"]) <= {"train", "validation", "test"}
    assert pairs.loc[0, "vi"] == pairs.loc[0, "translation"]["vi"]
    assert len(load_pairs(sample / "dataset", "documents", split="train")) <= 10


def test_what_is_not_there_is_named(sample: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no absent/\*; there is: .*vi-fr/train"):
        load_pairs(sample, "absent")
    with pytest.raises(FileNotFoundError, match="no dataset"):
        load_pairs(tmp_path)


def test_references_by_id_and_by_text(sample: Path) -> None:
    pairs = load_pairs(sample)
    references = {pairs.loc[0, "id"]: pairs.loc[0, "fr"], f" {pairs.loc[1, 'vi']} ": pairs.loc[1, "fr"], "other": "x"}
    result = compare_with_references(sample, references)
    assert result["pairs"] == 2
    assert result["chrf++"]["score"] == 100.0
    assert result["ter"]["score"] == 0.0
    with pytest.raises(ValueError, match="none of the 1 references"):
        compare_with_references(sample, {"nothing": "x"})


def test_scores_are_those_of_sacrebleu() -> None:
    texts = ["Le chat dort sur le toit.", "Il pleut fort ce soir à Hué."]
    references = ["Le chat dort sur un toit.", "Il pleut beaucoup ce soir à Hué."]
    result = reference_metrics(texts, references)
    assert result["bleu"]["score"] == pytest.approx(sacrebleu.corpus_bleu(texts, [references]).score, abs=0.01)
    assert result["bleu"]["low"] <= result["bleu"]["score"] <= result["bleu"]["high"]
    assert "version:" in result["chrf++"]["signature"]
    assert reference_metrics([], []) == {"pairs": 0}
    with pytest.raises(ValueError, match="1 texts and 0 references"):
        reference_metrics(["a"], [])


def test_two_translations_of_one_original(sample: Path) -> None:
    pairs = load_pairs(sample).head(3)
    assert consistency(pairs) == {"pairs": 0}
    doubled = pairs.loc[[0, 0, 1]].reset_index(drop=True)
    doubled.loc[1, "fr"] = doubled.loc[0, "fr"] + " Encore."
    assert consistency(doubled)["pairs"] == 1


def test_metrics_of_words_and_outliers(sample: Path) -> None:
    metrics = read_metrics(sample)
    assert metrics["vocabulary"]["vi"]["words"] > metrics["vocabulary"]["vi"]["different"] > 500
    assert set(metrics["length_outliers"]["worst"]) <= set(load_pairs(sample)["id"])
