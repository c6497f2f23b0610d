"""What is typed: the options that several commands share, and the dates and times in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

if TYPE_CHECKING:
    from digest.cli.views.console import Console

Command = Callable[..., Any]

SHARED = (
    click.option("-c", "--config", "file", type=click.Path(path_type=Path), help="The configuration."),
    click.option("-q", "--quiet", is_flag=True, help="Tell of errors only."),
    click.option("-v", "--verbose", is_flag=True, help="Tell of every source and of what is left out."),
    click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object."),
)
PUBLISHING = (
    click.option("--since", metavar="WHEN", help="Start of the window: a date, 36h, 3d, or all."),
    click.option("--date", "day", metavar="DATE", help="The edition's date, instead of today's."),
    click.option("--only", default="", metavar="SECTION", help="Only the stories of one section."),
    click.option("--dry-run", is_flag=True, help="Tell what would be in it; write and mark nothing."),
    click.option("--open", "show", is_flag=True, help="Open the edition in the browser."),
)


def shared_options(command: Command) -> Command:
    """The options that every command takes."""
    return add_options(command, SHARED)


def publishing_options(command: Command) -> Command:
    """The options of the commands that publish an edition."""
    return add_options(command, PUBLISHING)


def add_options(command: Command, options: tuple[Callable[[Command], Command], ...]) -> Command:
    """A command with these options, in this order in its help."""
    for option in reversed(options):
        command = option(command)
    return command


def make_console(given: dict[str, Any]) -> Console:
    """How talkative the command is."""
    from digest.cli.views.console import Console

    return Console(quiet=given["quiet"], verbose=given["verbose"], json=given["as_json"])


def read_date(text: str, option: str) -> date:
    """A date as it is typed after an option. Raises click.BadParameter when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is no date such as 2026-03-12", param_hint=option) from None


def read_since(text: str, zone: ZoneInfo, now: datetime) -> datetime:
    """The start of a window as it is typed: 36h or 3d before now, a date, or a date with a time.

    zone: of dates and times that name none. Raises click.BadParameter when it is none of these.
    """
    try:
        if text[-1:] in ("h", "d") and text[:-1].isdecimal():
            return now - (timedelta(hours=1) if text[-1] == "h" else timedelta(days=1)) * int(text[:-1])
        start = datetime.fromisoformat(text)
        return (start if start.tzinfo else start.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        hint = f"{text!r} is no date such as 2026-03-12, and not 36h, 3d or all"
        raise click.BadParameter(hint, param_hint="--since") from None
