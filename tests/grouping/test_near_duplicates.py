"""Reports that repeat another one: set aside, and back in its story."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from digest.grouping import group_articles
from digest.grouping.near_duplicates import set_aside
from digest.models import Article

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)
TEXT = (
    "The harbour of Skarvik was closed on Tuesday because of a storm from the west. "
    "Two ferries turned back and their passengers spent the night in a school. "
    "The harbour master expects the first ships on Thursday morning. "
    "Fishermen had brought their boats ashore the evening before. "
    "A crane fell over, and nobody was hurt."
)
FIRST = Article("a", "Northwire", "", "Storm shuts Skarvik harbour", TEXT, NOW, NOW, "en")
COPY = replace(FIRST, id="b", source="The Quay", title="Ships wait out the storm")


def aside(*articles: Article) -> dict[str, str]:
    return set_aside(articles, 100)


def test_a_report_that_another_outlet_prints_under_its_own_title_is_aside() -> None:
    assert aside(FIRST, COPY) == {"b": "a"}


def test_a_word_before_or_after_changes_nothing() -> None:
    before, after = replace(COPY, text=f"SKARVIK {TEXT}"), replace(COPY, id="c", text=f"{TEXT} (Northwire)")
    assert aside(FIRST, before, after) == {"b": "a", "c": "a"}


def test_half_of_a_report_is_not_the_report() -> None:
    half = " ".join(TEXT.split(". ")[:2]) + ". "
    other = "The mayor spoke of luck. A bakery gave bread to those who waited in the school hall all night."
    assert aside(FIRST, replace(COPY, text=half + other)) == {}


def test_one_outlets_text_under_many_titles_is_a_formula() -> None:
    assert aside(FIRST, replace(COPY, source="Northwire")) == {}
    assert aside(FIRST, replace(FIRST, id="b")) == {"b": "a"}


def test_equal_bare_titles_of_two_outlets_are_one_and_of_one_outlet_none() -> None:
    bare = replace(FIRST, text="")
    assert aside(bare, replace(bare, id="b", source="The Quay")) == {"b": "a"}
    assert aside(bare, replace(bare, id="b")) == {}


def test_short_texts_are_one_under_one_title_only() -> None:
    short = replace(FIRST, text="More to follow.")
    assert aside(short, replace(short, id="b", source="The Quay")) == {"b": "a"}
    assert aside(short, replace(short, id="b", source="The Quay", title="Owls counted")) == {}


def test_what_says_nothing_repeats_nothing() -> None:
    empty = replace(FIRST, title="", text="")
    assert aside(empty, replace(empty, id="b", source="The Quay")) == {}


def test_what_was_set_aside_comes_back_in_the_story_of_its_original() -> None:
    owls = replace(FIRST, id="c", title="Owls counted", text="A ranger counted owls in Brannock wood.")
    stories = group_articles([COPY, owls, FIRST])
    assert [[member.id for member in story.articles] for story in stories] == [["a", "b"], ["c"]]
    assert stories[0].links == (("a", "b", 1.0),)
    assert stories[0].copies == (("b", "a"),)


def test_a_flood_of_one_report_is_one_story() -> None:
    flood = [
        replace(FIRST, id=f"f{number}", source=f"Outlet {number}", text=f"{TEXT} Page {number}.")
        for number in range(3_000)
    ]
    (story,) = group_articles(flood)
    assert len(story.articles) == 3_000
