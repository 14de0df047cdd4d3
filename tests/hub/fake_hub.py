"""A hub on loopback that answers just the requests that the real clients send, so that they can be tested against it.

Test code only. Tokens: `WRITER` may write, `READER` may read; any other is refused.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import yaml

from .repository import FIRST_DATE, Commit, Repository, blob_id, file_entry, is_large

WRITER = "hf_" + "w" * 34
READER = "hf_" + "r" * 34
LICENCES = {"other", "cc0-1.0", "cc-by-4.0", "cc-by-sa-4.0", "apache-2.0", "mit"}


class RefusalError(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, message: str, code: str = "") -> None:
        super().__init__(message)
        self.status, self.message, self.code = status, message, code


class FakeHub:
    """The hub's memory, and what a test may do to it."""

    def __init__(self) -> None:
        self.repositories: dict[str, Repository] = {}
        self.contents: dict[str, bytes] = {}
        self.requests: list[tuple[str, str]] = []
        self.before_commit: Callable[[Repository], None] = lambda repository: None
        self.uploads_left: int | None = None
        self.damage: Callable[[str, bytes], bytes] = lambda path, content: content
        self.endpoint = ""
        self.xet_storage: str | None = None
        """The address of the Xet storage that the hub names; none: it knows no Xet, as a mirror."""

    def commits(self, name: str, branch: str = "main") -> list[Commit]:
        """The commits of a branch, oldest first."""
        return self.repositories[name].branches[branch]

    def files(self, name: str, revision: str = "main") -> dict[str, bytes]:
        """The tree of a revision."""
        commit = self.repositories[name].find(revision)
        assert commit is not None
        return commit.files


