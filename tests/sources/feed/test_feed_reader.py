"""Feeds: their articles, the state after a visit, and the explanation of documents that are not feeds."""

from __future__ import annotations

import gzip
import json
import pickle
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from digest.errors import SourceError
from digest.http import Client
from digest.models import Article, Collected, Source, SourceState, Visit
from digest.sources import collect_source
from digest.sources.feed.feed_parser import parse_feed
from digest.sources.feed.feed_reader import read_feed
from digest.sources.feed_entries import make_articles
from digest.sources.page_links import find_feed_links
from digest.text.urls import make_article_id
from tests.support.webserver import Route, WebServer

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ADDRESS = "https://address.example/feed"
CASES = sorted(
    path for path in (Path(__file__).parents[2] / "data" / "feeds").iterdir() if path.suffix != ".json"
)
SHARED = Path(__file__).parents[3].parent / "shared" / "data"


def read(body: bytes | str, **settings: Any) -> tuple[Article, ...]:
    data = body.encode() if isinstance(body, str) else body
    feed = parse_feed(data, address=ADDRESS)
    return make_articles(feed, Source("Name", "feed", ADDRESS, **settings), NOW)[0]


def rss(*items: str, more: str = "<language>en</language>") -> str:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{more}{inside}</channel></rss>'


def item(number: int, minutes: int = 0) -> str:
    moment = f"{NOW - timedelta(minutes=minutes):%a, %d %b %Y %H:%M:%S} GMT"
    return f"<title>Title {number}</title><link>https://a.example/{number}</link><pubDate>{moment}</pubDate>"


# Parsing


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_each_sample_feed_gives_its_articles(case: Path) -> None:
    defaults = {
        "title_derived": False,
        "published": None,
        "author": "",
        "image": "",
        "language": "en",
        "source": "Name",
    }
    expected = [{**defaults, **row} for row in json.loads(case.with_suffix(".json").read_text("utf-8"))]
    found = read(case.read_bytes())
    rows = [
        {name: getattr(article, name) for name in (*defaults, "title", "text", "url")}
        | {"published": article.published and article.published.isoformat()}
        for article in found
    ]
    assert rows == expected
    assert len({article.id for article in found}) == len(found)
    assert {(article.feed, article.first_seen) for article in found} == {(ADDRESS, NOW)}


@pytest.mark.parametrize(
    "body",
    [
        rss(f"{item(1)}<category> Ports &amp;amp; ships </category><category domain='x'>World</category>"),
        rss(
            f"{item(1)}<category>Ports &amp;amp; ships</category><category>World</category>",
            more="<links/>",
        ),
        json.dumps({"items": [{"title": "A", "tags": ["Ports & ships", 7, "World", "World"]}]}),
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title><id>x:1</id>'
        '<category term="p" label="Ports &amp;amp; ships"/><category term="World"/></entry></feed>',
    ],
    ids=["rss", "feedparser", "json", "atom"],
)
def test_categories_are_read_in_every_format(body: str) -> None:
    (article,) = read(body)
    assert article.categories == ("Ports & ships", "World")


@pytest.mark.parametrize(
    "body",
    [
        rss(f"{item(1)}{'<category>{}</category>' * 10}".format(*range(10))),
        rss(f"{item(1)}{'<category>{}</category>' * 10}".format(*range(10)), more="<links/>"),
        json.dumps({"items": [{"title": "A", "tags": list("0123456789")}]}),
    ],
    ids=["rss", "feedparser", "json"],
)
def test_the_first_categories_are_kept_and_the_others_are_no_fault(body: str) -> None:
    (draft,) = parse_feed(body.encode(), address=ADDRESS).entries
    assert (draft.categories, draft.cut) == (tuple("01234567"), ())


@pytest.mark.parametrize("link", ["http://[bad", "//[::1/a", "https://a.example:port]/"])
def test_an_entry_with_an_address_that_is_none_has_no_address(link: str) -> None:
    entry = f"<entry><title>Wheel</title><id>urn:1</id><link href='{link}'/></entry>"
    body = f"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://a.example/'>{entry}</feed>"
    (draft,) = parse_feed(body.encode(), address=ADDRESS).entries
    assert (draft.title, draft.url) == ("Wheel", "")


def test_section_and_language_of_the_source_take_precedence() -> None:
    (article,) = read(rss(item(1)), section="Local", language="cy")
    assert (article.section, article.language) == ("Local", "cy")


def test_the_same_address_in_two_feeds_is_one_article() -> None:
    (one,) = read(rss(item(1)))
    other = make_articles(
        parse_feed(rss(item(1).replace("/1<", "/1?utm_source=b<")).encode(), address="https://b.example/"),
        Source("Other", "feed", "https://b.example/"),
        NOW,
    )[0][0]
    assert one.id == other.id == make_article_id("https://a.example/1")


