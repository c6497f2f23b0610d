"""Counting of terms: stems, stop words, compounds, titles and the start of texts."""

from __future__ import annotations

from datetime import UTC, datetime

from digest.grouping.settings import GroupingSettings
from digest.grouping.terms import Vocabulary, count_terms
from digest.models import Article

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)


def test_words_of_one_stem_are_one_term_and_stop_words_are_none() -> None:
    vocabulary = Vocabulary("en")
    assert vocabulary.read("The voters vote; a vote was voted on") == [0, 0, 0, 0]


def test_german_compounds_are_different_terms() -> None:
    vocabulary = Vocabulary("de")
    assert len(set(vocabulary.read("Bundesliga Bundesrat Bundeskanzler"))) == 3


def test_a_title_counts_twice_and_only_the_start_of_a_text_counts() -> None:
    article = Article("a", "Outlet a", "", "Owl", "owl nest " * 50, NOW, NOW, "en")
    counts = count_terms([article], "en", GroupingSettings(first_terms=10))
    words = counts.matrix[:, : counts.word_columns].toarray()
    assert words.tolist() == [[2 + 5, 5]]
    assert counts.lengths.tolist() == [12]
    assert counts.matrix.shape[1] == counts.word_columns + 2
