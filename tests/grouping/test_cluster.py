"""Grouping of articles into stories: what is one event, what is not, and that the order does not matter."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from digest.grouping import GroupingSettings, group_articles
from digest.models import Article, Story

SHARED = Path(__file__).parents[2].parent / "shared"
NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)

FERRY = (
    ("Ferry runs aground off Skarvik, 212 taken ashore", "Harbour Post", """
        The ferry Alma ran aground off Skarvik early on Tuesday. All 212 passengers were taken ashore in
        lifeboats. The captain said the rudder had jammed in heavy swell, and the coastguard saw no leak."""),
    ("Passengers of stranded ferry Alma safe in Skarvik", "Northwire", """
        Lifeboats brought every passenger of the ferry Alma to Skarvik after she ran aground on a reef. A
        jammed rudder is thought to be the cause, the coastguard said; a tug is on its way."""),
    ("Coastguard: jammed rudder drove ferry onto reef", "The Quay", """
        A jammed rudder drove the ferry Alma onto a reef near Skarvik, the coastguard said. Its passengers had
        been taken off in lifeboats before dawn, and no oil was seen on the water."""),
)  # fmt: skip
DAM = (
    ("Council of Ostmere votes to drain the Lenn reservoir", "Harbour Post", """
        The council of Ostmere voted on Tuesday to drain the Lenn reservoir for repairs. Engineers had found
        cracks in the dam wall in autumn. The valley's farmers will get their water by lorry until June."""),
    ("Cracked dam: Lenn reservoir will be emptied", "The Quay", """
        Engineers will empty the Lenn reservoir after cracks appeared in the wall of its dam. The council of
        Ostmere approved the repairs with two votes against; farmers in the valley fear a dry spring."""),
)  # fmt: skip
CHESS = (
    ("Teenager Ines Halloran wins the Torvald chess open", "Northwire", """
        Ines Halloran, 16, won the Torvald chess open with a draw in the last round, its youngest winner
        since the tournament began, and gave up a queen for the title in round seven."""),
    ("Halloran, 16, is the youngest champion of Torvald", "Morning Ledger", """
        With a calm draw on Tuesday Ines Halloran became the youngest champion of the Torvald chess open. The
        schoolgirl had sacrificed her queen two rounds before."""),
)  # fmt: skip
SINGLE = (
    ("Bakers ask for cheaper power at night", "Morning Ledger", """
        Bakers want a night tariff for their ovens. Their guild says that every third shop in the region lost
        money last year, and that flour was not to blame."""),
    ("An owl that counts: a walk through Brannock wood", "The Quay", """
        Who walks through Brannock wood in March hears the owls before seeing them. A ranger keeps a list of
        nests, and this year it is longer than ever."""),
    ("Tram line nine reopens with new rails", "Harbour Post", """
        Trams of line nine run again from Monday. The rails between the station and the old market were laid
        anew over the winter, for eleven million crowns."""),
)  # fmt: skip


def make_articles(
    reports: Iterable[tuple[str, str, str]], prefix: str, language: str = "en", when: datetime = NOON
) -> list[Article]:
    return [
        Article(
            id=f"{prefix}{number}",
            source=source,
            url=f"https://{prefix}.example/{number}",
            title=title,
            text=" ".join(text.split()),
            published=when + timedelta(minutes=10 * number),
            first_seen=when + timedelta(hours=6),
            language=language,
        )
        for number, (title, source, text) in enumerate(reports)
    ]


DAY = [
    *make_articles(FERRY, "ferry"),
    *make_articles(DAM, "dam"),
    *make_articles(CHESS, "chess"),
    *make_articles(SINGLE, "single"),
]


def collect_groups(stories: Iterable[Story]) -> set[frozenset[str]]:
    return {frozenset(article.id for article in story.articles) for story in stories}


def find_story(stories: Iterable[Story], id_: str) -> Story:
    return next(story for story in stories if any(article.id == id_ for article in story.articles))


def test_a_small_day_is_grouped_into_its_events() -> None:
    assert collect_groups(group_articles(DAY)) == {
        frozenset({"ferry0", "ferry1", "ferry2"}),
        frozenset({"dam0", "dam1"}),
        frozenset({"chess0", "chess1"}),
        frozenset({"single0"}),
        frozenset({"single1"}),
        frozenset({"single2"}),
    }


def test_the_order_of_the_articles_changes_nothing() -> None:
    expected = group_articles(DAY)
    for seed in range(5):
        mixed = list(DAY)
        Random(seed).shuffle(mixed)
        assert group_articles(mixed) == expected


