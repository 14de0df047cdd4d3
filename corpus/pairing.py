"""Which page translates which, with the evidence.

In order of trust: the address of the original at the foot of the translation, its article id, a slug that is the
original's title without diacritics, and the numbers and names that the two pages share. Addresses are often damaged
and templates (market and weather bulletins) share much, so every candidate is also aligned, and what its sentences say
decides with the rest.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import pairwise

from corpus.pages import LANGUAGES, Page
from corpus.urls import PageAddress, parse_address


@dataclass(frozen=True, slots=True)
class PairingConfig:
    """Thresholds of document pairing; all shares and confidences are in [0, 1].

    ``*_trust``: confidence that one kind of evidence alone gives. ``slug_similarity``: least similarity of two slugs
    that were damaged. ``facts_similarity``: least weighted overlap of facts that makes two pages candidates.
    ``facts_candidates``: how many originals are tried for a page by its facts. ``linked_agreement`` and
    ``unlinked_agreement``: least share of the page's text that aligns with the original, with an address that says so
    and without. ``days_apart``: dates further apart make a pair by facts alone unlikely. ``least_confidence``: below
    this no pair.
    """

    source_url_trust: float = 0.98
    article_trust: float = 0.93
    slug_trust: float = 0.92
    facts_trust: float = 0.75
    slug_similarity: float = 0.75
    facts_similarity: float = 0.25
    facts_candidates: int = 3
    linked_agreement: float = 0.25
    unlinked_agreement: float = 0.55
    days_apart: int = 10
    least_confidence: float = 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two pages that may translate each other: positions in the lists given, evidence and its joint confidence."""

    source: int
    target: int
    evidence: tuple[str, ...]
    confidence: float
    linked: bool


@dataclass(frozen=True, slots=True)
class DocumentPair:
    """A source page (by position) and its translation, the evidence for it, its confidence, and whether the original
    has another translation already."""

    source: int
    target: int
    evidence: tuple[str, ...]
    confidence: float
    repeated: bool = False


def find_candidates(
    pages: Sequence[Page], aliases: Mapping[int, Sequence[str]], config: PairingConfig
) -> list[Candidate]:
    """Pairs of pages worth aligning, for every target page the linked ones, then the best by shared facts.

    ``aliases`` are further addresses of a page, by its position: those of its duplicates.
    """
    sources = [n for n, page in enumerate(pages) if page.document.language == LANGUAGES[0]]
    targets = [n for n, page in enumerate(pages) if page.document.language == LANGUAGES[1]]
    found: dict[tuple[int, int], dict[str, float]] = defaultdict(dict)
    _by_address(pages, aliases, sources, targets, config, found)
    _by_facts(pages, sources, targets, config, found)
    candidates = []
    for (source, target), evidence in sorted(found.items()):
        doubt = math.prod(1.0 - trust for trust in evidence.values())
        linked = any(not name.startswith("facts") for name in evidence)
        candidates.append(Candidate(source, target, tuple(sorted(evidence)), 1.0 - doubt, linked))
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
        if share < least:
            continue
        confidence = candidate.confidence * _support(share, least)
        if confidence >= config.least_confidence:
            ranked.append((-confidence, -share, candidate.source, candidate.target, candidate))
    pairs: list[DocumentPair] = []
    used_sources: set[int] = set()
    used_targets: set[int] = set()
    for minus_confidence, minus_share, source, target, candidate in sorted(ranked, key=lambda item: item[:4]):
        if target in used_targets or (source in used_sources and not candidate.linked):
            continue
        evidence = (*candidate.evidence, f"aligned {-minus_share:.2f}")
        pairs.append(DocumentPair(source, target, evidence, -minus_confidence, source in used_sources))
        used_sources.add(source)
        used_targets.add(target)
    return sorted(pairs, key=lambda pair: (pair.source, pair.target))


def _support(share: float, least: float) -> float:
    """How far aligned text confirms a candidate: 1/2 at the least share asked for, 1 when all is aligned."""
    return 0.5 + 0.5 * min((share - least) / (1.0 - least) * 2.0, 1.0)


