"""Line-aligned documents, from which conditions are made, and gold alignments of pages, as they are.

A line-aligned document is a list of line pairs, each a translation of the other, so that whatever is done to the lines
the gold alignment is known (see `benchmarks.perturb`).
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeAlias

from aligner import Sentence

CHECKOUT = Path(__file__).resolve().parent.parent
OWN_DOCUMENTS = CHECKOUT / "benchmarks" / "data" / "documents.tsv"
OWN_GOLD = CHECKOUT / "tests" / "gold" / "sample"

IndexBead: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]]

SAMPLE_CONDITION = "sample"
"""Name of the condition that holds gold alignments of whole pages, nothing perturbed."""


@dataclass(frozen=True, slots=True)
class LineDocument:
    """A document as line pairs: ``source[k]`` and ``target[k]`` translate each other. ``style`` says what kind of text
    and translation it is, where the data tell."""

    identifier: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    style: str = ""


@dataclass(frozen=True, slots=True)
class AlignmentCase:
    """Two lists of segments and their gold beads, nulls included. ``moved`` holds the true links of moved segments,
    ``paragraphs`` the first segments of the paragraphs of each side, where they are known."""

    identifier: str
    condition: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    gold: tuple[IndexBead, ...]
    moved: tuple[tuple[int, int], ...] = ()
    paragraphs: tuple[tuple[int, ...], ...] = ()

    def sentences(self) -> tuple[list[Sentence], list[Sentence]]:
        """Both sides as sentences in their paragraphs; a segment is a paragraph where no other is known."""
        firsts = self.paragraphs or [range(len(side)) for side in (self.source, self.target)]
        source, target = (
            [
                Sentence(text, start, start + len(text), bisect_right(first, place) - 1)
                for place, (text, start) in enumerate(zip(side, accumulate(map(len, side), initial=0), strict=False))
            ]
            for side, first in zip((self.source, self.target), firsts, strict=True)
        )
        return source, target


def read_own_documents(path: Path = OWN_DOCUMENTS) -> list[LineDocument]:
    """The line-aligned documents written for this project. Raises ``ValueError``, naming the line, for a malformed
    row."""
    rows: list[tuple[str, str, str, str]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        fields = line.split("\t")
        if not line or line.startswith("#") or fields[0] == "doc":
            continue
        if len(fields) != 4 or not all(field.strip() for field in fields):
            raise ValueError(f"{path.name}:{number}: a row must be document, style, vi, fr, separated by tabs")
        rows.append((fields[0], fields[1], fields[2], fields[3]))
    return _grouped(rows)


def read_line_folder(folder: Path) -> list[LineDocument]:
    """The documents of a folder with ``vi.txt``, ``fr.txt`` and ``doc_ids.txt``, line by line.

    Raises ``FileNotFoundError`` where a file is missing and ``ValueError`` where they differ in length.
    """
    names = ("doc_ids.txt", "vi.txt", "fr.txt")
    columns = [(folder / name).read_text(encoding="utf-8").removesuffix("\n").split("\n") for name in names]
    counts = [len(column) for column in columns]
    if len(set(counts)) > 1:
        told = ", ".join(f"{count} in {name}" for count, name in zip(counts, names, strict=True))
        raise ValueError(f"{folder.name}: the files must have as many lines as each other: {told}")
    identifiers, source, target = columns
    return _grouped([(identifiers[k], "", source[k], target[k]) for k in range(counts[0])])


def _grouped(rows: Iterable[tuple[str, str, str, str]]) -> list[LineDocument]:
    """Rows of (identifier, style, source, target) as documents: neighbouring rows of one identifier belong together."""
    groups: list[tuple[str, str, list[str], list[str]]] = []
    for identifier, style, source, target in rows:
        if not groups or groups[-1][0] != identifier:
            groups.append((identifier, style, [], []))
        groups[-1][2].append(source)
        groups[-1][3].append(target)
    return [LineDocument(name, tuple(source), tuple(target), style) for name, style, source, target in groups]


def read_own_gold(folder: Path = OWN_GOLD) -> list[AlignmentCase]:
    """The sample pages with their gold beads: one JSON file each; files without beads are about other things."""
    cases = []
    for file in sorted(folder.glob("*.json")):
        data = json.loads(file.read_text(encoding="utf-8"))
        if "beads" in data:
            cases.append(_gold_case(file.stem, SAMPLE_CONDITION, data, data["beads"], data.get("moved", ())))
    return cases


def read_gold_list(path: Path) -> list[AlignmentCase]:
    """Gold alignments as one JSON list of ``{id, vi, fr, beads, crossing}``."""
    return [
        _gold_case(item["id"], "gold", item, item["beads"], item.get("crossing", ()))
        for item in json.loads(path.read_text(encoding="utf-8"))
    ]


def read_generated(path: Path) -> list[AlignmentCase]:
    """Cases as JSON lines ``{doc_id, condition, vi, fr, gold}``, as an outside generator writes them."""
    lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    rows = [json.loads(line) for line in lines]
    return [_gold_case(row["doc_id"], row["condition"], row, row["gold"], ()) for row in rows]


def _gold_case(
    identifier: str, condition: str, data: dict[str, Any], beads: Sequence[Any], moved: Sequence[Any]
) -> AlignmentCase:
    """A case, checked: gold that does not hold every segment exactly once would make every figure wrong."""
    gold = tuple((tuple(source), tuple(target)) for source, target in beads)
    for side, name in enumerate(("vi", "fr")):
        indices = sorted(index for bead in gold for index in bead[side])
        if indices != list(range(len(data[name]))):
            raise ValueError(f"{identifier} ({condition}): the gold beads must hold each {name} segment exactly once")
    links = tuple((int(source), int(target)) for source, target in map(_first_indices, moved))
    paragraphs = tuple(tuple(first) for first in data.get("paragraphs", ()))
    return AlignmentCase(identifier, condition, tuple(data["vi"]), tuple(data["fr"]), gold, links, paragraphs)


def _first_indices(link: Sequence[Any]) -> tuple[int, int]:
    """A link, written as ``[i, j]`` or as ``[[i], [j]]``."""
    source, target = link
    return (source if isinstance(source, int) else source[0], target if isinstance(target, int) else target[0])


def digest(values: Iterable[Any]) -> str:
    """SHA-256, as 16 hex digits, of values that JSON can hold; the same for the same data on any machine."""
    text = json.dumps(list(values), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def cases_digest(cases: Sequence[AlignmentCase]) -> str:
    """Digest of the texts and gold of all cases."""
    return digest(asdict(case) for case in cases)
