"""Topics on the page: which stories are in full, and what stands above them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from digest.editions.story_plans import plan_stories
from digest.editions.topic_blocks import find_angles, map_topics, name_topics
from digest.models import Article, EditionInputs, Story, Topic

NOW = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)


def make_story(id_: str, text: str = "x" * 400) -> Story:
    return Story(id_, (Article(f"a{id_}", "Post", "", f"Title of {id_}", text, NOW, NOW, "en"),))


STORIES = [make_story(id_) for id_ in "abcdef"]
QUAKE = Topic("a", ("a", "d", "c", "x"), ("Ostrand", "quake", "damage", "aid"))
FAIR = Topic("z", ("z", "e", "f"))


def test_each_story_knows_its_topic_and_the_others_on_it() -> None:
    topic_of, related = map_topics([QUAKE, FAIR])
    assert topic_of["x"] == topic_of["a"] == "a"
    assert related["d"] == ("a", "c", "x")
    assert "b" not in related


def test_the_angles_of_a_topic_follow_its_best_story() -> None:
    topic_of, _ = map_topics([QUAKE, FAIR])
    kept = [STORIES[place] for place in (3, 0, 4, 2, 1)]
    assert find_angles(kept, topic_of) == {"a": "d", "c": "d"}


def test_only_the_best_story_on_a_topic_is_in_full() -> None:
    kept = [STORIES[place] for place in (0, 2, 3, 1, 4, 5)]
    plans = plan_stories(kept, kept, EditionInputs(()), {}, 3, {"c": "a", "d": "a"})
    assert [plan.story.id for plan in plans if not plan.brief] == ["a", "b", "e"]


def test_a_service_is_always_a_brief() -> None:
    riddle = replace(STORIES[0], score=(("voices", 2.0), ("service", -7.0)))
    kept = [riddle, *STORIES[1:3]]
    plans = plan_stories(kept, kept, EditionInputs(()), {}, 3)
    assert [plan.story.id for plan in plans if not plan.brief] == ["b", "c"]


def test_a_trade_item_is_in_full_on_the_front_page_only() -> None:
    def list_full(*trade: str) -> list[str]:
        plans = plan_stories(STORIES, STORIES, EditionInputs(()), {}, 5, trade=trade)
        return [plan.story.id for plan in plans if not plan.brief]

    assert list_full("b", "e") == ["a", "b", "c", "d", "f"]
    assert list_full("d", "e", "f") == ["a", "b", "c"]


def test_angles_of_a_brief_are_shown_as_if_they_had_no_topic() -> None:
    kept = [make_story("a", ""), *STORIES[1:4]]
    plans = plan_stories(kept, kept, EditionInputs(()), {}, 2, {"c": "a", "d": "a"})
    assert [plan.story.id for plan in plans if not plan.brief] == ["b", "c"]


def test_a_topic_is_named_by_the_words_its_stories_share() -> None:
    (quake, fair) = name_topics([FAIR, QUAKE], STORIES)
    assert (quake.title, quake.stories) == ("Ostrand · quake · damage", ("a", "c", "d"))
    assert (fair.title, fair.stories) == ("Title of e", ("e", "f"))


def test_a_topic_with_one_story_in_the_edition_is_none() -> None:
    assert name_topics([QUAKE, FAIR], STORIES[:2]) == ()
