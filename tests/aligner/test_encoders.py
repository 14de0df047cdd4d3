"""The encoder that ships, with a package that only looks like sentence-transformers."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from aligner import align, align_many, encoders, sentence_transformer

SOURCE = ["aaa bbb", "ccc ddd", "eee fff", "ggg hhh"]
TARGET = ["xxx yyy", "zzz uuu", "vvv www"]
PLACES = {"aaa": 0, "xxx": 0, "ccc": 1, "eee": 2, "zzz": 2, "ggg": 3, "vvv": 3}


class FakeModel:
    """Knows which of our words mean the same, and how it was asked."""

    made: list[tuple[str, dict[str, Any]]]
    asked: list[dict[str, Any]]
    made, asked = [], []

    def __init__(self, name: str, **settings: Any) -> None:
        self.made.append((name, settings))

    def encode(self, texts: list[str], **settings: Any) -> np.ndarray:
        self.asked.append({"texts": texts, **settings})
        return np.array([[float(place == PLACES[text[-7:-4]]) for place in range(4)] for text in texts])


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    module = ModuleType("sentence_transformers")
    module.SentenceTransformer = FakeModel  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", module)
    encoders._loaded.cache_clear()
    FakeModel.made.clear()
    FakeModel.asked.clear()
    yield
    encoders._loaded.cache_clear()


@pytest.mark.usefixtures("package")
def test_a_model_is_loaded_once_and_its_vectors_count() -> None:
    encoder = sentence_transformer("some/model", prompt="query: ", batch_size=8, local_files_only=True)
    assert encoder(SOURCE).dtype == np.float32
    assert encoder(SOURCE).shape == (4, 4)
    alignment = align(SOURCE, TARGET, languages=("und", "und"), encoder=encoder)
    assert [(list(bead.source), list(bead.target)) for bead in alignment] == [
        ([0], [0]),
        ([1], []),
        ([2], [1]),
        ([3], [2]),
    ]
    assert alignment[0].parts["encoder"] > 0.0
    assert FakeModel.made == [("some/model", {"device": None, "local_files_only": True})]
    assert FakeModel.asked[0] == {
        "texts": [f"query: {text}" for text in SOURCE],
        "batch_size": 8,
        "show_progress_bar": False,
        "convert_to_numpy": True,
    }


@pytest.mark.usefixtures("package")
def test_workers_are_handed_the_name() -> None:
    encoder = sentence_transformer("some/model")
    assert pickle.loads(pickle.dumps(encoder)) == encoder
    assert len(pickle.dumps(encoder)) < 1_000
    pairs = [(SOURCE, TARGET)] * 2
    results = align_many(pairs, languages=("und", "und"), encoder=encoder)
    assert [alignment[1].kind for alignment in results] == ["1-0", "1-0"]


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    encoders._loaded.cache_clear()
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(
        ModuleNotFoundError, match=r"'some/model' needs sentence-transformers: pip install 'vifr\[embed\]'"
    ):
        sentence_transformer("some/model")
