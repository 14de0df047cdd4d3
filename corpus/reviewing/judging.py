"""Which verdicts say something about the quality, and what: the evidence that `vifr calibrate` fits.

A verdict is about the texts that were on the screen. It counts where the build still has them, once a pair, by the last
word on it. What a person wrote or put together is vouched for and no draw from what machines make, so that it counts
only where it stands in the random sample, which is of the corpus as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.reviewing.calibrating import Judged
from corpus.reviewing.records import ACCEPT, EDIT, REJECT, SHIFT, SWAP, Decision, Piece, piece_id
from corpus.reviewing.sampling import stratum_name

Texts = tuple[str, str]


@dataclass(frozen=True, slots=True)
class CorpusPair:
    """A pair of a build: ``id`` of its stretches, its two texts, the page pair it is of (``group``), the scorer's own
    quality, whether it is flagged.

    ``held``: it is a row of the dataset, or would be but for its quality or the random sample. ``framed``: it may be
    drawn into that sample. ``vouched``: a person accepted or edited it; ``made``: wrote or put together its texts.
    """

    id: str
    texts: Texts
    group: str
    quality: float
    flagged: bool
    held: bool = False
    framed: bool = False
    vouched: bool = False
    made: bool = False

    @property
    def stratum(self) -> str:
        """The stratum of the random sample that it is in."""
        return stratum_name(self.quality, self.flagged)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The verdicts that count; ids of the pairs that they call good; how many pairs were judged that are no longer
    there; the day of the last verdict."""

    judged: tuple[Judged, ...]
    good: frozenset[str]
    gone: int
    date: str


def evidence(decisions: Sequence[Decision], pairs: Sequence[CorpusPair]) -> Evidence:
    """What the verdicts that stand (`corpus.reviewing.journal.live`) say of the pairs of a build."""
    sampled: dict[CorpusPair, bool] = {}
    queued: dict[CorpusPair, bool] = {}
    gone: set[Texts] = set()
    date = ""
    find = _Finder(pairs)
    for decision in decisions:
        for piece, texts, good in said(decision):
            pair = find.pair(decision, piece, texts)
            if pair is None:
                gone.add(texts)
            elif decision.blind and pair.framed:
                sampled[pair] = good
            elif pair.made:
                continue
            else:
                queued[pair] = good
            date = max(date, decision.time[:10])
    sizes = Counter(pair.stratum for pair in pairs if pair.framed)
    numbers = Counter(pair.stratum for pair in sampled)
    weights = {name: sizes[name] / number for name, number in numbers.items()}
    judged = [Judged(one.quality, good, one.group, True, weights[one.stratum]) for one, good in sampled.items()]
    judged += [Judged(one.quality, good, one.group) for one, good in queued.items() if one not in sampled]
    right = frozenset(pair.id for pair, good in {**queued, **sampled}.items() if good)
    return Evidence(tuple(judged), right, len(gone), date)


def said(decision: Decision) -> Iterator[tuple[Piece, Texts, bool]]:
    """The pairs that a verdict is about, with their texts as they were, and whether it calls them good.

    A merge or split mends the cut: either part may have been faithful.
    """
    if decision.verdict in (ACCEPT, REJECT):
        outcome = decision.after[0]
        yield outcome.piece, outcome.texts, decision.verdict == ACCEPT
    elif decision.verdict == EDIT:
        piece = decision.before[0]
        yield piece, piece.texts, decision.after[0].texts == piece.texts
    elif decision.verdict in (SHIFT, SWAP):
        for piece in decision.before:
            yield piece, piece.texts, False


class _Finder:
    """Finds the pair of a build that a verdict is about: by the ids of pages and stretches, else by its texts."""

    def __init__(self, pairs: Sequence[CorpusPair]) -> None:
        self.by_id: dict[tuple[str, Texts], CorpusPair] = {(one.id, one.texts): one for one in pairs}
        self.by_texts: dict[Texts, CorpusPair] = {}
        for one in sorted(pairs, key=lambda pair: not pair.framed):
            self.by_texts.setdefault(one.texts, one)

    def pair(self, decision: Decision, piece: Piece, texts: Texts) -> CorpusPair | None:
        return self.by_id.get((piece_id(decision.documents, piece), texts)) or self.by_texts.get(texts)
