"""Gazetteers: names that two languages write differently, as a trie of words for each language.

Every row of `profiles/<first>-<second>/names/<kind>_*.tsv` is one concept. A concept is called after its first form in
the second language (``@hanoi``). One form may stand in several rows: it then has several readings, and no more is
claimed than that it is one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from aligner.folding import fold
from aligner.names.values import FAIR, STRONG, WEAK
from aligner.names.words import accented_form, joined_form
from aligner.profiles import PROFILES_FOLDER, LanguageProfile, read_table
from aligner.words import WORD

FORM_SEPARATOR = "|"
INFLECTED = "~"
"""Ends a form of which all inflections are wanted: ``américain~``."""
SHORT_ACRONYM = 3
"""Acronyms of up to this many letters must stand in capitals (``UN`` is not the French ``Un``)."""
KINDS = ("person", "place", "organisation", "acronym", "code", "product", "other")
STRENGTHS = {"weak": WEAK, "fair": FAIR, "strong": STRONG}
UNACCENTED = "\0"
"""Stands before a form that is written without its accents."""
NO_NAME = ""
"""Concept of a phrase that names nothing."""
_DEFAULT_STRENGTH = {"organisation": FAIR, "other": FAIR}


@dataclass(frozen=True, slots=True)
class Row:
    """One concept: its kind, certainty, and its forms in each of two languages."""

    concept: str
    kind: str
    strength: int
    forms: tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One reading of a form: which words must be capitalised (1), fully capitalised (2), or need not be (0)."""

    concept: str
    kind: str
    strength: int
    capitals: tuple[int, ...]
    parts: tuple[str, ...] = ()


class Trie:
    """Word forms to entries; `children` by comparison form of the next word."""

    __slots__ = ("children", "entries")

    def __init__(self) -> None:
        self.children: dict[str, Trie] = {}
        self.entries: list[Entry] = []

    def add(self, forms: Iterable[str], entry: Entry) -> None:
        """Put an entry at the end of the path of word forms, once."""
        node = self
        for form in forms:
            node = node.children.setdefault(form, Trie())
        if entry not in node.entries:
            node.entries.append(entry)

    def begins_small(self) -> bool:
        """Whether an entry below does not ask for a capital at its first word."""
        if any(entry.capitals[0] == 0 for entry in self.entries):
            return True
        return any(child.begins_small() for child in self.children.values())


class Gazetteer:
    """Every form of a language by its first word; the trie below a word is built when a text first holds the word.

    A text meets a small part of the thousands of first words, so that the first text need not wait for all of them.
    """

    def __init__(self, accented: bool) -> None:
        self._accented = accented
        self._waiting: dict[str, list[tuple[str, Row]]] = {}
        self._built: dict[str, Trie | None] = {}
        self._whole: set[str] = set()

    def add(self, form: str, row: Row) -> None:
        """Note a form of a row."""
        first = WORD.search(form)
        if first:
            key = accented_form(first[0]) if self._accented else fold(first[0])
            self._waiting.setdefault(key, []).append((form, row))

    def add_folded(self, form: str, row: Row) -> None:
        """Note a form of several words as it is written without accents."""
        first = WORD.search(form)
        if first:
            self._waiting.setdefault(fold(first[0]), []).append((UNACCENTED + form, row))

    def child(self, key: str) -> Trie | None:
        """The trie below a first word, or nothing."""
        node = self._node(key)
        if node is not None and key not in self._whole:
            self._whole.add(key)
            self._add_parts(node, (key,))
        return node

    def _node(self, key: str) -> Trie | None:
        if key in self._built or key not in self._waiting:
            return self._built.get(key)
        root = Trie()
        for form, row in self._waiting[key]:
            if form[0] != UNACCENTED:
                _add_form(root, form, row, self._accented)
            elif len(WORD.findall(form)) > 1:
                _add_form(root, fold(form[1:]).title(), row, self._accented)
        self._built[key] = root.children.get(key)
        return self._built[key]

    def _add_parts(self, node: Trie, path: tuple[str, ...]) -> None:
        """Give entries the concepts whose forms lie inside theirs; places hold none (no Corée in Corée du Nord)."""
        if node.entries and len(path) > 1 and all(entry.kind != "place" for entry in node.entries):
            inner = dict.fromkeys(self._inner_concepts(path))
            own = {NO_NAME, *(entry.concept for entry in node.entries)}
            parts = tuple(concept for concept in inner if concept not in own)
            if parts:
                node.entries = [replace(entry, parts=parts) for entry in node.entries]
        for form, child in node.children.items():
            self._add_parts(child, (*path, form))

    def _inner_concepts(self, path: tuple[str, ...]) -> Iterator[str]:
        for start in range(len(path)):
            node = self._node(path[start])
            for end in range(start, len(path)):
                if end > start:
                    node = node.children.get(path[end]) if node else None
                if node is None:
                    break
                if (start, end) != (0, len(path) - 1):
                    yield from (entry.concept for entry in node.entries if any(entry.capitals))


