"""Words of a text and the forms under which they are compared.

A word is a run of letters, marks and digits. Its form is the stem that the language's irregular forms and endings give
it (French: ``développées`` and ``développement`` share ``developp``); a language without endings keeps the word, lower
case and in its modern spelling (Vietnamese: ``hoá`` as ``hóa``). Stems are crude on purpose: they only ever say "may be
the same word".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from itertools import accumulate
from typing import NamedTuple

from aligner.folding import fold
from aligner.profiles import LanguageProfile

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
_WORD_OR_GAP = re.compile(f"({_WORD.pattern})")
"""To split a text into gaps and words, in turn."""
_PLAIN_WORD_OR_GAP = re.compile(_WORD_OR_GAP.pattern.replace(r"[^\W_]", r"\w"))
"""The same for a text without underscores, in two thirds of the time."""
CONTENT_MARK = "-"
"""Follows the stem of a whole word, and one that is spelt like a function word; no word ends in it."""
MAX_CACHED_WORD = 40
"""Longer runs are no words of a language; they are compared as they are and not cached, to keep memory bounded."""


class Word(NamedTuple):
    """A word where it stands: lower-case NFC ``text`` in modern spelling, ``stem`` for comparison, code-point span."""

    text: str
    stem: str
    start: int
    end: int


class WordForms:
    """The word knowledge of one profile, ready for use: spelling, irregular forms, endings, suffixes, function words.

    A row of ``forms.tsv`` holds a lemma and its forms. A lemma that stands among its own forms is *whole*: it is
    compared as it is written, accents included, which keeps ``marché`` and ``marche`` or ``mère`` and ``mer`` apart.
    """

    def __init__(self, profile: LanguageProfile) -> None:
        settings = profile.settings("words.toml")
        self._spelling: Mapping[str, str] = settings.get("spelling", {})
        self._endings = _Strippers(settings.get("endings", {}))
        self._suffixes = _Strippers(settings.get("suffixes", {}))
        self._whole: dict[str, str] = {}
        self._irregular: dict[str, str] = {}
        for lemma, forms in profile.tables("forms.tsv"):
            self._add_row(self.normal(lemma), [self.normal(form) for form in forms.split()])
        self.function_words = frozenset(self.normal(word) for word in settings.get("function_words", "").split())
        self._folded_function_words = frozenset(map(fold, self.function_words))
        self.function_stems = frozenset(self.stem(word) for word in self.function_words)
        self.known = _KnownForms(self)

    def _add_row(self, lemma: str, forms: list[str]) -> None:
        if lemma in forms:
            self._whole.update(dict.fromkeys(forms, lemma + CONTENT_MARK))
        else:
            self._irregular.update({fold(form): fold(lemma) for form in forms})

    def normal(self, word: str) -> str:
        """Lower case, NFC, modern tone placement."""
        lowered = unicodedata.normalize("NFC", word.lower())
        ending = self._spelling.get(lowered[-2:])
        if ending and lowered[-3:-2] != "q":
            return lowered[:-2] + ending
        return lowered

    def stem(self, word: str) -> str:
        """The comparison form of a normal word.

        A language without endings compares the word itself. With endings, a whole word and a function word are
        compared as their lemma, and any other word by what endings leave of its lemma. Where that
        happens to spell a function word (``danser``: ``dans``), a mark keeps the two apart.
        """
        if not self._endings:
            return word
        whole = self._whole.get(word)
        if whole is not None:
            return whole
        folded = fold(word)
        lemma = self._irregular.get(folded, folded)
        if word in self.function_words or (lemma in self._folded_function_words and lemma != folded):
            return lemma
        stem = self.without_endings(lemma)
        return stem + CONTENT_MARK if stem in self._folded_function_words else stem

    def without_endings(self, word: str) -> str:
        """What is left of a word, folded, when its ending and then all its suffixes are taken off."""
        return self._suffixes.strip_all(self._endings.strip(fold(word)))

    def forms(self, raw: str) -> tuple[str, str]:
        """Normal form and stem of a word as it stands in a text."""
        return self.known[raw]


class _KnownForms(dict[str, tuple[str, str]]):
    """Normal form and stem by the word as it stands, worked out when it is first met."""

    def __init__(self, forms: WordForms) -> None:
        super().__init__()
        self._forms = forms

    def __missing__(self, raw: str) -> tuple[str, str]:
        normal = self._forms.normal(raw)
        known = (normal, self._forms.stem(normal) if len(normal) <= MAX_CACHED_WORD else normal)
        if len(raw) <= MAX_CACHED_WORD and len(self) < MAX_CACHED_WORDS:
            self[raw] = known
        return known


MAX_CACHED_WORDS = 200_000
"""Distinct words whose forms are kept, some 40 MB; a language's news uses fewer."""


@lru_cache(maxsize=16)
def word_forms(profile: LanguageProfile) -> WordForms:
    """The word knowledge of a profile, read once."""
    return WordForms(profile)


def raw_words(text: str) -> list[str]:
    """The words of a text as they stand in it."""
    return _WORD.findall(text)


def find_words(text: str, profile: LanguageProfile) -> list[Word]:
    """The words of a text with their forms and spans.

    >>> from aligner.profiles import get_profile
    >>> [word.stem for word in find_words("L’économie progresse", get_profile("fr"))]
    ['l', 'econom', 'progr']
    """
    pattern = _WORD_OR_GAP if "_" in text else _PLAIN_WORD_OR_GAP
    parts = pattern.split(text)  # gaps and words in turn: the fastest way to both
    if len(parts) == 1:
        return []
    normal, stems = zip(*map(word_forms(profile).known.__getitem__, parts[1::2]), strict=True)
    bounds = [*accumulate(map(len, parts))]
    return [*map(_word, zip(normal, stems, bounds[::2], bounds[1::2], strict=False))]


_word: Callable[[tuple[str, str, int, int]], Word] = partial(tuple.__new__, Word)
"""A word of its fields; without the call of a constructor for each, which would take most of the time."""


class _Strippers:
    """Word ends that may be taken off or replaced, each with the number of letters that must stand before it.

    A table of the profile maps that number to a list of ends; ``aux>al`` puts ``al`` in the place of ``aux``.
    """

    def __init__(self, tables: Mapping[str, Mapping[str, str]]) -> None:
        self._ends: dict[str, tuple[int, str]] = {}
        for least, table in tables.items():
            for item in table["list"].split():
                end, _, replacement = item.partition(">")
                self._ends[end] = (int(least), replacement)
        self._longest = max(map(len, self._ends), default=0)

    def __bool__(self) -> bool:
        return bool(self._ends)

    def strip(self, word: str) -> str:
        """The word without its longest end that leaves enough letters before it."""
        for size in range(min(self._longest, len(word) - 1), 0, -1):
            least, replacement = self._ends.get(word[-size:], (len(word), ""))
            if len(word) - size >= least:
                return word[:-size] + replacement
        return word

    def strip_all(self, word: str) -> str:
        """The word without any end, however many it has."""
        shorter = self.strip(word)
        while len(shorter) < len(word):
            word, shorter = shorter, self.strip(shorter)
        return word
