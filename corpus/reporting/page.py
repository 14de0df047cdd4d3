"""The report as one HTML page.

The page shows texts that strangers wrote. Its security policy names the one script and the one style sheet by their
hashes and forbids all else: other scripts, event handlers, inline style, pictures, frames, forms, every request. Texts
reach the page as data blocks that the script shows with `textContent`.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from string import Template

SCRIPTS = ("data.js", "text.js", "filters.js", "list.js", "document.js", "evidence.js", "main.js")
"""Parts of the script, in the order in which they are joined."""


def report_page(title: str, subtitle: str, overview: str, blocks: Mapping[str, str]) -> str:
    """The whole page: ``overview`` is HTML, ``blocks`` are data blocks in base64 by id."""
    style = _part("report.css")
    script = joined_script([_part(name) for name in SCRIPTS])
    policy = (
        f"default-src 'none'; script-src '{source_hash(script)}'; style-src '{source_hash(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    data = "\n".join(
        f'<script type="text/plain" id="{escape(name)}">{block}</script>' for name, block in blocks.items()
    )
    return Template(_part("report.html")).substitute(
        policy=policy,
        style=style,
        title=escape(title),
        subtitle=escape(subtitle),
        overview=overview,
        data=data,
        script=script,
    )


def joined_script(parts: Sequence[str]) -> str:
    """The parts as one strict script that leaves no name behind."""
    return '(() => {\n"use strict";\n' + "\n".join(parts) + "})();\n"


def source_hash(source: str) -> str:
    """The hash by which a policy names an inline script or style.

    >>> source_hash("")
    'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    """
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode("utf-8")).digest()).decode("ascii")


def _part(name: str) -> str:
    return (files("corpus.reporting") / name).read_text(encoding="utf-8")
