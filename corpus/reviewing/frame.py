"""The frame of the random sample: which pairs of a corpus are judged, in which strata, and what was said of them.

The frame is the corpus itself: pairs that were kept, and those that left it only because the sample found them bad.
What people mended or rejected on other occasions is as it is now, so that the estimate is of the corpus that is
published, before the sample's own rejections made it a little better.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import aligner  # not its names: they are imported when a text is scored, which most sessions never need
from aligner.scoring.model import Calibration
from corpus.reviewing.agreement import agreements
from corpus.reviewing.calibration import undone
from corpus.reviewing.records import ACCEPT, GONE, REJECT, REJECTED, Decision, piece_id
from corpus.reviewing.sampling import Estimate, Stratum, counted, estimate, stratum_name
from corpus.reviewing.standing import LANGUAGES, Standing

if TYPE_CHECKING:
    from corpus.rows import Row

DECIMALS = 4
Texts = tuple[str, str]


def sampling_frame(standing: Standing, line: Calibration | None = None) -> dict[str, tuple[str, float]]:
    """Stratum and quality of every pair of a session that may be drawn, by id.

    Both are by the scorer's own quality: ``line`` is the correction that the dataset was built with. A sample stays one
    sample when the quality is refitted in between.
    """
    tables = standing.tables
    qualities = tables.quality.tolist()
    if line is not None:
        qualities = [undone(line, quality) for quality in qualities]
    return {
        identifier: (stratum_name(quality, bool(flags)), quality)
        for identifier, quality, flags in zip(tables.ids, qualities, tables.flags, strict=True)
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


def session_said(standing: Standing, decisions: Sequence[Decision]) -> dict[str, tuple[bool, Texts]]:
    """What was said last, blindly, of each pair that a session has, by id: whether it is faithful, and of which texts.

    Pairs that left the dataset because they were found bad count still; those whose text is gone do not.
    """
    said = {
        piece_id(one.documents, one.after[0].piece): (one.verdict == ACCEPT, one.after[0].texts)
        for one in decisions
        if one.blind and one.verdict in (ACCEPT, REJECT)
    }
    return {
        identifier: word
        for identifier, word in said.items()
        if standing.status(identifier) != GONE
        and (identifier in standing.tables.number_of or standing.status(identifier) == REJECTED)
    }


def session_strata(standing: Standing, decisions: Sequence[Decision], line: Calibration | None = None) -> list[Stratum]:
    """The strata of a session's corpus with all blind judgements so far. What they took out of the dataset is scored
    again for its stratum."""
    frame = {identifier: name for identifier, (name, _) in sampling_frame(standing, line).items()}
    said = session_said(standing, decisions)
    for identifier, (good, texts) in said.items():
        if identifier not in frame and not good:
            frame[identifier] = scored_stratum(texts)
    return counted(Counter(frame.values()), ((frame[one], good) for one, (good, _) in said.items() if one in frame))


def scored_stratum(texts: Texts) -> str:
    """The stratum of a pair by its texts alone."""
    judged = aligner.score_pair(*texts, languages=LANGUAGES)
    return stratum_name(judged.quality, bool(judged.flags))


def build_members(
    rows: Sequence[Row], states: Mapping[str, str], decisions: Sequence[Decision]
) -> Iterator[tuple[Texts, str]]:
    """The frame of a build, as texts and stratum: pairs that it kept, and those that only the sample took out.

    ``rows`` are all rows after review with the scorer's own quality, ``states`` what became of each.
    """
    refused = {texts for texts, good in last_words(decisions).items() if not good}
    for row in rows:
        texts = row["translation"]["vi"], row["translation"]["fr"]
        if states[row["id"]] == "kept" or (states[row["id"]] == "rejected:review" and texts in refused):
            refused.discard(texts)  # of several copies a dataset has one
            yield texts, stratum_name(row["quality"], bool(row["flags"]))


def sample_figures(members: Iterable[tuple[Texts, str]], decisions: Sequence[Decision]) -> dict[str, Any] | None:
    """The figures of the sample for `metrics.json`, ``None`` where no pair of it was judged.

    ``members`` are the pairs that may be drawn, with their stratum; ``decisions`` the records that stand.
    """
    said = last_words(decisions)
    if not said:
        return None
    sizes: Counter[str] = Counter()
    judged = []
    for texts, name in members:
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
