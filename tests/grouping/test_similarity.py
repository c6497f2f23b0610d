"""Similarities: cosines, components, the background of other stories, and headlines against titles."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from math import sqrt

import numpy as np
import pytest
from scipy import sparse

from digest.grouping.article_pairs import Pairs
from digest.grouping.settings import DEFAULT_SETTINGS
from digest.grouping.similarity import compare_articles, compare_neighbors, compare_titles
from digest.grouping.terms import count_terms
from digest.grouping.vectors import Vectors, build_vectors
from digest.models import Article

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)


def make_article(id_: str, title: str, text: str = "") -> Article:
    return Article(id_, f"Outlet {id_}", "", title, text, NOW, NOW, "en")


def make_pairs(*rows: tuple[int, int, float]) -> Pairs:
    first, second, similarity = zip(*rows, strict=True)
    return Pairs(np.array(first), np.array(second), np.array(similarity, float))


def test_pairs_of_articles_that_no_large_enough_story_can_contain_are_left_out() -> None:
    texts = {
        "ferry": "The ferry ran aground at the harbour mouth with forty passengers",
        "mayor": "The mayor resigned after the council rejected her budget twice",
    }
    articles = [make_article(f"{word}{number}", text) for word, text in texts.items() for number in range(5)]
    vectors = build_vectors(count_terms(articles[:-2], "en"))
    pairs = compare_articles(vectors)
    large = pairs.select(pairs.first < 5)
    found = compare_articles(vectors, min_size=4)
    assert len(large.first) == 10 < len(pairs.first)
    assert found.first.tolist() == large.first.tolist()
    assert found.second.tolist() == large.second.tolist()
    assert found.similarity.tolist() == large.similarity.tolist()


def compare_by_title(cosine: float, brevity: float) -> float:
    """Return the similarity of a headline and an article with the same title.

    cosine: their similarity before. brevity: that of the article.
    """
    articles = [make_article("a", "Ferry aground", "A text."), make_article("b", "Ferry aground")]
    vectors = replace(build_vectors(count_terms(articles, "en")), brevity=np.array([brevity, 1]))
    return float(compare_titles(make_pairs((0, 1, cosine)), vectors).similarity[0])


def test_a_headline_without_text_is_compared_with_the_title_of_a_full_article() -> None:
    assert compare_by_title(0.1, brevity=0) == pytest.approx(1)
    assert compare_by_title(0.1, brevity=0.6) == pytest.approx(0.4)
    assert compare_by_title(0.5, brevity=0.6) == pytest.approx(0.5)


def test_titles_of_two_articles_with_text_or_two_without_are_not_compared_on_their_own() -> None:
    articles = [make_article("a", "Ferry aground", "A text."), make_article("b", "Ferry aground", "Another.")]
    articles += [make_article("c", "Ferry aground"), make_article("d", "Ferry aground")]
    vectors = build_vectors(count_terms(articles, "en"))
    found = compare_titles(make_pairs((0, 1, 0.1), (2, 3, 0.2)), vectors)
    assert found.similarity.tolist() == [0.1, 0.2]


def test_a_word_of_many_titles_counts_little() -> None:
    articles = [make_article(word, f"Ferry {word}", "A text.") for word in ("dock", "tug", "crew")]
    vectors = build_vectors(count_terms([*articles, make_article("b", "Ferry tug")], "en"))
    full = replace(vectors, brevity=np.array([0, 0, 0, 1]))
    similarity = compare_titles(make_pairs((0, 3, 0.0), (1, 3, 0.0)), full).similarity
    assert similarity[1] == pytest.approx(1)
    assert 0 < similarity[0] < 0.5


def test_common_neighbors_raise_a_similarity_and_lone_pairs_lose() -> None:
    # Two of three resemble each other little, but both the third; a fourth resembles only the first.
    pairs = make_pairs((0, 1, 0.12), (0, 2, 0.4), (0, 3, 0.2), (1, 2, 0.4))
    found = compare_neighbors(pairs, np.ones(4))
    weak, _, lone, _ = found.similarity.tolist()
    assert weak > 0.12
    assert lone < 0.2
    own = DEFAULT_SETTINGS.threshold
    # Through the third and, twice, over each article itself; divided by what the two have in all.
    expected = (0.4 * 0.4 + 2 * own * 0.12) / sqrt((own + 0.12 + 0.4 + 0.2) * (own + 0.12 + 0.4))
    assert weak == pytest.approx((0.12 + expected) / 2)


@pytest.mark.parametrize("size", [2, 3, 20])
def test_a_story_of_equal_similarities_keeps_them_whatever_its_size(size: int) -> None:
    own = DEFAULT_SETTINGS.threshold
    pairs = make_pairs(*((i, j, own) for i in range(size) for j in range(i + 1, size)))
    assert compare_neighbors(pairs, np.ones(size)).similarity == pytest.approx(own)


def test_long_articles_are_not_judged_by_their_neighbors() -> None:
    pairs = make_pairs((0, 1, 0.12), (0, 2, 0.4), (1, 2, 0.4))
    assert compare_neighbors(pairs, np.zeros(3)) is pairs
    one_long = compare_neighbors(pairs, np.array([1, 0, 1]))
    assert one_long.similarity.tolist() == [0.12, pytest.approx(0.4, abs=0.1), 0.4]
    assert one_long.similarity[1] != 0.4


def make_vectors(weights: np.ndarray, rare: int | None) -> Vectors:
    """Vectors of which only so many columns are searched, where each has one entry of 0.5."""
    rows = sparse.csr_array(weights.astype(np.float32))
    return Vectors(
        weights=rows,
        is_searched=None if rare is None else rows.indices < rare,
        scale=None if rare is None else np.full(len(weights), 2, np.float32),
        words=rows.sign(),
        titles=sparse.csr_array((len(weights), 1)),
        title_only=np.zeros(len(weights), bool),
        brevity=np.zeros(len(weights)),
    )


def test_pairs_that_share_a_rare_word_are_scored_by_the_commoner_ones() -> None:
    # All four share a rare word with one other; only the first two have the other words in common as well.
    weights = np.zeros((4, 8))
    weights[[0, 1], 0] = weights[[2, 3], 1] = 0.5
    weights[[0, 1], 2] = weights[2, 3] = weights[3, 4] = 0.6
    weights[[0, 1], 5] = weights[2, 6] = weights[3, 7] = sqrt(1 - 0.5**2 - 0.6**2)
    pairs = compare_articles(make_vectors(weights, rare=2))
    exact = compare_articles(make_vectors(weights, None))
    assert list(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)) == [(0, 1), (2, 3)]
    assert pairs.similarity == pytest.approx(exact.similarity)
    assert pairs.similarity[1] < 0.4 < pairs.similarity[0]
