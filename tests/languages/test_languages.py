"""The modules of the languages: complete, consistent, and imported only when used."""

from __future__ import annotations

import re
import string
import subprocess
import sys
from dataclasses import fields

import pytest
from babel import Locale

from digest.languages import (
    LANGUAGES,
    EditionWording,
    Label,
    Language,
    Plural,
    get_language,
    get_wording,
    iterate_languages,
)
from digest.languages.patterns import compile_patterns
from digest.languages.registry import ARTICLE_LANGUAGES

ENGLISH = get_wording("en")
ALL_LANGUAGES = dict(iterate_languages())


def list_forms(label: Label) -> dict[str, str]:
    """{plural category: text} of the forms that a label has."""
    if isinstance(label, str):
        return {"other": label}
    forms = {field.name: getattr(label, field.name) for field in fields(label)}
    return {category: text for category, text in forms.items() if text}


def find_placeholders(text: str) -> set[str]:
    """The names in braces; n, count and Count are the same number."""
    found = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    return {"n" if name in ("count", "Count") else name for name in found}


def find_categories(wording: EditionWording) -> set[str]:
    """The plural categories of the numbers that an edition counts."""
    return {Locale.parse(wording.locale).plural_form(n) for n in range(10_000)}


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_wording_has_the_keys_of_the_english_one(code: str) -> None:
    wording = get_wording(code)
    assert wording.labels.keys() == ENGLISH.labels.keys()
    assert wording.reasons.keys() == ENGLISH.reasons.keys()
    assert wording.score_parts.keys() == ENGLISH.score_parts.keys()
    assert len(wording.quotes) == 2
    assert len(wording.numbers) >= 10
    assert len(wording.dates.weekdays_in_sentence) in (0, 7)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_label_has_the_placeholders_of_the_english_one(code: str) -> None:
    for key, label in get_wording(code).labels.items():
        expected = find_placeholders(list_forms(ENGLISH.labels[key])["other"])
        for category, text in list_forms(label).items():
            # The form for one may leave its number out ("its only source").
            optional = {"n"} if category == "one" else set()
            assert expected - optional <= find_placeholders(text) <= expected, (key, category)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_reason_has_the_placeholders_of_the_english_one(code: str) -> None:
    for key, (heading, explanation) in get_wording(code).reasons.items():
        assert heading
        assert find_placeholders(explanation) == find_placeholders(ENGLISH.reasons[key][1]), key


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_label_has_no_form_that_the_language_never_uses(code: str) -> None:
    wording = get_wording(code)
    categories = find_categories(wording) | {"other"}
    for key, label in wording.labels.items():
        assert list_forms(label).keys() <= categories, key


def test_polish_has_four_plural_forms() -> None:
    assert find_categories(get_wording("pl")) == {"one", "few", "many"}
    assert list_forms(get_wording("pl").labels["reports"]) == {
        "one": "{n} artykuł",
        "other": "{n} artykułu",
        "few": "{n} artykuły",
        "many": "{n} artykułów",
    }


def test_a_missing_plural_form_falls_back_to_the_general_one() -> None:
    label = Plural("{n} story", "{n} stories", few="{n} few")
    assert [label.choose(category) for category in ("one", "two", "few", "many", "other")] == [
        "{n} story",
        "{n} stories",
        "{n} few",
        "{n} stories",
        "{n} stories",
    ]


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_with_a_wording_has_every_part(code: str) -> None:
    language = get_language(code)
    assert language.stop_words
    assert language.abbreviations
    assert language.calendar
    assert language.figures
    assert language.standalone
    assert language.headlines.questions
    assert language.paywall_prompts


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_calendar_names_twelve_months_and_seven_weekdays(code: str) -> None:
    calendar = get_language(code).calendar
    assert calendar
    assert (len(calendar.months.split()), len(calendar.weekdays.split())) == (12, 7)
    months = [form for names in calendar.months.split() for form in names.split("|")]
    locale = Locale.parse(get_wording(code).locale)
    for number in range(1, 13):
        assert locale.months["format"]["wide"][number].casefold() in months


@pytest.mark.parametrize("code", LANGUAGES)
def test_number_words_run_from_two_to_twelve(code: str) -> None:
    figures = get_language(code).figures
    assert figures
    assert len(figures.numbers.split()) == 11


@pytest.mark.parametrize("code", ALL_LANGUAGES)
def test_words_are_lower_case_and_unique(code: str) -> None:
    language = ALL_LANGUAGES[code]
    lists = [language.stop_words, language.headlines.questions]
    if language.abbreviations:
        lists += [language.abbreviations.inner, language.abbreviations.numbered, language.abbreviations.final]
    if language.calendar:
        lists += [language.calendar.months, language.calendar.weekdays]
    for words in lists:
        assert words == words.lower()
        assert len(words.split()) == len(set(words.split()))


@pytest.mark.parametrize("code", ALL_LANGUAGES)
def test_patterns_compile_and_capture_nothing(code: str) -> None:
    language = ALL_LANGUAGES[code]
    headlines = language.headlines
    patterns = [
        headlines.labels,
        headlines.endings,
        headlines.services,
        headlines.broadcasts,
        language.paywall_prompts,
    ]
    if language.figures:
        patterns += [language.figures.percent, language.figures.qualifiers]
    assert all(re.compile(pattern).groups == 0 for pattern in patterns)
    compiled = compile_patterns(code)
    if compiled:
        assert all(getattr(compiled, field.name).groups == 0 for field in fields(compiled))


@pytest.mark.parametrize("code", ALL_LANGUAGES)
def test_no_pattern_matches_the_empty_text(code: str) -> None:
    compiled = compile_patterns(code)
    if compiled:
        assert not any(getattr(compiled, field.name).search("") for field in fields(compiled))
    headlines = ALL_LANGUAGES[code].headlines
    prompts = ALL_LANGUAGES[code].paywall_prompts
    for pattern in (headlines.labels, headlines.endings, headlines.services, headlines.broadcasts, prompts):
        assert not pattern or not re.search(pattern, "")


def test_an_unknown_code_has_no_words() -> None:
    assert get_language("tlh") == Language()
    with pytest.raises(LookupError, match="no wording for the language tlh"):
        get_wording("tlh")


def test_no_language_is_registered_twice() -> None:
    assert not LANGUAGES.keys() & ARTICLE_LANGUAGES.keys()
    modules = [*LANGUAGES.values(), *ARTICLE_LANGUAGES.values()]
    assert len(modules) == len(set(modules))


def test_only_the_languages_in_use_are_imported() -> None:
    script = (
        "import sys; from digest.text import list_stop_words, split_sentences; "
        "split_sentences('Dr. Lee sailed. It rained.', 'en'), list_stop_words('en'); "
        "print(*sorted(name for name in sys.modules if name.startswith('digest.languages.')))"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.split() == [
        "digest.languages.english",
        "digest.languages.language",
        "digest.languages.registry",
        "digest.languages.writing_direction",
    ]
