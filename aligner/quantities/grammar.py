"""A language's ``quantities.toml`` as look-up tables, compiled once for each profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from aligner.profiles import LanguageProfile
from aligner.quantities.literals import read_roman
from aligner.quantities.lookup import Phrases, Roles
from aligner.quantities.model import Value

FILENAME = "quantities.toml"
LOOSE_MARKERS = frozenset(("date", "roman"))
"""Markers that say something of figures and Roman numerals only."""
LARGEST_ROMAN = 50
"""Bare Roman numerals above this are rather abbreviations (CD, MC, LC)."""

POINTS = "point"
"""Unit of a difference of percentages, and of plain points, as which it may be told."""


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
    money_scales: dict[str, int]
    speaks: Phrases[bool]
    equivalents: Phrases[Fraction]
    roles: Roles
    continuing: frozenset[str]
    telling_before: frozenset[str]
    telling_after: frozenset[str]
    plain_units: dict[str, tuple[str, str]]

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
    phrases, figures = _phrases(settings), settings.get("figures", {})
    roman = _romans(suffixes, settings.get("ordinal_marks", {}).get("roman", {}))
    alone = {word for word in weekdays if not sets.get("marker") and not word.isdecimal()}
    grammar = Grammar(
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
        money_scales=dict(settings.get("money_scales", {})),
        speaks=Phrases(dict.fromkeys(numerals.get("speaks", ()), True)),
        equivalents=Phrases({word: Fraction(v) for word, v in settings.get("equivalents", {}).items()}),
        roles=Roles(frozenset({*number_words, *alone, *months, *roman}), phrases),
        continuing=frozenset(),
        telling_before=frozenset(),
        telling_after=frozenset(),
        plain_units={},
    )
    continuing = _continuing(grammar)
    after = _telling_after(grammar) | continuing
    return replace(
        grammar,
        continuing=continuing,
        telling_before=_telling_before(grammar),
        telling_after=after | frozenset(grammar.follow.first_words()),
        plain_units={word: unit for word, unit in grammar.follow.alone().items() if word not in after},
    )


def _continuing(grammar: Grammar) -> frozenset[str]:
    """Words that go on a number."""
    lists = ("fillers", "decimal_words", "joiners", "links", "inserted")
    words = {word for name in lists for word in grammar.sets.get(name, ())}
    return grammar.numeral_words.union(words, grammar.halves.first_words())


def _telling_before(grammar: Grammar) -> frozenset[str]:
    """Words that change what a number right after them is."""
    return grammar.markers.last_words(LOOSE_MARKERS) | grammar.sets.get("negative", frozenset())


def _telling_after(grammar: Grammar) -> frozenset[str]:
    """Words that change what a number right before them is, units apart."""
    tables = (grammar.parts, grammar.months, grammar.hours, grammar.ordinal_suffixes)
    phrases = (grammar.markers, grammar.equivalents)
    words = {word for table in tables for word in table}
    words.update(grammar.sets.get("fraction_bars", ()))
    words.update(letter.lower() for letter in grammar.money_scales)
    words.update(word for table in phrases for word in table.first_words())
    words.update(grammar.phrases.first_words(lambda fixed: fixed.kind == "month"))
    return frozenset(words)


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
    entries |= dict.fromkeys(percent.get("points", ()), (POINTS, "percent"))
    entries |= dict.fromkeys(percent.get("per_thousand", ()), ("", "permille"))
    entries |= {phrase: (unit, kind) for phrase, (unit, kind) in settings.get("units", {}).items()}
    return Phrases(entries)


def _romans(suffixes: frozenset[str], only: Mapping[str, int]) -> dict[str, tuple[int, str]]:
    """Roman numerals of I, V and X, bare and with each ordinal suffix: {"xxie": (21, "e"), "iv": (4, "")}.

    ``only`` names the one numeral that takes a suffix.
    """
    digits = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    tens = ("", "x", "xx", "xxx")
    bare = [ten + digit for ten in tens for digit in digits if ten + digit and read_roman(ten + digit) < LARGEST_ROMAN]
    values = {letters: read_roman(letters) for letters in bare}
    return {
        letters + suffix: (value, suffix)
        for suffix in ("", *sorted(suffixes))
        for letters, value in values.items()
        if only.get(suffix, value) == value
    }


def _ambiguous(entry: Mapping[str, Any]) -> Ambiguous:
    names = [f"{strength}_{side}" for strength in ("none", "strong", "weak") for side in ("after", "before")]
    lists: dict[str, Any] = {name: frozenset(entry.get(name, ())) for name in names}
    default, plural = entry.get("default", "weak"), bool(entry.get("plural_before", False))
    return Ambiguous(default=default, plural_before=plural, **lists)
