"""What one text offers to explain a name of the other: its names by reading and by word, and its letters."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from operator import add
from typing import NamedTuple

from aligner.folding import fold
from aligner.names.knowledge import knowledge_of
from aligner.names.transcription import sound_alike
from aligner.names.values import Name
from aligner.names.words import folded_words
from aligner.words import WORD

LONGEST_GRAM = 5
"""Words of the longest stretch that is looked up written together."""
MANY_WORDS = 200
"""Words of names up to which each is compared by ear; a text with more is a list, compared by letters only."""
SEARCHES = 16
"""Forms that are searched for in a text letter by letter; more of them are worth a list of its stretches."""
GRAM_WORDS = 20_000
"""Words of a text up to which its stretches are indexed; beyond it single words must do, to bound the memory."""
CONTENT_LETTERS = 3
"""Letters from which on a word of a foreign name identifies somebody (not `de`, `St`)."""


class Verdict(Enum):
    """How the other text accounts for a name."""

    OPEN = "nothing there explains it"
    EXPLAINED = "it is there"
    CLASH = "a name there shares a word with it and differs in another"


class Explanation(NamedTuple):
    """A verdict and the name that it rests on, where there is one."""

    verdict: Verdict
    partner: Name | None = None


OPEN = Explanation(Verdict.OPEN)


class Side:
    """The evidence of one text: its names by key at once, everything else only when a name has to be looked for.

    Most names of a text find theirs by key, and most texts are never read again.
    """

    __slots__ = (
        *("_asked", "_by_word", "_concepts", "_folded", "_grams", "_sounds", "_text", "_words", "_written"),
        *("by_key", "letters", "names"),
    )

    def __init__(self, names: Sequence[Name], text: str, folded: Sequence[str] | None = None) -> None:
        self.names = names
        self._folded = folded
        self.by_key: dict[str, Name] = {}
        for name in names:
            for key in name.key:
                self.by_key.setdefault(key, name)
        self._text = text
        self._asked = 0
        self.letters = ""
        self._written: list[str] | None = None
        self._words: set[str] | None = None
        self._by_word: dict[str, Name] | None = None
        self._concepts: set[str] | None = None
        self._grams: set[str] | None = None
        self._sounds: frozenset[str] | None = None

    @property
    def by_word(self) -> dict[str, Name]:
        """The first name that holds a folded word."""
        if self._by_word is None:
            self._by_word = {}
            for name in self.names:
                for word in folded_words(name.text):
                    self._by_word.setdefault(word, name)
        return self._by_word

    @property
    def concepts(self) -> set[str]:
        """What the names are or hold."""
        if self._concepts is None:
            self._concepts = {concept for name in self.names for concept in (*name.key, *name.parts)}
        return self._concepts

    @property
    def written(self) -> list[str]:
        """The words of the text as they are written."""
        if self._written is None:
            self._written = WORD.findall(self._text or " ".join(name.text for name in self.names))
        return self._written

    @property
    def folded(self) -> Sequence[str]:
        """The same, folded."""
        if self._folded is None:
            self._folded = [*map(fold, self.written)]
        return self._folded

    @property
    def length(self) -> int:
        """Words of the text."""
        return len(self.folded)

    @property
    def unigrams(self) -> set[str]:
        """The folded words of the text, each once."""
        if self._words is None:
            self.letters = "".join(self.folded)
            self._words = set(self.folded)
        return self._words

    @property
    def sounds(self) -> frozenset[str]:
        """The folded words that are written with a capital."""
        if self._sounds is None:
            self._sounds = frozenset(fold(word) for word in self.written if word[0].isupper())
        return self._sounds

    def contains(self, form: str) -> bool:
        """True where the form is a word of the text, or up to ``LONGEST_GRAM`` of them written together.

        The letters of the text tell most forms that are not there; the stretches are listed only for one that may be
        there, or where so many forms are asked for that a search for each would no longer be linear.
        """
        if form in self.unigrams:
            return True
        if self._grams is None:
            self._asked += 1
            if self._asked <= SEARCHES and form not in self.letters:
                return False
            self._grams = _stretches(self.folded)
        return form in self._grams

    def explain(self, name: Name, own: Side) -> Explanation:
        """How this text accounts for a name of `own`, the other text."""
        for key in name.key:
            partner = self.by_key.get(key)
            if partner is not None:
                return Explanation(Verdict.EXPLAINED, partner)
        words = folded_words(name.text)
        if not self.concepts.isdisjoint(name.key) or self.contains("".join(words)):
            return Explanation(Verdict.EXPLAINED, self.by_word.get(words[-1]) if words else None)
        if name.parts and not self.concepts.isdisjoint(name.parts) and len(own.names) > len(self.names):
            return OPEN
        if name.kind == "code" or not words:
            return OPEN
        if is_syllables(words):
            return self._explain_syllables(name, words)
        return self._explain_words(name, words, own)

    def _explain_syllables(self, name: Name, words: tuple[str, ...]) -> Explanation:
        """A person named in part: the given name of a full name, the full name of a given one, or another order."""
        partner = self.by_word.get(words[-1])
        if partner is None or name.kind == "place":
            return OPEN
        others = folded_words(partner.text)
        shorter, longer = sorted((words, others), key=len)
        if longer[-len(shorter) :] == shorter or sorted(words) == sorted(others):
            return Explanation(Verdict.EXPLAINED, partner)
        return OPEN

    def _explain_words(self, name: Name, words: tuple[str, ...], own: Side) -> Explanation:
        """A name of foreign words: enough that one of them is there, unless both sides have others besides."""
        content = _content(words)
        here = [word for word in content if self.holds(word, is_known(name))]
        if not here and name.kind == "person":
            here = [word for word in words if len(word) >= CONTENT_LETTERS and word in self.unigrams]
        if not here:
            return OPEN
        partner = next((self.by_word[word] for word in here if word in self.by_word), None)
        if partner is not None and is_known(name) and is_known(partner):
            return OPEN
        if len(here) == len(content) or partner is None:
            return Explanation(Verdict.EXPLAINED, partner)
        clash = any(not own.holds(word) for word in _content(folded_words(partner.text)))
        return Explanation(Verdict.CLASH if clash else Verdict.EXPLAINED, partner)

    def holds(self, word: str, known: bool = False) -> bool:
        """True where the word, or one that sounds like it, stands in the text; two known names never sound alike."""
        if self.contains(word):
            return True
        if len(self.sounds) > MANY_WORDS:
            return False
        for other in self.sounds:
            if sound_alike(word, other) and not (known and other in self.by_word and is_known(self.by_word[other])):
                return True
        return False


def _stretches(words: Sequence[str]) -> set[str]:
    """Up to ``LONGEST_GRAM`` words in a row, written together; of a long text, its words alone."""
    grams = set(words)
    if len(words) > GRAM_WORDS:
        return grams
    rows = [*words]
    for length in range(1, LONGEST_GRAM):
        rows = [*map(add, rows, words[length:])]
        grams.update(rows)
    return grams


def is_known(name: Name) -> bool:
    """True for a name from a gazetteer."""
    return name.key[0].startswith("@")


def is_syllables(words: Sequence[str]) -> bool:
    """True for folded words that could all be syllables of a monosyllabic language."""
    return knowledge_of("und").syllables.issuperset(words)


def _content(words: Sequence[str]) -> list[str]:
    """The words of a foreign name that tell it from others; syllables in it may be translations (Hạ Manhattan)."""
    knowledge = knowledge_of("und")
    telling = [word for word in words if len(word) >= CONTENT_LETTERS and word not in knowledge.common]
    return [word for word in telling if word not in knowledge.syllables] or telling or list(words)
