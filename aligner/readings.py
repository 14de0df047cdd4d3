"""What the aligner reads in one sentence: its length, its words, and the language-neutral facts it states.

A reading knows one language only, so that it can be made once for a page and kept.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass

from aligner.folding import fold
from aligner.profiles import LanguageProfile
from aligner.words import word_forms

_DIGITS = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3}(?!\d))*(?:[.,]\d+)?")
_GROUPING = re.compile(r"[.,\u00a0\u202f ](?=\d{3}(?!\d))")
_TOKEN = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")

MAX_READ_LENGTH = 20_000
"""Code points of a sentence that are read for words and facts; no sentence is longer, and a bomb must not cost more."""


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """Length in non-space characters, word stems in order, and anchors as ``(class, key)``: numbers, names, tokens."""

    length: int
    stems: tuple[str, ...]
    anchors: tuple[tuple[str, Hashable], ...]


def read_sentence(text: str, profile: LanguageProfile) -> SentenceReading:
    """Read one sentence."""
    head = text[:MAX_READ_LENGTH]
    forms = word_forms(profile)
    raw = _TOKEN.findall(head)
    stems = tuple(forms.forms(word)[1] for word in raw)
    anchors: list[tuple[str, Hashable]] = [("number", _GROUPING.sub("", found)) for found in _DIGITS.findall(head)]
    anchors += [("same", fold(word)) for word in raw if word[0].isupper() and len(word) > 1]
    return SentenceReading(len(text) - text.count(" "), stems, tuple(dict.fromkeys(anchors)))
