"""Scores and flags: how well `quality` tells faithful pairs from damaged ones, how often flags are right, and how fast.

    python -m benchmarks.score                          own documents, own damage; own cases of flags
    python -m benchmarks.score --data FOLDER            line-aligned vi.txt, fr.txt and doc_ids.txt as well
    python -m benchmarks.score --data FOLDER --generator FILE --cases FILE

``--generator`` damages the lines with an outside script (``--data DIR --out FILE``; rows of ``{type, vi, fr}``, type
``ok`` for an untouched pair); one that lies at ``../tools/make_corruptions.py`` beside the folder is used unless told
otherwise. ``--cases`` is a JSON list of ``{vi, fr, ok, errors, also_accept}``; ``../gold-dev/mt_errors.json`` beside
the folder is used where it lies there.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

if not __package__:  # run as a file: the checkout goes before other installed packages called "benchmarks"
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from aligner import PairScore, score_pairs
from benchmarks.corruptions import corrupted
from benchmarks.documents import digest, read_own_documents
from benchmarks.records import RESULTS, write_record
from benchmarks.score_report import PRIOR, Rated, at_prior_weights, auc, calibration_error

OK = "ok"
"""The kind of an untouched pair."""
KIND_OF_ERROR = {"wrong_pair": ("unrelated",), "wrong_language": ("language", "untranslated")}
"""Flags that find an error of a case, where they are named otherwise."""
SEED = 1975
ROUNDS = 7
"""Times that the untouched pairs are scored for the speed; the fastest counts, as others share the machine."""
DIGITS = 4


class Row(NamedTuple):
    """A pair and what was done to it."""

    kind: str
    source: str
    target: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of line-aligned documents")
    parser.add_argument("--generator", type=Path, help="outside script that damages the lines")
    parser.add_argument("--cases", type=Path, help="cases of translation errors")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder for the result file")
    options = parser.parse_args(arguments)
    groups = {"own": own_rows()}
    if options.data:
        generator = options.generator or options.data.resolve().parent / "tools" / "make_corruptions.py"
        groups[options.data.resolve().name] = outside_rows(options.data, generator)
    body: dict[str, Any] = {"speed": {}, "quality": {}, "flags": {}}
    for name, rows in groups.items():
        body["speed"][name] = speed([row for row in rows if row.kind == OK])
        body["quality"][name], body["flags"][name] = figures(rows)
        show(name, body)
    cases = options.cases or (options.data.resolve().parent / "gold-dev" / "mt_errors.json" if options.data else None)
    if cases and cases.exists():
        body["cases"] = case_figures(json.loads(cases.read_text(encoding="utf-8")))
        print("cases", body["cases"])
    settings = {"prior": PRIOR, "seed": SEED, "rounds": ROUNDS, "digest": digest([*map(list, groups.values())])}
    print(write_record("score", settings, body, options.results).name)
    return 0


def own_rows() -> list[Row]:
    """Our own documents, untouched and damaged in every way that the fit knows: what the model was fitted on."""
    documents = [list(zip(one.source, one.target, strict=True)) for one in read_own_documents()]
    rows = []
    for number, pairs in enumerate(documents):
        others = [pair for place, other in enumerate(documents) if place != number for pair in other]
        rng = random.Random(f"{SEED}/{number}")
        rows += [Row(OK, *pair) for pair in pairs]
        rows += [Row(kind, *pair) for place in range(len(pairs)) for kind, pair in corrupted(pairs, place, others, rng)]
    return rows


def outside_rows(data: Path, generator: Path) -> list[Row]:
    """What an outside script makes of line-aligned documents."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "rows.jsonl"
        command = [sys.executable, str(generator.resolve()), "--data", str(data.resolve()), "--out", str(out)]
        subprocess.run(command, check=True, capture_output=True)
        lines = map(json.loads, out.read_text(encoding="utf-8").splitlines())
        return [Row(line["type"], line["vi"], line["fr"]) for line in lines]


