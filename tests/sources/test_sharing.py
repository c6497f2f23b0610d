"""The sources of a round are shared by host, and reported in the order of the configuration."""

from __future__ import annotations

from digest.models import Collected, Source
from digest.sources.sharing import sort_visits


def test_visits_are_sorted_as_the_sources_and_those_to_lists_come_first() -> None:
    sources = [
        Source(name, "feed", f"https://{name.lower()}.example/rss") for name in ("Quay", "Moor", "Mill")
    ]
    unreadable = Source("List", "opml", "https://lists.example/news.opml")
    visits = [Collected(source) for source in (*sorted(sources, key=lambda row: row.name), unreadable)]
    names = [visit.source.name for visit in sort_visits(visits, sources)]
    assert names == ["List", "Quay", "Moor", "Mill"]
