"""Who is who among the pages read: repeated ids, repeated texts, pages of other languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.documents import Rejected
from corpus.pages import LANGUAGES, Page
from corpus.withdrawals import ID_SUFFIX_DIGITS


@dataclass(slots=True)
class KnownPages:
    """Pages to pair, by id; what their duplicates tell of them by position: further addresses (``aliases``) and further
    addresses of the original (``originals``); what was left out and how many of each state."""

    pages: list[Page] = field(default_factory=list)
    aliases: dict[int, list[str]] = field(default_factory=dict)
    originals: dict[int, list[str]] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    states: list[str] = field(default_factory=list)


def identify(pages: Sequence[Page]) -> KnownPages:
    """Leave out duplicates, empty pages and pages of other languages, and give every page left an id of its own.

    An id that comes again with the same content is a duplicate; with other content it gets ``~`` and eight hex digits
    of that content. The first page keeps its id. Pages of one language with the same cleaned text are duplicates too;
    their addresses stay known for pairing. The pages come back in the order of their ids, so that what follows does
    not depend on the order of the inputs.
    """
    known = KnownPages()
    ids = _Identifiers()
    texts: dict[tuple[str, str], int] = {}
    for page in pages:
        document = page.document
        reason = None if ids.is_known(page) else _rejection(page)
        first = texts.get((document.language, page.digest))
        if reason:
            ids.name(page)
            known.states.append(f"rejected:{reason[0]}")
            known.rejected.append(_left_out(page, *reason))
        elif first is not None or ids.is_known(page):
            original = document.id if first is None else known.pages[first].document.id
            known.states.append("duplicate")
            known.rejected.append(_left_out(page, "duplicate", f"the same text as {original}"))
            if first is not None:
                _learn_addresses(known, first, page)
        else:
            texts[document.language, page.digest] = len(known.pages)
            known.pages.append(replace(page, document=replace(document, id=ids.name(page))))
    return _by_id(known)


class _Identifiers:
    """The ids that were given, and the contents that came under each."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._contents: set[tuple[str, str]] = set()

    def is_known(self, page: Page) -> bool:
        """Whether the same content came under the same id before."""
        return (page.document.id, page.digest) in self._contents

    def name(self, page: Page) -> str:
        """The page's own id where it is free, else one made of it and its content."""
        identifier = page.document.id
        self._contents.add((identifier, page.digest))
        while identifier in self._taken:
            identifier = f"{identifier}~{page.digest[:ID_SUFFIX_DIGITS]}"
        self._taken.add(identifier)
        return identifier


def _learn_addresses(known: KnownPages, first: int, duplicate: Page) -> None:
    """Keep the addresses of a duplicate: as the page's own where it has none, and for pairing."""
    kept, document = known.pages[first], duplicate.document
    missing = {
        name: value
        for name in ("url", "source_url")
        if getattr(kept.document, name) is None and (value := getattr(document, name))
    }
    if missing:
        known.pages[first] = replace(kept, document=replace(kept.document, **missing))
    if document.url:
        known.aliases.setdefault(first, []).append(document.url)
    if document.source_url:
        known.originals.setdefault(first, []).append(document.source_url)


def _by_id(known: KnownPages) -> KnownPages:
    order = sorted(range(len(known.pages)), key=lambda number: known.pages[number].document.id)
    place = {number: new for new, number in enumerate(order)}
    return replace(
        known,
        pages=[known.pages[number] for number in order],
        aliases={place[number]: urls for number, urls in known.aliases.items()},
        originals={place[number]: urls for number, urls in known.originals.items()},
    )


def _rejection(page: Page) -> tuple[str, str] | None:
    document = page.document
    if not page.sentences:
        return "empty", "nothing but page furniture"
    if document.language not in LANGUAGES:
        return "language", f"language {document.language!r}; wanted: {', '.join(LANGUAGES)}"
    return None


def _left_out(page: Page, reason: str, detail: str) -> Rejected:
    document = page.document
    french = document.language == LANGUAGES[1]
    source, target = (None, document.text) if french else (document.text, None)
    return Rejected(document.id, "document", "identify", reason, f"{detail} ({document.origin})", source, target)
