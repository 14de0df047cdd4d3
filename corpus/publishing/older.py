"""Which older revisions of a branch may still hold texts that were withdrawn since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corpus.publishing.difference import THE_HUBS
from corpus.publishing.hub import Hub


def revisions_with_withdrawn(hub: Hub, revision: str, manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """The commits before the last one that may hold what was withdrawn, newest first; ``manifest`` is the dataset's.

    A revision that was made under the same list of withdrawals holds nothing of what is on it, nor does one without any
    file. From the first on that is neither, all are named: what they hold was never looked at.
    """
    list_now = _list_digest(manifest)
    older = hub.older_commits(revision) if list_now else []
    for number, commit in enumerate(older):
        files, made_by = hub.contents(commit)
        if set(files) - THE_HUBS and _list_digest(made_by) != list_now:
            return tuple(older[number:])
    return ()


def _list_digest(manifest: Mapping[str, Any]) -> str:
    """The hash of the list of withdrawals that a dataset was made under; empty where nothing was withdrawn."""
    withdrawals = manifest.get("withdrawals")
    return str(withdrawals.get("sha256") or "") if isinstance(withdrawals, Mapping) else ""
