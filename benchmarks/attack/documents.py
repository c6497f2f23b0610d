"""Hostile documents and exports in folders: Word, LibreOffice, RTF, web archives, lists of saved links."""

from __future__ import annotations

import io
import plistlib
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from html import escape
from random import Random
from xml.sax.saxutils import quoteattr

from benchmarks.attack.cases import Case
from benchmarks.attack.shapes import SHAPES, repeat
from benchmarks.attack.visits import visit_folder

_PROSE = "The harbour bridge is shut after the storm, and ferries carry commuters across the water. " * 6
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
_ODT = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
)
_PARAGRAPH = f"<w:p><w:r><w:t>{_PROSE}</w:t></w:r></w:p>"
_WARC = (
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/{}\r\nContent-Length: {}\r\n\r\n"
)
_HTTP = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"


def list_cases() -> Iterator[Case]:
    for row, (name, piece) in enumerate(SHAPES.items()):
        # Each kind gets a third of the shapes, and each shape a third of the kinds.
        for kind, (file, make_filled) in list(_FILLED.items())[row % 3 :: 3]:
            yield Case(f"{kind} of {name}", partial(_make_filled, file, make_filled, piece), visit_folder)
    for name, (file, make) in _DOCUMENTS.items():
        yield Case(name, partial(_make, file, make), visit_folder)


