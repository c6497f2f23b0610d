"""The steps of grouping one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import exp, sqrt
from random import Random

import numpy as np
import pytest
from scipy import sparse

from digest.grouping.linkage import UNIT, link_groups
from digest.grouping.priors import weigh_circumstances
from digest.grouping.reasons import find_terms
from digest.grouping.similarity import (
    LEAST_BACKGROUND,
    Pairs,
    average_ranks,
    compare_titles,
    find_pairs,
    join_pairs,
    measure_background,
)
from digest.grouping.terms import Forms, Vocabulary, count_terms
from digest.grouping.vectors import WORK_LEAST, find_ceiling, weigh_terms
from digest.models import Article

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)


def article(id_: str, title: str, text: str = "", source: str = "") -> Article:
    return Article(id_, source or f"Outlet {id_}", "", title, text, NOW, NOW, "en")


def pairs(*rows: tuple[int, int, float]) -> Pairs:
    first, second, similarity = zip(*rows, strict=True)
    return Pairs(np.array(first), np.array(second), np.array(similarity, float))


def link_by_definition(similarities: dict[frozenset[int], int], items: int, least: float) -> list[list[int]]:
    """Average linkage as the book has it: look at every two groups each time."""
    numbered = {item: [item] for item in range(items)}
    while True:
        best = min(
            (
                (
                    -sum(similarities.get(frozenset((a, b)), 0) for a in left for b in right)
                    / (len(left) * len(right)),
                    one,
                    other,
                )
                for one, left in numbered.items()
                for other, right in numbered.items()
                if one < other
            ),
            default=(0.0, 0, 0),
        )
        if -best[0] < least:
            return sorted(sorted(group) for group in numbered.values() if len(group) > 1)
        numbered[max(numbered) + 1 if max(numbered) >= items else items] = numbered.pop(
            best[1]
        ) + numbered.pop(best[2])


@pytest.mark.parametrize("seed", range(8))
def test_linkage_is_average_linkage(seed: int) -> None:
    chance = Random(seed)
    similarities = {
        frozenset((one, other)): round(chance.random() * UNIT)
        for one in range(24)
        for other in range(one)
        if chance.random() < 0.3
    }
    links = [(min(pair), max(pair), similarity) for pair, similarity in similarities.items()]
    found = link_groups(links, 0.25)
    assert found == link_by_definition(similarities, 24, 0.25 * UNIT)
    chance.shuffle(links)
    assert link_groups(links, 0.25) == found


def test_a_chain_of_neighbours_is_not_one_group() -> None:
    chain = [(item, item + 1, round(0.5 * UNIT)) for item in range(9)]
    assert max(map(len, link_groups(chain, 0.4))) == 2


def test_no_links_make_no_groups() -> None:
    assert link_groups([], 0.2) == []


def test_words_of_one_stem_are_one_term_and_function_words_none() -> None:
    vocabulary = Vocabulary("en")
    assert vocabulary.read("The voters vote; a vote was voted on") == [0, 0, 0, 0]


def test_german_compounds_stay_apart() -> None:
    vocabulary = Vocabulary("de")
    assert len(set(vocabulary.read("Bundesliga Bundesrat Bundeskanzler"))) == 3


def test_a_title_counts_twice_and_only_the_start_of_a_text_counts() -> None:
    counts = count_terms([article("a", "Owl", "owl nest " * 50)], "en", first_terms=10)
    words = counts.matrix[:, : counts.word_columns].toarray()
    assert words.tolist() == [[2 + 5, 5]]
    assert counts.lengths.tolist() == [12]
    assert counts.matrix.shape[1] == counts.word_columns + 2


def test_lone_terms_lengthen_a_headline_more_than_a_long_article() -> None:
    others = [article(f"x{number}", f"Quarrow bridge town{number}") for number in range(200)]
    headline = article("short", "Quarrow bridge pelican zeppelin marmalade")
    long = article("long", "Quarrow bridge heron tugboat gherkin", "Quarrow bridge " * 50)
    weights = weigh_terms(count_terms([headline, long, *others], "en", 100)).weights
    lengths = [sqrt(weights[[row]].power(2).sum()) for row in (0, 1)]
    assert lengths[0] < 0.4 < 0.7 < lengths[1] <= 1


def test_the_commonest_terms_go_when_comparing_gets_dear() -> None:
    few = np.array([2] * 50 + [900])
    assert find_ceiling(few, 1_000) == 900
    many = np.array([2] * 50 + [3_000] * 40)
    assert WORK_LEAST < 40 * 3_000**2
    assert find_ceiling(np.array([2] * 50 + [20] * 50 + [30_000]), 40_000) == 20
    assert find_ceiling(many, 5_000) == 3_000
    assert find_ceiling(np.array([1, 1, 0]), 10) == 0


def test_pairs_are_the_cosines_above_the_least() -> None:
    chance = np.random.default_rng(5)
    dense = chance.random((60, 40)) * (chance.random((60, 40)) < 0.1)
    dense /= np.maximum(np.linalg.norm(dense, axis=1, keepdims=True), 1e-9)
    found = find_pairs(sparse.csr_array(dense))
    cosines = dense @ dense.T
    expected = [(i, j) for i in range(60) for j in range(i + 1, 60) if cosines[i, j] >= 0.06]
    assert list(zip(found.first.tolist(), found.second.tolist(), strict=True)) == expected
    assert np.allclose(found.similarity, [cosines[pair] for pair in expected])


def test_components_join_over_the_least_only() -> None:
    components = join_pairs(pairs((0, 1, 0.5), (1, 2, 0.4), (2, 3, 0.3)), 0.4, 5)
    assert components[0] == components[2]
    assert len(set(components.tolist())) == 3


def test_the_background_is_what_other_stories_share() -> None:
    alike = np.full((30, 1), 0.5)
    apart = np.eye(30) * sqrt(0.75)
    weights = sparse.csr_array(np.hstack([alike, apart]))
    own = np.arange(30)
    assert measure_background(weights, own) == pytest.approx(np.full(30, 0.25))
    assert measure_background(weights, np.zeros(30, int)) == pytest.approx(np.full(30, LEAST_BACKGROUND))


def test_ranks_six_to_twenty_are_averaged() -> None:
    similarities = np.array([1.0] * 5 + [0.3] * 15 + [0.1] * 50)
    assert average_ranks(similarities) == pytest.approx(0.3)
    assert average_ranks(similarities[:8]) == pytest.approx(0.3 * 3 / 15)
    assert average_ranks(similarities[:5]) == 0


def test_days_between_lower_a_similarity_by_half_at_most() -> None:
    old = replace(article("b", "B"), published=NOW - timedelta(days=4))
    older = replace(article("c", "C"), published=NOW - timedelta(days=400))
    undated = replace(article("d", "D"), published=None)
    found = weigh_circumstances(
        pairs((0, 1, 0.8), (0, 2, 0.8), (0, 3, 0.8)), [article("a", "A"), old, older, undated], 0.2, 4.0
    )
    assert found.similarity.tolist() == pytest.approx([0.8 * (0.5 + 0.5 * exp(-0.5)), 0.4, 0.8])


def test_an_outlets_neighbours_in_itself_lower_their_similarity_and_others_mend_it() -> None:
    own = [article(f"a{number}", f"A {number}", source="One") for number in range(3)]
    others = [article(f"b{number}", f"B {number}") for number in range(97)]
    inside = [(0, 1, 0.5), (0, 2, 0.5), (1, 2, 0.5)]
    lone = weigh_circumstances(pairs(*inside), [*own, *others], 0.2, 4.0)
    assert lone.similarity.tolist() == pytest.approx([0.5 * (1 / 3) ** (0.97 / 2)] * 3)
    joined = pairs(*inside, *((item, other, 0.5) for item in range(3) for other in range(3, 9)))
    backed = weigh_circumstances(joined, [*own, *others], 0.2, 4.0)
    assert backed.similarity[:3].tolist() == pytest.approx([0.5 * (7 / 9) ** (0.97 / 2)] * 3)
    assert backed.similarity[3:].tolist() == [0.5] * 18


def test_in_a_pool_of_one_outlet_the_outlet_says_nothing() -> None:
    own = [article(f"a{number}", f"A {number}", source="One") for number in range(3)]
    assert weigh_circumstances(pairs((0, 1, 0.5)), own, 0.2, 4.0).similarity.tolist() == [0.5]


def test_unknown_outlets_are_not_one_outlet() -> None:
    unknown = [replace(article(f"a{number}", f"A {number}"), source="") for number in range(3)]
    assert weigh_circumstances(pairs((0, 1, 0.5)), unknown, 0.2, 4.0).similarity.tolist() == [0.5]


def test_terms_are_written_as_most_articles_write_them() -> None:
    told = [
        article("a", "Quarrow bridge shut", "The Quarrow bridge is shut."),
        article("b", "Bridge at Quarrow shut", "QUARROW: the bridge"),
        article("c", "Owls", "Owls"),
    ]
    counts = count_terms(told, "en", 100)
    weights = weigh_terms(counts).weights
    terms = find_terms(weights[[0, 1]], told[:2], Forms(counts.vocabulary))
    assert {word for word, _ in terms} == {"Quarrow", "bridge", "shut"}
    assert sum(weight for _, weight in terms) == pytest.approx(1, abs=0.002)


def test_terms_of_scripts_without_spaces_are_told_as_they_were_counted() -> None:
    told = [article("a", "渡し船が座礁"), article("b", "渡し船 座礁"), article("c", "別の話")]
    counts = count_terms(told, "ja", 100)
    terms = find_terms(weigh_terms(counts).weights[[0, 1]], told[:2], Forms(counts.vocabulary))
    assert "座礁" in {word for word, _ in terms}


def by_title(shared: float, brevity: float) -> float:
    """How alike a bare title is to an article with the same title, alike by this much before."""
    counts = count_terms([article("a", "Ferry aground", "A text."), article("b", "Ferry aground")], "en", 100)
    vectors = replace(weigh_terms(counts), brevity=np.array([brevity, 1]))
    return float(compare_titles(pairs((0, 1, shared)), vectors).similarity[0])


def test_a_bare_title_is_compared_with_the_title_of_a_full_article() -> None:
    assert by_title(0.1, brevity=0) == pytest.approx(1)
    assert by_title(0.1, brevity=0.6) == pytest.approx(0.4)
    assert by_title(0.5, brevity=0.6) == pytest.approx(0.5)


def test_titles_of_two_articles_or_two_bare_ones_are_not_compared_alone() -> None:
    told = [article("a", "Ferry aground", "A text."), article("b", "Ferry aground", "Another.")]
    told += [article("c", "Ferry aground"), article("d", "Ferry aground")]
    vectors = weigh_terms(count_terms(told, "en", 100))
    assert compare_titles(pairs((0, 1, 0.1), (2, 3, 0.2)), vectors).similarity.tolist() == [0.1, 0.2]


def test_a_word_that_many_titles_have_says_little_of_a_title() -> None:
    told = [article(word, f"Ferry {word}", "A text.") for word in ("dock", "tug", "crew")]
    vectors = weigh_terms(count_terms([*told, article("b", "Ferry tug")], "en", 100))
    full = replace(vectors, brevity=np.array([0, 0, 0, 1]))
    alike = compare_titles(pairs((0, 3, 0.0), (1, 3, 0.0)), full).similarity
    assert alike[1] == pytest.approx(1)
    assert 0 < alike[0] < 0.5
