"""archive list, show, search and left-out."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from digest.cli.views.archive_view import (
    describe_hits,
    describe_left_out,
    find_edition,
    list_issues,
    search_collected,
)
from digest.editions.serialize import serialize_edition
from digest.errors import DigestError
from digest.models import LeftOut
from digest.store import Store
from tests.cli.helpers import run_digest
from tests.store.examples import NOW, make_visit
from tests.support.golden_edition import MADE, golden_edition
from tests.support.past_editions import make_past_editions


def test_archive_list_show_and_search(home: Path) -> None:
    assert "no editions yet" in run_digest(home, "archive", "list").stdout
    run_digest(home, "run")
    listed = json.loads(run_digest(home, "archive", "list", "--json").stdout)["editions"]
    assert len(listed) == 1
    shown = run_digest(home, "archive", "show", listed[0]["date"])
    assert shown.stdout.startswith("TEST PAGE\n")
    assert run_digest(home, "archive", "show", "1999-01-01").returncode == 1
    word = listed[0]["headline"].split()[-1]
    found = json.loads(run_digest(home, "archive", "search", word, "--json").stdout)["found"]
    assert listed[0]["headline"] in [hit["title"] for hit in found]
    assert run_digest(home, "archive", "search", "qqqqq").stdout == "Nothing found.\n"


@pytest.mark.own_store("damages the file")
@pytest.mark.parametrize(
    ("key", "damaged"), [('"language"', '"lanGuage"'), ('"timezone"', '"timezonE"'), ('"date"', '"dat$"')]
)
def test_a_damaged_edition_is_shown_as_an_error(home: Path, key: str, damaged: str) -> None:
    run_digest(home, "run")
    with closing(sqlite3.connect(home / "digest.db")) as database, database:
        database.execute("update editions set data = replace(data, ?, ?)", (key, damaged))
    shown = run_digest(home, "archive", "show")
    assert shown.returncode == 1
    assert "a stored value is damaged" in shown.stderr
    assert "restore a copy" in shown.stderr


def test_left_out_files_are_listed_with_their_reasons(home: Path) -> None:
    (home / "inbox" / "tuesday.jsonl").write_text('{"title": "x"\n', "utf-8")
    run_digest(home, "run")
    assert "line 1" in run_digest(home, "archive", "left-out").stdout


def test_a_search_hit_shows_date_source_story_and_address(store: Store) -> None:
    edition = golden_edition()
    lead = edition.stories[0].story.lead
    store.save_visits([make_visit(replace(lead, feed="Harbour Post"))], NOW)
    published = {
        article.id: summary.story.id for summary in edition.stories for article in summary.story.articles
    }
    store.editions.record(edition.date, MADE, serialize_edition(edition), published)
    (hit,) = search_collected(store, "platform gorge", 20)
    assert list(describe_hits([hit], ZoneInfo(edition.timezone))) == [
        f"2026-10-16 04:00  Highland Courier: {lead.title}",
        f"    published on 2026-10-16 in story 5f1c0a77: {lead.title}",
        "    https://highland-courier.example/korvath-rescue",
    ]


def test_stored_editions_are_listed_and_found(store: Store) -> None:
    with pytest.raises(DigestError, match="has no edition yet"):
        find_edition(store, None)
    for data in make_past_editions(2):
        store.editions.record(date.fromisoformat(data["date"]), MADE, data, {})
    assert [issue.date.isoformat() for issue in list_issues(store)] == ["2026-10-16", "2026-10-15"]
    assert find_edition(store, None)[1]["date"] == "2026-10-16"
    assert find_edition(store, date(2026, 10, 15))[1]["date"] == "2026-10-15"
    with pytest.raises(DigestError, match="no edition of 2025-01-01"):
        find_edition(store, date(2025, 1, 1))


def test_a_left_out_line_shows_source_file_and_reason() -> None:
    rows = [LeftOut("x", "monday.jsonl", "inbox", "unreadable", "line 12: this is no JSON")]
    assert list(describe_left_out(rows)) == ["inbox: monday.jsonl (unreadable: line 12: this is no JSON)"]
