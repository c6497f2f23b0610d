"""Classification of headlines: plain reports, and what is not."""

from __future__ import annotations

import re
from dataclasses import astuple
from datetime import UTC, datetime

import pytest

from digest.grouping.headline_types import is_apart_from_news, is_plain_report, is_service, is_soft
from digest.languages import iterate_languages
from digest.languages.soft_headlines import SOFT_HEADLINES
from digest.models import Article

NOW = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)


def make_article(title: str, url: str = "", language: str = "en", text: str = "") -> Article:
    return Article("a", "Mail", url, title, text, NOW, NOW, language)


@pytest.mark.parametrize(
    "title",
    [
        "Ferry Marigold runs aground on the Gannet sandbank",
        "OSTMERE: Ferry runs aground",
        "UK: Ferry runs aground",
        "WHO chief visits Ostmere",
        "Mayor: “Nobody was hurt”",
        "Twelve hurt as ferry runs aground",
        "12 hurt as ferry runs aground",
        "‘Marigold’ wins three prizes",
        "Rowers lead on day 3 of the regatta",
    ],
)
def test_reports_of_events_are_plain_reports(title: str) -> None:
    assert is_plain_report(make_article(title, text="In OSTMERE a ferry ran aground."))


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("LIVE: Ferry runs aground", "en"),
        ("5 things to know about ferries", "en"),
        ("Ferry disaster: key takeaways", "en"),
        ("Surprise! A new ferry is here", "en"),
        ("The ferry is back!", "en"),
        ("‘Nobody was hurt’: mayor on the ferry", "en"),
        ("“We saw nothing,” captain says", "en"),
        ("Fünf Dinge über Fähren", "de"),
        ("Cinq choses à savoir sur les ferrys", "fr"),
        ("Cinco claves del naufragio", "es"),
        ("Ferry disaster live: crew taken off", "en"),
        ("WATCH: the ferry that floats again", "en"),
        ("BREAKING: Ferry runs aground", "en"),
        ("Is the Marigold lost?", "en"),
        ("How to escape a sinking ferry", "en"),
        ("Ferry runs aground – what we know", "en"),
        ("Why ferries run aground", "en"),
        ("The Marigold, explained", "en"),
        ("Warum die Fähre auf Grund lief", "de"),
        ("Fähre auf Grund: Was wir wissen", "de"),
        ("Pourquoi le ferry s’est échoué", "fr"),
        ("Cómo se hundió el ferri", "es"),
        ("Riddle of the day: today's crossword", "en"),
        ("Harbor strike day 12: Crews meet the mayor", "en"),
        ("Day 3: Rowers rest in Ostmere", "en"),
        ("Tag 12 im Hafenstreik: Mannschaften beim Bürgermeister", "de"),
        ("Grève, jour 12 : les équipages chez le maire", "fr"),
        ("Havenstaking dag 12: bemanning bij de burgemeester", "nl"),
    ],
)
def test_questions_advice_live_pages_and_labels_are_not_plain_reports(title: str, language: str) -> None:
    assert not is_plain_report(make_article(title, language=language))


def test_question_words_count_only_in_their_own_language() -> None:
    assert is_plain_report(make_article("Was für die Fähre bleibt", language="en"))
    assert not is_plain_report(make_article("Was für die Fähre bleibt", language="de"))


@pytest.mark.parametrize(
    "path",
    ["live", "video/newsfeed", "opinion", "liveblog", "europe/press-review", "features", "presseschau",
     "revue-de-presse", "entrevistas", "opinioni", "opinie", "colunas", "felietony"],
)  # fmt: skip
def test_the_path_on_the_site_decides(path: str) -> None:
    assert not is_plain_report(make_article("Ferry runs aground", f"https://news.example/{path}/ferry"))
    assert is_plain_report(
        make_article("Ferry runs aground", f"https://news.example/world/{path.replace('/', '-')}-x")
    )


def test_a_section_on_video_games_is_not_a_service() -> None:
    assert not is_service(make_article("Ferry simulator is out", "https://news.example/games/ferry"))
    assert is_service(make_article("Ferry simulator", "https://news.example/puzzles/ferry"))


