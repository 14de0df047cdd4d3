"""What stands in the way of publishing a dataset folder. Nothing here asks a network.

Everything wrong is listed at once, each with its remedy, so that a person mends it in one go.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from corpus.ledger import LEVELS
from corpus.publishing.errors import PublishError
from corpus.publishing.passages import split_card
from corpus.publishing.secrets import find_secrets
from corpus.schema import hub_features
from corpus.splits import SPLITS
from corpus.store import file_digest

NEEDED_KEYS = ("language", "task_categories", "size_categories", "pretty_name", "configs", "dataset_info")
"""Keys of the card's YAML head that the hub searches by and readers load by."""
HOLE = re.compile(r"\[(?:more|needs more) information[^\]]{0,20}\]|\$\{?[a-z_]+\}?|\{\{[^}]{0,60}\}\}|\bTODO\b", re.I)
"""What a template leaves where nobody filled it in."""
QUOTED = re.compile(r"^```(?:json|bibtex)\n.*?^```$", re.DOTALL | re.MULTILINE)
"""The example, text of a page that may look like anything, and the entry for a bibliography, which has braces."""
LICENCE_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,95}")
LICENCE_FILES = ("LICENSE", "LICENSE.md")
"""For licence ``other`` the hub wants an id of one's own and a link: one of these files, or an address."""
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class CheckedDataset:
    """A dataset folder that was checked: its files by path, manifest and metrics, what forbids publishing it, and what
    a person should know."""

    folder: Path
    files: Mapping[str, Path]
    manifest: Mapping[str, Any]
    metrics: Mapping[str, Any]
    problems: tuple[str, ...]
    warnings: tuple[str, ...]


def check_dataset(folder: Path, token: str | None = None) -> CheckedDataset:
    """Check a dataset folder that a build wrote; ``token`` is looked for in its files and never shown.

    Raises `PublishError` where there is no dataset to check at all.
    """
    manifest, metrics = (_read_json(folder, name) for name in (MANIFEST, "metrics.json"))
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    problems = _files(files, manifest)
    # Where files are gone or changed, whatever else they say is no news.
    if not problems:
        problems += _strays(files, manifest) + _ledger(metrics) + _card(folder, metrics) + _rights(folder, manifest)
        problems += [
            f"{name} holds {kind}; withdraw or clean the page it came from, and have it revoked"
            for name, path in files.items()
            for kind in find_secrets(path, token)
        ]
    return CheckedDataset(
        folder, files, manifest, metrics, tuple(problems), tuple(_warnings(metrics, manifest["config"]["card"]))
    )


