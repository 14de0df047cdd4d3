"""What a text names, and what two texts name differently: the values of this package.

A name carries its own certainty, because the two mistakes differ in cost: a name that is only *perhaps* one may still
serve as evidence that two texts belong together, but it must never be reported as lost.
"""

from __future__ import annotations

from dataclasses import dataclass

WEAK = 0
"""May match another name, is never reported: institutions and translated names that no gazetteer knows."""
FAIR = 1
"""Reported only as the changed half of a pair, where the other text holds a name of its sort that is left over."""
STRONG = 2
"""Reported as missing, added or changed: persons, places, foreign words, gazetteer entries."""


@dataclass(frozen=True, slots=True)
class Name:
    """Whom or what a stretch of text names.

    ``kind`` is the best guess among person, place, organisation, acronym, code, product and other. ``key`` holds the
    readings the name may have (gazetteer concepts such as ``@hanoi``, or its folded, joined form): two names are the
    same where they share one. ``start`` and ``end`` are code points, ``text == whole_text[start:end]``. ``strength`` is
    WEAK, FAIR or STRONG; ``parts`` are concepts named inside the name (``@hanoi`` in *Université nationale de Hanoï*).
    """

    kind: str
    key: tuple[str, ...]
    start: int
    end: int
    text: str
    strength: int = STRONG
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NameComparison:
    """Two lists of names put side by side: what agrees, what one text lacks, what looks like one name altered."""

    matched: tuple[tuple[Name, Name], ...]
    missing: tuple[Name, ...]
    added: tuple[Name, ...]
    changed: tuple[tuple[Name, Name], ...]

    @property
    def same(self) -> bool:
        """True where nothing is missing, added or changed."""
        return not (self.missing or self.added or self.changed)
