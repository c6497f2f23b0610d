"""An event that very many report is one story, however large a part of the day it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import numpy as np
import pytest
from scipy import sparse

from digest.grouping import group_articles
from digest.grouping.comparison import group_counted
from digest.grouping.grouping_settings import DEFAULTS
from digest.grouping.sampling import COMPARED, draw_sample, find_followers
from digest.grouping.terms import count_terms
from digest.models import Article, Story

MORNING = datetime(2026, 3, 11, 6, tzinfo=UTC)
CHANCE = Random(4)
WORDS = [
    "".join(CHANCE.choice("bdfglmnprst") + CHANCE.choice("aeiou") for _ in range(4)) for _ in range(9_000)
]
RARITY = [1 / (place + 10) for place in range(len(WORDS))]


def report(name: str, event: list[str], chance: Random) -> Article:
    """Half of its words are the event's, of its own choice; an outlet of its own."""
    told = [
        chance.choice(event) if chance.random() < 0.5 else word
        for word in chance.choices(WORDS, RARITY, k=120)
    ]
    title = " ".join([*chance.sample(event, 4), *chance.choices(WORDS, RARITY, k=4)])
    moment = MORNING + timedelta(minutes=chance.randrange(1_400))
    return Article(name, f"Outlet {name}", "", title, " ".join(told), moment, moment, "en")


def near_copy(name: str, chance: Random) -> Article:
    """One wire report, each sentence with a word and a figure of its own."""
    old, men = chance.choice(("old", "new", "low")), chance.choice(("people", "men"))
    sentences = (
        f"The {old} sluice at the harbour stuck half open by {chance.random()}",
        f"Some two thousand {men} left the lower town on foot by {chance.random()}",
        f"The county puts the {chance.choice(('cost', 'bill'))} of mending it at {chance.random()} million",
    )
    return Article(
        name, f"Outlet {name}", "", f"Sluice {name} stuck", ". ".join(sentences), MORNING, MORNING, "en"
    )


def day_around(reports: list[Article], others: int) -> list[Article]:
    """The reports, and others of which three each are of one event."""
    chance = Random(2)
    events = [chance.sample(WORDS[1_000:], 40) for _ in range(others // 3)]
    return [
        *reports,
        *(report(f"b{at}-{each}", event, chance) for at, event in enumerate(events) for each in "123"),
    ]


def stories_of(reports: list[Article], stories: tuple[Story, ...]) -> list[int]:
    """How many of the reports each story has that has any."""
    asked = {article.id for article in reports}
    counts = [sum(article.id in asked for article in story.articles) for story in stories]
    return [count for count in counts if count]


@pytest.mark.parametrize(
    ("reports", "others"),
    [
        (10, 300),
        (100, 300),
        (200, 100),
        pytest.param(100, 3_000, marks=pytest.mark.slow),
        pytest.param(1_000, 3_000, marks=pytest.mark.slow),
    ],
)
def test_an_event_in_many_words_is_one_story_however_many_tell_it(reports: int, others: int) -> None:
    chance = Random(3)
    event = chance.sample(WORDS[1_000:], 40)
    told = [report(f"a{number}", event, chance) for number in range(reports)]
    stories = group_articles(day_around(told, others))
    assert stories_of(told, stories) == [reports]
    assert len(stories) > others // 4


def test_of_a_report_that_every_outlet_reworded_a_little_few_are_compared() -> None:
    chance = Random(3)
    told = [near_copy(f"a{number}", chance) for number in range(600)]
    day = day_around(told, 300)
    assert stories_of(told, group_articles(day)) == [600]
    found = group_counted(day, count_terms(day, "en", 100), DEFAULTS, ())
    assert len(found.compared) == 300 + COMPARED


def test_two_crowds_of_one_day_are_two_stories() -> None:
    chance = Random(3)
    crowds = [
        [report(f"{name}{number}", event, chance) for number in range(60)]
        for name, event in (("a", chance.sample(WORDS[1_000:], 40)), ("c", chance.sample(WORDS[1_000:], 40)))
    ]
    stories = group_articles(day_around([*crowds[0], *crowds[1]], 150))
    assert [stories_of(crowd, stories) for crowd in crowds] == [[60], [60]]
    assert [story for story in stories if {article.id[0] for article in story.articles} >= {"a", "c"}] == []


def test_what_is_like_all_others_is_rarer_in_the_sample() -> None:
    crowd = np.tile([1.0, *[0.0] * 300], (300, 1))
    apart = np.hstack([np.zeros((300, 1)), np.eye(300)])
    sample = draw_sample(sparse.csr_array(np.vstack([crowd, apart])))
    assert np.count_nonzero(sample < 300) < 0.05 * len(sample)
    assert len(draw_sample(sparse.csr_array(np.eye(COMPARED)))) == 0


def test_those_beyond_the_compared_follow_the_one_that_they_are_most_like() -> None:
    turned = np.linspace(0, 0.5, 2 * COMPARED)
    crowd = np.column_stack([np.cos(turned), np.sin(turned), np.zeros_like(turned)])
    rows = np.vstack([crowd, [[0, 0, 1.0]]])
    followers = find_followers(sparse.csr_array(rows), [np.array([0, 9, 20, 40])])
    assert [follower for follower, _, _ in followers] == list(range(COMPARED, 2 * COMPARED))
    assert {leader for _, leader, _ in followers} == {COMPARED - 1}
    assert find_followers(sparse.csr_array(rows), [np.array([0, 9, 20])]) == []
