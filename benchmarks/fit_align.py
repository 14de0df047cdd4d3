"""Fit the aligner's weights on our own documents: `python -m benchmarks.fit_align`.

The aligner's score is a log-linear model of a path, so that the weights are fitted as those of a conditional random
field are: by the mean log posterior of the gold beads. Data: the line-aligned documents written for the project and
the sample's gold, each perturbed (clean, merged, dropped, mixed). Half of the documents fit, the other half checks.
Coordinate search with shrinking steps over a dozen numbers is slow and needs no derivative; the result is printed as
the fields of the configs.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from aligner import AlignConfig, CostConfig, EvidenceConfig
from aligner.alignment import read_text
from aligner.kernels import search
from aligner.lexicon import LexiconIndex, shipped_lexicon
from aligner.paragraphs import ParagraphConfig
from aligner.paths import ReadText, score_beads
from aligner.profiles import get_profile
from aligner.weights import WEIGHTS
from benchmarks.documents import AlignmentCase, read_own_documents, read_own_gold
from benchmarks.perturb import make_cases

FLOOR = 1e-4
"""Least posterior counted: a bead that no path takes must not outweigh all others."""
PENALTY = 0.004
"""Cost of moving one number by one log unit from where it started: what few cases suggest must not run away."""
PERTURBATIONS = 3
"""How often each document is perturbed anew."""
FIRST_STEP, LAST_STEP = 0.4, 0.1
"""Steps of the search in log odds or log units."""
FITTING_CONDITIONS = ("clean", "merged", "dropped", "mixed", "sample")


@dataclass(frozen=True, slots=True)
class Read:
    """A case with its readings."""

    source: ReadText
    target: ReadText
    gold: Sequence[tuple[Sequence[int], Sequence[int]]]


def main() -> None:
    """Fit, print what was gained on the documents that were not fitted on, and the settings."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--freeze", nargs="*", default=[], help="beginnings of the names that stay as they are")
    options.add_argument("--write", action="store_true", help="write aligner/weights.toml")
    arguments = options.parse_args()
    halves = [read_cases(cases) for cases in split_cases(arguments.seed)]
    shipped = shipped_lexicon(("vi", "fr"))
    lexicon = shipped.index if shipped else None
    config = start_config()
    shown = [shares(config, halves, lexicon)]
    print(f"start: {shown[0]}", flush=True)
    step = FIRST_STEP
    moved: dict[str, float] = {}
    for _ in range(arguments.rounds):
        config = one_round(config, halves[0], lexicon, step, moved, tuple(arguments.freeze))
        shown.append(shares(config, halves, lexicon))
        print(f"step {step:.2f}: {shown[-1]}", flush=True)
        step = max(step / 2, LAST_STEP)
    if arguments.write:
        report = [
            f"mean log posterior of gold beads: {shown[-1]} (before: {shown[0]})",
            f"{len(halves[0])} cases fitted, {len(halves[1])} of other documents as a check; "
            f"frozen: {', '.join(arguments.freeze) or 'nothing'}; seed {arguments.seed}",
        ]
        WEIGHTS.write_text(weights_toml(config, report), encoding="utf-8", newline="\n")


def shares(config: AlignConfig, halves: Sequence[Sequence[Read]], lexicon: LexiconIndex | None) -> str:
    """The likelihoods of the fitted half and of the other, for a person."""
    fit, check = (likelihood(config, cases, lexicon) for cases in halves)
    return f"fitted {fit:.4f}, others {check:.4f}"


START_PRIORS = {
    (1, 1): 0.80, (1, 0): 0.055, (0, 1): 0.055, (1, 2): 0.035, (2, 1): 0.035, (2, 2): 0.008,
    (1, 3): 0.003, (3, 1): 0.003, (2, 3): 0.001, (3, 2): 0.001, (3, 3): 0.0003,
    (1, 4): 0.0003, (4, 1): 0.0003, (2, 4): 0.0001, (4, 2): 0.0001, (3, 4): 0.00005, (4, 3): 0.00005, (4, 4): 0.00002,
}  # fmt: skip
"""Shares of bead types in news as a reader would guess them. They stay, and so does the weight of marks
(`--freeze prior "weight shape"`): our documents are perturbed at rates that we chose and punctuated by one hand, so
that fitting would only find the rates and the hand again."""


START_KEPT = 0.5
"""Share of kept line breaks as a reader would guess it. The sample pages keep all of theirs, but pages that an editor
has laid out anew do not, and line breaks alone must not carry an alignment."""


