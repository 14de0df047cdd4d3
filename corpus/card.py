"""The dataset card: YAML that a hub reads and a body computed from the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from string import Template
from typing import Any

import yaml

from aligner import __version__
from corpus.card_audit import checks_table, gold_text, share_text, short_hash, signatures_text
from corpus.card_charts import FLAGS_CHART
from corpus.card_example import example_text
from corpus.card_naming import LOCAL_NAME, LOCAL_REPOSITORY, bibtex, mtdata_id
from corpus.card_quality import reliability_text, thresholds_text
from corpus.config import CardConfig
from corpus.ledger import ledger_lines
from corpus.notices import OTHER, removal_text
from corpus.overlap import overlap_text
from corpus.personal import personal_text
from corpus.rows import Row
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
ROW_OF = {
    "vi-fr": "a pair of texts",
    "vi-fr-strict": "a pair of `vi-fr` of high quality without any flag",
    "vi-fr-reviewed": "a pair of `vi-fr` that a person accepted or edited",
    "documents": "a page and its translation",
}
"""What a row of each configuration is, in the order in which a card lists them."""
SCHEMAS = {"vi-fr": PAIRS, "documents": DOCUMENTS, "vi-fr-strict": PAIRS, "vi-fr-reviewed": PAIRS}
HEAD_KEYS = frozenset(
    (
        "language",
        "language_details",
        "multilinguality",
        "task_categories",
        "language_creators",
        "annotations_creators",
        "source_datasets",
        "size_categories",
        "pretty_name",
        "license",
        "license_name",
        "license_link",
        "tags",
        "configs",
        "dataset_info",
    )
)
"""Keys of the YAML head that a build writes or leaves out; other keys of a published card are people's."""
HISTOGRAM_WIDTH = 50
SHOWN_PUBLISHERS = 20


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What a card is made of: metrics, ``(rows, bytes)`` by configuration and split, what only a person knows,
    settings, the row that it shows."""

    metrics: Mapping[str, Any]
    sizes: Mapping[str, Mapping[str, tuple[int, int]]]
    card: CardConfig
    config: Mapping[str, Any]
    example: Row | None = None

    @property
    def listed(self) -> list[tuple[str, Mapping[str, tuple[int, int]]]]:
        """The configurations that have rows, in the order of the card, with their splits."""
        return [(name, self.sizes[name]) for name in ROW_OF if self.sizes.get(name)]


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
        "annotations_creators": ["machine-generated", *(["expert-generated"] if facts.metrics.get("review") else [])],
        "source_datasets": ["original"],
        "size_categories": [size_category(pairs)],
        "pretty_name": facts.card.pretty_name,
        **licence_head(facts.card),
        "tags": list(TAGS),
        "configs": [_config_head(name, splits) for name, splits in facts.listed],
        "dataset_info": [_info(name, splits) for name, splits in facts.listed],
    }


def licence_head(card: CardConfig) -> dict[str, str]:
    """The licence as the hub reads it: an id of its list, or ``other`` with a name and a link.

    >>> licence_head(CardConfig(license="cc-by-4.0"))
    {'license': 'cc-by-4.0'}
    """
    if card.license != OTHER:
        return {"license": card.license}
    return {"license": OTHER, "license_name": card.license_name, "license_link": card.license_link}


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
    return {**_named(facts), **_described(facts), **_measured(facts), **_spoken(facts)}


def _named(facts: CardFacts) -> dict[str, str]:
    """What the dataset is called, and whom to ask."""
    card = facts.card
    return {
        "pretty_name": card.pretty_name,
        "version": __version__,
        "creator": _cell(card.creator) or "not named; whom to write to is said below",
        "dataset_version": card.version,
        "mtdata_id": mtdata_id(LOCAL_REPOSITORY, card.version),
        "load_name": LOCAL_NAME,
        "bibtex": bibtex(card, facts.metrics),
        "license": _licence_text(card),
        "removal": removal_text(card),
    }


def _described(facts: CardFacts) -> dict[str, str]:
    """What there is, and where it comes from."""
    metrics = facts.metrics
    sizes = [(name, split, rows) for name, splits in facts.listed for split, (rows, _) in splits.items()]
    dates = metrics["dates"]
    return {
        "pairs_count": f"{metrics['pairs']:,}",
        "documents_count": f"{metrics['document_pairs']:,}",
        "origin_table": _table("target_origin", metrics["target_origin"]),
        "split_table": "\n".join(f"| `{name}` | {ROW_OF[name]} | {split} | {rows:,} |" for name, split, rows in sizes),
        "split_shares": _split_shares(facts.config["split"]),
        "first_split": next((split for _, split, _ in sizes), "train"),
        "strict_quality": str(facts.config["select"]["strict_quality"]),
        "example": example_text(facts.example),
        "settings": settings_text(facts.config),
        "ledger_table": "\n".join(ledger_lines(metrics["ledger"])),
        "dates": f"Pages dated {dates['first']} to {dates['last']}." if dates else "No page gives its date.",
        "publisher_table": "\n".join(
            f"| {_cell(name)} | {pages:,} | {pairs:,} |" for name, pages, pairs in publisher_counts(metrics)
        ),
    }


def _measured(facts: CardFacts) -> dict[str, str]:
    """The figures of the alignment and of the scores."""
    metrics = facts.metrics
    types = metrics["alignment_types"].items()
    return {
        "bead_table": "\n".join(
            f"| {kind} | {count:,} | {share_text(count, metrics['pairs'])} |" for kind, count in types
        ),
        "null_vi": f"{metrics['nulls']['vi']:,}",
        "null_fr": f"{metrics['nulls']['fr']:,}",
        "length_ratio": f"{metrics['length_ratio'].get('median', 0):.2f}",
        "checks": checks_table(metrics),
        "flag_chart": f"![Pairs with a flag, by kind]({FLAGS_CHART})\n" if metrics["flags"] else "",
        "score_table": "\n".join(_score_row(name, figures) for name, figures in metrics["scores"].items()),
    }


def _spoken(facts: CardFacts) -> dict[str, str]:
    """How far the figures can be believed."""
    metrics = facts.metrics
    return {
        "gold": gold_text(),
        "thresholds": thresholds_text(facts.config, metrics),
        "reliability": reliability_text(metrics.get("calibration")),
        "overlap": overlap_text(metrics.get("overlap")),
        "signatures": signatures_text(facts.config),
        "review": _review(metrics.get("review")),
        "personal": personal_text(metrics["personal_data"]),
    }


def settings_text(config: Mapping[str, Any]) -> str:
    """A short hash of all settings of the build, by which two versions are told apart; `manifest.json` has them all."""
    return short_hash({name: part for name, part in config.items() if name != "card"})


def _split_shares(split: Mapping[str, float]) -> str:
    held_out = split["validation"] + split["test"]
    return f"{1 - held_out:.0%} train, {split['validation']:.0%} validation and {split['test']:.0%} test"


def publisher_counts(metrics: Mapping[str, Any]) -> list[tuple[str, int, int]]:
    """The publishers with the most page pairs, with their page pairs and pairs, and all others as one."""
    counts = [(name, pages, metrics["publisher_pairs"].get(name, 0)) for name, pages in metrics["publishers"].items()]
    others = counts[SHOWN_PUBLISHERS:]
    rest = (f"{len(others):,} others", sum(pages for _, pages, _ in others), sum(pairs for *_, pairs in others))
    return [*counts[:SHOWN_PUBLISHERS], *([rest] if others else [])]


def _licence_text(card: CardConfig) -> str:
    if card.license != OTHER:
        return f"`{card.license}`; what it covers is said in `LICENSE`"
    return (
        f"`{card.license_name}`, in full in `{card.license_link}`: the texts stay with their publishers, "
        "the annotations are CC0"
    )


def _review(review: Mapping[str, Any] | None) -> str:
    """What people did with the pairs, and what their random sample says of the whole."""
    if not review:
        return "No person has reviewed these pairs yet: every figure above is a machine's."
    status = review["status"]
    said = [f"People accepted {status.get('accepted', 0):,} pairs and edited {status.get('edited', 0):,}."]
    if sample := review["sample"]:
        said.append(
            f"From a random sample, stratified by quality and flags and judged without sight of the score: "
            f"{sample['statement']}. It is of the pairs before those that the sample found wrong were taken out."
        )
        for one in sample["agreement"]:
            kappa = "undefined" if one["kappa"] is None else f"{one['kappa']:.2f}"
            same = f"{one['same']:.1%}"
            said.append(f"Two reviewers both judged {one['pairs']:,} pairs, {same} alike: Cohen's kappa {kappa}.")
    return " ".join(said)


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


def _cell(text: str) -> str:
    """A text from a page as one harmless table cell."""
    return "".join(char if char.isprintable() and char not in "|`<>[]{}$\\" else " " for char in text).strip()[:80]