def test_the_hash_seed_changes_nothing() -> None:
    program = "from tests.grouping.test_cluster import *; print(group_articles(DAY))"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2])},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_nothing_and_one_article() -> None:
    assert group_articles([]) == ()
    (story,) = group_articles(DAY[:1])
    assert (story.articles, story.new, story.since, story.terms, story.links) == (
        (DAY[0],),
        ("ferry0",),
        None,
        (),
        (),
    )


def test_articles_without_words_are_stories_of_their_own() -> None:
    empty = [replace(DAY[0], id=f"empty{number}", title="", text="") for number in range(3)]
    assert len(group_articles(empty)) == 3
    assert len(group_articles([*DAY, *empty])) == 9


def test_headlines_without_text_are_enough() -> None:
    headlines = [replace(article, text="") for article in DAY]
    assert find_story(group_articles(headlines), "chess0").articles == tuple(
        article for article in headlines if article.id in ("chess0", "chess1")
    )


def test_a_headline_joins_the_articles_on_its_event() -> None:
    headline = replace(
        DAY[0], id="headline", source="Morning Ledger", title="Ferry Alma aground at Skarvik", text=""
    )
    assert len(find_story(group_articles([*DAY, headline]), "headline").articles) == 4


def test_articles_in_different_languages_are_different_stories() -> None:
    names = "Ines Halloran, Torvald, Skarvik, Alma"
    english = [replace(article, title=names) for article in make_articles(CHESS, "en")]
    german = [replace(article, title=names, language="de") for article in make_articles(CHESS, "de")]
    assert collect_groups(group_articles([*english, *german])) == {
        frozenset({"en0", "en1"}),
        frozenset({"de0", "de1"}),
    }


def test_an_unknown_language_counts_as_the_most_frequent_one() -> None:
    unknown = replace(DAY[1], id="unknown", language="und")
    german = replace(DAY[1], id="german", language="de")
    stories = group_articles([*DAY, unknown, german])
    assert len(find_story(stories, "unknown").articles) == 4
    assert len(find_story(stories, "german").articles) == 1


def test_equal_headlines_of_one_outlet_without_text_are_different_stories() -> None:
    headlines = [
        replace(DAY[0], id=f"headline{number}", title="The news in one minute", text="", source="Northwire")
        for number in range(4)
    ]
    assert len({find_story(group_articles([*DAY, *headlines]), article.id).id for article in headlines}) == 4


def test_equal_headlines_of_two_outlets_without_text_are_one_story() -> None:
    headlines = [
        replace(
            DAY[0],
            id=f"headline{number}",
            title="Ferry Alma aground at Skarvik",
            text="",
            source=f"Outlet {number}",
        )
        for number in range(2)
    ]
    pool = [*make_articles(DAM, "dam"), *make_articles(SINGLE, "single"), *headlines]
    assert len(find_story(group_articles(pool), "headline0").articles) == 2


def test_similar_articles_a_year_apart_are_different_stories() -> None:
    single, dam = make_articles(SINGLE, "single"), make_articles(DAM, "dam")
    assert (
        len(
            find_story(
                group_articles([*single, *dam], settings=GroupingSettings(threshold=0.45)), "dam0"
            ).articles
        )
        == 2
    )
    late = replace(dam[1], published=NOON + timedelta(days=365))
    assert (
        len(
            find_story(
                group_articles([*single, dam[0], late], settings=GroupingSettings(threshold=0.45)), "dam0"
            ).articles
        )
        == 1
    )


def test_articles_after_one_outlets_pattern_are_different_stories() -> None:
    plans = (
        "Ostmere: lanterns, a brass band",
        "Torvald: pancakes by the river",
        "Brannock: cider, a puppet theatre",
        "Hesselby: steam engines and a quiz",
    )
    pattern = [
        replace(
            DAY[0],
            id=f"plan{number}",
            source="Morning Ledger",
            title=f"What to do this weekend: a guide to {plan}",
            text="",
        )
        for number, plan in enumerate(plans)
    ]
    assert len(find_story(group_articles([*DAY, *pattern]), "plan0").articles) == 1


def test_several_articles_of_one_outlet_on_one_event_are_a_story() -> None:
    ferry = [replace(article, source="Northwire") for article in make_articles(FERRY, "ferry")]
    pool = [*ferry, *make_articles(DAM, "dam"), *make_articles(SINGLE, "single")]
    assert len(find_story(group_articles(pool), "ferry0").articles) == 3


