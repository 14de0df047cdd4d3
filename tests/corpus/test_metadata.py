"""What pages say about themselves: source, date, author, title."""

from __future__ import annotations

import pytest

from corpus.clean import clean_document
from corpus.dates import find_date, read_date_line
from corpus.documents import RawDocument
from corpus.metadata import read_metadata

BODY = "La circulation sur le nouveau pont a repris lundi matin."


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("06/02/2025", "2025-02-06"),
        ("Việt NamViệt Nam06/02/2025", "2025-02-06"),
        ("Thứ Hai, 12/05/2025, 10:30", "2025-05-12"),
        ("ngày 12 tháng 5 năm 2025", "2025-05-12"),
        ("Le 12 mai 2025", "2025-05-12"),
        ("lundi 12 mai 2025 à 10h30", "2025-05-12"),
        ("Le 1er août 2025", "2025-08-01"),
        ("2025-05-12T10:30:00+07:00", "2025-05-12"),
        ("Cập nhật lúc 10 giờ 30 phút, ngày 12/5/2025", "2025-05-12"),
        ("31/02/2025", None),
    ],
)
def test_dates(line: str, expected: str | None) -> None:
    assert find_date(line) == expected
    assert read_date_line(line) is not None


@pytest.mark.parametrize(
    "line", ["Giá vàng hôm nay 12/5/2025", "Ngày 2 tháng 9 năm 1945", "Năm 2025", "5/10", "Km31+500"]
)
def test_lines_that_are_no_date_lines(line: str) -> None:
    assert read_date_line(line) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Source : https://bao.example/tin-post1.html", "https://bao.example/tin-post1.html"),
        ("Source: https:// bao.example/ tin -post1.html", "https://bao.example/tin-post1.html"),
        ("Nguồn: bao.example/tin-1.htm", "bao.example/tin-1.htm"),
        ("Theo https://bao.example/tin-1.html", "https://bao.example/tin-1.html"),
        ("Lien d'origine : https://bao.example/tin-1.html", "https://bao.example/tin-1.html"),
        ("https://bao.example/tin-1.html", "https://bao.example/tin-1.html"),
        ("Source : javascript:alert(1)", None),
        ("Source : VNA", None),
    ],
)
def test_sources(line: str, expected: str | None) -> None:
    assert read_metadata([BODY, line], "fr").source_url == expected


def test_the_record_wins() -> None:
    raw = RawDocument(
        "1",
        f"01/01/2020\n{BODY}\nSource : https://bao.example/a.html",
        "x",
        date="2025-05-12",
        source_url="https://b.example/b",
    )
    document = clean_document(raw)
    assert (document.date, document.source_url) == ("2025-05-12", "https://b.example/b")


def test_author_title_and_publisher() -> None:
    raw = RawDocument(
        "1",
        f"Un pont ouvert à Huê ce matin\n{BODY}\nArticle et photos : Minh Hieu",
        "x",
        url="https://www.bao.example/1",
    )
    document = clean_document(raw)
    assert (document.title, document.byline, document.publisher) == (
        "Un pont ouvert à Huê ce matin",
        "Minh Hieu",
        "bao.example",
    )
