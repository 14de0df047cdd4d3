"""A tree to upload against what a repository holds, by content.

A hub knows its files by hash: Git's SHA-1 for small ones, SHA-256 for large ones. The same hashes of the local files
tell what is new, without downloading anything.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.store import file_digest

SHARD = re.compile(r"([\w-]+)/(?:train|validation|test)-\d{5}-of-\d{5}\.parquet")
"""Files that a build writes for a configuration."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file on a hub: ``sha256`` for a large one, else ``blob``, Git's hash of it."""

    path: str
    size: int
    blob: str
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """Paths to add, to replace and to delete, those that are the same, and files of other people, which stay."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.added or self.changed or self.removed)


THE_HUBS = frozenset((".gitattributes",))
"""Files that a hub writes itself; nobody needs to hear of them."""


def compare(local: Mapping[str, Path], remote: Mapping[str, RemoteFile], earlier: Iterable[str]) -> Difference:
    """What an upload of ``local`` (path in the repository to file) does to ``remote``.

    ``earlier`` are the paths that an earlier version's manifest lists: those that are gone are deleted. So are shards
    of a configuration that is uploaded, since a reader's pattern would find old and new ones together. All else stays.
    """
    same = {path for path, file in local.items() if path in remote and _is_same(file, remote[path])}
    configs = {match.group(1) for path in local if (match := SHARD.fullmatch(path))}
    written = set(earlier) | {path for path in remote if (match := SHARD.fullmatch(path)) and match.group(1) in configs}
    gone = {path for path in remote if path not in local and path not in THE_HUBS}
    return Difference(
        tuple(sorted(path for path in local if path not in remote)),
        tuple(sorted(path for path in local if path in remote and path not in same)),
        tuple(sorted(gone & written)),
        tuple(sorted(same)),
        tuple(sorted(gone - written)),
    )


def git_blob_digest(path: Path) -> str:
    """Git's hash of a file's content."""
    digest = hashlib.sha1(f"blob {path.stat().st_size}\0".encode(), usedforsecurity=False)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _is_same(local: Path, remote: RemoteFile) -> bool:
    if local.stat().st_size != remote.size:
        return False
    if remote.sha256 is not None:
        return file_digest(local) == remote.sha256
    return git_blob_digest(local) == remote.blob
