"""A document pair as the report shows it: every bead in order, with its texts, its evidence and its marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.pages import LANGUAGES
from corpus.reporting.marks import PlainMark, anchor_marks, explained_flags, fault_marks
from corpus.reporting.sentences import Stretch, page_sentences
from corpus.rows import stable_id

Row = Mapping[str, Any]

LONGEST_TEXT = 6_000
"""Characters of a bead's side that are shown: some thirty times a long sentence. More (a page without line breaks, a
list of ten thousand numbers) cannot be read in a browser and would make the file huge."""
NULL, KEPT, LEFT_OUT = "null", "kept", "left out"
UNREVIEWED = "unreviewed"
PART_SCORES = ("score_length", "score_numbers", "score_names", "score_lexical")
SCORE_DIGITS = 3

SIDES = ("source", "target")


@dataclass(frozen=True, slots=True)
class BeadView:
    """A bead: sentence positions and parts of each side, what is known of it, and its marks.

    ``state`` is ``null``, ``kept``, ``left out`` or the verdict of a review; ``reason`` says why it was left out;
    ``cut`` holds how many characters of each side are not shown.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    texts: tuple[tuple[str, ...], tuple[str, ...]]
    kind: str
    state: str
    probability: float | None
    quality: float | None
    scores: tuple[float, ...]
    flags: tuple[tuple[str, str], ...]
    marks: tuple[PlainMark, ...]
    moved: bool = False
    id: str = ""
    reason: str = ""
    cut: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document pair: its row without texts and alignment, and its beads."""

    facts: Row
    beads: tuple[BeadView, ...]


def document_view(document: Row, rows: Sequence[Row], left_out: Mapping[str, tuple[str, str]]) -> DocumentView:
    """Lay out a document pair: the beads of its alignment, in its order, with the rows that came of them.

    Where a person merged beads or cut one in two, rows belong to no bead; they stand in the place of the beads whose
    sentences they hold.
    """
    alignment = document["alignment"]
    place_of_bead = {(tuple(bead["source"]), tuple(bead["target"])): place for place, bead in enumerate(alignment)}
    place_of_sentence = [
        {position: place for place, bead in enumerate(alignment) for position in bead[side]} for side in SIDES
    ]
    placed: dict[int, list[BeadView]] = defaultdict(list)
    mended: tuple[set[int], set[int]] = set(), set()
    for row in rows:
        positions = tuple(row["source_index"]), tuple(row["target_index"])
        place = place_of_bead.get(positions)
        moved = place is not None and alignment[place]["moved"]
        if place is None:
            for held, own in zip(mended, positions, strict=True):
                held.update(own)
            place = min((place_of_sentence[side][p] for side in (0, 1) for p in positions[side]), default=0)
        placed[place].append(_row_view(row, moved))
    pages = _pages(document, rows)
    for place, bead in enumerate(alignment):
        gone = all(held.issuperset(bead[side]) for held, side in zip(mended, SIDES, strict=True))
        if not placed[place] and not gone:
            placed[place].append(_other_view(document, bead, pages, left_out))
    facts = {name: value for name, value in document.items() if name not in ("source_text", "target_text", "alignment")}
    return DocumentView(facts, tuple(bead for place in sorted(placed) for bead in placed[place]))


def _pages(document: Row, rows: Sequence[Row]) -> tuple[list[Stretch], list[Stretch]]:
    pages = []
    for side, language in zip(SIDES, LANGUAGES, strict=True):
        known: dict[int, tuple[int, int]] = {}
        for row in rows:
            positions, spans = row[f"{side}_index"], row[f"{side}_spans"]
            for position, (start, end) in zip(positions, spans, strict=False):
                before = known.get(position, (start, end))  # two rows hold a sentence that a person cut in two
                known[position] = min(start, before[0]), max(end, before[1])
        count = 1 + max([position for bead in document["alignment"] for position in bead[side]], default=-1)
        pages.append(page_sentences(document[f"{side}_text"], known, count, language))
    return pages[0], pages[1]


def _row_view(row: Row, moved: bool) -> BeadView:
    parts = [_parts(row, side, language) for side, language in zip(SIDES, LANGUAGES, strict=True)]
    (source, source_cut), (target, target_cut) = (_shortened(side) for side in parts)
    texts = " ".join(source), " ".join(target)
    flags = explained_flags(row["flags"], *texts)
    marks = [*anchor_marks(*texts), *fault_marks(flags, texts)]
    status = row["review_status"]
    return BeadView(
        tuple(row["source_index"]),
        tuple(row["target_index"]),
        (source, target),
        row["alignment_type"],
        KEPT if status == UNREVIEWED else status,
        _rounded(row["alignment_probability"]),
        _rounded(row["quality"]),
        tuple(_rounded(row[name]) for name in PART_SCORES),
        tuple((flag.kind, flag.detail[:LONGEST_TEXT]) for flag in flags),
        tuple(mark.plain() for mark in marks),
        moved,
        row["id"],
        "",
        (source_cut, target_cut),
    )


def _other_view(
    document: Row, bead: Row, pages: tuple[list[Stretch], list[Stretch]], left_out: Mapping[str, tuple[str, str]]
) -> BeadView:
    """A bead without a row: a null, or a pair that was left out."""
    found = [[page[position] for position in bead[side]] for page, side in zip(pages, SIDES, strict=True)]
    is_null = not (bead["source"] and bead["target"])
    pair = stable_id(
        document["source_document"],
        document["target_document"],
        *(",".join(f"{one.start}-{one.end}" for one in side) for side in found),
    )
    reason, detail = left_out.get(pair, ("", ""))
    (source, source_cut), (target, target_cut) = (_shortened([one.text for one in side]) for side in found)
    return BeadView(
        tuple(bead["source"]),
        tuple(bead["target"]),
        (source, target),
        f"{len(bead['source'])}-{len(bead['target'])}",
        NULL if is_null else LEFT_OUT,
        _rounded(bead["probability"]),
        None,
        (),
        (),
        tuple(mark.plain() for mark in anchor_marks(" ".join(source), " ".join(target))),
        bead["moved"],
        "" if is_null else pair,
        ": ".join(part for part in (reason, detail) if part),
        (source_cut, target_cut),
    )


def _parts(row: Row, side: str, language: str) -> Sequence[str]:
    """The sentences of a side; one part where a person edited the text."""
    parts: Sequence[str] = row[f"{side}_sentences"]
    text: str = row["translation"][language]
    return parts if " ".join(parts) == text else [text]


def _shortened(parts: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """Parts up to a total of `LONGEST_TEXT` characters, and how many were cut."""
    shown, room = [], LONGEST_TEXT
    for part in parts:
        shown.append(part[:room])
        room -= len(shown[-1])
    return tuple(shown), sum(map(len, parts)) - sum(map(len, shown))


def _rounded(value: float) -> float:
    return round(float(value), SCORE_DIGITS)
