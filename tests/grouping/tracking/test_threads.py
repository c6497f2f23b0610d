"""A story told before goes on in today's reports, in other words; look-alikes do not."""

from __future__ import annotations

from datetime import UTC, date, datetime

from digest.grouping import pick_up_threads
from digest.grouping.tracking.threads import RARE_MOST, find_telling
from digest.models import Article, Published, Story

NOW = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)
STOOD = {"a": Published("S", date(2026, 3, 11))}


def story(id_: str, text: str, source: str = "Northwire", language: str = "en") -> Story:
    article = Article(id_, source, f"https://x.example/{id_}", f"Report {id_}", text, NOW, NOW, language)
    return Story(f"s-{id_}", (article,), (id_,))


COLLAPSE = (
    "A gallery of the Kessim mine fell in under the hills of Merenia. "
    "Karrow Metals owns it. Jovan Terresk is missing."
)
RESCUE = (
    "Jovan Terresk came up alive at Kessim after two nights, said Karrow Metals, "
    "while all Merenia cheered his crew."
)
CHOIR = (
    "The choir of Wenlow sang in the market hall and won a silver cup from the hands of the mayor herself."
)
OTHERS = [story(f"o{n}", f"Number{n} alpha{n} beta{n} gamma{n} delta{n} epsilon{n}") for n in range(20)]


def ids(stories: tuple[Story, ...]) -> set[frozenset[str]]:
    return {frozenset(article.id for article in story.articles) for story in stories}


def test_a_story_goes_on_in_other_words() -> None:
    stories = [story("a", COLLAPSE), story("b", RESCUE, "Meridian Times"), story("c", CHOIR), *OTHERS]
    found = ids(pick_up_threads(stories, STOOD))
    assert frozenset("ab") in found
    assert frozenset("c") in found
    assert len(found) == len(stories) - 1


def test_nothing_is_joined_where_nothing_was_told_before() -> None:
    stories = (story("a", COLLAPSE), story("b", RESCUE))
    assert pick_up_threads(stories, {}) == stories


def test_an_outlet_s_own_phrases_make_no_thread() -> None:
    house = (
        "This newsroom thanks subscribers everywhere whose patronage sustains honest independent reporting."
    )
    stories = [story("a", f"{COLLAPSE} {house}"), story("c", f"{CHOIR} {house}")]
    stories += [story(f"h{n}", f"Number{n} alpha{n}. {house}") for n in range(4)]
    assert len(pick_up_threads([*stories, *OTHERS], STOOD)) == len(stories) + len(OTHERS)


def test_another_language_is_another_story() -> None:
    stories = [story("a", COLLAPSE), story("b", RESCUE, "Abendblick", "de"), *OTHERS]
    assert len(pick_up_threads(stories, STOOD)) == len(stories)


def test_the_order_of_stories_does_not_matter() -> None:
    stories = [story("a", COLLAPSE), story("b", RESCUE, "Meridian Times"), story("c", CHOIR), *OTHERS]
    assert ids(pick_up_threads(stories[::-1], STOOD)) == ids(pick_up_threads(stories, STOOD))


def test_no_word_of_very_many_stories_is_rare_however_many_there_are() -> None:
    stories = [story(str(n), "Kessim", f"Outlet {n}") for n in range(200)] * 60
    common = {"kessim": RARE_MOST + 1, "merenia": RARE_MOST}
    counted = [dict.fromkeys(common, 1)] * len(stories)
    assert find_telling(stories, counted, common) == {"merenia"}
