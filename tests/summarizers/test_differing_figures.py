"""Differences between sources: reported only when they are certain."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from digest.models import Article, Difference, Story
from digest.summarizers import summarize_story

MORNING = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)


def make_story(*texts: str, language: str = "en") -> Story:
    """One article for each text, each from another source and an hour later."""
    return Story(
        "s",
        tuple(
            Article(
                id=f"a{number}",
                source=f"Outlet {number}",
                url=f"https://example.org/{number}",
                title="Landslide buries the road at Port Ellis",
                text=text,
                published=MORNING + timedelta(hours=number),
                first_seen=MORNING,
                language=language,
            )
            for number, text in enumerate(texts)
        ),
    )


def list_differences(story: Story) -> tuple[Difference, ...]:
    return summarize_story(story, method="lead", words=60, single_words=60, annotate=True).differences


def list_figures(*texts: str, language: str = "en") -> list[list[str]]:
    """The figures of each difference between articles with these texts."""
    differences = list_differences(make_story(*texts, language=language))
    return [[reported.figure for reported in difference.figures] for difference in differences]


SIXTEEN = "A landslide near Port Ellis killed at least 16 people on Sunday night, the county said."
NINETEEN = "At least 19 people were killed when a landslide buried a road near Port Ellis, the county said."


def test_figures_of_the_same_thing_come_with_their_sentences_highest_first() -> None:
    (found,) = list_differences(make_story(SIXTEEN, NINETEEN))
    assert [reported.figure for reported in found.figures] == ["At least 19", "at least 16"]
    assert [reported.sentence.article for reported in found.figures] == [1, 0]
    assert [reported.sentence.text for reported in found.figures] == [NINETEEN, SIXTEEN]
    assert found.about == "people … killed"


def test_what_is_counted_is_described_in_the_words_that_all_sentences_share() -> None:
    texts = [
        f"The county moved {n} people from their homes below the dam on Monday." for n in ("14,200", "11,800")
    ]
    assert [found.about for found in list_differences(make_story(*texts))] == [
        "people from their homes below the dam on Monday"
    ]


@pytest.mark.parametrize(
    ("language", "one", "other", "expected"),
    [
        ("en", "The trial of Nora Quist opens in Port Ellis on 3 March.",
         "The trial of Nora Quist will open in Port Ellis on March 4.", ["March 4", "3 March"]),
        ("en", "The repair of the bridge will cost $60 million, the harbour office said.",
         "The harbour office said the repair of the bridge will cost $85 million.",
         ["$85 million", "$60 million"]),
        ("de", "Bei dem Erdrutsch in Ellis starben nach Angaben der Polizei mindestens 16 Menschen.",
         "Nach Angaben der Polizei starben bei dem Erdrutsch in Ellis 19 Menschen.", ["19", "mindestens 16"]),
        ("fr", "Le glissement de terrain à Ellis a tué au moins 16 personnes, selon la police.",
         "Selon la police, le glissement de terrain à Ellis a tué 19 personnes.", ["19", "au moins 16"]),
        ("es", "El alud de Ellis mató al menos a 1.600 personas, según la policía.",
         "Según la policía, el alud de Ellis mató a 1.900 personas.", ["1.900", "al menos a 1.600"]),
        ("it", "La frana di Ellis ha ucciso almeno 1.600 persone, secondo la polizia.",
         "Secondo la polizia, la frana di Ellis ha ucciso 1.900 persone.", ["1.900", "almeno 1.600"]),
        ("it", "Il processo a Nora Quist si apre a Ellis il 1º marzo.",
         "Il processo a Nora Quist si aprirà a Ellis il 4 marzo.", ["4 marzo", "1º marzo"]),
        ("pt", "O deslizamento de Ellis matou pelo menos duas pessoas, segundo a polícia.",
         "Segundo a polícia, o deslizamento de Ellis matou três pessoas.", ["três", "pelo menos duas"]),
        ("pt", "O julgamento de Nora Quist começa em Ellis a 3 de março.",
         "O julgamento de Nora Quist começa em Ellis a 4 de março.", ["4 de março", "3 de março"]),
        ("nl", "Bij de aardverschuiving in Ellis kwamen volgens de politie minstens 16 mensen om.",
         "Volgens de politie kwamen in Ellis bij de aardverschuiving 19 mensen om.", ["19", "minstens 16"]),
    ],
)  # fmt: skip
def test_differences_in_dates_money_and_other_languages(
    language: str, one: str, other: str, expected: list[str]
) -> None:
    assert list_figures(one, other, language=language) == [expected]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # another thing, another place, another verb
        (SIXTEEN, "A landslide near Port Ellis wounded at least 19 people on Sunday night, the county said."),
        (SIXTEEN, "A landslide near Lowmoor killed at least 19 people on Sunday night, the county said."),
        (SIXTEEN, "A landslide near Port Ellis killed at least 19 horses on Sunday night, the county said."),
        # the same, rounded
        ("The county moved 11,800 people from homes below the dam.",
         "The county moved about 12,000 people from homes below the dam."),
        ("The dam below Port Ellis will cost $12 billion, the county said.",
         "The dam below Port Ellis will cost $11.8 billion, the county said."),
        # a sentence that does not say whom it speaks of
        (SIXTEEN, "It killed at least 19 people near Port Ellis on Sunday night, the county said."),
        # a year, a score, a name with a number in it
        ("The bridge of Port Ellis was built in 1911 people say.",
         "The bridge of Port Ellis was built in 1912 people say."),
        ("On Sunday Flight 12 landed at Port Ellis at noon.",
         "On Sunday Flight 13 landed at Port Ellis at noon."),
        # a figure of another time
        (SIXTEEN, "At least 19 people were killed when a landslide buried a road near Port Ellis last year."),
    ],
)  # fmt: skip
def test_uncertain_differences_are_not_reported(one: str, other: str) -> None:
    assert list_figures(one, other) == []


@pytest.mark.parametrize(
    ("other", "differs"),
    [
        ("Mud buried 19 people near Port Ellis on Sunday and swept away barns.", True),
        ("Mud buried 19 people near Ellis, where crews with dogs search cellars, barns and wells.", False),
    ],
)
def test_sentences_must_share_most_of_their_words_to_differ(other: str, differs: bool) -> None:
    one = "Mud buried 16 people near Port Ellis on Sunday after weeks of rain."
    assert bool(list_figures(one, other)) == differs


@pytest.mark.parametrize(("where", "differs"), [("", False), (" in Lowmoor", True)])
def test_sentences_with_too_few_shared_words_do_not_differ(where: str, differs: bool) -> None:
    sentence = f"There was a landslide that killed {{}} people{where}."
    assert bool(list_figures(sentence.format(16), sentence.format(19))) == differs


@pytest.mark.parametrize(
    ("row", "differs"),
    [("12 hens, 20 dogs and {} people", True), ("12 hens, 20 dogs, 30 cats and {} people", False)],
)
def test_only_the_first_three_figures_of_a_sentence_are_compared(row: str, differs: bool) -> None:
    sentence = f"Crews at Port Ellis saved {row} from the mud on Sunday."
    assert bool(list_figures(sentence.format(16), sentence.format(19))) == differs


def test_at_most_three_differences_are_reported() -> None:
    texts = (
        " ".join(
            f"The storm broke {number} {things} at Port Ellis on Sunday night."
            for things in ("trees", "boats", "masts", "roofs")
        )
        for number in (16, 19)
    )
    assert list_figures(*texts) == [["19", "16"]] * 3


@pytest.mark.parametrize(("above", "differs"), [(8, True), (12, False)])
def test_sentences_far_down_in_an_article_are_not_compared(above: int, differs: bool) -> None:
    assert bool(list_figures(SIXTEEN, "But why? " * above + NINETEEN)) == differs


@pytest.mark.parametrize(
    ("year", "differs"), [("1750", True), ("1850", False), ("1998", False), ("2019", False), ("2150", True)]
)
def test_a_sentence_that_names_a_year_is_about_another_time(year: str, differs: bool) -> None:
    other = NINETEEN.replace("the county said", f"says file {year} of the county")
    assert bool(list_figures(SIXTEEN, other)) == differs


@pytest.mark.parametrize(("one", "other"), [("1,600", "1.600"), ("3.5", "3,5"), ("1,234.5", "1.234,5")])
def test_european_and_american_number_formats_are_the_same_in_spanish(one: str, other: str) -> None:
    sentence = "Un alud mató el domingo a {} personas cerca de Puerto Ellis, según el condado."
    assert list_figures(sentence.format(one), sentence.format(other), language="es") == []
    assert list_figures(sentence.format(one), sentence.format("7.000"), language="es") != []


def test_a_source_that_also_gives_the_other_figure_does_not_differ() -> None:
    later = f"{NINETEEN} A landslide near Port Ellis killed 16 people, the county said at first."
    assert list_figures(SIXTEEN, later) == []


def test_the_latest_figure_of_a_source_counts() -> None:
    story = make_story(SIXTEEN, NINETEEN.replace("19", "18"), NINETEEN)
    first, second, third = story.articles
    story = replace(story, articles=(first, second, replace(third, source=second.source)))
    (found,) = list_differences(story)
    assert [reported.sentence.article for reported in found.figures] == [2, 0]


def test_near_copies_and_a_single_source_do_not_differ() -> None:
    story = replace(make_story(SIXTEEN, NINETEEN), copies=(("a1", "a0"),))
    assert list_differences(story) == ()
    alone = make_story(SIXTEEN, NINETEEN)
    alone = replace(alone, articles=tuple(replace(article, source="One") for article in alone.articles))
    assert list_differences(alone) == ()
