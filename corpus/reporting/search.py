"""Words of the shown texts, folded, and the document pairs that hold them: an index small enough for a web page.

Folding takes letters to their plain form, so that `cong an` finds `Công an`: who searches on a phone has no Vietnamese
keyboard. The script folds what is typed in the same way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 24
"""Characters of a word that are indexed: longer runs of letters and digits are no words."""
LETTERS = str.maketrans({"đ": "d", "œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l"})
"""Letters that Unicode does not take apart into a plain letter and a mark."""
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def folded_words(text: str) -> list[str]:
    """The words of a text in their plain form.

    >>> folded_words("Đà Nẵng, l'Œuvre 412.000")
    ['da', 'nang', 'l', 'oeuvre', '412', '000']
    """
    apart = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(char for char in apart if not unicodedata.combining(char)).translate(LETTERS)
    return [word[:LONGEST_WORD] for word in WORD.findall(plain)]


def word_index(documents: Sequence[Iterable[str]]) -> dict[str, object]:
    """The index over the words of each document: all words in code-point order, and for each the documents that hold
    it as base-36 differences.

    >>> word_index([["a", "b"], ["b"]])
    {'words': 'a b', 'places': ['0', '0 1']}
    """
    places: dict[str, list[int]] = {}
    for number, words in enumerate(documents):
        for word in set(words):
            places.setdefault(word, []).append(number)
    ordered = sorted(places, key=utf16_order)
    return {"words": " ".join(ordered), "places": [_differences(places[word]) for word in ordered]}


def utf16_order(word: str) -> bytes:
    """A sort key that orders words as a browser compares strings: by UTF-16 units."""
    return word.encode("utf-16-be", "surrogatepass")


def view_words(facts: Mapping[str, object], texts: Iterable[str]) -> set[str]:
    """The words by which a document pair is found: those of its texts, titles, addresses, ids and publisher."""
    named = (facts.get(name) for name in NAMED)
    found: set[str] = set()
    for text in (*(str(value) for value in named if value), *texts):
        found.update(folded_words(text))
    return found


NAMED = (
    "id",
    "source_document",
    "target_document",
    "source_title",
    "target_title",
    "source_url",
    "target_url",
    "publisher",
)


def _differences(numbers: Sequence[int]) -> str:
    return " ".join(_base36(after - before) for before, after in zip([0, *numbers], numbers, strict=False))


def _base36(number: int) -> str:
    digits = ""
    while number or not digits:
        number, digit = divmod(number, len(DIGITS))
        digits = DIGITS[digit] + digits
    return digits
