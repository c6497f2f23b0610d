"""The faults that the benchmark of invented news counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import pytest

from benchmarks.invented_days import FACT_FAULTS, Facts
from digest.models import StoryData

FACTS = Facts(
    of_headlines={
        "Ferry aground": ["aground"],
        "Two hurt": ["two<three"],
        "Three hurt": ["three"],
        "Puzzle": ["-"],
        "Mill burns": ["fire"],
    },
    of_sentences={
        "She ran aground.": ["aground"],
        "She is aground with two hurt.": ["aground", "two<three"],
        "Two are hurt.": ["two<three"],
        "A pilot was aboard.": ["pilot"],
        "Read on.": ["-"],
    },
    events={
        "Ferry aground": "ferry",
        "Two hurt": "ferry",
        "Three hurt": "ferry",
        "Puzzle": "puzzle",
        "Mill burns": "mill",
    },
)


def tell(titles: Sequence[str], *lines: str, known: Sequence[str] = (), article: int = 0) -> StoryData:
    """A story under the first of the headlines. article: whose the lines are."""
    rows: dict[str, Any] = {
        "title": titles[0],
        "headline": {"article": 0},
        "summary": [{"text": text, "article": article} for text in lines],
        "known": [{"text": text} for text in known],
        "articles": [{"title": title} for title in titles],
    }
    return cast(StoryData, rows)


@pytest.mark.parametrize(
    ("fault", "story"),
    [
        ("twice", tell(["Ferry aground"], "A pilot was aboard.", "She ran aground.")),
        ("twice", tell(["Ferry aground"], "A pilot was aboard.", known=["A pilot was aboard."])),
        ("missing", tell(["Ferry aground", "Three hurt"], "A pilot was aboard.", article=1)),
        ("stale", tell(["Ferry aground", "Three hurt"], "Two are hurt.")),
        ("headline", tell(["Two hurt", "Three hurt"], "She ran aground.")),
        ("headline", tell(["Puzzle"], "She ran aground.")),
        ("off", tell(["Ferry aground"], "Read on.")),
        ("join", tell(["Ferry aground", "Mill burns"], "She ran aground.")),
    ],
)
def test_a_fault_is_counted(fault: str, story: StoryData) -> None:
    assert FACT_FAULTS[fault](story, FACTS) == 1


@pytest.mark.parametrize("fault", FACT_FAULTS)
def test_a_sound_story_has_no_fault(fault: str) -> None:
    story = tell(
        ["Ferry aground", "Two hurt"],
        "She ran aground.",
        "She is aground with two hurt.",
        known=["A pilot was aboard."],
    )
    assert FACT_FAULTS[fault](story, FACTS) == 0
