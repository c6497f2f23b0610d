"""Collecting and publishing, day after day."""

from __future__ import annotations

import os
import signal
from typing import Any

import click

from digest.cli.exit_codes import DONE
from digest.cli.options import shared_options
from digest.runtime.environment import find_config, own_program
from digest.serve.units import UNITS, Setting


@click.command()
@click.option(
    "--print-unit",
    "unit",
    type=click.Choice(list(UNITS)),
    help="Print what has this machine run it by itself, and start nothing.",
)
@shared_options
def serve(unit: str | None, **given: Any) -> int:
    """Stay up: collect every so often, publish at the set hours.

    Ends with Ctrl-C or SIGTERM, when the step under way is done; SIGHUP reads the configuration again.
    """
    from digest.serve.daemon import Service
    from digest.serve.logs import open_log

    config = find_config(given["file"])
    if unit:
        schedule = config.schedule
        setting = Setting(
            program=own_program(),
            config=config.file,
            hours=schedule.publish_at,
            days=schedule.days,
            zone=config.timezone,
            every_minutes=config.collect.every_minutes,
        )
        click.echo(UNITS[unit](setting), nl=False)
        return DONE
    level = "error" if given["quiet"] else "debug" if given["verbose"] else config.log.level
    open_log("json" if given["as_json"] else config.log.format, level, config.secrets)
    service = Service(config, given["file"])
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: service.stop())
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, lambda *_: service.reload())
    service.run()
    # Not a return: that waits for every thread, and some of them for a slow server or for a template that
    # does not come to an end. What was not kept is as if it had not been begun.
    os._exit(DONE)
