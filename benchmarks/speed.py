"""Speed and memory: one page from raw strings, long texts, and the start of the command.

    python -m benchmarks.speed                             a page, 2,000 segments a side, the command
    python -m benchmarks.speed --sizes 2000 20000          longer texts
    python -m benchmarks.speed --megabytes 8000 --seconds 300

Long texts are made of our own documents, again and again in another order with other digits (the same on both sides),
and perturbed as the condition *mixed* is. Each runs in a process with a limit on time and memory: what does not fit is
reported as such.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

if not __package__:  # run as a file: the checkout goes before other installed packages called "benchmarks"
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from aligner import align, evaluate, kernels
from benchmarks.documents import CHECKOUT, AlignmentCase, LineDocument, digest, read_own_documents
from benchmarks.isolation import isolated
from benchmarks.perturb import CONDITION_RATES, Block, as_case, perturbed, with_foreign_lines
from benchmarks.records import RESULTS, write_record
from benchmarks.runner import warm_up
from benchmarks.systems import FULL_SYSTEM, our_systems

PAGE_SEGMENTS = 15
"""Sentences of a usual news page."""
PAGE_ROUNDS = 20
"""Times that every page is aligned; the median is told."""
SIZES = (2_000,)
SECONDS, MEGABYTES = 300.0, 8_000.0
"""Limits for one long text: what takes more on a laptop is not in use."""
STARTS = 7
SEED = 1975
COMMAND = "from corpus.cli import app; app()"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="segments a side of the long texts")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="time limit of a long text")
    parser.add_argument(
        "--megabytes", type=float, default=MEGABYTES, help="memory limit (address space) of a long text"
    )
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder for the result file")
    options = parser.parse_args(arguments)
    documents = read_own_documents()
    body: dict[str, Any] = {"page": page_times(documents)}
    print(f"page {body['page']}", flush=True)
    body["start"] = start_times(documents[0])
    print(f"start {body['start']}", flush=True)
    body["long"] = {}
    for size in options.sizes:
        outcome = isolated(align_long, size, seconds=options.seconds, megabytes=options.megabytes)
        memory = {"peak_megabytes": outcome.peak_megabytes, "megabytes_at_start": outcome.start_megabytes}
        body["long"][size] = report = {**(outcome.value or {}), "failure": outcome.failure, **memory}
        print(f"{size} x {size} {report}", flush=True)
    settings = {
        "page_segments": PAGE_SEGMENTS,
        "limits": [options.seconds, options.megabytes],
        "seed": SEED,
        "data_digest": digest([one.source, one.target] for one in documents),
    }
    print(write_record("speed", settings, body, options.results).name)
    return 0


def page_times(documents: Sequence[LineDocument]) -> dict[str, float | int | None]:
    """Milliseconds of a warm page pair from raw strings (split, read, matched, searched), and the share of the search.

    Every page is aligned several times; the time of a page is its median, and the figure the median over pages.
    """
    pages = [page for page in map(page_strings, documents) if page]
    if not pages:
        raise ValueError(f"no document has {PAGE_SEGMENTS} lines; the page times need at least one")
    warm_up(our_system(), [AlignmentCase("", "", one.source, one.target, ()) for one in documents])
    for page in pages:
        align(*page)
    whole, searching = [], []
    for page in pages:
        rounds = [_timed_page(page) for _ in range(PAGE_ROUNDS)]
        whole.append(median(seconds for seconds, _ in rounds))
        searching.append(median(seconds for _, seconds in rounds))
    searched = any(searching)
    return {
        "pages": len(pages),
        "milliseconds": round(1000 * median(whole), 3),
        "search_milliseconds": round(1000 * median(searching), 3) if searched else None,
        "search_share": round(sum(searching) / sum(whole), 4) if searched else None,
    }


def our_system() -> Any:
    """The library as it is used."""
    return next(system for system in our_systems() if system.name == FULL_SYSTEM)


def page_strings(document: LineDocument) -> tuple[str, str] | None:
    """The first lines of a document as two strings, or nothing where it is shorter than a page."""
    if len(document.source) < PAGE_SEGMENTS:
        return None
    return "\n".join(document.source[:PAGE_SEGMENTS]), "\n".join(document.target[:PAGE_SEGMENTS])


def _timed_page(page: tuple[str, str]) -> tuple[float, float]:
    """Seconds of one alignment, and those of them spent in the search."""
    with search_clock() as seconds:
        started = time.perf_counter()
        align(*page)
        elapsed = time.perf_counter() - started
    return elapsed, sum(seconds)


@contextmanager
def search_clock() -> Iterator[list[float]]:
    """Collects the seconds of each call of the search (``aligner.kernels.search``), whichever module calls it."""
    seconds: list[float] = []
    search: Callable[..., Any] = kernels.search

    def timed(*arguments: Any, **options: Any) -> Any:
        started = time.perf_counter()
        try:
            return search(*arguments, **options)
        finally:
            seconds.append(time.perf_counter() - started)

    users = [name for name, module in sys.modules.items() if name.startswith("aligner.") and _uses(module, search)]
    patches = [patch(f"{name}.search", timed) for name in users]
    for one in patches:
        one.start()
    try:
        yield seconds
    finally:
        for one in patches:
            one.stop()


def _uses(module: Any, search: Callable[..., Any]) -> bool:
    return vars(module).get("search") is search


def align_long(size: int) -> dict[str, Any]:
    """Seconds and agreement of a text of about so many segments a side; the compiler's time is not counted."""
    case = long_case(read_own_documents(), size)
    warm_up(our_system(), [case])
    started = time.perf_counter()
    alignment = align(list(case.source), list(case.target))
    elapsed = time.perf_counter() - started
    result = evaluate([alignment], [case.gold])
    return {
        "segments": [len(case.source), len(case.target)],
        "seconds": round(elapsed, 2),
        "strict_f1": round(result.strict.f1, 4),
        "lax_f1": round(result.lax.f1, 4),
    }


