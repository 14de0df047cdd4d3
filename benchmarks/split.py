"""Splitting: ours, pySBD, Punkt and a plain pattern on case files, and how fast they are, all in one run.

python -m benchmarks.split                       own cases and texts
python -m benchmarks.split --shared FOLDER       the cases of FOLDER/gold-dev as well
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

if not __package__:  # run as a file: the checkout goes before other installed packages called "benchmarks"
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.cases import DEVELOPMENT, LANGUAGES, OWN_CASES, SplitCase, Splitter, read_split_cases, split_figures
from benchmarks.documents import digest, read_own_documents
from benchmarks.records import RESULTS, write_record
from benchmarks.splitters import splitters

PARAGRAPH_LINES = 4
"""Lines joined to a paragraph of the speed text: as long as a paragraph of a news page."""
SPEED_SECONDS = 2.0
"""How long each splitter is timed: enough for one that makes 300 sentences a second to get through 600."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, help="folder that holds gold-dev/split_{vi,fr}.json")
    parser.add_argument("--seconds", type=float, default=SPEED_SECONDS, help="how long each splitter is timed")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder for the result file")
    options = parser.parse_args(arguments)
    texts = dict(zip(LANGUAGES, own_texts(), strict=True))
    languages: dict[str, Any] = {}
    digests: dict[str, str] = {}
    for language in LANGUAGES:
        groups = {"own cases": read_split_cases(OWN_CASES / f"splitter_{language}.json")}
        if options.shared:
            groups["gold-dev"] = read_split_cases(options.shared / "gold-dev" / f"split_{language}.json")
        digests[language] = digest([[one.text, *one.sentences] for group in groups.values() for one in group])
        languages[language] = compared(language, groups, texts[language], options.seconds)
    settings = {
        "role": DEVELOPMENT,
        "case_digests": digests,
        "text_digest": digest(texts.values()),
        "punkt_training_lines": {language: len(lines) for language, lines in texts.items()},
        "seconds": options.seconds,
    }
    print(write_record("split", settings, {"languages": languages}, options.results).name)
    return 0


def own_texts() -> tuple[list[str], list[str]]:
    """All lines of our own documents, by side."""
    documents = read_own_documents()
    return [line for one in documents for line in one.source], [line for one in documents for line in one.target]


def compared(
    language: str, groups: dict[str, list[SplitCase]], lines: Sequence[str], seconds: float
) -> dict[str, dict[str, Any]]:
    """Every splitter's figures on every group of cases, and its speed; each is printed as it comes."""
    report: dict[str, dict[str, Any]] = {}
    paragraphs = joined(lines)
    for splitter in splitters(language, lines):
        figures: dict[str, Any] = {name: split_figures(splitter.split, cases) for name, cases in groups.items()}
        figures["sentences_per_second"] = round(speed(splitter.split, paragraphs, seconds))
        report[splitter.name] = figures
        told = "  ".join(f"{name}: exact {figures[name]['exact']:.4f} F1 {figures[name]['f1']:.4f}" for name in groups)
        print(f"{language}  {splitter.name:<14} {told}  {figures['sentences_per_second']:>8,} sentences/s", flush=True)
    return report


def joined(lines: Sequence[str]) -> list[tuple[str, int]]:
    """Paragraphs of some lines each, with the number of lines: what every splitter's speed is counted in, so that one
    that cuts too often is not the faster for it."""
    starts = range(0, len(lines), PARAGRAPH_LINES)
    groups = [lines[start : start + PARAGRAPH_LINES] for start in starts]
    return [(" ".join(group), len(group)) for group in groups]


def speed(splitter: Splitter, paragraphs: Sequence[tuple[str, int]], seconds: float) -> float:
    """Sentences a second, over the paragraphs again and again for so many seconds."""
    splitter(paragraphs[0][0])
    done, started = 0, time.perf_counter()
    while True:
        for text, sentences in paragraphs:
            splitter(text)
            done += sentences
            elapsed = time.perf_counter() - started
            if elapsed >= seconds:
                return done / elapsed


if __name__ == "__main__":
    sys.exit(main())
