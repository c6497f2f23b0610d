"""The stems of the content words of an article."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.grouping.tracking import content_stems
from digest.grouping.tracking.content_stems import FIRST_WORDS, ArticleStems
from digest.models import Article
from digest.text import stem_word

NOW = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)


def make_article(title: str, text: str = "") -> Article:
    return Article("a", "Post", "https://post.example/a", title, text, NOW, NOW)


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "The ferries and the FERRIES of Skarvik", ["ferries", "skarvik"]),
        ("de", "Die Fähren und der Hafen: Fähren", ["fähren", "hafen"]),
        ("fr", "Le port et les ports d’Ostmere", ["port", "ostmere"]),
        ("ja", "渡し船", ["渡し", "し船"]),
        ("und", "quarrow Quarrow brannock", ["quarrow", "brannock"]),
        ("en", "the and of", []),
        ("en", "", []),
    ],
)
def test_stems_are_listed_once_in_text_order(language: str, text: str, words: list[str]) -> None:
    expected = [stem_word(word, language) for word in words]
    stems = ArticleStems()
    for _ in range(2):
        assert [list(part) for part in stems.read_start(make_article(text, text), language)] == [expected] * 2
        assert list(stems.read_all(make_article(text, text), language)) == expected


def test_languages_have_stop_words_of_their_own() -> None:
    stems = ArticleStems()
    assert list(stems.read_all(make_article("die the"), "en")) == [stem_word("die", "en")]
    assert list(stems.read_all(make_article("die the"), "de")) == [stem_word("the", "de")]


@pytest.mark.parametrize("kept", [0, 1, 20])
def test_the_start_of_a_text_is_read_apart_from_the_rest(kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_stems, "MAX_ARTICLES", kept)
    words = [f"{letter}{n}" for n in range(FIRST_WORDS) for letter in ("quarrow",)] + ["brannock", "quarrow0"]
    article, stems = make_article("Brannock skarvik", "\n ".join(words)), ArticleStems()
    for _ in range(2):
        title, start = stems.read_start(article, "und")
        assert list(title) == ["brannock", "skarvik"]
        assert list(start) == words[:FIRST_WORDS]
        assert list(stems.read_all(article, "und")) == ["brannock", "skarvik", *words[:FIRST_WORDS]]