def test_the_newest_entries_are_taken_with_a_warning_about_the_others() -> None:
    feed = parse_feed(rss(item(1, 30), item(2, 10), item(3, 20)).encode(), address=ADDRESS)
    articles, _, warnings = make_articles(feed, Source("Name", "feed", ADDRESS, limit=2), NOW)
    assert [article.title for article in articles] == ["Title 2", "Title 3"]
    assert warnings == ("the newest 2 of 3 entries were taken",)


def test_equal_dates_keep_the_order_of_the_feed() -> None:
    assert [article.title for article in read(rss(*map(item, (3, 1, 2))))] == [
        "Title 3",
        "Title 1",
        "Title 2",
    ]


@pytest.mark.parametrize(
    "body",
    [
        rss(item(1)).encode("utf-16"),
        b"\n\n" + rss(item(1)).encode(),
        gzip.compress(rss(item(1)).encode()),
        rss(item(1)).replace(">", ">\r").encode(),
        rss(item(1)).replace("<rss", "<!-- <? odd --><rss").encode(),
        rss(item(1)).replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="utf-16"?>').encode(),
        rss(item(1), more="<image><title>No title</title><link>https://no.example</link></image>").encode(),
    ],
    ids=["utf-16", "blank lines", "gzip", "line ends", "comment", "false label", "image"],
)
def test_unusual_encodings_give_the_same_article(body: bytes) -> None:
    (article,) = read(body, language="en")
    assert article == read(rss(item(1)))[0]


@pytest.mark.parametrize(
    "end", ["</item></channel>", "</item>", "", "<item><title>Half a ti", "<item><link>htt\xe9"]
)
def test_the_complete_entries_of_a_truncated_feed_are_kept(end: str) -> None:
    whole = rss(item(1), item(2, 5))
    body = (
        whole[: whole.rindex("</item>")] + end
        if end.startswith("</item>")
        else whole[: whole.rindex("</channel>")] + end
    )
    feed = parse_feed(body.encode("latin-1"), address=ADDRESS)
    assert feed.cut_off
    assert [entry.title for entry in feed.entries] == ["Title 1", "Title 2"]


@pytest.mark.parametrize(
    ("body", "count"),
    list(
        zip(
            [
                "<rss><channel><item "
                + " ".join(f'a{n}="x"' for n in range(100_000))
                + "><title>x</title></item></channel></rss>",
                rss("<title>x</title><description>" + "<a>" * 50_000 + "</a>" * 50_000 + "</description>"),
                "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>x</title><content type='xhtml'>"
                + "<div>" * 50_000
                + "x"
                + "</div>" * 50_000
                + "</content></entry></feed>",
                "<rss><channel>" + "<item><title>x" * 5_000 + "</channel></rss>",
                rss("<title>" + "<" * 40_000 + "x</title>"),
                rss("<title>x" + "<![CDATA[" * 20_000 + "</title>"),
                rss("<title>x" + "&" * 100_000 + "</title>"),
            ],
            (1, 1, 1, 0, 1, 0, 1),
            strict=True,
        )
    ),
    ids=["attributes", "depth", "xhtml depth", "unclosed", "angles", "cdata", "ampersands"],
)
def test_documents_made_to_block_the_parser_are_read(body: str, count: int) -> None:
    """Complete entries become articles; if there is none, the result is empty and nothing is raised."""
    assert len(read(body)) == count


def test_entities_are_not_expanded() -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    document = f'<!DOCTYPE rss [<!ENTITY e0 "boom">{bomb}]>' + rss(item(1).replace("Title", "&e11;Title"))
    assert read(document)[0].title == "Title 1"


# Documents that are not feeds


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "the response is empty"),
        (b" \r\n ", "the response is empty"),
        (b"<!DOCTYPE html><title>Just a moment...</title>", "a bot check blocks access"),
        (b"<!DOCTYPE html><title>Log in</title>", "it is a web page"),
        (b"<html><link rel='alternate' type='application/atom+xml' href='/a.xml'>", r"Its feed is https://address\.example/a\.xml"),
        (b"<opml version='2.0'><body/></opml>", r"list of feeds \(OPML\)"),
        (b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/>", "site map"),
        (b"<catalog><book/></catalog>", "begins with <catalog>"),
        (b'{"error": "not found"}', "not a JSON Feed"),
        (b'{"items": [}', "its JSON is invalid"),
        (b'{"items": ' + b"[" * 100_000, "nested too deeply"),
        (b"%PDF-1.7 ...", "a PDF file"),
        (b"\x89PNG\r\n\x1a\n", "an image"),
        (b"Service unavailable", "plain text"),
    ],
)  # fmt: skip
def test_documents_that_are_not_feeds_are_explained(body: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message) as raised:
        parse_feed(body, address=ADDRESS)
    assert raised.value.where == ADDRESS


