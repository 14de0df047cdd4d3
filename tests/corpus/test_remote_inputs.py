"""Inputs on a hub: fetched by the real client from a hub on loopback, built like any folder."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

NAME = "me/crawl"
VI = "Chiều 14/3, tỉnh Sơn Hà họp về 412.000 hồ sơ đất đai. Ông Lê Minh Quân phát biểu về 87,5% kế hoạch."
FR = (
    "Dans l'après-midi du 14 mars, la province de Son Ha s'est réunie au sujet de 412 000 dossiers fonciers. "
    "M. Le Minh Quan a parlé de 87,5 % du plan."
)
Vifr = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def crawl(hub: Any, hub_package: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A dataset of pages on the hub, and the settings with which the client finds it."""
    for name, value in {
        "HF_ENDPOINT": hub.endpoint,
        "HF_HOME": str(tmp_path / "home"),
        "HF_HUB_DISABLE_XET": "1",
        "HF_TOKEN": hub_package.READER,
    }.items():
        monkeypatch.setenv(name, value)
    rows = [{"id": "vi", "text": VI, "language": "vi"}, {"id": "fr", "text": FR, "language": "fr"}]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    repository = hub.repositories[NAME] = hub_package.Repository(NAME)
    repository.commit("main", "pages", {"README.md": b"# crawl", "data/pages.jsonl": lines, "picture.png": b"\x89PNG"})
    return hub


def test_a_dataset_on_a_hub_is_built_like_a_folder(crawl: Any, vifr: Vifr, tmp_path: Path) -> None:
    built = vifr("build", f"hf://datasets/{NAME}", "-o", tmp_path / "out", "--json")
    assert built.returncode == 0, built.stderr
    assert built.stderr == ""
    documents = json.loads(built.stdout)["ledger"]["documents"]
    assert documents == {"total": 2, "states": {"paired": 2}}
    manifest = json.loads((tmp_path / "out" / "dataset" / "manifest.json").read_text(encoding="utf-8"))
    assert [entry["name"] for entry in manifest["inputs"]] == ["data/pages.jsonl"]


def test_revision_and_path(crawl: Any, vifr: Vifr, tmp_path: Path) -> None:
    crawl.repositories[NAME].commit("old", "one page", {"vi.txt": VI.encode()})
    for address, pages in ((f"{NAME}@old", 1), (f"{NAME}/data", 2), (f"{NAME}/data/pages.jsonl", 2)):
        listed = vifr("pair", f"hf://datasets/{address}", "--json")
        assert listed.returncode == 0, listed.stderr
        listing = json.loads(listed.stdout)
        assert 2 * len(listing["pairs"]) + len(listing["unpaired"]) == pages, address


@pytest.mark.parametrize(
    ("address", "code", "told"),
    [
        ("hf://datasets/me/none", 2, "does not exist on the hub"),
        (f"hf://datasets/{NAME}@none", 2, "does not exist on the hub"),
        (f"hf://datasets/{NAME}/none", 2, "supported endings are .txt"),
        ("hf://models/me/crawl", 2, "write hf://datasets/owner/name"),
        ("hf://datasets/crawl", 2, "write hf://datasets/owner/name"),
    ],
)
def test_what_cannot_be_fetched_is_told(
    crawl: Any, vifr: Vifr, tmp_path: Path, address: str, code: int, told: str
) -> None:
    failed = vifr("build", address, "-o", tmp_path / "out")
    assert failed.returncode == code
    assert told in failed.stderr
    assert failed.stderr.count("\n") == 1


def test_without_a_network_the_cache_answers(
    crawl: Any, vifr: Vifr, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hub_package: Any
) -> None:
    assert vifr("pair", f"hf://datasets/{NAME}").returncode == 0
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    assert vifr("pair", f"hf://datasets/{NAME}").returncode == 0
    monkeypatch.setenv("HF_HOME", str(tmp_path / "empty"))
    failed = vifr("pair", f"hf://datasets/{NAME}")
    assert failed.returncode == 1
    assert "cannot be reached" in failed.stderr
    assert hub_package.READER not in failed.stderr