def _by_address(
    pages: Sequence[Page],
    aliases: Mapping[int, Sequence[str]],
    sources: Sequence[int],
    targets: Sequence[int],
    config: PairingConfig,
    found: dict[tuple[int, int], dict[str, float]],
) -> None:
    addresses = {n: _addresses(pages[n], aliases.get(n, ())) for n in sources}
    by_url = _index((address.canonical, n) for n in sources for address in addresses[n])
    by_article = _index((address.article, n) for n in sources for address in addresses[n] if address.article)
    slugs = {n: _slugs(pages[n], addresses[n]) for n in sources}
    by_slug = _index(("".join(slug), n) for n in sources for slug in slugs[n])
    by_words = _index((words, n) for n in sources for slug in slugs[n] for words in _word_pairs(slug))
    for target in targets:
        document = pages[target].document
        original, own = parse_address(document.source_url or ""), parse_address(document.url or "")
        if original:
            for source in by_url.get(original.canonical, ()):
                found[source, target]["source_url"] = config.source_url_trust
        for name, address in (("source", original), ("own", own)):
            if address is None:
                continue
            for source in by_article.get(address.article, ()) if address.article else ():
                found[source, target][f"{name}_article_id"] = config.article_trust
            for source, similarity in _similar_slugs(address.slug, by_slug, by_words, slugs, config):
                found[source, target][f"{name}_slug {similarity:.2f}"] = config.slug_trust * similarity


LEAST_SLUG_LETTERS = 12
"""Shorter slugs (``tin-tuc``, ``home``) name a section, not an article."""


def _similar_slugs(
    slug: tuple[str, ...],
    by_slug: Mapping[str, list[int]],
    by_words: Mapping[str, list[int]],
    slugs: Mapping[int, list[tuple[str, ...]]],
    config: PairingConfig,
) -> list[tuple[int, float]]:
    """Sources whose title or own slug is this one, or near enough; hyphens do not count."""
    joined = "".join(slug)
    if len(joined) < LEAST_SLUG_LETTERS:
        return []
    exact = by_slug.get(joined)
    if exact:
        return [(source, 1.0) for source in dict.fromkeys(exact)]
    votes = Counter(source for pair in _word_pairs(slug) for source in set(by_words.get(pair, ())))
    similar = []
    for source, _ in votes.most_common(config.facts_candidates):
        ratio = max(SequenceMatcher(None, joined, "".join(other), autojunk=False).ratio() for other in slugs[source])
        if ratio >= config.slug_similarity:
            similar.append((source, ratio))
    return similar


def _addresses(page: Page, aliases: Sequence[str]) -> list[PageAddress]:
    urls = [page.document.url or "", *aliases]
    return [address for url in urls if (address := parse_address(url)) is not None]


def _slugs(page: Page, addresses: Sequence[PageAddress]) -> list[tuple[str, ...]]:
    slugs = [page.title, *(address.slug for address in addresses)]
    return [slug for slug in slugs if sum(map(len, slug)) >= LEAST_SLUG_LETTERS]


def _word_pairs(slug: Sequence[str]) -> list[str]:
    return [first + second for first, second in pairwise(slug)]


def _by_facts(
    pages: Sequence[Page],
    sources: Sequence[int],
    targets: Sequence[int],
    config: PairingConfig,
    found: dict[tuple[int, int], dict[str, float]],
) -> None:
    """Cosine of shared facts, each weighted by its rarity among the source pages (tf-idf with binary counts)."""
    holders = _index((fact, n) for n in sources for fact in pages[n].facts)
    rarity = {fact: math.log(1 + len(sources) / len(numbers)) ** 2 for fact, numbers in holders.items()}
    unseen = math.log(1 + len(sources)) ** 2
    norms = {n: math.sqrt(sum(rarity.get(fact, unseen) for fact in pages[n].facts)) for n in [*sources, *targets]}
    common = max(len(sources) ** 0.5 * COMMON_FACT_FACTOR, COMMON_FACT_FACTOR)
    for target in targets:
        shared: dict[int, float] = defaultdict(float)
        for fact in pages[target].facts:
            numbers = holders.get(fact, ())
            if len(numbers) <= common:
                for source in numbers:
                    shared[source] += rarity[fact]
        scores = [(weight / (norms[source] * norms[target]), source) for source, weight in shared.items()]
        for score, source in sorted(scores, key=lambda item: (-item[0], item[1]))[: config.facts_candidates]:
            if score >= config.facts_similarity and _near(pages[source], pages[target], config):
                found[source, target][f"facts {score:.2f}"] = config.facts_trust


COMMON_FACT_FACTOR = 20
"""Facts in more than 20 * sqrt(pages) originals are passed over, so that pairing stays near linear in the crawl's
size."""


def _near(source: Page, target: Page, config: PairingConfig) -> bool:
    first, second = source.document.date, target.document.date
    if first is None or second is None:
        return True
    return abs((date.fromisoformat(first) - date.fromisoformat(second)).days) <= config.days_apart


def _index(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = defaultdict(list)
    for key, number in pairs:
        index[key].append(number)
    return index
