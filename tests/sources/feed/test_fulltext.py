"""Full texts for teasers: which pages are fetched, how often, and which are accepted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import escape

import pytest

from digest.http import Client
from digest.models import Article, Collected, Source, SourceState, Visit
from digest.sources import collect_source
from digest.sources.feed.fulltext import MAX_PAGES, is_teaser
from digest.sources.page.paywalls import remove_paywall_prompts
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
    """Make a feed. entries: (path, title, text)."""
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


def visit_again(visit: Visit, before: Collected) -> Visit:
    return replace(visit, state=before.state, now=visit.now + timedelta(hours=1))


def request_paths(web: WebServer) -> list[str]:
    return [request.path for request in web.requests]


def read_one(visit: Visit) -> Article:
    (article,) = collect(visit).articles
    return article


def test_the_page_of_a_teaser_is_fetched_once(visit: Visit, web: WebServer) -> None:
    first = collect(visit)
    (article,) = first.articles
    assert (article.text, article.from_page) == ("\n\n".join(BODY), True)
    assert (article.title, article.url) == ("Kiln alight at Sandle Wharf", web.url("/kiln"))
    assert request_paths(web) == ["/feed", "/robots.txt", "/kiln"]
    assert (first.failure, first.warnings) == (None, ())
    collect(visit_again(visit, first))
    old, new = ("/kiln", "Kiln", TEASER), ("/ferry", "Ferry", "The ferry is free.")
    web.routes["/feed"] = replace(feed(web, old, new), etag='"2"')
    second = collect(visit_again(visit, first))
    assert request_paths(web)[3:] == ["/feed", "/feed", "/robots.txt", "/ferry"]
    assert {article.text for article in second.articles} == {TEASER, "The ferry is free."}
    third = collect(visit_again(visit, second))
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
def test_full_text_setting_decides_which_pages_are_fetched(
    visit: Visit, web: WebServer, full_text: str, text: str, read: bool
) -> None:
    web.routes["/feed"] = feed(web, ("/kiln", "Kiln", text))
    collect(replace(visit, source=replace(visit.source, full_text=full_text)))
    assert ("/kiln" in request_paths(web)) is read


@pytest.mark.parametrize(
    ("text", "median_length", "teaser"),
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
def test_teasers_are_recognized(text: str, median_length: float, teaser: bool) -> None:
    assert is_teaser(text.strip(), median_length) is teaser


def test_pages_of_old_articles_are_not_fetched(visit: Visit, web: WebServer) -> None:
    web.routes["/feed"] = feed(web, ("/kiln", "Kiln", TEASER), days=4)
    assert read_one(visit).text == TEASER
    assert request_paths(web) == ["/feed"]


@pytest.mark.parametrize(
    ("rules", "read"),
    [
        (Route(b"User-agent: *\nDisallow: /kiln"), False),
        (Route(b"User-agent: daily-news-digest\nDisallow: /"), False),
        (Route(b"User-agent: somebody\nDisallow: /"), True),
        (Route(b"<html>no rules</html>"), True),
        (Route(b"User-agent: *\nDisallow: /private\n" + b"# more\n" * 100_000), True),
        (Route(b"# more\n" * 100_000 + b"User-agent: *\nDisallow: /"), True),
        (Route(status=404), True),
        (Route(status=503), False),
        (Route(raw=b""), False),
    ],
    ids=["page", "name", "others", "junk", "long", "late", "none", "trouble", "no answer"],
)
def test_robots_txt_is_obeyed(visit: Visit, web: WebServer, rules: Route, read: bool) -> None:
    web.routes["/robots.txt"] = rules
    collected = collect(visit)
    assert ("/kiln" in request_paths(web)) is read
    assert collected.failure is None
    assert any("robots.txt" in warning for warning in collected.warnings) is not read


def test_sources_of_one_site_share_its_robots_txt_in_a_round(visit: Visit, web: WebServer) -> None:
    web.routes["/robots.txt"] = Route(b"User-agent: *\nDisallow: /quay")
    web.routes["/quay.xml"] = feed(web, ("/quay", "Quay closed at Sandle Wharf", TEASER))
    other = replace(visit, source=replace(visit.source, location=web.url("/quay.xml")))
    assert [len(collect(one).warnings) for one in (visit, other)] == [0, 1]
    assert request_paths(web) == ["/feed", "/robots.txt", "/kiln", "/quay.xml"]
    collect(replace(other, now=NOW + timedelta(hours=1)))
    assert request_paths(web)[4:] == ["/quay.xml", "/robots.txt"]


def test_pages_above_the_limit_are_fetched_in_later_visits(visit: Visit, web: WebServer) -> None:
    entries = [(f"/{number}", f"Kiln {number}", TEASER) for number in range(MAX_PAGES + 5)]
    web.routes["/feed"] = feed(web, *entries)
    web.routes.update({path: page(*BODY) for path, _, _ in entries})
    first = collect(visit)
    assert len(web.requests) == 2 + MAX_PAGES
    second = collect(visit_again(visit, first))
    assert len(web.requests) == 2 + MAX_PAGES + 2 + 5
    assert len(set(request_paths(web))) == 2 + len(entries)
    assert sum(article.from_page for article in second.articles) == 5
    assert collect(visit_again(visit, second)).unchanged


def test_a_crawl_delay_limits_a_visit_to_one_page(visit: Visit, web: WebServer) -> None:
    web.routes["/robots.txt"] = Route(b"User-agent: *\nCrawl-delay: 10")
    entries = [(f"/{number}", f"Kiln {number}", TEASER) for number in range(3)]
    web.routes["/feed"] = feed(web, *entries)
    found = Collected(visit.source)
    for visits in range(1, 4):
        found = collect(visit_again(visit, found))
        assert len([path for path in request_paths(web) if path in ("/0", "/1", "/2")]) == visits


def test_two_failures_in_a_row_end_the_requests(visit: Visit, web: WebServer) -> None:
    web.routes["/feed"] = feed(web, *((f"/{number}", "Kiln", TEASER) for number in range(6)))
    collected = collect(visit)
    assert request_paths(web) == ["/feed", "/robots.txt", "/0", "/1"]
    assert collected.failure is None
    assert len(collected.state.pages) == 2
    assert {article.text for article in collected.articles} == {TEASER}
    assert collected.warnings == (
        "Kiln: nothing was found at this address (404)",
        "Kiln: nothing was found at this address (404)",
        "its other pages were not requested",
    )
    for number in range(6):
        web.routes[f"/{number}"] = page(*BODY)
    visit_again = collect(replace(visit, state=collected.state))
    assert request_paths(web)[-4:] == ["/2", "/3", "/4", "/5"]
    assert len(visit_again.state.pages) == 6
    assert sum(article.text != TEASER for article in visit_again.articles) == 4


def test_a_page_that_sends_on_to_the_article_is_followed(visit: Visit, web: WebServer) -> None:
    web.routes["/go"] = Route(b"<html><meta http-equiv=refresh content='0; url=/kiln'></html>")
    web.routes["/feed"] = feed(web, ("/go", "Kiln alight at Sandle Wharf", TEASER))
    (article,) = collect(visit).articles
    assert article.text == "\n\n".join(BODY)


def test_robots_txt_of_a_redirect_target_is_obeyed(visit: Visit, web: WebServer) -> None:
    other = WebServer({"/kiln": page(*BODY), "/robots.txt": Route(b"User-agent: *\nDisallow: /")})
    web.routes["/feed"] = feed(web, ("/0", "Kiln", TEASER))
    web.routes["/0"] = Route(status=302, headers={"Location": other.url("/kiln")})
    try:
        collected = collect(visit)
    finally:
        other.close()
    assert [article.text for article in collected.articles] == [TEASER]
    assert "does not allow programs to read it (robots.txt)" in collected.warnings[0]


def test_a_truncated_page_is_not_used(visit: Visit, web: WebServer) -> None:
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
    ("answer", "message"),
    [
        (page(BODY[0], JOIN, CALL), "its page is behind a paywall"),
        (page(BODY[0], "Lesen Sie weiter mit einem Abonnement.", "Ab 1 €"), "a paywall"),
        (page(BODY[0], "この記事は会員限定です。"), "a paywall"),
        (page(*BODY, head='<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Kiln", '
              '"isAccessibleForFree": false}</script>'), "subscribers only"),
        (page(BODY[0]), "no more text than the feed"),
        (page(*(f"Purpose {number}. {CONSENT}" for number in range(5))), "something else"),
        (page("Checking.", title="Just a moment..."), "a bot check"),
        (Route(b"<html><title>Kiln</title><script>load()</script></html>"), "no article"),
        (Route(b"%PDF-1.7", headers={"Content-Type": "application/pdf"}), "does not lead to a web page"),
        (Route(status=402), "requires payment"),
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
def test_the_teaser_remains_if_the_page_fails(
    visit: Visit, web: WebServer, answer: Route, message: str
) -> None:
    web.routes["/kiln"] = answer
    collected = collect(replace(visit, source=replace(visit.source, max_bytes=50_000)))
    (article,) = collected.articles
    assert (article.text, article.from_page) == (TEASER, False)
    assert collected.failure is None
    assert [warning.partition(": ")[0] for warning in collected.warnings] == ["Kiln alight at Sandle Wharf"]
    assert message in collected.warnings[0]
    web.routes["/feed"] = replace(web.routes["/feed"], etag='"2"', body=web.routes["/feed"].body + b"\n")
    collect(visit_again(visit, collected))
    assert request_paths(web).count("/kiln") <= 2, "one request and its redirect"


def test_the_teaser_remains_if_reading_the_page_fails(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RecursionError("deep")

    monkeypatch.setattr("digest.sources.page.page_reader.extract_articles", fail)
    collected = collect(visit)
    assert [article.text for article in collected.articles] == [TEASER]
    assert collected.failure is None
    assert "the program failed on its page (RecursionError: deep)" in collected.warnings[0]


def test_paywall_prompts_are_removed_from_a_text() -> None:
    text, ended = remove_paywall_prompts("\n\n".join((BODY[0], JOIN, *BODY[1:], CALL, "0800 1234")))
    assert (text, ended) == ("\n\n".join(BODY), True)
    news = "The ferry line signed up four hundred subscribers in its first week, and expects more to log in."
    assert remove_paywall_prompts(news) == (news, False)
    long = f"{TEASER} {TEASER} {TEASER} The potters had to subscribe to the plan of the council. {TEASER}"
    assert remove_paywall_prompts(long) == (long, False)


def test_metadata_missing_in_the_feed_comes_from_the_page(visit: Visit, web: WebServer) -> None:
    metadata = (
        '<meta property="article:published_time" content="2026-03-02T07:15:00+01:00">'
        '<meta name="author" content="Odile Frane"><meta property="og:image" content="/kiln.jpg">'
    )
    web.routes["/kiln"] = page(*BODY, head=metadata)
    dated = web.routes["/feed"].body
    for date in (b"", b"<pubDate>Mon, 02 Mar 2026 00:00:00 GMT</pubDate>"):
        start, end = dated.index(b"<pubDate>"), dated.index(b"<description>")
        web.routes["/feed"] = Route(dated[:start] + date + dated[end:])
        article = read_one(visit)
        assert article.published == datetime(2026, 3, 2, 6, 15, tzinfo=UTC)
        assert (article.author, article.image) == ("Odile Frane", web.url("/kiln.jpg"))
    web.routes["/feed"] = Route(dated)
    assert read_one(visit).published == NOW - timedelta(days=0.1)


def test_phrases_that_recur_on_pages_are_dropped(visit: Visit, web: WebServer) -> None:
    subjects = ("kiln", "ferry", "school", "bridge")
    entries = [(f"/{name}", f"News of the {name}", f"All about the {name} at last.") for name in subjects]
    web.routes["/feed"] = feed(web, *entries)
    for name in subjects:
        body = [
            f"The {name} of the wharf, number {part}, was looked at by its {part} keepers."
            for part in range(5)
        ]
        web.routes[f"/{name}"] = page(
            *body, "This report was made by the Wharf desk.", title=f"News of the {name}"
        )
    articles = collect(visit).articles
    assert [article.from_page for article in articles] == [True] * 4
    assert not any("Wharf desk" in article.text for article in articles)


def test_state_keeps_only_page_ids_of_articles_in_the_feed(visit: Visit) -> None:
    found = collect(replace(visit, state=SourceState(pages=("0123456789abcdef",))))
    assert found.state.pages == (found.articles[0].id,)
