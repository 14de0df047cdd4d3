"""Whether large files can go through the hub's Xet storage, which sends only the chunks that nobody has sent before.

The hub's client uses it wherever its library is installed, and does not turn back: a mirror that knows no Xet, or a
network that lets nobody through to the storage, which is another host than the hub, is a failure after minutes of
trying. So the storage is looked at first, and files are sent whole where it cannot be used, as before there was Xet.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlsplit

SECONDS = 10
"""Longest wait for the hub's answer, and for that of its storage."""
OK = 200


def in_use() -> bool:
    """Whether the hub's client would send large files through Xet: its library is there and nobody forbade it."""
    try:
        from huggingface_hub.utils._runtime import is_xet_available
    except ImportError:
        return False
    return bool(is_xet_available())


def trouble(api: Any, repository: str, revision: str, pull_request: bool) -> str | None:
    """Why the storage cannot be used for a revision of a dataset, or ``None`` where it can."""
    address = f"{api.endpoint}/api/datasets/{repository}/xet-write-token/{quote(revision, safe='')}"
    try:
        from huggingface_hub import get_session, get_token

        headers = {"Authorization": f"Bearer {get_token()}"}
        answer = get_session().get(address + ("?create_pr=1" if pull_request else ""), headers=headers, timeout=SECONDS)
        if answer.status_code != OK:
            return f"the hub gives no access to it (HTTP {answer.status_code})"
        storage = str(answer.json()["casUrl"])
        host = urlsplit(storage).hostname
    except Exception as error:
        return f"the hub's answer about it cannot be read ({type(error).__name__})"
    if not host:
        return "the hub does not say where it is"
    try:
        # Whatever it answers, it is there; no token goes to it from here.
        get_session().get(storage, timeout=SECONDS)
    except Exception:
        return f"its host {host} does not answer"
    return None


@contextmanager
def switched() -> Iterator[None]:
    """Whatever is switched off inside is as it was afterwards."""
    from huggingface_hub import constants

    before = constants.HF_HUB_DISABLE_XET
    try:
        yield
    finally:
        constants.HF_HUB_DISABLE_XET = before


def switch_off() -> None:
    """Let the client send and read files whole from now on."""
    from huggingface_hub import constants

    constants.HF_HUB_DISABLE_XET = True
