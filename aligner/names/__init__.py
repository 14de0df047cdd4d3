"""Whom and what a text names, and whether its translation names the same.

`find_names` reads one text, `compare_names` puts the names of a text and its translation side by side. The lists behind
both are data: `profiles/<language>/names.toml` and the gazetteers in `profiles/<pair>/names/`.
"""

from aligner.names.comparison import compare_names
from aligner.names.finding import find_names, names_in
from aligner.names.values import FAIR, STRONG, WEAK, Name, NameComparison

__all__ = ["FAIR", "STRONG", "WEAK", "Name", "NameComparison", "compare_names", "find_names", "names_in"]
