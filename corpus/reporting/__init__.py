"""`report.html`: one file to look at a build with, without network, on a phone or a projector.

=============  ======================================================================================
module         holds
=============  ======================================================================================
reading        the tables of a build, worst document pairs first: `read_build`
sentences      the sentences of a page, from the offsets that the rows give
marks          numbers, names and faults of a bead as coloured stretches
views          a document pair as the report shows it: `document_view`
search         folded words and the document pairs that hold them
packing        views as compressed chunks, an index for filters, an index for words
charts         bars, columns and waterfalls as SVG
overview       which figures and charts the first screen shows
page           the HTML page with its content security policy
writing        all of it together: `write_report`
=============  ======================================================================================

Style and scripts are beside: `report.html`, `report.css`, `*.js`. They are hand-written and have no dependencies.
"""

from corpus.reporting.reading import NoBuildError
from corpus.reporting.writing import write_report

__all__ = ["NoBuildError", "write_report"]
