"""The encoder that ships: a model of sentence-transformers, for those who installed ``vifr[embed]``.

Nothing here is needed to align, and nothing is imported before an encoder is asked for: torch alone takes seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class SentenceTransformerEncoder:
    """An `aligner.embeddings.Encoder`, made by `sentence_transformer`.

    It holds the name of the model, not the model, so that it can be handed to the workers of `align_many`: each loads
    the model once.
    """

    model: str
    prompt: str
    batch_size: int
    device: str | None
    local_files_only: bool

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of texts, ``float32[texts, dimensions]``."""
        model = _loaded(self.model, self.device, self.local_files_only)
        prompted = [self.prompt + text for text in texts]
        vectors = model.encode(prompted, batch_size=self.batch_size, show_progress_bar=False, convert_to_numpy=True)
        return np.asarray(vectors, dtype=np.float32)


def sentence_transformer(
    model: str,
    *,
    prompt: str = "",
    batch_size: int = 32,
    device: str | None = None,
    local_files_only: bool = False,
) -> SentenceTransformerEncoder:
    """An encoder for `align` and `align_many` from a model of sentence-transformers.

    ``model`` is a folder, or the name of a model on the Hugging Face hub, which is downloaded unless it was before;
    ``local_files_only`` forbids that. ``prompt`` stands before every text (``"query: "`` for the e5 family). ``device``
    is one that torch knows, the best one by default. Raises ``ModuleNotFoundError`` where sentence-transformers is not
    installed, and what it raises itself where the model cannot be loaded.
    """
    _loaded(model, device, local_files_only)
    return SentenceTransformerEncoder(model, prompt, batch_size, device, local_files_only)


@lru_cache(maxsize=2)
def _loaded(model: str, device: str | None, local_files_only: bool) -> Any:
    """The model, loaded once in a process."""
    try:
        from sentence_transformers import SentenceTransformer
    except ModuleNotFoundError as error:
        if error.name != "sentence_transformers":
            raise
        raise ModuleNotFoundError(
            f"the encoder {model!r} needs sentence-transformers: pip install 'vifr[embed]'", name=error.name
        ) from None
    return SentenceTransformer(model, device=device, local_files_only=local_files_only)
