"""Measure a whole day, from fetching the feeds to the rendered page, stage by stage.

    python -m benchmarks.day [--articles N] [--feeds N] [--engine threads|processes|serial|dask] [--world DIR]

The feeds are generated and served on loopback by another process: by DIR/worldgen.py and DIR/serve.py if DIR
is given or exists at ../shared/bench, else by benchmarks/world.py.

Like every command, it keeps the model of language detection and compiled templates in the cache folder, and
lets the garbage collector look for cycles less often than Python does by itself.

Prints a table of the stages. The last line is one JSON object:

    stages          of each stage wall seconds, CPU seconds and milliseconds per entry, peak memory in MB
    whole           the same for collecting (twice) and publishing together, without the garbage collections
                    that this benchmark makes before each stage
    ratio_to_floor  CPU of the whole divided by that of the floor, the least work any program must do: fetch
                    every feed, parse it with lxml, and split and hash its words, measured in the same run.
                    The floor uses libcurl and lxml and no code of this program.
    collect_ratio   the same of the first collecting alone
    entries         in the feeds
    collected, failures, in_window, stories, html_kb    what came out, to see that the run was complete
"""

from __future__ import annotations

import argparse
import gc
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

import pycurl
from lxml import etree

from digest.config import parse_config
from digest.editions.article_selection import open_window
from digest.editions.builder import build_edition
from digest.editions.inputs import read_inputs
from digest.editions.serialize import serialize_edition
from digest.http import Client, Request
from digest.pipeline import collect, publish
from digest.publishing.site import render_settings
from digest.rendering import render_edition
from digest.runtime.environment import spare_processor_time, use_cache_folder
from digest.runtime.executors import open_map
from digest.sources.configured_sources import list_sources
from digest.store import open_store

SHARED = Path(__file__).parents[1].parent / "shared" / "bench"


@dataclass
class Stopwatch:
    """Wall and CPU seconds (children included) and peak memory in MB of each stage.

    Garbage is collected before each stage, the floor included. A full collection visits all objects of the
    process, those of the imported libraries above all, and takes half as long as collecting 600 articles;
    without this it falls into any stage, by what was allocated before it. A stage still pays for the
    collections that its own objects cause.

    collecting: CPU seconds of the collections before the stages, which no command makes.
    """

    stages: dict[str, dict[str, float]] = field(default_factory=dict)
    collecting: float = 0.0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        before = cpu_seconds()
        gc.collect()
        wall, cpu = time.perf_counter(), cpu_seconds()
        self.collecting += cpu - before
        yield
        self.stages[name] = {
            "wall_s": round(time.perf_counter() - wall, 3),
            "cpu_s": round(cpu_seconds() - cpu, 3),
            "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
        }


def cpu_seconds() -> float:
    """CPU seconds of this process and of its finished children."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


@contextmanager
def open_world(articles: int, feeds: int, world: Path | None, folder: Path, port: int) -> Iterator[str]:
    """Serve a day of news from another process and yield its address on loopback."""
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


def find_free_port() -> int:
    """A free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def do_floor(opml: str) -> int:
    """Do the least that any program must do: fetch, parse, split into words, hash.

    Returns the number of entries in the feeds.
    """
    curl = pycurl.Curl()
    curl.setopt(pycurl.ACCEPT_ENCODING, "")
    entries = 0
    for address in re.findall(r'xmlUrl="([^"]+)"', opml):
        curl.setopt(pycurl.URL, address)
        for element in etree.fromstring(curl.perform_rb()).iter():
            entries += element.tag in ("item", "{http://www.w3.org/2005/Atom}entry")
            for word in re.findall(r"\w+", element.text or ""):
                blake2b(word.encode(), digest_size=8).digest()
    return entries


def find_newest_date(opml: str, client: Client) -> datetime:
    """The newest date in the first 50 feeds, used as the current time so that all articles are of today."""
    dates = []
    for address in re.findall(r'xmlUrl="([^"]+)"', opml)[:50]:
        body = client.fetch(Request(address, origin=address)).body.decode()
        dates += re.findall(r"<(?:published|updated)>([^<]+)<", body)
        dates += [
            datetime.strptime(date[:25].strip(), "%a, %d %b %Y %H:%M:%S").isoformat() + "Z"  # noqa: DTZ007
            for date in re.findall(r"<pubDate>([^<]+)<", body)
        ]
    return max(datetime.fromisoformat(date).astimezone(UTC) for date in dates)


def run_day(articles: int, feeds: int, engine: str, world: Path | None, port: int) -> dict[str, Any]:
    """Measure one day and return its figures."""
    spare_processor_time()
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
        config = use_cache_folder(parse_config(text, folder / "digest.toml", {}, {}))
        now = find_newest_date(opml, client)
        with watch.stage("floor"):
            entries = do_floor(opml)
        cpu, wall = cpu_seconds() - watch.collecting, time.perf_counter()
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
                edition = build_edition(inputs, config, day, window, work_map)
            with watch.stage("render"):
                pages = render_edition(serialize_edition(edition), render_settings(config))
        whole = {
            "wall_s": round(time.perf_counter() - wall, 3),
            "cpu_s": round(cpu_seconds() - watch.collecting - cpu, 3),
        }
        with open_store(config.store_url) as store, open_map(engine) as work_map:
            publication = publish(config, store, day, now, work_map)
    whole["peak_mb"] = watch.stages["render"]["peak_mb"]
    for figures in (*watch.stages.values(), whole):
        figures["ms_per_entry"] = round(1000 * figures["cpu_s"] / entries, 3)
    floor = watch.stages["floor"]["cpu_s"]
    return {
        "articles": articles,
        "feeds": feeds,
        "engine": engine,
        "sources": len(list_sources(config)[0]) or feeds,
        "entries": entries,
        "collected": collecting.new,
        "failures": len(collecting.failures),
        "in_window": edition.reports,
        "stories": len(publication.data["stories"]),
        "html_kb": round(max(len(page) for page in pages.values()) / 1000),
        "stages": watch.stages,
        "whole": whole,
        "ratio_to_floor": round(whole["cpu_s"] / floor, 2),
        "collect_ratio": round(watch.stages["collect"]["cpu_s"] / floor, 2),
    }


def format_table(result: dict[str, Any]) -> str:
    """Format the figures of the stages and of the whole as a table for the terminal."""
    floor = result["stages"]["floor"]["cpu_s"]
    lines = [f"{'stage':24}{'CPU s':>9}{'wall s':>9}{'ms/entry':>10}{'x floor':>9}{'peak MB':>9}"]
    for name, figures in {**result["stages"], "whole": result["whole"]}.items():
        lines.append(
            f"{name:24}{figures['cpu_s']:9.2f}{figures['wall_s']:9.2f}{figures['ms_per_entry']:10.3f}"
            f"{figures['cpu_s'] / floor:9.2f}{figures['peak_mb']:9.0f}"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--engine", choices=("threads", "processes", "serial", "dask"), default="threads")
    parser.add_argument("--world", type=Path, default=SHARED if SHARED.is_dir() else None)
    parser.add_argument("--port", type=int, default=0, help="0: any free port")
    args = parser.parse_args()
    port = args.port or find_free_port()
    result = run_day(args.articles, args.feeds, args.engine, args.world, port)
    print(format_table(result))
    print(json.dumps(result))


if __name__ == "__main__":
    main()
