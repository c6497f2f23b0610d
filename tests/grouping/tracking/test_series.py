"""Recurring series: told by their titles over days, and never one story with another instalment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from digest.grouping import find_series, group_articles, part_series
from digest.grouping.tracking.series import read_pattern, recurs, same_instalment
from digest.models import Article, Headline, Published, Story

MONDAY = datetime(2026, 3, 9, 6, tzinfo=UTC)
FERRY = "Three tugs pulled the ferry Marigold off the Gannet sandbank at the highest tide of the month."


def article(title: str, day: float = 0, source: str = "The Quay", text: str = "") -> Article:
    moment = MONDAY + timedelta(days=day)
    return Article(f"{source} {title} {day}", source, "", title, text, moment, moment, "en")


def headline(told: Article) -> Headline:
    return Headline(told.id, told.source, told.title, told.moment)


def in_series(today: Article, *earlier: Article) -> bool:
    return today.id in find_series([today], map(headline, earlier))


@pytest.mark.parametrize(
    ("yesterday", "today"),
    [
        ("Riddle of the day: clues for March 9", "Riddle of the day: clues for March 10"),
        ("Today's Anagram #1204", "Today's Anagram #1205"),
        ("The front pages", "The front pages"),
        ("Das Kreuzwort vom 9. März", "Das Kreuzwort vom 10. März"),
        ("3月9日の運勢", "3月10日の運勢"),
    ],
)
def test_titles_that_count_the_days_are_a_series(yesterday: str, today: str) -> None:
    assert in_series(article(today, 1), article(yesterday))


@pytest.mark.parametrize(
    ("yesterday", "today"),
    [
        ("Landslide kills 12 in Ostmere", "Landslide kills 19 in Ostmere"),
        ("Landslide in Ostmere", "Landslide in Skarvik"),
        ("Ferry 9 runs aground", "Ferry 10 is late off Skarvik"),
        ("", ""),
    ],
)
def test_a_toll_that_rises_is_none(yesterday: str, today: str) -> None:
    assert not in_series(article(today, 1), article(yesterday))


def test_the_same_title_within_hours_is_a_report_sent_twice() -> None:
    assert not in_series(article("Ferry runs aground", 0.3), article("Ferry runs aground"))


def test_a_series_is_one_outlets() -> None:
    assert not in_series(article("The front pages", 1), article("The front pages", source="Northwire"))


def guide(clubs: str, day: float) -> Article:
    return article(f"How to follow {clubs} from your sofa", day)


def test_three_uses_of_a_template_on_whatever_days_are_a_series() -> None:
    uses = [guide("Ostmere against Skarvik", 0), guide("Torvald", 3), guide("the ploughing match", 3.5)]
    assert in_series(*uses)
    assert find_series(uses) == {use.id for use in uses}
    assert not in_series(*uses[:2])


def test_no_more_uses_of_a_template_are_looked_at_than_tell_it() -> None:
    first, *others = [
        read_pattern(use.title, use.moment) for use in (guide(f"match {n}{n}x", n) for n in range(9))
    ]
    days = iter([[use] for use in others])
    assert recurs(first, days)
    assert len(list(days)) == 6


def test_one_headline_reworded_is_no_template() -> None:
    assert not find_series(
        article(f"{start} the mayor of Ostmere at the town hall", day)
        for day, start in enumerate(("Keeper meets", "Lighthouse keeper meets", "Lighthouse keeper to meet"))
    )


def test_the_order_of_headlines_says_nothing() -> None:
    pool = [guide(f"match {word}", day) for day, word in enumerate(("one", "two", "three", "four"))]
    pool += [article(f"Today's Anagram #{100 + day}", day) for day in range(4)]
    assert find_series(pool) == find_series(reversed(pool)) == {told.id for told in pool}


def test_two_outlets_instalments_are_of_one_thing_when_day_and_number_agree() -> None:
    quay = article("Anagram for March 9, 2026")
    assert same_instalment(quay, article("Anagram hints for March 9, #1204", 0.2, "Northwire"))
    assert not same_instalment(quay, article("Anagram hints for March 10, 2026", 0.6, "Northwire"))
    assert not same_instalment(quay, article("Anagram for March 9, again", 0.1))
    assert same_instalment(quay, article("Anagram, the answer", 0.2, "Northwire"))
    assert not same_instalment(quay, article("Anagram, the answer", 1.5, "Northwire"))


def test_instalments_of_different_days_are_never_one_story() -> None:
    hint = "Stuck on the anagram? Here are clues and the answer to the puzzle of letters."
    pool = [
        article(f"{name} anagram: clues and answer for March {9 + day}", day, source, hint)
        for day in range(3)
        for name, source in (("Today's", "The Quay"), ("Daily", "Northwire"))
    ]
    stories = group_articles(pool)
    assert all(len({told.moment for told in story.articles}) == 1 for story in stories)
    assert max(len(story.articles) for story in stories) == 2


def tell(*articles: Article) -> Story:
    return Story("s", articles, tuple(told.id for told in articles))


def part(old: Article, new: Article, *series: Article) -> int:
    published = {old.id: Published("s", date(2026, 3, 9))}
    return len(part_series([tell(old, new)], {told.id for told in series}, published))


def test_a_story_does_not_go_on_by_a_series_alone() -> None:
    report, riddle = article("Ferry floats again", 1, text=FERRY), article("Today's riddle", 1)
    first = article("Ferry runs aground")
    assert part(first, report, riddle) == 1
    assert part(first, riddle, riddle) == 2
    assert part(article("Today's riddle"), report, article("Today's riddle")) == 2


def test_what_is_parted_of_a_series_keeps_every_article_and_its_news() -> None:
    old, new = article("Today's riddle"), article("Today's riddle", 1)
    parts = part_series([tell(old, new)], {old.id, new.id}, {old.id: Published("s", date(2026, 3, 9))})
    assert [[told.id for told in story.articles] for story in parts] == [[old.id], [new.id]]
    assert len({story.id for story in parts}) == 2


def test_an_instalment_has_one_counterpart_in_another_outlet() -> None:
    clues = "Stuck? Here are clues and the answer to today's {}, the puzzle that the paper prints every day."
    pool = [
        article(f"{name} today: clues and answer for March {9 + day}", day, source, clues.format(name))
        for day in range(3)
        for name in ("Anagram", "Kakuro", "Rebus")
        for source in ("The Quay", "Northwire")
    ]
    stories = group_articles(pool)
    assert {len(story.articles) for story in stories} == {2}
    assert all(len({told.title for told in story.articles}) == 1 for story in stories)
