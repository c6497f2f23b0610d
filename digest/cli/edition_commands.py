"""The commands that make editions: run, collect, publish, deliver."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any

import click

from digest.cli.edition_choice import choose_editions, choose_stored_editions
from digest.cli.exit_codes import DONE, FAILED, INCOMPLETE
from digest.cli.options import (
    edition_argument,
    make_console,
    publishing_options,
    read_date,
    shared_options,
    single_option,
)
from digest.cli.publish_workflow import Outcome, plan_publication, report_publication
from digest.runtime.environment import (
    find_config,
    find_local_zone,
    make_client,
    make_owner_name,
    open_runtime,
    read_clock,
    release_dead_owners,
    use_cache_folder,
)

if TYPE_CHECKING:
    from digest.cli.views.console import Console
    from digest.config import Config
    from digest.http import Client
    from digest.publishing.outbox import DeliveryResult
    from digest.store import Store

POLL_SECONDS = 1
"""How often a command checks whether another process has finished collecting."""


@contextmanager
def _hold_collect_lease(console: Console, store: Store, owner: str) -> Iterator[None]:
    """Hold the lease on collecting; wait for another process that has it, and say so once.

    Where the database allows it, share the sources with that process instead.
    """
    from digest.publishing.leases import LEASE, hold_lease
    from digest.store import describe_owner

    release_dead_owners(store, owner)
    if store.hosts.are_shared and not store.leases.acquire("collect", owner, read_clock(), LEASE):
        other = store.leases.jobs()["collect"].owner
        console.note(f"{describe_owner(other)} is collecting; sharing the sources with it.")
        yield
        return
    reported: set[str] = set()

    def wait(other: str) -> None:
        if other not in reported:
            console.note(f"{describe_owner(other)} is collecting; waiting until it has finished.")
        reported.add(other)
        sleep(POLL_SECONDS)

    with hold_lease(store, "collect", owner, read_clock, wait):
        yield


@click.command()
@publishing_options
@click.option("--sample", is_flag=True, help="Make an edition from the bundled sample articles.")
@click.option("--strict", is_flag=True, help="Exit with 3 if a source, or a file of one, cannot be read.")
@shared_options
def run(sample: bool, strict: bool, **options: Any) -> int:
    """Collect from all sources, then publish an edition.

    EDITION is the name of a row of [[editions]]. Without names, those are published whose days include today.
    """
    from digest.cli.views.console import report_collecting
    from digest.pipeline import collect
    from digest.sources.configured_sources import find_address_conflicts
    from digest.sources.sharing import Sharing

    console = make_console(options)
    if sample and options["names"]:
        message = f"the sample has one edition, without a name; leave {' '.join(options['names'])} out"
        raise click.BadParameter(message, param_hint="EDITION")
    if sample and options["file"]:
        message = "the sample has a configuration of its own; leave --config out"
        raise click.BadParameter(message, param_hint="--sample")
    if sample:
        from digest.cli.views.sample_edition import load_sample_config, publish_sample_past

        config = use_cache_folder(load_sample_config(Path(), find_local_zone()))
    else:
        config = find_config(options["file"])
    now, owner, client = read_clock(), make_owner_name(), make_client(config)
    publish_planned = plan_publication(config, now, owner, client, options)
    with open_runtime(config, keep=not options["dry_run"]) as (store, read_map, work_map):
        # A dry run keeps nothing, so it needs no lease.
        lease = nullcontext() if options["dry_run"] else _hold_collect_lease(console, store, owner)
        with lease, console.progress("Collecting") as report:
            sharing = None if options["dry_run"] else Sharing(owner, partial(sleep, POLL_SECONDS))
            collecting = collect(config, store, client, now, read_map, report, sharing)
        report_collecting(console, collecting, find_address_conflicts(config))
        if sample:
            publish_sample_past(config, store, now, work_map)
        outcomes = publish_planned(store, work_map)
    code = report_publication(console, outcomes, options["show"])
    if sample:
        console.note(
            "This edition is made from the sample. For your own news, type `digest init news`; "
            "its last line says how to go on."
        )
    return INCOMPLETE if strict and not code and not collecting.is_complete else code


@click.command()
@shared_options
def collect(**options: Any) -> int:
    """Collect from all sources; publish nothing.

    What your watches find is sent.
    """
    from dataclasses import asdict

    from digest.cli.views.console import report_collecting
    from digest.pipeline import collect as collect_sources
    from digest.sources.configured_sources import find_address_conflicts
    from digest.sources.sharing import Sharing

    console = make_console(options)
    config = find_config(options["file"])
    now, owner, client = read_clock(), make_owner_name(), make_client(config)
    with open_runtime(config) as (store, read_map, _):
        with _hold_collect_lease(console, store, owner), console.progress("Collecting") as report:
            sharing = Sharing(owner, partial(sleep, POLL_SECONDS))
            collecting = collect_sources(config, store, client, now, read_map, report, sharing)
        report_collecting(console, collecting, find_address_conflicts(config))
        unsent = _send_watch_alerts(console, config, store, owner, client) if config.watches else []
    failures = {visit.source.name: visit.failure.message for visit in collecting.failures if visit.failure}
    console.print_result("", {**asdict(collecting), "failures": failures, "unsent": unsent})
    return FAILED if unsent else DONE


def _send_watch_alerts(
    console: Console, config: Config, store: Store, owner: str, client: Client
) -> list[str]:
    """Send what the watches of a configuration find. Return a line for each failure."""
    from digest.cli.views.console import report_watches
    from digest.publishing.watch_alerts import run_watches  # late: it groups articles

    results, failure = run_watches(config, store, read_clock, owner, client)
    unsent = report_watches(console, results)
    if failure:
        console.print_error(failure, "watches")
        unsent.append(f"watches: {failure}")
    return unsent


@click.command()
@publishing_options
@single_option("--again", metavar="DATE", help="Write the files of a past edition again, from the store.")
@shared_options
def publish(again: str | None, **options: Any) -> int:
    """Publish an edition of the collected articles.

    EDITION is the name of a row of [[editions]]. Without names, those are published whose days include today.
    """
    from digest.pipeline import republish
    from digest.publishing.configured_parts import check_parts
    from digest.publishing.edition_records import write_front_page

    console = make_console(options)
    config = find_config(options["file"])
    check_parts(config)
    past = read_date(again, "--again") if again else None
    if past and any(options[name] for name in ("since", "day", "only", "dry_run")):
        raise click.UsageError(
            "--again writes a past edition as it was; remove --since, --date, --only and --dry-run"
        )
    if past:
        with open_runtime(config) as (store, _, _), console.steps() as report:
            stored = choose_stored_editions(config, options["names"], store, past)
            outcomes = tuple(Outcome(own.edition, republish(own, store, past, report)) for own in stored)
            write_front_page(config, store)
        return report_publication(console, outcomes, options["show"])
    now, owner = read_clock(), make_owner_name()
    publish_planned = plan_publication(config, now, owner, make_client(config), options)
    with open_runtime(config, keep=not options["dry_run"]) as (store, _, work_map):
        outcomes = publish_planned(store, work_map)
    return report_publication(console, outcomes, options["show"])


@click.command()
@edition_argument
@single_option("--again", metavar="DATE", help="Try again now what of this edition has not arrived.")
@shared_options
def deliver(names: tuple[str, ...], again: str | None, **options: Any) -> int:
    """Send the deliveries that are due and have not arrived yet.

    EDITION is the name of a row of [[editions]]; without names, those of all editions are sent.
    """
    from digest.cli.views.console import report_deliveries
    from digest.publishing.outbox import deliver_all_pending, deliver_pending
    from digest.store import open_store

    console = make_console(options)
    config = find_config(options["file"])
    day = read_date(again, "--again") if again else None
    owner, client = make_owner_name(), make_client(config)
    chosen = choose_editions(config, names)
    with open_store(config.store_url) as store:
        if day:
            chosen = choose_stored_editions(config, names, store, day)
        release_dead_owners(store, owner)
        sent: list[DeliveryResult] = []
        if not (day or names):
            sent += deliver_all_pending(config, store, read_clock, owner, client)
        else:
            for own in chosen:
                sent += deliver_pending(own, store, read_clock, owner, client, day)
    failures = report_deliveries(console, sent)
    rows = [
        {"target": row.target, "date": str(row.date), "arrived": row.failure is None}
        | ({"edition": row.edition} if row.edition else {})
        for row in sent
    ]
    arrived = sum(row.failure is None for row in sent)
    if sent:
        message = f"{arrived} of {len(sent)} delivered."
    elif not config.deliveries:
        message = "There are no [[deliveries]] in the configuration; the files are in its output folder."
    else:
        message = f"All deliveries of {day} have arrived." if day else "No delivery is due."
    console.print_result(
        message,
        {"deliveries": rows, "failures": failures},
    )
    return FAILED if failures else DONE
