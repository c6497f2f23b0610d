"""Halves of labeled sets."""

from __future__ import annotations

from typing import Any

from benchmarks.parts import list_parts


def make_rows(outlets: int) -> list[dict[str, Any]]:
    return [
        {"id": f"{story} {copy}", "story": f"story {story}", "source": f"outlet {(story + copy) % outlets}"}
        for story in range(12)
        for copy in range(3)
    ]


def test_halves_hold_each_article_once_and_keep_stories_whole() -> None:
    whole, *halves = list_parts({"day": make_rows(1)})["day"]
    assert len(halves) == 2
    assert sorted(row["id"] for half in halves for row in half) == sorted(row["id"] for row in whole)
    assert not {row["story"] for row in halves[0]} & {row["story"] for row in halves[1]}


def test_a_set_of_several_outlets_is_halved_by_outlet_too() -> None:
    whole, *halves = list_parts({"day": make_rows(6)})["day"]
    first, second = halves[2:]
    assert len(first) + len(second) == len(whole)
    assert not {row["source"] for row in first} & {row["source"] for row in second}


def test_articles_of_unknown_outlets_and_empty_halves_make_no_part() -> None:
    rows = [{"id": str(number), "story": "one", "source": ""} for number in range(5)]
    parts = list_parts({"day": rows})["day"]
    assert [len(part) for part in parts] == [5, 5]
