"""A million pairs: written, checked, looked for in a test set, sent out as TMX, dry-run published, in bounded memory.

    python -m benchmarks.million                      1,000,000 pairs; some minutes, 2 GB of disk for the time
    python -m benchmarks.million --pairs 20000        fewer
    python -m benchmarks.million --folder /mnt/room   where to put it; removed afterwards

Pairs are generated: lines of our own documents with other figures in them, so that hardly two are alike. Neither pairs
nor pages are ever held as a whole: they are made anew each time they are passed over, which costs time that the figures
of `write` and `audit` include. Each step runs in a process of its own; its peak is the kernel's high-water mark of that
process. The dry run asks the hub on loopback of `tests/hub`. Exit code 1 where a step fails or needs more than 1.5 GiB.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

if not __package__:  # run as a file: the checkout goes before other installed packages called "benchmarks"
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.documents import CHECKOUT, OWN_DOCUMENTS
from benchmarks.generated import GeneratedDocuments, GeneratedPairs, audit_segments, generated_dataset
from benchmarks.isolation import Isolated, isolated
from benchmarks.records import write_record

PAIRS = 1_000_000
BOUND_MEGABYTES = 1.5 * 2**30 / 1e6
SECONDS = 3_600.0
"""A step that takes longer has failed."""
AUDITED_SEGMENTS = 2_000
"""Segments of the test file: as many as test sets of the field have."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the steps and record their figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=PAIRS, help="how many pairs (default: 1,000,000)")
    parser.add_argument("--folder", type=Path, help="where to write; default: the system's folder for such things")
    parser.add_argument("--no-record", action="store_true", help="print the figures and record nothing")
    options = parser.parse_args(arguments)
    with TemporaryDirectory(dir=options.folder) as place:
        steps = run(Path(place), options.pairs)
    if not options.no_record:
        print(write_record("million", {"pairs": options.pairs, "data": OWN_DOCUMENTS.name}, {"steps": steps}).name)
    return 0 if all(step["within_bound"] for step in steps.values()) else 1


def run(folder: Path, pairs: int) -> dict[str, dict[str, Any]]:
    """All steps in order; a step that fails leaves out those after it."""
    hub_package = loopback_hub()
    found = {}
    with hub_package.running_hub() as hub:
        os.environ.update(HF_ENDPOINT=hub.endpoint, HF_TOKEN=hub_package.WRITER, HF_HOME=str(folder / "home"))
        for name in STEPS:
            started = time.perf_counter()
            done = isolated(step, name, folder, pairs, seconds=SECONDS)
            found[name] = figures(done, time.perf_counter() - started)
            print(f"{name:8} {found[name]}", flush=True)
            if done.failure:
                break
    return found


def step(name: str, folder: Path, pairs: int) -> dict[str, Any]:
    """Run a step; processor seconds are told beside the wall's, which a busy machine stretches."""
    started = time.process_time()
    told = STEPS[name](folder, pairs)
    return {"cpu_seconds": round(time.process_time() - started, 1), **told}


def figures(done: Isolated, seconds: float) -> dict[str, Any]:
    """A step's figures: wall seconds (start of the process included), peak memory, what the step says of its work."""
    within = done.failure is None and done.peak_megabytes is not None and done.peak_megabytes < BOUND_MEGABYTES
    return {
        "seconds": round(seconds, 1),
        "peak_megabytes": done.peak_megabytes,
        "megabytes_at_start": done.start_megabytes,
        "within_bound": within,
        **(done.value or {"failure": done.failure}),
    }


def write(folder: Path, pairs: int) -> dict[str, Any]:
    """Write the dataset: files, metrics, card, manifest."""
    from corpus.writing import write_dataset

    dataset = generated_dataset(GeneratedPairs(pairs), GeneratedDocuments(pairs))
    metrics = write_dataset(folder / "dataset", dataset)
    return {"pairs": metrics["pairs"], "pages": metrics["document_pairs"], "megabytes": _size(folder / "dataset")}


def check(folder: Path, pairs: int) -> dict[str, Any]:
    """Check it as publishing does: hashes, ledger, card, rows, columns, secrets."""
    from corpus.publishing.checking import check_dataset

    checked = check_dataset(folder / "dataset", os.environ["HF_TOKEN"])
    if checked.problems:
        raise ValueError("; ".join(checked.problems))
    return {"files": len(checked.files)}


def audit(folder: Path, pairs: int) -> dict[str, Any]:
    """Look for all pairs in a test file that holds some of them."""
    from corpus.overlap import audit as look
    from corpus.overlap import overlap_metrics, read_test_files

    (folder / "test.vi").write_text("\n".join(audit_segments(pairs, AUDITED_SEGMENTS)) + "\n", encoding="utf-8")
    rows = GeneratedPairs(pairs)
    found = look(rows, read_test_files([folder / "test.vi"]))
    return overlap_metrics(found, {row["id"] for row in found["rows"]})["pairs"]


def export(folder: Path, pairs: int) -> dict[str, Any]:
    """Write a translation memory of all pairs."""
    from corpus.interchange import export as write_format

    write_format(folder, "tmx", folder / "pairs.tmx")
    return {"megabytes": _size(folder / "pairs.tmx")}


def publish(folder: Path, pairs: int) -> dict[str, Any]:
    """Everything that publishing does but sending: checks, the hub's state, the release, the difference."""
    from corpus.publishing import PublishOptions
    from corpus.publishing import publish as publish_build

    report = publish_build(folder, "me/million", PublishOptions(dry_run=True))
    return {"files": len(report.difference.added)}


STEPS: dict[str, Callable[[Path, int], dict[str, Any]]] = {
    "write": write,
    "check": check,
    "audit": audit,
    "export": export,
    "publish": publish,
}


def _size(path: Path) -> float:
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    return round(sum(one.stat().st_size for one in files) / 1e6, 1)


def loopback_hub() -> ModuleType:
    """The hub that stands beside the tests."""
    spec = importlib.util.spec_from_file_location("vifr_fake_hub", CHECKOUT / "tests" / "hub" / "__init__.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError("tests/hub is missing; run this in a checkout")
    package = importlib.util.module_from_spec(spec)
    sys.modules["vifr_fake_hub"] = package
    spec.loader.exec_module(package)
    return package


if __name__ == "__main__":
    sys.exit(main())
