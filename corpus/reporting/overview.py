"""The first screen: what the corpus is, in figures and charts. Bars are buttons that lead to the pairs behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from corpus.ledger import LEVELS
from corpus.reporting.charts import Bar, bars, columns, shortened, waterfall
from corpus.reporting.reading import RATIO_BANDS, RATIO_STEP, SCORE_BANDS, Build, Counts

SHOWN_BARS = 12
"""Bars of a chart; what is rarer is one bar more."""
SHOWN_MONTHS = 60
MONTH_LABELS = 5
FAIR_QUALITY, GOOD_QUALITY = 0.5, 0.8
"""Bounds of the three tones of quality, as everywhere in the report: under one half a pair is more likely bad than
good; four fifths is where a careful reader accepts most."""
UNKNOWN = "unknown"
ENDS_WELL = ("kept", "paired")
LEVEL_TITLES = {
    "documents": "Pages read",
    "lines": "Lines of readable pages",
    "sentences": "Sentences of cleaned pages",
    "pairs": "Aligned pairs",
}


def overview(build: Build) -> str:
    """The first screen as HTML."""
    metrics = build.metrics
    charts = [
        _card("Quality", "How probable it is that a careful bilingual reader accepts a pair.", _quality(build.counts)),
        _card("Alignment probability", "How sure the aligner is that two texts belong together.", _sure(build.counts)),
        _card(
            "Flags", "Faults named in kept pairs. Choose a bar to see the pairs.", _counted("flag", metrics["flags"])
        ),
        _card("Bead types", "Sentences joined: Vietnamese, then French.", _counted("kind", metrics["alignment_types"])),
        _card("Length ratio", "Characters of the French text for one of the Vietnamese.", _ratio(build.counts)),
        _card("Publishers", "Document pairs by publisher.", _publishers(metrics["publishers"])),
        _card("Dates", "Document pairs by month.", _months(build.counts.months)),
        _card("Flags by publisher", "Flags of each publisher's pairs.", _flagged(metrics["flags_by_publisher"])),
        *_reliability(metrics.get("review")),
        _card("Origin", "Where the French of the pairs comes from.", bars("Origin", _origins(metrics))),
    ]
    ledger = [
        _card(LEVEL_TITLES[level], _told(metrics["ledger"][level]), _waterfall(level, metrics["ledger"][level]))
        for level in LEVELS
    ]
    return (
        f'<dl class="figures">{_figures(metrics)}</dl>'
        f'<h2>Distributions</h2><div class="cards">{"".join(charts)}</div>'
        f'<h2>What became of everything</h2><div class="cards wide">{"".join(ledger)}</div>'
    )


def _figures(metrics: Mapping[str, Any]) -> str:
    pairs = metrics["pairs"]
    dates = metrics["dates"]
    single = metrics["alignment_types"].get("1-1", 0)
    sample = (metrics.get("review") or {}).get("sample")
    figures = [
        ("sentence pairs", f"{pairs:,}"),
        ("document pairs", f"{metrics['document_pairs']:,}"),
        ("median quality", f"{metrics['scores']['quality'].get('median', 0.0):.2f}"),
        ("pairs with a flag", _share(metrics["flagged_pairs"], pairs)),
        *([("sampled precision", f"{sample['precision']:.1%}")] if sample else []),
        ("one sentence to one", _share(single, pairs)),
        ("sentences alone", f"{sum(metrics['nulls'].values()):,}"),
        ("dates", f"{dates['first']} – {dates['last']}" if dates else UNKNOWN),
    ]
    return "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(figure)}</dd></div>" for name, figure in figures)


def _card(title: str, told: str, chart: str) -> str:
    return f'<section class="card"><h3>{escape(title)}</h3><p>{escape(told)}</p>{chart}</section>'


def _quality(counts: Counts) -> str:
    step = 1 / SCORE_BANDS
    items = [
        Bar(f"{band * step:.2f}–{(band + 1) * step:.2f}", count, quality_tone((band + 0.5) * step), _band(band))
        for band, count in enumerate(counts.quality)
    ]
    return columns("Quality", items, _score_ticks())


def quality_tone(quality: float) -> str:
    """The tone of a quality: ``good``, ``fair`` or ``bad``.

    >>> quality_tone(0.95), quality_tone(0.6), quality_tone(0.2)
    ('good', 'fair', 'bad')
    """
    return "good" if quality >= GOOD_QUALITY else "fair" if quality >= FAIR_QUALITY else "bad"


def _band(band: int) -> tuple[str, str]:
    width = 100 // SCORE_BANDS
    return "quality", f"{band * width}-{(band + 1) * width}"


def _sure(counts: Counts) -> str:
    step = 1 / SCORE_BANDS
    items = [Bar(f"{band * step:.2f}–{(band + 1) * step:.2f}", count) for band, count in enumerate(counts.probability)]
    return columns("Alignment probability", items, _score_ticks())


def _score_ticks() -> dict[float, str]:
    quarter = SCORE_BANDS // 4
    return {quarter * number: f"{number / 4:g}" for number in range(5)}


def _ratio(counts: Counts) -> str:
    items = [
        Bar(f"{band * RATIO_STEP:.1f}–{(band + 1) * RATIO_STEP:.1f}", count) for band, count in enumerate(counts.ratio)
    ]
    ticks: dict[float, str] = {band: f"{band * RATIO_STEP:g}" for band in range(0, RATIO_BANDS + 1, 5)}
    return columns("Length ratio", items, ticks | {RATIO_BANDS: f"{RATIO_BANDS * RATIO_STEP:g}+"})


def _counted(name: str, counts: Mapping[str, int]) -> str:
    items = [Bar(key, count, choice=(name, key)) for key, count in _most(counts)]
    return bars(name, [*items, *_rest(counts)])


def _publishers(counts: Mapping[str, int]) -> str:
    items = [Bar(key, count, choice=("publisher", "" if key == UNKNOWN else key)) for key, count in _most(counts)]
    return bars("Publishers", [*items, *_rest(counts)])


def _reliability(review: Mapping[str, Any] | None) -> list[str]:
    """How many of the pairs that reviewers judged blindly were good, by band of quality; no card without a sample."""
    sample = (review or {}).get("sample")
    if not sample:
        return []
    items = [
        Bar(f"{one['name']} ({one['judged']})", 100 * one["good"] / one["judged"], "good")
        for one in sample["strata"]
        if one["judged"]
    ]
    return [
        _card("Reliability", f"Good pairs, %, by quality and flags (judged): {sample['statement']}.", bars("", items))
    ]


def _flagged(flags: Mapping[str, Mapping[str, int]]) -> str:
    return _publishers({name: sum(kinds.values()) for name, kinds in flags.items()})


def _origins(metrics: Mapping[str, Any]) -> list[Bar]:
    return [Bar(name, count) for name, count in _most(metrics["target_origin"])]


def _most(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:SHOWN_BARS]


def _rest(counts: Mapping[str, int]) -> list[Bar]:
    shown = _most(counts)
    rest = sum(counts.values()) - sum(count for _, count in shown)
    return [Bar(f"{len(counts) - len(shown)} others", rest)] if rest else []


def _months(months: Sequence[tuple[str, int]]) -> str:
    if not months:
        return bars("Dates", [])
    counts = dict(months)
    run = _every_month(months[0][0], months[-1][0])[-SHOWN_MONTHS:]
    step = max(1, -(-len(run) // MONTH_LABELS))
    ticks = {number + 0.5: shortened(run[number]) for number in range(0, len(run), step)}
    return columns("Dates", [Bar(month, counts.get(month, 0)) for month in run], ticks)


def _every_month(first: str, last: str) -> list[str]:
    """The months of a range, those without a page too; ``2025-11`` to ``2026-01`` has three."""
    year, month = (int(part) for part in first.split("-"))
    months = [first]
    while months[-1] < last:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        months.append(f"{year:04d}-{month:02d}")
    return months


def _told(level: Mapping[str, Any]) -> str:
    good = sum(count for state, count in level["states"].items() if state in ENDS_WELL)
    return f"{good:,} of {level['total']:,} stay ({_share(good, level['total'])}); the rest goes, step by step."


def _waterfall(title: str, level: Mapping[str, Any]) -> str:
    states = level["states"]
    lost = {
        state.removeprefix("removed:").removeprefix("rejected:"): count
        for state, count in states.items()
        if state not in ENDS_WELL
    }
    losses = _most(lost)
    rest = sum(lost.values()) - sum(count for _, count in losses)
    others = [(f"{len(lost) - len(losses)} others", rest)] if rest else []
    kept = next((state for state in ENDS_WELL if state in states), "kept")
    return waterfall(title, level["total"], [*losses, *others], (kept, states.get(kept, 0)))


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"
