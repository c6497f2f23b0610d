"""Serialized editions: the schema, citation numbers and marks, sections, counts."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import jsonschema
import pytest

from digest.editions.serialize import format_letters, list_quotations, serialize_edition
from digest.editions.serialize_values import escape_url
from digest.models import Edition, EditionData, LeftOut, Story, StoryData, Summary
from digest.rendering import find_default_templates
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
from tests.support.rendering import edit_edition

SCHEMA = json.loads((find_default_templates() / "edition.schema.json").read_text("utf-8"))


def serialize(*summaries: Summary, **fields: Any) -> EditionData:
    """Serialize the golden edition with other stories."""
    return serialize_edition(edit_edition(*summaries, **fields))


def serialize_one(story: Story, *sentences: tuple[int, int], **fields: Any) -> StoryData:
    """Serialize a story whose summary has the sentences at these (article, position)."""
    return serialize(summarize(story, *sentences), **fields)["stories"][0]


def test_data_matches_the_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(serialize_edition(golden_edition()), SCHEMA)


@pytest.mark.parametrize(
    "edition",
    [
        replace(golden_edition(), stories=(), earlier=(), skyline=None, left_out=(), reports=0),
        replace(golden_edition(), window=(None, MADE)),
    ],
)
def test_data_of_a_bare_edition_matches_the_schema(edition: Edition) -> None:
    jsonschema.validate(serialize_edition(edition), SCHEMA)


def test_the_schema_allows_no_other_field() -> None:
    with pytest.raises(jsonschema.ValidationError, match="novelty"):
        jsonschema.validate({**serialize_edition(golden_edition()), "novelty": 1}, SCHEMA)


def test_data_survives_json() -> None:
    data = serialize_edition(golden_edition())
    assert json.loads(json.dumps(data)) == data


def test_the_same_edition_gives_the_same_data_whatever_the_order_of_new_articles() -> None:
    one, other = golden_edition(), golden_edition()
    lead = other.stories[0]
    reordered = replace(lead, story=replace(lead.story, new=tuple(reversed(lead.story.new))))
    other = replace(other, stories=(reordered, *other.stories[1:]))
    assert json.dumps(serialize_edition(one)) == json.dumps(serialize_edition(other))


def test_numbers_count_outlets_in_the_order_of_quotation_and_the_headline_is_first() -> None:
    story = serialize_one(CABLE, (2, 0), (0, 2), (1, 0), (2, 1))
    assert story["headline"]["n"] == 1
    assert [sentence["n"] for sentence in story["summary"]] == [2, 1, 3, 2]
    assert story["quoted"] == [{"n": 1, "article": 0}, {"n": 2, "article": 2}, {"n": 3, "article": 1}]


def test_marks_count_quotations_of_the_whole_edition_in_page_order() -> None:
    data = serialize_edition(golden_edition())
    in_full = [place for section in data["sections"] for place in section["stories"]]
    briefs = [place for place, story in enumerate(data["stories"]) if story["brief"]]
    marks, outlets = [], []
    for place in in_full + briefs:
        story = data["stories"][place]
        for quotation in list_quotations(story):
            marks.append(quotation["mark"])
            outlets.append(story["articles"][quotation["article"]]["source"])
    assert marks[:6] == ["1a", "1b", "2a", "3a", "1c", "1d"]
    assert len(set(marks)) == len(marks)
    assert list(dict.fromkeys(outlets)) == data["outlets"]
    assert [data["outlets"][int(re.sub(r"[a-z]", "", mark)) - 1] for mark in marks] == outlets


@pytest.mark.parametrize(
    ("number", "name"), [(1, "a"), (26, "z"), (27, "aa"), (52, "az"), (53, "ba"), (703, "aaa")]
)
def test_letters_continue_after_z(number: int, name: str) -> None:
    assert format_letters(number) == name


def test_a_sentence_links_to_itself_in_its_article() -> None:
    story = serialize_one(BRIDGE, (1, 0))
    assert story["summary"][0]["text"] in BRIDGE.articles[1].text
    assert story["summary"][0]["url"].startswith(
        "https://funkhaus-sued.example/furtbruecke#:~:text=Der%20Neubau"
    )
    assert story["headline"]["url"] == BRIDGE.lead.url


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", ""])
def test_an_unsafe_url_is_dropped(url: str) -> None:
    story = replace(SNAIL, articles=(replace(SNAIL.lead, url=url),))
    left = LeftOut("l", "Odd", "Odd", "muted", url=url)
    data = serialize(summarize(story, (0, 0)), left_out=(left,))
    row = data["stories"][0]
    assert [row["headline"]["url"], row["summary"][0]["url"], row["articles"][0]["url"]] == ["", "", ""]
    assert data["left_out"][0]["url"] == ""


def test_unquoted_outlets_are_separated_from_those_that_only_copy() -> None:
    story = serialize_one(CABLE, (0, 0))
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


def test_an_outlet_with_a_copy_and_its_own_text_is_not_listed_as_a_copy() -> None:
    own = write_article(
        "a8", "Morning Kite", "https://morningkite.example/own", "Own", "Words of our own.", 3.0
    )
    story = serialize_one(replace(CABLE, articles=(*CABLE.articles, own)), (0, 0))
    assert "Morning Kite" in [other["source"] for other in story["also"]]
    assert [copy["source"] for copy in story["copies"]] == ["The Vale Ledger"]


def test_coverage_counts_hours_up_to_the_end_of_the_window() -> None:
    coverage = serialize_one(CABLE, (0, 0))["coverage"]
    assert coverage
    assert sum(coverage["hours"]) == 7
    assert coverage["hours"][48 - 31] == 1
    assert coverage["split"] == 24
    assert coverage["hours"][-3:] == [2, 2, 0]


def test_all_coverage_is_new_when_the_window_is_open() -> None:
    coverage = serialize_one(CABLE, (0, 0), window=(None, MADE))["coverage"]
    assert coverage
    assert coverage["split"] == 0


def test_an_unknown_time_stays_unknown() -> None:
    story = serialize_one(TRAM)
    assert story["articles"][0]["published"] is None
    assert story["latest"] is None
    assert story["coverage"] is None
    assert story["why"]["span_hours"] is None
    assert story["articles"][0]["first_seen"] == "2026-10-16T03:30:00Z"


def test_times_are_utc_to_the_second() -> None:
    data = serialize_edition(replace(golden_edition(), made=MADE + timedelta(microseconds=99)))
    assert data["made"] == "2026-10-16T04:30:00Z"
    assert data["stories"][0]["why"]["span_hours"] == 29.8


def test_sections_follow_the_given_order_and_the_lead_has_its_own() -> None:
    data = serialize_edition(replace(golden_edition(), sections=("Business", "World")))
    names = [(section["name"], section["lead"]) for section in data["sections"]]
    assert names == [("World", True), ("Business", False), ("World", False), ("Science", False), ("", False)]
    places = [place for section in data["sections"] for place in section["stories"]]
    assert sorted(places) == [0, 1, 2, 3, 4, 5]
    assert data["sections"][2]["stories"] == [1, 3]


def test_an_edition_of_two_stories_is_quiet_and_has_no_lead() -> None:
    data = serialize(summarize(BRIDGE, (0, 0)), summarize(SNAIL, (0, 0)))
    assert data["kind"] == "quiet"
    assert not any(section["lead"] for section in data["sections"])


def test_an_edition_without_stories_is_an_error_only_when_no_source_answered() -> None:
    failed = tuple(replace(source, status="failed") for source in SOURCES)
    assert serialize()["kind"] == "quiet"
    assert serialize(sources=failed)["kind"] == "error"
    assert serialize(sources=())["kind"] == "quiet"
    assert serialize(summarize(SNAIL, (0, 0)), sources=failed)["kind"] == "quiet"


def test_reports_below_the_cut_that_are_not_listed_are_counted() -> None:
    rows = [LeftOut(f"b{number}", f"Report {number}", "Post", "below_cut") for number in range(2)]
    muted = LeftOut("m", "Muted", "Post", "muted", "football")
    data = serialize(left_out=(*rows, muted), unlisted=2, reports=9)
    assert [row["id"] for row in data["left_out"]] == ["b0", "b1", "m"]
    assert data["reasons"] == [{"why": "below_cut", "n": 4}, {"why": "muted", "n": 1}]
    assert data["used"] == 4


def test_used_and_left_out_reports_add_up() -> None:
    data = serialize_edition(golden_edition())
    assert data["used"] + len(data["left_out"]) == data["reports"] == 22
    assert [(reason["why"], reason["n"]) for reason in data["reasons"]] == [
        ("muted", 2),
        ("below_cut", 1),
        ("not_an_article", 1),
        ("same_text", 1),
    ]


def test_the_direction_follows_the_language() -> None:
    directions = {
        story["language"]: story["direction"] for story in serialize_edition(golden_edition())["stories"]
    }
    assert directions == {"en": "ltr", "de": "ltr", "ar": "rtl"}
    unknown = replace(SNAIL, articles=(replace(SNAIL.lead, language="und"),))
    assert serialize_one(unknown, (0, 0))["direction"] == "auto"


def test_a_continuing_story_has_its_first_date_and_marks_what_is_new() -> None:
    story = serialize_edition(golden_edition())["stories"][0]
    assert (story["continuing"], story["since"]) == (True, "2026-10-15")
    assert all(sentence["new"] for sentence in story["summary"])
    assert [sentence["new"] for sentence in story["known"]] == [False, False]
    assert [article["new"] for article in story["articles"]] == [True] * 6 + [False]


def test_the_window_counts_its_days() -> None:
    assert serialize(window=(MADE - timedelta(days=3), MADE))["window"]["days"] == 3
    assert serialize(window=(MADE - timedelta(hours=2), MADE))["window"]["days"] == 1


def test_reading_time_grows_with_the_text() -> None:
    long = replace(SNAIL, articles=(replace(SNAIL.lead, text="One two three four. " * 130),))
    summary = Summary(
        long, tuple(replace(summarize(long, (0, 0)).sentences[0], position=at) for at in range(130))
    )
    data = serialize(summary, date=date(2026, 10, 16))
    assert data["stories"][0]["minutes"] == data["minutes"] == 3


def test_characters_that_no_url_may_hold_are_encoded() -> None:
    assert escape_url('https://x.example/?a=1&b=<2> "c"') == "https://x.example/?a=1&b=%3C2%3E%20%22c%22"
    assert escape_url("https://x.example/ä?q=%20[1]") == "https://x.example/ä?q=%20[1]"
