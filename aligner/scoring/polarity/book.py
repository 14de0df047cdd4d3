"""The words that deny, hint at denying, or stand at one end of a scale, in one language.

They are data: every language's `polarity.toml` lists them, and nothing here knows a language. A text is looked up word
by word in one table, which tells at once whether two texts can differ in polarity at all. Half of all pairs cannot, and
cost a few microseconds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, reduce
from itertools import count
from operator import or_
from typing import NamedTuple

from aligner.profiles import LanguageProfile
from aligner.words import MAX_CACHED_WORD, MAX_CACHED_WORDS, WordForms, raw_words, word_forms

GROUPS = ("negators", "strong", "negative", "neutral", "restrictive", "blank")
"""The lists of cues in `polarity.toml`, explained there."""
EXACT = frozenset(("negators", "blank"))
"""Groups whose words stand for themselves, not for their inflected forms (*personne*, *personnes*)."""

APOSTROPHE = "'"
"""Ends a particle that is one only before an apostrophe (*n'*, not *n°*)."""

OPENS, DENIES, REVERSES = 1, 2, 4
"""Traits of a word: it may open a cue, be part of one that denies, or turn a scale round."""
_FIRST_SCALE = 3
_MOST_SCALES = 500
_scale_bits: defaultdict[str, int] = defaultdict(count(_FIRST_SCALE, 2).__next__)
"""The bit of each scale's end ``a``, by the scale's name; the next bit is that of ``b``."""
_ENDS_A = sum(1 << bit for bit in range(_FIRST_SCALE, _FIRST_SCALE + 2 * _MOST_SCALES, 2))


class Cue(NamedTuple):
    """What a word or phrase says: its groups, and the ends (``a`` or ``b``) of the scales where it stands."""

    groups: frozenset[str]
    ends: tuple[tuple[str, str], ...]

    def joined(self, other: Cue) -> Cue:
        """Both as one."""
        return Cue(self.groups | other.groups, tuple(dict.fromkeys(self.ends + other.ends)))


NO_CUE = Cue(frozenset(), ())


class CueBook(dict[str, int]):
    """The cues of one language; as a mapping, the traits (bits) of a word, found out when it is first met."""

    def __init__(self, settings: Mapping[str, object], forms: WordForms) -> None:
        super().__init__()
        self._forms = forms
        particles = _words(settings, "particles")
        self.particles = frozenset(particle.removesuffix(APOSTROPHE) for particle in particles)
        self.elided = frozenset(particle[:-1] for particle in particles if particle.endswith(APOSTROPHE))
        self.negators = _words(settings, "negators")
        self.bare = _words(settings, "bare")
        self.subjects = _words(settings, "subjects")
        self.exceptive = _words(settings, "exceptive")
        self.excepted = _words(settings, "excepted")
        self.final = _words(settings, "final")
        self.reversing = _words(settings, "reversing")
        self.numeric = frozenset(tuple(phrase.split()) for phrase in _words(settings, "numeric"))
        self.absorbing = _words(settings, "absorbing")
        self.universal = _words(settings, "universal")
        self.prefixes = tuple(_words(settings, "prefixes"))
        self.anchored = _words(settings, "anchored")
        self.converse = _words(settings, "converse")
        self.light = frozenset(map(forms.stem, _words(settings, "light"))) | forms.function_stems
        self._phrases: dict[tuple[str, ...], Cue] = {}
        self._stems: dict[str, Cue] = {}
        self._traits: dict[str, int] = dict.fromkeys(self.particles, OPENS | DENIES)
        self._traits.update(dict.fromkeys(self.reversing, REVERSES))
        self._sizes: dict[str, list[int]] = {}
        self._singles: dict[str, Cue] = {}
        exact = _words(settings, "exact")
        for phrase, cue in _listed(settings):
            words = tuple(map(forms.normal, raw_words(phrase)))
            self._add(words, cue, inflected=words[0] not in exact and not cue.groups & EXACT)

    def _add(self, words: tuple[str, ...], cue: Cue, *, inflected: bool) -> None:
        self._phrases[words] = self._phrases.get(words, NO_CUE).joined(cue)
        if len(words) > 1:
            sizes = {*self._sizes.get(words[0], ()), len(words)}
            self._sizes[words[0]] = sorted(sizes, reverse=True)
        self._give(self._traits, words[0], OPENS)
        content = next((word for word in words if word not in self._forms.function_words), words[0])
        self._give(self._traits, content, self._traits_of(cue))
        if inflected and len(words) == 1 and words[0] not in self._forms.function_words:
            stem = self._forms.stem(words[0])
            self._stems[stem] = self._stems.get(stem, NO_CUE).joined(cue)

    @staticmethod
    def _give(table: dict[str, int], word: str, traits: int) -> None:
        table[word] = table.get(word, 0) | traits

    def _traits_of(self, cue: Cue) -> int:
        """What a cue makes possible. Where a language has particles, no negator denies without one."""
        denying = "strong" in cue.groups or ("negators" in cue.groups and not self.particles)
        ends = reduce(or_, (1 << (_scale_bits[scale] + (end == "b")) for scale, end in cue.ends), 0)
        return ends | (DENIES if denying else 0)

    def __missing__(self, word: str) -> int:
        traits = self._traits.get(word, 0)
        inflected = self._stems.get(self._forms.stem(word))
        if inflected is not None:
            traits |= OPENS | self._traits_of(inflected)
        if len(word) <= MAX_CACHED_WORD and len(self) < MAX_CACHED_WORDS:
            self[word] = traits
        return traits

    def cue_at(self, texts: Sequence[str], position: int) -> tuple[int, Cue]:
        """The longest cue that begins at a word: how many words, and what it says; one word and nothing where there
        is none."""
        word = texts[position]
        for size in self._sizes.get(word, ()):
            found = self._phrases.get(tuple(texts[position : position + size]))
            if found is not None and position + size <= len(texts):
                return size, found
        return 1, self.single(word)

    def single(self, word: str) -> Cue:
        """What a word says by itself, and as a form of another word unless it is said to say nothing."""
        known = self._singles.get(word)
        if known is None:
            own = self._phrases.get((word,), NO_CUE)
            inflected = self._stems.get(self._forms.stem(word), NO_CUE)
            known = own if "blank" in own.groups else own.joined(inflected)
            if len(word) <= MAX_CACHED_WORD and len(self._singles) < MAX_CACHED_WORDS:
                self._singles[word] = known
        return known


def _words(settings: Mapping[str, object], key: str) -> frozenset[str]:
    listed = settings.get(key, ())
    return frozenset(listed) if isinstance(listed, list) else frozenset()


def _listed(settings: Mapping[str, object]) -> Iterator[tuple[str, Cue]]:
    """Every phrase of the file with what the list that it stands in says."""
    for group in GROUPS:
        yield from ((phrase, Cue(frozenset((group,)), ())) for phrase in _words(settings, group))
    scales = settings.get("antonyms", {})
    if isinstance(scales, dict):
        for scale, poles in scales.items():
            yield from ((phrase, Cue(frozenset(), ((scale, end),))) for end in ("a", "b") for phrase in poles[end])


@lru_cache(maxsize=16)
def cue_book(profile: LanguageProfile) -> CueBook | None:
    """The cues of a language; None where its profile has none."""
    settings = profile.settings("polarity.toml")
    return CueBook(settings, word_forms(profile)) if settings else None


def traits(texts: Iterable[str], book: CueBook) -> int:
    """The traits of all words of a text together."""
    return reduce(or_, map(book.__getitem__, texts), 0)


def may_deny(source: int, target: int) -> bool:
    """Whether one of two texts with these traits may deny something."""
    return bool((source | target) & DENIES)


def facing_scales(source: int, target: int) -> int:
    """The scales whose one end may stand in one text and the other end in the other, as bits of their ends ``a``."""
    source, target = _turned(source), _turned(target)
    return (source & target >> 1 | target & source >> 1) & _ENDS_A


def _turned(ends: int) -> int:
    """The ends that a text may mean: both of each scale where one of its words may turn them round."""
    return ends | (ends & _ENDS_A) << 1 | ends >> 1 & _ENDS_A if ends & REVERSES else ends


def is_among(scale: str, scales: int) -> bool:
    """Whether a scale is one of those told by bits."""
    return bool(scales >> _scale_bits[scale] & 1)
