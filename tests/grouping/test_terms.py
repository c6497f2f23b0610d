"""Counting of terms: stems, stop words, compounds, titles and the start of texts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.grouping.terms import SurfaceForms, Vocabulary, choose_terms, count_terms
from digest.models import Article

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)


def test_words_of_one_stem_are_one_term_and_stop_words_are_none() -> None:
    vocabulary = Vocabulary("en")
    assert vocabulary.read("The voters vote; a vote was voted on") == [0, 0, 0, 0]


def test_german_compounds_are_different_terms() -> None:
    vocabulary = Vocabulary("de")
    assert len(set(vocabulary.read("Bundesliga Bundesrat Bundeskanzler"))) == 3


def test_a_title_counts_twice() -> None:
    article = Article("a", "Outlet a", "", "Owl", "owl nest " * 5, NOW, NOW, "en")
    counts = count_terms([article], "en")
    words = counts.matrix[:, : counts.word_columns].toarray()
    assert words.tolist() == [[2 + 5, 5]]
    assert counts.lengths.tolist() == [12]
    assert counts.matrix.shape[1] == counts.word_columns + 2


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ([1, 2, 3], [1, 2, 3]),
        ([1, 2, 3, 4], [1, 2, 3]),
        ([1, 1, 3, 4, 1, 4, 1, 5], [1, 1, 3, 4, 1]),
        ([1, 2, 3, 4, 5, 4, 4, 1], [1, 2, 3, 4, 1]),
    ],
)
def test_after_its_opening_a_text_counts_by_what_it_comes_back_to(text: list[int], chosen: list[int]) -> None:
    assert choose_terms(text, opening=3) == chosen


def test_the_end_of_a_long_text_counts_where_it_is_about_the_same_thing() -> None:
    aside = " ".join(f"aside{number}" for number in range(300))
    text = f"{aside} harbour flood. {aside.replace('aside', 'other')} harbour flood. harbour gate."
    counts = count_terms([Article("a", "Outlet a", "", "", text, NOW, NOW, "en")], "en")
    assert counts.vocabulary["harbour"] in counts.matrix.indices
    assert counts.vocabulary["gate"] not in counts.matrix.indices


@pytest.mark.parametrize(
    ("language", "compound", "separate"),
    [
        ("de", "Streusalzmangel in der Stadt", "Streusalz: Der Mangel hält an"),
        ("de", "LiveTunnel gesperrt", "Live: Tunnel gesperrt"),
        ("nl", "Tunnelbrand bij Velsum", "Brand in tunnel bij Velsum"),
        ("sv", "Hamnstängning i Norrvik", "Stängning av hamn i Norrvik"),
    ],
)
def test_compounds_share_the_words_that_stand_alone_elsewhere(
    language: str, compound: str, separate: str
) -> None:
    articles = [
        Article(id_, f"Outlet {id_}", "", title, "", NOW, NOW, language)
        for id_, title in (("a", compound), ("b", separate))
    ]
    titles = count_terms(articles, language).titles
    shared = set(titles[[0]].indices.tolist()) & set(titles[[1]].indices.tolist())
    assert len(shared) >= 2


def test_a_compound_is_no_name_of_a_single_term() -> None:
    articles = [
        Article("a", "A", "", "Streusalzmangel", "", NOW, NOW, "de"),
        Article("b", "B", "", "Streusalz Mangel", "", NOW, NOW, "de"),
    ]
    counts = count_terms(articles, "de")
    forms = SurfaceForms(counts.vocabulary)
    assert (forms["Streusalzmangel"], forms["Mangel"]) == (-1, counts.vocabulary["mangel"])
    assert len(counts.vocabulary.columns) == counts.word_columns == 2


def test_counts_are_the_same_whatever_number_of_rows_is_filled_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    titles = ("Ferry aground at the harbour", "Ferry aground off Luleå", "", "Mayor resigns; ferry aground")
    articles = [
        Article(
            f"a{n}",
            f"Outlet {n}",
            "https://a.example/news/ferry-lulea",
            title,
            "harbour gate " * n,
            NOW,
            NOW,
            "en",
        )
        for n, title in enumerate(titles)
    ]
    whole = count_terms(articles, "en")
    monkeypatch.setattr("digest.grouping.terms._BLOCK_ROWS", 3)
    parts = count_terms(articles, "en")
    assert parts.matrix.shape == whole.matrix.shape
    assert parts.matrix.toarray().tolist() == whole.matrix.toarray().tolist()
    assert parts.titles.toarray().tolist() == whole.titles.toarray().tolist()
    assert parts.lengths.tolist() == whole.lengths.tolist() == [6, 8, 4, 14]
    assert count_terms([], "en").matrix.shape[0] == 0


def test_in_a_large_pool_only_pairs_of_words_that_occur_twice_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digest.grouping.terms.LARGE_POOL", 2)
    titles = ("Storm closes port", "Storm closes airport", "Port authority")
    counts = count_terms([Article(t, "Outlet", "", t, "", NOW, NOW, "en") for t in titles], "en")
    assert counts.matrix.shape[1] == counts.word_columns + 1
    assert counts.matrix[:, [counts.word_columns]].toarray().ravel().tolist() == [2, 2, 0]


def test_the_beginning_of_a_text_as_long_as_a_book_counts() -> None:
    text = f"{'harbour flood ' * 7_200}lighthouse"
    vocabulary = count_terms([Article("a", "Outlet", "", "", text, NOW, NOW, "en")], "en").vocabulary
    assert "harbour" in vocabulary
    assert "lighthouse" not in vocabulary
