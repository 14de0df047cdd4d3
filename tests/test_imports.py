"""Imports point one way, and importing the library is cheap."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import aligner
import corpus

HEAVY = (
    "sentence_transformers",
    "torch",
    "pandas",
    "datasets",
    "nltk",
    "dask",
    "distributed",
    "numba",
    "pyarrow",
    "corpus",
    "typer",
)
ALIGNER_MAY_IMPORT = {"aligner", "numpy", "numba"}
OPTIONAL = {"encoders": {"sentence_transformers"}}
"""What single modules import when they are asked to, from an extra."""
CORPUS_ORDER = (
    ("documents", "urls", "schema", "stages", "cache", "ledger", "metrics", "store", "splits", "tiers"),
    ("pages", "clean", "ingest"),
    ("pairing", "identity", "aligning"),
    ("rows",),
    ("selection", "overlap", "card_example"),
    ("config",),
    ("card", "card_quality", "card_calibration", "card_charts", "card_naming", "notices", "croissant", "companions"),
    ("writing", "matching", "reviewing"),
    ("reporting",),
    ("build", "interchange"),
    ("publishing", "rescoring"),
    ("cli", "__init__"),
)
"""Layers of `corpus`: a module imports from its own layer or an earlier one. Modules that are not listed serve the
first two."""


def imported_modules(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return names


def package_files(package: object) -> list[Path]:
    return sorted(Path(str(package.__file__)).parent.rglob("*.py"))  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", package_files(aligner), ids=lambda path: path.stem)
def test_aligner_knows_no_files_network_or_frames(path: Path) -> None:
    outside = {name.split(".")[0] for name in imported_modules(path)} - set(sys.stdlib_module_names)
    assert outside <= ALIGNER_MAY_IMPORT | OPTIONAL.get(path.stem, set())
    assert not {"socket", "urllib", "http", "subprocess"} & {name.split(".")[0] for name in imported_modules(path)}


def layer(module: str) -> int:
    return next((number for number, names in enumerate(CORPUS_ORDER) if module in names), 0)


@pytest.mark.parametrize("path", package_files(corpus), ids=lambda path: path.stem)
def test_corpus_layers(path: Path) -> None:
    parts = path.relative_to(Path(str(corpus.__file__)).parent).with_suffix("").parts
    own = layer(parts[0])
    for name in imported_modules(path):
        if name.startswith("corpus."):
            assert layer(name.split(".")[1]) <= max(own, 1 if own == 0 else own), f"{parts[0]} imports {name}"


def test_import_is_light_and_fast() -> None:
    code = (
        "import time, sys; start = time.perf_counter(); import aligner; took = time.perf_counter() - start;"
        f"print(took, *[name for name in {HEAVY!r} if name in sys.modules])"
    )
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(3)]
    loaded = {name for run in runs for name in run.stdout.split()[1:]}
    assert loaded == set()


@pytest.mark.parametrize("package", [aligner, corpus], ids=lambda package: package.__name__)
def test_public_names_are_found_when_asked_for(package: ModuleType) -> None:
    assert sorted(package.__all__) == list(package.__all__) == sorted(package._MODULES)
    assert set(package.__all__) <= set(dir(package))
    for name in package.__all__:
        assert getattr(package, name) is not None
    with pytest.raises(AttributeError, match=f"module '{package.__name__}' has no attribute 'nothing'"):
        _ = package.nothing
