"""The frame of the random sample: which pairs of a corpus are judged, in which strata, and what was said of them.

The frame is the corpus itself: pairs that were kept, and those that left it only because the sample found them bad.
What people mended or rejected on other occasions is as it is now, so that the estimate is of the corpus that is
published, before the sample's own rejections made it a little better.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from corpus.reviewing.agreement import agreements
from corpus.reviewing.records import ACCEPT, GONE, REJECT, Decision, piece_id
from corpus.reviewing.sampling import Estimate, Stratum, counted, estimate, stratum_name
from corpus.reviewing.standing import Standing

if TYPE_CHECKING:
    from corpus.rows import Row

DECIMALS = 4
Texts = tuple[str, str]


def sampling_frame(standing: Standing) -> dict[str, tuple[str, float]]:
    """Stratum and quality of every pair of a session that may be drawn, by id."""
    tables = standing.tables
    return {
        identifier: (stratum_name(quality, bool(flags)), quality)
        for identifier, quality, flags in zip(tables.ids, tables.quality.tolist(), tables.flags, strict=True)
        if standing.status(identifier) != GONE
    }


def blind_verdicts(decisions: Sequence[Decision]) -> dict[str, dict[Texts, bool]]:
    """What each reviewer said of the texts in the sample: whether they are faithful; the last word counts."""
    verdicts: dict[str, dict[Texts, bool]] = {}
    for one in decisions:
        if one.blind and one.verdict in (ACCEPT, REJECT):
            verdicts.setdefault(one.reviewer, {})[one.after[0].texts] = one.verdict == ACCEPT
    return verdicts


def last_words(decisions: Sequence[Decision]) -> dict[Texts, bool]:
    """What was said last of texts in the sample, whoever said it."""
    blind = (one for one in decisions if one.blind and one.verdict in (ACCEPT, REJECT))
    return {one.after[0].texts: one.verdict == ACCEPT for one in blind}


def session_strata(standing: Standing, decisions: Sequence[Decision]) -> list[Stratum]:
    """The strata of a session's corpus with all blind judgements so far."""
    frame = sampling_frame(standing)
    said = {
        piece_id(one.documents, one.after[0].piece): one.verdict == ACCEPT
        for one in decisions
        if one.blind and one.verdict in (ACCEPT, REJECT)
    }
    sizes = Counter(name for name, _ in frame.values())
    return counted(sizes, ((frame[one][0], good) for one, good in said.items() if one in frame))


def sample_figures(
    rows: Sequence[Row], states: Mapping[str, str], decisions: Sequence[Decision]
) -> dict[str, Any] | None:
    """The figures of the sample for `metrics.json`, ``None`` where no pair of it was judged.

    ``rows`` are all rows of a build after review, ``states`` what became of each, ``decisions`` the records that stand.
    """
    said = last_words(decisions)
    if not said:
        return None
    sizes: Counter[str] = Counter()
    judged = []
    for row in rows:
        texts = row["translation"]["vi"], row["translation"]["fr"]
        refused = states[row["id"]] == "rejected:review" and said.get(texts) is False
        if states[row["id"]] == "kept" or refused:
            name = stratum_name(row["quality"], bool(row["flags"]))
            sizes[name] += 1
            if texts in said:
                judged.append((name, said[texts]))
    if not judged:
        return None
    strata = counted(sizes, judged)
    found = estimate(strata)
    return {
        **{name: round(value, DECIMALS) for name, value in asdict(found).items()},
        "statement": statement(found),
        "strata": [asdict(one) for one in strata],
        "agreement": [asdict(one) for one in agreements(by_text(decisions))],
    }


def by_text(decisions: Sequence[Decision]) -> dict[str, dict[str, bool]]:
    """The blind verdicts by reviewer, with a pair's two texts as its name."""
    return {
        reviewer: {"\n".join(texts): good for texts, good in verdicts.items()}
        for reviewer, verdicts in blind_verdicts(decisions).items()
    }


def statement(found: Estimate) -> str:
    """The estimate as it is published.

    >>> statement(Estimate(0.987, 0.972, 0.994, 400, 380.0))
    'sampled precision 98.7 % (95 % interval 97.2–99.4; 400 pairs judged)'
    """
    bounds = f"{100 * found.low:.1f}–{100 * found.high:.1f}"
    return f"sampled precision {100 * found.precision:.1f} % (95 % interval {bounds}; {found.judged:,} pairs judged)"
