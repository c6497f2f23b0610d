# ruff: noqa: E501 - one route per line is a readable table
"""Collect once from servers that misbehave in every way and check each outcome."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.config import parse_config
from digest.http import Client
from digest.models import Collected, SourceHealth
from digest.pipeline import collect
from digest.runtime.executors import open_map
from digest.sources.configured_sources import list_sources
from digest.store import open_store
from tests.support.webserver import Route, WebServer

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DATE_HEADER = {"Date": "Mon, 02 Mar 2026 09:00:00 GMT"}


def feed(*titles: str) -> str:
    items = "".join(f"<item><title>{title}</title><guid>{title}</guid></item>" for title in titles)
    return f"<rss version='2.0'><channel><title>Lock</title><language>de</language>{items}</channel></rss>"


WHOLE = feed("Schleuse zu", "Schleuse auf")
CUT = len(WHOLE) - 50
PACKED = gzip.compress(
    feed(*(f"Schleuse {number} öffnet um {number * 7919 % 60}" for number in range(90))).encode(), 1
)
GZIP = {"Content-Encoding": "gzip"}

# {name: (route, expected failure message or "", minimum number of stored articles)}
ROUTES: dict[str, tuple[Route, str, int]] = {
    "well": (Route(WHOLE.encode()), "", 2),
    "slow header": (Route(raw=b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 500, drip=0.05), "no complete response arrived within", 0),
    "slow drip": (Route(WHOLE.encode(), drip=0.05), "no complete response arrived within", 0),
    "silence": (Route(raw=b"\0", drip=5.0), "no complete response arrived within", 0),
    "endless": (Route(b"<rss>" + b" " * 400_000), "larger than 0.3 MB", 0),
    "bomb": (Route(gzip.compress(b" " * 5_000_000), headers=GZIP), "more than 0.3 MB", 0),
    "cut gzip": (Route(PACKED[:-200], headers=GZIP), "", 20),
    "loop": (Route(status=302, headers={"Location": "/loop"}), "redirects more than", 0),
    "private": (Route(status=302, headers={"Location": "http://10.0.0.1/"}), "this machine or its network", 0),
    "file": (Route(status=302, headers={"Location": "file:///etc/passwd"}), "not a web address", 0),
    "charset": (Route(WHOLE.replace("zu", "für").encode(), headers={"Content-Type": "text/xml; charset=us-ascii"}), "", 2),
    "unmodified": (Route(status=304), "to a first visit", 0),
    "gone": (Route(status=410), "permanently gone", 0),
    "often": (Route(status=429, headers={"Retry-After": "7200"}), "fewer visits (429)", 0),
    "dated": (Route(status=429, headers={"Retry-After": "Mon, 02 Mar 2026 12:00:00 GMT", **DATE_HEADER}), "fewer visits (429)", 0),
    "trouble": (Route(status=503), "internal error (503)", 0),
    "reset": (Route(WHOLE.encode(), cut=CUT, reset=True), "", 1),
    "reset at once": (Route(b"x", cut=0, reset=True), "", 0),
    "empty": (Route(b""), "the response is empty", 0),
    "page": (Route(b"<!DOCTYPE html><title>Log in</title>"), "web page", 0),
}  # fmt: skip


@pytest.fixture(scope="module")
def round_of_visits(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[dict[str, Collected], dict[str, SourceHealth], dict[str, int]]:
    """Return {name: result of its visit}, {name: its health}, {name: number of stored articles}."""
    web = WebServer()
    paths = {name: f"/{name.replace(' ', '-')}" for name in ROUTES}
    web.routes.update({paths[name]: route for name, (route, _, _) in ROUTES.items()})
    rows = "".join(
        f'[[sources]]\nname = "{name}"\nfeed = "{web.url(path)}"\n' for name, path in paths.items()
    )
    settings = "[collect]\ntimeout_seconds = 3\nmax_megabytes = 0.3\n"
    folder: Path = tmp_path_factory.mktemp("misbehaviour")
    config = parse_config(f"version = 1\n{settings}{rows}", folder / "digest.toml", {}, {})
    visits: dict[str, Collected] = {}

    def record(visit: Collected, _total: int) -> None:
        visits[visit.source.name] = visit

    client = Client(per_host=16)
    with open_store(config.store_url) as store, open_map("threads", 16) as read_map:
        collect(config, store, client, NOW, read_map, record)
        sources = list_sources(config)[0]
        health = {row.name: row for row in store.sources.health(sources)}
        names = {source.key: source.name for source in sources}
        kept = dict.fromkeys(ROUTES, 0)
        for article in store.articles.find():
            kept[names[article.feed]] += 1
    web.close()
    return visits, health, kept


@pytest.mark.parametrize("name", ROUTES)
def test_each_failure_is_described(
    round_of_visits: tuple[dict[str, Collected], dict[str, SourceHealth], dict[str, int]], name: str
) -> None:
    visits, health, kept = round_of_visits
    _, message, min_articles = ROUTES[name]
    failure = visits[name].failure
    if message:
        assert failure is not None
        assert message in failure.message
        assert health[name].status == ("gone" if name == "gone" else "failed")
        assert message in health[name].message
    assert kept[name] >= min_articles
    assert (kept[name] > 0) is (failure is None)


@pytest.mark.parametrize(
    ("name", "is_right"),
    [
        ("often", lambda visit: visit.state.not_before == NOW + timedelta(hours=2)),
        ("dated", lambda visit: visit.state.not_before == NOW + timedelta(hours=3)),
        ("gone", lambda visit: visit.state.gone),
        ("charset", lambda visit: "Schleuse für" in [article.title for article in visit.articles]),
        ("cut gzip", lambda visit: "end is missing" in visit.warnings[0] and not visit.state.body),
        ("reset", lambda visit: "end is missing" in visit.warnings[0] and not visit.state.etag),
        ("well", lambda visit: visit.state.last_success == NOW and not visit.warnings),
    ],
)
def test_the_source_state_is_right(
    round_of_visits: tuple[dict[str, Collected], dict[str, SourceHealth], dict[str, int]],
    name: str,
    is_right: Callable[[Collected], bool],
) -> None:
    assert is_right(round_of_visits[0][name])
