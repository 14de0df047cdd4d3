"""Language knowledge as data: a profile names the folders that hold it, algorithms read what they need from there.

A folder holds TOML and TSV files, one for each reading of a text (``splitter.toml``, ``numbers.toml``, ``names.tsv``,
...). A profile may have several folders: what a later one holds is added to the earlier ones, so that a person can
extend a shipped language without a copy of it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

PROFILES_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class LanguageProfile:
    """A language: its code, its name, and the folders that hold what is known of it."""

    code: str
    name: str
    folders: tuple[Path, ...]

    def __hash__(self) -> int:
        """By the code alone: profiles are looked up ten times for every sentence, and few share a code."""
        return hash(self.code)

    def extended(self, folder: Path) -> LanguageProfile:
        """The same profile with one more folder, whose entries are added to those of the others."""
        return replace(self, folders=(*self.folders, Path(folder)))

    def tables(self, filename: str) -> list[list[str]]:
        """Rows of the TSV file of that name in every folder of the profile, in folder order."""
        return [row for folder in self.folders for row in read_table(folder / filename)]

    def settings(self, filename: str) -> dict[str, Any]:
        """The TOML file of that name, tables merged over the folders: lists are joined, other values replaced.

        Raises ``ValueError``, naming the file, for one that is no TOML or that gives a key another type than the
        folders before it, such as a string where they have a list.
        """
        merged: dict[str, Any] = {}
        for folder in self.folders:
            path = folder / filename
            if path.exists():
                merged = _merge(merged, _read_toml(path), path)
        return merged


LANGUAGES = {
    "vi": LanguageProfile("vi", "Vietnamese", (PROFILES_FOLDER / "vi",)),
    "fr": LanguageProfile("fr", "French", (PROFILES_FOLDER / "fr",)),
    "und": LanguageProfile("und", "undetermined", (PROFILES_FOLDER / "und",)),
}
"""The languages that ship with the library, by code; ``und`` is language-neutral."""


def get_profile(language: str | LanguageProfile) -> LanguageProfile:
    """The profile of a language code, or the profile itself.

    Raises ``ValueError`` for an unknown code and ``TypeError`` for anything that is neither.

    >>> get_profile("fr").name
    'French'
    """
    if isinstance(language, LanguageProfile):
        return language
    if not isinstance(language, str):
        raise TypeError(f"language must be a code or a LanguageProfile, not {type(language).__name__}: {language!r}")
    try:
        return LANGUAGES[language]
    except KeyError:
        known = ", ".join(LANGUAGES)
        raise ValueError(f"unknown language {language!r}; known: {known} (use 'und' for any other language)") from None


@lru_cache(maxsize=64)
def read_table(path: Path) -> tuple[list[str], ...]:
    """Rows of a TSV file as lists of stripped cells; empty lines and lines that start with ``#`` are passed over.

    A file that does not exist has no rows: a profile need not have every table.
    """
    if not path.exists():
        return ()
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple([cell.strip() for cell in line.split("\t")] for line in lines if line.strip() and line[0] != "#")


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:  # of TOML or of UTF-8
        raise ValueError(f"{path}: {error}") from None


def _merge(first: dict[str, Any], second: dict[str, Any], path: Path, prefix: str = "") -> dict[str, Any]:
    merged = dict(first)
    for key, value in second.items():
        old = merged.get(key)
        if key in merged and _kind(old) != _kind(value):
            raise ValueError(f"{path}: {prefix}{key} must be {_kind(old)}, as it is elsewhere, not {_kind(value)}")
        if isinstance(old, dict):
            merged[key] = _merge(old, value, path, f"{prefix}{key}.")
        elif isinstance(old, list):
            merged[key] = old + value
        else:
            merged[key] = value
    return merged


def _kind(value: Any) -> str:
    """What a value of TOML is, in words."""
    names = {dict: "a table", list: "a list", str: "a string", bool: "true or false", int: "a number"}
    return names.get(type(value), "a number" if isinstance(value, float) else "a date or time")
