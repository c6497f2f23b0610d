"""Read the pages in web archives: those of Safari (.webarchive), and those of crawlers (.warc)."""

from __future__ import annotations

import io
import plistlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from http.client import HTTPException, HTTPResponse
from typing import Any, cast

from digest.errors import SourceError
from digest.sources.article_drafts import Contents, Draft, Fault
from digest.sources.dates import parse_date
from digest.sources.folder.saved_file import SavedFile, take_ends
from digest.sources.page.page_reader import decode_page, extract_articles
from digest.text.decompression import unpack_content
from digest.text.urls import canonicalize_url

MAX_PAGES = 500
"""The most pages of an archive that are read: the first and the last ones."""

_RECORD = re.compile(rb"WARC/1\.\d\r?\n")
_HEADER_END = re.compile(rb"\n\r?\n")
_MAX_HEADERS = 100_000
_PAGE_TYPES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """A page in an archive. charset: as the server declared it, or "". moment: when it was fetched."""

    address: str
    html: bytes
    charset: str = ""
    moment: datetime | None = None


def read_safari_archive(file: SavedFile) -> Contents:
    """Read the page that Safari saved, which names its address. Cost: linear in its size."""
    try:
        archive: Any = plistlib.loads(file.body)
        resource = archive["WebMainResource"]
        html, address = resource["WebResourceData"], str(resource.get("WebResourceURL", ""))
        charset = str(resource.get("WebResourceTextEncodingName", ""))
    # plistlib raises errors of many types on damaged files.
    except Exception:
        return (Fault("unreadable", "it is a damaged web archive, or none"),)
    if not isinstance(html, bytes):
        return (Fault("not_an_article", "the archive contains no page"),)
    return _read_page(ArchivedPage(address, html, charset, file.saved_at))


def read_warc(file: SavedFile) -> Contents:
    """Read the pages that a crawler archived, each with its address. Other responses are ignored.

    Cost: linear in the size of the archive, and about 20 ms for each page.
    """
    if not _RECORD.match(file.body):
        return (Fault("unreadable", "it is no web archive (WARC), whatever its name says"),)
    pages, surplus = take_ends(_list_pages(file), MAX_PAGES)
    if not pages:
        return (Fault("not_an_article", "the archive contains no page"),)
    return (*surplus, *(part for page in pages for part in _read_page(page)))


def _read_page(page: ArchivedPage) -> tuple[Draft | Fault, ...]:
    address = canonicalize_url(page.address)
    drafts = extract_articles(decode_page(page.html, page.charset), address, page.moment)
    if not drafts:
        return (Fault("not_an_article", f"{address or 'the page in it'} is not an article"),)
    return tuple(replace(draft, url=draft.url or address) for draft in drafts[:1]) + drafts[1:]


def _list_pages(file: SavedFile) -> Iterator[ArchivedPage]:
    """Yield the pages among the records of an archive, in order; a damaged record ends it."""
    body, position = file.body, 0
    while found := _RECORD.match(body, position):
        end = _find_header_end(body, found.end())
        if not end:
            return
        headers = _parse_headers(body[found.end() : end])
        length = headers.get("content-length", "")
        if not (length.isascii() and length.isdecimal() and len(length) < 12):
            return
        start, stop = end, end + int(length)
        if page := _read_record(headers, body[start:stop], file.max_bytes):
            yield page
        while body[stop : stop + 1] in (b"\r", b"\n"):
            stop += 1
        position = stop


def _find_header_end(body: bytes, start: int) -> int:
    """Return where the headers that begin at a place end; 0 if they go on for too long."""
    # One search for both line ends: a second one would look through all records that follow.
    found = _HEADER_END.search(body, start, start + _MAX_HEADERS)
    return found.end() if found else 0


def _parse_headers(text: bytes) -> dict[str, str]:
    lines = (line.partition(":") for line in text.decode("utf-8", "replace").splitlines())
    return {name.strip().lower(): value.strip() for name, _, value in lines}


def _read_record(headers: dict[str, str], body: bytes, max_bytes: int) -> ArchivedPage | None:
    """Return the page in a record: a good response that is HTML, or a page without response; else None."""
    kind, address = headers.get("warc-type", ""), headers.get("warc-target-uri", "").strip("<>")
    moment = parse_date(headers.get("warc-date", ""))
    if kind == "resource" and headers.get("content-type", "").startswith(_PAGE_TYPES):
        return ArchivedPage(address, body, "", moment)
    if kind != "response" or not body.startswith(b"HTTP/"):
        return None
    response = HTTPResponse(cast(Any, _RecordedSocket(body)))
    try:
        response.begin()
        content_type = response.headers.get_content_type()
        if response.status != 200 or content_type not in _PAGE_TYPES:
            return None
        content = response.read(max_bytes)
        coding = response.headers.get("Content-Encoding", "")
        html, _ = unpack_content(content, coding, max_bytes, address)
    except (HTTPException, SourceError, ValueError, OSError):
        return None
    return ArchivedPage(address, html, response.headers.get_content_charset() or "", moment)


class _RecordedSocket:
    """A response in memory, as HTTPResponse reads it from a socket."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def makefile(self, mode: str) -> io.BytesIO:
        return io.BytesIO(self._body)