def _make_filled(
    file: str, make: Callable[[str], str | bytes], piece: str, size: int, _: Random
) -> dict[str, str | bytes]:
    return {file: make(repeat(piece, size // 4))}


def _make(file: str, make: Callable[[int], str | bytes], size: int, _: Random) -> dict[str, str | bytes]:
    return {file: make(size)}


def _zip(parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content.encode("utf-8", "surrogatepass"))
    return buffer.getvalue()


def _make_docx(body: str, styles: str = "", core: str = "", before: str = "") -> bytes:
    return _zip(
        {
            "[Content_Types].xml": "",
            "word/document.xml": f"{before}<w:document {_W}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
            "docProps/core.xml": f"<core {_DC}>{core}</core>",
        }
    )


def _make_odt(body: str, styles: str = "", before: str = "") -> bytes:
    automatic = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    text = f"<office:body><office:text>{body}</office:text></office:body>"
    content = f"{before}<office:document-content {_ODT}>{automatic}{text}</office:document-content>"
    return _zip({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def _fill_docx(value: str) -> bytes:
    text, quoted = escape(value), quoteattr(value)
    style = f"<w:style w:styleId={quoted}><w:name w:val='heading 1'/></w:style>"
    title = f"<w:p><w:pPr><w:pStyle w:val={quoted}/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
    core = f"<dc:title>{text}</dc:title><dc:creator>{text}</dc:creator>"
    return _make_docx(title + _PARAGRAPH + title, style, core)


def _fill_odt(value: str) -> bytes:
    text, quoted = escape(value), quoteattr(value)
    style = f"<style:style style:name={quoted} style:family='text'/>"
    return _make_odt(f"<text:h>{text}</text:h><text:p>{_PROSE}</text:p><text:p>{text}</text:p>", style)


def _fill_rtf(value: str) -> str:
    info = f"{{\\info{{\\title {value}}}{{\\author {value}}}}}"
    return f"{{\\rtf1\\ansi{info} {_PROSE}\\par {value}\\par {_PROSE}}}"


def _fill_webarchive(value: str) -> bytes:
    html = f"<title>{escape(value)}</title><article><p>{_PROSE}</p><p>{escape(value)}</p></article>".encode()
    resource = {"WebResourceData": html, "WebResourceURL": value, "WebResourceTextEncodingName": value}
    return plistlib.dumps({"WebMainResource": resource}, fmt=plistlib.FMT_BINARY)


def _fill_warc(value: str) -> bytes:
    line = value.replace("\n", " ").replace("\r", " ")
    page = f"{_HTTP}<title>{escape(value)}</title><article><p>{_PROSE}</p></article>".encode()
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {line}\r\nWARC-Date: {line}\r\n"
    return head.encode() + f"Content-Length: {len(page)}\r\n\r\n".encode() + page


def _fill_table(columns: str, value: str) -> str:
    names = columns.split(",")
    quoted = value.replace('"', '""')
    return f"{columns}\n" + ",".join(f'"{quoted[: len(quoted) * 4 // len(names)]}"' for _ in names)


def _fill_bookmarks(value: str) -> str:
    quoted = quoteattr(value)
    link = f"<DT><A HREF={quoted} ADD_DATE={quoted} TAGS={quoted}>{escape(value)}</A><DD>{escape(value)}"
    return f"<!DOCTYPE NETSCAPE-Bookmark-file-1><DL>{link}</DL>"


_FILLED: dict[str, tuple[str, Callable[[str], str | bytes]]] = {
    "docx": ("a.docx", _fill_docx),
    "odt": ("a.odt", _fill_odt),
    "rtf": ("a.rtf", _fill_rtf),
    "webarchive": ("a.webarchive", _fill_webarchive),
    "warc": ("a.warc", _fill_warc),
    "Pocket": ("a.csv", partial(_fill_table, "title,url,time_added,tags,status")),
    "Instapaper": ("a.csv", partial(_fill_table, "URL,Title,Selection,Folder,Timestamp,Tags")),
    "Raindrop": ("a.csv", partial(_fill_table, "id,title,note,excerpt,url,folder,tags,created,cover")),
    "Readwise": (
        "a.csv",
        partial(_fill_table, "Highlight,Book Title,Book Author,Highlighted at,Document tags"),
    ),
    "bookmarks": ("a.html", _fill_bookmarks),
}
"""{kind: (name of the file, the function that fills its fields with a value)}"""

_ENTITIES = "<!DOCTYPE a [<!ENTITY a0 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY a{number} '{f'&a{number - 1};' * 10}'>" for number in range(1, 12)
)
_FILE_ENTITY = "<!DOCTYPE a [<!ENTITY a11 SYSTEM 'file:///etc/passwd'>"

_RTF_PIECES = (
    "{", "}", "\\", "\\par ", "\\b ", "\\b0 ", "\\u8364?", "\\u-1 ", "\\'e4", "\\uc9999999 ",
    "\\fonttbl{\\f1\\fcharset128 }", "{\\*\\a ", "\\bin9 ", "\\f0 ", "\\ansicpg65001 ", "\\super ",
    "{\\field{\\*\\fldinst HYPERLINK \"a\"}", "\\cell ", "\\row ",
)  # fmt: skip
_DOCX_PIECES = {
    "paragraphs": "<w:p><w:r><w:t>a b</w:t></w:r></w:p>",
    "long paragraphs": f"<w:p><w:r><w:t>{_PROSE}</w:t></w:r></w:p>",
    "runs": "<w:r><w:t>a</w:t></w:r>",
    "breaks": "<w:br/>",
    "open elements": "<w:p>",
    "open tables": "<w:tbl><w:tr><w:tc>",
    "rows": "<w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr>",
    "deletions": "<w:del><w:r><w:t>a</w:t></w:r></w:del>b",
    "open deletions": "<w:del>",
    "attributes": "<w:p a='1' b='2' c='3'/>",
    "comments": "<!-- a -->",
}
_ODT_PIECES = {
    "paragraphs": "<text:p>a b</text:p>",
    "spaces": "<text:s text:c='99999999'/>",
    "spans": "<text:span text:style-name='a'>a</text:span>",
    "open spans": "<text:span>",
    "open sections": "<text:section>",
    "lists": "<text:list><text:list-item>",
    "cells": "<table:table-cell table:number-columns-repeated='99999999'><text:p>a</text:p>",
    "notes": "<text:note>a</text:note>",
}


def _repeat_warc(size: int) -> str:
    page = f"{_HTTP}<title>The bridge is shut</title><p>{_PROSE}</p>"
    record = _WARC.format("a", len(page)) + page
    return repeat(record, size)


def _pack_document(size: int) -> bytes:
    """A document that unpacks to twenty times the size."""
    return _make_docx(repeat(_PARAGRAPH, 20 * size))


def _nest_plist(size: int) -> bytes:
    depth = size // 15
    return b"<plist>" + b"<array>" * depth + b"</array>" * depth + b"</plist>"


def _refer_plist(size: int) -> bytes:
    """A binary list whose elements are lists of the same elements: unfolded it has no end."""
    count = max(min(size // 40, 60_000), 10)
    width = 2
    objects, offsets, body = [], [], b"bplist00"
    for number in range(count):
        inner = min(number + 1, count - 1).to_bytes(width, "big")
        objects.append(b"\xaa" + inner * 10 if number < count - 1 else b"\x50")
    for content in objects:
        offsets.append(len(body))
        body += content
    table = b"".join(offset.to_bytes(4, "big") for offset in offsets)
    trailer = (
        bytes(6) + bytes([4, width]) + count.to_bytes(8, "big") + bytes(8) + len(body).to_bytes(8, "big")
    )
    return body + table + trailer


_ENTITY = f"<w:p><w:r><w:t>&a11;{_PROSE}</w:t></w:r></w:p>"
_STYLE = "<w:style w:styleId='a'><w:name w:val='title'/></w:style>"
_ODT_STYLE = "<style:style style:name='a' style:parent-style-name='a' style:family='text'/>"
_PAGE = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
_BOOKMARKS = "<!DOCTYPE NETSCAPE-Bookmark-file-1>"
_POCKET, _READWISE = "title,url,time_added,tags,status\n", "Highlight,Book Title,Book Author,Highlighted at\n"


def _wrap_docx(piece: str, size: int) -> bytes:
    return _make_docx(_PARAGRAPH + repeat(piece, size))


def _wrap_odt(piece: str, size: int) -> bytes:
    return _make_odt(f"<text:p>{_PROSE}{repeat(piece, size)}</text:p>")


def _wrap_rtf(piece: str, size: int) -> str:
    return "{\\rtf1 " + _PROSE + repeat(piece, size) + _PROSE


def _repeat_after(start: str, piece: str, size: int) -> str:
    return start + repeat(piece, size)


def _make_response(start: str, piece: str, size: int) -> str:
    """A record whose length is that of most of its response."""
    return _WARC.format("a", size) + start + repeat(piece, size)


_DOCUMENTS: dict[str, tuple[str, Callable[[int], str | bytes]]] = {
    **{f"docx: {name}": ("a.docx", partial(_wrap_docx, piece)) for name, piece in _DOCX_PIECES.items()},
    **{f"odt: {name}": ("a.odt", partial(_wrap_odt, piece)) for name, piece in _ODT_PIECES.items()},
    **{f"rtf: {piece!r}": ("a.rtf", partial(_wrap_rtf, piece)) for piece in _RTF_PIECES},
    "docx: unpacked": ("a.docx", _pack_document),
    "docx: entities": ("a.docx", lambda _: _make_docx(_ENTITY, before=_ENTITIES + "]>")),
    "docx: a file": ("a.docx", lambda _: _make_docx(_ENTITY, before=_FILE_ENTITY + "]>")),
    "docx: styles": ("a.docx", lambda size: _make_docx(_PARAGRAPH, repeat(_STYLE, size))),
    "odt: entities": (
        "a.odt",
        lambda _: _make_odt(f"<text:p>&a11;{_PROSE}</text:p>", before=_ENTITIES + "]>"),
    ),
    "odt: styles": ("a.odt", lambda size: _make_odt(f"<text:p>{_PROSE}</text:p>", repeat(_ODT_STYLE, size))),
    "webarchive: depth": ("a.webarchive", _nest_plist),
    "webarchive: references": ("a.webarchive", _refer_plist),
    "webarchive: garbage": ("a.webarchive", lambda size: b"bplist00" + b"\xff" * size),
    "warc: pages": ("a.warc", _repeat_warc),
    "warc: empty records": ("a.warc", partial(_repeat_after, "", "WARC/1.0\r\nContent-Length: 0\r\n\r\n")),
    "warc: headers": ("a.warc", partial(_repeat_after, "WARC/1.0\r\n", "A: b\r\n")),
    "warc: a length": ("a.warc", partial(_repeat_after, "WARC/1.0\r\nContent-Length: ", "9")),
    "warc: chunks": (
        "a.warc",
        partial(_make_response, f"{_PAGE}Transfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n"),
    ),
    "warc: response headers": ("a.warc", partial(_make_response, _PAGE, "A: b\r\n")),
    "bookmarks: links": (
        "a.html",
        partial(_repeat_after, _BOOKMARKS, "<DT><A HREF='https://a.example/b'>The bridge</A>"),
    ),
    "bookmarks: folders": ("a.html", partial(_repeat_after, _BOOKMARKS, "<DL><DT><H3>a</H3>")),
    "Readwise: highlights": ("a.csv", partial(_repeat_after, _READWISE, "a,b,c,2026-03-12\n")),
    "Pocket: rows": (
        "a.csv",
        partial(_repeat_after, _POCKET, "The bridge,https://a.example/,1,a|b,unread\n"),
    ),
}
"""{name: (name of the file, the function that makes its content)}"""
