"""All pairs of a build with the scorer's own quality: those it kept, and those that left, as verdicts are about both.

Everything is scored again: a rejected pair has no row any more, and the quality in a row may be a refitted one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from aligner import Alignment, Bead, ScoreConfig, Sentence, score_pair
from corpus.bead_scores import document_alignment, scored_beads
from corpus.config import BuildConfig
from corpus.matching import Progress, no_progress
from corpus.pages import LANGUAGES
from corpus.reviewing.frame import last_words
from corpus.reviewing.judging import CorpusPair, Texts
from corpus.reviewing.records import UNREVIEWED, Decision, Part, Piece, Side, piece_id
from corpus.rows import Row
from corpus.store import read_rows
from corpus.writing import DOCUMENTS_CONFIG, PAIRS_CONFIG

LEFT = "min_quality"
"""The rule by which a pair leaves that another calibration may bring back."""


def population(
    folder: Path, config: BuildConfig, decisions: Sequence[Decision], progress: Progress = no_progress
) -> list[CorpusPair]:
    """The pairs of a build folder. Raises ``ValueError`` where pages are now split otherwise."""
    dataset = folder / "dataset"
    rows = {row["id"]: row for row in read_rows(sorted((dataset / PAIRS_CONFIG).glob("*.parquet")))}
    refused = {texts for texts, good in last_words(decisions).items() if not good}
    place = _Place(rows, left_out(folder), refused, config.select.min_quality)
    pairs: list[CorpusPair] = []
    documents = read_rows(sorted((dataset / DOCUMENTS_CONFIG).glob("*.parquet")))
    for number, document in enumerate(documents, start=1):
        pairs += map(place.told, beads(document, config.score))
        progress("scoring", number, len(documents))
    known = {(one.id, one.texts) for one in pairs}
    return pairs + [_made(row, config.score) for row in rows.values() if (row["id"], _texts(row)) not in known]


def left_out(folder: Path) -> dict[str, str]:
    """Why each pair left that selection took out, by id; nothing where no pair was left out."""
    path = folder / "rejected.parquet"
    listed = read_rows([path], ["item", "kind", "stage", "reason"]) if path.is_file() else []
    return {row["item"]: row["reason"] for row in listed if (row["kind"], row["stage"]) == ("pair", "select")}


@dataclass(frozen=True, slots=True)
class _Place:
    """Tells where a bead stands. The random sample is drawn from pairs that were kept, those that it found bad, and
    those that are out by a refitted quality alone: by the quality as shipped, so that refitting leaves the frame."""

    rows: Mapping[str, Row]
    reasons: Mapping[str, str]
    refused: set[Texts]
    bar: float

    def told(self, one: CorpusPair) -> CorpusPair:
        """The bead with what is known of its place."""
        row, reason = self.rows.get(one.id), self.reasons.get(one.id)
        if row is None:
            refused = reason == "review" and one.texts in self.refused
            if refused:
                self.refused.discard(one.texts)  # of several copies a dataset has one
            framed = refused or (reason == LEFT and one.quality >= self.bar)
            return replace(one, held=refused or reason == LEFT, framed=framed)
        if _texts(row) != one.texts:
            return one
        vouched = row["review_status"] != UNREVIEWED
        return replace(one, held=True, framed=vouched or one.quality >= self.bar, vouched=vouched)


def beads(document: Row, score: ScoreConfig, wanted: Set[str] | None = None) -> Iterator[CorpusPair]:
    """The beads of a page pair, without their place; none where no ``wanted`` id is among them, which is found out
    without scoring."""
    pages = document["source_document"], document["target_document"]
    alignment = document_alignment(document)
    ids = {(one.source, one.target): piece_id(pages, _piece(alignment, one)) for one in alignment if not one.is_null}
    if wanted is not None and wanted.isdisjoint(ids.values()):
        return
    for scored in scored_beads(alignment, score):
        identifier = ids[scored.bead.source, scored.bead.target]
        texts = scored.source, scored.target
        yield CorpusPair(identifier, texts, document["id"], scored.quality, bool(scored.flags))


def _piece(alignment: Alignment, bead: Bead) -> Piece:
    source = alignment.source[bead.source.start : bead.source.stop]
    target = alignment.target[bead.target.start : bead.target.stop]
    return Piece(_side(source), _side(target))


def _side(sentences: Sequence[Sentence]) -> Side:
    return tuple(Part(one.start, one.end, one.text) for one in sentences)


def _made(row: Row, score: ScoreConfig) -> CorpusPair:
    """A row that no bead is: a person wrote or put together its texts. It is judged alone, as a build judges it."""
    judged = score_pair(*_texts(row), languages=LANGUAGES, config=score)
    vouched = row["review_status"] != UNREVIEWED
    pair = CorpusPair(row["id"], _texts(row), row["document_pair"], judged.quality, bool(judged.flags))
    return replace(pair, held=True, framed=True, vouched=vouched, made=True)


def _texts(row: Row) -> Texts:
    return row["translation"]["vi"], row["translation"]["fr"]
