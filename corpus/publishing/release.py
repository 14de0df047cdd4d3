"""Writes the tree that is uploaded: the dataset folder with its name and address filled in, and the card merged.

Data files are hard links to those of the dataset, so that a release takes no room and no time.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from corpus.card import HEAD_KEYS
from corpus.card_naming import placed_card
from corpus.croissant import placed_croissant
from corpus.publishing.changes import with_earlier_versions
from corpus.publishing.checking import MANIFEST, CheckedDataset
from corpus.publishing.passages import merge_card
from corpus.store import file_digest, write_json, write_text


def write_release(
    dataset: CheckedDataset, folder: Path, *, repository: str, home: str, existing_card: str | None
) -> dict[str, Path]:
    """Write the tree for a repository into ``folder``, which is replaced; returns its files by path."""
    shutil.rmtree(folder, ignore_errors=True)
    texts = _placed_texts(dataset, repository, home, existing_card)
    for name, source in dataset.files.items():
        if name in texts:
            write_text(folder / name, texts[name])
        elif name != MANIFEST:
            _link(source, folder / name)
    write_json(folder / MANIFEST, _placed_manifest(dataset, folder, texts))
    return {name: folder / name for name in dataset.files}


def _placed_texts(dataset: CheckedDataset, repository: str, home: str, existing_card: str | None) -> dict[str, str]:
    """The files that say where the dataset is."""
    read = {name: dataset.files[name].read_text(encoding="utf-8") for name in dataset.files if "/" not in name}
    card = placed_card(read["README.md"], repository, home)
    merged = merge_card(card, existing_card, HEAD_KEYS)
    texts = {"README.md": with_earlier_versions(merged, existing_card)}
    if "croissant.json" in read:
        placed = placed_croissant(json.loads(read["croissant.json"]), home)
        texts["croissant.json"] = json.dumps(placed, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    if "CITATION.cff" in read:
        texts["CITATION.cff"] = f"{read['CITATION.cff']}url: {json.dumps(home)}\n"
    return texts


def _placed_manifest(dataset: CheckedDataset, folder: Path, texts: Mapping[str, str]) -> dict[str, object]:
    outputs = [
        {**entry, "sha256": file_digest(folder / entry["name"])} if entry["name"] in texts else entry
        for entry in dataset.manifest["outputs"]
    ]
    return {**dataset.manifest, "outputs": outputs}


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        # Another file system, or one without hard links.
        shutil.copyfile(source, target)
