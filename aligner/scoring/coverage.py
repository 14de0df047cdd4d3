"""Which content of a text has a counterpart on the other side, and how surprising what has none is.

A *unit* is a stretch of content: a phrase of the lexicon, a known word of the target, a name, a quantity. Units of one
class are found in a true translation with the class's ``hit`` rate and in an unrelated text with its ``chance`` rate (both
fitted, see `model.toml`). A unit found speaks for translation by log(hit / chance), one not found against it by
log((1 - hit) / (1 - chance)). The stretch of units that speaks loudest against is what was probably omitted or added.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from aligner.folding import fold
from aligner.lexicon import Lexicon, LexiconIndex, Rendering
from aligner.names import Name
from aligner.profiles import get_profile
from aligner.quantities import Quantity
from aligner.scoring.reading import PairReading, Span, TextReading
from aligner.words import Word, raw_words, word_forms

RARITY_STEPS = (4, 16, 64)
"""Renderings of the lexicon that hold a stem: bounds of its rarity class, from rare (0) to everywhere (3)."""
LONGEST_CLASS = 3
"""Source phrases of three words and more are of one class."""
CHANGED = "changed"
"""Class of an anchor that the other side has in another form: it was translated, though wrongly, and proves no relation."""
LEAST_LETTERS = 3
"""Shorter target stems are initials and scraps."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of content: its span, its class (a key of the fitted tables), and whether the other side has it."""

    span: Span
    kind: str
    found: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """The units of both sides in text order."""

    source: tuple[Unit, ...]
    target: tuple[Unit, ...]


def cover(pair: PairReading, lexicon: Lexicon | None) -> Coverage:
    """Find the units of both sides and their counterparts.

    Without a lexicon only names, quantities and words that are written alike are units: nothing can be said of others.
    """
    source_anchors = _anchors(pair, 0)
    target_anchors = _anchors(pair, 1)
    source_words, target_words = _outside(pair.source, source_anchors), _outside(pair.target, target_anchors)
    if lexicon is None:
        source_units, target_units = _alike(pair, source_words, target_words)
    else:
        source_units, target_units = _by_lexicon(pair, source_words, target_words, lexicon)
    return Coverage(
        tuple(sorted(source_anchors + source_units, key=_start)), tuple(sorted(target_anchors + target_units, key=_start))
    )


def _start(unit: Unit) -> Span:
    return unit.span


def _anchors(pair: PairReading, side: int) -> list[Unit]:
    """Names and quantities of one side whose comparison says something; where they overlap, the longer one counts."""
    units: list[Unit] = []
    for kind, comparison in (("name", pair.names), ("quantity", pair.quantities)):
        matched: Sequence[tuple[Name, Name]] | Sequence[tuple[Quantity, Quantity]] = comparison.matched
        units += [Unit((two[side].start, two[side].end), kind, True) for two in matched]
        lost: Sequence[Name] | Sequence[Quantity] = comparison.added if side else comparison.missing
        units += [Unit((one.start, one.end), kind, False) for one in lost]
        changed: Sequence[tuple[Name, Name]] | Sequence[tuple[Quantity, Quantity]] = comparison.changed
        units += [Unit((two[side].start, two[side].end), CHANGED, True) for two in changed]
    kept: list[Unit] = []
    for unit in sorted(units, key=lambda unit: (unit.span[0], -unit.span[1])):
        if not kept or unit.span[0] >= kept[-1].span[1]:
            kept.append(unit)
    return kept


def _outside(reading: TextReading, anchors: Sequence[Unit]) -> list[Word]:
    """Words that belong to no anchor and are no bare figure."""
    words: list[Word] = []
    waiting = iter(anchors)
    anchor = next(waiting, None)
    for word in reading.words:
        while anchor is not None and anchor.span[1] <= word.start:
            anchor = next(waiting, None)
        if (anchor is None or word.end <= anchor.span[0]) and not word.text[0].isdigit():
            words.append(word)
    return words


