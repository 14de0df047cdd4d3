"""Which words are written as Vietnamese syllables can be: letters and tones in the places that the language gives them.

The language has some seven thousand syllables in use, all of one build; of strings of letters that are something else,
few happen to be one. So a share of syllables tells text that was read right from text that was not, with no list of
words and no model.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

_RULES = Path(__file__).parent / "rules" / "syllables.toml"
_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT_BELOW = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
_TONES = frozenset({_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT_BELOW})
_CACHED_WORDS = 8192
"""Words kept with their answer; a page has some hundred different ones."""
_LONGEST = 14
"""Characters of the longest syllable, ``nghiêng``, were each letter written as two."""


def is_syllable(word: str) -> bool:
    """Tell whether a word could be a Vietnamese syllable; small or capital letters, any normal form.

    >>> [is_syllable(word) for word in ("Nghiêng", "ĐƯỢC", "quốc", "hoà", "hòa", "an")]
    [True, True, True, True, True, True]
    >>> [is_syllable(word) for word in ("Cộg", "đợc", "quồc", "été", "Việtt", "a1", "")]
    [False, False, False, False, False, False, False]
    """
    return len(word) <= _LONGEST and _is_syllable(word)


@lru_cache(maxsize=_CACHED_WORDS)
def _is_syllable(word: str) -> bool:
    bare, tones = _parted(word)
    found = _pattern().fullmatch(bare)
    if found is None or len(tones) > 1 or (len(bare) == 1 and tones == [_TILDE]):
        # One vowel with the tilde is no word; in old encodings it is what a bullet looks like.
        return False
    return not (tones and found["stop"]) or tones[0] in (_ACUTE, _DOT_BELOW)


def _parted(word: str) -> tuple[str, list[str]]:
    """A word without its tones, and these."""
    marks = unicodedata.normalize("NFD", word.lower())
    bare = "".join(mark for mark in marks if mark not in _TONES)
    return unicodedata.normalize("NFC", bare), [mark for mark in marks if mark in _TONES]


@cache
def _pattern() -> re.Pattern[str]:
    with _RULES.open("rb") as file:
        rules = tomllib.load(file)
    stops = tuple(rules["stops"])
    stopped = "|".join(rime for rime in rules["rimes"] if rime.endswith(stops))
    others = "|".join(rime for rime in rules["rimes"] if not rime.endswith(stops))
    return re.compile(f"(?:{'|'.join(rules['beginnings'])})?(?:(?P<stop>{stopped})|{others})")
