"""The order of stories, the arithmetic behind it, sections and the cut."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from digest.editions.ranking import RankingSettings, place_stories, rank_stories, spread_subjects
from digest.models import Article, Story

NOW = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)
PLAIN = RankingSettings()


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


def score(told: Story, settings: RankingSettings = PLAIN) -> dict[str, float]:
    return dict(rank_stories([told], settings, NOW)[0].score)


@pytest.mark.parametrize(("outlets", "points"), [(1, 0), (2, 2), (3, 3.17), (4, 4), (8, 6)])
def test_each_doubling_of_voices_gives_two_points(outlets: int, points: float) -> None:
    told = story("s", *(article(f"a{number}", f"Outlet {number}") for number in range(outlets)))
    assert score(told)["voices"] == points


def test_copies_and_second_pieces_of_an_outlet_are_no_voices() -> None:
    told = story("s", article("a", "One"), article("b", "One"), article("c", "Two"), article("d", "Three"))
    assert score(replace(told, copies=(("d", "c"),)))["voices"] == 2


def test_only_what_is_new_counts_as_voice_and_as_fresh() -> None:
    told = story(
        "s", article("a", "One", hours=1), article("b", "Two", hours=24), article("c", "Three", hours=24)
    )
    continuing = replace(told, new=("c",), since=date(2026, 3, 11))
    assert score(continuing) == {"voices": 0, "freshness": 0.5, "substance": 0, "continuing": 0.5}


@pytest.mark.parametrize(("hours", "points"), [(0, 2), (12, 1), (24, 0.5), (-3, 2)])
def test_freshness_halves_in_twelve_hours(hours: float, points: float) -> None:
    assert score(story("s", article("a", hours=hours), article("b", hours=90)))["freshness"] == points


@pytest.mark.parametrize(("length", "points"), [(0, 0), (900, 0.5), (1_800, 1), (90_000, 1)])
def test_substance_is_the_longest_text(length: int, points: float) -> None:
    assert score(story("s", article("a", text="x" * length), article("b", text="")))["substance"] == points


def test_a_boosted_word_lifts_a_story_once() -> None:
    settings = RankingSettings(boost=("chess", "open water"))
    lifted = story("s", article("a", title="Chess: the final"), article("b", text="Chess in open water"))
    assert score(lifted, settings)["boost"] == 2
    assert "boost" not in score(story("s", article("a", title="Chessboards, opened waters")), settings)
    assert "boost" not in score(lifted)


def test_stories_come_by_points_then_by_id() -> None:
    wide = story("z", article("a", "One"), article("b", "Two"))
    told = rank_stories([story("y", article("c")), wide, story("x", article("d"))], PLAIN, NOW)
    assert [row.id for row in told] == ["z", "x", "y"]
    assert told[0].total == sum(points for _, points in told[0].score) == 4


def test_the_section_is_that_of_most_articles_then_of_the_lead() -> None:
    def section(*names: str) -> str:
        told = story("s", *(article(f"a{number}", section=name) for number, name in enumerate(names)))
        return rank_stories([told], PLAIN, NOW)[0].section

    assert section("Sport", "World", "World") == "World"
    assert section("World", "Sport") == "World"
    assert section("", "Sport", "Arts") == "Arts"
    assert section("", "Sport") == "Sport"
    assert section("", "") == ""


def test_a_category_is_a_section_where_the_source_names_none() -> None:
    settings = RankingSettings(categories={"sport": "Sport", "football": "Sport", "world": "World"})

    def section(*categories: str, source: str = "") -> str:
        told = replace(article("a", section=source), categories=categories)
        return rank_stories([story("s", told)], settings, NOW)[0].section

    assert section("Ferries", "SPORT") == "Sport"
    assert section("News / World / Ostmere") == "World"
    assert section("football") == "Sport"
    assert section("Sports desk", "") == ""
    assert section("Sport", source="Harbour") == "Harbour"
    rules = replace(settings, rules=(("Local", ("title",)),))
    filed = replace(article("a"), categories=("Sport",))
    assert rank_stories([story("s", filed)], rules, NOW)[0].section == "Local"


def test_the_cut_keeps_the_order_and_the_room_of_sections() -> None:
    ranked = [
        replace(story(name, article(name)), section=section)
        for name, section in zip("abcdefg", ("W", "W", "W", "", "S", "", "S"), strict=True)
    ]
    kept, below = place_stories(ranked, RankingSettings(max_stories=5, per_section=2))
    assert "".join(row.id for row in kept) == "abdef"
    assert "".join(row.id for row in below) == "cg"


def test_stories_without_a_section_are_limited_by_the_edition_alone() -> None:
    ranked = [story(f"s{number:02d}", article(f"a{number}")) for number in range(12)]
    assert len(place_stories(ranked, RankingSettings(per_section=3))[0]) == 12


def test_a_voice_counts_as_much_as_the_reader_says() -> None:
    reports = tuple(
        Article(f"a{n}", f"Outlet {n}", f"https://o{n}.example/", "Title", "", NOW, NOW, feed=f"Outlet {n}")
        for n in range(2)
    )
    story = Story("s", reports, new=("a0", "a1"))

    def voices(**weights: float) -> float:
        settings = RankingSettings(
            weights={name.replace("_", " "): weight for name, weight in weights.items()}
        )
        return dict(rank_stories([story], settings, NOW)[0].score)["voices"]

    assert voices() == 2.0
    assert voices(Outlet_0=3.0) == 4.0
    assert voices(Outlet_0=0.0) == 0.0


def test_stories_of_one_saga_make_room_for_others() -> None:
    ranked = [
        Story(f"s{n}", (), score=(("voices", points),)) for n, points in enumerate((5.0, 4.9, 4.8, 4.3))
    ]
    related = {"s0": ("s1", "s2"), "s1": ("s0", "s2"), "s2": ("s0", "s1")}
    order = spread_subjects(ranked, related)
    assert [story.id for story in order] == ["s0", "s3", "s1", "s2"]
    assert [dict(story.score).get("subject") for story in order] == [None, None, -0.75, -1.5]


def test_a_reader_s_rule_goes_before_what_the_sources_say() -> None:
    reports = (
        article("a", title="Harbour opens", section="World"),
        article("b", title="The harbour is open"),
    )
    settings = RankingSettings(rules=(("Sport", ("cup final",)), ("Local", ("harbour",))))
    assert rank_stories([Story("s", reports)], settings, NOW)[0].section == "Local"
    assert rank_stories([Story("s", reports)], PLAIN, NOW)[0].section == "World"


def test_a_line_or_two_of_one_outlet_ranks_behind_a_report() -> None:
    teaser = story("t", article("a", text="x" * 200))
    report = story("r", article("b", hours=5, text="x" * 1_800))
    assert score(teaser)["teaser"] == -1
    assert "teaser" not in score(report)
    assert "teaser" not in score(story("s", article("c", "One"), article("d", "Two")))
    assert [row.id for row in rank_stories([teaser, report], PLAIN, NOW)] == ["r", "t"]


def test_a_story_without_a_plain_headline_loses_a_little() -> None:
    ask = article("a", title="What is left of the ferry?")
    assert score(story("s", ask))["manner"] == -0.5
    assert "manner" not in score(story("s", ask, article("b")))
    assert "manner" in score(replace(story("s", ask, article("b")), new=("a",)))


def test_a_series_sinks_as_a_service_does() -> None:
    settings = RankingSettings(series=frozenset({"a", "b"}))
    riddles = story("s", article("a"), article("b"), article("c"))
    assert score(riddles, settings)["service"] == -5
    assert "service" not in score(story("s", article("a"), article("c")), settings)
    assert "service" not in score(riddles)
