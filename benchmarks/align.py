"""Alignment quality: ours, its ablations and other aligners, over the same perturbed documents.

    python -m benchmarks.align                          own documents, own conditions, own sample gold
    python -m benchmarks.align --data FOLDER            line-aligned vi.txt, fr.txt and doc_ids.txt
    python -m benchmarks.align --data FOLDER --generator FILE --gold FILE

``--generator`` makes the conditions with an outside script (``--data DIR --out FILE --seed N``); one that lies at
``../tools/make_alignment_benchmark.py`` beside the folder is used unless told otherwise (``--own-generator``).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

if not __package__:  # run as a file: the checkout goes before other installed packages called "benchmarks"
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import documents, perturb
from benchmarks.documents import AlignmentCase
from benchmarks.isolation import isolated
from benchmarks.records import RESULTS, write_record
from benchmarks.runner import BOOTSTRAP_SEED, by_condition, figures, run_system, warm_up
from benchmarks.systems import System, other_systems, our_systems

OUTSIDE_GENERATOR = Path("..", "tools", "make_alignment_benchmark.py")
OUTSIDE_SEED = 20240501
"""The outside generator's own default: results are then comparable with others'."""
MEMORY_SECONDS = 600.0
FITTING, MEASURING = "fitting: regressions only", "measuring only"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of line-aligned documents (default: our own)")
    parser.add_argument("--generator", type=Path, help="outside script that makes the conditions")
    parser.add_argument("--own-generator", action="store_true", help="make the conditions with benchmarks.perturb")
    parser.add_argument("--gold", type=Path, help="gold alignments as well: a JSON list of {id, vi, fr, beads}")
    parser.add_argument("--seed", type=int, help="seed of the generator")
    parser.add_argument("--condition", action="append", help="only this condition (repeatable)")
    parser.add_argument("--system", action="append", help="only systems whose name holds this (repeatable)")
    parser.add_argument("--no-memory", action="store_true", help="do not measure peak memory (halves the time)")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder for the result file")
    options = parser.parse_args(arguments)
    cases, settings = load_cases(options)
    cases = [case for case in cases if not options.condition or case.condition in options.condition]
    systems = [one for one in all_systems() if not options.system or any(word in one.name for word in options.system)]
    if not cases or not systems:
        parser.error("no case or no system is left; look at --condition and --system")
    settings |= {"data_digest": documents.cases_digest(cases), "bootstrap_seed": BOOTSTRAP_SEED}
    settings["systems"] = {system.name: system.settings for system in systems}
    results: dict[str, dict[str, Any]] = {}
    for condition, system, report in measured(cases, systems, memory=not options.no_memory):
        results.setdefault(condition, {})[system.name] = report
        print(row(condition, system.name, report), flush=True)
    name = f"align-{options.data.name if options.data else 'own'}"
    print(write_record(name, settings, {"conditions": results}, options.results).name)
    return 0


def all_systems() -> list[System]:
    """All systems, the weakest first."""
    return [*other_systems(), *our_systems()]


def load_cases(options: argparse.Namespace) -> tuple[list[AlignmentCase], dict[str, Any]]:
    """The cases asked for, and how they came about."""
    gold = documents.read_gold_list(options.gold) if options.gold else []
    seed = perturb.SEED if options.seed is None else options.seed
    if options.data is None:
        made = perturb.make_cases(documents.read_own_documents(), seed)
        sample = documents.read_own_gold()
        return sample + gold + made, {"data": "own", "role": FITTING, "generator": "benchmarks.perturb", "seed": seed}
    settings = {"data": options.data.name, "role": MEASURING}
    script = options.generator or options.data / OUTSIDE_GENERATOR
    if options.own_generator or (options.generator is None and not script.is_file()):
        made = perturb.make_cases(documents.read_line_folder(options.data), seed)
        return gold + made, {**settings, "generator": "benchmarks.perturb", "seed": seed}
    seed = OUTSIDE_SEED if options.seed is None else options.seed
    source = sha256(script.read_bytes()).hexdigest()[:16]
    return gold + generated(script, options.data, seed), {
        **settings,
        "generator": f"{script.name} {source}",
        "seed": seed,
    }


def generated(script: Path, data: Path, seed: int) -> list[AlignmentCase]:
    """The cases that an outside generator makes."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "cases.jsonl"
        command = [sys.executable, str(script), "--data", str(data), "--out", str(out), "--seed", str(seed)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return documents.read_generated(out)


def measured(
    cases: Sequence[AlignmentCase], systems: Sequence[System], *, memory: bool
) -> Iterator[tuple[str, System, dict[str, Any]]]:
    """The report of each condition and system that takes documents of that length."""
    for system in systems:
        warm_up(system, cases)
    for condition, group in by_condition(cases).items():
        longest = max(max(len(case.source), len(case.target)) for case in group)
        for system in systems:
            if system.longest and longest > system.longest:
                continue
            report = figures(run_system(system, group), probabilities=system.probabilities)
            if memory:
                report["memory"] = memory_of(system.name, group)
            yield condition, system, report


def memory_of(name: str, cases: Sequence[AlignmentCase]) -> dict[str, float | str | None]:
    """Peak memory of a process that does nothing but align these cases."""
    outcome = isolated(align_all, name, cases, seconds=MEMORY_SECONDS)
    if outcome.failure:
        return {"failure": outcome.failure}
    return {"peak_megabytes": outcome.peak_megabytes, "megabytes_at_start": outcome.start_megabytes}


def align_all(name: str, cases: Sequence[AlignmentCase]) -> None:
    """Align cases with the system of that name, for the sake of its memory."""
    run_system(next(system for system in all_systems() if system.name == name), cases)


def row(condition: str, system: str, report: dict[str, Any]) -> str:
    """One line for a person."""
    strict, lax = report["strict"], report["lax"]
    interval = "{:.3f}-{:.3f}".format(*strict["interval"]) if strict["interval"] else "-"
    error = f"{report['calibration']['error']:.4f}" if "calibration" in report else "-"
    return (
        f"{condition:<8} {system:<22} strict {strict['f1']:.4f} [{interval:>11}]  lax {lax['f1']:.4f}  "
        f"nulls {report['nulls']['f1']:.4f}  ECE {error:>6}  {report['milliseconds']['mean']:>9.2f} ms  "
        f"{report.get('memory', {}).get('peak_megabytes') or '-':>7} MB"
    )


if __name__ == "__main__":
    sys.exit(main())
