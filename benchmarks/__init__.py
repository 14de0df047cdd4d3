"""Benchmarks of the library, run from a checkout: ``python -m benchmarks.align`` and so on; see ``README.md``.

=============  ======================================================================================
module         holds
=============  ======================================================================================
align          ours, its ablations and other aligners on perturbed documents
split          ours and other splitters on case files, and their speed
read           speed and profile of the readers of sentences, and their agreement with cases
speed          one page, long texts, the start of the command
gate           floors under the figures, for continuous integration
documents      line-aligned documents and gold alignments as cases
perturb        the conditions: documents merged, cut and padded, with their gold
systems        the aligners that are compared
splitters      the splitters that are compared
cases          case files of splitting, quantities and names, and how they are counted
measures       bootstrap intervals and calibration error
runner         runs aligners over cases: what the benchmark reports and the gate pins
records        one result file: figures with versions, machine and signature
isolation      a piece of work in a process of its own, with time and memory limits
=============  ======================================================================================
"""
