"""Encodings from before Unicode: whole sentences both ways, and texts that are right and must stay."""

from __future__ import annotations

import json
import shutil
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus
from aligner.profiles import PROFILES_FOLDER, read_table
from corpus.build import build_corpus
from corpus.clean import CleanConfig, clean_document
from corpus.documents import RawDocument, Rejected
from corpus.encoding import Decoded, Unreadable, decode_page
from corpus.frames import load_pairs
from corpus.ingest import find_inputs, read_file
from corpus.legacy import ENCODINGS, Encoding, read_legacy, read_legacy_bytes
from corpus.pages import PreparePartition, prepare
from corpus.repair import repair_text
from corpus.syllables import is_syllable

BY_NAME = {encoding.name: encoding for encoding in ENCODINGS}
TABLES = Path(str(corpus.__file__)).parent / "rules" / "encodings"
TONES = "\u0300\u0301\u0303\u0309\u0323"

TITLE = "Lũ quét làm hư hỏng nhiều nhà cửa ở huyện miền núi"
SENTENCES = (
    "Sáng nay, lãnh đạo tỉnh đã đến thăm và tặng quà cho các hộ nghèo ở những xã vùng cao bị lũ cuốn trôi nhà cửa.",
    "Người dân được hỗ trợ gạo, thuốc chữa bệnh; học sinh sẽ trở lại trường trong tuần tới, kể cả ở bản xa.",
    "Ở thị trấn, ngành điện đang khẩn trương sửa đường dây để kịp phục vụ sản xuất.",
)
TEXT = "\n".join((TITLE, *SENTENCES))
CODED = {
    "tcvn3": (
        "S¸ng nay, l·nh ®¹o tØnh ®· ®Õn th¨m vµ tÆng quµ cho c¸c hé nghÌo ë nh÷ng x· vïng cao bÞ lò cuèn tr«i nhµ cöa.",
        "Ng\xadêi d©n ®\xadîc hç trî g¹o, thuèc ch÷a bÖnh; häc sinh sÏ trë l¹i tr\xadêng trong tuÇn tíi, "
        "kÓ c¶ ë b¶n xa.",
        "ë thÞ trÊn, ngµnh ®iÖn ®ang khÈn tr\xad¬ng söa ®\xadêng d©y ®Ó kÞp phôc vô s¶n xuÊt.",
    ),
    "vni": (
        "Saùng nay, laõnh ñaïo tænh ñaõ ñeán thaêm vaø taëng quaø cho caùc hoä ngheøo ôû nhöõng xaõ vuøng cao bò luõ "
        "cuoán troâi nhaø cöûa.",
        "Ngöôøi daân ñöôïc hoã trôï gaïo, thuoác chöõa beänh; hoïc sinh seõ trôû laïi tröôøng trong tuaàn tôùi, "
        "keå caû ôû baûn xa.",
        "ÔÛ thò traán, ngaønh ñieän ñang khaån tröông söûa ñöôøng daây ñeå kòp phuïc vuï saûn xuaát.",
    ),
    "viscii": (
        "Sáng nay, lãnh ðÕo tïnh ðã ðªn thåm và t£ng quà cho các hµ nghèo · nhæng xã vùng cao b¸ lû cu¯n trôi nhà cØa.",
        "Ngß¶i dân ðßþc h² trþ gÕo, thu¯c chæa b®nh; h÷c sinh s¨ tr· lÕi trß¶ng trong tu¥n t¾i, k¬ cä · bän xa.",
        "\x97 th¸ tr¤n, ngành ði®n ðang kh¦n trß½ng sØa ðß¶ng dây ð¬ k¸p phøc vø sän xu¤t.",
    ),
    "windows_1258": (
        "Saìng nay, laÞnh ðaòo tiÒnh ðaÞ ðêìn thãm vaÌ tãòng quaÌ cho caìc hôò ngheÌo õÒ nhýÞng xaÞ vuÌng cao biò luÞ "
        "cuôìn trôi nhaÌ cýÒa.",
        "NgýõÌi dân ðýõòc hôÞ trõò gaòo, thuôìc chýÞa bêònh; hoòc sinh seÞ trõÒ laòi trýõÌng trong tuâÌn tõìi, kêÒ caÒ "
        "õÒ baÒn xa.",
        "ÕÒ thiò trâìn, ngaÌnh ðiêòn ðang khâÒn trýõng sýÒa ðýõÌng dây ðêÒ kiòp phuòc vuò saÒn xuâìt.",
    ),
}
"""`SENTENCES` as a crawler shows them that takes every page for Windows-1252."""


def table(name: str) -> dict[str, str]:
    """The codes of letters."""
    rows = read_table(TABLES / f"{name}.tsv")
    shown = {letter: chr(int(code[2:], 16)) if code.startswith("U+") else code for code, letter in rows}
    return {chr(int(letter[2:], 16)) if letter.startswith("U+") else letter: code for letter, code in shown.items()}


