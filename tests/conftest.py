"""What the tests share: where the sample pages and the yardstick are."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

import pytest

GOLD = Path(__file__).parent / "gold"


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
