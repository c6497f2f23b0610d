"""Feeds: one visit to one of them, and the one door to feedparser."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

import feedparser

from digest.errors import SourceError
from digest.http import Client, Response
from digest.models import Collected, Visit
from digest.sources.conditional_fetch import visit_address
from digest.sources.dates import read_date
from digest.sources.diagnosis import is_page, tell_stranger
from digest.sources.draft import MOST_CATEGORIES, Draft
from digest.sources.entries import MOST_ENTRIES, Feed, web_address
from digest.sources.feed.fast_parser import Facts, read_quick_feed
from digest.sources.feed.fulltext import complete_articles
from digest.sources.feed.jsonfeed import is_json, parse_json_feed
from digest.sources.feed.xml_repair import cut_crowd, repair_xml
from digest.text import clean_line, clean_text, plain_text
from digest.text.decoding import decode_xml, unpack_gzip

ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
_MARKUP = re.compile(
    r"</[a-z][a-z0-9]*\s*>|<(?:br|hr|img|p)\b[^>]*>|&(?:#\d+|#x[0-9a-f]+|[a-z]+\d?);", re.IGNORECASE
)
_HEAD = 8_000
_TTL = re.compile(r"<ttl>\s*(\d{1,6})\s*</ttl>", re.IGNORECASE)
_SKIP_HOURS = re.compile(r"<skipHours>(.{1,2000}?)</skipHours>", re.IGNORECASE | re.DOTALL)
_HOUR = re.compile(r"<hour>\s*(\d\d?)\s*</hour>", re.IGNORECASE)
_TEXT_TYPES = frozenset({"", "text/plain", "text/html", "application/xhtml+xml"})
_UTF8 = {"content-type": "application/xml; charset=utf-8"}
_DATES = ("published", "updated", "created")

# feedparser fills a table that all its parsers share when the first of them is made; were that to happen
# in two threads at once, one would read with half a table. Imports happen in one thread only.
feedparser.parse(io.BytesIO(b"<rss/>"))


def read_feed(visit: Visit, client: Client) -> Collected:
    """Ask for a feed, only if it changed, and return its articles, newest first, and what to remember.

    Where it gives teasers only, the pages of its new articles are read; see complete_articles.

    A refusal of the server is a failure in what comes back, with the time before which it should not
    be asked again. Raises SourceError when there is no answer or no feed in it. Cost: linear.
    """

    def parse(response: Response) -> Feed:
        max_bytes = visit.source.max_bytes
        return parse_feed(response.body, address=response.url, charset=response.charset, max_bytes=max_bytes)

    return complete_articles(visit_address(visit, client, ACCEPT, parse), visit, client)


def parse_feed(body: bytes, *, address: str, charset: str = "", max_bytes: int = 10_000_000) -> Feed:
    """Return what a feed holds: RSS, Atom, RDF or JSON Feed, from whatever bytes it comes as.

    address: where it came from. charset: the encoding its server named, or "". max_bytes: the most it
    may hold where it is packed. Entities are never expanded and nothing else is ever read. Raises
    SourceError that says what it is when it is no feed. Cost: linear.
    """
    unpacked, whole = unpack_gzip(body, max_bytes, address)
    text = decode_xml(unpacked, charset)
    if is_json(text):
        feed = parse_json_feed(text, address)
        if feed:
            return feed
    elif not is_page(text):
        kept = cut_crowd(text, MOST_ENTRIES)
        xml, cut_off = repair_xml(kept)
        if xml:
            feed = _parse_xml(xml, address)
            if len(kept) < len(text):
                warnings = (*feed.warnings, f"only its first {MOST_ENTRIES} entries were read")
                feed = replace(feed, warnings=warnings)
            else:
                feed = replace(feed, cut_off=cut_off or not whole)
            rest, quiet = _read_wishes(xml[:_HEAD])
            return replace(feed, rest_minutes=rest, quiet_hours=quiet)
    raise tell_stranger(unpacked, text, address)


def _parse_xml(xml: str, address: str) -> Feed:
    about, found = read_quick_feed(xml) or _ask_feedparser(xml, address)
    home = web_address(_get(about, "link"), address)
    entries = tuple(_read_entry(entry, home or address, _get(about, "language")) for entry in found)
    pairs = zip(entries, found, strict=True)
    undated = sum(1 for entry, facts in pairs if entry.published is None and _get(facts, *_DATES))
    warnings = (f"{undated} entries bear a date that cannot be read",) if undated else ()
    return Feed(entries, _to_line(_get(about, "title")), home, warnings=warnings)


def _read_wishes(head: str) -> tuple[int, tuple[str, ...]]:
    """The ttl of a feed in minutes, and the hours of the day it does not want to be asked in."""
    told, hours = _TTL.search(head), _SKIP_HOURS.search(head)
    quiet = {str(int(hour) % 24) for hour in _HOUR.findall(hours[1])} if hours else set()
    return int(told[1]) if told else 0, tuple(sorted(quiet, key=int))


def _ask_feedparser(xml: str, address: str) -> tuple[Facts, list[Facts]]:
    try:
        parsed = feedparser.parse(
            io.BytesIO(xml.encode()), response_headers=_UTF8, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # it stumbles over its own tables when elements stand where none should
        raise SourceError(address, "its XML is too broken to be read") from error
    return parsed["feed"], parsed["entries"]


def _read_entry(entry: Facts, base: str, language: str) -> Draft:
    outlet = _to_line(_get(entry.get("source"), "title"))
    dates = (read_date(_get(entry, name)) for name in _DATES)
    return Draft(
        title=_cut_outlet(_to_line(_get(entry, "title")), outlet),
        text=max((_to_text(value, kind) for value, kind in _find_bodies(entry).items()), key=len, default=""),
        url=web_address(_find_link(entry), base),
        source=outlet,
        published=next((date for date in dates if date), None),
        language=_get(entry.get("title_detail"), "language") or language,
        author=_read_author(entry),
        image=web_address(_find_image(entry), base),
        key=_get(entry, "id"),
        categories=_read_categories(entry),
    )


def _get(facts: Any, *names: str) -> str:
    """The first of these that is a string with something in it, or "".

    Anything may stand anywhere: an element that feedparser does not know becomes a key of its name.
    Not by the methods of its own dictionary: they put "published" in the place of "updated".
    """
    if not isinstance(facts, dict):
        return ""
    values = (dict.get(facts, name) for name in names)
    return next((value for value in values if isinstance(value, str) and value), "")


def _list(facts: Facts, name: str) -> list[Any]:
    value = facts.get(name)
    return value if isinstance(value, list) else []


def _find_bodies(entry: Facts) -> dict[str, str]:
    """{value: media type} of everything in an entry that may be its text, each value once."""
    summary, detail = _get(entry, "summary"), entry.get("summary_detail")
    # The detail may be that of the description of a picture.
    found = {summary: _get(detail, "type") if _get(detail, "value") == summary else ""}
    found |= {_get(content, "value"): _get(content, "type") for content in _list(entry, "content")}
    return {value: kind for value, kind in found.items() if value and _is_text(value, kind)}


def _is_text(value: str, kind: str) -> bool:
    """Whether this is text by its media type, or octets (feedparser unpacks them) that turn out to be."""
    octets = kind == "application/octet-stream"
    return kind in _TEXT_TYPES or (octets and " ".join(value.split()).isprintable())


def _find_link(entry: Facts) -> str:
    """The link to an article: the publisher's own before that of a service that counts clicks."""
    plain = _get(entry, "feedburner_origlink", "link")
    # feedparser takes a guid for a link where there is none, be it an address or not.
    if plain and (plain != _get(entry, "id") or plain.startswith("http")):
        return plain
    links = {_get(link, "rel"): _get(link, "href") for link in reversed(_list(entry, "links"))}
    return next((links[rel] for rel in ("alternate", "", "related", "self") if links.get(rel)), "")