def encoded(text: str, name: str) -> str:
    """A text in an old encoding; capitals that it lacks as small letters, what it cannot spell as it is."""
    codes = table(name)
    spelled = unicodedata.normalize("NFC", text)
    if name == "windows_1258":
        spelled = "".join(map(shape_and_tone, spelled))
    return "".join(codes.get(char) or codes.get(char.lower(), char) for char in spelled)


def shape_and_tone(char: str) -> str:
    marks = unicodedata.normalize("NFD", char)
    shape = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in TONES))
    return shape + "".join(mark for mark in marks if mark in TONES)


@pytest.mark.parametrize("name", CODED)
def test_sentences_are_read(name: str) -> None:
    found = read_legacy("\n".join(CODED[name]))
    assert found is not None
    assert (found.encoding, found.text) == (BY_NAME[name], "\n".join(SENTENCES))


@pytest.mark.parametrize("name", CODED)
def test_sentences_are_written(name: str) -> None:
    assert tuple(encoded(sentence, name) for sentence in SENTENCES) == CODED[name]


def test_tables_hold_every_letter() -> None:
    small = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
    assert set(small) <= table("tcvn3").keys()
    for name in ("vni", "viscii"):
        assert set(small + small.upper()) <= table(name).keys()


def test_windows_1258_is_as_the_codec_has_it() -> None:
    for letter, shown in table("windows_1258").items():
        assert shown.encode("cp1252").decode("cp1258") == letter


@pytest.mark.parametrize("encoding", ENCODINGS, ids=lambda encoding: encoding.name)
def test_the_sample_comes_back(encoding: Encoding, sample_pages: Path) -> None:
    read = 0
    for text in sample_texts(sample_pages):
        if not is_vietnamese(text):
            continue
        found = read_legacy(encoded(text, encoding.name))
        assert found is not None
        assert found.encoding == encoding
        assert found.text is not None
        meant = unicodedata.normalize("NFC", text)
        if encoding.small_tones:
            assert found.text.lower() == meant.lower()
        else:
            assert found.text == meant
        read += 1
    assert read >= 10


def sample_texts(folder: Path) -> list[str]:
    items = [item for file in find_inputs([folder]) for item in read_file(file)]
    return [item.text for item in items if isinstance(item, RawDocument)]


def test_right_texts_stay(sample_pages: Path) -> None:
    for text in sample_texts(sample_pages):
        assert read_legacy(text) is None
        # Signs that make the detector look; and the text without the letters that settle it at once.
        assert read_legacy(text + "\n® µ ñ ð Ñ") is None
        assert read_legacy("".join(char for char in text if char < "\u0100") + "® µ ñ ð") is None


@pytest.mark.parametrize("path", sorted((PROFILES_FOLDER / "vi-fr").rglob("*.tsv")), ids=lambda path: path.stem)
def test_right_words_stay(path: Path) -> None:
    rows = read_table(path)
    for lines in ([row[0] for row in rows], [" ".join(row[1:]) for row in rows], [" ".join(row) for row in rows]):
        assert read_legacy("\n".join([*lines, "® µ ñ ð Ñ"])) is None


@pytest.mark.parametrize(
    "text",
    [
        "El niño y la niña cenaron en España con el señor Núñez; mañana irán al baño de la montaña y la compañía.",
        "Ég veit að það er góður siður að ræða við börnin um veðrið, eins og maður gerði áður; það líður að kvöldi.",
        "Die Bürger möchten größere Häuser, schöne Gärten, übrige Äpfel; µ und ® stehen für Größen, ð für Wörter.",
        "Señor Trần Đức Lương đã thăm Tây Ban Nha; ông ñược tiếp ñón trọng thị, ðã dự lễ và ®i thăm nhiều nơi.",
        "Un café très serré, payé à l'hôtel près de la mairie : 12 µg ® de caféine, señor Peña, né à Évian l'été.",
        "",
        "®" * 1000,
        "ñ " * 1000,
    ],
)
def test_other_texts_stay(text: str) -> None:
    assert read_legacy(text) is None


@given(st.text(alphabet=st.sampled_from("aeoutnhcgi ®µñð·¸¹\xad\x97“”éèÕöôøïäÌò\n.\ud800"), max_size=300))
def test_no_text_is_an_error(text: str) -> None:
    once, _ = repair_text(text)
    assert repair_text(once)[0] == once


