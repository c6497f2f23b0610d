"""Stop `digest serve` with SIGTERM while it reads hostile input of each kind: it ends within ten seconds."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from threading import Thread

from benchmarks.attack import documents, feeds, files, pages, templates
from benchmarks.attack.cases import Case
from benchmarks.attack.scripted_servers import ENDLESS, SLOW, Answer, send, serve_lines
from benchmarks.attack.visits import visit_address, visit_folder
from benchmarks.serving import start_daemon

MAX_SECONDS = 10
_START_SECONDS = 60
_LONGEST_READ = 2.0
"""Seconds after its start at which the daemon is stopped, at most."""

_HEAD = (
    'version = 1\n[schedule]\npublish_at = ["{hour}"]\n'
    '[output]\nformats = ["edition.org.j2"]\ntemplates = "."\n'
)
_FOLDER = '[[sources]]\nfolder = "inbox"\n'
_MAILBOX = (
    '[[sources]]\nmailbox = "imap://ada@127.0.0.1:{port}/"\n'
    'password = "${{MAIL_PASSWORD}}"\nsecurity = "none"\n'
)
_STORY = "# The bridge is shut\n\nThe harbour bridge is shut after the storm. Ferries carry commuters.\n"


@dataclass(frozen=True, slots=True)
class World:
    """What the daemon meets. moment: seconds until it is stopped. rows: of its configuration, with {port}.
    files: of its folder. bodies: of its addresses, by number. reply: of the mail server."""

    moment: float
    rows: str = _FOLDER
    files: dict[str, str | bytes] = field(default_factory=dict)
    bodies: tuple[str | bytes, ...] = ()
    reply: bytes = b""
    template: str = "{{ title }}"


def list_cases() -> Iterator[Case]:
    for name, make in _WORLDS.items():
        yield Case(f"stopped while reading {name}", make, stop)


def _make_files(cases: Callable[[], Iterator[Case]], size: int, random: Random) -> World:
    """Ten hostile files of a family at once."""
    return make_folder(random.sample(list_folder_cases(cases), 10), size, random)


def list_folder_cases(cases: Callable[[], Iterator[Case]]) -> list[Case]:
    """Return the cases of a family that are files."""
    return [case for case in cases() if case.read is visit_folder]


def make_folder(cases: Iterable[Case], size: int, random: Random) -> World:
    """Make the files of some cases in one folder."""
    contents: dict[str, str | bytes] = {}
    for number, case in enumerate(cases):
        for name, content in case.make(size, random).items():
            contents[f"{number}-{name}"] = content
    return World(random.uniform(0, _LONGEST_READ), files=contents)


def _make_address(cases: Callable[[], Iterator[Case]], key: str, size: int, random: Random) -> World:
    """Ten sources with one hostile body."""
    return make_addresses([random.choice(list_address_cases(cases))] * 10, key, size, random)


def list_address_cases(cases: Callable[[], Iterator[Case]]) -> list[Case]:
    """Return the cases of a family that are answers of a web server."""
    return [case for case in cases() if getattr(case.read, "func", case.read) is visit_address]


def make_addresses(cases: Sequence[Case], key: str, size: int, random: Random) -> World:
    """Make a source of each case. key: "feed" or "page"."""
    rows = "".join(
        f'[[sources]]\n{key} = "http://127.0.0.1:{{port}}/{number}"\n' for number in range(len(cases))
    )
    made = {case.name: case.make(size, random) for case in cases}
    return World(random.uniform(0, _LONGEST_READ), rows, bodies=tuple(made[case.name] for case in cases))


def _make_mailbox(reply: bytes, _: int, random: Random) -> World:
    return World(random.uniform(0, _LONGEST_READ), _MAILBOX, reply=reply)


def _make_template(size: int, random: Random) -> World:
    return World(random.uniform(0, _LONGEST_READ), files={"a.md": _STORY}, template=templates.ENDLESS_LOOP)


def _make_many_files(size: int, random: Random) -> World:
    """So many that one visit does not read all of them, if the size is large."""
    text = "The harbour bridge {number} is shut after the storm. Ferries carry commuters.\n"
    files: dict[str, str | bytes] = {
        f"{number}.txt": text.format(number=number) for number in range(size // len(text))
    }
    return World(random.uniform(0, _LONGEST_READ), files=files)


_WORLDS: dict[str, Callable[[int, Random], World]] = {
    "feeds": partial(_make_address, feeds.list_cases, "feed"),
    "pages": partial(_make_address, pages.list_cases, "page"),
    "files": partial(_make_files, files.list_cases),
    "many files": _make_many_files,
    "documents": partial(_make_files, documents.list_cases),
    "a mailbox without end": partial(_make_mailbox, b"* 1 EXISTS\r\n" + ENDLESS),
    "a slow mailbox": partial(_make_mailbox, b"*" + SLOW),
    "a template": _make_template,
}


def stop(world: World) -> str:
    """Raises AssertionError if the daemon does not end in time, or leaves a store that is damaged."""
    with tempfile.TemporaryDirectory() as name, serve_lines(b"* OK a\r\n", _answer(world)) as mail_port:
        folder = Path(name)
        (folder / "inbox").mkdir()
        for file, content in world.files.items():
            body = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
            (folder / "inbox" / file).write_bytes(body)
        port = mail_port if "mailbox" in world.rows else _serve(world.bodies)
        head = _HEAD.format(hour=f"{datetime.now(UTC):%H:%M}")
        (folder / "digest.toml").write_text(head + world.rows.format(port=port), "utf-8")
        (folder / "edition.org.j2").write_text(world.template, "utf-8")
        process = start_daemon(folder, _set_password)
        _wait_for_start(folder / "log", process)
        time.sleep(world.moment)
        before = time.monotonic()
        os.kill(process, signal.SIGTERM)
        status = os.waitpid(process, 0)[1]
        seconds = time.monotonic() - before
        log = (folder / "log").read_text("utf-8", "replace")
        if status not in (0, signal.SIGKILL) or "Traceback" in log:
            raise AssertionError(f"it ended with status {status}: {log[-150:]}")
        if seconds > MAX_SECONDS:
            raise AssertionError(f"it took {seconds:.1f} s to end")
        with closing(sqlite3.connect(folder / "digest.db")) as store:
            if store.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise AssertionError("the store is damaged")
        return f"ended after {seconds:.1f} s"


def _answer(world: World) -> Answer:
    def answer(connection: socket.socket, line: bytes) -> bool:
        send(connection, world.reply)
        return False

    return answer


def _serve(bodies: Sequence[str | bytes]) -> int:
    contents = [body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body for body in bodies]

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            number = self.path.strip("/")
            is_known = number.isdecimal() and int(number) < len(contents)
            self.send_response(200 if is_known else 404)
            self.end_headers()
            self.wfile.write(contents[int(number)] if is_known else b"")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


def _set_password() -> None:
    os.environ["MAIL_PASSWORD"] = "ferry-Tarn-1907"


def _wait_for_start(log: Path, process: int) -> None:
    end = time.monotonic() + _START_SECONDS
    while not log.exists() or b"info: collecting" not in log.read_bytes():
        if time.monotonic() > end or os.waitpid(process, os.WNOHANG)[0]:
            raise AssertionError(f"it did not start: {log.read_text('utf-8', 'replace')[-150:]}")
        time.sleep(0.05)
