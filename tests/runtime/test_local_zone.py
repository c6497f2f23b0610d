"""The time zone of this machine: its name is looked up, the database of all zones is not read."""

from __future__ import annotations

import pytest

from digest.runtime.environment import find_local_zone


@pytest.fixture(autouse=True)
def no_list_of_zones(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> set[str]:
        raise AssertionError("every file of the database was opened")

    monkeypatch.setattr("zoneinfo.available_timezones", fail)


@pytest.mark.parametrize(
    ("variable", "link", "zone"),
    [
        ("Europe/Vienna", "/usr/share/zoneinfo/Asia/Tokyo", "Europe/Vienna"),
        (":America/St_Johns", "/usr/share/zoneinfo/Asia/Tokyo", "America/St_Johns"),
        ("", "/usr/share/zoneinfo/Asia/Tokyo", "Asia/Tokyo"),
        (":/etc/localtime", "/usr/share/zoneinfo/Asia/Kolkata", "Asia/Kolkata"),
        ("Nowhere/Else", "/usr/share/zoneinfo/Asia/Kolkata", "Asia/Kolkata"),
        ("Europe", "/usr/share/zoneinfo/Asia/Kolkata", "Asia/Kolkata"),
        ("../Vienna", "/etc/localtime", "UTC"),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "/etc/localtime", "UTC"),
    ],
)
def test_the_variable_comes_first_then_the_link_of_the_system(
    variable: str, link: str, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", variable)
    monkeypatch.setattr("os.path.realpath", lambda _path: link)
    assert find_local_zone() == zone
