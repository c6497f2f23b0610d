"""The site of all editions in the output folder."""

from __future__ import annotations

from datetime import date

from digest.publishing.site import list_archive_editions
from digest.rendering.data_cleaning import clean_archived
from digest.store import Store
from tests.support.golden_edition import MADE
from tests.support.past_editions import make_past_editions


def test_archive_editions_are_loaded_without_their_largest_parts(store: Store) -> None:
    today, *before = make_past_editions(3)
    for data in before:
        store.editions.record(date.fromisoformat(data["date"]), MADE, data, {})
    kept = list_archive_editions(store, today)
    assert [edition["date"] for edition in kept] == ["2026-10-16", "2026-10-15", "2026-10-14"]
    assert kept[0] == clean_archived(today)
    assert kept[1].keys() == today.keys()
    assert (kept[1]["left_out"], kept[1]["sources"]) == ([], [])
    assert kept[1]["stories"][0].keys() == today["stories"][0].keys()
    store.editions.record(date(2026, 10, 16), MADE, today, {})
    assert list_archive_editions(store, today) == kept
