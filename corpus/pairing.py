"""Which page translates which, with the evidence.

In order of trust: the address of the original at the foot of the translation, its article id, a slug that is the
original's title without diacritics, and the numbers and names that the two pages share. Addresses are often damaged
and templates (market and weather bulletins) share much, so every candidate is also aligned, and what its sentences say
decides with the rest.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from itertools import pairwise
from types import MappingProxyType

from aligner.ranges import check_shares
from corpus.likeness import alike_pages, rarest_first
from corpus.pages import LANGUAGES, Page
from corpus.urls import PageAddress, parse_address

LEAST_SLUG_LETTERS = 12
"""Shorter slugs (``tin-tuc``, ``home``) name a section, not an article."""
SLUG_LOOK_UPS = 1_000
"""Originals that are looked at for one slug, those that share its rarest word pairs first."""


@dataclass(frozen=True, slots=True)
class PairingConfig:
    """Thresholds of document pairing; all shares and confidences are in [0, 1].

    ``*_trust``: confidence that one kind of evidence alone gives. ``slug_similarity``: least similarity of damaged
    slugs. ``facts_similarity``: least weighted overlap of facts that makes two pages candidates. ``facts_candidates``:
    originals tried for a page by its facts. ``address_candidates``: an address, id or slug that more originals share (a
    home page, a daily bulletin's title) names none of them; it counts only for those that the facts name too.
    ``linked_agreement`` and ``unlinked_agreement``: least share of the page's text that aligns with the original, with
    an address that says so and without; ``absent_agreement``: the same where the page names an original that is not
    here. ``days_apart``: dates further apart make a pair by facts alone unlikely. ``least_confidence``: below this no
    pair.
    """

    source_url_trust: float = 0.98
    article_trust: float = 0.93
    slug_trust: float = 0.92
    facts_trust: float = 0.75
    slug_similarity: float = 0.75
    facts_similarity: float = 0.25
    facts_candidates: int = 3
    address_candidates: int = 5
    linked_agreement: float = 0.25
    unlinked_agreement: float = 0.55
    absent_agreement: float = 0.8
    days_apart: int = 10
    least_confidence: float = 0.5

    def __post_init__(self) -> None:
        check_shares("pairing", self)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two pages that may translate each other: positions in the lists given, evidence and its joint confidence.

    ``linked``: an address says so; ``elsewhere``: the page names an original that is not here; ``likeness``: overlap of
    facts in [0, 1].
    """

    source: int
    target: int
    evidence: tuple[str, ...]
    confidence: float
    linked: bool
    elsewhere: bool = False
    likeness: float = 0.0


@dataclass(frozen=True, slots=True)
class DocumentPair:
    """A source page (by position) and its translation, the evidence for it, its confidence, and whether the original
    has another translation already."""

    source: int
    target: int
    evidence: tuple[str, ...]
    confidence: float
    repeated: bool = False


@dataclass(slots=True)
class _Trace:
    """What speaks for one candidate: kinds of evidence with their trust, and how alike the facts are."""

    trust: dict[str, float] = field(default_factory=dict)
    likeness: float = 0.0


_Traces = dict[tuple[int, int], _Trace]
_NONE: Mapping[int, Sequence[str]] = MappingProxyType({})


def find_candidates(
    pages: Sequence[Page],
    aliases: Mapping[int, Sequence[str]],
    config: PairingConfig,
    originals: Mapping[int, Sequence[str]] = _NONE,
) -> list[Candidate]:
    """Pairs of pages worth aligning, for every target page the linked ones, then the best by shared facts.

    ``aliases`` are further addresses of a page, by its position, and ``originals`` further addresses of its original:
    those of its duplicates.
    """
    sources = [n for n, page in enumerate(pages) if page.document.language == LANGUAGES[0]]
    targets = [n for n, page in enumerate(pages) if page.document.language == LANGUAGES[1]]
    found: _Traces = defaultdict(_Trace)
    _by_facts(pages, sources, targets, config, found)
    addresses = {n: _addresses(pages[n], aliases.get(n, ())) for n in sources}
    named = {n: _parsed((pages[n].document.source_url, *originals.get(n, ()))) for n in targets}
    _by_address(pages, addresses, named, config, found)
    linked = {pair for pair, trace in found.items() if any(not name.startswith("facts") for name in trace.trust)}
    settled = {target for _, target in linked}
    addressed = {target for (_, target), trace in found.items() if "source_url" in trace.trust}
    candidates = []
    for (source, target), trace in sorted(found.items()):
        if target in addressed and (source, target) not in linked:
            # The original that it names is here: what other pages share with it need not be weighed.
            continue
        elsewhere = target not in settled and any(_names_article(address) for address in named[target])
        if elsewhere and _is_another(named[target], addresses[source]):
            continue
        doubt = math.prod(sorted(1.0 - trust for trust in trace.trust.values()))
        evidence = tuple(sorted(trace.trust))
        is_linked = (source, target) in linked
        candidates.append(Candidate(source, target, evidence, 1.0 - doubt, is_linked, elsewhere, trace.likeness))
    return candidates


def choose_pairs(
    candidates: Sequence[Candidate], agreement: Sequence[float], config: PairingConfig
) -> list[DocumentPair]:
    """Document pairs from candidates and the share of each one's text that aligned.

    No page is in two pairs, but an original whose several translations all say so by address has them all, the further
    ones marked as repeated.
    """
    ranked = []
    for candidate, share in zip(candidates, agreement, strict=True):
        least = config.linked_agreement if candidate.linked else config.unlinked_agreement
        if share < (config.absent_agreement if candidate.elsewhere else least):
            continue
        confidence = candidate.confidence * _support(share, least)
        if confidence >= config.least_confidence:
            rank = (-confidence, -candidate.likeness, -share, candidate.source, candidate.target)
            ranked.append((rank, share, candidate))
    pairs: list[DocumentPair] = []
    used_sources: set[int] = set()
    used_targets: set[int] = set()
    for rank, share, candidate in sorted(ranked, key=lambda item: item[0]):
        source, target = candidate.source, candidate.target
        if target in used_targets or (source in used_sources and not candidate.linked):
            continue
        evidence = (*candidate.evidence, f"aligned {share:.2f}")
        pairs.append(DocumentPair(source, target, evidence, -rank[0], source in used_sources))
        used_sources.add(source)
        used_targets.add(target)
    return sorted(pairs, key=lambda pair: (pair.source, pair.target))


def _support(share: float, least: float) -> float:
    """How far aligned text confirms a candidate: 1/2 at the least share asked for, 1 from half of the way to all on."""
    return 1.0 if least == 1.0 else 0.5 + 0.5 * min((share - least) / (1.0 - least) * 2.0, 1.0)


def _by_address(
    pages: Sequence[Page],
    addresses: Mapping[int, Sequence[PageAddress]],
    named: Mapping[int, Sequence[PageAddress]],
    config: PairingConfig,
    found: _Traces,
) -> None:
    by_url = _index((address.canonical, n) for n, some in addresses.items() for address in some)
    by_article = _index((address.article, n) for n, some in addresses.items() for address in some if address.article)
    slugs = _Slugs({n: _slugs(pages[n], some) for n, some in addresses.items()}, config)
    alike: dict[int, list[int]] = defaultdict(list)
    for source, target in found:
        alike[target].append(source)
    for target, originals in named.items():
        for name, address in _told(originals, pages[target].document.url):
            if name == "source":
                for source in _told_apart(by_url.get(address.canonical), alike[target], config):
                    found[source, target].trust["source_url"] = config.source_url_trust
            for source in _told_apart(by_article.get(address.article), alike[target], config):
                found[source, target].trust[f"{name}_article_id"] = config.article_trust
            for source, similarity in slugs.similar(address.slug, alike[target]):
                found[source, target].trust[f"{name}_slug {similarity:.2f}"] = config.slug_trust * similarity


def _told(originals: Sequence[PageAddress], own: str | None) -> Iterator[tuple[str, PageAddress]]:
    """The addresses by which a page may name its original: those it calls its source, and its own."""
    yield from (("source", address) for address in originals)
    yield from (("own", address) for address in _parsed((own,)))


def _told_apart(holders: Mapping[int, None] | None, alike: Sequence[int], config: PairingConfig) -> list[int]:
    """The originals that an address names; where they are too many, those of them that the facts name too."""
    if not holders:
        return []
    if len(holders) <= config.address_candidates:
        return list(holders)
    return [source for source in alike if source in holders]


def _names_article(address: PageAddress) -> bool:
    return bool(address.article) or sum(map(len, address.slug)) >= LEAST_SLUG_LETTERS


def _is_another(named: Sequence[PageAddress], own: Sequence[PageAddress]) -> bool:
    """Whether a page's own addresses show that it is another article of the site that was named."""
    ids = {(address.host, address.article) for address in own if address.article}
    hosts = {host for host, _ in ids}
    return any(
        address.article and address.host in hosts and (address.host, address.article) not in ids for address in named
    )


class _Slugs:
    """The slugs of all originals, to be found by a slug that is one of them or was one before it was damaged."""

    def __init__(self, slugs: Mapping[int, list[tuple[str, ...]]], config: PairingConfig) -> None:
        self._slugs = slugs
        self._config = config
        self._exact = _index(("".join(slug), n) for n, some in slugs.items() for slug in some)
        pairs = _index((words, n) for n, some in slugs.items() for slug in some for words in _word_pairs(slug))
        self._pairs = {words: list(holders) for words, holders in pairs.items()}

    def similar(self, slug: tuple[str, ...], alike: Sequence[int]) -> list[tuple[int, float]]:
        """Originals whose title or own slug is this one, or near enough; hyphens do not count."""
        joined = "".join(slug)
        if len(joined) < LEAST_SLUG_LETTERS:
            return []
        exact = self._exact.get(joined)
        if exact:
            return [(source, 1.0) for source in _told_apart(exact, alike, self._config)]
        look_ups = rarest_first(_word_pairs(slug), self._pairs, SLUG_LOOK_UPS)
        votes = Counter(source for _, holders in look_ups for source in holders)
        similar = []
        for source in sorted(votes, key=lambda number: (-votes[number], number))[: self._config.facts_candidates]:
            ratio = max(_ratio(joined, "".join(other)) for other in self._slugs[source])
            if ratio >= self._config.slug_similarity:
                similar.append((source, ratio))
        return similar


def _ratio(first: str, second: str) -> float:
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _addresses(page: Page, aliases: Sequence[str]) -> list[PageAddress]:
    return _parsed((page.document.url, *aliases))


def _parsed(urls: Iterable[str | None]) -> list[PageAddress]:
    return [address for url in dict.fromkeys(urls) if (address := parse_address(url or "")) is not None]


def _slugs(page: Page, addresses: Sequence[PageAddress]) -> list[tuple[str, ...]]:
    slugs = [page.title, *(address.slug for address in addresses)]
    return [slug for slug in slugs if sum(map(len, slug)) >= LEAST_SLUG_LETTERS]


def _word_pairs(slug: Sequence[str]) -> list[str]:
    return [first + second for first, second in pairwise(slug)]


def _by_facts(
    pages: Sequence[Page], sources: Sequence[int], targets: Sequence[int], config: PairingConfig, found: _Traces
) -> None:
    for target, alike in alike_pages(pages, sources, targets, config.facts_candidates).items():
        for likeness, source in alike:
            if likeness >= config.facts_similarity and _near(pages[source], pages[target], config):
                found[source, target] = _Trace({f"facts {likeness:.2f}": config.facts_trust}, likeness)


def _near(source: Page, target: Page, config: PairingConfig) -> bool:
    first, second = source.document.date, target.document.date
    if first is None or second is None:
        return True
    return abs((date.fromisoformat(first) - date.fromisoformat(second)).days) <= config.days_apart


def _index(pairs: Iterable[tuple[str, int]]) -> dict[str, dict[int, None]]:
    """Holders of each key, in order and without repeats."""
    index: dict[str, dict[int, None]] = defaultdict(dict)
    for key, number in pairs:
        index[key][number] = None
    return index
