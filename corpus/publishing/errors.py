"""Why a dataset was not published: one error that lists all that a person has to mend."""

from __future__ import annotations

from collections.abc import Sequence


class PublishError(RuntimeError):
    """Publishing was refused or failed; the message names each reason and its remedy."""


def refused(what: str, problems: Sequence[str]) -> PublishError:
    """The error for some problems.

    >>> str(refused("out", ["no licence; set card.license"]))
    'out cannot be published: no licence; set card.license'
    """
    if len(problems) == 1:
        return PublishError(f"{what} cannot be published: {problems[0]}")
    listed = "".join(f"\n  - {problem}" for problem in problems)
    return PublishError(f"{what} cannot be published, for {len(problems)} reasons:{listed}")