@lru_cache(maxsize=8)
def read_gazetteer(folder: Path) -> tuple[Row, ...]:
    """All rows of the gazetteer files of a language pair, in file order.

    Raises ``ValueError`` for a row without two sides or a file whose name starts with no known kind.
    """
    rows = []
    for path in sorted(folder.glob("*.tsv")):
        kind = path.stem.partition("_")[0]
        if kind not in KINDS:
            raise ValueError(f"{path.name}: a gazetteer's name starts with its kind, one of {', '.join(KINDS)}")
        for cells in read_table(path):
            if len(cells) < 2 or not cells[0] or not cells[1]:
                raise ValueError(f"{path.name}: a row needs two sides, separated by a tab: {cells!r}")
            first, second = split_forms(cells[0]), split_forms(cells[1])
            mark = cells[2].split()[0] if len(cells) > 2 and cells[2] else ""
            strength = STRENGTHS.get(mark, _DEFAULT_STRENGTH.get(kind, STRONG))
            rows.append(Row(concept_of(second[0]), kind, strength, (first, second)))
    return tuple(rows)


def split_forms(cell: str) -> tuple[str, ...]:
    """The forms of a cell.

    >>> split_forms("Hanoï|Hanoi")
    ('Hanoï', 'Hanoi')
    """
    return tuple(form.strip() for form in cell.split(FORM_SEPARATOR) if form.strip())


def concept_of(form: str) -> str:
    """The concept called after a form.

    >>> concept_of("Hô Chi Minh-Ville")
    '@hochiminhville'
    """
    return "@" + joined_form(form.rstrip(INFLECTED))


def build_gazetteer(
    profile: LanguageProfile, accented: bool, endings: Sequence[Sequence[str]], not_names: Sequence[str] = ()
) -> Gazetteer:
    """The gazetteer of a language from every file that knows it; `accented` keeps tone and accent marks.

    ``endings`` are pairs (ending, inflected ending) for forms marked as inflected; ``not_names`` are phrases that
    hide the entries inside them.
    """
    gazetteer = Gazetteer(accented)
    nothing = Row(NO_NAME, "other", WEAK, ((), ()))
    for phrase in not_names:
        gazetteer.add(phrase, nothing)
    forms: list[tuple[str, Row]] = []
    for row, side in _rows_for(profile):
        for form in row.forms[side]:
            if form.endswith(INFLECTED):
                derived = replace(row, strength=min(row.strength, FAIR))
                forms += [(inflected, derived) for inflected in inflections(form, endings)]
            else:
                forms.append((form, row))
    for form, row in forms:
        gazetteer.add(form, row)
    for form, row in forms if accented else ():
        if not form.isascii() and form[0].isupper():
            gazetteer.add_folded(form, row)
    return gazetteer


def inflections(form: str, endings: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The form itself, or the form and its inflected forms where it is marked; longest ending first.

    >>> inflections("turc~", [["c", "que"], ["", "e"]])
    ('turc', 'turcs', 'turque', 'turques')
    """
    if not form.endswith(INFLECTED):
        return (form,)
    form = form.rstrip(INFLECTED)
    for ending, replacement in endings:
        if form.endswith(ending):
            inflected = form[: len(form) - len(ending)] + replacement
            plural = form if form.endswith(("s", "x")) else form + "s"
            return tuple(dict.fromkeys((form, plural, inflected, inflected + "s")))
    return (form, form + "s")


def _rows_for(profile: LanguageProfile) -> Iterator[tuple[Row, int]]:
    for folder in sorted(PROFILES_FOLDER.glob("*-*/names")):
        codes = folder.parent.name.split("-")
        if profile.code in codes:
            side = codes.index(profile.code)
            for row in read_gazetteer(folder):
                yield row, side
    for cells in profile.tables("names.tsv"):
        if len(cells) < 3 or cells[0] not in KINDS:
            raise ValueError(f"names.tsv of {profile.code}: a row is kind, concept, forms, tab-separated: {cells!r}")
        forms = split_forms(cells[2])
        yield Row(concept_of(cells[1]), cells[0], _DEFAULT_STRENGTH.get(cells[0], STRONG), (forms, forms)), 0


def _add_form(trie: Trie, form: str, row: Row, accented: bool) -> None:
    words = WORD.findall(form)
    if not words:
        return
    capitals = tuple(_capital_need(word, len(words)) for word in words)
    strength = row.strength if any(capitals) else min(row.strength, FAIR)
    keys = [accented_form(word) if accented else fold(word) for word in words]
    trie.add(keys, Entry(row.concept, row.kind, strength, capitals))


def _capital_need(word: str, words: int) -> int:
    if not word[0].isupper():
        return 0
    return 2 if words == 1 and word.isupper() and 1 < len(word) <= SHORT_ACRONYM else 1
