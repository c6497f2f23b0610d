"""A whole day end to end over loopback, stage by stage.

    python -m benchmarks.day --articles N --feeds N [--engine threads|processes|serial|dask] [--world DIR]

Feeds come from DIR/worldgen.py and DIR/serve.py where DIR is given or lies at ../shared/bench, else from
benchmarks/world.py. Prints one JSON object last: for each stage wall seconds, CPU seconds and the peak
memory so far; the same for the whole; and the ratio of its CPU to the floor: fetching every feed,
parsing it with lxml, and splitting and hashing its words, in the same run.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from lxml import etree

from digest.config import Config, parse_config
from digest.editions.builder import make_edition
from digest.editions.edition_data import edition_data
from digest.editions.inputs import read_inputs
from digest.editions.selection import open_window
from digest.http import Client, Request
from digest.pipeline import collect, publish
from digest.publishing.site import render_settings
from digest.render import render_edition
from digest.runtime.executors import open_map
from digest.sources.subscriptions import list_sources
from digest.store import open_store

SHARED = Path(__file__).parents[1].parent / "shared" / "bench"


@dataclass
class Stopwatch:
    """Wall, CPU (children included) and peak memory of each stage."""

    stages: dict[str, dict[str, float]] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        wall, cpu = time.perf_counter(), cpu_seconds()
        yield
        self.stages[name] = {
            "wall_s": round(time.perf_counter() - wall, 2),
            "cpu_s": round(cpu_seconds() - cpu, 2),
            "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
        }


def cpu_seconds() -> float:
    """CPU of this process and of the children it has waited for."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


@contextmanager
def open_world(articles: int, feeds: int, world: Path | None, folder: Path, port: int) -> Iterator[str]:
    """The address of a day of news on loopback, served by another process."""
    python = [sys.executable]
    if world:
        day = folder / "day.jsonl"
        size = ["--articles", str(articles), "--feeds", str(feeds)]
        subprocess.run([*python, str(world / "worldgen.py"), *size, "--out", str(day)], check=True, stdout=2)
        command = [
            *python,
            str(world / "serve.py"),
            "--day",
            str(day),
            "--feeds",
            str(feeds),
            "--port",
            str(port),
        ]
    else:
        command = [*python, "-m", "benchmarks.world", "--articles", str(articles)]
        command += ["--feeds", str(feeds), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as server:
        assert server.stdout
        server.stdout.readline()
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def measure_floor(config: Config, client: Client, opml: Path) -> None:
    """The least that any program must do: fetch, parse, split into words, hash."""
    addresses = re.findall(r'xmlUrl="([^"]+)"', opml.read_text("utf-8"))
    with open_map("threads", config.collect.at_once) as read_map:
        for answer in read_map(client.fetch, [Request(address, origin=address) for address in addresses]):
            for element in etree.fromstring(answer.body).iter():
                for word in re.findall(r"\w+", element.text or ""):
                    blake2b(word.encode(), digest_size=8).digest()


def newest_moment(opml: str, client: Client) -> datetime:
    """The clock of the made-up day: the newest date in its first feeds, so that the day is today."""
    dates = []
    for address in re.findall(r'xmlUrl="([^"]+)"', opml)[:50]:
        body = client.fetch(Request(address, origin=address)).body.decode()
        dates += re.findall(r"<(?:published|updated)>([^<]+)<", body)
        dates += [
            datetime.strptime(given[:25].strip(), "%a, %d %b %Y %H:%M:%S").isoformat() + "Z"  # noqa: DTZ007
            for given in re.findall(r"<pubDate>([^<]+)<", body)
        ]
    return max(datetime.fromisoformat(given).astimezone(UTC) for given in dates)


def run_day(articles: int, feeds: int, engine: str, world: Path | None, port: int) -> dict[str, Any]:
    """The figures of one day."""
    watch = Stopwatch()
    with (
        tempfile.TemporaryDirectory() as name,
        open_world(articles, feeds, world, Path(name), port) as address,
    ):
        folder = Path(name)
        client = Client(max_bytes=50_000_000, timeout_seconds=60)
        opml = client.fetch(Request(f"{address}/opml", origin=address)).body.decode()
        (folder / "sources.opml").write_text(opml, "utf-8")
        text = f'version = 1\n[[sources]]\nopml = "sources.opml"\n[engine]\nkind = "{engine}"\n'
        config = parse_config(text, folder / "digest.toml", {}, {})
        now = newest_moment(opml, client)
        with watch.stage("floor"):
            measure_floor(config, client, folder / "sources.opml")
        before, started = cpu_seconds(), time.perf_counter()
        read_engine = engine if engine in ("serial", "dask") else "threads"
        with open_store(config.store_url) as store:
            with watch.stage("collect"), open_map(read_engine, config.collect.at_once) as read_map:
                collecting = collect(config, store, client, now, read_map)
            with watch.stage("collect again"), open_map(read_engine, config.collect.at_once) as read_map:
                collect(config, store, client, now, read_map)
            day = now.date()
            window = open_window(now, 24, None)
            with watch.stage("read the store"):
                inputs = read_inputs(store, config, day, window)
            with watch.stage("group, rank, summarise"), open_map(engine) as work_map:
                edition = make_edition(inputs, config, day, window, work_map)
            with watch.stage("render"):
                pages = render_edition(edition_data(edition), render_settings(config))
        whole = {"cpu_s": round(cpu_seconds() - before, 2), "wall_s": round(time.perf_counter() - started, 2)}
        with open_store(config.store_url) as store, open_map(engine) as work_map:
            publication = publish(config, store, day, now, work_map)
    floor = watch.stages["floor"]["cpu_s"]
    return {
        "articles": articles,
        "feeds": feeds,
        "engine": engine,
        "sources": len(list_sources(config)[0]) or feeds,
        "collected": collecting.new,
        "failures": len(collecting.failures),
        "in_window": edition.reports,
        "stories": len(publication.data["stories"]),
        "html_kb": round(max(len(page) for page in pages.values()) / 1000),
        "stages": watch.stages,
        "whole": {**whole, "peak_mb": watch.stages["render"]["peak_mb"]},
        "ratio_to_floor": round(whole["cpu_s"] / floor, 1) if floor else None,
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--engine", choices=("threads", "processes", "serial", "dask"), default="threads")
    parser.add_argument("--world", type=Path, default=SHARED if SHARED.is_dir() else None)
    parser.add_argument("--port", type=int, default=0, help="0: any that is free")
    given = parser.parse_args()
    print(
        json.dumps(run_day(given.articles, given.feeds, given.engine, given.world, given.port or free_port()))
    )


if __name__ == "__main__":
    main()
