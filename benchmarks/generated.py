"""Pairs and pages of any number, made as they are asked for and never held: what `benchmarks.million` writes.

A page takes neighbouring lines of our own documents and puts its own figures into them, so that hardly two lines are
alike while words are as frequent as in news. Everything follows from the number of a page: the same number gives the
same page, on every pass.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import overload

from benchmarks.documents import read_own_documents
from corpus.config import BuildConfig, CardConfig, config_dict
from corpus.ledger import Ledger
from corpus.rows import Row, stable_id
from corpus.splits import assign_splits
from corpus.writing import Dataset

LINES = 25
"""Pairs of a page."""
PUBLISHERS = 40
PRIME, FIGURES = 7_919, 10_000
"""A pair's figure is its number times the one, modulo the other: spread like random ones and quicker to make."""
TAKEN = 20
"""Segments of the test file that are texts of pairs."""
FLAGGED = 20
"""One pair in so many has a flag."""
CARD = CardConfig(creator="Benchmark", removal_contact="removal@corpus.example")


@lru_cache(maxsize=1)
def own_lines() -> tuple[tuple[str, str], ...]:
    """All line pairs of our own documents."""
    return tuple(
        line for document in read_own_documents() for line in zip(document.source, document.target, strict=True)
    )


def page_texts(page: int, pairs: int) -> list[tuple[str, str]]:
    """The texts of a page's pairs: the next lines, each with a figure of its own."""
    lines = own_lines()
    texts = []
    for number in range(page * LINES, min((page + 1) * LINES, pairs)):
        vi, fr = lines[number % len(lines)]
        figure = number * PRIME % FIGURES
        texts.append((f"{vi} ({figure})", f"{fr} ({figure})"))
    return texts


def page_rows(page: int, pairs: int) -> list[Row]:
    """The pairs of a page."""
    names = f"{page:07d}.html", f"{page:07d}-fr.html"
    publisher = f"bao-{page % PUBLISHERS}.example"
    pair_id = stable_id(*names)
    rows: list[Row] = []
    places = [0, 0]
    for number, texts in enumerate(page_texts(page, pairs)):
        spans = [[[place, place + len(text)]] for place, text in zip(places, texts, strict=True)]
        places = [span[0][1] + 1 for span in spans]
        kind = (page * LINES + number) % FLAGGED
        rows.append(
            {
                "id": f"{page:08x}{number:08x}",
                "translation": {"vi": texts[0], "fr": texts[1]},
                "source_lang": "vi",
                "target_lang": "fr",
                "source_sentences": [texts[0]],
                "target_sentences": [texts[1]],
                "alignment_type": "1-1",
                "quality": 1.0 - kind / (2.0 * FLAGGED),
                "alignment_probability": 0.99,
                "score_length": 0.8,
                "score_numbers": 1.0,
                "score_names": 1.0,
                "score_lexical": 0.95,
                "flags": ["number"] if kind == 0 else [],
                "document_pair": pair_id,
                "source_document": names[0],
                "target_document": names[1],
                "source_index": [number],
                "target_index": [number],
                "source_spans": spans[0],
                "target_spans": spans[1],
                "source_url": f"https://{publisher}/{names[0]}",
                "target_url": f"https://{publisher}/fr/{names[1]}",
                "source_date": f"2025-{page % 12 + 1:02d}-{page % 28 + 1:02d}",
                "target_date": None,
                "publisher": publisher,
                "target_origin": "machine",
                "origin_evidence": "republished with its source named (source_url)",
                "review_status": "unreviewed",
            }
        )
    return rows


def document_row(page: int, pairs: int) -> Row:
    """The page pair that the pairs of a page stand in."""
    rows = page_rows(page, pairs)
    first = rows[0]
    columns = ("source_document", "target_document", "source_url", "target_url", "source_date", "target_date")
    beads = [{"source": [n], "target": [n], "probability": 0.99, "moved": False} for n in range(len(rows))]
    return {
        **{column: first[column] for column in (*columns, "publisher")},
        "id": first["document_pair"],
        "source_text": "\n".join(row["translation"]["vi"] for row in rows),
        "target_text": "\n".join(row["translation"]["fr"] for row in rows),
        "source_title": first["translation"]["vi"],
        "target_title": first["translation"]["fr"],
        "confidence": 0.98,
        "evidence": ["source_url"],
        "alignment": beads,
    }


class _Generated(Sequence[Row]):
    """Rows that are made anew on every pass; ``count`` of them."""

    def __init__(self, pairs: int) -> None:
        self.pairs = pairs
        self.pages = -(-pairs // LINES)
        self.count = pairs

    def __len__(self) -> int:
        return self.count

    @overload
    def __getitem__(self, number: int) -> Row: ...

    @overload
    def __getitem__(self, number: slice) -> list[Row]: ...

    def __getitem__(self, number: int | slice) -> Row | list[Row]:
        if isinstance(number, slice):
            return [self._row(one) for one in range(*number.indices(self.count))]
        return self._row(range(self.count)[number])

    def _row(self, number: int) -> Row:
        raise NotImplementedError


class GeneratedPairs(_Generated):
    """The pairs of all pages."""

    def __iter__(self) -> Iterator[Row]:
        return (row for page in range(self.pages) for row in page_rows(page, self.pairs))

    def _row(self, number: int) -> Row:
        return page_rows(number // LINES, self.pairs)[number % LINES]


class GeneratedDocuments(_Generated):
    """The page pairs."""

    def __init__(self, pairs: int) -> None:
        super().__init__(pairs)
        self.count = self.pages

    def __iter__(self) -> Iterator[Row]:
        return (document_row(page, self.pairs) for page in range(self.pages))

    def _row(self, number: int) -> Row:
        return document_row(number, self.pairs)


def generated_dataset(pairs: GeneratedPairs, documents: GeneratedDocuments) -> Dataset:
    """All that a dataset folder is written from; each page is a cluster of its own."""
    config = BuildConfig(card=CARD)
    ids = [stable_id(f"{page:07d}.html", f"{page:07d}-fr.html") for page in range(documents.pages)]
    splits = assign_splits({one: [one] for one in ids}, config.split)
    ledger = Ledger()
    for level, state, count in (
        ("documents", "paired", 2 * len(documents)),
        ("lines", "kept", 2 * len(pairs)),
        ("sentences", "paired", 2 * len(pairs)),
        ("pairs", "kept", len(pairs)),
    ):
        ledger.enter(level, count)
        ledger.end(level, state, count)
    return Dataset(pairs, documents, splits, ledger.as_dict(), config_dict(config), [], config.card)


def audit_segments(pairs: int, count: int) -> list[str]:
    """Segments of a test file: a few texts of pairs, and many of the same words in another order."""
    texts = [page_texts(page, pairs)[0][0] for page in range(min(count, -(-pairs // LINES)))]
    rng = random.Random(count)
    return [
        text if number < TAKEN else " ".join(rng.sample(text.split(), len(text.split())))
        for number, text in enumerate(texts)
    ]
