"""Reads keys off the terminal, Escape as quickly as the others.

Escape sends the character that also begins what arrows send, so that one has to wait whether more is coming. Textual
looks every tenth of a second whether it has waited long enough, and for that long a dialog stays that Escape closes.
Here the look comes when the wait (`textual.constants.ESCAPE_DELAY`) is over.
"""

from __future__ import annotations

import os
from codecs import getincrementaldecoder
from select import select

from textual import constants
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

IDLE_SECONDS = 0.1
"""How often one looks whether the screen was left."""
AFTER_DELAY_SECONDS = 0.002
BLOCK = 4096


class PromptDriver(LinuxDriver):
    """The driver of Linux and macOS."""

    def run_input_thread(self) -> None:
        """Read keys and pass them on until the screen is left."""
        parser = XTermParser(self._debug)
        decoder = getincrementaldecoder("utf-8")("replace")
        wait = IDLE_SECONDS
        while not self.exit_event.is_set():
            typed = b""
            if select([self.fileno], [], [], wait)[0] and not (typed := os.read(self.fileno, BLOCK)):
                return  # the terminal is gone
            wait = constants.ESCAPE_DELAY + AFTER_DELAY_SECONDS if typed else IDLE_SECONDS
            text = decoder.decode(typed)
            for event in (*(parser.feed(text) if text else ()), *parser.tick()):
                self.process_message(event)
