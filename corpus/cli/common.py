"""What the verbs share: reading texts, telling errors from faults, showing progress."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer

FAILED, WRONG_USAGE = 1, 2
STANDARD_INPUT = "-"
SHOW_FAULTS = "VIFR_TRACEBACK"
"""Environment variable that lets a fault of the program show its traceback."""


class UsageError(ValueError):
    """The command was called in a way that cannot work; exits 2."""


@contextmanager
def reported() -> Iterator[None]:
    """Turn the errors that a user can mend into one line on stderr and the right exit code.

    A fault of the program itself is one line too. Wrong usage (an input that does not exist or is not supported, a bad
    value) exits 2, work that failed exits 1.
    """
    try:
        yield
    except typer.Exit:
        raise
    except (UsageError, ValueError, TypeError, FileNotFoundError, IsADirectoryError) as error:
        _stop(str(error) or type(error).__name__, WRONG_USAGE)
    except (RuntimeError, OSError) as error:
        _stop(str(error) or type(error).__name__, FAILED)
    except Exception as error:
        if os.environ.get(SHOW_FAULTS):
            raise
        fault = f"{type(error).__name__}: {error}"
        _stop(f"a fault of this program, please report it ({fault}); {SHOW_FAULTS}=1 shows where it is", FAILED)


def _stop(message: str, code: int) -> None:
    typer.echo(f"vifr: {message}", err=True)
    raise typer.Exit(code)


def read_text(path: str) -> str:
    """The text of a UTF-8 or BOM-marked UTF-16 file, or of standard input for ``-``."""
    from corpus.encoding import decode_text

    if path == STANDARD_INPUT:
        data = sys.stdin.buffer.read()
    elif Path(path).is_file():
        data = Path(path).read_bytes()
    else:
        raise UsageError(f"{path}: no such file (use - for standard input)")
    text = decode_text(data)
    if isinstance(text, str):
        return text
    if text.reason == "empty":
        return ""
    raise UsageError(f"{path}: {text.detail}")


def one_standard_input(*paths: str) -> None:
    """Raise `UsageError` where more than one text is to come from standard input."""
    if paths.count(STANDARD_INPUT) > 1:
        raise UsageError("only one of the texts can come from standard input")


def print_json(value: Any) -> None:
    """Print one JSON document."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """A function to report progress to: a bar on stderr on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield report
