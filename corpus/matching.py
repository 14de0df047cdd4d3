"""From input files to document pairs with their alignments: the stages that run on partitions, and those between them
that see the whole corpus."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aligner import Lexicon, __version__, learn_lexicon
from corpus.aligning import AlignedPages, AlignPartition, align_pages
from corpus.cache import Cached, data_digest, partition_key
from corpus.config import BuildConfig
from corpus.documents import Rejected
from corpus.identity import KnownPages, identify
from corpus.ingest import UNREADABLE, InputFile
from corpus.pages import LANGUAGES, Page, PreparedPart, PreparePartition, prepare
from corpus.pairing import Candidate, choose_pairs, find_candidates
from corpus.rows import Translation
from corpus.stages import Workers, run_stage
from corpus.store import input_digest
from corpus.withdrawals import NO_WITHDRAWALS, Withdrawals

PARTITION_BYTES = 4_000_000
PARTITION_FILES = 500
"""Input of one partition: about two seconds' work, so that handing over is cheap and little is lost when a build is
killed."""
PARTITION_PAIRS = 100

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, the partitions done and their number."""


@dataclass(frozen=True, slots=True)
class Gain:
    """What learning brought: pairs learned from, words learned, and beads and their mean probability before and
    after."""

    pairs: int
    words: int
    beads_before: int
    beads_after: int
    probability_before: float
    probability_after: float


@dataclass(frozen=True, slots=True)
class PairedPages:
    """All pages with the document pairs found among them; ``translations`` hold the alignments; ``gain`` is ``None``
    where there was too little text to learn from."""

    known: KnownPages
    rejected: tuple[Rejected, ...]
    quarantined: tuple[Rejected, ...]
    pages_read: tuple[Page, ...]
    translations: tuple[Translation, ...]
    gain: Gain | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """How stages are run: settings, workers, the folder of kept results, who hears of progress."""

    config: BuildConfig
    where: Workers
    work: Path
    progress: Progress
    withdrawn: Withdrawals = NO_WITHDRAWALS


def no_progress(stage: str, done: int, total: int) -> None:
    """Say nothing."""


def input_digests(files: Sequence[InputFile]) -> dict[Path, str | None]:
    """SHA-256 of every input file by its path; ``None`` for what cannot be read."""
    return {file.path: input_digest(file.path, file.format != UNREADABLE) for file in files}


def pair_pages(
    files: Sequence[InputFile],
    digests: Mapping[Path, str | None],
    config: BuildConfig,
    workers: int | None,
    scheduler: str | None,
    work: Path,
    progress: Progress = no_progress,
    withdrawn: Withdrawals = NO_WITHDRAWALS,
) -> PairedPages:
    """Read, clean and split the pages, find and align the document pairs among them, and, where there is enough text,
    learn words from them and align again."""
    where = Workers.for_input(sum(file.size for file in files), workers, scheduler)
    run = Run(config, where, work, progress, withdrawn)
    parts = _prepare(files, digests, run)
    pages_read = [page for part in parts for page in part.pages]
    known = identify(pages_read)
    candidates = find_candidates(known.pages, known.aliases, config.pairing, known.originals)
    translations = _aligned(known.pages, candidates, run, None)
    learned, pairs = _learn(translations, run)
    gain = None
    if learned is not None:
        before, translations = translations, _aligned(known.pages, candidates, run, learned)
        gain = _gain(pairs, learned, before, translations)
    quarantined = tuple(item for part in parts for item in part.rejected)
    return PairedPages(known, tuple(known.rejected), quarantined, tuple(pages_read), translations, gain)


def _prepare(files: Sequence[InputFile], digests: Mapping[Path, str | None], run: Run) -> list[PreparedPart]:
    keyed = []
    for group in _grouped(files):
        named = [(file.name, digests[file.path]) for file in group]
        key = partition_key(__version__, data_digest(), run.config.clean, named, run.withdrawn.requests)
        keyed.append((key, PreparePartition(tuple(group), run.config.clean, run.withdrawn)))
    stage = Cached(prepare, PreparedPart, run.work / "pages")
    return run_stage(stage, keyed, run.where, lambda done: run.progress("reading pages", done, len(keyed)))


def _grouped(files: Sequence[InputFile]) -> list[list[InputFile]]:
    groups: list[list[InputFile]] = []
    size = PARTITION_BYTES
    for file in files:
        if size >= PARTITION_BYTES or len(groups[-1]) >= PARTITION_FILES:
            groups.append([])
            size = 0
        groups[-1].append(file)
        size += file.size
    return groups


def _aligned(
    pages: Sequence[Page], candidates: Sequence[Candidate], run: Run, learned: Lexicon | None
) -> tuple[Translation, ...]:
    """Align every candidate, and choose document pairs by what their sentences say."""
    config = run.config
    keyed = []
    for start in range(0, len(candidates), PARTITION_PAIRS):
        group = candidates[start : start + PARTITION_PAIRS]
        couples = tuple((pages[candidate.source], pages[candidate.target]) for candidate in group)
        texts = [(source.digest, target.digest) for source, target in couples]
        words = learned.entries if learned else {}
        key = partition_key(__version__, data_digest(), config.align, config.score, texts, words)
        keyed.append((key, AlignPartition(couples, config.align, config.score, learned)))
    stage = Cached(align_pages, list[AlignedPages], run.work / "alignments")
    name = "aligning again with learned words" if learned else "aligning"
    results = run_stage(stage, keyed, run.where, lambda done: run.progress(name, done, len(keyed)))
    aligned = [one for group in results for one in group]
    by_place = {(c.source, c.target): one for c, one in zip(candidates, aligned, strict=True)}
    chosen = choose_pairs(candidates, [one.agreement for one in aligned], config.pairing)
    return tuple(
        Translation.of(pages[pair.source], pages[pair.target], pair, by_place[pair.source, pair.target])
        for pair in chosen
    )


def _learn(translations: Sequence[Translation], run: Run) -> tuple[Lexicon | None, int]:
    """A lexicon learned from the sure 1-1 beads, and their number; none where they are too few."""
    config = run.config.learn
    pairs = [
        (pair.source, pair.target)
        for one in translations
        for pair in one.aligned.pairs
        if pair.bead.kind == "1-1" and pair.bead.probability >= config.least_probability
    ]
    if len(pairs) < config.least_pairs:
        return None, len(pairs)
    run.progress("learning words", 0, 1)
    learned = learn_lexicon(pairs, languages=LANGUAGES)
    with contextlib.suppress(OSError):
        # For people to look at; the build does not read it.
        learned.save(run.work / "lexicon", name="learned")
    run.progress("learning words", 1, 1)
    return learned, len(pairs)


def _gain(pairs: int, learned: Lexicon, before: Sequence[Translation], after: Sequence[Translation]) -> Gain:
    first, second = (
        [pair.bead.probability for one in translations for pair in one.aligned.pairs]
        for translations in (before, after)
    )
    return Gain(pairs, len(learned), len(first), len(second), _mean(first), _mean(second))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
