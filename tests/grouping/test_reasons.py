"""The terms that explain a story."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from digest.grouping import Grouping, compute_grouping, group_articles, rebuild_story
from digest.grouping.reasons import find_shared_terms
from digest.grouping.terms import SurfaceForms, count_terms
from digest.grouping.vectors import build_vectors
from digest.models import Article, Story

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)


def make_article(id_: str, title: str, text: str = "") -> Article:
    return Article(id_, f"Outlet {id_}", "", title, text, NOW, NOW, "en")


def find_terms_of_first_two(articles: list[Article], language: str) -> dict[str, float]:
    """Return the terms of a story of the first two articles."""
    counts = count_terms(articles, language)
    weights = build_vectors(counts).weights[:, : counts.word_columns]
    return dict(find_shared_terms(weights[[0, 1]], articles[:2], SurfaceForms(counts.vocabulary)))


def test_terms_appear_in_the_form_that_most_articles_use() -> None:
    articles = [
        make_article("a", "Quarrow bridge shut", "The Quarrow bridge is shut."),
        make_article("b", "Bridge at Quarrow shut", "QUARROW: the bridge"),
        make_article("c", "Owls", "Owls"),
    ]
    terms = find_terms_of_first_two(articles, "en")
    assert terms.keys() == {"Quarrow", "bridge", "shut"}
    assert sum(terms.values()) == pytest.approx(1, abs=0.002)


def test_terms_of_scripts_without_spaces_appear_as_they_were_counted() -> None:
    articles = [
        make_article("a", "渡し船が座礁"),
        make_article("b", "渡し船 座礁"),
        make_article("c", "別の話"),
    ]
    assert "座礁" in find_terms_of_first_two(articles, "ja")


FERRY_DAY = (
    ("a0", "Ferry Alma aground at Skarvik", "Ferry Alma ran aground at Skarvik; its rudder jammed."),
    ("a1", "Ferry Alma aground", "The rudder of ferry Alma jammed at Skarvik. No leak was seen."),
    ("b0", "Lenn reservoir is drained", "Ostmere drains the Lenn reservoir: its dam has cracks."),
    ("b1", "Cracks in dam: Lenn reservoir drained", "Ostmere drains the Lenn reservoir in June."),
    ("c0", "Tariffs", "It is 12.50 or 13.75, then 14.25, 15.35, 16.45, 17.55, 18.65 and 19.95."),
    ("c1", "Tariffs", "It is 12.50 or 13.75, then 14.25, 15.35, 16.45, 17.55, 18.65 or 19.95."),
    ("d0", "Owls of Brannock wood", "A ranger lists the nests of owls."),
)


def make_ferry_day() -> list[Article]:
    return [make_article(*row) for row in FERRY_DAY]


def make_first_two() -> tuple[Grouping, Story, Story]:
    grouping = compute_grouping(make_ferry_day(), ())
    ferry, dam = (next(story for story in grouping.stories if story.lead.id[0] == name) for name in "ab")
    return grouping, ferry, dam


def test_stories_are_explained_only_on_request() -> None:
    grouping, ferry, _ = make_first_two()
    assert not any(story.terms for story in grouping.stories)
    assert grouping.explain(grouping.stories) == group_articles(make_ferry_day())
    (explained,) = grouping.explain([ferry])
    assert dict(explained.terms).keys() >= {"Alma", "aground"}
    assert explained == replace(ferry, terms=explained.terms)


def test_the_order_in_which_stories_are_explained_changes_nothing() -> None:
    """The parts of a number such as 12.50 are no words of the pool: they become known when forms are read."""
    grouping, ferry, dam = make_first_two()
    expected = grouping.explain([ferry, dam])
    assert make_first_two()[0].explain(grouping.stories[::-1])[::-1] == grouping.explain(grouping.stories)
    assert grouping.explain([ferry, dam]) == expected
    assert not any(character.isdigit() for story in expected for word, _ in story.terms for character in word)


def test_a_joined_story_has_the_heaviest_terms_of_all_its_groups() -> None:
    grouping, ferry, dam = make_first_two()
    (single,) = (story for story in grouping.stories if len(story.articles) == 1)
    joined = rebuild_story([*ferry.articles, *dam.articles, *single.articles], [ferry, dam, single])
    origins = grouping.explain([ferry, dam])
    weights = sorted((weight for story in origins for _, weight in story.terms), reverse=True)
    (explained,) = grouping.explain([joined])
    assert [weight for _, weight in explained.terms] == weights[:8]
    assert explained.terms == rebuild_story(joined.articles, origins).terms


def test_a_part_of_a_story_has_its_terms_and_a_single_article_none() -> None:
    grouping, ferry, _ = make_first_two()
    (whole,) = grouping.explain([ferry])
    part = rebuild_story(ferry.articles[:1], [ferry])
    assert grouping.explain([part])[0].terms == whole.terms
    assert all(not story.terms for story in grouping.explain(grouping.stories) if len(story.articles) == 1)
    assert compute_grouping(make_ferry_day()[:1], ()).explain([part]) == (part,)
