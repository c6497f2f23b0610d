"""Dask: batches by host, lost workers and schedulers, other versions, TLS."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from digest.errors import ConfigError, DigestError
from digest.http import Client
from digest.models import Collected, Source, Visit
from digest.models.secret_text import SecretText
from digest.runtime import dask_cluster
from digest.runtime.certificates import Certificates
from digest.runtime.dask_batches import MIN_BATCH, find_visited_host, name_stage, split_batches
from digest.runtime.dask_cluster import open_cluster
from digest.runtime.executors import never_stop, open_map
from digest.runtime.installation import describe_differences, describe_installation
from digest.sources import collect_source
from tests.support.certificates import make_tls
from tests.support.dask_processes import find_free_port, run_scheduler, run_workers
from tests.support.webserver import Route, WebServer

pytestmark = pytest.mark.own_engine("its clusters are killed")

NOW = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)
FEED = """<rss version="2.0"><channel><title>{0}</title><item><title>News of {0}</title>
<link>http://example.org/{0}</link><description>The council of {0} meets today.</description>
</item></channel></rss>"""


@pytest.fixture(autouse=True)
def require_dask() -> None:
    pytest.importorskip("distributed", reason="the extra dask is not installed")


def visit(location: str) -> Visit:
    return Visit(Source(location, "feed" if "://" in location else "folder", location), NOW)


@pytest.mark.parametrize(
    ("location", "host"),
    [
        ("https://www.example.org/rss", "www.example.org"),
        ("http://EXAMPLE.org:8080/a", "example.org"),
        ("http://[::1]:80/a", "::1"),
        (SecretText("https://${SITE}/feed", [("SITE", "secret.example.org")]), "secret.example.org"),
        ("/srv/news", ""),
        ("file:///srv/news", ""),
        ("http://[broken", ""),
    ],
)
def test_the_host_of_a_visit(location: str, host: str) -> None:
    assert find_visited_host(visit(location)) == host


def test_a_host_is_in_one_batch_and_folders_stay_here() -> None:
    visits = [visit(f"https://h{number % 90}.example/{number}") for number in range(400)]
    visits[7] = visit("/srv/news")
    own, batches = split_batches(visits, 2)
    assert own == [7]
    assert sorted(number for batch in batches for number in batch) == [n for n in range(400) if n != 7]
    hosts = [{find_visited_host(visits[number]) for number in batch} for batch in batches]
    assert sum(map(len, hosts)) == len(set().union(*hosts)) == 90
    assert all(batch == sorted(batch) for batch in batches)
    assert all(len(batch) >= MIN_BATCH for batch in batches[:-1])


def test_other_arguments_are_batches_of_their_own() -> None:
    assert split_batches([1, "two", 3.0], 2) == ([], [[0], [1], [2]])


def test_the_dashboard_names_stages_in_words() -> None:
    assert name_stage(partial(collect_source, client=Client())) == "visit sources"
    assert name_stage(work_slowly) == "work slowly"


def test_nothing_to_do_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask_cluster, "_connect", None)
    with open_map("dask", 2, "tcp://127.0.0.1:1") as mapped:
        assert list(mapped(work_slowly, [])) == []


def test_without_dask_the_message_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with open_map("dask", 2) as mapped, pytest.raises(ConfigError, match=r"dask is not installed.*\[dask\]"):
        list(mapped(abs, [1]))


# The tests that follow start processes.


def work_slowly(number: int) -> int:
    time.sleep(0.2)
    return -number


def end_first_worker(folder: Path, number: int) -> int:
    """Kill the process of the first call, once."""
    marker = folder / "killed"
    if number == 3 and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.fixture
def port() -> int:
    return find_free_port()


@pytest.mark.slow
def test_a_killed_worker_costs_time_only(tmp_path: Path) -> None:
    with open_map("dask", 2) as mapped:
        assert list(mapped(partial(end_first_worker, tmp_path), range(20))) == list(range(20))
    assert (tmp_path / "killed").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("owner", "name", "error"),
    [
        ("LocalCluster", "__init__", RuntimeError("Nanny failed to start.")),
        ("Client", "register_plugin", None),
    ],
)
def test_a_worker_that_dies_while_it_starts_costs_time_only(
    owner: str, name: str, error: Exception | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    distributed = pytest.importorskip("distributed")
    error = error or distributed.comm.CommClosedError("Stream is closed")
    original = getattr(getattr(distributed, owner), name)
    failures = [error]

    def fail_first(*arguments: Any, **options: Any) -> Any:
        if failures:
            raise failures.pop()
        return original(*arguments, **options)

    monkeypatch.setattr(getattr(distributed, owner), name, fail_first)
    with open_map("dask", 1) as mapped:
        assert list(mapped(abs, [-1, -2])) == [1, 2]
    assert not failures
    failures += [error] * 3
    with open_map("dask", 1) as mapped, pytest.raises(DigestError, match="the Dask cluster was lost"):
        list(mapped(abs, [-1]))


@pytest.mark.slow
def test_workers_that_take_long_to_start_again_are_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    psutil: Any = pytest.importorskip("psutil")
    monkeypatch.setattr(dask_cluster, "WAIT_SECONDS", 20)
    # After so long Dask gives up a worker that has not come back: on a busy machine all of them.
    monkeypatch.setitem(dask_cluster.QUIET, "distributed.deploy.lost-worker-timeout", "0.2s")
    with open_map("dask", 2) as mapped:
        assert list(mapped(work_slowly, range(2))) == [0, -1]
        children = psutil.Process().children(recursive=True)
        workers = [child for child in children if "spawn_main" in " ".join(child.cmdline())]
        assert len(workers) == 2
        for worker in workers:
            worker.kill()
        time.sleep(0.5)
        assert list(mapped(work_slowly, range(4))) == [0, -1, -2, -3]


@pytest.mark.slow
def test_the_limit_of_a_host_holds_over_all_workers() -> None:
    names = [f"127.0.0.{number}" for number in range(1, 6)]
    servers = [
        WebServer({f"/{n}": Route(FEED.format(f"{host}-{n}").encode(), drip=0.0003) for n in range(20)}, host)
        for host in names
    ]
    hosts = list(zip(servers, names, strict=True))
    visits = [visit(web.url(f"/{n}", host)) for n in range(20) for web, host in hosts]
    try:
        with open_map("dask", 2) as mapped:
            results: list[Collected] = list(mapped(partial(collect_source, client=Client()), visits))
    finally:
        for web in servers:
            web.close()
    assert [row.source.location for row in results] == [row.source.location for row in visits]
    assert [len(row.articles) for row in results] == [1] * 100
    assert [web.max_concurrent for web in servers] == [2] * 5


class StopRequested(BaseException):
    """An interruption."""


@pytest.mark.slow
def test_an_interruption_returns_the_finished_results() -> None:
    waits = iter(range(10))

    def check_stop() -> None:
        if next(waits) == 4:
            raise StopRequested

    results: list[int] = []
    with open_cluster(2, None, check_stop) as mapped, suppress(StopRequested):
        for number in mapped(work_slowly, range(200)):
            results.append(number)  # noqa: PERF402  it does not come to its end
    assert results == sorted(results, reverse=True)
    assert len(results) < 200


@pytest.mark.slow
def test_a_lost_scheduler_is_one_clear_message(port: int, tmp_path: Path) -> None:
    address = f"tcp://127.0.0.1:{port}"
    with (
        run_scheduler(port, tmp_path) as running,
        run_workers(address, tmp_path),
        open_map("dask", 2, address) as mapped,
    ):
        results = mapped(work_slowly, range(500))
        assert next(results) == 0
        running.kill()
        with pytest.raises(DigestError, match="the Dask cluster was lost: it does not answer any more"):
            list(results)


@pytest.mark.slow
def test_a_scheduler_that_is_lost_between_two_stages_is_one_clear_message(port: int, tmp_path: Path) -> None:
    address = f"tcp://127.0.0.1:{port}"
    with (
        run_scheduler(port, tmp_path) as running,
        run_workers(address, tmp_path),
        open_map("dask", 2, address) as mapped,
    ):
        assert list(mapped(work_slowly, range(4))) == [0, -1, -2, -3]
        running.kill()
        running.wait(30)
        time.sleep(1)
        with pytest.raises(DigestError, match="the Dask cluster was lost: it does not answer any more"):
            list(mapped(work_slowly, range(4)))


@pytest.mark.slow
def test_a_cluster_without_workers_is_reported(
    port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask_cluster, "WAIT_SECONDS", 1)
    address = f"tcp://127.0.0.1:{port}"
    with (
        run_scheduler(port, tmp_path),
        pytest.raises(ConfigError, match=rf"{address} has no workers. `digest worker {address}` starts"),
        open_map("dask", 2, address) as mapped,
    ):
        list(mapped(work_slowly, [1]))


@pytest.mark.slow
def test_workers_with_another_version_are_reported(
    port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = describe_installation() | {"lxml": "9.9", "numpy": "9.8"}
    compare = partial(describe_differences, own)
    monkeypatch.setattr(dask_cluster, "describe_differences", lambda _, found: compare(found))
    address = f"tcp://127.0.0.1:{port}"
    with (
        run_scheduler(port, tmp_path),
        run_workers(address, tmp_path),
        pytest.raises(
            ConfigError, match=r"its workers differ from this machine: lxml \S+ instead of 9\.9 at"
        ),
        open_map("dask", 2, address) as mapped,
    ):
        list(mapped(work_slowly, [1]))


@pytest.mark.slow
def test_connections_are_encrypted_with_the_configured_certificates(port: int, tmp_path: Path) -> None:
    make_tls(tmp_path)
    files = Certificates(*(str(tmp_path / name) for name in ("cert.pem", "cert.pem", "key.pem")))
    words = ("--tls-ca-file", files.ca, "--tls-cert", files.certificate, "--tls-key", files.key)
    (tmp_path / "digest.toml").write_text(
        'version = 1\n[engine]\nsecurity = { ca = "cert.pem", certificate = "cert.pem", key = "key.pem" }\n'
    )
    address = f"tls://127.0.0.1:{port}"
    config = ("--config", str(tmp_path / "digest.toml"))
    with run_scheduler(port, tmp_path, *words), run_workers(address, tmp_path, *config):
        with open_cluster(2, address, never_stop, certificates=files) as mapped:
            assert list(mapped(work_slowly, [1, 2])) == [-1, -2]
        with pytest.raises(ConfigError, match="needs certificates"), open_map("dask", 2, address) as mapped:
            list(mapped(work_slowly, [1]))


@pytest.mark.slow
def test_a_command_on_a_cluster_ends_without_a_message(tmp_path: Path) -> None:
    web = WebServer({f"/{n}": Route(FEED.format(n).encode()) for n in range(3)})
    rows = "".join(f'[[sources]]\nfeed = "{web.url(f"/{n}")}"\nname = "{n}"\n' for n in range(3))
    settings = '[collect]\nfull_text = "never"\n[engine]\nkind = "dask"\nworkers = 2\n'
    (tmp_path / "digest.toml").write_text(f"version = 1\n{settings}{rows}")
    ended = subprocess.run(
        [sys.executable, "-m", "digest", "collect", "--config", str(tmp_path / "digest.toml")],
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )
    web.close()
    assert (ended.returncode, ended.stdout.strip()) == (0, "")
    lines = [
        line for line in ended.stderr.splitlines() if not line.startswith("Collecting: ")
    ]  # its progress
    assert lines == ["3 of 3 sources answered, 3 new articles."]
