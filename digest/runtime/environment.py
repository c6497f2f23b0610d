"""Open what a command works with: clock, configuration, HTTP client, executors, store.

This is the only module that reads the clock and the environment.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from digest.errors import ConfigError
from digest.runtime.private_files import make_private_folder

if TYPE_CHECKING:
    from digest.config import Config
    from digest.http import Client
    from digest.runtime.executors import Map
    from digest.store import Store

# Slow imports are inside the functions, so that `digest --help` answers at once.


OBJECTS_PER_COLLECTION = 200_000
"""How many more objects are made than freed before the garbage collector looks for cycles (Python: 700)."""


def spare_processor_time() -> None:
    """Set up this process for a short life; called first, before anything large is imported.

    Importing makes some hundred thousand objects that stay, and the garbage collector goes through them again
    and again (a twentieth of the time of a short command), and when Python ends once more (a fifth), although
    the system then takes all memory back: so they are frozen before. What else happens at the end, such as
    the removal of temporary files, still does. numpy's OpenBLAS starts a thread for each core to multiply
    large dense matrices, of which there are none here (a twentieth, too, more on many cores). Pydantic reads
    the metadata of all installed packages to find plug-ins of its own (a twentieth).
    """
    gc.set_threshold(OBJECTS_PER_COLLECTION)
    if freeze_first_objects not in gc.callbacks:
        gc.callbacks.append(freeze_first_objects)
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def freeze_first_objects(phase: str, _: object) -> None:
    """Freeze all objects when the garbage collector starts for the first time; it finds nothing to do then.

    Most of them were made by imports and stay. To look through them takes a tenth of the time of the first
    edition, and again and again in a process that runs for long.
    """
    if phase == "start":
        gc.freeze()
        gc.callbacks.remove(freeze_first_objects)


def return_free_memory() -> None:
    """Give free memory back to the system; for a process that runs for long, after it has read much.

    Without it the process stays as large as its largest input made it. Others than glibc keep less.
    """
    from ctypes import CDLL  # late: a short command does not need it

    gc.collect()
    with suppress(AttributeError, OSError, TypeError):
        CDLL(None).malloc_trim(0)


def open_missing_streams() -> None:
    """Give a process without standard input, output or error one that leads nowhere.

    A shell closes them with "<&-" and ">&-", and pythonw has none; using them would end the program.
    """
    if sys.stdin is None:
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115


def read_clock() -> datetime:
    """Return the time in UTC, without fractions of a second."""
    return datetime.now(UTC).replace(microsecond=0)


def read_steady_seconds() -> float:
    """Return the seconds of a clock that is never set; only differences have a meaning."""
    return time.monotonic()


def read_thread_seconds() -> float:
    """Return the CPU time that this thread has used, in seconds; only differences have a meaning."""
    return time.thread_time()


def extend_environment(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of this process with further variables, for a program that is run."""
    return {**os.environ, **variables}


def make_owner_name() -> str:
    """Return the name of this process as an owner of leases: host/process id/time.

    It is unique even where several machines use one store.
    """
    import platform

    return f"{platform.node() or 'localhost'}/{os.getpid()}/{read_clock():%Y%m%dT%H%M%SZ}"


def find_own_command() -> tuple[str, ...]:
    """Return the command line that starts this program from any folder."""
    script = Path(os.path.abspath(sys.argv[0]))
    if script.stem == "digest" and script.is_file():
        return (str(script),)
    return (sys.executable, "-m", "digest")


def find_typed_command(folder: Path = Path()) -> str:
    """Return what to type in a folder to start this program: "digest" if the shell finds it, else a path."""
    import shutil

    script = Path(sys.argv[0])
    if script.stem != "digest" or not script.is_file():
        return "digest"
    found = shutil.which("digest")
    if found and script.samefile(found):
        return "digest"
    return _shorten_path(script, folder)


def find_typed_pip(folder: Path = Path()) -> str:
    """Return what to type in a folder to install into the environment of this program.

    "pip" if the shell finds that one first, or if the environment has none.
    """
    import shutil

    own = Path(sys.argv[0]).with_name("pip")
    if Path(sys.argv[0]).stem != "digest" or not own.is_file():
        return "pip"
    found = shutil.which("pip")
    return "pip" if found and own.samefile(found) else _shorten_path(own, folder)


def _shorten_path(script: Path, folder: Path) -> str:
    """Return the shorter one of a file's path from a folder and its absolute path."""
    path = os.path.abspath(script)
    try:
        return min(os.path.relpath(path, folder), path, key=len)
    except ValueError:  # another drive of Windows
        return path


def find_shell() -> str:
    """Return the name of the user's shell, such as "zsh", or ""."""
    return Path(os.environ.get("SHELL", "")).name


def find_completion_file(shell: str) -> Path:
    """Return where a shell looks for the completions of this user; zsh looks there when it is told to."""
    data = Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser()
    settings = Path(os.environ.get("XDG_CONFIG_HOME") or "~/.config").expanduser()
    if shell == "fish":
        return settings / "fish" / "completions" / "digest.fish"
    if shell == "zsh":
        return data / "zsh" / "site-functions" / "_digest"
    return data / "bash-completion" / "completions" / "digest"


