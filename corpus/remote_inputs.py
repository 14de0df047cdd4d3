"""Inputs that lie on a hub: `hf://datasets/owner/name` is fetched into the client's cache and read from there.

Only files that can be read as pages are fetched. Endpoint and token come from the client's own settings; what was
fetched before is not fetched again, and without a network the cache answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

_ADDRESS = re.compile(r"hf:/{1,2}datasets/(?P<name>[^/@\s]+/[^/@\s]+)(?:@(?P<revision>[^/\s]+))?(?:/(?P<path>.+?))?/?")


class RemoteInputError(RuntimeError):
    """A hub did not give what was asked of it; the message names the remedy."""


def is_remote(given: Path | str) -> bool:
    """Whether an input is an address on a hub. A path made of one has lost a slash, and still is one.

    >>> is_remote("hf://datasets/owner/name"), is_remote(Path("hf://datasets/owner/name")), is_remote("pages")
    (True, True, False)
    """
    return str(given).startswith(("hf:/", "hf://"))


def fetched(given: Path | str, endings: Iterable[str]) -> Path:
    """The local folder (or file) of ``hf://datasets/owner/name``, ``…/name@revision`` or ``…/name/path/in/it``.

    ``endings`` are those of the files to fetch. Raises ``ValueError`` for another kind of address,
    ``FileNotFoundError`` where the hub knows no such dataset, revision or path, and `RemoteInputError` where it
    cannot be asked.
    """
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError, RepositoryNotFoundError, RevisionNotFoundError
    from huggingface_hub.utils import logging
    from huggingface_hub.utils.tqdm import disable_progress_bars

    shown = str(given).replace("hf:/datasets", "hf://datasets")
    address = _ADDRESS.fullmatch(shown)
    if address is None:
        raise ValueError(f"input {shown} is no address of a dataset; write hf://datasets/owner/name")
    disable_progress_bars()
    logging.set_verbosity_error()  # what it warns of is told below, in one line
    inside = (address["path"] or "").strip("/")
    patterns = [inside, f"{inside}/*"] if inside else [f"*{ending}" for ending in endings]
    try:
        folder = Path(
            snapshot_download(
                address["name"], repo_type="dataset", revision=address["revision"], allow_patterns=patterns
            )
        )
    except (RepositoryNotFoundError, RevisionNotFoundError):
        raise FileNotFoundError(
            f"input {shown} does not exist on the hub, or the token may not see it; check the name, 'hf auth login'"
        ) from None
    except LocalEntryNotFoundError:
        raise RemoteInputError(
            f"input {shown} was never fetched, and the hub cannot be reached; check the network (and HF_ENDPOINT)"
        ) from None
    except Exception as error:
        detail = " ".join(str(error).split()) or type(error).__name__
        raise RemoteInputError(f"input {shown} could not be fetched: {without_token(detail)}") from None
    found = folder / inside
    if not found.exists() or (found.is_dir() and not any(path.is_file() for path in found.rglob("*"))):
        listed = ", ".join(endings)
        raise FileNotFoundError(f"input {shown} holds no file that can be read; supported endings are {listed}")
    return found


def without_token(text: str) -> str:
    """A text with the client's token cut out."""
    from huggingface_hub import get_token

    token = get_token()
    return text.replace(token, "***") if token else text
