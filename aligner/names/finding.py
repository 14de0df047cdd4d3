"""Find the names of a text.

Three readings, each over the words that the one before left: codes such as ``57-NQ/TW``, the longest gazetteer entry
that starts at a word, and runs of capitalised words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from operator import attrgetter

from aligner.folding import fold
from aligner.names.gazetteer import NO_NAME, Entry, Trie
from aligner.names.knowledge import Knowledge, Word, knowledge_of
from aligner.names.runs import name_of_run, runs
from aligner.names.scanning import Scan
from aligner.names.values import FAIR, STRONG, WEAK, Name
from aligner.profiles import LanguageProfile
from aligner.words import WordSplit, split_words

PIECE = 50_000
"""Code points that are read at once; longer texts are read in pieces, so that memory does not grow with them."""

_CODE = re.compile(r"(?<![\w/-])\d{1,5}[-/](?:\d{4}/)?[^\W\d_]{2,8}(?:[-/][^\W\d_]{2,8}){0,3}(?![\w/\u0300-\u036f])")


_START = attrgetter("start")
_STRENGTH = attrgetter("strength")


def find_names(text: str, language: str | LanguageProfile = "vi") -> list[Name]:
    """Find the names of a text, in text order and without overlaps.

    Capitals at the beginning of a sentence are no names by themselves. A text of any length takes linear time. Raises
    ``ValueError`` for an unknown language code and ``TypeError`` for a text that is not a string.

    >>> [(name.kind, name.text) for name in find_names("Ông Lê Văn Tám sống ở Hải Phòng.")]
    [('person', 'Lê Văn Tám'), ('place', 'Hải Phòng')]
    >>> find_names("Hanoï", "fr")[0].key == find_names("Hà Nội", "vi")[0].key
    True
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be a string, not {type(text).__name__}")
    knowledge = knowledge_of(language)
    if len(text) <= PIECE:
        return _names_of(text, split_words(text).parts, knowledge)
    names = []
    start = 0
    while start < len(text):
        end = _piece_end(text, start)
        piece = text[start:end]
        for name in _names_of(piece, split_words(piece).parts, knowledge):
            names.append(replace(name, start=name.start + start, end=name.end + start))
        start = end
    return names


def names_in(text: str, split: WordSplit, profile: LanguageProfile) -> list[Name]:
    """`find_names` of a text that was cut into words before."""
    return _names_of(text, split.parts, knowledge_of(profile)) if len(text) <= PIECE else find_names(text, profile)


def _piece_end(text: str, start: int) -> int:
    """Where to cut a long text: behind the last line, else the last word, that fits into a piece."""
    limit = start + PIECE
    if limit >= len(text):
        return len(text)
    cut = max(text.rfind("\n", start, limit), start)
    cut = cut if cut > start else text.rfind(" ", start, limit)
    return cut + 1 if cut > start else limit


def _names_of(text: str, parts: list[str], knowledge: Knowledge) -> list[Name]:
    scanned = Scan(text, parts, knowledge)
    if not scanned.active and "-" not in text and "/" not in text:
        return []
    taken = bytearray(len(scanned.words))
    names = _codes(scanned, taken)
    names += _known_names(scanned, taken)
    for run in runs(scanned, taken):
        name = name_of_run(scanned, run)
        if name is not None:
            names.append(name)
    if len(names) > 1:
        names.sort(key=_START)
        names = _apart(names)
    return names


def _apart(names: list[Name]) -> list[Name]:
    """Names that do not overlap: of two that do (glued and hyphenated words), the surer stays, else the first."""
    kept = names[:1]
    for name in names[1:]:
        if name.start >= kept[-1].end:
            kept.append(name)
        elif name.strength > kept[-1].strength:
            kept[-1] = name
    return kept


def _codes(scanned: Scan, taken: bytearray) -> list[Name]:
    names: list[Name] = []
    if "-" not in scanned.text and "/" not in scanned.text:
        return names
    for match in _CODE.finditer(scanned.text):
        code = match.group()
        if not any(char.isupper() for char in code):
            continue
        index = (bisect_left(scanned.bounds, match.start()) + 1) // 2
        while index < len(scanned.words) and scanned.end(index) <= match.end():
            taken[index] = 1
            index += 1
        key = "".join(char for char in fold(code) if char.isalnum())
        names.append(Name("code", (key,), match.start(), match.end(), code))
    return names


