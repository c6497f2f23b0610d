"""Where sources differ: told only when it is sure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from digest.models import Article, Difference, Story
from digest.summarizers import SummarySettings, annotate_summary, summarize_story
from digest.summarizers.figures import DATE, find_figures

MORNING = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)


def make_story(*texts: str, language: str = "en") -> Story:
    """One article of each text, of another outlet and an hour later each."""
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


def differences(*texts: str, language: str = "en") -> tuple[Difference, ...]:
    return told(make_story(*texts, language=language))


def told(story: Story) -> tuple[Difference, ...]:
    return annotate_summary(summarize_story(story, SummarySettings())).differences


def figures(*texts: str, language: str = "en") -> list[list[str]]:
    """The figures of each difference."""
    found = differences(*texts, language=language)
    return [[said.figure for said in difference.figures] for difference in found]


SIXTEEN = "A landslide near Port Ellis killed at least 16 people on Sunday night, the county said."
NINETEEN = "At least 19 people were killed when a landslide buried a road near Port Ellis, the county said."


def test_figures_of_the_same_thing_are_shown_with_their_sentences_highest_first() -> None:
    (found,) = differences(SIXTEEN, NINETEEN)
    assert [said.figure for said in found.figures] == ["At least 19", "at least 16"]
    assert [said.sentence.article for said in found.figures] == [1, 0]
    assert [said.sentence.text for said in found.figures] == [NINETEEN, SIXTEEN]
    assert found.about == "people … killed"


def test_what_is_counted_is_named_in_the_words_that_all_share() -> None:
    texts = [
        f"The county moved {n} people from their homes below the dam on Monday." for n in ("14,200", "11,800")
    ]
    assert [found.about for found in differences(*texts)] == [
        "people from their homes below the dam on Monday"
    ]


@pytest.mark.parametrize(
    ("language", "one", "other", "wanted"),
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
def test_dates_money_and_other_languages(language: str, one: str, other: str, wanted: list[str]) -> None:
    assert figures(one, other, language=language) == [wanted]


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
def test_what_is_not_sure_is_not_told(one: str, other: str) -> None:
    assert figures(one, other) == []


@pytest.mark.parametrize(
    ("other", "differs"),
    [
        ("Mud killed 19 people near Port Ellis on Sunday and swept away barns.", True),
        ("Mud killed 19 people near Ellis, where crews with dogs search cellars, barns and wells.", False),
    ],
)
def test_sentences_must_share_most_of_their_words_to_differ(other: str, differs: bool) -> None:
    one = "Mud killed 16 people near Port Ellis on Sunday after weeks of rain."
    assert bool(figures(one, other)) == differs


@pytest.mark.parametrize(("where", "differs"), [("", False), (" in Lowmoor", True)])
def test_sentences_that_say_too_little_do_not_differ(where: str, differs: bool) -> None:
    said = f"There was a landslide that killed {{}} people{where}."
    assert bool(figures(said.format(16), said.format(19))) == differs


@pytest.mark.parametrize(
    ("row", "differs"),
    [("12 hens, 20 dogs and {} people", True), ("12 hens, 20 dogs, 30 cats and {} people", False)],
)
def test_the_far_end_of_a_row_of_figures_is_not_compared(row: str, differs: bool) -> None:
    said = f"Crews at Port Ellis saved {row} from the mud on Sunday."
    assert bool(figures(said.format(16), said.format(19))) == differs


def test_of_four_differences_three_are_shown() -> None:
    texts = (
        " ".join(
            f"The storm broke {number} {things} at Port Ellis on Sunday night."
            for things in ("trees", "boats", "masts", "roofs")
        )
        for number in (16, 19)
    )
    assert figures(*texts) == [["19", "16"]] * 3


@pytest.mark.parametrize(("above", "differs"), [(8, True), (12, False)])
def test_what_stands_far_down_in_an_article_is_not_compared(above: int, differs: bool) -> None:
    assert bool(figures(SIXTEEN, "But why? " * above + NINETEEN)) == differs


@pytest.mark.parametrize(
    ("year", "differs"), [("1750", True), ("1850", False), ("1998", False), ("2019", False), ("2150", True)]
)
def test_a_figure_beside_a_year_is_that_of_another_time(year: str, differs: bool) -> None:
    other = NINETEEN.replace("the county said", f"says file {year} of the county")
    assert bool(figures(SIXTEEN, other)) == differs


@pytest.mark.parametrize(("one", "other"), [("1,600", "1.600"), ("3.5", "3,5"), ("1,234.5", "1.234,5")])
def test_spanish_figures_of_europe_and_america_are_the_same(one: str, other: str) -> None:
    said = "Un alud mató el domingo a {} personas cerca de Puerto Ellis, según el condado."
    assert figures(said.format(one), said.format(other), language="es") == []
    assert figures(said.format(one), said.format("7.000"), language="es") != []


def test_a_source_that_knows_the_others_figure_does_not_differ() -> None:
    later = f"{NINETEEN} A landslide near Port Ellis killed 16 people, the county said at first."
    assert figures(SIXTEEN, later) == []


def test_of_a_source_its_latest_figure_counts() -> None:
    story = make_story(SIXTEEN, NINETEEN.replace("19", "18"), NINETEEN)
    first, second, third = story.articles
    story = replace(story, articles=(first, second, replace(third, source=second.source)))
    (found,) = told(story)
    assert [said.sentence.article for said in found.figures] == [2, 0]


def test_copies_and_one_outlet_alone_do_not_differ() -> None:
    story = replace(make_story(SIXTEEN, NINETEEN), copies=(("a1", "a0"),))
    assert told(story) == ()
    alone = make_story(SIXTEEN, NINETEEN)
    alone = replace(alone, articles=tuple(replace(article, source="One") for article in alone.articles))
    assert told(alone) == ()


@pytest.mark.parametrize(
    ("sentence", "language", "wanted"),
    [
        ("About 14,200 people left.", "en", [("About 14,200", 14_200, "peopl")]),
        ("Rund 14.200 Menschen gingen.", "de", [("Rund 14.200", 14_200, "mensch")]),
        ("Prices rose 3.5 per cent, not 4.5%.", "en", [("3.5 per cent", 3.5, "%"), ("4.5%", 4.5, "%")]),
        ("It costs $1.2 million.", "en", [("$1.2 million", 1.2e6, "$")]),
        ("Il ponte costa €1,2 miliardi.", "it", [("€1,2 miliardi", 1.2e9, "€")]),
        ("A ponte custa €3 mil milhões, ou €3 bilhões.", "pt",
         [("€3 mil milhões", 3e9, "€"), ("€3 bilhões", 3e9, "€")]),
        ("De prijs steeg met ruim 3,5 procent.", "nl", [("ruim 3,5 procent", 3.5, "%")]),
        ("Twelve divers and a 34-year-old met on 3 March.", "en",
         [("3 March", 303, DATE), ("34", 34, "year"), ("Twelve", 12, "div")]),
        ("Route 66, the year 2026 and a 3:2 win count nothing, nor does 0241.", "en", []),
    ],
)  # fmt: skip
def test_figures_are_read(sentence: str, language: str, wanted: list[tuple[str, float, str]]) -> None:
    found = find_figures(sentence, language)
    assert [(sentence[one.start : one.end], one.value, one.unit) for one in found] == wanted


@pytest.mark.parametrize(
    ("number", "counts"), [("1750", True), ("1850", False), ("1998", False), ("2019", False), ("2150", True)]
)
def test_a_number_that_may_be_a_year_counts_nothing(number: str, counts: bool) -> None:
    assert bool(find_figures(f"At the end of {number} people left.", "en")) == counts


@pytest.mark.parametrize(
    ("language", "written", "value"),
    [
        ("en", "2 thousand people", 2e3), ("en", "2 million people", 2e6), ("en", "2 billion people", 2e9),
        ("en", "2 trillion people", 2e12),
        ("de", "2 tausend Menschen", 2e3), ("de", "2 Mio Menschen", 2e6), ("de", "2 Millionen Menschen", 2e6),
        ("de", "1 Milliarde Menschen", 1e9), ("de", "2 Milliarden Menschen", 2e9), ("de", "2 Mrd Euro", 2e9),
        ("fr", "2 mille personnes", 2e3), ("fr", "2 millions personnes", 2e6),
        ("fr", "1 milliard personnes", 1e9), ("fr", "2 milliards personnes", 2e9),
        ("es", "2 mil personas", 2e3), ("es", "1 millón personas", 1e6), ("es", "2 millones personas", 2e6),
    ],
)  # fmt: skip
def test_a_word_behind_a_figure_may_multiply_it(language: str, written: str, value: float) -> None:
    assert [figure.value for figure in find_figures(written, language)] == [value]
