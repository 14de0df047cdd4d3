"""Who is who among the pages read: repeated ids, repeated texts, pages of other languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.documents import Rejected
from corpus.pages import LANGUAGES, Page

ID_SUFFIX_DIGITS = 8


@dataclass(slots=True)
class KnownPages:
    """Pages to pair, in input order; addresses of their duplicates by position; what was left out and how many of each
    state."""

    pages: list[Page] = field(default_factory=list)
    aliases: dict[int, list[str]] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    states: list[str] = field(default_factory=list)


def identify(pages: Sequence[Page]) -> KnownPages:
    """Leave out duplicates, empty pages and pages of other languages, and give every page left an id of its own.

    An id that comes again with the same content is a duplicate; with other content it gets ``~`` and eight hex digits
    of that content. The first page keeps its id. Pages of one language with the same cleaned text are duplicates too;
    the address of each stays known for pairing.
    """
    known = KnownPages()
    ids: dict[str, str] = {}
    texts: dict[tuple[str, str], int] = {}
    for page in pages:
        document = page.document
        reason = _rejection(page)
        if reason:
            known.states.append(f"rejected:{reason[0]}")
            known.rejected.append(_left_out(page, *reason))
            continue
        first = texts.get((document.language, page.digest))
        if first is not None:
            known.states.append("duplicate")
            original = known.pages[first].document.id
            known.rejected.append(_left_out(page, "duplicate", f"the same text as {original}"))
            if document.url:
                known.aliases.setdefault(first, []).append(document.url)
            continue
        if document.id in ids:
            page = replace(page, document=replace(document, id=_other_id(document.id, page.digest)))
        ids.setdefault(page.document.id, page.digest)
        texts[document.language, page.digest] = len(known.pages)
        known.pages.append(page)
    return known


def _rejection(page: Page) -> tuple[str, str] | None:
    document = page.document
    if not page.sentences:
        return "empty", "nothing but page furniture"
    if document.language not in LANGUAGES:
        return "language", f"language {document.language!r}; wanted: {', '.join(LANGUAGES)}"
    return None


def _other_id(identifier: str, digest: str) -> str:
    return f"{identifier}~{digest[:ID_SUFFIX_DIGITS]}"


def _left_out(page: Page, reason: str, detail: str) -> Rejected:
    document = page.document
    french = document.language == LANGUAGES[1]
    source, target = (None, document.text) if french else (document.text, None)
    return Rejected(document.id, "document", "identify", reason, f"{detail} ({document.origin})", source, target)