@pytest.mark.parametrize(
    ("title", "url", "service"),
    [
        ("Today's crossword: 4,118", "", True),
        ("TODAY'S CROSSWORD: 4,118", "", True),
        ("IHR HOROSKOP FÜR HEUTE", "", True),
        ("KRZYŻÓWKA NA NIEDZIELĘ", "", True),
        ("Best kettle deals this week", "", True),
        ("Trade deals with three neighbours signed", "", False),
        ("How to watch the regatta", "", True),
        ("Rätsel um die verschwundene Fähre", "", False),
        ("Police quiz captain of the Marigold", "", False),
        ("Save $40 on the Quillon kettle", "", True),
        ("What you lose to save $40 on the Quillon kettle", "", False),
        ("Quillon-Kessel mit 30 Prozent Rabatt", "", True),
        ("La bouilloire Quillon à 30 % de réduction", "", True),
        ("El hervidor Quillon con un 30 % de descuento", "", True),
        ("Il bollitore Quillon con sconto del 30%", "", True),
        ("Waterkoker van Quillon met 30% korting", "", True),
        ("Chaleira Quillon com 30% de desconto", "", True),
        ("Your week", "https://mail.example/Horoscopes/fish", True),
        ("Ihr Horoskop für heute", "", True),
        ("Minister quizzed over harbour", "https://mail.example/news/deals-with-harbour", False),
    ],
)
def test_services_are_recognized_by_headline_or_path(title: str, url: str, service: bool) -> None:
    assert is_service(make_article(title, url)) is service


@pytest.mark.parametrize(
    ("title", "apart"),
    [
        ("Today's crossword: 4,118", True),
        ("The kettle buying guide", True),
        ("Kaufberatung: die besten Kessel", True),
        ("How to watch the Ostmere regatta", False),
        ("Dónde ver la regata", False),
        ("Gdzie oglądać regaty", False),
        ("Ostmere wins the regatta", False),
    ],
)
def test_where_to_watch_an_event_is_a_part_of_it(title: str, apart: bool) -> None:
    assert is_apart_from_news(make_article(title)) is apart


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Marigold kayak review: a boat for two", "en"),
        ("I tested nine kayaks on the lake of Ostmere", "en"),
        ("The first trailer for ‘Ostmere’ is out", "en"),
        ("The best kayaks for families in 2026", "en"),
        ("The Marigold is a fine kayak, and it is $200 off", "en"),
        ("Kajak Marigold im Test: ein Boot für zwei", "de"),
        ("Kajaks im Vergleich", "de"),
        ("Test : le kayak Marigold", "fr"),
        ("La bande-annonce d’« Ostmere » est là", "fr"),
        ("Reseña del kayak Marigold", "es"),
        ("Recensione: il kayak Marigold", "it"),
        ("Kajak Marigold getest", "nl"),
        ("Recenzja kajaka Marigold", "pl"),
        ("Resenha do caiaque Marigold", "pt"),
        ("Review: de kajak Marigold", "nl"),
        ("The Last-Minute Gifts That Sailors Want", "en"),
        ("Nine Mother’s Day gifts for a gardener", "en"),
        ("Muttertagsgeschenke für Gärtnerinnen", "de"),
        ("Zehn Geschenkideen für Segler", "de"),
        ("Idées cadeaux pour un jardinier", "fr"),
        ("Cadeaux de Noël à petit prix", "fr"),
        ("Regalos para el día de la madre", "es"),
        ("Idee regalo per chi va a vela", "it"),
        ("CADEAUTIPS VOOR ZEILERS", "nl"),
        ("Pomysły na prezent dla ogrodnika", "pl"),
        ("Presentes para o Dia da Mãe", "pt"),
    ],
)
def test_reviews_and_trailers_are_soft_and_no_plain_reports(title: str, language: str) -> None:
    article = make_article(title, language=language)
    assert is_soft(article)
    assert not is_plain_report(article)


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Top court orders review of ferry law", "en"),
        ("Court orders review", "en"),
        ("Mayor of Ostmere kept gifts of builders", "en"),
        ("Geschenke an Minister werden verboten", "de"),
        ("Ostmere previews its budget", "en"),
        ("Raketentest in Ostmere", "de"),
        ("Le gouvernement critique la ville d’Ostmere", "fr"),
        ("La oposición critica el presupuesto", "es"),
    ],
)
def test_news_with_such_words_is_not_soft(title: str, language: str) -> None:
    assert not is_soft(make_article(title, language=language))


@pytest.mark.parametrize(
    ("title", "is_plain"), [("🚢 Ferry of the year", False), ("Ferry of the year 🚢", True)]
)
def test_a_headline_that_begins_with_a_pictogram_is_no_plain_report(title: str, is_plain: bool) -> None:
    assert is_plain_report(make_article(title)) is is_plain


def test_words_of_headlines_are_written_in_lower_case() -> None:
    """Titles are compared in lower case, so a capital in a pattern would never match."""
    patterns = [*SOFT_HEADLINES.values()]
    for _, language in iterate_languages():
        patterns += astuple(language.headlines)
    literals = [re.sub(r"\\.", "", pattern) for pattern in patterns]
    assert literals == [literal.lower() for literal in literals]
