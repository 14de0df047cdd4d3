"""A language's ``quantities.toml`` as look-up tables, compiled once for each profile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, Generic, TypeVar

from aligner.profiles import LanguageProfile
from aligner.quantities.literals import read_roman
from aligner.quantities.model import Value

FILENAME = "quantities.toml"
LARGEST_ROMAN = 50
"""Bare Roman numerals above this are rather abbreviations (CD, MC, LC)."""

T = TypeVar("T")


class Phrases(Generic[T]):
    """Phrases of one or more words, found at (or just before) a token; the longest wins.

    >>> table = Phrases({"phần trăm": 1, "phần": 2})
    >>> table.at(["hai", "phần", "trăm"], 1), table.before(["hai", "phần"], 2)
    ((1, 2), (2, 1))
    """

    __slots__ = ("_first", "_last")

    def __init__(self, entries: Mapping[str, T]) -> None:
        self._first: dict[str, list[tuple[list[str], T]]] = {}
        self._last: dict[str, list[tuple[list[str], T]]] = {}
        for phrase, value in sorted(entries.items(), key=lambda entry: -entry[0].count(" ")):
            words = phrase.split()
            self._first.setdefault(words[0], []).append((words, value))
            self._last.setdefault(words[-1], []).append((words, value))

    def at(self, words: Sequence[str], index: int) -> tuple[T, int] | None:
        """The value of the longest phrase that starts at the index, and its length in words."""
        if index >= len(words):
            return None
        for phrase, value in self._first.get(words[index], ()):
            if len(phrase) == 1 or words[index : index + len(phrase)] == phrase:
                return value, len(phrase)
        return None

    def before(self, words: Sequence[str], index: int) -> tuple[T, int] | None:
        """The value of the longest phrase that ends just before the index, and its length in words."""
        if index < 1:
            return None
        for phrase, value in self._last.get(words[index - 1], ()):
            if len(phrase) == 1 or (index >= len(phrase) and words[index - len(phrase) : index] == phrase):
                return value, len(phrase)
        return None

    def first_words(self) -> Iterable[str]:
        """The words that a phrase may start with."""
        return self._first


@dataclass(frozen=True, slots=True)
class Fixed:
    """What a fixed phrase states; ``kind`` is empty for a phrase that states nothing (``Premier ministre``)."""

    kind: str
    value: Value = 0
    weak: bool = False
    others: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """When a word that is a number and something else is a number: by the words around it."""

    default: str
    none_after: frozenset[str]
    none_before: frozenset[str]
    strong_after: frozenset[str]
    strong_before: frozenset[str]
    weak_after: frozenset[str]
    weak_before: frozenset[str]
    plural_before: bool


@dataclass(frozen=True, slots=True)
class Grammar:
    """Look-up tables of one language; the tables are explained in ``docs/quantities.md``."""

    decimal: str
    group: str
    hyphen_compounds: bool
    shorthand: bool
    add: dict[str, int]
    room: dict[str, int]
    times: dict[str, int]
    times_after: dict[str, tuple[int, int]]
    hundred: dict[str, int]
    scales: dict[str, int]
    ordinals: dict[str, int]
    parts: dict[str, int]
    plural_suffix: str
    sets: dict[str, frozenset[str]]
    numeral_words: frozenset[str]
    halves: Phrases[bool]
    markers: Phrases[str]
    capital_after: Phrases[bool]
    weekdays: dict[str, int]
    months: dict[str, int]
    roman: dict[str, tuple[int, str]]
    ordinal_suffixes: frozenset[str]
    phrases: Phrases[Fixed]
    follow: Phrases[tuple[str, str]]
    after_ordinal: dict[str, str]
    hours: frozenset[str]
    hours_with_minutes: frozenset[str]
    minutes: frozenset[str]
    day_parts: Phrases[str]
    less: frozenset[str]
    minute_phrases: Phrases[int]
    between: Phrases[bool]
    ambiguous: dict[str, Ambiguous]
    equivalents: Phrases[Fraction]
    triggers: frozenset[str]

    def has(self, name: str, word: str) -> bool:
        """Whether the word is in the list of that name (an unknown list is empty)."""
        return word in self.sets.get(name, ())


@lru_cache(maxsize=32)
def load_grammar(profile: LanguageProfile) -> Grammar:
    """The tables of a profile; a profile without any reads digits only."""
    settings = profile.settings(FILENAME)
    numerals = settings.get("numerals", {})
    tables = _number_tables(numerals)
    number_words = frozenset(w for name in ("add", "hundred", "scales", "times", "ordinals") for w in tables[name])
    entries = settings.get("weekdays", {})
    weekdays = {str(word): value for word, value in entries.items() if isinstance(value, int)}
    sets = _sets(settings, tables)
    months = dict(settings.get("months", {}))
    suffixes = frozenset(settings.get("ordinal_marks", {}).get("suffixes", ()))
    phrases, roman, figures = _phrases(settings), _romans(suffixes), settings.get("figures", {})
    alone = {word for word in weekdays if not sets.get("marker") and not word.isdecimal()}
    return Grammar(
        decimal=figures.get("decimal", "."),
        group=figures.get("group", ","),
        hyphen_compounds=bool(figures.get("hyphen_compounds", False)),
        shorthand=bool(figures.get("shorthand", False)),
        **tables,
        **_clock_tables(settings.get("times", {})),
        times_after={word: (v["digit"], v["factor"]) for word, v in numerals.get("times_after", {}).items()},
        plural_suffix=numerals.get("plural_suffix", ""),
        sets=sets,
        numeral_words=number_words,
        halves=Phrases(dict.fromkeys(numerals.get("halves", ()), True)),
        markers=Phrases({word: role for role, words in settings.get("markers", {}).items() for word in words}),
        capital_after=Phrases(dict.fromkeys(numerals.get("capital_after", ()), True)),
        weekdays=weekdays,
        months=months,
        roman=roman,
        ordinal_suffixes=suffixes,
        phrases=phrases,
        follow=_followers(settings),
        after_ordinal=dict(settings.get("after_ordinal", {})),
        between=Phrases(dict.fromkeys(settings.get("ranges", {}).get("between", ()), True)),
        ambiguous={word: _ambiguous(entry) for word, entry in settings.get("ambiguous", {}).items()},
        equivalents=Phrases({word: Fraction(v) for word, v in settings.get("equivalents", {}).items()}),
        triggers=frozenset({*number_words, *alone, *months, *roman, *phrases.first_words()}),
    )


def _number_tables(numerals: Mapping[str, Any]) -> dict[str, Any]:
    names = ("add", "room", "times", "hundred", "scales", "parts", "ordinals")
    tables: dict[str, Any] = {name: dict(numerals.get(name, {})) for name in names}
    if plural := numerals.get("plural_suffix", ""):
        tables["ordinals"] |= {word + plural: value for word, value in tables["ordinals"].items()}
    return tables


def _sets(settings: Mapping[str, Any], tables: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Every plain list of the tables ``numerals`` and ``weekdays``, by its name, and some that follow from others."""
    lists = {**settings.get("numerals", {}), **settings.get("weekdays", {})}
    sets = {name: frozenset(words) for name, words in lists.items() if isinstance(words, list)}
    sets["weak_codes"] = frozenset(settings.get("codes", {}).get("weak", ()))
    sets["multipliers"] = frozenset({*tables["times"], *tables["hundred"], *tables["scales"]})
    return sets


