"""Mend the characters of a page: what crawlers, templates and old encodings did to them, nothing that a writer wrote.

Every repair is a pure ``str -> str`` with a name; `repair_text` runs them in order and tells which changed something.
The order matters: mojibake is undone while its odd bytes are still there, entities before spaces, composition before
anything looks at letters. Words are never touched: a space before a comma (where a link was) and words glued together
stay, because no rule can tell them from what was meant, and alignment reads past them.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from functools import cache, partial

from corpus.legacy import ENCODINGS, Encoding, read_legacy

# Letters that UTF-8 leaves behind when it is read as Windows-1252: a lead byte, then a continuation byte.
_CP1252_HIGH = "".join(bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0xA0)).replace("\ufffd", "")
_MOJIBAKE = re.compile(f"[\u00c2-\u00f4][\u0080-\u00bf{re.escape(_CP1252_HIGH)}]")
_TO_BYTES = {ord(bytes([byte]).decode("cp1252", "ignore") or chr(byte)): byte for byte in range(0x80, 0x100)}
_TO_BYTES |= {byte: byte for byte in range(0x100)}
_LOST_NBSP = re.compile("(?<=\u00c3) ")

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,23});")
_BREAK_TAG = re.compile(
    r"</?(?:br|p|div|li|ul|ol|h[1-6]|figure|figcaption|blockquote|tr|table)(?:\s[^<>]{0,1000})?/?>", re.I
)
_INLINE_TAG = re.compile(
    r"</?(?:a|b|i|u|em|strong|span|font|sup|sub|img|small|mark|td|th|tbody)(?:\s[^<>]{0,1000})?/?>", re.I
)

_LINE_BREAK = re.compile("\r\n|[\r\u000b\u000c\u001c-\u001e\u0085\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# Vietnamese puts two marks on a letter; linguists' transcriptions some more.
_MOST_MARKS = 8
_SURROGATE = re.compile("[\ud800-\udfff]")

_HARD_SPACES = "\u00a0\u202f\u2007"
_PLAIN_SPACE = re.compile("[\t\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]")
_SPACES = re.compile(f"[ {_HARD_SPACES}]{{2,}}|[{_HARD_SPACES}]")
_LINE_EDGE = re.compile(" ?\n ?")
# French sets a space that does not break before these, after an opening guillemet, and between groups of digits.
_WANTS_SPACE_BEFORE = frozenset(":;!?»%‰€$°")


def repair_text(text: str) -> tuple[str, tuple[str, ...]]:
    r"""Mend a page and name the repairs that changed it, in the order they ran.

    >>> repair_text("Th&agrave;nh\u200b l\u1eadp ngày 2\r\n")
    ('Thành lập ngày 2\n', ('entities', 'line_breaks', 'invisible'))
    >>> repair_text("ThÃ nh phá»‘ HÃ  Ná»™i")
    ('Thành phố Hà Nội', ('mojibake',))
    """
    names = []
    present = frozenset(text)
    for name, marks, repair in _REPAIRS:
        if marks is not None and marks.isdisjoint(present):
            continue
        repaired = repair(text)
        if repaired != text:
            names.append(name)
            text = repaired
            present = frozenset(text)
    return text, tuple(names)


def undo_mojibake(text: str) -> str:
    """Undo UTF-8 that was read as Windows-1252 or Latin-1, line by line, where the way back is clean.

    A line counts only if *all* its letters lead back to valid UTF-8: French or Vietnamese as it should be never does.

    >>> undo_mojibake("La sÃ©ance Ã\N{NO-BREAK SPACE} HanoÃ¯"), undo_mojibake("Âge : « Ça va »")
    ('La séance à Hanoï', 'Âge : « Ça va »')
    """
    if not _MOJIBAKE.search(text):
        return text
    return "\n".join(_undo_line(line) if _MOJIBAKE.search(line) else line for line in text.split("\n"))


def undo_legacy(encoding: Encoding, text: str) -> str:
    """Undo an encoding from before Unicode that was read as Windows-1252, where all of the text says so.

    >>> undo_legacy(ENCODINGS[1], "Ñeâm qua, möa to ñaõ laøm ngaäp nhieàu ñöôøng ôû thò xaõ.")
    'Đêm qua, mưa to đã làm ngập nhiều đường ở thị xã.'
    """
    found = read_legacy(text)
    return found.text if found and found.text and found.encoding == encoding else text


def decode_entities(text: str) -> str:
    """Decode HTML entities that were left in a text, also those that were encoded twice.

    >>> decode_entities("Ph&ograve;ng &amp;quot;A&amp;quot; ; R&D")
    'Phòng "A" ; R&D'
    """
    for _ in range(2):
        if "&" not in text:
            break
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    return text


def strip_markup(text: str) -> str:
    r"""Remove tags that were left in a text; those of blocks become line breaks.

    >>> strip_markup('Une <b>phrase</b>.<br/>Deux, si 3 < 5 et 6 > 4.')
    'Une phrase.\nDeux, si 3 < 5 et 6 > 4.'
    """
    if "<" not in text:
        return text
    return _INLINE_TAG.sub("", _BREAK_TAG.sub("\n", text))


def replace_surrogates(text: str) -> str:
    r"""Join two escaped halves that stand together to their character; a half alone becomes U+FFFD.

    >>> replace_surrogates("a\ud83d\ude00"), replace_surrogates("a\ud83d")
    ('a😀', 'a\ufffd')
    """
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def tidy_spaces(text: str) -> str:
    r"""Collapse runs of spaces and trim lines; keep a non-breaking space where French sets one.

    >>> tidied = tidy_spaces("plus de\u00a037\u202f500  \u00a0: «\u00a0oui\u00a0»  \n fin")
    >>> tidied.replace("\u00a0", "_").replace("\u202f", "^")
    'plus de 37^500_: «_oui_»\nfin'
    """
    text = _PLAIN_SPACE.sub(" ", text)
    if "  " in text or any(space in text for space in _HARD_SPACES):
        text = _SPACES.sub(_one_space, text)
    if " \n" in text or "\n " in text:
        text = _LINE_EDGE.sub("\n", text)
    return text.strip(" ")


def _one_space(match: re.Match[str]) -> str:
    run, text = match[0], match.string
    hard = next((char for char in run if char != " "), None)
    if hard is None:
        return " "
    before = text[match.start() - 1 : match.start()]
    after = text[match.end() : match.end() + 1]
    if (after in _WANTS_SPACE_BEFORE and after) or before == "«" or (before.isdigit() and after.isdigit()):
        return hard
    return " "


def _undo_line(line: str) -> str:
    for candidate in (line, _LOST_NBSP.sub("\u00a0", line)):
        data = bytearray()
        for char in candidate:
            byte = _TO_BYTES.get(ord(char))
            if byte is None:
                return line
            data.append(byte)
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            continue
    return line


def _compose(text: str) -> str:
    # Composing takes time by the square of a run of marks, and no language stacks more than a few.
    text = _long_runs().sub(r"\1", text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _barred_d(text: str) -> str:
    # Old Vietnamese keyboards wrote the Icelandic eth for the barred D; they look the same and fold differently.
    return text.replace("\u00d0", "\u0110").replace("\u0189", "\u0110")


def _characters(pattern: re.Pattern[str]) -> frozenset[str]:
    """The characters below U+FFFF that a pattern of one character matches."""
    return frozenset(filter(pattern.match, map(chr, range(0x10000))))


@cache
def _long_runs() -> re.Pattern[str]:
    marks = "".join(char for char in map(chr, range(0x300, 0x10000)) if unicodedata.combining(char))
    return re.compile(f"([{marks}]{{{_MOST_MARKS}}})[{marks}]+")


# Each repair with the characters without which it changes nothing; looking them up is what makes clean pages cheap.
_REPAIRS: tuple[tuple[str, frozenset[str] | None, Callable[[str], str]], ...] = (
    ("surrogates", _characters(_SURROGATE), replace_surrogates),
    ("mojibake", frozenset("\u00c2\u00c3\u00c4\u00c5\u00c6\u00e1\u00e2"), undo_mojibake),
    ("markup", frozenset("<"), strip_markup),
    ("entities", frozenset("&"), decode_entities),
    # Before line breaks and invisible characters, some of which are letters in old encodings.
    *((encoding.name, encoding.telling, partial(undo_legacy, encoding)) for encoding in ENCODINGS),
    (
        "line_breaks",
        frozenset("\r\u000b\u000c\u001c\u001d\u001e\u0085\u2028\u2029"),
        lambda text: _LINE_BREAK.sub("\n", text),
    ),
    (
        "invisible",
        _characters(_INVISIBLE) | frozenset(map(chr, range(0xE0000, 0xE0080))),
        lambda text: _INVISIBLE.sub("", text),
    ),
    ("composition", None, _compose),
    ("barred_d", frozenset("\u00d0\u0189"), _barred_d),
    ("spaces", None, tidy_spaces),
)