def speed(rows: Sequence[Row]) -> dict[str, float]:
    """Pairs a second on one core, warm, and how long the pairs are."""
    pairs = [(row.source, row.target) for row in rows]
    seconds = []
    for _ in range(ROUNDS + 1):  # the first one loads the data and fills the caches
        started = time.perf_counter()
        for _ in score_pairs(pairs):
            pass
        seconds.append(time.perf_counter() - started)
    words = [len(source.split()) for source, _ in pairs]
    return {
        "pairs": len(pairs),
        "pairs_per_second": round(len(pairs) / min(seconds[1:])),
        "source_words_a_pair": round(float(np.mean(words)), 1),
    }


def figures(rows: Sequence[Row]) -> tuple[dict[str, Any], dict[str, dict[str, float]]]:
    """AUC of each kind against all untouched pairs with the calibration error, and the share of each kind that carries
    each flag."""
    scores: dict[str, list[PairScore]] = defaultdict(list)
    for row, score in zip(rows, score_pairs((row.source, row.target) for row in rows), strict=True):
        scores[row.kind].append(score)
    quality = {kind: np.array([score.quality for score in some]) for kind, some in scores.items()}
    areas = {kind: round(auc(quality[OK], values), DIGITS) for kind, values in quality.items() if kind != OK}
    shares = {kind: flag_shares(some) for kind, some in scores.items()}
    return {"auc": areas, "calibration_error": round(calibration_error(rated(quality)), DIGITS)}, shares


def rated(quality: Mapping[str, np.ndarray]) -> Rated:
    """All pairs, untouched ones holding the prior's share of the weight and kinds of damage the same weight each."""
    values = np.concatenate([*quality.values()])
    good = np.concatenate([np.full(len(some), float(kind == OK)) for kind, some in quality.items()])
    weights = np.concatenate([np.full(len(some), 1.0 / len(some)) for some in quality.values()])
    return Rated(values, good, at_prior_weights(weights, good))


def flag_shares(scores: Sequence[PairScore]) -> dict[str, float]:
    """Share of the pairs that carry each kind of flag, and any."""
    counts = Counter(kind for score in scores for kind in {"any" for _ in score.flags} | {f.kind for f in score.flags})
    return {kind: round(count / len(scores), DIGITS) for kind, count in sorted(counts.items())}


def case_figures(cases: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Bad cases that get a right kind, good ones that get any flag, and AUC; doubtful cases are not counted."""
    counted = [case for case in cases if not case.get("doubtful")]
    scores = [*score_pairs((case["vi"], case["fr"]) for case in counted)]
    good = [score for case, score in zip(counted, scores, strict=True) if case["ok"]]
    bad = [(case, score) for case, score in zip(counted, scores, strict=True) if not case["ok"]]
    found = [bool(wanted(case) & {flag.kind for flag in score.flags}) for case, score in bad]
    return {
        "bad": len(bad),
        "found": sum(found),
        "good": len(good),
        "flagged": sum(bool(score.flags) for score in good),
        "auc": round(
            auc(np.array([score.quality for score in good]), np.array([score.quality for _, score in bad])), DIGITS
        ),
    }


def wanted(case: Mapping[str, Any]) -> set[str]:
    """The flags that find a bad case."""
    return set(wanted_kinds([*case["errors"], *case.get("also_accept", ())]))


def wanted_kinds(errors: Sequence[str]) -> Iterator[str]:
    """The flags of errors as the cases name them; several in one name are parted by spaces."""
    for error in errors:
        for name in error.split():
            yield from KIND_OF_ERROR.get(name, (name,))


def show(name: str, body: Mapping[str, Any]) -> None:
    """Print the figures of one group."""
    one, quality, flags = (body[part][name] for part in ("speed", "quality", "flags"))
    print(f"{name}: {one['pairs_per_second']:,} pairs/s ({one['source_words_a_pair']} source words a pair)")
    print(f"  calibration error {quality['calibration_error']}; untouched pairs flagged {flags[OK]}")
    for kind, area in quality["auc"].items():
        print(f"  {kind:<16} AUC {area:.4f}  flagged {flags[kind].get('any', 0.0):.3f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
