"""The headline of a story: the newest plain report that most outlets share."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from digest.grouping.lead_article import choose_lead
from digest.models import Article

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def report(hours: float, source: str, title: str, text: str = "A text.", language: str = "en") -> Article:
    when = NOON + timedelta(hours=hours)
    return Article(f"{source}{hours}", source, "", title, text, when, when, language)


def choose(*articles: Article) -> str:
    return choose_lead(articles, ()).title


def test_the_title_that_shares_most_with_other_outlets_leads() -> None:
    assert (
        choose(
            report(0, "Post", "Star wishes old naturalist a happy birthday"),
            report(1, "Mail", "Naturalist Quist turns 100"),
            report(2, "Herald", "Nora Quist, naturalist, turns 100"),
            report(3, "Ledger", "Pythons at a naturalist’s party"),
        )
        == "Naturalist Quist turns 100"
    )


def test_where_none_is_a_plain_report_a_film_with_the_headline_of_one_leads() -> None:
    film = "Divers find the bell of the Marigold off Ostmere"
    question = report(0, "Post", "The bell of the Marigold: How did divers find it?")
    page = replace(report(1, "Herald", film), url="https://herald.example/video/divers-find-bell")
    assert choose(question, page) == film
    plain = report(2, "Ledger", "Bell of sunken ferry is brought ashore")
    assert choose(question, page, plain) == plain.title


def test_the_titles_of_one_outlet_do_not_count_for_each_other() -> None:
    assert choose(
        report(0, "Post", "Gala night: gowns, gowns, gowns"),
        report(1, "Post", "Gala night: gowns again"),
        report(1, "Post", "Gala night: more gowns"),
        report(2, "Mail", "Museum raises a record sum"),
        report(3, "Herald", "Museum raises a record at gala"),
    ).startswith("Museum")


@pytest.mark.parametrize(
    ("early", "one", "other", "language"),
    [
        (
            "Harbor talks go on in Ostmere",
            "Harbor talks in Ostmere collapse",
            "Ostmere harbor talks collapse",
            "en",
        ),
        (
            "Hafengespräche in Ostmere",
            "Hafengespräche in Ostmere gescheitert",
            "Ostmere: Hafengespräche gescheitert",
            "de",
        ),
        (
            "Port : négociations à Ostmere",
            "Port d'Ostmere : échec des négociations",
            "Échec au port d'Ostmere",
            "fr",
        ),
    ],
)
def test_words_that_two_later_outlets_share_move_the_headline(
    early: str, one: str, other: str, language: str
) -> None:
    first = [report(hour, f"Paper {hour}", early, language=language) for hour in (0, 0.5, 1)]
    assert choose(
        *first, report(5, "Post", one, language=language), report(6, "Mail", other, language=language)
    ) in (one, other)
    assert choose(*first, report(5, "Post", one, language=language)) == early
    assert (
        choose(*first, report(2, "Post", one, language=language), report(3, "Mail", other, language=language))
        != ""
    )


def test_a_burst_that_an_early_text_holds_is_none() -> None:
    early = [
        report(0, "Post", "Harbor talks in Ostmere", "They may collapse."),
        report(0.5, "Mail", "Harbor talks in Ostmere"),
    ]
    later = [report(6, "Herald", "Talks collapse"), report(7, "Ledger", "Harbor collapse")]
    assert choose(*early, report(1, "Sun", "Harbor talks in Ostmere"), *later) == "Harbor talks in Ostmere"


@pytest.mark.parametrize(
    ("prospect", "outcome", "language"),
    [
        ("Quist set to win Ostmere vote", "Quist wins Ostmere vote", "en"),
        ("Quist to be sworn in as mayor", "Quist sworn in: a new mayor", "en"),
        ("Council to vote on Ostmere dam", "Council rejects Ostmere dam in vote", "en"),
        ("Quist will Tunnel in Ostmere eröffnen", "Quist eröffnet Tunnel in Ostmere", "de"),
        ("Quist va inaugurer le tunnel d'Ostmere", "Quist a inauguré le tunnel d'Ostmere", "fr"),
        ("Quist abrirá el túnel de Ostmere", "Quist abrió el túnel de Ostmere", "es"),
        ("Quist aprirà la galleria di Ostmere", "Quist ha aperto la galleria di Ostmere", "it"),
        ("Quist vai abrir o túnel de Ostmere", "Quist abriu o túnel de Ostmere", "pt"),
        ("Quist zal tunnel in Ostmere openen", "Quist opende tunnel in Ostmere", "nl"),
    ],
)
def test_a_prospect_gives_way_to_its_outcome(prospect: str, outcome: str, language: str) -> None:
    early, late = (
        report(0, "Post", prospect, language=language),
        report(4, "Mail", outcome, language=language),
    )
    assert choose(early, late) == outcome
    assert choose(early, report(2, "Mail", outcome, language=language)) == prospect


def test_a_count_gives_way_to_a_later_higher_one() -> None:
    early = report(0, "Post", "Landslide in Ostmere kills 21")
    assert (
        choose(early, report(2, "Mail", "Ostmere landslide kills at least 26"))
        == "Ostmere landslide kills at least 26"
    )
    assert choose(early, report(2, "Mail", "Ostmere landslide kills 19")) == early.title
    words = report(0, "Post", "Landslide in Ostmere kills three")
    assert choose(words, report(2, "Mail", "Landslide in Ostmere kills seven")).endswith("seven")


@pytest.mark.parametrize("ending", ["…", "...", "…”"])
def test_a_title_that_its_feed_has_cut_off_gives_way_to_a_whole_one(ending: str) -> None:
    cut = report(0, "Post", f"Marigold owners win appeal over the harbour of Ostm{ending}")
    whole = report(6, "Herald", "Marigold owners win appeal over harbour", text="")
    later = report(9, "Ledger", f"Appeal over harbour: Marigold owners celebrate, clerks of Os{ending}")
    question = report(3, "Mail", "Who are the Marigold owners?")
    assert choose(cut, whole, later, question) == whole.title
    assert choose(cut, question) == cut.title


@pytest.mark.parametrize(
    "title",
    [
        "Harbor crisis: “The mayor must go”",
        "Harbor crisis: “The mayor must go,” says a former pilot",
        "Harbor crisis: 'The mayor isn't done,' pilot says",
        "Hafenkrise: „Die Bürgermeisterin muss gehen“, sagt ein Lotse",
        "Crise du port : « La maire doit partir »",
    ],
)
def test_a_title_that_ends_in_the_words_of_somebody_gives_way_to_a_report(title: str) -> None:
    words = report(0, "Post", title)
    later = replace(words, id="later", source="Mail", published=words.moment + timedelta(hours=9))
    assert choose(words, report(3, "Herald", "Pilots strike at harbor"), later) == "Pilots strike at harbor"
    assert choose(words, report(3, "Mail", "Who runs the harbor?")) == title


def test_the_name_of_a_film_behind_a_colon_is_no_quotation() -> None:
    film = "Box office: ‘The Marigold Two Three’ stays ahead of ‘Ostmere’"
    assert choose(report(0, "Post", film), report(1, "Mail", "Films of the week in Ostmere")) == film
