"""What the units of a pair say together: are the texts related, and is a stretch of either without a counterpart?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from aligner.scoring.coverage import Coverage, Unit
from aligner.scoring.gains import SILENT, Gains
from aligner.scoring.reading import PairReading, Span


@dataclass(frozen=True, slots=True)
class ContentConfig:
    """How content is weighed.

    ``dependence``: share of a unit's log odds that counts beside the units around it (neighbours share a fate).
    ``log_ratio`` and ``log_spread``: mean and standard deviation of log(target / source letters) of long faithful
    pairs, wide enough for human (1.09) and machine translations (1.40). ``length_noise``: source letters that double
    the variance. ``length_limit``: most log odds that a stretch gains from lengths; ``expected_weight``: units of
    average content that a text is believed to have translated before any is seen. ``trailing``: share of the source's
    units that is its end.
    """

    dependence: float = 0.7
    log_ratio: float = math.log(1.24)
    log_spread: float = 0.2
    length_noise: float = 25.0
    length_limit: float = 5.0
    expected_weight: float = 1.5
    trailing: float = 0.34


class Gap(NamedTuple):
    """A stretch of one side without a counterpart: its units, log odds (content and length), and the span it covers."""

    units: tuple[Unit, ...]
    content: float
    length: float
    span: Span

    @property
    def weight(self) -> float:
        """Log odds that the stretch has no counterpart."""
        return self.content + self.length

    @property
    def lost(self) -> tuple[Unit, ...]:
        """Its units without a counterpart."""
        return tuple(unit for unit in self.units if not unit.found)


class Content(NamedTuple):
    """``related``: log odds that the texts translate each other at all, over the square root of the number of units, as
    units that stand together are found or lost together; ``shares``: weighted share found, by side, in [0, 1];
    ``ending``: the same of the source's last units; ``gaps``: heaviest stretch of each side; ``ratio_deviation``: how
    many standard deviations the target is too long (> 0) or too short."""

    related: float
    shares: tuple[float, float]
    ending: float
    gaps: tuple[Gap, Gap]
    ratio_deviation: float


def weigh_content(pair: PairReading, coverage: Coverage, gains: Gains, config: ContentConfig) -> Content:
    """Weigh the units of both sides."""
    lengths = Lengths(letters(pair.source.text), letters(pair.target.text))
    source, target = (_Side(side, gains) for side in coverage)
    related = (source.said + target.said) / math.sqrt(source.counted + target.counted + 1.0)
    shares = (_share(source.weights, source.kept, config), _share(target.weights, target.kept, config))
    last = math.ceil(len(source.weights) * (1.0 - config.trailing))
    ending = _share(source.weights[last:], source.kept[last:], config)
    if (not lengths.source) != (not lengths.target):
        related, shares, ending = -NO_RELATION, (0.0, 0.0), 0.0
    gaps = (
        _gap(pair.source.text, coverage.source, source.losses, 0, lengths, config),
        _gap(pair.target.text, coverage.target, target.losses, 1, lengths, config),
    )
    return Content(related, shares, ending, gaps, deviation(lengths, config))


class Lengths(NamedTuple):
    """Letters of both texts."""

    source: int
    target: int


class _Side:
    """What the units of one side say: how many count, their log odds, and by unit the other figures of `UnitGain`."""

    __slots__ = ("counted", "kept", "losses", "said", "weights")

    def __init__(self, units: Sequence[Unit], gains: Gains) -> None:
        told = [gains.of(unit[1:]) for unit in units] or [SILENT]
        counted, said, weights, kept, losses = zip(*told, strict=True)
        self.counted: int = sum(counted)
        self.said: float = sum(said)
        self.weights: tuple[float, ...] = weights if units else ()
        self.kept: tuple[float, ...] = kept if units else ()
        self.losses: tuple[float, ...] = losses if units else ()


def letters(text: str) -> int:
    """Code points that are no white space."""
    # White space other than the plain one is not printable: without any, spaces need only be counted.
    return len(text) - text.count(" ") if text.isprintable() else len("".join(text.split()))


def deviation(lengths: Lengths, config: ContentConfig) -> float:
    """How unusual the ratio of two lengths is, in standard deviations; 0 where both are empty."""
    source, target = lengths
    if source <= 0 or target <= 0:
        return 0.0 if source == target else math.copysign(NO_LENGTH, target - source)
    spread = config.log_spread * math.sqrt(1.0 + config.length_noise / source)
    return (math.log(target / source) - config.log_ratio) / spread


NO_RELATION = 99.0
"""Evidence of relation between a text and none."""
NO_LENGTH = 9.0
"""Deviation of a text against none."""


def _share(weights: Sequence[float], kept: Sequence[float], config: ContentConfig) -> float:
    """Weight of the units found, against what a faithful translation shows on average (1 at and above it)."""
    expected = config.expected_weight + EXPECTED_SHARE * sum(weights)
    return min((config.expected_weight + sum(kept)) / expected, 1.0) if expected else 1.0


EXPECTED_SHARE = 0.85
"""Share of its weight that a free but faithful translation shows."""


def _gap(
    text: str, units: Sequence[Unit], losses: Sequence[float], side: int, lengths: Lengths, config: ContentConfig
) -> Gap:
    """The heaviest stretch of one side, and whether the lengths would agree better without it."""
    stretch = heaviest_stretch([loss * config.dependence for loss in losses])
    if stretch.stop == stretch.start:
        return NO_GAP
    inside = tuple(units[stretch.start : stretch.stop])
    span = (inside[0].span[0], inside[-1].span[1])
    remaining = list(lengths)
    remaining[side] -= letters(text[slice(*span)])
    before, after = deviation(lengths, config), deviation(Lengths(*remaining), config)
    length = (before * before - after * after) / 2.0
    return Gap(inside, stretch.weight, max(-config.length_limit, min(config.length_limit, length)), span)


NO_GAP = Gap((), 0.0, 0.0, (0, 0))
"""The gap of a side whose every unit has a counterpart."""


class Stretch(NamedTuple):
    """Units ``start`` to ``stop`` and how much they speak together for being untranslated (log odds, >= 0)."""

    start: int
    stop: int
    weight: float


def heaviest_stretch(weights: Sequence[float]) -> Stretch:
    """The run of units whose weights add up highest; an empty one where none is positive.

    >>> heaviest_stretch([-1.0, 2.0, -0.5, 1.0, -3.0])
    Stretch(start=1, stop=4, weight=2.5)
    """
    first = stop = start = 0
    best = total = 0.0
    for position, weight in enumerate(weights):
        if total <= 0.0:
            total, start = 0.0, position
        total += weight
        if total > best:
            best, first, stop = total, start, position + 1
    return Stretch(first, stop, best)
