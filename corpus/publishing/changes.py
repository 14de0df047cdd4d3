"""The list of versions in a card: a build writes the line of its own, publishing puts those of the card there after it.

So the list grows by itself, from version to version, and the same dataset gives the same card again.
"""

from __future__ import annotations

import re

SECTION = re.compile(r"(?<=^## Changes\n)(?:.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)
ENTRY = re.compile(r"^- \*\*(?P<version>[^*\n]{1,60})\*\*: .*$", re.MULTILINE)
PASSAGE = re.compile(r"^<!-- *human:.*?^<!-- */human *-->", re.DOTALL | re.MULTILINE)


def with_earlier_versions(card: str, existing: str | None) -> str:
    """The card with the lines of other versions that an existing card has, after its own.

    >>> card = "## Changes\\n\\n- **1.1**: 30 pairs\\n"
    >>> print(with_earlier_versions(card, "## Changes\\n\\n- **1.1**: 20 pairs\\n- **1.0**: 10 pairs\\n"))
    ## Changes
    <BLANKLINE>
    - **1.1**: 30 pairs
    - **1.0**: 10 pairs
    <BLANKLINE>
    """
    own = _entries(card)
    lines = [line for version, line in _entries(existing or "").items() if version not in own]
    if not own or not lines:
        return card
    last = list(own.values())[-1]
    section = SECTION.search(card)
    start = section.start() if section else 0
    return card[:start] + card[start:].replace(last, "\n".join([last, *lines]), 1)


def _entries(card: str) -> dict[str, str]:
    """The lines of a card's list by version; what people wrote there is theirs and stays where it is."""
    section = SECTION.search(card.replace("\r\n", "\n"))
    text = PASSAGE.sub("", section.group()) if section else ""
    return {match["version"]: match.group() for match in ENTRY.finditer(text)}
