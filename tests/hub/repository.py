"""A repository of datasets as a hub keeps it: commits of whole trees, branches, tags, pull requests."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

LARGE_ENDINGS = (".parquet", ".svg", ".png")
"""Files that the hub keeps by SHA-256, as its default attributes say."""
ATTRIBUTES = b"*.parquet filter=lfs diff=lfs merge=lfs -text\n"
FIRST_DATE = "2026-01-02T03:04:05.000Z"


def is_large(path: str) -> bool:
    """Tell whether a file is kept by SHA-256."""
    return path.endswith(LARGE_ENDINGS)


def blob_id(content: bytes) -> str:
    """Git's hash of a content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


@dataclass
class Commit:
    """A commit: its id, its title, the whole tree."""

    id: str
    title: str
    files: dict[str, bytes]


@dataclass
class Repository:
    """A repository; branches hold their commits, oldest first."""

    name: str
    private: bool = False
    branches: dict[str, list[Commit]] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.branches.setdefault("main", [])
        self.commit("main", "initial commit", {".gitattributes": ATTRIBUTES})

    def commit(self, branch: str, title: str, files: dict[str, bytes]) -> Commit:
        """Add a commit to a branch."""
        history = self.branches.setdefault(branch, [])
        seed = repr((self.name, branch, len(history), title, sorted((p, blob_id(c)) for p, c in files.items())))
        made = Commit(hashlib.sha1(seed.encode()).hexdigest(), title, dict(files))
        history.append(made)
        return made

    def find(self, revision: str) -> Commit | None:
        """The commit of a branch, tag or id."""
        if revision in self.branches:
            return self.branches[revision][-1]
        wanted = self.tags.get(revision, revision)
        every = [commit for history in self.branches.values() for commit in history]
        return next((commit for commit in every if commit.id.startswith(wanted)), None)

    def entries(self, commit: Commit, below: str = "", recursive: bool = True) -> list[dict[str, Any]]:
        """Files and folders of a commit as the hub lists them."""
        prefix = f"{below}/" if below else ""
        found: dict[str, dict[str, Any]] = {}
        for path, content in sorted(commit.files.items()):
            if not path.startswith(prefix):
                continue
            parts = path[len(prefix) :].split("/")
            for depth in range(1, len(parts)):
                folder = prefix + "/".join(parts[:depth])
                if recursive or depth == 1:
                    found[folder] = {"type": "directory", "oid": blob_id(folder.encode()), "size": 0, "path": folder}
            if recursive or len(parts) == 1:
                found[path] = file_entry(path, content)
        return list(found.values())


def file_entry(path: str, content: bytes) -> dict[str, Any]:
    """A file as the hub lists it."""
    entry: dict[str, Any] = {"type": "file", "oid": blob_id(content), "size": len(content), "path": path}
    if is_large(path):
        entry["lfs"] = {"oid": hashlib.sha256(content).hexdigest(), "size": len(content), "pointerSize": 134}
    return entry
