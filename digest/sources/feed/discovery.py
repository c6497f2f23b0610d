"""Finding the feeds of a site: from its address, as a reader types it, to feeds that can be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin

from digest.errors import SourceError
from digest.http import Client, Request, Response
from digest.sources.diagnosis import find_feeds
from digest.sources.entries import web_address
from digest.sources.feed.feed_reader import ACCEPT, parse_feed
from digest.text.decoding import decode_bytes

_MOST_TRIED = 8
_HEADLINES = 3
# Where publishing programs put feeds.
_COMMON_PATHS = (
    "/feed", "/rss", "/feed.xml", "/rss.xml", "/atom.xml", "/index.xml", "/feed.json", "/feeds/posts/default",
)  # fmt: skip
_ANCHOR = re.compile(r"<a\b[^<>]{0,2000}?\bhref\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_LOCATION = re.compile(r"<loc>\s*([^<\s]+)\s*</loc>", re.IGNORECASE)
_LIKE_A_FEED = re.compile(r"\b(?:rss|atom|feeds?)\b|\.(?:rss|atom|rdf)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that can be read: where, what it calls itself, and its newest headlines."""

    address: str
    title: str
    headlines: tuple[str, ...]


def discover_feeds(address: str, client: Client) -> tuple[FoundFeed, ...]:
    """Return the feeds of a site, the most likely one first; the address may be that of a feed itself.

    address: as typed, "https://" may be missing. Looked at are, until something is found: what is there,
    the feeds that the page names, its links that look like feeds, the usual places, the site map. Each
    feed was read. Feeds with the same headlines are one feed in several formats: the first is returned.
    Raises SourceError when nothing answers there, or there is no feed. Cost: at most eight requests for
    each of the four, seldom more than ten in all.
    """
    if "://" not in address:
        address = f"https://{address}"
    answer = _ask(address, address, client)
    if answer.refusal:
        raise answer.refusal
    if feed := _read(answer, answer.moved_to or address):
        return (feed,)
    for candidates in _list_candidates(answer, address, client):
        fresh = (url for url in dict.fromkeys(candidates) if url and url != answer.url)
        found = tuple(_read_all(islice(fresh, _MOST_TRIED), address, client))
        if found:
            return found
    raise SourceError(address, "no feed was found there", "Look for its address on the page, and add that.")


def _list_candidates(answer: Response, address: str, client: Client) -> Iterator[Iterable[str]]:
    html = decode_bytes(answer.body, answer.charset)
    named = find_feeds(html, answer.url)
    without_comments = [url for url in named if "comment" not in url.lower()]
    yield without_comments or named
    yield (web_address(link, answer.url) for link in _ANCHOR.findall(html) if _LIKE_A_FEED.search(link))
    yield (urljoin(answer.url, path) for path in _COMMON_PATHS)
    try:
        site_map = _ask(urljoin(answer.url, "/sitemap.xml"), address, client)
    except SourceError:
        return
    places = _LOCATION.findall(decode_bytes(site_map.body, site_map.charset))
    yield (web_address(place, answer.url) for place in places if _LIKE_A_FEED.search(place))


def _ask(url: str, origin: str, client: Client) -> Response:
    return client.fetch(Request(url, origin=origin, accept=ACCEPT))


def _read_all(addresses: Iterable[str], origin: str, client: Client) -> Iterator[FoundFeed]:
    known: set[tuple[str, ...]] = set()
    for address in addresses:
        try:
            answer = _ask(address, origin, client)
        except SourceError:
            continue
        feed = None if answer.refusal else _read(answer, answer.moved_to or address)
        if feed and feed.headlines not in known:
            known.add(feed.headlines)
            yield feed


def _read(answer: Response, address: str) -> FoundFeed | None:
    try:
        feed = parse_feed(answer.body, address=answer.url, charset=answer.charset)
    except SourceError:
        return None
    titles = [entry.title for entry in feed.entries if entry.title]
    return FoundFeed(address, feed.title, tuple(titles[:_HEADLINES]))
