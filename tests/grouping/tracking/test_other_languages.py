"""Stories on one event in two languages are found by the names and numbers that they share."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from random import Random

import pytest

from digest.grouping import Counterpart, add_counterparts, find_counterparts, group_articles
from digest.models import Article, Story, Topic

DATA = Path(__file__).parents[2] / "data"
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
REPORTS = [json.loads(line) for line in (DATA / "mixed_languages.jsonl").read_text("utf-8").splitlines()]
EVENTS = {f"r{number}": report["event"] for number, report in enumerate(REPORTS)}


def make_article(id_: str, language: str, title: str, text: str, source: str = "Post") -> Article:
    return Article(id_, source, "", title, text, NOW, NOW, language)


def make_story(id_: str, language: str, title: str, text: str = "", path: str = "news") -> Story:
    url = f"https://n.example/{path}/{id_}"
    return Story(id_, (Article(id_, f"Post {id_}", url, title, text, NOW, NOW, language),))


FILLERS = [
    make_story(f"{language}{number}", language, title.format(number), "…")
    for language, title in (("en", "Choir {} sings in the rain"), ("de", "Chor {} singt im Regen"))
    for number in range(60)
]
FERRY = make_story(
    "ferry", "en", "Ferry Karin Lund aground off Brennholm", "Captain Ole Vestergaard broke an arm."
)
SCHIFF = make_story(
    "schiff", "de", "Karin Lunds Fahrt endet vor Brennholm", "Kapitän Ole Vestergaard brach sich den Arm."
)


def list_events(story: Story) -> set[str]:
    return {EVENTS[article.id] for article in story.articles}


def test_on_a_mixed_day_no_pair_is_wrong_and_half_of_the_pairs_are_found() -> None:
    articles = [
        make_article(f"r{number}", report["language"], report["title"], report["text"], report["source"])
        for number, report in enumerate(REPORTS)
    ]
    stories = {story.id: story for story in group_articles(articles)}
    found = find_counterparts(list(stories.values()))
    assert all(list_events(stories[pair.one]) & list_events(stories[pair.other]) for pair in found)
    all_pairs = sum(
        bool(list_events(one) & list_events(other)) and one.lead.language != other.lead.language
        for one, other in combinations(stories.values(), 2)
    )
    assert 2 * len(found) >= all_pairs


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Karin Lunds Fahrt endet vor Brennholm", "Kapitän Ole Vestergaard brach sich den Arm."),
        ("Fähre vor Brennholm auf Grund", "Die „Karin Lund“ sitzt fest, Ole Vestergaard ist verletzt."),
        ("Vestergaard verletzt", "Ole Vestergaard führte die Karin Lund, die vor Brennholm festsitzt."),
    ],
)
def test_three_rare_names_make_a_pair(title: str, text: str) -> None:
    story = make_story("schiff", "de", title, text)
    (pair,) = find_counterparts([*FILLERS, FERRY, story])
    assert {pair.one, pair.other} == {"ferry", "schiff"}
    assert {"Brennholm", "Vestergaard"} <= set(pair.names)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        # The same ship, and the two names of one person are one piece of evidence.
        ("Karin Lund wird verkauft", "Der Reeder Ole Vestergaard trennt sich von der Karin Lund."),
        # Nouns have capitals in German only.
        ("Arm gebrochen, Kapitän aus Brennholm", "Der Kapitän kam mit der Ferry, sagt der Captain."),
        ("Im Jahr 2026 kamen 14 Fähren", "Um 12 Uhr lagen 14 Fähren vor Brennholm, am 3. März 2026 keine."),
    ],
)
def test_less_than_three_names_are_no_evidence(title: str, text: str) -> None:
    assert find_counterparts([*FILLERS, FERRY, make_story("other", "de", title, text)]) == ()


def test_names_in_many_stories_are_no_evidence() -> None:
    often = [
        make_story(
            f"{language}often{number}", language, f"{word} {number}", "In Brennholm and Lund, Ole Dahl."
        )
        for language, word in (("en", "News"), ("de", "Neues"))
        for number in range(20)
    ]
    assert find_counterparts([*FILLERS, *often]) == ()


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("Brennholm pays 4,200 crowns, or 6.45 percent", "Brennholm verse 4\u202f200 couronnes, soit 6,45 %"),
        ("In Brennholm 4,200 vote, 6.45 percent", "À Brennholm, 4.200 votent, 6,45 pour cent"),
    ],
)
def test_numbers_are_read_as_each_language_writes_them(english: str, french: str) -> None:
    one = make_story("one", "en", "What the town of Brennholm pays", f"It is known: {english}.")
    other = make_story("other", "fr", "Ce que paie la ville de Brennholm", f"On sait : {french}.")
    found = find_counterparts([*FILLERS, one, other])
    assert [(pair.one, pair.other) for pair in found] == [("one", "other")]


def test_in_a_headline_where_every_word_has_a_capital_none_is_a_name() -> None:
    capitals = make_story("en", "en", "Record Festival Concert Superstar")
    german = make_story("de", "de", "Ein Festival, ein Concert, ein Superstar, ein Record")
    assert find_counterparts([*FILLERS, capitals, german]) == ()


def test_a_story_has_one_counterpart_in_each_language_and_the_order_does_not_matter() -> None:
    weaker = make_story("weaker", "de", "Karin Lund vor Brennholm", "Es war das Schiff von Vestergaard.")
    swedish = make_story(
        "grund", "sv", "Karin Lund på grund", "Vid Brennholm skadades kapten Ole Vestergaard."
    )
    day = [*FILLERS, FERRY, SCHIFF, weaker, swedish]
    found = find_counterparts(day)
    pairs = {frozenset((pair.one, pair.other)) for pair in found}
    assert pairs == {frozenset(p) for p in (("ferry", "schiff"), ("ferry", "grund"), ("schiff", "grund"))}
    mixed = day[:]
    Random(2).shuffle(mixed)
    assert find_counterparts(mixed) == found


def test_one_language_puzzles_and_series_have_no_counterparts() -> None:
    assert find_counterparts([*FILLERS[:60], FERRY]) == ()
    puzzle = make_story("schiff", "de", SCHIFF.lead.title, SCHIFF.lead.text, path="horoskop")
    assert find_counterparts([*FILLERS, FERRY, puzzle]) == ()
    assert find_counterparts([*FILLERS, FERRY, SCHIFF], series={"schiff"}) == ()
    assert find_counterparts([FERRY, SCHIFF], series={"schiff", "ferry"}) == ()
    assert find_counterparts([]) == ()


def test_counterparts_are_on_one_topic() -> None:
    others = [make_story(id_, "en", f"Title of {id_}") for id_ in ("a", "b")]
    pair = Counterpart("ferry", "schiff", ("Lund",))
    stories = [FERRY, SCHIFF, *others]
    assert add_counterparts([], [pair], stories) == (Topic("ferry", ("ferry", "schiff"), ("Lund",)),)
    topic = Topic("a", ("a", "ferry"), ("Low",))
    assert add_counterparts([topic], [pair], stories) == (Topic("a", ("a", "ferry", "schiff"), ("Low",)),)
    german = Topic("b", ("b", "schiff"))
    assert add_counterparts([topic, german], [pair], stories) == (
        Topic("a", ("a", "ferry", "b", "schiff"), ("Low",)),
    )
    assert add_counterparts([topic], [], stories) == (topic,)
