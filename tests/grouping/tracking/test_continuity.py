"""Stories over days: which id a story keeps, what is new in it, who leads."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from digest.grouping import continue_stories
from digest.models import Article, Published, Story

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)
MONDAY, TUESDAY = date(2026, 3, 9), date(2026, 3, 10)


def article(id_: str, hours: int = 0, text: str = "A text.", derived: bool = False) -> Article:
    return Article(
        id_, f"Outlet {id_}", "", id_, text, NOON + timedelta(hours=hours), NOON, title_derived=derived
    )


def story(name: str, *articles: Article, copies: tuple[tuple[str, str], ...] = ()) -> Story:
    return Story(name, articles, tuple(sorted(article.id for article in articles)), copies=copies)


def test_a_story_nobody_told_is_new_whole() -> None:
    untold = story("s", article("b"), article("a", 1))
    assert continue_stories([untold], {"x": Published("old", MONDAY)}) == (untold,)


def test_a_story_takes_over_its_id_and_tells_what_is_new() -> None:
    published = {"a": Published("old", TUESDAY), "b": Published("old", MONDAY)}
    (told,) = continue_stories(
        [story("s", article("a"), article("b", 1), article("d", 3), article("c", 2))], published
    )
    assert (told.id, told.since, told.new) == ("old", MONDAY, ("c", "d"))
    assert told.continuing


def test_the_id_goes_to_the_story_with_most_of_its_articles() -> None:
    published = {id_: Published("old", MONDAY) for id_ in ("a", "b", "c")}
    less, more = story("s1", article("a")), story("s2", article("b"), article("c", 1))
    assert [told.id for told in continue_stories([less, more], published)] == ["s1", "old"]
    assert [told.id for told in continue_stories([more, less], published)] == ["old", "s1"]


def test_equal_claims_go_to_the_lower_id() -> None:
    published = {id_: Published("old", MONDAY) for id_ in ("a", "b")}
    told = continue_stories([story("s2", article("a")), story("s1", article("b"))], published)
    assert [row.id for row in told] == ["s2", "old"]
    assert all(row.since == MONDAY for row in told)


def test_of_two_old_stories_in_one_the_larger_gives_the_id() -> None:
    published = {
        "a": Published("small", MONDAY),
        "b": Published("large", TUESDAY),
        "c": Published("large", TUESDAY),
    }
    (told,) = continue_stories([story("s", article("a"), article("b"), article("c"))], published)
    assert (told.id, told.since, told.new) == ("large", MONDAY, ())


def test_a_story_whose_best_id_is_taken_has_its_next() -> None:
    published = {id_: Published("first", MONDAY) for id_ in ("a", "b", "c", "d", "e")}
    published |= {"f": Published("second", MONDAY)}
    large = story("s1", article("a"), article("b"), article("c"))
    small = story("s2", article("d"), article("e"), article("f"))
    assert [told.id for told in continue_stories([small, large], published)] == ["second", "first"]


def test_a_new_original_leads_and_the_rest_follow_by_time() -> None:
    old, copy, later, new = (
        article("old"),
        article("copy", 1),
        article("later", 2, text=""),
        article("new", 3),
    )
    published = {"old": Published("s0", MONDAY)}
    (told,) = continue_stories([story("s", old, copy, later, new, copies=(("copy", "old"),))], published)
    assert [row.id for row in told.articles] == ["new", "old", "copy", "later"]


def test_without_a_new_original_the_lead_stays() -> None:
    published = {"b": Published("s0", MONDAY)}
    (told,) = continue_stories([story("s", article("b", 1), article("a"), copies=(("a", "b"),))], published)
    assert told.lead.id == "b"
    assert told.new == ("a",)


def test_where_a_story_comes_apart_its_id_goes_where_what_was_told_and_what_is_new_meet() -> None:
    published = {f"o{number}": Published("old", MONDAY) for number in range(12)}
    rest = story("s1", *(article(f"o{number}") for number in range(8)), article("aside"))
    course = story(
        "s2", *(article(f"o{number}") for number in range(8, 12)), article("n1"), article("n2"), article("n3")
    )
    assert [told.id for told in continue_stories([rest, course], published)] == ["s1", "old"]
