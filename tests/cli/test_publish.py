"""`vifr publish` and `vifr withdraw` as real processes, with the real clients, against a hub on loopback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

LOADING = """
import json, datasets
pairs = datasets.load_dataset("me/news", split="train")
streamed = datasets.load_dataset("me/news", "documents", split="train", streaming=True)
print(json.dumps([len(pairs), pairs[0]["translation"], sum(1 for _ in streamed)]))
"""


class Client:
    """Runs commands with the hub client's settings in their environment and nowhere else."""

    def __init__(self, hub: Any, token: str, home: Path) -> None:
        self.hub, self.token, self.home = hub, token, home
        self.shown = ""

    def __call__(self, *arguments: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "HUGGING"))}
        environment = {
            **own,
            "PYTHONUTF8": "1",
            "HF_ENDPOINT": self.hub.endpoint,
            "HF_TOKEN": self.token,
            "HF_HOME": str(self.home),
            "HF_HUB_DISABLE_XET": "1",
            **settings,
        }
        program = [sys.executable] if arguments[0] == "-c" else [str(Path(sys.executable).with_name("vifr"))]
        result = subprocess.run(
            [*program, *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            env=environment,
            timeout=120,
        )
        self.shown += result.stdout + result.stderr
        return result


@pytest.fixture
def client(hub: Any, hub_package: Any, tmp_path: Path) -> Client:
    return Client(hub, hub_package.WRITER, tmp_path / "home")


def test_publish_load_withdraw_and_publish_the_removal(client: Client, hub: Any, build_copy: Path) -> None:
    dry = client("publish", build_copy, "me/news", "--dry-run")
    assert dry.returncode == 0, dry.stderr
    assert "nothing was sent" in dry.stdout
    assert "  new: vi-fr/train-00000-of-00001.parquet" in dry.stdout
    first = client("publish", build_copy, "me/news", "--tag", "v1", HF_DEBUG="1")
    assert first.returncode == 0, first.stderr
    assert "Loaded back, hashes and rows as built: documents/train 10" in first.stdout
    rows, translation, pages = json.loads(client("-c", LOADING).stdout)
    assert rows > 200
    assert set(translation) == {"vi", "fr"}
    assert pages == 10
    again = client("publish", build_copy, "me/news")
    assert again.stdout.startswith("Nothing to do: me/news at ")
    assert len(hub.commits("me/news")) == 2
    removal = client("withdraw", build_copy, "--domain", "baolamgiang.example")
    assert removal.stdout.startswith("Withdrew ")
    assert "--squash" in removal.stdout
    told = client("publish", build_copy, "me/news")
    assert "Older revisions may still hold what was withdrawn: " in told.stdout
    squashed = client("publish", build_copy, "me/news", "--squash")
    assert "The branch has one commit now" in squashed.stdout
    assert "Tags still lead to older revisions, delete them on the hub: v1." in squashed.stdout
    assert len(hub.commits("me/news")) == 1
    assert client.token not in client.shown


def test_what_a_person_is_told(client: Client, hub: Any, hub_package: Any, build_copy: Path) -> None:
    wrong = "hf_" + "x" * 34
    refused = client("publish", build_copy, "me/news", HF_TOKEN=wrong)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == (
        "vifr: the hub refuses the token it was given; run 'hf auth login' again, or set HF_TOKEN to a valid one\n"
    )
    unreachable = client("publish", build_copy, "me/news", HF_ENDPOINT="http://127.0.0.1:9")
    assert unreachable.returncode == 1
    assert unreachable.stderr == (
        "vifr: the hub at 127.0.0.1:9 cannot be reached; check the network (and HF_ENDPOINT), then run it again\n"
    )
    offline = client("publish", build_copy, "me/news", HF_HUB_OFFLINE="1")
    assert offline.stderr == "vifr: the hub's client is set to stay offline; unset HF_HUB_OFFLINE\n"
    assert wrong not in client.shown
    assert not hub.repositories


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("publish", "absent", "me/news"), "absent: no build here; run 'vifr build INPUT -o absent' first"),
        (("publish", "OUT", "news"), "'news' is no repository; give owner/name"),
        (("publish", "OUT", "me/news", "--squash", "--pull-request"), "choose one of them"),
        (("withdraw", "absent", "--domain", "a.example"), "absent: no such folder"),
        (("withdraw", "OUT"), "nothing to withdraw; name pages by --url, --domain or --document"),
    ],
)
def test_wrong_usage_exits_2(arguments: tuple[str, ...], message: str, client: Client, built_sample: Path) -> None:
    result = client(*(str(built_sample) if one == "OUT" else one for one in arguments))
    assert result.returncode == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_reports_as_json(client: Client, build_copy: Path) -> None:
    report = json.loads(client("publish", build_copy, "me/news", "--dry-run", "--json").stdout)
    assert report["dry_run"] is True
    assert "README.md" in report["difference"]["added"]
    report = json.loads(client("withdraw", build_copy, "--document", "none.txt", "--json").stdout)
    assert report["documents"] == []
    assert report["requests"] == 1
    shown = client("withdraw", build_copy, "--domain", "misspelt.example").stdout
    assert "(2 requests in withdrawals.jsonl)" in shown
    assert "No page pair of this dataset is covered." in shown
    assert "--squash" not in shown
