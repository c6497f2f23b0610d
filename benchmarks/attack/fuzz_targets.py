"""The targets of the fuzzer: a function for each kind of input, and valid documents to begin with."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.attack.fuzz_folders import pack_folder, read_folder_in_parts
from benchmarks.attack.visits import describe, visit_address, visit_folder
from digest.config import parse_config
from digest.errors import DigestError
from digest.sources.feed.opml import read_opml

_UNEXPECTED = "unexpected error"
_PROSE = "The harbour bridge is shut after the storm. Ferries carry commuters across the water until May."


@dataclass(frozen=True, slots=True)
class Target:
    """read: reads the input as the program does; it raises for a fault. documents: valid inputs."""

    read: Callable[[bytes], None]
    documents: tuple[bytes, ...]


def _read_feed(body: bytes) -> None:
    _check(visit_address(body))


def _read_page(body: bytes) -> None:
    _check(visit_address(body, "page", "text/html"))


def _read_file(suffix: str) -> Callable[[bytes], None]:
    return lambda body: _check(visit_folder({f"a{suffix}": body}))


def _read_folder(packed: bytes) -> None:
    for visit in read_folder_in_parts(packed):
        _check(describe(visit))


def _read_opml(body: bytes) -> None:
    try:
        read_opml(body, "feeds.opml")
    except DigestError as error:
        _check(str(error))


def _read_config(body: bytes) -> None:
    try:
        parse_config(body.decode("utf-8", "replace"), Path("/nowhere/digest.toml"), {}, {})
    except DigestError as error:
        _check(str(error))


def _check(outcome: str) -> None:
    if _UNEXPECTED in outcome:
        raise AssertionError(outcome)


def _zip(name: str, content: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


_RSS = (
    "<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'><channel><title>Port</title>"
    "<link>https://port.example/</link><item><title>Bridge shut</title><guid>b1</guid>"
    "<link>https://port.example/b1</link><pubDate>Thu, 12 Mar 2026 05:00:00 GMT</pubDate>"
    f"<description><![CDATA[<p>{_PROSE}</p>]]></description><media:content url='https://port.example/b.jpg'/>"
    "</item></channel></rss>"
)
_ATOM = (
    "<feed xmlns='http://www.w3.org/2005/Atom'><title>Port</title><entry><id>urn:b1</id><title type='html'>"
    "Bridge &lt;b&gt;shut&lt;/b&gt;</title><link href='https://port.example/b1'/><updated>2026-03-12T05:00:00Z"
    f"</updated><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>{_PROSE}</div></content>"
    "</entry></feed>"
)
_PICTURES = (
    "<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
    "<channel><title>Hafen</title><language>de</language><item><title>Brücke gesperrt</title><link>/b1</link>"
    "<dc:date>2026-W11-4T05:00:00Z</dc:date><media:group><media:content url='b.jpg' medium='image'>"
    "<media:description><![CDATA[Die Brücke am Morgen.]]></media:description><media:title>Pier</media:title>"
    "</media:content></media:group><description>Die Brücke am Morgen.</description></item><item>"
    "<title>舟を使う</title><pubDate>2026-071</pubDate><media:thumbnail url='c.jpg'/><media:description>"
    "橋は閉鎖された。</media:description><description>橋は閉鎖された。</description></item></channel></rss>"
)
_BROKEN = _PICTURES.replace("</item>", "").replace("</link>", "&</link")
"""A feed that only the lenient parser reads."""
_JSON_FEED = (
    '{"version": "https://jsonfeed.org/version/1.1", "title": "Port", "items": [{"id": "b1", '
    f'"title": "Bridge shut", "url": "https://port.example/b1", "content_html": "<p>{_PROSE}</p>", '
    '"date_published": "2026-03-12T05:00:00Z"}]}'
)
_PAGE = (
    "<!doctype html><html lang=en><head><title>Bridge shut | Port</title><meta charset=utf-8>"
    '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2026-03-12"}</script>'
    f"</head><body><article><h1>Bridge shut</h1><time datetime=2026-03-12>12 March</time><p>{_PROSE}</p>"
    f"<p>{_PROSE}</p></article></body></html>"
)
_MAIL = (
    "From: Port <news@port.example>\r\nSubject: =?utf-8?Q?Bridge_shut?=\r\n"
    "Date: Thu, 12 Mar 2026 05:00:00 +0000\r\nMIME-Version: 1.0\r\n"
    "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n"
    f"Content-Type: text/plain; charset=utf-8\r\n\r\n{_PROSE}\r\n\r\nAnn wrote:\r\n> No.\r\n--b\r\n"
    "Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+YTwvcD4=\r\n--b--\r\n"
)
_MARKDOWN = (
    "---\ntitle: Bridge shut\ndate: 2026-03-12\ntags: [port]\n---\n# Bridge shut\n\n"
    f"{_PROSE}\n\n> A [link](https://port.example/b1) and `code`[^1].\n\n[^1]: A note.\n"
)
_OPML = (
    "<opml version='2.0'><head><title>Mine</title></head><body><outline text='Port'><outline type='rss' "
    "text='Harbour' xmlUrl='https://port.example/feed'/></outline></body></opml>"
)
_BARE_OPML = (
    '<?xml version=1.0?><OPML><body><outline text=Port&amp;Town title=\'A "b"><outline type=rss'
    "text=Harbour xmlUrl=https://port.example/feed?a=b&c=d category=/News/Port/></outline></body></OPML>"
)
_CONFIG = (
    "version = 1\nmethod = 'news'\n[schedule]\npublish_at = '06:30'\n[[sources]]\n"
    "feed = 'https://port.example/f'\nname = 'Port'\n[[deliveries]]\nname = 'mail'\n"
    "kind = 'email'\nto = ['a@b.example']\nhost = 'mail.example'\n"
)

_FOLDER = pack_folder(
    {
        "a.md": _MARKDOWN.encode(),
        "b/a.txt": _PROSE.encode(),
        "b/copy.txt": _PROSE.encode(),
        "c.eml": _MAIL.encode(),
        "@d.txt": b"a.md",
        "@b/e": b"..",
        "|f.txt": b"",
        "g\n\u202e\udcff.zip": _zip("a/b.json", f'[{{"title": "Pier", "text": "{_PROSE}"}}]'),
    }
)

TARGETS = {
    "feed": Target(
        _read_feed, tuple(text.encode() for text in (_RSS, _ATOM, _PICTURES, _BROKEN, _JSON_FEED))
    ),
    "page": Target(_read_page, (_PAGE.encode(),)),
    "mail": Target(_read_file(".eml"), (_MAIL.encode(),)),
    "markdown": Target(_read_file(".md"), (_MARKDOWN.encode(),)),
    "text": Target(_read_file(".txt"), (f"Bridge shut\n\n{_PROSE}\n".encode(),)),
    "table": Target(
        _read_file(".csv"), (f'title,text,url\nBridge,"{_PROSE}",https://port.example/b1\n'.encode(),)
    ),
    "records": Target(_read_file(".json"), (f'[{{"title": "Bridge", "text": "{_PROSE}"}}]'.encode(),)),
    "archive": Target(_read_file(".zip"), (_zip("a.md", _MARKDOWN), _zip("a.eml", _MAIL))),
    "folder": Target(_read_folder, (_FOLDER,)),
    "opml": Target(_read_opml, (_OPML.encode(), _BARE_OPML.encode())),
    "config": Target(_read_config, (_CONFIG.encode(),)),
}
"""{name of a target: how it is read}"""
