"""The commands that make editions: run, collect, publish, deliver."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any

import click

from digest.cli.exit_codes import DONE, FAILED, INCOMPLETE
from digest.cli.options import make_console, publishing_options, read_date, shared_options
from digest.cli.publish_workflow import plan_publication, report_publication
from digest.errors import explain_missing_edition
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
    from digest.publishing.outbox import DeliveryResult
    from digest.store import Store

POLL_SECONDS = 1
"""How often a command checks whether another process has finished collecting."""


@contextmanager
def _hold_collect_lease(console: Console, store: Store, owner: str) -> Iterator[None]:
    """Hold the lease on collecting; wait for another process that has it, and say so once."""
    from digest.publishing.leases import hold_lease
    from digest.store import describe_owner

    release_dead_owners(store, owner)
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
    """Collect from all sources, then publish an edition."""
    from digest.cli.views.console import report_collecting
    from digest.pipeline import collect
    from digest.sources.configured_sources import find_address_conflicts

    console = make_console(options)
    if sample:
        from digest.cli.views.starter_files import load_sample_config, publish_sample_past

        config = use_cache_folder(load_sample_config(Path(), find_local_zone()))
    else:
        config = find_config(options["file"])
    now, owner, client = read_clock(), make_owner_name(), make_client(config)
    publish_planned = plan_publication(config, now, owner, client, options)
    with open_runtime(config, keep=not options["dry_run"]) as (store, read_map, work_map):
        # A dry run keeps nothing, so it needs no lease.
        lease = nullcontext() if options["dry_run"] else _hold_collect_lease(console, store, owner)
        with lease, console.progress("Collecting") as report:
            collecting = collect(config, store, client, now, read_map, report)
        report_collecting(console, collecting, find_address_conflicts(config))
        if sample:
            publish_sample_past(config, store, now, work_map)
        publication, sent = publish_planned(store, work_map)
    code = report_publication(console, publication, sent, options["show"])
    if sample:
        console.note(
            "This edition is made from the sample. For your own news, type `digest init news`, "
            "then `digest run` in that folder."
        )
    return INCOMPLETE if strict and not code and not collecting.is_complete else code


@click.command()
@shared_options
def collect(**options: Any) -> int:
    """Collect from all sources; publish nothing."""
    from dataclasses import asdict

    from digest.cli.views.console import report_collecting
    from digest.pipeline import collect as collect_sources
    from digest.sources.configured_sources import find_address_conflicts

    console = make_console(options)
    config = find_config(options["file"])
    now, owner = read_clock(), make_owner_name()
    with (
        open_runtime(config) as (store, read_map, _),
        _hold_collect_lease(console, store, owner),
        console.progress("Collecting") as report,
    ):
        collecting = collect_sources(config, store, make_client(config), now, read_map, report)
    report_collecting(console, collecting, find_address_conflicts(config))
    failures = {visit.source.name: visit.failure.message for visit in collecting.failures if visit.failure}
    console.print_result("", {**asdict(collecting), "failures": failures})
    return DONE


@click.command()
@publishing_options
@click.option("--again", metavar="DATE", help="Write the files of a past edition again, from the store.")
@shared_options
def publish(again: str | None, **options: Any) -> int:
    """Publish an edition of the collected articles."""
    from digest.pipeline import republish

    console = make_console(options)
    config = find_config(options["file"])
    past = read_date(again, "--again") if again else None
    if past and any(options[name] for name in ("since", "day", "only", "dry_run")):
        raise click.UsageError(
            "--again writes a past edition as it was; remove --since, --date, --only and --dry-run"
        )
    now, owner = read_clock(), make_owner_name()
    publish_planned = plan_publication(config, now, owner, make_client(config), options)
    with open_runtime(config, keep=not options["dry_run"]) as (store, _, work_map):
        sent: Sequence[DeliveryResult] = ()
        if past:
            with console.steps() as report:
                publication = republish(config, store, past, report)
        else:
            publication, sent = publish_planned(store, work_map)
    return report_publication(console, publication, sent, options["show"])


@click.command()
@click.option("--again", metavar="DATE", help="Try again now what of this edition has not arrived.")
@shared_options
def deliver(again: str | None, **options: Any) -> int:
    """Send the deliveries that are due and have not arrived yet."""
    from digest.cli.views.console import report_deliveries
    from digest.publishing.outbox import deliver_pending
    from digest.store import open_store

    console = make_console(options)
    config = find_config(options["file"])
    day = read_date(again, "--again") if again else None
    owner = make_owner_name()
    with open_store(config.store_url) as store:
        if day and store.editions.data(day) is None:
            raise explain_missing_edition(day)
        release_dead_owners(store, owner)
        sent = deliver_pending(config, store, read_clock, owner, make_client(config), day)
    failures = report_deliveries(console, sent)
    rows = [{"target": row.target, "date": str(row.date), "arrived": row.failure is None} for row in sent]
    arrived = sum(row.failure is None for row in sent)
    console.print_result(
        f"{arrived} of {len(sent)} delivered." if sent else "No delivery is due.",
        {"deliveries": rows, "failures": failures},
    )
    return FAILED if failures else DONE
