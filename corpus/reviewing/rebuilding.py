"""Applies every reviewer's decisions to the pairs of a new build.

A decision finds its page pair by the ids of the two pages, else (pages crawled again under other names) by the
sentences that it is about. One that finds no place is reported, never dropped: a person spent time on it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aligner import PairScore, ScoreConfig, Sentence, score_pair
from corpus.documents import Rejected
from corpus.pages import LANGUAGES
from corpus.reviewing.applying import NO_PAGES, TEXT_CHANGED, WHY, Applied, Held, Misfit, apply_decisions, locate
from corpus.reviewing.frame import build_members, sample_figures
from corpus.reviewing.journal import ReviewFile
from corpus.reviewing.records import (
    EDITED,
    JUDGEMENTS,
    UNREVIEWED,
    Decision,
    Piece,
    Side,
    piece_id,
    row_piece,
    side_text,
)
from corpus.rows import Row, Translation, target_origin

STAGE = "review"
"""Stage under which decisions that no longer fit are listed among what was left out."""
MOST_HOMES = 20
"""Page pairs that are tried for a decision whose pages have other ids now: a sentence in more pages is a refrain."""
CERTAIN = 1.0
"""Alignment probability of a pair that a person made."""


@dataclass(frozen=True, slots=True)
class ReviewedRows:
    """Rows of all page pairs after review, in order; decisions applied, by verdict; those that no longer fit."""

    rows: list[Row]
    applied: Mapping[str, int] = field(default_factory=dict)
    misfits: tuple[Misfit, ...] = ()

    @property
    def unfit(self) -> list[Rejected]:
        """The decisions that no longer fit, as what was left out."""
        return [_misfit_row(misfit) for misfit in self.misfits]


def apply_reviews(
    translations: Sequence[Translation], rows: Sequence[Row], decisions: Sequence[Decision], score: ScoreConfig
) -> ReviewedRows:
    """Apply the judgements that stand (`corpus.reviewing.journal.live`) to the rows of a build.

    Texts that a reviewer made or edited are scored anew; accepted and rejected rows keep their scores.
    """
    judgements = [decision for decision in decisions if decision.verdict in JUDGEMENTS]
    if not judgements:
        return ReviewedRows(list(rows))
    by_pair: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_pair[row["document_pair"]].append(row)
    assigned, misfits = _assign(translations, by_pair, judgements)
    result: list[Row] = []
    applied: Counter[str] = Counter()
    for one in translations:
        here = assigned.get(one.id)
        if not here:
            result += by_pair[one.id]
            continue
        outcome = _applied(one, by_pair[one.id], here)
        applied.update(decision.verdict for decision in outcome.decisions)
        misfits += outcome.misfits
        result += [_row(held, one, score) for held in outcome.pairs]
    return ReviewedRows(result, dict(sorted(applied.items())), tuple(misfits))


def _applied(one: Translation, rows: Sequence[Row], decisions: Sequence[Decision]) -> Applied:
    texts = _texts(one)
    return apply_decisions([Held(row_piece(row, *texts), row=row) for row in rows], decisions, texts)


def _texts(one: Translation) -> tuple[str, str]:
    return one.source.document.text, one.target.document.text


def _assign(
    translations: Sequence[Translation], rows: Mapping[str, Sequence[Row]], decisions: Sequence[Decision]
) -> tuple[dict[str, list[Decision]], list[Misfit]]:
    """Decisions by the page pair that they are about, and those that have none."""
    homes = _Homes.of(translations, rows)
    assigned: dict[str, list[Decision]] = defaultdict(list)
    misfits = []
    for decision in decisions:
        home = homes.find(decision)
        if home is None:
            known = decision.documents in homes.by_ids
            misfits.append(Misfit(decision, TEXT_CHANGED if known else NO_PAGES))
        else:
            assigned[home.id].append(decision)
    return assigned, misfits


@dataclass(slots=True)
class _Homes:
    """Finds the page pair of a decision; the index of sentences is made when it is first needed."""

    by_ids: dict[tuple[str, str], Translation]
    rows: Mapping[str, Sequence[Row]]
    moved: dict[tuple[str, str], Translation] = field(default_factory=dict)
    sentences: dict[str, list[Translation]] | None = None

    @classmethod
    def of(cls, translations: Sequence[Translation], rows: Mapping[str, Sequence[Row]]) -> _Homes:
        return cls({(one.source.document.id, one.target.document.id): one for one in translations}, rows)

    def find(self, decision: Decision) -> Translation | None:
        for one in self._candidates(decision):
            if locate(decision, _texts(one)) is not None:
                self.moved[decision.documents] = one
                return one
        return None

    def _candidates(self, decision: Decision) -> Iterator[Translation]:
        for known in (self.by_ids.get(decision.documents), self.moved.get(decision.documents)):
            if known is not None:
                yield known
        if self.sentences is None:
            self.sentences = self._index()
        for part in decision.before[0].source:
            yield from self.sentences.get(side_text((part,)), [])[:MOST_HOMES]

    def _index(self) -> dict[str, list[Translation]]:
        index: dict[str, list[Translation]] = defaultdict(list)
        for one in self.by_ids.values():
            for row in self.rows.get(one.id, ()):
                for sentence in row["source_sentences"]:
                    index[sentence].append(one)
        return index


def _row(held: Held, one: Translation, score: ScoreConfig) -> Row:
    """The row of a pair after review: the aligner's own where it has the same stretches, else a new one."""
    if held.row is not None and held.edited is None:
        return {**held.row, "review_status": held.status}
    judged = score_pair(*held.texts, languages=LANGUAGES, config=score)
    row = held.row if held.row is not None else _made_row(held.piece, one)
    origin, evidence = target_origin(one, judged)
    if held.status == EDITED and held.edited and held.edited[1] != held.piece.texts[1]:
        evidence = "; ".join(filter(None, (evidence, "edited by a reviewer")))
    return {
        **row,
        **_scores(judged),
        "translation": dict(zip(LANGUAGES, held.texts, strict=True)),
        "target_origin": origin,
        "origin_evidence": evidence,
        "review_status": held.status,
    }


