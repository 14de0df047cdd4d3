"""Which pairs of a dataset also stand in test sets: a system trained on them would be tested on what it has seen.

A test file is text, one segment a line (tab-separated cells are segments of their own; `.gz` is read too). Both sides
of a pair are looked for in every file, whatever its language. Texts are compared by their words alone, case folded:
punctuation and spacing tell no two sentences apart, tone marks and figures do. A *near* match shares half of its runs
of three words with a segment, which a changed figure or a changed word leaves standing.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.rows import Row
from corpus.store import file_digest

WORD = re.compile(r"[^\W_]+")
RUN = 3
"""Words of a run: two stand together by chance all the time, four are too many for a short sentence."""
NEAR_WORDS = 6
"""Shorter texts are compared exactly alone: of fewer than four runs, half is chance."""
NEAR_SHARE = 0.5
"""Share of their runs (of both texts together) from which on two texts are near: one word in twelve may differ."""
SIDES = (("source", "vi"), ("target", "fr"))
MATCHES = ("exact", "near")


class AuditFileError(ValueError):
    """A test file that cannot be audited against; the message names it and the remedy."""


@dataclass(frozen=True, slots=True)
class AuditFile:
    """A file to audit against: its name without folders, its SHA-256, its segments with their line numbers."""

    name: str
    sha256: str
    segments: tuple[tuple[int, str], ...]


def read_test_files(paths: Iterable[Path | str]) -> list[AuditFile]:
    """The files, in order.

    Raises `AuditFileError` for one that cannot be read, is no text or holds no words, and for two of one name.
    """
    files = [_read(Path(path)) for path in paths]
    names = [file.name for file in files]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise AuditFileError(f"two test files are called {twice[0]}; the card could not tell them apart, rename one")
    return files


def _read(path: Path) -> AuditFile:
    try:
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        text = content.decode("utf-8-sig")
    except (OSError, EOFError, zlib.error) as error:
        raise AuditFileError(f"test file {path} cannot be read ({error}); mend test_files below [card]") from None
    except UnicodeDecodeError:
        raise AuditFileError(f"test file {path} is no UTF-8 text; give one segment a line") from None
    segments = tuple(
        (number, words)
        for number, line in enumerate(text.split("\n"), start=1)
        for cell in line.split("\t")
        if (words := compared(cell))
    )
    if not segments:
        raise AuditFileError(f"test file {path} holds no words; give one segment a line")
    return AuditFile(path.name, file_digest(path), segments)


def compared(text: str) -> str:
    """A text as it is compared: its words, case folded, one space between them.

    >>> compared("Theo TTXVN, hôm nay: 16°C!")
    'theo ttxvn hôm nay 16 c'
    """
    return " ".join(WORD.findall(unicodedata.normalize("NFC", text).casefold()))


def audit(rows: Iterable[Row], files: Sequence[AuditFile]) -> dict[str, Any]:
    """The files, and every place where a row's text stands in one: id, side, match, file, line.

    An exact match is named once for each side and file, and a near one only where there is none.
    """
    indexes = [_Index(file) for file in files]
    found = []
    for row in rows:
        for side, language in SIDES:
            text = compared(row["translation"][language])
            for index in indexes:
                if match := index.match(text):
                    kind, line = match
                    found.append({"id": row["id"], "side": side, "match": kind, "file": index.file.name, "line": line})
    listed = [{"name": file.name, "sha256": file.sha256, "segments": len(file.segments)} for file in files]
    return {"files": listed, "rows": found}


def overlap_metrics(found: Mapping[str, Any], ids: Collection[str]) -> dict[str, Any]:
    """What `audit` found about the rows that are still there, with counts: of pairs, and by file and side.

    A pair with any exact match is counted as exact, whatever else is near it.
    """
    rows = [row for row in found["rows"] if row["id"] in ids]
    exact = {row["id"] for row in rows if row["match"] == "exact"}
    files = []
    for file in found["files"]:
        own = [row for row in rows if row["file"] == file["name"]]
        counts = {
            side: {kind: sum(row["side"] == side and row["match"] == kind for row in own) for kind in MATCHES}
            for side, _ in SIDES
        }
        files.append({**{key: file[key] for key in ("name", "sha256", "segments")}, **counts})
    pairs = {"exact": len(exact), "near": len({row["id"] for row in rows} - exact)}
    return {"files": files, "pairs": pairs, "rows": rows}


def overlap_text(overlap: Mapping[str, Any] | None) -> str:
    """What a card says of the audit."""
    if not overlap:
        return (
            "Not audited against any test set. Before training on these pairs, look for your test sets in them "
            "(`test_files` in the settings of a build does it)."
        )
    pairs = overlap["pairs"]
    lines = [
        f"Pairs with a text that also stands in one of the files below: {pairs['exact']:,}. Others with one that is "
        f"near to a line there (half of the runs of {RUN} words in common, from {NEAR_WORDS} words on): "
        f"{pairs['near']:,}. Case and punctuation do not count. All stay in the dataset; `overlap` in `metrics.json` "
        "names each row with file and line, so that they can be left out.",
        "",
        "| test file | segments | Vietnamese: exact | near | French: exact | near |",
        "|---|---|---|---|---|---|",
    ]
    for file in overlap["files"]:
        counts = " | ".join(f"{file[side][kind]:,}" for side, _ in SIDES for kind in MATCHES)
        lines.append(f"| `{_safe(file['name'])}` | {file['segments']:,} | {counts} |")
    return "\n".join(lines)


class _Index:
    """The segments of a file, to be found by their words and by their runs of words."""

    def __init__(self, file: AuditFile) -> None:
        self.file = file
        self._lines: dict[str, int] = {}
        self._runs: list[frozenset[str]] = []
        self._numbers: list[int] = []
        self._holders: dict[str, list[int]] = defaultdict(list)
        for line, words in file.segments:
            if words in self._lines:
                continue
            self._lines[words] = line
            runs = frozenset(_runs(words))
            for run in runs:
                self._holders[run].append(len(self._runs))
            self._runs.append(runs)
            self._numbers.append(line)

    def match(self, words: str) -> tuple[str, int] | None:
        """How a text stands in the file, and on which line."""
        if words in self._lines:
            return "exact", self._lines[words]
        runs = frozenset(_runs(words))
        known = [run for run in runs if run in self._holders]
        # What is near shares at least this many runs; nearly every text is done with here.
        if not known or len(known) < NEAR_SHARE * len(runs):
            return None
        shared: dict[int, int] = defaultdict(int)
        for run in known:
            for number in self._holders[run]:
                shared[number] += 1
        near = [
            (-count / len(runs | self._runs[number]), self._numbers[number])
            for number, count in shared.items()
            if count >= NEAR_SHARE * len(runs | self._runs[number])
        ]
        return ("near", min(near)[1]) if near else None


def _runs(words: str) -> Iterator[str]:
    """Every run of three words of a text that is long enough to be compared by them."""
    each = words.split(" ")
    if len(each) >= NEAR_WORDS:
        for start in range(len(each) - RUN + 1):
            yield " ".join(each[start : start + RUN])


def _safe(name: str) -> str:
    return "".join(char for char in name if char.isprintable() and char not in "`|\\<>${}[]")
