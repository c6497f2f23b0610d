"""The line that opens a summary: the event of the headline in its newest state."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from digest.models import Sentence, Story
from digest.summarizers.candidates import list_candidates
from digest.summarizers.opening import open_with_event
from tests.summarizers.example_stories import make_article, make_story, make_summary


def open_summary(story: Story) -> Sentence:
    """Return the first line of the story in full, with every headline quotable."""
    reports = range(len(story.articles))
    return make_summary(story, annotate=True, reports=reports, words=60).sentences[0]


def find_opening(story: Story) -> str | None:
    """Return the sentence that opens whatever the method decides, None if there is none."""
    candidates = open_with_event(list_candidates(story, range(len(story.articles))), story)
    return next((candidate.text for candidate in candidates if candidate.opens), None)


@pytest.mark.parametrize(
    ("title", "aside", "event", "language"),
    [
        (
            "Ferry Marigold runs aground off Ostmere",
            "Schools in Ostmere stayed shut all day because of heavy snow.",
            "The ferry Marigold ran aground on a sandbank off Ostmere this morning.",
            "en",
        ),
        (
            "Fähre Marigold läuft vor Ostmere auf Grund",
            "Schulen in Ostmere blieben wegen starken Schneefalls den ganzen Tag geschlossen.",
            "Eine Fähre namens Marigold ist vor Ostmere auf Grund gelaufen.",
            "de",
        ),
        (
            "Le ferry Marigold s'échoue au large d'Ostmere",
            "Toutes les écoles d'Ostmere sont restées fermées à cause de la neige.",
            "Un ferry, le Marigold, s'est échoué ce matin au large d'Ostmere.",
            "fr",
        ),
        (
            "El ferri Marigold encalla frente a Ostmere",
            "Muchas escuelas de Ostmere siguieron cerradas por la fuerte nevada.",
            "Un ferri llamado Marigold encalla esta mañana frente a Ostmere.",
            "es",
        ),
    ],
)
def test_the_sentence_that_states_the_event_of_the_headline_opens(
    title: str, aside: str, event: str, language: str
) -> None:
    more = {"title": title, "language": language}
    story = make_story(
        make_article(1, "Post", "", **more),
        make_article(1, "Herald", aside, **more),
        make_article(1, "Ledger", event, **more),
    )
    assert open_summary(story).text == event


def test_a_short_sentence_on_the_event_opens_before_a_scene_of_it() -> None:
    story = make_story(
        make_article(1, "Post", "", title="Divers found in Ostmere wreck"),
        make_article(
            1,
            "Ledger",
            "Divers of Ostmere were found in the wreck alive on Monday.",
            title="Divers found in wreck",
        ),
        make_article(
            1,
            "Herald",
            "Families on the quay of Ostmere cheered and sang until the last lamp went out.",
            title="Ostmere: divers found in wreck",
        ),
    )
    assert open_summary(story).text.startswith("Divers")


def test_of_two_sentences_on_the_event_the_newer_one_opens() -> None:
    title = "Ferry Marigold freed from sandbank off Ostmere"
    story = make_story(
        make_article(8, "Post", "", title=title),
        make_article(
            6, "Herald", "Two tugs freed the ferry Marigold from a sandbank off Ostmere at noon.", title=title
        ),
        make_article(
            8, "Ledger", "The tide freed the ferry Marigold at dusk from a sandbank off Ostmere.", title=title
        ),
        make_article(1, "Mail", "The ferry Marigold is not freed from a sandbank off Ostmere.", title=title),
    )
    assert open_summary(story).article == 2


def test_the_headline_of_another_outlet_opens_where_no_sentence_states_the_event() -> None:
    title = "Marigold owners accused of skipping safety checks before grounding"
    story = make_story(
        make_article(1, "Post", "", title=title),
        make_article(
            2, "Ledger", "A filing lists forty pages of repairs.", title="Ferry owners sued over checks"
        ),
        make_article(
            3,
            "Herald",
            "A filing lists forty pages of repairs at the dock.",
            title="Marigold owners skipped safety checks for nine years, says harbor office in report",
        ),
    )
    opening = open_summary(story)
    assert (opening.kind, opening.article, opening.position) == ("headline", 2, -1)
    assert opening.text == story.articles[2].title


def test_a_first_sentence_under_its_own_headline_needs_no_other_headline() -> None:
    story = make_story(
        make_article(
            1, "Post", "A hull inspection of the ferry had been put off twice.", title="Ferry aground"
        ),
        make_article(2, "Herald", "Who is to blame?", title="Ferry Marigold aground off Ostmere"),
    )
    assert open_summary(story).text == story.articles[0].text


def test_headlines_are_quoted_only_in_full_and_only_of_reports() -> None:
    story = make_story(
        make_article(1, "Post", "", title="Marigold owners accused of skipping checks"),
        make_article(
            2,
            "Herald",
            "A filing lists forty pages of repairs.",
            title="Marigold owners skipped safety checks for nine years, court hears",
        ),
    )
    kinds = [
        [line.kind for line in make_summary(story, annotate=annotate, reports=reports).sentences]
        for annotate, reports in ((True, (0, 1)), (False, (0, 1)), (True, (0,)))
    ]
    assert kinds == [["headline", "sentence"], ["sentence"], ["sentence"]]


def test_what_repeats_headline_and_opening_is_not_chosen() -> None:
    title = "Ferry Marigold runs aground off Ostmere"
    story = make_story(
        make_article(1, "Post", "Ferry Marigold ran aground off Ostmere this morning.", title=title),
        make_article(1, "Ledger", "Off Ostmere a ferry, Marigold, runs aground at dawn.", title=title),
        make_article(1, "Herald", "Helicopters took eighty passengers to a school hall.", title=title),
    )
    lines = make_summary(story, annotate=True, reports=(0, 1, 2)).sentences
    assert sorted(line.article for line in lines)[-1] == 2
    assert len(lines) == 2


def test_a_line_that_shares_no_name_with_the_headline_does_not_open() -> None:
    story = make_story(
        make_article(1, "Post", "", title="Nine are rescued after roof fall in Kessim pit"),
        make_article(
            2, "Herald", "Nine people fled a pit at Dorrow after a roof fall.", title="Nine flee pit"
        ),
        make_article(
            3,
            "Ledger",
            "Divers with ropes brought all nine out of the Kessim pit.",
            title="Kessim roof fall: joy",
        ),
    )
    assert open_summary(story).article == 2


def test_the_subject_that_all_outlets_share_is_not_the_event() -> None:
    aside = (
        "The ferry Marigold of Ostmere was built by a shipyard in Dorrow, whose owners have other ferries."
    )
    event = (
        "The company denies that passengers of the ferry fell ill: a doctor of Ostmere found nothing wrong."
    )
    titles = (
        "Ferry Marigold: company denies passengers fell ill",
        "Ferry Marigold and the shipyard of Dorrow",
        "What the ferry Marigold means to Ostmere",
        "Ferry Marigold: a history",
    )
    story = make_story(
        make_article(1, "Post", event, title=titles[0]),
        make_article(2, "Herald", aside, title=titles[1]),
        make_article(2, "Ledger", "The ferry Marigold links Ostmere to the world.", title=titles[2]),
        make_article(2, "Mail", "The ferry Marigold has sunk twice.", title=titles[3]),
    )
    assert open_summary(story).text == event


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("Its crew was saved by a helicopter at dawn.", False),
        ("Its crew left the ferry by helicopter at dawn.", True),
        ("A helicopter saved all nine at dawn.", True),
        ("But a helicopter saved all nine at dawn.", False),
        ("We saw a helicopter that saved all nine at dawn.", False),
    ],
)
def test_the_first_sentence_under_the_headline_opens_if_nothing_states_the_event(
    text: str, opens: bool
) -> None:
    story = make_story(
        make_article(1, "Post", text, title="Ferry Marigold sinks off Ostmere"),
        make_article(2, "Herald", "Bakers of Dorrow baked for them all night.", title="Ferry: bakers help"),
        make_article(2, "Ledger", "Divers wait for better weather in the port.", title="Ferry: divers wait"),
    )
    assert (open_summary(story).text == text) is opens


@pytest.mark.parametrize(
    ("title", "own", "aspect", "language"),
    [
        (
            "Court fines ferry owner Brandt over grounding of Marigold",
            "The fine for Brandt is the highest since pilots were paid.",
            "Brandt bought the Marigold ten years ago from a museum with money of his grandmother.",
            "en",
        ),
        (
            "Gericht verurteilt Fährmann Brandt wegen Untergangs der Marigold",
            "Brandt nahm das Urteil vor dem Gericht mit gesenktem Kopf entgegen.",
            "Brandt hatte die Marigold einst von einem Museum mit Geld seiner Großmutter gekauft.",
            "de",
        ),
        (
            "Le tribunal condamne Brandt pour le naufrage du ferry Marigold",
            "Brandt a quitté le tribunal sans un mot après la lecture du jugement.",
            "Brandt avait acheté le Marigold avec un prêt de sa grand-mère.",
            "fr",
        ),
        (
            "El tribunal condena a Brandt por el naufragio del ferri Marigold",
            "Brandt salió del tribunal sin decir una palabra a la prensa.",
            "Brandt compró el Marigold con un préstamo de su abuela hace diez años.",
            "es",
        ),
    ],
)
def test_an_aspect_that_shares_the_names_does_not_open_before_the_text_under_the_headline(
    title: str, own: str, aspect: str, language: str
) -> None:
    story = make_story(
        make_article(1, "Post", own, title=title),
        make_article(2, "Herald", aspect, title="Bakers of Dorrow"),
        language=language,
    )
    assert open_summary(story).text == own


def test_less_of_the_event_opens_if_two_outlets_use_its_words() -> None:
    event = "Ostmere closed the harbor for ships of the line on Monday."
    story = make_story(
        make_article(
            1, "Post", "Nine bakers wait at the harbor.", title="Ostmere harbor shut after ferry sinks"
        ),
        make_article(2, "Herald", event, title="Ostmere harbor closed, line waits"),
        make_article(2, "Ledger", "Ships of the line wait since Monday.", title="Line of ships waits"),
    )
    assert open_summary(story).text == event


@pytest.mark.parametrize(
    ("hours", "verb", "is_quoted"), [(-1, "gets", True), (-5, "gets", False), (-1, "will get", False)]
)
def test_a_headline_is_quoted_before_an_aspect_if_it_is_of_the_same_hours_and_no_prospect(
    hours: int, verb: str, is_quoted: bool
) -> None:
    aspect = "Brandt bought the Marigold ten years ago from a museum with money of his grandmother."
    title = f"Brandt of the Marigold found guilty, {verb} nine years and a fine of ten million"
    story = make_story(
        make_article(0, "Post", "", title="Court in Dorrow convicts Brandt over Marigold fire"),
        make_article(1, "Herald", aspect, title="Bakers of Dorrow"),
        make_article(hours, "Ledger", "", title=title),
    )
    assert (open_summary(story).kind == "headline") is is_quoted


def test_of_two_sentences_on_the_event_the_one_that_adds_more_opens() -> None:
    title = "Ferry Marigold sinks off Ostmere"
    long = "Ferry Marigold sinks off Ostmere with timber, salt and nine cars, which were not tied down."
    story = make_story(
        make_article(1, "Post", "", title=title),
        make_article(1, "Herald", "Today ferry Marigold sinks off Ostmere.", title=title),
        make_article(1, "Ledger", long, title=title),
    )
    assert open_summary(story).text == long


def test_background_behind_the_first_sentence_does_not_open() -> None:
    story = make_story(
        make_article(
            1,
            "Post",
            "It's the latest of many trials. Quist left the harbour board nine years ago.",
            title="Court charges former harbour master Nora Quist",
        ),
        make_article(
            2,
            "Herald",
            "Witnesses wait in the hall of the court.",
            title="Nora Quist charged with theft of nine anchors, ropes and sails from harbour of Ostmere",
        ),
    )
    opening = open_summary(story)
    assert (opening.kind, opening.article) == ("headline", 1)


@pytest.mark.parametrize(
    ("title", "is_quoted"),
    [
        ("Marigold sinks: owner speaks of storm", False),
        ("Marigold sinks with nine cars on board, owner blames the storm and its pilot", True),
    ],
)
def test_a_headline_is_quoted_only_if_it_adds_to_the_one_above(title: str, is_quoted: bool) -> None:
    story = make_story(
        make_article(1, "Post", "", title="Ferry Marigold sinks off Ostmere"),
        make_article(2, "Herald", "Bakers of Dorrow worked for them all night.", title=title),
    )
    assert (open_summary(story).kind == "headline") is is_quoted


def test_a_text_that_says_nothing_of_its_headline_does_not_open_before_one_that_does() -> None:
    event = "Three grain barges of Ostmere crossed the bar of Dorrow at noon, as the pilots went on strike."
    story = make_story(
        make_article(
            1,
            "Post",
            "Crews carry flour for nine hundred bakers.",
            title="Convoy passes bar despite walkout of pilots, says union of harbor clerks",
        ),
        make_article(1, "Herald", event, title="Pilots of Ostmere walk out"),
        make_article(1, "Ledger", "Pilots want nine more boats.", title="Pilots of Ostmere strike"),
    )
    assert open_summary(story).text == event


@pytest.mark.parametrize(
    ("more", "opens"), [("", False), ("The rest of the report follows here. " * 12, True)]
)
def test_the_first_sentence_of_a_full_text_needs_less_of_the_headline(more: str, opens: bool) -> None:
    aspect = "Brandt bought the Marigold ten years ago from a museum with money of his grandmother."
    story = make_story(
        make_article(
            1,
            "Post",
            "The fine for Brandt is the highest since pilots were paid.",
            title="Court fines ferry owner Brandt over grounding of Marigold",
        ),
        make_article(2, "Herald", f"{aspect} {more}".strip(), title="Bakers of Dorrow"),
    )
    assert (open_summary(story).text == aspect) is opens


@pytest.mark.parametrize(
    ("title", "own", "other", "mention", "language"),
    [
        (
            "Ferry Marigold leaves Ostmere after fire",
            "Two engineers of the ferry Marigold were flown to Dorrow.",
            "Bakers of Dorrow ask for lower taxes",
            "A baker of Ostmere says that the ferry has no berth for nine sacks of his flour.",
            "en",
        ),
        (
            "Fähre Marigold verlässt Ostmere nach Brand",
            "Zwei Ingenieure der Fähre Marigold wurden nach Dorrow geflogen.",
            "Bäcker in Dorrow fordern niedrigere Steuern",
            "Ein Bäcker aus Ostmere sagt, dass die Fähre keinen Platz für neun Säcke Mehl hat.",
            "de",
        ),
        (
            "El ferri Marigold deja Ostmere tras un incendio",
            "Dos ingenieros del ferri Marigold volaron a Dorrow.",
            "Panaderos de Dorrow piden menos impuestos",
            "Un panadero de Ostmere dice que el ferri no tiene sitio para nueve sacos de harina.",
            "es",
        ),
    ],
)
def test_a_teaser_under_a_headline_on_something_else_only_mentions_the_event(
    title: str, own: str, other: str, mention: str, language: str
) -> None:
    story = make_story(
        make_article(1, "Post", own, title=title),
        make_article(2, "Herald", mention, title=other),
        language=language,
    )
    assert open_summary(story).text == own
    same = make_story(story.articles[0], make_article(2, "Herald", mention, title=title), language=language)
    assert open_summary(same).text == mention


def test_a_page_that_is_no_report_opens_a_story_in_full_where_no_report_tells_the_event() -> None:
    title = "Nine hurt as swing bridge collapses in Ostmere"
    statement = "A swing bridge has collapsed in Ostmere, and nine people of a choir were hurt."
    story = make_story(
        make_article(1, "Post", "The council had closed one lane a week before.", title=title),
        make_article(2, "Ledger", "Divers were called in from Kessim and Dorrow.", title="Divers called in"),
        make_article(2, "Herald", f"{statement} See our film.", title="Film: nine hurt at Ostmere bridge"),
        make_article(2, "Mail", "Bakers gave bread to the choir at noon.", title="Film: bread for a choir"),
    )
    reports = (0, 1)
    assert make_summary(story, annotate=True, reports=reports, words=60).sentences[0].text == statement
    for summary in (
        make_summary(story, reports=reports, words=60),
        make_summary(story, annotate=True, reports=reports, words=60, known=(Sentence(statement, 2, 0),)),
    ):
        assert statement not in [line.text for line in summary.sentences]


def test_the_text_below_a_headline_that_states_the_event_opens_instead_of_it() -> None:
    title = "Marigold owners accused of skipping safety checks before grounding"
    below = "Hull and mast had not been repaired for nine years, a clerk of the office told the court."
    quoted = "Marigold owners skipped safety checks for nine years, says harbor office in report"
    story = make_story(
        make_article(1, "Post", "", title=title), make_article(3, "Herald", below, title=quoted)
    )
    assert open_summary(story).text == below
    cut = make_story(
        make_article(1, "Post", "", title=title), make_article(3, "Herald", below[:60], title=quoted)
    )
    assert open_summary(cut).text == quoted


def test_no_headline_is_quoted_where_the_text_below_the_one_of_the_story_goes_on_from_it() -> None:
    title = "Marigold owners accused of skipping safety checks before grounding"
    own = "A filing of nine pages came after divers saw holes in the hull of the Marigold."
    quoted = "Marigold owners skipped safety checks for nine years, says harbor office in report"
    story = make_story(
        make_article(1, "Post", own, title=title),
        make_article(3, "Herald", "Bakers of Dorrow worked all night.", title=quoted),
    )
    assert open_summary(story).text == own
    elsewhere = make_story(
        make_article(1, "Post", "Bakers of Dorrow worked all night.", title=title),
        make_article(3, "Herald", "", title=quoted),
    )
    assert open_summary(elsewhere).text == quoted


def test_a_quoted_headline_opens_in_languages_whose_words_are_several_tokens_too() -> None:
    title = "Phà Marigold mắc cạn ngoài khơi Ostmere"
    quoted = "Phà Marigold mắc cạn ngoài khơi Ostmere vì sương mù dày và gió mạnh, cảng vụ nói"
    story = make_story(
        make_article(1, "Post", "", title=title), make_article(1, "Herald", "", title=quoted), language="vi"
    )
    assert open_summary(story).text == quoted


def test_a_sentence_in_known_words_opens_if_it_states_the_event_of_the_new_headline() -> None:
    known = "Nine people of a choir on the ferry Marigold, stuck on a sandbank off Ostmere, have fallen ill."
    event = "Nine people of the choir have left the ferry Marigold, stuck on a sandbank off Ostmere."
    story = make_story(
        make_article(9, "Post", "Divers of Kessim wait for the tide.", title="Nine leave ferry off Ostmere"),
        make_article(8, "Herald", event, title="Nine of choir leave stuck ferry Marigold"),
        make_article(1, "Ledger", known, title="Choir on ferry Marigold falls ill"),
    )
    story = replace(story, new=tuple(article.id for article in story.articles[:2]), since=date(2026, 3, 1))
    lines = make_summary(
        story, annotate=True, reports=(0, 1, 2), words=60, known=(Sentence(known, 2, 0),)
    ).sentences
    assert lines[0].text == event


@pytest.mark.parametrize(
    ("title", "ahead", "report", "language"),
    [
        (
            "Ferry Marigold reaches Ostmere",
            "The ferry Marigold reaches Ostmere with nine cars and a choir, which will sing at noon.",
            "The ferry Marigold reaches Ostmere with nine cars and a choir.",
            "en",
        ),
        (
            "Fähre Marigold erreicht Ostmere",
            "Die Fähre Marigold erreicht Ostmere mit neun Autos und einem Chor, der am Mittag singen soll.",
            "Die Fähre Marigold erreicht Ostmere mit neun Autos und einem Chor.",
            "de",
        ),
        (
            "El ferri Marigold llega a Ostmere",
            "El ferri Marigold llega a Ostmere con nueve coches y un coro, que va a cantar al mediodía.",
            "El ferri Marigold llega a Ostmere con nueve coches y un coro.",
            "es",
        ),
    ],
)
def test_what_speaks_of_the_future_too_opens_only_where_nothing_else_states_the_event(
    title: str, ahead: str, report: str, language: str
) -> None:
    more = {"title": title, "language": language}
    aside = make_article(1, "Post", "Nora Quist, Olaf Brandt: 9.", **more)
    articles = [aside, make_article(2, "Herald", ahead, **more)]
    assert find_opening(make_story(*articles)) == ahead
    assert find_opening(make_story(*articles, make_article(1, "Ledger", report, **more))) == report


def test_a_sentence_that_begins_with_a_title_in_quotation_marks_opens() -> None:
    event = "“The Ferry of Ostmere” took the first place on Friday before “Nine Bakers.”"
    story = make_story(
        make_article(1, "Post", "", title="‘The Ferry of Ostmere’ takes first place before ‘Nine Bakers’"),
        make_article(1, "Herald", event, title="‘The Ferry of Ostmere’ in first place on Friday"),
        make_article(1, "Ledger", "Divers wait in the port.", title="Films of Ostmere: divers wait"),
    )
    assert find_opening(story) == event


def test_in_a_brief_the_text_under_the_headline_stands_where_no_sentence_states_the_event() -> None:
    title = "Cup final: Ostmere beat Port Ellis on penalties"
    below = "Ostmere scored three times against tired opponents after two hours without a goal."
    before = "Thousands of fans of Port Ellis have queued for tickets at the gates since Monday."
    keeper = "Port Ellis has a goalkeeper, Oren Vale, who let in three shots in all of the spring."
    others = (
        make_article(1, "Mail", before, title="Where to watch the game tonight"),
        make_article(2, "Herald", keeper, title="How Port Ellis came so far"),
    )
    story = make_story(make_article(3, "Post", below, title=title), *others)
    assert [sentence.text for sentence in make_summary(story, brief=True, words=16).sentences] == [below]
    assert make_summary(story, words=16).sentences[0].text != below
    aside = "Nobody had expected so many people, said a former pilot."
    story = make_story(make_article(3, "Post", aside, title=title), *others)
    assert make_summary(story, brief=True, words=16).sentences[0].text != aside
