"""Tells whether an upload would change the columns that readers of a published dataset rely on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from corpus.publishing.difference import SHARD
from corpus.publishing.passages import split_card


def schema_changes(new_card: str, old_card: str | None, old_files: Mapping[str, Any]) -> list[str]:
    """What changes for readers, a sentence each: columns that come, go or change type, configurations that go.

    A repository with shards whose card does not tell their columns counts as changed: nothing can be promised of it.
    """
    old_shards = {match.group(1) for path in old_files if (match := SHARD.fullmatch(path))}
    before = _features(old_card) if old_card is not None else {}
    after = _features(new_card)
    changes = [f"{name}: the card there does not say its columns" for name in sorted(old_shards - set(before))]
    for name in sorted(before):
        if name not in after:
            changes.append(f"{name}: the configuration is gone")
        else:
            changes += _column_changes(name, before[name], after[name])
    return changes


def _column_changes(name: str, before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    gone = [f"{name}: column {column} is gone" for column in before if column not in after]
    new = [f"{name}: column {column} is new" for column in after if column not in before]
    other = [
        f"{name}: column {column} is {after[column]}, was {before[column]}"
        for column in before
        if column in after and before[column] != after[column]
    ]
    return gone + new + other


def _features(card: str) -> dict[str, dict[str, str]]:
    """Columns and their types by configuration, as the card's head lists them."""
    info = split_card(card)[0].get("dataset_info") or []
    entries = info if isinstance(info, list) else [info]
    return {
        str(entry.get("config_name", "default")): {
            str(feature.get("name")): _type_text(feature) for feature in entry.get("features") or ()
        }
        for entry in entries
        if isinstance(entry, dict)
    }


def _type_text(feature: Mapping[str, Any]) -> str:
    rest = {key: value for key, value in feature.items() if key != "name"}
    if set(rest) == {"dtype"} and isinstance(rest["dtype"], str):
        return rest["dtype"]
    return json.dumps(rest, sort_keys=True, ensure_ascii=False)
