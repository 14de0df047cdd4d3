"""Compare the names of a text with those of its translation.

A name is explained by the other text in one of four ways: a name there shares a reading with it; its letters stand
there, however spaced and accented; it is a part of a fuller name there, or the fuller name; it sounds like a name there
that nothing else explains. What is left over on both sides and belongs together is one name *changed*; other strong
names are *missing* or *added*. A text that says less of a name than the other (*M. Xi* for *Xi Jinping*) says nothing
wrong.
"""

from __future__ import annotations

from collections.abc import Sequence

from aligner.names.evidence import Side, Verdict, is_known, is_syllables
from aligner.names.transcription import sound_alike, spelled_by_ear
from aligner.names.values import FAIR, STRONG, Name, NameComparison
from aligner.names.words import folded_words, joined_form

BARE_WORDS = 7
"""Words of a text that is hardly more than a name: there, two institutions that are left over are one altered."""
LONG_FORM = 40
"""Characters from a name to the bracket behind its long form."""
MANY_NAMES = 60
"""Left-over names of a side up to which every pair is compared; more are a list whose pairing proves nothing."""


def compare_names(
    source: Sequence[Name],
    target: Sequence[Name],
    source_text: str = "",
    target_text: str = "",
    folded: tuple[Sequence[str], Sequence[str]] | None = None,
) -> NameComparison:
    """Match the names of a text and its translation.

    The texts are evidence: a name that was found on one side only is not missing if its letters stand in the other
    text. Without them the names' own texts are used. ``folded`` are the words of both texts without case and accents,
    if they are known.

    >>> from aligner.names import find_names
    >>> compare_names(find_names("Bà Trần Thị Hạnh"), find_names("Mme Tran Thi Thanh", "fr")).same
    False
    """
    if not source and not target:
        return NOTHING
    source_words, target_words = folded or (None, None)
    left, right = Side(source, source_text, source_words), Side(target, target_text, target_words)
    matched: list[tuple[Name, Name]] = []
    changed: list[tuple[Name, Name]] = []
    open_source = _unexplained(left, right, matched, changed, swapped=False)
    open_target = _unexplained(right, left, matched, changed, swapped=True)
    if (open_source or open_target) and len(open_source) <= MANY_NAMES and len(open_target) <= MANY_NAMES:
        _match_by_sound(open_source, open_target, matched)
        open_source = [name for name in open_source if not _heard(name, right)]
        open_target = [name for name in open_target if not _heard(name, left)]
        open_source = _unglossed(open_source, [one for one, _ in matched], source_text)
        open_target = _unglossed(open_target, [other for _, other in matched], target_text)
        if open_source and open_target:
            bare = max(left.length, right.length) <= BARE_WORDS
            _pair_changes(open_source, open_target, changed, bare)
    return NameComparison(
        matched=_each_once(matched),
        missing=tuple([name for name in open_source if name.strength == STRONG]),
        added=tuple([name for name in open_target if name.strength == STRONG]),
        changed=_each_once(changed),
    )


NOTHING = NameComparison((), (), (), ())


def _each_once(pairs: list[tuple[Name, Name]]) -> tuple[tuple[Name, Name], ...]:
    """The pairs without repetitions; by identity, which spares the hashes."""
    if len(pairs) < 2:
        return tuple(pairs)
    return tuple({(id(first), id(second)): (first, second) for first, second in pairs}.values())


def _unexplained(
    own: Side, other: Side, matched: list[tuple[Name, Name]], changed: list[tuple[Name, Name]], *, swapped: bool
) -> list[Name]:
    """The names of a side that the other leaves open; notes the pairs that match, and those that clash.

    A clash counts where both names are worth a report. Pairs are (source, target): `swapped` if `own` is the target.
    """
    unexplained = []
    for name in own.names:
        partner = other.by_key.get(name.key[0])
        if partner is not None:
            matched.append((partner, name) if swapped else (name, partner))
            continue
        verdict, partner = other.explain(name, own)
        if verdict is Verdict.OPEN:
            unexplained.append(name)
        elif partner is not None:
            pair = (partner, name) if swapped else (name, partner)
            if verdict is Verdict.EXPLAINED:
                matched.append(pair)
            elif min(name.strength, partner.strength) >= FAIR:
                changed.append(pair)
    return unexplained


