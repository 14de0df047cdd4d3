"""Public names of a package that are imported when they are first used, so that importing the package stays cheap."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazy_exports(
    namespace: dict[str, Any], modules: Mapping[str, str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """The ``__getattr__`` and ``__dir__`` of a package whose public names stand in other modules.

    ``namespace`` is the package's ``globals()``, ``modules`` maps each public name to the module, below the package,
    that holds it. A name that was looked up once is kept in the namespace.

    >>> package = {"__name__": "aligner"}
    >>> get, listed = lazy_exports(package, {"Sentence": "datatypes"})
    >>> get("Sentence").__module__, listed()
    ('aligner.datatypes', ['Sentence', '__name__'])
    """
    package = namespace["__name__"]

    def get(name: str) -> Any:
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f"{package}.{modules[name]}"), name)
        namespace[name] = value
        return value

    def listed() -> list[str]:
        return sorted({*namespace, *modules})

    return get, listed
