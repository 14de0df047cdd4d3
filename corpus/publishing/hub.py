"""The few things asked of the hub's own client, with its errors as sentences for a person.

Endpoint and token come from the client's settings (``HF_ENDPOINT``, ``HF_TOKEN``, ``hf auth login``). The token is
never shown or written here; what a server answers is shown with the token cut out, should it echo it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from corpus.publishing import xet
from corpus.publishing.difference import Difference, RemoteFile
from corpus.publishing.errors import PublishError

DATASET = "dataset"
MAIN = "main"
BATCH_BYTES = 1_000_000_000
"""Large files are sent in batches of about this size before the commit; what a killed upload had sent is not sent
again."""
UNREACHABLE = {"TransportError", "TimeoutException", "RequestException", "ConnectionError", "TimeoutError", "gaierror"}
"""Names of error classes, of whatever HTTP library the client uses, that mean that nobody answered."""
WRONG_TOKEN, FORBIDDEN, ABSENT, CONFLICTS = 401, 403, 404, (409, 412)


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
            manifest = self._read("manifest.json", info.sha, files)
            return RemoteState(
                info.sha,
                bool(info.private),
                exists,
                files,
                self._read("README.md", info.sha, files),
                _object(manifest),
                {tag.name: tag.target_commit for tag in refs.tags},
            )

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
            if not xet.in_use() or any(_status(one) is not None for one in _chain(error)):
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
            return [one.commit_id for one in self.api.list_repo_commits(
                self.repository, repo_type=DATASET, revision=revision
            )][1:]  # fmt: skip

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

    def _read(self, path: str, commit: str | None, files: Mapping[str, RemoteFile]) -> str | None:
        if path not in files:
            return None
        with TemporaryDirectory() as folder:
            found = self.api.hf_hub_download(
                self.repository, path, repo_type=DATASET, revision=commit, cache_dir=folder
            )
            return Path(found).read_text(encoding="utf-8", errors="replace")


@contextmanager
def told(hub: Hub, doing: str) -> Iterator[None]:
    """Turn whatever the client raises into a `PublishError` that says what happened and what to do."""
    try:
        yield
    except PublishError:
        raise
    except Exception as error:
        raise PublishError(explain(error, hub, doing)) from None


def explain(error: Exception, hub: Hub, doing: str) -> str:
    """An error of the client as a sentence with its remedy."""
    chain = list(_chain(error))
    names = {kind.__name__ for one in chain for kind in type(one).__mro__}
    status = next((code for one in chain if (code := _status(one)) is not None), None)
    if "OfflineModeIsEnabled" in names:
        return "the hub's client is set to stay offline; unset HF_HUB_OFFLINE"
    if status == WRONG_TOKEN and not _has_token():
        return "the hub wants a token and none was found; run 'hf auth login' or set HF_TOKEN"
    if status == WRONG_TOKEN:
        return "the hub refuses the token it was given; run 'hf auth login' again, or set HF_TOKEN to a valid one"
    if status == FORBIDDEN:
        return f"the token may not write to {hub.repository}; use one with write access to it"
    if status in CONFLICTS and doing.startswith("uploading"):
        return (
            f"somebody else changed {hub.repository} while this was uploading; nothing was committed. Look at "
            f"{hub.home}/commits/{hub.revision}, then run the same command again: what was sent is not sent twice"
        )
    if status == ABSENT:
        return f"{doing} {hub.repository} failed: there is no such repository or revision, or the token may not see it"
    if status is None and names & UNREACHABLE:
        where = (urlsplit(hub.api.endpoint).netloc or hub.api.endpoint).rpartition("@")[2]
        return f"the hub at {where} cannot be reached; check the network (and HF_ENDPOINT), then run it again"
    detail = without_token(" ".join(str(error).split()) or type(error).__name__)
    again = "; what was sent is not sent twice, run the same command again" if doing.startswith("uploading") else ""
    return f"{doing} {hub.repository} failed: {detail.rstrip('.')}{again}"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and those that it came from."""
    while error is not None:
        yield error
        error = error.__cause__


def _status(error: BaseException) -> int | None:
    """The HTTP status that an error is about."""
    return getattr(getattr(error, "response", None), "status_code", None)


def _has_token() -> bool:
    from huggingface_hub import get_token

    return bool(get_token())


def without_token(text: str) -> str:
    """A text with the client's token cut out."""
    from huggingface_hub import get_token

    token = get_token()
    return text.replace(token, "***") if token else text


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
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
