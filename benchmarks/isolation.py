"""Work done in a process of its own, so that its memory can be told and it can be stopped.

The peak is the kernel's own high-water mark of the process (``VmHWM``), which counts arrays and compiled code that
Python's tracing does not see. Where there is no ``/proc``, ``ru_maxrss`` stands in; it includes what the parent held
when it forked.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

MEGABYTE = 1_000_000
STATUS = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Isolated:
    """What came of a piece of work: its ``value``, or why there is none. ``peak_megabytes`` is the high-water mark of
    the process, ``start_megabytes`` what it held before the work began (the interpreter and what it had imported)."""

    value: Any
    failure: str | None
    start_megabytes: float | None
    peak_megabytes: float | None


def isolated(work: Callable[..., Any], *arguments: Any, seconds: float, megabytes: float | None = None) -> Isolated:
    """Call a module-level function in a fresh process that may take so many seconds and so much address space.

    A time-out, a lack of memory and an exception are answers, not errors: they end up in ``failure``.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(sender, work, arguments, megabytes), daemon=True)
    process.start()
    sender.close()
    try:
        if not receiver.poll(seconds):
            return Isolated(None, f"not done after {seconds:g} s", None, None)
        answer: Isolated = receiver.recv()
        return answer
    except EOFError:
        return Isolated(None, "the process died, most likely for lack of memory", None, None)
    finally:
        process.kill()
        process.join()


def _run(sender: Connection, work: Callable[..., Any], arguments: tuple[Any, ...], megabytes: float | None) -> None:
    if megabytes is not None:
        limit = round(megabytes * MEGABYTE)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    start = peak_megabytes()
    try:
        value, failure = work(*arguments), None
    except MemoryError:
        value, failure = None, f"needs more than {megabytes:g} MB" if megabytes else "out of memory"
    except Exception as error:
        value, failure = None, f"{type(error).__name__}: {error}"
    sender.send(Isolated(value, failure, start, peak_megabytes()))


def peak_megabytes() -> float:
    """The most memory that this process has held at once."""
    if STATUS.exists():
        for line in STATUS.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return round(int(line.split()[1]) * 1024 / MEGABYTE, 1)
    unit = 1 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MEGABYTE, 1)
