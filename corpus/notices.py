"""The files beside a dataset that say who made it and what may be done with it: `LICENSE` and `CITATION.cff`.

A compiler of crawled news owns its annotations, never the texts. The default notice says both: texts stay with their
publishers, and the annotations are given away under CC0. CC0 and not Apache-2.0, since scores, offsets and splits are
measurements in a database, not software: CC0 waives the database right that Apache-2.0 does not name, and asks of
nobody to carry notices from row to row when datasets are joined.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aligner import __version__
from corpus.config import CardConfig

OTHER = "other"
"""The hub's licence id for what its list lacks; ``license_name`` and ``license_link`` then say what it is."""

OTHER_NOTICE = """{name}: rights and licence ({license_name})

1. The texts (columns `translation`, `source_sentences`, `target_sentences`, `source_text`, `target_text`,
   `source_title` and `target_title`) were found on public web pages. All rights in them stay with their authors and
   publishers, who are named by address in the data where it is known. The compilers grant no licence to the texts and
   own no right in them. Whoever uses them does so under the exceptions that the law of their country gives (quotation,
   text and data mining, research), or asks the publisher.

2. Everything else (ids, sentence offsets, alignments, scores, flags, splits, metrics, documentation) was made by the
   compilers. To the extent that the law allows it, they waive all copyright, database and related rights in it under
   CC0 1.0 Universal: https://creativecommons.org/publicdomain/zero/1.0/legalcode

3. The dataset is provided as it is, without warranty of any kind.

4. {removal}
"""
LISTED_NOTICE = """{name}

SPDX-License-Identifier: {license}

The compilers publish this dataset under the licence named above, as far as they hold rights in it. Texts were found on
public web pages, which are named by address in the data where it is known.

{removal}
"""


def licence_notice(card: CardConfig) -> str:
    """The text of `LICENSE`."""
    notice = OTHER_NOTICE if card.license == OTHER else LISTED_NOTICE
    return notice.format(
        name=card.pretty_name, license_name=card.license_name, license=card.license, removal=removal_text(card)
    )


def removal_text(card: CardConfig) -> str:
    """Whom to write to for the removal of a text."""
    if not card.removal_contact:
        return "No contact for removal has been set yet."
    return f"To have a text removed, write to {card.removal_contact}; name its address or the ids of its rows."


def creator_name(card: CardConfig) -> str:
    """Who is named as the maker: the setting, or the makers of the dataset as such."""
    return card.creator or f"The compilers of {card.pretty_name}"


def citation_file(card: CardConfig, metrics: Mapping[str, Any]) -> str:
    """The text of `CITATION.cff` (version 1.2.0). Strings are written as JSON, which YAML reads."""
    lines = [
        "cff-version: 1.2.0",
        f"message: {json.dumps('Please cite this dataset as follows.')}",
        "type: dataset",
        f"title: {_quoted(card.pretty_name)}",
        "authors:",
        f"  - name: {_quoted(creator_name(card))}",
        f"version: {_quoted(card.version)}",
        f"abstract: {_quoted(summary(metrics))}",
        "keywords:",
        *(f"  - {keyword}" for keyword in ("parallel corpus", "sentence alignment", "Vietnamese", "French")),
    ]
    if metrics["dates"]:
        lines.append(f"date-released: {_quoted(metrics['dates']['last'])}")
    if card.license != OTHER:
        lines.append(f"license: {_quoted(card.license)}")
    return "\n".join(lines) + "\n"


def summary(metrics: Mapping[str, Any]) -> str:
    """The dataset in a sentence."""
    return (
        f"{metrics['pairs']:,} Vietnamese-French sentence pairs from {metrics['document_pairs']:,} news pages and "
        f"their republished translations, in general made by machine; aligned and scored by vifr {__version__}."
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
