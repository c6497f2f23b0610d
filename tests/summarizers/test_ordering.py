"""The reading order of a summary."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

import pytest

from digest.summarizers import Candidate
from digest.summarizers.ordering import order_sentences
from tests.summarizers.example_stories import list_texts, long_story, make_article, make_story, make_summary


def test_the_newest_state_comes_first_and_an_article_keeps_its_order() -> None:
    early, late = (
        "A ship passed the bridge at noon on Monday.",
        "Ferries stopped for the night at the old quay.",
    )
    story = make_story(
        make_article(1, "Post", early), make_article(9, "Ledger", f"{late} Buses took over at ten."), title=""
    )
    assert list_texts(story, method="lead", words=99) == [late, "Buses took over at ten.", early]
    summary = make_summary(long_story(60, 3), words=120)
    blocks = [list(block) for _, block in groupby(summary.sentences, key=lambda line: line.article)]
    for block in blocks:
        assert [line.position for line in block] == sorted(line.position for line in block)


@pytest.mark.parametrize(
    ("background", "fact", "language"),
    [
        ("A year earlier, barges had struck the pier twice.", "Divers looked at the pier at noon.", "en"),
        ("Zuvor hatten Schiffe den Pfeiler zweimal gerammt.", "Taucher sahen sich den Pfeiler an.", "de"),
        ("L'an dernier, des navires ont heurté la pile.", "Des plongeurs ont examiné la pile.", "fr"),
        ("El año pasado dos barcos golpearon el pilar.", "Unos buzos revisaron el pilar a mediodía.", "es"),
    ],
)
def test_background_and_quotations_follow_the_facts(background: str, fact: str, language: str) -> None:
    more = {"language": language, "title": ""}
    opening = "Port Ellis: 12 12 12."
    story = make_story(
        make_article(0, "Herald", opening, **more),
        make_article(1, "Post", background, **more),
        make_article(2, "Ledger", fact, **more),
    )
    chosen = [
        Candidate(text.text, at, 0, text.source, "", language) for at, text in enumerate(story.articles)
    ]
    chosen[0] = replace(chosen[0], opens=True)
    assert [line.text for line in order_sentences(chosen, story)] == [opening, fact, background]


def test_what_is_of_the_same_state_as_the_opening_follows_it() -> None:
    texts = ("Nora Quist was elected.", "Polls closed at six.", "Snow fell in the hills at dawn.")
    story = make_story(
        *(
            make_article(hour, name, text)
            for hour, name, text in zip((1, 2, 12), ("Post", "Ledger", "Mail"), texts, strict=True)
        )
    )
    chosen = [
        Candidate(text, at, 0, story.articles[at].source, opens=at == 0) for at, text in enumerate(texts)
    ]
    assert [line.text for line in order_sentences(chosen, story)] == list(texts)


@pytest.mark.parametrize(
    ("title", "own", "other", "language"),
    [
        (
            "Mayor arrested over harbor funds",
            "Nora Quist, 61, is said to have bought a yacht.",
            "Ostmere has many proud harbor pilots.",
            "en",
        ),
        (
            "Bürgermeisterin wegen Hafengeldern verhaftet",
            "Nora Quist, 61, soll eine Jacht gekauft haben.",
            "Ostmere hat viele stolze Lotsen.",
            "de",
        ),
        (
            "La maire arrêtée pour les fonds du port",
            "Nora Quist, 61 ans, aurait acheté un yacht.",
            "Ostmere compte beaucoup de fiers pilotes.",
            "fr",
        ),
    ],
)
def test_what_stands_under_the_headline_needs_a_word_less_of_it_to_open(
    title: str, own: str, other: str, language: str
) -> None:
    story = make_story(
        make_article(1, "Post", own, title=title, language=language),
        make_article(6, "Ledger", other, title="Ostmere", language=language),
    )
    chosen = [
        Candidate(article.text, at, 0, article.source, article.title, language)
        for at, article in enumerate(story.articles)
    ]
    assert [line.text for line in order_sentences(chosen, story)] == [own, other]


def test_without_headlines_the_summary_opens_with_what_several_articles_begin_with() -> None:
    aside = "Ostmere has had a museum of bakery since the great flood."
    event = "The bridge at Dorrow fell into the river on Monday."
    story = make_story(
        make_article(1, "Post", f"{aside} Its bridge fell into the river, too."),
        make_article(1, "Ledger", event),
        make_article(1, "Mail", "A bridge fell at Dorrow on Monday."),
        title="",
    )
    chosen = [Candidate(text, at, 0, story.articles[at].source) for at, text in enumerate((aside, event))]
    assert [line.text for line in order_sentences(chosen, story)] == [event, aside]


def test_the_summary_opens_with_a_sentence_that_stands_alone() -> None:
    early = make_article(0, "Post", "He was not hurt. The captain of the barge spoke of strong wind at noon.")
    late = make_article(1, "Ledger", "A barge struck the swing bridge at Port Ellis on Monday.")
    sentences = list_texts(make_story(early, late), words=60)
    assert sentences == ["A barge struck the swing bridge at Port Ellis on Monday.", sentences[1]]


def test_the_summary_opens_with_the_sentence_closest_to_the_headline() -> None:
    early = make_article(0, "Post", "Everybody was asked to keep off the quay at noon.")
    late = make_article(1, "Ledger", "A barge jammed the swing bridge at Port Ellis when its engine failed.")
    assert list_texts(make_story(early, late), words=60) == [late.text, early.text]
    other = replace(early, title="Harbour office: keep away from the quay")
    assert list_texts(make_story(other, late), words=60) == [early.text, late.text]
