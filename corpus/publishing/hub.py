"""The few things asked of the hub's own client; its errors become sentences for a person.

Endpoint and token come from the client's settings (``HF_ENDPOINT``, ``HF_TOKEN``, ``hf auth login``). The token is
never shown or written here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from corpus.publishing import xet
from corpus.publishing.difference import Difference, RemoteFile
from corpus.publishing.explaining import chain_of, status_of, told
from corpus.publishing.remote import RemoteState

DATASET = "dataset"
MAIN = "main"
BATCH_BYTES = 1_000_000_000
"""Large files are sent in batches of about this size before the commit; what a killed upload had sent is not sent
again."""


@dataclass(frozen=True, slots=True)
class Committed:
    """A commit that was made: its id, and the address of the pull request if it is one."""

    commit: str
    pull_request: str | None


class Hub:
    """One repository of datasets, through the hub's client."""

    def __init__(self, repository: str) -> None:
        from huggingface_hub import HfApi

        self.repository = repository
        self.api = HfApi(library_name="vifr")
        self.revision = MAIN
        self.notes: list[str] = []

    @property
    def home(self) -> str:
        """The repository's address for people."""
        return f"{self.api.endpoint}/datasets/{self.repository}"

    def state(self, revision: str) -> RemoteState:
        """What is there now, at the revision that is worked on from here on."""
        from huggingface_hub.errors import RepositoryNotFoundError, RevisionNotFoundError

        self.revision = revision
        with told(self, "reading"):
            try:
                info, exists = self.api.dataset_info(self.repository, revision=revision), True
            except RevisionNotFoundError:
                info, exists = self.api.dataset_info(self.repository), False
            except RepositoryNotFoundError:
                return RemoteState()
            files = self._files(info.sha)
            refs = self.api.list_repo_refs(self.repository, repo_type=DATASET)
            return RemoteState(
                info.sha,
                bool(info.private),
                exists,
                files,
                self._read("README.md", info.sha, files),
                self._manifest(info.sha, files),
                {tag.name: tag.target_commit for tag in refs.tags},
            )

    def contents(self, commit: str) -> tuple[Mapping[str, RemoteFile], Mapping[str, Any]]:
        """The files of a commit, and its manifest; empty where it has none."""
        with told(self, "reading"):
            files = self._files(commit)
            return files, self._manifest(commit, files)

    def create(self, private: bool) -> None:
        """Make the repository."""
        with told(self, "creating"):
            self.api.create_repo(self.repository, repo_type=DATASET, private=private or None, exist_ok=True)

    def create_branch(self, branch: str) -> None:
        """Make a branch from the main one."""
        with told(self, "making a branch of"):
            self.api.create_branch(self.repository, branch=branch, repo_type=DATASET, exist_ok=True)

    def commit(
        self,
        local: Mapping[str, Path],
        difference: Difference,
        *,
        parent: str,
        revision: str,
        message: str,
        pull_request: bool,
        progress: Callable[[int, int], None],
    ) -> Committed:
        """Send contents, large ones first and in batches, then make one commit of all: no reader ever sees half of it.

        The commit is refused by the hub where ``parent`` is no longer the revision's last one.
        """
        from huggingface_hub import CommitOperationAdd, CommitOperationDelete

        paths = [*difference.added, *difference.changed]
        additions = [CommitOperationAdd(path, str(local[path])) for path in paths]
        with told(self, "uploading to"):
            for done, batch in _batches(additions, [local[path].stat().st_size for path in paths]):
                progress(done, len(additions))
                self._send(batch, revision, pull_request)
            deletions = [CommitOperationDelete(path) for path in difference.removed]
            made = self.api.create_commit(
                self.repository,
                [*additions, *deletions],
                commit_message=message,
                repo_type=DATASET,
                revision=revision,
                create_pr=pull_request,
                parent_commit=parent,
            )
        return Committed(made.oid, made.pr_url)

    @contextmanager
    def transport(self, revision: str, pull_request: bool) -> Iterator[None]:
        """Choose how large files travel, for all that happens inside: through Xet where that works, else whole."""
        with xet.switched():
            if xet.in_use() and (reason := xet.trouble(self.api, self.repository, revision, pull_request)):
                self._without_xet(reason)
            yield

    def _send(self, batch: list[Any], revision: str, pull_request: bool) -> None:
        """Send the contents of some files; whole where Xet fails on the way."""

        def send() -> None:
            self.api.preupload_lfs_files(
                self.repository,
                additions=batch,
                repo_type=DATASET,
                revision=revision,
                create_pr=pull_request,
                free_memory=False,
            )

        try:
            send()
        except Exception as error:
            # What the hub itself refuses, it refuses either way.
            if not xet.in_use() or any(status_of(one) is not None for one in chain_of(error)):
                raise
            self._without_xet("sending through it failed on the way")
            send()

    def _without_xet(self, reason: str) -> None:
        xet.switch_off()
        self.notes.append(f"files are sent whole and not through the hub's Xet storage: {reason}")

    def tag(self, name: str, commit: str) -> None:
        """Name a commit."""
        with told(self, "tagging"):
            self.api.create_tag(self.repository, tag=name, revision=commit, repo_type=DATASET)

    def older_commits(self, revision: str) -> list[str]:
        """Commits before the last one of a revision, newest first."""
        with told(self, "reading"):
            commits = self.api.list_repo_commits(self.repository, repo_type=DATASET, revision=revision)
            return [one.commit_id for one in commits][1:]

    def squash(self, branch: str, message: str) -> str:
        """Leave one commit of a branch, and return it."""
        with told(self, "squashing"):
            self.api.super_squash_history(self.repository, branch=branch, commit_message=message, repo_type=DATASET)
            return str(self.api.dataset_info(self.repository, revision=branch).sha)

    def download(self, path: str, commit: str) -> Path:
        """A file of a commit, from the client's cache or the hub."""
        with told(self, "reading back"):
            return Path(self.api.hf_hub_download(self.repository, path, repo_type=DATASET, revision=commit))

    def _files(self, commit: str | None) -> dict[str, RemoteFile]:
        from huggingface_hub.hf_api import RepoFile

        listed = self.api.list_repo_tree(self.repository, recursive=True, revision=commit, repo_type=DATASET)
        return {
            one.path: RemoteFile(one.path, one.size, one.blob_id, one.lfs.sha256 if one.lfs else None)
            for one in listed
            if isinstance(one, RepoFile)
        }

    def _manifest(self, commit: str | None, files: Mapping[str, RemoteFile]) -> dict[str, Any]:
        return _object(self._read("manifest.json", commit, files))

    def _read(self, path: str, commit: str | None, files: Mapping[str, RemoteFile]) -> str | None:
        if path not in files:
            return None
        with TemporaryDirectory() as folder:
            found = self.api.hf_hub_download(
                self.repository, path, repo_type=DATASET, revision=commit, cache_dir=folder
            )
            return Path(found).read_text(encoding="utf-8", errors="replace")


def _batches(additions: Sequence[Any], sizes: Sequence[int]) -> Iterator[tuple[int, list[Any]]]:
    """Additions in groups of about `BATCH_BYTES`, each with the number of those before it."""
    batch: list[Any] = []
    held = 0
    for number, (addition, size) in enumerate(zip(additions, sizes, strict=True)):
        if batch and held + size > BATCH_BYTES:
            yield number - len(batch), batch
            batch, held = [], 0
        batch.append(addition)
        held += size
    if batch:
        yield len(additions) - len(batch), batch


def _object(text: str | None) -> dict[str, Any]:
    try:
        value = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
