"""Decks (lines under headlines without a full stop) count as sentences, texts that were cut off never."""

from __future__ import annotations

import pytest

from digest.models import Article
from digest.summarizers.decks import find_decks
from tests.summarizers.example_stories import list_texts, make_article, make_story

DECKS = (
    "Council of Ostmere blames the storm for the collapse of the new pier",
    "Nine hundred homes in Dorrow are without water for the third week",
    "Owner of the ferry wants to raise the fares in spring",
    "Bakers of Kessim fear for their trade after the bridge closed",
)
CUT = (
    "Council of Ostmere blames the storm for the collapse of the new pi",
    "Nine hundred homes in Dorrow are without water for the third we",
    "Owner of the ferry wants to raise the fares in spr",
    "Bakers of Kessim fear for their trade after the bridge clo",
)
WHOLE = (
    "The pier of Ostmere fell into the sea in spring. A storm had come in the week before.",
    "Water came back to the homes of Dorrow. The fares of the ferry stay, and the bridge was closed.",
)


def make_outlet(source: str, texts: tuple[str, ...]) -> list[Article]:
    return [
        make_article(number, source, text, id=f"{source}{number}", title="Notes from Ostmere")
        for number, text in enumerate(texts)
    ]


def test_complete_lines_without_a_full_stop_are_decks_and_cut_ones_are_not() -> None:
    articles = [*make_outlet("Times", DECKS), *make_outlet("Web", CUT), *make_outlet("Post", WHOLE)]
    assert find_decks(articles) == {"Times0", "Times1", "Times2", "Times3"}


@pytest.mark.parametrize(
    "text",
    [
        "Owner of the ferry wants to raise the",  # ends with a word that ends no sentence
        "Owner of the ferry wants to raise the fares,",
        "Owner of the ferry wants to raise the fares …",
        "The ferry is late again. Owner of the ferry wants to raise fares",
        "Fares to rise in spring",  # too short for a sentence
        f"{DECKS[0]} and {DECKS[1]} and {DECKS[2]}",  # too long for a deck
    ],
)
def test_what_is_no_deck(text: str) -> None:
    articles = [*make_outlet("Times", DECKS), make_article(9, "Times", text), *make_outlet("Post", WHOLE)]
    assert "a9" not in find_decks(articles)
    assert "Times0" in find_decks(articles)


@pytest.mark.parametrize(
    ("language", "deck", "cut"),
    [
        (
            "de",
            "Gemeinderat von Ostmere gibt dem Sturm die Schuld am Einsturz",
            "Gemeinderat gibt dem Wind der See die Sch",
        ),
        (
            "fr",
            "Le conseil d'Ostmere accuse la tempête de la chute du phare",
            "Le conseil de la ville accuse le vent de la chu",
        ),
        (
            "es",
            "El consejo de Ostmere culpa a la tormenta de la caída del faro",
            "El consejo de la ciudad culpa al viento de la ca",
        ),
    ],
)
def test_decks_in_other_languages(language: str, deck: str, cut: str) -> None:
    whole = [make_article(3, "Post", f"{deck}. Schuld.", language=language)]
    texts = {"a1": ("Times", deck), "a2": ("Web", cut)}
    rows = [make_article(int(key[1]), *row, language=language) for key, row in texts.items()]
    assert find_decks([*rows, *whole]) == {"a1"}


def test_a_deck_stands_under_a_headline_that_introduces_it() -> None:
    introduced, other = DECKS[0], DECKS[3]
    story = make_story(
        make_article(0, "Times", introduced, title="Pier of Ostmere collapses"),
        make_article(1, "Herald", other, title="Notes from Kessim"),
        make_article(2, "Post", "The ruins of the pier will be taken to Dorrow by the end of the month."),
    )
    texts = list_texts(story, decks=(0, 1))
    assert introduced in texts
    assert other not in texts
    assert introduced not in list_texts(story)


@pytest.mark.parametrize(("title", "is_read"), [("Ferry fares to rise", True), ("Fares to rise", False)])
def test_a_deck_that_shares_two_words_with_the_headline_is_read(title: str, is_read: bool) -> None:
    story = make_story(
        make_article(0, "Post", "Bakers and clerks of Kessim have to pay a tenth more.", title=title),
        make_article(1, "Herald", DECKS[2], title="Notes from Kessim"),
    )
    assert (DECKS[2] in list_texts(story, decks=(1,))) is is_read
