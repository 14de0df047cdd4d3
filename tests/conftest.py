"""What the tests share: the command as a process, the sample pages and a build of them, the yardstick, a hub."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any

import hypothesis
import pytest

hypothesis.settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    # The same examples in every run: a change is judged by what it changed; new examples are looked for by hand.
    hypothesis.settings.load_profile("ci")

COMMAND = Path(sys.executable).with_name("vifr")
LONGEST_RUN = 300
"""Seconds after which a process hangs: the longest takes some ten on a free machine."""


@pytest.fixture(scope="session")
def vifr() -> Callable[..., subprocess.CompletedProcess[Any]]:
    """Runs the command: ``vifr("align", path, "-", text="standard input")``. With bytes in, bytes come out."""

    def run(*arguments: str | Path, text: str | bytes = "") -> subprocess.CompletedProcess[Any]:
        return subprocess.run(
            [str(COMMAND), *map(str, arguments)],
            input=text,
            capture_output=True,
            encoding=None if isinstance(text, bytes) else "utf-8",
            check=False,
            env={**os.environ, "PYTHONUTF8": "1"},
            timeout=LONGEST_RUN,
        )

    return run


@pytest.fixture(scope="session")
def sample_pages() -> Path:
    """The sample crawl that ships with the package."""
    return Path(str(files("corpus") / "sample" / "pages"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the yardstick beside the checkout; tests that need it skip where it is absent."""
    places = [Path(os.environ["VIFR_SHARED"])] if "VIFR_SHARED" in os.environ else []
    for place in [*places, *(parent / "shared" for parent in Path.cwd().resolve().parents)]:
        if (place / "gold-dev").is_dir():
            return place
    pytest.skip("the yardstick (a folder shared/ beside the checkout, or VIFR_SHARED) is absent")


HUB = Path(__file__).parent / "hub"
CONTACT = "removal@corpus.example"


@pytest.fixture(scope="session")
def hub_package() -> ModuleType:
    """The hub on loopback that stands beside the tests."""
    spec = importlib.util.spec_from_file_location("vifr_fake_hub", HUB / "__init__.py")
    assert spec is not None
    assert spec.loader is not None
    package = importlib.util.module_from_spec(spec)
    sys.modules["vifr_fake_hub"] = package
    spec.loader.exec_module(package)
    return package


@pytest.fixture
def hub(hub_package: ModuleType) -> Iterator[Any]:
    """A hub that is running."""
    with hub_package.running_hub() as running:
        yield running


@pytest.fixture
def hub_client(hub: Any, hub_package: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Point the clients, which read their settings once, at the hub of this test, without Xet."""
    import datasets
    import huggingface_hub

    constants = huggingface_hub.constants
    monkeypatch.setattr(constants, "ENDPOINT", hub.endpoint)
    template = f"{hub.endpoint}/{{repo_id}}/resolve/{{revision}}/{{filename}}"
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(tmp_path / "token"))
    monkeypatch.setattr(datasets.config, "HF_ENDPOINT", hub.endpoint)
    monkeypatch.setattr(datasets.config, "HF_MODULES_CACHE", str(tmp_path / "modules"))
    monkeypatch.setenv("HF_TOKEN", hub_package.WRITER)


@pytest.fixture(scope="session")
def built_sample(tmp_path_factory: pytest.TempPathFactory, sample_pages: Path) -> Path:
    """A build of the sample pages that may be published; tests that change it take a copy (`build_copy`)."""
    from corpus.build import build_corpus
    from corpus.config import BuildConfig, CardConfig

    folder = tmp_path_factory.mktemp("built")
    build_corpus([sample_pages], folder, config=BuildConfig(card=CardConfig(removal_contact=CONTACT)))
    return folder


@pytest.fixture
def build_copy(built_sample: Path, tmp_path: Path) -> Path:
    """A build of one's own."""
    return Path(shutil.copytree(built_sample, tmp_path / "out"))
