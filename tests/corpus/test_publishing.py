"""Publishing to a hub on loopback with the real clients: what is sent, what is refused, what a person is told."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest

from corpus.publishing import PublishOptions, PublishReport, publish, withdraw
from corpus.publishing.changes import with_earlier_versions
from corpus.publishing.errors import PublishError
from corpus.withdrawals import Withdrawals

NAME = "me/news"


pytestmark = pytest.mark.usefixtures("hub_client")


def run(folder: Path, **options: Any) -> PublishReport:
    return publish(folder, NAME, PublishOptions(**options))


def rewrite(folder: Path, name: str, change: Any) -> None:
    """Change a file of a dataset so that the manifest agrees."""
    from corpus.store import file_digest

    path = folder / "dataset" / name
    text = path.read_text(encoding="utf-8")
    path.write_text(change(text), encoding="utf-8")
    manifest = json.loads((folder / "dataset" / "manifest.json").read_text(encoding="utf-8"))
    for entry in manifest["outputs"]:
        if entry["name"] == name:
            entry["sha256"] = file_digest(path)
    (folder / "dataset" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def by_hand(hub: Any, **files: bytes | None) -> None:
    """A commit that somebody else makes on the hub; ``README`` stands for README.md, None deletes."""
    names = {name.replace("README", "README.md"): content for name, content in files.items()}
    tree = {**hub.files(NAME), **names}
    hub.repositories[NAME].commit("main", "by hand", {k: v for k, v in tree.items() if v is not None})


def test_a_dry_run_writes_what_a_publish_sends(build_copy: Path, hub: Any) -> None:
    report = run(build_copy, dry_run=True)
    assert not hub.repositories
    assert report.commit is None
    tree = {p.relative_to(report.release).as_posix(): p.read_bytes() for p in report.release.rglob("*") if p.is_file()}
    assert sorted(tree) == sorted(report.difference.added)
    published = run(build_copy)
    assert published.committed
    sent = {name: content for name, content in hub.files(NAME).items() if name != ".gitattributes"}
    assert sent == tree
    assert len(hub.commits(NAME)) == 2


def test_it_loads_by_name_with_and_without_streaming(build_copy: Path, hub: Any, tmp_path: Path) -> None:
    import datasets

    report = run(build_copy)
    pairs = datasets.load_dataset(NAME, split="train", cache_dir=str(tmp_path / "arrow"))
    assert report.rows["vi-fr/train"] == len(pairs) > 200
    assert pairs.features["translation"] == datasets.Translation(languages=["vi", "fr"])
    streamed = datasets.load_dataset(NAME, "documents", split="train", streaming=True)
    assert sum(1 for _ in streamed) == report.rows["documents/train"] == 10
    assert f'load_dataset("{NAME}", "vi-fr"' in hub.files(NAME)["README.md"].decode()


def test_publishing_again_makes_no_commit(build_copy: Path, hub: Any) -> None:
    first = run(build_copy, tag="v1")
    again = run(build_copy, tag="v1")
    assert not again.committed
    assert not again.difference
    assert again.commit == first.commit
    assert len(hub.commits(NAME)) == 2
    assert hub.repositories[NAME].tags == {"v1": first.commit}


def test_only_what_changed_is_sent_and_old_shards_go(build_copy: Path, hub: Any) -> None:
    run(build_copy)
    by_hand(hub, **{"vi-fr/train-00001-of-00002.parquet": b"old", "paper.pdf": b"mine"})
    rewrite(build_copy, "LICENSE", lambda text: text + "\nOnce more.\n")
    before = len(hub.contents)
    report = run(build_copy, message="Second thoughts")
    assert report.difference.changed == ("LICENSE", "manifest.json")
    assert report.difference.removed == ("vi-fr/train-00001-of-00002.parquet",)
    assert report.difference.kept == ("paper.pdf",)
    assert "paper.pdf" in hub.files(NAME)
    assert len(hub.contents) == before
    assert hub.commits(NAME)[-1].title == "Second thoughts"


def test_another_writer_is_never_overwritten(build_copy: Path, hub: Any) -> None:
    run(build_copy)
    rewrite(build_copy, "LICENSE", lambda text: text + "\nOnce more.\n")
    hub.before_commit = lambda repository: repository.commit("main", "theirs", {"README.md": b"theirs"})
    with pytest.raises(PublishError, match=r"somebody else changed me/news .* nothing was committed.* run the same"):
        run(build_copy)
    assert hub.files(NAME) == {"README.md": b"theirs"}


def test_an_interrupted_upload_is_resumed(build_copy: Path, hub: Any) -> None:
    hub.uploads_left = 1
    told = r"^uploading to me/news failed: .* \(The connection was cut by the test\); what was sent is not sent twice"
    with pytest.raises(PublishError, match=told):
        run(build_copy)
    assert len(hub.commits(NAME)) == 1
    hub.uploads_left, hub.requests[:] = None, []
    assert run(build_copy).committed
    assert sum(method == "PUT" for method, _ in hub.requests) == len(hub.contents) - 1 > 0


@pytest.mark.parametrize(
    ("token", "message"),
    [
        ("hf_" + "x" * 34, r"^the hub refuses the token it was given; run 'hf auth login' again"),
        ("", r"^the hub wants a token and none was found; run 'hf auth login' or set HF_TOKEN$"),
        ("READER", r"^the token may not write to me/news; use one with write access"),
    ],
)
def test_tokens_that_do_not_do(
    token: str, message: str, build_copy: Path, hub: Any, hub_package: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", hub_package.READER if token == "READER" else token)
    with pytest.raises(PublishError, match=message):
        run(build_copy)
    assert not hub.repositories


def test_no_network(build_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub

    monkeypatch.setattr(huggingface_hub.constants, "ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(PublishError, match=r"^the hub at 127\.0\.0\.1:9 cannot be reached; check the network"):
        run(build_copy)


def test_the_token_is_in_no_output_and_no_log(
    build_copy: Path,
    hub: Any,
    hub_package: Any,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    report = run(build_copy, tag="v1")
    hub.before_commit = lambda repository: repository.commit("main", "theirs", {})
    rewrite(build_copy, "LICENSE", lambda text: text + hub_package.WRITER[:-1])
    with pytest.raises(PublishError) as error:
        run(build_copy)
    shown = "".join(capfd.readouterr()) + caplog.text + str(error.value) + json.dumps(report.as_dict())
    assert hub_package.WRITER not in shown
    files = [path for path in build_copy.rglob("*") if path.is_file()]
    assert not any(hub_package.WRITER.encode() in path.read_bytes() for path in files)


def test_what_people_wrote_into_the_card_is_kept(build_copy: Path, hub: Any) -> None:
    run(build_copy)
    card = hub.files(NAME)["README.md"].decode()
    card = card.replace("<!-- human: uses -->\n", "<!-- human: uses -->\nOurs: **nothing**.\n")
    card = card.replace("## Limits\n", "## Limits\n\n<!-- human: our view -->\nMind the gap.\n<!-- /human -->\n")
    card = card.replace("pretty_name:", "extra_gated_prompt: Be kind.\npretty_name:")
    by_hand(hub, README=card.encode())
    run(build_copy)
    merged = hub.files(NAME)["README.md"].decode()
    assert "<!-- human: uses -->\nOurs: **nothing**.\n<!-- /human -->" in merged
    assert merged.index("## Limits") < merged.index("Mind the gap.") < merged.index("## Recommendations")
    assert "extra_gated_prompt: Be kind." in merged
    assert not run(build_copy).committed


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ("<!-- human: a -->\ntext\n", "never closes its passage 'a'"),
        ("text\n<!-- /human -->\n", "markers that do not match"),
        ("<!-- human: a -->\n<!-- human: b -->\n<!-- /human -->\n", "markers that do not match"),
    ],
)
def test_a_card_whose_passages_cannot_be_told_is_not_overwritten(
    broken: str, message: str, build_copy: Path, hub: Any
) -> None:
    run(build_copy)
    by_hand(hub, README=b"# News\n" + broken.encode())
    with pytest.raises(PublishError, match=message):
        run(build_copy)
    assert hub.commits(NAME)[-1].title == "by hand"


def test_a_silent_change_of_schema_is_refused(build_copy: Path, hub: Any) -> None:
    run(build_copy)
    card = hub.files(NAME)["README.md"].decode()
    by_hand(
        hub, README=card.replace("- name: quality\n    dtype: float32", "- name: score\n    dtype: float64").encode()
    )
    with pytest.raises(PublishError) as error:
        run(build_copy)
    assert "--allow-schema-change" in str(error.value)
    assert "vi-fr: column score is gone" in str(error.value)
    assert "vi-fr: column quality is new" in str(error.value)
    assert run(build_copy, allow_schema_change=True).committed


def test_shards_of_unknown_columns_count_as_a_change(build_copy: Path, hub: Any) -> None:
    run(build_copy)
    by_hand(hub, README=b"---\nlanguage:\n- vi\n---\n# Another\n")
    with pytest.raises(PublishError, match="vi-fr: the card there does not say its columns"):
        run(build_copy)


def test_private_pull_request_revision_and_tag(build_copy: Path, hub: Any) -> None:
    run(build_copy, private=True)
    repository = hub.repositories[NAME]
    assert repository.private
    rewrite(build_copy, "LICENSE", lambda text: text + "\nOnce more.\n")
    proposed = run(build_copy, pull_request=True)
    assert proposed.pull_request == f"{hub.endpoint}/datasets/{NAME}/discussions/1"
    assert len(hub.commits(NAME)) == 2
    branched = run(build_copy, revision="dev", tag="v2")
    assert hub.commits(NAME, "dev")[-1].id == branched.commit == repository.tags["v2"]
    assert len(hub.commits(NAME)) == 2
    with pytest.raises(PublishError, match="tag v2 is taken"):
        run(build_copy, tag="v2")
    repository.private = False
    with pytest.raises(PublishError, match="is there already and public"):
        run(build_copy, private=True)


def test_what_comes_back_wrong_is_told(build_copy: Path, hub: Any) -> None:
    hub.damage = lambda path, content: content[:-1] + b"!" if path.startswith("vi-fr/") else content
    with pytest.raises(PublishError, match=r"vi-fr/train-.* came back from me/news .* with other content"):
        run(build_copy)


def test_squashing_leaves_one_revision_and_names_the_tags_left(build_copy: Path, hub: Any) -> None:
    run(build_copy, tag="v1")
    rewrite(build_copy, "LICENSE", lambda text: text + "\nOnce more.\n")
    report = run(build_copy, squash=True)
    assert report.squashed
    assert [commit.id for commit in hub.commits(NAME)] == [report.commit]
    assert report.tags_left == ("v1",)
    again = run(build_copy, squash=True)
    assert not again.squashed
    assert (again.commit, again.tags_left) == (report.commit, ("v1",))


def test_a_tag_that_a_squash_would_leave_behind_is_refused(build_copy: Path, hub: Any) -> None:
    run(build_copy, tag="v1")
    with pytest.raises(PublishError, match="tag v1 is taken, and squashing makes another commit"):
        run(build_copy, tag="v1", squash=True)
    assert len(hub.commits(NAME)) == 2


def test_only_revisions_from_before_a_withdrawal_are_named(build_copy: Path, hub: Any) -> None:
    run(build_copy)
    before = [commit.id for commit in hub.commits(NAME)[::-1]]
    withdraw(build_copy, Withdrawals.of(domains=["baolamgiang.example"]))
    assert list(run(build_copy).older) == before
    rewrite(build_copy, "LICENSE", lambda text: text + "\nOnce more.\n")
    assert list(run(build_copy).older) == before
    assert run(build_copy, squash=True).older == ()
    rewrite(build_copy, "LICENSE", lambda text: text + "\nAnd more.\n")
    assert run(build_copy).older == ()
    assert len(hub.commits(NAME)) == 2
    assert publish(build_copy, "me/fresh").older == ()


def new_version(folder: Path, version: str) -> None:
    rewrite(folder, "README.md", lambda text: text.replace("**1.0.0**", f"**{version}**"))
    card_setting(folder, version=version)


def test_the_list_of_versions_grows(build_copy: Path, hub: Any) -> None:
    first = run(build_copy)
    new_version(build_copy, "1.1.0")
    second = run(build_copy)
    assert not [note for note in second.warnings if "is there already" in note]
    section = hub.files(NAME)["README.md"].decode().split("## Changes")[1]
    assert re.findall(r"^- \*\*(.+?)\*\*: \d+ pairs from 10 page pairs", section, re.MULTILINE) == ["1.1.0", "1.0.0"]
    assert not run(build_copy).committed
    assert first.commit != second.commit


def test_lines_of_people_in_the_list_of_versions_are_not_taken_twice(build_copy: Path) -> None:
    card = (build_copy / "dataset" / "README.md").read_text(encoding="utf-8")
    theirs = card.replace("<!-- human: changes -->\n", "<!-- human: changes -->\n- **0.9**: ours\n")
    assert with_earlier_versions(card, theirs.replace("\n", "\r\n")) == card
    assert with_earlier_versions(card, "# Another card\n- **0.9**: 1 pair\n") == card
    assert with_earlier_versions("# No list\n", theirs) == "# No list\n"


def test_other_rows_under_the_same_version_are_told(build_copy: Path, hub: Any) -> None:
    run(build_copy)
    withdraw(build_copy, Withdrawals.of(domains=["baolamgiang.example"]))
    report = run(build_copy, dry_run=True)
    assert "version 1.0.0 is there already with other rows; version below [card] tells the two apart" in report.warnings


def test_a_card_that_was_edited_on_the_hub_is_told(build_copy: Path, hub: Any) -> None:
    run(build_copy)
    by_hand(hub, README=hub.files(NAME)["README.md"].replace(b"## Uses", b"## Applications"))
    notes = run(build_copy).warnings
    assert [note for note in notes if note.startswith("the card on the hub was edited there: what stands between")]
    assert not [note for note in run(build_copy, dry_run=True).warnings if "edited" in note]


@pytest.mark.parametrize(
    "manifest", [b'{"outputs": ["a", {"b": 1}], "config": []}', b'{"outputs": 1}', b"[]", b"[" * 100_000, b"\xff"]
)
def test_a_manifest_of_somebody_else_is_no_obstacle(manifest: bytes, build_copy: Path, hub: Any) -> None:
    run(build_copy)
    by_hand(hub, **{"manifest.json": manifest})
    assert run(build_copy).difference.changed == ("manifest.json",)


def card_setting(folder: Path, **settings: str) -> None:
    path = folder / "dataset" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["config"]["card"].update(settings)
    path.write_text(json.dumps(manifest), encoding="utf-8")


def spoil_ledger(text: str) -> str:
    metrics = json.loads(text)
    metrics["ledger"]["lines"]["total"] += 1
    return json.dumps(metrics)


REFUSALS = {
    "hole": (lambda f: rewrite(f, "README.md", lambda t: t + "\n[More Information Needed]\n"), "the card has a hole"),
    "placeholder": (lambda f: rewrite(f, "README.md", lambda t: t + "\n$pairs_count\n"), r"a hole: \$pairs_count"),
    "ledger": (lambda f: rewrite(f, "metrics.json", spoil_ledger), "the ledger of lines does not add up: "),
    "licence": (lambda f: rewrite(f, "README.md", lambda t: t.replace("license: other\n", "")), "it has no licence"),
    "licence name": (
        lambda f: rewrite(f, "README.md", lambda t: t.replace("license_name: ", "license_name: X ")),
        "licence 'other' needs license_name",
    ),
    "licence link": (
        lambda f: rewrite(f, "README.md", lambda t: t.replace("license_link: LICENSE", "license_link: rights.txt")),
        "licence 'other' needs license_link: LICENSE or an address",
    ),
    "contact": (lambda f: card_setting(f, removal_contact=" "), "nobody is named to write to for the removal"),
    "stray": (lambda f: (f / "dataset" / ".env").write_text("A=1"), r"\.env is no file of the build"),
    "changed": (lambda f: (f / "dataset" / "LICENSE").write_text("MIT"), "LICENSE was changed since it was built"),
    "missing": (lambda f: (f / "dataset" / "LICENSE").unlink(), "LICENSE is missing"),
    "secret": (
        lambda f: rewrite(f, "LICENSE", lambda t: t + "\nAKIA" + "ABCDEFGH12345678\n"),
        "LICENSE holds an AWS key",
    ),
    "own token": (
        lambda f: rewrite(f, "LICENSE", lambda t: t + "hf_" + "w" * 34),
        "LICENSE holds the token that you publish with",
    ),
    "rows": (
        lambda f: rewrite(f, "README.md", lambda t: t.replace("num_examples: 10\n", "num_examples: 11\n")),
        "documents, train: 10 rows, the card says 11",
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_is_refused_before_anything_is_sent(case: str, build_copy: Path, hub: Any) -> None:
    spoil, message = REFUSALS[case]
    spoil(build_copy)
    with pytest.raises(PublishError, match=message):
        run(build_copy)
    assert not hub.requests


def test_a_secret_inside_compressed_columns_is_found(build_copy: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from corpus.publishing.secrets import find_secrets

    path = build_copy / "secret.parquet"
    texts = ["Một câu."] * 500 + ["mật khẩu: ghp_" + "A1b2" * 9]
    pq.write_table(pa.table({"nested": [[{"text": text}] for text in texts]}), path, compression="zstd")
    assert find_secrets(path) == ["a GitHub token"]
    shards = list((build_copy / "dataset").rglob("*.parquet"))
    assert shards
    assert not [kind for shard in shards for kind in find_secrets(shard)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("x hf_" + "aB3" * 12, ["a hub token"]),
        ("github_pat_" + "a1_" * 20, ["a GitHub token"]),
        ("key=AIza" + "x" * 35, ["a Google key"]),
        ("xoxb-" + "1234567890", ["a Slack token"]),
        ("sk-ant-" + "k" * 40, ["a secret API key"]),
        ("-----BEGIN RSA " + "PRIVATE KEY-----", ["a private key"]),
        ("https://minh:mat-khau" + "@bao.example/", ["a password in an address"]),
        ("https://bao.example/a?b=c, minh@bao.example, hf_hub, risk-free sk-, 16:30@Hà Nội", []),
        ("https://bao.example/tap-doan-sk-hynix-dau-tu-nha-may-moi-tai-mien-bac-viet-nam-post880222.html", []),
        ("sk-hynix-dau-tu-nha-may-moi-tai-mien-bac-viet-nam-post880222.html", []),
        ("@" * 100_000 + "://" * 100_000 + "sk-" * 100_000, []),
    ],
)
def test_kinds_of_secrets(text: str, kinds: list[str], tmp_path: Path) -> None:
    from corpus.publishing.secrets import PIECE, find_secrets

    for number, before in enumerate((0, PIECE - 20)):
        path = tmp_path / f"{number}.txt"
        path.write_text(" " * before + text, encoding="utf-8")
        assert find_secrets(path) == kinds


@pytest.mark.parametrize("name", ["news", "a/b/c", "../x", "a/", "me/nằm", "https://hub/me/news"])
def test_names_that_no_hub_takes(name: str, build_copy: Path) -> None:
    with pytest.raises(ValueError, match="give owner/name"):
        publish(build_copy, name)


@pytest.mark.parametrize("options", [{"tag": "a b"}, {"revision": "../x"}, {"tag": "v1/"}, {"revision": ""}])
def test_names_that_no_branch_or_tag_has(options: dict[str, str], build_copy: Path, hub: Any) -> None:
    with pytest.raises(ValueError, match=r"^--(tag|revision) '.*' is no name for it; use letters"):
        run(build_copy, **options)
    assert not hub.requests


def test_every_reason_is_listed_at_once(build_copy: Path) -> None:
    (build_copy / "dataset" / "notes.txt").write_text("mine", encoding="utf-8")
    card_setting(build_copy, removal_contact="")
    with pytest.raises(
        PublishError, match=r"for 2 reasons:\n  - notes.txt is no file of the build[^\n]*\n  - nobody is"
    ):
        run(build_copy)


def test_a_conflict_on_a_branch_names_the_branch(build_copy: Path, hub: Any) -> None:
    run(build_copy)
    rewrite(build_copy, "LICENSE", lambda text: text + "\nOnce more.\n")
    hub.before_commit = lambda repository: repository.commit("dev", "theirs", {"README.md": b"theirs"})
    with pytest.raises(PublishError, match="/commits/dev, then run the same command"):
        run(build_copy, revision="dev")


def test_a_folder_without_a_build(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no build here; run 'vifr build INPUT -o"):
        publish(tmp_path, NAME)


def test_a_licence_that_the_hub_does_not_know_is_its_refusal(build_copy: Path, hub: Any) -> None:
    rewrite(build_copy, "README.md", lambda t: t.replace("license: other\n", "license: my-own\n"))
    with pytest.raises(PublishError, match='"license" must be one of'):
        run(build_copy)
    assert len(hub.commits(NAME)) == 1
