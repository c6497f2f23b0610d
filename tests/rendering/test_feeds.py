"""The feeds of stories: complete, and valid by their standards."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import feedparser
import lxml.etree
import lxml.html
import pytest

from digest.models import Edition
from tests.support.golden_edition import (
    CABLE,
    golden_edition,
    hostile_edition,
    summarize,
)
from tests.support.rendering import edit_edition, read_text, render

ATOM = "{http://www.w3.org/2005/Atom}"


def parse(text: str | bytes) -> Any:
    return lxml.etree.fromstring(text.encode() if isinstance(text, str) else text)


@pytest.mark.parametrize("kind", ["rss", "atom"])
@pytest.mark.parametrize("edition", [golden_edition(), hostile_edition()], ids=["golden", "hostile"])
def test_a_feed_contains_every_story(kind: str, edition: Edition) -> None:
    feed = feedparser.parse(render(edition, kind).encode())
    assert not feed.bozo
    assert len(feed.entries) == len(edition.stories)
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    assert all(entry.get("published_parsed") or entry.get("updated_parsed") for entry in feed.entries)


def test_an_entry_quotes_its_sources() -> None:
    feed = feedparser.parse(render(golden_edition(), "atom").encode())
    entry = feed.entries[0]
    text = read_text(lxml.html.fragment_fromstring(f"<div>{entry.content[0].value}</div>"))
    assert text.startswith("The last of the 34 passengers stepped onto the platform")
    assert "1 Highland Courier, 04:00" in text
    assert entry.link == "https://highland-courier.example/korvath-rescue"


def test_an_entry_names_only_the_sources_of_what_it_shows() -> None:
    text = render(edit_edition(summarize(CABLE, (0, 0), (1, 0), known=((2, 0),))), "rss")
    assert [article.source in text for article in CABLE.articles[:3]] == [True, True, False]


def test_entries_link_to_the_public_page() -> None:
    feed = feedparser.parse(render(golden_edition(), "rss", address="https://news.example").encode())
    assert feed.feed.link == "https://news.example/digest-2026-10-16.html"
    assert feed.entries[0].link == "https://news.example/digest-2026-10-16.html#s-5f1c0a77d2e94b10"


def check_children(counts: dict[str, tuple[int, int]], element: Any) -> None:
    """Check that an element has only these children, each so often: {name: (least, most)}."""
    names = [lxml.etree.QName(child).localname for child in element]
    assert set(names) <= counts.keys()
    for name, (least, most) in counts.items():
        assert least <= names.count(name) <= most, (name, names)


MANY = 10_000


@pytest.mark.parametrize("edition", [golden_edition(), hostile_edition()], ids=["golden", "hostile"])
def test_an_atom_feed_follows_the_standard(edition: Edition) -> None:
    """RFC 4287, section 4.1."""
    feed = parse(render(edition, "atom").encode())
    assert feed.tag == f"{ATOM}feed"
    once, maybe = (1, 1), (0, 1)
    check_children(
        {"title": once, "id": once, "updated": once, "author": (1, MANY), "subtitle": maybe,
         "generator": maybe, "link": (0, MANY), "entry": (0, MANY)}, feed,
    )  # fmt: skip
    for entry in feed.iter(f"{ATOM}entry"):
        check_children(
            {"title": once, "id": once, "updated": once, "published": maybe, "link": maybe,
             "category": (0, MANY), "content": once}, entry,
        )  # fmt: skip
        for name in ("updated", "published"):
            for moment in entry.findall(f"{ATOM}{name}"):
                assert datetime.fromisoformat(moment.text).tzinfo == UTC
        assert entry.findtext(f"{ATOM}id").startswith("urn:uuid:")


def test_an_rss_feed_follows_the_standard() -> None:
    """The RSS 2.0 specification: one channel with title, link and description; an item has a title."""
    rss = parse(render(golden_edition(), "rss").encode())
    assert (rss.tag, rss.get("version")) == ("rss", "2.0")
    (channel,) = rss
    once, maybe = (1, 1), (0, 1)
    check_children(
        {"title": once, "link": once, "description": once, "language": maybe, "pubDate": maybe,
         "lastBuildDate": maybe, "generator": maybe, "docs": maybe, "item": (0, MANY)}, channel,
    )  # fmt: skip
    for item in channel.iter("item"):
        check_children(
            {
                "title": once,
                "guid": once,
                "pubDate": once,
                "link": maybe,
                "category": once,
                "description": once,
            },
            item,
        )
        assert item.findtext("pubDate") == "Fri, 16 Oct 2026 04:30:00 +0000"
