"""Which page translates which: each kind of evidence, and what must not pair."""

from __future__ import annotations

import pytest

from aligner import split_sentences
from corpus.documents import Document
from corpus.pages import Page, page_facts
from corpus.pairing import Candidate, PairingConfig, choose_pairs, find_candidates
from corpus.urls import parse_address, title_slug

CONFIG = PairingConfig()
VI = "Tỉnh Sơn Hà có 412.000 hồ sơ, đạt 87,5%. Ông Lê Minh Quân nói về 15 tỷ đồng ở Quỳ Châu."
FR = "La province de Son Ha compte 412 000 dossiers, soit 87,5 %. M. Le Minh Quan évoque 15 milliards à Quy Chau."
OTHER = "Une autre affaire, sans rapport : 33 bateaux à Vung Tau, 9 210 visiteurs."


def page(identifier: str, text: str, language: str, title: str = "", **fields: str) -> Page:
    sentences = tuple(split_sentences(text, language=language))
    document = Document(identifier, text, language, identifier, title=title or None, **fields)  # type: ignore[arg-type]
    return Page(document, sentences, page_facts(sentences, language), title_slug(title), identifier)


def pairs(pages: list[Page], agreement: float = 0.9) -> list[tuple[str, str, bool]]:
    candidates = find_candidates(pages, {}, CONFIG)
    chosen = choose_pairs(candidates, [agreement] * len(candidates), CONFIG)
    return [(pages[p.source].document.id, pages[p.target].document.id, p.repeated) for p in chosen]


def evidence(pages: list[Page]) -> set[str]:
    return {name.split()[0] for candidate in find_candidates(pages, {}, CONFIG) for name in candidate.evidence}


@pytest.mark.parametrize(
    ("source_url", "target", "expected"),
    [
        (
            "https://bao.example/mua-lon-o-hue-post88022.html",
            {"source_url": "http://www.bao.example/mua-lon-o-hue-post88022.html?x=1"},
            "source_url",
        ),
        (
            "https://bao.example/mua-lon-o-hue-post88022.html",
            {"source_url": "https://bao.example/pluie-post88022.html"},
            "source_article_id",
        ),
        (
            "https://bao.example/x/thu-hoach-lua-mua-som-o-dong-thap",
            {"source_url": "https://bao.example/thu-harvest-lua-mua-som-o-dong-thap"},
            "source_slug",
        ),
        ("https://bao.example/a", {"url": "https://vietnam.example/fr/bao-so-8-vao-ha-tinh"}, "own_slug"),
    ],
)
def test_addresses(source_url: str, target: dict[str, str], expected: str) -> None:
    source = page("vi", "Không có gì chung.", "vi", title="Bão số 8 vào Hà Tĩnh", url=source_url)
    assert expected in evidence([source, page("fr", OTHER, "fr", **target)])


def test_the_address_of_a_duplicate_leads_to_the_page_that_was_kept() -> None:
    source = page("vi", "Một trang.", "vi", url="https://a.example/mot")
    target = page("fr", OTHER, "fr", source_url="https://b.example/hai-post77777.html")
    found = find_candidates([source, target], {0: ["https://b.example/hai-post77777.html"]}, CONFIG)
    assert found[0].evidence[-1] == "source_url"


def test_facts_alone_make_a_pair_that_aligns() -> None:
    pages = [page("vi", VI, "vi"), page("fr", FR, "fr"), page("other", OTHER, "fr")]
    assert pairs(pages) == [("vi", "fr", False)]
    assert pairs(pages, agreement=0.4) == []


def test_pages_far_apart_in_time_do_not_pair_by_facts() -> None:
    assert pairs([page("vi", VI, "vi", date="2025-01-02"), page("fr", FR, "fr", date="2025-03-02")]) == []


def test_an_address_outranks_facts_and_no_page_is_in_two_pairs() -> None:
    linked = page("linked", OTHER, "fr", source_url="https://bao.example/mot-post12345.html")
    pages = [page("vi", VI, "vi", url="https://bao.example/mot-post12345.html"), page("fr", FR, "fr"), linked]
    assert pairs(pages) == [("vi", "linked", False)]


