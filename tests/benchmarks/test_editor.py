"""The signs of faults that the editor benchmark counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import pytest

from benchmarks.editor import FAULTS
from digest.models import StoryData


def tell(
    title: str, *sentences: str, later: Sequence[str] = (), known: Sequence[str] = (), article: int = 0
) -> StoryData:
    """A story of one report of 08:00 and further headlines of 14:00. article: whose the sentences are."""
    titles = [(title, "08"), *((text, "14") for text in later)]
    rows: dict[str, Any] = {
        "title": title,
        "brief": False,
        "summary": [{"text": text, "article": article} for text in sentences],
        "known": [{"text": text, "article": 0} for text in known],
        "articles": [{"title": text, "published": f"2026-03-12T{hour}:00:00Z"} for text, hour in titles],
    }
    return cast(StoryData, rows)


FERRY = "Ferry Aurora runs aground off Lorn"
CLEAN = "The ferry Aurora ran aground off Lorn on Monday with 40 people on board."


@pytest.mark.parametrize(
    ("fault", "story"),
    [
        ("opening", tell(FERRY, "A spokesman said that an inquiry had begun.", later=["Crack"], article=1)),
        ("unresolved", tell(FERRY, "It carries cars and mail in all weathers.")),
        ("unresolved", tell(FERRY, "The tactic has worked before off Lorn.", later=["Crack"], article=1)),
        ("prospect", tell(FERRY, "A tug is set to free the ferry.", later=["Tug frees ferry Aurora"])),
        ("repeated", tell(FERRY, CLEAN, "Monday saw the ferry Aurora run aground with 40 people on board.")),
        ("repeated", tell(FERRY, CLEAN, known=["With 40 people on board the ferry ran aground off Lorn."])),
        ("figures", tell("Ferry with 40 passengers runs aground", "The ferry had 61 passengers on board.")),
        ("promotion", tell(FERRY, "Subscribe to the newsletter of the port.")),
        ("cut", tell(FERRY, "The ferry Aurora ran aground off Lorn, and the…")),
        ("question", tell("Why did the ferry Aurora run aground?")),
        ("question", tell("7 ways to cross the bay")),
    ],
)
def test_a_fault_is_counted(fault: str, story: StoryData) -> None:
    assert FAULTS[fault](story) == 1


@pytest.mark.parametrize("fault", FAULTS)
def test_a_sound_story_has_no_fault(fault: str) -> None:
    sound = tell(
        FERRY, CLEAN, "Divers found a crack in her hull.", later=["WHO warns of fever", "Divers find crack"]
    )
    assert FAULTS[fault](sound) == 0


@pytest.mark.parametrize("fault", ["opening", "unresolved"])
def test_the_report_of_the_headline_may_go_on_from_it(fault: str) -> None:
    assert FAULTS[fault](tell(FERRY, "The accident is the third within a year.")) == 0