def long_case(documents: Sequence[LineDocument], size: int, seed: int = SEED) -> AlignmentCase:
    """One case of ``size`` source segments, from the documents in rounds, each in another order and with other
    digits."""
    rng = random.Random(seed)
    rates = CONDITION_RATES["mixed"]
    blocks: list[Block] = []
    segments = 0
    while segments < size:
        digits = str.maketrans("0123456789", "".join(rng.sample("0123456789", 10)))
        for document in rng.sample(documents, len(documents)):
            altered = LineDocument(
                document.identifier,
                tuple(text.translate(digits) for text in document.source),
                tuple(text.translate(digits) for text in document.target),
            )
            others = [other for other in documents if other is not document]
            for block in with_foreign_lines(perturbed(altered, rates, rng), others, rates.insert, rng):
                if segments < size:
                    blocks.append(block)
                    segments += len(block.source)
    return as_case("rounds", "long", blocks)


def start_times(document: LineDocument) -> dict[str, float]:
    """Median seconds of a process that starts, does one thing and ends.

    The commands take turns, so that a busy spell of the machine meets all of them, and the first round, which fills the
    system's file cache, is not counted.
    """
    with tempfile.TemporaryDirectory() as folder:
        paths = [str(Path(folder) / name) for name in ("source.txt", "target.txt")]
        for path, lines in zip(paths, (document.source, document.target), strict=True):
            Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")
        commands = {
            "python_seconds": ["-c", "pass"],
            "import_aligner_seconds": ["-c", "import aligner"],
            "vifr_align_seconds": ["-c", COMMAND, "align", *paths],
        }
        rounds = [{name: _start(command) for name, command in commands.items()} for _ in range(STARTS + 1)]
    return {name: round(median(one[name] for one in rounds[1:]), 3) for name in commands}


def _start(arguments: Sequence[str]) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, cwd=CHECKOUT, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
