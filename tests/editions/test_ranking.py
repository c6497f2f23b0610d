"""The order of stories, the rules behind it, sections and the cut."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from digest.editions.ranking import cut_stories, lift_topics, rank_stories
from digest.editions.story_scoring import (
    RULES,
    TOPIC,
    RankingContext,
    compile_words,
    is_trade_item,
    load_rules,
)
from digest.editions.story_sections import SectionRules, assign_section, make_section_rules
from digest.errors import ConfigError
from digest.languages import LANGUAGES, get_wording
from digest.models import Article, Story

NOW = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)
PLAIN = RankingContext(NOW)


def article(
    id_: str,
    source: str = "Northwire",
    hours: float = 0,
    text: str = "",
    section: str = "",
    title: str = "A title",
) -> Article:
    published = NOW - timedelta(hours=hours)
    return Article(id_, source, "", title, text, published, published, "en", section=section)


def story(name: str, *articles: Article) -> Story:
    return Story(name, articles, tuple(sorted(article.id for article in articles)))


def score(scored: Story, context: RankingContext = PLAIN) -> dict[str, float]:
    return dict(rank_stories([scored], context)[0].score)


@pytest.mark.parametrize(("outlets", "points"), [(1, 0), (2, 2), (3, 3.17), (4, 4), (8, 6)])
def test_each_doubling_of_voices_gives_two_points(outlets: int, points: float) -> None:
    reported = story("s", *(article(f"a{number}", f"Outlet {number}") for number in range(outlets)))
    assert score(reported)["voices"] == points


def test_copies_and_second_articles_of_an_outlet_are_not_voices() -> None:
    copied = story("s", article("a", "One"), article("b", "One"), article("c", "Two"), article("d", "Three"))
    assert score(replace(copied, copies=(("d", "c"),)))["voices"] == 2


def test_an_outlet_that_only_says_where_to_watch_an_event_or_reviews_it_is_no_voice() -> None:
    reports = (
        article("a", "One", title="Ostmere win the cup"),
        article("b", "Two", title="Cup won by Ostmere"),
    )
    guide = article("c", "Three", title="How to watch the cup final")
    assert score(story("s", *reports, guide))["voices"] == 2
    assert score(story("s", *reports, article("r", "Three", title="Cup Final review: long")))["voices"] == 2
    assert (
        score(story("s", *reports, guide, article("d", "Three", title="Cup: Ostmere win")))["voices"] == 3.17
    )
    assert not is_trade_item(
        story("s", guide, article("e", "Four", title="Where to watch the cup final")), PLAIN
    )


def test_only_new_articles_count_as_voices_and_as_fresh() -> None:
    known = story(
        "s", article("a", "One", hours=1), article("b", "Two", hours=24), article("c", "Three", hours=24)
    )
    continuing = replace(known, new=("c",), since=date(2026, 3, 11))
    assert score(continuing) == {"voices": 0, "freshness": 0.5, "substance": 0, "continuing": 0.5}


@pytest.mark.parametrize(("hours", "points"), [(0, 2), (12, 1), (24, 0.5), (-3, 2)])
def test_freshness_halves_every_twelve_hours(hours: float, points: float) -> None:
    assert score(story("s", article("a", hours=hours), article("b", hours=90)))["freshness"] == points


@pytest.mark.parametrize(("length", "points"), [(0, 0), (900, 0.5), (1_800, 1), (90_000, 1)])
def test_substance_counts_the_longest_text(length: int, points: float) -> None:
    assert score(story("s", article("a", text="x" * length), article("b", text="")))["substance"] == points


def test_the_share_of_a_desk_gives_up_to_one_and_a_half_points() -> None:
    outlets = [article(f"a{number}", f"Outlet {number}", section="World") for number in range(4)]
    reported = replace(story("s", *outlets), section="World")
    assert score(reported, RankingContext(NOW, desks={"World": 6}))["desk"] == 1
    assert score(reported, RankingContext(NOW, desks={"World": 4}))["desk"] == 1.2
    assert score(reported, RankingContext(NOW, desks={"World": 3, "Sport": 9}))["desk"] == 1.2
    assert "desk" not in score(reported, RankingContext(NOW, desks={"Sport": 9}))
    lone = replace(story("s", article("a", section="World")), section="World")
    assert "desk" not in score(lone, RankingContext(NOW, desks={"World": 6}))


def test_hard_news_of_several_outlets_gets_two_points_and_that_of_one_gets_one() -> None:
    context = RankingContext(NOW, hard_news=frozenset({"World"}))
    shared = replace(story("s", article("a", "One"), article("b", "Two")), section="World")
    assert score(shared, context)["hard_news"] == 2
    assert "hard_news" not in score(replace(shared, section="Sport"), context)
    assert score(replace(story("s", article("a")), section="World"), context)["hard_news"] == 1
    assert "hard_news" not in score(replace(story("s", article("a")), section="Sport"), context)


def test_hard_news_of_four_outlets_stands_above_softer_news_of_seven() -> None:
    context = RankingContext(NOW, hard_news=frozenset({"World"}), desks={"World": 6, "Technology": 9})
    floods = replace(story("s", *(article(f"a{n}", f"Outlet {n}") for n in range(4))), section="World")
    phone = replace(story("t", *(article(f"b{n}", f"Outlet {n}") for n in range(7))), section="Technology")
    assert sum(score(floods, context).values()) > sum(score(phone, context).values())


HARD = RankingContext(NOW, hard_news=frozenset({"World"}))
TRADE = replace(HARD, trade=frozenset({"Stagepost", "Reel Times", "Wireweek", "Bytefeed"}))


def test_trade_papers_count_half() -> None:
    def total(*outlets: str, context: RankingContext = TRADE) -> float:
        (reported,) = make_topic("Culture", outlets)
        parts = score(reported, context)
        return parts["voices"] + parts.get("desk", 0) + parts.get("trade", 0)

    assert total("Stagepost", "Reel Times", "Wireweek", "Bytefeed") == total("One", "Two") == 2
    assert total("Stagepost", "Reel Times", "One") == 2
    assert total("Stagepost", "Reel Times") == total("Stagepost") == 0
    desks = replace(TRADE, desks={"Culture": 8})
    trade = total("Stagepost", "Reel Times", "Wireweek", "Bytefeed", context=desks)
    assert trade == pytest.approx(total("One", "Two", context=desks), abs=0.002)
    weighted = replace(TRADE, weights={"": 2.0})
    assert total("Stagepost", "One", context=weighted) == 3.17


def test_news_of_the_world_that_most_of_its_outlets_are_trade_papers_for_is_no_hard_news() -> None:
    def points(*outlets: str) -> float:
        (reported,) = make_topic("World", outlets)
        return score(reported, TRADE).get("hard_news", 0)

    assert points("One", "Stagepost", "Wireweek") == 0
    assert points("One", "Two", "Stagepost", "Wireweek") == points("One", "Two") == 2


def test_what_a_few_trade_papers_alone_report_is_a_trade_item() -> None:
    def is_item(*outlets: str, new: tuple[str, ...] = ()) -> bool:
        (reported,) = make_topic("Culture", outlets)
        return is_trade_item(replace(reported, new=new) if new else reported, TRADE)

    assert is_item("Stagepost")
    assert is_item("Stagepost", "Reel Times", "Wireweek")
    assert is_item("Stagepost", "One", new=("a0Stagepost",))
    assert not is_item("Stagepost", "Reel Times", "Wireweek", "Bytefeed")
    assert not is_item("Stagepost", "One")
    assert not is_item("One")
    (reported,) = make_topic("Culture", ("One", "Two"))
    copied = replace(reported, new=("a0Two",), copies=(("a0Two", "a0One"),))
    assert not any(is_trade_item(copied, context) for context in (TRADE, HARD))


@pytest.mark.parametrize(
    ("folders", "points"),
    [
        (("/world/", "/2026/"), 2),
        (("/sport/football/", "/2026/"), 0),
        (("/sport/", "/world/"), 2),
        (("/science/", "/health/"), 2),
        (("/culture/", "/lifestyle/"), 0),
    ],
)
def test_an_address_says_that_news_of_the_world_are_sports(folders: tuple[str, str], points: int) -> None:
    outlets = [
        replace(article(f"a{number}", f"Outlet {number}"), url=f"https://example.org{folder}report")
        for number, folder in enumerate(folders)
    ]
    reported = replace(story("s", *outlets), section="World")
    assert score(reported, HARD).get("hard_news", 0) == points


@pytest.mark.parametrize(
    ("titles", "points"),
    [
        (("Landslide kills 16", "Rescuers dig at Ostmere"), 2),
        (("Landslide kills at least two", "Landslide in Ostmere"), 0.5),
        (("Landslide kills 4 in Ostmere", "Landslide: 300 dead feared, eight dead found"), 1),
        (("Landslide kills 4", "Landslide leaves 8 dead", "Landslide: 30 dead"), 1.5),
        (("Landslide kills 9,000", "Landslide in Ostmere"), 2),
        (("Nora Quist dies at 87", "Nora Quist is dead"), 0),
        (("App killed 16 of its features", "An app with fewer features"), 2),
    ],
)
def test_the_number_of_dead_in_headlines_of_hard_news_gives_points(
    titles: tuple[str, ...], points: float
) -> None:
    outlets = [article(f"a{number}", f"Outlet {number}", title=title) for number, title in enumerate(titles)]
    reported = replace(story("s", *outlets), section="World")
    assert score(reported, HARD).get("toll", 0) == points
    assert "toll" not in score(replace(reported, section="Technology"), HARD)


@pytest.mark.parametrize(
    ("titles", "points"),
    [
        (("Review: the Marigold kayak", "Marigold kayak is out"), -2),
        (("Review: the Marigold kayak", "Marigold kayak is out", "Kayak sells out"), 0),
        (("‘Ostmere’ trailer shows the flood", "Watch the first trailer for ‘Ostmere’"), -2),
    ],
)
def test_reviews_and_trailers_lose_points(titles: tuple[str, ...], points: float) -> None:
    outlets = [article(f"a{number}", f"Outlet {number}", title=title) for number, title in enumerate(titles)]
    assert score(story("s", *outlets)).get("soft", 0) == points


def test_a_boosted_word_adds_points_once() -> None:
    boosting = RankingContext(NOW, boost=compile_words(("chess", "open water")))
    lifted = story("s", article("a", title="Chess: the final"), article("b", text="Chess in open water"))
    assert score(lifted, boosting)["boost"] == 2
    assert "boost" not in score(story("s", article("a", title="Chessboards, opened waters")), boosting)
    assert "boost" not in score(lifted)


def test_stories_are_sorted_by_points_then_by_id() -> None:
    wide = story("z", article("a", "One"), article("b", "Two"))
    ranked = rank_stories([story("y", article("c")), wide, story("x", article("d"))], PLAIN)
    assert [row.id for row in ranked] == ["z", "x", "y"]
    assert ranked[0].total == sum(points for _, points in ranked[0].score) == 4


def test_the_section_is_that_of_most_articles_then_of_the_lead() -> None:
    def section(*names: str) -> str:
        filed = story("s", *(article(f"a{number}", section=name) for number, name in enumerate(names)))
        return assign_section(filed, SectionRules()).section

    assert section("Sport", "World", "World") == "World"
    assert section("World", "Sport") == "World"
    assert section("", "Sport", "Arts") == "Arts"
    assert section("", "Sport") == "Sport"
    assert section("", "") == ""


def test_an_address_that_names_a_narrower_section_replaces_that_of_the_source() -> None:
    reports = (article("a", section="World"), article("b", section="World"), article("c", section="Arts"))
    rules = SectionRules(specific={"a": "Sport", "b": "Sport"})
    assert assign_section(story("s", *reports), rules).section == "Sport"
    assert rules.find_article_section(reports[2]) == "Arts"


def test_a_category_is_a_section_where_the_source_names_none() -> None:
    rules = SectionRules(categories={"sport": "Sport", "football": "Sport", "world": "World"})

    def section(*categories: str, source: str = "") -> str:
        filed = replace(article("a", section=source), categories=categories)
        return assign_section(story("s", filed), rules).section

    assert section("Ferries", "SPORT") == "Sport"
    assert section("News / World / Ostmere") == "World"
    assert section("football") == "Sport"
    assert section("Sports desk", "") == ""
    assert section("Sport", source="Harbour") == "Harbour"
    local = make_section_rules({"Local": ("title",)}, ("Local", "Sport"))
    filed = replace(article("a"), categories=("Sport",))
    assert assign_section(story("s", filed), local).section == "Local"


def test_the_cut_keeps_the_order_and_limits_each_section() -> None:
    ranked = [
        replace(story(name, article(name)), section=section)
        for name, section in zip("abcdefg", ("W", "W", "W", "", "S", "", "S"), strict=True)
    ]
    kept, below = cut_stories(ranked, max_stories=5, per_section=2)
    assert "".join(row.id for row in kept) == "abdef"
    assert "".join(row.id for row in below) == "cg"


def test_stories_without_a_section_are_limited_by_the_edition_alone() -> None:
    ranked = [story(f"s{number:02d}", article(f"a{number}")) for number in range(12)]
    assert len(cut_stories(ranked, max_stories=30, per_section=3)[0]) == 12


def test_the_weight_of_a_source_weights_its_voice() -> None:
    reports = tuple(
        Article(f"a{n}", f"Outlet {n}", f"https://o{n}.example/", "Title", "", NOW, NOW, feed=f"Outlet {n}")
        for n in range(2)
    )
    story = Story("s", reports, new=("a0", "a1"))

    def voices(**weights: float) -> float:
        named = {name.replace("_", " "): weight for name, weight in weights.items()}
        return score(story, RankingContext(NOW, weights=named))["voices"]

    assert voices() == 2.0
    assert voices(Outlet_0=3.0) == 4.0
    assert voices(Outlet_0=0.0) == 0.0


def test_the_stories_on_one_topic_take_one_place_and_follow_the_best() -> None:
    outlets = (article("a", "One"), article("b", "Two"))
    ranked = [Story(f"s{n}", outlets, section="World" if n % 2 else "") for n in range(12)]
    topic_of = {f"s{n}": "quake" for n in (1, 4, 5, 6, 8, 9)}
    kept, below = cut_stories(ranked, 3, 5, topic_of)
    assert [story.id for story in kept] == ["s0", "s1", "s4", "s5", "s6", "s8", "s2"]
    assert {story.section for story in kept[1:6]} == {"World"}
    assert [story.id for story in below] == ["s3", "s7", "s9", "s10", "s11"]


def test_what_a_single_outlet_reports_is_an_angle_only_if_it_would_be_in_the_edition_anyway() -> None:
    ranked = [Story(f"s{n}", (article(f"a{n}"),)) for n in range(5)]
    topic_of = dict.fromkeys(("s0", "s1", "s4"), "quake")
    kept, below = cut_stories(ranked, 2, 5, topic_of)
    assert [story.id for story in kept] == ["s0", "s1", "s2"]
    assert [story.id for story in below] == ["s3", "s4"]


def test_an_outlet_that_reported_a_continuing_story_earlier_makes_no_angle_of_it() -> None:
    quake, aid, ferry = (Story(f"s{n}", (article(f"a{n}"), article(f"b{n}", "Two"))) for n in range(3))
    aid = replace(aid, new=("a1",))
    kept, below = cut_stories([quake, ferry, aid], 2, 5, {"s0": "quake", "s1": "quake"})
    assert [story.id for story in kept] == ["s0", "s2"]
    assert below == (aid,)


def test_a_rule_of_the_reader_overrides_the_sections_of_sources() -> None:
    reports = (
        article("a", title="Harbour opens", section="World"),
        article("b", title="The harbour is open"),
    )
    rules = make_section_rules({"Sport": ("cup final",), "Local": ("harbour",)}, ())
    assert assign_section(Story("s", reports), rules).section == "Local"
    assert assign_section(Story("s", reports), SectionRules()).section == "World"


def test_a_lone_teaser_ranks_behind_a_report() -> None:
    teaser = story("t", article("a", text="x" * 200))
    report = story("r", article("b", hours=5, text="x" * 1_800))
    assert score(teaser)["teaser"] == -1
    assert "teaser" not in score(report)
    assert "teaser" not in score(story("s", article("c", "One"), article("d", "Two")))
    assert [row.id for row in rank_stories([teaser, report], PLAIN)] == ["r", "t"]


def test_a_story_without_a_plain_headline_loses_points() -> None:
    question = article("a", title="What is left of the ferry?")
    assert score(story("s", question))["manner"] == -1.5
    assert "manner" not in score(story("s", question, article("b")))
    assert "manner" in score(replace(story("s", question, article("b")), new=("a",)))


def test_a_series_loses_as_many_points_as_a_service() -> None:
    context = RankingContext(NOW, series=frozenset({"a", "b"}))
    riddles = story("s", article("a"), article("b"), article("c"))
    assert score(riddles, context)["service"] == -5
    assert "service" not in score(story("s", article("a"), article("c")), context)
    assert "service" not in score(riddles)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_a_label_in_every_language(language: str) -> None:
    assert {*RULES, TOPIC} <= set(get_wording(language).score_parts)


def make_topic(section: str, *outlets: tuple[str, ...]) -> list[Story]:
    """Return a story of each row of outlets, in the section."""
    return [
        replace(story(f"s{row}", *(article(f"a{row}{name}", name) for name in names)), section=section)
        for row, names in enumerate(outlets)
    ]


def lift(stories: list[Story], topic_of: dict[str, str]) -> tuple[Story, ...]:
    return lift_topics(rank_stories(stories, HARD), topic_of, HARD)


def test_a_topic_of_hard_news_has_the_points_that_its_stories_would_have_as_one() -> None:
    front, talks, storm = make_topic("World", ("One", "Two"), ("Two", "Three", "Four"), ("One", "Two", "Six"))
    lifted = lift([front, talks, storm], {"s0": "war", "s1": "war"})
    assert [row.id for row in lifted] == ["s1", "s2", "s0"]
    parts = dict(lifted[0].score)
    assert parts["voices"] + parts["topic"] == 4
    assert all("topic" not in dict(row.score) for row in lifted[1:])


def test_reports_that_are_not_new_and_outlets_counted_already_lift_no_topic() -> None:
    front, talks = make_topic("World", ("One", "Two"), ("One", "Two"))
    assert lift([front, talks], {"s0": "war", "s1": "war"})[0].total == rank_stories([front], HARD)[0].total
    old = replace(story("old", *talks.articles, article("old", "Three", hours=30)), new=talks.new)
    assert "topic" not in dict(lift([front, old], {"s0": "war", "old": "war"})[0].score)


def test_much_coverage_of_a_gala_makes_it_no_bigger() -> None:
    gala = make_topic("Culture", ("One", "Two"), ("Three", "Four"))
    assert lift(gala, {"s0": "gala", "s1": "gala"}) == rank_stories(gala, HARD)


def test_a_puzzle_of_many_outlets_gets_no_points_for_them() -> None:
    context = replace(HARD, series=frozenset({"a0One", "a0Two", "a0Three"}), desks={"Culture": 5})
    (puzzle,) = make_topic("Culture", ("One", "Two", "Three"))
    parts = score(puzzle, context)
    assert parts["voices"] + parts["desk"] + parts["service"] == pytest.approx(-5, abs=0.002)


def test_a_rule_of_ones_own_cannot_take_the_name_of_the_points_of_a_topic() -> None:
    with pytest.raises(ConfigError, match="there is a built-in rule of this name"):
        load_rules({"topic": "math:sqrt"})
