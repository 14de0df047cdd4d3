"""Readers of the input formats: bytes of one file in, `RawDocument` and `Rejected` out; content never raises.

text.py       one plain text file, one page
markup.py     one HTML page: article text, captions, headings,
head.py       what the head of an HTML page says
records.py    one record (a JSON object, a Parquet row): which fields count and what they may hold
jsonl.py      lines of JSON, plain or compressed, streamed
parquet.py    Parquet, by batches of rows
warc.py       WARC, plain or gzipped: the pages among what a crawler stored
limits.py     how much is read before something is refused
"""
