"""Choose the editions that a command is about."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.errors import DigestError, explain_missing_edition

if TYPE_CHECKING:
    from digest.cli.views.console import Console
    from digest.config import Config
    from digest.store import Store


def choose_editions(config: Config, names: Collection[str]) -> tuple[Config, ...]:
    """Return the configurations of the editions with these names; without names, of all editions.

    Raises:
        click.BadParameter: there is no edition of a name.
    """
    from digest.config import list_edition_configs
    from digest.config.diagnostics import match_name, suggest_name

    configs = {own.edition: own for own in list_edition_configs(config)}
    chosen = []
    for name in dict.fromkeys(names):
        found = match_name(name, configs) if config.editions else None
        if found is None:
            known = f"; there are {', '.join(configs)}" if config.editions else ""
            reason = f"there is no edition {name}{suggest_name(name, configs)}{known}"
            if not config.editions:
                reason = f"the configuration has no [[editions]], so there is none to name; leave {name} out"
                if Path(name).is_file():
                    reason = f"{name} is a file; to use it as the configuration, write --config {name}"
            raise click.BadParameter(reason, param_hint="EDITION")
        chosen.append(configs[found])
    return tuple(chosen) or tuple(configs.values())


def choose_due_editions(
    config: Config, names: Collection[str], now: datetime, day: date | None, console: Console
) -> tuple[Config, ...]:
    """Return the configurations of the editions to publish; without names, of those that are due that day.

    The only edition is always due, and so is one that is named. A note says which are not.

    Args:
        config: that of the file.
        names: of editions.
        now: the clock.
        day: the day to publish; None: today, in the time zone of each edition.

    Raises:
        click.BadParameter: there is no edition of a name.
        DigestError: none is due.
    """
    from digest.models import WEEKDAYS

    chosen = choose_editions(config, names)
    if names or not config.editions:
        return chosen
    due: list[Config] = []
    others: list[Config] = []
    for own in chosen:
        weekday = WEEKDAYS[(day or now.astimezone(own.zone).date()).weekday()]
        (due if weekday in own.schedule.days else others).append(own)
    waiting = "; ".join(f"{own.edition} on {', '.join(own.schedule.days)}" for own in others)
    if not due:
        advice = f"`digest run {others[0].edition}` publishes it all the same."
        raise DigestError("", f"no edition is due on this day: {waiting}", advice)
    if others:
        console.note(f"Not due on this day: {waiting}.")
    return tuple(due)


def choose_stored_editions(
    config: Config, names: Collection[str], store: Store, day: date
) -> tuple[Config, ...]:
    """Return the configurations of those editions that have an issue of a day.

    names: of the editions to look at; none: all.

    Raises:
        click.BadParameter: there is no edition of a name.
        DigestError: none has an issue of that day.
    """
    chosen = choose_editions(config, names)
    found = tuple(own for own in chosen if store.of_edition(own.edition).editions.made_at(day))
    if not found:
        raise explain_missing_edition(day, ", ".join(names))
    return found


def find_edition_name(name: str | None, store: Store) -> str | None:
    """Return the name of a stored edition as the store has it; None for None.

    Raises:
        click.BadParameter: the store has no edition of this name.
    """
    from digest.config.diagnostics import match_name, suggest_name

    if name is None:
        return None
    stored = [known for known in store.edition_names() if known]
    found = match_name(name, stored)
    if found is None:
        none = "no edition with a name has been published yet"
        known = f"there are {', '.join(stored)}" if stored else none
        message = f"the store has no edition {name}{suggest_name(name, stored)}; {known}"
        raise click.BadParameter(message, param_hint="--edition")
    return found
