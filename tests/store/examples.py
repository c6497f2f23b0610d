"""Articles, visits and a filled store for the tests of the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from digest.models import Article, Collected, LeftOut, Source, complete_edition
from digest.store import Store

NOW = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)
DAY = date(2026, 3, 12)
SOURCE = Source("Harbour Post", "feed", "https://harbour.example/rss")
ARTICLE = Article(
    id="a1",
    source="Harbour Post",
    url="https://harbour.example/gate",
    title="The gate is shut – at last",
    text="First.\n\nSecond “quoted” 三.",
    published=NOW - timedelta(hours=2),
    first_seen=NOW,
    categories=("World", "Ports, ships"),
    language="en",
    author="Ada Quill",
    section="Local",
    feed=SOURCE.key,
)


def make_visit(*articles: Article, **more: object) -> Collected:
    return replace(Collected(SOURCE, articles), **more)  # type: ignore[arg-type]


def make_post(number: int, text: str = "Text.") -> Article:
    return Article(
        f"a{number}",
        "Post",
        f"https://p.example/{number}",
        "Títle 三",
        text,
        None,
        NOW,
        feed="https://p.example/rss",
    )


def fill_store(store: Store, articles: int = 3) -> None:
    left = LeftOut("x", "Menu", "Post", "not_an_article", "line 3")
    visit = Collected(
        Source("Post", "feed", "https://p.example/rss"),
        tuple(map(make_post, range(articles))),
        left_out=(left,),
    )
    store.save_visits([visit], NOW)
    store.editions.record(DAY, NOW, complete_edition({"stories": [{"title": "Gate"}]}), {"a1": "s1"})
    store.corrections.save("muted", "s9")
    store.deliveries.plan(DAY, NOW, ["mail"])
    store.leases.acquire("publish", "a", NOW, timedelta(minutes=1))
