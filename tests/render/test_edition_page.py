"""The HTML page: its parts, its special days, and what it never does."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import lxml.html
import pytest

from digest.editions.edition_data import edition_data
from digest.languages import LANGUAGES
from digest.models import SourceHealth
from digest.render import default_templates
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
from tests.support.rendering import one, page, read, render, tell

THEMES = sorted(path.stem for path in (default_templates() / "themes").glob("*.css"))


@pytest.mark.parametrize("theme", THEMES)
def test_a_page_asks_the_network_for_nothing(theme: str) -> None:
    tree = page(golden_edition(), theme=theme)
    policy = one(tree, "meta[http-equiv=Content-Security-Policy]").get("content")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
    for attribute in ("src", "srcset", "poster", "background", "action", "ping", "onclick", "onload"):
        assert not tree.xpath(f"//@{attribute}")
    assert not tree.cssselect("script[src], iframe, object, embed, img, form, audio, video")
    assert [link.get("href")[:5] for link in tree.cssselect("link")] == ["data:"]
    css = one(tree, "style").text
    assert not re.search(r"url\(|@import|@font-face|expression\(", css)


def test_a_page_says_which_layers_its_styles_are_in() -> None:
    css = one(page(golden_edition(), theme="newspaper"), "style").text
    assert css.index("@layer base, theme, user;") < css.index("@layer base {") < css.index("@layer theme {")
    assert css.count("{") == css.count("}")


def test_tags_are_written_with_care() -> None:
    body = render(golden_edition()).partition("</head>")[2]
    assert not re.search(r'"[a-z-]+="', body), "two attributes without a space between"
    assert not re.search(r"[ \t]\n|\n\n\n", body), "white space that says nothing"
    for tag in ("article", "section", "div", "span", "p", "ul", "ol", "li", "details", "a"):
        assert len(re.findall(f"<{tag}[ >]", body)) == body.count(f"</{tag}>"), tag


def test_every_link_within_the_page_leads_somewhere_and_no_id_stands_twice() -> None:
    tree = page(golden_edition())
    ids = tree.xpath("//@id")
    assert len(set(ids)) == len(ids)
    wanted = {href[1:] for href in tree.xpath("//a/@href") if href.startswith("#")}
    wanted |= set(tree.xpath("//@aria-labelledby"))
    assert wanted <= set(ids)
    assert len(wanted) > 10


def test_every_sentence_has_a_number_that_opens_it_in_its_article() -> None:
    data = edition_data(golden_edition())
    tree = page(golden_edition())
    for story in data["stories"]:
        if story["brief"]:
            continue
        element = tree.get_element_by_id(f"s-{story['id']}")
        shown = {
            (read(mark.getparent()).removesuffix(read(mark)).removeprefix("New").strip(), mark.get("href"))
            for mark in element.cssselect(".s .cite")
        }
        assert shown == {(quoted["text"], quoted["url"]) for quoted in story["summary"] + story["known"]}
        listed = {
            int(item.get("value")): read(item.cssselect("bdi")[0])
            for item in element.cssselect(".sources li")
        }
        for mark in element.cssselect(".cite"):
            number = read(mark).split()[-1]
            assert listed[int(number)] in mark.get("title")


def test_the_lead_shows_what_is_new_and_folds_what_was_known() -> None:
    lead = one(page(golden_edition()), ".story--lead")
    assert read(one(lead, ".story__kicker")) == "Continuing since Thursday"
    assert read(one(lead, ".fresh__label")) == "New since Thursday"
    assert len(lead.cssselect(".fresh .s")) == 4
    assert read(one(lead, ".earlier summary")) == "What was known on Thursday (2 sentences)"
    assert len(lead.cssselect(".earlier .s")) == 2
    assert read(one(lead, ".story__meta")) == "7 reports · 4 independent voices · latest 05:18"


def test_a_continuing_story_without_an_earlier_summary_marks_its_new_sentences() -> None:
    tree = page(golden_edition())
    (mill,) = (story for story in tree.cssselect(".story") if "Ostrand" in read(story))
    assert [bool(sentence.cssselect(".new")) for sentence in mill.cssselect(".s")] == [True, False, True]
    assert not mill.cssselect(".fresh")


def test_evidence_names_copies_and_who_they_repeat() -> None:
    lead = one(page(golden_edition()), ".story--lead")
    assert [read(chip) for chip in lead.cssselect("a.chip:not(.chip--copy)")] == ["Gorge Weekly"]
    assert [read(chip) for chip in lead.cssselect("a.chip--copy")] == [
        "Morning Kite (same text as Highland Courier)",
        "The Vale Ledger (same text as Highland Courier)",
    ]
    assert read(one(lead, ".why p:first-of-type")) == (
        "The 7 reports share the words “korvath”, “cable car”, “cabin” and “pylon” and appeared within "
        "30 hours. Two of them carry the same text as Highland Courier and count as the same voice."
    )
    assert read(one(lead, ".why p:last-of-type")) == (
        "Its place on the page: 6.50 points, 4.00 for independent voices, 1.87 for freshness, 0.13 for a "
        "full text and 0.50 for going on from before."
    )


def test_what_brought_a_story_no_points_is_not_told() -> None:
    snail, tram = page(golden_edition()).cssselect(".story")[-2:]
    assert read(one(snail, ".why summary")) == "Why it stands here"
    assert read(one(snail, ".why p")) == (
        "Its place on the page: 0.72 points, 0.63 for freshness and 0.09 for a full text."
    )
    assert not tram.cssselect(".why")


def test_a_story_of_one_source_says_so() -> None:
    (snail,) = (story for story in page(golden_edition()).cssselect(".story") if "snail" in read(story))
    assert "story--single" in snail.get("class")
    assert read(one(snail, ".note--single")) == (
        "Only one source. None of 12 other sources has reported this."
    )


@pytest.mark.parametrize(
    ("copies", "told"),
    [
        ((("a4", "a1"), ("a5", "a1")), "Only one source. The other 2 reports carry its text."),
        ((), "Only one source. All of the reports are its own."),
    ],
)
def test_a_story_of_one_voice_says_what_its_other_reports_are(
    copies: tuple[tuple[str, str], ...], told: str
) -> None:
    picked = (CABLE.articles[0], CABLE.articles[3], CABLE.articles[4])
    articles = picked if copies else tuple(replace(article, source="Highland Courier") for article in picked)
    story = replace(CABLE, articles=articles, copies=copies)
    assert read(one(page(tell(summarize(story, (0, 0)))), ".note--single")) == told


def test_texts_in_other_languages_carry_their_language_and_direction() -> None:
    tree = page(golden_edition())
    (arabic,) = (story for story in tree.cssselect(".story") if "مكتبة" in read(story))
    assert read(one(arabic, ".story__kicker")) == "In Arabic"
    for part in arabic.cssselect(".story__title, .summary-block"):
        assert (part.get("lang"), part.get("dir")) == ("ar", "rtl")
    assert not arabic.cssselect(".evidence [lang]")


def test_a_sentence_in_another_language_than_its_story_carries_its_own() -> None:
    mixed = replace(BRIDGE, articles=(BRIDGE.lead, *LIBRARY.articles))
    last = page(tell(summarize(mixed, (0, 0), (1, 0)))).cssselect(".s")[-1]
    assert (last.get("lang"), last.get("dir")) == ("ar", "rtl")


def test_a_text_of_unknown_language_claims_none() -> None:
    story = replace(SNAIL, articles=(replace(SNAIL.lead, language="und"),))
    title = one(page(tell(summarize(story, (0, 0)))), ".story__title")
    assert (title.get("lang"), title.get("dir")) == ("", "auto")


def test_a_headline_alone_without_a_time_or_a_title_of_its_own() -> None:
    tree = page(tell(summarize(TRAM)))
    assert (
        read(one(tree, ".story__meta"))
        == "1 report · 1 independent voice · no headline, this is the first sentence"
    )
    assert read(one(tree, ".story__text > .q")) == "There is only a headline to quote."
    assert not tree.cssselect(".story time, .coverage")
    assert one(tree, ".sources a").get("href") == "file:///home/reader/inbox/tram%20notes.txt"


def test_a_story_without_an_address_is_told_without_links() -> None:
    story = replace(SNAIL, articles=(replace(SNAIL.lead, url=""),))
    tree = page(tell(summarize(story, (0, 0)), replace(summarize(story), brief=True)))
    assert len(tree.cssselect(".story span.cite")) == 2
    assert not tree.cssselect(".story a, .brief a")
    markdown = render(tell(summarize(story, (0, 0))), "markdown")
    assert f"{SNAIL.lead.text.partition('.')[0]}. (Field & Fern)" in markdown


def test_briefs_show_a_headline_a_sentence_and_the_outlet() -> None:
    snow, cinema, odd = page(golden_edition()).cssselect(".brief")
    assert [read(mark)[-1] for mark in snow.cssselect(".cite")] == ["1", "2"]
    assert read(one(snow, ".brief__m")) == "1 Highland Courier 00:30, 2 Gorge Weekly 02:30 · 2 reports"
    assert not cinema.cssselect(".cite")
    assert "#:~:text=" in one(cinema, ".brief__m a").get("href")
    assert not odd.cssselect(".brief__s")


def test_the_foot_names_ill_sources_and_why_reports_were_left_out() -> None:
    tree = page(golden_edition())
    assert read(one(tree, ".health .foot__lead")) == "13 of 15 sources answered. Two did not."
    assert [read(row) for row in tree.cssselect(".ills__row")] == [
        "Pier Gazette: the server answers 503, it is overloaded. Since Monday 12 October, 5 visits in a row. "
        "Nothing to do: it is tried again at every visit.",
        "Old Quay: the server says that this feed is gone for good. Since Friday 16 October. "
        "Take it out of the list, or look for its new address.",
    ]
    assert read(one(tree, ".left .foot__lead")) == "5 of 22 reports are not in this edition."
    assert [read(row) for row in tree.cssselect(".reasons dt")] == [
        "Muted", "Below the cut", "Not an article", "Same text as another report",
    ]  # fmt: skip
    assert read(tree.cssselect(".reasons li")[-1]) == (
        "All 34 passengers are down Beacon Daily: same text as Highland Courier"
    )


def test_earlier_editions_are_linked_by_the_pattern_of_file_names() -> None:
    tree = page(golden_edition(), name="news of {date}")
    assert [link.get("href") for link in tree.cssselect(".editions a")] == [
        "news%20of%202026-10-15.html", "news%20of%202026-10-14.html", "news%20of%202026-10-12.html",
    ]  # fmt: skip
    assert [read(link) for link in tree.cssselect(".editions a")][1] == "Wed A quiet day"
    assert one(tree, "[rel=prev]").get("href") == "news%20of%202026-10-15.html"


def test_the_skyline_says_in_words_what_it_draws() -> None:
    tree = page(golden_edition())
    assert one(tree, ".skyline").get("aria-label") == (
        "22 reports came in between Thu 06:30 and Fri 06:30. Used in this edition: 17."
    )
    assert [read(tick) for tick in tree.cssselect(".skyline__hours span")] == [
        "06:30", "12:30", "18:30", "00:30", "06:30",
    ]  # fmt: skip
    bars = one(tree, ".skyline .bars__all").get("d")
    assert bars.count("M") == len(
        [count for count in edition_data(golden_edition())["skyline"]["reports"] if count]
    )


def test_a_day_without_stories_is_a_quiet_one() -> None:
    tree = page(tell(left_out=(), reports=0, earlier=()))
    assert read(one(tree, ".notice")) == "A quiet day. None of your sources told anything new."
    assert read(one(tree, ".end")) == "That is all for Friday."
    assert read(one(tree, ".editions p")) == "This is the first edition."
    assert not tree.cssselect(".contents, .section, .left, .masthead__nav")


@pytest.mark.parametrize(
    ("stories", "told"),
    [
        ((CABLE, SNAIL), "A quiet day. Only one story was reported by two or more independent voices."),
        ((CABLE, BRIDGE), "A quiet day. Only two stories were reported by two or more independent voices."),
        ((SNAIL,), "A quiet day. No story was reported by two or more independent voices."),
    ],
)
def test_a_day_of_few_stories_says_why_it_is_short(stories: tuple[Any, ...], told: str) -> None:
    tree = page(tell(*(summarize(story, (0, 0)) for story in stories)))
    assert read(one(tree, ".notice")) == told
    assert not tree.cssselect(".story--lead")


def test_when_no_source_answered_the_page_counts_the_causes() -> None:
    failed = tuple(
        SourceHealth(
            f"Outlet {number}", "failed", 0, "no such host" if number else "no answer within 20 seconds"
        )
        for number in range(12)
    )
    tree = page(tell(sources=failed, left_out=(), reports=0))
    assert read(one(tree, ".big")) == "No news reached this machine"
    assert [read(cause) for cause in tree.cssselect(".causes li")] == [
        "1no answer within 20 seconds: Outlet 0",
        "11no such host",
    ]
    assert len(tree.cssselect(".ills__row")) == 12
    assert one(tree, ".prose a").get("href") == "digest-2026-10-15.html"
    markdown = render(tell(sources=failed, left_out=(), reports=0), "markdown")
    assert "None of your 12 sources answered." in markdown


def test_stories_from_the_store_say_that_no_source_answered() -> None:
    failed = tuple(replace(source, status="failed") for source in golden_edition().sources)
    tree = page(replace(golden_edition(), sources=failed))
    assert read(one(tree, ".notice")).startswith("None of your sources answered.")
    assert len(tree.cssselect(".ills__row")) == 15


def test_several_days_in_one_edition_say_so() -> None:
    tree = page(replace(golden_edition(), window=(MADE - timedelta(days=3), MADE)))
    assert read(one(tree, ".contents__h")) == "Three days in one minute"
    assert read(one(tree, ".notice")) == "Tuesday to Friday in one edition."


def test_a_long_edition_keeps_its_contents_short() -> None:
    many = tuple(summarize(replace(SNAIL, id=f"{number:016x}"), (0, 0)) for number in range(30))
    tree = page(tell(*many))
    assert len(tree.cssselect(".contents > .contents__list > li")) == 10
    assert read(one(tree, ".contents__rest > summary")) == "20 more stories"
    assert len(tree.cssselect(".contents li")) == 30


def test_an_edition_made_from_everything_has_no_skyline_and_no_sources_to_count() -> None:
    tree = page(replace(golden_edition(), window=(None, MADE), skyline=None, sources=(), peers=()))
    assert not tree.cssselect(".skyline, .skyline__hours, .key, .health")
    assert (
        read(one(tree, ".masthead__facts")) == "6 stories and 3 briefs, 2 minutes to read. Written at 06:30."
    )
    assert read(tree.cssselect(".note--single")[0]) == "Only one source."


@pytest.mark.parametrize("kind", ["html", "markdown"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_tells_the_whole_edition(language: str, kind: str) -> None:
    text = render(golden_edition(), kind, language=language)
    assert LANGUAGES[language].weekdays[4] in text
    if kind == "html":
        assert lxml.html.document_fromstring(text).get("lang") == language


def test_markup_in_texts_stays_text_on_the_page() -> None:
    tree = page(hostile_edition())
    assert not tree.cssselect("main script, img, em, h3 b, .s b, bdi b, .q b, dt b, li li")
    assert tree.cssselect(".story__title span")[0].text == ODD
    assert "evil.example" not in {urlsplit(href).hostname for href in tree.xpath("//@href")}
