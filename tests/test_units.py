"""Texts that have a machine run the program: what each system would read in them."""

from __future__ import annotations

import configparser
import plistlib
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from digest.serve.units import UNITS, Setting

SETTING = Setting(
    ("/opt/my news/bin/digest",),
    Path("/home/ada/news 100%/digest.toml"),
    ("06:30", "18:05:30"),
    ("mon", "wed", "sun"),
    "Europe/Berlin",
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


def test_a_systemd_timer_knows_days_hours_and_the_zone() -> None:
    text = UNITS["systemd-timer"](SETTING)
    for hour in ("06:30", "18:05:30"):
        assert f"\nOnCalendar=Mon,Wed,Sun *-*-* {hour} Europe/Berlin\n" in text
    assert "Persistent=true" in text


@pytest.mark.parametrize("kind", ["systemd", "systemd-timer"])
def test_systemd_finds_nothing_wrong(kind: str, tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    setting = Setting(("/bin/true",), Path("/etc/digest.toml"), SETTING.hours, SETTING.days, SETTING.zone)
    first, _, second = UNITS[kind](setting).partition("# digest.timer\n")
    (tmp_path / "digest.service").write_text(first)
    names = ["digest.service"]
    if second:
        (tmp_path / "digest.timer").write_text(second)
        names.append("digest.timer")
    ran = subprocess.run(
        ["systemd-analyze", "--user", "verify", *names],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "digest." not in ran.stderr


def test_cron_lines_begin_with_five_fields() -> None:
    lines = [line for line in UNITS["cron"](SETTING).splitlines() if line[0].isdigit() or line[0] == "*"]
    assert [line.split(" ", 5)[:5] for line in lines] == [
        ["*/30", "*", "*", "*", "*"],
        ["30", "06", "*", "*", "1,3,7"],
        ["05", "18", "*", "*", "1,3,7"],
    ]
    assert lines[1].endswith(
        r"'/opt/my news/bin/digest' run --config '/home/ada/news 100\%/digest.toml' --quiet"
    )


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
