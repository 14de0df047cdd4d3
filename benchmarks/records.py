"""One result file a run: the figures, and what they were measured with."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import aligner
from benchmarks.documents import CHECKOUT, digest

RESULTS = CHECKOUT / "benchmarks" / "results"
TOOLS = ("numpy", "numba", "nltk", "galechurch", "pysbd")
"""Packages whose version may change a figure."""
CPU_LIST = Path("/proc/cpuinfo")


def write_record(name: str, settings: Mapping[str, Any], body: Mapping[str, Any], folder: Path = RESULTS) -> Path:
    """Write ``<folder>/<name>.json``: versions, machine, settings, their signature, then the figures.

    The signature joins version, commit, settings (data digests among them): two results with one signature differ by
    nothing but the machine.
    """
    versions = tool_versions()
    record = {
        "benchmark": name,
        "signature": f"vifr:{versions['vifr']}|commit:{versions['commit']}|settings:{digest([dict(settings)])}",
        "measured": datetime.now(UTC).date().isoformat(),
        "versions": versions,
        "machine": machine(),
        "settings": dict(settings),
        **body,
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    temporary.replace(path)
    return path


def tool_versions() -> dict[str, str | None]:
    """Versions of the library, its commit, Python and the packages that matter (``None``: not installed)."""
    versions: dict[str, str | None] = {
        "vifr": aligner.__version__,
        "commit": commit(),
        "python": platform.python_version(),
    }
    for tool in TOOLS:
        try:
            versions[tool] = version(tool)
        except PackageNotFoundError:
            versions[tool] = None
    return versions


def commit() -> str | None:
    """The commit of the checkout, with ``+changes`` where files differ from it; ``None`` outside a checkout."""
    try:
        head = _git("rev-parse", "--short=12", "HEAD")
        changed = _git("status", "--porcelain", "--", "aligner")
    except (OSError, subprocess.CalledProcessError):
        return None
    return head + ("+changes" if changed else "")


def _git(*arguments: str) -> str:
    command = ["git", "-C", str(CHECKOUT), "--no-optional-locks", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def machine() -> dict[str, Any]:
    """What the times depend on: processor, cores, system; no name of the machine."""
    model = platform.processor() or platform.machine()
    if CPU_LIST.exists():
        names = [line for line in CPU_LIST.read_text(encoding="utf-8").splitlines() if line.startswith("model name")]
        model = names[0].partition(":")[2].strip() if names else model
    return {"processor": model, "cores": os.cpu_count(), "system": platform.system(), "machine": platform.machine()}
