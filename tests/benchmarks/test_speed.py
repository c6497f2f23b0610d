"""The recorded ratios of speed, the stages of a day, and the table of other programs."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks import peers, speed
from benchmarks.day import find_free_port, format_table, run_day


def test_a_ratio_may_rise_by_a_quarter_but_not_by_more() -> None:
    recorded = {"whole": 8.0, "collect": 2.0}
    assert speed.find_risen({"whole": 10.0, "collect": 2.5}, recorded) == []
    assert speed.find_risen({"whole": 10.1, "collect": 0.1}, recorded) == ["whole"]


def test_the_least_of_several_runs_counts_in_each_stage() -> None:
    runs = [
        {"stages": {"floor": {"ms_per_entry": floor}, "collect": {"ms_per_entry": collect}}}
        for floor, collect in ((0.2, 0.5), (0.1, 0.9))
    ]
    assert speed.find_least(runs) == {"floor": 0.1, "collect": 0.5, "whole": 0.5}


@pytest.mark.slow
def test_the_exit_code_says_whether_a_ratio_rose_and_recording_lowers_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ratios = {"whole": 1e6, "collect": 0.0}
    path = tmp_path / "speed.json"
    path.write_text(json.dumps({"articles": 20, "feeds": 2, "runs": 1, "ratios": ratios}), "utf-8")
    monkeypatch.setattr(speed, "RECORD", path)
    monkeypatch.setattr(sys, "argv", ["speed"])
    assert speed.main() == 1
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["risen"] == ["collect"]
    monkeypatch.setattr(sys, "argv", ["speed", "--record"])
    assert speed.main() == 0
    recorded = json.loads(path.read_text("utf-8"))["ratios"]
    assert recorded["whole"] < 1e6
    assert recorded["collect"] > 0


def test_a_day_gives_the_cpu_time_per_entry_of_every_stage() -> None:
    result = run_day(30, 3, "serial", None, find_free_port())
    assert result["entries"] == result["collected"] == 30
    for figures in result["stages"].values():
        assert figures["ms_per_entry"] == pytest.approx(1000 * figures["cpu_s"] / 30, abs=0.001)
    floor = result["stages"]["floor"]["cpu_s"]
    assert result["collect_ratio"] == pytest.approx(result["stages"]["collect"]["cpu_s"] / floor, abs=0.01)
    table = format_table(result).splitlines()
    assert [line.split("  ")[0] for line in table] == ["stage", *result["stages"], "whole"]


@pytest.mark.slow
def test_this_program_collects_every_entry_of_the_feeds_of_its_peers(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["peers", "--feeds", "3", "--entries", "4", "--only", "digest"])
    assert peers.main() == 0
    *table, last = capsys.readouterr().out.splitlines()
    assert json.loads(last)["programs"]["digest"]["entries"] == 12
    assert [line.count("|") for line in table] == [7, 7, 7]


def test_a_program_that_is_not_installed_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert peers.prepare_newsboat(tmp_path, "", False) is None
    assert peers.prepare_rss2email(tmp_path, "", False) is None


def test_versions_and_rows_of_other_programs_are_read(tmp_path: Path) -> None:
    assert peers.read_version([sys.executable, "-c", "print('rss2email v3.14.2 is here')"]) == "3.14.2"
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection, connection:
        connection.execute("CREATE TABLE entries (id)")
        connection.execute("INSERT INTO entries VALUES (1), (2)")
    assert peers.count_rows(tmp_path / "x.db", "entries") == 2