def test_several_translations_that_say_so_are_marked_as_repeated() -> None:
    url = "https://bao.example/mot-post12345.html"
    pages = [
        page("vi", VI, "vi", url=url),
        page("fr1", FR, "fr", source_url=url),
        page("fr2", OTHER, "fr", source_url=url),
    ]
    assert sorted(pairs(pages), key=lambda pair: pair[2]) == [("vi", "fr1", False), ("vi", "fr2", True)]


def test_a_page_that_names_an_absent_original_needs_more_than_shared_facts() -> None:
    absent = "https://bao.example/mot-bai-khac-khong-co-o-day-post54321.html"
    pages = [page("vi", VI, "vi"), page("fr", FR, "fr", source_url=absent)]
    assert pairs(pages, agreement=0.7) == []
    assert pairs(pages, agreement=0.95) == [("vi", "fr", False)]
    other_article = page("vi", VI, "vi", url="https://bao.example/bai-nay-la-bai-khac-post11111.html")
    assert pairs([other_article, pages[1]], agreement=0.95) == []


def test_an_address_that_all_originals_share_names_those_that_the_facts_name_too() -> None:
    home = "https://bao.example/gia-nong-san-hom-nay"
    pages = []
    for n in range(11, 31):
        pages.append(page(f"vi{n}", f"Giá cà phê là {n}.500 đồng, lúa {n * 7}.300 đồng.", "vi", url=home))
        french = f"Le café est à {n} 500 dongs, le riz à {n * 7} 300 dongs."
        pages.append(page(f"fr{n}", french, "fr", source_url=home))
    candidates = find_candidates(pages, {}, CONFIG)
    assert len(candidates) <= 20 * CONFIG.facts_candidates
    chosen = choose_pairs(candidates, [0.9] * len(candidates), CONFIG)
    assert {(pages[p.source].document.id[2:], pages[p.target].document.id[2:]) for p in chosen if not p.repeated} == {
        (str(n), str(n)) for n in range(11, 31)
    }


def test_the_likelier_of_two_originals_with_the_same_evidence() -> None:
    title = "Bão số 8 vào Hà Tĩnh sáng nay"
    pages = [
        page("near", VI.replace("Lê Minh Quân", "Trần Văn Tú"), "vi", title=title),
        page("right", VI, "vi", title=title),
        page("fr", FR, "fr", source_url="https://bao.example/bao-so-8-vao-ha-tinh-sang-nay"),
    ]
    assert pairs(pages) == [("right", "fr", False)]


def test_the_address_of_the_original_may_come_from_a_duplicate() -> None:
    source = page("vi", "Một trang.", "vi", url="https://b.example/hai-post77777.html")
    found = find_candidates(
        [source, page("fr", OTHER, "fr")], {}, CONFIG, {1: ["https://b.example/hai-post77777.html"]}
    )
    assert "source_url" in found[0].evidence


@pytest.mark.parametrize("url", ["", "   ", "ftp://x.example/a", "không phải", "http://[::1", "https://" + "a" * 9_999])
def test_what_is_no_address_is_none_or_harmless(url: str) -> None:
    address = parse_address(url)
    assert address is None or len(address.canonical) <= 2_000


def test_slug_where_the_last_part_is_an_id_alone() -> None:
    address = parse_address("https://bao.example/cong-nghe/hung-yen-day-nhanh-so-hoa/20250911091827405")
    assert address is not None
    assert (address.article, address.slug[:2]) == ("20250911091827405", ("hung", "yen"))


def test_all_of_a_page_may_be_asked_to_align() -> None:
    candidates = [Candidate(0, 1, ("source_url",), 0.98, linked=True)]
    config = PairingConfig(linked_agreement=1.0)
    assert [(pair.source, pair.confidence) for pair in choose_pairs(candidates, [1.0], config)] == [(0, 0.98)]
    assert choose_pairs(candidates, [0.99], config) == []
