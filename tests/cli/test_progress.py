"""Work that takes long says now and then how far it has come, in plain lines where there is no terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.cli.views import console
from tests.cli.helpers import run_digest


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Print a line for every item, as if each had taken long."""
    monkeypatch.setattr(console, "PLAIN_PAUSE", 0)


def add_folders(home: Path, *names: str) -> None:
    with (home / "digest.toml").open("a") as file:
        for name in names:
            (home / name).mkdir()
            file.write(f'[[sources]]\nfolder = "{name}"\n')


@pytest.mark.usefixtures("always")
def test_collecting_and_checking_count_the_sources(home: Path) -> None:
    add_folders(home, "one", "two")
    collected = run_digest(home, "collect").stderr.splitlines()
    assert collected[:2] == ["Collecting: 1 of 3 ...", "Collecting: 2 of 3 ..."]
    checked = run_digest(home, "check")
    assert checked.stderr.splitlines() == [
        "Visiting the sources: 1 of 3 ...",
        "Visiting the sources: 2 of 3 ...",
    ]
    for option in ("--quiet", "--json"):
        assert run_digest(home, "check", option).stderr == ""


@pytest.mark.own_store("moves a store from a file")
@pytest.mark.usefixtures("always")
def test_moving_a_store_counts_the_rows(home: Path) -> None:
    run_digest(home, "collect")
    exported = run_digest(home, "store", "export", "all.jsonl")
    rows = len((home / "all.jsonl").read_text().splitlines())
    assert exported.stderr.splitlines()[-1] == f"Exporting rows: {rows} ..."
    (home / "digest.db").unlink()
    imported = run_digest(home, "store", "import", "all.jsonl")
    assert imported.stderr.splitlines()[-1] == f"Importing rows: {rows} ..."
    assert run_digest(home, "store", "backup", "copy.db").stderr == "Copying the store ...\n"


def test_short_work_prints_no_progress(home: Path) -> None:
    add_folders(home, "one", "two")
    assert "Collecting:" not in run_digest(home, "collect").stderr
    assert "rows" not in run_digest(home, "store", "export", "all.jsonl").stderr


def make_large_folder(home: Path, monkeypatch: pytest.MonkeyPatch, *texts: str) -> None:
    """Make a folder with a file for each text, of which a visit reads one."""
    monkeypatch.setattr("digest.sources.folder.folder_changes.MAX_FILES", 1)
    add_folders(home, "large")
    for number, text in enumerate(texts):
        (home / "large" / f"{number}.txt").write_text(text)


@pytest.mark.own_engine("the parts of a folder are made small in this process")
def test_what_was_left_out_of_a_large_folder_is_listed_once(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_large_folder(home, monkeypatch, "", "The weir is shut\n\nBoats wait at the weir.", "")
    lines = run_digest(home, "collect", "--verbose").stderr.splitlines()
    assert [line for line in lines if line.startswith("large: ")] == [
        "large: 0 articles, and there is more to read",
        "large: 1 article, and there is more to read",
        "large: 0 articles",
    ]
    assert [line.split(":")[1] for line in lines if line.startswith("  left out: ")] == [" 0.txt", " 2.txt"]


@pytest.mark.own_engine("the parts of a folder are made small in this process")
@pytest.mark.parametrize(
    ("first", "finding"),
    [
        ("", "no article in its first files"),
        ("The weir is shut\n\nBoats wait.", "1 article in its first files"),
    ],
)
def test_check_says_that_it_reads_a_part_of_a_large_folder(
    home: Path, monkeypatch: pytest.MonkeyPatch, first: str, finding: str
) -> None:
    make_large_folder(home, monkeypatch, first, "The quay is open\n\nBoats leave.")
    assert finding in run_digest(home, "check").stdout
