"""Find the feeds of a website from its address as a user types it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import urljoin

from digest.errors import SourceError
from digest.http import Client, Request, Response
from digest.sources.feed.feed_parser import parse_feed
from digest.sources.feed.feed_reader import ACCEPT
from digest.sources.feed_entries import resolve_web_address
from digest.sources.page_links import PageLinks, find_page_links
from digest.sources.page_refresh import fetch_through_refresh
from digest.text.decoding import decode_bytes
from digest.text.urls import resolve_feed_scheme

_MAX_TRIES = 8
_HEADLINES = 3
_NAMED_FAILURES = 3
# The usual feed paths of publishing software.
_COMMON_PATHS = (
    "/feed", "/rss", "/feed.xml", "/rss.xml", "/atom.xml", "/index.xml", "/feed.json", "/feeds/posts/default",
)  # fmt: skip
_LOCATION = re.compile(r"<loc>\s*([^<\s]+)\s*</loc>", re.IGNORECASE)
_FEED_LIKE = re.compile(r"\b(?:rss|atom|feeds?)\b|\.(?:rss|atom|rdf)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that was read: its address, its title, and its newest headlines."""

    address: str
    title: str
    headlines: tuple[str, ...]


def discover_feeds(address: str, client: Client) -> tuple[FoundFeed, ...]:
    """Return the feeds of a website, the most likely one first; the address may be that of a feed.

    address: as typed; "https://" may be missing. These are tried until a feed is found: the address itself,
    the feeds that the page or its response declares, what may be one by its type, its links that look like
    feeds, those of the page to which it sends its visitors by a script or a frame, and, unless it is an error
    page, the usual paths and the sitemap. Every feed that is returned has been read. A page that sends its
    visitors on is followed. Feeds with the same headlines are one feed in several formats, and the first is
    returned. Raises SourceError if there is no response or no feed. Cost: at most eight requests for each of
    these steps, rarely more than ten in all.
    """
    address = resolve_feed_scheme(address)
    if "://" not in address:
        address = f"https://{address}"
    response, was_refreshed = fetch_through_refresh(client, Request(address, origin=address, accept=ACCEPT))
    if not response.error and (feed := _read_feed(response, response.moved_to or address)):
        return (replace(feed, address=response.url) if was_refreshed else feed,)
    named: list[SourceError] = []
    for number, candidates in enumerate(_list_candidates(response, address, client)):
        new = (url for url in dict.fromkeys(candidates) if url and url != response.url)
        # The first candidates are those that the page itself calls its feeds.
        found = tuple(_read_feeds(islice(new, _MAX_TRIES), address, client, [] if number else named))
        if found:
            return found
    if response.error:
        raise response.error
    if named:
        reasons = "; ".join(f"{error.where}: {error.message}" for error in named[:_NAMED_FAILURES])
        advice = "Look on the page for another one, or tell its publisher."
        raise SourceError(address, f"the feed that this page names cannot be read ({reasons})", advice)
    raise SourceError(address, "no feed was found there", "Look for its address on the page and add that.")


def _list_candidates(response: Response, address: str, client: Client) -> Iterator[Iterable[str]]:
    links = _find_links(response)
    without_comments = [url for url in links.feeds if "comment" not in url.lower()]
    yield without_comments or links.feeds
    yield links.possible_feeds
    yield links.anchors
    if links.forward:
        with suppress(SourceError):
            yield _find_links(_fetch(links.forward, address, client)).feeds
    if response.error:
        return
    yield (urljoin(response.url, path) for path in _COMMON_PATHS)
    try:
        sitemap = _fetch(urljoin(response.url, "/sitemap.xml"), address, client)
    except SourceError:
        return
    locations = _LOCATION.findall(decode_bytes(sitemap.body, sitemap.charset))
    yield (resolve_web_address(url, response.url) for url in locations if _FEED_LIKE.search(url))


def _find_links(response: Response) -> PageLinks:
    html = decode_bytes(response.body, response.charset)
    return find_page_links(html, response.url, response.header("link"))


def _fetch(url: str, origin: str, client: Client) -> Response:
    return client.fetch(Request(url, origin=origin, accept=ACCEPT))


def _read_feeds(
    addresses: Iterable[str], origin: str, client: Client, failures: list[SourceError]
) -> Iterator[FoundFeed]:
    """Yield the feeds at these addresses, those with the same headlines once. failures: receives the rest."""
    seen: set[tuple[str, ...]] = set()
    for address in addresses:
        try:
            response = _fetch(address, origin, client)
            if response.error:
                raise response.error
            feed = _parse_feed(response, response.moved_to or address)
        except SourceError as error:
            failures.append(SourceError(address, error.message, error.advice))
            continue
        if feed.headlines not in seen:
            seen.add(feed.headlines)
            yield feed


def _read_feed(response: Response, address: str) -> FoundFeed | None:
    try:
        return _parse_feed(response, address)
    except SourceError:
        return None


def _parse_feed(response: Response, address: str) -> FoundFeed:
    """Parse a response as a feed. Raises SourceError."""
    feed = parse_feed(response.body, address=response.url, charset=response.charset)
    titles = [entry.title for entry in feed.entries if entry.title]
    return FoundFeed(address, feed.title, tuple(titles[:_HEADLINES]))
