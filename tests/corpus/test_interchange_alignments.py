"""Alignments through every format of alignments, after exactly the listed losses."""

from __future__ import annotations

from dataclasses import replace
from itertools import count, groupby, pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.interchange import FORMATS, AlignedDocument, InterchangeError, Link, Segment, load_alignments, load_pairs
from corpus.interchange.columns import one_line, scrub
from corpus.interchange.corrected import corrected_links
from corpus.interchange.markup import legal
from corpus.interchange.registry import AlignmentFormat
from corpus.interchange.values import CONFIDENCE, COST, NO_SCORE, PROBABILITY, SIMILARITY, monotone_links
from corpus.rows import stable_id

HOSTILE = (
    "",
    " x ",
    "a\tb\nc",
    "\u2028\x85",
    "\x00\x0b",
    "<s id='s1'>&amp;]]>",
    "=1",
    "\ud800",
    "\ufffe",
    "‘a’ – « b »",
    "../../x",
    "\ufeffa",
)
texts = st.sampled_from(HOSTILE) | st.text(st.characters(), max_size=12)
probabilities = st.floats(0, 1, width=32)
SIZES = ((1, 1), (1, 1), (1, 0), (0, 1), (1, 2), (2, 1), (2, 2), (3, 4))
place = count()


@st.composite
def documents(draw: st.DrawFn) -> AlignedDocument:
    """An alignment as the aligner makes it: monotone beads, single nulls, perhaps one moved link."""
    links: list[Link] = []
    done = [0, 0]
    for source, target in draw(st.lists(st.sampled_from(SIZES), max_size=6)):
        ranges = tuple(range(done[0], done[0] + source)), tuple(range(done[1], done[1] + target))
        links.append(Link(*ranges, draw(probabilities), False, draw(st.booleans())))
        done = [done[0] + source, done[1] + target]
    lonely = [next((one for one in links if not getattr(one, side)), None) for side in ("target", "source")]
    if draw(st.booleans()) and lonely[0] and lonely[1]:
        links = [one for one in links if one not in lonely]
        links.append(Link(lonely[0].source, lonely[1].target, 0.5, True))
    sides = [
        tuple(
            Segment(draw(texts), paragraph)
            for paragraph in sorted(draw(st.lists(st.integers(0, 9), min_size=n, max_size=n)))
        )
        for n in done
    ]
    ids = [draw(texts) for _ in range(3)]
    return AlignedDocument(tuple(links), (done[0], done[1]), *ids, PROBABILITY, *sides)


some_documents = st.lists(documents(), min_size=1, max_size=3)
roundtrip = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)


def alignment_format(name: str) -> AlignmentFormat:
    chosen = FORMATS[name]
    assert isinstance(chosen, AlignmentFormat)
    return chosen


def through(name: str, given_documents: list[AlignedDocument], folder: Path) -> list[AlignedDocument]:
    chosen = alignment_format(name)
    path = folder / str(next(place)) / f"a{(*chosen.endings, '')[0]}"
    chosen.write(given_documents, str(path))
    return list(chosen.read(str(path)))


def in_paths(some: list[AlignedDocument], kind: str) -> list[AlignedDocument]:
    """No paragraphs, marks or scores of nulls, six decimals, one line a text."""
    scored = any(link.source and link.target for document in some for link in document.links)
    result = []
    for document in some:
        links = [plain(link, 1 - link.score if kind == COST else link.score) for link in document.links]
        flat = replace(document, links=tuple(links), score=kind if scored else NO_SCORE)
        result.append(lined(flat))
    return marks_dropped(result)


def in_ladder(some: list[AlignedDocument]) -> list[AlignedDocument]:
    """As in a path, and what was moved is nulls."""
    steps = [replace(document, links=tuple(monotone_links(document))) for document in some]
    found = in_paths(steps, SIMILARITY)
    return [replace(one, score=CONFIDENCE if one.score != NO_SCORE else NO_SCORE) for one in found]


