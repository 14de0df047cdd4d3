"""Finds a text in all pairs of a build while a key is waiting.

Both sides of every pair lie in memory in lower case, one after the other, so that a search is one pass over bytes: ten
milliseconds for 100,000 pairs. Where a text stands nearly everywhere (one letter), every find would be one of a
hundred thousand steps; Arrow then looks into each pair once, which is fast because it need not look far.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

MANY_PLACES = 40_000
"""Finds after which one looks pair by pair instead: about where the two ways take the same time."""
BETWEEN = "\n"
"""Stands between the sides of a pair and in none of them: texts of rows are one line."""


@dataclass(frozen=True, slots=True)
class TextSearch:
    """Texts of pairs in lower case: for each stretch of pairs its bytes, and the same as an Arrow array over them."""

    stretches: tuple[tuple[bytes, pa.StringArray], ...]

    @classmethod
    def of(cls, translation: pa.ChunkedArray) -> TextSearch:
        """The texts of a column ``translation``."""
        # taken from an array: Arrow makes a value of a Python string with the help of pandas, which takes long to load
        offsets, mark = np.array([0, len(BETWEEN)], np.int32), BETWEEN.encode()
        between = pa.StringArray.from_buffers(1, pa.py_buffer(offsets), pa.py_buffer(mark))[0]
        stretches = []
        for chunk in translation.chunks:
            sides = (pc.utf8_lower(pc.struct_field(chunk, side)) for side in ("vi", "fr"))
            joined = pc.binary_join_element_wise(*sides, between)
            _, offsets, texts = joined.buffers()
            data = texts.to_pybytes()
            stretches.append((data, pa.StringArray.from_buffers(len(joined), offsets, pa.py_buffer(data))))
        return cls(tuple(stretches))

    def matching(self, text: str) -> np.ndarray:
        """Which pairs hold a text on either side, whatever its case.

        >>> column = pa.chunked_array([[{"vi": "Bão số 8", "fr": "Le typhon"}, {"vi": "Mưa to", "fr": "Il pleut"}]])
        >>> TextSearch.of(column).matching("BÃO").tolist(), TextSearch.of(column).matching("l").tolist()
        ([True, False], [True, True])
        """
        wanted = text.lower()
        return np.concatenate([_matching(data, texts, wanted) for data, texts in self.stretches])


def _matching(data: bytes, texts: pa.StringArray, wanted: str) -> np.ndarray:
    needle = wanted.encode("utf-8", "surrogatepass")
    places: list[int] = []
    place = data.find(needle)
    while place >= 0 and len(places) < MANY_PLACES:
        places.append(place)
        place = data.find(needle, place + len(needle))
    if place >= 0:
        return np.from_dlpack(pc.cast(pc.match_substring(texts, wanted), pa.uint8())).astype(bool)
    starts = np.frombuffer(texts.buffers()[1], np.int32, len(texts) + 1)
    found = np.zeros(len(texts), bool)
    found[np.searchsorted(starts, places, "right") - 1] = True
    return found
