"""Run the soak: see the docstring of the package."""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

from benchmarks.serving import start_daemon
from benchmarks.soak.measurement import Sample, find_growth, format_sample, summarize, take_sample
from benchmarks.soak.moving_clock import move_the_clock
from benchmarks.soak.plot import draw_plot
from benchmarks.soak.servers import Servers, list_hostile_files

BAD_SHARE = 0.3
_SAMPLE_SECONDS = 2
_LINE_SECONDS = 60
_FILES = 40
_CONFIG = """version = 1
[store]
keep_days = 2
[collect]
timeout_seconds = 3
full_text = "never"
[schedule]
publish_at = ["06:30"]
health_port = {health_port}
[output]
formats = ["html", "markdown"]
[[sources]]
folder = "inbox"
"""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--sources", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plot", type=Path, help="write the figures as an SVG")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        samples, faults, outcome = run_soak(Path(name), options.minutes, options.sources, options.seed)
    if options.plot and samples:
        options.plot.write_text(draw_plot(samples), "utf-8")
    faults += find_growth(samples)
    for fault in faults:
        print(f"FAILED {fault}")
    print(json.dumps({**outcome, "faults": len(faults), **summarize(samples)}))
    return 1 if faults else 0


def run_soak(
    folder: Path, minutes: float, sources: int, seed: int
) -> tuple[list[Sample], list[str], dict[str, float]]:
    """Serve for the time. Return the samples, what was wrong, and counts of the work that was done."""
    bad = round(BAD_SHARE * (sources + 1)) - 1  # the folder is one of them
    servers = Servers(seed, bad)
    servers.start()
    health_port = find_free_port()
    rows = "".join(
        f'[[sources]]\nfeed = "http://127.1.{number // 250}.{number % 250 + 1}:{servers.port}/{number}"\n'
        for number in range(sources)
    )
    (folder / "inbox").mkdir()
    (folder / "digest.toml").write_text(_CONFIG.format(health_port=health_port) + rows, "utf-8")
    process = start_daemon(folder, move_the_clock)
    try:
        samples, unanswered = watch(process, folder, minutes, health_port)
        seconds = stop(process)
    except BaseException:
        os.kill(process, signal.SIGKILL)
        raise
    log = (folder / "log").read_text("utf-8", "replace")
    faults = [f"the health page did not answer {unanswered} times"] if unanswered else []
    faults += [line for line in log.splitlines() if "unexpected error" in line or " error: " in line][:5]
    faults += [] if seconds <= 10 else [f"it took {seconds:.0f} s to end after SIGTERM"]
    outcome = {
        "minutes": round(minutes, 1),
        "sources": sources + 1,
        "misbehaving": bad + 1,
        "rounds": log.count("resumed after") + 1,
        "editions": log.count("published the edition"),
        "stop_seconds": round(seconds, 1),
    }
    return samples, faults, outcome


def watch(process: int, folder: Path, minutes: float, health_port: int) -> tuple[list[Sample], int]:
    """Take a sample every two seconds and change a file. Return also how often health did not answer."""
    opener = build_opener(ProxyHandler({}))
    files = list_hostile_files(_FILES)
    samples: list[Sample] = []
    start = printed = time.monotonic()
    unanswered = 0
    while (now := time.monotonic()) - start < 60 * minutes:
        name, content = files[len(samples) % len(files)]
        (folder / "inbox" / name).write_bytes(content + str(len(samples)).encode())
        if samples:
            try:
                opener.open(f"http://127.0.0.1:{health_port}/health", timeout=5).close()
            except OSError as error:
                # 503 is an answer: too many sources fail.
                unanswered += getattr(error, "code", 0) not in (200, 503)
        time.sleep(_SAMPLE_SECONDS)
        samples.append(take_sample(process, folder, (now - start) / 60))
        if now - printed >= _LINE_SECONDS:
            printed = now
            print(format_sample(samples[-1]), flush=True)
    return samples, unanswered


def stop(process: int) -> float:
    """Stop the daemon with SIGTERM, and return how many seconds it took."""
    before = time.monotonic()
    os.kill(process, signal.SIGTERM)
    os.waitpid(process, 0)
    return time.monotonic() - before


def find_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main())
