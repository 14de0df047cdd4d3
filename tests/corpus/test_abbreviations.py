"""Abbreviations learned from a corpus: of the right kind, only sure ones, and right in the splitter afterwards."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.profiles import get_profile
from aligner.splitter import split_sentences
from corpus.abbreviations import (
    KINDS,
    LearnConfig,
    LearnedAbbreviations,
    learn_abbreviations,
    splitter_toml,
    write_abbreviations,
)

NAMES = ("Lan", "Minh", "Hùng", "Tuyết", "Khoa", "Bình", "Nga", "Quân")
PLAIN = (
    "Hôm nay trời mưa to. Người dân ở nhà. Các trường đóng cửa.",
    "Theo ông, đường sá hư hỏng nặng. Trời vẫn mưa.",
    "Bà con đã quen với lũ. Nhiều nhà kê đồ lên cao. Lúa chín sớm nên gặt kịp.",
    "Họ giúp nhau. Những chuyến hàng tới nơi. Không ai bị đói nhau.",
)
"""Invented paragraphs that hold no abbreviation; `nhau` and `lũ` only end sentences."""


def page(*lines: str) -> str:
    return "\n".join((*PLAIN, *lines))


def learned_kinds(texts: list[str], language: str = "vi", config: LearnConfig | None = None) -> dict[str, str]:
    return {entry.spelling: entry.kind for entry in learn_abbreviations(texts, language, config).entries}


@pytest.fixture(scope="module")
def corpus() -> list[str]:
    pages = [page(f"Chiều qua Tnv. {name} tới xã. Anh trao quà cho Tnv. {name} Anh.") for name in NAMES]
    pages += [
        page(f"Tài liệu ở Đtr. {number} của tập này. Xem thêm Đtr. {number + 3}, phần cuối.") for number in range(8)
    ]
    pages += [page(f"Họ bán khoai, sắn, vvt. cho khách. {name} mua gạo, muối, vvt. Các bà về.") for name in NAMES]
    pages += [page(f"Xe tới Kph. {name} lúc sáng. Đoàn ghé Kph. {name} Hạ.") for name in NAMES]
    pages += [
        page(f"Quán {name} bán đồ cũ, tqv. Bàn {number}.", f"Mua thêm tqv. bát {number}.")
        for number, name in enumerate(NAMES)
    ]
    pages += [page(f"Hàng đã về tới Kph. Các hộ nhận đủ {number} túi.") for number in range(3)]
    return pages


@pytest.fixture(scope="module")
def learned(corpus: list[str]) -> LearnedAbbreviations:
    return learn_abbreviations(corpus, "vi")


def test_kinds_come_from_what_follows(learned: LearnedAbbreviations) -> None:
    kinds = {entry.spelling: entry.kind for entry in learned.entries}
    assert kinds == {"Tnv": "titles", "Đtr": "before_number", "vvt": "may_end", "Kph": "before_name", "tqv": "inner"}


def test_the_written_folder_mends_the_splitter(learned: LearnedAbbreviations, tmp_path: Path) -> None:
    text = (
        "Hôm qua Tnv. Thảo về quê. Chị xem Đtr. 12 ở nhà. Chợ bán cá, tôm, vvt. Trời mưa. Xe ở Kph. Theo họ, xe hỏng."
    )
    write_abbreviations(learned, tmp_path / "mine")
    found = [one.text for one in split_sentences(text, get_profile("vi").extended(tmp_path / "mine"))]
    assert found == [
        "Hôm qua Tnv. Thảo về quê.",
        "Chị xem Đtr. 12 ở nhà.",
        "Chợ bán cá, tôm, vvt.",
        "Trời mưa.",
        "Xe ở Kph.",
        "Theo họ, xe hỏng.",
    ]
    assert len(split_sentences(text, "vi")) == len(found) + 2


def test_the_file_says_what_was_seen_and_is_read_back(learned: LearnedAbbreviations, tmp_path: Path) -> None:
    path = write_abbreviations(learned, tmp_path, origin="news\nof\x00 mine")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert "learned from news of mine:" in lines[0]
    assert '  "Tnv",  # 16 with a stop: 16 before a capital' in lines
    extended = get_profile("vi").extended(tmp_path)
    shipped = get_profile("vi").settings("splitter.toml")
    for kind in KINDS:
        new = [entry.spelling for entry in learned.entries if entry.kind == kind]
        assert extended.settings("splitter.toml")[kind] == shipped[kind] + new


def test_a_file_that_may_be_corrected_is_not_overwritten(learned: LearnedAbbreviations, tmp_path: Path) -> None:
    path = write_abbreviations(learned, tmp_path)
    path.write_text('titles = ["Tnv"]\n', encoding="utf-8")
    with pytest.raises(FileExistsError, match="another folder"):
        write_abbreviations(learned, tmp_path)
    assert path.read_text(encoding="utf-8") == 'titles = ["Tnv"]\n'
    with pytest.raises(FileExistsError, match="is a file"):
        write_abbreviations(learned, path)


def test_nothing_is_learned_where_there_is_nothing(tmp_path: Path) -> None:
    learned = learn_abbreviations([page() for _ in range(30)], "vi")
    assert learned.entries == ()
    assert learned.texts == 30
    path = write_abbreviations(learned, tmp_path)
    assert "Nothing was sure enough" in path.read_text(encoding="utf-8")
    assert split_sentences(PLAIN[0], get_profile("vi").extended(tmp_path)) == split_sentences(PLAIN[0], "vi")
    assert learn_abbreviations([], "und") == LearnedAbbreviations("und", (), 0, 0)


def test_syllables_that_end_sentences_are_no_abbreviations() -> None:
    pages = [
        page(f"Hai đội ôm nhau. {name} cười khì. {name} Anh đứng dậy, mặt tỉnh queo. {name} về.") for name in NAMES
    ]
    assert learned_kinds(pages) == {}


def test_foreign_words_that_end_sentences_are_no_abbreviations() -> None:
    pages = [
        page("Anh xem kênh Vtx. Theo anh, phim hay.", f"{name} mở kênh Vtx.", "Nhà có Vtx. Con anh xem.")
        for name in NAMES
    ]
    assert learned_kinds(pages) == {}


def test_a_line_that_every_page_repeats_counts_once() -> None:
    assert learned_kinds([page("Bấm vào Tgx. Trang Chủ mở ra.", f"Bài số {number}.") for number in range(50)]) == {}


def test_what_the_profile_knows_is_not_repeated(corpus: list[str], tmp_path: Path) -> None:
    known = [page(f"Gặp ThS. {name} ở TP. {name} Hạ. Xem PGS.TS. {name} nói.") for name in NAMES]
    assert learned_kinds(known) == {}
    write_abbreviations(learn_abbreviations(corpus, "vi"), tmp_path)
    assert learn_abbreviations(corpus, get_profile("vi").extended(tmp_path)).entries == ()


def test_too_few_or_with_and_without_a_stop_is_not_sure() -> None:
    pages = [page(f"Chiều qua Tnv. {name} tới xã.") for name in NAMES]
    assert learned_kinds(pages) == {"Tnv": "titles"}
    assert learned_kinds(pages[:4]) == {}
    assert learned_kinds(pages, config=LearnConfig(least_count=9)) == {}
    assert learned_kinds([*pages, *(page(f"Chiều qua Tnv {name} tới xã.") for name in NAMES)]) == {}


def test_an_entry_with_a_small_letter_holds_for_the_capital() -> None:
    pages = [page(f"Chiều qua tnv. {name} tới xã.", f"Tnv. {name} về.") for name in NAMES]
    assert learned_kinds(pages) == {"tnv": "titles"}


def test_dotted_initials_that_end_sentences() -> None:
    pages = [page(f"{name} vào Đ.K.X. Các bạn mừng. Xe của Đ.K.X. Theo họ, xe cũ.") for name in NAMES]
    assert learned_kinds(pages) == {"Đ.K.X": "may_end"}


def test_other_languages() -> None:
    plain = ("Il pleut depuis hier. Les routes sont coupées.", "Selon lui, le fleuve monte. Le pont tient. On attend.")
    names = ("Dupont", "Morel", "Le Goff", "D'Ancourt", "Petit", "Roche", "Vidal", "Blanc")
    pages = ["\n".join((*plain, f"Hier, Vtr. {name} a parlé. Il a salué l’Vtr. {name} aussi.")) for name in names]
    assert learned_kinds(pages, "fr") == {"Vtr": "titles"}
    assert learned_kinds(pages, "und") == {"Vtr": "titles"}


def test_the_order_of_the_texts_and_the_size_of_batches_do_not_matter(
    corpus: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = splitter_toml(learn_abbreviations(corpus, "vi"))
    assert splitter_toml(learn_abbreviations(iter(corpus), "vi")) == expected
    monkeypatch.setattr("corpus.abbreviations.BATCH_WORDS", 100)
    assert splitter_toml(learn_abbreviations(reversed(corpus), "vi")) == expected


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(st.sampled_from("aĐ.… \n,1“”'’\"\\\u0301\ud800\x00İ(")), max_size=4))
def test_any_text_will_do(texts: list[str]) -> None:
    splitter_toml(learn_abbreviations(texts * 5, "vi")).encode()


@pytest.mark.parametrize("unit", [".", ". ", "a.", "l'", "1", '"', "a\u0301\u0323"])
def test_long_lines_take_linear_time(unit: str) -> None:
    learn_abbreviations([unit * 20_000], "vi")


def test_every_kind_is_a_list_of_the_splitter() -> None:
    shipped = set(itertools.chain.from_iterable(get_profile(code).settings("splitter.toml") for code in ("vi", "fr")))
    assert set(KINDS) <= shipped