def _read_json(folder: Path, name: str) -> dict[str, Any]:
    try:
        value = json.loads((folder / name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PublishError(f"{folder} holds no {name}; run 'vifr build INPUT -o {folder.parent}' first") from None
    except ValueError:
        raise PublishError(f"{folder / name} is no JSON; build the dataset again") from None
    return dict(value)


def _files(files: Mapping[str, Path], manifest: Mapping[str, Any]) -> list[str]:
    """Every file that the build wrote must be there as it wrote it."""
    listed = {entry["name"]: entry["sha256"] for entry in manifest["outputs"]}
    problems = [f"{name} is missing; build the dataset again" for name in sorted(set(listed) - set(files))]
    problems += [
        f"{name} was changed since it was built; build again, and write human passages into the card on the hub"
        for name, digest in sorted(listed.items())
        if name in files and file_digest(files[name]) != digest
    ]
    return problems


def _strays(files: Mapping[str, Path], manifest: Mapping[str, Any]) -> list[str]:
    """No other file may be there: it would be published unseen."""
    listed = {entry["name"] for entry in manifest["outputs"]}
    return [f"{name} is no file of the build; move it away" for name in sorted(set(files) - {*listed, MANIFEST})]


def _ledger(metrics: Mapping[str, Any]) -> list[str]:
    problems = []
    for level in LEVELS:
        entry = metrics["ledger"].get(level, {"total": 0, "states": {}})
        ended = sum(entry["states"].values())
        if ended != entry["total"]:
            problems.append(
                f"the ledger of {level} does not add up: {entry['total']:,} came in, {ended:,} ended; build again"
            )
    kept = metrics["ledger"]["pairs"]["states"].get("kept", 0)
    if kept != metrics["pairs"]:
        problems.append(f"the ledger keeps {kept:,} pairs, the dataset holds {metrics['pairs']:,}; build again")
    return problems


def _card(folder: Path, metrics: Mapping[str, Any]) -> list[str]:
    head, body = split_card((folder / "README.md").read_text(encoding="utf-8"))
    problems = [f"the card's head lacks {key}; build again" for key in NEEDED_KEYS if not head.get(key)]
    holes = sorted({match.group() for match in HOLE.finditer(QUOTED.sub("", body))})
    problems += [f"the card has a hole: {hole}; fill it in, or build again" for hole in holes]
    if f"{metrics['pairs']:,}" not in body:
        problems.append(f"the card does not say how many pairs there are ({metrics['pairs']:,}); build again")
    return problems + [problem for info in head.get("dataset_info") or () for problem in _config(folder, info)]


def _config(folder: Path, info: Mapping[str, Any]) -> list[str]:
    """The rows and columns of a configuration's files against what the card says of them."""
    name = info["config_name"]
    said = {entry["name"]: entry["num_examples"] for entry in info["splits"]}
    problems = []
    for split in SPLITS:
        rows = 0
        for path in sorted((folder / name).glob(f"{split}-*.parquet")):
            with path.open("rb") as file:
                data = pq.ParquetFile(file)
                rows += data.metadata.num_rows
                columns = hub_features(data.schema_arrow)
            if columns != info["features"]:
                problems.append(f"{name}/{path.name} has other columns than the card says; build again")
        if rows != said.get(split, 0):
            problems.append(f"{name}, {split}: {rows:,} rows, the card says {said.get(split, 0):,}; build again")
    return problems


def _rights(folder: Path, manifest: Mapping[str, Any]) -> list[str]:
    head, _ = split_card((folder / "README.md").read_text(encoding="utf-8"))
    card = manifest["config"]["card"]
    problems = []
    licence = head.get("license")
    if not licence:
        problems.append("it has no licence; set license below [card] in the settings ('vifr config' shows them)")
    if licence == "other":
        name, link = str(head.get("license_name") or ""), str(head.get("license_link") or "")
        if not LICENCE_NAME.fullmatch(name):
            problems.append(f"licence 'other' needs license_name, of small letters, digits, - and ., not {name!r}")
        if link not in LICENCE_FILES and not link.startswith(("https://", "http://")):
            problems.append(f"licence 'other' needs license_link: LICENSE or an address, not {link!r}")
    if not (folder / "LICENSE").is_file() or not (folder / "LICENSE").stat().st_size:
        problems.append("it has no LICENSE file; build again")
    if not str(card.get("removal_contact", "")).strip():
        problems.append(
            'nobody is named to write to for the removal of a text; put removal_contact = "you@your.site" below [card] '
            "in a settings file and build again with --config"
        )
    return problems


def _warnings(metrics: Mapping[str, Any], card: Mapping[str, Any]) -> list[str]:
    """What a person should know, and may well be fine with."""
    warnings = []
    counts = metrics.get("personal_data", {})
    if any(counts.values()):
        kinds = (("phones", "phone numbers"), ("emails", "e-mail addresses"))
        found = " and ".join(f"{counts[key]:,} {name}" for key, name in kinds)
        warnings.append(f"the texts hold {found}; the card says so, the texts keep them")
    if not str(card.get("creator", "")).strip():
        warnings.append("nobody is named as the maker; creator below [card] puts a name into card and citation")
    if not metrics.get("overlap"):
        warnings.append("the pairs were not looked for in any test set; test_files below [card] has it done")
    return warnings
