"""How the French of a dataset compares with other French: with references that a person has, and with other
translations of the same original in the dataset itself.

BLEU, chrF++ and TER come from sacrebleu, each with its signature and a bootstrap interval. They compare French with
French only: across languages they say nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.metrics.ter import TER

from corpus.frames import load_pairs

BOOTSTRAP_SAMPLES = 1_000
"""Resamples behind an interval, sacrebleu's own default."""
LEAST_PAIRS_FOR_INTERVAL = 2
DECIMALS = 2


def reference_metrics(hypotheses: Sequence[str], references: Sequence[str]) -> dict[str, Any]:
    """BLEU, chrF++ and TER of French texts against French references, one each.

    Each metric has ``score`` (BLEU and chrF++ 0 to 100, higher is better; TER 0 up, lower is better), ``low`` and
    ``high`` of the 95 % bootstrap interval, and sacrebleu's ``signature``. Raises ``ValueError`` where the lists
    differ in length.
    """
    if len(hypotheses) != len(references):
        raise ValueError(f"{len(hypotheses)} texts and {len(references)} references; give one reference a text")
    results: dict[str, Any] = {"pairs": len(hypotheses)}
    if not hypotheses:
        return results
    samples = BOOTSTRAP_SAMPLES if len(hypotheses) >= LEAST_PAIRS_FOR_INTERVAL else 1
    for name, metric in (("bleu", BLEU()), ("chrf++", CHRF(word_order=2)), ("ter", TER())):
        score = metric.corpus_score(list(hypotheses), [list(references)], n_bootstrap=samples)
        signature = str(metric.get_signature())
        results[name] = {"score": round(float(score.score), DECIMALS), "signature": signature}
        if samples > 1:
            told = json.loads(score.format(is_json=True, signature=signature))
            mean, half = told.get("confidence_mean", 0.0), told.get("confidence_var", 0.0)  # left out where 0
            results[name] |= {"low": round(mean - half, DECIMALS), "high": round(mean + half, DECIMALS)}
    return results


def compare_with_references(folder: Path, references: Mapping[str, str]) -> dict[str, Any]:
    """The French of a build's dataset against references, by pair id or by Vietnamese text.

    Raises ``ValueError`` where no reference fits any pair.
    """
    texts, found = match_references(load_pairs(folder), references)
    if not found:
        raise ValueError(
            f"none of the {len(references)} references has the id or the Vietnamese text of a pair of {folder}"
        )
    return reference_metrics(texts, found)


def match_references(pairs: pd.DataFrame, references: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The French of the pairs that a reference is given for, by id or by Vietnamese text, and their references."""
    texts, found = [], []
    by_text = {_collapsed(key): value for key, value in references.items()}
    for identifier, source, target in zip(pairs["id"], pairs["vi"], pairs["fr"], strict=True):
        reference = references.get(identifier, by_text.get(_collapsed(source)))
        if reference is not None:
            texts.append(target)
            found.append(reference)
    return texts, found


def consistency(pairs: pd.DataFrame) -> dict[str, Any]:
    """How alike two translations of one original are: each sentence that has several, the first against the next."""
    texts, others = [], []
    keys = [
        (document, tuple(index))
        for document, index in zip(pairs["source_document"], pairs["source_index"], strict=True)
    ]
    seen: dict[tuple[str, tuple[int, ...]], str] = {}
    for key, target in zip(keys, pairs["fr"], strict=True):
        if key in seen and seen[key] != target:
            texts.append(target)
            others.append(seen[key])
        seen.setdefault(key, target)
    return reference_metrics(texts, others)


def _collapsed(text: str) -> str:
    return " ".join(text.split())