def test_the_size_cap_applies_to_decompressed_feeds() -> None:
    with pytest.raises(SourceError, match="more than 1 MB"):
        parse_feed(gzip.compress(b" " * 3_000_000), address=ADDRESS, max_bytes=1_000_000)


def test_feed_links_of_a_page_are_found() -> None:
    page = """<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
        <LINK HREF='feed?a=1&amp;b=2' TYPE='application/rss+xml' REL='alternate'>
        <link href="/main.css" rel=stylesheet> <link rel="alternate" hreflang="de" href="/de">
        <link rel="alternate home" type="application/feed+json" href="/f.json">"""
    assert find_feed_links(page, "https://a.example/x/") == (
        "https://a.example/x/feed?a=1&b=2",
        "https://a.example/f.json",
        "https://a.example/comments/feed",
    )


@pytest.mark.parametrize(
    ("body", "guessed"),
    [
        (rss(item(1).replace("Title", "Паром в порту")).encode("cp1251"), "windows-1251"),
        (rss(item(1).replace("Title", "渡し船が動き出した")).encode("euc_jp"), "euc-j"),
        ('{"items": [{"title": "Η πόλη περίμενε το πλοίο"}]}'.encode("cp1253"), "windows-1253"),
        (rss(item(1).replace("Title", "Größe")).encode("cp1252"), "windows-1252"),
        (rss(item(1).replace("Title", "Größe")).encode(), ""),
        (rss(item(1).replace("Title", "Паром")).replace("?>", " encoding='koi8-r'?>").encode("koi8-r"), ""),
    ],
)
def test_a_guessed_encoding_gives_a_warning(body: bytes, guessed: str) -> None:
    warnings = parse_feed(body, address=ADDRESS).warnings
    assert [guessed in warning for warning in warnings if "encoding" in warning] == [True] * bool(guessed)


# Visits


@pytest.fixture
def visit(web: WebServer) -> Visit:
    web.routes["/feed"] = Route(
        rss(item(1)).encode(), etag='"1"', headers={"Last-Modified": "Mon, 02 Mar 2026 08:00:00 GMT"}
    )
    return Visit(Source("Name", "feed", web.url("/feed"), timeout=3.0), NOW)


def collect(visit: Visit) -> Collected:
    return collect_source(visit, Client())


def visit_again(visit: Visit, before: Collected, **later: float) -> Visit:
    return replace(visit, state=before.state, now=visit.now + timedelta(**later))


def test_a_visit_returns_articles_and_state(visit: Visit) -> None:
    found = collect(visit)
    assert [article.title for article in found.articles] == ["Title 1"]
    assert found.failure is None
    assert (found.state.etag, found.state.modified) == ('"1"', "Mon, 02 Mar 2026 08:00:00 GMT")
    assert pickle.loads(pickle.dumps(found)) == found


def test_an_unchanged_feed_is_not_parsed_again(visit: Visit, web: WebServer) -> None:
    first = collect(visit)
    second = collect(visit_again(visit, first))
    assert (second.unchanged, second.articles) == (True, ())
    assert second.state == first.state
    web.routes["/feed"] = Route(web.routes["/feed"].body)
    third = collect(visit_again(visit, second))
    assert web.requests[-1].headers["if-none-match"] == '"1"'
    assert third.unchanged
    web.routes["/feed"] = Route(rss(item(2)).encode())
    assert [article.title for article in collect(visit_again(visit, third)).articles] == ["Title 2"]


