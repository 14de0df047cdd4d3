"""One line of text and what is worked out about it at most once: open quotes, and parentheses that close again.

Stops are visited from left to right, so each of these is a pointer that only moves forward: the whole line costs linear
time whatever it holds.
"""

from __future__ import annotations

import re

from aligner.splitting.patterns import NOT_SPACE, TAIL, WORD_CHARACTER

LONGEST_ASIDE = 300
"""Characters between brackets that are still one aside; more is taken for a bracket that nobody closed."""

_BRACKET = re.compile(r"[()\[\]]")
_PAIRS = {")": "(", "]": "["}
_SPACED_STRAIGHT_QUOTE = re.compile(r'\s*+"(?=\s)')


class Line:
    """A line, the sentence that is being read in it, and the state of its quotes and brackets.

    It lives as long as the line is split. ``end`` leaves out white space at the end, ``last_word`` is the last letter
    or digit of the line; ``start`` and ``first_word`` are those of the sentence. Positions that are asked for must not
    decrease from call to call.
    """

    __slots__ = ("_aside", "_asides", "_quotes", "_quotes_to", "end", "first_word", "last_word", "start", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.end = len(text.rstrip())
        self.last_word = _last_word_character(text, self.end)
        self._quotes = 0
        self._quotes_to = 0
        self._asides: list[tuple[int, int]] | None = None
        self._aside = 0
        self.start_sentence(0)

    def start_sentence(self, position: int) -> None:
        """Begin a sentence at the first character from ``position`` on that is not white space; there must be one."""
        self.start = NOT_SPACE.search(self.text, position).start()  # type: ignore[union-attr]  # see above
        word = WORD_CHARACTER.search(self.text, self.start)
        self.first_word = word.start() if word else self.end

    def tail_end(self, position: int) -> int:
        """Where the closing marks after a stop end; ``position`` is the end of the stop.

        A straight quote that could be either closes where an odd number of them came before.
        """
        end = TAIL.match(self.text, position, self.end).end()  # type: ignore[union-attr]  # it matches nothing at least
        if end < self.end and '"' in self.text[end : end + 2]:
            quote = end if self.text[end] == '"' else end + 1
            closes = quote == end or _SPACED_STRAIGHT_QUOTE.match(self.text, end, self.end)
            if closes and self._straight_quotes_before(quote) % 2:
                return TAIL.match(self.text, quote + 1, self.end).end()  # type: ignore[union-attr]
        return end

    def aside_around(self, position: int) -> tuple[int, int] | None:
        """The brackets ``(open, close)`` round a position, outermost pair, if they close on the line; else ``None``."""
        if self._asides is None:
            self._asides = _outermost_brackets(self.text)
        while self._aside < len(self._asides) and self._asides[self._aside][1] < position:
            self._aside += 1
        if self._aside == len(self._asides) or self._asides[self._aside][0] > position:
            return None
        return self._asides[self._aside]

    def _straight_quotes_before(self, position: int) -> int:
        self._quotes += self.text.count('"', self._quotes_to, position)
        self._quotes_to = position
        return self._quotes


def _last_word_character(text: str, end: int) -> int:
    """Position of the last letter or digit before ``end``, -1 where there is none."""
    for position in range(end - 1, -1, -1):
        if text[position].isalnum():
            return position
    return -1


def _outermost_brackets(text: str) -> list[tuple[int, int]]:
    """Pairs of brackets that are no longer than an aside and not inside another such pair, in order.

    >>> _outermost_brackets("a) f (x [y]) z")
    [(5, 11)]
    """
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for found in _BRACKET.finditer(text):
        if found.group() not in _PAIRS:
            opened.append(found.start())
        elif opened and text[opened[-1]] == _PAIRS[found.group()]:
            start = opened.pop()
            if found.start() - start > LONGEST_ASIDE:
                continue
            while pairs and pairs[-1][0] > start:
                pairs.pop()
            pairs.append((start, found.start()))
    return pairs
