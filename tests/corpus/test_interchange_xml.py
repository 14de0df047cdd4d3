"""The XML that is written is well-formed and valid, whatever the texts hold."""

from __future__ import annotations

import io
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from corpus.interchange import FORMATS, AlignedDocument, Link, Segment
from corpus.interchange.columns import PLAIN_COLUMNS, complete_row

COMMON = """
o-encoding CDATA #IMPLIED creationtool CDATA #IMPLIED creationtoolversion CDATA #IMPLIED datatype CDATA #IMPLIED
creationdate CDATA #IMPLIED creationid CDATA #IMPLIED changedate CDATA #IMPLIED changeid CDATA #IMPLIED
usagecount CDATA #IMPLIED lastusagedate CDATA #IMPLIED o-tmf CDATA #IMPLIED"""
INLINE = "#PCDATA | bpt | ept | ph | it | hi | ut"
TMX_14 = f"""
<!ELEMENT tmx (header, body)>
<!ATTLIST tmx version CDATA #REQUIRED>
<!ELEMENT header (note | prop | ude)*>
<!ATTLIST header creationtool CDATA #REQUIRED creationtoolversion CDATA #REQUIRED
  segtype (block | paragraph | sentence | phrase) #REQUIRED o-tmf CDATA #REQUIRED adminlang CDATA #REQUIRED
  srclang CDATA #REQUIRED datatype CDATA #REQUIRED o-encoding CDATA #IMPLIED creationdate CDATA #IMPLIED
  creationid CDATA #IMPLIED changedate CDATA #IMPLIED changeid CDATA #IMPLIED>
<!ELEMENT body (tu*)>
<!ELEMENT note (#PCDATA)>
<!ATTLIST note o-encoding CDATA #IMPLIED xml:lang CDATA #IMPLIED lang CDATA #IMPLIED>
<!ELEMENT prop (#PCDATA)>
<!ATTLIST prop type CDATA #REQUIRED xml:lang CDATA #IMPLIED o-encoding CDATA #IMPLIED lang CDATA #IMPLIED>
<!ELEMENT ude (map+)>
<!ATTLIST ude name CDATA #REQUIRED base CDATA #IMPLIED>
<!ELEMENT map EMPTY>
<!ATTLIST map unicode CDATA #REQUIRED code CDATA #IMPLIED ent CDATA #IMPLIED subst CDATA #IMPLIED>
<!ELEMENT tu ((note | prop)*, tuv+)>
<!ATTLIST tu tuid CDATA #IMPLIED segtype (block | paragraph | sentence | phrase) #IMPLIED srclang CDATA #IMPLIED
  {COMMON}>
<!ELEMENT tuv ((note | prop)*, seg)>
<!ATTLIST tuv xml:lang CDATA #REQUIRED lang CDATA #IMPLIED {COMMON}>
<!ELEMENT seg ({INLINE})*>
<!ELEMENT sub ({INLINE})*>
<!ELEMENT hi ({INLINE})*>
<!ELEMENT bpt (#PCDATA | sub)*> <!ATTLIST bpt i CDATA #REQUIRED x CDATA #IMPLIED type CDATA #IMPLIED>
<!ELEMENT ept (#PCDATA | sub)*> <!ATTLIST ept i CDATA #REQUIRED>
<!ELEMENT it (#PCDATA | sub)*>
<!ELEMENT ph (#PCDATA | sub)*>
<!ELEMENT ut (#PCDATA | sub)*>
"""
"""Elements and attributes as the specification of TMX 1.4b lists them."""
XCES = """
<!ELEMENT cesAlign (linkGrp*)>
<!ATTLIST cesAlign version CDATA #REQUIRED>
<!ELEMENT linkGrp (link*)>
<!ATTLIST linkGrp targType CDATA #REQUIRED fromDoc CDATA #REQUIRED toDoc CDATA #REQUIRED>
<!ELEMENT link EMPTY>
<!ATTLIST link xtargets CDATA #REQUIRED id ID #REQUIRED certainty CDATA #IMPLIED>
"""
"""The part of XCES that OPUS publishes."""
SENTENCES = """
<!ELEMENT text (p*)>
<!ATTLIST text id CDATA #REQUIRED>
<!ELEMENT p (s*)>
<!ATTLIST p id CDATA #REQUIRED>
<!ELEMENT s (#PCDATA)>
<!ATTLIST s id CDATA #REQUIRED>
"""
INTERTEXT = """
<!ELEMENT linkGrp (link*)>
<!ATTLIST linkGrp fromDoc CDATA #REQUIRED toDoc CDATA #REQUIRED>
<!ELEMENT link EMPTY>
<!ATTLIST link type CDATA #REQUIRED xtargets CDATA #REQUIRED status (man | auto | plain) #REQUIRED mark CDATA #IMPLIED>
"""
texts = st.text(st.characters(), max_size=15) | st.sampled_from(
    ["]]>", "&amp;<seg>", "\x00\x08", "\"'>", "\ufffe", "\r\n"]
)
rows = st.builds(
    complete_row,
    texts,
    texts,
    st.fixed_dictionaries(
        {
            **{name: st.none() | texts for name in PLAIN_COLUMNS if name.endswith(("id", "url", "document", "origin"))},
            "flags": st.lists(texts, max_size=2),
            "source_sentences": st.lists(texts, max_size=2),
        }
    ),
)
segments = st.lists(st.builds(Segment, texts, st.integers(0, 2)), min_size=2, max_size=2).map(tuple)
documents = st.builds(
    AlignedDocument,
    st.just((Link((0,), (0,), 0.5), Link((1,), ()), Link((), (1,), None))),
    st.just((2, 2)),
    texts,
    texts,
    texts,
    source=segments,
    target=segments,
)
place = count()
small = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def valid(path: Path, dtd: str) -> None:
    """Raise unless the file is well-formed and follows the DTD."""
    tree = etree.parse(str(path), etree.XMLParser(resolve_entities=False, load_dtd=False))
    rules = etree.DTD(io.StringIO(dtd))
    assert rules.validate(tree), rules.error_log