def _scores(judged: PairScore) -> Row:
    parts = {f"score_{name}": judged.features[name] for name in ("length", "numbers", "names", "lexical")}
    return {"quality": judged.quality, "flags": list(dict.fromkeys(f.kind for f in judged.flags)), **parts}


def _made_row(piece: Piece, one: Translation) -> Row:
    """The columns of a pair that no bead of the aligner is: its places, and what is known of its pages."""
    source, target = one.source.document, one.target.document
    alignment = one.aligned.alignment
    return {
        "id": piece_id((source.id, target.id), piece),
        "source_lang": LANGUAGES[0],
        "target_lang": LANGUAGES[1],
        "source_sentences": [side_text((part,)) for part in piece.source],
        "target_sentences": [side_text((part,)) for part in piece.target],
        "alignment_type": piece.kind,
        "alignment_probability": CERTAIN,
        "document_pair": one.id,
        "source_document": source.id,
        "target_document": target.id,
        "source_index": _indices(piece.source, alignment.source),
        "target_index": _indices(piece.target, alignment.target),
        "source_spans": [[part.start, part.end] for part in piece.source],
        "target_spans": [[part.start, part.end] for part in piece.target],
        "source_url": source.url or target.source_url,
        "target_url": target.url,
        "source_date": source.date,
        "target_date": target.date,
        "publisher": source.publisher or target.publisher,
    }


def _indices(side: Side, sentences: Iterable[Sentence]) -> list[int]:
    """Positions of the sentences that a side has characters of."""
    return [
        number
        for number, sentence in enumerate(sentences)
        if any(part.start < sentence.end and sentence.start < part.end for part in side)
    ]


def _misfit_row(misfit: Misfit) -> Rejected:
    decision = misfit.decision
    detail = f"{decision.verdict} by {decision.reviewer}, {decision.time}: {WHY[misfit.reason]}"
    source, target = (" ".join(filter(None, sides)) for sides in zip(*(p.texts for p in decision.before), strict=True))
    return Rejected(decision.id, "pair", STAGE, misfit.reason, detail, source, target)


def review_metrics(
    reviewed: ReviewedRows, files: Sequence[ReviewFile], states: Mapping[str, str], decisions: Sequence[Decision]
) -> dict[str, Any]:
    """Figures of the review for `metrics.json`: decisions applied and not, lines of review files that could not be
    read, the status of the rows kept (``states`` tells which), and the random sample."""
    kept = Counter(row["review_status"] for row in reviewed.rows if states[row["id"]] == "kept")
    return {
        "applied": dict(reviewed.applied),
        "unfit": dict(sorted(Counter(misfit.reason for misfit in reviewed.misfits).items())),
        "damaged_lines": sum(file.damaged for file in files),
        "status": {status: kept[status] for status in sorted(kept) if status != UNREVIEWED},
        "sample": sample_figures(build_members(reviewed.rows, states, decisions), decisions),
    }
