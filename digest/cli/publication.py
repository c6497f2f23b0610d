"""What the commands that publish share: which edition is asked for, and telling of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from digest.cli.exit_codes import DONE, FAILED
from digest.cli.options import read_date, read_since
from digest.runtime.environment import free_the_gone, make_client, read_clock

if TYPE_CHECKING:
    from digest.cli.views.console import Console
    from digest.config import Config
    from digest.pipeline import Publication
    from digest.publishing.outbox import Sent
    from digest.runtime.executors import Map
    from digest.store import Store

FIRST_DAY = date(1990, 1, 1)


def plan_publication(
    config: Config, now: datetime, owner: str, given: dict[str, Any]
) -> Callable[[Store, Map], Publication]:
    """What makes the edition that the publishing options ask for; a wrong option is told at once."""
    from digest.pipeline import PublishOptions
    from digest.pipeline import publish as publish_edition
    from digest.serve.rounds import hold_step

    day, clock, since = now.astimezone(config.zone).date(), now, None
    if given["day"]:
        day, clock = edition_time(config, read_date(given["day"], "--date"), clock)
    if given["since"] == "all":
        config = config.model_copy(update={"digest": config.digest.model_copy(update={"window_hours": 0})})
    elif given["since"]:
        since = read_since(given["since"], config.zone, clock)

    def make(store: Store, work_map: Map) -> Publication:
        options = PublishOptions(since, given["only"], past=clock < now, deliver=not given["dry_run"])
        made = partial(
            publish_edition, config, store, day, clock, work_map, options, client=make_client(config)
        )
        if given["dry_run"]:
            return made()
        free_the_gone(store, owner)
        with hold_step(store, "publish", owner, read_clock):
            return made(owner=owner)

    return make


def edition_time(config: Config, day: date, clock: datetime) -> tuple[date, datetime]:
    """An edition of another day is made as if at that day's hour of publication."""
    today = clock.astimezone(config.zone).date()
    if day > today:
        raise click.BadParameter(f"{day} is still to come", param_hint="--date")
    if day < FIRST_DAY:
        raise click.BadParameter(f"{day} is before there was anything to read", param_hint="--date")
    if day == today:
        return day, clock
    hour = config.schedule.publish_at[0] if config.schedule.publish_at else "06:30"
    return day, datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=config.zone).astimezone(UTC)


def finish(console: Console, publication: Publication, sent: Sequence[Sent], show: bool) -> int:
    """Tell of an edition and of where it went, open it when asked, and say how it went."""
    from digest.cli.views.console import describe_publication, tell_sent

    failures = tell_sent(console, sent)
    files = [str(path) for path in publication.files]
    console.answer(
        describe_publication(publication),
        {"files": files, "edition": publication.data, "failures": failures},
    )
    pages = [path for path in publication.files if path.suffix == ".html"] or publication.files
    if show and pages:
        click.launch(str(pages[0]))
    return FAILED if failures else DONE