def is_dead_owner(owner: str, own_name: str) -> bool:
    """Whether an owner is known to have ended: a process of this machine whose id is free, or is ours now.

    owner, own_name: see `make_owner_name`.
    """
    host, pid, _ = owner.rsplit("/", 2) if owner.count("/") >= 2 else ("", "", "")
    if owner == own_name or host != own_name.rsplit("/", 2)[0] or not pid.isdecimal():
        return False
    if int(pid) == os.getpid():
        return True
    if os.name == "nt":
        return False  # Windows has no harmless signal to probe a process with
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def release_dead_owners(store: Store, own_name: str) -> tuple[str, ...]:
    """Release the leases and deliveries of processes of this machine that were killed; return their names."""
    dead = tuple(owner for owner in sorted(store.owners(read_clock())) if is_dead_owner(owner, own_name))
    for owner in dead:
        store.release_owner(owner, read_clock())
    return dead


def find_local_zone() -> str:
    """Return the name of this machine's time zone, or "UTC" when it cannot be determined."""
    from_variable = os.environ.get("TZ", "").removeprefix(":")
    from_link = os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    return next(filter(_is_zone, (from_variable, from_link)), "UTC")


def _is_zone(name: str) -> bool:
    # Not available_timezones(), which opens every file of the database: 40 ms.
    from zoneinfo import ZoneInfo

    try:
        return bool(name and ZoneInfo(name))
    except (KeyError, ValueError, OSError):
        return False


def find_local_language() -> str:
    """Return the locale of messages, such as de_AT.UTF-8, or ""."""
    return next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")


def find_config(file: Path | None) -> Config:
    """Load the configuration; see `find_config_file`. From then on plug-ins in its folder are found.

    Raises ConfigError when there is none, and when it has mistakes.
    """
    from digest.config import load_config
    from digest.runtime.plugins import KnownNames, add_plugin_folder

    config = load_config(find_config_file(file), os.environ, KnownNames())
    add_plugin_folder(config.folder)
    return use_cache_folder(config)


def use_cache_folder(config: Config) -> Config:
    """Use this user's cache folder, unless others can write to it; return a configuration that names it."""
    from platformdirs import user_cache_path

    from digest.text.model_folder import keep_model_in

    folder = user_cache_path("digest")
    if not make_private_folder(folder):
        return config
    keep_model_in(folder)
    return config.model_copy(update={"cache_folder": folder})


def find_optional_config(file: Path | None) -> Config | None:
    """Load the configuration, or return None when there is none. Raises ConfigError when it has mistakes."""
    try:
        path = find_config_file(file)
    except ConfigError:
        return None
    return find_config(path)


def find_config_file(file: Path | None) -> Path:
    """Return the given file, else the first that exists of the usual places.

    These are $DIGEST_CONFIG, ./digest.toml, ./config/digest.toml and digest.toml in the user's configuration
    folder. Raises ConfigError when none exists.
    """
    from platformdirs import user_config_path

    named = file or os.environ.get("DIGEST_CONFIG")
    if named:
        return Path(named)
    places = (Path("digest.toml"), Path("config/digest.toml"), user_config_path("digest") / "digest.toml")
    for place in places:
        if place.exists():
            return place
    searched = ", ".join(map(str, places))
    raise ConfigError("", f"there is no configuration here ({searched})", "`digest init` writes one.")


def make_client(config: Config) -> Client:
    """Make the HTTP client for [collect] and the proxies of the environment."""
    from urllib.request import getproxies

    from digest.http import Client
    from digest.runtime.version import __version__

    return Client(
        timeout_seconds=config.collect.timeout_seconds,
        max_bytes=config.collect.max_bytes,
        per_host=config.collect.per_host,
        max_idle_connections=config.collect.at_once,
        private_hosts=config.collect.private_hosts,
        proxies=tuple(sorted(getproxies().items())),
        user_agent=f"daily-news-digest/{__version__} (personal news digest; asks conditionally)",
    )


@contextmanager
def open_maps(config: Config, check_stop: Callable[[], None] = lambda: None) -> Iterator[tuple[Map, Map]]:
    """Open the executors of [engine]: (map for reading sources, map for computing).

    Reading waits for the network, so it runs on threads even where computing runs on processes.
    check_stop: see `executors.StopCheck`; called while results of reading are awaited.
    """
    from digest.runtime.certificates import find_certificates
    from digest.runtime.dask_cluster import open_cluster
    from digest.runtime.executors import open_map

    engine = config.engine
    if engine.kind == "serial":
        with open_map(engine.kind, check_stop=check_stop) as map_both:
            yield map_both, map_both
        return
    if engine.kind == "dask":
        workers, visits = engine.workers or os.cpu_count() or 1, config.collect.at_once
        certificates = find_certificates(config)
        with open_cluster(workers, engine.address, check_stop, visits, certificates) as map_both:
            yield map_both, map_both
        return
    with (
        open_map("threads", config.collect.at_once, check_stop=check_stop) as read_map,
        open_map(engine.kind, engine.workers) as work_map,
    ):
        yield read_map, work_map


@contextmanager
def open_runtime(config: Config, keep: bool = True) -> Iterator[tuple[Store, Map, Map]]:
    """Open the store and the executors: (store, map for reading sources, map for computing).

    keep: False discards every change of the store at the end.
    """
    from digest.store import open_store

    with open_store(config.store_url, keep) as store, open_maps(config) as (read_map, work_map):
        yield store, read_map, work_map
