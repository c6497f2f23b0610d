"""The units: each text is what its system expects."""

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
from digest.serve.service_units import UNIT_FORMATTERS, PublishingTimes, UnitSettings, combine_times

TIMES = PublishingTimes(("06:30", "18:05:30"), ("mon", "wed", "sun"), "Europe/Berlin")
SETTINGS = UnitSettings(
    ("/opt/my news/bin/digest",),
    Path("/home/ada/news 100%/digest.toml"),
    (TIMES,),
    every_minutes=60,
)


def unit(text: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(text)
    return parser


def test_the_systemd_unit_keeps_serve_running() -> None:
    parsed = unit(UNIT_FORMATTERS["systemd"](SETTINGS))
    start = parsed["Service"]["ExecStart"]
    assert start == "'/opt/my news/bin/digest' serve --config '/home/ada/news 100%%/digest.toml'"
    assert parsed["Service"]["ExecReload"] == "/bin/kill -HUP $MAINPID"


@pytest.mark.parametrize("kind", sorted(UNIT_FORMATTERS))
def test_every_unit_says_where_passwords_are_set(kind: str) -> None:
    text = UNIT_FORMATTERS[kind](SETTINGS)
    commands = text.count("--config") if kind == "systemd-timer" else 1
    assert text.count("Passwords") == commands


def unit_files(text: str) -> dict[str, str]:
    """{file name: text}, as the comments between them say."""
    _, *parts = re.split(r"^# (digest\S*)$", text, flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_systemd_timers_have_days_hours_and_zone_and_collect_in_between() -> None:
    found = unit_files(UNIT_FORMATTERS["systemd-timer"](replace(SETTINGS, every_minutes=45)))
    assert list(found) == ["digest.service", "digest.timer", "digest-collect.service", "digest-collect.timer"]
    for hour in ("06:30", "18:05:30"):
        assert f"\nOnCalendar=Mon,Wed,Sun *-*-* {hour} Europe/Berlin\n" in found["digest.timer"]
    assert "Persistent=true" in found["digest.timer"]
    assert " run --config" in unit(found["digest.service"])["Service"]["ExecStart"]
    assert " collect --config" in unit(found["digest-collect.service"])["Service"]["ExecStart"]
    assert unit(found["digest-collect.timer"])["Timer"]["OnUnitActiveSec"] == "45min"


def test_editions_of_the_same_hours_share_a_timer_and_cron_lines() -> None:
    weekly = PublishingTimes(("17:00",), ("sun",), "Asia/Tokyo", ("weekly",))
    by_hand = PublishingTimes((), ("mon",), "Asia/Tokyo", ("extra",))
    times = combine_times(
        [replace(TIMES, editions=("daily",)), weekly, replace(TIMES, editions=("work",)), by_hand]
    )
    settings = replace(SETTINGS, times=times)
    found = unit_files(UNIT_FORMATTERS["systemd-timer"](settings))
    assert [name for name in found if name.endswith(".timer")] == [
        "digest-daily-work.timer",
        "digest-weekly.timer",
        "digest-collect.timer",
    ]
    assert " run weekly --config" in unit(found["digest-weekly.service"])["Service"]["ExecStart"]
    assert "\nOnCalendar=Sun *-*-* 17:00 Asia/Tokyo\n" in found["digest-weekly.timer"]
    lines = UNIT_FORMATTERS["cron"](settings).splitlines()
    zones = [line for line in lines if line.startswith("CRON_TZ=")]
    assert zones == ["CRON_TZ=Europe/Berlin", "CRON_TZ=Asia/Tokyo"]
    assert [line.split(" ")[:5] for line in lines if " run weekly " in line] == [["00", "17", "*", "*", "7"]]
    assert lines.index("CRON_TZ=Asia/Tokyo") < next(n for n, line in enumerate(lines) if "weekly" in line)
    assert sum(" run daily work --config " in line for line in lines) == 2


def test_a_systemd_timer_requires_a_publication_time() -> None:
    with pytest.raises(ConfigError, match="needs a time"):
        UNIT_FORMATTERS["systemd-timer"](replace(SETTINGS, times=(replace(TIMES, hours=()),)))


@pytest.mark.parametrize("kind", ["systemd", "systemd-timer"])
def test_systemd_analyze_accepts_the_units(kind: str, tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    text = UNIT_FORMATTERS[kind](replace(SETTINGS, program=("/bin/true",), config=Path("/etc/digest.toml")))
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


def cron_fields(setting: UnitSettings) -> list[list[str]]:
    return [
        line.split(" ", 5)
        for line in UNIT_FORMATTERS["cron"](setting).splitlines()
        if line[0].isdigit() or line[0] == "*"
    ]


def test_cron_lines_begin_with_five_fields() -> None:
    lines = cron_fields(SETTINGS)
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
def test_cron_collects_at_the_configured_interval_and_not_when_it_publishes(
    every: int, hours: tuple[str, ...], fields: str
) -> None:
    line = cron_fields(replace(SETTINGS, every_minutes=every, times=(replace(TIMES, hours=hours),)))[0]
    assert " ".join(line[:5]) == f"{fields} * * *"
    assert " collect --config " in line[5]


def test_the_launchd_agent_is_a_property_list() -> None:
    parsed = plistlib.loads(UNIT_FORMATTERS["launchd"](SETTINGS).encode())
    assert parsed["ProgramArguments"] == [
        "/opt/my news/bin/digest",
        "serve",
        "--config",
        "/home/ada/news 100%/digest.toml",
    ]
    assert parsed["KeepAlive"] is True


def test_the_windows_task_is_xml_with_quoted_arguments() -> None:
    root = ElementTree.fromstring(UNIT_FORMATTERS["windows"](SETTINGS).encode())
    space = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    assert root.findtext("t:Actions/t:Exec/t:Command", namespaces=space) == "/opt/my news/bin/digest"
    arguments = root.findtext("t:Actions/t:Exec/t:Arguments", namespaces=space)
    assert arguments == 'serve --config "/home/ada/news 100%/digest.toml"'
