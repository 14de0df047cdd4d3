"""What was asked to be taken down: addresses, domains and page ids that no build may use again.

The list lies in the build's folder as one JSON line a request, without any text of the pages, and is an input of every
build there: pages it covers are left out while they are read, before anything of them is kept. A translation that
names a withdrawn page as its source goes with it, since the rights in a text extend to its translations.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

WITHDRAWALS_FILE = "withdrawals.jsonl"
RELEASE_FOLDER = "release"
"""Where the tree of a published dataset lies, in the folder of its build."""
ID_SUFFIX_DIGITS = 8
OTHER_CONTENT = re.compile(rf"~[0-9a-f]{{{ID_SUFFIX_DIGITS}}}\Z")
"""What a build appends to an id that came again with other content; a request for the id covers both pages."""
KINDS = ("url", "domain", "document")
WITHDRAWN = "withdrawn"
"""The rule that a withdrawn page is left out by."""


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """Requests as ``(kind, value)``, sorted: ``url`` an address, ``domain`` a host with all hosts below it,
    ``document`` a page id."""

    requests: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, urls: Iterable[str] = (), domains: Iterable[str] = (), documents: Iterable[str] = ()) -> Withdrawals:
        """The requests in one spelling each.

        >>> Withdrawals.of(urls=["HTTP://Bao.example/a/"], domains=["WWW.Bao.example.", "https://tin.example/"]).requests
        (('domain', 'bao.example'), ('domain', 'tin.example'), ('url', 'bao.example/a'))
        """
        found = [("url", _plain_url(url)) for url in urls] + [("domain", _host_of(one)) for one in domains]
        return cls(tuple(sorted({*found, *(("document", one) for one in documents)})))

    def joined(self, other: Withdrawals) -> Withdrawals:
        """The requests of both."""
        return Withdrawals(tuple(sorted({*self.requests, *other.requests})))

    def covers(self, identifier: str, *urls: str | None) -> bool:
        """Tell whether a page is to be left out, by its id, its address and the address of its source.

        >>> Withdrawals.of(domains=["bao.example"]).covers("a", "https://m.bao.example/tin.html", None)
        True
        >>> Withdrawals.of(domains=["bao.example"]).covers("a", "https://toutbao.example/tin.html")
        False
        """
        if not self.requests:
            return False
        wanted = set(self.requests)
        if ("document", identifier) in wanted or ("document", OTHER_CONTENT.sub("", identifier)) in wanted:
            return True
        return any(
            ("url", _plain_url(url)) in wanted or any(("domain", host) in wanted for host in _hosts_above(url))
            for url in urls
            if url
        )

    def digest(self) -> str:
        """A hash of the requests; empty where there are none."""
        return hashlib.sha256(self.as_lines().encode("utf-8", "surrogatepass")).hexdigest() if self.requests else ""

    def as_lines(self) -> str:
        """The requests as the file holds them: one JSON object a line."""
        return "".join(json.dumps({"kind": kind, "value": value}) + "\n" for kind, value in self.requests)


NO_WITHDRAWALS = Withdrawals()
"""The requests of a folder where nobody asked for anything."""


def load_withdrawals(folder: Path) -> Withdrawals:
    """The requests of a build folder, none where there is no list.

    Raises ``ValueError`` for a line that is no request: a list that cannot be read must not be passed over.
    """
    path = folder / WITHDRAWALS_FILE
    if not path.is_file():
        return Withdrawals()
    requests = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            entry = json.loads(line)
            kind, value = entry["kind"], entry["value"]
        except (ValueError, TypeError, KeyError):
            kind, value = "", ""
        if kind not in KINDS or not isinstance(value, str) or not value:
            raise ValueError(
                f'{path}, line {number}: no request; a line is {{"kind": "domain", "value": "bao.example"}}, '
                f"kinds are {', '.join(KINDS)}"
            )
        requests.add((kind, value))
    return Withdrawals(tuple(sorted(requests)))


def _plain_url(url: str) -> str:
    """An address without scheme, ``www.``, fragment and final slash, so that its common spellings are one."""
    try:
        parts = urlsplit(url.strip() if "//" in url else f"//{url.strip()}")
        host = parts.hostname or ""
    except ValueError:
        return url.strip()
    query = f"?{parts.query}" if parts.query else ""
    return f"{_plain_host(host)}{parts.path.rstrip('/')}{query}"


def _plain_host(host: str) -> str:
    plain = host.strip().lower().strip(".")
    return plain.removeprefix("www.")


def _host_of(url: str) -> str:
    """The host of an address, or a host; empty where there is none."""
    try:
        return _plain_host(urlsplit(url if "//" in url else f"//{url}").hostname or "")
    except ValueError:
        return ""


def _hosts_above(url: str) -> list[str]:
    """The host of an address and every domain that it lies in."""
    labels = _host_of(url).split(".")
    return [".".join(labels[start:]) for start in range(len(labels))]