def _by_lexicon(
    pair: PairReading, source: list[Word], target: list[Word], lexicon: Lexicon
) -> tuple[list[Unit], list[Unit]]:
    index, rarity = lexicon.index, _rarities(lexicon)
    stems = frozenset(word.stem for word in pair.target.words)
    letters = {fold(word.text) for word in pair.source.words}
    functions = word_forms(pair.source.profile).function_stems
    explained: set[str] = set()
    source_units: list[Unit] = []
    source_stems = [word.stem for word in source]
    for start, end, renderings in index.longest_matches(source_stems):
        for rendering in renderings:
            explained.update(rendering)
        if end - start == 1 and source_stems[start] in functions:
            continue
        found = any(stems.issuperset(rendering) for rendering in renderings)
        if end - start > 1:
            found |= _parts_found(index, source_stems[start:end], stems, explained, functions)
        kind = f"phrase-{min(end - start, LONGEST_CLASS)}-{_commonest(renderings, rarity)}"
        source_units.append(Unit((source[start].start, source[end - 1].end), kind, found))
    skipped = index.function_stems
    target_units = [
        Unit((word.start, word.end), f"word-{rarity[word.stem]}", word.stem in explained or fold(word.text) in letters)
        for word in target
        if word.stem in rarity and word.stem not in skipped and len(word.stem) >= LEAST_LETTERS
    ]
    return source_units, target_units


def _parts_found(
    index: LexiconIndex, phrase: list[str], stems: frozenset[str], explained: set[str], functions: frozenset[str]
) -> bool:
    """Whether all content parts of a phrase are found, when it is taken apart; what the parts may mean is explained too."""
    if len(phrase) == 2:
        parts = [(0, 1), (1, 2)]
    else:
        parts = [(0, 2), (2, len(phrase))]
    found = True
    for start, end in parts:
        renderings = index.renderings(tuple(phrase[start:end]))
        for rendering in renderings:
            explained.update(rendering)
        if end - start > 1 or phrase[start] not in functions:
            found &= any(stems.issuperset(rendering) for rendering in renderings)
    return found


def _commonest(renderings: Sequence[Rendering], rarity: Mapping[str, int]) -> int:
    """Rarity class of the rendering that is most easily found by chance: that of its rarest stem."""
    return max((min((rarity.get(stem, 0) for stem in rendering), default=0) for rendering in renderings), default=0)


def _alike(pair: PairReading, source: list[Word], target: list[Word]) -> tuple[list[Unit], list[Unit]]:
    """Words that both sides write alike; others say nothing."""
    sides = [{fold(word.text) for word in reading.words} for reading in (pair.source, pair.target)]
    return _shared(source, sides[1]), _shared(target, sides[0])


def _shared(words: list[Word], others: Collection[str]) -> list[Unit]:
    return [Unit((word.start, word.end), "alike", True) for word in words if fold(word.text) in others]


_known_rarities: WeakKeyDictionary[LexiconIndex, dict[str, int]] = WeakKeyDictionary()


def _rarities(lexicon: Lexicon) -> dict[str, int]:
    """Rarity class of each target stem, counted over the lexicon's renderings once and kept as long as its index."""
    known = _known_rarities.get(lexicon.index)
    if known is None:
        forms = word_forms(get_profile(lexicon.languages[1]))
        counts = Counter(
            forms.forms(raw)[1] for texts in lexicon.entries.values() for text in texts for raw in raw_words(text)
        )
        known = {stem: sum(count >= step for step in RARITY_STEPS) for stem, count in counts.items()}
        _known_rarities[lexicon.index] = known
    return known


@dataclass(frozen=True, slots=True)
class Stretch:
    """Units ``start`` to ``stop`` and how much they speak together for being untranslated (log odds, >= 0)."""

    start: int
    stop: int
    weight: float


def heaviest_stretch(weights: Sequence[float]) -> Stretch:
    """The run of units whose weights add up highest; an empty one where none is positive.

    >>> heaviest_stretch([-1.0, 2.0, -0.5, 1.0, -3.0])
    Stretch(start=1, stop=4, weight=2.5)
    """
    best = Stretch(0, 0, 0.0)
    total, start = 0.0, 0
    for position, weight in enumerate(weights):
        if total <= 0.0:
            total, start = 0.0, position
        total += weight
        if total > best.weight:
            best = Stretch(start, position + 1, total)
    return best


