"""An edition as data."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import jsonschema
import pytest

from digest.editions.data_values import web_address
from digest.editions.edition_data import edition_data, letters, quotations
from digest.models import Edition, LeftOut, Story, Summary
from digest.render import default_templates
from tests.support.golden_edition import (
    BRIDGE,
    CABLE,
    MADE,
    SNAIL,
    SOURCES,
    TRAM,
    golden_edition,
    summarize,
    write_article,
)

SCHEMA = json.loads((default_templates() / "edition.schema.json").read_text("utf-8"))


def tell(*summaries: Summary, **fields: Any) -> dict[str, Any]:
    """The data of the golden edition with other stories."""
    return edition_data(replace(golden_edition(), stories=summaries, **fields))


def summarize_plan(story: Story, *told: tuple[int, int], **fields: Any) -> dict[str, Any]:
    story_data: dict[str, Any] = tell(summarize(story, *told), **fields)["stories"][0]
    return story_data


def test_data_is_what_the_schema_says() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(edition_data(golden_edition()), SCHEMA)


@pytest.mark.parametrize(
    "edition",
    [
        replace(golden_edition(), stories=(), earlier=(), skyline=None, left_out=(), reports=0),
        replace(golden_edition(), window=(None, MADE)),
    ],
)
def test_data_of_a_bare_edition_is_what_the_schema_says(edition: Edition) -> None:
    jsonschema.validate(edition_data(edition), SCHEMA)


def test_the_schema_leaves_no_field_undescribed() -> None:
    with pytest.raises(jsonschema.ValidationError, match="novelty"):
        jsonschema.validate({**edition_data(golden_edition()), "novelty": 1}, SCHEMA)


def test_data_survives_the_store() -> None:
    data = edition_data(golden_edition())
    assert json.loads(json.dumps(data)) == data


def test_the_same_edition_gives_the_same_data_whatever_the_order_of_sets() -> None:
    one, other = golden_edition(), golden_edition()
    lead = other.stories[0]
    turned = replace(lead, story=replace(lead.story, new=tuple(reversed(lead.story.new))))
    other = replace(other, stories=(turned, *other.stories[1:]))
    assert json.dumps(edition_data(one)) == json.dumps(edition_data(other))


def test_numbers_count_outlets_in_the_order_they_are_quoted_and_the_headline_is_first() -> None:
    story = summarize_plan(CABLE, (2, 0), (0, 2), (1, 0), (2, 1))
    assert story["headline"]["n"] == 1
    assert [sentence["n"] for sentence in story["summary"]] == [2, 1, 3, 2]
    assert story["quoted"] == [{"n": 1, "article": 0}, {"n": 2, "article": 2}, {"n": 3, "article": 1}]


def test_marks_run_through_the_whole_edition_in_the_order_of_the_page() -> None:
    data = edition_data(golden_edition())
    in_full = [place for section in data["sections"] for place in section["stories"]]
    briefs = [place for place, story in enumerate(data["stories"]) if story["brief"]]
    marks, outlets = [], []
    for place in in_full + briefs:
        story = data["stories"][place]
        for quotation in quotations(story):
            marks.append(quotation["mark"])
            outlets.append(story["articles"][quotation["article"]]["source"])
    assert marks[:6] == ["1a", "1b", "2a", "3a", "1c", "1d"]
    assert len(set(marks)) == len(marks)
    assert list(dict.fromkeys(outlets)) == data["outlets"]
    assert [data["outlets"][int(re.sub(r"[a-z]", "", mark)) - 1] for mark in marks] == outlets


@pytest.mark.parametrize(
    ("number", "name"), [(1, "a"), (26, "z"), (27, "aa"), (52, "az"), (53, "ba"), (703, "aaa")]
)
def test_letters_go_on_after_z(number: int, name: str) -> None:
    assert letters(number) == name


def test_a_sentence_links_to_itself_in_its_article() -> None:
    story = summarize_plan(BRIDGE, (1, 0))
    assert story["summary"][0]["text"] in BRIDGE.articles[1].text
    assert story["summary"][0]["url"].startswith(
        "https://funkhaus-sued.example/furtbruecke#:~:text=Der%20Neubau"
    )
    assert story["headline"]["url"] == BRIDGE.lead.url


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", ""])
def test_an_address_that_is_not_safe_to_follow_is_left_away(url: str) -> None:
    story = replace(SNAIL, articles=(replace(SNAIL.lead, url=url),))
    left = LeftOut("l", "Odd", "Odd", "muted", url=url)
    data = tell(summarize(story, (0, 0)), left_out=(left,))
    told = data["stories"][0]
    assert [told["headline"]["url"], told["summary"][0]["url"], told["articles"][0]["url"]] == ["", "", ""]
    assert data["left_out"][0]["url"] == ""


def test_outlets_that_are_not_quoted_are_told_apart_from_those_that_repeat() -> None:
    story = summarize_plan(CABLE, (0, 0))
    assert [other["source"] for other in story["also"]] == ["Radio Mirasol", "Gorge Weekly"]
    assert [story["articles"][day["article"]]["source"] for day in story["days"]] == [
        "Highland Courier",
        "Tarnfield Times",
        "Highland Courier",
    ]
    assert [(copy["source"], copy["of"]) for copy in story["copies"]] == [
        ("Morning Kite", "Highland Courier"),
        ("The Vale Ledger", "Highland Courier"),
    ]
    assert story["voices"] == 4
    assert [article["duplicate_of"] for article in story["articles"]] == [
        None,
        None,
        None,
        "a1",
        "a1",
        None,
        None,
    ]


def test_an_outlet_with_a_copy_and_a_text_of_its_own_does_not_count_as_a_copy() -> None:
    own = write_article(
        "a8", "Morning Kite", "https://morningkite.example/own", "Own", "Words of our own.", 3.0
    )
    story = summarize_plan(replace(CABLE, articles=(*CABLE.articles, own)), (0, 0))
    assert "Morning Kite" in [other["source"] for other in story["also"]]
    assert [copy["source"] for copy in story["copies"]] == ["The Vale Ledger"]


def test_coverage_counts_hours_up_to_the_end_of_the_window() -> None:
    coverage = summarize_plan(CABLE, (0, 0))["coverage"]
    assert sum(coverage["hours"]) == 7
    assert coverage["hours"][48 - 31] == 1
    assert coverage["split"] == 24
    assert coverage["hours"][-3:] == [2, 2, 0]


def test_coverage_is_all_new_when_the_window_is_open() -> None:
    assert summarize_plan(CABLE, (0, 0), window=(None, MADE))["coverage"]["split"] == 0


def test_a_time_that_is_not_known_is_never_invented() -> None:
    story = summarize_plan(TRAM)
    assert story["articles"][0]["published"] is None
    assert story["latest"] is None
    assert story["coverage"] is None
    assert story["why"]["span_hours"] is None
    assert story["articles"][0]["first_seen"] == "2026-10-16T03:30:00Z"


def test_times_are_utc_to_the_second() -> None:
    data = edition_data(replace(golden_edition(), made=MADE + timedelta(microseconds=99)))
    assert data["made"] == "2026-10-16T04:30:00Z"
    assert data["stories"][0]["why"]["span_hours"] == 29.8


def test_sections_follow_the_given_order_and_the_lead_has_one_of_its_own() -> None:
    data = edition_data(replace(golden_edition(), sections=("Business", "World")))
    names = [(section["name"], section["lead"]) for section in data["sections"]]
    assert names == [("World", True), ("Business", False), ("World", False), ("Science", False), ("", False)]
    told = [place for section in data["sections"] for place in section["stories"]]
    assert sorted(told) == [0, 1, 2, 3, 4, 5]
    assert data["sections"][2]["stories"] == [1, 3]


def test_an_edition_of_two_stories_is_quiet_and_has_no_lead() -> None:
    data = tell(summarize(BRIDGE, (0, 0)), summarize(SNAIL, (0, 0)))
    assert data["kind"] == "quiet"
    assert not any(section["lead"] for section in data["sections"])


def test_an_edition_without_stories_is_an_error_only_when_no_source_answered() -> None:
    failed = tuple(replace(source, status="failed") for source in SOURCES)
    assert tell()["kind"] == "quiet"
    assert tell(sources=failed)["kind"] == "error"
    assert tell(sources=())["kind"] == "quiet"
    assert tell(summarize(SNAIL, (0, 0)), sources=failed)["kind"] == "quiet"


def test_what_is_used_and_what_is_left_out_add_up() -> None:
    data = edition_data(golden_edition())
    assert data["used"] + len(data["left_out"]) == data["reports"] == 22
    assert [(reason["why"], reason["n"]) for reason in data["reasons"]] == [
        ("muted", 2),
        ("below_cut", 1),
        ("not_an_article", 1),
        ("same_text", 1),
    ]


def test_texts_of_right_to_left_languages_say_so() -> None:
    directions = {
        story["language"]: story["direction"] for story in edition_data(golden_edition())["stories"]
    }
    assert directions == {"en": "ltr", "de": "ltr", "ar": "rtl"}
    unknown = replace(SNAIL, articles=(replace(SNAIL.lead, language="und"),))
    assert summarize_plan(unknown, (0, 0))["direction"] == "auto"


def test_a_continuing_story_says_since_when_and_what_is_new() -> None:
    story = edition_data(golden_edition())["stories"][0]
    assert (story["continuing"], story["since"]) == (True, "2026-10-15")
    assert all(sentence["new"] for sentence in story["summary"])
    assert [sentence["new"] for sentence in story["known"]] == [False, False]
    assert [article["new"] for article in story["articles"]] == [True] * 6 + [False]


def test_a_window_of_three_days_says_so() -> None:
    assert tell(window=(MADE - timedelta(days=3), MADE))["window"]["days"] == 3
    assert tell(window=(MADE - timedelta(hours=2), MADE))["window"]["days"] == 1


def test_minutes_grow_with_what_there_is_to_read() -> None:
    long = replace(SNAIL, articles=(replace(SNAIL.lead, text="One two three four. " * 130),))
    summary = Summary(
        long, tuple(replace(summarize(long, (0, 0)).sentences[0], position=at) for at in range(130))
    )
    data = tell(summary, date=date(2026, 10, 16))
    assert data["stories"][0]["minutes"] == data["minutes"] == 3


def test_what_no_address_may_hold_is_encoded() -> None:
    assert web_address('https://x.example/?a=1&b=<2> "c"') == "https://x.example/?a=1&b=%3C2%3E%20%22c%22"
    assert web_address("https://x.example/ä?q=%20[1]") == "https://x.example/ä?q=%20[1]"
