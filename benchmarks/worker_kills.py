"""Kill workers, or the scheduler, while `digest publish` groups or summarizes, and compare the editions.

    python -m benchmarks.worker_kills [--articles N] [--kills N] [--step grouping|summaries] [--scheduler]

Writes N reports (default 2,000) into a store and publishes them with two Dask workers, undisturbed. Then
it publishes copies of the store, and kills a worker (`kill -9`) again and again while the step runs, at most
five times in a run, until there were as many kills as wanted (default 20). --scheduler: the cluster has a
scheduler of its own, which is killed instead, once in a run.

A disturbed command must either write the same edition, or end with exit code 1 and a message; started
again undisturbed, it must write the same edition then. The last line is one JSON object: how many were
killed, how many editions were the same at once, how many after a message, and the messages.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from time import monotonic, sleep
from typing import Any

from benchmarks.large_day import MIN_WORKER_MB, Processes, configure, write_store

KILLS_IN_A_RUN = 5
PORT = 18_786
STEPS = ("grouping", "summaries")
LIMIT_SECONDS = 900


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--step", choices=STEPS, default=STEPS[0])
    parser.add_argument("--scheduler", action="store_true")
    parser.add_argument("--command", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.command:
        run_command(args.command)
        return
    with tempfile.TemporaryDirectory() as temporary:
        original = Path(temporary) / "original"
        original.mkdir()
        configure(original, 50, "dask", 2)
        write_store(original, args.articles, 50, 8)
        expected = publish_copy(original, "", 0, Random(0))[2]
        assert expected, "the undisturbed command wrote no edition"
        if args.scheduler:
            with (original / "digest.toml").open("a", encoding="utf-8") as file:
                file.write(f'address = "tcp://127.0.0.1:{PORT}"\n')
        print(json.dumps(kill_often(original, expected, args)))


def kill_often(original: Path, expected: bytes, args: argparse.Namespace) -> dict[str, Any]:
    """Publish copies of a store until there were as many kills as wanted."""
    killed, outcomes, messages = 0, Counter[str](), Counter[str]()
    random = Random(args.step)
    for number in range(2 * args.kills):
        wanted = 1 if args.scheduler else min(KILLS_IN_A_RUN, args.kills - killed)
        if wanted <= 0:
            break
        with start_cluster(original) if args.scheduler else no_cluster() as scheduler:
            run = publish_copy(original, args.step, wanted, random, scheduler)
        done, output, edition = run
        killed += done
        if edition == expected:
            outcomes["same"] += 1
        else:
            assert not edition, "the disturbed command wrote another edition"
            assert "Traceback" not in output, output
            messages[output.strip().splitlines()[-1][:200] if output.strip() else ""] += 1
            outcomes["message"] += 1
        print(f"run {number}: {done} killed, {dict(outcomes)}", file=sys.stderr, flush=True)
    return {"step": args.step, "killed": killed, **outcomes, "messages": dict(messages)}


def publish_copy(
    original: Path, step: str, kills: int, random: Random, scheduler: int = 0
) -> tuple[int, str, bytes]:
    """Publish a copy of a store and kill while a step runs: (how many, what was written, the edition or b"").

    After a message the same store is published once more without workers, which must give an edition.
    """
    with tempfile.TemporaryDirectory(dir=original.parent) as temporary:
        folder = Path(temporary) / "copy"
        shutil.copytree(original, folder)
        settings = (folder / "digest.toml").read_text("utf-8")
        (folder / "digest.toml").write_text(settings.replace(str(original), str(folder)), "utf-8")
        words = [sys.executable, "-m", "benchmarks.worker_kills", "--command", str(folder)]
        with (
            (folder / "output").open("wb") as output,
            subprocess.Popen(words, stdout=output, stderr=output, start_new_session=True) as command,
        ):
            done = _kill_during(command, folder / "step", step, kills, random, scheduler)
        text = (folder / "output").read_text("utf-8", "replace")
        edition = _read_edition(folder)
        assert bool(edition) == (command.returncode == 0), text
        if not edition:
            assert command.returncode == 1, (command.returncode, text)
            settings = (folder / "digest.toml").read_text("utf-8").replace('"dask"', '"threads"')
            (folder / "digest.toml").write_text(
                "\n".join(line for line in settings.splitlines() if not line.startswith("address")), "utf-8"
            )
            subprocess.run(words, check=True, capture_output=True)
            assert _read_edition(folder) == _EXPECTED.get(original, _read_edition(folder))
        else:
            _EXPECTED.setdefault(original, edition)
        return done, text, edition


_EXPECTED: dict[Path, bytes] = {}


def _kill_during(
    command: subprocess.Popen[bytes], marker: Path, step: str, kills: int, random: Random, scheduler: int
) -> int:
    done, started = 0, monotonic()
    while command.poll() is None:
        if monotonic() - started > LIMIT_SECONDS:
            os.killpg(command.pid, signal.SIGKILL)
            raise AssertionError("the command did not end")
        if done < kills and marker.exists() and marker.read_text("utf-8") == step:
            sleep(random.uniform(0, 1.5))
            processes = Processes(command.pid)
            processes.sample()
            del processes.usage[command.pid]
            workers = sorted(pid for pid, use in processes.usage.items() if use.peak_mb > MIN_WORKER_MB)
            victim = scheduler or (random.choice(workers) if workers else 0)
            if victim and marker.read_text("utf-8") == step:
                os.kill(victim, signal.SIGKILL)
                done += 1
        sleep(0.05)
    return done


def _read_edition(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted((folder / "editions").glob("digest-*.md")))


@contextmanager
def no_cluster() -> Iterator[int]:
    """The command starts its own workers."""
    yield 0


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
    """Run `digest publish` at a fixed time in this process; a file says in which step it is."""
    from digest.cli import main as run_digest
    from digest.editions import arrangement, grouping_engine
    from digest.editions.shared_steps import SharedSteps
    from digest.runtime import environment

    clock = datetime.fromtimestamp((folder / "sources.opml").stat().st_mtime, UTC).replace(microsecond=0)
    environment.read_clock = lambda: clock
    grouping_engine.SHARDED_FROM = 100

    def mark(name: str, function: Any) -> Any:
        def run(*arguments: Any) -> Any:
            (folder / "step").write_text(name, "utf-8")
            result = function(*arguments)
            (folder / "step").write_text("", "utf-8")
            return result

        return run

    arrangement.group_selected = mark("grouping", arrangement.group_selected)
    SharedSteps.map = mark("summaries", SharedSteps.map)  # type: ignore[method-assign]
    os.chdir(folder)
    run_digest(["publish", "--quiet"])


if __name__ == "__main__":
    main()
