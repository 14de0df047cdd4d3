"""The errors of the hub's client as sentences for a person, with what to do about them.

The token is never shown: what a server answers is shown with the token cut out, should it echo it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from corpus.publishing.errors import PublishError
from corpus.remote_inputs import without_token

if TYPE_CHECKING:
    from corpus.publishing.hub import Hub

UNREACHABLE = {"TransportError", "TimeoutException", "RequestException", "ConnectionError", "TimeoutError", "gaierror"}
"""Names of error classes, of whatever HTTP library the client uses, that mean that nobody answered."""
REMEDIES = {
    "uploading": "; what was sent is not sent twice, run the same command again",
    "reading back": "; the commit is made, only its check was cut short: load it by its name",
    "loading back": "; the commit is made, only its check was cut short: load it by its name",
}
_QUERY = re.compile(r"(?<=\w)\?[\w%.~-]+=\S*")
WRONG_TOKEN, FORBIDDEN, ABSENT, CONFLICTS = 401, 403, 404, (409, 412)


@contextmanager
def told(hub: Hub, doing: str) -> Iterator[None]:
    """Turn whatever the client raises into a `PublishError` that says what happened and what to do."""
    try:
        yield
    except PublishError:
        raise
    except Exception as error:
        raise PublishError(explain(error, hub, doing)) from None


def explain(error: Exception, hub: Hub, doing: str) -> str:
    """An error of the client as a sentence with its remedy."""
    chain = list(chain_of(error))
    names = {kind.__name__ for one in chain for kind in type(one).__mro__}
    status = next((code for one in chain if (code := status_of(one)) is not None), None)
    if "OfflineModeIsEnabled" in names:
        return "the hub's client is set to stay offline; unset HF_HUB_OFFLINE"
    if status == WRONG_TOKEN and not _has_token():
        return "the hub wants a token and none was found; run 'hf auth login' or set HF_TOKEN"
    if status == WRONG_TOKEN:
        return "the hub refuses the token it was given; run 'hf auth login' again, or set HF_TOKEN to a valid one"
    if status == FORBIDDEN:
        return f"the token may not write to {hub.repository}; use one with write access to it"
    if status in CONFLICTS and doing.startswith("uploading"):
        return (
            f"somebody else changed {hub.repository} while this was uploading; nothing was committed. Look at "
            f"{hub.home}/commits/{hub.revision}, then run the same command again: what was sent is not sent twice"
        )
    if status == ABSENT:
        return f"{doing} {hub.repository} failed: there is no such repository or revision, or the token may not see it"
    if status is None and names & UNREACHABLE:
        where = (urlsplit(hub.api.endpoint).netloc or hub.api.endpoint).rpartition("@")[2]
        return f"the hub at {where} cannot be reached; check the network (and HF_ENDPOINT), then run it again"
    remedy = next((text for verb, text in REMEDIES.items() if doing.startswith(verb)), "")
    return f"{doing} {hub.repository} failed: {_detail(chain)}{remedy}"


def _detail(chain: Sequence[BaseException]) -> str:
    """What the client said, and what the server said to it where the client leaves that out.

    Addresses are cut short: a storage's may hold a signature that lets in whoever has it.
    """
    said = " ".join(str(chain[0]).split()).rstrip(".") or type(chain[0]).__name__
    server = next((text for one in chain if (text := getattr(one, "server_message", None))), "")
    if server and server not in said:
        said = f"{said} ({' '.join(server.split()).rstrip('.')})"
    return without_token(_QUERY.sub("", said))


def chain_of(error: BaseException | None) -> Iterator[BaseException]:
    """An error and those that it came from."""
    while error is not None:
        yield error
        error = error.__cause__


def status_of(error: BaseException) -> int | None:
    """The HTTP status that an error is about."""
    return getattr(getattr(error, "response", None), "status_code", None)


def _has_token() -> bool:
    from huggingface_hub import get_token

    return bool(get_token())
