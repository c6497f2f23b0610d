"""Titles that contradict each other: templates of one outlet, and names that only one article has."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from digest.grouping import group_articles
from digest.grouping.article_pairs import Pairs
from digest.grouping.headline_types import is_apart_from_news
from digest.grouping.settings import DEFAULT_SETTINGS
from digest.grouping.terms import count_terms
from digest.grouping.title_conflicts import apply_title_conflicts
from digest.models import Article

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)
FAIR = "Oskar Lindqvist and Petra Vale of Brannock won the ploughing match at the fair."
OTHER_MATCH = "In the other semi-final Torvald beat Hesselby by a goal. Ostmere and Skarvik met in the rain."


def make_article(id_: str, title: str, text: str = "", source: str = "") -> Article:
    return Article(id_, source or f"Outlet {id_}", "", title, text, NOW, NOW, "en")


MATCH = make_article(
    "a", "Ostmere beats Skarvik: Halloran scores", f"Halloran of Ostmere beat Skarvik. {FAIR}"
)


def find_remaining(*articles: Article) -> list[float]:
    """Return what remains of similarities of 1 between all of these articles."""
    first, second = np.triu_indices(len(articles), 1)
    pairs = Pairs(first, second, np.ones(len(first)))
    return list(apply_title_conflicts(pairs, articles, count_terms(articles, "en")).similarity)


def make_riddle(name: str, source: str = "The Quay") -> Article:
    return make_article(
        f"{source} {name}", f"Today's {name} riddle: hints, clues and the answer", source=source
    )


def test_three_uses_of_a_template_are_three_events() -> None:
    assert find_remaining(make_riddle("Harbour"), make_riddle("Lantern"), make_riddle("Pancake")) == [0, 0, 0]


def test_two_similar_titles_are_not_a_template() -> None:
    assert find_remaining(make_riddle("Harbour"), make_riddle("Lantern")) == [1]


def test_similar_titles_of_different_outlets_are_not_a_template() -> None:
    names = ("Harbour", "Lantern", "Pancake")
    assert find_remaining(*(make_riddle(name, source=f"The {name}") for name in names)) == [1, 1, 1]


def test_a_title_with_an_additional_word_is_not_a_template() -> None:
    articles = [
        make_article(f"a{number}", f"Storm shuts the harbour of Skarvik{addition}", source="The Quay")
        for number, addition in enumerate(("", " again", " overnight"))
    ]
    assert find_remaining(*articles) == [1, 1, 1]


def test_templates_of_two_outlets_are_grouped_by_the_subject_of_each_use() -> None:
    names = ("Harbour", "Lantern", "Pancake")
    pool = [make_riddle(name, source) for name in names for source in ("The Quay", "Northwire")]
    pool += [make_article(f"x{number}", f"Ferry {number} late off Skarvik") for number in range(4)]
    groups = {frozenset(member.id for member in story.articles) for story in group_articles(pool)}
    assert {frozenset({f"The Quay {name}", f"Northwire {name}"}) for name in names} <= groups


def test_three_names_that_the_other_article_lacks_lower_the_similarity() -> None:
    assert find_remaining(MATCH, make_article("b", "Ploughing match at the fair", FAIR)) == [
        DEFAULT_SETTINGS.unknown_names_factor
    ]


def test_one_shared_name_is_enough_to_keep_the_similarity() -> None:
    assert find_remaining(MATCH, make_article("b", "Torvald wins the other match", OTHER_MATCH)) == [1]


def test_two_names_are_too_few_and_articles_without_text_are_not_searched() -> None:
    two_names = make_article("a", "Ostmere beats Skarvik", f"Ostmere beat Skarvik. {FAIR}")
    assert find_remaining(two_names, make_article("b", "Ploughing match at the fair", FAIR)) == [1]
    assert find_remaining(MATCH, make_article("b", "Ploughing match at the fair")) == [1]


def test_an_offer_is_in_no_story_of_news() -> None:
    report = make_article("a", "Quillon calls back its kettle after fires in Ostmere")
    offer = make_article("b", "Save $40 on the Quillon kettle in Ostmere")
    other = make_article("c", "Save $35 on the Quillon kettle")
    assert find_remaining(report, offer) == [0]
    assert find_remaining(other, offer) == [1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Save $40 on the Quillon kettle", "Save $60 on the Marlow toaster"),
        ("Promo Code: 15% off at Quillon", "Promo Code: 15% off at Marlow"),
        ("Horoskop für Waage", "Horoskop für Löwe"),
        ("Codes promo Quillon : 15 % de réduction", "Codes promo Marlow : 15 % de réduction"),
    ],
)
def test_two_offers_of_one_outlet_are_two_and_those_of_two_outlets_may_be_one(one: str, other: str) -> None:
    assert is_apart_from_news(make_article("a", one))
    assert find_remaining(make_article("a", one, source="A"), make_article("b", other, source="A")) == [0]
    assert find_remaining(make_article("a", one, source="A"), make_article("b", other, source="B")) == [1]
