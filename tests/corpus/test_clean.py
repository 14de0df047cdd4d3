"""Cleaning: language cases, the sample crawl against its gold, properties, and pages made to break it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.clean import clean_document
from corpus.documents import Document, RawDocument
from corpus.ingest import find_inputs, read_file
from corpus.repair import repair_text

TESTS = Path(__file__).parents[1]
CASES = json.loads((TESTS / "cases" / "clean.json").read_text(encoding="utf-8"))
PAGES = TESTS.parent / "corpus" / "sample" / "pages"


def page(text: str, **fields: str) -> RawDocument:
    return RawDocument(id="1", text=text, origin="1.txt", **fields)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_case(case: dict) -> None:
    document = clean_document(page("\n".join(case["page"]), language=case["language"]))
    assert document.text.split("\n") == case["kept"]
    assert [line.rule for line in document.removed] == case["rules"]


def sample_documents() -> dict[str, Document]:
    return {
        raw.id: clean_document(raw)
        for file in find_inputs([PAGES])
        for raw in read_file(file)
        if isinstance(raw, RawDocument)
    }


def test_sample_pages_clean_to_their_gold() -> None:
    documents = sample_documents()
    for path in sorted((TESTS / "gold" / "sample").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        for side, language in (("source", "vi"), ("target", "fr")):
            if language in gold:
                document = documents[gold[side]]
                assert re.sub(r"\s+", "", document.text) == re.sub(r"\s+", "", "".join(gold[language])), (
                    path.name,
                    side,
                )
                assert document.language == language


@given(st.text(alphabet=st.characters(), max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_is_cleaned_and_every_line_accounted_for(text: str) -> None:
    document = clean_document(page(text))
    repaired, _ = repair_text(text)
    filled = [line for line in repaired.split("\n") if line.strip()]
    assert document.kept_lines + len(document.removed) == len(filled)
    document.text.encode("utf-8")


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_spaces_and_characters_are_mended_once(text: str) -> None:
    once, _ = repair_text(text)
    assert "  " not in once
    assert "\r" not in once


@pytest.mark.parametrize(
    "text",
    [
        "." * 10**7,
        '"' * 10**7,
        "1" * 10**7,
        " " * 10**7,
        "![" * 10**6,
        "Source : " + "a-" * 10**6,
        "e" + "\u0301" * 10**6 + "\u0323",
    ],
    ids=["dots", "quotes", "digits", "spaces", "images", "address", "marks"],
)
@pytest.mark.timeout(120)  # a quadratic path takes hours
def test_long_lines_do_not_hang(text: str) -> None:
    document = clean_document(page(text, language="vi"))
    assert document.kept_lines + len(document.removed) == (1 if text.strip() else 0)


def test_repairs_are_named() -> None:
    document = clean_document(page("La sÃ©ance.\n&Agrave; Hue\u0302\u200b.\r\nFin  de page.", language="fr"))
    assert document.text == "La séance.\nÀ Huê.\nFin de page."
    assert document.repairs == ("mojibake", "entities", "line_breaks", "invisible", "composition", "spaces")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Thời sự\nLa séance de travail a été présidée par le vice-ministre de la Sécurité et les délégués.",
            "fr",
        ),
        ("Đoàn công tác đã làm việc với Tỉnh ủy về chuyển đổi số.", "vi"),
        ("The delegation worked with the provincial committee on digital transformation yesterday.", "en"),
    ],
)
def test_language_is_that_of_the_bulk(text: str, language: str) -> None:
    assert clean_document(page(text)).language == language
