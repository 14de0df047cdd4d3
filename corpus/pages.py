"""A page made ready for pairing and alignment: cleaned, split, and with the facts by which its counterpart is found."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from aligner import Sentence, split_sentences
from aligner.names import find_names
from aligner.quantities import find_quantities
from aligner.quantities.readings import keys_of
from corpus.clean import CleanConfig, clean_document
from corpus.documents import Document, RawDocument, Rejected
from corpus.encoding import lost_letters
from corpus.formats.limits import quarantine
from corpus.ingest import InputFile, read_file
from corpus.legacy import read_legacy
from corpus.urls import title_slug
from corpus.withdrawals import ID_SUFFIX_DIGITS, NO_WITHDRAWALS, WITHDRAWN, Withdrawals

LANGUAGES = ("vi", "fr")
"""Languages of the source and the target pages."""

LEAST_FACT_DIGITS = 2
"""Numbers below 10 are in every page and tell none from another."""


@dataclass(frozen=True, slots=True)
class Page:
    """A cleaned document with its sentences, its facts (numbers and names that another language would show too), the
    slug of its title, and the digest of its text."""

    document: Document
    sentences: tuple[Sentence, ...]
    facts: frozenset[str]
    title: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class PreparedPart:
    """What became of one partition of the input: pages in reading order, and what was left out."""

    pages: tuple[Page, ...]
    rejected: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class PreparePartition:
    """Input files to prepare with their settings: the argument of `prepare`."""

    files: tuple[InputFile, ...]
    clean: CleanConfig
    withdrawn: Withdrawals = NO_WITHDRAWALS


def prepare(partition: PreparePartition) -> PreparedPart:
    """Read, clean and split the pages of some input files."""
    pages: list[Page] = []
    rejected: list[Rejected] = []
    for file in partition.files:
        for item in read_file(file):
            page = item if isinstance(item, Rejected) else _prepared(item, partition.clean)
            if isinstance(page, Rejected):
                rejected.append(page)
            elif is_withdrawn(page, partition.withdrawn):
                rejected.append(Rejected(page.document.id, "document", "read", WITHDRAWN, "by 'vifr withdraw'"))
            else:
                pages.append(page)
    return PreparedPart(tuple(pages), tuple(rejected))


def _prepared(raw: RawDocument, clean: CleanConfig) -> Page | Rejected:
    try:
        legacy = read_legacy(raw.text)
        if legacy and legacy.text is None:
            return quarantine(raw.id, "encoding", f"{raw.origin}: {lost_letters(legacy)}")
        return prepare_page(raw, clean)
    except Exception as error:  # whatever a page trips, the others must be built
        fault = f"{type(error).__name__}: {error}"
        return quarantine(raw.id, "fault", f"{raw.origin}: a fault of this program, please report it ({fault})")


def is_withdrawn(page: Page, withdrawn: Withdrawals) -> bool:
    """Tell whether a page, or the original that it names, was asked to be taken down."""
    document = page.document
    ids = (document.id, f"{document.id}~{page.digest[:ID_SUFFIX_DIGITS]}")
    return any(withdrawn.covers(identifier, document.url, document.source_url) for identifier in ids)


def prepare_page(raw: RawDocument, clean: CleanConfig) -> Page:
    """Clean and split one page and read its facts."""
    document = clean_document(raw, clean)
    known = document.language if document.language in LANGUAGES else "und"
    sentences = tuple(split_sentences(document.text, language=known))
    first = document.title or (sentences[0].text if sentences else "")
    digest = hashlib.sha256(document.text.encode("utf-8", "replace")).hexdigest()
    return Page(document, sentences, page_facts(sentences, known), title_slug(first), digest)


def page_facts(sentences: Sequence[Sentence], language: str) -> frozenset[str]:
    """Numbers of two digits and more, and names, as strings that the other language's page would hold too."""
    facts: set[str] = set()
    for sentence in sentences:
        for quantity in find_quantities(sentence.text, language):
            if sum(char.isdigit() for char in quantity.text) >= LEAST_FACT_DIGITS:
                facts.update(f"{kind} {value}" for kind, value in keys_of(quantity))
        facts.update(f"name {key}" for name in find_names(sentence.text, language) for key in name.key)
    return frozenset(facts)
