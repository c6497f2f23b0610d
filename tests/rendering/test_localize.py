"""Localization: labels, numbers, dates and times in the language of an edition."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from digest.languages import LANGUAGES, get_wording
from digest.rendering import find_default_templates, template_filters
from digest.rendering.localize import FILTERS, Localizer, make_localizer

ENGLISH = make_localizer("2026-10-16", "en", ZoneInfo("Europe/Berlin"))
GERMAN = make_localizer("2026-10-16", "de", ZoneInfo("Europe/Berlin"))
TEMPLATES = {path.name: path.read_text("utf-8") for path in find_default_templates().glob("*.j2")}


def test_templates_use_every_label_and_no_other() -> None:
    quoted = set(re.findall(r'"(\w+)"', "".join(TEMPLATES.values())))
    used = set(re.findall(r'label\("(\w+)"', "".join(TEMPLATES.values())))
    assert used <= get_wording("en").labels.keys() <= quoted | {"points_for"}


def test_every_filter_is_listed_at_the_top_of_the_template() -> None:
    comment = TEMPLATES["edition.html.j2"].partition("-#}")[0]
    filters = {*FILTERS, *template_filters.FILTERS, *template_filters.BOUND_FILTERS}
    assert filters <= set(re.findall(r"\w+", comment))


def test_a_label_takes_the_plural_form_of_its_number() -> None:
    assert ENGLISH.label("reports", 1) == "1 report"
    assert ENGLISH.label("reports", 0) == "0 reports"
    assert ENGLISH.label("reports", 1234) == "1,234 reports"
    assert GERMAN.label("reports", 1234) == "1.234 Meldungen"
    assert ENGLISH.label("did_not", 2) == "Two did not."
    assert ENGLISH.label("did_not", 13) == "13 did not."


def test_an_unknown_label_is_an_error_that_names_it() -> None:
    with pytest.raises(LookupError, match="no label named reprots"):
        ENGLISH.label("reprots", 1)


def test_a_language_without_a_wording_falls_back_to_english() -> None:
    assert make_localizer("2026-10-16", "xx", ZoneInfo("UTC")).language == "en"


def test_a_reason_without_a_translation_is_named_after_its_code() -> None:
    assert ENGLISH.reason("too_old", start="Thu 06:30") == (
        "Too old for this edition",
        "published before Thu 06:30",
    )
    assert ENGLISH.reason("sent_by_aunt", start="") == ("sent by aunt", "")


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("2026-10-16T03:40:00Z", "05:40"),
        ("2026-10-15T22:30:00Z", "00:30"),  # already Friday in Berlin
        ("2026-10-15T20:30:00Z", "Thu 22:30"),
        ("2026-10-10T10:00:00Z", "Sat 12:00"),
        ("2026-10-09T10:00:00Z", "9 October"),
        ("2025-10-09T10:00:00Z", "9 October 2025"),
        ("2026-10-17T10:00:00Z", "Sat 12:00"),
    ],
)
def test_a_moment_is_as_short_as_its_distance_allows(time: str, expected: str) -> None:
    assert ENGLISH.moment(time) == expected


def test_days_and_dates() -> None:
    assert ENGLISH.day_name("2026-10-13") == "Tuesday"
    assert ENGLISH.day_name("2026-10-09") == "9 October"
    assert ENGLISH.dated_day("2026-10-12T22:30:00Z") == "Tuesday 13 October"
    assert GERMAN.whole_date("2026-10-16") == "Freitag, 16. Oktober 2026"
    assert ENGLISH.day_key(date(2026, 10, 16)) == GERMAN.day_key("2026-10-16") == "fri"
    assert (GERMAN.weekday_short("2026-10-16"), ENGLISH.full_date("2026-10-16")) == ("Fr", "16 October 2026")


@pytest.mark.parametrize(
    ("language", "near", "far"),
    [("fr", "Suivi depuis mardi", "Suivi depuis le 9 octobre"),
     ("es", "En curso desde el martes", "En curso desde el 9 de octubre"),
     ("de", "Läuft seit Dienstag", "Läuft seit 9. Oktober"),
     ("it", "In corso da martedì", "In corso da venerdì 9 ottobre"),
     ("nl", "Loopt sinds dinsdag", "Loopt sinds 9 oktober"),
     ("pt", "Em curso desde terça-feira", "Em curso desde 9 de outubro"),
     ("pl", "Trwa od wtorku", "Trwa od 9 października")],
)  # fmt: skip
def test_days_and_dates_inside_sentences(language: str, near: str, far: str) -> None:
    localizer = make_localizer("2026-10-16", language, ZoneInfo("UTC"))
    assert localizer.label("continuing", day=localizer.day_name("2026-10-13")) == near
    assert localizer.label("continuing", day=localizer.day_name("2026-10-09")) == far


@pytest.mark.parametrize(
    ("language", "whole", "month", "first"),
    [("en", "Friday 16 October 2026", "October 2026", "1 October"),
     ("de", "Freitag, 16. Oktober 2026", "Oktober 2026", "1. Oktober"),
     ("es", "Viernes 16 de octubre de 2026", "Octubre de 2026", "1 de octubre"),
     ("fr", "Vendredi 16 octobre 2026", "Octobre 2026", "1er octobre"),
     ("it", "Venerdì 16 ottobre 2026", "Ottobre 2026", "1º ottobre"),
     ("nl", "Vrijdag 16 oktober 2026", "Oktober 2026", "1 oktober"),
     ("pt", "Sexta-feira, 16 de outubro de 2026", "Outubro de 2026", "1 de outubro"),
     ("pl", "Piątek, 16 października 2026", "Październik 2026", "1 października")],
)  # fmt: skip
def test_dates_in_headings(language: str, whole: str, month: str, first: str) -> None:
    localizer = make_localizer("2026-10-16", language, ZoneInfo("UTC"))
    assert (localizer.whole_date("2026-10-16"), localizer.month_name("2026-10-16")) == (whole, month)
    assert localizer.long_date("2026-10-01") == first


@pytest.mark.parametrize(
    ("language", "sources", "days", "reports"),
    [("it", "Due non hanno risposto.", "Due giorni in un minuto",
      "Due di essi hanno lo stesso testo di Post e contano come la stessa voce."),
     ("nl", "Twee antwoordden niet.", "Twee dagen in één minuut",
      "Twee ervan hebben dezelfde tekst als Post en tellen als dezelfde stem."),
     ("pt", "Duas não responderam.", "2 dias num minuto",
      "Entre eles, 2 trazem o mesmo texto que Post e contam como a mesma voz."),
     ("pl", "Dwa bez odpowiedzi.", "Dwa dni w minutę",
      "Dwa z nich zawierają ten sam tekst co Post i liczą się jako ten sam głos.")],
)  # fmt: skip
def test_number_words_agree_with_what_they_count(
    language: str, sources: str, days: str, reports: str
) -> None:
    localizer = make_localizer("2026-10-16", language, ZoneInfo("UTC"))
    assert localizer.label("did_not", 2) == sources
    assert localizer.label("contents_days", 2) == days
    assert localizer.label("why_copies", 2, source="Post") == reports


def test_hour_ticks_are_evenly_spaced_across_a_change_of_the_clock() -> None:
    night = Localizer("en", ZoneInfo("Europe/Berlin"), date(2026, 10, 25))
    assert night.hour_ticks("2026-10-24T22:00:00Z", "2026-10-25T02:00:00Z") == [
        "00:00", "01:00", "02:00", "02:00", "03:00"
    ]  # fmt: skip


def test_lists_numbers_and_names() -> None:
    assert ENGLISH.listing(["a"]) == "a"
    assert ENGLISH.listing(["a", "b", "c"]) == "a, b and c"
    assert GERMAN.listing(map(GERMAN.quoted, ["a", "b"])) == "„a“ und „b“"
    assert (
        GERMAN.scored({"voices": 2, "boost": 0, "luck": 1.25})
        == "2,00 für unabhängige Stimmen und 1,25 für luck"
    )
    # A minus, not a hyphen.
    assert ENGLISH.scored({"luck": -0.25}) == "−0.25 for luck"
    assert (ENGLISH.language_name("ar"), ENGLISH.language_name("xx")) == ("Arabic", "xx")


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fr", {0: "0 sujet", 1: "1 sujet", 2: "2 sujets", 1234: "1\u202f234 sujets"}),
     ("pt", {0: "0 notícias", 1: "1 notícia", 2: "2 notícias", 1234: "1.234 notícias"}),
     ("pl", {0: "0 tematów", 1: "1 temat", 2: "2 tematy", 5: "5 tematów", 12: "12 tematów", 22: "22 tematy",
             1234: "1\u00a0234 tematy"})],
)  # fmt: skip
def test_plural_forms_follow_the_rule_of_the_language(language: str, expected: dict[int, str]) -> None:
    localizer = make_localizer("2026-10-16", language, ZoneInfo("UTC"))
    assert {n: localizer.label("stories", n) for n in expected} == expected


def test_a_form_without_its_number_never_stands_for_zero() -> None:
    french = make_localizer("2026-10-16", "fr", ZoneInfo("UTC"))
    assert french.label("none_answered", 1) == "Votre seule source n’a pas répondu."
    assert french.label("none_answered", 0) == "Aucune de vos 0 sources n’a répondu."


def test_a_label_with_plural_forms_needs_no_number() -> None:
    assert ENGLISH.label("answered") == "sources answered."


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "1,234.50"), ("de", "1.234,50"), ("fr", "1\u202f234,50"), ("pl", "1\u00a0234,50")],
)
def test_numbers_have_the_marks_of_the_language(language: str, expected: str) -> None:
    localizer = make_localizer("2026-10-16", language, ZoneInfo("UTC"))
    assert localizer.number(1234.5, 2) == expected
    assert localizer.number(-2.004, 2) == localizer.number(-2, 2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_method_works_in_every_language(language: str) -> None:
    localizer = make_localizer("2026-10-16", language, ZoneInfo("UTC"))
    for method in (
        "weekday",
        "weekday_short",
        "day_name",
        "dated_day",
        "long_date",
        "full_date",
        "month_name",
    ):
        texts = [getattr(localizer, method)(date(2026, month, 1)) for month in range(1, 13)]
        assert all(texts)
    weekdays = {localizer.weekday(date(2026, 10, day)) for day in range(12, 19)}
    assert len(weekdays) == len({localizer.weekday_short(date(2026, 10, day)) for day in range(12, 19)}) == 7
    assert localizer.language_name("ar") not in ("", "ar")
    assert localizer.quoted("x").strip("x") != ""


def test_babel_is_not_imported_before_something_is_formatted() -> None:
    script = (
        "import sys, digest.rendering; from digest.rendering.localize import make_localizer; "
        "from zoneinfo import ZoneInfo; make_localizer('2026-10-16', 'en', ZoneInfo('UTC')).label('skip'); "
        "print('babel' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
