"""A program in a terminal of its own, driven by keys, with the time of each answer."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SETTLED_SECONDS = 0.12
"""An answer is over when nothing was written for so long; a picture comes in one go, or in two within some 20 ms."""
MOST_SECONDS = 30.0
BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Answer:
    """Seconds until the last byte of an answer, and seconds of processor time that went into it (0 where the system
    does not tell): what a busy machine adds is in the first only."""

    seconds: float
    busy: float


class Terminal:
    """A program that runs in a terminal of ``size`` (lines, columns). ``seen`` is what it wrote last; close it."""

    def __init__(self, command: Sequence[str], size: tuple[int, int]) -> None:
        self.seen = b""
        self.started = time.perf_counter()
        self.child, self.handle = pty.fork()
        if self.child == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", LINES=str(size[0]), COLUMNS=str(size[1]))
            os.execvp(command[0], list(command))
        fcntl.ioctl(self.handle, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))

    def wait(self, wanted: bytes) -> Answer:
        """How long it took from the start until the program wrote ``wanted``. Raises `TimeoutError` where it does
        not."""
        self.seen = b""
        while wanted not in self.seen:
            if not self._read(MOST_SECONDS):
                raise TimeoutError(f"the program did not write {wanted!r} but {self.seen[-2000:]!r}")
        answer = Answer(time.perf_counter() - self.started, self._busy())
        while self._read(SETTLED_SECONDS):
            pass
        return answer

    def press(self, keys: bytes) -> Answer:
        """Send keys; how long it took to the last byte of the answer, no time where there is none."""
        self.seen = b""
        pressed = last = time.perf_counter()
        before = busy = self._busy()
        os.write(self.handle, keys)
        wait = 10 * SETTLED_SECONDS
        while self._read(wait):
            last, busy, wait = time.perf_counter(), self._busy(), SETTLED_SECONDS
        return Answer(last - pressed, max(busy - before, 0.0))

    def close(self) -> None:
        """End the program."""
        try:
            os.kill(self.child, signal.SIGKILL)
            os.waitpid(self.child, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        os.close(self.handle)

    def _read(self, seconds: float) -> bool:
        """Take in what is written within some seconds; whether there was anything."""
        if not select.select([self.handle], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.handle, BLOCK)
        except OSError:  # the program has ended
            return False
        self.seen += data
        return bool(data)

    def _busy(self) -> float:
        """Seconds of processor time of the program's threads, where Linux tells them to the nanosecond."""
        total = 0.0
        for path in Path(f"/proc/{self.child}/task").glob("*/schedstat"):
            try:
                total += int(path.read_text().split()[0]) / 1e9
            except (OSError, ValueError, IndexError):  # the thread has ended
                continue
        return total
