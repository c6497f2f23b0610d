"""Large events: an event that very many outlets report is one story, however much of the day it fills."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import numpy as np
import pytest
from scipy import sparse

from digest.grouping import group_articles
from digest.grouping.cluster import cluster_articles
from digest.grouping.large_event_sampling import draw_sample, find_followers
from digest.grouping.settings import DEFAULT_SETTINGS
from digest.grouping.terms import count_terms
from digest.models import Article, Story

MORNING = datetime(2026, 3, 11, 6, tzinfo=UTC)
RANDOM = Random(4)
WORDS = [
    "".join(RANDOM.choice("bdfglmnprst") + RANDOM.choice("aeiou") for _ in range(4)) for _ in range(9_000)
]
RARITY = [1 / (place + 10) for place in range(len(WORDS))]


def make_report(name: str, event: list[str], random: Random) -> Article:
    """Make a report of an outlet of its own; half of its words are chosen from those of the event."""
    text = [
        random.choice(event) if random.random() < 0.5 else word
        for word in random.choices(WORDS, RARITY, k=120)
    ]
    title = " ".join([*random.sample(event, 4), *random.choices(WORDS, RARITY, k=4)])
    moment = MORNING + timedelta(minutes=random.randrange(1_400))
    return Article(name, f"Outlet {name}", "", title, " ".join(text), moment, moment, "en")


def make_near_copy(name: str, random: Random) -> Article:
    """Make a copy of one wire report with a word and a figure of its own in each sentence."""
    old, men = random.choice(("old", "new", "low")), random.choice(("people", "men"))
    sentences = (
        f"The {old} sluice at the harbour stuck half open by {random.random()}",
        f"Some two thousand {men} left the lower town on foot by {random.random()}",
        f"The county puts the {random.choice(('cost', 'bill'))} of mending it at {random.random()} million",
    )
    return Article(
        name, f"Outlet {name}", "", f"Sluice {name} stuck", ". ".join(sentences), MORNING, MORNING, "en"
    )


def make_day(reports: list[Article], others: int) -> list[Article]:
    """Return the reports and this many other articles, three for each of the other events."""
    random = Random(2)
    events = [random.sample(WORDS[1_000:], 40) for _ in range(others // 3)]
    return [
        *reports,
        *(make_report(f"b{at}-{each}", event, random) for at, event in enumerate(events) for each in "123"),
    ]


def count_reports(reports: list[Article], stories: tuple[Story, ...]) -> list[int]:
    """Return how many of the reports each story has, for the stories that have any."""
    ids = {article.id for article in reports}
    counts = [sum(article.id in ids for article in story.articles) for story in stories]
    return [count for count in counts if count]


@pytest.mark.parametrize(
    ("size", "others"),
    [
        (10, 300),
        (100, 300),
        (200, 100),
        pytest.param(100, 3_000, marks=pytest.mark.slow),
        pytest.param(1_000, 3_000, marks=pytest.mark.slow),
    ],
)
def test_an_event_is_one_story_however_many_outlets_report_it_in_their_own_words(
    size: int, others: int
) -> None:
    random = Random(3)
    event = random.sample(WORDS[1_000:], 40)
    reports = [make_report(f"a{number}", event, random) for number in range(size)]
    stories = group_articles(make_day(reports, others))
    assert count_reports(reports, stories) == [size]
    assert len(stories) > others // 4


def test_few_of_many_slightly_reworded_copies_are_compared() -> None:
    random = Random(3)
    reports = [make_near_copy(f"a{number}", random) for number in range(600)]
    day = make_day(reports, 300)
    assert count_reports(reports, group_articles(day)) == [600]
    found = cluster_articles(day, count_terms(day, "en"), (), DEFAULT_SETTINGS)
    assert len(found.compared) == 300 + DEFAULT_SETTINGS.max_compared


def test_two_large_events_of_one_day_are_two_stories() -> None:
    random = Random(3)
    events = [
        [make_report(f"{name}{number}", event, random) for number in range(60)]
        for name, event in (("a", random.sample(WORDS[1_000:], 40)), ("c", random.sample(WORDS[1_000:], 40)))
    ]
    stories = group_articles(make_day([*events[0], *events[1]], 150))
    assert [count_reports(reports, stories) for reports in events] == [[60], [60]]
    assert [story for story in stories if {article.id[0] for article in story.articles} >= {"a", "c"}] == []


def test_articles_in_dense_regions_are_rarer_in_the_sample() -> None:
    dense = np.tile([1.0, *[0.0] * 300], (300, 1))
    sparse_region = np.hstack([np.zeros((300, 1)), np.eye(300)])
    sample = draw_sample(sparse.csr_array(np.vstack([dense, sparse_region])))
    assert np.count_nonzero(sample < 300) < 0.05 * len(sample)
    assert len(draw_sample(sparse.csr_array(np.eye(DEFAULT_SETTINGS.max_compared)))) == 0


def test_articles_beyond_the_compared_ones_follow_the_most_similar_of_them() -> None:
    angles = np.linspace(0, 0.5, 2 * DEFAULT_SETTINGS.max_compared)
    event = np.column_stack([np.cos(angles), np.sin(angles), np.zeros_like(angles)])
    rows = np.vstack([event, [[0, 0, 1.0]]])
    followers = find_followers(sparse.csr_array(rows), [np.array([0, 9, 20, 40])])
    assert [follower for follower, _, _ in followers] == list(
        range(DEFAULT_SETTINGS.max_compared, 2 * DEFAULT_SETTINGS.max_compared)
    )
    assert {leader for _, leader, _ in followers} == {DEFAULT_SETTINGS.max_compared - 1}
    assert find_followers(sparse.csr_array(rows), [np.array([0, 9, 20])]) == []
