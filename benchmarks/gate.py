"""The quality gate: no figure may fall below its floor.

    python -m benchmarks.gate                                  exit 1 below a floor
    python -m benchmarks.gate --update                         raise the floors to what is measured
    python -m benchmarks.gate --update --allow-regression      lower them too: say why in the commit

Floors stand in ``floors.json``, with digests of the data they were measured on: floors for other data mean nothing, so
a change of the data asks for an update as well. Every figure is a share in [0, 1], higher is better. All of it runs on
our own data, which fitting and rule-writing have seen: the gate tells whether something broke, never how good the
library is.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

if not __package__:  # run as a file: the checkout goes before other installed packages called "benchmarks"
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import cases, documents, perturb
from benchmarks.records import RESULTS
from benchmarks.runner import by_condition, figures, run_system
from benchmarks.splitters import our_sentences
from benchmarks.systems import FULL_SYSTEM, our_systems

FLOORS = RESULTS.parent / "floors.json"
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures by name, the digest of the data of each group (what stands before the first dot of a name), and how far
    below its floor a figure may be.

    The same code gives the same figures on one machine; another one's arithmetic may flip one bead of an alignment, so
    the margin of an alignment figure is one of the beads it counts. Splitting and reading compute with no fractions and
    have none.
    """

    figures: dict[str, float]
    data: dict[str, str]
    margins: dict[str, float] = field(default_factory=dict)


