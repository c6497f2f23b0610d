"""Which reports are to read, and which to watch or listen to; the latter take no place of the former."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from digest.config import parse_config
from digest.editions.article_selection import Window
from digest.editions.builder import build_edition
from digest.editions.recordings import MAX_RECORDINGS, is_recorded
from digest.editions.serialize import serialize_edition
from digest.models import Article, Edition, EditionInputs

NOW = datetime(2026, 10, 16, 5, 0, tzinfo=UTC)
TOPICS = (
    "bridge harbor crane", "vaccine trial fever", "election ballot mayor", "orchestra violin premiere",
    "glacier hut avalanche", "railway tunnel signal", "bakery flour strike", "museum theft portrait",
    "tram fare council", "reservoir drought pump", "parliament budget vote", "volcano ash airport",
)  # fmt: skip

GUESTS = [
    f"{first}{last}"
    for first in ("Abel", "Cato", "Emil", "Gero")
    for last in ("son", "ski", "berg", "ini", "oux")
]


def make_article(number: int, **fields: Any) -> Article:
    """Return an article on a subject of its own."""
    one, two, three = TOPICS[number % len(TOPICS)].split()
    text = " ".join(f"{one.title()} and {two} meet {three} {one}{day} {two}{day}." for day in range(9))
    article = Article(
        id=f"{number:04}",
        source=f"Outlet {number % 5}",
        url=f"https://outlet{number % 5}.example/{number}",
        title=f"{one.title()} {two} {three} settled",
        text=text,
        published=NOW - timedelta(hours=1 + number / 10),
        first_seen=NOW - timedelta(minutes=30),
        language="en",
        feed="f",
    )
    return replace(article, **fields)


def record(number: int, **fields: Any) -> Article:
    url = f"https://radio.example/{number}.mp3"
    more = {"text": "", "media_url": url, "media_kind": "audio", "media_seconds": 1800, **fields}
    return make_article(number, source=f"Radio {number}", title=GUESTS[number % 20], **more)


def build(*articles: Article, **settings: int) -> Edition:
    lines = "".join(f"{name} = {value}\n" for name, value in settings.items())
    config = parse_config(f"version = 1\n[digest]\n{lines}", Path("digest.toml"), {}, {})
    inputs = EditionInputs(articles=articles)
    return build_edition(inputs, config, NOW.date(), Window(NOW - timedelta(days=1), NOW), map)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"media_url": ""}, False),
        ({"text": "word " * 40}, True),
        # Its text takes longer to read than its clip to watch.
        ({"text": "word " * 400, "media_kind": "video", "media_seconds": 90}, False),
        # A text that is read aloud; show notes of a long talk.
        ({"text": "word " * 900, "media_seconds": 360}, False),
        ({"text": "word " * 900, "media_seconds": 3600}, True),
        # Nobody says how long it is: is there a page besides it?
        ({"text": "word " * 40, "media_seconds": 0}, False),
        ({"media_seconds": 0, "url": "https://radio.example/1.mp3"}, True),
        ({"media_seconds": 0, "url": ""}, True),
    ],
)
def test_a_report_is_a_recording_if_its_text_only_announces_it(
    fields: dict[str, Any], expected: bool
) -> None:
    assert is_recorded(replace(record(1), **fields)) is expected


def test_recordings_follow_the_stories_to_read_and_are_never_in_full() -> None:
    edition = build(record(1), make_article(2), record(3, text="word " * 200), make_article(4))
    stories = serialize_edition(edition)["stories"]
    assert [story["recording"] for story in stories] == [False, False, True, True]
    assert [story["brief"] for story in stories] == [False, False, True, True]
    media = [story["articles"][0]["media"] for story in stories]
    assert [found and found["seconds"] for found in media] == [None, None, 1800, 1800]


def test_recordings_take_no_place_of_stories_to_read() -> None:
    articles = [make_article(number) for number in range(4)]
    talks = [record(number) for number in range(20, 40)]
    edition = build(*articles, *talks, max_stories=3)
    recorded = [bool(summary.story.lead.media_url) for summary in edition.stories]
    assert recorded == [False] * 3 + [True] * MAX_RECORDINGS
    below = {row.id for row in edition.left_out if row.why == "below_cut"}
    assert below & {article.id for article in articles}
    assert below & {talk.id for talk in talks}


def test_whoever_reads_nothing_but_podcasts_gets_as_many_as_the_edition_has_place_for() -> None:
    edition = build(*[record(number) for number in range(20)], max_stories=12)
    assert len(edition.stories) == 12
