"""From crawled pages to a parallel dataset.

- `build_corpus`: the main job, as `vifr build` runs it; `pair_pages`: which page translates which
- `load_pairs`: the rows of a dataset as a pandas frame
- `export`: a dataset in the formats of the field
- `publish`: a dataset on a hub
- `clean_document`: one page without its furniture, every removed line explained
- `load_config`: the settings of a build

Modules are imported when a name is first used; `corpus.cli` is the `vifr` command.
"""

from __future__ import annotations

from importlib import import_module

_MODULES = {
    "BuildConfig": "config",
    "build_corpus": "build",
    "clean_document": "clean",
    "export": "interchange",
    "load_config": "config",
    "load_pairs": "frames",
    "pair_pages": "matching",
    "publish": "publishing",
}
"""Where each public name lives."""

__all__ = [
    "BuildConfig",
    "build_corpus",
    "clean_document",
    "export",
    "load_config",
    "load_pairs",
    "pair_pages",
    "publish",
]


def __getattr__(name: str) -> object:
    """Import the module of a public name when the name is first asked for."""
    if name not in _MODULES:
        raise AttributeError(f"module 'corpus' has no attribute {name!r}")
    value = getattr(import_module(f"corpus.{_MODULES[name]}"), name)
    globals()[name] = value
    return value
