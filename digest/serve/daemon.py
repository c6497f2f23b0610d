"""The daemon: runs rounds for years, whatever happens to the machine, the clock and the configuration.

A problem is logged when it begins and when it changes, not at every tick. Only a signal stops the daemon.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from time import sleep

from digest.config import Config, list_edition_configs
from digest.editions.calendar import Slot, find_next_slot
from digest.editions.round_inputs import list_companions
from digest.editions.shared_steps import SharedSteps
from digest.errors import ConfigError, DigestError
from digest.models import Collected, SourceHealth
from digest.models.edition_data import count_stories, describe_contents
from digest.pipeline import PublishOptions, collect, publish
from digest.publishing.configured_parts import check_parts
from digest.publishing.edition_records import write_front_page
from digest.publishing.leases import name_publish_job
from digest.publishing.outbox import deliver_all_pending
from digest.publishing.watch_alerts import run_watches
from digest.runtime.environment import (
    find_config,
    is_dead_owner,
    make_client,
    make_owner_name,
    open_maps,
    read_clock,
    release_dead_owners,
    return_free_memory,
)
from digest.serve.health import describe_state
from digest.serve.health_file import find_health_file, list_running, read_health, write_health
from digest.serve.health_server import Monitor
from digest.serve.logs import LOG, configure_logging
from digest.serve.rounds import Steps, run_round
from digest.serve.scheduler import WAKE_SECONDS, Waker
from digest.sources.configured_sources import find_address_conflicts, list_sources
from digest.sources.sharing import Sharing
from digest.store import Store, open_store

SUSPENDED_AFTER = timedelta(seconds=4 * WAKE_SECONDS)
"""After no tick for so long the machine was suspended, or the clock was set forward."""


class StopRequested(BaseException):
    """The daemon was stopped during a step that may be left at any point."""


class Daemon:
    """A running `digest serve`."""

    def __init__(self, config: Config, file: Path | None) -> None:
        """Prepare the daemon; `run` starts it.

        Args:
            config: the configuration to start with.
            file: where `reload` reads the configuration; None for the usual places.
        """
        self._config, self._file = config, file
        self._owner = make_owner_name()
        self._reload_requested = False
        self._dead_owners_released = False
        self._last_tick: datetime | None = None
        self._watched_until: datetime | None = None
        self._logged_problems: dict[str, str] = {}
        self._other_daemons: frozenset[str] = frozenset()
        self._waker = Waker(self.tick, read_clock)
        self._monitor = _open_monitor(config.schedule.health_port)

    def run(self) -> None:
        """Serve until `stop`."""
        every, times = self._config.collect.every_minutes, describe_times(self._config)
        LOG.info("collecting every %d minutes, %s", every, times)
        for conflict in find_address_conflicts(self._config):
            LOG.warning("%s", conflict)
        with self._monitor:
            finished = self._waker.run()
        self._leave_health_file()
        LOG.info("stopped" if finished else "stopped during a step, which starts again at the next start")

    def stop(self) -> None:
        """Stop as soon as the running step has ended. Safe to call from a signal handler."""
        self._waker.stop()

    def reload(self) -> None:
        """Read the configuration again before the next tick. Safe to call from a signal handler."""
        self._reload_requested = True
        self._waker.wake()

    def tick(self) -> datetime | None:
        """Run one round; return the time of the next slot, or None."""
        try:
            if self._reload_requested:
                self._reload_requested = False
                self._reload_config()
            now = read_clock()
            self._log_clock_gap(now)
            self._run_round(now)
            self._logged_problems.pop("store", None)
        except StopRequested:
            return None
        except DigestError as error:
            self._log_problem("store", error)
        except Exception:
            LOG.exception("unexpected error; please report it")
        now, configs = read_clock(), list_edition_configs(self._config)
        slots = (find_next_slot(now, own.zone, own.schedule.publish_at, own.schedule.days) for own in configs)
        return min((slot.moment for slot in slots if slot), default=None)

    def _run_round(self, now: datetime) -> None:
        config = self._config
        with open_store(config.store_url) as store:
            if not self._dead_owners_released:
                release_dead_owners(store, self._owner)
                self._dead_owners_released = True
            steps = Steps(
                collect=partial(self._collect, store, now),
                publish=partial(self._publish, store, now, SharedSteps()),
                deliver=partial(self._deliver, store),
            )
            for failure in run_round(config, store, read_clock, self._owner, steps):
                self._log_problem(failure.name, failure.error)
            state = describe_state(config, store, read_clock())
        others = self._find_other_daemons()
        for owner in sorted(others.keys() - self._other_daemons):
            LOG.warning("%s serves this folder, too; each edition is still published only once", owner)
        self._other_daemons = frozenset(others)
        state["serving"] = {**others, self._owner: state["time"]}
        write_health(find_health_file(config), state)
        self._monitor.update(state)

    def _find_other_daemons(self) -> dict[str, str]:
        """Return {owner: time of its last tick} of the others in the health file that are alive."""
        running = list_running(read_health(find_health_file(self._config)), read_clock())
        return {
            owner: time
            for owner, time in running.items()
            if owner != self._owner and not is_dead_owner(owner, self._owner)
        }

    def _leave_health_file(self) -> None:
        """Remove this daemon from the health file; delete the file if no other one is in it."""
        path, others = find_health_file(self._config), self._find_other_daemons()
        if others:
            write_health(path, {**(read_health(path) or {}), "serving": others})
        else:
            path.unlink(missing_ok=True)

    def _collect(self, store: Store, now: datetime) -> None:
        config = self._config
        listed, _ = list_sources(config)
        before = {row.name: row for row in store.sources.health(listed)}
        with open_maps(config, self._check_stop) as (read_map, _):
            sharing = Sharing(self._owner, self._pause)
            result = collect(config, store, make_client(config), now, read_map, sharing=sharing)
        LOG.debug("visited %d sources, %d new articles", result.visits, result.new)
        for row in store.sources.health(listed):
            log_health_change(before.get(row.name), row)
        log_persistent_failures(result.failures)
        return_free_memory()
        self._logged_problems.pop("collect", None)

    def _pause(self) -> None:
        """Wait a second for the other collectors of the store."""
        self._check_stop()
        sleep(1)

    def _check_stop(self) -> None:
        """Leave collecting when the daemon is stopped; what has come in is kept."""
        if self._waker.stopping:
            raise StopRequested

    def _publish(self, store: Store, now: datetime, shared: SharedSteps, config: Config, slot: Slot) -> None:
        companions = list_companions(config, list_edition_configs(self._config), slot.day)
        options = PublishOptions(companions=companions, shared=shared)
        with open_maps(config) as (_, work_map):
            client = make_client(config)
            publication = publish(config, store, slot.day, now, work_map, options, self._owner, client)
        write_front_page(self._config, store)
        path = publication.files[0] if publication.files else config.output_folder
        missed = publication.data["catch_up"]
        catch_up = f", catching up on {missed['editions']} missed" if missed else ""
        contents = describe_contents(*count_stories(publication.data))
        name = f"edition {config.edition}".rstrip()
        LOG.info("published the %s of %s%s: %s, %s", name, slot.day, catch_up, contents, path)
        if store.maintenance.compact():
            LOG.debug("compacted the store")
        return_free_memory()
        self._logged_problems.pop(name_publish_job(config.edition), None)

    def _deliver(self, store: Store) -> None:
        if self._waker.stopping:
            return
        config = self._config
        self._send_watch_alerts(store)
        for row in deliver_all_pending(config, store, read_clock, self._owner, make_client(config)):
            edition = f"edition {row.edition}" if row.edition else "edition"
            name = f"{row.target}, {edition} of {row.date}"
            if row.failure is None:
                LOG.info("delivered to %s", name)
                self._logged_problems.pop(name, None)
            elif row.is_final:
                LOG.error("not delivered to %s, not tried again: %s", name, row.failure)
            else:
                self._log_problem(name, row.failure)

    def _send_watch_alerts(self, store: Store) -> None:
        """Look for matches of watches when articles have arrived, and send what is due."""
        config, newest = self._config, store.articles.last_first_seen()
        is_new = newest is not None and newest != self._watched_until
        if not config.watches or not (is_new or store.watches.due(read_clock())):
            return
        client = make_client(config)
        results, failure = run_watches(config, store, read_clock, self._owner, client, look=is_new)
        for row in results:
            name = f"{row.alert.target}, watch {row.alert.watch}"
            if row.failure is None:
                LOG.info("sent to %s", name)
            elif row.is_final:
                LOG.error("not sent to %s, not tried again: %s", name, row.failure)
            else:
                self._log_problem(name, row.failure)
        if failure:
            self._log_problem("watch", failure)
        else:
            self._watched_until = newest

    def _log_problem(self, name: str, error: DigestError) -> None:
        """Log a problem, unless it is the same as the last one logged under this name."""
        message = "; ".join(str(error).splitlines())
        if self._logged_problems.get(name) != message:
            self._logged_problems[name] = message
            LOG.warning("%s: %s", name, message, exc_info=error.__cause__)

    def _log_clock_gap(self, now: datetime) -> None:
        last, self._last_tick = self._last_tick, now
        if last and now - last > SUSPENDED_AFTER:
            LOG.info("resumed after %s: the machine was suspended, or its clock was set forward", now - last)
        elif last and now < last:
            LOG.info("the clock was set back by %s", last - now)

    def _reload_config(self) -> None:
        try:
            config = find_config(self._file)
            check_parts(config)
        except ConfigError as error:
            message = "; ".join(str(error).splitlines())
            LOG.error("the new configuration has mistakes, the previous one stays in use: %s", message)
            return
        self._config = config
        configure_logging(config.log.format, config.log.level, config.secrets)
        self._logged_problems.clear()
        LOG.info("configuration reloaded")
        with open_store(config.store_url) as store:
            for own in list_edition_configs(config):
                store.leases.retry_now(name_publish_job(own.edition))


def describe_times(config: Config) -> str:
    """Describe when the editions are published."""
    planned = [
        f"publishing {f'{own.edition} ' if own.edition else ''}at {hours} {own.timezone}"
        for own in list_edition_configs(config)
        if (hours := ", ".join(own.schedule.publish_at))
    ]
    return ", ".join(planned) or "publishing nothing"


def _open_monitor(port: int) -> Monitor:
    """Return the monitor of [schedule] health_port; when the port is taken, log it and serve nothing."""
    try:
        return Monitor(port, read_clock)
    except OSError as error:
        advice = "no health probes are answered; free the port or choose another one, then restart"
        LOG.warning("[schedule] health_port %d cannot be used (%s): %s", port, error.strerror, advice)
        return Monitor(0, read_clock)


def log_health_change(before: SourceHealth | None, now: SourceHealth) -> None:
    """Log the state of a source if it has changed; a first failure may be temporary, so not as a warning."""
    previous = (before.status, before.message) if before else ("ok", "")
    if (now.status, now.message) == previous:
        return
    if now.status == "ok":
        LOG.info("%s answers again", now.name)
    else:
        LOG.info("%s: %s. %s", now.name, now.message, now.advice)


def log_persistent_failures(failures: Iterable[Collected]) -> None:
    """Log a warning for each source whose failure has just become persistent; it happens once per failure."""
    for visit in failures:
        if visit.failure_became_persistent and visit.failure:
            since = f"{visit.state.failing_since:%Y-%m-%d %H:%M} UTC"
            message, advice = visit.failure.message, visit.failure.advice
            LOG.warning("%s has failed since %s: %s. %s", visit.source.name, since, message, advice)
