"""What the words on both sides of a stop say: abbreviation, initial, list marker, the start of a sentence."""

from __future__ import annotations

from typing import NamedTuple

from aligner.splitting.line import Line
from aligner.splitting.patterns import (
    APOSTROPHES,
    FIRST_MARKERS,
    MARKER,
    ROMAN_NUMBER,
    WORD,
    YEAR,
)
from aligner.splitting.rules import (
    BEFORE_NAME,
    BEFORE_NUMBER,
    BEFORE_PERSON,
    BEFORE_YEAR,
    MAY_END,
    NEVER_ENDS,
    SplitRules,
    compose,
)

LOOK_BACK = 48
"""Characters read before a stop: two Vietnamese words when decomposed, and more than any abbreviation has."""

_OPENING = "([{«‹“”„‘’'\"–—-*_…"
_SEPARATORS = ("'", "’", "/", ",", ";", ":", "(", "«", "“", '"')
_AFTER_LETTER = ".,;"
_LONGEST_INITIAL = 2
"""Letters of one part of dotted initials: ``Ng.V.A``, ``L.T.Ph``."""

_FULL_INITIALS = 3
"""As many dotted letters are an acronym or a person who is not named (``O.N.U.``, ``L.T.K.``), not given names."""


class Before(NamedTuple):
    """The word before a stop and the two before it, composed; any of them may be empty.

    ``start`` is where the word begins in its line, ``elided`` is true after an apostrophe (``l'O.N.U.``).
    """

    token: str
    previous: str
    start: int
    elided: bool
    earlier: str = ""


def read_before(text: str, start: int, stop: int, rules: SplitRules) -> Before:
    """Read the words before ``stop``, but not beyond ``start``.

    Opening marks do not belong to a word; nor does what comes before an apostrophe, slash or comma, unless the whole is
    a known abbreviation (``đ/c``).
    """
    words = text[max(start, stop - LOOK_BACK) : stop].rsplit(None, 3)
    if not words:  # nothing but white space so far back
        return Before("", "", stop, elided=False)
    raw = token = words[-1].lstrip(_OPENING)
    elided = False
    if not raw.isalnum() and compose(raw) not in rules.abbreviations:
        cut = max(map(raw.rfind, _SEPARATORS)) + 1
        token, elided = raw[cut:], cut > 0 and raw[cut - 1] in APOSTROPHES
    count = len(words)
    previous = compose(words[-2]) if count > 1 else ""
    return Before(compose(token), previous, stop - len(token), elided, compose(words[-3]) if count > 2 else "")


def abbreviation_kinds(before: Before, rules: SplitRules) -> int:
    """The kinds of an abbreviation, 0 for any other word.

    A lower-case entry also holds with a capital (``art.``, ``Art.``), except for single letters. Of titles written
    together (``PGS.TS``) the last counts.
    """
    token, known = before.token, rules.abbreviations
    kinds = known.get(f"{before.previous} {token}", 0) or known.get(token, 0)
    if not kinds and len(token) > 1 and token[0].isupper():
        kinds = known.get(token[0].lower() + token[1:], 0)
    if not kinds and ("." in token or "-" in token):
        parts = [known.get(part, 0) for part in token.replace("-", ".").split(".") if part]
        kinds = parts[-1] if parts and all(parts) else 0
    return kinds


def abbreviation_ends(kinds: int, before: Before, after: After) -> bool:
    """Whether a known abbreviation ends its sentence; white space or an opening quote follows."""
    if kinds & NEVER_ENDS or after.is_small or after.word in after.rules.continued_by.get(before.token, ()):
        return False
    if after.is_bracketed and not kinds & MAY_END:
        return False
    is_unit = before.token in after.rules.units and before.previous[-1:].isdigit()
    if after.is_digit:
        if kinds & BEFORE_YEAR and YEAR.match(after.word):
            return False
        return (
            bool(kinds & MAY_END) or not kinds & (BEFORE_NAME | BEFORE_NUMBER) or (is_unit and not kinds & BEFORE_NAME)
        )
    if kinds & MAY_END or after.has_dash:
        return True
    if kinds & BEFORE_NUMBER and not is_unit and (after.is_lone_letter or ROMAN_NUMBER.fullmatch(after.word)):
        return False
    if kinds & BEFORE_NAME:
        if len(before.token) == 1 and before.previous.lower() in after.rules.letter_nouns | after.rules.person_nouns:
            return initials_end(before, after)
        named = after.word in after.rules.particles and after.is_followed_by_capital
        return not after.is_quoted and not named and after.opens_sentence
    return not kinds & BEFORE_PERSON or after.is_quoted or not _begins_person(after)


