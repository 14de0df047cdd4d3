"""Features of a pair, each in [0, 1], 1 being what a faithful translation looks like."""

from __future__ import annotations

import math
from dataclasses import dataclass

from aligner.names import NameComparison
from aligner.quantities import QuantityComparison
from aligner.scoring.content import Gap
from aligner.scoring.evidence import Evidence
from aligner.scoring.model import logistic
from aligner.scoring.reading import PairReading
from aligner.scoring.surface import ends_alike, punctuation_alike, repeated_share

FEATURES = {
    "length": "target as long as its source lets expect",
    "numbers": "quantities agree",
    "names": "names agree",
    "numbers_true": "no figure was changed or invented",
    "numbers_kept": "no quantity was left out or told otherwise",
    "names_true": "no name stands in the place of another",
    "names_kept": "no name stands on one side alone",
    "lexical": "known words of both sides have a counterpart",
    "source_coverage": "known words of the source do",
    "target_coverage": "known words of the target do",
    "related": "the texts have words, numbers, names in common",
    "complete": "no stretch of the source is without a counterpart",
    "grounded": "no stretch of the target is",
    "ending": "the end of the source is translated",
    "closing": "both texts end as sentences, or neither",
    "capitals": "capitalised words of the target stand in the source",
    "language": "every part is in its own language",
    "novelty": "the target is no copy of the source",
    "variety": "nothing is repeated",
    "punctuation": "both have questions, brackets, quotations, or lack them",
    "polarity": "both deny, or neither",
    "clean": "no residue of pages and tools",
}
"""Every feature and what its 1 means, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class FeatureConfig:
    """``wrong_anchor``: most that `numbers` and `names` can be where one is wrong. ``each_wrong``: what each wrong
    anchor leaves of `numbers_true` and its like; a changed quantity counts as ``changed_counts`` of them, as faithful
    pairs show it five times less often than an invented one. ``gap_middle`` and ``gap_scale``: log odds
    of a stretch at which `complete` and `grounded` are 0.5, and the log odds that make them e times less likely;
    ``related_range``: evidence of relation at which `related` is 0 and 1. ``foreign_ceiling``: most that `language`
    can be where a stretch is in another language; ``repeated_ceiling``: most that `variety` can be where something is
    repeated."""

    wrong_anchor: float = 0.5
    each_wrong: float = 0.3
    changed_counts: int = 2
    gap_middle: float = 3.0
    gap_scale: float = 1.5
    related_range: tuple[float, float] = (-4.5, 3.0)
    foreign_ceiling: float = 0.5
    repeated_ceiling: float = 0.5


def pair_features(evidence: Evidence, config: FeatureConfig) -> dict[str, float]:
    """All features by name, in the order of `FEATURES`."""
    pair, content = evidence.pair, evidence.content
    source, target = content.shares
    values = {
        "length": math.exp(-0.5 * content.ratio_deviation * content.ratio_deviation),
        "numbers": _agreement(pair.quantities, config),
        "names": _agreement(pair.names, config),
        **_anchor_faults(pair, config),
        "lexical": math.sqrt(source * target),
        "source_coverage": source,
        "target_coverage": target,
        "related": _between(content.related, config.related_range),
        "complete": _filled(content.gaps[0], config),
        "grounded": _filled(content.gaps[1], config),
        "ending": content.ending,
        "closing": ends_alike(pair),
        "capitals": _capitals(evidence),
        "language": _own_language(evidence, config),
        "novelty": 1.0 - evidence.copied,
        "variety": _variety(evidence, config),
        "punctuation": punctuation_alike(pair),
        "polarity": 0.0 if evidence.polarity.denials else 1.0 - evidence.polarity.doubt,
        "clean": 0.0 if evidence.artefacts else 1.0,
    }
    return values


def _between(value: float, bounds: tuple[float, float]) -> float:
    return min(max((value - bounds[0]) / (bounds[1] - bounds[0]), 0.0), 1.0)


def _filled(gap: Gap, config: FeatureConfig) -> float:
    return logistic((config.gap_middle - gap.weight) / config.gap_scale)


def _agreement(comparison: QuantityComparison | NameComparison, config: FeatureConfig) -> float:
    """Matched items against all, capped where one is wrong; 1 where there is nothing to compare."""
    wrong = len(comparison.missing) + len(comparison.added) + len(comparison.changed)
    return 1.0 if not wrong else config.wrong_anchor * len(comparison.matched) / (len(comparison.matched) + wrong)


def _anchor_faults(pair: PairReading, config: FeatureConfig) -> dict[str, float]:
    """Grave and light faults of anchors apart: a quantity with another value, a figure that the source lacks or a name
    in the place of another is hardly ever free translation; an anchor on one side alone often is (the country for
    Norway, both for two)."""
    numbers, names = pair.quantities, pair.names
    invented = sum(any(map(str.isdigit, quantity.text)) for quantity in numbers.added) if numbers.added else 0
    grave = config.changed_counts * len(numbers.changed) + invented
    light = len(numbers.added) - invented + len(numbers.missing)
    replaced = min(len(names.missing), len(names.added))
    return {
        "numbers_true": config.each_wrong**grave,
        "numbers_kept": config.each_wrong**light,
        "names_true": config.each_wrong ** (len(names.changed) + replaced),
        "names_kept": config.each_wrong ** (len(names.missing) + len(names.added) - 2 * replaced),
    }


def _capitals(evidence: Evidence) -> float:
    """Share of capitalised words inside the target's sentences that the source's letters, or a found unit, explain."""
    target, source = evidence.pair.target, evidence.pair.source.folded
    text, bounds = target.text, target.bounds
    capitals = [place for place, start in enumerate(bounds[:-1:2]) if text[start].isupper()]
    if not capitals or capitals == [0]:
        return 1.0
    units = iter(evidence.coverage.target)
    unit = next(units, None)
    total = wrong = 0
    for place in capitals:
        start, end = bounds[2 * place], bounds[2 * place + 1]
        if end - start < LEAST_CAPITALISED or not place or not _OPENING.isdisjoint(text[bounds[2 * place - 1] : start]):
            continue
        while unit is not None and unit.span[1] <= start:
            unit = next(units, None)
        inside = unit if unit is not None and unit.span[0] <= start else None
        total += 1
        wrong += not inside.found if inside is not None else target.folded[place] not in source
    return 1.0 - wrong / total if total else 1.0


LEAST_CAPITALISED = 3
"""Letters of a capitalised word that is looked for in the source; shorter ones are initials and articles."""


_OPENING = frozenset('.!?:;«“"\n(')


def _variety(evidence: Evidence, config: FeatureConfig) -> float:
    if not evidence.repeated:
        return 1.0
    return config.repeated_ceiling * (1.0 - repeated_share(evidence.pair, evidence.repeated))


def _own_language(evidence: Evidence, config: FeatureConfig) -> float:
    if not evidence.source_foreign and not evidence.target_foreign:
        return 1.0
    pair = evidence.pair
    shares = (
        sum(end - start for start, end in (found.span for found in side)) / max(len(reading.text), 1)
        for side, reading in ((evidence.source_foreign, pair.source), (evidence.target_foreign, pair.target))
    )
    return max(config.foreign_ceiling - sum(shares), 0.0)
