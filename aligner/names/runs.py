"""Runs of capitalised words that no gazetteer knows, and what they are worth.

A capital says little by itself: every sentence starts with one, and institutions capitalise their first word. A run is
judged by what it is made of: foreign words in a language of syllables, a family name in front, a cue such as *commune*
or *ông* before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligner.names.knowledge import Word
from aligner.names.scanning import Scan
from aligner.names.values import FAIR, STRONG, WEAK, Name
from aligner.names.words import joined_form

LONGEST_NAME = 120
"""Code points of the longest name; a longer word is noise."""
LONGEST_RUN = 10
"""More capitalised words in a row are a heading in capitals or noise, not a name."""
BARE_WORDS = 2
"""Words of a text that may be nothing but a name, so that its first capital counts."""
FULL_NAME = (3, 4)
"""Syllables of a full person name."""
LONGEST_MIXED = 4
"""Words of the longest run of foreign words and syllables that is kept whole (Kim Jong Un)."""
LONGEST_PERSON = 5
"""Syllables of the longest person name that a family name in front is enough for."""


def runs(scanned: Scan, taken: bytearray) -> Iterator[tuple[int, int]]:
    """Ranges ``(first, end)`` of word indices: capitalised words that belong together, without common words."""
    start = end = -1
    for index in scanned.capitals:
        if taken[index] or index < end:
            continue
        if scanned.words[index].common and not (index == end and _continues_person(scanned, start, index)):
            continue
        if index != end or not scanned.joined(index):
            if start >= 0:
                yield from _trimmed(scanned, start, end)
            start = index
        end = index + 1
        while end < len(scanned.words) and scanned.knowledge.native and scanned.hyphenated(end):
            end += 1
    if start >= 0:
        yield from _trimmed(scanned, start, end)


def _continues_person(scanned: Scan, start: int, index: int) -> bool:
    """True for a common word inside a person's name: `Anh` and `Trung` are given names after a family name."""
    words = scanned.words
    return words[start].family and words[index].syllable and scanned.joined(index)


def _trimmed(scanned: Scan, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The run without the words that open a sentence or an institution's name; nothing if it is too long."""
    words = scanned.words
    if end - start > LONGEST_RUN:
        return
    while start < end and words[start].opener and not _opens_person(scanned, start, end):
        start += 1
    if start == end:
        return
    if words[start].head and (scanned.cue(start) == "place" or scanned.addressed(start)):
        yield start, end
        return
    while start < end and words[start].head and not (words[start].family and end - start > 2):
        start += 1
    if start < end:
        yield start, end


def _opens_person(scanned: Scan, start: int, end: int) -> bool:
    """True for a word that opens sentences and is a family name too, before at least two syllables (Le Van Tam)."""
    words = scanned.words
    return words[start].family and end - start > 2 and all(word.syllable for word in words[start:end])


def _foreign_part(scanned: Scan, start: int, end: int) -> tuple[int, int]:
    """The run from its first to its last foreign word (and what is hyphenated), where the rest is likely no name."""
    if not scanned.heading and end - start <= LONGEST_MIXED:
        return start, end
    foreign = [index for index, word in enumerate(scanned.words[start:end], start) if word.foreign]
    if not foreign:
        return start, end
    first, last = foreign[0], foreign[-1] + 1
    while last < end and scanned.hyphenated(last):
        last += 1
    return first, last


def name_of_run(scanned: Scan, run: tuple[int, int]) -> Name | None:
    """The name that a run is, or nothing."""
    start, end = _foreign_part(scanned, *run)
    strength, kind = _judge(scanned, start, end)
    words = scanned.words[start:end]
    if strength < 0 or all(len(word.form) < 2 for word in words):
        return None
    if scanned.heading and strength == STRONG and not _stands_out(words):
        strength = WEAK
    first, last = scanned.start(start), scanned.end(end - 1)
    if last - first > LONGEST_NAME:
        return None
    text = scanned.text[first:last]
    if strength == STRONG and scanned.bracketed(start):
        strength = FAIR
    return Name(kind, (joined_form(text),), first, last, text, strength)


def _stands_out(words: Sequence[Word]) -> bool:
    """True for what is a name even among capitals: a foreign word, or a family name with two or three syllables."""
    full = words[0].family and FULL_NAME[0] <= len(words) <= FULL_NAME[1] and all(word.syllable for word in words)
    return full or any(word.foreign for word in words)


def _judge(scanned: Scan, start: int, end: int) -> tuple[int, str]:
    """Strength and kind of a run; a negative strength is no name at all."""
    if end - start == 1:
        return _judge_word(scanned, start)
    words = scanned.words[start:end]
    if not all(word.marked for word in words):
        return FAIR, "person"
    cue = scanned.cue(start)
    if all(word.syllable and not word.upper for word in words):
        return _judge_syllables(scanned, start, end, cue)
    if scanned.knowledge.native:
        return (STRONG if any(word.foreign for word in words) else WEAK), cue or "person"
    if scanned.knowledge.capitals_are_names:
        return STRONG, cue or "person"
    return FAIR, cue or "other"


def _judge_word(scanned: Scan, index: int) -> tuple[int, str]:
    """Strength and kind of a run of one word."""
    word, knowledge = scanned.words[index], scanned.knowledge
    if not word.marked:
        return FAIR, "person"
    if word.upper or word.code:
        return FAIR, "code" if word.code else "acronym"
    if word.syllable:
        if scanned.initial(index):
            return -1, "other"
        cue = scanned.cue(index)
        return FAIR if cue or not knowledge.native else -1, cue or "other"
    if knowledge.native:
        return STRONG if word.foreign else WEAK, scanned.cue(index) or "other"
    if scanned.initial(index):
        return (FAIR if len(scanned.words) <= BARE_WORDS else -1), "other"
    return STRONG if knowledge.capitals_are_names else FAIR, scanned.cue(index) or "other"


def _judge_syllables(scanned: Scan, start: int, end: int, cue: str) -> tuple[int, str]:
    """Strength and kind of a run of two or more syllables."""
    words = scanned.words[start:end]
    if cue == "place":
        return STRONG, "place"
    if words[0].family and len(words) <= LONGEST_PERSON and not (words[0].head and len(words) == 2):
        return STRONG, "person"
    if cue:
        return STRONG, cue
    return (FAIR if scanned.knowledge.native else STRONG), "other"
