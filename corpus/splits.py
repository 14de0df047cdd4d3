"""Splits a dataset into train, validation and test by document cluster, so that no text crosses a split.

Document pairs that share a page, a kept pair's text, or much of their text (near-duplicates) make one cluster; the
hash of a cluster's smallest document pair decides its split, so that a page keeps its split as the corpus grows. What
was once in test never moves to train.
"""

from __future__ import annotations

import hashlib
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from aligner.ranges import check_shares

SPLITS = ("train", "validation", "test")


@dataclass(frozen=True, slots=True)
class SplitConfig:
    """Shares of the validation and test splits, in [0, 1]; the rest is train.

    Raises `ValueError` for shares that are none, or that add up to more than 1.
    """

    validation: float = 0.01
    test: float = 0.01

    def __post_init__(self) -> None:
        check_shares("split", self)
        if self.validation + self.test > 1:
            shares = f"split.validation {self.validation} and split.test {self.test}"
            raise ValueError(f"{shares} must add up to 1 at most")


def assign_splits(
    documents: Mapping[str, Sequence[str]],
    config: SplitConfig,
    earlier: Mapping[str, str] | None = None,
    filled: Collection[str] | None = None,
) -> dict[str, str]:
    """The split of each document pair.

    ``documents`` maps the id of each document pair to its keys (`cluster_keys`); ``earlier`` maps ids, and keys of
    pages, to their split in an earlier build of the same folder; ``filled`` are the ids that have rows (default: all).
    Train holds one of them, as long as there is one whose cluster was not in test.
    """
    earlier = earlier or {}
    clusters = _clusters(documents)
    splits: dict[str, str] = {}
    for members in clusters:
        split = _split_of(members, config, _before(members, documents, earlier))
        splits.update(dict.fromkeys(members, split))
    holders = filled or documents.keys()
    if not any(splits[one] == "train" for one in holders):
        movable = [
            members
            for members in clusters
            if any(one in holders for one in members) and "test" not in _before(members, documents, earlier)
        ]
        if movable:
            largest = max(movable, key=lambda members: (len(members), members[0]))
            splits.update(dict.fromkeys(largest, "train"))
    return splits


def cluster_keys(pages: Iterable[str], texts: Iterable[str], whole: str) -> list[str]:
    """Keys of a document pair: document pairs that share any of them stay in one split.

    ``pages`` are its page ids, ``texts`` the texts of its pairs, ``whole`` the text that near-duplicates are found by.
    """
    keys = [page_key(page) for page in pages]
    keys += [f"text {key}" for text in texts if (key := " ".join(_words(text)))]
    return keys + _near_duplicate_keys(_words(whole))


PAGE_KEY = "page "
"""How the key of a page begins; the ids of document pairs are hex."""


def page_key(page: str) -> str:
    """The cluster key of a page."""
    return f"{PAGE_KEY}{page}"


SHINGLE = 3
MINHASH_SEED = 20_250_516
"""Fixed, so that the same corpus is always split alike."""
BANDS, ROWS = 8, 4
"""MinHash bands: two texts that share 60 % of their word triples meet with probability 0.67, 80 % with 0.99, 30 % with
0.06."""


def _near_duplicate_keys(words: list[str]) -> list[str]:
    """One key for each band of the MinHash signature of the text's word triples (Broder 1997).

    The hash functions multiply by odd numbers modulo 2**64 and keep the upper half (Dietzfelbinger 1997).
    """
    if len(words) < SHINGLE:
        return []
    joined = (" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1))
    hashes = np.array([zlib.crc32(shingle.encode("utf-8", "replace")) for shingle in joined], dtype=np.uint64)
    random = np.random.default_rng(MINHASH_SEED)
    factors = random.integers(2**63, 2**64 - 1, BANDS * ROWS, dtype=np.uint64) | np.uint64(1)
    signature = [int(((hashes * factor) >> np.uint64(32)).min()) for factor in factors]
    return [f"band {band} {signature[band * ROWS : (band + 1) * ROWS]}" for band in range(BANDS)]


def _words(text: str) -> list[str]:
    """Words without case and punctuation; tone marks stay."""
    lowered = unicodedata.normalize("NFC", text).casefold()
    return "".join(char if char.isalnum() else " " for char in lowered).split()


def _before(
    members: Sequence[str], documents: Mapping[str, Sequence[str]], earlier: Mapping[str, str]
) -> frozenset[str]:
    """The splits that a cluster's document pairs, or the pages in them, had before."""
    keys = (key for one in members for key in (one, *documents[one]))
    return frozenset(earlier[key] for key in keys if key in earlier)


def _split_of(members: Sequence[str], config: SplitConfig, before: frozenset[str]) -> str:
    for split in ("test", "validation", "train"):
        if split in before:
            return split
    position = int(hashlib.sha256(members[0].encode()).hexdigest()[:15], 16) / 16**15
    if position < config.test:
        return "test"
    return "validation" if position < config.test + config.validation else "train"


def _clusters(documents: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Document pairs joined by what they share: sorted lists of ids, in the order of their first members."""
    parent = {one: one for one in documents}

    def find(one: str) -> str:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for first, second in _related(documents):
        low, high = sorted((find(first), find(second)))
        parent[high] = low
    groups: dict[str, list[str]] = defaultdict(list)
    for one in sorted(documents):
        groups[find(one)].append(one)
    return [groups[key] for key in sorted(groups)]


def _related(documents: Mapping[str, Sequence[str]]) -> Iterable[tuple[str, str]]:
    holders: dict[str, list[str]] = defaultdict(list)
    for one in sorted(documents):
        for key in dict.fromkeys(documents[one]):
            holders[key].append(one)
    for group in holders.values():
        yield from ((group[0], other) for other in group[1:])
