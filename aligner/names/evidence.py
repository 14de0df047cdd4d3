"""What one text offers to explain a name of the other: its names by reading and by word, and its letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from aligner.folding import fold
from aligner.names.knowledge import knowledge_of
from aligner.names.transcription import sound_alike
from aligner.names.values import Name
from aligner.names.words import WORD, folded_words, joined_form

LONGEST_GRAM = 5
"""Words of the longest stretch that is looked up written together."""
MANY_WORDS = 200
"""Words of names up to which each is compared by ear; a text with more is a list, compared by letters only."""
GRAM_WORDS = 20_000
"""Words of a text up to which its stretches are indexed; beyond it single words must do, to bound the memory."""
CONTENT_LETTERS = 3
"""Letters from which on a word of a foreign name identifies somebody (not `de`, `St`)."""


class Verdict(Enum):
    """How the other text accounts for a name."""

    OPEN = "nothing there explains it"
    EXPLAINED = "it is there"
    CLASH = "a name there shares a word with it and differs in another"


@dataclass(frozen=True, slots=True)
class Explanation:
    """A verdict and the name that it rests on, where there is one."""

    verdict: Verdict
    partner: Name | None = None


class Side:
    """The evidence of one text, indexed."""

    __slots__ = ("by_key", "by_word", "concepts", "grams", "length", "names", "sounds", "unigrams")

    def __init__(self, names: Sequence[Name], text: str) -> None:
        self.names = names
        self.by_key: dict[str, Name] = {}
        self.by_word: dict[str, Name] = {}
        self.concepts: set[str] = set()
        for name in names:
            for key in name.key:
                self.by_key.setdefault(key, name)
            self.concepts.update(name.key, name.parts)
            for word in folded_words(name.text):
                self.by_word.setdefault(word, name)
        found = WORD.findall(text or " ".join(name.text for name in names))
        words = [fold(word) for word in found]
        self.sounds = {word for word, written in zip(words, found, strict=True) if written[0].isupper()}
        self.length = len(words)
        self.unigrams = set(words)
        self.grams = set(words)
        if len(words) > GRAM_WORDS:
            return
        rows: list[str] = words
        for length in range(1, LONGEST_GRAM):
            rows = [row + word for row, word in zip(rows, words[length:], strict=False)]
            self.grams.update(rows)

    def explain(self, name: Name, own: Side) -> Explanation:
        """How this text accounts for a name of `own`, the other text."""
        for key in name.key:
            partner = self.by_key.get(key)
            if partner is not None:
                return Explanation(Verdict.EXPLAINED, partner)
        words = folded_words(name.text)
        if joined_form(name.text) in self.grams or not self.concepts.isdisjoint(name.key):
            return Explanation(Verdict.EXPLAINED, self.by_word.get(words[-1]) if words else None)
        if name.parts and not self.concepts.isdisjoint(name.parts) and len(own.names) > len(self.names):
            return Explanation(Verdict.OPEN)
        if name.kind == "code" or not words:
            return Explanation(Verdict.OPEN)
        if is_syllables(words):
            return self._explain_syllables(name, words)
        return self._explain_words(name, words, own)

    def _explain_syllables(self, name: Name, words: tuple[str, ...]) -> Explanation:
        """A person named in part: the given name of a full name, the full name of a given one, or another order."""
        partner = self.by_word.get(words[-1])
        if partner is None or name.kind == "place":
            return Explanation(Verdict.OPEN)
        others = folded_words(partner.text)
        shorter, longer = sorted((words, others), key=len)
        if longer[-len(shorter) :] == shorter or sorted(words) == sorted(others):
            return Explanation(Verdict.EXPLAINED, partner)
        return Explanation(Verdict.OPEN)

    def _explain_words(self, name: Name, words: tuple[str, ...], own: Side) -> Explanation:
        """A name of foreign words: enough that one of them is there, unless both sides have others besides."""
        content = _content(words)
        here = [word for word in content if self.holds(word, is_known(name))]
        if not here and name.kind == "person":
            here = [word for word in words if len(word) >= CONTENT_LETTERS and word in self.unigrams]
        if not here:
            return Explanation(Verdict.OPEN)
        partner = next((self.by_word[word] for word in here if word in self.by_word), None)
        if partner is not None and is_known(name) and is_known(partner):
            return Explanation(Verdict.OPEN)
        if len(here) == len(content) or partner is None:
            return Explanation(Verdict.EXPLAINED, partner)
        clash = any(not own.holds(word) for word in _content(folded_words(partner.text)))
        return Explanation(Verdict.CLASH if clash else Verdict.EXPLAINED, partner)

    def holds(self, word: str, known: bool = False) -> bool:
        """True where the word, or one that sounds like it, stands in the text; two known names never sound alike."""
        if word in self.grams:
            return True
        if len(self.sounds) > MANY_WORDS:
            return False
        for other in self.sounds:
            if sound_alike(word, other) and not (known and other in self.by_word and is_known(self.by_word[other])):
                return True
        return False


def is_known(name: Name) -> bool:
    """True for a name from a gazetteer."""
    return name.key[0].startswith("@")


def is_syllables(words: Sequence[str]) -> bool:
    """True for folded words that could all be syllables of a monosyllabic language."""
    syllables = knowledge_of("und").syllables
    return all(word in syllables for word in words)


def _content(words: Sequence[str]) -> list[str]:
    """The words of a foreign name that tell it from others; syllables in it may be translations (Hạ Manhattan)."""
    knowledge = knowledge_of("und")
    telling = [word for word in words if len(word) >= CONTENT_LETTERS and word not in knowledge.common]
    return [word for word in telling if word not in knowledge.syllables] or telling or list(words)