def _match_by_sound(source: list[Name], target: list[Name], matched: list[tuple[Name, Name]]) -> None:
    """Move names that transcribe one another from the left-over lists to `matched`."""
    for name in list(source):
        for other in target:
            if _transcribed(name, other):
                matched.append((name, other))
                source.remove(name)
                target.remove(other)
                break


def _heard(name: Name, other: Side) -> bool:
    """True for a transcription that sounds like a word which is no name in the other text (it opens a sentence)."""
    return "-" in name.text and not is_known(name) and name.kind != "code" and other.holds(joined_form(name.text))


def _unglossed(names: list[Name], told: list[Name], text: str) -> list[Name]:
    """Names without those of a long form whose short form in brackets was told (*Sữa Việt Nam (Vinamilk)*)."""
    if "(" not in text:
        return names
    glosses = {name.start for name in told if name.kind != "place"}
    kept = []
    for name in names:
        opening = text.find("(", name.end, name.end + LONG_FORM)
        between = text[name.end : max(opening, name.end)].replace(" ", "").replace("-", "")
        plain = not between or between.isalpha()
        if opening < 0 or not plain or opening + 1 not in glosses:
            kept.append(name)
    return kept


def _transcribed(name: Name, other: Name) -> bool:
    if (is_known(name) and is_known(other)) or "code" in (name.kind, other.kind):
        return False
    if "-" in name.text and spelled_by_ear(joined_form(name.text), joined_form(other.text)):
        return True
    if is_syllables(folded_words(name.text)) and is_syllables(folded_words(other.text)) and "-" not in name.text:
        return False
    return sound_alike(joined_form(name.text), joined_form(other.text))


def _pair_changes(source: list[Name], target: list[Name], changed: list[tuple[Name, Name]], bare: bool) -> None:
    """Move names that look like one name altered from the left-over lists to `changed`, the most alike first."""
    candidates = [
        (-likeness, row, column)
        for row, name in enumerate(source)
        for column, other in enumerate(target)
        if (likeness := _likeness(name, other, bare)) > 0
    ]
    rows, columns = set(), set()
    for _, row, column in sorted(candidates):
        if row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            changed.append((source[row], target[column]))
    source[:] = [name for row, name in enumerate(source) if row not in rows]
    target[:] = [name for column, name in enumerate(target) if column not in columns]


def _likeness(name: Name, other: Name, bare: bool) -> int:
    """How much two unmatched names look like one altered: 0 not at all, else the more the higher."""
    if bare and (name.kind == other.kind == "acronym" or _sort(name) == _sort(other) == "organisation"):
        return 1
    if min(name.strength, other.strength) < FAIR:
        return 0
    if bare and not is_known(name) and not is_known(other):
        return 1
    shared = len(set(folded_words(name.text)) & set(folded_words(other.text)))
    if name.kind in ("acronym", "code") and not is_known(name) and name.strength == FAIR == other.strength:
        return 0
    both_strong = name.strength == other.strength == STRONG
    known = is_known(name) and is_known(other)
    if (
        _sort(name) == _sort(other)
        and (known or name.kind != "other")
        and (both_strong or is_known(name) == is_known(other))
    ):
        return 2 + 2 * shared
    syllables = is_syllables(folded_words(name.text)) and is_syllables(folded_words(other.text))
    if syllables and not is_known(name) and (shared or both_strong or name.strength + other.strength > FAIR + FAIR):
        return 1 + 2 * shared
    return 1 + 2 * shared if shared and both_strong else 0


def _sort(name: Name) -> str:
    """The kind, with acronyms among the organisations that most of them name."""
    return "organisation" if name.kind == "acronym" and is_known(name) else name.kind
