"""Publishes a dataset that was built: the story of `vifr publish` in one screen.

Check what is here, look at what is there, write the tree, compare, commit once, load it back. Nothing is sent before
everything was checked, and nothing is committed where nothing changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from corpus.publishing.checking import CheckedDataset, check_dataset
from corpus.publishing.difference import SHARD, Difference, compare
from corpus.publishing.errors import PublishError, refused
from corpus.publishing.hub import MAIN, Hub
from corpus.publishing.older import revisions_with_withdrawn
from corpus.publishing.release import write_release
from corpus.publishing.remote import RemoteState
from corpus.publishing.schema_change import schema_changes
from corpus.publishing.verifying import verify
from corpus.store import folder_lock, recover_folder
from corpus.withdrawals import RELEASE_FOLDER

REPOSITORY = re.compile(r"[\w][\w.-]{0,95}/[\w][\w.-]{0,95}", re.ASCII)
REFERENCE = re.compile(r"\w[\w-]*(?:[./][\w-]+)*", re.ASCII)
"""Names of branches and tags that every hub takes; told before anything is sent, not after the commit."""
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class PublishOptions:
    """How to publish: a new repository may be ``private``; ``revision`` is the branch to commit to; ``pull_request``
    proposes instead; ``tag`` names the commit; ``allow_schema_change`` lets columns change; ``squash`` leaves the
    branch with its last commit alone."""

    dry_run: bool = False
    private: bool = False
    revision: str = MAIN
    pull_request: bool = False
    tag: str | None = None
    message: str | None = None
    allow_schema_change: bool = False
    squash: bool = False


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What was done, or would be: ``commit`` is the revision that holds the dataset (``None`` in a dry run before there
    is a repository), ``rows`` what was loaded back, ``older`` the revisions that may still hold withdrawn texts,
    ``tags_left`` the tags that still lead to other revisions where a squash was asked for."""

    repository: str
    address: str
    release: Path
    difference: Difference
    dry_run: bool
    commit: str | None = None
    committed: bool = False
    pull_request: str | None = None
    tag: str | None = None
    rows: dict[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    older: tuple[str, ...] = ()
    squashed: bool = False
    tags_left: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The report as plain values."""
        return {**asdict(self), "release": str(self.release)}


@dataclass(frozen=True, slots=True)
class _Job:
    """What all steps of publishing share."""

    dataset: CheckedDataset
    hub: Hub
    options: PublishOptions
    progress: Progress

    @property
    def message(self) -> str:
        """What the commit says: version and size, if nobody said otherwise."""
        version = self.dataset.manifest["config"]["card"]["version"]
        return self.options.message or f"Version {version}: {self.dataset.metrics['pairs']:,} pairs"


def publish(
    folder: Path,
    repository: str,
    options: PublishOptions | None = None,
    progress: Progress = lambda stage, done, total: None,
) -> PublishReport:
    """Publish the dataset of a build folder as ``owner/name``.

    Raises `PublishError` for all that forbids it, ``ValueError`` for a name that no hub takes.
    """
    from huggingface_hub import get_token

    options = options or PublishOptions()
    if not REPOSITORY.fullmatch(repository):
        raise ValueError(f"{repository!r} is no repository; give owner/name, of letters, digits, '-', '_' and '.'")
    for option, name in (("--revision", options.revision), ("--tag", options.tag)):
        if name is not None and not REFERENCE.fullmatch(name):
            raise ValueError(f"{option} {name!r} is no name for it; use letters, digits, '.', '-', '_' and '/' between")
    if options.squash and options.pull_request:
        raise ValueError("--squash rewrites a branch and --pull-request proposes to one; choose one of them")
    if not (folder / "dataset").is_dir():
        raise FileNotFoundError(f"{folder}: no build here; run 'vifr build INPUT -o {folder}' first")
    with folder_lock(folder):
        recover_folder(folder / "dataset")
        dataset = check_dataset(folder / "dataset", get_token())
        if dataset.problems:
            raise refused(str(folder), dataset.problems)
        _quiet()
        return _publish(_Job(dataset, Hub(repository), options, progress), folder)


def _publish(job: _Job, folder: Path) -> PublishReport:
    hub, options = job.hub, job.options
    state = hub.state(options.revision)
    local = write_release(
        job.dataset,
        folder / RELEASE_FOLDER,
        repository=hub.repository,
        home=hub.home,
        existing_card=state.card,
    )
    difference = compare(local, state.files, state.outputs)
    _refuse_changes(local, state, options, bool(difference))
    report = PublishReport(hub.repository, hub.home, folder / RELEASE_FOLDER, difference, options.dry_run, state.commit)
    report = replace(report, warnings=(*job.dataset.warnings, *_notes(job.dataset, state, difference)))
    if options.dry_run:
        return report
    if state.commit is None:
        hub.create(options.private)
        state = hub.state(options.revision)
    if not state.branch_exists:
        hub.create_branch(options.revision)
    report = replace(report, commit=state.commit)
    if difference:
        report = _commit(job, report, local)
    return _name(job, report, state)


def _commit(job: _Job, report: PublishReport, local: Mapping[str, Path]) -> PublishReport:
    """Upload what differs, commit it, and load it back."""
    revision, pull_request = job.options.revision, job.options.pull_request
    with job.hub.transport(revision, pull_request):
        made = job.hub.commit(
            local,
            report.difference,
            parent=str(report.commit),
            revision=revision,
            message=job.message,
            pull_request=pull_request,
            progress=lambda done, total: job.progress("uploading", done, total),
        )
        job.progress("loading back", 0, 1)
        rows = verify(job.hub, made.commit, local, job.dataset.metrics)
    job.progress("loading back", 1, 1)
    report = replace(report, warnings=(*report.warnings, *job.hub.notes))
    return replace(report, commit=made.commit, committed=True, pull_request=made.pull_request, rows=rows)


def _name(job: _Job, report: PublishReport, state: RemoteState) -> PublishReport:
    """Squash and tag where asked for, and name the revisions that still hold what was withdrawn."""
    hub, options = job.hub, job.options
    if options.squash and hub.older_commits(options.revision):
        if options.tag in state.tags:
            raise PublishError(
                f"tag {options.tag} is taken, and squashing makes another commit; choose another, or delete it on "
                "the hub"
            )
        report = replace(report, commit=hub.squash(options.revision, job.message), squashed=True)
    if options.squash:
        left = sorted(name for name, commit in state.tags.items() if commit != report.commit)
        report = replace(report, tags_left=tuple(left))
    if options.tag and state.tags.get(options.tag) != report.commit:
        hub.tag(options.tag, str(report.commit))
        report = replace(report, tag=options.tag)
    if options.squash or options.pull_request:
        return report
    return replace(report, older=revisions_with_withdrawn(hub, options.revision, job.dataset.manifest))


def _notes(dataset: CheckedDataset, state: RemoteState, difference: Difference) -> list[str]:
    """What a person should know of the repository before it changes."""
    notes = []
    if "README.md" in difference.changed and state.card_was_edited:
        notes.append(
            "the card on the hub was edited there: what stands between its markers is kept, all else is made anew "
            f"({RELEASE_FOLDER}/README.md is the result)"
        )
    version = dataset.manifest["config"]["card"]["version"]
    if version == state.version and any(SHARD.fullmatch(path) for path in (*difference.changed, *difference.added)):
        notes.append(f"version {version} is there already with other rows; version below [card] tells the two apart")
    return notes


def _refuse_changes(local: Mapping[str, Path], state: RemoteState, options: PublishOptions, differs: bool) -> None:
    """Raise for what a person must decide first: visibility, columns, a tag that is taken."""
    if options.private and state.commit and not state.private:
        raise PublishError(
            "the repository is there already and public; --private is for a new one. Change it in its settings first"
        )
    taken = state.tags.get(options.tag or "")
    if taken and (differs or taken != state.commit):
        raise PublishError(f"tag {options.tag} is taken, for {taken[:8]}; choose another, or delete it on the hub")
    changes = schema_changes(local["README.md"].read_text(encoding="utf-8"), state.card, state.files)
    if changes and not options.allow_schema_change:
        listed = "".join(f"\n  - {change}" for change in changes)
        raise PublishError(
            f"this would change the columns that readers rely on; --allow-schema-change publishes it anyway:{listed}"
        )


def _quiet() -> None:
    """Let the client draw no bars of its own."""
    from huggingface_hub.utils.tqdm import are_progress_bars_disabled, disable_progress_bars

    if not are_progress_bars_disabled():
        disable_progress_bars()
