"""Comparison forms of a text: what two spellings of one word have in common.

`fold` drops case, tone and accent marks and the bar of `đ`, so that `Nguyễn Doãn Anh` and `Nguyen Doan Anh` are alike.
It is for evidence only: Vietnamese words that differ by a tone mark are different words, and nothing that identifies or
deduplicates a text may use it.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_SPECIAL = str.maketrans({"đ": "d", "Đ": "d", "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'", "ʼ": "'", "‑": "-"})


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case without tone marks, accents, the bar of ``đ``; ligatures spelled out; one form of apostrophe and
    hyphen.

    >>> fold("Đà Nẵng"), fold("Hô Chi Minh-Ville"), fold("l’Œuvre")
    ('da nang', 'ho chi minh-ville', "l'oeuvre")
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text.translate(_SPECIAL).lower())
    kept = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", kept)
