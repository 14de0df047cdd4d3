"""What a language knows of names: the lists of its ``names.toml``, its gazetteer, and a cache of classified words.

The knowledge of a profile is built once, at first use; a word is classified once, however often it occurs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from aligner.folding import fold
from aligner.names.gazetteer import Gazetteer, Trie, build_gazetteer
from aligner.names.words import accented_form
from aligner.profiles import LanguageProfile, get_profile

T = TypeVar("T")

CACHED_WORDS = 200_000
"""Classified words kept for a language; at some 200 bytes each this is 40 MB at most."""
CACHED_LENGTH = 40
"""Longer words are odd, unlikely to come again, and not kept."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of running text, classified.

    ``syllable``: could be a syllable of a monosyllabic language (Vietnamese); ``foreign``: cannot be a word of the
    text's own language; ``cue``: announces a person or a place, else empty; ``node``: where the gazetteer entries that
    begin with it as it is written go on; ``marked``: a capital or a code.
    """

    form: str
    folded: str
    capital: bool
    upper: bool
    code: bool
    syllable: bool
    foreign: bool
    common: bool
    opener: bool
    head: bool
    family: bool
    cue: str
    node: Trie | None
    marked: bool


class _Kept(dict[str, T]):
    """What is known of a word, by its text, worked out when it is first asked for: a look-up at the speed of a dict."""

    def __init__(self, work_out: Callable[[str], T]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, text: str) -> T:
        known = self._work_out(text)
        if len(text) <= CACHED_LENGTH:
            if len(self) >= CACHED_WORDS:
                self.clear()
            self[text] = known
        return known


@dataclass(slots=True)
class Knowledge:
    """Lists of one language, its gazetteer, and the words met so far: classified, and whether they may begin a name."""

    gazetteer: Gazetteer
    accented: bool
    native: frozenset[str]
    syllables: frozenset[str]
    families: frozenset[str]
    common: frozenset[str]
    openers: frozenset[str]
    heads: frozenset[str]
    abbreviations: frozenset[str]
    titles: frozenset[str]
    unsure_alone: frozenset[str]
    connectors: frozenset[str]
    persons: frozenset[str]
    places: frozenset[str]
    capitals_are_names: bool
    words: _Kept[Word] = field(init=False)
    active: _Kept[bool] = field(init=False)

    def __post_init__(self) -> None:
        self.words = _Kept(self.classify)
        self.active = _Kept(self._is_active)

    def _is_active(self, text: str) -> bool:
        word = self.words[text]
        return word.marked or word.node is not None

    def classify(self, text: str) -> Word:
        """The word with all that is known of it; ``words`` keeps what was classified before."""
        folded = fold(text)
        form = accented_form(text) if self.accented else folded
        capital = text[0].isupper()
        node = self.gazetteer.child(form)
        if node is not None and not capital and not node.begins_small():
            node = None
        code = any(char.isdigit() for char in text) and any(char.isupper() for char in text)
        cue = "person" if form in self.persons else "place" if form in self.places else ""
        letters = text.isalpha() or not text.isascii()
        upper = len(text) > 1 and text.isupper()
        return Word(
            form=form,
            folded=folded,
            capital=capital,
            upper=upper,
            code=code,
            syllable=folded in self.syllables,
            foreign=bool(self.native) and letters and text.isascii() and folded not in self.native,
            common=form in self.common,
            opener=form in self.openers,
            head=form in self.heads,
            family=form in self.families or (self.accented and folded == form and folded in _folded(self.families)),
            cue=cue,
            node=node,
            marked=capital or code,
        )


def knowledge_of(language: str | LanguageProfile) -> Knowledge:
    """The knowledge of a language code or profile, built at first use."""
    return _shipped(language) if isinstance(language, str) else _build(get_profile(language))


@lru_cache(maxsize=16)
def _shipped(code: str) -> Knowledge:
    return _build(get_profile(code))


def syllables_of(settings: dict[str, Any]) -> frozenset[str]:
    """Folded syllables from the onsets and rimes of a language's settings.

    >>> sorted(syllables_of({"onsets": ["", "m"], "rimes": ["a", "ai"]}))
    ['a', 'ai', 'ma', 'mai']
    """
    return frozenset(onset + rime for onset in settings.get("onsets", ()) for rime in settings.get("rimes", ()))


@lru_cache(maxsize=16)
def _build(profile: LanguageProfile) -> Knowledge:
    settings = profile.settings("names.toml")
    accented = bool(settings.get("accented", False))
    key = accented_form if accented else fold

    def words(name: str) -> frozenset[str]:
        return frozenset(key(word) for word in settings.get(name, ()))

    loans = frozenset(key(word) for word in get_profile("und").settings("names.toml").get("loans", ()))
    neighbours = [get_profile(code).settings("names.toml") for code in settings.get("neighbours", ())]
    syllables = frozenset().union(syllables_of(settings), *(syllables_of(other) for other in neighbours))
    families = words("families").union(key(word) for other in neighbours for word in other.get("families", ()))
    plural = settings.get("common_plural", "")
    plurals = frozenset(word + plural for word in words("common")) if plural else frozenset()
    return Knowledge(
        gazetteer=build_gazetteer(profile, accented, settings.get("endings", ()), settings.get("not_names", ())),
        accented=accented,
        native=syllables_of(settings),
        syllables=syllables,
        families=families,
        common=words("common") | plurals | words("titles") | (loans - syllables),
        openers=words("openers"),
        heads=words("heads"),
        abbreviations=words("abbreviations") | words("titles"),
        titles=words("titles"),
        unsure_alone=words("unsure_alone"),
        connectors=words("connectors"),
        persons=words("person_cues"),
        places=words("place_cues"),
        capitals_are_names=bool(settings.get("capitals_are_names", False)),
    )


@lru_cache(maxsize=8)
def _folded(words: frozenset[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)