RSS_BUILT = (
    "<rss><channel><title>Harbour</title><lastBuildDate>{}</lastBuildDate><pubDate>{}</pubDate><ttl>{}</ttl>"
    "<item><title>Quay shut</title><link>https://harbour.example/1</link><pubDate>{}</pubDate></item></channel></rss>"
)
ATOM_BUILT = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Hafen</title><updated>{}</updated><id>{}</id>'
    '<link href="{}"/>'
    "<entry><title>Kai zu</title><id>x</id><updated>{}</updated></entry></feed>"
)
MORNING, NOON = "Mon, 02 Mar 2026 08:00:00 GMT", "Mon, 02 Mar 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("feed", "before", "after", "is_unchanged"),
    [
        (RSS_BUILT, (MORNING, MORNING, 5, MORNING), (NOON, NOON, 5, MORNING), True),
        (RSS_BUILT, (MORNING, MORNING, 5, MORNING), (MORNING, MORNING, 5, NOON), False),
        (RSS_BUILT, (MORNING, MORNING, 5, MORNING), (NOON, NOON, 9, MORNING), False),
        (RSS_BUILT.replace("pubDate", "dc:date"), ("", "1", 5, MORNING), ("", "2", 5, MORNING), True),
        (RSS_BUILT.replace("item", "x:item"), (MORNING, "", 5, MORNING), (MORNING, "", 5, NOON), False),
        (ATOM_BUILT, ("1", "a", "/", "1"), ("2", "a", "/", "1"), True),
        (ATOM_BUILT, ("1", "a", "/", "1"), ("1", "a", "/", "2"), False),
        (ATOM_BUILT, ("1", "a", "/", "1"), ("1", "b", "/", "1"), False),
        (ATOM_BUILT.replace("<entry>", "<entry\n>"), ("1", "a", "/", "1"), ("2", "a", "/", "1"), True),
    ],
)
def test_a_feed_that_was_only_built_again_is_unchanged(
    visit: Visit,
    web: WebServer,
    feed: str,
    before: tuple[str, ...],
    after: tuple[str, ...],
    is_unchanged: bool,
) -> None:
    web.routes["/feed"] = Route(feed.format(*before).encode())
    first = collect(visit)
    web.routes["/feed"] = Route(feed.format(*after).encode())
    assert collect(visit_again(visit, first, hours=1)).unchanged == is_unchanged


@pytest.mark.parametrize(
    ("etag", "modified"),
    [
        ('"2"', ""),
        ('W/"2-gzip"', ""),
        ("", "Tue, 03 Mar 2026 08:00:00 GMT"),
        ("2", "Tue, 03 Mar 2026 08:00:00 GMT"),
    ],
)
def test_each_new_validator_of_the_same_bytes_is_sent(
    visit: Visit, web: WebServer, etag: str, modified: str
) -> None:
    first = collect(visit)
    headers = {"Last-Modified": modified} if modified else {}
    web.routes["/feed"] = Route(web.routes["/feed"].body, etag=etag, headers=headers)
    second = collect(visit_again(visit, first))
    collect(visit_again(visit, second))
    received = web.requests[-1].headers
    assert (received.get("if-none-match", ""), received.get("if-modified-since", "")) == (etag, modified)


def test_new_validators_of_the_same_bytes_are_kept(visit: Visit, web: WebServer) -> None:
    first = collect(visit)
    body = web.routes["/feed"].body
    web.routes["/feed"] = Route(body, etag='"2"', headers={"Last-Modified": "Tue, 03 Mar 2026 08:00:00 GMT"})
    second = collect(visit_again(visit, first))
    assert second.unchanged
    assert (second.state.etag, second.state.modified) == ('"2"', "Tue, 03 Mar 2026 08:00:00 GMT")
    third = collect(visit_again(visit, second))
    assert web.requests[-1].headers["if-none-match"] == '"2"'
    assert (third.unchanged, third.state.etag) == (True, '"2"')
    web.routes["/feed"] = Route(body)
    fourth = collect(visit_again(visit, third))
    assert (fourth.unchanged, fourth.state.etag, fourth.state.modified) == (True, "", "")