def plain(link: Link, score: float) -> Link:
    return Link(link.source, link.target, round(score, 6) if link.source and link.target else None)


def lined(document: AlignedDocument) -> AlignedDocument:
    sides = [tuple(Segment(one_line(one.text)) for one in side or ()) for side in (document.source, document.target)]
    ids = [one_line(one) for one in (document.id, document.source_document, document.target_document)]
    return AlignedDocument(document.links, document.sizes, *ids, document.score, *sides)


def marks_dropped(some: list[AlignedDocument]) -> list[AlignedDocument]:
    """A byte order mark at the very start of a sentence file is none of its text."""
    for side in ("source", "target"):
        for number, document in enumerate(some):
            if segments := getattr(document, side):
                first = Segment(segments[0].text.removeprefix("\ufeff"))
                some[number] = replace(document, **{side: (first, *segments[1:])})
                break
    return some


def in_pages(document: AlignedDocument, links: list[Link], score: str) -> AlignedDocument:
    """Sentences without characters that XML forbids and without white space at their ends; the id made anew."""
    sides = []
    for side in (document.source, document.target):
        groups = enumerate(groupby(side or (), key=lambda one: one.paragraph))
        sides.append(tuple(Segment(legal(one.text).strip(" \t\r\n"), n) for n, (_, group) in groups for one in group))
    ids = [legal(one) for one in (document.source_document, document.target_document)]
    pair = stable_id(*ids) if all(ids) else ""
    return AlignedDocument(tuple(links), document.sizes, pair, *ids, score if links else NO_SCORE, *sides)


def in_xces(document: AlignedDocument) -> AlignedDocument:
    links = [replace(link, moved=False, reviewed=False) for link in document.links]
    return in_pages(document, links, PROBABILITY)


def in_intertext(document: AlignedDocument) -> AlignedDocument:
    links = [replace(link, score=None) for link in monotone_links(document)]
    return in_pages(document, links, NO_SCORE)


def in_beads(document: AlignedDocument) -> AlignedDocument:
    links = tuple(replace(link, reviewed=False) for link in document.links)
    ids = [scrub(one) for one in (document.id, document.source_document, document.target_document)]
    return AlignedDocument(links, document.sizes, *ids, PROBABILITY)


def close(document: AlignedDocument) -> AlignedDocument:
    """Scores to six decimals, so that sums of binary fractions can be compared."""
    links = (replace(link, score=None if link.score is None else round(link.score, 6)) for link in document.links)
    return replace(document, links=tuple(links))


@roundtrip
@given(some=some_documents)
def test_round_trip_of_vecalign(some: list[AlignedDocument], tmp_path: Path) -> None:
    assert list(map(close, through("vecalign", some, tmp_path))) == list(map(close, in_paths(some, COST)))


@roundtrip
@given(some=some_documents)
def test_round_trip_of_sentalign(some: list[AlignedDocument], tmp_path: Path) -> None:
    assert list(map(close, through("sentalign", some, tmp_path))) == list(map(close, in_paths(some, SIMILARITY)))


@roundtrip
@given(some=some_documents)
def test_round_trip_of_hunalign(some: list[AlignedDocument], tmp_path: Path) -> None:
    assert list(map(close, through("hunalign", some, tmp_path))) == list(map(close, in_ladder(some)))


@roundtrip
@given(some=some_documents)
def test_round_trip_of_xces(some: list[AlignedDocument], tmp_path: Path) -> None:
    assert through("xces", some, tmp_path) == [in_xces(one) for one in some]


@roundtrip
@given(some=some_documents)
def test_round_trip_of_intertext(some: list[AlignedDocument], tmp_path: Path) -> None:
    assert through("intertext", some, tmp_path) == [in_intertext(one) for one in some]


@roundtrip
@given(some=some_documents)
def test_round_trip_of_our_beads(some: list[AlignedDocument], tmp_path: Path) -> None:
    assert through("beads", some, tmp_path) == [in_beads(one) for one in some]