def test_capitals_of_a_font() -> None:
    text = "\n".join(
        (*CODED["tcvn3"], "C¤NG HOµ X· HéI CHñ NGHÜA VIÖT NAM", "Häp xong. ñy ban HOµ B×NH c«ng bè.", "“ý kiÕn”")
    )
    found = read_legacy(text)
    assert found is not None
    assert found.text is not None
    assert found.text.split("\n")[3:] == [
        "CÔNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Họp xong. Ủy ban HOÀ BÌNH công bố.",
        "“Ý kiến”",
    ]


def test_lines_that_are_right_or_foreign_stay() -> None:
    kept = ["Thời sự | Kinh tế", "© 2004 · Tous droits réservés à la rédaction", "• Điện thoại: 024", "37,5 °C"]
    found = read_legacy("\n".join((*CODED["vni"], *kept)))
    assert found is not None
    assert found.text == "\n".join((*SENTENCES, *kept))


@pytest.mark.parametrize("name", CODED)
def test_bytes_are_decoded(name: str) -> None:
    data = "\n".join(CODED[name]).encode("latin-1")
    assert decode_page(data) == Decoded("\n".join(SENTENCES), (name,))
    if name != "viscii":
        found = read_legacy_bytes(data + b"\n\x93Hay\x94 \x96 10 \x80")
        assert found is not None
        assert found.text == "\n".join((*SENTENCES, "“Hay” – 10 €"))


def test_other_bytes_are_refused_and_what_they_declare_is_named() -> None:
    page = '<meta charset="iso-8859-1"><p>Le café du marché a été fermé.</p>'.encode("latin-1")
    found = decode_page(page)
    assert isinstance(found, Unreadable)
    assert "the page declares iso-8859-1" in found.detail
    assert "iconv -f iso-8859-1 -t UTF-8" in found.detail


@pytest.mark.parametrize("name", CODED)
def test_a_page_says_how_it_was_mended(name: str) -> None:
    raw = RawDocument(
        "1", encoded(TEXT, name), "1.txt", title=encoded(TITLE, name), publisher=encoded("Báo Tỉnh", name)
    )
    document = clean_document(raw)
    assert document.repairs[0] == name
    assert (document.title, document.publisher, document.language) == (TITLE, "Báo Tỉnh", "vi")
    assert document.text == TEXT


def test_entities_are_decoded_first() -> None:
    text = "".join(char if char.isascii() else f"&#{ord(char)};" for char in encoded(TEXT, "tcvn3"))
    document = clean_document(RawDocument("1", text, "1.txt"))
    assert document.repairs[:2] == ("entities", "tcvn3")
    assert document.text == TEXT


@pytest.mark.parametrize("name", CODED)
@pytest.mark.parametrize("as_bytes", [True, False], ids=["bytes", "read wrong"])
def test_html(name: str, as_bytes: bool, tmp_path: Path) -> None:
    paragraphs = "".join(f"<p>{line}</p>\n" for line in CODED[name])
    title = encoded(TITLE, name)
    page = f"<html><head><title>{title}</title></head>\n<body><h1>{title}</h1>\n{paragraphs}</body></html>"
    (tmp_path / "a.html").write_bytes(page.encode("latin-1" if as_bytes else "utf-8"))
    [file] = find_inputs([tmp_path])
    [item] = read_file(file)
    assert isinstance(item, RawDocument)
    assert (item.text, item.title, item.repairs) == (TEXT, TITLE, (name,))


def test_a_text_that_lost_a_letter_is_listed(tmp_path: Path) -> None:
    lost = encoded(TEXT * 3, "tcvn3").replace("\xad", "")
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": lost}), encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(lost.encode("latin-1"))
    files = tuple(find_inputs([tmp_path]))
    part = prepare(PreparePartition(files, CleanConfig()))
    assert part.pages == ()
    for item in part.rejected:
        assert isinstance(item, Rejected)
        assert item.reason == "encoding"
        assert "TCVN3" in item.detail
    assert len(part.rejected) == 2


def test_a_build_counts_what_it_mended(sample_pages: Path, built_sample: Path, tmp_path: Path) -> None:
    pages = Path(shutil.copytree(sample_pages, tmp_path / "pages"))
    changed = [path for path in sorted(pages.rglob("*.txt")) if is_vietnamese(path.read_text(encoding="utf-8"))]
    for path in changed:
        path.write_bytes(encoded(path.read_text(encoding="utf-8"), "windows_1258").encode("cp1252"))
    build_corpus([pages], tmp_path / "out")
    metrics = json.loads((tmp_path / "out" / "dataset" / "metrics.json").read_text(encoding="utf-8"))
    assert metrics["ledger"]["documents"]["repairs"]["windows_1258"] == len(changed) > 0
    texts, expected = (load_pairs(folder)["translation"].tolist() for folder in (tmp_path / "out", built_sample))
    assert texts == expected


def is_vietnamese(text: str) -> bool:
    words = text.split()
    return sum(map(is_syllable, words)) > len(words) / 2
