"""Pairs through every format of pairs: what comes back is what went in, after exactly the listed losses."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.interchange import FORMATS, InterchangeError, import_pairs, load_pairs
from corpus.interchange.columns import LISTS, NUMBERS, PLAIN_COLUMNS, TRANSLATION, complete_row, one_line, scrub
from corpus.interchange.markup import legal
from corpus.interchange.registry import PairFormat

Row = dict[str, Any]
HOSTILE = (
    "",
    " ",
    "a\tb",
    "a\r\nb\rc\nd",
    "x\u2028y\u2029z\x85",
    "\x00\x01\x1f\x7f",
    "\x0b\x0c\x1c\x1d\x1e",
    "<b>&amp;</b> ]]> <!-- --> <?x?>",
    "&#10; &lt; %20",
    "=HYPERLINK(1)",
    "'=1",
    "''+x",
    "@SUM(A1)",
    "-2",
    "＝cmd",
    '"quoted", and; more',
    "\ufeffmark",
    "\ud800 lone",
    "\ufffe\uffff",
    "null",
    "None",
    "[]",
    "Thủ tướng\u0301 nói: « L’État »",
    "\\n \\t \\",
    "1e400",
)
texts = st.sampled_from(HOSTILE) | st.text(st.characters(), max_size=20)
scores = st.none() | st.floats(0, 1, width=32)
positions = st.lists(st.integers(0, 2**31 - 1), max_size=3)
FIELDS = {
    **{name: st.none() | texts for name in PLAIN_COLUMNS},
    **dict.fromkeys(NUMBERS, scores),
    **dict.fromkeys(("source_sentences", "target_sentences"), st.none() | st.lists(texts, max_size=3)),
    "flags": st.none() | st.lists(texts, max_size=2),
    **dict.fromkeys(("source_index", "target_index"), st.none() | positions),
    **dict.fromkeys(
        ("source_spans", "target_spans"),
        st.none() | st.lists(st.lists(st.integers(0, 99), min_size=2, max_size=2), max_size=2),
    ),
    "source_lang": st.just("vi"),
    "target_lang": st.just("fr"),
}
rows = st.builds(complete_row, texts, texts, st.fixed_dictionaries(FIELDS))
some_rows = st.lists(rows, min_size=1, max_size=4)
place = count()


def mapped(row: Row, change: Callable[[str], str], *, empty_is_null: bool = False, lists: bool = True) -> Row:
    """The row with every text changed; without ``lists``, those inside lists only scrubbed."""
    result: Row = {TRANSLATION: {language: change(text) for language, text in row[TRANSLATION].items()}}
    for name in PLAIN_COLUMNS:
        value = row[name]
        if isinstance(value, str):
            value = change(value)
            value = None if empty_is_null and not value else value
        elif name in LISTS and value is not None:
            inside = change if lists else scrub
            value = [inside(item) if isinstance(item, str) else item for item in value]
        result[name] = value
    return result


def in_tmx(row: Row) -> Row:
    return mapped(row, legal)


def in_tsv(row: Row) -> Row:
    return refilled(mapped(row, one_line, empty_is_null=True, lists=False))


def in_csv(row: Row) -> Row:
    return refilled(mapped(row, scrub, empty_is_null=True))


def in_all(row: Row) -> Row:
    return mapped(row, scrub)


def in_moses(row: Row) -> Row:
    kept = mapped(dict.fromkeys(PLAIN_COLUMNS) | {TRANSLATION: row[TRANSLATION], "id": row["id"]}, one_line)
    return complete_row(kept[TRANSLATION]["vi"], kept[TRANSLATION]["fr"], {"id": kept["id"] or None})


def refilled(row: Row) -> Row:
    """The row with what a reader puts in the place of nulls."""
    return complete_row(row[TRANSLATION]["vi"], row[TRANSLATION]["fr"], row)


EXPECTED = {"tmx": in_tmx, "tsv": in_tsv, "csv": in_csv, "jsonl": in_all, "parquet": in_all, "moses": in_moses}


def pair_format(name: str) -> PairFormat:
    chosen = FORMATS[name]
    assert isinstance(chosen, PairFormat)
    return chosen


def through(name: str, given_rows: list[Row], folder: Path, ending: str = "") -> list[Row]:
    """Write and read again."""
    chosen = pair_format(name)
    path = str(folder / f"{next(place)}{'' if name == 'moses' else chosen.endings[0]}{ending}")
    assert chosen.write(given_rows, path) == len(given_rows)
    return list(load_pairs(path, name))


def test_every_pair_format_is_here() -> None:
    assert {one.name for one in FORMATS.values() if isinstance(one, PairFormat)} == set(EXPECTED)


@pytest.mark.parametrize("name", [name for name in EXPECTED if name != "moses"])
@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
@given(some=some_rows)
def test_round_trip(name: str, some: list[Row], tmp_path: Path) -> None:
    assert through(name, some, tmp_path) == [EXPECTED[name](row) for row in some]


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(some=some_rows)
def test_round_trip_of_moses(some: list[Row], tmp_path: Path) -> None:
    expected = [in_moses(row) for row in some]
    for language in ("vi", "fr"):
        first = expected[0][TRANSLATION][language].removeprefix("\ufeff")
        expected[0] = complete_row(**{**sides(expected[0]), SIDES[language]: first}, fields={"id": expected[0]["id"]})
    expected[0]["id"] = (expected[0]["id"] or "").removeprefix("\ufeff") or None
    assert through("moses", some, tmp_path) == expected


SIDES = {"vi": "source", "fr": "target"}


def sides(row: Row) -> dict[str, str]:
    return {SIDES[language]: text for language, text in row[TRANSLATION].items()}


@pytest.mark.parametrize("name", [name for name in EXPECTED if name != "parquet"])
def test_compressed_files_come_back_and_are_the_same_bytes(name: str, tmp_path: Path) -> None:
    some = [complete_row("Mưa to.", "Il pleut.", {"id": "1", "quality": 0.5})]
    assert through(name, some, tmp_path, ".gz") == through(name, some, tmp_path)
    pair_format(name).write(some, str(tmp_path / "a.gz"))
    first = {path.name: path.read_bytes() for path in tmp_path.glob("a*gz")}
    pair_format(name).write(some, str(tmp_path / "a.gz"))
    assert first == {path.name: path.read_bytes() for path in tmp_path.glob("a*gz")}


@pytest.mark.parametrize("name", ["moses", "tsv"])
def test_line_formats_have_one_line_a_pair_for_every_reader(name: str, tmp_path: Path) -> None:
    some = [complete_row(text, text, {"id": text}) for text in HOSTILE]
    pair_format(name).write(some, str(tmp_path / "x"))
    for path in tmp_path.iterdir():
        text = path.read_bytes().decode("utf-8")
        lines = text.split("\n")[:-1]
        assert len(lines) == len(some) + (name == "tsv")
        assert len(text.splitlines()) == len(lines)


def test_spreadsheets_see_no_formula(tmp_path: Path) -> None:
    some = [complete_row(text, text, {"id": text, "publisher": text}) for text in HOSTILE]
    pair_format("csv").write(some, str(tmp_path / "x.csv"))
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as file:
        for cells in list(csv.reader(file))[1:]:
            assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝")) for cell in cells)


def test_nothing_is_left_of_a_file_that_was_not_finished(tmp_path: Path) -> None:
    def broken() -> Any:
        yield complete_row("a", "b", {})
        raise RuntimeError("stop")

    for name in EXPECTED:
        with pytest.raises(RuntimeError, match="stop"):
            pair_format(name).write(broken(), str(tmp_path / "x"))
    assert list(tmp_path.iterdir()) == []


FOREIGN_TMX = """<?xml version="1.0"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4."><header/><body>
<tu><prop type="type">2:1</prop><prop type="score-bicleaner">0.7</prop>
<tuv xml:lang="FR-fr"><seg>Il <bpt i="1">&lt;b></bpt><hi>pleut</hi><ept i="1"/>.</seg></tuv>
<tuv xml:lang="vi_VN"><prop type="source-document">http://a</prop><seg>Mưa to.</seg></tuv></tu>
</body></tmx>"""


@pytest.mark.parametrize(
    "content",
    [
        FOREIGN_TMX.encode(),
        b"\xef\xbb\xbf" + FOREIGN_TMX.encode(),
        FOREIGN_TMX.replace('version="1.0"', 'version="1.0" encoding="UTF-16"').encode("utf-16"),
        FOREIGN_TMX.replace("xml:lang", "lang").replace("vi_VN", "vie").replace("FR-fr", "FRA").encode(),
        FOREIGN_TMX.replace('<tmx version="1.4.">', '<tmx xmlns="http://www.lisa.org/tmx14">').encode(),
    ],
    ids=["plain", "mark", "utf-16", "codes of three letters", "namespace"],
)
def test_foreign_memories_are_read(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.tmx").write_bytes(content)
    (row,) = load_pairs(tmp_path / "x.tmx")
    assert row[TRANSLATION] == {"vi": "Mưa to.", "fr": "Il pleut."}
    assert (row["alignment_type"], row["source_url"], row["quality"]) == ("2-1", "http://a", None)


def test_foreign_tables_are_read(tmp_path: Path) -> None:
    bitextor = "src_url\ttrg_url\tsrc_text\ttrg_text\tbleualign_score\tbicleaner_score\nu\tv\tMưa.\tPluie.\t-0.3\t0.9\n"
    (tmp_path / "a.tsv").write_text(bitextor, encoding="utf-8")
    (tmp_path / "b.tsv").write_bytes("\ufeffu\tv\tMưa.\tPluie.\r\n".encode())
    (tmp_path / "c.tsv").write_text("Mưa.\tPluie.\n", encoding="utf-8")
    (tmp_path / "d.tsv").write_text("http://u\thttp://v\tMưa.\tPluie.\t0.9\tkeep\n", encoding="utf-8")
    for name, address in (("a", "v"), ("b", "v"), ("c", None), ("d", "http://v")):
        (row,) = load_pairs(tmp_path / f"{name}.tsv")
        assert row[TRANSLATION] == {"vi": "Mưa.", "fr": "Pluie."}
        assert row["target_url"] == address
        assert row["alignment_probability"] is None


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffvi,fr,id,quality\r\nMưa,Pluie,1,0.5\r\n",
        "id;vi;fr;quality\n1;Mưa;Pluie;0,5",
        '"id"\t"vi"\t"fr"\t"quality"\n"1"\tMưa\tPluie\t"0,5"\n',
    ],
)
def test_foreign_spreadsheets_are_read(content: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(content.encode())
    (row,) = load_pairs(tmp_path / "a.csv")
    assert (row[TRANSLATION], row["id"], row["quality"]) == ({"vi": "Mưa", "fr": "Pluie"}, "1", 0.5)


def test_moses_files_of_other_tools_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.vi").write_bytes("Mưa.\r\nNắng\u2028to.\r\n".encode())
    (tmp_path / "a.fr").write_bytes(b"Pluie.\nSoleil.")
    rows = list(load_pairs(tmp_path / "a.fr"))
    assert [tuple(row[TRANSLATION].values()) for row in rows] == [("Mưa.", "Pluie."), ("Nắng\u2028to.", "Soleil.")]


BROKEN = {
    "cut.tmx": ("<tmx><body><tu>", "not well-formed"),
    "other.tmx": ("<html></html>", "no tu elements"),
    "english.tmx": (FOREIGN_TMX.replace("vi_VN", "en"), "its languages are: en, fr"),
    "wide.tsv": ("a\tb\tc\n", "3 columns"),
    "scored.tsv": ("Mưa.\tPluie.\t1.05\tvi\tfr\n", "more than 4 with addresses"),
    "twice.tsv": ("src_text\ttrg_text\tsrc_text\na\tb\tc\n", "the column src_text is there twice"),
    "twice.csv": ("vi,fr,fr\na,b,c\n", "the column fr is there twice"),
    "wide.csv": ("vi,fr\na,b\n".encode("utf-16"), "save it as CSV UTF-8"),
    "uneven.tsv": ("a\tb\nc\n", "line 2 has 1 columns"),
    "header.csv": ("a,b\n", "must name the columns vi and fr"),
    "uneven.csv": ("vi,fr\na\n", "row 1 has 1 cells"),
    "quality.csv": ("vi,fr,quality\na,b,high\n", "quality must be a number"),
    "array.jsonl": ("[1]\n", "line 1 is no JSON object"),
    "deep.jsonl": ("[" * 100_000, "line 1 is no JSON object"),
    "texts.jsonl": ("{}\n", "no texts vi and fr"),
    "types.jsonl": ('{"translation": {"vi": "a", "fr": "b"}, "source_index": ["x"]}', "source_index cannot be"),
    "latin.jsonl": (b'{"a": "\xe9"}\n', "not valid UTF-8 at byte"),
    "no.parquet": ("PAR1", "no Parquet file"),
    "name.docx": ("x", "tells no format"),
    "broken.tsv.gz": (b"\x1f\x8b\x08\x00", "breaks off"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_files_are_refused_by_name(name: str, tmp_path: Path) -> None:
    content, message = BROKEN[name]
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InterchangeError, match=message) as caught:
        list(load_pairs(tmp_path / name))
    assert name in str(caught.value)


BOMB = "".join(f'<!ENTITY {name} "{f"&{inner};" * 10}">' for inner, name in zip("abcdefgh", "bcdefghi", strict=True))
ENTITIES = {
    "inside": ('<!DOCTYPE tmx [<!ENTITY a "aaa">]>', "&a;", "declares the entity a"),
    "unused": ('<!DOCTYPE tmx [<!ENTITY a "aaa">]>', "a", "declares the entity a"),
    "bomb": (f'<!DOCTYPE tmx [<!ENTITY a "aaa">{BOMB}]>', "&i;", "entity"),
    "file": ('<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;", "declares the entity a"),
    "parameter": ('<!DOCTYPE tmx [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]>', "a", "declares the entity a"),
    "elsewhere": ('<!DOCTYPE tmx SYSTEM "tmx14.dtd">', "a&nbsp;b", "uses the entity &nbsp;"),
    "undeclared": ("", "a&nbsp;b", "not well-formed"),
}


@pytest.mark.parametrize("place", ["<seg>{}</seg>", "<prop type='x-id'>{}</prop><seg/>"], ids=["text", "property"])
@pytest.mark.parametrize("case", ENTITIES)
def test_entities_are_refused(case: str, place: str, tmp_path: Path) -> None:
    head, text, message = ENTITIES[case]
    variants = (f'<tuv xml:lang="{language}">{place.format(text)}</tuv>' for language in ("vi", "fr"))
    (tmp_path / "x.tmx").write_text(f"{head}<tmx><body><tu>{''.join(variants)}</tu></body></tmx>", encoding="utf-8")
    with pytest.raises(InterchangeError, match=message):
        list(load_pairs(tmp_path / "x.tmx"))


def test_moses_files_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.vi").write_text("x\ny\n", encoding="utf-8")
    (tmp_path / "a.fr").write_text("x\n", encoding="utf-8")
    with pytest.raises(InterchangeError, match="ends before line 2"):
        list(load_pairs(tmp_path / "a.vi"))
    (tmp_path / "lonely.vi").write_text("x\n", encoding="utf-8")
    with pytest.raises(InterchangeError, match=r"lonely\.fr: no such file; Moses is read from PATH\.vi and PATH\.fr"):
        list(load_pairs(tmp_path / "lonely.vi"))
    with pytest.raises(InterchangeError, match="lines with a tab are --format tsv"):
        list(load_pairs("-", "moses"))


def test_imported_pairs_have_ids(tmp_path: Path) -> None:
    (tmp_path / "c.tsv").write_text("Mưa.\tPluie.\nMưa.\tPluie.\n", encoding="utf-8")
    assert import_pairs(str(tmp_path / "c.tsv"), str(tmp_path / "c.jsonl")) == 2
    ids = [json.loads(line)["id"] for line in (tmp_path / "c.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(set(ids)) == 2
    with pytest.raises(InterchangeError, match=r"\.parquet or \.jsonl"):
        import_pairs(str(tmp_path / "c.tsv"), str(tmp_path / "c.tmx"))
