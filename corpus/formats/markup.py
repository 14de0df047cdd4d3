"""HTML pages: the article's text with its headings and captions in document order, and what the page's head says.

Article detection is trafilatura's. It drops picture captions, so these are made paragraphs before it sees the page; a
source line that it leaves out is put back at the end, because it is how a translation points to its original. The
head is read here and not by trafilatura, whose date search looks at the clock.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from corpus.documents import RawDocument, Rejected
from corpus.formats.head import MAX_FIELD, read_head, text_of, web_address
from corpus.formats.limits import ReadLimits, quarantine
from corpus.formats.text import read_page
from corpus.legacy import read_legacy
from corpus.marks import is_source_word, read_source_line

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "tr",
        "ul",
        "head",
        "item",
        "quote",
        "lb",
        "list",
        "row",
        "cell",
        "ab",
        "graphic",
    ]
)
_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "svg",
        "canvas",
        "button",
        "select",
        "textarea",
        "nav",
        "footer",
        "aside",
        "form",
        "head",
    ]
)
_CAPTION_CLASS = re.compile(r"caption|chuthich|desc-?img|img-?desc", re.I)
# Trafilatura's own least size of an article, in characters.
_LEAST_ARTICLE = 250
_SPACES = re.compile(r"\s+")
# Reading a tag takes time by the square of its attributes (100,000 of them 40 s); pictures as data: are such tags too.
_HUGE_TAG = re.compile(r"<[a-zA-Z][^<>]{8000,}>?")


@dataclass(frozen=True, slots=True)
class Markup:
    """What an HTML page holds: its article's lines, the fields of its head (``None`` where it has none), and the
    name of the old encoding that its letters were in."""

    text: str
    title: str | None = None
    date: str | None = None
    url: str | None = None
    publisher: str | None = None
    repairs: tuple[str, ...] = ()


def read_html(path: Path, name: str, limits: ReadLimits) -> Iterator[RawDocument | Rejected]:
    """Read one HTML file as one page."""
    source = read_page(path, name, limits.page)
    if isinstance(source, Rejected):
        yield source
        return
    page = extract_markup(source.text, limits)
    if page is None or not page.text.strip():
        yield quarantine(
            name, "no_text", f"{name}: no article text was found in this HTML; check that it is a full page"
        )
        return
    raw = RawDocument(id=name, text=page.text, origin=name, repairs=(*source.repairs, *page.repairs))
    yield replace(raw, url=page.url, title=page.title, date=page.date, publisher=page.publisher)


def extract_markup(source: str, limits: ReadLimits) -> Markup | None:
    """Extract a page's article and head; ``None`` where the markup cannot be parsed at all.

    >>> source = "<html><title>Tin</title><body><h1>Tin</h1><p>Mưa lớn ở Huế.</p></body></html>"
    >>> page = extract_markup(source, ReadLimits())
    >>> page.title, page.text
    ('Tin', 'Tin\\nMưa lớn ở Huế.')
    """
    legacy = read_legacy(source)
    repairs = (legacy.encoding.name,) if legacy and legacy.text else ()
    # Before anything reads the page: parsing drops soft hyphens, which are a letter in TCVN3.
    tree = _parse(legacy.text if legacy and legacy.text else source)
    if tree is None:
        return None
    head = read_head(tree)
    sources = _keep_sources(tree)
    headline = next((text_of(node) for node in tree.iter("h1") if text_of(node)), None)
    _keep_captions(tree)
    plain = len(source) > limits.markup or sum(1 for _ in tree.iter()) > limits.nodes
    lines = [] if plain else _article_lines(tree)
    lines = lines or _block_lines(tree, _DROPPED)
    if headline and headline not in lines:
        lines.insert(0, headline)
    lines += [line for line in sources if line not in lines]
    return Markup("\n".join(lines), **head, repairs=repairs)


def _parse(source: str) -> Any:
    import lxml.etree
    import lxml.html

    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    data = _HUGE_TAG.sub("", source.replace("\x00", "")).encode("utf-8", "replace")
    try:
        return lxml.html.document_fromstring(data, parser=parser)
    except (lxml.etree.LxmlError, ValueError):
        return None


def _article_lines(tree: Any) -> list[str]:
    """Lines of the article as trafilatura finds it; none where it finds little: it then joins what text there is."""
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = bare_extraction(tree, include_comments=False, favor_recall=True, with_metadata=False)
    except (RecursionError, ValueError, AttributeError, TypeError, KeyError, IndexError):
        # Broken trees trip its heuristics in many ways; every page must end in text or in a quarantine entry.
        return []
    body = getattr(found, "body", None)
    lines = [] if body is None else _block_lines(body, frozenset())
    return lines if sum(map(len, lines)) >= _LEAST_ARTICLE else []


def _block_lines(root: Any, dropped: frozenset[str]) -> list[str]:
    """Text of a tree, a line for each block, without the subtrees of ``dropped`` tags."""
    from lxml import etree

    lines: list[str] = []
    parts: list[str] = []
    skipping = 0

    def flush() -> None:
        line = _SPACES.sub(" ", "".join(parts)).strip() if parts else ""
        parts.clear()
        if line:
            lines.append(line)

    for event, node in etree.iterwalk(root, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else ""
        if tag in _BLOCKS:
            flush()
        if event == "start":
            skipping += tag in dropped
            if not skipping and node.text:
                parts.append(node.text)
        else:
            skipping -= tag in dropped
            if not skipping and node.tail and node is not root:
                parts.append(node.tail)
    flush()
    return lines


def _keep_captions(tree: Any) -> None:
    """Make captions paragraphs and figures plain blocks, so that article detection keeps them where they stand."""
    for node in list(tree.iter("figure", "figcaption", "p", "div", "td", "span", "em")):
        if node.tag == "figure":
            node.tag = "div"
            node.attrib.clear()
        elif node.tag == "figcaption" or _CAPTION_CLASS.search(node.get("class") or ""):
            if node.tag == "td":
                _unwrap_table(node)
            node.tag = "p"
            node.attrib.clear()


def _unwrap_table(cell: Any) -> None:
    """Old pages set a picture and its caption as a table; make it blocks."""
    for parent in cell.iterancestors():
        if parent.tag not in ("tr", "tbody", "table"):
            break
        parent.tag = "div"
        parent.attrib.clear()


def _keep_sources(tree: Any) -> list[str]:
    """Spell out the address of source links (``Source : <a href=...>the paper</a>``) and return the source lines."""
    found: list[str] = []
    last = None
    for link in tree.iter("a"):
        address = web_address(link.get("href"))
        if address is None:
            continue
        block = next((node for node in chain((link,), link.iterancestors()) if node.tag in _BLOCKS), None)
        if block is None or block is last:
            # One look at a block, however many links it holds.
            continue
        last = block
        text = text_of(block, MAX_FIELD)
        word, colon, _ = text.partition(":")
        if colon and is_source_word(f"{word}:"):
            source = read_source_line(text)
            found.append(text if source and source.url else f"{word.strip()} : {address}")
    return found
