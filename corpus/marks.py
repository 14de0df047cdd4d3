"""Lines that name where a page is from and who made it: sources, credits, bylines, the site's own header.

Each reader answers what one line says; the words are in ``rules/marks.toml``. A line of running text that only begins
with such a word (``Source de revenus : ...``) is none of them: what follows must be an address or look like a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpus.furniture import folded_marks, line_key, marks

MAX_LINE = 2_000
"""Code points of the longest line that can hold a source: addresses run to some hundred."""

MAX_NAMES = 70
"""Code points of the longest credit or byline after its colon ("Nguyễn Văn A - Trần Thị B/Báo Thanh Hóa")."""

MAX_NAME_WORDS = 10
"""Words of the longest credit or byline."""

MAX_SIGNATURE = 45
"""Code points of the longest signature without an introducing word."""

MAX_SIGNATURE_WORDS = 6
"""Words of the longest signature without an introducing word: "Lê Thị Hoa - Trần An"."""

_HEAD = re.compile(r"[\s*•(\[>–-]{0,8}([^:：]{1,30}?)\s?[:：]\s*(.*)", re.S)
_ADDRESS = re.compile(r"(?:https?://)?(?:[\w-]{1,63}\.){1,6}[a-zA-Z]{2,24}(?::\d{1,5})?(?:[/?#][^\s<>\"']*)?")
_MARKDOWN = re.compile(r"\[[^\]]{0,300}\]\((\S{1,2000}?)\)")
_PAGE_END = re.compile(r"\.(?:html?|ldo|aspx|php|vnp|epi|chn|tpo|vov|amp)$", re.I)
_SENTENCE_STOP = re.compile(r"[.!?…]\s+\S")
_TERMINAL = re.compile(r"[.!?…][\"'”»)\]]*$")
_NAME_WORD = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]*)*")
_NAME_GLUE = frozenset("-–/&,") | {"và", "et", "de", "du", "des", "la", "theo", "|"}


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line that tells the source: its address (``None`` where only a name is given) and the name (``""`` for
    none)."""

    url: str | None
    name: str


def read_address(text: str) -> str | None:
    """Read a web address that may have been broken by spaces; only ``http``, ``https`` and bare hosts count.

    >>> read_address("https:// nhandan.vn/ doan-cong-tac -post880222.html")
    'https://nhandan.vn/doan-cong-tac-post880222.html'
    >>> read_address("baothanhhoa.vn/tin-1.htm"), read_address("javascript:alert(1)"), read_address("Hà Nội")
    ('baothanhhoa.vn/tin-1.htm', None, None)
    """
    text = text[:MAX_LINE].strip()
    link = _MARKDOWN.match(text)
    if link:
        text = link[1]
    pieces = text.strip("<>()[] \t|").split()
    address = ""
    for piece in pieces:
        if address and not _continues(address, piece):
            break
        address += piece
    address = address.rstrip(".,;:!?»”\"'")
    if address.endswith(")") and "(" not in address:
        address = address.rstrip(")")
    return address if _ADDRESS.fullmatch(address) else None


def read_source_line(line: str) -> SourceLine | None:
    """Read a line that names the source of the page; ``None`` for other lines.

    >>> read_source_line("Source : https://bao.example/tin-post1.html")
    SourceLine(url='https://bao.example/tin-post1.html', name='')
    >>> read_source_line("Nguồn: TTXVN"), read_source_line("Source de revenus : le riz.")
    (SourceLine(url=None, name='TTXVN'), None)
    """
    if len(line) > MAX_LINE or not (":" in line or "/" in line or "：" in line):
        return None
    head = _HEAD.match(line)
    if head and line_key(head[1]) in folded_marks("source"):
        rest = head[2]
        if rest.startswith("//"):
            return None
        url = read_address(rest)
        if url:
            return SourceLine(url, "")
        if line_key(head[1]) in folded_marks("source_names") and _is_credit(rest):
            return SourceLine(None, rest.strip(" .)]"))
        return None
    word, _, rest = line.strip().partition(" ")
    if rest and line_key(word) in folded_marks("source") and "." in rest and "/" in rest:
        url = read_address(rest)
        if url and ("://" in url or "/" in url):
            return SourceLine(url, "")
    return None


def is_source_word(line: str) -> bool:
    """Tell a line that only introduces an address on the next line.

    >>> is_source_word("Source :"), is_source_word("Source : VNA")
    (True, False)
    """
    return len(line) <= MAX_SIGNATURE and ":" in line and line_key(line) in folded_marks("source")


def is_credit(line: str) -> bool:
    """Tell a line that only credits a picture: ``Ảnh: Minh Đức``, ``Photo : VNA``.

    >>> is_credit("Ảnh: Quỳnh Giao"), is_credit("Ảnh: Các đại biểu dự hội nghị sáng 16/5.")
    (True, False)
    """
    text = line.strip(" ()[]*_")
    if len(text) > MAX_NAMES * 2:
        return False
    if line_key(text) in folded_marks("credit_alone"):
        return True
    head = _HEAD.match(text)
    return bool(head and head[1].strip().casefold() in _credit_words() and _is_credit(head[2]))