def main(arguments: Sequence[str] | None = None) -> int:
    """Check or update the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", help="write what is measured as the new floors")
    parser.add_argument("--allow-regression", action="store_true", help="with --update: floors may fall")
    parser.add_argument("--floors", type=Path, default=FLOORS, help="file of the floors")
    options = parser.parse_args(arguments)
    if options.allow_regression and not options.update:
        parser.error("--allow-regression means nothing without --update")
    measured = measure()
    pinned = read_floors(options.floors)
    if options.update:
        return update(options.floors, pinned, measured, allow_regression=options.allow_regression)
    faults = complaints(pinned, measured)
    for name, value in measured.figures.items():
        print(f"{name:<36} {value:.4f}  floor {pinned.figures.get(name, float('nan')):.4f}")
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(faults)} faults" if faults else "all figures are at or above their floors")
    return 1 if faults else 0


def measure() -> Measured:
    """All figures that have floors."""
    found, margins, aligned = alignment_figures()
    split, split_data = splitter_figures()
    read, read_data = reader_figures()
    every = {**found, **split, **read}
    data = {"align": aligned, "split": split_data, "read": read_data}
    return Measured({name: round(value, DIGITS) for name, value in every.items()}, data, margins)


def alignment_figures() -> tuple[dict[str, float], dict[str, float], str]:
    """The full system on the sample pages and on every condition: strict and lax F1, nulls where there are any, and how
    near the probabilities are to the truth (1 less the calibration error); with the margin of each."""
    system = next(one for one in our_systems() if one.name == FULL_SYSTEM)
    every = documents.read_own_gold() + perturb.make_cases(documents.read_own_documents())
    found: dict[str, float] = {}
    margins: dict[str, float] = {}
    for condition, group in by_condition(every).items():
        report = figures(run_system(system, group), probabilities=True)
        nulls = sum(not (source and target) for case in group for source, target in case.gold)
        counted = {
            "strict": (report["strict"]["f1"], report["gold_beads"]),
            "lax": (report["lax"]["f1"], report["gold_beads"]),
            "calibration": (1.0 - report["calibration"]["error"], report["calibration"]["beads"]),
        }
        if nulls:
            counted["nulls"] = (report["nulls"]["f1"], nulls)
        for name, (value, beads) in counted.items():
            found[f"align.{condition}.{name}"] = value
            margins[f"align.{condition}.{name}"] = 1.0 / beads
    return found, margins, documents.cases_digest(every)


def splitter_figures() -> tuple[dict[str, float], str]:
    """Share of splitting cases that are right as a whole."""
    found: dict[str, float] = {}
    seen: list[Any] = []
    for language in cases.LANGUAGES:
        group = cases.read_split_cases(cases.OWN_CASES / f"splitter_{language}.json")
        report = cases.split_figures(lambda text, code=language: our_sentences(code, text), group)  # type: ignore[misc]
        found[f"split.{language}.exact"] = report["exact"]
        seen += [asdict(case) for case in group]
    return found, documents.digest(seen)


def reader_figures() -> tuple[dict[str, float], str]:
    """Share of pairs judged right, of those that state the same and of those that do not."""
    found: dict[str, float] = {}
    seen: list[Any] = []
    for name, judge in (("quantities", cases.same_quantities), ("names", cases.same_names)):
        group = cases.read_pair_cases(cases.OWN_CASES / f"{name}.json")
        report = cases.agreement(judge, group)
        for part in ("same_accepted", "different_caught"):
            found[f"read.{name}.{part}"] = report[part] or 0.0
        seen += [asdict(case) for case in group]
    return found, documents.digest(seen)


def read_floors(path: Path) -> Measured:
    """The pinned floors; none where there is no file yet."""
    if not path.exists():
        return Measured({}, {})
    content = json.loads(path.read_text(encoding="utf-8"))
    return Measured(content["floors"], content["data"])


def complaints(pinned: Measured, measured: Measured) -> list[str]:
    """What is wrong, a line each; nothing where the gate is passed."""
    faults = [
        f"{group}: the data differ from those the floors were pinned on ({pinned.data.get(group)} is now {now}); "
        "look at the figures and run: python -m benchmarks.gate --update"
        for group, now in measured.data.items()
        if pinned.data.get(group) != now
    ]
    faults += [
        f"{name}: {measured.figures[name]:.4f} is below its floor {floor:.4f} "
        f"(margin {measured.margins.get(name, 0.0):.4f}); mend what broke it, or, if it is meant, run: "
        "python -m benchmarks.gate --update --allow-regression"
        for name, floor in lowered(pinned, measured).items()
    ]
    unmeasured, unpinned = (
        pinned.figures.keys() - measured.figures.keys(),
        measured.figures.keys() - pinned.figures.keys(),
    )
    faults += [f"{name}: has a floor but is not measured any more" for name in sorted(unmeasured)]
    faults += [f"{name}: has no floor; run: python -m benchmarks.gate --update" for name in sorted(unpinned)]
    return faults


def lowered(pinned: Measured, measured: Measured) -> dict[str, float]:
    """The floors that the figures measured lie below by more than their margin.

    >>> lowered(Measured({"a": 0.9, "b": 0.9}, {}), Measured({"a": 0.89, "b": 0.89}, {}, {"a": 0.02}))
    {'b': 0.9}
    """
    found, margins = measured.figures, measured.margins
    return {
        name: floor
        for name, floor in pinned.figures.items()
        if name in found and found[name] < floor - margins.get(name, 0.0)
    }


def update(path: Path, pinned: Measured, measured: Measured, *, allow_regression: bool) -> int:
    """Write what was measured as floors; refuse to lower or drop one unless that is allowed.

    On the same data a floor within the margin stays, so that floors cannot sink a little with every update.
    """
    falls = [
        f"{name}: {floor:.4f} -> {measured.figures[name]:.4f}" for name, floor in lowered(pinned, measured).items()
    ]
    falls += [f"{name}: is not measured any more" for name in sorted(pinned.figures.keys() - measured.figures.keys())]
    if falls and not allow_regression:
        print("\n".join(falls), file=sys.stderr)
        print("nothing was written: floors would fall; --allow-regression lowers them", file=sys.stderr)
        return 1
    floors = dict(measured.figures)
    for name, value in measured.figures.items():
        group = name.partition(".")[0]
        if not allow_regression and pinned.data.get(group) == measured.data[group]:
            floors[name] = max(value, pinned.figures.get(name, value))
    content = {"data": measured.data, "floors": floors}
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(floors)} floors" + "".join(f"\nlowered {fall}" for fall in falls))
    return 0


if __name__ == "__main__":
    sys.exit(main())