def _clock_tables(times: Mapping[str, Any]) -> dict[str, Any]:
    parts = ("morning", "noon", "afternoon", "night")
    return {
        "hours": frozenset(times.get("hour", ())),
        "hours_with_minutes": frozenset(times.get("two_digit_only", ())),
        "minutes": frozenset(times.get("minute", ())),
        "day_parts": Phrases({word: part for part in parts for word in times.get(part, ())}),
        "less": frozenset(times.get("less", ())),
        "minute_phrases": Phrases(dict(times.get("minute_phrases", {}))),
    }


def _phrases(settings: Mapping[str, Any]) -> Phrases[Fixed]:
    entries = {phrase: Fixed("") for phrase in settings.get("ignore", {}).get("phrases", ())}
    for phrase, entry in settings.get("fixed", {}).items():
        others: tuple[tuple[str, Value], ...] = tuple(("number", other) for other in entry[3:])
        entries[phrase] = Fixed(entry[0], _fixed_value(entry[1]), len(entry) > 2 and bool(entry[2]), others)
    return Phrases(entries)


def _fixed_value(value: int | str) -> Value:
    if isinstance(value, int):
        return value
    if ":" in value:
        hour, minute = value.split(":")
        return int(hour), int(minute)
    return Fraction(value) if "/" in value else Decimal(value)


def _followers(settings: Mapping[str, Any]) -> Phrases[tuple[str, str]]:
    percent = settings.get("percent", {})
    entries = dict.fromkeys(percent.get("after", ()), ("", "percent"))
    entries |= dict.fromkeys(percent.get("per_thousand", ()), ("", "permille"))
    entries |= {phrase: (unit, kind) for phrase, (unit, kind) in settings.get("units", {}).items()}
    return Phrases(entries)


def _romans(suffixes: frozenset[str]) -> dict[str, tuple[int, str]]:
    """Roman numerals of I, V and X, bare and with each ordinal suffix: {"xxie": (21, "e"), "iv": (4, "")}."""
    digits = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    tens = ("", "x", "xx", "xxx")
    bare = [ten + digit for ten in tens for digit in digits if ten + digit and read_roman(ten + digit) < LARGEST_ROMAN]
    return {letters + suffix: (read_roman(letters), suffix) for suffix in ("", *suffixes) for letters in bare}


def _ambiguous(entry: Mapping[str, Any]) -> Ambiguous:
    names = [f"{strength}_{side}" for strength in ("none", "strong", "weak") for side in ("after", "before")]
    lists: dict[str, Any] = {name: frozenset(entry.get(name, ())) for name in names}
    default, plural = entry.get("default", "weak"), bool(entry.get("plural_before", False))
    return Ambiguous(default=default, plural_before=plural, **lists)
