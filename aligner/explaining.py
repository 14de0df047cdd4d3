"""What the two sides of a bead share, and what was looked for in vain, as it stands in the texts: for a person to see.

`Bead.parts` says how much each kind of evidence weighs, this module which tokens it is about. Beads are read again for
it, since the aligner itself keeps keys only.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from aligner.alignment import Languages, lexicon_for
from aligner.datatypes import Alignment, Bead, Sentence
from aligner.lexicon import Lexicon, LexiconIndex
from aligner.names import names_in
from aligner.profiles import LanguageProfile, get_profile
from aligner.quantities import quantities_in
from aligner.quantities.readings import atoms_of
from aligner.readings import MAX_READ_LENGTH, SHAPES, SentenceReading, read_sentences
from aligner.words import WordSplit, forms_of, split_words

SOURCE, TARGET = "source", "target"
GAP = " … "
"""Stands for the words between two pieces of a rendering."""


@dataclass(frozen=True, slots=True)
class SharedToken:
    """A piece of the source and the piece of the target that shows it. ``kind`` is a name in `PART_NAMES`."""

    kind: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class MissedToken:
    """A piece of one ``side`` (source or target) that the other side does not show; ``sought``: the lexicon's
    renderings of a phrase."""

    kind: str
    side: str
    text: str
    sought: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """A bead, the tokens that its sides share and those that were looked for and not found; a null has neither."""

    bead: Bead
    shared: tuple[SharedToken, ...] = ()
    missed: tuple[MissedToken, ...] = ()


def explain(
    alignment: Alignment, *, languages: Languages = ("vi", "fr"), lexicon: Lexicon | None = None
) -> list[Explanation]:
    """Explain each bead of an alignment. ``languages`` and ``lexicon`` are those it was made with (see `align`, also
    for what is raised).

    >>> from aligner import align
    >>> explained = explain(align("Gió giật cấp 8, mưa to ở Huế.", "Des rafales de force 8 à Hué."))[0]
    >>> [(token.source, token.target) for token in explained.shared if token.kind in ("number", "name", "phrase")]
    [('8', '8'), ('Huế', 'Hué'), ('Gió giật', 'rafales'), ('ở', 'à')]
    >>> [(token.side, token.text) for token in explained.missed]
    [('source', 'cấp'), ('source', 'mưa to'), ('target', 'force')]
    """
    profiles = (get_profile(languages[0]), get_profile(languages[1]))
    known = lexicon_for(profiles, lexicon)
    sides = _spelt(alignment.source, profiles[0]), _spelt(alignment.target, profiles[1])
    return [_explained(bead, sides, known.index if known else None) for bead in alignment]


def _explained(bead: Bead, sides: tuple[_Side, _Side], index: LexiconIndex | None) -> Explanation:
    if bead.is_null:
        return Explanation(bead)
    source, target = sides[0].part(bead.source), sides[1].part(bead.target)
    found = dict.fromkeys(_anchors(source, target))
    if index is not None:
        found |= dict.fromkeys(_words(source.sentences, target.sentences, index))
    shared = tuple(token for token in found if isinstance(token, SharedToken))
    return Explanation(bead, shared, tuple(token for token in found if isinstance(token, MissedToken)))


@dataclass(frozen=True, slots=True)
class _Spelt:
    """A sentence as it was read, with the words that say it: its words, their span, and the text of each anchor by
    class and keys."""

    text: str
    reading: SentenceReading
    split: WordSplit
    texts: dict[tuple[str, tuple[Hashable, ...]], str]

    def words(self, start: int, end: int) -> str:
        """The text from one word to before another."""
        bounds = self.split.bounds
        return self.text[bounds[2 * start] : bounds[2 * end - 1]]


@dataclass(frozen=True, slots=True)
class _Side:
    """Sentences of one side, and the keys of all anchors of its text."""

    sentences: Sequence[_Spelt]
    keys: frozenset[Hashable]

    def part(self, sentences: range) -> _Side:
        return _Side(self.sentences[sentences.start : sentences.stop], self.keys)


def _spelt(sentences: Sequence[Sentence], profile: LanguageProfile) -> _Side:
    texts = [sentence.text[:MAX_READ_LENGTH] for sentence in sentences]
    splits = [split_words(text) for text in texts]
    readings = read_sentences(texts, profile)
    keys = frozenset(key for reading in readings for anchor in reading.anchors for key in anchor.keys)
    spelt = [
        _Spelt(text, reading, split, dict(_anchor_texts(text, split, profile)))
        for text, reading, split in zip(texts, readings, splits, strict=True)
    ]
    return _Side(spelt, keys)


def _anchor_texts(
    text: str, split: WordSplit, profile: LanguageProfile
) -> Iterator[tuple[tuple[str, tuple[Hashable, ...]], str]]:
    """The text of everything that may be an anchor (see `aligner.readings`)."""
    for quantity in quantities_in(text, split, profile):
        yield from ((("number", atom), quantity.text) for atom in atoms_of(quantity))
    for name in names_in(text, split, profile):
        yield ("name", name.key), name.text
    for word, form in zip(split.words, forms_of(split, profile), strict=True):
        yield ("same", (form.folded,)), word
    for mark, signs in SHAPES.items():
        yield from ((("shape", (mark,)), sign) for sign in signs if sign in text)


def _anchors(source: _Side, target: _Side) -> Iterator[SharedToken | MissedToken]:
    """Facts that either side states. One that may be told otherwise is missed where the other text, but not the bead,
    tells it."""
    texts = [
        {key: one.texts[a.item_class, a.keys] for one in side.sentences for a in one.reading.anchors for key in a.keys}
        for side in (source, target)
    ]
    for name, side, other, shown in ((SOURCE, source, target, texts[1]), (TARGET, target, source, texts[0])):
        for spelt in side.sentences:
            for anchor in spelt.reading.anchors:
                text = spelt.texts[anchor.item_class, anchor.keys]
                found = next((shown[key] for key in anchor.keys if key in shown), None)
                if found is not None:
                    yield SharedToken(anchor.item_class, *((text, found) if name == SOURCE else (found, text)))
                elif anchor.sure or not other.keys.isdisjoint(anchor.keys):
                    yield MissedToken(anchor.item_class, name, text)


def _words(
    source: Sequence[_Spelt], target: Sequence[_Spelt], index: LexiconIndex
) -> Iterator[SharedToken | MissedToken]:
    """Phrases of the lexicon in the source, and words of renderings in the target that no such phrase explains."""
    explained: dict[str, str] = {}
    for spelt in source:
        for start, end, phrase in index.longest_phrases(spelt.reading.stems):
            text, renderings = spelt.words(start, end), index.renderings(phrase)
            for rendering in renderings:
                explained.update((stem, text) for stem in rendering if stem not in explained)
            shown = next(filter(None, (_shown(r, other) for r in renderings for other in target)), None)
            if shown is not None:
                yield SharedToken("phrase", text, shown)
            else:
                yield MissedToken("phrase", SOURCE, text, index.rendering_texts(phrase))
    for other in target:
        places = {stem: place for place, stem in reversed([*enumerate(other.reading.stems)])}
        for stem in other.reading.content:
            word = other.split.words[places[stem]]
            if stem in explained:
                yield SharedToken("word", explained[stem], word)
            elif stem in index.target_stems:
                yield MissedToken("word", TARGET, word)


def _shown(rendering: Sequence[str], target: _Spelt) -> str | None:
    """The words of a sentence that show all of a rendering; ``None`` where one is missing."""
    stems = target.reading.stems
    if not all(stem in stems for stem in rendering):
        return None
    places = sorted({stems.index(stem) for stem in rendering})
    return GAP.join(target.words(start, end) for start, end in _runs(places))


def _runs(places: Iterable[int]) -> list[tuple[int, int]]:
    """Neighbouring places as (first, behind the last).

    >>> _runs([2, 3, 7])
    [(2, 4), (7, 8)]
    """
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs
