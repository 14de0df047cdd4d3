"""Judge the lines of one page: which are the article, which are furniture, and by which rule.

The passes run from sure to contextual: what a line says by itself; head of the page; boxes of other articles; repeats;
foot of the page. Each pass only looks at lines that are still kept, so that a line has exactly one rule.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from aligner.ranges import check_shares
from corpus.boxes import BoxConfig, close_boxes, is_paragraph
from corpus.dates import read_date_line
from corpus.furniture import MAX_LINE, find_furniture, line_key
from corpus.languages import vietnamese_share
from corpus.marks import (
    is_credit,
    is_signature,
    is_site_header,
    is_source_word,
    read_byline,
    read_source_line,
)
from corpus.metadata import HEAD_LINES, Metadata, is_bare_address, looks_like_title, site_suffix_of

_IMAGE = re.compile(r"!\[[^\[\]]{0,1000}\](?:\([^()\s]{0,2000}(?:\s{1,3}\"[^\"]{0,300}\")?\))?")
_WORD_CHARACTER = re.compile(r"[^\W_]")
_FILE_NAME = re.compile(
    r"[\w ().%+@&,-]{1,150}\.(?:jpe?g|png|gif|webp|bmp|svg|tiff?|heic|mp[34]|avi|mov|pdf|docx?)(?:\?\S{0,200})?", re.I
)
_PHOTO_LABEL = re.compile(r"(?:ảnh|hình|photo|image|caption|chú thích)(?: (?:ảnh|số|n°))?\s?\d{0,3}\s?[:.]?", re.I)
_PLAIN_MARKS = str.maketrans("’‘ʼ“”«»\u00a0\u202f", '\'\'\'""""  ')
_CRUMB = re.compile(r"\s*[>›»]\s*|\s+[/|•·]\s+")


@dataclass(frozen=True, slots=True)
class CleanConfig:
    """Limits of cleaning, counted in code points unless said otherwise; each with the reason for its default.

    ``min_repeat``: shortest line that is removed when it stands on the page again; shorter ones (``Hỏi``, ``Trả lời``)
    repeat in real text. ``min_repeat_words``: the same in words. ``max_crumb``: longest part of a menu line (``Trang
    chủ > Kinh tế``). ``header_share``: share of Vietnamese letters, in [0, 1], from which the first line of a page in
    another language is the portal's header. ``max_signatures``: lines at the foot that may be names of authors; more
    are a list of people. ``boxes``: other articles.
    """

    min_repeat: int = 20
    min_repeat_words: int = 4
    max_crumb: int = 30
    header_share: float = 0.10
    max_signatures: int = 3
    boxes: BoxConfig = field(default_factory=BoxConfig)

    def __post_init__(self) -> None:
        check_shares("clean", self)


PATH_PARTS = 3
"""Parts of the longest path in which one section name is proof (``Trang chủ > Xã hội > Giáo dục``); longer
ones need two."""

_CACHED_LINE = 60
_Reading = tuple[str, str | None, bool, str | None]


@dataclass(slots=True)
class Verdict:
    """What becomes of a line: the text that stays, and the rule that removes it (``None``: it stays; so do empty
    lines).

    ``opens`` marks a line after which other articles may follow; ``edge`` the rule that holds only at head and foot.
    """

    text: str
    rule: str | None = None
    opens: bool = False
    edge: str | None = None


def judge_lines(lines: Sequence[str], metadata: Metadata, language: str, config: CleanConfig) -> list[Verdict]:
    """Judge every line of a repaired page; the verdicts are in the order of the lines.

    >>> lines = ["Mưa lớn ở Huế", "![]() |", "Mưa ở Huế. |", "Source : https://bao.example/1.html"]
    >>> [(verdict.text, verdict.rule) for verdict in judge_lines(lines, Metadata(), "vi", CleanConfig())]
    [('Mưa lớn ở Huế', None), ('', 'image_residue'), ('Mưa ở Huế.', None), ('', 'source_line')]
    """
    empty = Verdict("")
    verdicts = [_judge_alone(line) if line else empty for line in lines]
    live = [verdict for verdict in verdicts if verdict.text]
    _judge_head(live, metadata, language, config)
    close_boxes(verdicts, config.boxes)
    _judge_repeats(live, metadata, config)
    _judge_foot(live, config)
    return verdicts


def _remove(verdict: Verdict, rule: str) -> None:
    verdict.text, verdict.rule = "", rule


def _judge_alone(line: str) -> Verdict:
    """Judge a line by what it says, wherever it stands."""
    if len(line) <= _CACHED_LINE:
        return Verdict(*_read_short(line))
    return Verdict(*_read_line(line))


@lru_cache(maxsize=8192)
def _read_short(line: str) -> _Reading:
    # The short lines of a crawl are few and the same on every page: menus, counters, box headings.
    return _read_line(line)