def _find_image(entry: Facts) -> str:
    for name in ("media_thumbnail", "media_content"):
        for media in _list(entry, name):
            if name == "media_thumbnail" or "image" in (_get(media, "medium"), _get(media, "type")[:5]):
                return _get(media, "url")
    pictures = (link for link in _list(entry, "links") if _get(link, "type").startswith("image/"))
    return next((_get(link, "href") for link in pictures), "") or _get(entry.get("image"), "href")


def _read_author(entry: Facts) -> str:
    names = [_to_line(_get(author, "name")) for author in _list(entry, "authors")]
    return ", ".join(dict.fromkeys(name for name in names if name)) or _to_line(_get(entry, "author"))


def _read_categories(entry: Facts) -> tuple[str, ...]:
    """The first of an entry's categories, each once; feeds hang dozens on it."""
    told = [tag.get("label") or tag.get("term") or "" for tag in _list(entry, "tags")[:MOST_CATEGORIES]]
    return tuple(dict.fromkeys(filter(None, map(_to_category, told))))


@lru_cache(maxsize=4096)
def _to_category(value: str) -> str:
    """A category as plain text; the same few recur on every entry."""
    return _to_line(value)


def _cut_outlet(title: str, outlet: str) -> str:
    """A title without the name of the outlet that aggregators put behind it."""
    return re.sub(rf"\s+[|–—-]\s+{re.escape(outlet)}$", "", title) if outlet else title


def _to_line(value: str) -> str:
    """A title or name as plain text. Many are escaped once more than their feed says."""
    for _ in range(2):
        if _MARKUP.search(value):
            value = plain_text(value)
    return clean_line(value)


def _to_text(value: str, kind: str) -> str:
    is_plain = kind == "text/plain" and not _MARKUP.search(value)
    return clean_text(value) if is_plain else plain_text(value)
