"""Words of a text and the forms under which they are compared.

A word is a run of letters, marks and digits. Its form is the stem that the language's irregular forms and endings give
it (French: ``développées`` and ``développement`` share ``developp``); a language without endings keeps the word, lower
case and in its modern spelling (Vietnamese: ``hoá`` as ``hóa``). Stems are crude on purpose: they only ever say "may be
the same word".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from aligner.folding import fold
from aligner.profiles import LanguageProfile

WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
_WORD_OR_GAP = re.compile(f"({WORD.pattern})")
"""To split a text into gaps and words, in turn."""
_PLAIN_WORD_OR_GAP = re.compile(r"(\w+)")
"""The same for a text without underscores and combining marks, in half of the time."""
_NOT_PLAIN = re.compile(r"[_\u0300-\u036f]")
CONTENT_MARK = "-"
"""Follows the stem of a whole word, and one that is spelt like a function word; no word ends in it."""
MAX_CACHED_WORD = 40
"""Longer runs are no words of a language; they are compared as they are and not cached, to keep memory bounded."""


class Word(NamedTuple):
    """A word where it stands: lower-case NFC ``text`` in modern spelling, ``stem`` for comparison, code-point span,
    ``folded``: the text without accents."""

    text: str
    stem: str
    start: int
    end: int
    folded: str


class WordForm(NamedTuple):
    """What a word is compared by, wherever it stands: see `Word`."""

    text: str
    stem: str
    folded: str


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

    def forms(self, raw: str) -> WordForm:
        """The forms of a word as it stands in a text."""
        return self.known[raw]


class _KnownForms(dict[str, WordForm]):
    """Forms by the word as it stands, worked out when it is first met."""

    def __init__(self, forms: WordForms) -> None:
        super().__init__()
        self._forms = forms

    def __missing__(self, raw: str) -> WordForm:
        normal = self._forms.normal(raw)
        known = WordForm(normal, self._forms.stem(normal) if len(normal) <= MAX_CACHED_WORD else normal, fold(normal))
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
    return WORD.findall(text)


class WordSplit(NamedTuple):
    """A text cut into its words and what stands between them: ``parts`` are gap, word, gap, ..., word, gap.

    ``plain``: there is nothing unusual in it (underscores, combining marks), so that other ways to cut it agree.
    """

    parts: list[str]
    plain: bool

    @property
    def words(self) -> list[str]:
        """The words as they stand in the text."""
        return self.parts[1::2]

    @property
    def bounds(self) -> list[int]:
        """Where each word starts and ends, in turn, and the end of the text."""
        return [*accumulate(map(len, self.parts))]


def split_words(text: str) -> WordSplit:
    """Cut a text once for all who read it; a regular expression's split is the fastest way to both words and gaps.

    >>> split_words("L’économie progresse.").parts
    ['', 'L', '’', 'économie', ' ', 'progresse', '.']
    """
    plain = not _NOT_PLAIN.search(text)
    return WordSplit((_PLAIN_WORD_OR_GAP if plain else _WORD_OR_GAP).split(text), plain)


def find_words(text: str, profile: LanguageProfile) -> list[Word]:
    """The words of a text with their forms and spans.

    >>> from aligner.profiles import get_profile
    >>> [word.stem for word in find_words("L’économie progresse", get_profile("fr"))]
    ['l', 'econom', 'progr']
    """
    split = split_words(text)
    texts, stems, folded = columns_of(forms_of(split, profile))
    bounds = split.bounds
    return [*map(Word, texts, stems, bounds[::2], bounds[1::2], folded)]


def forms_of(split: WordSplit, profile: LanguageProfile) -> list[WordForm]:
    """The forms of the words of a text."""
    return [*map(word_forms(profile).known.__getitem__, split.parts[1::2])]


def columns_of(forms: Sequence[WordForm]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The texts, the stems and the folded forms of words."""
    if not forms:
        return (), (), ()
    texts, stems, folded = zip(*forms, strict=True)
    return texts, stems, folded


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
