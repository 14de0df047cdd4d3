"""The files that speak for a dataset: card, Croissant, citation, licence. Validated by those who read them."""

from __future__ import annotations

import importlib
import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml

from corpus.card import HEAD_KEYS, licence_head, publisher_counts
from corpus.card_example import example_row, example_text
from corpus.card_naming import LOCAL_NAME, mtdata_id, placed_card
from corpus.config import CardConfig
from corpus.croissant import placed_croissant
from corpus.notices import citation_file, licence_notice
from corpus.personal import count_personal
from corpus.publishing.passages import merge_card, read_passages, split_card
from corpus.store import read_rows
from corpus.tiers import tiers

HOME = "https://huggingface.co/datasets/me/news"


@pytest.fixture(scope="module")
def dataset(built_sample: Path) -> Path:
    return built_sample / "dataset"


@pytest.fixture(scope="module")
def card(dataset: Path) -> str:
    return (dataset / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def metrics(dataset: Path) -> dict[str, Any]:
    return dict(json.loads((dataset / "metrics.json").read_text(encoding="utf-8")))


def test_the_head_is_what_the_hub_reads(card: str, dataset: Path, metrics: dict[str, Any]) -> None:
    from huggingface_hub import DatasetCard

    data = DatasetCard(card).data.to_dict()
    assert set(data) <= HEAD_KEYS
    assert data["language"] == ["vi", "fr"]
    assert data["task_categories"] == ["translation"]
    assert data["size_categories"] == ["n<1K"]
    assert (data["license"], data["license_link"]) == ("other", "LICENSE")
    info = {entry["config_name"]: entry for entry in data["dataset_info"]}
    assert info["vi-fr"]["splits"][0]["num_examples"] == metrics["pairs"]
    names = pq.read_schema(next((dataset / "vi-fr").glob("*.parquet"))).names
    assert [feature["name"] for feature in info["vi-fr"]["features"]] == names


def test_the_card_says_what_a_reader_must_know(card: str, metrics: dict[str, Any]) -> None:
    _, body = split_card(card)
    for heading in (
        "What the French is",
        "Uses",
        "Configurations and splits",
        "How to load",
        "An example",
        "Fields",
        "How it was made",
        "Quality",
        "Review",
        "Rights, personal data and removal",
        "Limits",
        "Recommendations",
        "Citation",
        "Changes",
    ):
        assert f"\n## {heading}\n" in body
    assert f"{metrics['pairs']:,} Vietnamese-French sentence pairs" in body
    for heading in (
        "Sources",
        "Alignment",
        "Ledger",
        "Tiers and thresholds",
        "Reliability",
        "Overlap with test sets",
        "Signatures",
    ):
        assert f"\n### {heading}\n" in body
    assert "do not evaluate machine translation against them" in body
    assert "write to removal@corpus.example" in body
    assert "No phone number and no e-mail address was found" in body
    assert not re.search(r"\$\w|\[More Information", body)


def test_every_column_is_in_the_field_table(card: str, dataset: Path) -> None:
    fields = card.split("## Fields")[1].split("\n## ")[0]
    for config, table in zip(("vi-fr", "documents"), fields.split("Of `documents`"), strict=True):
        names = pq.read_schema(next((dataset / config).glob("*.parquet"))).names
        assert [name for name in names if f"`{name}`" not in table] == []


def test_the_loading_code_of_the_card_runs(card: str, dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = re.findall(r"^```python\n(.*?)^```", card, re.MULTILINE | re.DOTALL)
    assert len(code) == 1
    names: dict[str, Any] = {}
    exec(compile(code[0].replace(LOCAL_NAME, dataset.as_posix()), "card", "exec"), names)
    assert len(names["pairs"]) > 200
    assert len(names["documents"]) == 10
    strict = read_rows(sorted((dataset / "vi-fr-strict").glob("*.parquet")))
    assert [row["id"] for row in names["chosen"]] == [row["id"] for row in strict]


def test_a_published_card_says_its_names(card: str) -> None:
    placed = placed_card(card, "me/vi-fr-news", HOME)
    assert 'load_dataset("me/vi-fr-news", "vi-fr"' in placed
    assert f"url = {{{HOME}}}" in placed
    assert "`me-vi_fr_news-1.0.0-vie-fra`" in placed
    assert LOCAL_NAME not in placed
    assert "owner-name" not in placed
    assert mtdata_id("a/b c|d", "1-2") == "a-b_c_d-1_2-vie-fra"


def test_the_example_is_a_row_of_train_chosen_by_its_rule(card: str, dataset: Path) -> None:
    shown = json.loads(card.split("```json\n")[1].split("\n```")[0])
    rows = read_rows(sorted((dataset / "vi-fr").glob("train-*.parquet")))
    fit = [row for row in rows if not row["flags"] and all(40 <= len(t) <= 200 for t in row["translation"].values())]
    chosen = min(fit, key=lambda row: row["id"])
    assert list(shown) == pq.read_schema(next((dataset / "vi-fr").glob("*.parquet"))).names
    assert {name: shown[name] for name in shown if not isinstance(shown[name], float)} == {
        name: chosen[name] for name in shown if not isinstance(shown[name], float)
    }
    assert shown["quality"] == pytest.approx(chosen["quality"], abs=1e-4)


def test_an_example_from_test_is_the_last_resort(dataset: Path) -> None:
    rows = read_rows(sorted((dataset / "vi-fr").glob("*.parquet")))
    best = example_row(rows, dict.fromkeys({row["document_pair"] for row in rows}, "train"))
    held_out = {row["document_pair"]: "train" for row in rows} | {best["document_pair"]: "test"}
    assert example_row(rows, held_out)["document_pair"] != best["document_pair"]
    assert example_row(rows[:1], {rows[0]["document_pair"]: "test"}) == rows[0]
    assert example_text(example_row([], {})) == "There is no row."


def test_an_example_may_look_like_anything(built_sample: Path, tmp_path: Path) -> None:
    from corpus.publishing.checking import HOLE, QUOTED

    row = {"id": "1", "translation": {"vi": "Giá ${gia} ```", "fr": "TODO\n```\n[More Information Needed]"}}
    text = f"before\n\n{example_text(row)}\n\nafter"
    assert not HOLE.search(QUOTED.sub("", text))
    assert QUOTED.sub("", text).endswith("\n\nafter")
    assert HOLE.search(QUOTED.sub("", f"{text}\n$after"))


def test_the_gold_figures_are_those_of_this_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))
    monkeypatch.delitem(sys.modules, "benchmarks", raising=False)
    figures = importlib.import_module("benchmarks.card_figures")
    assert figures.main(["--check"]) == 0
    written = {"version": "1", "unseen": {}, "own": {"data": "a", "documents": 1, "beads": 10, "strict_precision": 0.5}}
    other = {"version": "1", "unseen": {}, "own": {"data": "b", "documents": 1, "beads": 10}}
    assert figures.stale(written, other) == ["own: the gold is another"]


