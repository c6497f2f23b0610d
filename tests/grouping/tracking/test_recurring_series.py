"""Recurring series: recognized by their titles over days; no story has two installments of one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from digest.grouping import find_series, group_articles, split_series
from digest.grouping.tracking.recurring_series import is_recurring, may_be_same_installment, parse_title
from digest.models import Article, Headline, Published, Story

MONDAY = datetime(2026, 3, 9, 6, tzinfo=UTC)
FERRY = "Three tugs pulled the ferry Marigold off the Gannet sandbank at the highest tide of the month."


def make_article(title: str, day: float = 0, source: str = "The Quay", text: str = "") -> Article:
    moment = MONDAY + timedelta(days=day)
    return Article(f"{source} {title} {day}", source, "", title, text, moment, moment, "en")


def make_headline(article: Article) -> Headline:
    return Headline(article.id, article.source, article.title, article.moment)


def is_in_series(today: Article, *earlier: Article) -> bool:
    return today.id in find_series([today], map(make_headline, earlier))


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
def test_titles_whose_numbers_count_the_days_are_a_series(yesterday: str, today: str) -> None:
    assert is_in_series(make_article(today, 1), make_article(yesterday))


@pytest.mark.parametrize(
    ("yesterday", "today"),
    [
        ("Landslide kills 12 in Ostmere", "Landslide kills 19 in Ostmere"),
        ("Landslide in Ostmere", "Landslide in Skarvik"),
        ("Ferry 9 runs aground", "Ferry 10 is late off Skarvik"),
        ("", ""),
    ],
)
def test_titles_with_other_numbers_or_other_words_are_not_a_series(yesterday: str, today: str) -> None:
    assert not is_in_series(make_article(today, 1), make_article(yesterday))


def test_the_same_title_twice_within_hours_is_not_a_series() -> None:
    assert not is_in_series(make_article("Ferry runs aground", 0.3), make_article("Ferry runs aground"))


def test_the_same_title_in_two_outlets_is_not_a_series() -> None:
    assert not is_in_series(
        make_article("The front pages", 1), make_article("The front pages", source="Northwire")
    )


def make_guide(clubs: str, day: float) -> Article:
    return make_article(f"How to follow {clubs} from your sofa", day)


def test_three_uses_of_a_template_on_any_days_are_a_series() -> None:
    uses = [
        make_guide("Ostmere against Skarvik", 0),
        make_guide("Torvald", 3),
        make_guide("the ploughing match", 3.5),
    ]
    assert is_in_series(*uses)
    assert find_series(uses) == {use.id for use in uses}
    assert not is_in_series(*uses[:2])


def test_titles_are_read_only_until_a_series_is_proved() -> None:
    first, *others = [
        parse_title(use.title, use.moment) for use in (make_guide(f"match {n}{n}x", n) for n in range(9))
    ]
    days = iter([[use] for use in others])
    assert is_recurring(first, days)
    assert len(list(days)) == 6


@pytest.mark.parametrize(
    ("title", "series"),
    [
        ("Letter wheel for Thursday, #1,204 and #586", True),
        ("Buchstabenrad #586: die Lösung", True),
        ("La rueda de letras de hoy (#1187)", True),
        ("Ostmere seeded #1 for the cup", False),
        ("The #77 tram is back", False),
        ("Minister answers 586 questions", False),
        ("Why #harbour586 is everywhere", False),
        ("Form B#586 is abolished", False),
    ],
)
def test_the_number_of_an_issue_shows_a_series_on_the_first_day(title: str, series: bool) -> None:
    assert is_in_series(make_article(title)) is series


def test_a_reworded_headline_is_not_a_template() -> None:
    assert not find_series(
        make_article(f"{start} the mayor of Ostmere at the town hall", day)
        for day, start in enumerate(("Keeper meets", "Lighthouse keeper meets", "Lighthouse keeper to meet"))
    )


def test_the_order_of_headlines_does_not_matter() -> None:
    pool = [make_guide(f"match {word}", day) for day, word in enumerate(("one", "two", "three", "four"))]
    pool += [make_article(f"Today's Anagram #{100 + day}", day) for day in range(4)]
    assert find_series(pool) == find_series(reversed(pool)) == {article.id for article in pool}


def test_installments_of_two_outlets_can_be_about_one_thing_when_day_and_number_agree() -> None:
    quay = make_article("Anagram for March 9, 2026")
    assert may_be_same_installment(quay, make_article("Anagram hints for March 9, #1204", 0.2, "Northwire"))
    assert not may_be_same_installment(
        quay, make_article("Anagram hints for March 10, 2026", 0.6, "Northwire")
    )
    assert not may_be_same_installment(quay, make_article("Anagram for March 9, again", 0.1))
    assert may_be_same_installment(quay, make_article("Anagram, the answer", 0.2, "Northwire"))
    assert not may_be_same_installment(quay, make_article("Anagram, the answer", 1.5, "Northwire"))


def test_installments_of_different_days_are_never_one_story() -> None:
    hint = "Stuck on the anagram? Here are clues and the answer to the puzzle of letters."
    pool = [
        make_article(f"{name} anagram: clues and answer for March {9 + day}", day, source, hint)
        for day in range(3)
        for name, source in (("Today's", "The Quay"), ("Daily", "Northwire"))
    ]
    stories = group_articles(pool)
    assert all(len({article.moment for article in story.articles}) == 1 for story in stories)
    assert max(len(story.articles) for story in stories) == 2


def make_story(*articles: Article) -> Story:
    return Story("s", articles, tuple(article.id for article in articles))


def count_parts(old: Article, new: Article, *series: Article) -> int:
    """Return into how many stories one with a published and a new article is split."""
    published = {old.id: Published("s", date(2026, 3, 9))}
    return len(split_series([make_story(old, new)], {article.id for article in series}, published))


def test_a_story_does_not_continue_by_installments_alone() -> None:
    report, riddle = make_article("Ferry floats again", 1, text=FERRY), make_article("Today's riddle", 1)
    first = make_article("Ferry runs aground")
    assert count_parts(first, report, riddle) == 1
    assert count_parts(first, riddle, riddle) == 2
    assert count_parts(make_article("Today's riddle"), report, make_article("Today's riddle")) == 2


def test_splitting_a_series_keeps_every_article() -> None:
    old, new = make_article("Today's riddle"), make_article("Today's riddle", 1)
    parts = split_series([make_story(old, new)], {old.id, new.id}, {old.id: Published("s", date(2026, 3, 9))})
    assert [[article.id for article in story.articles] for story in parts] == [[old.id], [new.id]]
    assert len({story.id for story in parts}) == 2


def test_an_installment_has_one_counterpart_in_another_outlet() -> None:
    clues = "Stuck? Here are clues and the answer to today's {}, the puzzle that the paper prints every day."
    pool = [
        make_article(f"{name} today: clues and answer for March {9 + day}", day, source, clues.format(name))
        for day in range(3)
        for name in ("Anagram", "Kakuro", "Rebus")
        for source in ("The Quay", "Northwire")
    ]
    stories = group_articles(pool)
    assert {len(story.articles) for story in stories} == {2}
    assert all(len({article.title for article in story.articles}) == 1 for story in stories)
