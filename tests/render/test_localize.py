"""Labels, numbers and times as a reader is used to them."""

from __future__ import annotations

import re
import string
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from digest.languages import LANGUAGES
from digest.languages.language import Label
from digest.render import default_templates, template_environment
from digest.render.localize import FILTERS, Localizer, make_localizer

ENGLISH = make_localizer("2026-10-16", "en", ZoneInfo("Europe/Berlin"))
GERMAN = make_localizer("2026-10-16", "de", ZoneInfo("Europe/Berlin"))
TEMPLATES = {path.name: path.read_text("utf-8") for path in default_templates().glob("*.j2")}


def forms(label: Label) -> tuple[str, ...]:
    return (label,) if isinstance(label, str) else label


def names(form: str) -> set[str]:
    """The names in braces; n, count and Count are the same number."""
    found = {name for _, name, _, _ in string.Formatter().parse(form) if name}
    return {"n" if name in ("count", "Count") else name for name in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(language: str) -> None:
    table, english = LANGUAGES[language], LANGUAGES["en"]
    assert table.labels.keys() == english.labels.keys()
    assert table.reasons.keys() == english.reasons.keys()
    assert table.parts.keys() == english.parts.keys()
    assert table.names.keys() == english.names.keys()
    assert [len(table.weekdays), len(table.weekdays_short), len(table.months)] == [7, 7, 12]
    for key, label in table.labels.items():
        # The form for one may leave its number out ("its only source").
        assert names(forms(label)[-1]) == names(forms(english.labels[key])[-1]), key
        assert len(forms(label)) == len(forms(english.labels[key])), key


def test_templates_use_every_label_and_no_other() -> None:
    written = set(re.findall(r'"(\w+)"', "".join(TEMPLATES.values())))
    asked = set(re.findall(r'label\("(\w+)"', "".join(TEMPLATES.values())))
    assert asked <= LANGUAGES["en"].labels.keys() <= written | {"points_for"}


def test_every_filter_is_named_where_templates_are_explained() -> None:
    explained = TEMPLATES["edition.html.j2"].partition("-#}")[0]
    assert {*FILTERS, *template_environment.FILTERS, "file_of", "public"} <= set(
        re.findall(r"\w+", explained)
    )


def test_a_label_takes_the_form_of_its_number() -> None:
    assert ENGLISH.label("reports", 1) == "1 report"
    assert ENGLISH.label("reports", 0) == "0 reports"
    assert ENGLISH.label("reports", 1234) == "1,234 reports"
    assert GERMAN.label("reports", 1234) == "1.234 Meldungen"
    assert ENGLISH.label("did_not", 2) == "Two did not."
    assert ENGLISH.label("did_not", 13) == "13 did not."


def test_a_label_that_does_not_exist_is_named() -> None:
    with pytest.raises(LookupError, match="no label named reprots"):
        ENGLISH.label("reprots", 1)


def test_a_language_without_labels_falls_back_to_english() -> None:
    assert make_localizer("2026-10-16", "xx", ZoneInfo("UTC")).language == "en"


def test_a_reason_of_ones_own_is_told_by_its_name() -> None:
    assert ENGLISH.reason("too_old", start="Thu 06:30") == (
        "Too old for this edition",
        "published before Thu 06:30",
    )
    assert ENGLISH.reason("sent_by_aunt", start="") == ("sent by aunt", "")


@pytest.mark.parametrize(
    ("time", "told"),
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
def test_a_moment_says_no_more_than_is_needed(time: str, told: str) -> None:
    assert ENGLISH.moment(time) == told


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
     ("pt", "Em curso desde terça-feira", "Em curso desde 9 de outubro")],
)  # fmt: skip
def test_days_and_dates_stand_in_sentences(language: str, near: str, far: str) -> None:
    wording = make_localizer("2026-10-16", language, ZoneInfo("UTC"))
    assert wording.label("continuing", day=wording.day_name("2026-10-13")) == near
    assert wording.label("continuing", day=wording.day_name("2026-10-09")) == far


@pytest.mark.parametrize(
    ("language", "whole", "month", "first"),
    [("en", "Friday 16 October 2026", "October 2026", "1 October"),
     ("de", "Freitag, 16. Oktober 2026", "Oktober 2026", "1. Oktober"),
     ("es", "Viernes 16 de octubre de 2026", "Octubre de 2026", "1 de octubre"),
     ("fr", "Vendredi 16 octobre 2026", "Octobre 2026", "1er octobre"),
     ("it", "Venerdì 16 ottobre 2026", "Ottobre 2026", "1º ottobre"),
     ("nl", "Vrijdag 16 oktober 2026", "Oktober 2026", "1 oktober"),
     ("pt", "Sexta-feira, 16 de outubro de 2026", "Outubro de 2026", "1 de outubro")],
)  # fmt: skip
def test_dates_stand_alone_as_the_language_writes_them(
    language: str, whole: str, month: str, first: str
) -> None:
    wording = make_localizer("2026-10-16", language, ZoneInfo("UTC"))
    assert (wording.whole_date("2026-10-16"), wording.month_name("2026-10-16")) == (whole, month)
    assert wording.long_date("2026-10-01") == first


@pytest.mark.parametrize(
    ("language", "sources", "days", "reports"),
    [("it", "Due non hanno risposto.", "Due giorni in un minuto",
      "Due di essi hanno lo stesso testo di Post e contano come la stessa voce."),
     ("nl", "Twee antwoordden niet.", "Twee dagen in één minuut",
      "Twee ervan hebben dezelfde tekst als Post en tellen als dezelfde stem."),
     ("pt", "Duas não responderam.", "2 dias num minuto",
      "Entre eles, 2 trazem o mesmo texto que Post e contam como a mesma voz.")],
)  # fmt: skip
def test_numbers_agree_with_what_they_count(language: str, sources: str, days: str, reports: str) -> None:
    wording = make_localizer("2026-10-16", language, ZoneInfo("UTC"))
    assert wording.label("did_not", 2) == sources
    assert wording.label("contents_days", 2) == days
    assert wording.label("why_copies", 2, source="Post") == reports


def test_ticks_are_hours_that_passed_even_when_the_clock_is_set() -> None:
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
    assert (ENGLISH.language_name("ar"), ENGLISH.language_name("xx")) == ("Arabic", "xx")
