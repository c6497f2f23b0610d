"""Web pages: one article without its surroundings, several articles, none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.pages import read_saved, score_pages
from digest.errors import SourceError
from digest.http import Client
from digest.models import Source, SourceState, Visit
from digest.sources.article_drafts import Draft
from digest.sources.page.page_reader import decode_page, extract_articles, read_page
from tests.support.webserver import Route, WebServer

SHARED = Path(__file__).parents[3].parent / "shared"
NOW = datetime(2026, 5, 4, 6, 0, tzinfo=UTC)
CLIENT = Client(private_hosts=("*",))

LIGHTHOUSE = (
    "The lighthouse on Gull Rock will shine again from Friday, thirty years after its lamp was taken away.",
    "Volunteers carried the new lamp up the 212 steps by hand because the stair is too narrow for a winch.",
    "“We sang on every landing,” said Ruth Penhale, who is 81 and carried the smallest screw of all.",
    "The harbour board pays for the electricity, and the fishermen for a party at the foot of the rock.",
)
BRIDGE = (
    "Engineers have closed the stone bridge at Ambleton after a diver found a hole under its second pier.",
    "Buses go round by the mill, which adds twenty minutes, and the ferry takes walkers free until June.",
    "The council expects the repair to cost half a million crowns and wants the region to pay a part of it.",
    "Nobody knows how old the bridge is, and the stone with the year on it went into the river in a flood.",
)
ORCHARD = (
    "Frost has killed most of the cherry blossom in the orchards above the lake, growers said on Monday.",
    "The growers burned straw in the orchards for three nights, but the wind carried the warmth away.",
    "Cherries will be dear, and the cherry fair at the lake may have to do with plums from abroad.",
    "An old grower remembered a frost like this one, when the orchards by the lake bore no cherry at all.",
)


def paragraphs(texts: tuple[str, ...]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def article(title: str, texts: tuple[str, ...], rank: str = "h1") -> str:
    return f"<article><{rank}>{title}</{rank}>{paragraphs(texts)}</article>"


def page(body: str, head: str = "", title: str = "") -> str:
    named = f"<title>{title}</title>" if title else ""
    top = f'<head><meta charset="utf-8">{named}{head}</head>'
    return f'<!DOCTYPE html><html lang="en">{top}<body>{body}</body></html>'


def structured(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


def read_one(html: str, address: str = "") -> Draft:
    (draft,) = extract_articles(html, address)
    return draft


def test_an_article_is_extracted_without_its_surroundings() -> None:
    menu = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/sport'>Sport</a></li></ul></nav>"
    comments = (
        "<div id='comments' class='comments'><h3>Comments</h3><p>I sang along, said a reader.</p></div>"
    )
    foot = "<footer><p>All rights reserved by the Gull Rock Gazette and its heirs.</p></footer>"
    draft = read_one(page(menu + article("Gull Rock shines again", LIGHTHOUSE) + comments + foot))
    assert draft.title == "Gull Rock shines again"
    assert draft.text == "\n\n".join(LIGHTHOUSE)


def test_hidden_text_is_ignored() -> None:
    hidden = "<p hidden>Cheap lamps here.</p><p style='display: none'>Cheap oil here.</p>"
    html = page(f"<article><h1>Gull Rock</h1>{paragraphs(LIGHTHOUSE)}{hidden}</article>")
    assert "Cheap" not in read_one(html).text


def test_metadata_is_read_from_structured_data() -> None:
    head = structured(
        headline="Gull Rock shines again",
        datePublished="2026-05-03T21:30:00+02:00",
        dateModified="2026-05-04T05:00:00+02:00",
        author=[{"name": "Ruth Penhale"}, {"name": "Tom Arkle"}],
        publisher={"name": "Gull Rock Gazette"},
        image={"url": "/lamp.jpg"},
    )
    head += '<link rel="canonical" href="https://gazette.example/gull-rock?utm_source=mail">'
    draft = read_one(
        page(article("Gull Rock shines again", LIGHTHOUSE), head), "https://gazette.example/amp/1"
    )
    assert draft.published == datetime(2026, 5, 3, 19, 30, tzinfo=UTC)
    assert (draft.author, draft.source) == ("Ruth Penhale, Tom Arkle", "Gull Rock Gazette")
    assert (draft.url, draft.language) == ("https://gazette.example/gull-rock", "en")
    assert draft.image == "https://gazette.example/lamp.jpg"


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2026-05-03T19:30:00Z">',
        '<meta name="parsely-pub-date" content="2026-05-03T19:30:00Z">',
        '<script type="application/ld+json">{"@type": "Article", "datePublished": "2020-01-01",,}</script>'
        '<meta itemprop="datePublished" content="2026-05-03T19:30:00Z">',
    ],
)
def test_the_publication_date_is_read_from_meta_elements(head: str) -> None:
    head += '<meta property="article:modified_time" content="2026-05-04T05:00:00Z">'
    draft = read_one(page(article("Gull Rock", LIGHTHOUSE), head))
    assert draft.published == datetime(2026, 5, 3, 19, 30, tzinfo=UTC)


def test_the_modification_date_is_not_the_publication_date() -> None:
    head = '<meta property="article:modified_time" content="2026-05-04T05:00:00Z">'
    assert read_one(page(article("Gull Rock", LIGHTHOUSE), head)).published is None


@pytest.mark.parametrize(
    ("og", "headline", "heading", "whole", "title"),
    [
        ("Lamp lit | Gazette", "Lamp lit", "Lamp lit", "Lamp lit | Gazette", "Lamp lit"),
        ("Lamp lit - The Gazette", "", "", "", "Lamp lit"),
        ("Old lamp, new light", "Lamp lit", "Lamp lit", "Lamp lit – Gazette", "Old lamp, new light"),
        ("Lamp lit", "Gull Rock lit again", "Lamp lit", "Lamp lit – Gazette", "Gull Rock lit again"),
        ("Old lamp", "New light", "Lamp lit", "", "Old lamp"),
        ("Rock's lamp", "Rock’s lamp", "Rock’s lamp", "Rock’s lamp", "Rock’s lamp"),
        ("", "", "", "Gull Rock lamp lit again - Gazette", "Gull Rock lamp lit again"),
        ("Lamp lit - but who pays?", "", "", "", "Lamp lit - but who pays?"),
    ],
)
def test_the_title_is_chosen_by_votes(og: str, headline: str, heading: str, whole: str, title: str) -> None:
    head = f'<meta property="og:title" content="{og}"><meta property="og:site_name" content="The Gazette">'
    head += structured(headline=headline, datePublished="2026-05-03")
    html = page(f"<h1>{heading}</h1>{paragraphs(LIGHTHOUSE)}", head, whole)
    assert read_one(html).title == title


def test_the_address_in_a_saved_page_is_read() -> None:
    mark = "<!-- saved from url=(0031)https://gazette.example/gull-rock -->"
    assert read_one(mark + page(article("Gull Rock", LIGHTHOUSE))).url == "https://gazette.example/gull-rock"


def test_a_canonical_link_to_the_front_page_is_ignored() -> None:
    html = page(article("Gull Rock", LIGHTHOUSE), '<link rel="canonical" href="https://gazette.example/">')
    assert read_one(html, "https://gazette.example/gull-rock").url == "https://gazette.example/gull-rock"


def test_text_in_structured_data_only_is_read() -> None:
    head = structured(headline="Gull Rock", articleBody="\n".join(LIGHTHOUSE))
    assert read_one(page("<div id=app></div>", head)).text.split() == " ".join(LIGHTHOUSE).split()


def test_paragraphs_missing_in_structured_data_are_boilerplate() -> None:
    advert = "Readers of this page have also bought a small brass lamp in the shape of a lighthouse from us."
    head = structured(headline="Gull Rock", articleBody=" ".join(LIGHTHOUSE))
    html = page(article("Gull Rock", (*LIGHTHOUSE[:2], advert, *LIGHTHOUSE[2:])), head)
    assert read_one(html).text == "\n\n".join(LIGHTHOUSE)


def test_a_text_in_several_boxes_is_complete() -> None:
    boxes = "".join(
        f"<section class='row'><div class='copy'>{paragraphs(texts)}</div></section>"
        f"<section class='promo'><a href='/shop'>Lamps for sale</a></section>"
        for texts in (LIGHTHOUSE, BRIDGE, ORCHARD)
    )
    text = read_one(page(f"<h1>Gull Rock, a bridge and an orchard</h1><main>{boxes}</main>")).text
    assert text == "\n\n".join((*LIGHTHOUSE, *BRIDGE, *ORCHARD))


def test_several_article_elements_give_several_articles() -> None:
    parts = (("Gull Rock", LIGHTHOUSE), ("Ambleton bridge", BRIDGE), ("Frost", ORCHARD))
    linked = "".join(
        article(f"<a href='/{number}?utm_medium=x'>{title}</a>", texts, "h2")
        for number, (title, texts) in enumerate(parts)
    )
    found = extract_articles(page(f"<h1>The morning</h1>{linked}"), "https://gazette.example/today")
    assert [draft.title for draft in found] == ["Gull Rock", "Ambleton bridge", "Frost"]
    assert [draft.url for draft in found] == [f"https://gazette.example/{number}" for number in range(3)]
    assert [draft.text for draft in found] == ["\n\n".join(texts) for _, texts in parts]


def test_article_elements_keep_their_own_metadata() -> None:
    rock = "https://gazette.example/rock"
    head = structured(headline="Gull Rock", datePublished="2026-05-03T19:30:00Z", url=rock)
    dated = "</h1><time datetime='2026-05-01T08:00:00Z'>Friday</time>"
    later = article("Ambleton bridge", BRIDGE).replace("</h1>", dated)
    first, second = extract_articles(page(article("Gull Rock", LIGHTHOUSE) + later, head), rock)
    assert (first.url, first.published) == (rock, datetime(2026, 5, 3, 19, 30, tzinfo=UTC))
    assert (second.title, second.url) == ("Ambleton bridge", "")
    assert second.published == datetime(2026, 5, 1, 8, 0, tzinfo=UTC)


def test_articles_without_elements_of_their_own_are_split_at_headings() -> None:
    boilerplate = "<div>Save for later</div><div>Share this with a friend</div>"
    body = "".join(
        f"<h3><a href='/{number}'>{title}</a></h3><div>The Daily Oar</div><div>{number + 2} hours ago</div>"
        f"{paragraphs(texts)}{boilerplate}"
        for number, (title, texts) in enumerate(
            (
                ("The lighthouse on Gull Rock shines again", LIGHTHOUSE),
                ("The stone bridge at Ambleton is closed", BRIDGE),
                ("Frost kills the cherry blossom above the lake", ORCHARD),
            )
        )
    )
    found = extract_articles(page(f"<h1>What others write</h1>{body}"), "https://gazette.example/today", NOW)
    assert [draft.title for draft in found] == [
        "The lighthouse on Gull Rock shines again",
        "The stone bridge at Ambleton is closed",
        "Frost kills the cherry blossom above the lake",
    ]
    assert [draft.url for draft in found] == [f"https://gazette.example/{number}" for number in range(3)]
    assert [draft.published for draft in found] == [NOW - timedelta(hours=number + 2) for number in range(3)]
    assert all("Share" not in draft.text for draft in found)


def test_a_live_blog_is_one_article() -> None:
    posts = "".join(article(f"At {hour} o'clock", LIGHTHOUSE, "h2") for hour in range(3))
    assert read_one(page(f"<h1>Gull Rock: as it happened</h1>{posts}")).title == "Gull Rock: as it happened"


CONSENT = ("We and 842 partners keep things on your device. " * 6, "You may say no, or leave. " * 9)
NO_ARTICLES = {
    "empty": "",
    "blank": page(""),
    "scripts": page("<div id=root></div><noscript>You need to enable JavaScript.</noscript>", title="Rock"),
    "error": page("<h1>Nothing here</h1><p>The page you wanted is not here any more.</p>", title="Rock"),
    "consent": page(paragraphs(CONSENT), title="Gull Rock shines again"),
    "bot check": page("<h1>gazette.example</h1><p>Checking the connection before you go on.</p>"),
}


@pytest.mark.parametrize("name", NO_ARTICLES)
def test_pages_that_are_not_articles_give_none(name: str) -> None:
    assert extract_articles(NO_ARTICLES[name]) == ()


def test_a_short_notice_is_an_article_if_declared() -> None:
    html = page(article("Ferry free", ("The Ambleton ferry is free until the end of June.",)))
    assert read_one(html).text == "The Ambleton ferry is free until the end of June."


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 20_000 + "deep" + "</div>" * 20_000,
        page("<p>One<p>Two<table><tr><td>three<div></span></p>"),
        page(paragraphs(LIGHTHOUSE), '<script type="application/ld+json">' + "[" * 100_000 + "</script>"),
        '<?xml version="1.0" encoding="latin-1"?>' + page(article("Gull Rock", LIGHTHOUSE)),
        page(article("Gull Rock", LIGHTHOUSE), f"<title>{'Gull Rock | ' * 5_000}</title>"),
        page(f"<h1>Gull Rock</h1><p>By Ada{',a' * 500_000} 3 May 2026</p>" + paragraphs(LIGHTHOUSE)),
        page(article("Gull Rock", LIGHTHOUSE) + f"<img src='data:image/png;base64,{'A' * 4_000_000}'>"),
    ],
    ids=[
        "deep",
        "unclosed",
        "deep structured data",
        "declaration",
        "long title",
        "long byline",
        "picture inside",
    ],
)
def test_broken_and_huge_pages_do_not_raise(html: str) -> None:
    assert len(extract_articles(html)) <= 1


def test_the_declared_encoding_is_used() -> None:
    html = '<html><head><meta charset="iso-8859-1"><title>Kälte</title></head></html>'
    assert "Kälte" in decode_page(html.encode("latin-1"))
    assert "Kälte" in decode_page(html.encode("utf-8"))


@pytest.fixture
def server() -> Iterator[WebServer]:
    web = WebServer()
    yield web
    web.close()


def visit(url: str, state: SourceState | None = None) -> Visit:
    return Visit(Source("Gazette", "page", url), NOW, state or SourceState())


def test_a_page_source_gives_an_article_and_is_conditional(server: WebServer) -> None:
    head = '<meta property="article:published_time" content="2026-05-03T19:30:00Z">'
    server.routes["/rock"] = Route(page(article("Gull Rock", LIGHTHOUSE), head).encode(), etag='"1"')
    first = read_page(visit(server.url("/rock")), CLIENT)
    (found,) = first.articles
    assert (found.title, found.feed, found.language) == ("Gull Rock", server.url("/rock"), "en")
    assert (found.url, found.published) == (server.url("/rock"), datetime(2026, 5, 3, 19, 30, tzinfo=UTC))
    second = read_page(visit(server.url("/rock"), first.state), CLIENT)
    assert second.unchanged
    assert server.requests[-1].headers["if-none-match"] == '"1"'


def test_a_page_without_an_article_suggests_its_feed(server: WebServer) -> None:
    head = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    server.routes["/"] = Route(page("<p>Welcome.</p>", head).encode())
    with pytest.raises(SourceError, match="there is no article on this page") as caught:
        read_page(visit(server.url("/")), CLIENT)
    assert server.url("/feed.xml") in caught.value.advice


def test_an_error_response_for_a_page_is_a_failure(server: WebServer) -> None:
    server.routes["/rock"] = Route(status=403)
    failure = read_page(visit(server.url("/rock")), CLIENT).failure
    assert failure is not None
    assert "403" in failure.message


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the evaluation data is not available")
@pytest.mark.parametrize(("name", "min_f1"), [("aeb", 0.95), ("fundus", 0.94)])
def test_most_words_of_real_articles_are_extracted(name: str, min_f1: float) -> None:
    folder = SHARED / "data" / "pages" / name
    rows = json.loads((folder / "truth.json").read_text("utf-8"))[::5]
    found = [read_saved(folder / row["path"], row["url"]) for row in rows]
    assert score_pages(rows, found)["body_f1"] >= min_f1


@pytest.mark.parametrize(
    ("below", "categories"),
    [
        ("", ("gallery",)),
        (
            "<p>The town hall has hung all of them in its stairwell, where they can be seen all winter.</p>",
            (),
        ),
    ],
    ids=["captions alone", "a text, too"],
)
@pytest.mark.parametrize(
    "line", ["Barge {} passes the old lock at noon", "Kahn {} fährt mittags durch die alte Schleuse"]
)
def test_a_page_of_captions_is_a_gallery(line: str, below: str, categories: tuple[str, ...]) -> None:
    pictures = (
        f"<figure><img src={number}.jpg><figcaption>{line.format(number)}</figcaption></figure>"
        for number in range(12)
    )
    (draft,) = extract_articles(
        f"<html><title>Barge</title><h1>Barge / Kahn</h1>{''.join(pictures)}{below}</html>"
    )
    assert line.format(7) in draft.text
    assert draft.categories == categories
