"""Cut a text into sentences, with exact offsets.

A line break always ends a unit: news pages put headings, captions and list items on lines of their own. Within a line
every run of ``. ! ? …`` is a candidate, and :mod:`aligner.splitting` decides it from the characters round it and the
lists of the language profile. The text is never changed, nor searched for its own parts: a sentence is a slice of what
was given, decomposed letters, odd spaces and all. ``docs/splitting.md`` tells what counts as a sentence.

Rules and lists, not a trained model: news of these languages breaks few habits but breaks them everywhere (``TP.HCM``,
``« … », dit-il``), each decision can be explained and mended by one entry, and the cost is microseconds a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator

from aligner.datatypes import Sentence
from aligner.profiles import LanguageProfile, get_profile
from aligner.splitting.boundary import NO_CUT, find_cut
from aligner.splitting.line import Line
from aligner.splitting.patterns import LINE, STOP
from aligner.splitting.rules import SplitRules, load_rules


def split_sentences(text: str, language: str | LanguageProfile = "vi") -> list[Sentence]:
    """Cut a text into sentences of the given language, in order.

    Each sentence is ``text[start:end]``, begins and ends with something other than white space, and together they hold
    all of the text but white space between them. ``paragraph`` counts the lines that hold anything, from 0. Use ``und``
    for a language without a profile.

    Raises ``ValueError`` for an unknown language and ``TypeError`` for a text that is no string. No text is an error.

    >>> [sentence.text for sentence in split_sentences("Ông ở TP. Đà Nẵng. “Mưa to quá!”, ông nói.")]
    ['Ông ở TP. Đà Nẵng.', '“Mưa to quá!”, ông nói.']
    >>> split_sentences("Titre\\nM. Hoa est venu. Il pleut.", "fr")[2]
    Sentence(text='Il pleut.', start=23, end=32, paragraph=1)
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be a string, not {type(text).__name__}: decode bytes, and split lists item by item")
    rules = load_rules(get_profile(language))
    sentences: list[Sentence] = []
    paragraph = 0
    for found in LINE.finditer(text):
        line = found.group()
        if line.isspace():
            continue
        offset = found.start()
        for start, end in _sentence_spans(line, rules):
            sentences.append(Sentence(line[start:end], offset + start, offset + end, paragraph))
        paragraph += 1
    return sentences


def _sentence_spans(text: str, rules: SplitRules) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of one line that is not blank.

    Every sentence holds a letter or digit, unless the whole line holds none: lone marks go with a neighbour.
    """
    line = Line(text)
    while cut := _next_cut(line, rules):
        yield line.start, cut
        line.start_sentence(cut)
    yield line.start, line.end


def _next_cut(line: Line, rules: SplitRules) -> int:
    """Where the sentence that is being read ends, ``NO_CUT`` for the last one of the line."""
    for stop in STOP.finditer(line.text, line.first_word):
        if stop.start() > line.last_word:
            break
        cut = find_cut(line, rules, stop)
        if cut:
            return cut
    return NO_CUT