def read_byline(line: str) -> str | None:
    """Read the names after a word for the author: ``Article et photos : Minh Hieu``.

    >>> read_byline("Bài và ảnh: Thanh Trà"), read_byline("Par Minh Hieu"), read_byline("Par : le ministre a dit oui.")
    ('Thanh Trà', 'Minh Hieu', None)
    """
    text = line.strip(" ()[]*_")
    if len(text) > MAX_NAMES * 2:
        return None
    head = _HEAD.match(text)
    if head and line_key(head[1]) in folded_marks("byline"):
        return head[2].strip() if _is_credit(head[2]) else None
    word, _, rest = text.partition(" ")
    if word in ("Par", "By", "Theo") and is_signature(rest):
        return rest
    return None


def is_signature(line: str) -> bool:
    """Tell a line that is nothing but names or an agency's letters, as authors sign.

    >>> [is_signature(text) for text in ("Hồng Sơn", "ĐÌNH PHÚC", "Thu Hà/CVM", "Lê An - Trần Bình")]
    [True, True, True, True]
    >>> [is_signature(text) for text in ("Nhật ký trên điện thoại", "Riz", "Elle a dit oui.", "Hạ tầng số")]
    [False, False, False, False]
    """
    text = line.strip(" ()[]*_|./")
    if not text or len(text) > MAX_SIGNATURE or ":" in text:
        return False
    if line_key(text) in folded_marks("agencies"):
        return True
    words = [word for word in re.split(r"\s+|[/|&,]|(?<=\w)\.\s", text) if word]
    if len(words) > MAX_SIGNATURE_WORDS or not words:
        return False
    named = [word for word in words if word.casefold() not in _NAME_GLUE]
    agency = [word for word in named if line_key(word) in folded_marks("agencies")]
    if not all(word in agency or (word[0].isupper() and _NAME_WORD.fullmatch(word)) for word in named):
        return False
    if line.rstrip().endswith(".") and not agency and len(named) > 1:
        return False
    return len(named) >= 2 or bool(agency) or (len(named) == 1 and "." in text)


def is_site_header(line: str) -> bool:
    """Tell a site's own header: ``Vietnam.vn - Nền tảng quảng bá Việt Nam``, ``Báo Thanh Hóa``.

    >>> is_site_header("Vietnam.vn - Nền tảng quảng bá Việt Nam"), is_site_header("Báo Thanh Hóa")
    (True, True)
    >>> is_site_header("Khai trương Cổng thông tin điện tử tỉnh"), is_site_header("Bão số 8 suy yếu")
    (False, False)
    """
    text = line.strip()
    if len(text) > 2 * MAX_NAMES or _TERMINAL.search(text):
        return False
    first, *others = re.split(r"\s[-–—|:]\s|\s?\|\s?", text)
    if _ADDRESS.fullmatch(first) and "." in first and " " not in first:
        return True
    phrases = _header_phrases()
    if any(line_key(part).startswith(phrases) for part in (first, *others)):
        return True
    return not others and any(_is_paper(text, paper) for paper in marks("papers"))


def is_long_text(rest: str) -> bool:
    """Tell running text from a name: it holds a sentence stop inside, or too many words.

    >>> is_long_text("Journal Hung Yen"), is_long_text("Une phrase. Une autre")
    (False, True)
    """
    return bool(_SENTENCE_STOP.search(rest)) or len(rest.split()) > MAX_NAME_WORDS


def _continues(address: str, piece: str) -> bool:
    """Is ``piece`` the rest of an address that a space broke?"""
    if _PAGE_END.search(address):
        return False
    if address.endswith(("/", "-", ".", "_", "=", ":")) or piece.startswith(("/", "-", ".", "_", "?", "#", "=")):
        return not piece.startswith(("(", "«", '"', "“"))
    return "-" in piece.strip("-") and not piece.startswith(("(", "«", '"', "“"))


def _is_credit(rest: str) -> bool:
    """Do the words after a colon name somebody? Few words, no full sentence."""
    rest = rest.strip(" )]*_|")
    if not rest or len(rest) > MAX_NAMES or _SENTENCE_STOP.search(rest.replace("P. ", "P.")):
        return False
    words = rest.split()
    small = sum(word[:1].islower() for word in words)
    if _TERMINAL.search(rest):
        return len(words) <= MAX_SIGNATURE_WORDS and small <= 1
    return len(words) <= MAX_NAME_WORDS and small * 2 <= len(words) + 2


def _is_paper(text: str, paper: str) -> bool:
    if not text.startswith(f"{paper} "):
        return False
    words = text[len(paper) :].split()
    return len(words) <= MAX_SIGNATURE_WORDS and all(word[:1].isupper() or len(word) <= 2 for word in words)


@cache
def _credit_words() -> frozenset[str]:
    # Not folded: `ảnh` is a picture, `anh` a man or England.
    return frozenset(word.casefold() for word in marks("credit"))


@cache
def _header_phrases() -> tuple[str, ...]:
    return tuple(sorted(map(line_key, marks("header"))))
