"""From crawled pages to a parallel dataset.

- `corpus.build.build_corpus`: the main job, as `vifr build` runs it
- `corpus.build.pair_pages`: which page translates which
- `corpus.clean.clean_document`: one page without its furniture, every removed line explained
- `corpus.config.load_config`: the settings of a build
- `corpus.cli`: the `vifr` command
"""