@roundtrip
@given(some=some_documents)
def test_ladders_climb_from_zero_to_the_lengths(some: list[AlignedDocument], tmp_path: Path) -> None:
    alignment_format("hunalign").write(some, str(tmp_path / "a.ladder"))
    rungs = [line.split("\t") for line in (tmp_path / "a.ladder").read_text().splitlines()]
    numbers = [(int(one[0]), int(one[1])) for one in rungs]
    assert numbers[0] == (0, 0)
    assert numbers[-1] == tuple(sum(one.sizes[side] for one in some) for side in (0, 1))
    assert all(a[0] <= b[0] and a[1] <= b[1] and a != b for a, b in pairwise(numbers))


def test_costs_and_similarities_are_told_apart(tmp_path: Path) -> None:
    document = AlignedDocument((Link((0,), (0,), 0.75), Link((), (1,), 0.9)), (1, 2))
    alignment_format("vecalign").write([document], str(tmp_path / "a.path"))
    alignment_format("sentalign").write([document], str(tmp_path / "b.path"))
    assert (tmp_path / "a.path").read_text() == "[0]:[0]:0.250000\n[]:[1]:0.000000\n"
    assert (tmp_path / "b.path").read_text() == "[0]:[0]:0.750000\n[]:[1]:0.000000\n"
    cost = alignment_format("vecalign").read(str(tmp_path / "a.path"))
    alignment_format("sentalign").write(list(cost), str(tmp_path / "c.path"))
    assert (tmp_path / "c.path").read_bytes() == (tmp_path / "b.path").read_bytes()
    with pytest.raises(InterchangeError, match="vecalign or sentalign"):
        list(load_pairs(tmp_path / "a.path"))


def test_a_confidence_becomes_neither_cost_nor_similarity(tmp_path: Path) -> None:
    (tmp_path / "a.ladder").write_text("0\t0\t-0.3\n1\t1\t5.2\n1\t2\n", encoding="utf-8")
    alignment_format("vecalign").write(load_alignments(tmp_path / "a.ladder"), str(tmp_path / "a.path"))
    assert (tmp_path / "a.path").read_text() == "[0]:[0]\n[]:[1]\n"


def test_a_claim_of_endless_sentences_fills_no_memory(tmp_path: Path) -> None:
    (tmp_path / "a.path").write_text("[99999999]:[99999999]:0\n", encoding="utf-8")
    found = list(load_alignments(tmp_path / "a.path"))
    with pytest.raises(InterchangeError, match="sentences are linked"):
        alignment_format("hunalign").write(found, str(tmp_path / "a.ladder"))


def test_beads_of_people_replace_those_they_touch() -> None:
    found = [Link((0,), (0,), 0.9), Link((1,), (1,), 0.8), Link((), (2,), 0.7), Link((2,), (3,), 0.6)]
    accepted = Link((0,), (0,), 0.9, reviewed=True)
    merged = Link((1, 2), (1, 2), 1.0, reviewed=True)
    assert corrected_links(found, []) == tuple(found)
    assert corrected_links(found, [accepted])[0] == accepted
    assert corrected_links(found, [accepted, merged]) == (accepted, merged, Link((), (3,)))
    inside = [Link((1,), (1,), 1.0, reviewed=True), Link((1,), (2,), 1.0, reviewed=True)]
    assert corrected_links(found, inside)[1] == Link((1,), (1, 2), None, reviewed=True)


@roundtrip
@given(document=documents(), made=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=3))
def test_corrected_beads_hold_every_sentence_once(document: AlignedDocument, made: list[tuple[int, int]]) -> None:
    sizes = document.sizes
    people = [Link((i,), (j,), 1.0, reviewed=True) for i, j in made if i < sizes[0] and j < sizes[1]]
    links = corrected_links(document.links, people)
    for side, size in zip(("source", "target"), sizes, strict=True):
        assert sorted(n for link in links for n in getattr(link, side)) == list(range(size))
