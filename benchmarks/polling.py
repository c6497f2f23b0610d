"""Measure the polling of many feeds on slow servers, when all feeds are new and when none has changed.

    python -m benchmarks.polling [--feeds N] [--latency SECONDS] [--at-once N]

Each feed is on a host of its own on loopback, which responds after the latency (default 0.12 seconds).
--at-once: how many are fetched concurrently (default 32).

The last line printed is one JSON object with seconds of wall time and of CPU:

    door_all             the HTTP client alone, every response 200
    fetch_all            fetching and parsing
    fetch_unchanged      the same an hour later, every response 304
    collect_all          all of `digest collect`, the store included, every response 200
    collect_unchanged    the same an hour later, every response 304

The wall time cannot be less than feeds * latency / at-once.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing import Process, Queue
from pathlib import Path
from typing import Any

from digest.config import parse_config
from digest.http import Client, Request
from digest.models import Collected, Source, Visit
from digest.pipeline import collect
from digest.runtime.executors import open_map
from digest.sources import collect_source
from digest.store import open_store

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ENTRIES = 20
PROSE = "The wheel of the mill was mended by noon, and turned until the evening bell was rung. " * 10


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--feeds", type=int, default=1_000)
    parser.add_argument("--latency", type=float, default=0.12)
    parser.add_argument("--at-once", type=int, default=32)
    args = parser.parse_args()
    ports: Queue[int] = Queue()
    server = Process(target=serve, args=(ports, args.latency), daemon=True)
    server.start()
    port = ports.get()
    addresses = [
        f"http://127.{1 + number // 60_000}.{number // 250 % 250}.{number % 250 + 1}:{port}/feed"
        for number in range(args.feeds)
    ]
    client = Client(max_idle_connections=args.at_once)
    result: dict[str, Any] = {"feeds": args.feeds, "latency": args.latency, "at_once": args.at_once}
    visits = [
        Visit(Source(f"Mill {number}", "feed", address), NOW) for number, address in enumerate(addresses)
    ]
    with open_map("threads", args.at_once) as read_map:
        fetch = partial(collect_source, client=client)
        fetch(visits[0])  # the first visit imports the libraries
        requests = [Request(address, origin=address) for address in addresses]
        _, result["door_all"] = measure(lambda: list(read_map(client.fetch, requests)))
        found, result["fetch_all"] = measure(lambda: list(read_map(fetch, visits)))
        again = [Visit(one.source, NOW + timedelta(hours=1), one.state) for one in found]
        unchanged, result["fetch_unchanged"] = measure(lambda: list(read_map(fetch, again)))
        check_complete(found, unchanged)
        with tempfile.TemporaryDirectory() as folder:
            rows = "".join(f'[[sources]]\nfeed = "{address}"\n' for address in addresses)
            config = parse_config(f"version = 1\n{rows}", Path(folder) / "digest.toml", {}, {})
            with open_store(config.store_url) as store:
                for hour, name in enumerate(("collect_all", "collect_unchanged")):
                    now = NOW + timedelta(hours=hour)
                    _, result[name] = measure(partial(collect, config, store, client, now, read_map))
    server.terminate()
    print(json.dumps(result))


def measure(work: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    """(result, seconds of wall time and of CPU)"""
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    seconds = {
        "seconds": round(time.perf_counter() - wall, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
    }
    return result, seconds


def check_complete(found: list[Collected], unchanged: list[Collected]) -> None:
    """Exit when a feed could not be read: the figures would mean nothing."""
    if not all(len(one.articles) == ENTRIES for one in found) or not all(one.unchanged for one in unchanged):
        raise SystemExit("not every feed was read")


def serve(ports: Queue[int], latency: float) -> None:
    """Serve the same feed with an ETag at every loopback address, until terminated."""
    items = "".join(
        f"<item><title>Wheel {number}</title><link>https://mill.example/{number}</link>"
        f"<pubDate>Mon, 02 Mar 2026 08:{number:02}:00 GMT</pubDate><description>{PROSE}</description></item>"
        for number in range(ENTRIES)
    )
    body = f'<rss version="2.0"><channel><title>Mill</title><language>en</language>{items}</channel></rss>'
    response = f'HTTP/1.1 200 OK\r\nETag: "1"\r\nContent-Length: {len(body)}\r\n\r\n{body}'.encode()

    async def respond(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            try:
                request = await reader.readuntil(b"\r\n\r\n")
            except asyncio.IncompleteReadError:
                return
            await asyncio.sleep(latency)
            writer.write(
                b'HTTP/1.1 304 OK\r\nETag: "1"\r\n\r\n' if b"f-none-match" in request.lower() else response
            )

    async def run() -> None:
        server = await asyncio.start_server(respond, "0.0.0.0", 0, backlog=512)
        ports.put(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


if __name__ == "__main__":
    main()