def _read_line(line: str) -> _Reading:
    text = line.strip()
    bare = _IMAGE.sub(" ", text) if "![" in text else text
    bare = bare.strip("| \u00a0")
    if not _WORD_CHARACTER.search(bare):
        return "", "image_residue" if "![" in text else "lone_mark", False, None
    if len(bare) > MAX_LINE and not bare.startswith(("http", "Source", "Nguồn", "Lien", "Link")):
        return bare, None, False, None
    if _FILE_NAME.fullmatch(bare):
        return "", "file_name", False, None
    source = read_source_line(bare)
    if source or is_source_word(bare):
        return "", "source_line", bool(source and source.url), None
    if is_bare_address(bare):
        return "", "bare_address", False, None
    found = find_furniture(bare)
    if found and found.zone == "edge":
        return bare, None, False, found.rule
    if found:
        return "", found.rule, found.zone == "end", None
    if is_credit(bare) or _PHOTO_LABEL.fullmatch(bare):
        return "", "credit", False, None
    return ("", "byline", False, None) if read_byline(bare) else (bare, None, False, None)


def _judge_head(live: list[Verdict], metadata: Metadata, language: str, config: CleanConfig) -> None:
    """Take header, menu, date and author lines off the head: up to the second paragraph, `HEAD_LINES` lines at most."""
    paragraphs = 0
    head: list[Verdict] = []
    for verdict in live[:HEAD_LINES]:
        paragraphs += is_paragraph(verdict.text, config.boxes)
        if paragraphs > 1:
            break
        head.append(verdict)
    has_title = any(looks_like_title(verdict.text) for verdict in head[1:])
    publisher = line_key(metadata.publisher) if metadata.publisher else None
    for number, verdict in enumerate(head):
        rule = verdict.edge or _head_rule(verdict.text, number, publisher, config)
        if number == 0 and rule is None and has_title and _is_foreign_header(verdict.text, language, config):
            rule = "site_header"
        if rule:
            _remove(verdict, rule)
    for number, verdict in enumerate(head[1:], start=1):
        neighbours = (head[number - 1], *head[number + 1 : number + 2])
        if verdict.text and is_signature(verdict.text) and any(near.rule == "date_line" for near in neighbours):
            _remove(verdict, "byline")


def _head_rule(text: str, number: int, publisher: str | None, config: CleanConfig) -> str | None:
    if not text or len(text) > MAX_LINE:
        return None
    dated = read_date_line(text)
    if dated and (number > 0 or dated.doubled or not dated.name):
        return "date_line"
    if line_key(text) == publisher or is_site_header(text):
        return "site_header"
    return "navigation" if _is_menu(text, config) else None


def _is_menu(text: str, config: CleanConfig) -> bool:
    """Tell a path or a menu: short parts between signs, some of them section names."""
    parts = [part for part in _CRUMB.split(text) if part]
    if len(parts) < 2 or any(len(part) > config.max_crumb for part in parts):
        return False
    sections = sum(1 for part in parts if (found := find_furniture(part)) and found.rule == "navigation")
    return sections > 0 and (sections > 1 or len(parts) <= PATH_PARTS)


def _is_foreign_header(text: str, language: str, config: CleanConfig) -> bool:
    if language == "vi" or text.endswith((".", "|", "!", "?")):
        return False
    return vietnamese_share(text) >= config.header_share and len(text) <= MAX_LINE


def _judge_repeats(live: list[Verdict], metadata: Metadata, config: CleanConfig) -> None:
    """Remove what the page prints again (the headline or a caption as alt text or teaser); the first one stays."""
    kept = [verdict for verdict in live if verdict.text]
    title = metadata.title or ""
    title_key = _repeat_key(title)
    seen: set[str] = set()
    for verdict in kept:
        key = _repeat_key(verdict.text)
        is_title = key == title_key
        long = (
            len(key) >= config.min_repeat
            and len(key.split(maxsplit=config.min_repeat_words)) >= config.min_repeat_words
        )
        if (key in seen and (is_title or long)) or (
            verdict.text.endswith(("...", "…")) and len(key) >= config.min_repeat and title_key.startswith(key)
        ):
            _remove(verdict, "repeated_line")
        seen.add(key)
    if title_key in seen:
        for verdict in kept[:HEAD_LINES]:
            if site_suffix_of(verdict.text, title):
                _remove(verdict, "repeated_line")


def _repeat_key(text: str) -> str:
    """What two printings of one line share: case, apostrophes, spaces and a final stop may differ, letters may not.

    Long lines are paragraphs, which a page prints again as they are if at all.
    """
    if len(text) > MAX_LINE:
        return text
    return text.casefold().translate(_PLAIN_MARKS).rstrip(" .…|")


def _judge_foot(live: list[Verdict], config: CleanConfig) -> None:
    """Take menu words, dates and signatures off the foot: what stands below the last sentence."""
    kept = [verdict for verdict in live if verdict.text]
    signatures: list[Verdict] = []
    while len(kept) > 1 and len(signatures) <= config.max_signatures and not is_paragraph(kept[-1].text, config.boxes):
        verdict = kept.pop()
        if verdict.edge or read_date_line(verdict.text):
            _remove(verdict, verdict.edge or "date_line")
        elif is_signature(verdict.text):
            signatures.append(verdict)
        else:
            break
    if len(signatures) <= config.max_signatures:
        for verdict in signatures:
            _remove(verdict, "byline")
