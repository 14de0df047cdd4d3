"""Pairs and alignments in the formats of the field, in and out.

- `export`: a build in a format, as `vifr export` does it
- `load_pairs`, `load_alignments`: any format, a build too
- `FORMATS`: the formats; docs/formats.md tells what each loses
- `corpus.interchange.standoff`: a dataset without its texts, and its texts put back
- `corpus.interchange.comparing`: what differs between two alignments or two datasets
"""

from corpus.interchange.access import export, holds_pairs, import_pairs, load_alignments, load_pairs
from corpus.interchange.builds import TIERS
from corpus.interchange.registry import ALIASES, FORMATS, format_named, format_of
from corpus.interchange.values import AlignedDocument, InterchangeError, Link, Segment

__all__ = [
    "ALIASES",
    "FORMATS",
    "TIERS",
    "AlignedDocument",
    "InterchangeError",
    "Link",
    "Segment",
    "export",
    "format_named",
    "format_of",
    "holds_pairs",
    "import_pairs",
    "load_alignments",
    "load_pairs",
]
