"""Vietnamese from before Unicode: TCVN3, VNI, VISCII and Windows-1258, read by a crawler as if it were Windows-1252.

Such a page is full of letters, but of the wrong ones: ``Céng hoµ x· héi`` (TCVN3), ``Coäng hoøa xaõ hoäi`` (VNI). Which
stands for which are tables (``rules/encodings``); the question is when to use them. A text is converted only when
nearly all its words with marks are Vietnamese syllables *after* conversion (`corpus.syllables`) and most of them were
none *before*. Right French or Vietnamese passes neither test, and what passes for one encoding passes for no other.

Lines that hold Vietnamese letters of Unicode are right already, and stay: a site's frame may be newer than its text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, islice
from pathlib import Path

from aligner.profiles import read_table
from corpus.syllables import is_syllable

_TABLES = Path(__file__).parent / "rules" / "encodings"

LEAST_WORDS = 10
"""Words with marks below which a text is too short to tell; a lead paragraph has more."""
MOST_WORDS = 5_000
"""Words with marks after which no more are looked at to tell; some ten articles."""
LEAST_READ = 0.9
"""Share of the words with marks that must be syllables after conversion. The sample's pages, encoded and read back:
0.99 and more (the rest are names and loans), at most 0.63 by the table of another encoding; French at most 0.36."""
LEAST_CHANGED = 0.5
"""Share of the words with marks that must become syllables by conversion: 0.60 and more there, French at most 0.12."""
LEAST_LONG = 100
"""Words with marks from which on a text without any `LOST_LETTER`, one word in fifteen, has lost it."""
LOST_LETTER = "ư"
"""Its code in TCVN3 is the soft hyphen, which many programs drop."""
LONGEST_WORD = 20
"""Characters of the longest run that may be a word; the longest syllable, in VNI, has ten."""
LEAST_LINE = 0.5
"""Share of a line's words with marks that must be syllables after conversion; other lines of the text, such as a French
one, stay as they are."""

_UNICODE_LETTER = re.compile(
    "[\u0100-\u0151\u0154-\u015f\u0162-\u0177\u0179-\u017c\u0180-\u0191\u0193-\u024f\u1e00-\u1eff]"
)
"""Letters that Windows-1252 does not have: a line with one of them was read right."""

_CACHED_WORDS = 8192

# What begins a sentence was a capital of another font.
_SENTENCE_START = re.compile(
    r"((?:^|[.!?…][”\"]?\s|<(?:p|br|div|td|li|h[1-6]|title)(?:\s[^<>]{0,200})?/?>)\s?[“\"(]?)([à-ỹ])", re.I
)

# Windows-1252 has punctuation, or nothing, for the codes 0x80 to 0x9F, which are letters in VISCII.
_TO_WINDOWS = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)}
_FROM_WINDOWS = {ord(shown): code for code, shown in _TO_WINDOWS.items()}
_PUNCTUATION = "".join(shown for code, shown in _TO_WINDOWS.items() if shown != chr(code))


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding from before Unicode.

    ``name`` is that of its table and of the repair, ``title`` what people call it. ``telling`` are codes of its ``đ``
    or ``à``, which any text has: where all are missing, no more is looked at. ``own_controls``: it has letters where
    Windows-1252 has punctuation. ``small_tones``: capitals with a tone look like small letters.
    """

    name: str
    title: str
    telling: frozenset[str]
    own_controls: bool = False
    small_tones: bool = False


ENCODINGS = (
    Encoding("tcvn3", "TCVN3 (ABC)", frozenset("®µ"), small_tones=True),
    Encoding("vni", "VNI", frozenset("ñÑ")),
    Encoding("viscii", "VISCII", frozenset("ð"), own_controls=True),
    Encoding("windows_1258", "Windows-1258", frozenset("ð")),
)


@dataclass(frozen=True, slots=True)
class Legacy:
    """A text in an old encoding: which, and the text as it was meant; ``None`` where letters were lost on the way."""

    encoding: Encoding
    text: str | None


def read_legacy(text: str) -> Legacy | None:
    """Recognise and convert a text whose Vietnamese is in an old encoding; ``None`` for any other text.

    >>> text = "§oµn c«ng t¸c cña tØnh ®Õn th¨m c¸c gia ®×nh bÞ thiÖt h¹i do b\\xb7o vµ tÆng quµ cho häc sinh nghÌo."
    >>> found = read_legacy(text)
    >>> found.encoding.title, found.text
    ('TCVN3 (ABC)', 'Đoàn công tác của tỉnh đến thăm các gia đình bị thiệt hại do bão và tặng quà cho học sinh nghèo.')
    >>> read_legacy("La municipalité a créé dès l'été un café à côté du marché, près de l'église Señor ®.") is None
    True
    """
    present = frozenset(text)
    for encoding in ENCODINGS:
        if encoding.telling.isdisjoint(present):
            continue
        lines = text.split("\n")
        counts = _count(encoding, lines)
        if counts.tell():
            return Legacy(encoding, None if counts.lacking() else _convert(encoding, lines))
    return None


