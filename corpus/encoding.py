"""Bytes to text: UTF-8, and UTF-16 where a byte order mark says so. A page may also be in an old Vietnamese encoding.

What a page declares is not trusted: TCVN3 pages call themselves Latin-1, and everything decodes to *something*. The old
encodings are told by the syllables that come out (`corpus.legacy`). Whatever else is no UTF-8 is refused and listed
with its remedy, and can be converted by hand.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from corpus.legacy import Legacy, read_legacy_bytes

_MAGIC = (
    b"PK\x03\x04",
    b"%PDF",
    b"\x89PNG",
    b"\x1f\x8b",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x28\xb5\x2f\xfd",
    b"PAR1",
    b"\x7fELF",
)
_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

# Text holds no NULs and hardly a control byte; a page with a stray one is still a page. Shares of the first 64 KiB.
_SAMPLE_BYTES = 65536
_NUL_SHARE = 0.01
_CONTROL_SHARE = 0.1
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\x0b\x0c\r\x1b")

# HTML wants its encoding declared in the first 1,024 bytes; old pages have long comments before it.
_HEAD_BYTES = 2048
_DECLARED = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_.:-]{1,40})", re.I)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why bytes are no text: ``reason`` is ``empty``, ``binary`` or ``encoding``; ``detail`` says what to do."""

    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text, with the name of the old encoding it was converted from, as a repair."""

    text: str
    repairs: tuple[str, ...] = ()


def decode_page(data: bytes) -> Decoded | Unreadable:
    """Decode a page, also one in an encoding from before Unicode.

    >>> decode_page("Ñeâm qua, möa to ñaõ laøm ngaäp nhieàu ñöôøng ôû thò xaõ.".encode("latin-1"))
    Decoded(text='Đêm qua, mưa to đã làm ngập nhiều đường ở thị xã.', repairs=('vni',))
    """
    text = decode_text(data)
    if isinstance(text, str):
        return Decoded(text)
    found = read_legacy_bytes(data) if text.reason == "encoding" else None
    if found is None:
        return text
    return (
        Unreadable("encoding", lost_letters(found))
        if found.text is None
        else Decoded(found.text, (found.encoding.name,))
    )


def lost_letters(found: Legacy) -> str:
    """What to do with a text whose encoding was recognised and that cannot be converted."""
    title = found.encoding.title
    return f"the text is in {title} and has lost its letters ư (soft hyphens there); fetch the page again as bytes"


def decode_text(data: bytes) -> str | Unreadable:
    r"""Decode a page, without its byte order mark.

    >>> decode_text("Đà Nẵng".encode()), decode_text("Đà Nẵng".encode("utf-16"))
    ('Đà Nẵng', 'Đà Nẵng')
    >>> decode_text("Hanoï".encode("latin-1")).reason, decode_text(b" \n").reason, decode_text(b"PK\x03\x04..").reason
    ('encoding', 'empty', 'binary')
    """
    if not data.strip():
        return Unreadable("empty", "the file is empty or white space only")
    if is_binary(data):
        return Unreadable("binary", "these bytes are no text; convert the file to UTF-8 text or leave it out")
    try:
        if data.startswith(_UTF16):
            text = data.decode("utf-16", "surrogatepass")
        else:
            text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        declared = _DECLARED.search(data, 0, _HEAD_BYTES)
        name = declared[1].decode("ascii") if declared else "…"
        claim = f" (the page declares {name})" if declared else ""
        return Unreadable(
            "encoding", f"not valid UTF-8 at byte {error.start}{claim}; convert it first, e.g. iconv -f {name} -t UTF-8"
        )
    if not text.strip("\ufeff\u200b \t\r\n\f\v\xa0"):
        return Unreadable("empty", "the file holds white space only")
    return text


def is_binary(data: bytes) -> bool:
    """Tell bytes that are no text (archives, images, NUL-ridden files) by their first bytes.

    >>> is_binary(b"Ng\\xc3\\xa0y 16/5"), is_binary(b"\\x00\\x01\\x02" * 9)
    (False, True)
    """
    if data.startswith(_UTF32):
        return True
    if data.startswith(_UTF16):
        return False
    if data.startswith(_MAGIC):
        return True
    sample = data[:_SAMPLE_BYTES]
    if sample.count(0) > len(sample) * _NUL_SHARE:
        return True
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > len(sample) * _CONTROL_SHARE