def test_a_higher_threshold_makes_smaller_stories() -> None:
    assert len(group_articles(DAY, settings=GroupingSettings(threshold=0.9))) > len(group_articles(DAY))


def test_many_reports_on_one_event_are_one_story_even_if_the_pool_has_no_other() -> None:
    reports = [
        replace(article, id=f"{article.id}.{copy}", source=f"{article.source} {copy}")
        for copy in range(20)
        for article in make_articles(FERRY, "ferry")
    ]
    (story,) = group_articles(reports)
    assert len(story.articles) == 60


def test_a_story_has_its_lead_first_and_the_others_by_time() -> None:
    story = find_story(group_articles(DAY), "ferry0")
    assert story.new == ("ferry0", "ferry1", "ferry2")
    rest = [article.moment for article in story.articles[1:]]
    assert rest == sorted(rest)


def test_the_lead_has_a_text_and_a_title_of_its_own() -> None:
    first, second, third = make_articles(FERRY, "ferry")
    pool = [
        *make_articles(SINGLE, "single"),
        replace(first, text=""),
        replace(second, title_derived=True),
        third,
    ]
    assert find_story(group_articles(pool), "ferry1").lead == third


def test_a_copy_is_marked_and_is_never_the_lead() -> None:
    first, second, third = make_articles(FERRY, "ferry")
    long = (
        second.text
        + " Divers will look at the hull at low tide, and the ferry line has put on buses until Friday."
    )
    original = replace(second, text=long)
    copy = replace(original, id="a-copy", source="Morning Ledger", published=NOON + timedelta(hours=3))
    story = find_story(
        group_articles([*make_articles(SINGLE, "single"), first, original, third, copy]), "ferry1"
    )
    assert story.copies == (("a-copy", "ferry1"),)
    assert story.lead.id != "a-copy"
    assert story.voices == 3


def test_the_story_id_depends_on_the_earliest_article_only() -> None:
    before = find_story(group_articles(DAY), "ferry0")
    late = replace(DAY[2], id="late", published=NOON + timedelta(hours=5), source="Morning Ledger")
    assert find_story(group_articles([*DAY, late]), "late").id == before.id
    early = replace(DAY[2], id="early", published=NOON - timedelta(hours=5), source="Morning Ledger")
    assert find_story(group_articles([*DAY, early]), "early").id != before.id


def test_terms_are_words_as_they_are_written_with_their_shares() -> None:
    story = find_story(group_articles(DAY), "ferry0")
    words = [word for word, _ in story.terms]
    assert "Skarvik" in words
    assert len(words) <= 8
    weights = [weight for _, weight in story.terms]
    assert weights == sorted(weights, reverse=True)
    assert 0 < sum(weights) <= 1


def test_links_are_sorted_by_similarity() -> None:
    story = find_story(group_articles(DAY), "ferry0")
    assert {frozenset(link[:2]) for link in story.links} == {
        frozenset(pair) for pair in (("ferry0", "ferry1"), ("ferry0", "ferry2"), ("ferry1", "ferry2"))
    }
    similarities = [similarity for *_, similarity in story.links]
    assert similarities == sorted(similarities, reverse=True)
    assert all(0 < similarity <= 1 for similarity in similarities)


def test_stories_are_sorted_by_their_earliest_article() -> None:
    starts = [
        min((article.moment, article.source, article.title) for article in story.articles)
        for story in group_articles(DAY)
    ]
    assert starts == sorted(starts)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the evaluation data next to the project")
def test_the_saved_pages_of_the_seeds_are_grouped_into_their_stories() -> None:
    pool = []
    for page, truth in json.loads((SHARED / "seeds" / "truth.json").read_text("utf-8")).items():
        lines = (SHARED / "seeds" / page).read_text("utf-8").split("\n")
        for row in truth["articles"]:
            if row.get("duplicate_of"):
                continue
            text = "\n\n".join(lines[number - 1] for number in row["body_lines"])
            title = row["title"] or text.split(". ")[0]
            id_ = f"{page[:3]}{row['id']}"
            pool.append(Article(id_, row["source"] or "", "", title, text, None, NOON, "en"))
    found = collect_groups(group_articles(pool))
    assert len(pool) == 11
    assert frozenset({"000a1", "001a1", "003a1"}) in found
    assert {frozenset({id_}) for id_ in ("001a2", "003a2", "003a3")} <= found
    assert frozenset({"000a4", "001a3"}) in found
