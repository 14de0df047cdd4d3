"""What a repository on a hub holds, as far as publishing asks."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from corpus.publishing.difference import RemoteFile


@dataclass(frozen=True, slots=True)
class RemoteState:
    """A repository as it is: the commit of the revision asked for (``None``: there is no repository yet), its files,
    card and manifest, tags with their commits, and whether the revision is there or would be a new branch."""

    commit: str | None = None
    private: bool = False
    branch_exists: bool = False
    files: Mapping[str, RemoteFile] = field(default_factory=dict)
    card: str | None = None
    manifest: Mapping[str, Any] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def outputs(self) -> dict[str, str]:
        """The files that the manifest there lists, with their hashes; none where it is not one of ours."""
        listed = self.manifest.get("outputs")
        entries = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
        return {str(entry.get("name")): str(entry.get("sha256")) for entry in entries}

    @property
    def version(self) -> str | None:
        """The version of the dataset there, as its manifest says."""
        found: Any = self.manifest
        for key in ("config", "card", "version"):
            found = found.get(key) if isinstance(found, Mapping) else None
        return found if isinstance(found, str) else None

    @property
    def card_was_edited(self) -> bool:
        """Whether the card is another than the one that was published: a person changed it on the hub."""
        listed = self.outputs.get("README.md")
        if listed is None or self.card is None:
            return False
        return hashlib.sha256(self.card.encode("utf-8")).hexdigest() != listed
