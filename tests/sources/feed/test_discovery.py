"""Feeds are found from any page of a site."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digest.errors import SourceError
from digest.http import Client
from digest.sources.feed.discovery import discover_feeds
from digest.sources.page_links import find_feed_links
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


ALTERNATE = "rel=alternate href=/n"
TYPES = (
    *(
        "application/xml+rss",
        "application/rss xml",
        "text/atom",
        "application/x-json-feed",
        "application/rdf+xml",
    ),
    *("text/plain", "application/ld+json"),
)
NAMES = (
    *("type='application/rss+xml'", "rel=rss", "rel=self type='application/atom+xml'", "rel='home feed'"),
    *("rel=service.feed type='application/x.atom+xml'", "rel=alternate title='Canal de noticias'"),
    "rel=alternate type='text/html' title='Flux RSS'",
)
WORDS = (
    *("RSSで購読", "RSSฟีด", "ＲＳＳ", "Лента новостей", "आरएसएस", "S'abonner au flux", "پشتیبانی از خوراک"),
    *("הזנת תוכן", "<svg><title>RSS</title></svg>", "<i class='fa fa-rss'></i>", "<img src=i.png title=RSS>"),
    *("<svg><use xlink:href='#icon-rss'></use></svg>", "<svg class='icon icon-rss'></svg>"),
)


@pytest.mark.parametrize(
    ("front", "address"),
    [
        (page(f'<link {ALTERNATE} type="application/json" title="JSON Feed">'), "/n"),
        (page(f'<link {ALTERNATE} type="text/xml; charset=utf-8">'), "/n"),
        (page(f"<link {ALTERNATE} type='application/xml'>"), "/n"),
        (page('<LINK REL="Alternate" HREF="/n" TYPE="Application/RSS+XML">'), "/n"),
        (page(f'<link {ALTERNATE} title="Berichte (Atom)">'), "/n"),
        (page('<link rel="feed" href="/n">'), "/n"),
        (page('<link rel="feed alternate" type="application/x-unknown" href="/n">'), "/n"),
        (page(f'<link title="Häfen > Küste" {ALTERNATE} type="application/atom+xml">'), "/n"),
        (
            page('<base href="/deep/dir/"><link rel="alternate" type="application/rss+xml" href="n">'),
            "/deep/dir/n",
        ),
        (
            page('<link rel="alternate" type="application/rss+xml" href="n"><base href="/deep/dir/">'),
            "/deep/dir/n",
        ),
        (page('<link rel="alternate" type="application/rss+xml" href="feed:{base}/n">'), "/n"),
        (page(body='<p><a href="feed://{host}/n">Abonnieren</a></p>'), "/n"),
        (page(body='<a href="/n"><b>Flux</b> RSS</a>'), "/n"),
        (page(body='<a href="/n"><img src="i.png" alt="Atom"></a>'), "/n"),
        (page(body='<a href="/n" title="RSSフィード">購読</a>'), "/n"),
        (
            Route(b"<html></html>", headers={"Link": '</n>; rel="alternate"; type="application/rss+xml"'}),
            "/n",
        ),
        (Route(b"plain", headers={"Link": '</a>; rel=next, <n>; title="a, b"; rel="feed"'}), "/n"),
        (page('<meta http-equiv="refresh" content="0; url=/n">'), "/n"),
        (page('<meta http-equiv="refresh" content="1;URL=/blog/">'), "/n"),
        (Route(page(f'<link {ALTERNATE} type="application/rss+xml">').body, status=403), "/n"),
        *((page(f'<link {ALTERNATE} type="{kind}">'), "/n") for kind in TYPES),
        *((page(f"<link {names} href=/n>"), "/n") for names in NAMES),
        *((page(body=f"<p><a href=/n>{words}</a>"), "/n") for words in WORDS),
        *((page(body=f'<a href="{scheme}://{{host}}/n">x</a>'), "/n") for scheme in ("itpc", "pcast")),
        (page(body='<a href="feeds:{base}/n">x</a>'), "/n"),
        (page(body='<a rel="alternate" type="application/atom+xml" href="/n">Neues</a>'), "/n"),
        (page(body='<map><area href="/n" alt="RSS"></map>'), "/n"),
        (page(body='<a href="/n" class="icon icon-rss"></a>'), "/n"),
        (Route(b"", status=503, headers={"Link": "</n>; rel='alternate'; type='application/rss+xml'"}), "/n"),
        (page("<script>window.location = '/blog/';</script>"), "/n"),
        (Route(b"<html><frameset><frame src=/blog/></frameset></html>"), "/n"),
        (Route(page(body='<a href="/n">RSS</a>').body, status=404), "/n"),
    ],
)
def test_a_feed_is_found_however_the_page_names_it(web: WebServer, front: Route, address: str) -> None:
    body = front.body.replace(b"{base}", web.url("").encode()).replace(
        b"{host}", web.url("").partition("//")[2].encode()
    )
    web.routes |= {"/": replace(front, body=body), address: QUAY}
    web.routes["/blog/"] = page('<link rel="alternate" type="application/rss+xml" href="../n">')
    (found,) = discover_feeds(web.url("/"), CLIENT)
    assert (found.address, found.title) == (web.url(address), "Quay")


@pytest.mark.parametrize(
    "title", ["Comments Feed", "Kommentar-Feed", "Comentarios RSS", "Комментарии", "コメントのフィード"]
)
def test_a_feed_of_comments_comes_after_that_of_articles(title: str) -> None:
    html = f"<html><head>{link('/c', title)}{link('/n', 'Quay')}</head></html>"
    assert find_feed_links(html, "https://quay.example/") == (
        "https://quay.example/n",
        "https://quay.example/c",
    )


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="stylesheet" type="text/xml" href="/n">',
        '<link rel="alternate" hreflang="fr" href="/n">',
        '<!-- <link rel="alternate" type="application/rss+xml" href="/n"> -->',
        '<script>"<link rel=alternate type=application/rss+xml href=/n>"</script>',
        '<link rel="alternate" type="application/rss+xml" href="mailto:n">',
        '<link rel="service" type="application/atomsvc+xml" href="/n">',
        '<link rel="alternate" type="application/json+oembed" href="/n">',
        '<link rel="alternate" media="only screen and (max-width: 640px)" href="/n">',
    ],
)
def test_other_links_are_no_feeds(head: str) -> None:
    assert find_feed_links(f"<html><head>{head}</head></html>", "https://quay.example/") == ()


def test_an_address_may_be_that_of_a_reader(web: WebServer) -> None:
    web.routes["/f"] = QUAY
    (found,) = discover_feeds("feed:" + web.url("/f"), CLIENT)
    assert found.address == web.url("/f")


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


@pytest.mark.parametrize("html", ["", " ", "<!-- -->", "\0"])
def test_a_page_without_anything_names_no_feeds(html: str) -> None:
    assert find_feed_links(html, "https://quay.example/") == ()
