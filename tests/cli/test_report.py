"""`vifr report` and the report of `vifr build`, through real processes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def built(vifr: Any, tmp_path_factory: pytest.TempPathFactory, sample_pages: Path) -> Path:
    folder = tmp_path_factory.mktemp("built")
    result = vifr("build", sample_pages, "-o", folder)
    assert result.returncode == 0, result.stderr
    assert "report.html" in result.stdout
    return folder


def test_build_and_report_write_the_same_file(vifr: Any, built: Path, tmp_path: Path) -> None:
    result = vifr("report", built, "-o", tmp_path / "page.html")
    assert result.returncode == 0, result.stderr
    assert str(tmp_path / "page.html") in result.stdout
    assert result.stderr == ""
    page = (tmp_path / "page.html").read_bytes()
    assert page == (built / "report.html").read_bytes()
    assert page.startswith(b"<!doctype html>")


def test_report_of_no_build_is_wrong_usage(vifr: Any, tmp_path: Path) -> None:
    result = vifr("report", tmp_path)
    assert result.returncode == 2
    assert "no build here" in result.stderr
    assert "vifr build" in result.stderr
    assert not (tmp_path / "report.html").exists()


def test_report_may_hold_few_document_pairs(vifr: Any, built: Path, tmp_path: Path) -> None:
    result = vifr("report", built, "-o", tmp_path / "few.html", "--documents", "2")
    assert result.returncode == 0, result.stderr
    assert "the 2 worst document pairs are shown" in (tmp_path / "few.html").read_text(encoding="utf-8")
    assert vifr("report", built, "--documents", "-1").returncode == 2
