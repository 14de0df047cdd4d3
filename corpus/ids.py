"""Ids of rows and document pairs: a module of its own, since a review session needs ids before it needs the aligner."""

from __future__ import annotations

import hashlib

ID_DIGITS = 16
"""Hex digits of a row's id: 64 bits, so that a billion rows meet by chance in 3 % of corpora, and ids stay readable."""


def stable_id(*parts: str) -> str:
    """A short hash of strings that does not depend on machine, order of work or version.

    >>> stable_id("a", "b") == stable_id("a", "b"), stable_id("ab") == stable_id("a", "b")
    (True, False)
    """
    # The sign between the parts must not come from within one.
    joined = "\x1f".join(part.replace("\x1e", "\x1e0").replace("\x1f", "\x1e1") for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:ID_DIGITS]