def _begins_person(after: After) -> bool:
    """Whether a person's name follows: a surname, an initial, or a word that is none of the language."""
    rules = after.rules
    foreign = rules.native_word is not None and not _is_native(after.word, rules) and not after.opens_sentence
    is_surname = after.word in rules.surnames and after.is_followed_by_capital  # `GV. Lương thấp` speaks of pay
    return is_surname or after.is_lone_letter or foreign


class After:
    """What follows a stop: ``text[head]`` is its first letter, figure or sign, ``opening`` the marks before it.

    It lives while one stop is decided, and reads only as far as a question asks: most stops are settled without a word
    of it, and none reads beyond the next stop.
    """

    __slots__ = ("_raw_word", "_word", "has_dash", "head", "opening", "rules", "text")

    def __init__(self, text: str, head: int, opening: str, has_dash: bool, rules: SplitRules) -> None:
        self.text = text
        self.head = head
        self.opening = opening
        self.has_dash = has_dash
        self.rules = rules
        self._raw_word = self._word = ""

    @property
    def raw_word(self) -> str:
        """The first word as it stands, or the sign that stands there instead."""
        if not self._raw_word:
            found = WORD.match(self.text, self.head)
            self._raw_word = found.group() if found else self.text[self.head]
        return self._raw_word

    @property
    def word(self) -> str:
        """The first word, composed."""
        if not self._word:
            self._word = compose(self.raw_word)
        return self._word

    @property
    def is_small(self) -> bool:
        """Whether it begins with a small letter."""
        return self.text[self.head].islower()

    @property
    def is_digit(self) -> bool:
        """Whether it begins with a figure."""
        return self.text[self.head].isdigit()

    @property
    def is_quoted(self) -> bool:
        """Whether a quotation begins."""
        return self.opening != "" and not self.is_bracketed

    @property
    def is_bracketed(self) -> bool:
        """Whether a bracket opens."""
        return self.opening != "" and self.opening[0] in "([{"

    @property
    def is_lone_letter(self) -> bool:
        """Whether it is one capital with a stop of its own: ``R.`` in ``J. R. R. Tolkien``."""
        text, head = self.text, self.head
        if not text[head].isupper():
            return False
        return text[head + 1 : head + 2] == "." or (self._follows(self.raw_word) == "." and len(self.word) == 1)

    @property
    def is_credit(self) -> bool:
        """Whether a credit begins: ``Ảnh: …``, ``Photo : …``."""
        end = self.head + LOOK_BACK
        if self.text.find(":", self.head, end) < 0:
            return False
        return self.rules.credit.match(compose(self.text[self.head : end])) is not None

    @property
    def is_followed_by_capital(self) -> bool:
        """Whether the second word has a capital."""
        second = self.head + len(self.raw_word) + 1
        return self.text[second - 1 : second] == " " and self.text[second : second + 1].isupper()

    @property
    def opens_sentence(self) -> bool:
        """Whether the word is one that begins sentences and no names: ``Theo``, ``Les``, ``L'``, ``Photo :``."""
        rules, word = self.rules, self.word
        return (
            word in rules.starters
            or (word in rules.elisions and self._follows(self.raw_word) in APOSTROPHES)
            or (len(word) > 1 and rules.abbreviations.get(word, 0) & NEVER_ENDS > 0)
            or self.is_credit
        )

    def _follows(self, raw: str) -> str:
        end = self.head + len(raw)
        return self.text[end : end + 1]


