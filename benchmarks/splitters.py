"""The splitters that are compared: ours, pySBD, Punkt and a plain pattern.

A line break ends a sentence in our cases, as it does on pages; the others are given this for free: they see one line at
a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from aligner import split_sentences
from benchmarks.cases import Splitter

PYSBD_LANGUAGES = {"fr": "fr", "vi": "en"}
"""pySBD has no Vietnamese; its English rules are what one would take instead."""
PLAIN_STOP = re.compile(r"[.!?…][\"”»’')\]]*\s+(?=[\"“«‘'(\[]?\s?(\w))")
"""A stop with what closes after it, white space, and the first letter or digit of what follows."""


@dataclass(frozen=True, slots=True)
class NamedSplitter:
    """A splitter of one language and what it is called."""

    name: str
    split: Splitter


def splitters(language: str, training: Sequence[str]) -> list[NamedSplitter]:
    """All splitters for a language; Punkt learns from ``training``, texts at hand. Raises ``ImportError`` where pySBD
    or NLTK is not installed (``pip install pysbd nltk``)."""
    return [
        NamedSplitter("plain pattern", partial(by_line, plain_sentences)),
        NamedSplitter("nltk Punkt", partial(by_line, punkt(training))),
        NamedSplitter("pySBD", partial(by_line, pysbd_segment(language))),
        NamedSplitter("ours", partial(our_sentences, language)),
    ]


def our_sentences(language: str, text: str) -> list[str]:
    """The texts of our sentences."""
    return [sentence.text for sentence in split_sentences(text, language)]


def by_line(splitter: Callable[[str], Sequence[str]], text: str) -> list[str]:
    """Split each line by itself."""
    return [part for line in text.splitlines() if line.strip() for part in splitter(line) if part.strip()]


def plain_sentences(line: str) -> list[str]:
    """Cut after a stop and white space before a capital: what is written in five minutes.

    >>> plain_sentences("Ông nói: “Mưa.” Đêm qua 3.5 mm. rồi tạnh.")
    ['Ông nói: “Mưa.” ', 'Đêm qua 3.5 mm. rồi tạnh.']
    """
    ends = [found.end() for found in PLAIN_STOP.finditer(line) if found.group(1).isupper()]
    return [line[start:end] for start, end in zip([0, *ends], [*ends, len(line)], strict=True)]


def punkt(training: Sequence[str]) -> Callable[[str], Sequence[str]]:
    """Kiss and Strunk's Punkt, trained without supervision on the texts; nothing is downloaded."""
    from nltk.tokenize.punkt import PunktSentenceTokenizer, PunktTrainer

    trainer = PunktTrainer()
    trainer.INCLUDE_ALL_COLLOCS = True
    trainer.train("\n".join(training), finalize=True)
    tokenizer = PunktSentenceTokenizer(trainer.get_params())
    return lambda text: list(tokenizer.tokenize(text))


def pysbd_segment(language: str) -> Callable[[str], Sequence[str]]:
    """pySBD's rules, without its cleaning, which changes the text."""
    import pysbd  # type: ignore[import-untyped]

    return partial(pysbd.Segmenter.segment, pysbd.Segmenter(language=PYSBD_LANGUAGES[language], clean=False))
