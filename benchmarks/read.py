"""Reading sentences: speed and profile of ``split_sentences``, ``find_quantities`` and ``find_names`` on one core, and
how often the comparisons built on them agree with cases.

    python -m benchmarks.read                        own texts and cases
    python -m benchmarks.read --shared FOLDER        the cases of FOLDER/gold-dev as well
"""

from __future__ import annotations

import argparse
import cProfile
import sys
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path
from types import CodeType
from typing import Any

if not __package__:  # run as a file: the checkout goes before other installed packages called "benchmarks"
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from aligner import find_names, find_quantities, split_sentences
from benchmarks.cases import (
    DEVELOPMENT,
    LANGUAGES,
    OWN_CASES,
    PairCase,
    agreement,
    read_pair_cases,
    same_names,
    same_quantities,
)
from benchmarks.documents import CHECKOUT, digest
from benchmarks.records import RESULTS, write_record
from benchmarks.split import own_texts

SENTENCES = 20_000
"""Sentences a language: some seconds a reader, so that a pause of the machine does not show."""
WARM_UP = 200
"""Sentences read before the clock runs: the profile's lists are loaded on first use."""
PROFILED = 2_000
"""Sentences read under the profiler, which makes everything several times slower."""
PROFILE_ROWS = 15
READERS: dict[str, Callable[[str, str], object]] = {
    "split_sentences": split_sentences,
    "find_quantities": find_quantities,
    "find_names": find_names,
}
JUDGES = {"quantities": (same_quantities, "numbers.json"), "names": (same_names, "names.json")}
"""What is judged: the comparison and the yardstick's file; our own file has the name of the thing."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, help="folder that holds gold-dev/{numbers,names}.json")
    parser.add_argument("--sentences", type=int, default=SENTENCES, help="sentences a language and reader")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder for the result file")
    options = parser.parse_args(arguments)
    texts = dict(zip(LANGUAGES, own_texts(), strict=True))
    speeds: dict[str, Any] = {}
    for name, reader in READERS.items():
        for language, lines in texts.items():
            speeds.setdefault(name, {})[language] = report = reading(reader, language, lines, options.sentences)
            print(f"{name:<16} {language}  {report['sentences_per_second']:>8,} sentences/s", flush=True)
    groups = case_groups(options.shared)
    accuracy: dict[str, Any] = {}
    for (name, group), cases in groups.items():
        accuracy.setdefault(name, {})[group] = figures = agreement(JUDGES[name][0], cases)
        print(f"{name:<16} {group:<9} {figures}")
    settings = {
        "sentences": options.sentences,
        "role": DEVELOPMENT,
        "text_digest": digest(texts.values()),
        "case_digest": digest([case.source, case.target, case.same] for cases in groups.values() for case in cases),
    }
    print(write_record("read", settings, {"speed": speeds, "accuracy": accuracy}, options.results).name)
    return 0


def case_groups(shared: Path | None) -> dict[tuple[str, str], list[PairCase]]:
    """Cases by what they are about and where they come from."""
    groups = {}
    for name, (_, yardstick) in JUDGES.items():
        groups[name, "own cases"] = read_pair_cases(OWN_CASES / f"{name}.json")
        if shared:
            groups[name, "gold-dev"] = read_pair_cases(shared / "gold-dev" / yardstick)
    return groups


def reading(
    reader: Callable[[str, str], object], language: str, lines: Sequence[str], sentences: int
) -> dict[str, Any]:
    """Sentences a second over the lines, repeated to so many, and where the time goes."""
    for line in lines[:WARM_UP]:
        reader(line, language)
    started = time.perf_counter()
    for line in islice(cycle(lines), sentences):
        reader(line, language)
    elapsed = time.perf_counter() - started
    return {
        "sentences_per_second": round(sentences / elapsed),
        "microseconds_a_sentence": round(1e6 * elapsed / sentences, 2),
        "profile": profile(reader, language, lines),
    }


def profile(reader: Callable[[str, str], object], language: str, lines: Sequence[str]) -> list[dict[str, Any]]:
    """The functions that take most time themselves, with their share of all time.

    The profiler's own entries are read, not `pstats`: that keeps one of several functions with one label, such as the
    ``__init__`` that dataclasses generate, and the time of the others is lost.
    """
    profiler = cProfile.Profile()
    profiler.enable()
    for line in islice(cycle(lines), PROFILED):
        reader(line, language)
    profiler.disable()
    entries: Any = profiler.getstats()
    total = sum(entry.inlinetime for entry in entries)
    rows = sorted(entries, key=lambda entry: entry.inlinetime, reverse=True)[:PROFILE_ROWS]
    return [
        {
            "function": _place(entry.code),
            "calls": entry.callcount,
            "own_share": round(entry.inlinetime / total, 4),
            "with_callees_share": round(entry.totaltime / total, 4),
        }
        for entry in rows
    ]


def _place(code: CodeType | str) -> str:
    """Where a function stands: a path inside the checkout, or a module's file name; a built-in is told as it is."""
    if isinstance(code, str):
        return code
    path = Path(code.co_filename)
    shown = path.relative_to(CHECKOUT).as_posix() if path.is_relative_to(CHECKOUT) else path.name
    return f"{shown}:{code.co_firstlineno} {code.co_name}"


if __name__ == "__main__":
    sys.exit(main())