def inside_odds(cases: Sequence[AlignmentCase]) -> float:
    """Odds of a line break inside a bead against its odds elsewhere: counted, with one more of each, since the sample
    pages have a few dozen such joints among thousands of beads that a search would not see them in.

    >>> beads = (((0, 1), (0,)), ((2,), (1,)))
    >>> inside_odds([AlignmentCase("", "", ("a",) * 3, ("b",) * 2, beads, (), ((0, 2), (0, 1)))])
    0.16666666666666666
    """
    counts = {(inside, broken): 1 for inside in (True, False) for broken in (True, False)}
    for case in cases:
        for side, firsts in enumerate(case.paragraphs):
            within = {place for bead in case.gold for place in bead[side][1:]}
            for place in range(1, len((case.source, case.target)[side])):
                counts[place in within, place in firsts] += 1
    return counts[True, True] * counts[False, False] / (counts[True, False] * counts[False, True])


def start_config() -> AlignConfig:
    """Where the search starts, whatever the shipped weights are: the same run always gives the same weights."""
    costs = CostConfig(
        priors=dict(START_PRIORS), length_spread=0.22, length_noise=30.0, parts_weight=1.25, ratio_weight=2.0
    )
    evidence = EvidenceConfig(
        hit={"number": 0.93, "name": 0.85, "same": 0.75, "shape": 0.75, "phrase": 0.62, "word": 0.55},
        weight={"number": 0.8, "name": 0.6, "same": 0.5, "shape": 0.2, "phrase": 0.5, "word": 0.5},
        prior_chance=0.03,
        prior_sentences=10.0,
    )
    paragraphs = ParagraphConfig(kept=START_KEPT, inside=inside_odds(read_own_gold()))
    return AlignConfig(costs=costs, evidence=evidence, paragraphs=paragraphs, temperature=1.0)


def weights_toml(config: AlignConfig, report: Sequence[str]) -> str:
    """The fitted numbers as `aligner/weights.toml`."""
    costs, evidence = config.costs, config.evidence
    lines = [
        "# Written by `python -m benchmarks.fit_align --write --freeze prior 'weight shape'`; "
        "meanings: CostConfig, EvidenceConfig."
    ]
    lines += [f"# {line}" for line in report]
    lines += [f"temperature = {config.temperature:.4g}", "", "[costs]"]
    names = ("length_spread", "length_noise", "parts_weight", "ratio_weight")
    lines += [f"{name} = {float(getattr(costs, name)):.4g}" for name in names]
    lines += ["", "[costs.priors]", *(f'"{k}-{size}" = {share:.4g}' for (k, size), share in costs.priors.items())]
    lines += ["", "[evidence]", f"prior_chance = {evidence.prior_chance:.4g}"]
    lines += [f"prior_sentences = {float(evidence.prior_sentences):.4g}"]
    for name in ("hit", "weight"):
        lines += ["", f"[evidence.{name}]", *(f"{key} = {value:.4g}" for key, value in getattr(evidence, name).items())]
    lines += ["", "[paragraphs]"]
    lines += [f"{name} = {getattr(config.paragraphs, name):.4g}" for name in ("kept", "inside")]
    return "\n".join(lines) + "\n"


def split_cases(seed: int) -> tuple[list[AlignmentCase], list[AlignmentCase]]:
    """Perturbed cases of two halves of the documents; no document is in both."""
    documents = read_own_documents()
    random.Random(seed).shuffle(documents)
    gold = read_own_gold()
    halves = []
    for half in (0, 1):
        cases = [
            case
            for extra in range(PERTURBATIONS)
            for case in make_cases(documents[half::2], seed + extra)
            if case.condition in FITTING_CONDITIONS
        ]
        cases += [case for case in gold[half::2] if case.condition in FITTING_CONDITIONS]
        halves.append(cases)
    return halves[0], halves[1]


def read_cases(cases: Sequence[AlignmentCase]) -> list[Read]:
    """Read every segment once."""
    profiles = get_profile("vi"), get_profile("fr")
    return [
        Read(
            *(read_text(side, profile) for side, profile in zip(case.sentences(), profiles, strict=True)),
            case.gold,
        )
        for case in cases
    ]


def likelihood(config: AlignConfig, cases: Sequence[Read], lexicon: LexiconIndex | None) -> float:
    """Mean log posterior of the gold beads, nulls included."""
    logs = [value for case in cases for value in gold_logs(config, case, lexicon)]
    return sum(logs) / len(logs)


