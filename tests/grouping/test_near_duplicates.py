"""Near-duplicates: removed before comparing, and returned to the story of their original."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from digest.grouping import group_articles
from digest.grouping.near_duplicates import find_near_duplicates
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


def test_a_text_that_another_outlet_prints_under_its_own_title_is_a_near_duplicate() -> None:
    assert find_near_duplicates([FIRST, COPY]) == {"b": "a"}


def test_additional_words_at_the_beginning_or_end_change_nothing() -> None:
    before, after = replace(COPY, text=f"SKARVIK {TEXT}"), replace(COPY, id="c", text=f"{TEXT} (Northwire)")
    assert find_near_duplicates([FIRST, before, after]) == {"b": "a", "c": "a"}


def test_half_of_a_text_is_not_a_near_duplicate() -> None:
    half = " ".join(TEXT.split(". ")[:2]) + ". "
    other = "The mayor spoke of luck. A bakery gave bread to those who waited in the school hall all night."
    assert find_near_duplicates([FIRST, replace(COPY, text=half + other)]) == {}


def test_a_text_of_one_outlet_under_different_titles_is_a_formula() -> None:
    assert find_near_duplicates([FIRST, replace(COPY, source="Northwire")]) == {}
    assert find_near_duplicates([FIRST, replace(FIRST, id="b")]) == {"b": "a"}


def test_equal_headlines_without_text_are_near_duplicates_only_across_outlets() -> None:
    headline = replace(FIRST, text="")
    assert find_near_duplicates([headline, replace(headline, id="b", source="The Quay")]) == {"b": "a"}
    assert find_near_duplicates([headline, replace(headline, id="b")]) == {}


def test_short_texts_are_near_duplicates_only_under_the_same_title() -> None:
    short = replace(FIRST, text="More to follow.")
    other_outlet = replace(short, id="b", source="The Quay")
    assert find_near_duplicates([short, other_outlet]) == {"b": "a"}
    assert find_near_duplicates([short, replace(other_outlet, title="Owls counted")]) == {}


def test_articles_without_title_and_text_are_not_near_duplicates() -> None:
    empty = replace(FIRST, title="", text="")
    assert find_near_duplicates([empty, replace(empty, id="b", source="The Quay")]) == {}


def test_near_duplicates_are_in_the_story_of_their_original() -> None:
    owls = replace(FIRST, id="c", title="Owls counted", text="A ranger counted owls in Brannock wood.")
    stories = group_articles([COPY, owls, FIRST])
    assert [[member.id for member in story.articles] for story in stories] == [["c"], ["a", "b"]]
    assert stories[1].links == (("a", "b", 1.0),)
    assert stories[1].copies == (("b", "a"),)


def test_three_thousand_copies_of_one_report_are_one_story() -> None:
    copies = [
        replace(FIRST, id=f"f{number}", source=f"Outlet {number}", text=f"{TEXT} Page {number}.")
        for number in range(3_000)
    ]
    (story,) = group_articles(copies)
    assert len(story.articles) == 3_000
