"""The language data of the splitter, read from ``splitter.toml`` and made ready for look-ups.

What is common to all languages stands in the file of the ``und`` profile and is always read first; each language adds
its lists, and so does every folder that a profile was extended with.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from aligner.profiles import LanguageProfile, get_profile

FILENAME = "splitter.toml"

# What is known of an abbreviation; one may be of several kinds (`P. 5`, `P. Bến Nghé`).
NEVER_ENDS = 1
BEFORE_NAME = 2
BEFORE_NUMBER = 4
BEFORE_YEAR = 8
MAY_END = 16
BEFORE_PERSON = 32

CLASSES = {
    "titles": NEVER_ENDS,
    "inner": NEVER_ENDS,
    "before_name": BEFORE_NAME,
    "before_person": BEFORE_PERSON,
    "before_number": BEFORE_NUMBER,
    "months": BEFORE_YEAR,
    "may_end": MAY_END,
}
"""Lists of abbreviations in ``splitter.toml`` and what each says."""

_WORD_LISTS = (
    "starters",
    "particles",
    "elisions",
    "surnames",
    "letter_nouns",
    "person_nouns",
    "units",
    "numbered_headings",
    "credits",
    "file_endings",
    "names_with_stop",
)
_OTHER_KEYS = ("native_word", "continued_by")


@dataclass(frozen=True, slots=True)
class SplitRules:
    """What the splitter knows of a language; words are under NFC.

    ``abbreviations`` maps a spelling without its last stop to the kinds above. ``native_word`` matches a lower-case
    word of the language where its spelling tells it from a foreign one, else it is ``None``. The other fields are the
    lists of ``docs/splitting.md``.
    """

    abbreviations: dict[str, int]
    continued_by: dict[str, frozenset[str]]
    starters: frozenset[str]
    particles: frozenset[str]
    elisions: frozenset[str]
    surnames: frozenset[str]
    letter_nouns: frozenset[str]
    person_nouns: frozenset[str]
    units: frozenset[str]
    file_endings: frozenset[str]
    names_with_stop: frozenset[str]
    native_word: re.Pattern[str] | None
    numbered_heading: re.Pattern[str]
    credit: re.Pattern[str]
    longest_heading: int


def compose(text: str) -> str:
    """The NFC form of a short string.

    >>> compose("Đie\\u0302\\u0300u")
    'Điều'
    """
    return text if text.isascii() else unicodedata.normalize("NFC", text)


@lru_cache(maxsize=32)
def load_rules(profile: LanguageProfile) -> SplitRules:
    """The rules of a profile, read once in a process.

    Raises ``ValueError`` for a key that the splitter does not know: a misspelt list would else be ignored in silence.

    >>> load_rules(get_profile("fr")).abbreviations["Mme"] == NEVER_ENDS
    True
    """
    neutral = get_profile("und")
    folders = tuple(dict.fromkeys((*neutral.folders, *profile.folders)))
    settings = replace(profile, folders=folders).settings(FILENAME)
    known = (*CLASSES, *_WORD_LISTS, *_OTHER_KEYS)
    unknown = sorted(set(settings) - set(known))
    if unknown:
        raise ValueError(
            f"{FILENAME} of profile {profile.code!r}: unknown key {unknown[0]!r}; known: {', '.join(known)}"
        )
    words = {key: frozenset(map(compose, settings.get(key, ()))) for key in _WORD_LISTS}
    native = settings.get("native_word")
    headings = words["numbered_headings"]
    return SplitRules(
        abbreviations=_abbreviations(settings),
        continued_by={compose(key): frozenset(value) for key, value in settings.get("continued_by", {}).items()},
        starters=words["starters"],
        particles=words["particles"],
        elisions=words["elisions"],
        surnames=words["surnames"],
        letter_nouns=words["letter_nouns"],
        person_nouns=words["person_nouns"],
        units=words["units"],
        file_endings=words["file_endings"],
        names_with_stop=words["names_with_stop"],
        native_word=re.compile(native) if native else None,
        numbered_heading=_heading_pattern(headings),
        credit=re.compile(rf"(?:{_alternatives(words['credits'])})\s{{0,3}}:", re.IGNORECASE),
        longest_heading=_NUMBER_ROOM + 3 * max(map(len, headings), default=0),  # a decomposed letter is up to three
    )


_NUMBER_ROOM = 14
"""Characters that the number of a heading may take: ``12.3.4``, ``XXVIII``, ``premier``."""


def _abbreviations(settings: dict[str, Any]) -> dict[str, int]:
    kinds: dict[str, int] = {}
    for key, kind in CLASSES.items():
        for spelling in settings.get(key, ()):
            name = compose(spelling.rstrip("."))
            kinds[name] = kinds.get(name, 0) | kind
    return kinds


def _heading_pattern(words: Iterable[str]) -> re.Pattern[str]:
    number = r"(?:\d{1,4}(?:\.\d{1,3}){0,3}(?:er|re|ère|bis|ter|[a-zđ])?|[IVXLC]{1,7}(?:er)?|[A-ZĐ]|premi(?:er|ère))"
    return re.compile(rf"(?:{_alternatives(words)})\s{{1,3}}{number}", re.IGNORECASE)


def _alternatives(words: Iterable[str]) -> str:
    """Alternatives of a pattern, longest first; one that never matches where there are none."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) or "(?!)"
