"""Alignments from elsewhere: what other tools write is read, what is broken or reaches out of its folder is refused."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from corpus.interchange import InterchangeError, load_alignments, load_pairs
from corpus.interchange.values import index_beads

FOREIGN: dict[str, tuple[str, list[Any]]] = {
    "v.path": ("[0]:[0, 1]:0.5\n\n[]:[2]:0\n[1,2]:[3]\n", [([0], [0, 1]), ([], [2]), ([1, 2], [3])]),
    "h.ladder": ("0 0 0.3\n2 1 0.5\n3 1 -0.3\n3 2\n", [([0, 1], [0]), ([2], []), ([], [1])]),
    "t.ladder": ("Một.\tUn.\t0.95\nHai. ~~~ Ba.\tDeux.\t-0.3\n\tFin.\t0\n", [([0], [0]), ([1, 2], [1]), ([], [2])]),
    "first.ladder": ("0.95\tMột.\tUn.\n1\t<p>\t<p>\n0.5\tHai.\tEn 2025\n", [([0], [0]), ([1], [1])]),
    "gold.hunalign": ("0\t0\n1\t1\n", [([0], [0])]),
    "groups.xml.gz": (
        '<cesAlign version="1.0"><linkGrp fromDoc="fr/d.xml.gz" toDoc="vi/d.xml.gz"><link xtargets="1;1 2" id="SL0"/>'
        '<link xtargets="2;" id="SL1"/></linkGrp></cesAlign>',
        [([0, 1], [0]), ([], [1])],
    ),
    "x.xml": (
        '<?xml version="1.0"?><!DOCTYPE cesAlign PUBLIC "-//CES//DTD XML cesAlign//EN" ""><cesAlign version="1.0">'
        '<linkGrp fromDoc="fr/d.xml.gz" toDoc="vi/d.xml.gz"><link xtargets="1 2;1" certainty="0.8"/>'
        '<link xtargets=";2"/></linkGrp></cesAlign>',
        [([0], [0, 1]), ([1], [])],
    ),
    "i.xml": (
        "<linkGrp toDoc='d.fr.xml' fromDoc='d.vi.xml'><link type='2-1' xtargets='1:1 1:2;1:1' status='man'/>"
        "<link type='0-1' xtargets=';2:1' status='auto'/></linkGrp>",
        [([0], [0, 1]), ([1], [])],
    ),
    "j.json": ('{"gold": [[[0], [0]], [[], [1]]]}', [([0], [0]), ([], [1])]),
    "j.txt": ("[[[0], [0]]]", [([0], [0])]),
    "j.jsonl": ('{"beads": [{"source": [0], "target": [0, 1]}]}', [([0], [0, 1])]),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_foreign_alignments_are_read(name: str, tmp_path: Path) -> None:
    content, beads = FOREIGN[name]
    data = content.encode()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    (document,) = load_alignments(tmp_path / name)
    assert index_beads(document) == beads


def test_ids_of_sentences_are_those_of_the_sentence_file(tmp_path: Path) -> None:
    (tmp_path / "fr").mkdir()
    (tmp_path / "x.xml").write_text(FOREIGN["x.xml"][0].replace('";2"', '"7;2"'), encoding="utf-8")
    tokens = '<s id="1"><w>Il</w> <w>pleut</w></s><s id="2"> Fin. </s><s id="7"/>'
    page = f'<text><body><s id="9">Zéro.</s><p>{tokens}</p></body></text>'
    (tmp_path / "fr" / "d.xml.gz").write_bytes(gzip.compress(page.encode()))
    (document,) = load_alignments(tmp_path / "x.xml")
    assert index_beads(document) == [([0], [1, 2]), ([1], [3])]
    assert [one.text for one in document.target or ()] == ["Zéro.", "Il pleut", "Fin.", ""]


@pytest.mark.parametrize("name", ["../secret.xml", "/etc/passwd", "a\x7f/../../secret.xml", ""])
def test_sentence_files_outside_the_folder_are_not_read(name: str, tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_text('<text><s id="9">secret</s></text>', encoding="utf-8")
    (tmp_path / "in").mkdir()
    links = f'<cesAlign><linkGrp fromDoc="{name}" toDoc="b"><link xtargets="1;1"/></linkGrp></cesAlign>'
    (tmp_path / "in" / "x.xml").write_text(links, encoding="utf-8")
    (document,) = load_alignments(tmp_path / "in" / "x.xml")
    assert document.source is None


BROKEN = {
    "a.path": ("[0]:[0]:0.1\n0 0\n", r"line 2 must be like \[0\]"),
    "b.path": ("[9]:[8, 7]", "must rise"),
    "c.path": (f"[{'9' * 5000}]:[0]", "no number"),
    "d.path": ("[0]:[0]\n[1]:[0]", "target sentence 0 is in two beads"),
    "e.path": ("[0]:[0]:high", "no number"),
    "f.path": ("[0]:[0]:nan", "no number"),
    "a.ladder": ("1\t1\t0\n", "begins at 0 0"),
    "b.ladder": ("0\t0\n2\t2\n1\t3\n", "goes down"),
    "c.ladder": ("0\t0\n90000000\t90000000\n", "at most 10000 are read"),
    "d.ladder": ("0\t0\tx\ty\n", "line 1 must be two numbers"),
    "e.ladder": ("0\t0\tnan\n", "line 1 must be two numbers"),
    "f.ladder": ("Một.\tUn.\t1\nHai.\tDeux.\n", "line 2 must be sentences, sentences and a confidence"),
    "g.ladder": ("Một.\tUn.\thigh\n", "neither the last nor the first cell"),
    "a.xml": ("<cesAlign><linkGrp/>", "not well-formed"),
    "b.xml": ("<cesAlign><linkGrp><link xtargets='1'/></linkGrp></cesAlign>", "a semicolon"),
    "c.xml": ("<cesAlign><linkGrp><link xtargets='1;1' certainty='x'/></linkGrp></cesAlign>", "certainty must be"),
    "d.xml": ("<cesAlign/>", "no linkGrp"),
    "e.xml": ("<cesAlign><linkGrp><link xtargets='1;1'/><link xtargets='1;2'/></linkGrp></cesAlign>", "in two beads"),
    "a.json": ("{}", "no list of beads"),
    "b.json": ("[" * 200_000, "nested too deeply|neither JSON"),
    "c.json": ('{"beads": [[0, 1]]}', "a bead must be"),
    "d.txt": ("Một trang.", "neither JSON nor JSON lines"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_files_are_refused_by_name(name: str, tmp_path: Path) -> None:
    content, message = BROKEN[name]
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(InterchangeError, match=message) as caught:
        list(load_alignments(tmp_path / name))
    assert name in str(caught.value)


def test_a_text_ladder_has_its_sentences(tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text("Một.\tUn.\t0.95\n<p>\t<p>\t0\nHai. ~~~ Ba.\tDeux.\t0.3\n", encoding="utf-8")
    rows = list(load_pairs(tmp_path / "t.txt", "hunalign"))
    assert [row["translation"] for row in rows] == [{"vi": "Một.", "fr": "Un."}, {"vi": "Hai. Ba.", "fr": "Deux."}]
    assert rows[1]["source_sentences"] == ["Hai.", "Ba."]
    assert rows[1]["alignment_probability"] is None
    (document,) = load_alignments(tmp_path / "t.txt", "hunalign")
    assert [one.paragraph for one in document.source or ()] == [0, 1, 1]


def test_several_groups_are_several_documents(tmp_path: Path) -> None:
    groups = "".join(f'<linkGrp fromDoc="fr/{n}.xml" toDoc="vi/{n}.xml"><link xtargets="1;1"/></linkGrp>' for n in "ab")
    (tmp_path / "x.xml").write_text(f'<cesAlign version="1.0">{groups}</cesAlign>', encoding="utf-8")
    assert [index_beads(document) for document in load_alignments(tmp_path / "x.xml")] == [[([0], [0])]] * 2


def test_alignments_with_sentences_become_pairs(tmp_path: Path) -> None:
    (tmp_path / "a.path").write_text("[0]:[0, 1]:0.25\n[1]:[]:0\n", encoding="utf-8")
    (tmp_path / "vi.txt").write_text("Một.\nHai.\n", encoding="utf-8")
    (tmp_path / "fr.txt").write_text("Un.\n  Et demi.\nFin.\n", encoding="utf-8")
    with pytest.raises(InterchangeError, match="numbers of sentences only"):
        list(load_pairs(tmp_path / "a.path", "vecalign"))
    sentences = (str(tmp_path / "vi.txt"), str(tmp_path / "fr.txt"))
    (row,) = load_pairs(tmp_path / "a.path", "vecalign", sentences=sentences)
    assert row["translation"] == {"vi": "Một.", "fr": "Un. Et demi."}
    assert (row["source_index"], row["target_index"], row["alignment_type"]) == ([0], [0, 1], "1-2")
    assert row["alignment_probability"] is None
    (tmp_path / "b.path").write_text("[2]:[0]:0\n", encoding="utf-8")
    with pytest.raises(InterchangeError, match="2 sentences, 3 expected"):
        list(load_pairs(tmp_path / "b.path", "vecalign", sentences=sentences))
