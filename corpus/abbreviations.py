"""Learn abbreviations for the sentence splitter from a corpus of plain text in one language.

The splitter cuts at a full stop before a capital unless a list tells that the word before the stop is an abbreviation.
Nobody can write that list for every paper and field, but a large corpus shows it. Two witnesses must agree:

1. The trainer of NLTK's Punkt (Kiss and Strunk 2006, "Unsupervised Multilingual Sentence Boundary Detection") asks of a
   spelling whether the stop belongs to it: short, and hardly ever without the stop. It needs no model and no download.
2. What stands after the stops tells the kind. Some outcomes are sure: before a small letter or a comma no sentence
   ended; at the end of a line or before a word that begins sentences one did. A word that only happens to end sentences
   shows sure ends as often as other words do; a spelling with far fewer has a reason.

Punkt alone takes rare words at the ends of sentences for abbreviations, above all where every word is one short
syllable; so a word of the native spelling is never learned. Where the two are not sure nothing is learned: a missing
entry costs one cut too many, a wrong one glues sentences wherever the word ends them. What is learned is plain data, a
``splitter.toml`` that a person can read, correct and give to ``LanguageProfile.extended``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from nltk.tokenize.punkt import PunktTrainer

from aligner.profiles import LanguageProfile, get_profile
from aligner.splitting.patterns import ROMAN_NUMBER
from aligner.splitting.rules import FILENAME, SplitRules, load_rules
from aligner.splitting.words import Before, abbreviation_kinds, is_initials
from corpus.stops import Evidence, StopCounter
from corpus.store import write_text

KINDS = {
    "titles": "A name follows, so they never end a sentence.",
    "inner": "Lead on to what they introduce; never end a sentence.",
    "before_name": "Stand before a name, but may end a sentence before a word that begins no name.",
    "before_number": "Stand before a number or a letter that counts.",
    "may_end": "Also end sentences.",
}
"""Lists of ``splitter.toml`` that can be learned, and what a comment says of each."""

BATCH_WORDS = 200_000
"""Words handed to the trainer at once: about 100 MB, however large the corpus is."""


@dataclass(frozen=True, slots=True)
class LearnConfig:
    """When an abbreviation is sure enough. Shares are from 0 to 1 and of the stops whose outcome is known.

    ``least_count``: stops that must have been seen; fewer are chance or a slip of one page. ``most_bare``: share of all
    occurrences that may lack the stop; Punkt asks for less where a word is long or frequent. ``most_chance``: how
    likely at most an ordinary word would show so few sure ends; with the usual hundred candidates 0.001 makes one wrong
    entry in ten corpora. ``most_usual``: how often at most an ordinary word is taken to show a sure end; paragraphs of
    news show 0.85, lists of single sentences nearly 1, and a corpus may mix them. ``most_endings``: share of sure ends
    that still is a slip (a title at the end of a line that was cut off). ``most_endings_before_name``: the same for
    what may end (``TP. Huế``, ``ở TP.``). ``least_names``: share before a capital that makes a title.
    ``least_numbers``: share before a figure; ordinary words have some 0.05. ``least_inside`` and
    ``least_inside_count``: share and number before a small letter or a comma that prove an abbreviation; ordinary words
    have under 0.02, all of them slips. ``least_endings``: share of sure ends, of stops before a capital or the end of
    the line, of what ends sentences like any word.
    """

    least_count: int = 5
    most_bare: float = 0.1
    most_chance: float = 0.001
    most_usual: float = 0.7
    most_endings: float = 0.05
    most_endings_before_name: float = 0.3
    least_names: float = 0.8
    least_numbers: float = 0.5
    least_inside: float = 0.2
    least_inside_count: int = 3
    least_endings: float = 0.5


@dataclass(frozen=True, slots=True)
class LearnedAbbreviation:
    """A spelling without its last stop, the list it belongs to (of `KINDS`), and what was seen of it."""

    spelling: str
    kind: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class LearnedAbbreviations:
    """What a corpus taught: the code of the language, entries by kind and spelling, and how much was read."""

    language: str
    entries: tuple[LearnedAbbreviation, ...]
    texts: int
    words: int


def learn_abbreviations(
    texts: Iterable[str], language: str | LanguageProfile, config: LearnConfig | None = None
) -> LearnedAbbreviations:
    """Find the abbreviations of a corpus that the profile of its language does not know.

    Every line of a text is a paragraph, as for the splitter: a corpus that was wrapped at a fixed width shows too many
    ends. A line that was read before does not count again. The order of the texts does not matter. Raises
    ``ValueError`` for an unknown language.

    >>> names = ("Lan", "Minh", "Hoa", "Nga", "Khoa", "Quân", "Hùng", "Bình")
    >>> pages = [f"Hôm qua trời mưa. Ông gặp Tnv. {name} ở xã. Họ nói về lúa. Trời tạnh." for name in names]
    >>> [(one.spelling, one.kind) for one in learn_abbreviations(pages, "vi").entries]
    [('Tnv', 'titles')]
    """
    config = config or LearnConfig()
    profile = get_profile(language)
    rules = load_rules(profile)
    trainer = PunktTrainer()
    counter = StopCounter(rules)
    words = counter.read(texts)
    while batch := list(islice(words, BATCH_WORDS)):
        trainer.train_tokens(batch, finalize=False)
    trainer.find_abbrev_types()  # anew from the counts of all, so that the order of the texts cannot matter
    punkt = trainer.get_params().abbrev_types
    evidence = counter.evidence()
    candidates = {spelling for spelling in evidence if spelling.lower() in punkt and _may_be_learned(spelling, rules)}
    ordinary = (
        seen for spelling, seen in evidence.items() if spelling not in candidates and _is_plain(spelling, rules)
    )
    usual = min(_usual_endings(ordinary), config.most_usual)
    kinds = {spelling: _kind(is_initials(spelling), evidence[spelling], usual, config) for spelling in candidates}
    entries = [
        LearnedAbbreviation(spelling, kind, evidence[spelling])
        for kind in KINDS
        for spelling in sorted(kinds)
        if kinds[spelling] == kind and not _is_covered(spelling, kinds)
    ]
    return LearnedAbbreviations(profile.code, tuple(entries), counter.texts, counter.words)


def splitter_toml(learned: LearnedAbbreviations, origin: str = "a corpus") -> str:
    """The text of a ``splitter.toml`` with what was learned; comments tell where from, and what was seen of each entry.

    >>> entry = LearnedAbbreviation("Tnv", "titles", Evidence(name=18))
    >>> print(splitter_toml(LearnedAbbreviations("vi", (entry,), 9, 153)).split("sentence.\\n")[1])
    titles = [
      "Tnv",  # 18 with a stop: 18 before a capital
    ]
    <BLANKLINE>
    """
    lines = [
        f"# Abbreviations for the splitter of the language {learned.language!r}, learned from {_one_line(origin)}:",
        f"# {learned.texts:,} texts, {learned.words:,} words. They add to what the profile of the language knows.",
        "#",
        "# Correct this file by hand: delete an entry that is wrong, move one to the list that fits it better, add",
        "# more. Write an abbreviation without its last stop. The lists are those of every profile's splitter.toml.",
        "# Comments are for people: what was seen of each entry stands behind it.",
    ]
    if not learned.entries:
        lines += ["#", "# Nothing was sure enough."]
    for kind, meaning in KINDS.items():
        entries = [entry for entry in learned.entries if entry.kind == kind]
        if entries:
            lines += ["", f"# {meaning}", f"{kind} = ["]
            lines += [f'  "{entry.spelling}",  # {_seen(entry.evidence)}' for entry in entries]
            lines.append("]")
    return "\n".join(lines) + "\n"


def require_place(folder: Path) -> None:
    """Raise ``FileExistsError`` where a folder holds a ``splitter.toml``, which may be corrected, or is a file."""
    path = folder / FILENAME
    if folder.exists() and not folder.is_dir():
        raise FileExistsError(f"{folder} is a file; give a folder to write {FILENAME} to")
    if path.exists():
        raise FileExistsError(f"{path} exists and may hold corrections; give another folder, or remove the file first")


def write_abbreviations(learned: LearnedAbbreviations, folder: Path, origin: str = "a corpus") -> Path:
    """Write ``splitter.toml`` into a folder, which is made if need be, and return its path.

    Raises ``FileExistsError`` where the folder has one already, or is a file.
    """
    require_place(folder)
    path = folder / FILENAME
    write_text(path, splitter_toml(learned, origin))
    return path


def _usual_endings(ordinary: Iterable[Evidence]) -> float:
    """Share of sure ends among the open stops of ordinary words; one of each is added, so that it is never 0 or 1."""
    ends, open_stops = 1, 2
    for seen in ordinary:
        ends += seen.ends
        open_stops += seen.open_stops
    return ends / open_stops


def _is_known(spelling: str, rules: SplitRules) -> bool:
    return abbreviation_kinds(Before(spelling, "", 0, False), rules) > 0


def _is_plain(spelling: str, rules: SplitRules) -> bool:
    """Whether the spelling is no abbreviation by the profile or by its looks: no initials, no Roman number."""
    return not (_is_known(spelling, rules) or is_initials(spelling) or ROMAN_NUMBER.fullmatch(spelling))


def _may_be_learned(spelling: str, rules: SplitRules) -> bool:
    """Whether the spelling is news to the profile and no single letter, Roman number, native word or file name."""
    if len(spelling) == 1 or ROMAN_NUMBER.fullmatch(spelling) or _is_known(spelling, rules):
        return False
    small = spelling.lower()
    if rules.native_word is not None and rules.native_word.fullmatch(small):
        return False
    return "." not in small or small.rsplit(".", 1)[-1] not in rules.file_endings


def _kind(initials: bool, seen: Evidence, usual: float, config: LearnConfig) -> str | None:
    """The list that a spelling belongs to; ``None`` where nothing is sure or nothing need be said.

    Dotted initials are abbreviations by their looks; anything else that ends sentences must show that it need not.
    """
    stops = seen.known + seen.unclear
    if seen.known < config.least_count or seen.bare > config.most_bare * (stops + seen.bare):
        return None
    if seen.number >= config.least_numbers * seen.known:
        return "before_number"
    endings = seen.ends / seen.open_stops if seen.open_stops else 1.0
    if _chance_of_so_few(seen.ends, seen.open_stops, usual) <= config.most_chance:
        if endings <= config.most_endings:
            return "titles" if seen.name >= config.least_names * seen.known else "inner"
        if endings <= config.most_endings_before_name:
            return "before_name"
    inside = seen.inside >= max(config.least_inside_count, config.least_inside * seen.known)
    if (initials or inside) and seen.opener and endings >= config.least_endings:
        return "may_end"
    return None


def _chance_of_so_few(ends: int, stops: int, usual: float) -> float:
    """Bound the probability that at most ``ends`` of some stops end a sentence if each does with probability ``usual``.

    The bound of Chernoff: never too low, exact where there are no ends, and a single formula however many stops.

    >>> _chance_of_so_few(0, 10, 0.5) == 0.5**10
    True
    >>> _chance_of_so_few(6, 10, 0.5)
    1.0
    """
    share = ends / stops if stops else 1.0
    if share >= usual:
        return 1.0
    divergence = (1 - share) * math.log((1 - share) / (1 - usual))
    if ends:
        divergence += share * math.log(share / usual)
    return math.exp(-stops * divergence)


def _is_covered(spelling: str, kinds: Mapping[str, str | None]) -> bool:
    """Whether the same entry with a small first letter says the same: it also holds with a capital."""
    small = spelling[0].lower() + spelling[1:]
    return small != spelling and kinds.get(small) == kinds[spelling]


def _seen(evidence: Evidence) -> str:
    """The counts of an entry for a person."""
    told = {
        "before a small letter or a comma": evidence.inside,
        "before a figure": evidence.number,
        "before a capital": evidence.name,
        "before a word that begins sentences": evidence.opener,
        "at the end of a line": evidence.line_end,
        "unclear": evidence.unclear,
    }
    parts = ", ".join(f"{count:,} {place}" for place, count in told.items() if count)
    bare = f"; {evidence.bare:,} without" if evidence.bare else ""
    return f"{evidence.known + evidence.unclear:,} with a stop: {parts}{bare}"


def _one_line(text: str) -> str:
    """A text that fits in a comment, whatever a folder may be called."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
