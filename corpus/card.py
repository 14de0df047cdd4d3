"""The dataset card: YAML that a hub reads and a body computed from the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from string import Template
from typing import Any

import yaml

from aligner import __version__
from corpus.config import CardConfig
from corpus.ledger import ledger_lines
from corpus.schema import DOCUMENTS, PAIRS, hub_features

SIZE_CATEGORIES = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
    (100_000_000, "10M<n<100M"),
    (1_000_000_000, "100M<n<1B"),
)
TAGS = ("parallel-corpus", "sentence-alignment", "machine-translated", "news", "vietnamese", "french")
ROW_OF = {"vi-fr": "a pair of texts", "documents": "a page and its translation"}
SCHEMAS = {"vi-fr": PAIRS, "documents": DOCUMENTS}
HISTOGRAM_WIDTH = 50
SHOWN_PUBLISHERS = 20


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What a card is made of: metrics, ``(rows, bytes)`` by configuration and split, what only a person knows,
    settings."""

    metrics: Mapping[str, Any]
    sizes: Mapping[str, Mapping[str, tuple[int, int]]]
    card: CardConfig
    config: Mapping[str, Any]


def dataset_card(facts: CardFacts) -> str:
    """The card as Markdown with its YAML head."""
    head = yaml.safe_dump(card_head(facts), sort_keys=False, allow_unicode=True, width=120)
    template = Template((files("corpus") / "card_template.md").read_text(encoding="utf-8"))
    return f"---\n{head}---\n\n{template.substitute(_body(facts))}"


def card_head(facts: CardFacts) -> dict[str, Any]:
    """The YAML head: languages, task, size, licence, configurations, features."""
    pairs = facts.metrics["pairs"]
    return {
        "language": ["vi", "fr"],
        "language_details": ["vi-VN", "fr-FR"],
        "multilinguality": ["translation"],
        "task_categories": ["translation"],
        "language_creators": ["found", "machine-generated"],
        "annotations_creators": ["machine-generated"],
        "source_datasets": ["original"],
        "size_categories": [size_category(pairs)],
        "pretty_name": facts.card.pretty_name,
        "license": facts.card.license,
        "tags": list(TAGS),
        "configs": [_config_head(name, splits) for name, splits in facts.sizes.items() if splits],
        "dataset_info": [_info(name, splits) for name, splits in facts.sizes.items() if splits],
    }


def size_category(rows: int) -> str:
    """The hub's size category of a number of rows.

    >>> size_category(999), size_category(1000)
    ('n<1K', '1K<n<10K')
    """
    return next((name for limit, name in SIZE_CATEGORIES if rows < limit), "n>1B")


def _config_head(name: str, splits: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
    default = {"default": True} if name == "vi-fr" else {}
    files_of = [{"split": split, "path": f"{name}/{split}-*.parquet"} for split in splits]
    return {"config_name": name, **default, "data_files": files_of}


def _info(name: str, splits: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
    total = sum(size for _, size in splits.values())
    return {
        "config_name": name,
        "features": hub_features(SCHEMAS[name]),
        "splits": [{"name": split, "num_bytes": size, "num_examples": rows} for split, (rows, size) in splits.items()],
        "download_size": total,
        "dataset_size": total,
    }


def _body(facts: CardFacts) -> dict[str, str]:
    metrics = facts.metrics
    contact = facts.card.removal_contact
    removal = f"To have a text removed, write to {contact}." if contact else "No contact for removal has been set yet."
    sizes = [(name, split, rows) for name, splits in facts.sizes.items() for split, (rows, _) in splits.items()]
    dates = metrics["dates"]
    return {
        "pretty_name": facts.card.pretty_name,
        "version": __version__,
        "pairs_count": f"{metrics['pairs']:,}",
        "documents_count": f"{metrics['document_pairs']:,}",
        "origin_table": _table("target_origin", metrics["target_origin"]),
        "split_table": "\n".join(f"| `{name}` | {ROW_OF[name]} | {split} | {rows:,} |" for name, split, rows in sizes),
        "load_name": "path/or/name",
        "first_split": next((split for _, split, _ in sizes), "train"),
        "flagged": _share(metrics["flagged_pairs"], metrics["pairs"]),
        "flag_table": _table("flag", metrics["flags"]),
        "quality_histogram": histogram_text(metrics["quality_histogram"]),
        "score_table": "\n".join(_score_row(name, figures) for name, figures in metrics["scores"].items()),
        "bead_table": "\n".join(
            f"| {kind} | {count:,} | {count / metrics['pairs']:.1%} |"
            for kind, count in metrics["alignment_types"].items()
        ),
        "null_vi": f"{metrics['nulls']['vi']:,}",
        "null_fr": f"{metrics['nulls']['fr']:,}",
        "length_ratio": str(metrics["length_ratio"].get("median", "unknown")),
        "ledger_table": "\n".join(ledger_lines(metrics["ledger"])),
        "dates": f"Pages dated {dates['first']} to {dates['last']}." if dates else "No page gives its date.",
        "publisher_table": "\n".join(
            f"| {_cell(name)} | {count:,} |" for name, count in list(metrics["publishers"].items())[:SHOWN_PUBLISHERS]
        ),
        "license": facts.card.license,
        "removal": removal,
    }


def histogram_text(bands: list[int]) -> str:
    """Counts in ten bands of [0, 1] as bars of text."""
    high = max([*bands, 1])
    lines = []
    for number, count in enumerate(bands):
        bar = "#" * round(count / high * HISTOGRAM_WIDTH) if count else ""
        lines.append(f"{number / 10:.1f}-{(number + 1) / 10:.1f} {count:>9,} {bar}".rstrip())
    return "\n".join(lines)


def _table(name: str, counts: Mapping[str, int]) -> str:
    rows = [f"| {_cell(key)} | {count:,} |" for key, count in counts.items()] or ["| none | 0 |"]
    return "\n".join([f"| {name} | pairs |", "|---|---|", *rows])


def _score_row(name: str, figures: Mapping[str, float]) -> str:
    cells = [f"{figures[key]:.3f}" if key in figures else "" for key in ("mean", "q1", "median", "q3")]
    return f"| `{name}` | " + " | ".join(cells) + " |"


def _share(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,} ({part / whole:.1%})" if whole else "none"


def _cell(text: str) -> str:
    """A text from a page as one harmless table cell."""
    return "".join(char if char.isprintable() and char not in "|`<>[]\\" else " " for char in text).strip()[:80]
