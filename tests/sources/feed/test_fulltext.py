"""Whole texts for teasers: which pages are asked for, how often, and which are believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import escape

import pytest

from digest.http import Client
from digest.models import Article, Collected, Source, SourceState, Visit
from digest.sources import collect_source
from digest.sources.feed.fulltext import MOST_PAGES, is_teaser
from digest.sources.page.paywalls import part_invitations
from tests.support.webserver import Route, WebServer

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEASER = (
    "The kiln at Sandle Wharf is alight again after forty winters, and the potters have come back for it."
)
BODY = (
    "The kiln at Sandle Wharf was lit on Sunday for the first time in forty winters, and a crowd came.",
    "It takes three days to heat and four to cool, and nobody may open its door in between, however curious.",
    "The first firing holds nine hundred bowls, one for each house on the wharf, and a bell for the school.",
    "The potters say that the clay of the river bank, grey and full of sand, is what the kiln was built for.",
    "Whether the glaze will be as blue as the grandmothers remember it will be known on the second of April.",
)


def page(*paragraphs: str, title: str = "Kiln alight at Sandle Wharf", head: str = "") -> Route:
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    html = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body><nav><a href='/'>Home</a></nav><article><h1>{title}</h1>{text}</article></body></html>"
    )
    return Route(html.encode(), headers={"Content-Type": "text/html"})


def feed(web: WebServer, *entries: tuple[str, str, str], days: float = 0.1, more: str = "") -> Route:
    """entries: (path, title, text)"""
    date = f"{NOW - timedelta(days=days):%a, %d %b %Y %H:%M:%S} GMT"
    items = "".join(
        f"<item><title>{escape(title)}</title><link>{web.url(path)}</link><pubDate>{date}</pubDate>"
        f"<description>{escape(text)}</description>{more}</item>"
        for path, title, text in entries
    )
    head = "<title>Wharf News</title><language>en</language>"
    return Route(f'<rss version="2.0"><channel>{head}{items}</channel></rss>'.encode(), etag='"1"')


@pytest.fixture
def visit(web: WebServer) -> Visit:
    web.routes["/feed"] = feed(web, ("/kiln", "Kiln alight at Sandle Wharf", TEASER))
    web.routes["/kiln"] = page(*BODY)
    return Visit(Source("Wharf", "feed", web.url("/feed"), timeout=5, full_text="auto"), NOW)


def collect(visit: Visit) -> Collected:
    return collect_source(visit, Client())


def again(visit: Visit, before: Collected) -> Visit:
    return replace(visit, state=before.state, now=visit.now + timedelta(hours=1))


def asked(web: WebServer) -> list[str]:
    return [request.path for request in web.asked]


def read_one(visit: Visit) -> Article:
    (article,) = collect(visit).articles
    return article


def test_the_page_behind_a_teaser_is_read_once(visit: Visit, web: WebServer) -> None:
    first = collect(visit)
    (article,) = first.articles
    assert (article.text, article.from_page) == ("\n\n".join(BODY), True)
    assert (article.title, article.url) == ("Kiln alight at Sandle Wharf", web.url("/kiln"))
    assert asked(web) == ["/feed", "/robots.txt", "/kiln"]
    assert (first.failure, first.warnings) == (None, ())
    collect(again(visit, first))
    old, new = ("/kiln", "Kiln", TEASER), ("/ferry", "Ferry", "The ferry is free.")
    web.routes["/feed"] = replace(feed(web, old, new), etag='"2"')
    second = collect(again(visit, first))
    assert asked(web)[3:] == ["/feed", "/feed", "/robots.txt", "/ferry"]
    assert {article.text for article in second.articles} == {TEASER, "The ferry is free."}
    third = collect(again(visit, second))
    assert (third.unchanged, third.state.pages) == (True, second.state.pages)


@pytest.mark.parametrize(
    ("full_text", "text", "read"),
    [
        ("auto", TEASER, True),
        ("auto", "", True),
        ("auto", "\n".join(BODY * 2), False),
        ("never", "", False),
        ("always", "\n".join(BODY[:4]), True),
    ],
    ids=["teaser", "headline", "whole", "never", "always"],
)
def test_which_pages_are_asked_for(
    visit: Visit, web: WebServer, full_text: str, text: str, read: bool
) -> None:
    web.routes["/feed"] = feed(web, ("/kiln", "Kiln", text))
    collect(replace(visit, source=replace(visit.source, full_text=full_text)))
    assert ("/kiln" in asked(web)) is read


@pytest.mark.parametrize(
    ("text", "usual", "teaser"),
    [
        (TEASER, 100, True),
        ("", 0, True),
        (TEASER, 3_000, False),
        ("", 3_000, True),
        (f"{TEASER} And so …", 3_000, True),
        (f"{TEASER} And so... Read more", 3_000, True),
        (f"{TEASER} And so [...]", 3_000, True),
        (f"{TEASER} Weiterlesen »", 100, True),
        ("word " * 300, 100, False),
    ],
)
def test_what_a_teaser_is(text: str, usual: float, teaser: bool) -> None:
    assert is_teaser(text.strip(), usual) is teaser


def test_what_is_old_is_not_asked_for(visit: Visit, web: WebServer) -> None:
    web.routes["/feed"] = feed(web, ("/kiln", "Kiln", TEASER), days=4)
    assert read_one(visit).text == TEASER
    assert asked(web) == ["/feed"]


@pytest.mark.parametrize(
    ("rules", "read"),
    [
        (Route(b"User-agent: *\nDisallow: /kiln"), False),
        (Route(b"User-agent: daily-news-digest\nDisallow: /"), False),
        (Route(b"User-agent: somebody\nDisallow: /"), True),
        (Route(b"<html>no rules</html>"), True),
        (Route(b"User-agent: *\nDisallow: /private\n" + b"# more\n" * 100_000), True),
        (Route(status=404), True),
        (Route(status=503), False),
        (Route(raw=b""), False),
    ],
    ids=["page", "name", "others", "junk", "long", "none", "trouble", "no answer"],
)
def test_robots_txt_is_obeyed(visit: Visit, web: WebServer, rules: Route, read: bool) -> None:
    web.routes["/robots.txt"] = rules
    collected = collect(visit)
    assert ("/kiln" in asked(web)) is read
    assert collected.failure is None
    assert any("robots.txt" in warning for warning in collected.warnings) is not read


def test_no_more_pages_than_are_polite_and_the_others_later(visit: Visit, web: WebServer) -> None:
    entries = [(f"/{number}", f"Kiln {number}", TEASER) for number in range(MOST_PAGES + 5)]
    web.routes["/feed"] = feed(web, *entries)
    web.routes.update({path: page(*BODY) for path, _, _ in entries})
    first = collect(visit)
    assert len(web.asked) == 2 + MOST_PAGES
    second = collect(again(visit, first))
    assert len(web.asked) == 2 + MOST_PAGES + 2 + 5
    assert len(set(asked(web))) == 2 + len(entries)
    assert sum(article.from_page for article in second.articles) == 5
    assert collect(again(visit, second)).unchanged


def test_a_site_that_wants_pauses_is_asked_for_one_page(visit: Visit, web: WebServer) -> None:
    web.routes["/robots.txt"] = Route(b"User-agent: *\nCrawl-delay: 10")
    entries = [(f"/{number}", f"Kiln {number}", TEASER) for number in range(3)]
    web.routes["/feed"] = feed(web, *entries)
    found = Collected(visit.source)
    for visits in range(1, 4):
        found = collect(again(visit, found))
        assert len([path for path in asked(web) if path in ("/0", "/1", "/2")]) == visits


def test_a_site_whose_pages_do_not_come_is_let_alone(visit: Visit, web: WebServer) -> None:
    web.routes["/feed"] = feed(web, *((f"/{number}", "Kiln", TEASER) for number in range(6)))
    collected = collect(visit)
    assert asked(web) == ["/feed", "/robots.txt", "/0", "/1"]
    assert collected.failure is None
    assert len(collected.state.pages) == 2
    assert {article.text for article in collected.articles} == {TEASER}
    assert collected.warnings == (
        "Kiln: there is nothing at this address (404)",
        "Kiln: there is nothing at this address (404)",
        "its other pages were not asked for",
    )
    for number in range(6):
        web.routes[f"/{number}"] = page(*BODY)
    again = collect(replace(visit, state=collected.state))
    assert asked(web)[-4:] == ["/2", "/3", "/4", "/5"]
    assert len(again.state.pages) == 6
    assert sum(article.text != TEASER for article in again.articles) == 4


def test_robots_txt_is_obeyed_where_a_redirect_leads(visit: Visit, web: WebServer) -> None:
    other = WebServer({"/kiln": page(*BODY), "/robots.txt": Route(b"User-agent: *\nDisallow: /")})
    web.routes["/feed"] = feed(web, ("/0", "Kiln", TEASER))
    web.routes["/0"] = Route(status=302, headers={"Location": other.url("/kiln")})
    try:
        collected = collect(visit)
    finally:
        other.close()
    assert [article.text for article in collected.articles] == [TEASER]
    assert "does not let programs read it (robots.txt)" in collected.warnings[0]


def test_a_page_that_breaks_off_is_not_taken_for_the_whole(visit: Visit, web: WebServer) -> None:
    web.routes["/feed"] = feed(web, ("/0", "Kiln", TEASER))
    web.routes["/0"] = replace(page(*BODY), cut=400)
    collected = collect(visit)
    assert [article.text for article in collected.articles] == [TEASER]
    assert collected.warnings == ("Kiln: its page breaks off",)


CONSENT = (
    "We and our 214 partners keep things on your device and read them from it, for a purpose or several."
)
JOIN = "Subscribe to read on. Three months for one crown."
CALL = "Already a subscriber? Sign in."


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (page(BODY[0], JOIN, CALL), "a paywall stands before its page"),
        (page(BODY[0], "Lesen Sie weiter mit einem Abonnement.", "Ab 1 €"), "a paywall"),
        (page(BODY[0], "この記事は会員限定です。"), "a paywall"),
        (page(*BODY, head='<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Kiln", '
              '"isAccessibleForFree": false}</script>'), "those who pay"),
        (page(BODY[0]), "no more than the feed"),
        (page(*(f"Purpose {number}. {CONSENT}" for number in range(5))), "something else"),
        (page("Checking.", title="Just a moment..."), "a bot check"),
        (Route(b"<html><title>Kiln</title><script>load()</script></html>"), "no article"),
        (Route(b"%PDF-1.7", headers={"Content-Type": "application/pdf"}), "no web page"),
        (Route(status=402), "to be paid"),
        (Route(status=403, headers={"cf-mitigated": "challenge"}), "a bot check"),
        (Route(raw=b""), "closed the connection"),
        (Route(status=302, headers={"Location": "http://127.0.0.2/"}), "this machine or its network"),
        (Route(b"x" * 100_000, headers={"Content-Type": "text/html"}), "larger than"),
    ],
    ids=(
        "paywall", "german", "japanese", "declared", "short", "consent", "check", "script", "pdf", "402",
        "403", "reset", "private", "large",
    ),
)  # fmt: skip
def test_the_teaser_stands_where_the_page_fails(
    visit: Visit, web: WebServer, answer: Route, told: str
) -> None:
    web.routes["/kiln"] = answer
    collected = collect(replace(visit, source=replace(visit.source, max_bytes=50_000)))
    (article,) = collected.articles
    assert (article.text, article.from_page) == (TEASER, False)
    assert collected.failure is None
    assert [warning.partition(": ")[0] for warning in collected.warnings] == ["Kiln alight at Sandle Wharf"]
    assert told in collected.warnings[0]
    web.routes["/feed"] = replace(web.routes["/feed"], etag='"2"', body=web.routes["/feed"].body + b"\n")
    collect(again(visit, collected))
    assert asked(web).count("/kiln") <= 2, "one request, and its redirect"


def test_invitations_are_no_text_and_what_comes_before_them_is() -> None:
    text, ended = part_invitations("\n\n".join((BODY[0], JOIN, *BODY[1:], CALL, "0800 1234")))
    assert (text, ended) == ("\n\n".join(BODY), True)
    news = "The ferry line signed up four hundred subscribers in its first week, and expects more to log in."
    assert part_invitations(news) == (news, False)
    long = f"{TEASER} {TEASER} {TEASER} The potters had to subscribe to the plan of the council. {TEASER}"
    assert part_invitations(long) == (long, False)


def test_the_page_tells_what_the_feed_does_not(visit: Visit, web: WebServer) -> None:
    facts = (
        '<meta property="article:published_time" content="2026-03-02T07:15:00+01:00">'
        '<meta name="author" content="Odile Frane"><meta property="og:image" content="/kiln.jpg">'
    )
    web.routes["/kiln"] = page(*BODY, head=facts)
    dated = web.routes["/feed"].body
    for date in (b"", b"<pubDate>Mon, 02 Mar 2026 00:00:00 GMT</pubDate>"):
        start, end = dated.index(b"<pubDate>"), dated.index(b"<description>")
        web.routes["/feed"] = Route(dated[:start] + date + dated[end:])
        article = read_one(visit)
        assert article.published == datetime(2026, 3, 2, 6, 15, tzinfo=UTC)
        assert (article.author, article.image) == ("Odile Frane", web.url("/kiln.jpg"))
    web.routes["/feed"] = Route(dated)
    assert read_one(visit).published == NOW - timedelta(days=0.1)


def test_what_recurs_on_the_pages_of_a_source_is_dropped(visit: Visit, web: WebServer) -> None:
    subjects = ("kiln", "ferry", "school", "bridge")
    entries = [(f"/{name}", f"News of the {name}", f"All about the {name} at last.") for name in subjects]
    web.routes["/feed"] = feed(web, *entries)
    for name in subjects:
        told = [
            f"The {name} of the wharf, number {part}, was looked at by its {part} keepers."
            for part in range(5)
        ]
        web.routes[f"/{name}"] = page(
            *told, "This report was made by the Wharf desk.", title=f"News of the {name}"
        )
    articles = collect(visit).articles
    assert [article.from_page for article in articles] == [True] * 4
    assert not any("Wharf desk" in article.text for article in articles)


def test_memory_holds_only_what_the_feed_still_shows(visit: Visit) -> None:
    found = collect(replace(visit, state=SourceState(pages=("0123456789abcdef",))))
    assert found.state.pages == (found.articles[0].id,)
