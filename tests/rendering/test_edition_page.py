"""The HTML page: its parts, unusual days, and that it loads nothing."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import lxml.html
import pytest

from digest.editions.serialize import serialize_edition
from digest.errors import RenderError
from digest.languages import LANGUAGES
from digest.models import EarlierEdition, SourceHealth
from digest.models.story import Topic
from digest.rendering import RenderSettings, find_default_templates, render_edition
from digest.rendering.localize import make_localizer
from digest.rendering.template_filters import keep_unbroken
from tests.support.golden_edition import (
    BRIDGE,
    CABLE,
    LIBRARY,
    MADE,
    ODD,
    SNAIL,
    TRAM,
    golden_edition,
    hostile_edition,
    summarize,
)
from tests.support.rendering import edit_edition, find_one, parse_page, read_text, render

THEMES = sorted(path.stem for path in (find_default_templates() / "themes").glob("*.css"))


@pytest.mark.parametrize("theme", THEMES)
def test_a_page_loads_nothing(theme: str) -> None:
    tree = parse_page(golden_edition(), theme=theme)
    policy = find_one(tree, "meta[http-equiv=Content-Security-Policy]").get("content")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
    for attribute in ("src", "srcset", "poster", "background", "action", "ping", "onclick", "onload"):
        assert not tree.xpath(f"//@{attribute}")
    assert not tree.cssselect("script[src], iframe, object, embed, img, form, audio, video")
    assert [link.get("href")[:5] for link in tree.cssselect("link")] == ["data:"]
    css = find_one(tree, "style").text
    assert not re.search(r"url\(|@import|@font-face|expression\(", css)


def test_a_page_declares_the_layers_of_its_styles() -> None:
    css = find_one(parse_page(golden_edition(), theme="newspaper"), "style").text
    assert css.index("@layer base, theme, user;") < css.index("@layer base {") < css.index("@layer theme {")
    assert css.count("{") == css.count("}")


def test_tags_are_balanced_and_without_needless_space() -> None:
    body = render(golden_edition()).partition("</head>")[2]
    assert not re.search(r'"[a-z-]+="', body), "two attributes without a space between"
    assert not re.search(r"[ \t]\n|\n\n\n", body), "needless white space"
    for tag in ("article", "section", "div", "span", "p", "ul", "ol", "li", "details", "a"):
        assert len(re.findall(f"<{tag}[ >]", body)) == body.count(f"</{tag}>"), tag


def test_every_internal_link_has_a_target_and_ids_are_unique() -> None:
    tree = parse_page(golden_edition())
    ids = tree.xpath("//@id")
    assert len(set(ids)) == len(ids)
    wanted = {href[1:] for href in tree.xpath("//a/@href") if href.startswith("#")}
    wanted |= set(tree.xpath("//@aria-labelledby"))
    assert wanted <= set(ids)
    assert len(wanted) > 10


def test_every_sentence_has_a_number_that_opens_it_in_its_article() -> None:
    data = serialize_edition(golden_edition())
    tree = parse_page(golden_edition())
    for story in data["stories"]:
        if story["brief"]:
            continue
        element = tree.get_element_by_id(f"s-{story['id']}")
        shown = {
            (
                read_text(mark.getparent()).removesuffix(read_text(mark)).removeprefix("New").strip(),
                mark.get("href"),
            )
            for mark in element.cssselect(".s .cite")
        }
        assert shown == {(quoted["text"], quoted["url"]) for quoted in story["summary"] + story["known"]}
        listed = {
            int(item.get("value")): read_text(item.cssselect("bdi")[0])
            for item in element.cssselect(".sources li")
        }
        for mark in element.cssselect(".cite"):
            number = read_text(mark).split()[-1]
            assert listed[int(number)] in mark.get("title")


def test_the_lead_shows_what_is_new_and_folds_what_was_known() -> None:
    lead = find_one(parse_page(golden_edition()), ".story--lead")
    assert read_text(find_one(lead, ".story__kicker")) == "World"
    assert read_text(find_one(lead, ".fresh__label")) == "New since Thursday"
    assert len(lead.cssselect(".fresh .s")) == 4
    assert read_text(find_one(lead, ".earlier summary")) == "What was known on Thursday (2 sentences)"
    assert len(lead.cssselect(".earlier .s")) == 2
    assert read_text(find_one(lead, ".evidence > summary")) == (
        "Sources: 1 Highland Courier 2 Tarnfield Times 3 Radio Mirasol and 3 more 4 independent voices why"
    )


def test_voices_are_counted_where_some_outlets_only_repeat_others() -> None:
    lines = [read_text(line) for line in parse_page(golden_edition()).cssselect(".evidence > summary")]
    assert lines[1] == "Sources: 1 Talhofener Anzeiger 2 Funkhaus Süd why"
    assert [line for line in lines if "independent" in line] == lines[:1]


def test_the_day_since_which_a_story_continues_is_named_once() -> None:
    cable = golden_edition().stories[0]
    older = replace(cable, story=replace(cable.story, since=date(2026, 10, 13)))
    # Last in the edition of Thursday, which is not yesterday's.
    past = (EarlierEdition(date(2026, 10, 16), "A quiet day"),)
    for summary, earlier, expected in (
        (cable, (), "World"),
        (older, (), "World Continuing since Tuesday"),
        (replace(older, known=()), past, "World Continuing since Tuesday Last covered on Thursday"),
        (replace(cable, known=()), past, "World Continuing since Thursday"),
    ):
        tree = parse_page(edit_edition(summary, earlier=earlier))
        assert read_text(find_one(tree, ".story__kicker")) == expected


def test_where_a_story_came_from_stands_in_its_evidence() -> None:
    cable = golden_edition().stories[0]
    moved = replace(cable, merged=("Cable car stops",), split_from="Storm over the gorge")
    tree = parse_page(edit_edition(moved))
    assert "Storm" not in read_text(find_one(tree, ".story__kicker"))
    assert [read_text(line) for line in tree.cssselect(".why p")][-2:] == [
        "Became one with “Cable car stops”.",
        "Was part of “Storm over the gorge”.",
    ]


def test_pictures_stand_in_the_two_upper_tiers() -> None:
    data = serialize_edition(golden_edition())
    picture = {"data": "data:image/jpeg;base64,AA==", "width": 9, "height": 6, "alt": "", "article": 0}
    stories = [{**story, "picture": picture} for story in data["stories"] if not story["brief"]]
    (page,) = render_edition({**data, "stories": stories}, RenderSettings(formats=("html",))).values()
    tree = lxml.html.document_fromstring(page)
    for tier, shown in (("lead", 1), ("second", 1), ("third", 0)):
        found = tree.cssselect(f".section--{tier} article")
        assert found
        assert all(len(story.cssselect("img")) == shown for story in found)


def test_a_continuing_story_without_an_earlier_summary_marks_its_new_sentences() -> None:
    tree = parse_page(golden_edition())
    (mill,) = (story for story in tree.cssselect(".story") if "Ostrand" in read_text(story))
    assert [bool(sentence.cssselect(".new")) for sentence in mill.cssselect(".s")] == [True, False, True]
    assert not mill.cssselect(".fresh")


def test_evidence_names_copies_and_their_originals() -> None:
    lead = find_one(parse_page(golden_edition()), ".story--lead")
    assert [read_text(row) for row in lead.cssselect(".also li")] == [
        "Gorge Weekly",
        "same text as Highland Courier: Morning Kite, The Vale Ledger",
    ]
    assert len(lead.cssselect(".also a")) == 3
    assert read_text(find_one(lead, ".why p:first-of-type")) == (
        "The 7 reports share the words “korvath”, “cable car”, “cabin” and “pylon” and appeared within "
        "30 hours. Two of them carry the same text as Highland Courier and count as the same voice."
    )
    assert read_text(find_one(lead, ".why p:last-of-type")) == (
        "Its place on the page: 6.50 points, 4.00 for independent voices, 1.87 for freshness, 0.13 for a "
        "full text and 0.50 for going on from before."
    )


def test_parts_of_a_score_without_points_are_omitted() -> None:
    snail, tram = parse_page(golden_edition()).cssselect(".story")[-2:]
    assert read_text(find_one(snail, ".why h4")) == "Why it stands here"
    assert read_text(find_one(snail, ".why p")) == (
        "Its place on the page: 0.72 points, 0.63 for freshness and 0.09 for a full text."
    )
    assert not tram.cssselect(".why")


def test_a_story_of_one_source_has_a_note() -> None:
    (snail,) = (
        story for story in parse_page(golden_edition()).cssselect(".story") if "snail" in read_text(story)
    )
    assert "story--single" in snail.get("class")
    assert read_text(find_one(snail, ".note--single")) == (
        "Only one source. None of 12 other sources has reported this."
    )


@pytest.mark.parametrize(
    ("copies", "expected"),
    [
        ((("a4", "a1"), ("a5", "a1")), "Only one source. The other 2 reports have its text."),
        ((), "Only one source. All of the reports are its own."),
    ],
)
def test_the_note_of_a_single_voice_explains_the_other_reports(
    copies: tuple[tuple[str, str], ...], expected: str
) -> None:
    picked = (CABLE.articles[0], CABLE.articles[3], CABLE.articles[4])
    articles = picked if copies else tuple(replace(article, source="Highland Courier") for article in picked)
    story = replace(CABLE, articles=articles, copies=copies)
    assert (
        read_text(find_one(parse_page(edit_edition(summarize(story, (0, 0)))), ".note--single")) == expected
    )


def test_texts_in_other_languages_have_lang_and_dir_attributes() -> None:
    tree = parse_page(golden_edition())
    (arabic,) = (story for story in tree.cssselect(".story") if "مكتبة" in read_text(story))
    assert read_text(find_one(arabic, ".story__kicker")) == "World In Arabic"
    for element in arabic.cssselect(".story__title, .summary"):
        assert (element.get("lang"), element.get("dir")) == ("ar", "rtl")
    assert not arabic.cssselect(".evidence :is(.sources, .also, h4)[lang]")


def test_a_sentence_in_another_language_than_its_story_has_its_own_attributes() -> None:
    mixed = replace(BRIDGE, articles=(BRIDGE.lead, *LIBRARY.articles))
    last = parse_page(edit_edition(summarize(mixed, (0, 0), (1, 0)))).cssselect(".s")[-1]
    assert (last.get("lang"), last.get("dir")) == ("ar", "rtl")


def test_a_text_of_unknown_language_has_an_empty_lang_attribute() -> None:
    story = replace(SNAIL, articles=(replace(SNAIL.lead, language="und"),))
    title = find_one(parse_page(edit_edition(summarize(story, (0, 0)))), ".story__title")
    assert (title.get("lang"), title.get("dir")) == ("", "auto")


def test_a_headline_without_text_time_and_title() -> None:
    tree = parse_page(edit_edition(summarize(TRAM)))
    assert read_text(find_one(tree, ".story__kicker")) == "no headline, this is the first sentence"
    assert read_text(find_one(tree, ".story__text > .q")) == "There is only a headline to quote."
    assert not tree.cssselect(".story time, .coverage")
    assert find_one(tree, ".sources a").get("href") == "file:///home/reader/inbox/tram%20notes.txt"


def test_a_story_without_a_url_has_no_links() -> None:
    story = replace(SNAIL, articles=(replace(SNAIL.lead, url=""),))
    tree = parse_page(edit_edition(summarize(story, (0, 0)), replace(summarize(story), brief=True)))
    assert len(tree.cssselect(".story span.cite")) == 2
    assert not tree.cssselect(".story a, .brief a")
    markdown = render(edit_edition(summarize(story, (0, 0))), "markdown")
    assert f"{SNAIL.lead.text.partition('.')[0]}. (Field & Fern)" in markdown


def test_briefs_show_a_headline_a_sentence_and_the_outlet() -> None:
    snow, cinema, odd = parse_page(golden_edition()).cssselect(".brief")
    assert [read_text(mark)[-1] for mark in snow.cssselect(".cite")] == ["1", "2"]
    assert (
        read_text(find_one(snow, ".brief__m")) == "1 Highland Courier 00:30, 2 Gorge Weekly 02:30 2 reports"
    )
    assert not cinema.cssselect(".cite")
    assert "#:~:text=" in find_one(cinema, ".brief__m a").get("href")
    assert not odd.cssselect(".brief__s")


def test_the_foot_names_failing_sources_and_reasons_for_leaving_out() -> None:
    tree = parse_page(golden_edition())
    assert read_text(find_one(tree, ".health .foot__lead")) == "13 of 15 sources answered. Two did not."
    assert [read_text(row) for row in tree.cssselect(".ills__row")] == [
        "Pier Gazette: the server answers 503, it is overloaded. Since Monday 12 October, 5 visits in a row. "
        "Nothing to do: it is tried again at every visit.",
        "Old Quay: the server says that this feed is gone for good. Since Friday 16 October. "
        "Take it out of the list, or look for its new address.",
    ]
    assert read_text(find_one(tree, ".left .foot__lead")) == "5 of 22 reports are not in this edition."
    assert [read_text(row) for row in tree.cssselect(".reasons dt")] == [
        "Muted", "Below the cut", "Not an article", "Same text as another report",
    ]  # fmt: skip
    assert read_text(tree.cssselect(".reasons li")[-1]) == (
        "All 34 passengers are down Beacon Daily: same text as Highland Courier"
    )


@pytest.mark.parametrize(
    ("count", "failed", "line"),
    [
        (0, 0, "Written at 06:30."),
        (1, 0, "Written at 06:30."),
        (2, 0, "Written at 06:30 from 2 sources."),
        (3, 1, "Written at 06:30 from 2 of 3 sources."),
    ],
)
def test_the_masthead_counts_the_sources_if_there_are_several(count: int, failed: int, line: str) -> None:
    rows = [
        SourceHealth(f"Source {number}", "failed" if number < failed else "ok") for number in range(count)
    ]
    tree = parse_page(replace(golden_edition(), sources=tuple(rows)))
    assert line in read_text(find_one(tree, ".masthead"))


def test_earlier_editions_are_linked_by_the_file_name_pattern() -> None:
    tree = parse_page(golden_edition(), name="news of {date}")
    assert [link.get("href") for link in tree.cssselect(".editions a")] == [
        "news%20of%202026-10-15.html", "news%20of%202026-10-14.html", "news%20of%202026-10-12.html",
    ]  # fmt: skip
    assert [read_text(link) for link in tree.cssselect(".editions a")][1] == "Wed A quiet day"
    assert find_one(tree, "[rel=prev]").get("href") == "news%20of%202026-10-15.html"


def test_the_skyline_has_a_text_alternative() -> None:
    tree = parse_page(golden_edition())
    assert find_one(tree, ".skyline").get("aria-label") == (
        "22 reports came in between Thu 06:30 and Fri 06:30. Used in this edition: 17."
    )
    assert [read_text(tick) for tick in tree.cssselect(".skyline__hours span")] == [
        "06:30", "12:30", "18:30", "00:30", "06:30",
    ]  # fmt: skip
    bars = find_one(tree, ".skyline .bars__all").get("d")
    skyline = serialize_edition(golden_edition())["skyline"]
    assert skyline
    assert bars.count("M") == sum(count > 0 for count in skyline["reports"])


def test_a_day_without_stories_is_quiet() -> None:
    tree = parse_page(edit_edition(left_out=(), reports=0, earlier=()))
    assert read_text(find_one(tree, ".notice")) == "A quiet day. None of your sources reported anything new."
    assert read_text(find_one(tree, ".end")) == "That is all for Friday."
    assert read_text(find_one(tree, ".editions p")) == "This is the first edition."
    assert not tree.cssselect(".contents, .section, .left, .masthead__nav")


@pytest.mark.parametrize(
    ("stories", "expected"),
    [
        ((CABLE, SNAIL), "A quiet day. Only one story was reported by two or more independent voices."),
        ((CABLE, BRIDGE), "A quiet day. Only two stories were reported by two or more independent voices."),
        ((SNAIL,), "A quiet day. No story was reported by two or more independent voices."),
    ],
)
def test_a_day_of_few_stories_explains_why_it_is_short(stories: tuple[Any, ...], expected: str) -> None:
    tree = parse_page(edit_edition(*(summarize(story, (0, 0)) for story in stories)))
    assert read_text(find_one(tree, ".notice")) == expected
    assert not tree.cssselect(".story--lead")


def test_without_any_answer_the_page_counts_the_causes() -> None:
    failed = tuple(
        SourceHealth(
            f"Outlet {number}", "failed", 0, "no such host" if number else "no answer within 20 seconds"
        )
        for number in range(12)
    )
    tree = parse_page(edit_edition(sources=failed, left_out=(), reports=0))
    assert read_text(find_one(tree, ".big")) == "No news reached this machine"
    assert [read_text(cause) for cause in tree.cssselect(".causes li")] == [
        "1no answer within 20 seconds: Outlet 0",
        "11no such host",
    ]
    assert len(tree.cssselect(".ills__row")) == 12
    assert find_one(tree, ".prose a").get("href") == "digest-2026-10-15.html"
    assert not tree.cssselect(".colophon"), "there is no sentence that it could be about"
    markdown = render(edit_edition(sources=failed, left_out=(), reports=0), "markdown")
    assert "None of your 12 sources answered." in markdown


def test_stories_from_the_store_mention_that_no_source_answered() -> None:
    failed = tuple(replace(source, status="failed") for source in golden_edition().sources)
    tree = parse_page(replace(golden_edition(), sources=failed))
    assert read_text(find_one(tree, ".notice")).startswith("None of your sources answered.")
    assert len(tree.cssselect(".ills__row")) == 15


def test_an_edition_of_several_days_has_a_notice() -> None:
    tree = parse_page(replace(golden_edition(), window=(MADE - timedelta(days=3), MADE)))
    assert read_text(find_one(tree, ".contents__h")) == "Three days in one minute"
    assert read_text(find_one(tree, ".notice")) == "Tuesday to Friday in one edition."


def test_the_contents_of_a_long_edition_are_folded() -> None:
    many = tuple(summarize(replace(SNAIL, id=f"{number:016x}"), (0, 0)) for number in range(30))
    tree = parse_page(edit_edition(*many))
    assert len(tree.cssselect(".contents__in > .contents__list > li")) == 4
    assert read_text(find_one(tree, ".contents__rest--long > summary")) == "25 more stories"
    assert len(tree.cssselect(".contents li")) == 29  # without the lead, which is above


def test_stories_are_arranged_in_tiers() -> None:
    many = tuple(summarize(replace(SNAIL, id=f"{number:016x}"), (0, 0), (0, 1)) for number in range(1, 13))
    data = serialize_edition(edit_edition(*many))
    tree = parse_page(edit_edition(*many))
    for name, tier in {"lead": ["lead"], "second": ["second"] * 4, "third": ["third"] * 7}.items():
        shown = tree.cssselect(f".section--{name} .story")
        assert [story.get("id")[2:] for story in shown] == [
            story["id"] for story in data["stories"] if story["tier"] == name
        ]
        assert len(shown) == len(tier)
    # A story in short has its first sentence in the open, and the other in the fold with its sources.
    short = tree.cssselect(".story--short")
    assert len(short) == 5
    for story in short:
        assert len(story.cssselect(".story__text .s")) == len(story.cssselect("details .s")) == 1
        assert read_text(find_one(story, ".evidence__open")) == "1 more sentence"
    assert all(len(story.cssselect(".story__text .s")) == 2 for story in tree.cssselect(".story--wide"))


def test_the_counts_of_reports_are_those_of_the_edition() -> None:
    """The bars cover fewer hours than the edition does, and miss reports without a time."""
    edition = replace(golden_edition(), reports=31)
    data = serialize_edition(edition)
    tree = parse_page(edition)
    assert data["skyline"]
    assert sum(data["skyline"]["reports"]) != data["reports"] == 31
    key = read_text(find_one(tree, ".foot__key"))
    assert key == f"31 reports in 24 hours {data['used']} used in this edition"
    assert find_one(tree, ".skyline").get("aria-label") == (
        f"31 reports came in between Thu 06:30 and Fri 06:30. Used in this edition: {data['used']}."
    )


@pytest.mark.parametrize(("kind", "mark"), [("markdown", "**New**"), ("text", "NEW")])
def test_a_text_that_is_all_new_says_so_once(kind: str, mark: str) -> None:
    story = replace(SNAIL, since=golden_edition().date - timedelta(days=2))
    fresh = tuple(replace(sentence, new=True) for sentence in summarize(story, (0, 0), (0, 1)).sentences)
    page = render(edit_edition(replace(summarize(story, (0, 0), (0, 1)), sentences=fresh)), kind)
    assert [line.strip() for line in page.splitlines() if mark in line] == [mark]


def test_of_many_days_the_first_and_the_last_five_are_shown() -> None:
    days = tuple(
        replace(SNAIL.lead, id=f"day{number}", published=MADE - timedelta(days=number)) for number in range(9)
    )
    story = replace(SNAIL, articles=days, since=golden_edition().date - timedelta(days=8))
    rows = parse_page(edit_edition(summarize(story, (0, 0)))).cssselect(".days li")
    assert [read_text(find_one(row, "b")) for row in rows] == [
        "Thu 8", "Mon 12", "Tue 13", "Wed 14", "Thu 15", "Fri 16",
    ]  # fmt: skip
    assert read_text(rows[0]).endswith("and 3 more")


def test_a_continuing_story_of_new_sentences_only_says_so_once() -> None:
    story = replace(SNAIL, since=golden_edition().date - timedelta(days=2))
    fresh = tuple(replace(sentence, new=True) for sentence in summarize(story, (0, 0), (0, 1)).sentences)
    tree = parse_page(edit_edition(replace(summarize(story, (0, 0), (0, 1)), sentences=fresh)))
    assert [read_text(badge) for badge in tree.cssselect("main .new")] == ["New"]
    assert read_text(find_one(tree, ".fresh__label")) == "New"


def test_a_whole_page_of_an_earlier_version_still_renders() -> None:
    earlier = Path(__file__).parents[1] / "data" / "earlier_templates"
    tree = parse_page(golden_edition(), templates=earlier)
    assert len(tree.cssselect(".story")) == 6
    assert tree.cssselect(".masthead__name + nav")


def test_an_imported_template_of_an_earlier_version_is_named_as_the_cause(tmp_path: Path) -> None:
    (tmp_path / "words.j2").write_text("{% macro written(edition) %}{% endmacro %}", "utf-8")
    with pytest.raises(RenderError, match="what it imports has no macro") as caught:
        render(golden_edition(), "mail", templates=tmp_path)
    assert "words.j2, is of an earlier version" in caught.value.advice


def test_the_other_stories_on_a_topic_stand_under_the_first() -> None:
    snow = next(summary.story for summary in golden_edition().stories if summary.brief)
    topic = Topic(CABLE.id, (CABLE.id, BRIDGE.id, snow.id), title="Korvath · pass")
    tree = parse_page(replace(golden_edition(), topics=(topic,)))
    block = find_one(tree.get_element_by_id(f"s-{CABLE.id}"), ".topic")
    assert read_text(find_one(block, ".topic__h")) == "More on this"
    assert find_one(block, ".topic__link").get("href") == f"#s-{BRIDGE.id}"
    assert [brief.get("id") for brief in block.cssselect(".brief")] == [f"s-{snow.id}"]
    assert len(tree.cssselect(".section--briefs .brief")) == len(tree.cssselect(".brief")) - 1 == 2
    assert not tree.cssselect(f"#s-{BRIDGE.id} .topic")


@pytest.mark.parametrize(
    ("language", "remark"),
    [
        ("en", "Also reported in German"),
        ("de", "Auch auf Deutsch"),
        ("fr", "Aussi en allemand"),
        ("pl", "Także w innym języku: niemiecki"),
    ],
)
def test_the_same_event_in_another_language_stands_under_the_story(language: str, remark: str) -> None:
    snow = next(summary for summary in golden_edition().stories if summary.brief)
    german = replace(
        snow.story, articles=tuple(replace(article, language="de") for article in snow.story.articles)
    )
    stories = [
        replace(row, story=german) if row.story.id == german.id else row for row in golden_edition().stories
    ]
    topic = Topic(CABLE.id, (CABLE.id, german.id), title="Korvath")
    edition = replace(
        golden_edition(),
        stories=tuple(replace(row, related=(german.id,)) if row.story is CABLE else row for row in stories),
        topics=(topic,),
        counterparts=((german.id, CABLE.id),),
    )
    data = serialize_edition(edition)
    assert {row["id"]: row["other_languages"] for row in data["stories"] if row["other_languages"]} == {
        CABLE.id: [german.id],
        german.id: [CABLE.id],
    }
    (brief,) = (
        parse_page(edition, language=language).get_element_by_id(f"s-{CABLE.id}").cssselect(".topic .brief")
    )
    assert read_text(find_one(brief, ".brief__m")).startswith(remark)
    for kind in ("markdown", "text", "mail"):
        page = " ".join(render(edition, kind, language=language).split())
        assert page.count(remark) == 1
        assert page.index(remark) < page.index(german.lead.title, page.index(remark))


def test_a_story_without_briefs_on_its_topic_names_the_others_where_it_proves_itself() -> None:
    topic = Topic(CABLE.id, (CABLE.id, BRIDGE.id), title="Korvath")
    stories = [
        replace(row, related=(BRIDGE.id,)) if row.story is CABLE else row for row in golden_edition().stories
    ]
    tree = parse_page(replace(golden_edition(), stories=tuple(stories), topics=(topic,)))
    assert not tree.cssselect(".topic")
    links = tree.get_element_by_id(f"s-{CABLE.id}").cssselect(".evidence .more a")
    assert [link.get("href") for link in links] == [f"#s-{BRIDGE.id}"]


@pytest.mark.parametrize("kind", ["markdown", "text"])
def test_the_briefs_on_a_topic_stand_under_its_first_story_in_text(kind: str) -> None:
    snow = next(summary.story for summary in golden_edition().stories if summary.brief)
    topic = Topic(CABLE.id, (CABLE.id, snow.id), title="Korvath pass")
    stories = [
        replace(row, related=(BRIDGE.id, snow.id)) if row.story is CABLE else row
        for row in golden_edition().stories
    ]
    edition = replace(golden_edition(), stories=tuple(stories), topics=(topic,))
    (page,) = render_edition(serialize_edition(edition), RenderSettings(formats=(kind,))).values()
    text, _, others = str(page).partition("## Briefs" if kind == "markdown" else "BRIEFS\n")
    lead, _, rest = text.partition(BRIDGE.lead.title + (" [" if kind == "text" else "\n\n*"))
    heading = lead.casefold().rindex("more on this")
    assert lead.index("All 34 passengers are down") < heading < lead.index(snow.lead.title)
    assert lead.count(snow.lead.title) == 1
    assert snow.lead.title not in rest + others.partition("That is all")[0]
    assert "Das Kino am Markt" in others


@pytest.mark.parametrize("kind", ["mail", "epub"])
def test_the_briefs_on_a_topic_stand_under_its_first_story_in_mails_and_books(kind: str) -> None:
    snow = next(summary.story for summary in golden_edition().stories if summary.brief)
    edition = replace(
        golden_edition(), topics=(Topic(CABLE.id, (CABLE.id, snow.id), title="Korvath · pass"),)
    )
    (page,) = render_edition(serialize_edition(edition), RenderSettings(formats=(kind,))).values()
    if isinstance(page, bytes):
        book = zipfile.ZipFile(io.BytesIO(page))
        text = book.read("book/section-1.xhtml").decode()
        others = book.read("book/briefs.xhtml").decode()
    else:
        text, _, others = page.partition("Briefs</h2>")
    assert (
        text.index("All 34 passengers are down") < text.index("More on this<") < text.index(snow.lead.title)
    )
    assert "Korvath · pass" not in text
    assert snow.lead.title not in others
    assert "Das Kino am Markt" in others


@pytest.mark.parametrize(
    ("text", "last", "kept"),
    [
        ("Rovers win 3–1 at home", 0, ["3–1"]),
        ("Der Haushalt 2027–28 & die Folgen", 0, ["2027–28"]),
        ("Le match – enfin", 0, []),
        ("12345–6", 0, []),
        ("New rollers for the cable car", 2, ["cable car"]),
        ("Rovers win <b>3–1</b> in extra time", 2, ["3–1", "extra time"]),
        ("Rovers 3–1", 1, ["3–1"]),
        ("Korvath", 2, []),
        ("Oberlinden vor dem Bundesverfassungsgericht", 2, []),
    ],
)
def test_scores_and_last_words_stay_on_one_line(text: str, last: int, kept: list[str]) -> None:
    markup = str(keep_unbroken(text, last))
    assert re.findall(r'<span class="unbroken">([^<]*)</span>', markup) == kept
    assert unescape(re.sub(r"</?span[^>]*>", "", markup)) == text


def test_a_long_figure_is_set_smaller() -> None:
    data = serialize_edition(golden_edition())
    story = next(story for story in data["stories"] if story["differences"])
    figures = story["differences"][0]["figures"]
    figures[0]["figure"], figures[1]["figure"] = "90 per cent", "three"
    (page,) = render_edition(data, RenderSettings(formats=("html",))).values()
    shown = lxml.html.document_fromstring(str(page)).cssselect(f"#s-{story['id']} .figures b")[:2]
    assert [(read_text(figure), figure.get("class")) for figure in shown] == [
        ("90 per cent", "is-long"),
        ("three", None),
    ]


@pytest.mark.parametrize(("language", "comma"), [("ar", "، "), ("he", ", "), ("en", ", ")])
def test_the_comma_is_that_of_the_language(language: str, comma: str) -> None:
    facts = parse_page(golden_edition(), language=language).cssselect(".masthead__facts")[0]
    assert comma in read_text(facts)


def test_an_edition_with_an_open_window_has_no_skyline_and_no_source_count() -> None:
    tree = parse_page(replace(golden_edition(), window=(None, MADE), skyline=None, sources=(), peers=()))
    assert not tree.cssselect(".skyline, .skyline__hours, .key, .health")
    assert (
        read_text(find_one(tree, ".masthead__facts"))
        == "6 stories and 3 briefs, 2 minutes to read. Written at 06:30. Today in one minute"
    )
    assert read_text(tree.cssselect(".note--single")[0]) == "Only one source."


@pytest.mark.parametrize(
    ("language", "direction"), [("ar", "rtl"), ("he", "rtl"), ("en", "ltr"), ("pl", "ltr")]
)
def test_the_page_runs_in_the_direction_of_its_labels(language: str, direction: str) -> None:
    tree = parse_page(golden_edition(), language=language)
    assert tree.get("dir") == direction
    lead, arabic = tree.get_element_by_id(f"s-{CABLE.id}"), tree.get_element_by_id(f"s-{LIBRARY.id}")
    title = find_one(lead, ".story__title")
    assert (title.get("lang"), title.get("dir")) == ((None, None) if language == "en" else ("en", "ltr"))
    title = find_one(arabic, ".story__title")
    assert (title.get("lang"), title.get("dir")) == ((None, None) if language == "ar" else ("ar", "rtl"))
    assert read_text(find_one(tree, "a[rel=prev]"))[0] == ("→" if direction == "rtl" else "←")
    # The label inside a text of the other direction.
    label = find_one(lead, ".fresh__label")
    assert label.get("dir") == (None if language == "en" else direction)
    mail = lxml.html.document_fromstring(render(golden_edition(), "mail", language=language))
    assert mail.get("dir") == find_one(mail, "[role=article]").get("dir") == direction


def test_a_book_in_hebrew_is_read_from_right_to_left() -> None:
    settings = RenderSettings(formats=("epub",), language="he")
    (page,) = render_edition(serialize_edition(golden_edition()), settings).values()
    assert isinstance(page, bytes)
    book = zipfile.ZipFile(io.BytesIO(page))
    assert b'<spine page-progression-direction="rtl">' in book.read("book/package.opf")
    assert b'xml:lang="he" dir="rtl"' in book.read("book/nav.xhtml")


@pytest.mark.parametrize("kind", ["html", "markdown"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_renders_in_every_language(language: str, kind: str) -> None:
    text = render(golden_edition(), kind, language=language)
    assert make_localizer("2026-10-16", language, ZoneInfo("UTC")).weekday("2026-10-16") in text
    if kind == "html":
        assert lxml.html.document_fromstring(text).get("lang") == language


def test_markup_in_texts_stays_text_on_the_page() -> None:
    tree = parse_page(hostile_edition())
    assert not tree.cssselect("main script, img, em, h3 b, .s b, bdi b, .q b, dt b, li li")
    assert tree.cssselect(".story__title span")[0].text == ODD
    assert "evil.example" not in {urlsplit(href).hostname for href in tree.xpath("//@href")}