def convert(text: str, encoding: Encoding) -> str:
    """A text of which the encoding is known, such as the title of a page, as it was meant.

    >>> convert("Céng hoµ x\\xb7 héi chñ nghÜa ViÖt Nam", ENCODINGS[0])
    'Cộng hoà xã hội chủ nghĩa Việt Nam'
    """
    return _convert(encoding, text.split("\n"))


def read_legacy_bytes(data: bytes) -> Legacy | None:
    """The same for the bytes of a page that is no UTF-8.

    >>> data = "Ñeâm qua, möa to ñaõ laøm ngaäp nhieàu ñöôøng ôû thò xaõ.".encode("latin-1")
    >>> read_legacy_bytes(data).text
    'Đêm qua, mưa to đã làm ngập nhiều đường ở thị xã.'
    """
    found = read_legacy(data.decode("latin-1"))
    if found is None or found.text is None or found.encoding.own_controls:
        return found
    return Legacy(found.encoding, found.text.translate(_TO_WINDOWS))


@dataclass(slots=True)
class _Counts:
    """Words with marks: all, those that are syllables when converted, those of them that were none before, and those
    that have `LOST_LETTER`."""

    words: int = 0
    read: int = 0
    changed: int = 0
    kept: int = 0

    def tell(self) -> bool:
        """True where the text is in the encoding."""
        enough = self.words >= LEAST_WORDS and self.read >= LEAST_READ * self.words
        return enough and self.changed >= LEAST_CHANGED * self.words

    def lacking(self) -> bool:
        """True where a letter was lost."""
        return self.words >= LEAST_LONG and not self.kept


def _count(encoding: Encoding, lines: Iterable[str]) -> _Counts:
    counts = _Counts()
    for word in islice(chain.from_iterable(_marked_words(encoding, line) for line in lines), MOST_WORDS):
        meant = _meant(encoding, word)
        counts.words += 1
        if _reads(meant):
            counts.read += 1
            counts.changed += not _reads(word)
            counts.kept += LOST_LETTER in meant.lower()
    return counts


def _marked_words(encoding: Encoding, line: str) -> Iterator[str]:
    """Words of a line with anything but plain letters; none of a line that has letters of Unicode."""
    if line.isascii() or _UNICODE_LETTER.search(line):
        return
    for found in _words(encoding).finditer(line):
        if not found[0].isascii() and _is_word(encoding, found[0]):
            yield found[0]


def _convert(encoding: Encoding, lines: Iterable[str]) -> str:
    return "\n".join(_convert_line(encoding, line) for line in lines)


def _convert_line(encoding: Encoding, line: str) -> str:
    marked = list(islice(_marked_words(encoding, line), MOST_WORDS))
    if not marked or sum(_reads(_meant(encoding, word)) for word in marked) < LEAST_LINE * len(marked):
        return line
    read = _words(encoding).sub(
        lambda found: _meant(encoding, found[0]) if _is_word(encoding, found[0]) else found[0], line
    )
    if not encoding.small_tones:
        return read
    return read.upper() if _in_capitals(line) else _SENTENCE_START.sub(lambda one: one[1] + one[2].upper(), read)


def _in_capitals(text: str) -> bool:
    """True where the plain letters, at least two, are all capitals; those with tones are then capitals of a font."""
    plain = [char for char in text if char.isascii() and char.isalpha()]
    return len(plain) > 1 and all(map(str.isupper, plain))


def _is_word(encoding: Encoding, run: str) -> bool:
    """False for signs that stand alone, such as a dash, a bullet or a mark of copyright."""
    return len(run) <= LONGEST_WORD and (any(map(str.isalpha, run)) or _reads(_meant(encoding, run)))


def _reads(word: str) -> bool:
    return is_syllable(word.strip(_PUNCTUATION))


@lru_cache(maxsize=_CACHED_WORDS)
def _meant(encoding: Encoding, word: str) -> str:
    """A word as it was meant."""
    if encoding.own_controls and any(map(str.isalpha, word)):
        coded = _replaced(encoding, word.translate(_FROM_WINDOWS))
        if is_syllable(coded):
            return coded
    meant = _replaced(encoding, word)
    return meant.upper() if encoding.small_tones and _in_capitals(word) else meant


def _replaced(encoding: Encoding, word: str) -> str:
    letters = _letters(encoding.name)
    return unicodedata.normalize("NFC", _parts(encoding.name).sub(lambda part: letters[part[0]], word))


@cache
def _letters(name: str) -> Mapping[str, str]:
    """What stands in a text, and the letter it stands for."""
    return {_character(shown): _character(meant) for shown, meant in read_table(_TABLES / f"{name}.tsv")}


def _character(cell: str) -> str:
    return chr(int(cell.removeprefix("U+"), 16)) if cell.startswith("U+") else cell


@cache
def _parts(name: str) -> re.Pattern[str]:
    """What one letter may be written as, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(_letters(name), key=len, reverse=True))))


@cache
def _words(encoding: Encoding) -> re.Pattern[str]:
    """Runs of plain letters, letters of Windows-1252 and codes of the encoding."""
    codes = "".join((*_letters(encoding.name), *(_PUNCTUATION if encoding.own_controls else "")))
    return re.compile(f"[A-Za-z\u00c0-\u00ff{re.escape(codes)}]+")
