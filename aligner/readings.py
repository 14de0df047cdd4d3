"""What the aligner reads in one sentence: its length, its words, and the language-neutral facts it states.

A reading knows one language only, so that it can be made once for a page and kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from functools import partial
from itertools import chain
from typing import NamedTuple

from aligner.names import STRONG, names_in
from aligner.profiles import LanguageProfile
from aligner.quantities import quantities_in
from aligner.quantities.readings import atoms_of
from aligner.splitter import split_sentences
from aligner.words import WordForm, WordSplit, forms_of, split_words, word_forms

MAX_READ_LENGTH = 20_000
"""Code points of a sentence that are read for words and facts; no sentence is longer, and a bomb must not cost more."""


LEAST_CONTENT_LETTERS = 3
"""Shorter stems are function words, initials and small figures."""


SHAPES = {
    "question": ("?",),
    "exclamation": ("!",),
    "quotation": ("«", "»", "“", "”", "„", '"'),
    "parenthesis": ("(",),
    "colon": (":",),
    "semicolon": (";",),
}
"""Marks that translations mostly keep, whatever the sign: a question stays a question, a quotation a quotation."""


class Anchor(NamedTuple):
    """A fact that the other language's text would state too: its class, the keys under which it may appear there, and
    whether it must (``sure``) or only may."""

    item_class: str
    keys: tuple[Hashable, ...]
    sure: bool


class SentenceReading(NamedTuple):
    """Length in non-space characters, number of sentences that the text holds (a segment may be several), word stems in
    order, those of content words each once, and anchors: parts of quantities, names, marks,
    capitalised words."""

    length: int
    parts: int
    stems: tuple[str, ...]
    content: tuple[str, ...]
    anchors: tuple[Anchor, ...]


def read_sentences(texts: Sequence[str], profile: LanguageProfile) -> list[SentenceReading]:
    """Read sentences, each step for all of them before the next, which keeps code and tables at hand."""
    heads = [text[:MAX_READ_LENGTH] for text in texts]
    splits = [split_words(head) for head in heads]
    forms = [forms_of(split, profile) for split in splits]
    quantities = [_quantities(head, split, profile) for head, split in zip(heads, splits, strict=True)]
    names = [_names(head, split, profile) for head, split in zip(heads, splits, strict=True)]
    signs = [_signs(head, split, own) for head, split, own in zip(heads, splits, forms, strict=True)]
    parts = [_count_parts(head, profile) for head in heads]
    functions = word_forms(profile).function_stems
    readings = []
    for text, own, count, *anchors in zip(texts, forms, parts, quantities, names, signs, strict=True):
        stems = tuple([form.stem for form in own])
        content = [s for s in dict.fromkeys(stems) if len(s) >= LEAST_CONTENT_LETTERS and s not in functions]
        length = len(text) - text.count(" ")
        readings.append(SentenceReading(length, count, stems, tuple(content), tuple(dict.fromkeys(chain(*anchors)))))
    return readings


def _count_parts(text: str, profile: LanguageProfile) -> int:
    return max(len(split_sentences(text, profile)), 1) if _INNER_STOP.search(text) else 1


_INNER_STOP = re.compile(r"[.!?…]\S?\s+\S")
"""Without a stop before its end a segment is one sentence, and need not be split to know."""


def _quantities(text: str, split: WordSplit, profile: LanguageProfile) -> list[Anchor]:
    return [
        _anchor(("number", atom, not quantity.weak))
        for quantity in quantities_in(text, split, profile)
        for atom in atoms_of(quantity)
    ]


def _names(text: str, split: WordSplit, profile: LanguageProfile) -> list[Anchor]:
    return [_anchor(("name", name.key, name.strength == STRONG)) for name in names_in(text, split, profile)]


def _signs(text: str, split: WordSplit, forms: Sequence[WordForm]) -> list[Anchor]:
    """Marks, and words that begin with a capital: they may be written alike on the other side."""
    marks = [_anchor(("shape", (mark,), True)) for mark, signs in SHAPES.items() if any(map(text.__contains__, signs))]
    words = zip(split.parts[1::2], forms, strict=True)
    return marks + [
        _anchor(("same", (form.folded,), False)) for word, form in words if word[0].isupper() and len(word) > 1
    ]


_anchor: Callable[[tuple[str, tuple[Hashable, ...], bool]], Anchor] = partial(tuple.__new__, Anchor)
"""An anchor of its fields, in half of the time of the constructor."""
