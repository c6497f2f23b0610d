"""The terms that explain a story."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.grouping.reasons import find_shared_terms
from digest.grouping.terms import SurfaceForms, count_terms
from digest.grouping.vectors import build_vectors
from digest.models import Article

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)


def make_article(id_: str, title: str, text: str = "") -> Article:
    return Article(id_, f"Outlet {id_}", "", title, text, NOW, NOW, "en")


def find_terms_of_first_two(articles: list[Article], language: str) -> dict[str, float]:
    """Return the terms of a story of the first two articles."""
    counts = count_terms(articles, language)
    weights = build_vectors(counts).weights
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
