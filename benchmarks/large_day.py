"""Publish an edition of very many articles with a few workers, and measure every process.

    python -m benchmarks.large_day [--articles N] [--feeds N] [--names N] [--workers N]
        [--engine dask|processes|threads] [--folder DIR] [--only write|publish]

Writes N reports of planted stories (default 100,000; see benchmarks/world.py) into a new store in DIR, part
by part, and then runs `digest publish` on it as a process of its own. --names: how many of the 24 words of a
story are names of its own (default 8), so that the words of a day grow with it. --only write: stop when the
store is written. --only publish: take the store that is in DIR. Without --folder it is a temporary one.

DIR needs 4 KB for each article in the store, and 12 KB for each while the articles are grouped.

Prints the progress. The last line is one JSON object:

    articles, pages         in the store; the files of editions in DIR/editions
    write_s, publish_s      wall seconds of writing the store and of the command
    driver_cpu_s, driver_mb CPU seconds and peak memory of the command itself
    workers_cpu_s           CPU seconds of all processes that it starts
    worker_mb               peak memory of each worker, the largest first
    pair_f1, b3_f1          of all stories that the articles were grouped into, against the planted ones
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from time import monotonic, perf_counter, sleep
from typing import Any

from benchmarks.grouping import Labels, score
from benchmarks.world import Report, make_reports
from digest.models import Article, Collected, Source
from digest.store import open_store
from digest.text.urls import make_article_id

SAVED_AT_ONCE = 20_000
SAMPLE_SECONDS = 0.5
REPORT_SECONDS = 30
TICKS = os.sysconf("SC_CLK_TCK")
MIN_WORKER_MB = 80
"""What Dask starts besides the workers (a watcher of shared resources) is smaller."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--feeds", type=int, default=1_000)
    parser.add_argument("--names", type=int, default=8, help="names that each story has for itself")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--engine", choices=("dask", "processes", "threads"), default="dask")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--only", choices=("write", "publish"))
    parser.add_argument("--command", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.command:
        run_command(args.folder)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        result: dict[str, Any] = {"engine": args.engine, "workers": args.workers}
        configure(folder, args.feeds, args.engine, args.workers)
        if args.only != "publish":
            started = perf_counter()
            write_store(folder, args.articles, args.feeds, args.names)
            result["write_s"] = round(perf_counter() - started)
        if args.only != "write":
            result |= measure_command(folder)
            result |= score_groups(folder)
        print(json.dumps(result))


def configure(folder: Path, feeds: int, engine: str, workers: int) -> None:
    """Write the configuration: feeds that are never fetched, and a scratch folder beside the store."""
    rows = "".join(
        f'<outline type="rss" text="Outlet {n}" xmlUrl="{_locate_feed(n)}"/>\n' for n in range(feeds)
    )
    (folder / "sources.opml").write_text(f'<opml version="2.0"><body>{rows}</body></opml>', "utf-8")
    scratch = folder / "scratch"
    scratch.mkdir(exist_ok=True)
    (folder / "digest.toml").write_text(
        'version = 1\ntitle = "Large day"\n[[sources]]\nopml = "sources.opml"\n[digest]\nwindow_hours = 72\n'
        f'[engine]\nkind = "{engine}"\nworkers = {workers}\nscratch = "{scratch}"\n',
        "utf-8",
    )


def _locate_feed(number: int) -> str:
    return f"https://outlet{number}.example/feed"


def write_store(folder: Path, articles: int, feeds: int, names: int, url: str = "") -> None:
    """Write reports into a new store, and their planted stories into a file. url: of another store."""
    for path in folder.glob("digest.db*"):
        path.unlink()
    now = datetime.now(UTC).replace(microsecond=0)
    reports = make_reports(articles, feeds, 1, now.timestamp() - 3_600, names)
    written = 0
    with (
        open_store(url or f"sqlite:///{folder / 'digest.db'}") as store,
        (folder / "planted.txt").open("w", encoding="utf-8") as planted,
    ):
        while part := list(islice(reports, SAVED_AT_ONCE)):
            store.save_visits(list(_make_visits(part, now, planted)), now)
            written += len(part)
            print(f"{written:,} of {articles:,} articles written", file=sys.stderr, flush=True)


def _make_visits(reports: Iterable[Report], now: datetime, planted: Any) -> Iterator[Collected]:
    by_outlet: dict[int, list[Article]] = {}
    for report in reports:
        url = f"https://outlet{report.outlet}.example/news/{report.number}"
        article = Article(
            id=make_article_id(url),
            source=f"Outlet {report.outlet}",
            url=url,
            title=report.title,
            text=" ".join(report.sentences),
            published=datetime.fromtimestamp(round(report.moment), UTC),
            first_seen=now,
            language="en",
            feed=_locate_feed(report.outlet),
        )
        planted.write(f"{article.id} {report.story}\n")
        by_outlet.setdefault(report.outlet, []).append(article)
    for outlet, articles in by_outlet.items():
        source = Source(f"Outlet {outlet}", "feed", _locate_feed(outlet))
        yield Collected(source, tuple(articles))


def run_command(folder: Path) -> None:
    """Run `digest publish` in this process, and write which articles it groups into one story."""
    from digest.cli import main as run_digest
    from digest.editions import arrangement
    from digest.grouping import Grouping

    group = arrangement.group_selected

    def group_and_write(*arguments: Any) -> Grouping:
        grouping = group(*arguments)
        with (folder / "found.txt").open("w", encoding="utf-8") as file:
            for story in grouping.stories:
                file.writelines(f"{article.id} {story.id}\n" for article in story.articles)
        return grouping

    arrangement.group_selected = group_and_write  # type: ignore[assignment]
    os.chdir(folder)
    run_digest(["publish", "--quiet"])


@dataclass
class Usage:
    """CPU seconds and peak memory in MB of a process, as far as it was sampled."""

    cpu_s: float = 0.0
    peak_mb: float = 0.0


@dataclass
class Processes:
    """A process and all that it has started, sampled while they run."""

    root: int
    usage: dict[int, Usage] = field(default_factory=dict)

    def sample(self) -> None:
        """Read what each process has used so far."""
        parents = dict(_list_parents())
        for pid in parents:
            if pid == self.root or self._descends(pid, parents):
                try:
                    self.usage[pid] = _read_usage(pid)
                except (OSError, KeyError, IndexError):  # it has ended
                    continue

    def _descends(self, pid: int, parents: Mapping[int, int]) -> bool:
        while (pid := parents.get(pid, 0)) > 1:
            if pid == self.root:
                return True
        return False


def _list_parents() -> Iterator[tuple[int, int]]:
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                yield int(path.name), int(_read_status(path)["PPid"])
            except (OSError, KeyError):
                continue


def _read_status(path: Path) -> dict[str, str]:
    lines = (path / "status").read_text("utf-8", "replace").splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def _read_usage(pid: int) -> Usage:
    path = Path(f"/proc/{pid}")
    fields = (path / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    peak = int(_read_status(path)["VmHWM"].split()[0]) * 1024 / 1_000_000
    return Usage((int(fields[11]) + int(fields[12])) / TICKS, peak)


def measure_command(folder: Path) -> dict[str, Any]:
    """Run the command as a process, and return what it and its workers use."""
    words = [sys.executable, "-m", "benchmarks.large_day", "--command", "--folder", str(folder.absolute())]
    started = monotonic()
    reported = started
    with subprocess.Popen(words) as command:
        processes = Processes(command.pid)
        while command.poll() is None:
            processes.sample()
            if monotonic() - reported > REPORT_SECONDS:
                reported = monotonic()
                print(_describe(processes, reported - started), file=sys.stderr, flush=True)
            sleep(SAMPLE_SECONDS)
    if command.returncode:
        raise SystemExit(command.returncode)
    driver = processes.usage.pop(command.pid)
    workers = processes.usage.values()
    return {
        "publish_s": round(monotonic() - started),
        "driver_cpu_s": round(driver.cpu_s, 1),
        "driver_mb": round(driver.peak_mb),
        "workers_cpu_s": round(sum(usage.cpu_s for usage in workers), 1),
        "worker_mb": _list_peaks(workers),
    }


def _list_peaks(workers: Iterable[Usage]) -> Sequence[int]:
    peaks = (round(usage.peak_mb) for usage in workers)
    return sorted((peak for peak in peaks if peak >= MIN_WORKER_MB), reverse=True)


def _describe(processes: Processes, seconds: float) -> str:
    driver = processes.usage.get(processes.root, Usage())
    workers = [usage for pid, usage in processes.usage.items() if pid != processes.root]
    return (
        f"{seconds:6.0f} s: the command {driver.cpu_s:.0f} CPU s, {driver.peak_mb:.0f} MB; its workers "
        f"{sum(usage.cpu_s for usage in workers):.0f} CPU s, {_list_peaks(workers)} MB"
    )


def score_groups(folder: Path) -> dict[str, Any]:
    """Compare the stories with the planted ones."""
    found, planted = (_read_labels(folder / name) for name in ("found.txt", "planted.txt"))
    figures = score(planted, found)
    pages = sorted(path.name for path in (folder / "editions").glob("digest-*.html"))
    names = ("pair_p", "pair_r", "pair_f1", "b3_f1")
    return {"articles": len(planted), "pages": pages, **{name: figures[name] for name in names}}


def _read_labels(path: Path) -> Labels:
    with path.open(encoding="utf-8") as lines:
        return {id_: sys.intern(story) for id_, _, story in (line.strip().partition(" ") for line in lines)}


if __name__ == "__main__":
    main()
