"""Kill workers, the scheduler or database connections while an edition is made, and compare the editions.

    python -m benchmarks.worker_kills [--articles N] [--kills N] [--stage STAGE ...] [--scheduler]
    python -m benchmarks.worker_kills --database URL [--articles N] [--kills N]

Writes N reports (default 2,000) into a store, and publishes a copy of it with two Dask workers, undisturbed:
the expected edition. Then it publishes further copies, and kills a worker (`kill -9`) in one stage of each,
the stages in turn, until there were as many kills as wanted (default 20). The stages are collecting (`digest
run` on feeds that this program serves, into an empty store), terms, counting, pairs, stories, summaries, and
publishing (after the grouping).

--scheduler: the cluster has a scheduler of its own, which is killed instead. --database: the store is in a
PostgreSQL server, of a user who may create databases; the connections of the command are ended instead
(`pg_terminate_backend`), at any moment.

A disturbed command must either write the expected edition, or end with exit code 1 and a message, no
traceback; started again undisturbed, it must write the expected edition then. The last line is one JSON
object: kills and editions that were the same at once, for each stage, and the messages.
"""

from __future__ import annotations

import argparse
import email.utils
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from threading import Thread
from time import monotonic, sleep
from typing import Any
from xml.sax.saxutils import escape

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from benchmarks.large_day import MIN_WORKER_MB, Processes, configure, write_store
from benchmarks.world import Report, make_reports

PORT = 18_786
FEEDS = 50
ANSWER_SECONDS = 0.05
PART = 250
"""Articles in a part of the grouping: so each stage has several calls for each worker."""

FUNCTIONS = {
    "collecting": ("collect_source",),
    "terms": ("scan_part", "find_copies", "find_series_of_outlets", "read_part", "number_terms"),
    "counting": ("count_part", "weigh_part"),
    "pairs": ("find_pairs", "measure_block", "scale_block", "fade_block"),
    "stories": ("group_batch",),
    "summaries": ("try_summarizing",),
}
"""{stage: what the workers call in it}"""

