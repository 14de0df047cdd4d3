"""Look-ups by word and by phrase, made to fail fast: most words of a text begin nothing."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

BEGINS = frozenset(("",))
"""Stands for the next words of a word that begins a quantity by itself."""
NO_WORDS: frozenset[str] = frozenset()
KEPT_WORDS, LONGEST_WORD = 200_000, 40
"""Words whose role is kept, some 20 MB at most, and the length of a word that is likely to come again."""

T = TypeVar("T")


class Phrases(Generic[T]):
    """Phrases of one or more words, found at (or just before) a token; the longest wins.

    >>> table = Phrases({"phần trăm": 1, "phần": 2})
    >>> table.at(["hai", "phần", "trăm"], 1), table.before(["hai", "phần"], 2)
    ((1, 2), (2, 1))
    """

    __slots__ = ("_first", "_last", "_second")

    def __init__(self, entries: Mapping[str, T]) -> None:
        self._first: dict[str, list[tuple[list[str], T]]] = {}
        self._last: dict[str, list[tuple[list[str], T]]] = {}
        for phrase, value in sorted(entries.items(), key=lambda entry: -entry[0].count(" ")):
            words = phrase.split()
            self._first.setdefault(words[0], []).append((words, value))
            self._last.setdefault(words[-1], []).append((words, value))
        self._second = {first: _seconds([words for words, _ in found]) for first, found in self._first.items()}

    def at(self, words: Sequence[str], index: int) -> tuple[T, int] | None:
        """The value of the longest phrase that starts at the index, and its length in words."""
        if index >= len(words) or words[index] not in self._first:
            return None
        for phrase, value in self._first[words[index]]:
            if len(phrase) == 1 or words[index : index + len(phrase)] == phrase:
                return value, len(phrase)
        return None

    def before(self, words: Sequence[str], index: int) -> tuple[T, int] | None:
        """The value of the longest phrase that ends just before the index, and its length in words."""
        if index < 1 or words[index - 1] not in self._last:
            return None
        for phrase, value in self._last[words[index - 1]]:
            if len(phrase) == 1 or (index >= len(phrase) and words[index - len(phrase) : index] == phrase):
                return value, len(phrase)
        return None

    def __contains__(self, word: str) -> bool:
        """Whether a phrase starts with the word."""
        return word in self._first

    def may_start(self, words: Sequence[str], index: int) -> bool:
        """Whether the word and the next begin a phrase: cheaper than ``at``, and most words fail here."""
        second = self.second_words(words[index])
        return second is BEGINS or (index + 1 < len(words) and words[index + 1] in second)

    def second_words(self, word: str) -> frozenset[str]:
        """The second words of the phrases that start with a word; ``BEGINS`` where the word is one by itself."""
        return self._second.get(word, NO_WORDS)

    def alone(self) -> dict[str, T]:
        """The values of phrases of one word that begins no longer one."""
        return {first: found[0][1] for first, found in self._first.items() if len(found) == len(found[0][0]) == 1}

    def first_words(self, wanted: Callable[[T], bool] = lambda value: True) -> Iterable[str]:
        """The words that a phrase with a wanted value may start with."""
        return [word for word, found in self._first.items() if any(wanted(value) for _, value in found)]

    def last_words(self, unwanted: Container[T]) -> frozenset[str]:
        """The words that a phrase may end with, but for phrases with an unwanted value."""
        return frozenset(w for w, found in self._last.items() if any(value not in unwanted for _, value in found))


def _seconds(phrases: list[list[str]]) -> frozenset[str]:
    return BEGINS if any(len(words) == 1 for words in phrases) else frozenset(words[1] for words in phrases)


class Roles(dict[str, frozenset[str]]):
    """Which words may begin a quantity, worked out when they are first met: a look-up at the speed of a dict.

    ``BEGINS`` says that the word does, whatever follows; else the words are told one of which must follow it.
    """

    def __init__(self, numbers: frozenset[str], phrases: Phrases[T]) -> None:
        super().__init__()
        self._numbers = numbers
        self._phrases = phrases

    def __missing__(self, word: str) -> frozenset[str]:
        role = BEGINS if word in self._numbers or not word.isalpha() else self._phrases.second_words(word)
        if len(word) <= LONGEST_WORD:
            if len(self) >= KEPT_WORDS:
                self.clear()
            self[word] = role
        return role