def test_checks_count_what_flags_leave(card: str, metrics: dict[str, Any]) -> None:
    table = card.split("| what holds |")[1].split("\n\n")[0]
    pairs = metrics["pairs"]
    assert f"| no flag at all | {pairs - metrics['flagged_pairs']:,} |" in table
    for flag, count in metrics["flags"].items():
        assert re.search(rf"\(no `{flag}`\) \| {pairs - count:,} \|", table)


def test_sources_add_up(card: str, metrics: dict[str, Any]) -> None:
    table = card.split("| publisher | page pairs | pairs |\n|---|---|---|\n")[1].split("\n\n")[0]
    counts = [[int(cell) for cell in line.split("|")[2:4]] for line in table.splitlines()]
    assert [sum(column) for column in zip(*counts, strict=True)] == [metrics["document_pairs"], metrics["pairs"]]


def test_many_publishers_are_cut_short(metrics: dict[str, Any]) -> None:
    names = {f"bao-{number:02}.example": 2 for number in range(25)}
    shown = publisher_counts({"publishers": names, "publisher_pairs": dict.fromkeys(names, 10)})
    assert len(shown) == 21
    assert shown[-1] == ("5 others", 10, 50)


def test_thresholds_count_the_pairs_they_keep(card: str, dataset: Path) -> None:
    qualities = [row["quality"] for row in read_rows(sorted((dataset / "vi-fr").glob("*.parquet")), ["quality"])]
    table = re.findall(r"^\| (0\.\d\d) \| [\d.]+% \| [\d.]+% \| ([\d,]+) \|$", card, re.MULTILINE)
    assert len(table) > 5
    assert table[0][0] == f"{tiers().default:.2f}", "the threshold of vi-fr itself"
    for value, kept in table:
        assert int(kept.replace(",", "")) == sum(quality >= float(value) for quality in qualities)


