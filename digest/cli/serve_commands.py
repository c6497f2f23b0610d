"""The commands of the daemon: serve, status."""

from __future__ import annotations

import os
import signal
from typing import Any

import click

from digest.cli.exit_codes import DONE, FAILED
from digest.cli.options import make_console, shared_options
from digest.runtime.environment import find_config, find_own_command, read_clock
from digest.serve.service_units import UNIT_FORMATTERS, PublishingTimes, UnitSettings, combine_times


@click.command()
@click.option(
    "--print-unit",
    "unit",
    type=click.Choice(list(UNIT_FORMATTERS)),
    help="Print the file that lets your system start the program by itself, and exit.",
)
@shared_options
def serve(unit: str | None, **options: Any) -> int:
    """Keep running: collect at intervals, publish at the set times.

    Ctrl-C or SIGTERM stops it when the current step has ended, or after some seconds; SIGHUP reloads the
    configuration.
    """
    from digest.config import list_edition_configs
    from digest.publishing.configured_parts import check_parts
    from digest.serve.daemon import Daemon
    from digest.serve.logs import configure_logging
    from digest.serve.watchdog import start_watchdog

    config = find_config(options["file"])
    if unit:
        settings = UnitSettings(
            program=find_own_command(),
            config=config.file,
            times=combine_times(
                PublishingTimes(
                    own.schedule.publish_at,
                    own.schedule.days,
                    own.timezone,
                    (own.edition,) if own.edition else (),
                )
                for own in list_edition_configs(config)
            ),
            every_minutes=config.collect.every_minutes,
        )
        click.echo(UNIT_FORMATTERS[unit](settings), nl=False)
        return DONE
    check_parts(config)
    level = "error" if options["quiet"] else "debug" if options["verbose"] else config.log.level
    configure_logging("json" if options["as_json"] else config.log.format, level, config.secrets)
    start_watchdog()
    daemon = Daemon(config, options["file"])
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: daemon.stop())
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, lambda *_: daemon.reload())
    daemon.run()
    # Returning would wait for all threads, and some of them may wait for a slow server. What they have not
    # committed is done again at the next start.
    os._exit(DONE)


@click.command()
@shared_options
def status(**options: Any) -> int:
    """Show what ran, what is next and what failed. Exits with 1 if something needs attention."""
    from digest.cli.views.status_view import format_status
    from digest.serve.health import describe_state
    from digest.serve.health_file import find_health_file, is_stale, read_health
    from digest.store import open_store

    console = make_console(options)
    config = find_config(options["file"])
    now = read_clock()
    with open_store(config.store_url, keep=False) as store:
        state = describe_state(config, store, now)
    daemon_state = read_health(find_health_file(config))
    lines = format_status(state, daemon_state, now)
    console.print_result("\n".join(lines), {**state, "serve": daemon_state})
    is_hanging = daemon_state is not None and is_stale(daemon_state, now)
    console.print_problems([*([lines[0]] if is_hanging else []), *state["problems"]])
    return DONE if state["ok"] and not is_hanging else FAILED
