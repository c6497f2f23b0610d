"""The commands with several editions: names choose them, and dates mean theirs."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.helpers import run_digest

ROWS = """version = 1
title = "Town news"
[[sources]]
folder = "inbox"
[[deliveries]]
kind = "files"
name = "web"
folder = "www"
[[editions]]
name = "daily"
[[editions]]
name = "harbour"
title = "From the harbour"
words = ["ferry", "quay"]
formats = ["json"]
deliveries = []
[[editions]]
name = "later"
days = ["{other_day}"]
"""
ARTICLES = (
    ("Ferry runs aground off Lorn", "The ferry hit a sandbank at dawn and waits for the tide."),
    ("Library opens its new reading room", "Forty seats stand under the old dome."),
)


@pytest.fixture
def town(tmp_path: Path) -> Path:
    now = datetime.now(UTC)
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    (tmp_path / "digest.toml").write_text(ROWS.format(other_day=days[(now.weekday() + 3) % 7]))
    (tmp_path / "inbox").mkdir()
    rows = [
        {
            "url": f"https://post.example/{title[:5]}",
            "title": title,
            "text": text,
            "lang": "en",
            "source": "Post",
        }
        for title, text in ARTICLES
    ]
    (tmp_path / "inbox" / "day.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return tmp_path


def list_files(folder: Path) -> set[str]:
    day = datetime.now(UTC).date().isoformat()
    return {str(path.relative_to(folder)).replace(day, "DAY") for path in folder.rglob("*") if path.is_file()}


def test_a_run_publishes_the_editions_of_the_day_and_names_the_others(town: Path) -> None:
    result = run_digest(town, "run", "--json")
    assert result.returncode == 0, result.stderr
    published = {row["name"]: row["edition"] for row in json.loads(result.stdout)["editions"]}
    assert list(published) == ["daily", "harbour"]
    assert [len(data["stories"]) for data in published.values()] == [2, 1]
    assert published["harbour"]["title"] == "From the harbour"
    assert "Not due on this day: later on " in result.stderr
    archive = {"index.html", "search.html", "feed.xml", "stories.xml"}
    daily = {"digest-daily-DAY.html", "digest-daily-DAY.md", "latest.html", *archive}
    assert list_files(town / "editions" / "daily") == daily
    assert list_files(town / "editions" / "harbour") == {"digest-harbour-DAY.json", *archive}
    assert {path.name for path in (town / "www").iterdir()} == {"daily", "index.html"}
    front = {folder: (town / folder / "index.html").read_text("utf-8") for folder in ("editions", "www")}
    assert {folder: page.count('class="ed-row"') for folder, page in front.items()} == {
        "editions": 2,
        "www": 1,
    }
    assert "Ferry runs aground" in (town / "editions" / "harbour" / "feed.xml").read_text("utf-8")
    assert "Library" not in (town / "editions" / "harbour" / "feed.xml").read_text("utf-8")


def test_the_archive_names_an_edition_without_an_issue(town: Path) -> None:
    assert run_digest(town, "collect").returncode == 0
    result = run_digest(town, "archive", "list", "--edition", "later")
    assert result.returncode == 2
    assert "no edition with a name has been published yet" in result.stderr


def test_names_choose_editions_and_dates_mean_theirs(town: Path) -> None:
    assert run_digest(town, "run", "later").returncode == 0
    assert list_files(town / "editions" / "later") >= {"digest-later-DAY.html"}
    assert not (town / "editions" / "daily").exists()
    assert run_digest(town, "publish", "Daily", "harbour", "--quiet").returncode == 0
    day = datetime.now(UTC).date().isoformat()
    listed = run_digest(town, "archive", "list").stdout
    assert [line.split()[:2] for line in listed.splitlines()] == [
        [day, "daily"],
        [day, "harbour"],
        [day, "later"],
    ]
    assert len(run_digest(town, "archive", "list", "--edition", "harbour").stdout.splitlines()) == 1
    shown = run_digest(town, "archive", "show", day, "--edition", "harbour").stdout
    assert "FROM THE HARBOUR" in shown
    assert "Library" not in shown
    first = run_digest(town, "archive", "show")
    assert first.stderr == "This is daily; --edition NAME shows harbour, later.\n"
    for path in (town / "editions" / "daily").iterdir():
        path.unlink()
    assert run_digest(town, "publish", "daily", "--again", day).returncode == 0
    assert list_files(town / "editions" / "daily") >= {"digest-daily-DAY.html"}
    assert run_digest(town, "deliver", "daily", "--again", day).returncode == 0
    found = run_digest(town, "archive", "search", "sandbank").stdout
    assert f"published on {day} in daily, story" in found
    state = json.loads(run_digest(town, "status", "--json").stdout)
    assert {own["name"]: own["edition"]["date"] for own in state["editions"]} == dict.fromkeys(
        ("daily", "harbour", "later"), day
    )
    assert [(row["edition"], row["state"]) for row in state["deliveries"]] == [
        ("daily", "done"),
        ("later", "done"),
    ]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (
            ("run", "dayly"),
            2,
            "there is no edition dayly (did you mean daily?); there are daily, harbour, later",
        ),
        (("publish", "daily", "--again", "2001-01-01"), 1, "the store has no edition daily of 2001-01-01"),
        (("deliver", "--again", "2001-01-01"), 1, "the store has no edition of 2001-01-01"),
        (("archive", "show", "--edition", "x"), 2, "the store has no edition x"),
        (
            ("archive", "list", "--edition", "Dayly"),
            2,
            "the store has no edition Dayly (did you mean daily?)",
        ),
        (("preview", "--edition", "nope", "--no-open"), 2, "the store has no edition nope"),
    ],
)
def test_a_wrong_name_or_date_is_explained(
    town: Path, words: tuple[str, ...], code: int, message: str
) -> None:
    assert run_digest(town, "run", "--quiet").returncode == 0
    result = run_digest(town, *words)
    assert result.returncode == code, result.stderr
    assert message in " ".join(result.stderr.split())


def test_a_name_needs_rows(town: Path) -> None:
    text = (town / "digest.toml").read_text()
    (town / "digest.toml").write_text(text.partition("[[editions]]")[0])
    result = run_digest(town, "run", "daily")
    assert result.returncode == 2
    assert "the configuration has no [[editions]], so there is none to name; leave daily out" in " ".join(
        result.stderr.split()
    )


def test_an_edition_that_fails_does_not_affect_the_others(town: Path) -> None:
    text = (town / "digest.toml").read_text().replace('formats = ["json"]', 'formats = ["edition.org.j2"]')
    (town / "digest.toml").write_text(text.replace("[[sources]]", '[output]\ntemplates = "own"\n[[sources]]'))
    (town / "own").mkdir()
    (town / "own" / "edition.org.j2").write_text("{{ unknown }}")
    result = run_digest(town, "run", "--json")
    assert result.returncode == 1
    assert "digest: edition harbour: " in result.stderr
    answer = json.loads(result.stdout)
    assert [row["name"] for row in answer["editions"]] == ["daily"]
    assert answer["failures"][0].startswith("edition harbour: ")


def test_feeds_of_editions_with_one_title_are_different_feeds(town: Path) -> None:
    text = (town / "digest.toml").read_text().replace('title = "From the harbour"\n', "")
    (town / "digest.toml").write_text(text.replace('formats = ["json"]', 'formats = ["json", "rss"]'))
    assert run_digest(town, "run", "--quiet").returncode == 0
    for feed in ("feed.xml", "stories.xml"):
        ids = {
            name: set(re.findall("<id>(.*?)</id>", (town / "editions" / name / feed).read_text("utf-8")))
            for name in ("daily", "harbour")
        }
        assert ids["daily"]
        assert not ids["daily"] & ids["harbour"]
    (data,) = (json.loads(path.read_text("utf-8")) for path in (town / "editions" / "harbour").glob("*.json"))
    assert data["name"] == "harbour"
    assert (town / "editions" / "index.html").read_text("utf-8").count('class="ed-row"') == 2


def test_a_section_that_no_edition_has_is_wrong_usage(town: Path) -> None:
    failed = run_digest(town, "run", "daily", "harbour", "--only", "Häfen")
    assert failed.returncode == 2
    for edition in ("daily", "harbour"):
        assert f"digest: edition {edition}: there is no section Häfen. There are" in failed.stderr
