"""`vifr split`: split a text into sentences, or learn the abbreviations of a corpus."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import aligner  # not its names: other verbs are not to wait for them
from aligner.profiles import LanguageProfile, get_profile
from aligner.splitting.rules import FILENAME, load_rules
from corpus.cli.common import UsageError, print_json, progress_bar, read_text, reported

if TYPE_CHECKING:
    from corpus.abbreviations import LearnedAbbreviations

EXAMPLES = "Example: vifr split --language fr page.txt; vifr split --learn pages/ --language vi -o my-vietnamese"


def register(app: typer.Typer) -> None:
    """Add the verb to the command."""
    app.command("split", epilog=EXAMPLES)(split_command)


def split_command(
    text: Annotated[str | None, typer.Argument(help="A text file, or - for standard input.")] = None,
    language: Annotated[str, typer.Option(help="vi, fr, or und for any other.")] = "vi",
    profile: Annotated[
        list[Path] | None,
        typer.Option(help=f"Folder whose {FILENAME} adds to the language; may be repeated.", metavar="FOLDER"),
    ] = None,
    learn: Annotated[
        Path | None,
        typer.Option(help="Learn abbreviations from a file or folder, as for build.", metavar="CORPUS"),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help=f"With --learn: folder to write {FILENAME} to.", metavar="FOLDER"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON list, with offsets in code points.")] = False,
) -> None:
    """Split a text into sentences, one a line; or learn the abbreviations of a corpus."""
    with reported():
        known = extended_profile(language, profile or [])
        if learn is None:
            _split(text, output, known, as_json)
        elif text is not None or output is None:
            raise UsageError("--learn takes one corpus and a folder to write to: --learn CORPUS -o FOLDER")
        else:
            _learn(learn, output, known, as_json)


def extended_profile(language: str, folders: Iterable[Path]) -> LanguageProfile:
    """The profile of a language with some folders added.

    Raises `UsageError` for a folder without a ``splitter.toml`` and for one that cannot be read.
    """
    profile = get_profile(language)
    for folder in folders:
        path = folder / FILENAME
        if not path.is_file():
            raise UsageError(f"{folder}: no {FILENAME} in it; write one, or learn one with --learn CORPUS -o {folder}")
        profile = profile.extended(folder)
        try:
            load_rules(profile)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError, AttributeError, re.error) as error:
            raise UsageError(f"{path}: {error}; docs/splitting.md explains its lists") from None
    return profile


def _split(text: str | None, output: Path | None, profile: LanguageProfile, as_json: bool) -> None:
    if text is None or output is not None:
        raise UsageError("give one text to split (- for standard input), or --learn CORPUS -o FOLDER")
    sentences = aligner.split_sentences(read_text(text), language=profile)
    if as_json:
        print_json([{"text": s.text, "start": s.start, "end": s.end, "paragraph": s.paragraph} for s in sentences])
    else:
        for sentence in sentences:
            typer.echo(" ".join(sentence.text.split()))


def _learn(corpus: Path, folder: Path, profile: LanguageProfile, as_json: bool) -> None:
    from corpus.abbreviations import learn_abbreviations, require_place, write_abbreviations

    try:
        require_place(folder)  # before the corpus is read, which may take long
    except FileExistsError as error:
        raise UsageError(str(error)) from None
    learned = learn_abbreviations(corpus_texts(corpus, profile.code), profile)
    if not learned.words:
        raise UsageError(f"{corpus}: no text of language {profile.code!r} in it; give a file or a folder of pages")
    path = write_abbreviations(learned, folder, corpus.resolve().name)
    if as_json:
        print_json([{"spelling": entry.spelling, "kind": entry.kind} for entry in learned.entries])
    else:
        typer.echo(learned_text(learned, path))


def corpus_texts(corpus: Path, language: str) -> Iterator[str]:
    """The texts of a corpus; what cannot be read, and pages that say they are in another language, are told on stderr.

    Raises what `find_inputs` raises for an input that does not exist or is not supported.
    """
    from corpus.documents import Rejected
    from corpus.ingest import find_inputs, read_file
    from corpus.languages import UNKNOWN, normalise_code

    files = find_inputs([corpus])
    others = 0
    with progress_bar() as progress:
        for number, file in enumerate(files, start=1):
            for page in read_file(file):
                if isinstance(page, Rejected):
                    typer.echo(f"vifr: left out: {page.detail}", err=True)
                elif page.language and language not in (UNKNOWN, normalise_code(page.language)):
                    others += 1
                else:
                    yield page.text
            progress("reading", number, len(files))
    if others:
        typer.echo(f"vifr: left out because they name another language than {language}: {others:,} pages", err=True)


def learned_text(learned: LearnedAbbreviations, path: Path) -> str:
    """What was learned, for a person."""
    lines = [f"Read {learned.texts:,} texts, {learned.words:,} words; learned {len(learned.entries)} abbreviations."]
    lines += [f"  {entry.kind:<14} {entry.spelling}." for entry in learned.entries]
    return "\n".join([*lines, f"Written to {path}; look it over, then use it with --profile {path.parent}"])
