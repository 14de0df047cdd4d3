"""What tells one language from another at a glance: letters that only it writes, frequent words, endings, scripts.

All of it is data (`languages.toml` of the profile ``und``); nothing here knows a language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from aligner.profiles import get_profile


@dataclass(frozen=True, slots=True)
class LanguageSigns:
    """What tells a language from the others, read from ``languages.toml``."""

    letters: Mapping[str, frozenset[str]]
    words: Mapping[str, frozenset[str]]
    loans: Mapping[str, frozenset[str]]
    residue: Mapping[str, tuple[str, ...]]
    endings: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]
    languages_of: Mapping[str, tuple[str, ...]]
    any_script: re.Pattern[str]
    script_runs: re.Pattern[str]
    least_letters: int


@lru_cache(maxsize=1)
def language_signs() -> LanguageSigns:
    """What tells the languages apart that the profiles describe, read once."""
    tables = get_profile("und").settings("languages.toml")
    scripts = tables.pop("scripts")
    names = tables.pop("names")
    languages_of: dict[str, list[str]] = {}
    for code, table in tables.items():
        for word in set(table["words"].split()):
            languages_of.setdefault(word, []).append(code)
    return LanguageSigns(
        {code: frozenset(table["letters"]) for code, table in tables.items()},
        {code: frozenset(table["words"].split()) for code, table in tables.items()},
        {code: frozenset(table.get("loans", ())) for code, table in tables.items()},
        {code: tuple(table.get("residue", ())) for code, table in tables.items()},
        {code: tuple(table.get("endings", ())) for code, table in tables.items()},
        names,
        {word: tuple(codes) for word, codes in languages_of.items()},
        re.compile(f"[{''.join(f'{chr(first)}-{chr(last)}' for first, last, _ in scripts['ranges'])}]"),
        _script_pattern(scripts["ranges"]),
        scripts["least_letters"],
    )


def _script_pattern(ranges: Sequence[tuple[int, int, str]]) -> re.Pattern[str]:
    """Runs of characters of one script, white space inside them included; one group a script, by its name."""
    classes: dict[str, str] = {}
    for first, last, name in ranges:
        classes[name] = classes.get(name, "") + f"{chr(first)}-{chr(last)}"
    return re.compile("|".join(f"(?P<{name}>[{chars}][{chars}\\s]*)" for name, chars in classes.items()))


@lru_cache(maxsize=64)
def own_letters(language: str, other: str) -> frozenset[str]:
    """Letters that the first language writes and the second does not; none where either is not known."""
    letters = language_signs().letters
    return letters[language] - letters[other] if language in letters and other in letters else frozenset()


@lru_cache(maxsize=64)
def any_of(letters: frozenset[str]) -> re.Pattern[str]:
    """A pattern that finds one of the letters, in a third of the time that looking each up in the set takes."""
    return re.compile(f"[{re.escape(''.join(sorted(letters)))}]")
