"""Building editions: stories in full and in brief, series over days, sections, peers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from digest.config import Config, parse_config
from digest.editions import builder
from digest.editions.article_selection import Window
from digest.editions.builder import build_edition
from digest.editions.serialize import serialize_edition
from digest.editions.story_plans import FRONT_PAGE
from digest.models import Article, Edition, EditionInputs, Headline, PreviousSummary, Published, SourceHealth

MORNING = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)
DAY = MORNING.date()
SUBJECTS = (
    "Beekeepers count the hives of the valley",
    "Quarry road paved at last",
    "Chess club takes over the bakery",
    "Frost kills apricot blossom",
    "Museum hangs maps of the moon",
    "Choir sings before judges abroad",
)


def configure(text: str = "") -> Config:
    return parse_config(f"version = 1\n{text}", Path("digest.toml"), {}, {})


def article(title: str, hours: float = 2, text: str = "", source: str = "The Quay") -> Article:
    moment = MORNING - timedelta(hours=hours)
    return Article(f"{title} {hours}", source, "", title, text, moment, moment, "en", feed=source)


def publish(*articles: Article, config: Config | None = None, **fields: object) -> Edition:
    inputs = EditionInputs(articles, **fields)  # type: ignore[arg-type]
    window = Window(MORNING - timedelta(days=1), MORNING)
    return build_edition(inputs, config or configure(), DAY, window, map)


def test_of_lone_teasers_a_front_page_is_in_full_and_the_rest_in_brief() -> None:
    edition = publish(*(article(title, text=f"{title}, neighbours said on Monday.") for title in SUBJECTS))
    assert [summary.brief for summary in edition.stories] == [False] * FRONT_PAGE + [True] * 3


def test_long_reports_fill_the_configured_number_of_stories_in_full() -> None:
    long = [article(title, text=f"{title}, neighbours said on Monday. " * 12) for title in SUBJECTS]
    line = article("Ferry is late", text="The ferry was late on Monday.")
    edition = publish(*long, line, config=configure("[digest]\nin_full = 5\n"))
    assert [summary.brief for summary in edition.stories] == [False] * 5 + [True] * 2
    assert edition.stories[-1].story.lead == line


def test_a_front_page_is_no_larger_than_configured() -> None:
    lines = [article(title, text=f"{title}, neighbours said on Monday.") for title in SUBJECTS]
    edition = publish(*lines, config=configure("[digest]\nin_full = 1\n"))
    assert sum(not summary.brief for summary in edition.stories) == 1


def test_of_very_many_reports_below_the_cut_the_first_are_listed_and_all_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    articles = [article(title, hours) for hours, title in enumerate(SUBJECTS, start=1)]
    muted = article("Football is back")
    config = configure('[digest]\nmax_stories = 2\nmute = ["football"]\n')
    whole = publish(*articles, muted, config=config)
    monkeypatch.setattr(builder, "MAX_BELOW_CUT", 3)
    edition = publish(*articles, muted, config=config)
    below = [row.title for row in whole.left_out if row.why == "below_cut"]
    assert len(below) == 4
    assert [row.title for row in edition.left_out if row.why == "below_cut"] == below[:3]
    assert (whole.unlisted, edition.unlisted) == (0, 1)
    one, other = serialize_edition(whole), serialize_edition(edition)
    assert [one[name] for name in ("reports", "used", "skyline", "reasons")] == [
        other[name] for name in ("reports", "used", "skyline", "reasons")
    ]
    assert (other["reports"], other["used"]) == (7, 2)


def test_a_series_is_found_in_headlines_outside_the_window() -> None:
    today = article("Riddle of the day, number 57", text="Clues and the answer to the riddle of letters.")
    weeks_ago = Headline("old", "The Quay", "Riddle of the day, number 47", today.moment - timedelta(days=10))
    (summary,) = publish(today).stories
    assert "service" not in dict(summary.story.score)
    (summary,) = publish(today, headlines=(weeks_ago,)).stories
    assert dict(summary.story.score)["service"] < 0


def test_categories_match_the_names_of_sections_and_the_words_of_rules() -> None:
    config = configure('[digest]\nsections = ["World"]\nsection_rules = { Sport = ["cup final", "world"] }\n')
    articles = [
        replace(article(SUBJECTS[0]), categories=("WORLD",)),
        replace(article(SUBJECTS[1]), categories=("Cup Final",)),
        replace(article(SUBJECTS[2]), categories=("harbour",)),
        replace(article(SUBJECTS[3]), categories=("Gardens",)),
    ]
    edition = publish(*articles, config=config, sections=("Harbour",))
    sections = {row.story.lead.title: row.story.section for row in edition.stories}
    assert [sections[title] for title in SUBJECTS[:4]] == ["World", "Sport", "Harbour", ""]


def test_a_match_that_is_sent_as_news_of_the_world_is_sports_unless_a_rule_says_otherwise() -> None:
    match = replace(article(SUBJECTS[2]), section="World", url="https://q.example/sports/chess/a-draw")
    regatta = replace(article(SUBJECTS[0]), section="Sport")
    rule = '[[rules]]\nmatch = { words = "chess" }\nsection = "World"\n'

    def section(text: str) -> str:
        stories = publish(match, regatta, config=configure(text)).stories
        return {row.story.lead.title: row.story.section for row in stories}[match.title]

    assert section("") == "Sport"
    assert section(rule) == section("[digest]\nlearn_sections = false\n") == "World"


def test_trade_papers_yield_places_and_full_texts_to_general_ones() -> None:
    def report(title: str, source: str, section: str, hours: float) -> Article:
        return replace(article(title, hours, f"{title}, it said on Monday. " * 12, source), section=section)

    stage = [report(title, "Stagepost", "Culture", 2) for title in SUBJECTS]
    world = [
        report(title, "The Quay", "World", 3)
        for title in ("Parliament elects Ines Molander", "Dam near Skarvik leaks", "Envoys leave Ostrand")
    ]
    plans = publish(*stage, *world, config=configure("[digest]\nin_full = 12\n")).stories
    rows = [(plan.story.section, plan.brief) for plan in plans]
    assert rows == [("World", False)] * 3 + [("Culture", True)] * 4
    lone = publish(*stage, config=configure("[digest]\nin_full = 12\n")).stories
    assert [(plan.story.section, plan.brief) for plan in lone] == [("Culture", False)] * 6


def test_one_event_in_two_languages_takes_one_place() -> None:
    english = article(
        "Ferry Karin Lund aground off Brennholm", text="Captain Ole Vestergaard of Skarvik was hurt. " * 20
    )
    german = replace(
        article(
            "Die Karin Lund sitzt vor Brennholm fest",
            3,
            "Kapitän Ole Vestergaard aus Skarvik wurde verletzt. " * 20,
        ),
        language="de",
        source="Der Kai",
    )
    others = [
        article(f"{title} in Lorne", text=f"{title}, it was said on Monday. " * 12) for title in SUBJECTS
    ]
    edition = publish(english, german, *others, config=configure("[digest]\nmax_stories = 7\n"))
    stories = {story["title"]: story for story in serialize_edition(edition)["stories"]}
    assert len(stories) == 8
    ship, schiff = stories[english.title], stories[german.title]
    assert (ship["other_languages"], schiff["other_languages"]) == ([schiff["id"]], [ship["id"]])
    assert sorted((ship["brief"], schiff["brief"])) == [False, True]
    assert abs(ship["rank"] - schiff["rank"]) == 1
    assert [topic.title for topic in edition.topics] == ["Karin · Lund · Brennholm"]


def name_sections(*, config: Config | None = None) -> dict[str, str]:
    """Return {title: section} of an edition in which the addresses of most articles name sections."""
    words = (
        "amber",
        "birch",
        "cedar",
        "delta",
        "ember",
        "fjord",
        "grove",
        "heath",
        "inlet",
        "jetty",
        "knoll",
        "dune",
    )
    filed = [
        replace(article(f"The {word} cup final was won"), url=f"https://q.example/sport/{word}")
        for word in words
    ] + [
        replace(article(f"Shares of the {word} bank fell"), url=f"https://q.example/economy/{word}")
        for word in words
    ]
    edition = publish(*filed, article("A heron at the pond"), config=config)
    return {row.story.lead.title: row.story.section for row in edition.stories}


def test_sections_are_learned_where_nobody_names_any() -> None:
    sections = name_sections()
    assert sections["The amber cup final was won"] == "Sport"
    assert sections["Shares of the amber bank fell"] == "Business"
    assert sections["A heron at the pond"] == "News"


def test_learned_sections_have_no_limit_and_known_ones_keep_theirs() -> None:
    assert list(name_sections().values()).count("Sport") > 10
    named = name_sections(config=configure('[digest]\nsections = ["Sport"]\nper_section = 4\n'))
    assert list(named.values()).count("Sport") == 4
    assert set(named.values()) == {"Sport", ""}


def test_learning_sections_can_be_switched_off() -> None:
    assert set(name_sections(config=configure("[digest]\nlearn_sections = false\n")).values()) == {""}


def test_headlines_after_the_edition_are_ignored() -> None:
    today = article("Riddle of the day, number 57", text="Clues and the answer to the riddle of letters.")
    ahead = Headline("new", "The Quay", "Riddle of the day, number 58", today.moment + timedelta(days=1))
    (summary,) = publish(today, headlines=(ahead,)).stories
    assert "service" not in dict(summary.story.score)


def test_an_instalment_of_a_series_does_not_continue_the_previous_one() -> None:
    clues = "Clues and the answer to the riddle of letters that the Quay prints for those who are stuck."
    old = article("Riddle of the day, number 56", hours=26, text=clues)
    new = article("Riddle of the day, number 57", text=clues)
    published = {old.id: Published("riddle", date(2026, 3, 11))}
    summaries = {"riddle": PreviousSummary(date(2026, 3, 11), old.title)}
    (summary,) = publish(old, new, published=published, previous_summaries=summaries).stories
    assert (summary.story.articles, summary.story.since) == ((new,), None)
    assert summary.story.id != "riddle"


def test_peers_are_sources_that_answered_in_the_language_of_a_story() -> None:
    spoken = {"Post": "en", "Courier": "en", "Kurier": "de", "Echo": "en"}
    articles = (
        replace(article(title, source=name), language=language)
        for title, (name, language) in zip(SUBJECTS, spoken.items(), strict=False)
    )
    health = tuple(
        SourceHealth(name, "failed" if name == "Echo" else "ok", key=name)
        for name in (*spoken, "A silent one")
    )
    edition = publish(*articles, health=health)
    assert edition.peers == (("de", 1), ("en", 2))
    others = {story["title"]: story["others"] for story in serialize_edition(edition)["stories"]}
    assert (others[SUBJECTS[0]], others[SUBJECTS[2]]) == (1, 0)
