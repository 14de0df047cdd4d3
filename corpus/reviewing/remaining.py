"""The review figures of a dataset that changed without a build: texts were withdrawn, or scored again.

A build knows what became of every row; here only the rows that are left, the page pairs and the records are at hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from aligner import ScoreConfig
from aligner.scoring.model import Calibration
from corpus.reviewing.calibration import undone_rows
from corpus.reviewing.frame import Texts, last_words, sample_figures
from corpus.reviewing.journal import in_order, live, read_reviews
from corpus.reviewing.population import beads, left_out
from corpus.reviewing.rebuilding import STAGE
from corpus.reviewing.records import JUDGEMENTS, UNREVIEWED, Decision
from corpus.reviewing.sampling import stratum_name
from corpus.rows import Row
from corpus.store import read_rows


def remaining_review(
    folder: Path,
    before: Mapping[str, Any] | None,
    rows: Sequence[Row],
    documents: Sequence[Row],
    line: Calibration | None,
    score: ScoreConfig | None = None,
) -> dict[str, Any] | None:
    """The review figures of what is left, ``None`` where the dataset had none (``before``).

    ``rows`` and ``documents`` are those left, ``line`` the correction that the quality of the rows has. Decisions count
    as applied that are still recorded and did fit, no more of a kind than before: later ones wait for the next build.
    The sample is left out where the pages are split otherwise now, so that what it refused cannot be found again.
    """
    if before is None:
        return None
    files = read_reviews(folder)
    decisions = live(in_order(files))
    unfit = _unfit(folder)
    judgements = [one for one in decisions if one.verdict in JUDGEMENTS]
    recorded = Counter(one.verdict for one in judgements if one.id not in unfit)
    status = Counter(row["review_status"] for row in rows)
    members = _members(folder, undone_rows(rows, line), documents, decisions, score or ScoreConfig())
    try:
        sample = sample_figures(members, decisions)
    except ValueError:
        sample = None
    return {
        "applied": {kind: left for kind, had in before["applied"].items() if (left := min(had, recorded[kind]))},
        "unfit": dict(sorted(Counter(unfit[one.id] for one in judgements if one.id in unfit).items())),
        "damaged_lines": sum(file.damaged for file in files),
        "status": {name: status[name] for name in sorted(status) if name != UNREVIEWED},
        "sample": sample,
    }


def _unfit(folder: Path) -> dict[str, str]:
    """Why each decision that the last build could not apply did not fit, by its id."""
    path = folder / "rejected.parquet"
    listed = read_rows([path], ["item", "stage", "reason"]) if path.is_file() else []
    return {row["item"]: row["reason"] for row in listed if row["stage"] == STAGE}


def _members(
    folder: Path, rows: Sequence[Row], documents: Sequence[Row], decisions: Sequence[Decision], score: ScoreConfig
) -> Iterator[tuple[Texts, str]]:
    """The frame of the sample: rows that are left, and pairs that only the sample took out, which are looked for in
    the page pairs that are left."""
    refused = {texts for texts, good in last_words(decisions).items() if not good}
    for row in rows:
        texts = row["translation"]["vi"], row["translation"]["fr"]
        refused.discard(texts)
        yield texts, stratum_name(row["quality"], bool(row["flags"]))
    gone = {name for name, reason in left_out(folder).items() if reason == "review"} if refused else set()
    for document in documents if gone else ():
        for one in beads(document, score, gone):
            if one.id in gone and one.texts in refused:
                refused.discard(one.texts)
                yield one.texts, one.stratum
