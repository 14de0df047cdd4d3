"""Where a sentence ends: the parts behind :func:`aligner.splitter.split_sentences`.

- :mod:`aligner.splitting.rules`: the language data, read from ``splitter.toml`` and made ready for look-ups
- :mod:`aligner.splitting.patterns`: the regular expressions for stops and what stands round them, for all languages
- :mod:`aligner.splitting.line`: one line, its open quotes and its parentheses
- :mod:`aligner.splitting.words`: what the word before a stop says (abbreviation, initial, list marker)
- :mod:`aligner.splitting.glued`: stops that lost their space, or belong to an address or name
- :mod:`aligner.splitting.boundary`: the decision about one stop
"""
