"""Words of a text and the forms under which they are compared.

A word is a run of letters, marks and digits. Its form is the stem that the language's endings and irregular forms give it
(French: ``développées`` and ``développement`` share ``develop``); a language without endings keeps the word, lower case and
in its modern spelling (Vietnamese: ``hoá`` as ``hóa``). Stems are crude on purpose: they only ever say "may be the same word".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from aligner.folding import fold
from aligner.profiles import LanguageProfile

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
MAX_CACHED_WORD = 40
"""Longer runs are no words of a language; they are compared as they are and not cached, so that memory stays bounded."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands: lower-case NFC ``text`` in modern spelling, ``stem`` for comparison, code-point span."""

    text: str
    stem: str
    start: int
    end: int


class WordForms:
    """The word knowledge of one profile, ready for use: spelling, endings, irregular forms, function words."""

    def __init__(self, profile: LanguageProfile) -> None:
        settings = profile.settings("words.toml")
        self._spelling: Mapping[str, str] = settings.get("spelling", {})
        self._endings = _endings(settings.get("endings", {}))
        self._longest = max((len(ending) for ending in self._endings), default=0)
        self._irregular = {
            fold(form): fold(lemma) for lemma, forms in profile.tables("forms.tsv") for form in forms.split()
        }
        self.function_words = frozenset(self.normal(word) for word in settings.get("function_words", "").split())
        self.function_stems = frozenset(self.stem(word) for word in self.function_words)
        self._known: dict[str, tuple[str, str]] = {}

    def normal(self, word: str) -> str:
        """Lower case, NFC, modern tone placement."""
        lowered = unicodedata.normalize("NFC", word.lower())
        ending = self._spelling.get(lowered[-2:])
        if ending and lowered[-3:-2] != "q":
            return lowered[:-2] + ending
        return lowered

    def stem(self, word: str) -> str:
        """The comparison form of a normal word.

        A language with endings or irregular forms compares folded stems; any other compares the word itself.
        """
        if not self._endings:
            return word
        folded = fold(word)
        lemma = self._irregular.get(folded, folded)
        for size in range(min(self._longest, len(lemma) - 3), 0, -1):
            least = self._endings.get(lemma[-size:])
            if least is not None and len(lemma) - size >= least:
                return lemma[:-size]
        return lemma

    def forms(self, raw: str) -> tuple[str, str]:
        """Normal form and stem of a word as it stands in a text."""
        known = self._known.get(raw)
        if known is None:
            normal = self.normal(raw)
            known = (normal, self.stem(normal) if len(normal) <= MAX_CACHED_WORD else normal)
            if len(raw) <= MAX_CACHED_WORD and len(self._known) < MAX_CACHED_WORDS:
                self._known[raw] = known
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
    ['l', 'econom', 'progress']
    """
    forms = word_forms(profile)
    return [Word(*forms.forms(match.group()), match.start(), match.end()) for match in _WORD.finditer(text)]


def _endings(tables: Mapping[str, Mapping[str, str]]) -> dict[str, int]:
    """Each ending with the number of letters that must remain before it."""
    return {ending: int(least) for least, table in tables.items() for ending in table["list"].split()}
