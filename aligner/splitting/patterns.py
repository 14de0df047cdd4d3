"""Stops, closing marks and what follows them, as regular expressions that are the same in every language.

Every pattern is used with ``match`` or ``finditer`` from a known position and has one way to match only, so that no
input makes it slower than linear: possessive quantifiers and a look-behind keep a run of dots from being tried twice.
The look-behind comes after the first stop, so that the search can skip to one without trying every letter.
Terms: a *stop* is a run of ``. ! ? …``; its *tail* are the closing quotes and brackets that belong to it; its *lead* is
what stands before the first letter or digit of whatever comes next.
"""

from __future__ import annotations

import re

WIDE_STOPS = "。！？｡"
"""Stops of scripts without spaces between sentences."""

STRONG_STOPS = frozenset("!?‼⁇⁈⁉؟।॥۔።։" + WIDE_STOPS)
"""Marks that are never part of an abbreviation or a number."""

_ANY_STOP = "[.…!?‼⁇⁈⁉؟।॥۔።։。！？｡]"

LINE = re.compile("[^\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]+")
"""A line without its break: all the breaks that ``str.splitlines`` knows."""

STOP = re.compile(rf"{_ANY_STOP}(?<!{_ANY_STOP}{{2}}){_ANY_STOP}*+(?![0-9a-z])(?:[ \u00a0\u2009\u202f]*+[!?]++)*+")
"""A run of stops, with ``?`` and ``!`` set off by a space as in French; the dot of ``1.5`` or ``a.vn`` is none."""

WORD_CHARACTER = re.compile(r"[^\W_]")

NOT_SPACE = re.compile(r"\S")

TAIL = re.compile(
    r"(?:\[\d{1,3}\]"  # reference mark: [12]
    r"|[¹²³⁰⁴-⁹*_\u200b\u200d\u2060\ufeff\ufe0f]"  # raised figure, emphasis marks, invisible joiners
    r"|\s*[»›)\]}」』）】|]"  # closing in whatever position
    r"|”|\s+”(?=[\s,;:.!?…]|$)"  # ” after a space opens where a letter follows
    r"|[’'“\"](?=[\s,;:.!?…»”’')\]\"]|$)"  # either hand: closing where nothing is quoted after it
    r")*+"
)

LEAD = re.compile(r"(\s*+)((?:[-–—−‒]++\s*+)?)((?:[«‹“”„‘’\"'(\[{（「『¿¡]\s*+)*+)")
"""White space, a dash, opening marks: three groups, each may be empty."""

WORD = re.compile(r"[^\s.,;:!?…‼⁇⁈⁉؟।॥۔።։。！？｡\"«»“”()\[\]/'’|–—-]{1,24}")
"""A word as it stands, decomposed letters included; longer ones are cut, since no list holds them."""

APOSTROPHES = frozenset("'’")
CLOSERS = frozenset(")]}»›”’\"'」』）】")
QUOTES = frozenset("«‹“”„‘’\"'「『»›」』")
CLOSING_QUOTES = frozenset("»›”’\"'“」』")

CONTINUES = frozenset(",;:)]}»›”’.!?…%‰/&=<>~^_\\،؛、，；：」』）】")
"""Marks after which the same sentence goes on, so that none can begin with one."""

LOWER_CASE_BRAND = re.compile(r"[a-z]{1,2}[A-Z]")
"""``eTax``, ``iPhone``, ``mRNA``: a small letter that may begin a sentence."""

LETTERED_ITEM = re.compile(r"[a-zđ]\)\s|[a-kđ]\.\s{1,3}[^\W\d_a-zđ]")
"""``a) trẻ em`` in any case, ``a. Trẻ em`` only with a capital."""

MARKER = re.compile(r"[(\[]?(?:\d{1,3}|[A-Za-zĐđ]|[IVXLC]{1,6})(?:\.\d{1,3})*")
"""What stands before the stop of ``1. ``, ``2.1. ``, ``b. ``, ``IV. ``, ``I.2. ``."""

FIRST_MARKERS = frozenset(("1", "a", "A", "I"))

ROMAN_NUMBER = re.compile(r"[IVXLCDM]+")

YEAR = re.compile(r"[12]\d{3}(?!\d)")

DAY = re.compile(r"(?<!\d)\d{1,2}\.$")
DAY_OR_MONTH = re.compile(r"\d{1,2}")
SPACED_DATE = re.compile(r"\s?\d{1,2}\.\s?[12]\d{3}(?!\d)")
"""What follows the day in ``30. 6. 2025``."""
