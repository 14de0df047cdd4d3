"""The aligners that are compared: ours, ours with evidence taken away, and what else there is.

Each takes two lists of segments and gives beads. Every other aligner stands here as it ships and, in a second entry,
with what holds its method back put right, so that the method is compared and not a default or a defect:

- galechurch: its length ratio is fixed at 1, and French machine translation is 1.4 times as long as Vietnamese; the
  second entry takes the ratio of the two texts.
- NLTK: its normal tail underflows to zero from about eight deviations on, where its search then restarts at cost zero;
  a long text falls to pieces. The second entry has a tail that does not underflow.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias
from unittest.mock import patch

from aligner import AlignConfig, Alignment, EvidenceConfig, Lexicon, align, learn_lexicon
from aligner.alignment import Text
from aligner.lexicon import shipped_lexicon
from benchmarks.documents import IndexBead, digest

Prediction: TypeAlias = Alignment | list[IndexBead]
Segments: TypeAlias = Sequence[str]

LANGUAGES = ("vi", "fr")
ANCHOR_CLASSES = ("number", "name", "same", "shape")
"""Classes of evidence that need no lexicon: figures, names, tokens that look alike."""
NLTK_LONGEST = 1500
"""Segments a side that NLTK is asked to align: it takes some 13 s for 1,000 by 1,000 and grows with the square."""


@dataclass(frozen=True, slots=True)
class System:
    """An aligner: its name, what it does, and a digest of its settings. Systems with ``probabilities`` tell how sure
    they are of each bead, those with ``paragraphs`` take `Sentence`s, which know theirs; ``longest`` is the number of
    segments a side beyond which a system is not asked (0: no limit)."""

    name: str
    align: Callable[[Any, Any], Prediction]
    settings: str = ""
    probabilities: bool = False
    longest: int = 0
    paragraphs: bool = False


@dataclass(frozen=True)
class OurAligner:
    """``aligner.align`` with fixed settings, as a value that other processes can be handed."""

    config: AlignConfig = field(default_factory=AlignConfig)
    lexicon: Lexicon | None = None
    languages: tuple[str, str] = LANGUAGES

    def __call__(self, source: Text, target: Text) -> Alignment:
        """Align two lists of segments or sentences."""
        return align(source, target, languages=self.languages, config=self.config, lexicon=self.lexicon)

    def settings(self) -> str:
        """Digest of the configuration; an empty lexicon makes another one than the shipped lexicon."""
        return digest([repr(self.config), *self.languages, "shipped" if self.lexicon is None else len(self.lexicon)])


@dataclass
class LearningAligner:
    """Our aligner as `vifr build` uses it: the texts are aligned, words are learned from the sure pairs of what came
    before, and each text is aligned with them. Words are learned anew after every ``LEARN_AFTER`` texts."""

    seen: list[tuple[str, str]] = field(default_factory=list)
    texts: int = 0
    lexicon: Lexicon | None = None

    def __call__(self, source: Text, target: Text) -> Alignment:
        """Align two lists of segments or sentences and remember their sure pairs."""
        alignment = align(source, target, languages=LANGUAGES, lexicon=self.lexicon)
        self.seen += [
            (alignment.source_text(bead), alignment.target_text(bead))
            for bead in alignment
            if bead.kind == "1-1" and bead.probability >= SURE
        ]
        self.texts += 1
        shipped = shipped_lexicon(LANGUAGES)
        if self.texts % LEARN_AFTER == 0 and shipped is not None:
            self.lexicon = shipped.joined(learn_lexicon(self.seen, languages=LANGUAGES))
        return alignment

    def settings(self) -> str:
        """Digest of how it learns."""
        return digest(["learning", LEARN_AFTER, SURE])


LEARN_AFTER = 60
"""Texts after which words are learned again: some 1,000 pairs."""
SURE = 0.95
"""Probability of a bead that words are learned from, as in a build."""


def without_evidence(*classes: str) -> OurAligner:
    """Our aligner with the evidence of some classes weighing nothing, and no lexicon."""
    evidence = EvidenceConfig()
    weight = {name: 0.0 if name in classes else value for name, value in evidence.weight.items()}
    config = replace(AlignConfig(), evidence=replace(evidence, weight=weight))
    return OurAligner(config, Lexicon(LANGUAGES, {}))


FULL_SYSTEM = "ours, + lexicon"
"""The library as it is used."""


def our_systems() -> list[System]:
    """Lengths only; with anchors; with the lexicon, which is the full system."""
    every = tuple(EvidenceConfig().weight)
    lexical = tuple(name for name in every if name not in ANCHOR_CLASSES)
    aligners = {
        "ours, lengths only": without_evidence(*every),
        "ours, + anchors": without_evidence(*lexical),
        FULL_SYSTEM: OurAligner(),
        "ours, learned": LearningAligner(),
        "ours, language-neutral": OurAligner(languages=("und", "und")),
    }
    return [System(name, one, one.settings(), probabilities=True, paragraphs=True) for name, one in aligners.items()]


def other_systems() -> list[System]:
    """The 1-1 baseline and the other aligners; raises ``ImportError`` where the extra ``bench`` is not installed."""
    import galechurch
    import nltk

    return [
        System("one to one", one_to_one),
        System("nltk Gale-Church", nltk_gale_church, nltk.__version__, longest=NLTK_LONGEST),
        System("nltk, tail repaired", nltk_repaired, nltk.__version__, longest=NLTK_LONGEST),
        System("galechurch", galechurch_default, galechurch.__version__),
        System("galechurch, own ratio", galechurch_own_ratio, galechurch.__version__),
    ]


def one_to_one(source: Segments, target: Segments) -> list[IndexBead]:
    """The first with the first, the second with the second; what is left over has no counterpart.

    >>> one_to_one(["a", "b"], ["A"])
    [((0,), (0,)), ((1,), ())]
    """
    return with_nulls([((k,), (k,)) for k in range(min(len(source), len(target)))], len(source), len(target))


def nltk_gale_church(source: Segments, target: Segments) -> list[IndexBead]:
    """NLTK's Gale and Church with its own parameters. It returns links; links that share a segment are one bead."""
    from nltk.translate.gale_church import align_blocks

    links = align_blocks([len(text) for text in source], [len(text) for text in target])
    return with_nulls(joined_links(links), len(source), len(target))


