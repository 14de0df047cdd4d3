"""A built dataset of any size, made of the pairs of our own sample: what the benchmarks of review and report open.

Each document takes pairs of the sample at random, with other digits (the same on both sides), and puts invented words
in the place of some. Invented words are as frequent as words are: a few stand in many documents, most in few, so that
word indexes and compression meet what a corpus holds. Nothing is aligned or scored here; rows keep the figures that
their pair has in the sample.
"""

from __future__ import annotations

import json
import random
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from benchmarks.documents import CHECKOUT
from corpus.build import build_corpus
from corpus.metrics import corpus_metrics
from corpus.reviewing.records import row_piece
from corpus.rows import stable_id
from corpus.schema import DOCUMENTS, PAIRS
from corpus.store import read_rows, write_json, write_shards

SAMPLE = CHECKOUT / "corpus" / "sample" / "pages"
BEADS = (12, 28)
"""Pairs of a document: those of a usual news page."""
ALONE_SHARE = 0.04
"""Beads without counterpart, as on ordinary pages."""
INVENTED_SHARE = 0.1
INVENTED_WORDS = 40_000
"""Forms beside those of the sample: a corpus of 5,000 pages has some 50,000."""
DATED = tuple(f"{year}-{month:02d}-{day:02d}" for year in (2024, 2025) for month in range(1, 13) for day in (3, 17))
PLAIN_WORD = re.compile(r"(?<![\w-])[^\W\d_A-ZÀ-Ý]{4,}(?![\w-])")
ONSETS = ("b", "ch", "d", "đ", "g", "h", "kh", "l", "m", "n", "ng", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x")
RIMES = ("an", "ao", "âm", "ăng", "ê", "ên", "i", "inh", "iêu", "o", "ong", "ô", "ơi", "u", "uôn", "ư", "ương", "y")


@dataclass(frozen=True, slots=True)
class Sample:
    """The rows of the sample's build, its ledger, and invented words with the sums of their frequencies."""

    rows: Sequence[dict[str, Any]]
    ledger: dict[str, Any]
    words: Sequence[str]
    sums: Sequence[float]


def write_build(folder: Path, pairs: int, seed: int) -> tuple[int, int]:
    """Write a build of at least ``pairs`` pairs and return how many pairs and documents it has."""
    rng = random.Random(seed)
    sample = read_sample(rng)
    rows: list[dict[str, Any]] = []
    documents: list[dict[str, Any]] = []
    while len(rows) < pairs:
        document, own = _document(sample, len(documents), rng)
        documents.append(document)
        rows += own
    dataset = folder / "dataset"
    write_shards(dataset / "vi-fr", "train", rows, PAIRS)
    write_shards(dataset / "documents", "train", documents, DOCUMENTS)
    write_json(dataset / "metrics.json", {**corpus_metrics(rows, documents), "ledger": sample.ledger, "review": None})
    return len(rows), len(documents)


def read_sample(rng: random.Random) -> Sample:
    """Build the sample in a folder of its own and read its rows."""
    with tempfile.TemporaryDirectory() as folder:
        build_corpus([SAMPLE], Path(folder) / "out")
        dataset = Path(folder) / "out" / "dataset"
        rows = read_rows(sorted((dataset / "vi-fr").glob("*.parquet")))
        ledger = json.loads((dataset / "metrics.json").read_text(encoding="utf-8"))["ledger"]
    syllables = [onset + rime for onset in ONSETS for rime in RIMES]
    words = ["".join(rng.choices(syllables, k=rng.randint(1, 3))) for _ in range(INVENTED_WORDS)]
    return Sample(rows, ledger, words, list(accumulate(1 / rank for rank in range(1, INVENTED_WORDS + 1))))


def _document(sample: Sample, number: int, rng: random.Random) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A document pair and its rows."""
    documents = stable_id("source", str(number)), stable_id("target", str(number))
    pages: tuple[list[str], list[str]] = [], []
    alignment, chosen = [], []
    for row in rng.choices(sample.rows, k=rng.randint(*BEADS)):
        digits = str.maketrans("0123456789", "".join(rng.sample("0123456789", 10)))
        sides = [
            [_reworded(text.translate(digits), sample, rng) for text in row[f"{side}_sentences"]]
            for side in ("source", "target")
        ]
        if alone := rng.random() < ALONE_SHARE:
            sides[rng.randrange(2)] = []
        bead = {"probability": row["alignment_probability"], "moved": False}
        for side, page, texts in zip(("source", "target"), pages, sides, strict=True):
            bead[side] = list(range(len(page), len(page) + len(texts)))
            page.extend(texts)
        alignment.append(bead)
        if not alone:
            chosen.append((row, bead))
    document = _document_row(documents, pages, alignment, rng.choice(sample.rows), rng.choice(DATED))
    return document, [_row(row, bead, document, pages) for row, bead in chosen]


def _document_row(
    documents: tuple[str, str], pages: tuple[list[str], list[str]], alignment: list[Any], like: Any, date: str
) -> dict[str, Any]:
    return {
        "id": stable_id(*documents),
        "source_document": documents[0],
        "target_document": documents[1],
        "source_text": "\n".join(pages[0]),
        "target_text": "\n".join(pages[1]),
        "source_title": next(iter(pages[0]), ""),
        "target_title": next(iter(pages[1]), ""),
        "source_url": f"https://bao.example/{documents[0]}.html",
        "target_url": f"https://bao.example/fr/{documents[1]}.html",
        "source_date": date,
        "target_date": date,
        "publisher": like["publisher"],
        "confidence": 1.0,
        "evidence": ["source_url"],
        "alignment": alignment,
    }


def _row(row: dict[str, Any], bead: Any, document: dict[str, Any], pages: tuple[list[str], list[str]]) -> Any:
    """The row of a bead, with the figures that its pair has in the sample."""
    texts = [[page[place] for place in bead[side]] for side, page in zip(("source", "target"), pages, strict=True)]
    spans = [_spans(page, bead[side]) for side, page in zip(("source", "target"), pages, strict=True)]
    keys = [",".join(f"{start}-{end}" for start, end in side) for side in spans]
    shared = {name: document[name] for name in ("source_document", "target_document", "publisher", "source_date")}
    made = {
        **row,
        **shared,
        "id": stable_id(document["source_document"], document["target_document"], *keys),
        "translation": {"vi": " ".join(texts[0]), "fr": " ".join(texts[1])},
        "source_sentences": texts[0],
        "target_sentences": texts[1],
        "source_index": bead["source"],
        "target_index": bead["target"],
        "source_spans": spans[0],
        "target_spans": spans[1],
        "document_pair": document["id"],
    }
    if row_piece(made, document["source_text"], document["target_text"]).texts != (
        made["translation"]["vi"],
        made["translation"]["fr"],
    ):
        raise ValueError(f"the spans of row {made['id']} are not those of its texts")
    return made


def _spans(page: Sequence[str], places: Sequence[int]) -> list[list[int]]:
    """Where sentences stand in a page, which has one sentence a line."""
    starts = list(accumulate((len(text) + 1 for text in page), initial=0))
    return [[starts[place], starts[place] + len(page[place])] for place in places]


def _reworded(text: str, sample: Sample, rng: random.Random) -> str:
    """The text with an invented word in the place of some."""

    def other(word: re.Match[str]) -> str:
        if rng.random() >= INVENTED_SHARE:
            return word[0]
        return rng.choices(sample.words, cum_weights=sample.sums)[0]

    return PLAIN_WORD.sub(other, text)


def counted(values: Sequence[float]) -> Iterator[tuple[str, float]]:
    """Median and worst of times in seconds, in milliseconds."""
    ordered = sorted(values)
    yield "median", round(1000 * ordered[len(ordered) // 2], 1)
    yield "worst", round(1000 * ordered[-1], 1)