def write(name: str, items: list[Any], path: Path) -> None:
    FORMATS[name].write(items, str(path))


@small
@given(some=st.lists(rows, max_size=3))
def test_memories_are_valid_tmx_14(some: list[dict[str, Any]], tmp_path: Path) -> None:
    path = tmp_path / f"{next(place)}.tmx"
    write("tmx", some, path)
    valid(path, TMX_14)
    assert path.read_bytes().startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">')


@small
@given(some=st.lists(documents, max_size=2))
def test_links_and_sentence_files_are_valid_xces(some: list[AlignedDocument], tmp_path: Path) -> None:
    folder = tmp_path / str(next(place))
    write("xces", some, folder / "a.xml")
    valid(folder / "a.xml", XCES)
    pages = list(folder.glob("*/*.xml"))
    assert len(pages) == 2 * len(some)
    for page in pages:
        valid(page, SENTENCES)


@small
@given(some=st.lists(documents, max_size=2))
def test_files_of_intertext_are_valid(some: list[AlignedDocument], tmp_path: Path) -> None:
    folder = tmp_path / str(next(place))
    write("intertext", some, folder)
    files = list(folder.glob("*.xml"))
    assert len(files) == 3 * len(some)
    for file in files:
        valid(file, INTERTEXT if file.name.endswith(".vi.fr.xml") else SENTENCES)


def test_a_link_of_intertext_names_the_translation_first(tmp_path: Path) -> None:
    sides = (Segment("Một."),), (Segment("Un."), Segment("Et demi."))
    document = AlignedDocument((Link((0,), (0, 1), 0.5, reviewed=True),), (1, 2), source=sides[0], target=sides[1])
    write("intertext", [document], tmp_path / "x")
    (links,) = (tmp_path / "x").glob("*.vi.fr.xml")
    assert "<link type='2-1' xtargets='1:1 1:2;1:1' status='man'/>" in links.read_text(encoding="utf-8")


def test_opustools_reads_our_xces(tmp_path: Path) -> None:
    opustools = pytest.importorskip("opustools")
    sides = (Segment("Mưa to ở Huế."), Segment("Lẻ.")), (Segment("Il pleut"), Segment("à Huê & « fort »."))
    document = AlignedDocument((Link((0,), (0, 1), 0.9), Link((1,), (), 0.5)), (2, 2), source=sides[0], target=sides[1])
    write("xces", [document], tmp_path / "news.xml")
    reader = opustools.OpusRead(
        directory="news",
        source="fr",
        target="vi",
        preprocess="raw",
        alignment_file=str(tmp_path / "news.xml"),
        download_dir=str(tmp_path),
        root_directory=str(tmp_path),
        attribute="certainty",
        threshold="0.8",
        write_mode="moses",
        write=[str(tmp_path / "out.fr"), str(tmp_path / "out.vi")],
        suppress_prompts=True,
    )
    reader.printPairs()
    assert (tmp_path / "out.fr").read_text(encoding="utf-8") == "Il pleut à Huê & « fort ».\n"
    assert (tmp_path / "out.vi").read_text(encoding="utf-8") == "Mưa to ở Huế.\n"
