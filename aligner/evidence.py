"""Evidence of shared content between the sentences of two texts.

Every unit of a sentence that could show up on the other side (a lexicon phrase, a known target word, a number, a name)
is an *item* with the set of sentences on the other side where it does show up. An item is worth the log-likelihood
ratio of being found (or not) in a window of sentences, if the window translates the item's sentence against if it does
not:

    found:  log(hit / chance)        not found:  log((1 - hit) / (1 - chance))

``hit`` belongs to the item's class; ``chance`` is the item's own frequency on the other side, so that what is rare in
the document weighs most and no list of stop words is needed. Sums over the items of a sentence give arrays that a bead
of any shape is scored from (see `aligner.costs`).
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from aligner.lexicon import LexiconIndex, Rendering
from aligner.readings import SentenceReading
from aligner.weights import fitted

Floats = NDArray[np.float64]
ITEM_CLASSES = ("number", "name", "same", "shape", "phrase", "word")
_CLASS_NUMBERS = {name: number for number, name in enumerate(ITEM_CLASSES)}


@dataclass(frozen=True, slots=True)
class EvidenceConfig:
    """How much each class of item says; defaults are fitted (`aligner.weights`), ``restated`` is chosen.

    ``hit``: share of items of a class that are found in a true translation. ``weight``: how far items of the class
    count as independent of each other, in [0, 1]. ``prior_chance`` and ``prior_sentences``: chance of an item in an
    unrelated sentence before any is seen, and how many sentences that belief is worth. ``restated``: share of sentences
    whose figures are told otherwise, all of them for one reason (inches become centimetres), above 0 and below 1; its
    logarithm is the most that the missing numbers of a sentence can say against a bead. Our documents keep their units,
    so that it cannot be fitted on them; 0.02 to 0.2 do alike on others.
    """

    hit: Mapping[str, float] = field(default_factory=lambda: fitted("evidence", "hit"))
    weight: Mapping[str, float] = field(default_factory=lambda: fitted("evidence", "weight"))
    prior_chance: float = field(default_factory=lambda: fitted("evidence", "prior_chance"))
    prior_sentences: float = field(default_factory=lambda: fitted("evidence", "prior_sentences"))
    restated: float = 0.1

    def __post_init__(self) -> None:
        if not 0.0 < self.restated < 1.0:
            raise ValueError(f"align.evidence.restated must be above 0 and below 1, not {self.restated!r}")


Mask = int
"""A set of sentences as the bits of an integer: unions and intersections of small sets cost next to nothing."""


Items = list[tuple[int, int, Mask]]
"""The items of one side: the sentence each stands in, its class as a place in `ITEM_CLASSES`, and the sentences of the
other side that show it."""


def match_items(
    source: Sequence[SentenceReading], target: Sequence[SentenceReading], lexicon: LexiconIndex | None
) -> tuple[Items, Items]:
    """The items of both sides, each with the sentences of the other side where it is found."""
    source_items: Items = []
    target_items: Items = []
    _match_anchors(source, target, source_items, target_items)
    if lexicon is not None:
        _match_words(source, target, lexicon, source_items, target_items)
    return source_items, target_items


def _match_anchors(
    source: Sequence[SentenceReading], target: Sequence[SentenceReading], source_items: Items, target_items: Items
) -> None:
    """A sure fact is expected on the other side; one that may be told otherwise there counts only where it is found."""
    source_index, target_index = (
        _postings([key for anchor in reading.anchors for key in anchor.keys] for reading in side)
        for side in (source, target)
    )
    for readings, items, others in ((source, source_items, target_index), (target, target_items, source_index)):
        for number, reading in enumerate(readings):
            for item_class, keys, sure in reading.anchors:
                found = 0
                for key in keys:
                    found |= others.get(key, 0)
                if found or sure:
                    items.append((number, _CLASS_NUMBERS[item_class], found))


def _match_words(
    source: Sequence[SentenceReading],
    target: Sequence[SentenceReading],
    lexicon: LexiconIndex,
    source_items: Items,
    target_items: Items,
) -> None:
    """Phrases of the lexicon in the source, and words of the target that stand in some rendering: of a word that the
    lexicon lacks (a name, often) it says nothing that no phrase explains it."""
    target_index = _postings(reading.stems for reading in target)
    known: dict[tuple[str, ...], tuple[Mask, tuple[str, ...]]] = {}
    explained: dict[str, Mask] = {}
    known_stems = lexicon.target_stems
    phrase_class, word_class = _CLASS_NUMBERS["phrase"], _CLASS_NUMBERS["word"]
    for number, reading in enumerate(source):
        bit = 1 << number
        for _, _, phrase in lexicon.longest_phrases(reading.stems):
            matched = known.get(phrase)
            if matched is None:
                matched = known[phrase] = _found(lexicon.renderings(phrase), target_index)
            source_items.append((number, phrase_class, matched[0]))
            for stem in matched[1]:
                explained[stem] = explained.get(stem, 0) | bit
    for number, reading in enumerate(target):
        for stem in reading.content:
            found = explained.get(stem, 0)
            if found or stem in known_stems:
                target_items.append((number, word_class, found))


def _found(renderings: Iterable[Rendering], index: Mapping[Hashable, Mask]) -> tuple[Mask, tuple[str, ...]]:
    """Sentences that hold every stem of some rendering, and the stems of all renderings that stand in any sentence."""
    found = 0
    stems: dict[str, None] = {}
    for rendering in renderings:
        places = -1
        for stem in rendering:
            mask = index.get(stem, 0)
            if mask:
                stems[stem] = None
            places &= mask
        found |= places
    return found, tuple(stems)


def _postings(sides: Iterable[Iterable[Hashable]]) -> dict[Hashable, Mask]:
    index: dict[Hashable, Mask] = {}
    for number, keys in enumerate(sides):
        bit = 1 << number
        for key in keys:
            index[key] = index.get(key, 0) | bit
    return index


@dataclass(frozen=True, slots=True)
class WeighedItems:
    """The items of one side, ordered by sentence, numbers first, and what they say of windows of the other side.

    For each item: ``owner``, its sentence; ``classes``, its place in `ITEM_CLASSES`; ``kind``, the row of its weights;
    ``present``, the sentences that show it, ``bool[items, others]``. ``gain`` and ``loss``, ``float64[longest, kinds,
    others]``: what items of a kind are worth that are found, or not, in the window of ``w + 1`` sentences from ``j``.
    ``least_stated``: what the numbers of a sentence say at least.
    """

    owner: NDArray[np.int64]
    classes: NDArray[np.int64]
    kind: NDArray[np.int64]
    present: NDArray[np.bool_]
    gain: Floats
    loss: Floats
    least_stated: float


def weigh_items(items: Items, lengths: Floats, longest: int, config: EvidenceConfig) -> WeighedItems | None:
    """Weigh the items of one side; ``None`` where there are none, or no other side to find them on.

    ``lengths`` are those of the other side's sentences: an item meets a long window by chance more often than a short
    one, so that a short title beside a long sentence costs next to nothing. Windows that would run over the end are cut
    there.
    """
    others = len(lengths)
    if not items or not others:
        return None
    items = sorted(items, key=_SENTENCE)
    owner = np.array([item[0] for item in items])
    classes = np.array([item[1] for item in items])
    present = _presence([item[2] for item in items], others)
    # Items of one class that are found equally often weigh the same: logarithms are taken once for each such kind.
    kinds, kind = np.unique(classes * (others + 1) + present.sum(axis=1), return_inverse=True)
    kind_classes, counts = np.divmod(kinds, others + 1)
    hit = np.array([config.hit[name] for name in ITEM_CLASSES])[kind_classes][:, None]
    weight = np.array([config.weight[name] for name in ITEM_CLASSES])[kind_classes][:, None]
    absent = np.log1p(-_rates(counts[:, None], others, hit, config))
    totals = np.concatenate([[0.0], np.cumsum(lengths / lengths.mean())])
    ends = np.minimum(np.arange(others) + np.arange(1, longest + 1)[:, None], others)
    extents = (totals[ends] - totals[:-1])[:, None]
    chance = np.minimum(-np.expm1(absent * extents), hit * MAX_CHANCE_OF_HIT)
    gain, loss = weight * np.log(hit / chance), weight * np.log((1.0 - hit) / (1.0 - chance))
    return WeighedItems(owner, classes, kind, present, gain, loss, math.log(config.restated))


def coverage(items: WeighedItems | None, sentences: int, others: int, longest: int) -> Floats:
    """Evidence of each sentence for each window of the other side: ``float64[longest, sentences, others]``.

    ``[w, i, j]`` is the summed log-likelihood ratio of the items of sentence ``i`` for the window of ``w + 1``
    sentences that starts at ``j``.
    """
    result = np.zeros((longest, sentences, others))
    if items is None:
        return result
    groups = np.flatnonzero(np.diff(items.owner * 2 + (items.classes == _NUMBER), prepend=-1))
    least = np.where(items.classes[groups] == _NUMBER, items.least_stated, -np.inf)
    said = np.empty((longest, len(groups), others))
    window = items.present.copy()
    for size in range(longest):
        if 0 < size < others:
            window[:, : others - size] |= items.present[:, size:]
        each = np.where(window, items.gain[size].take(items.kind, axis=0), items.loss[size].take(items.kind, axis=0))
        np.add.reduceat(each, groups, axis=0, out=said[size])
    np.maximum(said, least[:, None], out=said)
    owner = items.owner[groups]
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    result[:, owner[starts]] = np.add.reduceat(said, starts, axis=1)
    return result


_NUMBER = _CLASS_NUMBERS["number"]


def class_shares(
    items: WeighedItems | None, bead_of: NDArray[np.int64], starts: NDArray[np.int64], sizes: NDArray[np.int64]
) -> Floats:
    """What the items of each class say in each bead: ``float64[beads, classes]``.

    ``bead_of[sentences]`` is the bead of each sentence of the items' side, -1 for none; ``starts`` and ``sizes`` are
    the window of the other side in each bead. Only these windows are looked at, which costs next to nothing beside
    `coverage`.
    """
    shape = len(starts), len(ITEM_CLASSES)
    if items is None:
        return np.zeros(shape)
    bead = bead_of[items.owner]  # what sentences of no bead say is left out at the end
    start, size = starts[bead], sizes[bead]
    rows, last = np.arange(len(bead)), items.present.shape[1] - 1
    found = items.present[rows, start]
    for further in range(1, int(sizes.max())):
        found |= (size > further) & items.present[rows, np.minimum(start + further, last)]
    place = (size - 1, items.kind, start)
    said = np.where(found, items.gain[place], items.loss[place])
    by_sentence = np.bincount(items.owner * shape[1] + items.classes, said, len(bead_of) * shape[1])
    by_sentence = by_sentence.reshape(-1, shape[1])
    np.maximum(by_sentence[:, _NUMBER], items.least_stated, out=by_sentence[:, _NUMBER])
    places = (bead_of[:, None] + 1) * shape[1] + np.arange(shape[1])
    shares = np.bincount(places.ravel(), by_sentence.ravel(), (shape[0] + 1) * shape[1])
    return np.asarray(shares[shape[1] :], dtype=float).reshape(shape)


_SENTENCE = itemgetter(0)


def _presence(found: Sequence[Mask], others: int) -> NDArray[np.bool_]:
    """Which items are found in which sentences of the other side: ``bool[items, others]``."""
    width = -(-others // 8)
    packed = np.frombuffer(b"".join([mask.to_bytes(width, "little") for mask in found]), dtype=np.uint8)
    return np.unpackbits(packed.reshape(len(found), width), axis=1, count=others, bitorder="little").astype(bool)


def _rates(counts: NDArray[np.int64], others: int, hit: Floats, config: EvidenceConfig) -> Floats:
    """Chance of items in a sentence of mean length that has nothing to do with them, ``float64[kinds, 1]``: how often
    they were found, one true finding apart, drawn towards what is believed before any is seen."""
    seen = np.maximum(counts - 1.0, 0.0) + config.prior_chance * config.prior_sentences
    rates: Floats = np.minimum(seen / (others - 1 + config.prior_sentences), hit * MAX_CHANCE_OF_HIT)
    return rates


MAX_CHANCE_OF_HIT = 0.95
"""An item found nearly everywhere says nothing: its chance is kept below its hit rate, so that evidence never turns
round."""
