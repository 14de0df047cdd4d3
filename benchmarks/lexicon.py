"""How much of a text the shipped lexicon knows: the share of its running content words.

    python -m benchmarks.lexicon                                own documents
    python -m benchmarks.lexicon --data FOLDER --pages FOLDER   line-aligned vi.txt and fr.txt, and pages (.txt), too

A content word is a word of two letters or more that is neither a function word nor part of a name or quantity, which
are read by other means. A Vietnamese one is known where a phrase of the lexicon covers it, longest first, as the
aligner reads it; a French one where its stem stands in a rendering.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

if not __package__:  # run as a file: the checkout goes before other installed packages called "benchmarks"
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from aligner import LanguageProfile, find_names, find_quantities, get_profile
from aligner.lexicon import Lexicon, shipped_lexicon
from aligner.words import Word, find_words, word_forms
from benchmarks.cases import LANGUAGES
from benchmarks.documents import digest, read_own_documents
from benchmarks.records import RESULTS, write_record
from corpus.languages import detect_language

LEAST_LETTERS = 2
DIGITS = 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of line-aligned vi.txt and fr.txt")
    parser.add_argument("--pages", type=Path, help="folder of pages in either language")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder for the result file")
    options = parser.parse_args(arguments)
    lexicon = shipped_lexicon(LANGUAGES)
    if lexicon is None:
        raise FileNotFoundError(f"no lexicon ships for {'-'.join(LANGUAGES)}")
    groups = {"own documents": own_lines()}
    if options.data:
        groups[options.data.resolve().name] = {
            code: (options.data / f"{code}.txt").read_text(encoding="utf-8").splitlines() for code in LANGUAGES
        }
    if options.pages:
        groups[options.pages.resolve().name] = page_lines(options.pages)
    body: dict[str, Any] = {"entries": len(lexicon), "renderings": sum(map(len, lexicon.entries.values()))}
    body["coverage"] = {name: coverage(sides, lexicon) for name, sides in groups.items()}
    for name, figures in body["coverage"].items():
        print(name, figures)
    settings = {"digest": digest([*map(list, groups.items())])}
    print(write_record("lexicon", settings, body, options.results).name)
    return 0


def own_lines() -> dict[str, list[str]]:
    """The lines of our own documents; the lexicon has seen them."""
    documents = read_own_documents()
    return {
        LANGUAGES[0]: [line for one in documents for line in one.source],
        LANGUAGES[1]: [line for one in documents for line in one.target],
    }


def page_lines(folder: Path) -> dict[str, list[str]]:
    """The lines of pages by their language."""
    lines: dict[str, list[str]] = {code: [] for code in LANGUAGES}
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        lines.setdefault(detect_language(text), []).extend(text.splitlines())
    return {code: lines[code] for code in LANGUAGES}


def coverage(sides: dict[str, list[str]], lexicon: Lexicon) -> dict[str, dict[str, float | int]]:
    """Content words and the share of them that is known, by language."""
    figures: dict[str, dict[str, float | int]] = {}
    for code, lines in sides.items():
        known = [answer for line in lines for answer in known_words(line, get_profile(code), lexicon)]
        share = sum(known) / len(known) if known else 0.0
        figures[code] = {"content_words": len(known), "known": round(share, DIGITS)}
    return figures


def known_words(line: str, profile: LanguageProfile, lexicon: Lexicon) -> Iterator[bool]:
    """Whether each content word of a line is known."""
    words = find_words(line, profile)
    if profile.code == lexicon.languages[0]:
        phrases = lexicon.index.longest_phrases([word.stem for word in words])
        covered = {place for first, last, _ in phrases for place in range(first, last)}
    else:
        covered = {place for place, word in enumerate(words) if word.stem in lexicon.index.target_stems}
    anchors = [(one.start, one.end) for one in (*find_names(line, profile), *find_quantities(line, profile))]
    for place, word in enumerate(words):
        if is_content(word, profile) and not any(start <= word.start < end for start, end in anchors):
            yield place in covered


def is_content(word: Word, profile: LanguageProfile) -> bool:
    """Whether a word is one of content."""
    long = len(word.text) >= LEAST_LETTERS and word.text.isalpha()
    return long and word.stem not in word_forms(profile).function_stems


if __name__ == "__main__":
    sys.exit(main())
