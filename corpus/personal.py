"""Counts phone numbers and e-mail addresses in texts, so that a card can warn of them.

News prints hotlines and editors' addresses; they are counted, not removed: a figure with a zero and nine digits may as
well be a sum of money, and what is public on a page is for its publisher to take back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

EMAIL = re.compile(r"(?<![\w.+-])[\w+-]{1,64}(?:\.[\w+-]{1,64}){0,8}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,5}(?!\w)")
"""Bounded repeats: a megabyte of dots takes linear time."""

PHONE = re.compile(
    r"(?<![\w.,+])(?:\+?84|\+33|0)(?:[ .-]?\d){8,10}(?![\w]|[.,]\d)",
)
"""Vietnamese and French numbers: the country code or a zero, then eight to ten digits, grouped or not."""


def count_personal(texts: Iterable[str]) -> dict[str, int]:
    """Phone numbers and e-mail addresses in texts.

    >>> count_personal(["Đường dây nóng: 0912 345 678, toasoan@bao.example", "412.000 hồ sơ năm 2025"])
    {'emails': 1, 'phones': 1}
    """
    emails = phones = 0
    for text in texts:
        emails += sum(1 for _ in EMAIL.finditer(text)) if "@" in text else 0
        phones += sum(1 for _ in PHONE.finditer(text))
    return {"emails": emails, "phones": phones}


def personal_data(documents: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """The counts over both texts of all document pairs."""
    return count_personal(row[side] for row in documents for side in ("source_text", "target_text"))


def personal_text(counts: Mapping[str, int]) -> str:
    """A sentence for a person.

    >>> personal_text({"emails": 0, "phones": 0})
    'No phone number and no e-mail address was found in the texts.'
    >>> personal_text({"emails": 1, "phones": 0})
    'The texts hold 0 phone numbers and 1 e-mail address, as the pages print them.'
    """
    if not any(counts.values()):
        return "No phone number and no e-mail address was found in the texts."
    phones = f"{counts['phones']:,} phone number{'' if counts['phones'] == 1 else 's'}"
    emails = f"{counts['emails']:,} e-mail address{'' if counts['emails'] == 1 else 'es'}"
    return f"The texts hold {phones} and {emails}, as the pages print them."
