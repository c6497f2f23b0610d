"""Many feeds on servers that take their time: a first round, and rounds in which nothing has changed.

    python -m benchmarks.polling [--feeds N] [--latency SECONDS] [--at-once N]

Each feed has a host of its own, on loopback, which answers after `latency`. "door" is fetching alone,
"fetch" fetching and reading, "collect" the whole of `digest collect`, the store included; "all" a first
round, "unchanged" one an hour later, when every server answers 304. The last line printed is one JSON
object: seconds by the clock and of CPU.
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
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("--feeds", type=int, default=1_000)
    parser.add_argument("--latency", type=float, default=0.12)
    parser.add_argument("--at-once", type=int, default=32)
    given = parser.parse_args()
    ports: Queue[int] = Queue()
    server = Process(target=serve, args=(ports, given.latency), daemon=True)
    server.start()
    port = ports.get()
    addresses = [
        f"http://127.{1 + number // 60_000}.{number // 250 % 250}.{number % 250 + 1}:{port}/feed"
        for number in range(given.feeds)
    ]
    client = Client(at_once=given.at_once)
    result: dict[str, Any] = {"feeds": given.feeds, "latency": given.latency, "at_once": given.at_once}
    visits = [
        Visit(Source(f"Mill {number}", "feed", address), NOW) for number, address in enumerate(addresses)
    ]
    with open_map("threads", given.at_once) as read_map:
        fetch = partial(collect_source, client=client)
        fetch(visits[0])  # the first visit loads the libraries
        requests = [Request(address, origin=address) for address in addresses]
        _, result["door_all"] = measure(lambda: list(read_map(client.fetch, requests)))
        found, result["fetch_all"] = measure(lambda: list(read_map(fetch, visits)))
        again = [Visit(one.source, NOW + timedelta(hours=1), one.state) for one in found]
        unchanged, result["fetch_unchanged"] = measure(lambda: list(read_map(fetch, again)))
        check(found, unchanged)
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
    """What it gives, and the seconds it takes, by the clock and of CPU."""
    wall, cpu = time.perf_counter(), time.process_time()
    done = work()
    spent = {
        "seconds": round(time.perf_counter() - wall, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
    }
    return done, spent


def check(found: list[Collected], unchanged: list[Collected]) -> None:
    """Figures of rounds that failed would be worth nothing."""
    if not all(len(one.articles) == ENTRIES for one in found) or not all(one.unchanged for one in unchanged):
        raise SystemExit("not every feed was read")


def serve(ports: Queue[int], latency: float) -> None:
    """Serve the same feed at every address of this machine, with a validator, until ended."""
    items = "".join(
        f"<item><title>Wheel {number}</title><link>https://mill.example/{number}</link>"
        f"<pubDate>Mon, 02 Mar 2026 08:{number:02}:00 GMT</pubDate><description>{PROSE}</description></item>"
        for number in range(ENTRIES)
    )
    body = f'<rss version="2.0"><channel><title>Mill</title><language>en</language>{items}</channel></rss>'
    whole = f'HTTP/1.1 200 OK\r\nETag: "1"\r\nContent-Length: {len(body)}\r\n\r\n{body}'.encode()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            try:
                asked = await reader.readuntil(b"\r\n\r\n")
            except asyncio.IncompleteReadError:
                return
            await asyncio.sleep(latency)
            writer.write(
                b'HTTP/1.1 304 OK\r\nETag: "1"\r\n\r\n' if b"f-none-match" in asked.lower() else whole
            )

    async def run() -> None:
        listening = await asyncio.start_server(answer, "0.0.0.0", 0, backlog=512)
        ports.put(listening.sockets[0].getsockname()[1])
        await listening.serve_forever()

    asyncio.run(run())


if __name__ == "__main__":
    main()
