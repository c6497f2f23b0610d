"""Collecting and publishing, by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from digest.cli.codes import DONE, ILL
from digest.cli.options import make_console, publishing_options, read_date, shared_options
from digest.cli.publication import finish, plan_publication
from digest.equipment import (
    find_config,
    local_zone,
    make_door,
    open_everything,
    owner_name,
    read_clock,
)


@click.command()
@publishing_options
@click.option("--sample", is_flag=True, help="Make an edition from the bundled sample articles.")
@click.option("--strict", is_flag=True, help="Exit with 3 when a source failed, or a file of one.")
@shared_options
def run(sample: bool, strict: bool, **given: Any) -> int:
    """Collect from every source, then publish an edition."""
    from digest.console import tell_collecting
    from digest.dispatch import deliver_waiting
    from digest.pipeline import collect
    from digest.serve.rounds import note_step
    from digest.starter import publish_sample_past, sample_config

    console = make_console(given)
    config = sample_config(Path(), local_zone()) if sample else find_config(given["file"])
    clock, owner, door = read_clock(), owner_name(), make_door(config)
    make = plan_publication(config, clock, owner, given)
    with open_everything(config, keep=not given["dry_run"]) as (store, read_map, work_map):
        with console.progress("Collecting") as report:
            collecting = collect(config, store, door, clock, read_map, report)
        note_step(store, "collect", owner, read_clock())
        tell_collecting(console, collecting)
        if sample:
            publish_sample_past(config, store, clock, work_map)
        publication = make(store, work_map)
        sent = () if given["dry_run"] else deliver_waiting(config, store, read_clock, owner, door)
    code = finish(console, publication, sent, given["show"])
    if sample:
        console.say("That was the sample. For your own news: `digest init news`, then `digest run` in there.")
    return ILL if strict and not code and not collecting.whole else code


@click.command()
@shared_options
def collect(**given: Any) -> int:
    """Collect from every source, and publish nothing."""
    from dataclasses import asdict

    from digest.console import tell_collecting
    from digest.pipeline import collect as collect_sources
    from digest.serve.rounds import note_step

    console = make_console(given)
    config = find_config(given["file"])
    now = read_clock()
    with open_everything(config) as (store, read_map, _), console.progress("Collecting") as report:
        collecting = collect_sources(config, store, make_door(config), now, read_map, report)
        note_step(store, "collect", owner_name(), read_clock())
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
    from digest.dispatch import deliver_waiting
    from digest.pipeline import publish_again

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
        sent = () if nowhere else deliver_waiting(config, store, read_clock, owner, make_door(config))
    return finish(console, publication, sent, given["show"])
