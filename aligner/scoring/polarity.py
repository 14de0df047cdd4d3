"""Whether a translation denies what its source asserts, or asserts what it denies.

Every language says no in many ways, so counting negators would flag half of all faithful translations. A flag needs
all of this: one side denies plainly, the other shows no trace of denying (nor a word that denies by meaning), and what
is denied (or stands around an added denial) is found on the other side. An antonym needs one pole of a scale on one
side and only the other pole on the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from aligner.profiles import LanguageProfile
from aligner.scoring.coverage import Coverage, Unit
from aligner.scoring.reading import PairReading, Span, TextReading
from aligner.words import Word, raw_words, word_forms

NEAR = 2
"""Units on each side of an added negation, of which one must be found in the source."""
GRAVE_DOUBT = 0.65
LIGHT_DOUBT = 0.4
"""How much of a sure fault two doubtful cases weigh: a denial that no word of the source denies by meaning, and denials
that differ in number otherwise; from how often damage and faithful pairs of our own documents show them."""
REACH = 6
"""Words from a particle to the negator that closes it, and from a negator to what it denies."""

ANCHORS = ("name", "quantity", "changed")
"""Classes of units that are no predicate."""

Cue = tuple[str, str]
"""What a phrase is: ("negators", ""), ("negative", ""), ... or ("a"/"b", scale)."""


@dataclass(frozen=True, slots=True)
class Denial:
    """A fault of polarity: what each side says, and where."""

    detail: str
    source_spans: tuple[Span, ...]
    target_spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class PolarityVerdict:
    """Sure faults, and where there is none how doubtful the polarity is, in [0, 1]."""

    denials: tuple[Denial, ...]
    doubt: float


NO_FAULT = PolarityVerdict((), 0.0)


@dataclass(frozen=True, slots=True)
class _Cues:
    """The cues of one language by their words, the most words of a cue by its first one; single words of an inflecting
    language by their stem."""

    phrases: Mapping[tuple[str, ...], frozenset[Cue]]
    longest: Mapping[str, int]
    stems: Mapping[str, frozenset[Cue]]
    particles: frozenset[str]
    exceptive: frozenset[str]
    final: frozenset[str]
    starts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Polarity:
    """What one text says of polarity: plain denials, each with the position of the word from which on it denies; any
    trace of denying; whether one is a negator or its particle (``plain``); whether the text is surely negated (a
    particle, in a language that has them; else a negator); poles by scale."""

    denials: tuple[tuple[Span, int], ...]
    traces: tuple[Span, ...]
    plain: bool
    negated: bool
    poles: Mapping[str, Mapping[str, tuple[Span, ...]]]


GROUPS = ("negators", "negative", "neutral", "restrictive")


@lru_cache(maxsize=16)
def _cues(profile: LanguageProfile) -> _Cues | None:
    settings = profile.settings("polarity.toml")
    if not settings:
        return None
    forms = word_forms(profile)
    listed: list[tuple[str, Cue]] = [(phrase, (group, "")) for group in GROUPS for phrase in settings.get(group, ())]
    for scale, poles in settings.get("antonyms", {}).items():
        listed += [(phrase, (pole, scale)) for pole in ("a", "b") for phrase in poles[pole]]
    phrases: dict[tuple[str, ...], set[Cue]] = {}
    stems: dict[str, set[Cue]] = {}
    for phrase, cue in listed:
        words = tuple(forms.normal(raw) for raw in raw_words(phrase))
        phrases.setdefault(words, set()).add(cue)
        if len(words) == 1 and words[0] not in forms.function_words:
            stems.setdefault(forms.stem(words[0]), set()).add(cue)
    longest: dict[str, int] = {}
    for words in phrases:
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return _Cues(
        {words: frozenset(cues) for words, cues in phrases.items()},
        longest,
        {stem: frozenset(cues) for stem, cues in stems.items()},
        frozenset(settings.get("particles", ())),
        frozenset(settings.get("exceptive", ())),
        frozenset(settings.get("final", ())),
        frozenset((*longest, *settings.get("particles", ()))),
    )


def judge_polarity(pair: PairReading, coverage: Coverage) -> PolarityVerdict:
    """Denials lost or added, antonyms, and how doubtful the polarity is where none is sure.

    What denies a word that denies by meaning (does not lack) is lost unless the target has a negator, or says two such
    words: the word itself is no trace of it.
    """
    source = _read(pair.source, coverage.source)
    target = _read(pair.target, coverage.target)
    if source is None or target is None:
        return NO_FAULT
    fault = None
    if source.denials and not target.plain:
        fault = _lost(pair, coverage, source, target)
    elif target.denials and not source.traces:
        fault = _added(pair, coverage, target, source)
    elif not source.negated and not target.negated:
        faults = _antonyms(pair, coverage, source, target)
        return PolarityVerdict(tuple(faults), 0.0) if faults else NO_FAULT
    return PolarityVerdict((fault,), 0.0) if fault else PolarityVerdict((), _doubt(coverage, source, target))


def _doubt(coverage: Coverage, source: Polarity, target: Polarity) -> float:
    """How doubtful two texts without a sure fault are: their plain denials differ in number."""
    if not source.denials and target.denials:
        return GRAVE_DOUBT if _are_translated(source.traces, coverage.source) else LIGHT_DOUBT
    lost = source.denials and not target.traces
    return LIGHT_DOUBT if lost or len(target.denials) > len(source.denials) else 0.0


def _are_translated(spans: Sequence[Span], units: Sequence[Unit]) -> bool:
    """Whether every stretch is part of a unit that the other side has, so that no denial there stands for it."""
    found = [unit.span for unit in units if unit.found]
    return all(any(first <= start and end <= last for first, last in found) for start, end in spans)


def _lost(pair: PairReading, coverage: Coverage, source: Polarity, target: Polarity) -> Denial | None:
    for span, after in source.denials:
        denied = _denied(pair.source, after, coverage.source)
        twice = len(target.traces) < 2 and denied is not None and any(start == denied[0] for start, _ in source.traces)
        if denied is not None and (twice or not target.traces) and not _turned(source, target):
            detail = f"“{pair.source.text[span[0] : denied[1]]}” is denied in the source and not in the target"
            return Denial(detail, ((span[0], denied[1]),), ())
    return None


def _added(pair: PairReading, coverage: Coverage, target: Polarity, source: Polarity) -> Denial | None:
    for span, _ in target.denials:
        denied = _stands_among_found(span, coverage.target)
        if denied is not None and not _turned(source, target):
            stretch = (span[0], max(span[1], denied[1]))
            detail = f"“{pair.target.text[slice(*stretch)]}” is denied in the target and not in the source"
            return Denial(detail, (), (stretch,))
    return None


def _denied(reading: TextReading, after: int, units: Sequence[Unit]) -> Span | None:
    """From the first content word behind a negation to the end of its unit, if the other side has the unit."""
    functions = word_forms(reading.profile).function_words
    for word in reading.words[after : after + REACH]:
        if word.text in functions:
            continue
        holding = (unit for unit in units if unit.span[0] <= word.start and word.end <= unit.span[1])
        unit = next((unit for unit in holding if unit.found and unit.kind not in ANCHORS), None)
        return (word.start, unit.span[1]) if unit else None
    return None


def _stands_among_found(span: Span, units: Sequence[Unit]) -> Span | None:
    """The first unit behind a negation that the other side has, if one before it is found there as well: the sentence
    around the negation is translated, so that it is no free wording."""
    behind = [unit for unit in units if unit.span[0] >= span[1]][:NEAR]
    before = [unit for unit in units if unit.span[1] <= span[0]][-NEAR:]
    found = next((unit.span for unit in behind if unit.found), None)
    return found if not before or any(unit.found for unit in before) else None


def _turned(source: Polarity, target: Polarity) -> bool:
    """Whether a scale is told by its other pole, which makes up for a negation (not allowed: forbidden)."""
    return any(
        scale in target.poles and set(poles) != set(target.poles[scale]) for scale, poles in source.poles.items()
    )


def _antonyms(pair: PairReading, coverage: Coverage, source: Polarity, target: Polarity) -> list[Denial]:
    """Scales told by one pole here and by the other there; not where another word of the source explains the latter."""
    faults = []
    for scale, poles in source.poles.items():
        others = target.poles.get(scale, {})
        if len(poles) == 1 and len(others) == 1 and set(poles) != set(others):
            (before,), (after,) = poles.values(), others.values()
            if _are_translated(after, coverage.target):
                continue
            said, told = pair.source.text[slice(*before[0])], pair.target.text[slice(*after[0])]
            faults.append(Denial(f"“{said}” became its opposite “{told}”", before, after))
    return faults


def _read(reading: TextReading, units: Sequence[Unit]) -> Polarity | None:
    """What a text says of polarity; None for a language without such data."""
    cues = _cues(reading.profile)
    if cues is None:
        return None
    denials: list[tuple[Span, int]] = []
    traces: list[Span] = []
    poles: dict[str, dict[str, list[Span]]] = {}
    plain = False
    words = reading.words
    places = [place for place, word in enumerate(words) if word.text in cues.starts or word.stem in cues.stems]
    longer = _long_units(units) if places else {}
    behind = 0
    for position in places:
        if position < behind:
            continue
        size, kinds = _cue_at(cues, words, position)
        span = (words[position].start, words[position + size - 1].end)
        plain |= ("negators", "") in kinds or words[position].text in cues.particles
        inside = longer.get(span[0])
        hidden = inside is not None and inside.span[1] > span[1]
        for group, scale in kinds:
            if scale:
                if not hidden:
                    poles.setdefault(scale, {}).setdefault(group, []).append(span)
            else:
                traces.append(span)
        if ("negators", "") in kinds:
            opening = _denies(cues, words, position, size, reading.text)
            if opening is not None:
                denials.append(((words[min(opening, position)].start, span[1]), opening))
        behind = position + size
    return Polarity(
        tuple(denials),
        tuple(traces),
        plain,
        not cues.particles.isdisjoint(reading.texts) if cues.particles else plain,
        {scale: {pole: tuple(spans) for pole, spans in two.items()} for scale, two in poles.items()},
    )


def _long_units(units: Sequence[Unit]) -> dict[int, Unit]:
    """Lexicon phrases by where they begin."""
    return {unit.span[0]: unit for unit in units if unit.kind.startswith("phrase")}


_NO_CUE: frozenset[Cue] = frozenset()


def _cue_at(cues: _Cues, words: Sequence[Word], position: int) -> tuple[int, frozenset[Cue]]:
    """The longest cue that begins at a word: how many words, and what it is; one word and nothing where there is
    none."""
    for size in range(min(cues.longest.get(words[position].text, 0), len(words) - position), 0, -1):
        found = cues.phrases.get(tuple(word.text for word in words[position : position + size]))
        if found is not None:
            return size, found
    return 1, cues.stems.get(words[position].stem, _NO_CUE)


def _denies(cues: _Cues, words: Sequence[Word], position: int, size: int, text: str) -> int | None:
    """Where a negation begins to deny: behind its particle, or behind the negator in a language without particles.

    None for what ends a question, stands without its particle, or is told by `ne ... que`.
    """
    if size == 1 and words[position].text in cues.final:
        rest = text[words[position].end : words[position].end + LOOK_AHEAD].lstrip(' »”"')
        if not rest or rest[0] in "?,.;:!":
            return None
    if not cues.particles:
        return position + size
    after = {word.text for word in words[position + size : position + size + REACH]}
    if not cues.exceptive.isdisjoint(after):
        return None
    for place in range(position - 1, max(-1, position - REACH), -1):
        if words[place].text in cues.particles:
            return place + 1
    return None


LOOK_AHEAD = 8
"""Code points in which the mark behind a final negator is looked for."""
