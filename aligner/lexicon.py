"""A bilingual lexicon: which target words may translate a source word or phrase.

A lexicon is plain data, made for one ordered pair of languages: a folder of TSV files, one headword a row with its
renderings behind a tab, separated by ``|``. It is matched on word forms (see `aligner.words`): source phrases by
longest match, renderings by the stems of their content words, so that ``comités provinciaux du Parti`` is found by
``comité provincial du Parti``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from aligner.profiles import PROFILES_FOLDER, get_profile, read_table
from aligner.words import WordForms, raw_words, word_forms

Rendering = tuple[str, ...]
"""The content stems of one rendering; all of them must be found for the rendering to count as found."""


@dataclass(frozen=True)
class Lexicon:
    """Renderings of source phrases, for one ordered pair of language codes.

    ``entries`` maps a source headword to its renderings, best first, as text.
    """

    languages: tuple[str, str]
    entries: Mapping[str, tuple[str, ...]]

    def __len__(self) -> int:
        return len(self.entries)

    @classmethod
    def load(cls, folder: Path | str, *, languages: tuple[str, str] = ("vi", "fr")) -> Lexicon:
        """Read every ``*.tsv`` file of a folder, in name order; rows of one headword are joined.

        Raises ``FileNotFoundError`` where the folder holds no TSV file and ``ValueError``, naming file and row, for a
        row that is not a headword, a tab and renderings.
        """
        files = sorted(Path(folder).glob("*.tsv"))
        if not files:
            raise FileNotFoundError(f"no lexicon files (*.tsv) in {folder}")
        entries: dict[str, dict[str, None]] = {}
        for file in files:
            for row in read_table(file):
                if len(row) < 2 or not row[0] or not row[1]:
                    raise ValueError(f"{file}: a row must be headword, tab, renderings separated by '|', not {row!r}")
                renderings = (rendering.strip() for rendering in row[1].split("|"))
                entries.setdefault(row[0], {}).update(dict.fromkeys(filter(None, renderings)))
        return cls(languages, {headword: tuple(renderings) for headword, renderings in entries.items()})

    def save(self, folder: Path | str, *, name: str = "lexicon") -> None:
        """Write the lexicon as ``<folder>/<name>.tsv``, sorted by headword."""
        Path(folder).mkdir(parents=True, exist_ok=True)
        rows = [f"{headword}\t{'|'.join(self.entries[headword])}" for headword in sorted(self.entries)]
        header = f"# {self.languages[0]} headword, tab, {self.languages[1]} renderings separated by |"
        (Path(folder) / f"{name}.tsv").write_text("\n".join([header, *rows, ""]), encoding="utf-8")

    def joined(self, other: Lexicon) -> Lexicon:
        """Both lexicons as one, the renderings of this one first. Raises ``ValueError`` where they are for other
        languages."""
        if self.languages != other.languages:
            raise ValueError(f"cannot join lexicons for {'-'.join(self.languages)} and {'-'.join(other.languages)}")
        entries = dict(self.entries)
        for headword, renderings in other.entries.items():
            entries[headword] = tuple(dict.fromkeys((*entries.get(headword, ()), *renderings)))
        return Lexicon(self.languages, entries)

    @cached_property
    def index(self) -> LexiconIndex:
        """The lexicon in the form that matching uses, made on first use."""
        return LexiconIndex(self)


_Branch = dict[str, Any]
"""Where the phrases of a lexicon go on behind a word: by the next word; behind `PHRASE`, the phrase that ends here."""
PHRASE = ""
"""Stands for the end of a phrase; no word is empty."""


class LexiconIndex:
    """A lexicon by word forms. Renderings are taken apart when their phrase is first met: a text uses a few hundred of
    many thousands, and the first alignment should not wait for the rest."""

    def __init__(self, lexicon: Lexicon) -> None:
        source, self._target = (word_forms(get_profile(code)) for code in lexicon.languages)
        self._texts: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._renderings: dict[tuple[str, ...], tuple[Rendering, ...]] = {}
        self._meanings: dict[tuple[str, ...], frozenset[str]] = {}
        self._begun: _Branch = {}
        self.function_stems = self._target.function_stems
        for headword, renderings in lexicon.entries.items():
            words = tuple([source.forms(raw).stem for raw in raw_words(headword)])
            if words:
                self._texts[words] = self._texts.get(words, ()) + renderings
                self._plant(words)

    def _plant(self, words: tuple[str, ...]) -> None:
        branch = self._begun
        for word in words:
            branch = branch.setdefault(word, {})
        branch[PHRASE] = words

    def renderings(self, phrase: tuple[str, ...]) -> tuple[Rendering, ...]:
        """The renderings of a source phrase, given by its word stems; none where the lexicon lacks it."""
        known = self._renderings.get(phrase)
        if known is None:
            texts = self._texts.get(phrase, ())
            stems = (content_stems(text, self._target) for text in texts)
            known = self._renderings[phrase] = tuple(dict.fromkeys(filter(None, stems))) if texts else ()
        return known

    def meanings(self, phrase: tuple[str, ...]) -> frozenset[str]:
        """The stems of all renderings of a phrase: a text that holds none of them holds no rendering."""
        known = self._meanings.get(phrase)
        if known is None:
            known = self._meanings[phrase] = frozenset(chain.from_iterable(self.renderings(phrase)))
        return known

    def rendering_texts(self, phrase: tuple[str, ...]) -> tuple[str, ...]:
        """The renderings of a source phrase as the lexicon writes them."""
        return tuple(dict.fromkeys(self._texts.get(phrase, ())))

    @cached_property
    def target_stems(self) -> frozenset[str]:
        """Stems of all words in all renderings."""
        words = set(raw_words("\n".join(chain.from_iterable(self._texts.values()))))
        return frozenset(self._target.forms(raw).stem for raw in words)

    def longest_matches(self, stems: Sequence[str]) -> Iterator[tuple[int, int, tuple[Rendering, ...]]]:
        """Phrases of the lexicon in a sequence of word stems, longest first from the left: (start, end, renderings)."""
        return ((start, end, self.renderings(phrase)) for start, end, phrase in self.longest_phrases(stems))

    def longest_phrases(self, stems: Sequence[str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """The same phrases as their stems: (start, end, phrase)."""
        begun = self._begun
        position, count = 0, len(stems)
        while position < count:
            branch: _Branch | None = begun.get(stems[position])
            start = position
            position += 1
            place, phrase = position, None
            while branch is not None:
                ended = branch.get(PHRASE)
                if ended is not None:
                    position, phrase = place, ended
                if place == count:
                    break
                branch = branch.get(stems[place])
                place += 1
            if phrase is not None:
                yield start, position, phrase


def content_stems(text: str, forms: WordForms) -> Rendering:
    """Stems of the content words of a rendering; of all its words where it holds nothing else."""
    stems = [forms.forms(raw).stem for raw in raw_words(text)]
    content = [stem for stem in stems if stem not in forms.function_stems]
    return tuple(dict.fromkeys(content or stems))


@lru_cache(maxsize=8)
def shipped_lexicon(languages: tuple[str, str]) -> Lexicon | None:
    """The lexicon that ships for an ordered pair of language codes, or ``None`` where there is none."""
    folder = PROFILES_FOLDER / "-".join(languages) / "lexicon"
    return Lexicon.load(folder, languages=languages) if folder.is_dir() else None
