"""One record of a crawl, a JSON object or a Parquet row, made into a page.

A record has ``text`` or ``html`` (text wins), and may have ``id``, ``url``, ``language``, ``title``, ``date``,
``source_url`` and ``publisher``. ``null`` means missing, numbers as ids become strings, everything else of a wrong type
is quarantined with what it was: a silent ``str()`` would publish ``{'name': ...}`` as a title.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from corpus.documents import RawDocument, Rejected
from corpus.formats.limits import ReadLimits, quarantine
from corpus.formats.markup import Markup, extract_markup

TEXT_FIELDS = ("text", "html")
OPTIONAL_FIELDS = ("url", "language", "title", "date", "source_url", "publisher")
FIELDS = (*TEXT_FIELDS, "id", *OPTIONAL_FIELDS)


def read_record(record: object, item: str, limits: ReadLimits) -> RawDocument | Rejected:
    """Make a page of a record; ``item`` names file and line.

    >>> read_record({"text": "Mưa lớn.", "id": 7}, "a.jsonl#1", ReadLimits()).id
    '7'
    >>> read_record({"text": ["Mưa lớn."]}, "a.jsonl#2", ReadLimits()).detail
    'a.jsonl#2: "text" is a list; it must be a string'
    """
    if not isinstance(record, Mapping):
        return quarantine(
            item, "broken_record", f"{item}: {_kind(record)}; a record must be an object with text or html"
        )
    fields: dict[str, str | None] = {}
    for name in FIELDS:
        value = _field(name, record.get(name))
        if isinstance(value, _Wrong):
            return quarantine(item, "broken_record", f'{item}: "{name}" is {value.kind}; it must be a string')
        fields[name] = value
    page = _page(fields, limits)
    if isinstance(page, str):
        return quarantine(item, page, f"{item}: {_REMEDIES[page]}")
    given = fields["id"]
    return RawDocument(
        id=item if given is None else given,
        text=page.text,
        origin=item,
        given_id=given is not None,
        url=fields["url"] or page.url,
        language=fields["language"],
        title=fields["title"] or page.title,
        date=fields["date"] or page.date,
        source_url=fields["source_url"],
        publisher=fields["publisher"] or page.publisher,
        repairs=page.repairs,
    )


_REMEDIES = {
    "empty": "the text is empty or white space only",
    "no_text": 'neither "text" nor "html" holds an article; name the column with the page\'s text "text"',
    "too_large": "the text is above the limit of a record; split it, one page a record",
}


class _Wrong:
    """A value of a wrong type."""

    __slots__ = ("kind",)

    def __init__(self, kind: str) -> None:
        self.kind = kind


def _field(name: str, value: object) -> str | _Wrong | None:
    if value is None:
        return None
    if isinstance(value, str):
        return value if name in TEXT_FIELDS or (name == "id" and value.strip()) else value.strip() or None
    if name == "id" and isinstance(value, int | float) and not isinstance(value, bool):
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    if name == "date" and isinstance(value, datetime.date):
        return value.isoformat()
    return _Wrong(_kind(value))


def _page(fields: Mapping[str, str | None], limits: ReadLimits) -> Markup | str:
    """Text of a record, or the reason why it has none."""
    text, markup = fields["text"], fields["html"]
    if any(len(content) > limits.record for content in (text, markup) if content):
        return "too_large"
    if text and text.strip():
        return Markup(text)
    if markup and markup.strip():
        page = extract_markup(markup, limits)
        return page if page and page.text.strip() else "no_text"
    return "no_text" if text is None and markup is None else "empty"


def _kind(value: object) -> str:
    names = {
        list: "a list",
        dict: "an object",
        bool: "true or false",
        int: "a number",
        float: "a number",
        bytes: "bytes",
        str: "a string",
        type(None): "null",
    }
    return names.get(type(value), f"a value of type {type(value).__name__}")