@pytest.mark.parametrize(("hours", "count"), [(6, 4), (24, 4), (192, 3)])
def test_a_feed_is_fetched_unconditionally_once_a_week(visit: Visit, hours: int, count: int) -> None:
    state = SourceState(etag='"1"', body="x", last_success=visit.now)
    conditional = []
    web = WebServer({"/feed": Route(rss(item(1)).encode(), etag='"1"')})
    try:
        source = replace(visit.source, location=web.url("/feed"))
        for number in range(1, 4 * 7 * 24 // hours + 1):
            moment = visit.now + timedelta(hours=hours * number)
            collect(Visit(source, moment, replace(state, last_success=moment - timedelta(hours=hours))))
            conditional.append("if-none-match" in web.requests[-1].headers)
    finally:
        web.close()
    assert conditional.count(False) == count


REFRESH = '<meta http-equiv="refresh" content="0; url=/rss.xml">'


@pytest.mark.parametrize(
    "page",
    [
        f"<!doctype html><title>Moved</title>{REFRESH}",
        f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head>{REFRESH}</head></html>',
        """<META CONTENT='3;URL="rss.xml"' HTTP-EQUIV='Refresh'>""",
        '<html><base href="/x/"><meta http-equiv=refresh content="0,../rss.xml"></html>',
        '<html><meta http-equiv=refresh content="0;url=/second"></html>',
        '<html><meta http-equiv = "refresh" content="0; url=FEED:{base}/rss.xml"></html>',
        f"<html><style>{'a { color: red } ' * 2_000}</style>{REFRESH}</html>",
    ],
)
def test_a_page_that_sends_on_to_a_feed_is_followed(visit: Visit, web: WebServer, page: str) -> None:
    web.routes["/rss.xml"] = web.routes["/feed"]
    web.routes["/feed"] = Route(page.replace("{base}", web.url("").rstrip("/")).encode(), etag='"page"')
    web.routes["/second"] = Route(f"<html>{REFRESH}</html>".encode())
    found = collect(visit)
    assert [article.title for article in found.articles] == ["Title 1"]
    assert (found.state.etag, found.state.modified, found.state.moved_to) == ("", "", "")
    assert collect(visit_again(visit, found)).unchanged


def test_a_refresh_header_is_followed(visit: Visit, web: WebServer) -> None:
    web.routes["/rss.xml"] = web.routes["/feed"]
    web.routes["/feed"] = Route(b"Moved.", headers={"Refresh": "0; url=/rss.xml"})
    assert [article.title for article in collect(visit).articles] == ["Title 1"]


@pytest.mark.parametrize("head", ["0; url=/feed", "1;/wait"])
def test_a_page_that_wants_its_cookie_back_is_followed(visit: Visit, web: WebServer, head: str) -> None:
    page = Route(
        b"<html><p>One moment.</p></html>", headers={"Refresh": head, "Set-Cookie": "seen=1; Path=/"}
    )
    wait = Route(b"<html><meta http-equiv=refresh content='0;url=/feed'></html>")
    web.routes |= {"/feed": replace(page, with_cookies={"seen=1": web.routes["/feed"]}), "/wait": wait}
    assert [article.title for article in collect(visit).articles] == ["Title 1"]
    web.routes["/feed"] = page
    assert collect(visit).failure is not None
    assert len(web.requests) <= 7


@pytest.mark.parametrize(
    "page",
    [
        "<html><noscript><meta http-equiv=refresh content='0;url=/rss.xml'></noscript></html>",
        "<html><!-- <meta http-equiv=refresh content='0;url=/rss.xml'> --></html>",
        "<html><meta http-equiv=refresh content='300;url=/rss.xml'></html>",
        "<html><meta http-equiv=refresh content='0'></html>",
        "<html><meta http-equiv=refresh content='0;url=javascript:go()'></html>",
        "<html><meta http-equiv=refresh content='0;url=/feed'></html>",
        "<html><meta http-equiv=refresh content='0;url=/lost'></html>",
    ],
)
def test_a_page_that_sends_nowhere_is_explained(visit: Visit, web: WebServer, page: str) -> None:
    web.routes["/rss.xml"] = web.routes["/feed"]
    web.routes["/feed"] = Route(page.encode())
    failure = collect(visit).failure
    assert failure is not None
    assert "it is a web page" in failure.message


@pytest.mark.parametrize(
    "page",
    [
        "<script>window.location.href = '/rss.xml'</script>",
        '<title>Moved</title><script>location.replace("rss.xml");</script>',
        "<noscript><meta http-equiv=refresh content='0;url=/rss.xml'></noscript>",
        "<meta http-equiv=Refresh content='60; URL=/rss.xml'><p>Wir sind umgezogen.",
        "<frameset><frame src=/rss.xml></frameset>",
    ],
)
def test_the_advice_names_where_a_page_leads(visit: Visit, web: WebServer, page: str) -> None:
    web.routes["/feed"] = Route(f"<!doctype html><html>{page}</html>".encode())
    failure = collect(visit).failure
    assert failure is not None
    assert web.url("/rss.xml") in failure.advice


def test_a_permanently_redirected_feed_is_fetched_at_its_new_address(visit: Visit, web: WebServer) -> None:
    web.routes["/new"] = web.routes["/feed"]
    web.routes["/feed"] = Route(status=301, headers={"Location": "/new"})
    first = collect(visit)
    assert first.state.moved_to == web.url("/new")
    second = collect(visit_again(visit, first))
    assert [request.path for request in web.requests] == ["/feed", "/new", "/new"]
    assert (second.unchanged, second.state.moved_to) == (True, web.url("/new"))
    del web.routes["/new"]
    assert collect(visit_again(visit, second)).state.moved_to == ""


def test_failures_are_counted_until_a_visit_succeeds(visit: Visit, web: WebServer) -> None:
    feed = web.routes.pop("/feed")
    first = collect(visit)
    assert first.failure is not None
    assert (first.failure.where, first.state.failures, first.state.failing_since) == (
        visit.source.location,
        1,
        NOW,
    )
    second = collect(visit_again(visit, first, hours=1))
    assert (second.state.failures, second.state.failing_since) == (2, NOW)
    web.routes["/feed"] = feed
    third = collect(visit_again(visit, second, hours=2))
    assert third.failure is None
    assert (third.state.failures, third.state.failing_since) == (0, None)


def test_an_error_page_does_not_change_the_validators(visit: Visit, web: WebServer) -> None:
    first = collect(visit)
    web.routes["/feed"] = Route(b"<html><title>Maintenance</title></html>", etag='"2"')
    second = collect(visit_again(visit, first))
    assert second.failure is not None
    assert (second.state.etag, second.state.body) == (first.state.etag, first.state.body)


@pytest.mark.parametrize(
    ("status", "headers", "failures", "wait"),
    [
        (503, {"Retry-After": "600"}, 0, timedelta(minutes=10)),
        (429, {}, 0, timedelta(minutes=30)),
        (404, {}, 0, None),
        (404, {}, 3, timedelta(minutes=30)),
        (404, {}, 5, timedelta(hours=2)),
        (500, {}, 5_000, timedelta(hours=12)),
    ],
)
def test_retry_after_and_backoff_delay_the_next_visit(
    visit: Visit, web: WebServer, status: int, headers: dict[str, str], failures: int, wait: timedelta | None
) -> None:
    web.routes["/feed"] = Route(status=status, headers=headers)
    refused = collect(replace(visit, state=SourceState(failures=failures, failing_since=NOW)))
    until = refused.state.not_before
    if wait is None:
        assert until is None
        return
    assert until is not None
    jitter = timedelta(0) if headers else wait / 4
    assert wait <= until - NOW <= wait + jitter
    early = collect(replace(visit, state=refused.state, now=until - timedelta(seconds=1)))
    assert len(web.requests) == 1
    assert early.unchanged
    assert early.state == replace(refused.state, last_visit=until - timedelta(seconds=1))
    assert early.failure is not None
    assert f"not visited until {until:%Y-%m-%d %H:%M}" in early.failure.message
    collect(replace(visit, state=refused.state, now=until))
    assert len(web.requests) == 2


def test_backoff_has_jitter_between_sources(visit: Visit, web: WebServer) -> None:
    web.routes["/feed"] = Route(status=503)
    failing = replace(visit, state=SourceState(failures=4, failing_since=NOW))
    named = (replace(failing, source=replace(visit.source, name=name)) for name in "abcdef")
    times = [collect(one).state.not_before for one in named]
    assert len(set(times)) == 6
    assert times[0] == collect(replace(failing, source=replace(visit.source, name="a"))).state.not_before


def test_an_unreachable_server_causes_no_backoff(visit: Visit) -> None:
    nowhere = replace(visit.source, location="http://127.0.0.1:1/feed")
    failed = collect(replace(visit, source=nowhere, state=SourceState(failures=50, failing_since=NOW)))
    assert (failed.state.failures, failed.state.not_before) == (51, None)


@pytest.mark.parametrize(
    ("headers", "more", "hours"),
    [
        ({}, "", 0),
        ({"Cache-Control": "public, max-age=5400"}, "", 1.5),
        ({"Cache-Control": "max-age=5400", "Age": "1800"}, "", 1),
        ({"Cache-Control": "max-age=5400, no-cache"}, "", 0),
        ({"Cache-Control": "max-age=31536000"}, "", 4),
        ({}, "<ttl>120</ttl>", 2),
        ({}, "<ttl>soon</ttl>", 0),
        ({"Cache-Control": "max-age=60"}, "<ttl>90</ttl>", 1.5),
        ({}, "<skipHours><hour>9</hour><hour>10</hour></skipHours>", 2),
        ({}, "<skipHours><hour>8</hour></skipHours>", 0),
        ({}, f"<skipHours>{''.join(f'<hour>{hour}</hour>' for hour in range(9, 21))}</skipHours>", 4),
        ({}, f"<skipHours>{''.join(f'<hour>{hour}</hour>' for hour in range(24))}</skipHours>", 0),
    ],
)
def test_cache_control_ttl_and_skip_hours_delay_the_next_visit(
    visit: Visit, web: WebServer, headers: dict[str, str], more: str, hours: float
) -> None:
    web.routes["/feed"] = Route(rss(item(1), more=more).encode(), etag='"1"', headers=headers)
    first = collect(visit)
    assert first.state.not_before == (NOW + timedelta(hours=hours) if hours else None)
    early = collect(visit_again(visit, first, minutes=59))
    assert (early.failure, early.articles) == (None, ())
    assert len(web.requests) == (1 if hours else 2)
    # The feed is unchanged and asks for the same delay.
    late = collect(visit_again(visit, first, days=1))
    assert late.unchanged
    assert late.state.not_before == (NOW + timedelta(days=1, hours=hours) if hours else None)


def test_not_modified_on_the_first_visit_is_a_failure(visit: Visit, web: WebServer) -> None:
    web.routes["/feed"] = Route(status=304)
    failure = collect(visit).failure
    assert failure is not None
    assert "to a first visit" in failure.message


@pytest.mark.parametrize(
    "state",
    [
        SourceState(not_before=NOW + timedelta(days=2), last_visit=NOW),
        SourceState(not_before=NOW + timedelta(hours=2), last_visit=NOW + timedelta(hours=1)),
        SourceState(not_before=NOW + timedelta(days=40), last_visit=NOW, gone=True, failures=1),
    ],
)
def test_a_delay_set_by_a_clock_that_was_ahead_is_ignored(
    visit: Visit, web: WebServer, state: SourceState
) -> None:
    assert not collect(replace(visit, state=state)).unchanged
    assert len(web.requests) == 1


def test_failure_times_after_now_are_corrected(visit: Visit, web: WebServer) -> None:
    web.routes["/feed"] = Route(status=500)
    ahead = NOW + timedelta(days=1_500)
    state = SourceState(failures=1, failing_since=ahead, last_visit=ahead, last_success=ahead)
    failed = collect(replace(visit, state=state)).state
    assert (failed.failures, failed.failing_since, failed.last_success) == (2, NOW, None)


def test_a_new_address_that_is_gone_is_dropped_for_the_configured_one(visit: Visit, web: WebServer) -> None:
    web.routes["/new"] = Route(status=410)
    moved = collect(replace(visit, state=SourceState(moved_to=web.url("/new"))))
    assert (moved.failure is None, moved.state.gone, moved.state.moved_to) == (False, False, "")
    back = collect(replace(visit, state=moved.state, now=NOW + timedelta(hours=1)))
    assert (back.failure, [request.path for request in web.requests]) == (None, ["/new", "/feed"])


def test_a_gone_feed_is_visited_once_a_month(visit: Visit, web: WebServer) -> None:
    feed = web.routes["/feed"]
    web.routes["/feed"] = Route(status=410)
    first = collect(visit)
    assert first.state.gone
    second = collect(visit_again(visit, first, days=29))
    assert second.failure is not None
    assert "permanently gone" in second.failure.message
    assert len(web.requests) == 1
    web.routes["/feed"] = feed
    back = collect(visit_again(visit, second, days=31))
    assert (back.failure, back.state.gone, len(back.articles)) == (None, False, 1)


def test_a_persistent_failure_is_reported_once(visit: Visit, web: WebServer) -> None:
    feed = web.routes.pop("/feed")
    hours = []
    found = Collected(visit.source)
    for hour in range(60):
        found = collect(visit_again(visit, found, hours=hour))
        if found.failure_became_persistent:
            hours.append(hour)
    assert hours == [24]
    web.routes["/feed"] = feed
    well = collect(visit_again(visit, found, days=4))
    assert (well.failure_became_persistent, well.state.failing_since, well.state.last_success) == (
        False, None, NOW + timedelta(days=4),
    )  # fmt: skip


def test_a_truncated_response_is_read_and_fetched_again(visit: Visit, web: WebServer) -> None:
    body = rss(item(1), item(2, 5)).encode()
    web.routes["/feed"] = Route(body, etag='"1"', cut=len(body) - 60)
    found = collect(visit)
    assert [article.title for article in found.articles] == ["Title 1"]
    assert found.warnings == ("its end is missing; the complete entries before it were taken",)
    assert (found.state.etag, found.state.body) == ("", "")
    web.routes["/feed"] = Route(body, cut=100)
    nothing = collect(visit)
    assert nothing.failure is not None
    assert "breaks off" in nothing.failure.message


def test_request_headers_and_response_charset_are_used(visit: Visit, web: WebServer) -> None:
    body = rss(item(1).replace("Title", "Новости")).replace('<?xml version="1.0"?>', "").encode("cp1251")
    web.routes["/feed"] = Route(body, headers={"Content-Type": "text/xml; charset=windows-1251"})
    found = collect(replace(visit, source=replace(visit.source, headers=(("X-Key", "k"),))))
    assert found.articles[0].title == "Новости 1"
    assert web.requests[0].headers["x-key"] == "k"
    assert "application/rss+xml" in web.requests[0].headers["accept"]


# All source kinds


@pytest.mark.parametrize(
    ("include", "exclude", "kept"),
    [
        ((), (), ["Ferry strike", "Cup final: match report", "Matchbox museum"]),
        (("ferry", "museum"), (), ["Ferry strike", "Matchbox museum"]),
        ((), ("MATCH",), ["Ferry strike", "Matchbox museum"]),
        ((), ("cup final",), ["Ferry strike", "Matchbox museum"]),
        (("ferry",), ("strike",), []),
        ((" ",), (), ["Ferry strike", "Cup final: match report", "Matchbox museum"]),
    ],
)
def test_include_and_exclude_filter_articles(
    visit: Visit, web: WebServer, include: tuple[str, ...], exclude: tuple[str, ...], kept: list[str]
) -> None:
    titles = ("Ferry strike", "Cup final: match report", "Matchbox museum")
    rows = [item(number).replace(f"Title {number}", title) for number, title in enumerate(titles)]
    web.routes["/feed"] = Route(rss(*rows).encode())
    found = collect(replace(visit, source=replace(visit.source, include=include, exclude=exclude)))
    assert [article.title for article in found.articles] == kept
    assert {left.why for left in found.left_out} <= {"excluded"}
    assert {left.title for left in found.left_out} == set(titles) - set(kept)


def broken_reader(visit: Visit, client: Client) -> Collected:
    raise ZeroDivisionError("by nought")


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("nonsense", "no such kind of source"),
        ("nowhere.at_all:read", "no such kind of source"),
        ("tests.sources.feed.test_feed_reader:missing", "no such kind of source"),
        ("tests.sources.feed.test_feed_reader:broken_reader", r"ZeroDivisionError: by nought"),
    ],
)
def test_errors_of_a_source_kind_become_failures(visit: Visit, kind: str, message: str) -> None:
    found = collect(replace(visit, source=replace(visit.source, kind=kind)))
    assert found.failure is not None
    assert message in found.failure.message
    assert found.state.failures == 1


