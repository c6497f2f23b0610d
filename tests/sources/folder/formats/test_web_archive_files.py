"""Web archives of Safari and of crawlers: each page with its address."""

from __future__ import annotations

import gzip
import plistlib
from pathlib import Path

import pytest

from tests.support.folders import BREAD, GOAT, RIVER, collect_article, collect_file, list_left_out, make_page


def make_safari_archive(html: bytes, encoding: str = "UTF-8") -> bytes:
    resource = {
        "WebResourceData": html,
        "WebResourceURL": "https://courier.example/1",
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": encoding,
    }
    return plistlib.dumps({"WebMainResource": resource}, fmt=plistlib.FMT_BINARY)


def make_record(
    kind: str, url: str, body: bytes, content_type: str = "application/http; msgtype=response"
) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-05-03T08:00:00Z\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def make_response(
    html: str, *headers: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8"
) -> bytes:
    body = html.encode()
    lines = (f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers)
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def make_chunked(html: str) -> bytes:
    body = html.encode()
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:90], body[90:]))
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + chunks + b"0\r\n\r\n"


def make_compressed(html: str) -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
    return head + gzip.compress(html.encode())


WARC = b"".join(
    (
        make_record("warcinfo", "", b"software: none\r\n", "application/warc-fields"),
        make_record("request", "https://courier.example/1", b"GET /1 HTTP/1.1\r\n\r\n"),
        make_record("response", "https://courier.example/1", make_response(make_page("High water", RIVER))),
        make_record("response", "https://courier.example/a.png", make_response("PNG", kind="image/png")),
        make_record("response", "<https://courier.example/2>", make_chunked(make_page("Bread", BREAD))),
        make_record("response", "https://courier.example/3", make_compressed(make_page("Goat", GOAT))),
        make_record("response", "https://courier.example/4", make_response("gone", status="404 Not Found")),
        make_record("response", "https://courier.example/5", make_response("<html><p>Menu")),
    )
)
TITLES = ["High water", "Bread", "Goat"]


@pytest.mark.parametrize("name", ["a.webarchive", "a.html"])
def test_the_page_that_safari_saved_has_its_address(tmp_path: Path, name: str) -> None:
    page = make_page("High water", RIVER + " Café.").replace("<html", "<meta charset=utf-8><html")
    article = collect_article(tmp_path, name, make_safari_archive(page.encode()))
    assert (article.title, article.text) == ("High water", RIVER + " Café.")
    assert article.url == "https://courier.example/1"


def test_the_encoding_is_that_of_the_archive(tmp_path: Path) -> None:
    body = make_safari_archive(
        make_page("Паром", "Паром снова ходит. " + RIVER).encode("cp1251"), "windows-1251"
    )
    assert collect_article(tmp_path, "a.webarchive", body).title == "Паром"


@pytest.mark.parametrize(("name", "body"), [("a.warc", WARC), ("a.warc.gz", gzip.compress(WARC))])
def test_the_pages_of_a_crawler_are_articles(tmp_path: Path, name: str, body: bytes) -> None:
    result = collect_file(tmp_path, name, body)
    assert [article.title for article in result.articles] == TITLES
    assert [article.url for article in result.articles] == [f"https://courier.example/{n}" for n in (1, 2, 3)]
    assert [detail for _, _, detail in list_left_out(result)] == [
        "https://courier.example/5 is not an article"
    ]


def test_a_page_without_a_response_is_read(tmp_path: Path) -> None:
    record = make_record(
        "resource", "https://courier.example/6", make_page("Goat", GOAT).encode(), "text/html"
    )
    article = collect_article(tmp_path, "a.warc", record)
    assert (article.title, article.url) == ("Goat", "https://courier.example/6")


@pytest.mark.parametrize(
    ("name", "body", "detail"),
    [
        ("a.webarchive", b"bplist00 and no more", "it is a damaged web archive, or none"),
        ("a.webarchive", plistlib.dumps({"WebMainResource": {"WebResourceData": 3}}), "contains no page"),
        ("a.warc", b"no archive", "it is no web archive (WARC), whatever its name says"),
        ("a.warc", make_record("warcinfo", "", b""), "the archive contains no page"),
        ("a.warc", b"WARC/1.0\r\nContent-Length: 99999999999999\r\n\r\n", "the archive contains no page"),
    ],
)
def test_damaged_archives_are_left_out_with_the_reason(
    tmp_path: Path, name: str, body: bytes, detail: str
) -> None:
    ((title, _, found),) = list_left_out(collect_file(tmp_path, name, body))
    assert title == name
    assert detail in found
