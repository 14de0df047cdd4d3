"""A text as classified words with their places, and what stands between them."""

from __future__ import annotations

from dataclasses import dataclass

from aligner.names.knowledge import Knowledge, Word
from aligner.names.words import WORD

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


@dataclass(frozen=True, slots=True)
class Scan:
    """The words of a text, where they start and end, which are capitalised, and whether that tells anything."""

    text: str
    words: list[Word]
    starts: list[int]
    ends: list[int]
    capitals: list[int]
    heading: bool
    knowledge: Knowledge

    def initial(self, index: int) -> bool:
        """True where a sentence may begin with the word, so that its capital says nothing."""
        if index == 0:
            return True
        start, end = self.ends[index - 1], self.starts[index]
        if end - start > LONGEST_GAP:
            return True
        gap = self.text[start:end]
        if gap == " " or not any(char in _SENTENCE_BREAKS for char in gap):
            return False
        previous = self.words[index - 1]
        abbreviated = previous.folded in self.knowledge.abbreviations or (previous.capital and len(previous.form) == 1)
        return not (gap[0] == "." and gap.strip() == "." and abbreviated)

    def bracketed(self, index: int) -> bool:
        """True where the word stands in round brackets, as glosses do (and translations of them need not)."""
        start = self.starts[index]
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
        return index > 0 and self.text[self.ends[index - 1] : self.starts[index]] == "-"

    def addressed(self, index: int) -> bool:
        """True behind a form of address or title (`bà Hoa`)."""
        return index > 0 and self.joined(index) and self.words[index - 1].form in self.knowledge.titles

    def joined(self, index: int) -> bool:
        """True where the word and the one before it may belong to one name."""
        if index == 0:
            return False
        start, end = self.ends[index - 1], self.starts[index]
        if end - start > 2:
            return False
        gap = self.text[start:end]
        if gap in _JOINERS:
            return True
        previous = self.words[index - 1]
        return gap in _INITIAL_JOINERS and (len(previous.form) == 1 or previous.folded in self.knowledge.abbreviations)


def scan(text: str, knowledge: Knowledge) -> Scan:
    """Classify the words of a text."""
    known, classify = knowledge.words.get, knowledge.word
    found: list[str] = WORD.findall(text)
    words = [known(word) or classify(word) for word in found]
    starts, ends, end = [], [], 0
    for word in found:  # twice as fast as match objects: only separators stand between the end and the next start
        start = text.find(word, end)
        end = start + len(word)
        starts.append(start)
        ends.append(end)
    capitals = [index for index, word in enumerate(words) if word.capital or word.code]
    heading = len(words) >= HEADING_WORDS and len(capitals) >= HEADING_SHARE * len(words)
    return Scan(text, words, starts, ends, capitals, heading, knowledge)
