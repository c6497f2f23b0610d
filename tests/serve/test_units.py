"""Texts that have a machine run the program: what each system would read in them."""

from __future__ import annotations

import configparser
import plistlib
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from digest.errors import ConfigError
from digest.serve.units import UNITS, Setting

SETTING = Setting(
    ("/opt/my news/bin/digest",),
    Path("/home/ada/news 100%/digest.toml"),
    ("06:30", "18:05:30"),
    ("mon", "wed", "sun"),
    "Europe/Berlin",
    every_minutes=60,
)


def unit(text: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(text)
    return parser


def test_systemd_keeps_it_up() -> None:
    read = unit(UNITS["systemd"](SETTING))
    start = read["Service"]["ExecStart"]
    assert start == "'/opt/my news/bin/digest' serve --config '/home/ada/news 100%%/digest.toml'"
    assert read["Service"]["ExecReload"] == "/bin/kill -HUP $MAINPID"


def unit_files(text: str) -> dict[str, str]:
    """{file name: text}, as the comments between them say."""
    _, *parts = re.split(r"^# (digest\S*)$", text, flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_a_systemd_timer_knows_days_hours_and_the_zone_and_collects_in_between() -> None:
    found = unit_files(UNITS["systemd-timer"](replace(SETTING, every_minutes=45)))
    assert list(found) == ["digest.service", "digest.timer", "digest-collect.service", "digest-collect.timer"]
    for hour in ("06:30", "18:05:30"):
        assert f"\nOnCalendar=Mon,Wed,Sun *-*-* {hour} Europe/Berlin\n" in found["digest.timer"]
    assert "Persistent=true" in found["digest.timer"]
    assert " run --config" in unit(found["digest.service"])["Service"]["ExecStart"]
    assert " collect --config" in unit(found["digest-collect.service"])["Service"]["ExecStart"]
    assert unit(found["digest-collect.timer"])["Timer"]["OnUnitActiveSec"] == "45min"


def test_a_timer_without_an_hour_is_none() -> None:
    with pytest.raises(ConfigError, match="needs an hour"):
        UNITS["systemd-timer"](replace(SETTING, hours=()))


@pytest.mark.parametrize("kind", ["systemd", "systemd-timer"])
def test_systemd_finds_nothing_wrong(kind: str, tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    text = UNITS[kind](replace(SETTING, program=("/bin/true",), config=Path("/etc/digest.toml")))
    found = unit_files(text) or {"digest.service": text}
    for name, content in found.items():
        (tmp_path / name).write_text(content)
    ran = subprocess.run(
        ["systemd-analyze", "--user", "verify", *found],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "digest" not in ran.stderr


def cron_fields(setting: Setting) -> list[list[str]]:
    return [
        line.split(" ", 5)
        for line in UNITS["cron"](setting).splitlines()
        if line[0].isdigit() or line[0] == "*"
    ]


def test_cron_lines_begin_with_five_fields() -> None:
    lines = cron_fields(SETTING)
    assert [line[:5] for line in lines[1:]] == [
        ["30", "06", "*", "*", "1,3,7"],
        ["05", "18", "*", "*", "1,3,7"],
    ]
    assert lines[1][5] == r"'/opt/my news/bin/digest' run --config '/home/ada/news 100\%/digest.toml' --quiet"


@pytest.mark.parametrize(
    ("every", "hours", "fields"),
    [
        (60, ("06:30",), "0 *"),
        (60, (), "0 *"),
        (30, ("06:30",), "15,45 *"),
        (20, ("06:30", "18:05"), "17,37,57 *"),
        (45, ("06:00",), "30 *"),
        (240, ("06:30",), "0 0,4,8,12,16,20"),
        (241, ("06:30",), "0 0,6,12,18"),
        (10_080, ("06:30",), "0 0"),
    ],
)
def test_cron_collects_as_often_as_is_wished_and_not_when_it_publishes(
    every: int, hours: tuple[str, ...], fields: str
) -> None:
    line = cron_fields(replace(SETTING, every_minutes=every, hours=hours))[0]
    assert " ".join(line[:5]) == f"{fields} * * *"
    assert " collect --config " in line[5]


def test_launchd_reads_a_property_list() -> None:
    read = plistlib.loads(UNITS["launchd"](SETTING).encode())
    assert read["ProgramArguments"] == [
        "/opt/my news/bin/digest",
        "serve",
        "--config",
        "/home/ada/news 100%/digest.toml",
    ]
    assert read["KeepAlive"] is True


def test_windows_reads_a_task() -> None:
    root = ElementTree.fromstring(UNITS["windows"](SETTING).encode())
    space = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    assert root.findtext("t:Actions/t:Exec/t:Command", namespaces=space) == "/opt/my news/bin/digest"
    arguments = root.findtext("t:Actions/t:Exec/t:Arguments", namespaces=space)
    assert arguments == 'serve --config "/home/ada/news 100%/digest.toml"'