STAGES = (*FUNCTIONS, "publishing")
MAX_DELAY = 0.2
LIMIT_SECONDS = 900


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--stage", choices=STAGES, nargs="+", default=STAGES)
    parser.add_argument("--scheduler", action="store_true")
    parser.add_argument("--database", type=make_url)
    parser.add_argument("--command", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.command:
        run_command(args.command)
        return
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        folder = Path(temporary)
        clock = datetime.now(UTC).replace(microsecond=0)
        stores: dict[str, Path] = {}
        if args.database or set(args.stage) - {"collecting"}:
            stores["written"] = folder / "written"
            stores["written"].mkdir()
            configure(stores["written"], FEEDS, "threads" if args.database else "dask", 2)
            url = stack.enter_context(create_database(args.database, WRITTEN)) if args.database else ""
            write_store(stores["written"], args.articles, FEEDS, 8, url)
        if not args.database and "collecting" in args.stage:
            port = stack.enter_context(serve_feeds(args.articles, clock))
            stores["served"] = folder / "served"
            stores["served"].mkdir()
            configure_served(stores["served"], port)
        for original in stores.values():
            (original / "clock").write_text(str(clock.timestamp()), "utf-8")
        print(json.dumps(kill_often(stores, args)))


@contextmanager
def serve_feeds(articles: int, clock: datetime) -> Iterator[int]:
    """Serve reports as feeds, each one slowly, at all addresses of this machine; yield the port."""
    by_outlet: dict[int, list[str]] = {}
    for report in make_reports(articles, FEEDS, 1, clock.timestamp() - 3_600, 8):
        by_outlet.setdefault(report.outlet, []).append(_format_item(report))
    start = "<rss version='2.0'><channel><title>Outlet {}</title>{}</channel></rss>"
    pages = {f"/{outlet}": start.format(outlet, "".join(items)) for outlet, items in by_outlet.items()}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            sleep(ANSWER_SECONDS)
            body = pages.get(self.path, "").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Write nothing."""

        def handle(self) -> None:
            with suppress(OSError):  # the worker was killed
                super().handle()

    with ThreadingHTTPServer(("0.0.0.0", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_port
        finally:
            server.shutdown()


def _format_item(report: Report) -> str:
    url = f"https://outlet{report.outlet}.example/news/{report.number}"
    return (
        f"<item><title>{escape(report.title)}</title><link>{url}</link><guid>{url}</guid>"
        f"<pubDate>{email.utils.formatdate(round(report.moment))}</pubDate>"
        f"<description>{escape(' '.join(report.sentences))}</description></item>"
    )


def configure_served(folder: Path, port: int) -> None:
    """Write the configuration of a digest that reads the served feeds, each on a host of its own."""
    configure(folder, FEEDS, "dask", 2)
    rows = "".join(
        f'<outline type="rss" text="Outlet {n}" xmlUrl="http://127.0.0.{n + 2}:{port}/{n}"/>\n'
        for n in range(FEEDS)
    )
    (folder / "sources.opml").write_text(f'<opml version="2.0"><body>{rows}</body></opml>', "utf-8")


def kill_often(stores: dict[str, Path], args: argparse.Namespace) -> dict[str, Any]:
    """Make the expected editions, then disturbed ones until there were as many kills as wanted."""
    expected: dict[Path, bytes] = {}
    for original in stores.values():
        with copy_store(original, args.database) as folder:
            code, output, _ = run_copy(folder, lambda _: 0)
            expected[original] = _read_edition(folder)
            assert code == 0, output
            assert expected[original], "the undisturbed command wrote no edition"
    killed, outcomes, messages = Counter[str](), Counter[str](), Counter[str]()
    random = Random(1)
    stages: Sequence[str] = ["connections"] if args.database else args.stage
    for number in range(3 * args.kills):
        if killed.total() >= args.kills:
            break
        stage = stages[number % len(stages)]
        original = stores["served" if stage == "collecting" else "written"]
        with copy_store(original, args.database) as folder, ExitStack() as stack:
            victim = 0
            if args.scheduler:
                victim = stack.enter_context(start_cluster(folder))
                _change_settings(folder, "kind =", f'address = "tcp://127.0.0.1:{PORT}"\nkind =')
            killer = (
                partial(_end_connections, database=args.database, delay=random.uniform(0.3, 4))
                if args.database
                else partial(_kill_in_stage, folder, stage, random, victim)
            )
            code, output, done = run_copy(folder, killer)
            killed[stage] += done
            edition = _read_edition(folder)
            if code == 0:
                assert edition == expected[original], "the disturbed command wrote another edition"
                outcomes[f"{stage}: same"] += 1
            else:
                assert code == 1, (code, output)
                assert "Traceback" not in output, output
                messages[output.strip().splitlines()[0][:200] if output.strip() else ""] += 1
                outcomes[f"{stage}: message"] += 1
                _change_settings(folder, "address =", "# address =")
                code, output, _ = run_copy(folder, lambda _: 0)
                assert code == 0, output
                assert _read_edition(folder) == expected[original], "started again, it wrote another edition"
        print(f"run {number}: {dict(killed)} killed, {dict(outcomes)}", file=sys.stderr, flush=True)
    return {"killed": killed, "outcomes": outcomes, "messages": messages}


@contextmanager
def copy_store(original: Path, database: URL | None) -> Iterator[Path]:
    """Copy a store with its configuration; yield the folder of the copy."""
    with tempfile.TemporaryDirectory(dir=original.parent) as temporary, ExitStack() as stack:
        folder = Path(temporary) / "copy"
        shutil.copytree(original, folder)
        _change_settings(folder, str(original), str(folder))
        if database:
            url = stack.enter_context(create_database(database, COPY, WRITTEN))
            with (folder / "digest.toml").open("a", encoding="utf-8") as file:
                file.write(f'[store]\nurl = "{url}"\n')
        yield folder


WRITTEN, COPY = "digest_kills_written", "digest_kills_copy"
"""The databases on the server: the one that is copied, and its copy."""


def _format_url(database: URL, name: str) -> str:
    return database.set(database=name).render_as_string(hide_password=False)


@contextmanager
def create_database(database: URL, name: str, template: str = "template1") -> Iterator[str]:
    """Create a database as a copy of another one, yield its URL, and delete it."""
    engine = create_engine(database, isolation_level="AUTOCOMMIT")

    def execute(statement: str) -> None:
        with engine.connect() as connection:
            connection.execute(text(statement))

    try:
        execute(f"drop database if exists {name} with (force)")
        execute(f"create database {name} template {template}")
        yield _format_url(database, name)
        execute(f"drop database if exists {name} with (force)")
    finally:
        engine.dispose()


def _change_settings(folder: Path, old: str, new: str) -> None:
    path = folder / "digest.toml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def run_copy(folder: Path, kill: Callable[[subprocess.Popen[bytes]], int]) -> tuple[int, str, int]:
    """Run the command on a copy; return (its exit code, what it wrote, how many were killed).

    kill: called again and again with the command, until it has killed.
    """
    (folder / "stage").write_text("", "utf-8")
    words = [sys.executable, "-m", "benchmarks.worker_kills", "--command", str(folder)]
    done, started = 0, monotonic()
    with (
        (folder / "output").open("wb") as output,
        subprocess.Popen(words, stdout=output, stderr=output, start_new_session=True) as command,
    ):
        while command.poll() is None:
            if monotonic() - started > LIMIT_SECONDS:
                os.killpg(command.pid, signal.SIGKILL)
                raise AssertionError("the command did not end")
            done = done or kill(command)
            sleep(0.01)
    return command.returncode, (folder / "output").read_text("utf-8", "replace"), done


def _kill_in_stage(
    folder: Path, stage: str, random: Random, scheduler: int, command: subprocess.Popen[bytes]
) -> int:
    """Kill a worker, or the scheduler, if the stage runs; return how many were killed."""
    if not _is_in_stage(folder, stage):
        return 0
    processes = Processes(command.pid)
    if not scheduler:
        processes.sample()
        del processes.usage[command.pid]
    workers = sorted(pid for pid, use in processes.usage.items() if use.peak_mb > MIN_WORKER_MB)
    victim = scheduler or (random.choice(workers) if workers else 0)
    sleep(random.uniform(0, MAX_DELAY))
    if not victim or not _is_in_stage(folder, stage):
        return 0
    os.kill(victim, signal.SIGKILL)
    return 1


def _is_in_stage(folder: Path, stage: str) -> bool:
    return (folder / "stage").read_text("utf-8") == stage


def _end_connections(command: subprocess.Popen[bytes], database: URL, delay: float) -> int:
    """End the connections of the command to the database, once it has some; return how many."""
    engine = create_engine(database)
    try:
        with engine.connect() as connection:
            sleep(delay)
            query = "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = :name"
            return int(connection.scalar(text(query), {"name": COPY}) or 0)
    finally:
        engine.dispose()


def _read_edition(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted((folder / "editions").glob("digest-*.md")))


@contextmanager
def start_cluster(folder: Path) -> Iterator[int]:
    """Start a scheduler with two workers; yield the process number of the scheduler."""
    address = f"tcp://127.0.0.1:{PORT}"
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    words = ["-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(PORT)]
    with subprocess.Popen([sys.executable, *words, "--no-dashboard"], **quiet) as scheduler:
        worker = [sys.executable, "-m", "digest", "worker", address, "--nworkers", "2"]
        with subprocess.Popen(worker, start_new_session=True, **quiet) as workers:
            try:
                yield scheduler.pid
            finally:
                for pid in (workers.pid, scheduler.pid):
                    os.kill(pid, signal.SIGTERM)
                if workers.poll() is None:
                    sleep(2)
                    os.killpg(workers.pid, signal.SIGKILL)


def run_command(folder: Path) -> None:
    """Make an edition at a fixed time in this process; a file says in which stage it is."""
    from digest.cli import main as run_digest
    from digest.editions import arrangement, grouping_engine
    from digest.grouping import shards
    from digest.runtime import dask_cluster, environment

    clock = datetime.fromtimestamp(float((folder / "clock").read_text("utf-8")), UTC)
    environment.read_clock = lambda: clock
    grouping_engine.SHARDED_FROM = 100
    shards.compute_grouping_in_shards = partial(shards.compute_grouping_in_shards, part=PART)
    stage_of = {name: stage for stage, names in FUNCTIONS.items() for name in names}

    def mark(stage: str) -> None:
        (folder / "new-stage").write_text(stage, "utf-8")
        (folder / "new-stage").replace(folder / "stage")

    class MarkedCalls(dask_cluster._Calls):
        def __init__(self, client: Any, function: Any, *arguments: Any) -> None:
            super().__init__(client, function, *arguments)
            while isinstance(function, partial):
                function = function.func
            self._stage = stage_of.get(function.__name__, "")

        def wait(self, *arguments: Any) -> Iterator[Any]:
            before = (folder / "stage").read_text("utf-8")
            mark(self._stage)
            yield from super().wait(*arguments)
            mark(before)

    dask_cluster._Calls = MarkedCalls  # type: ignore[assignment,misc]
    group = arrangement.group_selected

    def group_and_mark(*arguments: Any) -> Any:
        grouping = group(*arguments)
        mark("publishing")
        return grouping

    arrangement.group_selected = group_and_mark  # type: ignore[assignment]
    os.chdir(folder)
    is_served = not (folder / "planted.txt").exists()
    run_digest(["run" if is_served else "publish", "--quiet"])


if __name__ == "__main__":
    main()
