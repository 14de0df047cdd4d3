"""XML for the formats that use it: text escaped so that it comes back as it was, files read without running anything.

Only the characters that no XML file can hold are lost: control characters but tab and line ends, U+FFFE, U+FFFF. No
DTD is fetched, and a file with entities is refused: expanding them is how a small file fills a memory or reads another
one, and leaving them out loses text. Elements are dropped as soon as they were seen, so that memory stays flat.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from corpus.interchange.columns import scrub
from corpus.interchange.values import InterchangeError

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ENTITIES = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "\t": "&#9;",
        "\n": "&#10;",
        "\r": "&#13;",
        "\x85": "&#133;",
        "\N{LINE SEPARATOR}": "&#8232;",
    }
)


def legal(text: str) -> str:
    r"""The text without the characters that XML forbids.

    >>> legal("a\x00b\x1fc\td")
    'abc\td'
    """
    return _ILLEGAL.sub("", scrub(text))


def escaped(text: str) -> str:
    r"""The text as content or as the value of an attribute in double quotes; line ends as references, which parsers
    leave alone.

    >>> escaped('a < "b"\r')
    'a &lt; &quot;b&quot;&#13;'
    """
    return legal(text).translate(_ENTITIES)


def elements(file: BinaryIO, name: str, *tags: str) -> Iterator[tuple[str, Any]]:
    """``("start", element)`` and ``("end", element)`` of every element with one of the local names, in document order.

    After its end an element is emptied and taken out of the tree. Raises `InterchangeError` for what is no XML, and for
    entities other than the five that every parser knows.
    """
    from lxml import etree

    wanted = tuple(f"{{*}}{tag}" for tag in tags)
    try:
        walk = etree.iterparse(
            file,
            events=("start", "end"),
            tag=wanted,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        declared = False
        for event, element in walk:
            declared = declared or _refuse_declared(element, name)
            if event == "end":
                _refuse_used(element, name)
            yield event, element
            if event == "end" and element.getparent() is not None:
                _drop(element)
    except etree.XMLSyntaxError as error:
        raise InterchangeError(f"{name}: not well-formed XML ({error.msg})") from None


def local_name(element: Any) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _refuse_declared(element: Any, name: str) -> bool:
    """Raise where the file declares entities; true where it does not, which need not be asked again."""
    rules = element.getroottree().docinfo.internalDTD
    if rules is not None and (entity := next(rules.iterentities(), None)) is not None:
        raise _entity_error(name, f"declares the entity {entity.name}")
    return True


def _refuse_used(element: Any, name: str) -> None:
    """Raise where an element uses an entity that only a DTD elsewhere declares."""
    from lxml import etree

    if (entity := next(element.iter(etree.Entity), None)) is not None:
        raise _entity_error(name, f"uses the entity {entity.text}")


def _entity_error(name: str, what: str) -> InterchangeError:
    return InterchangeError(
        f"{name}: {what}, and entities are not expanded here; if you trust the file, expand them first "
        "(xmllint --noent --dropdtd)"
    )


def _drop(element: Any) -> None:
    """Free an element that was read, and the siblings before it, which nobody asked for."""
    parent = element.getparent()
    if local_name(parent) not in _KEPT_PARENTS:
        return
    element.clear(keep_tail=False)
    while element.getprevious() is not None:
        del parent[0]


_KEPT_PARENTS = frozenset(["body", "linkGrp", "cesAlign", "p", "text"])
"""Parents whose children are read one by one; children of any other element are still needed by their parent."""
