"""An article that shares too little with the rest of its story is not read."""

from __future__ import annotations

from digest.summarizers.related_articles import drop_unrelated
from tests.summarizers.example_stories import make_article, make_story

FERRY = "The ferry Marigold ran aground on the Gannet sandbank off Ostmere on Monday."
CREW = "Tugs from Ostmere pulled the ferry Marigold off the Gannet sandbank."
OWNERS = "Owners of the ferry Marigold blamed a chart for the grounding near Ostmere."
OTHER = "Set your browser to accept cookies before you add a location to each message."


def test_the_odd_article_is_left_out() -> None:
    story = make_story(
        *(make_article(n, f"Paper {n}", text) for n, text in enumerate((FERRY, CREW, OTHER))), title=""
    )
    assert drop_unrelated([0, 1, 2], story) == [0, 1]
    odd_first = make_story(
        *(make_article(n, f"Paper {n}", text) for n, text in enumerate((OTHER, CREW, FERRY))), title=""
    )
    assert drop_unrelated([0, 1, 2], odd_first) == [1, 2]


def test_all_stay_when_most_are_unrelated_or_there_are_two() -> None:
    texts = (FERRY, OTHER, "Apples were cheap.", "Rain is rare in the desert.")
    story = make_story(*(make_article(n, f"Paper {n}", text) for n, text in enumerate(texts)), title="")
    assert drop_unrelated([0, 1, 2, 3], story) == [0, 1, 2, 3]
    assert drop_unrelated([0, 1], story) == [0, 1]


def test_the_article_of_the_headline_stays() -> None:
    story = make_story(
        make_article(0, "Mail", OTHER, title="Browsers"),
        *(
            make_article(n, f"Paper {n}", text, title="")
            for n, text in enumerate((FERRY, CREW, OWNERS), start=1)
        ),
    )
    assert drop_unrelated([0, 1, 2, 3], story) == [0, 1, 2, 3]
