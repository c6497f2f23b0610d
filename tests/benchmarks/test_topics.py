"""Topics are scored by the alternative readings of the labels."""

from __future__ import annotations

from typing import Any

from benchmarks.topics import has_readings, score_topics

ROWS: list[dict[str, Any]] = [
    {"id": "1", "story": "quake"},
    {"id": "2", "story": "quake"},
    {"id": "3", "story": "aid", "unsure": ["quake", "alone"]},
    {"id": "4", "story": "blame", "unsure": ["quake"]},
    {"id": "5", "story": "one:5", "unsure": ["ferry", "aid"]},
    {"id": "6", "story": "ferry", "unsure": ["alone"]},
]


def test_readings_are_found() -> None:
    assert has_readings(ROWS)
    assert not has_readings(ROWS[:2])


def test_stories_that_could_be_one_or_share_a_neighbor_are_on_one_topic() -> None:
    # 1-2, both with 3 and 4, 3-4 by "quake", and 5 with 3 and 6, but not 3-6 by the single article 5.
    together = {str(number): "all" for number in range(1, 7)}
    precision, recall = score_topics(ROWS, together)
    assert (round(precision * 15), recall) == (8, 1.0)


def test_separate_groups_have_no_pairs() -> None:
    assert score_topics(ROWS, {row["id"]: row["id"] for row in ROWS}) == (0.0, 0.0)
