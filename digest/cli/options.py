"""Options that several commands share, and the dates and times in them."""

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


def single_option(*names: str, **settings: Any) -> Callable[[Command], Command]:
    """Return an option with a value that is given at most once, and not empty.

    click takes the last of several values without a word, and "" is what an unset variable of a shell gives.
    """
    default = settings.pop("default", None)

    def take_value(context: click.Context, option: click.Parameter, values: tuple[Any, ...]) -> Any:
        name = option.opts[-1]
        if len(values) > 1:
            raise click.UsageError(f"{name} is given {len(values)} times; give it once", context)
        if values and not str(values[0]).strip():
            raise click.UsageError(f"the value of {name} is empty", context)
        return values[0] if values else default

    return click.option(*names, multiple=True, callback=take_value, **settings)


SHARED = (
    single_option(
        "-c", "--config", "file", type=click.Path(path_type=Path), help="The configuration file to use."
    ),
    click.option("-q", "--quiet", is_flag=True, help="Print errors only."),
    click.option("-v", "--verbose", is_flag=True, help="Print every source and what was left out of it."),
    click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object."),
)
EDITIONS = (click.argument("names", nargs=-1, metavar="[EDITION]..."),)
PUBLISHING = (
    *EDITIONS,
    single_option("--since", metavar="WHEN", help="Use articles since a date, 36h or 3d ago, or all."),
    single_option("--date", "day", metavar="DATE", help="Publish the edition of this date, not today's."),
    single_option("--only", default="", metavar="SECTION", help="Publish the stories of one section only."),
    click.option("--dry-run", is_flag=True, help="Show what would be published; write and record nothing."),
    click.option("--open", "show", is_flag=True, help="Open the edition in the browser."),
)


def shared_options(command: Command) -> Command:
    """Add the options that every command has."""
    return _add_options(command, SHARED)


def edition_argument(command: Command) -> Command:
    """Add the names of [[editions]] that a command is about."""
    return _add_options(command, EDITIONS)


def edition_option(command: Command) -> Command:
    """Add the option that names one of several editions."""
    return single_option("--edition", metavar="NAME", help="Only the edition of this name.")(command)


def publishing_options(command: Command) -> Command:
    """Add the options of the commands that publish an edition."""
    return _add_options(command, PUBLISHING)


def _add_options(command: Command, options: tuple[Callable[[Command], Command], ...]) -> Command:
    """Add options to a command; its help lists them in this order."""
    for option in reversed(options):
        command = option(command)
    return command


def make_console(options: dict[str, Any]) -> Console:
    """Make the console for --quiet, --verbose and --json."""
    from digest.cli.views.console import Console

    return Console(quiet=options["quiet"], verbose=options["verbose"], json=options["as_json"])


def read_date(text: str, option: str) -> date:
    """Parse the date given to an option. Raises click.BadParameter when it is not a date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"{text!r} is not a date such as 2026-03-12"
        raise click.BadParameter(message, param_hint=option) from None


def read_since(text: str, zone: ZoneInfo, now: datetime) -> datetime:
    """Parse the start of a window: 36h or 3d before now, a date, or a date with a time.

    zone: of dates and times that name none. Raises click.BadParameter when it is none of these.
    """
    try:
        if text[-1:] in ("h", "d") and text[:-1].isdecimal():
            return now - (timedelta(hours=1) if text[-1] == "h" else timedelta(days=1)) * int(text[:-1])
        start = datetime.fromisoformat(text)
        start = (start if start.tzinfo else start.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        message = f"{text!r} is not a date such as 2026-03-12, nor 36h, 3d or all"
        raise click.BadParameter(message, param_hint="--since") from None
    if start > now:
        raise click.BadParameter(f"{text} is in the future", param_hint="--since")
    return start
