"""What stays up: rounds for years, whatever happens to the machine, the clock, the configuration.

A mistake is told when it begins and when it changes, not every half minute; nothing but a signal ends it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from digest.config import Config
from digest.editions.calendar import Slot, next_slot
from digest.errors import ConfigError, DigestError
from digest.models import Collected, SourceHealth
from digest.pipeline import collect, publish
from digest.publishing.outbox import deliver_waiting
from digest.runtime.environment import (
    find_config,
    free_the_gone,
    is_gone,
    make_client,
    open_maps,
    owner_name,
    read_clock,
)
from digest.serve.health import describe_state, health_path, list_serving, read_health, write_health
from digest.serve.logs import LOG, open_log
from digest.serve.monitor import Monitor
from digest.serve.rounds import Work, make_round
from digest.serve.scheduler import WAKE_SECONDS, Waker
from digest.sources.subscriptions import list_sources
from digest.store import Store, open_store

ASLEEP = timedelta(seconds=4 * WAKE_SECONDS)
"""No look at the clock for so long: the machine was suspended, or the clock was set."""


class Stopped(BaseException):
    """We were told to end, in the middle of a step that can be left at any point."""


class Service:
    """One running `digest serve`.

    config: the configuration to begin with. file: where it is read again from, None for the usual places.
    """

    def __init__(self, config: Config, file: Path | None) -> None:
        self._config, self._file = config, file
        self._owner = owner_name()
        self._reload = self._begun = False
        self._looked: datetime | None = None
        self._told: dict[str, str] = {}
        self._beside: frozenset[str] = frozenset()
        self._waker = Waker(self.look, read_clock)
        self._monitor = open_monitor(config.schedule.health_port)

    def run(self) -> None:
        """Serve until `stop`."""
        config = self._config
        every, hours = config.collect.every_minutes, ", ".join(config.schedule.publish_at)
        LOG.info("collecting every %d minutes, publishing at %s %s", every, hours, config.timezone)
        with self._monitor:
            finished = self._waker.run()
        self._leave()
        LOG.info("ended" if finished else "ended in the middle of a step; it is done again at the next start")

    def stop(self) -> None:
        """End as soon as the step under way is done. Fit to be called from a signal."""
        self._waker.stop()

    def reload(self) -> None:
        """Read the configuration again before the next look. Fit to be called from a signal."""
        self._reload = True
        self._waker.wake()

    def look(self) -> datetime | None:
        """One look at the clock; when the next slot is."""
        try:
            if self._reload:
                self._reload = False
                self._read_again()
            now = read_clock()
            self._notice_sleep(now)
            self._make_round(now)
            self._told.pop("store", None)
        except Stopped:
            return None
        except DigestError as error:
            self._tell("store", error)
        except Exception:
            LOG.exception("something unexpected went wrong; please report it")
        schedule = self._config.schedule
        slot = next_slot(read_clock(), self._config.zone, schedule.publish_at, schedule.days)
        return slot.moment if slot else None

    def _make_round(self, now: datetime) -> None:
        config = self._config
        with open_store(config.store_url) as store:
            if not self._begun:
                free_the_gone(store, self._owner)
                self._begun = True
            work = Work(
                collect=partial(self._collect, store, now),
                publish=partial(self._publish, store, now),
                deliver=partial(self._deliver, store),
            )
            for failure in make_round(config, store, read_clock, self._owner, work):
                self._tell(failure.name, failure.error)
            state = describe_state(config, store, read_clock())
        beside = self._find_others()
        for owner in sorted(beside.keys() - self._beside):
            LOG.warning("%s serves here, too; each edition is published once all the same", owner)
        self._beside = frozenset(beside)
        state["serving"] = {**beside, self._owner: state["time"]}
        write_health(health_path(config), state)
        self._monitor.show(state)

    def _find_others(self) -> dict[str, str]:
        """{owner: when it last looked at the clock} of others that leave word at the same place."""
        found = list_serving(read_health(health_path(self._config)), read_clock())
        gone = (owner for owner in found if owner == self._owner or is_gone(owner, self._owner))
        return {owner: found[owner] for owner in found.keys() - set(gone)}

    def _leave(self) -> None:
        """Take our word back; that of others who are still at work stays."""
        path, beside = health_path(self._config), self._find_others()
        if beside:
            write_health(path, {**(read_health(path) or {}), "serving": beside})
        else:
            path.unlink(missing_ok=True)

    def _collect(self, store: Store, now: datetime) -> None:
        config = self._config
        listed, _ = list_sources(config)
        before = {row.name: row for row in store.health(listed)}
        with open_maps(config, self._heed) as (read_map, _):
            done = collect(config, store, make_client(config), now, read_map)
        LOG.debug("visited %d sources, %d new articles", done.visits, done.new)
        for row in store.health(listed):
            tell_change(before.get(row.name), row)
        tell_lasting(done.failures)
        self._told.pop("collect", None)

    def _heed(self) -> None:
        """What has come in is kept, so collecting can be left at any time."""
        if self._waker.stopping:
            raise Stopped

    def _publish(self, store: Store, now: datetime, slot: Slot) -> None:
        config = self._config
        with open_maps(config) as (_, work_map):
            client = make_client(config)
            publication = publish(config, store, slot.day, now, work_map, owner=self._owner, client=client)
        stories = len(publication.data["stories"])
        where = publication.files[0] if publication.files else config.output_folder
        missed = publication.data["catch_up"]
        makes_up = f", which makes up for {missed['editions']} missed" if missed else ""
        LOG.info("published the edition of %s%s: %d stories, %s", slot.day, makes_up, stories, where)
        if store.tidy():
            LOG.debug("the store was packed anew")
        self._told.pop("publish", None)

    def _deliver(self, store: Store) -> None:
        if self._waker.stopping:
            return
        config = self._config
        for row in deliver_waiting(config, store, read_clock, self._owner, make_client(config)):
            name = f"{row.target}, edition of {row.date}"
            if row.failure is None:
                LOG.info("delivered to %s", name)
                self._told.pop(name, None)
            elif row.final:
                LOG.error("not delivered to %s, and given up: %s", name, row.failure)
            else:
                self._tell(name, row.failure)

    def _tell(self, name: str, error: DigestError) -> None:
        """Log what is wrong with something, unless that was the last that was told of it."""
        told = "; ".join(str(error).splitlines())
        if self._told.get(name) != told:
            self._told[name] = told
            LOG.warning("%s: %s", name, told, exc_info=error.__cause__)

    def _notice_sleep(self, now: datetime) -> None:
        looked, self._looked = self._looked, now
        if looked and now - looked > ASLEEP:
            LOG.info("nobody was awake for %s", now - looked)
        elif looked and now < looked:
            LOG.info("the clock was set back by %s", looked - now)

    def _read_again(self) -> None:
        try:
            config = find_config(self._file)
        except ConfigError as error:
            told = "; ".join(str(error).splitlines())
            LOG.error("the new configuration cannot be used, the old one stays in force: %s", told)
            return
        self._config = config
        open_log(config.log.format, config.log.level, config.secrets)
        self._told.clear()
        LOG.info("the configuration was read again")
        with open_store(config.store_url) as store:
            store.retry_now("publish")


def open_monitor(port: int) -> Monitor:
    """The page for probes; when its port is taken there is none, and the news come all the same."""
    try:
        return Monitor(port, read_clock)
    except OSError as error:
        LOG.warning("[schedule] health_port %d cannot be used (%s)", port, error.strerror)
        return Monitor(0, read_clock)


def tell_change(before: SourceHealth | None, now: SourceHealth) -> None:
    """A line of a source, when something has changed; it may be a hiccup, or mended by the next visit."""
    was = (before.status, before.message) if before else ("ok", "")
    if (now.status, now.message) == was:
        return
    if now.status == "ok":
        LOG.info("%s answers again", now.name)
    else:
        LOG.info("%s: %s. %s", now.name, now.message, now.advice)


def tell_lasting(failures: Iterable[Collected]) -> None:
    """A warning of each source that has failed for as long as the reader is patient, this once."""
    for visit in failures:
        if visit.lasting and visit.failure:
            since = f"{visit.state.failing_since:%Y-%m-%d %H:%M} UTC"
            told, advice = visit.failure.message, visit.failure.advice
            LOG.warning("%s has failed since %s: %s. %s", visit.source.name, since, told, advice)
