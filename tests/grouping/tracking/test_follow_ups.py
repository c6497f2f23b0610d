"""Threads: today's reports join the published story that they continue in other words."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from itertools import chain, repeat

import pytest

from digest.grouping import ArticleStems, StoryWords, join_follow_ups
from digest.grouping.tracking import follow_ups, story_terms
from digest.grouping.tracking.follow_ups import MAX_RARE, find_discriminating_terms
from digest.grouping.tracking.story_terms import StoryTerms
from digest.models import Article, Published, Story

NOW = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)
PUBLISHED = {"a": Published("S", date(2026, 3, 11))}


def make_story(
    id_: str, text: str, source: str = "Northwire", language: str = "en", title: str = ""
) -> Story:
    title = title or f"Report {id_}"
    article = Article(id_, source, f"https://x.example/{id_}", title, text, NOW, NOW, language)
    return Story(f"s-{id_}", (article,), (id_,))


COLLAPSE = (
    "A gallery of the Kessim mine fell in under the hills of Merenia. "
    "Karrow Metals owns it. Jovan Terresk is missing."
)
RESCUE = (
    "Jovan Terresk came up alive at Kessim after two nights, said Karrow Metals, "
    "while all Merenia cheered his crew."
)
CHOIR = (
    "The choir of Wenlow sang in the market hall and won a silver cup from the hands of the mayor herself."
)
OTHERS = [make_story(f"o{n}", f"Number{n} alpha{n} beta{n} gamma{n} delta{n} epsilon{n}") for n in range(20)]


def collect_groups(stories: tuple[Story, ...]) -> set[frozenset[str]]:
    return {frozenset(article.id for article in story.articles) for story in stories}


def test_a_report_in_other_words_joins_the_story_that_it_continues() -> None:
    stories = [
        make_story("a", COLLAPSE),
        make_story("b", RESCUE, "Meridian Times"),
        make_story("c", CHOIR),
        *OTHERS,
    ]
    found = collect_groups(join_follow_ups(stories, PUBLISHED))
    assert frozenset("ab") in found
    assert frozenset("c") in found
    assert len(found) == len(stories) - 1


def test_nothing_is_joined_when_no_story_was_published() -> None:
    stories = (make_story("a", COLLAPSE), make_story("b", RESCUE))
    assert join_follow_ups(stories, {}) == stories


def test_phrases_of_one_outlet_join_no_stories() -> None:
    phrase = (
        "This newsroom thanks subscribers everywhere whose patronage sustains honest independent reporting."
    )
    stories = [make_story("a", f"{COLLAPSE} {phrase}"), make_story("c", f"{CHOIR} {phrase}")]
    stories += [make_story(f"h{n}", f"Number{n} alpha{n}. {phrase}") for n in range(4)]
    assert len(join_follow_ups([*stories, *OTHERS], PUBLISHED)) == len(stories) + len(OTHERS)


def test_stories_in_different_languages_are_not_joined() -> None:
    stories = [make_story("a", COLLAPSE), make_story("b", RESCUE, "Abendblick", "de"), *OTHERS]
    assert len(join_follow_ups(stories, PUBLISHED)) == len(stories)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Kessim mine rescue: What we know"),
        ("en", "LIVE: Rescue at Kessim goes on"),
        ("de", "Wie sicher sind Merenias Gruben?"),
        ("fr", "Kessim : comment un mineur a survécu deux nuits"),
        ("es", "Kessim, en vídeo: ¿quién paga el rescate?"),
    ],
)
def test_what_is_no_plain_report_continues_no_story_and_is_continued_by_none(
    language: str, title: str
) -> None:
    old, new = make_story("a", COLLAPSE, language=language), make_story("b", RESCUE, language=language)
    old_page = make_story("a", COLLAPSE, language=language, title=title)
    new_page = make_story("b", RESCUE, language=language, title=title)
    assert len(join_follow_ups([old, new, *OTHERS], PUBLISHED)) == 1 + len(OTHERS)
    assert len(join_follow_ups([old, new_page, *OTHERS], PUBLISHED)) == 2 + len(OTHERS)
    assert len(join_follow_ups([old_page, new, *OTHERS], PUBLISHED)) == 2 + len(OTHERS)


def test_the_order_of_stories_does_not_matter() -> None:
    stories = [
        make_story("a", COLLAPSE),
        make_story("b", RESCUE, "Meridian Times"),
        make_story("c", CHOIR),
        *OTHERS,
    ]
    assert collect_groups(join_follow_ups(stories[::-1], PUBLISHED)) == collect_groups(
        join_follow_ups(stories, PUBLISHED)
    )


def test_a_word_of_very_many_stories_is_not_rare_however_many_there_are() -> None:
    stories = [make_story(str(n), "Kessim", f"Outlet {n}") for n in range(200)] * 60
    words = [("kessim",)] * (MAX_RARE + 1) + [("merenia",)] * MAX_RARE
    unread = chain(words, repeat(()))
    terms = StoryTerms(stories, lambda _: Counter(next(unread)))
    is_rare = find_discriminating_terms(stories, terms)
    kessim, merenia = (terms.list_columns(at)[0] for at in (0, len(words) - 1))
    assert not is_rare[kessim].any()
    assert is_rare[merenia].all()


def test_words_that_are_counted_again_join_the_same_stories(monkeypatch: pytest.MonkeyPatch) -> None:
    stories = [make_story("a", COLLAPSE), make_story("b", RESCUE, "Meridian Times"), *OTHERS]
    joined = join_follow_ups(stories, PUBLISHED)
    assert len(joined) < len(stories)
    monkeypatch.setattr(story_terms, "KEPT", 1)
    monkeypatch.setattr(follow_ups, "MAX_CELLS", 3)
    assert join_follow_ups(stories, PUBLISHED) == joined


def test_words_that_several_editions_share_join_the_same_stories() -> None:
    stories = [make_story("a", COLLAPSE), make_story("b", RESCUE, "Meridian Times"), *OTHERS]
    words = StoryWords(stories, ArticleStems())
    for published in (PUBLISHED, {"b": Published("S", date(2026, 3, 11))}, {}):
        assert join_follow_ups(stories, published, words) == join_follow_ups(stories, published)
