"""Write the files that let an operating system start the program: systemd, cron, launchd, Windows tasks.

Each text begins with a comment that says where to save it and which command enables it; nothing is installed.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from digest.errors import ConfigError


@dataclass(frozen=True, slots=True)
class PublishingTimes:
    """When some editions are published.

    hours, days: such as "06:30" and "mon", in the time zone `zone`. editions: their names; without names it
    is the only one.
    """

    hours: Sequence[str]
    days: Sequence[str]
    zone: str
    editions: tuple[str, ...] = ()

    @property
    def unit(self) -> str:
        """The name of the units that publish them."""
        return "-".join(("digest", *self.editions))


@dataclass(frozen=True, slots=True)
class UnitSettings:
    """What a unit runs, and when.

    program: the command line without "serve" or "run". config: the configuration file. times: when the
    editions are published. every_minutes: how often sources are visited.
    """

    program: tuple[str, ...]
    config: Path
    times: Sequence[PublishingTimes]
    every_minutes: int

    def command_line(self, *command: str) -> list[str]:
        """Return the whole command line that runs a command with its arguments."""
        return [*self.program, *command, "--config", str(self.config)]


def combine_times(times: Iterable[PublishingTimes]) -> tuple[PublishingTimes, ...]:
    """Combine editions that are published at the same times: one run visits the sources once for all."""
    names: dict[PublishingTimes, tuple[str, ...]] = {}
    for own in times:
        hours = replace(own, editions=())
        names[hours] = (*names.get(hours, ()), *own.editions)
    return tuple(replace(hours, editions=editions) for hours, editions in names.items())


SYSTEMD_PASSWORDS = """# Passwords, as NAME=value lines, in a file that only you can read:
EnvironmentFile=-%h/.config/digest/environment"""


def format_systemd_service(settings: UnitSettings) -> str:
    """Return a systemd user unit that keeps `digest serve` running."""
    return f"""# ~/.config/systemd/user/digest.service
# systemctl --user daemon-reload && systemctl --user enable --now digest
# loginctl enable-linger    to keep it running while you are not logged in
[Unit]
Description=The daily news digest
Documentation=man:systemd.service(5)

[Service]
ExecStart={_quote_systemd(settings.command_line("serve"))}
ExecReload=/bin/kill -HUP $MAINPID
Restart=always
RestartSec=30
TimeoutStopSec=15
{SYSTEMD_PASSWORDS}
NoNewPrivileges=yes

[Install]
WantedBy=default.target
"""


def format_systemd_timer(settings: UnitSettings) -> str:
    """Return systemd user timers: `digest run` at the hours of publication, `digest collect` in between.

    Editions of the same hours share a timer. A missed run starts as soon as the machine is up again. Raises
    ConfigError when there are no hours.
    """
    times = [own for own in settings.times if own.hours]
    if not times:
        advice = "Set one, or use --print-unit systemd, which can also collect without publishing."
        raise ConfigError("schedule.publish_at", "a timer needs a time to publish at", advice)
    timers = " ".join(f"{own.unit}.timer" for own in times)
    publishing = "\n".join(_format_publishing_timer(settings, own) for own in times)
    return f"""# The following files in ~/.config/systemd/user/
# systemctl --user daemon-reload && systemctl --user enable --now {timers} digest-collect.timer

{publishing}
# digest-collect.service
[Unit]
Description=Collect the sources of the daily news digest

[Service]
Type=oneshot
ExecStart={_quote_systemd(settings.command_line("collect"))}
{SYSTEMD_PASSWORDS}

# digest-collect.timer
[Unit]
Description=Collection times of the daily news digest

[Timer]
OnStartupSec=5min
OnUnitActiveSec={settings.every_minutes}min

[Install]
WantedBy=timers.target
"""


def _format_publishing_timer(settings: UnitSettings, times: PublishingTimes) -> str:
    """Return the service and the timer that publish some editions."""
    days = ",".join(day.capitalize() for day in times.days)
    hours = "\n".join(f"OnCalendar={days} *-*-* {hour} {times.zone}" for hour in times.hours)
    return f"""# {times.unit}.service
[Unit]
Description=Publish an edition of the daily news digest

[Service]
Type=oneshot
ExecStart={_quote_systemd(settings.command_line("run", *times.editions))}
# The network may not be up yet.
Restart=on-failure
RestartSec=5min
{SYSTEMD_PASSWORDS}

# {times.unit}.timer
[Unit]
Description=Publication times of the daily news digest

