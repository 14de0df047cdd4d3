"""Features of a pair, each in [0, 1], 1 being what a faithful translation looks like."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from aligner.folding import fold
from aligner.names import NameComparison
from aligner.quantities import QuantityComparison
from aligner.scoring.content import Gap
from aligner.scoring.evidence import Evidence
from aligner.scoring.reading import PairReading, Span
from aligner.scoring.surface import ends_alike, punctuation_alike, repeated_share
from aligner.words import Word

FEATURES = {
    "length": "target as long as its source lets expect",
    "numbers": "quantities agree",
    "names": "names agree",
    "numbers_true": "no figure was changed or invented",
    "numbers_kept": "no quantity was left out or told otherwise",
    "names_true": "no name was changed or invented",
    "names_kept": "no name was left out",
    "lexical": "known words of both sides have a counterpart",
    "source_coverage": "known words of the source do",
    "target_coverage": "known words of the target do",
    "related": "the texts are about the same",
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
    """``wrong_anchor``: most that `numbers` and `names` can be where one is wrong. ``each_wrong``: what each wrong anchor
    leaves of `numbers_true` and its like. ``gap_middle`` and ``gap_scale``: log odds
    of a stretch at which `complete` and `grounded` are 0.5, and the log odds that make them e times less likely; ``related_*``
    the same for `related`. ``foreign_floor``: most that `language` can be where a stretch is in another language."""

    wrong_anchor: float = 0.5
    each_wrong: float = 0.3
    gap_middle: float = 3.0
    gap_scale: float = 1.5
    related_middle: float = 0.0
    related_scale: float = 1.5
    foreign_floor: float = 0.5


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
        "related": _logistic((content.related - config.related_middle) / config.related_scale),
        "complete": _filled(content.gaps[0], config),
        "grounded": _filled(content.gaps[1], config),
        "ending": content.ending,
        "closing": ends_alike(pair),
        "capitals": _capitals(evidence),
        "language": _own_language(evidence, config),
        "novelty": 1.0 - copied_share(pair.source.words, pair.target.words),
        "variety": 1.0 - repeated_share(pair, evidence.repeated),
        "punctuation": punctuation_alike(pair),
        "polarity": 0.0 if evidence.denials else 1.0,
        "clean": 0.0 if evidence.artefacts else 1.0,
    }
    return {name: values[name] for name in FEATURES}


def _logistic(log_odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-MOST_LOG_ODDS, min(MOST_LOG_ODDS, log_odds))))


MOST_LOG_ODDS = 50.0
"""Beyond this a probability is 0 or 1 to the last digit shown."""


def _filled(gap: Gap, config: FeatureConfig) -> float:
    return _logistic((config.gap_middle - gap.weight) / config.gap_scale)


def _agreement(comparison: QuantityComparison | NameComparison, config: FeatureConfig) -> float:
    """Matched items against all, capped where one is wrong; 1 where there is nothing to compare."""
    wrong = len(comparison.missing) + len(comparison.added) + len(comparison.changed)
    return 1.0 if not wrong else config.wrong_anchor * len(comparison.matched) / (len(comparison.matched) + wrong)


def _anchor_faults(pair: PairReading, config: FeatureConfig) -> dict[str, float]:
    """Grave and light faults of anchors apart: a figure or a name that the source lacks is hardly ever free translation,
    one that is only missing, or a number in words, often is (the country for Norway, both for two)."""
    numbers, names = pair.quantities, pair.names
    figures = [after for _, after in numbers.changed] + list(numbers.added)
    grave = sum(any(char.isdigit() for char in quantity.text) for quantity in figures)
    light = len(figures) - grave + len(numbers.missing)
    values = {
        "numbers_true": grave,
        "numbers_kept": light,
        "names_true": len(names.changed) + len(names.added),
        "names_kept": len(names.missing),
    }
    return {name: config.each_wrong**count for name, count in values.items()}


def _capitals(evidence: Evidence) -> float:
    """Share of capitalised words inside the target's sentences that the source's letters or the lexicon explain."""
    pair = evidence.pair
    source = {fold(word.text) for word in pair.source.words}
    unexplained = _starts(unit.span for unit in evidence.coverage.target if not unit.found)
    anchored = [unit.span for unit in evidence.coverage.target if unit.found]
    known = _starts(anchored)
    wrong = total = 0
    reach = 0
    waiting = iter(anchored)
    current: Span = next(waiting, (0, 0))
    text = pair.target.text
    for word in pair.target.words:
        while current[1] <= word.start and current != (0, 0):
            current = next(waiting, (0, 0))
        if not text[word.start].isupper() or word.end - word.start < LEAST_CAPITALISED or _begins(text, word, reach):
            reach = word.end
            continue
        reach = word.end
        total += 1
        inside = current[0] <= word.start < current[1] or word.start in known
        wrong += not inside and (word.start in unexplained or fold(word.text) not in source)
    return 1.0 - wrong / total if total else 1.0


LEAST_CAPITALISED = 3
"""Letters of a capitalised word that is looked for in the source; shorter ones are initials and articles."""


def _starts(spans: object) -> set[int]:
    return {span[0] for span in spans}  # type: ignore[attr-defined]


def _begins(text: str, word: Word, before: int) -> bool:
    """Whether a word begins a sentence: nothing stands before it, or a stop or an opening mark does."""
    between = text[before : word.start]
    return before == 0 or any(mark in between for mark in ".!?:;«“\"\n(")


def copied_share(source: Sequence[Word], target: Sequence[Word]) -> float:
    """Share of the target's word pairs that stand in the source as they are; names and numbers seldom make up much."""
    own = list(zip(target, target[1:], strict=False))
    if not own:
        alike = [word.text for word in source] == [word.text for word in target]
        return float(alike and bool(target) and not target[0].text.isdigit())
    known = {(first.text, second.text) for first, second in zip(source, source[1:], strict=False)}
    return sum((first.text, second.text) in known for first, second in own) / len(own)


def _own_language(evidence: Evidence, config: FeatureConfig) -> float:
    if not evidence.source_foreign and not evidence.target_foreign:
        return 1.0
    pair = evidence.pair
    shares = (
        sum(end - start for start, end in (found.span for found in side)) / max(len(reading.text), 1)
        for side, reading in ((evidence.source_foreign, pair.source), (evidence.target_foreign, pair.target))
    )
    return max(config.foreign_floor - sum(shares), 0.0)
