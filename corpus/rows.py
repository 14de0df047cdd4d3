"""Rows of the tables `vi-fr` and `documents`, from aligned page pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aligner import Bead, PairScore, ScoredPair, Sentence
from corpus.aligning import AlignedPages
from corpus.ids import stable_id as stable_id
from corpus.pages import LANGUAGES, Page
from corpus.pairing import DocumentPair

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Translation:
    """A document pair with all that is known of it: both pages, the evidence, the alignment and its scores."""

    id: str
    source: Page
    target: Page
    pair: DocumentPair
    aligned: AlignedPages

    @classmethod
    def of(cls, source: Page, target: Page, pair: DocumentPair, aligned: AlignedPages) -> Translation:
        """Join the parts; the id is a hash of the two document ids."""
        return cls(stable_id(source.document.id, target.document.id), source, target, pair, aligned)


def pair_rows(translation: Translation) -> list[Row]:
    """One row for each non-null bead, in bead order, with the columns of `corpus.schema.PAIRS`."""
    return [_pair_row(translation, scored) for scored in translation.aligned.pairs]


def _pair_row(translation: Translation, scored: ScoredPair) -> Row:
    alignment, bead = translation.aligned.alignment, scored.bead
    source, target = translation.source.document, translation.target.document
    source_parts = alignment.source[bead.source.start : bead.source.stop]
    target_parts = alignment.target[bead.target.start : bead.target.stop]
    origin, evidence = target_origin(translation, scored)
    return {
        "id": stable_id(source.id, target.id, _span_key(source_parts), _span_key(target_parts)),
        "translation": {LANGUAGES[0]: scored.source, LANGUAGES[1]: scored.target},
        "source_lang": LANGUAGES[0],
        "target_lang": LANGUAGES[1],
        "source_sentences": [_one_line(part.text) for part in source_parts],
        "target_sentences": [_one_line(part.text) for part in target_parts],
        "alignment_type": bead.kind,
        "quality": scored.quality,
        "alignment_probability": bead.probability,
        "score_length": scored.features["length"],
        "score_numbers": scored.features["numbers"],
        "score_names": scored.features["names"],
        "score_lexical": scored.features["lexical"],
        "flags": list(dict.fromkeys(flag.kind for flag in scored.flags)),
        "document_pair": translation.id,
        "source_document": source.id,
        "target_document": target.id,
        "source_index": list(bead.source),
        "target_index": list(bead.target),
        "source_spans": [[part.start, part.end] for part in source_parts],
        "target_spans": [[part.start, part.end] for part in target_parts],
        "source_url": source.url or target.source_url,
        "target_url": target.url,
        "source_date": source.date,
        "target_date": target.date,
        "publisher": source.publisher or target.publisher,
        "target_origin": origin,
        "origin_evidence": evidence,
        "review_status": "unreviewed",
    }


def document_row(translation: Translation) -> Row:
    """The row of a document pair, with the columns of `corpus.schema.DOCUMENTS`."""
    source, target = translation.source.document, translation.target.document
    return {
        "id": translation.id,
        "source_document": source.id,
        "target_document": target.id,
        "source_text": source.text,
        "target_text": target.text,
        "source_title": source.title,
        "target_title": target.title,
        "source_url": source.url or target.source_url,
        "target_url": target.url,
        "source_date": source.date,
        "target_date": target.date,
        "publisher": source.publisher or target.publisher,
        "confidence": translation.pair.confidence,
        "evidence": _document_evidence(translation),
        "alignment": [_bead_row(bead) for bead in translation.aligned.alignment],
    }


def _document_evidence(translation: Translation) -> list[str]:
    return [*translation.pair.evidence, *(["repeated_translation"] if translation.pair.repeated else [])]


def _bead_row(bead: Bead) -> Row:
    return {
        "source": list(bead.source),
        "target": list(bead.target),
        "probability": bead.probability,
        "moved": bead.moved,
    }


def target_origin(translation: Translation, scored: ScoredPair | PairScore) -> tuple[str, str | None]:
    """Where the French comes from (``machine`` or ``unknown``) and the evidence: a link to the original, or MT
    residue."""
    if any(flag.kind == "artefact" for flag in scored.flags):
        return "machine", "artefact of machine translation in the text"
    linked = [name for name in translation.pair.evidence if name.startswith("source_")]
    if linked:
        return "machine", f"republished with its source named ({linked[0].split()[0]})"
    return "unknown", None


def _span_key(sentences: tuple[Sentence, ...]) -> str:
    return ",".join(f"{sentence.start}-{sentence.end}" for sentence in sentences)


def _one_line(text: str) -> str:
    return " ".join(text.split())
