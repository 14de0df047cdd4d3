"""The order in which pairs are looked at, and the filters that narrow it.

Doubt comes from what the build knows: low quality, flags, a bead of low posterior. It is a sort key, no probability.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corpus.reviewing.records import ALL_STATUSES, GONE, STATUSES, UNREVIEWED
from corpus.reviewing.tables import Tables

FLAG_DOUBT = 0.15
"""Doubt that each flag adds: two flags weigh as much as 0.3 of quality, since a flag names a fault one can check."""
MOST_FLAGS = 3
ALIGNMENT_DOUBT = 0.5
"""Weight of an improbable bead beside a bad quality: a wrong bead mostly shows in its quality too."""
ANY, OPEN, NO_FLAG = "all", "open", "none"
FIELDS = ("flag", "publisher", "type", "status", "quality")


class FilterError(ValueError):
    """A filter that cannot be understood; the message says what there is."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What the queue holds: only pairs that meet every field that is set.

    ``status`` is a review status, ``open`` (unreviewed) or ``all``; ``quality`` a greatest value in [0, 1]; ``flag`` a
    kind, or ``none``; ``bookmarked`` asks for bookmarks only.
    """

    flag: str = ""
    publisher: str = ""
    type: str = ""
    status: str = OPEN
    quality: float = 1.0
    text: str = ""
    bookmarked: bool = False

    def __str__(self) -> str:
        """The filter as it is typed."""
        said = [f"{name}:{getattr(self, name)}" for name in ("flag", "publisher", "type") if getattr(self, name)]
        said += [f"status:{self.status}"] if self.status != OPEN else []
        said += [f"quality:{self.quality:g}"] if self.quality < 1.0 else []
        return " ".join([*said, *(["bookmarked"] if self.bookmarked else []), *([self.text] if self.text else [])])


def parse_filter(typed: str) -> Filter:
    """The filter of a typed line: ``field:value`` words, ``bookmarked``, and text to look for.

    Raises `FilterError` for an unknown field or value.

    >>> parse_filter("flag:number quality:0.5 Hà Nội")
    Filter(flag='number', publisher='', type='', status='open', quality=0.5, text='Hà Nội', bookmarked=False)
    """
    said: dict[str, str] = {}
    words = []
    bookmarked = False
    for word in typed.split():
        name, colon, value = word.partition(":")
        if colon and name in FIELDS:
            said[name] = value
        elif word == "bookmarked":
            bookmarked = True
        else:
            words.append(word)
    status = said.get("status", OPEN)
    if status not in (ANY, OPEN, *STATUSES):
        raise FilterError(f"status:{status} is none of {', '.join((OPEN, ANY, *STATUSES))}")
    try:
        quality = float(said.get("quality", "1"))
    except ValueError:
        raise FilterError(f"quality:{said['quality']} is no number between 0 and 1") from None
    plain = {name: said.get(name, "") for name in ("flag", "publisher", "type")}
    return Filter(**plain, status=status, quality=quality, text=" ".join(words), bookmarked=bookmarked)


def doubt(quality: float, probability: float, flags: int) -> float:
    """How doubtful a pair is; higher comes first.

    >>> doubt(0.9, 1.0, 1) > doubt(0.8, 1.0, 0)
    True
    """
    return (1 - quality) + FLAG_DOUBT * min(flags, MOST_FLAGS) + ALIGNMENT_DOUBT * (1 - probability)


def doubtful_first(tables: Tables) -> np.ndarray:
    """Numbers of all pairs, the most doubtful first; equals in page order."""
    flags = np.zeros(len(tables.flag_bits), np.int64)
    for bit in range(len(tables.flag_names)):
        flags += tables.flag_bits >> bit & 1
    flags = np.minimum(flags, MOST_FLAGS)
    doubts = (1 - tables.quality) + FLAG_DOUBT * flags + ALIGNMENT_DOUBT * (1 - tables.probability)
    return np.argsort(-doubts, kind="stable")


def accepted(tables: Tables, wanted: Filter, statuses: np.ndarray, marked: set[str]) -> np.ndarray:
    """Which pairs a filter lets through; ``statuses`` are those of all pairs, as places in `ALL_STATUSES`.

    Every test is a pass over a column of numbers: a filter over 100,000 pairs takes a few milliseconds.
    """
    status = UNREVIEWED if wanted.status == OPEN else wanted.status
    gone = ALL_STATUSES.index(GONE)
    passed: np.ndarray = statuses != gone if status == ANY else statuses == ALL_STATUSES.index(status)
    if wanted.flag == NO_FLAG:
        passed &= tables.flag_bits == 0
    elif wanted.flag:
        bit = 1 << tables.flag_names.index(wanted.flag) if wanted.flag in tables.flag_names else 0
        passed &= (tables.flag_bits & bit) != 0
    if wanted.publisher:
        publisher = wanted.publisher.casefold()
        passed &= tables.publisher.where(lambda name: publisher in name.casefold())
    if wanted.type:
        passed &= tables.kind.where(lambda kind: kind == wanted.type)
    if wanted.quality < 1.0:
        passed &= tables.quality <= wanted.quality
    if wanted.bookmarked:
        bookmarked = np.zeros(len(passed), bool)
        bookmarked[[tables.number_of[one] for one in marked if one in tables.number_of]] = True
        passed &= bookmarked
    return passed & tables.matching(wanted.text) if wanted.text else passed
