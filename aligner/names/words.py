"""Words of a text and their comparison forms, alike for running text and for the entries of a gazetteer.

Words are those of `aligner.words`; hyphens and apostrophes separate them, so that ``Hô Chi
Minh-Ville`` and ``Ho Chi Minh Ville``, ``Pu-tin`` and ``Pu tin``, ``l'Inde`` and ``Inde`` share their words.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from aligner.folding import fold
from aligner.words import WORD

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


@lru_cache(maxsize=65536)
def accented_form(word: str) -> str:
    """Lower case with accents kept and the tone mark at the end, wherever it was written.

    >>> accented_form("Hóa") == accented_form("Hoá") != accented_form("Hoa")
    True
    """
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFD", word.lower())
    letters = "".join(char for char in decomposed if char not in _TONES)
    tones = "".join(char for char in decomposed if char in _TONES)
    return unicodedata.normalize("NFC", letters) + tones


@lru_cache(maxsize=65536)
def folded_words(text: str) -> tuple[str, ...]:
    """The folded words of a short text.

    >>> folded_words("Hô Chi Minh-Ville")
    ('ho', 'chi', 'minh', 'ville')
    """
    return tuple(fold(word) for word in WORD.findall(text))


def joined_form(text: str) -> str:
    """Folded words written together: what `Đà Nẵng`, `Da Nang` and `Danang` have in common.

    >>> joined_form("Đà Nẵng")
    'danang'
    """
    return "".join(folded_words(text))