def gold_logs(config: AlignConfig, case: Read, lexicon: LexiconIndex | None) -> list[float]:
    """Log posterior of each gold bead of one case."""
    candidates = score_beads(case.source, case.target, config, lexicon)
    source_sizes, target_sizes = candidates.source_sizes, candidates.target_sizes
    scores = candidates.scores / config.temperature
    _, forward, backward = search(scores, source_sizes, target_sizes, compiled=True)
    kinds = {(int(k), int(size)): kind for kind, (k, size) in enumerate(zip(source_sizes, target_sizes, strict=True))}
    logs = []
    for i, j in case.gold:
        kind = kinds.get((len(i), len(j)))
        if kind is None:
            logs.append(math.log(FLOOR))
        elif i and j:
            after = backward[i[-1] + 1, j[-1] + 1]
            logs.append(forward[i[0], j[0]] + scores[kind, i[0], j[0]] + after - backward[0, 0])
        elif i:
            logs.append(_log_sum(forward[i[0]] + scores[kind, i[0]] + backward[i[0] + 1]) - backward[0, 0])
        else:
            logs.append(_log_sum(forward[:, j[0]] + scores[kind, :, j[0]] + backward[:, j[0] + 1]) - backward[0, 0])
    return [math.log(max(math.exp(min(value, 0.0)), FLOOR)) for value in logs]


def _log_sum(logs: np.ndarray) -> float:
    high = float(logs.max())
    return high + math.log(float(np.exp(logs - high).sum())) if high > -math.inf else -math.inf


def one_round(
    config: AlignConfig,
    cases: Sequence[Read],
    lexicon: LexiconIndex | None,
    step: float,
    moved: dict[str, float],
    frozen: tuple[str, ...],
) -> AlignConfig:
    """Move each number up or down as long as the likelihood rises by more than the move costs.

    ``moved`` holds how far each number is from where it started, and is kept up to date.
    """
    best = likelihood(config, cases, lexicon)
    for name, move in moves().items():
        if name.startswith(frozen):
            continue
        for direction in (step, -step):
            while True:
                before = moved.get(name, 0.0)
                cost = PENALTY * ((before + direction) ** 2 - before**2)
                candidate = move(config, direction)
                value = likelihood(candidate, cases, lexicon)
                if value - cost <= best:
                    break
                config, best = candidate, value
                moved[name] = before + direction
                print(f"  {name} {moved[name]:+.2f}: {best:.4f}", flush=True)
    return config


def moves() -> dict[str, Callable[[AlignConfig, float], AlignConfig]]:
    """Every number that is fitted, as a function that moves it by a step in its own log scale."""
    table: dict[str, Callable[[AlignConfig, float], AlignConfig]] = {}
    for group, shapes in BEAD_GROUPS.items():
        table[f"prior {group}"] = lambda c, s, shapes=shapes: replace(
            c,
            costs=replace(
                c.costs, priors={k: v * math.exp(s) if k in shapes else v for k, v in c.costs.priors.items()}
            ),
        )
    for name in start_config().evidence.hit:
        table[f"hit {name}"] = lambda c, s, name=name: replace(
            c, evidence=replace(c.evidence, hit={**c.evidence.hit, name: _logistic_move(c.evidence.hit[name], s)})
        )
        table[f"weight {name}"] = lambda c, s, name=name: replace(
            c,
            evidence=replace(
                c.evidence, weight={**c.evidence.weight, name: min(c.evidence.weight[name] * math.exp(s), 1.0)}
            ),
        )
    for name in ("length_spread", "length_noise", "ratio_weight", "parts_weight"):
        table[name] = lambda c, s, name=name: replace(
            c, costs=replace(c.costs, **{name: getattr(c.costs, name) * math.exp(s)})
        )
    table["paragraphs kept"] = lambda c, s: replace(
        c, paragraphs=replace(c.paragraphs, kept=_logistic_move(c.paragraphs.kept, s))
    )
    for name in ("prior_chance", "prior_sentences"):
        table[name] = lambda c, s, name=name: replace(
            c, evidence=replace(c.evidence, **{name: getattr(c.evidence, name) * math.exp(s)})
        )
    table["temperature"] = lambda c, s: replace(c, temperature=c.temperature * math.exp(s / 2))
    return table


BEAD_GROUPS = {
    "null": {(1, 0), (0, 1)},
    "1-2": {(1, 2), (2, 1)},
    "2-2": {(2, 2)},
    "large": {(1, 3), (3, 1), (2, 3), (3, 2), (3, 3), (1, 4), (4, 1), (2, 4), (4, 2), (3, 4), (4, 3), (4, 4)},
}


def _logistic_move(share: float, step: float) -> float:
    odds = math.log(share / (1.0 - share)) + step
    return 1.0 / (1.0 + math.exp(-odds))


if __name__ == "__main__":
    main()
