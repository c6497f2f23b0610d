"""Collecting and publishing, day after day."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from digest.cli.codes import DONE
from digest.cli.options import make_console, shared_options
from digest.cli.publication import finish
from digest.equipment import find_config, make_door, open_everything, read_clock
from digest.errors import DigestError

if TYPE_CHECKING:
    from digest.config import Config
    from digest.console import Console


@click.command()
@shared_options
def serve(**given: Any) -> int:
    """Stay up: collect every so often, publish at the set hours. Ends with Ctrl-C or SIGTERM."""
    from digest.schedule import wake_regularly

    console = make_console(given)
    config = find_config(given["file"])
    hours = ", ".join(config.schedule.publish_at)
    every = config.collect.every_minutes
    console.say(f"Collecting every {every} minutes, publishing at {hours} {config.timezone}.")
    wake_regularly(partial(tend, console, config, set()), read_clock())
    return DONE


def tend(console: Console, config: Config, told: set[str]) -> None:
    """One look at the clock: collect and publish when it is time.

    What goes wrong is tried again at the next look, and told once (told: what was).
    """
    from digest.pipeline import collect as collect_sources
    from digest.pipeline import publish as publish_edition
    from digest.schedule import collect_due, edition_due

    now = read_clock()
    day = now.astimezone(config.zone).date()
    schedule = config.schedule
    try:
        with open_everything(config) as (store, read_map, work_map):
            due = edition_due(now, config.zone, schedule.publish_at, schedule.days, store.made(day))
            every = timedelta(minutes=config.collect.every_minutes)
            if due or collect_due(now, every, store.last_visit()):
                collect_sources(config, store, make_door(config), now, read_map)
            if due:
                publication = publish_edition(config, store, day, now, work_map, door=make_door(config))
                finish(console, publication, show=False)
                told.clear()
    except DigestError as error:
        if str(error) not in told:
            console.fail(error)
            told.add(str(error))
