"""What the commands that publish have in common: read the options, publish, report the results."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from digest.cli.edition_choice import choose_due_editions
from digest.cli.exit_codes import DONE, FAILED, USAGE_ERROR
from digest.cli.options import make_console, read_date, read_since
from digest.errors import ConfigError, DigestError, UsageError
from digest.runtime.environment import read_clock

if TYPE_CHECKING:
    from digest.cli.views.console import Console
    from digest.config import Config
    from digest.editions.shared_steps import SharedSteps
    from digest.http import Client
    from digest.models import DeliveryJob
    from digest.pipeline import Publication
    from digest.publishing.outbox import DeliveryResult
    from digest.runtime.executors import Map
    from digest.store import Store

FIRST_DAY = date(1990, 1, 1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one edition: its publication and deliveries, or the error.

    edition: its name, "" for the only one. waiting: the deliveries that wait for a later attempt.
    """

    edition: str
    publication: Publication | None = None
    sent: Sequence[DeliveryResult] = ()
    error: DigestError | None = None
    waiting: Sequence[DeliveryJob] = ()


def plan_publication(
    config: Config, now: datetime, owner: str, client: Client, options: dict[str, Any]
) -> Callable[[Store, Map], tuple[Outcome, ...]]:
    """Return a function that publishes and delivers the editions that the options describe.

    Of several editions, one that fails does not affect the others.

    Args:
        config: that of the file.
        now: the clock.
        owner: the name of this process; see `make_owner_name`.
        client: fetches images and sends deliveries.
        options: those of `options.publishing_options` and `options.shared_options`.

    Raises:
        click.BadParameter: an option is wrong; this is known before anything is collected.
        ConfigError: what the configuration names does not exist.
        DigestError: no edition is due.
    """
    from digest.config import list_edition_configs
    from digest.publishing.configured_parts import check_parts

    check_parts(config)
    if options["dry_run"] and options["show"]:
        raise click.UsageError("--open finds nothing to open: with --dry-run, no page is written")
    day = read_date(options["day"], "--date") if options["day"] else None
    if options["since"] == "all":
        config = _widen_windows(config)
    console = make_console(options)
    configs = choose_due_editions(config, options["names"], now, day, console)
    every = list_edition_configs(config)
    plans = [(own.edition, _plan_edition(own, every, now, day, owner, client, options)) for own in configs]

    def run(store: Store, work_map: Map) -> tuple[Outcome, ...]:
        from digest.editions.shared_steps import SharedSteps
        from digest.publishing.edition_records import write_front_page

        shared, outcomes = SharedSteps(), []
        for edition, publish in plans:
            try:
                publication, sent = publish(store, work_map, shared)
                waiting = () if options["dry_run"] else _list_waiting(store, edition, publication, sent)
                outcomes.append(Outcome(edition, publication, sent, waiting=waiting))
            except DigestError as error:
                if not edition:
                    raise
                outcomes.append(Outcome(edition, error=error))
        if not options["dry_run"]:
            write_front_page(config, store)
        return tuple(outcomes)

    return run


def _list_waiting(
    store: Store, edition: str, publication: Publication, sent: Sequence[DeliveryResult]
) -> tuple[DeliveryJob, ...]:
    """Return the deliveries of an issue that were not tried now, because an earlier attempt failed."""
    tried = {result.target for result in sent}
    jobs = store.deliveries.undelivered(date.fromisoformat(publication.data["date"]), edition)
    return tuple(job for job in jobs if job.state == "waiting" and job.target not in tried)


def _plan_edition(
    config: Config,
    every: Sequence[Config],
    now: datetime,
    day: date | None,
    owner: str,
    client: Client,
    options: dict[str, Any],
) -> Callable[[Store, Map, SharedSteps], tuple[Publication, Sequence[DeliveryResult]]]:
    """Return a function that publishes one edition; see `plan_publication`.

    config: that of the edition. every: those of all editions.
    """
    from digest.editions.round_inputs import list_companions
    from digest.pipeline import PublishOptions, publish_and_deliver

    clock, since = now, None
    if day:
        day, clock = _find_publication_time(config, day, clock)
    else:
        day = now.astimezone(config.zone).date()
    if options["since"] not in (None, "", "all"):
        since = read_since(options["since"], config.zone, clock)

    def run(store: Store, work_map: Map, shared: SharedSteps) -> tuple[Publication, Sequence[DeliveryResult]]:
        publish_options = PublishOptions(
            since,
            options["only"],
            clock < now,
            options["dry_run"],
            list_companions(config, every, day),
            shared,
        )
        with make_console(options).steps() as report_step:

            def report(step: str) -> None:
                report_step(f"{config.edition}: {step}" if config.edition else step)

            return publish_and_deliver(
                config, store, day, clock, work_map, publish_options, owner, client, read_clock, report
            )

    return run


def _widen_windows(config: Config) -> Config:
    """Return a configuration whose editions take everything, however old."""
    digest = config.digest.model_copy(update={"window_hours": 0})
    rows = tuple(row.model_copy(update={"window_hours": 0}) for row in config.editions)
    return config.model_copy(update={"digest": digest, "editions": rows})


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


def report_publication(console: Console, outcomes: Sequence[Outcome], show: bool) -> int:
    """Print editions and their deliveries, and open them in the browser if `show`. Return the exit code."""
    from digest.cli.views.console import describe_publication, report_deliveries, report_waiting

    rows: list[dict[str, Any]] = []
    texts: list[str] = []
    failures: list[str] = []
    for outcome in outcomes:
        failures += report_deliveries(console, outcome.sent)
        failures += report_waiting(console, outcome.waiting)
        if outcome.error:
            console.print_error(outcome.error, f"edition {outcome.edition}")
            failures.append(f"edition {outcome.edition}: {outcome.error}")
        if not outcome.publication:
            continue
        publication = outcome.publication
        files = [str(path) for path in publication.files]
        rows.append({"name": outcome.edition, "files": files, "edition": publication.data})
        texts.append(describe_publication(publication))
        pages = [path for path in publication.files if path.suffix == ".html"] or publication.files
        if show and pages:
            click.launch(str(pages[0]))
    if [outcome.edition for outcome in outcomes] == [""]:
        data = {"files": rows[0]["files"], "edition": rows[0]["edition"], "failures": failures}
    else:
        data = {"editions": rows, "failures": failures}
    console.print_result("\n\n".join(texts), data)
    mistakes = [outcome for outcome in outcomes if isinstance(outcome.error, ConfigError | UsageError)]
    if failures and len(mistakes) == len(failures):
        return USAGE_ERROR
    return FAILED if failures else DONE
