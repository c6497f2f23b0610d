"""What a command works with: clock, configuration, network, engines, store.

The only room that reads the clock and the environment.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from digest.errors import ConfigError

if TYPE_CHECKING:
    from digest.config import Config
    from digest.http import Client
    from digest.runtime.executors import Map
    from digest.store import Store

# What is heavy is imported where it is used: `digest --help` must answer at once.


def read_clock() -> datetime:
    """The time in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def owner_name() -> str:
    """Who we are on a store that others may use, too: machine, number of the process, a time."""
    return f"{platform.node() or 'localhost'}/{os.getpid()}/{read_clock():%Y%m%dT%H%M%SZ}"


def own_program() -> tuple[str, ...]:
    """The words that start this program, wherever it is started from."""
    script = Path(os.path.abspath(sys.argv[0]))
    if script.stem == "digest" and script.is_file():
        return (str(script),)
    return (sys.executable, "-m", "digest")


def is_gone(owner: str, us: str) -> bool:
    """Whether an owner (see `owner_name`) is known to have ended: a process of this machine, not us, whose
    number nobody has now or we have."""
    host, pid, _ = owner.rsplit("/", 2) if owner.count("/") >= 2 else ("", "", "")
    if owner == us or host != us.rsplit("/", 2)[0] or not pid.isdecimal():
        return False
    if int(pid) == os.getpid():
        return True
    if os.name == "nt":
        return False  # there is no harmless signal to ask with
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def free_the_gone(store: Store, us: str) -> tuple[str, ...]:
    """Whatever programs that were killed on this machine have left half done may be done again at once.

    us: our own name. Returns the names of the others.
    """
    gone = tuple(owner for owner in sorted(store.owners()) if is_gone(owner, us))
    for owner in gone:
        store.free_owner(owner, read_clock())
    return gone


def local_zone() -> str:
    """The name of this machine's time zone, or UTC when it cannot be told."""
    from zoneinfo import available_timezones

    named = os.environ.get("TZ", "").removeprefix(":")
    linked = os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    return next((name for name in (named, linked) if name in available_timezones()), "UTC")


def local_language() -> str:
    """The locale that messages are wanted in, such as de_AT.UTF-8, or ""."""
    return next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")


def find_config(given: Path | None) -> Config:
    """The configuration in a file; see find_config_file. Raises ConfigError when it has mistakes, too."""
    from digest.config import load_config
    from digest.runtime.plugins import known_names

    return load_config(find_config_file(given), os.environ, known_names())


def find_config_if_any(given: Path | None) -> Config | None:
    """The same, or None where there is no configuration and none was named."""
    try:
        path = find_config_file(given)
    except ConfigError:
        return None
    return find_config(path)


def find_config_file(given: Path | None) -> Path:
    """The given file, else the first of these that there is.

    $DIGEST_CONFIG, ./digest.toml, ./config/digest.toml, digest.toml in the user's configuration folder.
    Raises ConfigError when there is none.
    """
    from platformdirs import user_config_path

    named = given or os.environ.get("DIGEST_CONFIG")
    if named:
        return Path(named)
    places = (Path("digest.toml"), Path("config/digest.toml"), user_config_path("digest") / "digest.toml")
    for place in places:
        if place.exists():
            return place
    looked = ", ".join(map(str, places))
    raise ConfigError("", f"there is no configuration here ({looked})", "`digest init` writes one.")


def make_client(config: Config) -> Client:
    """The door to the network, as the configuration and the environment's proxies want it."""
    from urllib.request import getproxies

    from digest.http import Client

    collecting = config.collect
    return Client(
        timeout_seconds=collecting.timeout_seconds,
        max_bytes=int(collecting.max_megabytes * 1_000_000),
        per_host=collecting.per_host,
        at_once=collecting.at_once,
        private_hosts=collecting.private_hosts,
        proxies=tuple(sorted(getproxies().items())),
    )


@contextmanager
def open_maps(config: Config, heed: Callable[[], None] = lambda: None) -> Iterator[tuple[Map, Map]]:
    """What reading and working run on. Reading waits for the network: threads, even beside processes.

    heed: called every now and then while results of reading are waited for; what it raises ends that.
    """
    from digest.runtime.executors import open_map

    engine = config.engine
    if engine.kind in ("serial", "dask"):
        with open_map(engine.kind, engine.workers, engine.address, heed) as both:
            yield both, both
        return
    with (
        open_map("threads", config.collect.at_once, heed=heed) as read_map,
        open_map(engine.kind, engine.workers) as work_map,
    ):
        yield read_map, work_map


@contextmanager
def open_everything(config: Config, keep: bool = True) -> Iterator[tuple[Store, Map, Map]]:
    """The store, and what reading and working run on. keep: False takes everything back at the end."""
    from digest.store import open_store

    with open_store(config.store_url, keep) as store, open_maps(config) as (read_map, work_map):
        yield store, read_map, work_map
