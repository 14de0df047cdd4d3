"""Keys as a terminal sends them, read off a pipe."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

pytest.importorskip("textual")
if sys.platform == "win32":
    pytest.skip("Windows has a driver of its own", allow_module_level=True)

from textual import constants, events

from corpus.reviewing.terminal import PromptDriver


class Typing:
    """A driver that reads a pipe; ``keys`` are those that it passed on, with the time of each."""

    def __init__(self) -> None:
        self.end, self.pipe = os.pipe()
        self.keys: list[tuple[str, float]] = []
        self.left = threading.Event()
        driver = SimpleNamespace(fileno=self.end, exit_event=self.left, _debug=False, process_message=self._passed_on)
        self.thread = threading.Thread(target=PromptDriver.run_input_thread, args=(driver,))
        self.thread.start()

    def _passed_on(self, message: object) -> None:
        if isinstance(message, events.Key):
            self.keys.append((message.key, time.monotonic()))

    def type(self, *chunks: bytes, until: int) -> list[str]:
        """The keys that come of some bytes, once there are ``until`` of them in all."""
        for chunk in chunks:
            os.write(self.pipe, chunk)
            time.sleep(constants.ESCAPE_DELAY / 10)
        deadline = time.monotonic() + 10
        while len(self.keys) < until and time.monotonic() < deadline:
            time.sleep(0.001)
        return [key for key, _ in self.keys]


@pytest.fixture
def typing() -> Iterator[Typing]:
    one = Typing()
    yield one
    one.left.set()
    one.thread.join(timeout=10)
    assert not one.thread.is_alive()
    os.close(one.end)
    os.close(one.pipe)


def test_escape_is_a_key_of_its_own_once_nothing_follows(typing: Typing) -> None:
    began = time.monotonic()
    assert typing.type(b"\x1b", until=1) == ["escape"]
    waited = typing.keys[0][1] - began
    assert waited >= constants.ESCAPE_DELAY


def test_keys_that_begin_with_escape_stay_whole(typing: Typing) -> None:
    assert typing.type(b"\x1b[A", b"j", until=2) == ["up", "j"]
    assert typing.type(b"\x1b", b"[", b"B", until=3) == ["up", "j", "down"]


def test_letters_that_come_in_parts_or_broken_do_no_harm(typing: Typing) -> None:
    assert typing.type(b"\xe1\xba", b"\xa7", until=1) == ["ầ"]
    assert typing.type(b"\xffa", until=3)[-1] == "a"


def test_a_terminal_that_is_gone_ends_the_reading() -> None:
    one = Typing()
    os.close(one.pipe)
    one.thread.join(timeout=10)
    assert not one.thread.is_alive()
    os.close(one.end)
