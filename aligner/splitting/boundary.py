"""The decision about one stop: does the sentence end there, and where exactly.

Cheap questions come first. Most stops are settled by the character that follows; only a full stop before a capital, a
figure or a quotation asks for the word before it.
"""

from __future__ import annotations

import re

from aligner.splitting.glued import is_glued_boundary
from aligner.splitting.line import Line
from aligner.splitting.patterns import (
    APOSTROPHES,
    CLOSERS,
    CLOSING_QUOTES,
    CONTINUES,
    DAY,
    DAY_OR_MONTH,
    LEAD,
    LETTERED_ITEM,
    LOWER_CASE_BRAND,
    QUOTES,
    SPACED_DATE,
    STRONG_STOPS,
    WIDE_STOPS,
    YEAR,
)
from aligner.splitting.rules import MAY_END, SplitRules
from aligner.splitting.words import (
    After,
    abbreviation_ends,
    abbreviation_kinds,
    initials_end,
    is_initials,
    is_marker,
    joins_initials,
    read_before,
)

NO_CUT = 0
"""No sentence ends here; a cut is never at 0, since something stands before it."""

_LEADING_ELLIPSIS = re.compile(r"(?:…|\.{3})[.…\s)\]]*+")


def find_cut(line: Line, rules: SplitRules, stop: re.Match[str]) -> int:
    """Where the sentence ends if this stop ends it, closing marks included; else ``NO_CUT``.

    What follows the stop holds a letter or digit. Whether it ends is read from the sentence and what follows it;
    a straight quote from an earlier sentence only tells where.
    """
    if joins_initials(line, stop.start(), rules):
        return NO_CUT
    tail = line.tail_end(stop.end())
    cut = _cut_after(line, rules, stop, tail)
    if cut and line.inside_quotes:
        inherited = line.tail_end(stop.end(), inherited=True)
        if inherited != tail:
            return _cut_after(line, rules, stop, inherited) or cut
    return cut


def _cut_after(line: Line, rules: SplitRules, stop: re.Match[str], tail: int) -> int:
    """The cut after a stop whose closing marks end at ``tail``, or ``NO_CUT``."""
    text, end = line.text, line.end
    first, last = stop.span()
    lead = LEAD.match(text, tail)
    gap, dash, opening = lead.groups()  # type: ignore[union-attr]  # it matches nothing at least
    head = lead.end()  # type: ignore[union-attr]
    if head < end and text[head] in ".…" and (gap or opening):
        ellipsis = _LEADING_ELLIPSIS.match(text, head)
        head = ellipsis.end() if ellipsis else head
    if head >= end or text[head] in CONTINUES or (opening[-1:] in APOSTROPHES and not gap):
        return NO_CUT
    aside = line.aside_end(first)
    if tail <= aside:
        return NO_CUT
    run = text[first:last]
    if run[-1] in WIDE_STOPS:
        return tail
    if not gap and (dash or not is_glued_boundary(line, rules, first, last, head, tail > last or opening != "")):
        return NO_CUT
    if dash and not CLOSING_QUOTES.isdisjoint(text[last:tail]) and QUOTES.isdisjoint(opening):
        return NO_CUT  # the dash leads to who said it
    after = After(text, head, opening, dash != "", rules)
    if after.is_small and not _small_letter_opens(after, run == "." and opening != ""):
        return NO_CUT
    return tail if _ends(line, first, run, gap != "", aside >= 0, after) else NO_CUT


def _ends(line: Line, first: int, run: str, spaced: bool, within: bool, after: After) -> bool:
    """The question by kind of stop; ``within`` is true where the stop is the last thing in an aside."""
    if run == ".":
        return _full_stop_ends(line, first, spaced, within, after)
    if not STRONG_STOPS.isdisjoint(run):
        named = (
            run == "!" and read_before(line.text, line.start, first, after.rules).token in after.rules.names_with_stop
        )
        return after.opens_sentence if named or within else True
    literal = line.text[first - 1] in "([" and line.text[first + len(run)] in ")]"
    return not (within or literal or after.is_digit)


def _full_stop_ends(line: Line, first: int, spaced: bool, within: bool, after: After) -> bool:
    text, rules = line.text, after.rules
    if text[first - 1].isspace() or text[first - 1] in CLOSERS:
        return True
    before = read_before(text, line.start, first, rules)
    if not before.token:
        return True
    if is_marker(line, before, first, rules):
        return False
    kinds = abbreviation_kinds(before, rules)
    if kinds:
        return not within and (spaced or kinds & MAY_END > 0) and abbreviation_ends(kinds, before, after)
    if is_initials(before.token):
        if within or before.start <= line.first_word:
            return False
        return initials_end(before, after) if spaced else before.previous.lower() in rules.letter_nouns
    if after.is_digit and DAY_OR_MONTH.fullmatch(before.token):
        is_month = YEAR.match(text, after.head) and DAY.search(before.previous)
        return not is_month and SPACED_DATE.match(text, first + 1) is None
    return True


def _small_letter_opens(after: After, opened: bool) -> bool:
    """Whether a small letter may begin a sentence: in quotes or brackets, a brand, a credit, an item ``a)``."""
    text, head = after.text, after.head
    return (
        opened
        or LOWER_CASE_BRAND.match(text, head) is not None
        or LETTERED_ITEM.match(text, head) is not None
        or after.is_credit
    )
