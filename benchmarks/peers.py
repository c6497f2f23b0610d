"""Measure what other feed readers need to collect the same feeds, beside this program.

    python -m benchmarks.peers [--feeds N] [--entries N] [--install] [--only NAME ...]

The feeds are made up by benchmarks/world.py and served on loopback; nothing else is contacted, except that
--install fetches reader and rss2email from PyPI into temporary environments. Without it, what is on the path
(newsboat, r2e) or importable (reader) takes part.

Each program collects all feeds into an empty database and then again; the server then sends the same bytes,
without ETag or Last-Modified. newsboat, reader and this program fetch 16 feeds at once, rss2email one by one;
it writes its mails into a folder (maildir). Each visit is a process of its own.

Prints a table. The last line is one JSON object: for each program its version, the entries that it has in the
end, and of the first and the second visit CPU seconds (of the process and its children) and wall seconds.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.day import find_free_port, open_world
from digest import __version__

ROOT = Path(__file__).parents[1]
AT_ONCE = 16

READER = f"""
import sys
from reader import make_reader
reader = make_reader("reader.sqlite")
for address in open("addresses"):
    reader.add_feed(address.strip(), exist_ok=True)
reader.update_feeds(scheduled=False, workers={AT_ONCE})
"""

R2E = """[DEFAULT]
from = digest@localhost
to = digest@localhost
email-protocol = maildir
maildir-path = {}
verbose = warning
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """A program to measure, prepared in a folder of its own.

    command: one visit to all feeds, run in the folder. count: counts the entries that it has stored there.
    """

    name: str
    version: str
    command: list[str]
    count: Callable[[Path], int]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--entries", type=int, default=30, help="in each feed, on average")
    parser.add_argument("--install", action="store_true", help="fetch reader and rss2email from PyPI")
    parser.add_argument("--only", nargs="+", choices=sorted(PREPARE), default=list(PREPARE))
    args = parser.parse_args()
    rows: dict[str, dict[str, Any]] = {}
    port = find_free_port()
    with (
        tempfile.TemporaryDirectory() as name,
        open_world(args.feeds * args.entries, args.feeds, None, Path(name), port) as address,
    ):
        with urllib.request.urlopen(f"{address}/opml") as response:
            opml = response.read().decode()
        for peer_name in args.only:
            folder = Path(name) / peer_name
            folder.mkdir()
            peer = PREPARE[peer_name](folder, opml, args.install)
            if peer is None:
                print(f"{peer_name}: skipped, not installed")
                continue
            first, second = measure_visit(peer, folder), measure_visit(peer, folder)
            entries = peer.count(folder)
            rows[peer.name] = {
                "version": peer.version,
                "entries": entries,
                "complete": entries == args.feeds * args.entries,
                "first": first,
                "second": second,
            }
    print(format_table(rows))
    print(json.dumps({"feeds": args.feeds, "entries": args.feeds * args.entries, "programs": rows}))
    return 0 if all(row["complete"] for row in rows.values()) else 1


def measure_visit(peer: Peer, folder: Path) -> dict[str, float]:
    """Run one visit and return its CPU seconds, children included, and wall seconds."""
    before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(peer.command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"cpu_s": round(cpu, 2), "wall_s": round(time.perf_counter() - wall, 2)}


def format_table(rows: dict[str, dict[str, Any]]) -> str:
    """Format the figures as a Markdown table."""
    lines = [
        "| Program | Entries | First: CPU s | wall s | Second: CPU s | wall s |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, row in rows.items():
        figures = [f"{row[visit][unit]:.2f}" for visit in ("first", "second") for unit in ("cpu_s", "wall_s")]
        lines.append(f"| {name} {row['version']} | {row['entries']:,} | {' | '.join(figures)} |")
    return "\n".join(lines)


def prepare_digest(folder: Path, opml: str, _install: bool) -> Peer:
    """This program, as `digest collect`."""
    (folder / "sources.opml").write_text(opml, "utf-8")
    limits = f"[collect]\nat_once = {AT_ONCE}\nper_host = {AT_ONCE}\n"
    (folder / "digest.toml").write_text(f'version = 1\n[[sources]]\nopml = "sources.opml"\n{limits}', "utf-8")
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); "]
    command[-1] += "from digest.cli import main; main()"
    command += ["collect", "--quiet", "--config", "digest.toml"]
    return Peer("digest", __version__, command, lambda folder: count_rows(folder / "digest.db", "articles"))


def prepare_newsboat(folder: Path, opml: str, _install: bool) -> Peer | None:
    """The newsboat of the system, as `newsboat -x reload`."""
    program = shutil.which("newsboat")
    if program is None:
        return None
    (folder / "urls").write_text("\n".join(list_addresses(opml)), "utf-8")
    (folder / "config").write_text(f"reload-threads {AT_ONCE}\n", "utf-8")
    files = ["-u", "urls", "-C", "config", "-c", "cache.db"]
    version = read_version([program, "--version"])
    command = [program, *files, "-x", "reload"]
    return Peer("newsboat", version, command, lambda folder: count_rows(folder / "cache.db", "rss_item"))


def prepare_reader(folder: Path, opml: str, install: bool) -> Peer | None:
    """The Python library reader, with one call of update_feeds()."""
    if install:
        # The copy of feedparser in reader 3.26 imports sgmllib, which reader does not require.
        python = str(install_packages(["reader", "sgmllib3k"], folder / "venv") / "python")
    elif importlib.util.find_spec("reader"):
        python = sys.executable
    else:
        return None
    (folder / "addresses").write_text("\n".join(list_addresses(opml)), "utf-8")
    version = read_version([python, "-c", "import reader; print(reader.__version__)"])
    command = [python, "-c", READER]
    return Peer("reader", version, command, lambda folder: count_rows(folder / "reader.sqlite", "entries"))


def prepare_rss2email(folder: Path, opml: str, install: bool) -> Peer | None:
    """rss2email, as `r2e run`."""
    program = (
        str(install_packages(["rss2email"], folder / "venv") / "r2e") if install else shutil.which("r2e")
    )
    if program is None:
        return None
    (folder / "sources.opml").write_text(opml, "utf-8")
    mails = folder / "mails"
    mails.mkdir()
    (folder / "rss2email.cfg").write_text(R2E.format(mails), "utf-8")
    command = [program, "-c", "rss2email.cfg", "-d", "rss2email.json"]
    subprocess.run([*command, "opmlimport", "sources.opml"], cwd=folder, check=True, stdout=2)
    version = read_version([program, "--version"])
    return Peer("rss2email", version, [*command, "run"], lambda _: sum(1 for _ in mails.rglob("new/*")))


PREPARE: dict[str, Callable[[Path, str, bool], Peer | None]] = {
    "digest": prepare_digest,
    "newsboat": prepare_newsboat,
    "reader": prepare_reader,
    "rss2email": prepare_rss2email,
}


def install_packages(names: list[str], folder: Path) -> Path:
    """Install packages of PyPI into a new environment and return the folder of its programs."""
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run([programs / "python", "-m", "pip", "install", "--quiet", *names], check=True, stdout=2)
    return programs


def list_addresses(opml: str) -> list[str]:
    """The addresses of the feeds of an OPML list."""
    return re.findall(r'xmlUrl="([^"]+)"', opml)


def read_version(command: list[str]) -> str:
    """The version in the first line that a command prints: its first word that begins with a digit."""
    line = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"(?<![\w.])v?(\d[\w.]*)", line)
    return found[1] if found else "?"


def count_rows(database: Path, table: str) -> int:
    """Count the rows of a table of an SQLite file."""
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


if __name__ == "__main__":
    sys.exit(main())
