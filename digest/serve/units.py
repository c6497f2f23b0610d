"""What has a machine run the program by itself: texts to put where each system looks for them.

Each begins with a comment that says where it belongs and what to type; nothing is installed.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from digest.errors import ConfigError
from digest.models import WEEKDAYS


@dataclass(frozen=True, slots=True)
class Setting:
    """What is to be run.

    program: the words that start it, "serve" or "run" not included. config: the configuration's file.
    hours, days: of publication, in the time zone `zone`. every_minutes: how often sources are visited.
    """

    program: tuple[str, ...]
    config: Path
    hours: Sequence[str]
    days: Sequence[str]
    zone: str
    every_minutes: int

    def line(self, command: str) -> list[str]:
        """The whole command line."""
        return [*self.program, command, "--config", str(self.config)]


def systemd_service(setting: Setting) -> str:
    """A user unit that keeps `digest serve` running."""
    return f"""# ~/.config/systemd/user/digest.service
# systemctl --user daemon-reload && systemctl --user enable --now digest
# loginctl enable-linger    keeps it running when you are not logged in
[Unit]
Description=The daily news digest
Documentation=man:systemd.service(5)

[Service]
ExecStart={systemd_words(setting.line("serve"))}
ExecReload=/bin/kill -HUP $MAINPID
Restart=always
RestartSec=30
TimeoutStopSec=15
# Passwords, as NAME=value lines, readable by you alone:
EnvironmentFile=-%h/.config/digest/environment
NoNewPrivileges=yes

[Install]
WantedBy=default.target
"""


def systemd_timer(setting: Setting) -> str:
    """User timers that start `digest run` at the hours, and after a missed one as soon as it can, and
    `digest collect` in between.

    Raises ConfigError when there is no hour.
    """
    if not setting.hours:
        advice = "Name an hour, or take the unit systemd, which collects without one."
        raise ConfigError("schedule.publish_at", "a timer needs an hour to publish at", advice)
    days = ",".join(day.capitalize() for day in setting.days)
    hours = "\n".join(f"OnCalendar={days} *-*-* {hour} {setting.zone}" for hour in setting.hours)
    return f"""# Four files in ~/.config/systemd/user/
# systemctl --user daemon-reload && systemctl --user enable --now digest.timer digest-collect.timer

# digest.service
[Unit]
Description=An edition of the daily news digest

[Service]
Type=oneshot
ExecStart={systemd_words(setting.line("run"))}
# The network may not be up yet.
Restart=on-failure
RestartSec=5min
EnvironmentFile=-%h/.config/digest/environment

# digest.timer
[Unit]
Description=The hour of the daily news digest

[Timer]
{hours}
Persistent=true

[Install]
WantedBy=timers.target

# digest-collect.service
[Unit]
Description=A visit to the sources of the daily news digest

[Service]
Type=oneshot
ExecStart={systemd_words(setting.line("collect"))}
EnvironmentFile=-%h/.config/digest/environment

# digest-collect.timer
[Unit]
Description=Visits to the sources of the daily news digest

[Timer]
OnStartupSec=5min
OnUnitActiveSec={setting.every_minutes}min

[Install]
WantedBy=timers.target
"""


def systemd_words(words: Sequence[str]) -> str:
    """Words as a unit takes them: quoted where needed, % and $ doubled."""
    return " ".join(shlex.quote(word.replace("%", "%%").replace("$", "$$")) for word in words)


PAUSES = (5, 6, 10, 12, 15, 20, 30, *(60 * hours for hours in (1, 2, 3, 4, 6, 8, 12, 24)))
"""The minutes between two visits that cron can count: parts of an hour, and hours that part a day."""


def cron_lines(setting: Setting) -> str:
    """Lines for crontab: publishing at the hours, collecting in between, never more often than wished."""
    days = ",".join(str(number) for number, day in enumerate(WEEKDAYS, start=1) if day in setting.days)
    command = {name: shlex.join(setting.line(name)).replace("%", r"\%") for name in ("collect", "run")}
    lines = [f"{hour[3:5]} {hour[:2]} * * {days} {command['run']} --quiet" for hour in setting.hours]
    pause = next((minutes for minutes in PAUSES if minutes >= setting.every_minutes), PAUSES[-1])
    minutes = cron_minutes(min(pause, 60), [int(hour[3:5]) for hour in setting.hours])
    every_hours = "*" if pause <= 60 else ",".join(str(hour) for hour in range(0, 24, pause // 60))
    return "\n".join(
        [
            "# crontab -e; where CRON_TZ is not known, the hours are those of the machine's own zone",
            f"CRON_TZ={setting.zone}",
            f"{minutes} {every_hours} * * * {command['collect']} --quiet",
            *lines,
            "",
        ]
    )


def cron_minutes(pause: int, taken: Sequence[int]) -> str:
    """Minutes of an hour, a pause between them, as far from those that are taken as they can be."""

    def distance(first: int) -> int:
        return min((min((first - minute) % pause, (minute - first) % pause) for minute in taken), default=0)

    return ",".join(str(minute) for minute in range(max(range(pause), key=distance), 60, pause))


def launchd_agent(setting: Setting) -> str:
    """A launch agent that keeps `digest serve` running."""
    import plistlib  # late: `digest --help` must answer at once

    text = plistlib.dumps(
        {
            "Label": "digest",
            "ProgramArguments": setting.line("serve"),
            "WorkingDirectory": str(setting.config.parent),
            "RunAtLoad": True,
            "KeepAlive": True,
            "StandardErrorPath": str(setting.config.parent / "digest.log"),
        },
        sort_keys=False,
    ).decode()
    head, rest = text.split("\n", 1)
    return f"""{head}
<!-- ~/Library/LaunchAgents/digest.plist
     launchctl bootstrap gui/$UID ~/Library/LaunchAgents/digest.plist -->
{rest}"""


def windows_task(setting: Setting) -> str:
    """A task that starts `digest serve` when you log on, and again when it should have ended."""
    program, *words = setting.line("serve")
    quoted = " ".join(f'"{word}"' if " " in word else word for word in words)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- Save as digest.xml, then: schtasks /create /tn digest /xml digest.xml -->
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <Triggers><LogonTrigger><Enabled>true</Enabled></LogonTrigger></Triggers>
  <Settings>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <RestartOnFailure><Interval>PT1M</Interval><Count>999</Count></RestartOnFailure>
  </Settings>
  <Actions>
    <Exec>
      <Command>{escape(program)}</Command>
      <Arguments>{escape(quoted)}</Arguments>
      <WorkingDirectory>{escape(str(setting.config.parent))}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""


UNITS: dict[str, Callable[[Setting], str]] = {
    "systemd": systemd_service,
    "systemd-timer": systemd_timer,
    "cron": cron_lines,
    "launchd": launchd_agent,
    "windows": windows_task,
}
