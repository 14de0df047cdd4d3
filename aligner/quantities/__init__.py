"""Quantities: which numbers and dates a text states, as values, and whether two texts state the same ones.

=============  ======================================================================================
module         holds
=============  ======================================================================================
model          what is found: :class:`Quantity`, and what a comparison says: :class:`QuantityComparison`
grammar        the language's ``quantities.toml`` as look-up tables
lookup         the tables: by phrase, and by the word that may begin a quantity
lexer          a text as letter runs and figures, with their offsets
literals       figures to exact values: ``1.234,56``, ``1 758``; Roman numerals
numerals       written-out numbers to values: ``hai mươi lăm``, ``quatre-vingt-dix-neuf``
context        what stands around a number: units, percent, markers, names
figures        compound figures: dates, scores, ranges, ratios, codes
clock          times of day
phrases        words that are quantities by themselves: weekdays, months, ``gấp đôi``, ``la moitié``
scanning       :func:`find_quantities`
readings       the comparison keys of a quantity
compare        :func:`compare_quantities`
=============  ======================================================================================

>>> [q.value for q in find_quantities("Khoảng hai mươi lăm xã, 2,5 triệu người", "vi")]
[25, 2500000]
>>> compare_quantities(find_quantities("15 phần trăm", "vi"), find_quantities("15 %", "fr")).same
True
"""

from aligner.quantities.compare import compare_quantities
from aligner.quantities.model import Quantity, QuantityComparison
from aligner.quantities.scanning import find_quantities, quantities_in

__all__ = ["Quantity", "QuantityComparison", "compare_quantities", "find_quantities", "quantities_in"]