def nltk_repaired(source: Segments, target: Segments) -> list[IndexBead]:
    """The same with a normal tail that does not underflow."""
    with patch("nltk.translate.gale_church.norm_logsf", log_normal_tail):
        return nltk_gale_church(source, target)


def log_normal_tail(deviations: float) -> float:
    """Log of the probability that a standard normal value lies above ``deviations``; the leading term where it
    underflows.

    >>> round(log_normal_tail(0.0), 4), round(log_normal_tail(100.0))
    (-0.6931, -5006)
    """
    tail = 0.5 * math.erfc(deviations / math.sqrt(2.0))
    return math.log(tail) if tail else -0.5 * deviations**2 - math.log(deviations * math.sqrt(2.0 * math.pi))


def galechurch_default(source: Segments, target: Segments) -> list[IndexBead]:
    """The compiled Gale and Church of the package ``galechurch``, with its own parameters."""
    return _galechurch(source, target, 1.0)


def galechurch_own_ratio(source: Segments, target: Segments) -> list[IndexBead]:
    """The same with the length ratio of the two texts.

    The ratio is given as source over target: the package documents target over source, but texts that are exactly 1.5
    times as long cost 28 with 1 / 1.5 and 71,693 with 1.5 (version 0.1.0).
    """
    lengths = [sum(map(len, side)) for side in (source, target)]
    return _galechurch(source, target, lengths[0] / lengths[1] if all(lengths) else 1.0)


def _galechurch(source: Segments, target: Segments, ratio: float) -> list[IndexBead]:
    import galechurch

    cells = (len(source) + 1) * (len(target) + 1)
    result = galechurch.align(list(source), list(target), mean_xy=ratio, max_block_size=cells)
    beads = [
        (tuple(range(bead.source_start, bead.source_end)), tuple(range(bead.target_start, bead.target_end)))
        for bead in result.beads
    ]
    return with_nulls([bead for bead in beads if bead[0] and bead[1]], len(source), len(target))


def joined_links(links: Sequence[tuple[int, int]]) -> list[IndexBead]:
    """Beads from monotone links: neighbours that share a segment on either side are one bead.

    >>> joined_links([(0, 0), (1, 1), (2, 1)])
    [((0,), (0,)), ((1, 2), (1,))]
    """
    beads: list[tuple[set[int], set[int]]] = []
    for source, target in sorted(links):
        if beads and (source in beads[-1][0] or target in beads[-1][1]):
            beads[-1][0].add(source)
            beads[-1][1].add(target)
        else:
            beads.append(({source}, {target}))
    return [(tuple(sorted(source)), tuple(sorted(target))) for source, target in beads]


def with_nulls(solid: list[IndexBead], source: int, target: int) -> list[IndexBead]:
    """The beads with a null for every segment that stands in none."""
    rows = {row for bead in solid for row in bead[0]}
    columns = {column for bead in solid for column in bead[1]}
    nulls: list[IndexBead] = [((row,), ()) for row in range(source) if row not in rows]
    nulls += [((), (column,)) for column in range(target) if column not in columns]
    return solid + nulls
