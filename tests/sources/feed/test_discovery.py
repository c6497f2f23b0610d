"""Feeds are found from any page of a site."""

from __future__ import annotations

import pytest

from digest.errors import SourceError
from digest.http import Client
from digest.sources.feed.discovery import discover_feeds
from tests.support.webserver import Route, WebServer

CLIENT = Client(timeout_seconds=5)


def feed(title: str, *headlines: str) -> Route:
    items = "".join(f"<item><title>{headline}</title></item>" for headline in headlines)
    return Route(f'<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'.encode())


def page(head: str = "", body: str = "<p>Welcome to the quay.</p>") -> Route:
    return Route(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode())


def link(address: str, title: str = "", kind: str = "application/rss+xml") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{address}">'


QUAY = feed("Quay", "Crane falls", "Crane lifted", "Eels back", "Ropes stolen")


@pytest.mark.parametrize(
    ("routes", "address"),
    [
        ({"/": QUAY}, "/"),
        ({"/": page(link("/news.xml")), "/news.xml": QUAY}, "/news.xml"),
        ({"/": page(link("/comments") + link("/n")), "/comments": QUAY, "/n": QUAY}, "/n"),
        ({"/": page(link("/gone") + link("/n")), "/n": QUAY}, "/n"),
        ({"/": page(body="<a class=x href='/rss/all'>RSS</a>"), "/rss/all": QUAY}, "/rss/all"),
        ({"/": page(), "/atom.xml": QUAY}, "/atom.xml"),
        ({"/": page(), "/feed": page(), "/rss.xml": QUAY}, "/rss.xml"),
        ({"/": page(), "/sitemap.xml": Route(b"<url><loc>/x/rss</loc></url>"), "/x/rss": QUAY}, "/x/rss"),
        ({"/": Route(status=301, headers={"Location": "/new"}), "/new": QUAY}, "/new"),
        ({"/": page(link("/a") + link("/b", kind="application/atom+xml")), "/a": QUAY, "/b": QUAY}, "/a"),
    ],
    ids=(
        "feed", "named", "comments", "dead", "linked", "usual", "not a feed", "site map", "moved", "formats",
    ),
)  # fmt: skip
def test_the_feed_of_a_site_is_found(web: WebServer, routes: dict[str, Route], address: str) -> None:
    web.routes.update(routes)
    (found,) = discover_feeds(web.url("/"), CLIENT)
    assert (found.address, found.title) == (web.url(address), "Quay")
    assert found.headlines == ("Crane falls", "Crane lifted", "Eels back")


def test_all_feeds_of_a_site_are_found(web: WebServer) -> None:
    web.routes["/"] = page(link("/sea") + link("/land"))
    web.routes["/sea"], web.routes["/land"] = feed("Sea", "Eels back"), feed("Land", "Plough found")
    assert [found.title for found in discover_feeds(web.url("/"), CLIENT)] == ["Sea", "Land"]


@pytest.mark.parametrize(
    ("status", "message"), [(200, "no feed was found"), (404, "nothing was found at this address")]
)
def test_a_site_without_a_feed_raises_an_error(web: WebServer, status: int, message: str) -> None:
    web.routes["/"] = Route(b"<html>nothing</html>", status=status)
    with pytest.raises(SourceError, match=message):
        discover_feeds(web.url("/"), CLIENT)
    assert len(web.requests) < 12
