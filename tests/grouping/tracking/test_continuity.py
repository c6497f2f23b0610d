"""Stories over days: which id a story keeps, what is new in it, and which article leads."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from digest.grouping import continue_stories
from digest.models import Article, Published, Story

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)
MONDAY, TUESDAY = date(2026, 3, 9), date(2026, 3, 10)


def make_article(id_: str, hours: int = 0, text: str = "A text.") -> Article:
    return Article(id_, f"Outlet {id_}", "", id_, text, NOON + timedelta(hours=hours), NOON)


def make_story(id_: str, *articles: Article, copies: tuple[tuple[str, str], ...] = ()) -> Story:
    return Story(id_, articles, tuple(sorted(article.id for article in articles)), copies=copies)


def test_a_story_that_no_edition_published_is_entirely_new() -> None:
    story = make_story("s", make_article("b"), make_article("a", 1))
    assert continue_stories([story], {"x": Published("old", MONDAY)}) == (story,)


def test_a_story_takes_over_its_earlier_id_and_lists_what_is_new() -> None:
    published = {"a": Published("old", TUESDAY), "b": Published("old", MONDAY)}
    articles = (make_article("a"), make_article("b", 1), make_article("d", 3), make_article("c", 2))
    (continued,) = continue_stories([make_story("s", *articles)], published)
    assert (continued.id, continued.since, continued.new) == ("old", MONDAY, ("c", "d"))
    assert continued.continuing


def test_no_story_becomes_younger_when_the_article_that_began_it_has_moved_to_another() -> None:
    published = {"a": Published("old", TUESDAY), "b": Published("other", MONDAY)}
    story = make_story("s", make_article("a"), make_article("c", 1))
    for starts, since in ((None, TUESDAY), ({"old": MONDAY}, MONDAY), ({"other": MONDAY}, TUESDAY)):
        (continued,) = continue_stories([story], published, starts=starts)
        assert (continued.id, continued.since) == ("old", since)


def test_an_id_goes_to_the_story_with_most_of_its_articles() -> None:
    published = {id_: Published("old", MONDAY) for id_ in ("a", "b", "c")}
    less, more = (
        make_story("s1", make_article("a")),
        make_story("s2", make_article("b"), make_article("c", 1)),
    )
    assert [story.id for story in continue_stories([less, more], published)] == ["s1", "old"]
    assert [story.id for story in continue_stories([more, less], published)] == ["old", "s1"]


def test_with_equal_claims_an_id_goes_to_the_lower_id() -> None:
    published = {id_: Published("old", MONDAY) for id_ in ("a", "b")}
    stories = continue_stories(
        [make_story("s2", make_article("a")), make_story("s1", make_article("b"))], published
    )
    assert [story.id for story in stories] == ["s2", "old"]
    assert all(story.since == MONDAY for story in stories)


def test_of_two_earlier_stories_in_one_the_larger_gives_the_id() -> None:
    published = {
        "a": Published("small", MONDAY),
        "b": Published("large", TUESDAY),
        "c": Published("large", TUESDAY),
    }
    (story,) = continue_stories(
        [make_story("s", make_article("a"), make_article("b"), make_article("c"))], published
    )
    assert (story.id, story.since, story.new) == ("large", MONDAY, ())


def test_a_story_whose_first_choice_is_taken_gets_its_second() -> None:
    published = {id_: Published("first", MONDAY) for id_ in ("a", "b", "c", "d", "e")}
    published |= {"f": Published("second", MONDAY)}
    large = make_story("s1", make_article("a"), make_article("b"), make_article("c"))
    small = make_story("s2", make_article("d"), make_article("e"), make_article("f"))
    assert [story.id for story in continue_stories([small, large], published)] == ["second", "first"]


def test_a_new_original_leads_and_the_others_follow_by_time() -> None:
    old, copy, later, new = (
        make_article("old"),
        make_article("copy", 1),
        make_article("later", 2, text=""),
        make_article("new", 3),
    )
    published = {"old": Published("s0", MONDAY)}
    (story,) = continue_stories(
        [make_story("s", old, copy, later, new, copies=(("copy", "old"),))], published
    )
    assert [article.id for article in story.articles] == ["new", "old", "copy", "later"]


def test_without_a_new_original_the_lead_stays() -> None:
    published = {"b": Published("s0", MONDAY)}
    (story,) = continue_stories(
        [make_story("s", make_article("b", 1), make_article("a"), copies=(("a", "b"),))], published
    )
    assert story.lead.id == "b"
    assert story.new == ("a",)


def test_the_id_of_a_split_story_goes_to_the_part_with_both_published_and_new_articles() -> None:
    published = {f"o{number}": Published("old", MONDAY) for number in range(12)}
    rest = make_story("s1", *(make_article(f"o{number}") for number in range(8)), make_article("other"))
    development = make_story(
        "s2",
        *(make_article(f"o{number}") for number in range(8, 12)),
        *(make_article(f"n{number}") for number in range(3)),
    )
    assert [story.id for story in continue_stories([rest, development], published)] == ["s1", "old"]
