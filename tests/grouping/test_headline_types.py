"""What kind of piece a headline announces."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.grouping.headline_types import is_plain, is_service
from digest.models import Article

NOW = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)


def article(title: str, url: str = "", language: str = "en", text: str = "") -> Article:
    return Article("a", "Mail", url, title, text, NOW, NOW, language)


@pytest.mark.parametrize(
    "title",
    [
        "Ferry Marigold runs aground on the Gannet sandbank",
        "OSTMERE: Ferry runs aground",
        "UK: Ferry runs aground",
        "WHO chief visits Ostmere",
        "Mayor: “Nobody was hurt”",
    ],
)
def test_plain_reports(title: str) -> None:
    assert is_plain(article(title, text="In OSTMERE a ferry ran aground."))


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("LIVE: Ferry runs aground", "en"),
        ("Ferry disaster live: crew taken off", "en"),
        ("WATCH: the ferry that floats again", "en"),
        ("BREAKING: Ferry runs aground", "en"),
        ("Is the Marigold lost?", "en"),
        ("How to escape a sinking ferry", "en"),
        ("Ferry runs aground – what we know", "en"),
        ("Why ferries run aground", "en"),
        ("The Marigold, explained", "en"),
        ("Warum die Fähre auf Grund lief", "de"),
        ("Fähre auf Grund: Was wir wissen", "de"),
        ("Pourquoi le ferry s’est échoué", "fr"),
        ("Cómo se hundió el ferri", "es"),
        ("Riddle of the day: today's crossword", "en"),
    ],
)
def test_what_is_no_plain_report(title: str, language: str) -> None:
    assert not is_plain(article(title, language=language))


def test_a_word_asks_in_its_own_language_only() -> None:
    assert is_plain(article("Was für die Fähre bleibt", language="en"))
    assert not is_plain(article("Was für die Fähre bleibt", language="de"))


@pytest.mark.parametrize("place", ["live", "video/newsfeed", "opinion", "liveblog"])
def test_a_place_on_the_site_tells_it(place: str) -> None:
    assert not is_plain(article("Ferry runs aground", f"https://news.example/{place}/ferry"))
    assert is_plain(article("Ferry runs aground", f"https://news.example/world/{place.replace('/', '-')}-x"))


def test_a_section_on_video_games_is_no_service() -> None:
    assert not is_service(article("Ferry simulator is out", "https://news.example/games/ferry"))
    assert is_service(article("Ferry simulator", "https://news.example/puzzles/ferry"))


@pytest.mark.parametrize(
    ("title", "url", "service"),
    [
        ("Today's crossword: 4,118", "", True),
        ("Best kettle deals this week", "", True),
        ("Trade deals with three neighbours signed", "", False),
        ("How to watch the regatta", "", True),
        ("Your week", "https://mail.example/Horoscopes/fish", True),
        ("Ihr Horoskop für heute", "", True),
        ("Minister quizzed over harbour", "https://mail.example/news/deals-with-harbour", False),
    ],
)
def test_what_papers_print_beside_the_news_is_told_by_headline_or_place(
    title: str, url: str, service: bool
) -> None:
    assert is_service(article(title, url)) is service
