"""WARC: the pages among what a crawler stored, and every way for the rest to be told."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from corpus.documents import RawDocument, Rejected
from corpus.formats.limits import ReadLimits
from corpus.ingest import find_inputs, read_file

HTML = "<html><title>Tin</title><body><h1>Tin</h1><p>Mưa lớn ở Huế.</p></body></html>".encode()
URL = "https://bao.vn/tin-1.html"


def read(path: Path, limits: ReadLimits = ReadLimits()) -> list[RawDocument | Rejected]:  # noqa: B008
    return [item for file in find_inputs([path]) for item in read_file(file, limits)]


class Crawl:
    """A WARC file in the making, written by another library's writer."""

    def __init__(self, *, packed: bool = False) -> None:
        self.buffer = io.BytesIO()
        self.writer = WARCWriter(self.buffer, gzip=packed)
        self.writer.write_record(self.writer.create_warcinfo_record("crawl.warc", {"software": "test"}))

    def add(
        self,
        body: bytes,
        content: str = "text/html; charset=utf-8",
        status: str = "200 OK",
        url: str = URL,
        **headers: str,
    ) -> Crawl:
        fields = [("Content-Type", content), *((key.replace("_", "-"), value) for key, value in headers.items())]
        answer = StatusAndHeaders(status, fields, protocol="HTTP/1.1")
        record = self.writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=answer)
        self.writer.write_record(record)
        return self

    def plain(self, text: str, url: str) -> Crawl:
        content = io.BytesIO(text.encode())
        record = self.writer.create_warc_record(url, "conversion", payload=content, warc_content_type="text/plain")
        self.writer.write_record(record)
        return self

    def save(self, path: Path) -> Path:
        path.write_bytes(self.buffer.getvalue())
        return path


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_pages_are_found_among_other_records(tmp_path: Path, name: str) -> None:
    crawl = Crawl(packed=name.endswith("gz")).add(b"\x89PNG...", "image/png").add(HTML).add(b"a {}", "text/css")
    items = read(crawl.plain("Nước lên.", "https://bao.vn/2").save(tmp_path / name))
    assert [(item.id, item.text, item.url, item.title) for item in items if isinstance(item, RawDocument)] == [
        (f"{name}#3", "Tin\nMưa lớn ở Huế.", URL, "Tin"),
        (f"{name}#5", "Nước lên.", "https://bao.vn/2", None),
    ]
    assert len(items) == 2


def test_a_file_gzipped_as_a_whole_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "whole.warc.gz"
    path.write_bytes(gzip.compress(Crawl().add(HTML).add(HTML, url=URL + "?2").buffer.getvalue()))
    assert [item.url for item in read(path) if isinstance(item, RawDocument)] == [URL, URL + "?2"]


def test_chunked_and_compressed_answers(tmp_path: Path) -> None:
    packed = gzip.compress(HTML)
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    crawl = Crawl().add(packed, Content_Encoding="gzip")
    crawl.add(chunked, Content_Encoding="gzip", Transfer_Encoding="chunked")
    items = read(crawl.save(tmp_path / "a.warc"))
    assert [item.text for item in items if isinstance(item, RawDocument)] == ["Tin\nMưa lớn ở Huế."] * 2


def test_answers_that_are_no_page_are_told(tmp_path: Path) -> None:
    crawl = (
        Crawl().add(HTML, status="404 Not Found").add(b"", status="301 Moved").add(b"").add("Hanoï".encode("latin-1"))
    )
    items = read(crawl.add(b"x" * 99).save(tmp_path / "a.warc"), ReadLimits(page=90))
    assert [(item.item, item.reason) for item in items if isinstance(item, Rejected)] == [
        ("a.warc#2", "http_status"),
        ("a.warc#3", "http_status"),
        ("a.warc#4", "empty"),
        ("a.warc#5", "encoding"),
        ("a.warc#6", "too_large"),
    ]
    assert "404" in items[0].detail


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.warc", b"", "empty"),
        ("a.warc.gz", b"", "empty"),
        ("a.warc", b"no such thing\n" * 9, "binary"),
        ("a.warc.gz", b"no such thing\n" * 9, "binary"),
        ("a.warc", Crawl().buffer.getvalue(), "empty"),
    ],
)
def test_files_without_a_record(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    (item,) = read(tmp_path / name)
    assert isinstance(item, Rejected)
    assert (item.item, item.reason, item.stage) == (name, reason, "read")


@pytest.mark.parametrize("packed", [False, True])
def test_a_cut_file_keeps_what_came_before(tmp_path: Path, packed: bool, capfd: pytest.CaptureFixture[str]) -> None:
    whole = Crawl(packed=packed).add(HTML).add(HTML * 50, url=URL + "?2").buffer.getvalue()
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    path.write_bytes(whole[:-40])
    first, *_, last = read(path)
    assert isinstance(first, RawDocument)
    assert first.url == URL
    assert isinstance(last, Rejected)
    assert last.reason == "truncated"
    assert capfd.readouterr().err == ""


def test_a_bomb_is_no_page(tmp_path: Path) -> None:
    path = tmp_path / "bomb.warc.gz"
    bomb = Crawl().add(b"<p>" + b"0" * 3_000_000, url=URL).add(HTML)
    path.write_bytes(gzip.compress(bomb.buffer.getvalue()))
    items = read(path, ReadLimits(page=1_000_000, expansion=20, expansion_floor=1_000_000))
    assert [item.reason for item in items if isinstance(item, Rejected)] == ["too_large", "too_large"]
    assert not any(isinstance(item, RawDocument) for item in items)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.integers(0, 600), st.binary(min_size=0, max_size=30), st.booleans())
def test_damage_never_raises_and_is_never_silent(tmp_path: Path, place: int, damage: bytes, packed: bool) -> None:
    whole = bytearray(Crawl().add(HTML).add(HTML, url=URL + "?2").buffer.getvalue())
    whole[place : place + len(damage)] = damage
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    path.write_bytes(zlib.compress(bytes(whole), wbits=31) if packed else bytes(whole))
    items = read(path)
    assert items
    assert not any(isinstance(item, Rejected) and item.reason == "fault" for item in items)
