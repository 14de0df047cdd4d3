"""Flags of a pair: what is wrong with it, with the very tokens. Precise before sensitive: a flag is raised only when
sure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from aligner.datatypes import FLAG_KINDS, Flag
from aligner.names import Name
from aligner.quantities import Quantity
from aligner.scoring.content import Gap
from aligner.scoring.coverage import Unit
from aligner.scoring.evidence import Evidence
from aligner.scoring.reading import PairReading, Span

SHOWN_TOKENS = 8
"""Tokens that a detail quotes; a reader needs no more to find the place."""


@dataclass(frozen=True, slots=True)
class FlagConfig:
    """When a flag is raised.

    ``least_words``: content words on the longer side for `omission`, `addition` and `unrelated`. ``omission_weight``
    and ``addition_weight``: log odds of a stretch without a counterpart; ``omission_content``, ``addition_content``:
    the part of them that must come from the words themselves. ``gap_words``: words without a counterpart in the
    stretch. ``sole_weight``, ``sole_content``, ``sole_words``: the same where nothing is left on the other side that
    could say the stretch in other words: it has at most ``sole_rest`` log odds without a counterpart itself, and the
    lengths speak for the gap by ``sole_length``. A clause of ``clause_words`` words and ``clause_content`` log odds
    needs lengths that speak no louder against it than ``clause_length``. ``unrelated_weight``: log odds for being
    related below which two texts are not; ``unrelated_share``: share of units found below which they may be unrelated;
    ``part_share``: share of the units of a text from which it is a part of one that is longer by ``part_deviation``
    standard deviations.
    """

    least_words: int = 3
    gap_words: int = 3
    omission_weight: float = 7.0
    omission_content: float = 2.5
    addition_weight: float = 6.0
    addition_content: float = 2.5
    sole_weight: float = 3.5
    sole_content: float = 1.4
    sole_words: int = 2
    sole_rest: float = 0.5
    sole_length: float = 0.3
    clause_words: int = 4
    clause_content: float = 3.0
    clause_length: float = -2.0
    unrelated_weight: float = -1.5
    unrelated_share: float = 0.25
    part_share: float = 0.5
    part_deviation: float = 2.5


def pair_flags(evidence: Evidence, config: FlagConfig) -> tuple[Flag, ...]:
    """Every flag of a pair, in the order of `FLAG_KINDS`."""
    flags = [*_language_flags(evidence), *_denial_flags(evidence), *_surface_flags(evidence)]
    whole = _left_whole(evidence)
    unrelated = None if whole else unrelated_flag(evidence, config)
    if unrelated:
        flags.append(unrelated)
    else:
        seen = [found.span for found in evidence.target_foreign] + [found.span for found in evidence.artefacts]
        anchors = [*_quantity_flags(evidence.pair), *_name_flags(evidence.pair, evidence.spellings)]
        flags += [flag for flag in anchors if not _meets(flag.target_spans, seen)]
        flags += _gap_flags(evidence, config)
    return tuple(sorted(flags, key=lambda flag: FLAG_KINDS.index(flag.kind))) if flags else ()


HALF = 0.5
"""Share of the target in another language from which nothing can be said of its content."""


def _left_whole(evidence: Evidence) -> bool:
    """Whether most of the target is in another language."""
    size = sum(found.span[1] - found.span[0] for found in evidence.target_foreign)
    return size > HALF * len(evidence.pair.target.text)


def _quantity_flags(pair: PairReading) -> Iterator[Flag]:
    comparison = pair.quantities
    for missing in comparison.missing:
        yield Flag("number", f"{missing.text} = {_value(missing)} is missing", (_span(missing),), ())
    for added in comparison.added:
        yield Flag("number", f"{added.text} = {_value(added)} is not in the source", (), (_span(added),))
    for before, after in comparison.changed:
        detail = f"{before.text} = {_value(before)} became {after.text} = {_value(after)}"
        yield Flag("number", detail, (_span(before),), (_span(after),))


def _value(quantity: Quantity) -> str:
    value = quantity.value
    text = "/".join("?" if part is None else str(part) for part in value) if isinstance(value, tuple) else str(value)
    return text if quantity.kind == "number" else f"{text} ({quantity.kind})"


def _name_flags(pair: PairReading, spellings: Mapping[str, str]) -> Iterator[Flag]:
    comparison = pair.names
    for missing in comparison.missing:
        yield Flag("name", f"{missing.text} is missing", (_span(missing),), ())
    for added in comparison.added:
        yield Flag("name", f"{added.text} is not in the source", (), (_span(added),))
    for before, after in comparison.changed:
        usual = spellings.get(before.text, after.text)
        elsewhere = f", elsewhere {usual}" if usual != after.text else ""
        yield Flag("name", f"{before.text} became {after.text}{elsewhere}", (_span(before),), (_span(after),))


def _language_flags(evidence: Evidence) -> Iterator[Flag]:
    for found in evidence.source_foreign:
        detail = f"“{_shown(evidence.pair.source.text, [found.span])}” is {found.language}, not the source's language"
        yield Flag("language", detail, (found.span,), ())
    for found in evidence.target_foreign:
        text = _shown(evidence.pair.target.text, [found.span])
        if found.of_other_side:
            yield Flag("untranslated", f"{text} was left in {found.language}", (), (found.span,))
        else:
            yield Flag("language", f"{text} is {found.language}", (), (found.span,))


def _denial_flags(evidence: Evidence) -> Iterator[Flag]:
    for denial in evidence.polarity.denials:
        yield Flag("negation", denial.detail, denial.source_spans, denial.target_spans)


def _surface_flags(evidence: Evidence) -> Iterator[Flag]:
    text = evidence.pair.target.text
    if evidence.repeated:
        yield Flag("repetition", f"{_shown(text, evidence.repeated)} is repeated", (), evidence.repeated)
    for artefact in evidence.artefacts:
        yield Flag("artefact", f"{artefact.name}: {_shown(text, [artefact.span])}", (), (artefact.span,))


def unrelated_flag(evidence: Evidence, config: FlagConfig) -> Flag | None:
    """The flag of two texts that share nothing: no anchor, hardly a word."""
    if evidence.content.related >= config.unrelated_weight:
        return None
    if evidence.pair.quantities.matched or evidence.pair.names.matched:
        return None
    units = evidence.coverage.source + evidence.coverage.target
    if max(len(evidence.coverage.source), len(evidence.coverage.target)) < config.least_words:
        return None
    found = sum([unit.found for unit in units])
    if found >= config.unrelated_share * len(units) or _is_part(evidence, config):
        return None
    sides = (evidence.coverage.source, evidence.coverage.target)
    lost = [tuple(unit.span for unit in side if not unit.found) for side in sides]
    detail = f"the two texts have {found} of {len(units)} words, numbers and names in common"
    return Flag("unrelated", detail, *lost)


def _is_part(evidence: Evidence, config: FlagConfig) -> bool:
    """Whether the text that is too short for the other one is found in it by half: the rest was cut, or added."""
    deviation = evidence.content.ratio_deviation
    if abs(deviation) < config.part_deviation:
        return False
    shorter = evidence.coverage.target if deviation < 0 else evidence.coverage.source
    return sum([unit.found for unit in shorter]) >= max(config.part_share * len(shorter), 1)


def _gap_flags(evidence: Evidence, config: FlagConfig) -> Iterator[Flag]:
    if _left_whole(evidence):
        return
    source, target = evidence.pair.source.text, evidence.pair.target.text
    coverage, gaps = evidence.coverage, evidence.content.gaps
    if max(len(coverage.source), len(coverage.target)) < config.least_words:
        return
    if _is_gap(gaps[0], config.omission_weight, config.omission_content, config) or _is_sole(*gaps, config):
        spans = _spans(gaps[0].lost)
        yield Flag("omission", f"nothing translates {_shown(source, spans)}", spans, ())
    foreign = [found.span for found in evidence.target_foreign]
    added = _is_gap(gaps[1], config.addition_weight, config.addition_content, config) or _is_sole(*gaps[::-1], config)
    if added and not _meets([gaps[1].span], foreign):
        spans = _spans(gaps[1].lost)
        yield Flag("addition", f"nothing in the source says {_shown(target, spans)}", (), spans)


def _is_gap(gap: Gap, weight: float, content: float, config: FlagConfig) -> bool:
    return gap.weight >= weight and gap.content >= content and _loses_words(gap, config.gap_words)


def _is_sole(gap: Gap, other: Gap, config: FlagConfig) -> bool:
    """Whether a stretch has no counterpart and the other side nothing that could be one."""
    if other.content > config.sole_rest:
        return False
    stretch = gap.weight >= config.sole_weight and gap.content >= config.sole_content
    if stretch and gap.length >= config.sole_length and _loses_words(gap, config.sole_words):
        return True
    clause = gap.content >= config.clause_content and gap.length >= config.clause_length
    return clause and _loses_words(gap, config.clause_words)


def _loses_words(gap: Gap, least: int) -> bool:
    """Whether so many units are lost, and not only names and quantities, which have flags of their own."""
    return len(gap.lost) >= least and any(unit.kind not in ("quantity", "name") for unit in gap.lost)


def _meets(some: Sequence[Span], others: Sequence[Span]) -> bool:
    """Whether a stretch of the one list overlaps a stretch of the other."""
    return any(start < last and first < end for start, end in some for first, last in others)


def _spans(units: Sequence[Unit]) -> tuple[Span, ...]:
    return tuple(unit.span for unit in units)


def _shown(text: str, spans: Sequence[Span]) -> str:
    """The stretches in quotation marks, the first few of them."""
    shown = ", ".join(f"“{' '.join(text[start:end].split())}”" for start, end in spans[:SHOWN_TOKENS])
    return shown + (" …" if len(spans) > SHOWN_TOKENS else "")


def _span(found: Quantity | Name) -> Span:
    return found.start, found.end
