"""What one text says of polarity: its denials, all words that hint at one, and the ends of scales that it names.

A denial is a negator (in a language with particles, *ne*, a negator with its particle) or a verb that denies by meaning
(*refuse*). Two negations close together undo each other, a negator that ends a question denies nothing, and neither
does *ne ... que*.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import compress
from typing import NamedTuple

from aligner.scoring.polarity.book import Cue, CueBook, is_among
from aligner.scoring.reading import Span, TextReading

REACH = 6
"""Words from a particle to the negator that closes it, and from a negation to what it denies."""
DOUBLE = 2
"""Most words between two negations that undo each other (*nobody does not*)."""
LOOK_AHEAD = 8
"""Code points in which the mark behind a final negator is looked for."""
_APOSTROPHES = frozenset("'’ʼ")
_ENDING = frozenset("?,.;:!-–—")
_PARTING = frozenset(",.;:!?–—\n")
_QUIET = frozenset(("blank", "negators"))
"""Groups that make no hint by themselves."""
_OTHER_END = {"a": "b", "b": "a"}


class Denial(NamedTuple):
    """A negation, the words from ``first`` to before ``last``, and the word from which on it denies; ``strong`` is that
    of a verb that denies by meaning, which its own counterpart answers."""

    first: int
    last: int
    opening: int
    strong: bool


class Hint(NamedTuple):
    """A cue of any strength, the words from ``first`` to before ``last``; ``plain`` where it holds a negator."""

    first: int
    last: int
    plain: bool


class Pole(NamedTuple):
    """One end (``a`` or ``b``) of a scale, told by the words from ``first`` to before ``last``."""

    end: str
    first: int
    last: int


class Cues(NamedTuple):
    """All that one text says of polarity, in text order; poles by scale. A denial may be told by any hint in another
    language."""

    denials: tuple[Denial, ...]
    hints: tuple[Hint, ...]
    poles: Mapping[str, list[Pole]]

    @property
    def plain(self) -> list[Denial]:
        """The denials by a negator."""
        return [denial for denial in self.denials if not denial.strong]


def find_cues(reading: TextReading, book: CueBook, scales: int) -> Cues:
    """Read a text for cues, and for the ends of certain scales (bits, see `book.facing_scales`)."""
    return _Finder(reading, book, scales).read()


class _Finder:
    """Reads the cues of one text from left to right."""

    def __init__(self, reading: TextReading, book: CueBook, scales: int) -> None:
        self._reading = reading
        self._texts = reading.texts
        self._book = book
        self._scales = scales
        self._denials: list[Denial] = []
        self._hints: list[Hint] = []
        self._poles: dict[str, list[Pole]] = {}

    def read(self) -> Cues:
        texts, cue_at = self._texts, self._book.cue_at
        behind = 0
        for position in compress(range(len(texts)), map(self._book.__getitem__, texts)):
            if position >= behind:
                size, cue = cue_at(texts, position)
                if size > 1 and (self._hides_negator(position, cue) or self._needs_quantity(position, size)):
                    size, cue = 1, self._book.single(texts[position])
                behind = position + size
                if cue.groups:
                    self._take(position, behind, cue)
                if self._scales and cue.ends:
                    self._place(position, behind, cue)
        return Cues(tuple(self._denials), tuple(self._hints), self._poles)

    def _needs_quantity(self, place: int, size: int) -> bool:
        """Whether a phrase is one before a quantity only, and none begins at the word behind it or the next."""
        if self._texts[place : place + size] not in self._book.numeric:
            return False
        place += size
        if place >= len(self._texts):
            return True
        first, last = self._reading.start(place), self._reading.end(min(place + 1, len(self._texts) - 1))
        return not any(first <= quantity.start < last for quantity in self._reading.quantities)

    def _hides_negator(self, first: int, cue: Cue) -> bool:
        """Whether the first word of a pole closes a negation instead (*ne construit plus de*)."""
        book, word = self._book, self._texts[first]
        if not cue.ends or not book.particles or word not in book.negators:
            return False
        if not cue.groups.isdisjoint(("negators", "neutral")):
            return False
        particle = self._particle(first, first + 1)
        return particle is not None and all(denial.opening != particle + 1 for denial in self._denials[-1:])

    def _take(self, first: int, last: int, cue: Cue) -> None:
        if "negators" in cue.groups:
            self._negate(first, last)
        elif not cue.groups <= _QUIET:
            self._hints.append(Hint(first, last, "neutral" in cue.groups))
        if "strong" in cue.groups:
            self._denials.append(Denial(first, last, last, strong=True))

    def _place(self, first: int, last: int, cue: Cue) -> None:
        turned = first > 0 and self._texts[first - 1] in self._book.reversing
        for scale, end in cue.ends:
            if is_among(scale, self._scales):
                self._poles.setdefault(scale, []).append(Pole(_OTHER_END[end] if turned else end, first, last))

    def _negate(self, first: int, last: int) -> None:
        book, word = self._book, self._texts[first]
        particle = self._particle(first, last) if book.particles else None
        if book.particles and particle is None and word not in book.bare:
            return
        self._hints.append(Hint(first, last, True))
        if particle is not None and not self._excepts(word, last):
            self._deny(Denial(min(first, particle), max(last, particle + 1), particle + 1, strong=False))
        elif not book.particles and not self._ends_question(first, last) and not self._is_absorbed(first):
            self._deny(Denial(first, last, first + 1, strong=False))

    def _particle(self, first: int, last: int) -> int | None:
        """The particle that opens a negator, or follows it where it is the subject (*personne ne*)."""
        before = range(first - 1, max(-1, first - REACH), -1)
        reach = REACH if self._texts[first] in self._book.subjects else 0
        behind = range(last, min(last + reach, len(self._texts)))
        return next((place for place in (*before, *behind) if self._is_particle(place)), None)

    def _is_particle(self, place: int) -> bool:
        word, end = self._texts[place], self._reading.end(place)
        if word not in self._book.particles:
            return False
        return word not in self._book.elided or self._reading.text[end : end + 1] in _APOSTROPHES

    def _excepts(self, negator: str, last: int) -> bool:
        """Whether a negator is told by `ne ... que`: at once behind any of them, or soon behind some."""
        reach = REACH if negator in self._book.excepted else 1
        return not self._book.exceptive.isdisjoint(self._texts[last : last + reach])

    def _ends_question(self, first: int, last: int) -> bool:
        """Whether a negator only asks: it ends its clause."""
        if last - first != 1 or self._texts[first] not in self._book.final:
            return False
        end = self._reading.end(first)
        rest = self._reading.text[end : end + LOOK_AHEAD].lstrip(' »”"')
        return not rest or rest[0] in _ENDING

    def _is_absorbed(self, first: int) -> bool:
        """Whether a negator only says again what a verb before it forbids or prevents (*cấm không được*)."""
        before = range(max(0, first - REACH), first)
        place = next((place for place in reversed(before) if self._texts[place] in self._book.absorbing), None)
        return place is not None and not any(is_parted(self._reading, spot) for spot in range(place + 1, first + 1))

    def _deny(self, denial: Denial) -> None:
        """Add a denial; two that stand close together undo each other, two negators of one particle make one."""
        before = self._denials[-1] if self._denials else None
        if before is None or before.strong or before.last + DOUBLE < denial.first:
            self._denials.append(denial)
        elif self._book.particles:
            if before.opening == denial.opening:
                self._denials[-1] = before._replace(last=max(before.last, denial.last))
            else:
                self._denials.append(denial)
        elif any(is_parted(self._reading, place) for place in range(before.last, denial.first + 1)):
            self._denials.append(denial)
        else:
            self._denials.pop()


def is_parted(reading: TextReading, place: int) -> bool:
    """Whether a mark that parts clauses stands before a word that is not the first."""
    return not _PARTING.isdisjoint(reading.text[reading.end(place - 1) : reading.start(place)])


def words_span(reading: TextReading, first: int, last: int) -> Span:
    """Where the words from ``first`` to before ``last`` stand."""
    return reading.start(first), reading.end(last - 1)
