"""A text as classified words with their places, and what stands between them."""

from __future__ import annotations

from itertools import accumulate, compress

from aligner.names.knowledge import Knowledge

HEADING_WORDS = 8
"""From this many words on, a text of capitals is a heading; shorter ones may well be a name."""
HEADING_SHARE = 0.75
"""Share of capitalised words from which on a long text is a heading, whose capitals say nothing."""
LONGEST_GAP = 3
"""Characters between two words of a sentence; what is longer (blank lines, rules) separates texts."""

LONGEST_GLOSS = 80
"""Characters of the longest gloss in brackets that is recognised as one."""

_SENTENCE_BREAKS = frozenset('.!?…:;\n“"«•|–—*[‘')
_JOINERS = frozenset((" ", "-", "’", "'", "\u00a0", "\u202f", "‑"))
_INITIAL_JOINERS = frozenset((". ", ".\u00a0", ".-", "."))


class Scan:
    """The words of a text, what stands between them, which are capitalised, and whether that tells anything.

    ``gaps[index]`` stands before the word of that index; ``active`` are the words that may begin a name.
    """

    __slots__ = ("_bounds", "_parts", "active", "capitals", "gaps", "heading", "knowledge", "text", "words")

    def __init__(self, text: str, parts: list[str], knowledge: Knowledge) -> None:
        self.text = text
        self.knowledge = knowledge
        self._parts = parts
        self._bounds: list[int] | None = None
        self.gaps = parts[::2]
        found = parts[1::2]
        self.words = words = [*map(knowledge.words.__getitem__, found)]
        self.active = [*compress(range(len(found)), map(knowledge.active.__getitem__, found))]
        self.capitals = capitals = [index for index in self.active if words[index].marked]
        self.heading = len(words) >= HEADING_WORDS and len(capitals) >= HEADING_SHARE * len(words)

    @property
    def bounds(self) -> list[int]:
        """Where each word starts and ends, in turn; worked out only for a text that holds a name."""
        if self._bounds is None:
            self._bounds = [*accumulate(map(len, self._parts))]
        return self._bounds

    def start(self, index: int) -> int:
        """Where the word starts."""
        return self.bounds[2 * index]

    def end(self, index: int) -> int:
        """Where the word ends."""
        return self.bounds[2 * index + 1]

    def initial(self, index: int) -> bool:
        """True where a sentence may begin with the word, so that its capital says nothing."""
        if index == 0:
            return True
        gap = self.gaps[index]
        if gap == " ":
            return False
        if len(gap) > LONGEST_GAP:
            return True
        if _SENTENCE_BREAKS.isdisjoint(gap):
            return False
        previous = self.words[index - 1]
        abbreviated = previous.folded in self.knowledge.abbreviations or (previous.capital and len(previous.form) == 1)
        return not (gap[0] == "." and gap.strip() == "." and abbreviated)

    def bracketed(self, index: int) -> bool:
        """True where the word stands in round brackets, as glosses do (and translations of them need not)."""
        if "(" not in self.text:
            return False
        start = self.start(index)
        opened = self.text.rfind("(", max(0, start - LONGEST_GLOSS), start)
        return opened >= 0 and self.text.find(")", opened, start) < 0

    def cue(self, index: int) -> str:
        """What the word before announces, over connectors (`commune de`): person, place or nothing."""
        while index > 0 and self.joined(index):
            index -= 1
            word = self.words[index]
            if word.form not in self.knowledge.connectors:
                return word.cue
        return ""

    def hyphenated(self, index: int) -> bool:
        """True where the word hangs on the one before it by a hyphen (the syllables of a transcription: `Mi-xa-en`)."""
        return index > 0 and self.gaps[index] == "-"

    def addressed(self, index: int) -> bool:
        """True behind a form of address or title (`bà Hoa`)."""
        return index > 0 and self.joined(index) and self.words[index - 1].form in self.knowledge.titles

    def joined(self, index: int) -> bool:
        """True where the word and the one before it may belong to one name."""
        if index == 0:
            return False
        gap = self.gaps[index]
        if gap == " " or gap in _JOINERS:
            return True
        if gap not in _INITIAL_JOINERS:
            return False
        previous = self.words[index - 1]
        return len(previous.form) == 1 or previous.folded in self.knowledge.abbreviations
