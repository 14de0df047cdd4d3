"""Loads a published revision back, as a stranger would, and compares it with what was built."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from corpus.publishing.errors import PublishError
from corpus.publishing.explaining import told
from corpus.publishing.hub import Hub
from corpus.store import file_digest


def verify(hub: Hub, commit: str, local: Mapping[str, Path], metrics: Mapping[str, Any]) -> dict[str, int]:
    """Compare every file's SHA-256 and every split's rows; returns the rows of each ``configuration/split``.

    The dataset is loaded by its name with the ``datasets`` library, at the very commit, with the code of the card.
    Raises `PublishError` naming what differs.
    """
    for name, path in local.items():
        if file_digest(hub.download(name, commit)) != file_digest(path):
            raise PublishError(
                f"{name} came back from {hub.repository} at {commit[:8]} with other content than was sent; "
                "do not announce this revision; delete the file there and run the same command again"
            )
    expected = {
        f"{config}/{split}": rows for config, splits in metrics["splits"].items() for split, rows in splits.items()
    }
    with told(hub, "loading back"):
        found = _loaded_rows(hub.repository, commit, [name for name, splits in metrics["splits"].items() if splits])
    if found != expected:
        raise PublishError(
            f"{hub.repository} at {commit[:8]} loads with other rows than were built: {found}, expected {expected}; "
            "do not announce this revision"
        )
    return found


def _loaded_rows(repository: str, commit: str, configs: list[str]) -> dict[str, int]:
    import datasets

    datasets.disable_progress_bars()
    rows: dict[str, int] = {}
    with TemporaryDirectory() as cache:
        for config in configs:
            loaded = datasets.load_dataset(repository, config, revision=commit, cache_dir=cache)
            rows.update({f"{config}/{split}": len(part) for split, part in loaded.items()})
            del loaded
    return rows
