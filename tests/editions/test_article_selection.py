"""The selection of articles: the window, late reports, muted words, copies; the skyline."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from digest.editions.article_selection import Window, fold_copies, open_window, select_articles
from digest.editions.quarter_hour_counts import QUARTERS, draw_skyline
from digest.models import Article, LeftOut, Published, Story

NOW = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def article(
    id_: str, hours: float | None, source: str = "Northwire", seen: float = 0, text: str = ""
) -> Article:
    published = None if hours is None else NOW - hours * HOUR
    return Article(
        id_,
        source,
        f"https://x.example/{id_}",
        f"Title {id_}",
        text,
        published,
        NOW - seen * HOUR,
        feed=source,
    )


def test_the_window_reaches_back_the_given_hours() -> None:
    assert open_window(NOW, 24, None) == Window(NOW - 24 * HOUR, NOW)


def test_the_window_leaves_no_gap_to_the_last_edition() -> None:
    assert open_window(NOW, 24, NOW - 20 * HOUR).start == NOW - 24 * HOUR
    assert open_window(NOW, 24, NOW - 50 * HOUR).start == NOW - 50 * HOUR
    assert open_window(NOW, 24, NOW - 700 * HOUR).start == NOW - 700 * HOUR


def test_zero_hours_take_everything_and_since_overrides_the_hours() -> None:
    assert open_window(NOW, 0, NOW - HOUR).start is None
    assert open_window(NOW, 24, None, since=NOW - 2 * HOUR).start == NOW - 2 * HOUR


def test_articles_are_split_into_fresh_context_and_left_out() -> None:
    fresh, old, known, undated = article("f", 3), article("o", 30), article("t", 5), article("u", None)
    future = article("z", -2)
    published = {"t": Published("s1", date(2026, 3, 11))}
    selected = select_articles(
        [fresh, old, known, undated, future], published, {}, Window(NOW - 24 * HOUR, NOW), 3
    )
    assert selected.fresh == (fresh, undated)
    assert selected.context == (known,)
    assert selected.left_out == (LeftOut("o", "Title o", "Northwire", "too_old", "", "https://x.example/o"),)


def test_the_undated_backlog_of_a_feed_is_old() -> None:
    backlog, dated = replace(article("b", None), is_backlog=True), replace(article("d", 3), is_backlog=True)
    window = Window(NOW - 24 * HOUR, NOW)
    for first_visit in (NOW, NOW - 50 * HOUR):  # it answered at its first visit, or later
        selected = select_articles([backlog, dated], {}, {"Northwire": first_visit}, window, 3)
        assert selected.fresh == (dated,)
        assert [(row.id, row.why) for row in selected.left_out] == [("b", "too_old")]
    assert select_articles([backlog], {}, {}, Window(None, NOW), 3).fresh == (backlog,)


def test_a_late_report_of_a_known_source_is_fresh() -> None:
    late = article("l", 30, seen=1)
    window = Window(NOW - 24 * HOUR, NOW)
    assert select_articles([late], {}, {"Northwire": NOW - 90 * HOUR}, window, 3).fresh == (late,)
    assert select_articles([late], {}, {"Northwire": NOW - HOUR}, window, 3).fresh == ()
    ancient = article("a", 300, seen=1)
    assert select_articles([ancient], {}, {"Northwire": NOW - 90 * HOUR}, window, 3).fresh == ()


def test_an_article_that_was_too_old_yesterday_is_not_listed_again() -> None:
    old = article("o", 60, seen=30)
    window = Window(NOW - 24 * HOUR, NOW, arrived=NOW - 24 * HOUR)
    assert select_articles([old], {}, {}, window, 3).left_out == ()


def test_an_article_with_a_muted_word_is_left_out_with_that_word() -> None:
    loud, calm = article("m", 1, text="Your Horoscope today"), article("c", 1, text="Horoscopes")
    selected = select_articles([loud, calm], {}, {}, Window(NOW - 24 * HOUR, NOW), 3, ("c++", "horoscope"))
    assert selected.fresh == (calm,)
    assert [(row.id, row.why, row.detail) for row in selected.left_out] == [("m", "muted", "horoscope")]


def test_a_copy_by_the_same_outlet_is_dropped_and_one_by_another_outlet_is_kept() -> None:
    first, again, theirs = article("a", 5), article("b", 4), article("c", 3, source="Daily Lantern")
    story = Story("s", (first, again, theirs), new=("a", "b", "c"), copies=(("b", "a"), ("c", "a")))
    kept, left_out = fold_copies(story)
    assert kept == replace(story, articles=(first, theirs), new=("a", "c"), copies=(("c", "a"),))
    assert [(row.id, row.why, row.detail) for row in left_out] == [
        ("b", "same_text", "Northwire"),
        ("c", "same_text", "Northwire"),
    ]
    assert kept.voices == 1


@pytest.mark.parametrize(
    ("address", "is_kept"),
    [
        ("https://news.example/2", False),
        ("https://sport.news.example/2", False),
        ("", False),
        ("https://lantern.example/2", True),
    ],
)
def test_outlets_of_one_name_at_different_sites_are_different(address: str, is_kept: bool) -> None:
    first = replace(article("a", 5), url="https://www.news.example/1")
    copy = replace(article("b", 4), url=address)
    kept, _ = fold_copies(Story("s", (first, copy), new=("a", "b"), copies=(("b", "a"),)))
    assert (copy in kept.articles) == is_kept


def test_the_skyline_counts_quarter_hours() -> None:
    reports = [article("a", 0), article("b", 0.1), article("c", 23.9), article("d", 24), article("e", 1)]
    skyline = draw_skyline(reports, {"a"}, NOW, peak=7)
    assert len(skyline.reports) == len(skyline.used) == QUARTERS
    assert (skyline.reports[-1], skyline.reports[0], sum(skyline.reports)) == (2, 1, 4)
    assert sum(skyline.used) == 1
    assert skyline.peak == 7