[Timer]
{hours}
Persistent=true

[Install]
WantedBy=timers.target
"""


def _quote_systemd(words: Sequence[str]) -> str:
    """Quote words for a systemd command line; % and $ are doubled."""
    return " ".join(shlex.quote(word.replace("%", "%%").replace("$", "$$")) for word in words)


CRON_INTERVALS = (5, 6, 10, 12, 15, 20, 30, *(60 * hours for hours in (1, 2, 3, 4, 6, 8, 12, 24)))
"""The intervals in minutes that cron can express: divisors of an hour, and hours that divide a day."""


def format_cron_lines(settings: UnitSettings) -> str:
    """Return lines for crontab: `digest run` at the hours of publication, `digest collect` in between.

    An interval that cron cannot express is rounded up, so sources are visited no more often than configured.
    """
    from digest.models import WEEKDAYS  # late: `digest --help` does without the models

    def quote(*command: str) -> str:
        return shlex.join(settings.command_line(*command)).replace("%", r"\%")

    lines, zone = [], ""
    for times in settings.times:
        if times.zone != zone:
            zone = times.zone
            lines.append(f"CRON_TZ={zone}")
        days = ",".join(str(number) for number, day in enumerate(WEEKDAYS, start=1) if day in times.days)
        run = quote("run", *times.editions)
        lines += [f"{hour[3:5]} {hour[:2]} * * {days} {run} --quiet" for hour in times.hours]
    taken = [int(hour[3:5]) for times in settings.times for hour in times.hours]
    longer = (minutes for minutes in CRON_INTERVALS if minutes >= settings.every_minutes)
    interval = next(longer, CRON_INTERVALS[-1])
    minutes = _choose_cron_minutes(min(interval, 60), taken)
    every_hours = "*" if interval <= 60 else ",".join(str(hour) for hour in range(0, 24, interval // 60))
    return "\n".join(
        [
            "# Add with crontab -e. If cron ignores CRON_TZ, the times are in the machine's time zone.",
            "# Passwords, as NAME=value lines, stand above these; only you can read your crontab.",
            lines[0],
            f"{minutes} {every_hours} * * * {quote('collect')} --quiet",
            *lines[1:],
            "",
        ]
    )


def _choose_cron_minutes(interval: int, taken: Sequence[int]) -> str:
    """Return minutes of the hour at an interval, as far as possible from those that are taken."""

    def distance(first: int) -> int:
        return min(
            (min((first - minute) % interval, (minute - first) % interval) for minute in taken), default=0
        )

    return ",".join(str(minute) for minute in range(max(range(interval), key=distance), 60, interval))


def format_launchd_agent(settings: UnitSettings) -> str:
    """Return a launchd agent that keeps `digest serve` running."""
    import plistlib  # here, because `digest --help` must answer at once

    text = plistlib.dumps(
        {
            "Label": "digest",
            "ProgramArguments": settings.command_line("serve"),
            "WorkingDirectory": str(settings.config.parent),
            "RunAtLoad": True,
            "KeepAlive": True,
            "StandardErrorPath": str(settings.config.parent / "digest.log"),
        },
        sort_keys=False,
    ).decode()
    head, rest = text.split("\n", 1)
    return f"""{head}
<!-- ~/Library/LaunchAgents/digest.plist
     launchctl bootstrap gui/$UID ~/Library/LaunchAgents/digest.plist
     Passwords: add the key EnvironmentVariables with a dict of NAME and value, and chmod 600 this file. -->
{rest}"""


def format_windows_task(settings: UnitSettings) -> str:
    """Return a scheduled task that starts `digest serve` at logon, and restarts it when it ends."""
    from html import escape

    program, *words = settings.command_line("serve")
    quoted = " ".join(f'"{word}"' if " " in word else word for word in words)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- Save as digest.xml, then: schtasks /create /tn digest /xml digest.xml
     Passwords: setx NAME value, then log in again. -->
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
      <Command>{escape(program, quote=False)}</Command>
      <Arguments>{escape(quoted, quote=False)}</Arguments>
      <WorkingDirectory>{escape(str(settings.config.parent), quote=False)}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""


UNIT_FORMATTERS: dict[str, Callable[[UnitSettings], str]] = {
    "systemd": format_systemd_service,
    "systemd-timer": format_systemd_timer,
    "cron": format_cron_lines,
    "launchd": format_launchd_agent,
    "windows": format_windows_task,
}
