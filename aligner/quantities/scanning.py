"""Find the quantities of a text.

One pass over the tokens of the text stops at the few that may begin a quantity (figures, number words, fixed phrases)
and hands them to the readers: :mod:`figures` for compound figures, :mod:`clock` for times, :mod:`phrases` for
everything in words. Each says where it stopped, so no token is read twice and the work stays linear. Long lines are
read in pieces, so that a line of gigabytes needs no more memory than its quantities.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import compress

from aligner.profiles import LanguageProfile, get_profile
from aligner.quantities.grammar import Grammar, load_grammar
from aligner.quantities.lexer import compose, tokenize
from aligner.quantities.lookup import BEGINS
from aligner.quantities.model import Quantity
from aligner.quantities.reader import Reader
from aligner.quantities.words import read_at
from aligner.words import WordSplit

PIECE = 20_000
"""Length in characters beyond which a text is read in pieces, cut at white space."""
PIECE_SEARCH = 1_000
"""How far before the end of a piece white space is looked for."""


def find_quantities(text: str, language: str | LanguageProfile = "vi") -> list[Quantity]:
    """The quantities that a text states, in text order; they never overlap.

    ``language`` is a code or a profile; ``und`` reads digits only. No text is an error. Raises ``ValueError`` for an
    unknown language and ``TypeError`` for a text that is no string.

    >>> [(q.kind, q.value) for q in find_quantities("Ngày 22/12/2024, giá tăng 2,5%", "vi")]
    [('date', (2024, 12, 22)), ('percent', Decimal('2.5'))]
    >>> [(q.kind, q.value) for q in find_quantities("Le 1er mai, vingt et un villages", "fr")]
    [('date', (None, 5, 1)), ('number', 21)]
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be a string, not {type(text).__name__}")
    return quantities_in(text, None, language)


def quantities_in(text: str, split: WordSplit | None, language: str | LanguageProfile) -> list[Quantity]:
    """`find_quantities` of a text that was cut into words before."""
    grammar = _shipped(language) if isinstance(language, str) else load_grammar(get_profile(language))
    if unicodedata.is_normalized("NFC", text):
        return _read(text, split, 0, grammar) if len(text) <= PIECE else _find(text, grammar)
    composed, offsets = compose(text)
    found = _find(composed, grammar)
    return [_moved(quantity, text, offsets[quantity.start], offsets[quantity.end]) for quantity in found]


@lru_cache(maxsize=16)
def _shipped(code: str) -> Grammar:
    return load_grammar(get_profile(code))


def _find(text: str, grammar: Grammar) -> list[Quantity]:
    return [quantity for start, piece in _pieces(text) for quantity in _read(piece, None, start, grammar)]


def _read(text: str, split: WordSplit | None, offset: int, grammar: Grammar) -> list[Quantity]:
    tokens = tokenize(text, split)
    words = tokens.words
    roles = [*map(grammar.roles.__getitem__, words)]
    last = len(words) - 1
    hits = [
        hit
        for hit in compress(range(len(words)), roles)
        if (role := roles[hit]) is BEGINS or (hit < last and words[hit + 1] in role)
    ]
    if not hits:
        return []
    reader = Reader(tokens, grammar, offset)
    position = 0
    for hit in hits:
        if hit >= position:
            position = read_at(reader, hit)
    return reader.quantities()


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    while start < len(text):
        end = min(start + PIECE, len(text))
        if end < len(text):
            low = end - PIECE_SEARCH
            cut = max(text.rfind("\n", low, end), text.rfind(". ", low, end) + 1) or text.rfind(" ", low, end)
            end = cut if cut > low else end
        yield start, text[start:end]
        start = end


def _moved(quantity: Quantity, text: str, start: int, end: int) -> Quantity:
    return replace(quantity, start=start, end=end, text=text[start:end])
