"""The `vifr` command: one file a verb, each a thin twin of a function in `aligner` or `corpus`."""

from corpus.cli.application import app

__all__ = ["app"]
