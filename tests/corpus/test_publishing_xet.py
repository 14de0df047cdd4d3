"""Large files and the hub's Xet storage: what does not work is told, and the dataset is published all the same.

A real Xet storage is not imitated here: its protocol (chunks by content, hashes over hashes) is its own library's. What
is tested is every way in which it can be missing or fail while the hub offers it.
"""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest

from corpus.publishing import PublishReport, publish, xet

pytest.importorskip("hf_xet")
NAME = "me/news"


@pytest.fixture(autouse=True)
def xet_as_it_comes(hub_client: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Xet as it is when nobody forbids it."""
    import huggingface_hub

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_DISABLE_XET", False)


def published(folder: Path) -> PublishReport:
    report = publish(folder, NAME)
    assert report.committed
    assert report.rows["documents/train"] == 10
    return report


def note(report: PublishReport) -> str:
    notes = [warning for warning in report.warnings if "Xet" in warning]
    assert len(notes) == 1
    return notes[0].removeprefix("files are sent whole and not through the hub's Xet storage: ")


def closed_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def test_a_hub_that_knows_no_xet(build_copy: Path, hub: Any) -> None:
    assert note(published(build_copy)) == "the hub gives no access to it (HTTP 404)"
    assert xet.in_use()


def test_a_storage_that_cannot_be_reached(build_copy: Path, hub: Any) -> None:
    hub.xet_storage = f"http://127.0.0.1:{closed_port()}"
    assert note(published(build_copy)) == "its host 127.0.0.1 does not answer"


def test_a_storage_that_is_silent(build_copy: Path, hub: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xet, "SECONDS", 2)
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        hub.xet_storage = f"http://127.0.0.1:{held.getsockname()[1]}"
        assert note(published(build_copy)) == "its host 127.0.0.1 does not answer"


def test_a_storage_that_is_none(build_copy: Path, hub: Any) -> None:
    hub.xet_storage = "no address at all"
    assert note(published(build_copy)) == "the hub does not say where it is"


def test_a_storage_that_fails_on_the_way(build_copy: Path, hub: Any) -> None:
    hub.xet_storage = hub.endpoint
    assert note(published(build_copy)) == "sending through it failed on the way"
    assert any(path.startswith("/v1/") for _, path in hub.requests)


def test_who_forbids_xet_hears_nothing_of_it(build_copy: Path, hub: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_DISABLE_XET", True)
    assert not [warning for warning in published(build_copy).warnings if "Xet" in warning]
    assert not any("xet" in path for _, path in hub.requests)