@contextmanager
def running_hub() -> Iterator[FakeHub]:
    """A hub that answers while the context lasts."""
    hub = FakeHub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (HubHandler,), {"hub": hub}))
    server.daemon_threads = True
    hub.endpoint = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class HubHandler(BaseHTTPRequestHandler):
    """One request: found by its pattern, answered by the method named there."""

    hub: FakeHub
    protocol_version = "HTTP/1.1"
    routes = tuple(
        (method, re.compile(pattern), name)
        for method, pattern, name in (
            ("POST", r"/api/repos/create", "create"),
            ("POST", r"/api/validate-yaml", "validate"),
            ("GET", r"/api/datasets/([^/]+/[^/]+)", "info"),
            ("GET", r"/api/datasets/([^/]+/[^/]+)/revision/([^/]+)", "info"),
            ("GET", r"/api/datasets/([^/]+/[^/]+)/refs", "refs"),
            ("GET", r"/api/datasets/([^/]+/[^/]+)/commits/([^/]+)", "history"),
            ("GET", r"/api/datasets/([^/]+/[^/]+)/tree/([^/]+)(?:/(.*))?", "tree"),
            ("POST", r"/api/datasets/([^/]+/[^/]+)/paths-info/([^/]+)", "paths_info"),
            ("POST", r"/api/datasets/([^/]+/[^/]+)/preupload/([^/]+)", "preupload"),
            ("POST", r"/api/datasets/([^/]+/[^/]+)/commit/([^/]+)", "commit"),
            ("GET", r"/api/datasets/([^/]+/[^/]+)/xet-write-token/([^/]+)", "xet_token"),
            ("POST", r"/api/datasets/([^/]+/[^/]+)/branch/([^/]+)", "branch"),
            ("POST", r"/api/datasets/([^/]+/[^/]+)/tag/([^/]+)", "tag"),
            ("POST", r"/api/datasets/([^/]+/[^/]+)/super-squash/([^/]+)", "squash"),
            ("POST", r"/datasets/([^/]+/[^/]+)\.git/info/lfs/objects/batch", "batch"),
            ("PUT", r"/lfs/([0-9a-f]{64})", "upload"),
            ("GET", r"/datasets/([^/]+/[^/]+)/resolve/([^/]+)/(.*)", "resolve"),
        )
    )

    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""

    def answer(self) -> None:
        """Answer any request."""
        parts = urlsplit(self.path)
        self.hub.requests.append((self.command, parts.path))
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.query = parse_qs(parts.query)
        method = "GET" if self.command == "HEAD" else self.command
        try:
            for wanted, pattern, name in self.routes:
                found = pattern.fullmatch(parts.path)
                if wanted == method and found:
                    self.authorise(writes=name in WRITING)
                    getattr(self, name)(*(unquote(group) if group else "" for group in found.groups()))
                    return
            raise RefusalError(404, f"no such address: {parts.path}")
        except RefusalError as refusal:
            headers = {"X-Error-Message": refusal.message, "X-Error-Code": refusal.code}
            self.send(json.dumps({"error": refusal.message}).encode(), refusal.status, headers)

    do_GET = do_HEAD = do_POST = do_PUT = answer  # noqa: N815

    def send(self, content: bytes, status: int = 200, headers: dict[str, str] | None = None) -> None:
        """Send an answer, or a part of it where a part was asked for."""
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range") or "")
        headers = {"Content-Type": "application/json", **{k: v for k, v in (headers or {}).items() if v}}
        if wanted and status == 200:
            start = int(wanted[1])
            end = min(int(wanted[2]) if wanted[2] else len(content) - 1, len(content) - 1)
            headers["Content-Range"] = f"bytes {start}-{end}/{len(content)}"
            content, status = content[start : end + 1], 206
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def send_json(self, value: Any, status: int = 200) -> None:
        """Send JSON."""
        self.send(json.dumps(value).encode(), status)

    def authorise(self, writes: bool) -> None:
        """Refuse wrong tokens, and writing without a right to it."""
        given = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        self.known = given in (WRITER, READER)
        if given and not self.known:
            raise RefusalError(401, "Invalid credentials in Authorization header")
        if writes and not given:
            raise RefusalError(401, "Invalid username or password.")
        if writes and given != WRITER:
            raise RefusalError(403, "You don't have the required permissions")

    def repository(self, name: str) -> Repository:
        """A repository that may be seen."""
        found = self.hub.repositories.get(name)
        if found is None or (found.private and not self.known):
            raise RefusalError(404 if self.known else 401, "Repository not found", "RepoNotFound")
        return found

    def found(self, name: str, revision: str) -> tuple[Repository, Commit]:
        """A commit of a repository."""
        repository = self.repository(name)
        commit = repository.find(revision)
        if commit is None:
            raise RefusalError(404, f"Invalid rev id: {revision}", "RevisionNotFound")
        return repository, commit

    def create(self) -> None:
        """Make a repository."""
        wanted = json.loads(self.body)
        name = f"{wanted['organization']}/{wanted['name']}"
        if name in self.hub.repositories:
            raise RefusalError(409, "You already created this dataset repo")
        private = wanted.get("visibility") == "private" or bool(wanted.get("private"))
        self.hub.repositories[name] = Repository(name, private)
        self.send_json({"url": f"{self.hub.endpoint}/datasets/{name}", "name": name})

    def validate(self) -> None:
        """Check a card's head as the hub does."""
        head = yaml.safe_load(json.loads(self.body)["content"].split("---\n")[1])
        errors = []
        if head.get("license") not in LICENCES:
            errors.append({"message": f'"license" must be one of {sorted(LICENCES)}'})
        if not isinstance(head.get("language"), list):
            errors.append({"message": '"language" must be an array'})
        self.send_json({"errors": errors, "warnings": []}, 400 if errors else 200)

    def info(self, name: str, revision: str = "main") -> None:
        """Tell about a repository at a revision."""
        repository, commit = self.found(name, revision)
        self.send_json(
            {
                "id": name,
                "author": name.split("/")[0],
                "sha": commit.id,
                "private": repository.private,
                "gated": False,
                "disabled": False,
                "tags": [],
                "lastModified": FIRST_DATE,
                "siblings": [{"rfilename": path} for path in sorted(commit.files)],
            }
        )

    def refs(self, name: str) -> None:
        """List branches and tags."""
        repository = self.repository(name)
        branches = [
            {"name": branch, "ref": f"refs/heads/{branch}", "targetCommit": history[-1].id}
            for branch, history in repository.branches.items()
            if not branch.startswith("refs/")
        ]
        tags = [{"name": t, "ref": f"refs/tags/{t}", "targetCommit": c} for t, c in repository.tags.items()]
        self.send_json({"branches": branches, "converts": [], "tags": tags})

    def history(self, name: str, revision: str) -> None:
        """List commits, newest first."""
        history = self.repository(name).branches[revision]
        listed = [
            {"id": one.id, "title": one.title, "message": "", "date": FIRST_DATE, "authors": []}
            for one in history[::-1]
        ]
        self.send_json(listed if self.query.get("p", ["0"]) == ["0"] else [])

    def tree(self, name: str, revision: str, below: str = "") -> None:
        """List files and folders."""
        repository, commit = self.found(name, revision)
        recursive = self.query.get("recursive", ["false"])[0].lower() in ("true", "1")
        entries = repository.entries(commit, below.strip("/"), recursive)
        if below and not entries:
            raise RefusalError(404, f"{below} does not exist", "EntryNotFound")
        self.send_json(entries)

    def paths_info(self, name: str, revision: str) -> None:
        """Tell about some paths; those that are not there are left out."""
        repository, commit = self.found(name, revision)
        if "json" in (self.headers.get("Content-Type") or ""):
            paths = json.loads(self.body)["paths"]
        else:
            paths = parse_qs(self.body.decode())["paths"]
        entries = {entry["path"]: entry for entry in repository.entries(commit)}
        self.send_json([entries[path.strip("/")] for path in paths if path.strip("/") in entries])

    def preupload(self, name: str, revision: str) -> None:
        """Say how each file is to be sent, and what is there in its place."""
        _, commit = self.found(name, revision)
        answers = []
        for file in json.loads(self.body)["files"]:
            path = file["path"]
            there = file_entry(path, commit.files[path]) if path in commit.files else None
            oid = (there["lfs"]["oid"] if is_large(path) else there["oid"]) if there else None
            mode = "lfs" if is_large(path) else "regular"
            answers.append({"path": path, "uploadMode": mode, "shouldIgnore": False, "oid": oid})
        self.send_json({"files": answers})

    def batch(self, name: str) -> None:
        """Say where to send large files; those that are known need not be sent."""
        self.repository(name)
        objects = []
        for wanted in json.loads(self.body)["objects"]:
            one = {"oid": wanted["oid"], "size": wanted["size"]}
            if wanted["oid"] not in self.hub.contents:
                href = f"{self.hub.endpoint}/lfs/{wanted['oid']}"
                one["actions"] = {"upload": {"href": href, "header": {}}}
            objects.append(one)
        self.send_json({"transfer": "basic", "objects": objects})

    def xet_token(self, name: str, revision: str) -> None:
        """Say where the Xet storage is, with a token for it. There is none here: its protocol is the storage's own."""
        self.repository(name)
        if self.hub.xet_storage is None:
            raise RefusalError(404, "Not found")
        self.send_json({"accessToken": "xet-token", "exp": FAR_FUTURE, "casUrl": self.hub.xet_storage})

    def upload(self, oid: str) -> None:
        """Take a large file."""
        if self.hub.uploads_left is not None:
            if self.hub.uploads_left <= 0:
                raise RefusalError(400, "The connection was cut by the test")
            self.hub.uploads_left -= 1
        assert hashlib.sha256(self.body).hexdigest() == oid
        self.hub.contents[oid] = self.body
        self.send(b"")

    def commit(self, name: str, revision: str) -> None:
        """Make a commit of all that the lines of the request say."""
        repository, _ = self.found(name, revision)
        self.hub.before_commit(repository)
        lines = [json.loads(line) for line in self.body.splitlines()]
        head = repository.find(revision)
        header = lines[0]["value"]
        assert head is not None
        if header.get("parentCommit", head.id) != head.id:
            raise RefusalError(412, "A commit has happened since. Please refresh and try again.")
        files = dict(head.files)
        for line in lines[1:]:
            value = line["value"]
            if line["key"] == "file":
                files[value["path"]] = base64.b64decode(value["content"])
            elif line["key"] == "lfsFile":
                files[value["path"]] = self.hub.contents[value["oid"]]
            else:
                del files[value["path"]]
        proposes = "create_pr" in self.query
        number = sum(branch.startswith("refs/pr/") for branch in repository.branches) + 1
        made = repository.commit(f"refs/pr/{number}" if proposes else revision, header["summary"], files)
        home = f"{self.hub.endpoint}/datasets/{name}"
        pull_request = f"{home}/discussions/{number}" if proposes else None
        self.send_json({"commitUrl": f"{home}/commit/{made.id}", "commitOid": made.id, "pullRequestUrl": pull_request})

    def branch(self, name: str, branch: str) -> None:
        """Make a branch of the main one."""
        repository = self.repository(name)
        if branch in repository.branches:
            raise RefusalError(409, "Reference already exists")
        repository.branches[branch] = list(repository.branches["main"])
        self.send_json({})

    def tag(self, name: str, revision: str) -> None:
        """Name a commit."""
        repository, commit = self.found(name, revision)
        wanted = json.loads(self.body)["tag"]
        if wanted in repository.tags:
            raise RefusalError(409, "Tag reference exists already")
        repository.tags[wanted] = commit.id
        self.send_json({})

    def squash(self, name: str, branch: str) -> None:
        """Leave one commit of a branch."""
        repository, commit = self.found(name, branch)
        repository.branches[branch] = []
        repository.commit(branch, json.loads(self.body or b"{}").get("message") or "squashed", commit.files)
        self.send_json({})

    def resolve(self, name: str, revision: str, path: str) -> None:
        """Send a file."""
        _, commit = self.found(name, revision)
        if path not in commit.files:
            raise RefusalError(404, f"{path} does not exist", "EntryNotFound")
        content = self.hub.damage(path, commit.files[path])
        large = is_large(path)
        etag = hashlib.sha256(content).hexdigest() if large else blob_id(content)
        headers = {
            "X-Repo-Commit": commit.id,
            "ETag": f'"{etag}"',
            "X-Linked-Etag": f'"{etag}"' if large else "",
            "X-Linked-Size": str(len(content)) if large else "",
            "Accept-Ranges": "bytes",
            "Content-Type": "application/octet-stream",
        }
        self.send(content, headers=headers)


FAR_FUTURE = 4_000_000_000
WRITING = ("create", "xet_token", "preupload", "commit", "branch", "tag", "squash", "batch")
"""Answers that need a right to write."""
