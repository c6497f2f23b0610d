"""Collecting and publishing, by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any

import click

from digest.cli.exit_codes import DONE, ILL
from digest.cli.options import make_console, publishing_options, read_date, shared_options
from digest.cli.publication import finish, plan_publication
from digest.runtime.environment import (
    find_config,
    free_the_gone,
    local_zone,
    make_client,
    open_everything,
    owner_name,
    read_clock,
)

if TYPE_CHECKING:
    from digest.cli.views.console import Console
    from digest.store import Store

PAUSE_SECONDS = 1
"""How often we look whether somebody else has done collecting."""


@contextmanager
def hold_collecting(console: Console, store: Store, owner: str) -> Iterator[None]:
    """Collecting by hand, while nobody else does: who is at it already is waited for."""
    from digest.serve.rounds import await_step, hold_step
    from digest.store.lease_repository import describe_owner

    free_the_gone(store, owner)
    said: set[str] = set()

    def pause(holder: str) -> None:
        if holder not in said:
            console.say(f"{describe_owner(holder)} is collecting at the moment; waiting for it to end.")
        said.add(holder)
        sleep(PAUSE_SECONDS)

    await_step(store, "collect", owner, read_clock, pause)
    with hold_step(store, "collect", owner, read_clock):
        yield


@click.command()
@publishing_options
@click.option("--sample", is_flag=True, help="Make an edition from the bundled sample articles.")
@click.option("--strict", is_flag=True, help="Exit with 3 when a source failed, or a file of one.")
@shared_options
def run(sample: bool, strict: bool, **given: Any) -> int:
    """Collect from every source, then publish an edition."""
    from digest.cli.views.console import tell_collecting
    from digest.cli.views.starter import publish_sample_past, sample_config
    from digest.pipeline import collect
    from digest.publishing.outbox import deliver_waiting

    console = make_console(given)
    config = sample_config(Path(), local_zone()) if sample else find_config(given["file"])
    clock, owner, client = read_clock(), owner_name(), make_client(config)
    make = plan_publication(config, clock, owner, given)
    with open_everything(config, keep=not given["dry_run"]) as (store, read_map, work_map):
        # A dry run keeps nothing: it may go on beside whoever collects.
        alone = nullcontext() if given["dry_run"] else hold_collecting(console, store, owner)
        with alone, console.progress("Collecting") as report:
            collecting = collect(config, store, client, clock, read_map, report)
        tell_collecting(console, collecting)
        if sample:
            publish_sample_past(config, store, clock, work_map)
        publication = make(store, work_map)
        sent = () if given["dry_run"] else deliver_waiting(config, store, read_clock, owner, client)
    code = finish(console, publication, sent, given["show"])
    if sample:
        console.say("That was the sample. For your own news: `digest init news`, then `digest run` in there.")
    return ILL if strict and not code and not collecting.whole else code


@click.command()
@shared_options
def collect(**given: Any) -> int:
    """Collect from every source, and publish nothing."""
    from dataclasses import asdict

    from digest.cli.views.console import tell_collecting
    from digest.pipeline import collect as collect_sources

    console = make_console(given)
    config = find_config(given["file"])
    now, owner = read_clock(), owner_name()
    with (
        open_everything(config) as (store, read_map, _),
        hold_collecting(console, store, owner),
        console.progress("Collecting") as report,
    ):
        collecting = collect_sources(config, store, make_client(config), now, read_map, report)
    tell_collecting(console, collecting)
    failures = {visit.source.name: visit.failure.message for visit in collecting.failures if visit.failure}
    console.answer("", {**asdict(collecting), "failures": failures})
    return DONE


@click.command()
@publishing_options
@click.option("--again", metavar="DATE", help="Write the edition of that day once more, from the store.")
@shared_options
def publish(again: str | None, **given: Any) -> int:
    """Publish an edition from what was collected."""
    from digest.pipeline import publish_again
    from digest.publishing.outbox import deliver_waiting

    console = make_console(given)
    config = find_config(given["file"])
    past = read_date(again, "--again") if again else None
    if past and any(given[option] for option in ("since", "day", "only", "dry_run")):
        raise click.UsageError("--again writes a past edition as it was: no other option can change that")
    now, owner = read_clock(), owner_name()
    make = plan_publication(config, now, owner, given)
    with open_everything(config, keep=not given["dry_run"]) as (store, _, work_map):
        publication = publish_again(config, store, past) if past else make(store, work_map)
        nowhere = past or given["dry_run"]
        sent = () if nowhere else deliver_waiting(config, store, read_clock, owner, make_client(config))
    return finish(console, publication, sent, given["show"])
