"""Sentence vectors as evidence, for those who have an encoder: any function from texts to vectors.

Cosines are turned into margins: a pair counts by how far it is above what its two sentences have with others, since
encoders differ in where their cosines lie (after Artetxe & Schwenk 2019, as a difference instead of a ratio).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from aligner.evidence import Floats

Encoder: TypeAlias = Callable[[Sequence[str]], Any]
Embeddings: TypeAlias = NDArray[np.float64]


LEAST_NORM = 1e-12
"""A vector of zeros stays one instead of dividing by zero."""


@dataclass(frozen=True, slots=True)
class EncoderConfig:
    """``weight``: log odds for a cosine margin of 1; a translation's margin is some 0.3 with multilingual encoders.
    ``neighbours``: sentences of the other side whose mean cosine is the level that a margin starts from."""

    weight: float = 15.0
    neighbours: int = 4


def embed(texts: Sequence[str], encoder: Encoder) -> Embeddings:
    """Unit vectors of texts. Raises ``ValueError`` where the encoder does not give one finite vector a text."""
    if not texts:
        return np.zeros((0, 0))
    vectors = np.asarray(encoder(texts), dtype=float)
    if vectors.ndim != 2 or len(vectors) != len(texts) or not np.isfinite(vectors).all():
        raise ValueError(
            f"the encoder must give one vector of finite numbers for each of {len(texts)} texts, not {vectors.shape}"
        )
    norms: Embeddings = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), LEAST_NORM)
    unit: Embeddings = vectors / norms
    return unit


def similarity(source: Embeddings, target: Embeddings, longest: int, config: EncoderConfig) -> tuple[Floats, Floats]:
    """The margins of all sentence pairs as evidence of either side, half for each: ``float64[longest, n, m]`` and
    ``float64[longest, m, n]``; a window has that of its best sentence. Neither side may be empty."""
    cosines = source @ target.T
    margins = cosines - (_level(cosines, config.neighbours) + _level(cosines.T, config.neighbours).T) / 2.0
    half = config.weight * margins / 2.0
    return _window_maxima(half, longest), _window_maxima(half.T, longest)


def window_shares(
    values: Floats, bead_of: NDArray[np.int64], starts: NDArray[np.int64], sizes: NDArray[np.int64]
) -> Floats:
    """What the vectors of one side say in each bead, ``float64[beads]``; arguments as `aligner.evidence.class_shares`
    takes them."""
    sentences = np.flatnonzero(bead_of >= 0)
    bead = bead_of[sentences]
    return np.asarray(np.bincount(bead, values[sizes[bead] - 1, sentences, starts[bead]], len(starts)), dtype=float)


def _level(cosines: Floats, neighbours: int) -> Floats:
    """Mean of each row's highest cosines, as a column."""
    count = min(neighbours, cosines.shape[1])
    level: Floats = np.sort(cosines, axis=1)[:, -count:].mean(axis=1, keepdims=True)
    return level


def _window_maxima(values: Floats, longest: int) -> Floats:
    """Maxima over windows of 1 to ``longest`` columns, by the column they start at: ``float64[longest, rows,
    columns]``."""
    result = np.repeat(values[None], longest, axis=0)
    for size in range(1, min(longest, values.shape[1])):
        result[size, :, :-size] = np.maximum(result[size - 1, :, :-size], values[:, size:])
        result[size, :, -size:] = result[size - 1, :, -size:]
    return result
