"""What a dataset is called: in loading code, by mtdata, in a bibliography. Before it is published, stand-ins hold the
places, which `placed_card` fills."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from corpus.config import CardConfig
from corpus.notices import creator_name

LOCAL_NAME = "path/to/dataset"
"""What the loading code of a card calls the dataset until it is published under a name."""
LOCAL_REPOSITORY = "owner/name"
MTDATA_LANGUAGES = "vie-fra"
FORBIDDEN = re.compile(r"""[-/*|\[\](){}<>?&:;,!^$"'\s]""")
"""Characters that mtdata allows in no part of an id, its own separator first."""
LOCAL_ID = re.compile(rf"`owner-name-([^`\n]*)-{MTDATA_LANGUAGES}`")
"""The id of `LOCAL_REPOSITORY`, with the version."""
TEX_SPECIAL = re.compile(r"[\\{}]")


def mtdata_id(repository: str, version: str) -> str:
    """The id by which the tool mtdata would list the dataset: group, name, version, languages in three letters.

    >>> mtdata_id("me/vi-fr-news", "1.0.0")
    'me-vi_fr_news-1.0.0-vie-fra'
    """
    group, _, name = repository.partition("/")
    return "-".join([*(FORBIDDEN.sub("_", part) for part in (group, name, version)), MTDATA_LANGUAGES])


def bibtex(card: CardConfig, metrics: Mapping[str, Any]) -> str:
    """An entry for a bibliography; the year is that of the latest page, since no clock is read."""
    creator, title = (TEX_SPECIAL.sub("", text) for text in (creator_name(card), card.pretty_name))
    fields = {"title": f"{{{title}}}", "author": f"{{{creator}}}", "version": card.version, "url": LOCAL_NAME}
    if metrics["dates"]:
        fields["year"] = metrics["dates"]["last"][:4]
    listed = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{FORBIDDEN.sub('_', title).lower()},\n{listed}}}"


def placed_card(card: str, repository: str, home: str) -> str:
    """The card of a dataset that has a repository on a hub, whose address is ``home``: the names in it are real."""
    card = card.replace(f'load_dataset("{LOCAL_NAME}"', f'load_dataset("{repository}"')
    card = card.replace(f"url = {{{LOCAL_NAME}}}", f"url = {{{home}}}")
    return LOCAL_ID.sub(lambda match: f"`{mtdata_id(repository, match.group(1))}`", card)
