"""One line of text and what is worked out about it at most once: open quotes, and parentheses that close again.

Everything is told of the sentence that is being read, from its own text alone: brackets and quotes that opened before
it do not count, except where ``inherited`` is asked for. So a sentence reads the same by itself. Stops are visited from
left to right, so each of these is a pointer that moves forward: the whole line costs linear time whatever it holds.
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

    It lives as long as the line is split. ``text`` is without white space at the end, ``end`` is its length and
    ``last_word`` its last letter or digit; ``start`` and ``first_word`` are those of the sentence. ``inside_quotes`` is
    true where a straight quote that opened before the sentence is still open. Positions that are asked for must not
    decrease within a sentence.
    """

    __slots__ = (
        "_bracket",
        "_brackets",
        "_cover",
        "_quotes",
        "_quotes_to",
        "end",
        "first_word",
        "inside_quotes",
        "last_word",
        "start",
        "text",
    )

    def __init__(self, text: str) -> None:
        self.text = text.rstrip()
        self.end = len(self.text)
        self.last_word = _last_word_character(self.text)
        self._brackets: list[tuple[int, int]] | None = None
        self._bracket = 0
        self.inside_quotes = False
        self.start = self._quotes_to = self._quotes = 0
        self.start_sentence(0)

    def start_sentence(self, position: int) -> None:
        """Begin a sentence at the first character from ``position`` on that is not white space; there must be one."""
        if self._quotes_before(position) % 2:
            self.inside_quotes = not self.inside_quotes
        self.start = NOT_SPACE.search(self.text, position).start()  # type: ignore[union-attr]  # see above
        word = WORD_CHARACTER.search(self.text, self.start)
        self.first_word = word.start() if word else self.end
        self._quotes = 0
        self._quotes_to = self.start
        self._cover = -1

    def tail_end(self, position: int, inherited: bool = False) -> int:
        """Where the closing marks after a stop end; ``position`` is the end of the stop.

        A straight quote that could be either closes before a small letter, and where an odd number of them came before:
        in the sentence, or with ``inherited`` in the line.
        """
        text = self.text
        end = TAIL.match(text, position).end()  # type: ignore[union-attr]  # it matches nothing at least
        if end < self.end and '"' in text[end : end + 2]:
            quote = end if text[end] == '"' else end + 1
            if quote == end or _SPACED_STRAIGHT_QUOTE.match(text, end):
                odd = self._quotes_before(quote) % 2 != (inherited and self.inside_quotes)
                following = NOT_SPACE.search(text, quote + 1)
                if odd or (following and following.group().islower()):
                    return TAIL.match(text, quote + 1).end()  # type: ignore[union-attr]
        return end

    def aside_end(self, position: int) -> int:
        """Where the outermost brackets round a position close, -1 outside brackets.

        Brackets that open before the first word of the sentence, or do not close on the line, are none.
        """
        if self._brackets is None:
            self._brackets = _bracket_pairs(self.text)
        if not self._brackets:
            return -1
        if self._cover < 0:
            self._bracket = self._next_bracket(self.first_word + 1)
        found = self._next_bracket(position)
        for _, close in self._brackets[self._bracket : found]:
            self._cover = max(self._cover, close)
        self._bracket = found
        return self._cover if self._cover > position else -1

    def _next_bracket(self, position: int) -> int:
        """Index of the first pair that opens at ``position`` or later."""
        brackets, index = self._brackets or [], self._bracket
        while index < len(brackets) and brackets[index][0] < position:
            index += 1
        return index

    def _quotes_before(self, position: int) -> int:
        """Straight quotes between the start of the sentence and ``position``."""
        if position < self._quotes_to:
            self._quotes, self._quotes_to = 0, self.start
        self._quotes += self.text.count('"', self._quotes_to, position)
        self._quotes_to = position
        return self._quotes


def _last_word_character(text: str) -> int:
    """Position of the last letter or digit, -1 where there is none."""
    for position in range(len(text) - 1, -1, -1):
        if text[position].isalnum():
            return position
    return -1


def _bracket_pairs(text: str) -> list[tuple[int, int]]:
    """Pairs of brackets that are no longer than an aside, in the order in which they open.

    Which bracket closes which does not depend on what stands before the opening one.

    >>> _bracket_pairs("a) f (x [y]) z")
    [(5, 11), (8, 10)]
    """
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for found in _BRACKET.finditer(text):
        if found.group() not in _PAIRS:
            opened.append(found.start())
        elif opened and text[opened[-1]] == _PAIRS[found.group()]:
            start = opened.pop()
            if found.start() - start <= LONGEST_ASIDE:
                pairs.append((start, found.start()))
    pairs.sort()
    return pairs
