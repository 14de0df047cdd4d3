"""Review of 100,000 pairs: how soon the screen opens and how soon each key is answered, in a real terminal.

    python -m benchmarks.review                            100,000 pairs, each key 20 times
    python -m benchmarks.review --pairs 10000 --rounds 5
    python -m benchmarks.review --build FOLDER             a build that is there already (reviews are written into it)

`vifr review` runs in a terminal of 80 by 24 and is driven by keys. A key is answered when the screen has changed as it
should and nothing more is written for a while: the time runs from the key to the last byte of the picture, with reading
of rows, scoring, the record on the disk and drawing in it. Verdicts are verified by what the screen says of them.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

if not __package__:  # run as a file: the checkout goes before other installed packages called "benchmarks"
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.builds import counted, write_build
from benchmarks.records import RESULTS, write_record
from benchmarks.terminal import Answer, Terminal

PAIRS, ROUNDS, SEED = 100_000, 20, 1975
SIZE = (24, 80)
OPENED = b"quality"
"""What the head says once a pair is shown and judged."""
OPENINGS = 5
HELD = 10
"""Keys that come at once while a key is held down; the time of each is told."""
LIMIT_MILLISECONDS, OPENING_MILLISECONDS = 50, 1_000
UP, DOWN, ENTER, TAB, ESCAPE, SAVE = b"\x1b[A", b"\x1b[B", b"\r", b"\t", b"\x1b", b"\x13"
FILTERS = ("flag:number", "status:all", "Hà Nội", "quality:0.3", "type:1-2", "publisher:a", "thành phố quality:0.6")
READING_SECONDS = 0.4
"""A person looks at a pair before the next key; the screen reads the next pair meanwhile."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark from the command line; exit 1 where it opens late or a key is answered late (medians)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=PAIRS, help="pairs of the generated build")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="times that each key is pressed")
    parser.add_argument("--build", type=Path, help="a build to review instead of a generated one")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder for the result file")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        build = options.build or Path(folder)
        if options.build is None:
            print("pairs, documents:", write_build(build, options.pairs, SEED), flush=True)
        opening = [open_and_stop(build) for _ in range(OPENINGS)]
        times = session(build, options.rounds)
    body: dict[str, Any] = {
        "opening": told(opening),
        "keys": {name: told(answers) for name, answers in times.items()},
        "load": round(os.getloadavg()[0], 1),
    }
    print(f"{'opening':30} {body['opening']}")
    print(f"{'key':30} median   worst  processor (median, worst), ms")
    for name, one in body["keys"].items():
        busy = one["processor"]
        figures = one["median"], one["worst"], busy["median"], busy["worst"]
        print(f"{name:30} {''.join(f'{figure:7.1f} ' for figure in figures)} {one['times']:3} times")
    settings = {
        "pairs": "given" if options.build else options.pairs,
        "rounds": options.rounds,
        "size": SIZE,
        "seed": SEED,
    }
    print(write_record("review", settings, body, options.results).name)
    late = any(figures["median"] > LIMIT_MILLISECONDS for figures in body["keys"].values())
    return int(late or body["opening"]["median"] > OPENING_MILLISECONDS)


def told(answers: Sequence[Answer]) -> dict[str, Any]:
    """Median and worst of the answers to a key, in milliseconds."""
    return {
        **dict(counted([one.seconds for one in answers])),
        "processor": dict(counted([one.busy for one in answers])),
        "times": len(answers),
    }


def terminal_of(build: Path) -> Terminal:
    """`vifr review` in a terminal, not waited for."""
    command = [sys.executable, "-c", "from corpus.cli import app; app()", "review", str(build), "--reviewer", "Anna"]
    return Terminal(command, SIZE)


def open_and_stop(build: Path) -> Answer:
    """From the start of the command to the first pair on the screen."""
    with closing(terminal_of(build)) as terminal:
        answer = terminal.wait(b"unreviewed")
        terminal.wait(OPENED)
        terminal.press(b"q")
        return answer


def session(build: Path, rounds: int) -> dict[str, list[Answer]]:
    """The answers to each key in one long session."""
    times: dict[str, list[Answer]] = defaultdict(list)
    with closing(terminal_of(build)) as terminal:
        terminal.wait(OPENED)

        def key(name: str, keys: bytes, said: bytes = b"") -> bool:
            time.sleep(READING_SECONDS)
            answered = terminal.press(keys)
            if said in terminal.seen:
                times[name].append(answered)
            return said in terminal.seen

        for number in range(rounds):
            for work in (moves, verdicts, mends, typed, views):
                work(key, number)
            held = terminal.press(b"j" * HELD)
            times["next, key held down"].append(Answer(held.seconds / HELD, held.busy / HELD))
        terminal.press(b"q")
    return dict(times)


Key = Callable[[str, bytes, bytes], bool]


def moves(key: Key, number: int) -> None:
    """Other pairs are looked at."""
    key("next", b"j", b" of ")
    key("before", b"k", b" of ")
    key("ten on", b"\x1b[6~", b" of ")
    key("jump: dialog", b"g", b"Go to pair")
    key("a letter in a dialog", b"%d" % (number % 9 + 1), b"")
    key("jump: a letter", b"%d" % (number * 37 % 999), b"")
    key("jump", ENTER, b" of ")


def verdicts(key: Key, number: int) -> None:
    """Verdicts that leave the texts alone, and back again."""
    key("accept", b"a", b"accepted")
    key("reject", b"r", b"rejected")
    for _ in range(2):
        key("undo", b"u", b"undone")
    key("redo", b"U", b"made again")
    key("undo", b"u", b"undone")
    key("reject with a reason: dialog", b"R", b"Why is it")
    key("cancel", ESCAPE, b"")


def mends(key: Key, number: int) -> None:
    """Verdicts that change pairs; what cannot be done to a pair is not counted."""
    done = 0
    for name, one in (("merge", b"m"), ("shift", b"]"), ("shift", b"{"), ("swap", b"w"), ("merge before", b"M")):
        done += key(name, one, b"became")
    for _ in range(done):
        key("undo a mend", b"u", b"undone")
    key("redo a mend", b"U", b"made again")
    key("undo a mend", b"u", b"undone")
    key("split: dialog", b"s", b"Put one")
    if not key("split", SAVE, b"became"):
        key("no split", b"j", b"")
    else:
        key("undo a mend", b"u", b"undone")
    key("edit: dialog", b"e", b"Correct the words")
    key("a letter in a text", b"x", b"")
    key("edit", SAVE, b"edited")


def typed(key: Key, number: int) -> None:
    """Filters, searches, notes, bookmarks."""
    key("note: dialog", b"n", b"Note on")
    key("a letter in a dialog", b"%d" % (number % 10), b"")
    key("note", ENTER, b"noted")
    key("bookmark", b"b", b"bookmark set")
    key("bookmarked only", b"B", b"pair")
    for wanted in ("", FILTERS[number % len(FILTERS)], ""):
        key("filter: dialog", b"/", b"Only: ")
        key("filter: typing", b"\x05\x15" + wanted.encode() + b" ", b"")
        kind = "filter" if ":" in wanted or not wanted else "search"
        key(kind, ENTER, b"pair")


def views(key: Key, number: int) -> None:
    """Pages, help, light and dark."""
    key("pages", TAB, b"")
    key("pages: scroll", DOWN, b"")
    key("back to the pair", TAB, b"")
    key("help", b"?", b"accept:")
    key("help: back", ESCAPE, b"")
    key("light or dark", b"d", b"")


if __name__ == "__main__":
    sys.exit(main())
