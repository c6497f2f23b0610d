"""What the commands that publish have in common: read the options of an edition, report the result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from digest.cli.exit_codes import DONE, FAILED
from digest.cli.options import make_console, read_date, read_since
from digest.runtime.environment import read_clock

if TYPE_CHECKING:
    from digest.cli.views.console import Console
    from digest.config import Config
    from digest.http import Client
    from digest.pipeline import Publication
    from digest.publishing.outbox import DeliveryResult
    from digest.runtime.executors import Map
    from digest.store import Store

FIRST_DAY = date(1990, 1, 1)


def plan_publication(
    config: Config, now: datetime, owner: str, client: Client, options: dict[str, Any]
) -> Callable[[Store, Map], tuple[Publication, Sequence[DeliveryResult]]]:
    """Return a function that publishes and delivers the edition that the options describe.

    Args:
        config: the configuration.
        now: the clock.
        owner: the name of this process; see `make_owner_name`.
        client: fetches images and sends deliveries.
        options: those of `options.publishing_options` and `options.shared_options`.

    Raises:
        click.BadParameter: an option is wrong; this is known before anything is collected.
    """
    from digest.pipeline import PublishOptions, publish_and_deliver

    day, clock, since = now.astimezone(config.zone).date(), now, None
    if options["day"]:
        day, clock = _find_publication_time(config, read_date(options["day"], "--date"), clock)
    if options["since"] == "all":
        config = config.model_copy(update={"digest": config.digest.model_copy(update={"window_hours": 0})})
    elif options["since"]:
        since = read_since(options["since"], config.zone, clock)
    publish_options = PublishOptions(since, options["only"], past=clock < now, dry_run=options["dry_run"])

    def run(store: Store, work_map: Map) -> tuple[Publication, Sequence[DeliveryResult]]:
        with make_console(options).steps() as report:
            return publish_and_deliver(
                config, store, day, clock, work_map, publish_options, owner, client, read_clock, report
            )

    return run


def _find_publication_time(config: Config, day: date, clock: datetime) -> tuple[date, datetime]:
    """Return (day, clock) for the edition of a day: a past one gets that day's time of publication.

    Raises:
        click.BadParameter: the day is in the future or before FIRST_DAY.
    """
    today = clock.astimezone(config.zone).date()
    if day > today:
        raise click.BadParameter(f"{day} is in the future", param_hint="--date")
    if day < FIRST_DAY:
        raise click.BadParameter(f"{day} is before {FIRST_DAY}, the earliest date", param_hint="--date")
    if day == today:
        return day, clock
    hour = config.schedule.publish_at[0] if config.schedule.publish_at else "06:30"
    return day, datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=config.zone).astimezone(UTC)


def report_publication(
    console: Console, publication: Publication, sent: Sequence[DeliveryResult], show: bool
) -> int:
    """Print an edition and its deliveries, and open it in the browser if `show`. Return the exit code."""
    from digest.cli.views.console import describe_publication, report_deliveries

    failures = report_deliveries(console, sent)
    files = [str(path) for path in publication.files]
    console.print_result(
        describe_publication(publication),
        {"files": files, "edition": publication.data, "failures": failures},
    )
    pages = [path for path in publication.files if path.suffix == ".html"] or publication.files
    if show and pages:
        click.launch(str(pages[0]))
    return FAILED if failures else DONE