def _known_names(scanned: Scan, taken: bytearray) -> list[Name]:
    """The longest gazetteer entry at every word that no earlier name took."""
    names = []
    words = scanned.words
    count = len(words)
    for index in scanned.active:
        node = words[index].node
        if node is None or taken[index]:
            continue
        if not node.entries and (index + 1 == count or words[index + 1].form not in node.children):
            continue  # most words that begin an entry are not gone on with: half of the speed
        end, entries = _longest(words, index, node)
        if (
            not entries
            or any(taken[index:end])
            or _ends_person(scanned, taken, index, entries)
            or _doubtful_alone(scanned, taken, index, end, entries)
        ):
            continue
        unsure = _unsure_alone(scanned, index, end)
        if unsure and end < count and words[end].capital and scanned.joined(end):
            continue
        if entries[0].concept != NO_NAME:
            name = _known_name(scanned, index, end, entries)
            names.append(replace(name, strength=WEAK) if unsure else name)
        taken[index:end] = b"\x01" * (end - index)
    return names


def _longest(words: list[Word], start: int, node: Trie) -> tuple[int, list[Entry]]:
    best: tuple[int, list[Entry]] = (start, [])
    index = start + 1
    while True:
        if node.entries:
            fitting = [entry for entry in node.entries if _fits(entry.capitals, words, start)]
            if fitting:
                best = (index, fitting)
        if index == len(words):
            return best
        following = node.children.get(words[index].form)
        if following is None:
            return best
        node = following
        index += 1


def _fits(capitals: tuple[int, ...], words: list[Word], start: int) -> bool:
    for offset, need in enumerate(capitals):
        word = words[start + offset]
        if (need and not word.capital) or (need == 2 and not word.upper):
            return False
    return True


def _unsure_alone(scanned: Scan, start: int, end: int) -> bool:
    """True for a one-word entry that opens a sentence and may be a plain word there: `Đức` is Germany, and virtue."""
    if end - start > 1 or len(scanned.words) == 1:
        return False
    word = scanned.words[start]
    return word.capital and word.syllable and word.form in scanned.knowledge.unsure_alone and scanned.initial(start)


def _doubtful_alone(scanned: Scan, taken: bytearray, start: int, end: int, entries: list[Entry]) -> bool:
    """True for a one-word entry that is more likely a part of another name (Nga in Nguyễn Thị Nga), or a plain word."""
    word = scanned.words[start]
    if end - start > 1 or not word.capital:
        return False
    if not word.syllable:
        return entries[0].kind == "person" and start > 0 and not taken[start - 1] and _is_forename(scanned, start - 1)
    if start and not taken[start - 1] and scanned.joined(start):
        titled = scanned.words[start - 1].form in scanned.knowledge.titles and entries[0].strength < STRONG
        if titled or _is_name_syllable(scanned, start - 1):
            return True
    return (
        end < len(scanned.words)
        and scanned.joined(end)
        and _is_name_syllable(scanned, end)
        and not _starts_known_name(scanned.words, end)
    )


def _ends_person(scanned: Scan, taken: bytearray, start: int, entries: list[Entry]) -> bool:
    """True for a place that is rather the given name after a family name (Nguyễn Hòa Bình)."""
    if entries[0].kind != "place" or start == 0 or taken[start - 1] or not scanned.joined(start):
        return False
    word = scanned.words[start - 1]
    return word.family and word.capital and not word.upper and not (word.head or word.opener or word.common)


def _is_forename(scanned: Scan, index: int) -> bool:
    """True where another forename stands before a family name (Brigitte Macron is not the Macron that is known)."""
    word = scanned.words[index]
    if not word.capital or word.upper or not scanned.joined(index + 1):
        return False
    return not (word.common or word.opener or word.head or word.syllable)


def _is_name_syllable(scanned: Scan, index: int) -> bool:
    word = scanned.words[index]
    if not word.capital or not word.syllable or word.upper or word.common or word.opener:
        return False
    return not word.head or (index > 0 and scanned.joined(index) and scanned.words[index - 1].capital)


def _starts_known_name(words: list[Word], index: int) -> bool:
    node = words[index].node
    return node is not None and bool(_longest(words, index, node)[1])


def _known_name(scanned: Scan, start: int, end: int, entries: list[Entry]) -> Name:
    first, last = scanned.start(start), scanned.end(end - 1)
    best, parts = entries[0], entries[0].parts
    key: tuple[str, ...] = (best.concept,)
    if len(entries) > 1:
        best = max(entries, key=_STRENGTH)
        key = tuple(sorted({entry.concept for entry in entries if entry.concept != NO_NAME}))
        parts = tuple(dict.fromkeys(part for entry in entries for part in entry.parts))
    strength = best.strength
    if scanned.heading and end - start == 1 and strength == STRONG:
        strength = FAIR
    return Name(best.kind, key, first, last, scanned.text[first:last], strength, parts)