def test_a_source_kind_can_be_a_dotted_path(visit: Visit) -> None:
    dotted = replace(visit, source=replace(visit.source, kind="digest.sources.feed.feed_reader:read_feed"))
    assert collect(dotted).articles == read_feed(visit, Client()).articles


# Saved feeds


def saved_feeds() -> Iterator[Path]:
    for folder in ("feeds", "bad/feeds"):
        yield from sorted(path for path in (SHARED / folder).rglob("*") if path.is_file())


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the evaluation data is not available")
def test_every_saved_feed_is_read_or_fails_with_an_explanation(web: WebServer) -> None:
    paths = list(saved_feeds())
    web.routes.update({f"/{number}": Route(path.read_bytes()) for number, path in enumerate(paths)})
    visits = [
        Visit(Source(str(number), "feed", web.url(f"/{number}"), timeout=60), NOW)
        for number in range(len(paths))
    ]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(collect, visits))
    assert len(found) > 700
    assert sum(len(one.articles) for one in found) > 2_900
    for path, one in zip(paths, found, strict=True):
        if one.failure:
            assert "bug in the program" not in one.failure.advice, f"{path}: {one.failure}"
        assert all(article.title and article.feed for article in one.articles), path


def undated(*numbers: int, date: str = "") -> bytes:
    return rss(
        *(f"<title>Quarry {n}</title><link>https://a.example/{n}</link>{date}" for n in numbers)
    ).encode()


@pytest.mark.parametrize(
    "date", ["", "<pubDate>one fine day</pubDate>", "<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>"]
)
def test_the_undated_archive_of_a_new_feed_is_backlog(visit: Visit, web: WebServer, date: str) -> None:
    web.routes["/feed"] = Route(undated(*range(1, 41), date=date))
    first = collect(visit)
    assert [article.title for article in first.articles if not article.is_backlog] == [
        f"Quarry {n}" for n in range(1, 6)
    ]
    web.routes["/feed"] = Route(undated(*range(41), date=date))
    second = collect(visit_again(visit, first, days=1))
    assert len(second.articles) == 41
    assert not any(article.is_backlog for article in second.articles)


def test_dated_entries_of_a_new_feed_are_no_backlog(visit: Visit, web: WebServer) -> None:
    web.routes["/feed"] = Route(rss(*(item(n) for n in range(20))).encode())
    assert not any(article.is_backlog for article in collect(visit).articles)
    short = undated(1, 2, 3)
    web.routes["/feed"] = Route(short)
    assert not any(article.is_backlog for article in collect(visit).articles)
