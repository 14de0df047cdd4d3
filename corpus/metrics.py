"""Figures about a dataset, from its rows: what `metrics.json`, the card and `vifr stats` show."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean, median, quantiles
from typing import Any

from aligner.words import raw_words

SCORES = (
    "quality",
    "alignment_probability",
    "score_length",
    "score_numbers",
    "score_names",
    "score_lexical",
)
HISTOGRAM_BANDS = 10
DECIMALS = 4


def corpus_metrics(pairs: Sequence[Mapping[str, Any]], documents: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Counts, distributions of every score, bead types, flags by kind and publisher, length ratios, vocabulary."""
    return {
        "pairs": len(pairs),
        "document_pairs": len(documents),
        "scores": {score: distribution([row[score] for row in pairs]) for score in SCORES},
        "quality_histogram": histogram([row["quality"] for row in pairs]),
        "alignment_types": _counts(row["alignment_type"] for row in pairs),
        "flags": _counts(flag for row in pairs for flag in row["flags"]),
        "flagged_pairs": sum(bool(row["flags"]) for row in pairs),
        "flags_by_publisher": _flags_by_publisher(pairs),
        "publishers": _counts(row["publisher"] or "unknown" for row in documents),
        "publisher_pairs": _counts(row["publisher"] or "unknown" for row in pairs),
        "target_origin": _counts(row["target_origin"] for row in pairs),
        "length_ratio": distribution([len(_french(row)) / max(len(_vietnamese(row)), 1) for row in pairs]),
        "length_outliers": length_outliers(pairs),
        "vocabulary": {language: _vocabulary(pairs, language) for language in ("vi", "fr")},
        "nulls": _nulls(documents),
        "characters": {
            "vi": sum(len(_vietnamese(row)) for row in pairs),
            "fr": sum(len(_french(row)) for row in pairs),
        },
        "dates": _date_range(documents),
    }


def distribution(values: Sequence[float]) -> dict[str, float]:
    """Count, mean, extremes and quartiles; only the count for no values."""
    if not values:
        return {"count": 0}
    quartiles = quantiles(values, n=4, method="inclusive") if len(values) > 1 else [values[0]] * 3
    figures = {
        "mean": fmean(values),
        "min": min(values),
        "q1": quartiles[0],
        "median": median(values),
        "q3": quartiles[2],
        "max": max(values),
    }
    return {"count": len(values), **{name: round(float(value), DECIMALS) for name, value in figures.items()}}


OUTLIER_DEVIATIONS = 4.0
"""Median absolute deviations of the log length ratio beyond which a pair is shown as an outlier."""
SHOWN_OUTLIERS = 20


def length_outliers(pairs: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Pairs whose lengths fit worst: how many, and the ids of the worst, farthest first."""
    if not pairs:
        return {"count": 0, "worst": []}
    logs = [math.log(max(len(_french(row)), 1) / max(len(_vietnamese(row)), 1)) for row in pairs]
    middle = median(logs)
    spread = median(abs(value - middle) for value in logs) or 1.0
    far = [(-abs(value - middle) / spread, row["id"]) for value, row in zip(logs, pairs, strict=True)]
    worst = sorted(item for item in far if -item[0] > OUTLIER_DEVIATIONS)
    return {"count": len(worst), "worst": [identifier for _, identifier in worst[:SHOWN_OUTLIERS]]}


def _vocabulary(pairs: Sequence[Mapping[str, Any]], language: str) -> dict[str, int]:
    """Running words and different ones, lower case (Vietnamese: syllables)."""
    words = Counter(word.lower() for row in pairs for word in raw_words(row["translation"][language]))
    return {"words": sum(words.values()), "different": len(words), "once": sum(n == 1 for n in words.values())}


def histogram(values: Iterable[float]) -> list[int]:
    """Counts in ten bands of [0, 1]; 1 belongs to the last.

    >>> histogram([0.05, 0.95, 1.0])
    [1, 0, 0, 0, 0, 0, 0, 0, 0, 2]
    """
    bands = [0] * HISTOGRAM_BANDS
    for value in values:
        bands[min(int(value * HISTOGRAM_BANDS), HISTOGRAM_BANDS - 1)] += 1
    return bands


def _counts(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items(), key=lambda item: (-item[1], item[0])))


def _flags_by_publisher(pairs: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    publishers: dict[str, Counter[str]] = {}
    for row in pairs:
        publishers.setdefault(row["publisher"] or "unknown", Counter()).update(row["flags"])
    return {publisher: dict(sorted(flags.items())) for publisher, flags in sorted(publishers.items()) if flags}


def _nulls(documents: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    beads = [bead for row in documents for bead in row["alignment"]]
    return {
        "vi": sum(len(bead["source"]) for bead in beads if not bead["target"]),
        "fr": sum(len(bead["target"]) for bead in beads if not bead["source"]),
    }


def _date_range(documents: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    dates = [date for row in documents for date in (row["source_date"], row["target_date"]) if date]
    return {"first": min(dates), "last": max(dates)} if dates else {}


def _vietnamese(row: Mapping[str, Any]) -> str:
    return str(row["translation"]["vi"])


def _french(row: Mapping[str, Any]) -> str:
    return str(row["translation"]["fr"])
