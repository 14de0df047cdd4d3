"""What the aligner reads in one sentence: its length, its words, and the language-neutral facts it states.

A reading knows one language only, so that it can be made once for a page and kept.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass
from typing import NamedTuple

from aligner.folding import fold
from aligner.names import STRONG, find_names
from aligner.profiles import LanguageProfile
from aligner.quantities import find_quantities
from aligner.quantities.readings import atoms_of
from aligner.splitter import split_sentences
from aligner.words import raw_words, word_forms

MAX_READ_LENGTH = 20_000
"""Code points of a sentence that are read for words and facts; no sentence is longer, and a bomb must not cost more."""


LEAST_CONTENT_LETTERS = 3
"""Shorter stems are function words, initials and small figures."""


SHAPES = {
    "question": frozenset("?"),
    "exclamation": frozenset("!"),
    "quotation": frozenset('«»“”„"'),
    "parenthesis": frozenset("("),
    "colon": frozenset(":"),
    "semicolon": frozenset(";"),
}
"""Marks that translations mostly keep, whatever the sign: a question stays a question, a quotation a quotation."""


class Anchor(NamedTuple):
    """A fact that the other language's text would state too: its class, the keys under which it may appear there, and
    whether it must (``sure``) or only may."""

    item_class: str
    keys: tuple[Hashable, ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """Length in non-space characters, number of sentences that the text holds (a segment may be several), word stems in
    order, those of content words each once, and anchors: parts of quantities, names, marks,
    capitalised words."""

    length: int
    parts: int
    stems: tuple[str, ...]
    content: tuple[str, ...]
    anchors: tuple[Anchor, ...]


def read_sentence(text: str, profile: LanguageProfile) -> SentenceReading:
    """Read one sentence."""
    head = text[:MAX_READ_LENGTH]
    forms = word_forms(profile)
    raw = raw_words(head)
    stems = tuple([forms.forms(word)[1] for word in raw])
    content = [s for s in dict.fromkeys(stems) if len(s) >= LEAST_CONTENT_LETTERS and s not in forms.function_stems]
    anchors = [*_quantities(head, profile), *_names(head, profile)]
    anchors += [Anchor("shape", (mark,), True) for mark, signs in SHAPES.items() if not signs.isdisjoint(head)]
    anchors += [Anchor("same", (fold(word),), False) for word in raw if word[0].isupper() and len(word) > 1]
    parts = len(split_sentences(head, profile)) if _INNER_STOP.search(head) else 1
    return SentenceReading(
        len(text) - text.count(" "), max(parts, 1), stems, tuple(content), tuple(dict.fromkeys(anchors))
    )


_INNER_STOP = re.compile(r"[.!?…]\S?\s+\S")
"""Without a stop before its end a segment is one sentence, and need not be split to know."""


def _quantities(text: str, profile: LanguageProfile) -> list[Anchor]:
    return [
        Anchor("number", atom, not quantity.weak)
        for quantity in find_quantities(text, profile)
        for atom in atoms_of(quantity)
    ]


def _names(text: str, profile: LanguageProfile) -> list[Anchor]:
    return [Anchor("name", name.key, name.strength == STRONG) for name in find_names(text, profile)]
