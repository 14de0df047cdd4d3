"""Keeps the results of a stage's partitions, so that a build that was killed, or comes again, does not compute them
twice.

A result is stored as compressed JSON (data, never code) under the hash of its partition's inputs, its settings and the
program's version. A file that cannot be read is computed anew.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

import zstandard

from aligner.profiles import PROFILES_FOLDER

Partition = TypeVar("Partition")
Result = TypeVar("Result")

KEY_DIGITS = 32
"""Hex digits of a key: 128 bits, so that no two keys meet by chance."""

UNUSABLE = (
    OSError,
    zstandard.ZstdError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    MemoryError,
    RecursionError,
)
"""What a damaged file may raise: none of it is a reason to stop."""


@dataclass(frozen=True, slots=True)
class Cached(Generic[Partition, Result]):
    """A stage function that looks in a folder first: called with ``(key, partition)``."""

    function: Callable[[Partition], Result]
    result_type: Any
    folder: Path

    def __call__(self, keyed: tuple[str, Partition]) -> Result:
        """The stored result for the key, or the function's, which is stored."""
        key, partition = keyed
        path = self.folder / f"{key}.json.zst"
        try:
            plain = json.loads(zstandard.ZstdDecompressor().decompress(path.read_bytes()))
            if plain["key"] != key:
                raise KeyError(key)
            return _rebuild(self.result_type, plain["result"])  # type: ignore[no-any-return]
        except UNUSABLE:
            result = self.function(partition)
        # What cannot be kept (a full disk, a file in the folder's place) is computed again next time.
        with contextlib.suppress(OSError):
            self._keep(path, key, result)
        return result

    def _keep(self, path: Path, key: str, result: Result) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"key": key, "result": _plain(result)}, ensure_ascii=True, separators=(",", ":"))
        # The checksum tells a damaged file that would still decompress.
        compressor = zstandard.ZstdCompressor(level=1, write_checksum=True)
        # Two workers may compute the same partition: a name of their own each.
        temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        temporary.write_bytes(compressor.compress(text.encode("ascii")))
        temporary.replace(path)


@lru_cache(maxsize=1)
def data_digest() -> str:
    """A hash of the language data and cleaning rules that are installed: what was computed with others is computed
    anew."""
    digest = hashlib.sha256()
    for folder in (PROFILES_FOLDER, Path(__file__).parent / "rules"):
        for path in sorted(folder.rglob("*.t*")):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def partition_key(*parts: Any) -> str:
    """A hash of plain values: the same parts give the same key on any machine."""
    text = json.dumps([_plain(part) for part in parts], ensure_ascii=True, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:KEY_DIGITS]


def _plain(value: Any) -> Any:
    """Dataclasses as objects, tuples as lists, sets as sorted lists, ranges as [start, stop]."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {"-".join(map(str, key)) if isinstance(key, tuple) else key: _plain(item) for key, item in value.items()}
    if isinstance(value, range):
        return [value.start, value.stop]
    if isinstance(value, frozenset | set):
        return sorted(_plain(item) for item in value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return float(value)
    return value


def _rebuild(kind: Any, value: Any) -> Any:
    """The value of a type from its plain form: the inverse of `_plain` for the types that stages return."""
    origin = get_origin(kind)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{name: _rebuild(hints[name], item) for name, item in value.items()})
    if kind is range:
        return range(*value)
    if origin in (Union, UnionType):
        return None if value is None else _rebuild(next(arg for arg in get_args(kind) if arg is not type(None)), value)
    if origin in (list, frozenset):
        return origin(_rebuild(get_args(kind)[0], item) for item in value)
    if origin is tuple:
        arguments = get_args(kind)
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return tuple(_rebuild(arguments[0], item) for item in value)
        return tuple(_rebuild(argument, item) for argument, item in zip(arguments, value, strict=True))
    return value


_HINTS: dict[type, dict[str, Any]] = {}


def _hints(kind: type) -> dict[str, Any]:
    if kind not in _HINTS:
        _HINTS[kind] = get_type_hints(kind)
    return _HINTS[kind]
