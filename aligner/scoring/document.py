"""What the rest of a document says of a bead: its neighbours, repeated targets, and how a name is spelled elsewhere.

A translator may move a figure into the next sentence, which is no fault; a target that already translated another
source is one, though it looks fine by itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from aligner.datatypes import Alignment, Bead
from aligner.profiles import LanguageProfile
from aligner.quantities import Quantity, compare_quantities
from aligner.scoring.reading import PairReading, read_pairs

LEAST_REPEATED = 4
"""Words of a target from which its return in another bead is a repetition; shorter ones (a label, yes) recur."""


@dataclass(frozen=True, slots=True)
class BeadReading:
    """A non-null bead read in its document: the pair, whether its target stands in an earlier bead as well, and how the
    document spells the source's names, by their text."""

    bead: Bead
    pair: PairReading
    repeated: bool
    spellings: Mapping[str, str]


def read_document(alignment: Alignment, profiles: tuple[LanguageProfile, LanguageProfile]) -> list[BeadReading]:
    """Read every bead of an alignment, null ones as neighbours only; linear in the number of beads."""
    texts = [(alignment.source_text(bead), alignment.target_text(bead)) for bead in alignment]
    pairs = read_pairs(texts, profiles)
    spellings = _spellings(pairs)
    seen: dict[tuple[str, ...], tuple[str, ...]] = {}
    readings = []
    for place, bead in enumerate(alignment):
        if bead.is_null:
            continue
        pair = _without_moved(pairs, place)
        source, target = pair.source.folded, pair.target.folded
        repeated = len(target) >= LEAST_REPEATED and seen.setdefault(target, source) != source
        readings.append(BeadReading(bead, pair, repeated, spellings))
    return readings


def _without_moved(pairs: Sequence[PairReading], place: int) -> PairReading:
    """The pair without quantities that turned up in a neighbouring bead."""
    pair = pairs[place]
    if pair.quantities.same:
        return pair
    neighbours = [pairs[other] for other in (place - 1, place + 1) if 0 <= other < len(pairs)]
    missing = _left(pair.quantities.missing, [q for other in neighbours for q in other.quantities.added], True)
    added = _left(pair.quantities.added, [q for other in neighbours for q in other.quantities.missing], False)
    return pair._replace(quantities=replace(pair.quantities, missing=missing, added=added))


def _left(open_here: Sequence[Quantity], open_there: Sequence[Quantity], of_source: bool) -> tuple[Quantity, ...]:
    """The quantities that do not match one that is open on the other side of a neighbour."""
    if not open_here or not open_there:
        return tuple(open_here)
    if of_source:
        found = {id(source) for source, _ in compare_quantities(open_here, open_there).matched}
    else:
        found = {id(target) for _, target in compare_quantities(open_there, open_here).matched}
    return tuple(quantity for quantity in open_here if id(quantity) not in found)


def _spellings(pairs: Sequence[PairReading]) -> dict[str, str]:
    """The usual target spelling of each source name, from the pairs that agree on it."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for pair in pairs:
        for source, target in pair.names.matched:
            counts[source.text][target.text] += 1
    return {name: min(spelled, key=lambda text: (-spelled[text], text)) for name, spelled in counts.items()}
