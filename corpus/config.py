"""All settings of a build, as one frozen value that mirrors one TOML file. An unknown key is an error."""

from __future__ import annotations

import dataclasses
import json
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args, get_type_hints

from aligner import AlignConfig, ScoreConfig
from aligner.ranges import check_shares
from corpus.clean import CleanConfig
from corpus.pairing import PairingConfig
from corpus.selection import SelectConfig
from corpus.splits import SplitConfig


@dataclass(frozen=True, slots=True)
class CardConfig:
    """What the dataset card says that no data can: names, rights, contact.

    ``license`` is an id of the hub's list; for ``other``, ``license_name`` and ``license_link`` say what it is (a file
    of the dataset or an address). ``removal_contact``, an address to write to, is needed to publish. ``version`` is
    the dataset's own, as 1.2.0. ``test_files`` are texts, one segment a line, that the pairs are looked for in
    (`corpus.overlap`); in a settings file they are relative to it.
    """

    pretty_name: str = "Vietnamese-French parallel news"
    creator: str = ""
    version: str = "1.0.0"
    license: str = "other"
    license_name: str = "publishers-texts-cc0-annotations"
    license_link: str = "LICENSE"
    removal_contact: str = ""
    test_files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LearnStageConfig:
    """When words are learned from the corpus: from ``least_pairs`` 1-1 beads of ``least_probability`` on. Fewer pairs
    teach names that the aligner knows how to match anyway (measured on 1,000 pairs: no gain)."""

    least_pairs: int = 3_000
    least_probability: float = 0.95

    def __post_init__(self) -> None:
        check_shares("learn", self)


@dataclass(frozen=True, slots=True)
class BuildConfig:
    """Settings of every stage of a build."""

    clean: CleanConfig = field(default_factory=CleanConfig)
    pairing: PairingConfig = field(default_factory=PairingConfig)
    align: AlignConfig = field(default_factory=AlignConfig)
    learn: LearnStageConfig = field(default_factory=LearnStageConfig)
    score: ScoreConfig = field(default_factory=ScoreConfig)
    select: SelectConfig = field(default_factory=SelectConfig)
    split: SplitConfig = field(default_factory=SplitConfig)
    card: CardConfig = field(default_factory=CardConfig)


class ConfigError(ValueError):
    """A configuration file that cannot be used; the message names key and remedy."""


def load_config(path: Path | None) -> BuildConfig:
    """The settings of a TOML file, defaults where it is silent.

    Raises `ConfigError` for TOML that does not parse, an unknown key, or a value of the wrong type or
    outside its range.
    """
    if path is None:
        return BuildConfig()
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from None
    config: BuildConfig = _replace(BuildConfig(), settings, str(path), "")
    files = config.card.test_files
    if not all(isinstance(file, str) for file in files):
        raise ConfigError(f"{path}: card.test_files must be a list of paths, not {list(files)!r}")
    placed = tuple(str(path.parent / file) for file in files)
    return dataclasses.replace(config, card=dataclasses.replace(config.card, test_files=placed))


def config_dict(config: Any) -> dict[str, Any]:
    """A configuration as nested plain values, keys as in TOML."""
    result: dict[str, Any] = {}
    for setting in dataclasses.fields(config):
        value = getattr(config, setting.name)
        if dataclasses.is_dataclass(value):
            result[setting.name] = config_dict(value)
        elif isinstance(value, Mapping):
            result[setting.name] = {
                _key(key): config_dict(item) if dataclasses.is_dataclass(item) else item for key, item in value.items()
            }
        else:
            result[setting.name] = list(value) if isinstance(value, tuple) else value
    return result


def config_toml(config: BuildConfig) -> str:
    """A configuration as TOML text that `load_config` reads back."""
    lines: list[str] = []
    _write(config_dict(config), "", lines)
    return "\n".join(lines).strip() + "\n"


def _replace(config: Any, settings: Mapping[str, Any], path: str, prefix: str) -> Any:
    known = {setting.name: setting for setting in dataclasses.fields(config)}
    hints = get_type_hints(type(config))
    changes = {}
    for key, value in settings.items():
        if key not in known:
            raise ConfigError(f"{path}: unknown key {prefix + key!r}; known here: {', '.join(known)}")
        changes[key] = _converted(getattr(config, key), value, hints[key], path, prefix + key)
    try:
        return dataclasses.replace(config, **changes)
    except ValueError as error:
        raise ConfigError(f"{path}: {error}") from None


def _converted(current: Any, value: Any, hint: Any, path: str, key: str) -> Any:
    if dataclasses.is_dataclass(current):
        if not isinstance(value, dict):
            raise ConfigError(f"{path}: {key} must be a table, not {value!r}")
        return _replace(current, value, path, f"{key}.")
    if isinstance(current, Mapping):
        return _converted_mapping(current, value, path, key)
    if isinstance(current, float) and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if isinstance(current, tuple) and isinstance(value, list):
        return tuple(value)
    if current is not None and type(value) is not type(current):
        raise ConfigError(f"{path}: {key} must be {type(current).__name__}, not {value!r}")
    if isinstance(value, float) and not math.isfinite(value):
        raise ConfigError(f"{path}: {key} must be a finite number, not {value!r}")
    if current is None and not isinstance(value, get_args(hint) or (hint,)):
        raise ConfigError(f"{path}: {key} must be {hint}, not {value!r}")
    return value


def _converted_mapping(current: Mapping[Any, Any], value: Any, path: str, key: str) -> dict[Any, Any]:
    if not isinstance(value, dict):
        raise ConfigError(f"{path}: {key} must be a table, not {value!r}")
    names = {_key(name): name for name in current}
    unknown = [name for name in value if name not in names]
    if unknown:
        raise ConfigError(f"{path}: unknown key {key}.{unknown[0]!r}; known here: {', '.join(names)}")
    changes = {
        names[name]: _converted(current[names[name]], item, type(current[names[name]]), path, f"{key}.{name}")
        for name, item in value.items()
    }
    return {**current, **changes}


def _key(key: Any) -> str:
    """Bead shapes are written ``1-2`` in TOML."""
    return "-".join(map(str, key)) if isinstance(key, tuple) else str(key)


def _write(values: Mapping[str, Any], prefix: str, lines: list[str]) -> None:
    for key, value in values.items():
        if not isinstance(value, dict):
            lines.append(f"{key} = {_toml_value(value)}")
    for key, value in values.items():
        if isinstance(value, dict):
            lines += ["", f"[{prefix}{key}]"]
            _write(value, f"{prefix}{key}.", lines)


def _toml_value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # A JSON string is a TOML string, but for one control character.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    if isinstance(value, list):
        return "[" + ", ".join(_toml_value(item) for item in value) + "]"
    return repr(value)
