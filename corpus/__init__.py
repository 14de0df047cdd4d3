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

from typing import TYPE_CHECKING

from aligner.exports import lazy_exports

if TYPE_CHECKING:
    from corpus.build import build_corpus
    from corpus.clean import clean_document
    from corpus.config import BuildConfig, load_config
    from corpus.frames import load_pairs
    from corpus.interchange import export
    from corpus.matching import pair_pages
    from corpus.publishing import publish

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

if not TYPE_CHECKING:  # a checker reads the imports above, and so knows a misspelt name
    __getattr__, __dir__ = lazy_exports(globals(), _MODULES)