def is_initials(token: str) -> bool:
    """Whether a word is one capital or dotted capitals: ``A``, ``L.T.K``, ``J.-P``, ``Ng.V.A``.

    >>> [is_initials(token) for token in ("A", "L.T.K", "J.-P", "TP.HCM", "a")]
    [True, True, True, False, False]
    """
    if "." not in token:
        return len(token) == 1 and token.isalpha() and token.isupper()
    parts = [part.strip("-") for part in token.split(".")]
    return all(0 < len(part) <= _LONGEST_INITIAL and part[0].isupper() and part.isalpha() for part in parts)


def joins_initials(line: Line, stop: int, rules: SplitRules) -> bool:
    """Whether one space parts two lone capitals: ``J. K.`` in ``J. K. Rowling``, and not ``bloc C. M. Hoa``.

    Asked before anything is looked up, since a text may hold nothing else for millions of stops.
    """
    text = line.text
    return (
        text[stop] == text[stop + 3 : stop + 4] == "."
        and text[stop - 1].isupper()
        and text[stop + 2].isupper()
        and text[stop + 1].isspace()
        and (stop - 1 <= line.first_word or text[stop - 2].isspace())
        and not rules.abbreviations.get(text[stop + 2], 0) & NEVER_ENDS
    )


def initials_end(before: Before, after: After) -> bool:
    """Whether a capital or dotted capitals end the sentence (``lô C.``, ``L.T.K.``) or begin a name (``J. Rowling``).

    They end before a word that is known to begin sentences. Where the language has a spelling of its own, any native
    word after them begins a sentence and a foreign one is the rest of a foreign name. Elsewhere they end as names of
    things (``groupe C.``), after an elided article (``l'O.N.U.``), and where they are three or more.
    """
    if after.is_small or (after.is_bracketed and not after.is_credit):
        return False
    if after.is_quoted or after.has_dash:
        return True
    rules = after.rules
    names_a_thing = before.previous.lower() in rules.letter_nouns
    count = before.token.count(".") + 1
    if after.is_lone_letter:
        known = rules.abbreviations.get(after.word, 0) & NEVER_ENDS
        return bool(known) and (names_a_thing or count > 1)
    if after.opens_sentence:
        return True
    if after.is_digit:
        return names_a_thing or before.elided
    if rules.native_word:
        names_a_thing = names_a_thing or before.previous.lower() in rules.person_nouns
        goes_on = _begins_name(before, rules) and not names_a_thing
        return _is_native(after.word, rules) and not goes_on
    return names_a_thing or before.elided or count >= _FULL_INITIALS


def _begins_name(before: Before, rules: SplitRules) -> bool:
    """Whether what stands before initials says that a name goes on: a foreign name, or a comma before a new one.

    Letters that are counted off (``A, B, C``) and initials of their own say nothing.
    """
    word = before.previous if len(before.previous.rstrip(_AFTER_LETTER)) > 1 else before.earlier
    bare = word.rstrip(_AFTER_LETTER)
    if word != bare and word == before.previous:
        return True
    return len(bare) > 1 and bare[0].isupper() and not _is_native(bare, rules)


def is_marker(line: Line, before: Before, stop: int, rules: SplitRules) -> bool:
    """Whether the stop belongs to the marker of a list item or a numbered heading: ``2. ``, ``b. ``, ``Điều 5. ``.

    A marker stands at the start of the sentence, after a semicolon, or, for the first of a list, after a colon.
    """
    heading = line.text[line.start : stop] if stop - line.start <= rules.longest_heading else ""
    if rules.numbered_heading.fullmatch(compose(heading)):
        return True
    if before.start > line.first_word and before.previous[-1:] != ";":
        return before.previous[-1:] == ":" and before.token in FIRST_MARKERS
    return len(before.token) <= _LONGEST_MARKER and MARKER.fullmatch(before.token) is not None


_LONGEST_MARKER = 12


def _is_native(word: str, rules: SplitRules) -> bool:
    return rules.native_word is not None and rules.native_word.fullmatch(word.lower()) is not None
