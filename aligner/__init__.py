"""Sentence alignment and pair scoring for Vietnamese and French (and, language-neutrally, any pair), on a plain CPU.

Text in, values out:

- `split_sentences`: a text as sentences with exact offsets
- `align`, `align_many`: which sentences translate which, with posteriors
- `explain`: what the sides of each bead share, and what was looked for in vain
- `learn_lexicon`: word pairs learned from aligned texts, as a `Lexicon`
- `score_pair`, `score_pairs`, `score_alignment`: quality of a pair, flags that name its faults
- `find_quantities`, `find_names`: what a text states and names, as values
- `sentence_transformer`: a model whose vectors `align` may take as further evidence (``vifr[embed]``)
- `evaluate`: precision, recall and F1 of beads against gold

Modules are imported when a name is first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligner.exports import lazy_exports

if TYPE_CHECKING:
    from aligner.alignment import align, align_many
    from aligner.costs import CostConfig
    from aligner.datatypes import Alignment, Bead, Flag, PairScore, ScoredPair, Sentence
    from aligner.encoders import sentence_transformer
    from aligner.evaluation import Evaluation, Measure, evaluate
    from aligner.evidence import EvidenceConfig
    from aligner.explaining import Explanation, MissedToken, SharedToken, explain
    from aligner.learning import LearnConfig, learn_lexicon
    from aligner.lexicon import Lexicon
    from aligner.names import Name, find_names
    from aligner.paths import AlignConfig, WindowConfig
    from aligner.profiles import LanguageProfile, get_profile
    from aligner.quantities import Quantity, find_quantities
    from aligner.score import ScoreConfig, score_alignment, score_pair, score_pairs
    from aligner.splitter import split_sentences

__version__ = "0.1.0"

_MODULES = {
    "AlignConfig": "paths",
    "Alignment": "datatypes",
    "Bead": "datatypes",
    "CostConfig": "costs",
    "Evaluation": "evaluation",
    "EvidenceConfig": "evidence",
    "Explanation": "explaining",
    "Flag": "datatypes",
    "LanguageProfile": "profiles",
    "LearnConfig": "learning",
    "Lexicon": "lexicon",
    "Measure": "evaluation",
    "MissedToken": "explaining",
    "Name": "names",
    "PairScore": "datatypes",
    "Quantity": "quantities",
    "ScoreConfig": "score",
    "ScoredPair": "datatypes",
    "Sentence": "datatypes",
    "SharedToken": "explaining",
    "WindowConfig": "paths",
    "align": "alignment",
    "align_many": "alignment",
    "evaluate": "evaluation",
    "explain": "explaining",
    "find_names": "names",
    "find_quantities": "quantities",
    "get_profile": "profiles",
    "learn_lexicon": "learning",
    "score_alignment": "score",
    "score_pair": "score",
    "score_pairs": "score",
    "sentence_transformer": "encoders",
    "split_sentences": "splitter",
}
"""Where each public name lives."""

__all__ = [
    "AlignConfig",
    "Alignment",
    "Bead",
    "CostConfig",
    "Evaluation",
    "EvidenceConfig",
    "Explanation",
    "Flag",
    "LanguageProfile",
    "LearnConfig",
    "Lexicon",
    "Measure",
    "MissedToken",
    "Name",
    "PairScore",
    "Quantity",
    "ScoreConfig",
    "ScoredPair",
    "Sentence",
    "SharedToken",
    "WindowConfig",
    "align",
    "align_many",
    "evaluate",
    "explain",
    "find_names",
    "find_quantities",
    "get_profile",
    "learn_lexicon",
    "score_alignment",
    "score_pair",
    "score_pairs",
    "sentence_transformer",
    "split_sentences",
]

if not TYPE_CHECKING:  # a checker reads the imports above, and so knows a misspelt name
    __getattr__, __dir__ = lazy_exports(globals(), _MODULES)
