"""What stands around the stops of a corpus, counted by the spelling before them.

Counting is apart from judging (``corpus.abbreviations``): the counts are facts that a person may check, and the
comments of what was learned show them. Words are read as the splitter reads them: between white space, without the
marks around them and without what an apostrophe joins on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from hashlib import blake2b

from aligner.splitting.patterns import APOSTROPHES, ROMAN_NUMBER
from aligner.splitting.rules import SplitRules, compose
from aligner.splitting.words import LOOK_BACK


@dataclass(frozen=True, slots=True)
class Evidence:
    """How often a spelling was seen, by what followed.

    With a stop: ``inside`` before a small letter or a comma, ``number`` before a figure, ``name`` before a capital,
    ``opener`` before a word that begins sentences and no names, ``line_end``, ``unclear`` before a quotation mark, a
    bracket or a sign. ``bare`` without a stop.
    """

    inside: int = 0
    number: int = 0
    name: int = 0
    opener: int = 0
    line_end: int = 0
    unclear: int = 0
    bare: int = 0

    @property
    def known(self) -> int:
        """Stops whose outcome is known."""
        return self.inside + self.number + self.name + self.ends

    @property
    def ends(self) -> int:
        """Stops that surely end a sentence."""
        return self.opener + self.line_end

    @property
    def open_stops(self) -> int:
        """Stops at which a sentence may end: before a capital and at the end of a line."""
        return self.name + self.ends


_TOKEN = re.compile(r"([\W_]*)(.*?)([\W_]*)", re.DOTALL)
"""Marks, a word, marks; a word begins and ends with a letter or figure."""

_SPELLING = re.compile(r"[^\W\d_]+(?:[.\-/][^\W\d_]+)*")
"""What may be an abbreviation: letters, with dots, hyphens or slashes between (``đ/c``, ``c.-à-d``)."""

_DIGEST_BYTES = 8
"""Of a line: some hundred million lines until two different ones are taken for the same."""

_STOPS = frozenset(".…?!")
_PAUSES = frozenset(",;:")
_APOSTROPHE = re.compile(f"[{''.join(sorted(APOSTROPHES))}]")
_OUTCOMES = tuple(field.name for field in fields(Evidence))


@dataclass(frozen=True, slots=True)
class _Token:
    """What stands between white space: a word and the marks before and after it; the word may be empty."""

    opening: str
    word: str
    closing: str

    @property
    def has_stop(self) -> bool:
        """Whether one full stop follows the word, not an ellipsis."""
        return self.closing[:1] == "." and self.closing[1:2] not in _STOPS

    @property
    def last_part(self) -> str:
        """The word without what an apostrophe joins to it: ``O.N.U`` of ``l'O.N.U``."""
        return _APOSTROPHE.split(self.word)[-1]


class StopCounter:
    """Counts over any number of texts; it lives as long as a corpus is read.

    A line that was read before is passed over: pages of one site repeat whole lines, and what stands in one of them
    would count as often as there are pages. ``texts`` and ``words`` tell how much was read, repeated lines left out.
    """

    def __init__(self, rules: SplitRules) -> None:
        self.texts = 0
        self.words = 0
        self._rules = rules
        self._counts: dict[str, list[int]] = {}
        self._lines: set[bytes] = set()

    def read(self, texts: Iterable[str]) -> Iterator[str]:
        """Count the stops of some texts, and yield every word on the way, with its full stop if it has one.

        >>> from aligner.splitting.rules import load_rules
        >>> from aligner.profiles import get_profile
        >>> counter = StopCounter(load_rules(get_profile("vi")))
        >>> list(counter.read(["Gặp Tnv. Lan."]))
        ['Gặp', 'Tnv.', 'Lan.']
        >>> counter.evidence()["Tnv"].name
        1
        """
        for text in texts:
            self.texts += 1
            for line in text.splitlines():
                digest = blake2b(line.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).digest()
                if digest not in self._lines:
                    self._lines.add(digest)
                    yield from self._read_line(line)

    def evidence(self) -> dict[str, Evidence]:
        """What was seen of every spelling of letters, stops or none."""
        return {spelling: Evidence(*counts) for spelling, counts in self._counts.items()}

    def _read_line(self, line: str) -> Iterator[str]:
        tokens = _tokens(line)
        for position, token in enumerate(tokens):
            word = token.last_part
            if not word:
                continue
            self.words += 1
            if _SPELLING.fullmatch(word):
                outcome = _outcome(tokens, position, self._rules) if token.has_stop else "bare"
                counts = self._counts.setdefault(word, [0] * len(_OUTCOMES))
                counts[_OUTCOMES.index(outcome)] += 1
            yield word + "." if token.has_stop else word


def _tokens(line: str) -> list[_Token]:
    """The tokens of a line up to the last that holds a word. Longer ones than the splitter reads count as marks."""
    tokens = []
    for raw in line.split():
        found = _TOKEN.fullmatch(compose(raw)) if len(raw) <= LOOK_BACK else None
        tokens.append(_Token(*found.groups()) if found else _Token("", "", ""))
    while tokens and not tokens[-1].word:
        tokens.pop()
    return tokens


def _outcome(tokens: list[_Token], position: int, rules: SplitRules) -> str:
    """What the stop of a token stands before: the name of a field of `Evidence`."""
    rest = tokens[position].closing[1:]
    if rest[:1] in _PAUSES:
        return "inside"
    if position + 1 == len(tokens):
        return "line_end"
    after = tokens[position + 1]
    if rest or after.opening or not after.word:
        return "unclear"
    if after.word[0].islower():
        return "inside"
    lone_letter = len(after.word) == 1 and after.has_stop
    if after.word[0].isdigit() or (ROMAN_NUMBER.fullmatch(after.word) and not lone_letter):
        return "number"
    if not after.word[0].isupper():
        return "unclear"
    return "opener" if _opens_sentence(tokens, position + 1, rules) else "name"


def _opens_sentence(tokens: list[_Token], position: int, rules: SplitRules) -> bool:
    """Whether a word surely begins a sentence: ``Theo``, ``L'eau`` (not ``L'Oréal``), ``Le`` before a small letter."""
    first, *elided = _APOSTROPHE.split(tokens[position].word)
    if elided:
        return first in rules.elisions and elided[-1][:1].islower()
    named = position + 1 < len(tokens) and tokens[position + 1].word[:1].isupper()
    return first in rules.starters and not (first in rules.particles and named)
