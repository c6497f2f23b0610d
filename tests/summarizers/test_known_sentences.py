"""What an earlier edition told stands below the news only if it still holds and adds something."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from digest.models import Sentence, Story
from tests.summarizers.example_stories import make_article, make_story, make_summary

NEWS = "The ferry Aurora was raised off Lowmoor on Thursday, and nobody was found in her hull."


def tell(*known: str, title: str = "Ferry Aurora raised off Lowmoor") -> Story:
    articles = (
        make_article(0, "Post", NEWS, title=title),
        *(make_article(n, f"Paper {n}", text, title="Aurora") for n, text in enumerate(known, start=1)),
    )
    return replace(make_story(*articles), since=date(2026, 3, 1), new=("a0",))


def show(*known: str) -> list[str]:
    story = tell(*known)
    sentences = tuple(Sentence(text, n, 0) for n, text in enumerate(known, start=1))
    summary = make_summary(story, sentences)
    assert [line.text for line in summary.sentences] == [NEWS]
    return [line.text for line in summary.known]


CAUSE = "A wave had torn the bow door open on Monday."
SHEEP = "Forty sheep swam to the dunes by themselves."


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        ((CAUSE, SHEEP), [CAUSE, SHEEP]),
        (("Two tugs will pull the ferry to Ostmere.", CAUSE), [CAUSE]),
        (("Insurers were set to meet on Tuesday.",), []),
        (("The tactic has worked before, pilots say.", CAUSE), [CAUSE]),
        (("Nobody was found in the hull of the Aurora, said the navy.", SHEEP), [SHEEP]),
        ((CAUSE, SHEEP, "Pilots of the port had asked for a radar in 2019."), [CAUSE, SHEEP]),
    ],
    ids=["background", "prospect", "past prospect", "reference", "told above", "at most two"],
)
def test_known_sentences(known: tuple[str, ...], shown: list[str]) -> None:
    assert show(*known) == shown


def test_a_date_to_come_is_still_ahead() -> None:
    ahead = "Two tugs will pull her to Ostmere on 28 March."
    assert show(ahead) == [ahead]


def test_all_is_shown_where_nothing_is_new() -> None:
    story = replace(tell("Two tugs will pull the ferry to Ostmere."), new=("a1",))
    story = replace(story, articles=(replace(story.articles[0], text=""), *story.articles[1:]))
    known = (Sentence("Two tugs will pull the ferry to Ostmere.", 1, 0),)
    summary = make_summary(story, known)
    assert (summary.sentences, summary.known) == ((), known)
