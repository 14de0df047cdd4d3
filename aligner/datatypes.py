"""The values that the library passes around: sentences, beads, alignments, scored pairs.

All are frozen and slotted: a value that was handed out never changes, and a stage that wants another one makes it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import overload

FLAG_KINDS = (
    "number",
    "name",
    "omission",
    "addition",
    "untranslated",
    "language",
    "negation",
    "repetition",
    "artefact",
    "unrelated",
)
"""Kinds of :class:`Flag`, in the order in which they are reported."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A unit of alignment and where it stands in the text it was cut from.

    ``start`` and ``end`` are code points: ``document_text[start:end] == text``. ``paragraph`` counts from 0.
    """

    text: str
    start: int
    end: int
    paragraph: int


PART_NAMES = ("prior", "length", "parts", "paragraph", "number", "name", "same", "shape", "phrase", "word", "encoder")
"""Shares of a bead's score, each by the name of the setting that weighs it."""


@dataclass(frozen=True, slots=True)
class Bead:
    """Source sentences and the target sentences that translate them, as ranges of sentence indices.

    A null bead holds one sentence and an empty range on the other side. ``probability`` is the posterior of exactly
    this bead, in [0, 1]; that of a ``moved`` bead (one that stands out of order) is its match probability. ``shares``
    are those of the score, in the order of `PART_NAMES`; a bead that `align` did not make has none, and beads are equal
    whatever they were made of.
    """

    source: range
    target: range
    probability: float
    moved: bool = False
    shares: tuple[float, ...] = field(default=(), repr=False, compare=False)

    @property
    def parts(self) -> dict[str, float]:
        """What each kind of evidence says for the bead (above 0) or against it, in log odds: the shares of its score.

        >>> Bead(range(1), range(0), 0.5, shares=(-3.0,) + 10 * (0.0,)).parts["prior"]
        -3.0
        """
        return dict(zip(PART_NAMES, self.shares, strict=False))

    @property
    def score(self) -> float:
        """Log odds of the bead against sentences that have nothing to do with each other: the sum of its parts."""
        return math.fsum(self.shares)

    @property
    def kind(self) -> str:
        """Sizes of the two sides: ``"1-1"``, ``"1-2"``, ``"0-1"``, ..."""
        return f"{len(self.source)}-{len(self.target)}"

    @property
    def is_null(self) -> bool:
        """True where one side is empty."""
        return not self.source or not self.target


@dataclass(frozen=True, slots=True)
class Alignment(Sequence[Bead]):
    """Two texts as sentences and the beads that join them; a sequence of :class:`Bead`.

    Every sentence of both sides stands in exactly one bead. Beads are ordered by source; a target-only null follows the
    bead with the target sentence before it, and leading ones come first.
    """

    source: tuple[Sentence, ...]
    target: tuple[Sentence, ...]
    beads: tuple[Bead, ...]

    def __len__(self) -> int:
        return len(self.beads)

    def __iter__(self) -> Iterator[Bead]:
        return iter(self.beads)

    @overload
    def __getitem__(self, index: int) -> Bead: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Bead, ...]: ...
    def __getitem__(self, index: int | slice) -> Bead | tuple[Bead, ...]:
        return self.beads[index]

    def source_text(self, bead: Bead) -> str:
        """The bead's source sentences, white-space runs as one space, joined by one space."""
        return join_sentences(self.source[bead.source.start : bead.source.stop])

    def target_text(self, bead: Bead) -> str:
        """The bead's target sentences, white-space runs as one space, joined by one space."""
        return join_sentences(self.target[bead.target.start : bead.target.stop])


@dataclass(frozen=True, slots=True)
class Flag:
    """One fault of a pair: its kind (one of ``FLAG_KINDS``), the tokens it is about, and where they stand.

    Spans are ``(start, end)`` code points into the source and the target text that were scored.
    """

    kind: str
    detail: str
    source_spans: tuple[tuple[int, int], ...] = ()
    target_spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PairScore:
    """What is thought of a pair: ``quality`` in [0, 1] (higher is better), flags, and the named features behind both.

    Each feature is in [0, 1], 1 being best.
    """

    quality: float
    flags: tuple[Flag, ...]
    features: Mapping[str, float] = field(default_factory=dict)

    def explain(self) -> str:
        """A small table for a person: the quality, each feature, each flag with its detail."""
        lines = [f"quality      {self.quality:.3f}"]
        lines += [f"  {name:<20} {value:.3f}" for name, value in self.features.items()]
        lines += [f"{flag.kind:<12} {flag.detail}" for flag in self.flags] or ["no flags"]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """A non-null bead as text with its score: parts joined by one space, flag spans relative to these texts."""

    source: str
    target: str
    bead: Bead
    quality: float
    flags: tuple[Flag, ...]
    features: Mapping[str, float] = field(default_factory=dict)


def join_sentences(sentences: Sequence[Sentence]) -> str:
    """Join sentences by one space, with every white-space run inside them as one space.

    >>> join_sentences([Sentence("Mưa  to.", 0, 8, 0), Sentence("Gió lớn.", 9, 17, 0)])
    'Mưa to. Gió lớn.'
    """
    return " ".join(" ".join(sentence.text.split()) for sentence in sentences)
