"""Which language a page is written in.

Vietnamese is written with letters that no other language of the crawl has, French with short words that make up a third
of any text: two counts settle nearly every page in microseconds. Only what they leave open goes to the `py3langid`
model, which is loaded once a process. A French page with a Vietnamese header or caption is French: the bulk decides.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_RULES = Path(__file__).parent / "rules" / "languages.toml"

# A page's first part is enough: 20,000 characters are some five newspaper pages.
_SAMPLE_CHARACTERS = 20_000
# Letters that only Vietnamese has are 15-20% of a Vietnamese page and at most 0.2% of a French one (seeds, sample).
_VIETNAMESE_SHARE = 0.10
# Of the words of French pages 19-29% are in the list (seeds, sample); of an English or Spanish paragraph under 3%.
_FRENCH_SHARE = 0.15
# Below this many words the shares are chance.
_MIN_WORDS = 8

_VIETNAMESE = re.compile("[ăĂđĐơƠưƯ\u1ea0-\u1ef9]")
_WORD = re.compile(r"[^\W\d_]+")
UNKNOWN = "und"


def detect_language(text: str) -> str:
    """Name the language of the bulk of a text: ``vi``, ``fr`` or another ISO 639-1 code; ``und`` where there are no
    words.

    >>> detect_language("Đoàn công tác của Bộ Công an đã làm việc với Ban Thường vụ Tỉnh ủy Thanh Hóa.")
    'vi'
    >>> detect_language("Thời sự\\nLa séance a été coprésidée par le secrétaire et le vice-ministre de la Sécurité.")
    'fr'
    >>> detect_language("12.5 %")
    'und'
    """
    sample = text[:_SAMPLE_CHARACTERS]
    if vietnamese_share(sample) >= _VIETNAMESE_SHARE:
        return "vi"
    words = _WORD.findall(sample.lower())
    if not words:
        return UNKNOWN
    if len(words) >= _MIN_WORDS and sum(map(_french_words().__contains__, words)) >= len(words) * _FRENCH_SHARE:
        return "fr"
    return _ask_model(sample)


def vietnamese_share(text: str) -> float:
    """Share of letters that only Vietnamese has (``ơ``, ``ư``, ``đ``, ``ệ``) among all that are no white space, in
    [0, 1].

    >>> vietnamese_share("Hanoi"), vietnamese_share("Đã ở") > 0.5
    (0.0, True)
    """
    visible = len(text) - sum(map(text.count, (" ", "\n")))
    return len(_VIETNAMESE.findall(text)) / visible if visible else 0.0


def normalise_code(code: str) -> str:
    """Reduce a language tag to its language: ``vi-VN`` and ``VI`` to ``vi``.

    >>> normalise_code("vi_VN"), normalise_code(" FR ")
    ('vi', 'fr')
    """
    return re.split(r"[-_]", code.strip().lower(), maxsplit=1)[0]


@cache
def _french_words() -> frozenset[str]:
    with _RULES.open("rb") as file:
        return frozenset(tomllib.load(file)["french"])


@cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)


def _ask_model(text: str) -> str:
    code, _ = _model().classify(text.encode("utf-8", "replace").decode("utf-8"))
    return str(code)