def test_croissant_is_valid_and_gives_the_rows(dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mlcroissant = pytest.importorskip("mlcroissant")
    monkeypatch.chdir(dataset.parent)
    described = mlcroissant.Dataset(jsonld=dataset / "croissant.json")
    assert not described.metadata.ctx.issues.errors
    rows = pq.read_table(next((dataset / "vi-fr").glob("train-*"))).to_pylist()
    found = list(described.records(record_set="vi-fr"))
    assert len(found) == len(rows)
    assert found[0]["vi-fr/id"].decode() == rows[0]["id"]
    assert found[0]["vi-fr/translation"]["vi-fr/translation/vi"].decode() == rows[0]["translation"]["vi"]
    documents = next(iter(described.records(record_set="documents")))
    assert documents["documents/target_text"]


def test_croissant_has_its_fields_and_no_clock(dataset: Path, metrics: dict[str, Any]) -> None:
    described = json.loads((dataset / "croissant.json").read_text(encoding="utf-8"))
    assert described["conformsTo"][0] == "http://mlcommons.org/croissant/1.0"
    assert described["datePublished"] == metrics["dates"]["last"]
    for name in ("dataCollection", "dataBiases", "dataLimitations", "personalSensitiveInformation", "dataUseCases"):
        assert described[f"rai:{name}"]
    hashes = {part["@id"]: part["sha256"] for part in described["distribution"] if part["@type"] == "cr:FileObject"}
    listed = json.loads((dataset / "manifest.json").read_text(encoding="utf-8"))["outputs"]
    assert hashes == {one["name"]: one["sha256"] for one in listed if one["name"].endswith(".parquet")}


def test_a_published_croissant_is_valid_too(dataset: Path, tmp_path: Path) -> None:
    mlcroissant = pytest.importorskip("mlcroissant")
    described = placed_croissant(json.loads((dataset / "croissant.json").read_text(encoding="utf-8")), HOME)
    assert described["url"] == HOME
    path = tmp_path / "croissant.json"
    path.write_text(json.dumps(described), encoding="utf-8")
    assert not mlcroissant.Dataset(jsonld=path).metadata.ctx.issues.errors


def test_charts_are_plain_svg_that_the_card_shows(card: str, dataset: Path) -> None:
    from xml.etree.ElementTree import fromstring

    shown = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", card)
    assert shown == ["charts/flags.svg", "charts/quality.svg"]
    for path in (dataset / "charts").iterdir():
        chart = fromstring(path.read_text(encoding="utf-8"))
        assert {element.tag.split("}")[1] for element in chart.iter()} == {"svg", "title", "text", "rect"}
    assert len(list((dataset / "charts").iterdir())) == 2


def test_citation_is_yaml_with_its_required_keys(metrics: dict[str, Any]) -> None:
    card = CardConfig(pretty_name='News: "a" #1\n- x', creator="Nguyễn & Fils")
    value = yaml.safe_load(citation_file(card, metrics))
    assert value["cff-version"] == "1.2.0"
    assert value["title"] == card.pretty_name
    assert value["authors"] == [{"name": "Nguyễn & Fils"}]
    assert value["date-released"] == metrics["dates"]["last"]
    assert "license" not in value
    assert yaml.safe_load(citation_file(replace(card, license="cc0-1.0"), metrics))["license"] == "cc0-1.0"


def test_the_licence_leaves_the_texts_to_their_publishers() -> None:
    notice = licence_notice(CardConfig(removal_contact="a@b.example"))
    assert "All rights in them stay with their authors and\n   publishers" in notice
    assert "CC0 1.0 Universal" in notice
    assert "write to a@b.example" in notice
    assert "SPDX-License-Identifier: cc-by-4.0" in licence_notice(CardConfig(license="cc-by-4.0"))
    assert licence_head(CardConfig(license="cc-by-4.0")) == {"license": "cc-by-4.0"}


@pytest.mark.parametrize(
    ("text", "emails", "phones"),
    [
        ("Đường dây nóng: 0912.345.678 hoặc 024 3822 1234.", 0, 2),
        ("Tél. +33 1 23 45 67 89, courriel redaction@journal.example", 1, 1),
        ("+84 912 345 678", 0, 1),
        ("412.000 hồ sơ, 2.200.000 đồng, năm 2025, 16/5/2025, 57-NQ/TW, 87,5 %", 0, 0),
        ("@minh và a@b, @@@@ a.b@", 0, 0),
        ("0" * 10_000 + "@" * 10_000, 0, 0),
    ],
)
def test_phone_numbers_and_addresses_are_counted(text: str, emails: int, phones: int) -> None:
    assert count_personal([text]) == {"emails": emails, "phones": phones}


def test_merging_is_stable_and_leaves_foreign_lines_alone(card: str) -> None:
    person = card.replace(
        "<!-- human: changes -->\n", "<!-- human: changes -->\n\n- 1.0: first\n\n```\n# no heading\n```\n"
    )
    person = person.replace("## Alignment\n", "## Alignment\n\n<!-- human: ours -->\n| a |\n<!-- /human -->\n", 1)
    person += "\n## My own heading\n\n<!-- human: tail -->\nlast\n<!-- /human -->\n"
    once = merge_card(card, person, HEAD_KEYS)
    assert merge_card(card, once, HEAD_KEYS) == once
    assert [passage.name for passage in read_passages(split_card(once)[1])] == ["ours", "changes", "tail"]
    assert merge_card(card, card, HEAD_KEYS) == card
    assert merge_card(card, None, HEAD_KEYS) == card
    assert merge_card(card, person.replace("\n", "\r\n"), HEAD_KEYS) == once
