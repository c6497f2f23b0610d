"""The servers of the soak: outlets that report at every visit, and servers that misbehave."""

from __future__ import annotations

import gzip
import socketserver
from collections import Counter
from collections.abc import Callable
from email.utils import formatdate
from functools import partial
from itertools import islice
from random import Random
from threading import Thread
from time import sleep, time
from xml.sax.saxutils import escape

from benchmarks.attack.families import load_cases
from benchmarks.attack.visits import visit_address
from benchmarks.world import make_words, write_sentence

ENTRIES = 15
"""Of a feed."""

NEW_ENTRIES = 2
"""At each visit."""

HOSTILE_CHARACTERS = 100_000
_SLOW_SECONDS = 30
_OK = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"

Answer = Callable[[socketserver.StreamRequestHandler, int], None]
"""Answers a request: the connection, and how many requests this source has had before."""


class Servers:
    """Serves the source N at the path /N. bad: how many of the sources misbehave, the first ones."""

    def __init__(self, seed: int, bad: int) -> None:
        self._random = Random(seed)
        self._words = make_words(self._random, 5_000)
        self._visits: Counter[int] = Counter()
        self._hostile = [case for case in load_cases("feeds") if case.read is visit_address]
        self._answers = dict(zip(range(bad), self._list_answers() * bad, strict=False))
        self.port = 0

    def start(self) -> None:
        """Serve in threads of this process, at any address of loopback."""
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            timeout = 60

            def handle(self) -> None:
                try:
                    number = int(self.rfile.readline().split()[1].split(b"/")[1] or b"0")
                    while self.rfile.readline().strip():
                        pass
                    outer.answer(self, number)
                except (OSError, ValueError, IndexError):
                    pass  # the program has closed the connection

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            request_queue_size = 128

        server = Server(("0.0.0.0", 0), Handler)
        self.port = server.server_address[1]
        Thread(target=server.serve_forever, daemon=True).start()

    def answer(self, connection: socketserver.StreamRequestHandler, number: int) -> None:
        visits = self._visits[number]
        self._visits[number] += 1
        self._answers.get(number, partial(self._answer_well, number))(connection, visits)

    def _answer_well(
        self, number: int, connection: socketserver.StreamRequestHandler, visits: int, ids: str = ""
    ) -> None:
        last = ENTRIES + visits * NEW_ENTRIES
        items = "".join(self._write_entry(number, row, ids) for row in range(last - ENTRIES, last))
        _send(
            connection, f"<rss version='2.0'><channel><title>Outlet {number}</title>{items}</channel></rss>"
        )

    def _write_entry(self, number: int, row: int, ids: str) -> str:
        """An entry of an outlet; the entries of a story have half of their sentences in common."""
        story = row + number % 3
        shared, own = Random(story), Random(f"{number} {row}{ids}")
        subject = shared.sample(self._words, 20)
        facts = [write_sentence(shared, self._words, subject) for _ in range(4)]
        text = " ".join([*facts, *(write_sentence(own, self._words, subject) for _ in range(4))])
        address = f"http://127.0.0.1:{self.port}/{number}/{row}{ids}"
        return (
            f"<item><title>{' '.join(own.sample(subject, 7))}</title><link>{address}</link>"
            f"<guid>{address}</guid><description>{text}</description></item>"
        )

    def _list_answers(self) -> list[Answer]:
        def send_hostile(connection: socketserver.StreamRequestHandler, visits: int) -> None:
            case = self._hostile[(7 * visits) % len(self._hostile)]
            _send(connection, str(case.make(HOSTILE_CHARACTERS, self._random)))

        def repeat_under_new_ids(connection: socketserver.StreamRequestHandler, visits: int) -> None:
            self._answer_well(1_000, connection, 0, f"-{visits}")

        def alternate(connection: socketserver.StreamRequestHandler, visits: int) -> None:
            if visits % 2:
                _send_raw(connection, self._random.randbytes(5_000))
            else:
                self._answer_well(1_001, connection, visits)

        return [send_hostile, repeat_under_new_ids, alternate, *_ANSWERS]


def _send(connection: socketserver.StreamRequestHandler, body: str | bytes, headers: str = "") -> None:
    content = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    fields = f"Date: {formatdate(time())}\r\nContent-Length: {len(content)}\r\n{headers}\r\n"
    connection.wfile.write(_OK + fields.encode() + content)


def _send_raw(connection: socketserver.StreamRequestHandler, content: bytes, visits: int = 0) -> None:
    connection.wfile.write(content)


def _send_failure(line: str, connection: socketserver.StreamRequestHandler, visits: int) -> None:
    connection.wfile.write(f"HTTP/1.1 {line}\r\nContent-Length: 9\r\n\r\n\x1b[2J{'a' * 5}".encode())


def _never_answer(connection: socketserver.StreamRequestHandler, visits: int) -> None:
    sleep(_SLOW_SECONDS)


def _drip(connection: socketserver.StreamRequestHandler, visits: int) -> None:
    connection.wfile.write(_OK + b"\r\n<rss>")
    for _ in range(_SLOW_SECONDS):
        connection.wfile.write(b" ")
        sleep(1)


def _never_end(connection: socketserver.StreamRequestHandler, visits: int) -> None:
    connection.wfile.write(_OK + b"\r\n<rss><channel>")
    for _ in range(1_000):
        connection.wfile.write(b"<item><title>a</title></item>" * 3_000)


def _send_endless_headers(connection: socketserver.StreamRequestHandler, visits: int) -> None:
    connection.wfile.write(_OK)
    for _ in range(10_000):
        connection.wfile.write(b"X-A: " + b"a" * 10_000 + b"\r\n")


def _send_packed(connection: socketserver.StreamRequestHandler, visits: int) -> None:
    _send(connection, _PACKED, "Content-Encoding: gzip\r\n")


def _break_off(connection: socketserver.StreamRequestHandler, visits: int) -> None:
    connection.wfile.write(_OK + b"Content-Length: 1000000\r\n\r\n<rss><channel><item><title>a")


_PACKED = gzip.compress(b"\0" * 100_000_000, mtime=0)
_ANSWERS: list[Answer] = [
    _never_answer,
    _drip,
    _never_end,
    partial(_send_failure, "500 \x1b]0;a\x07"),
    partial(_send_failure, "302 Found\r\nLocation: /3"),
    partial(_send_failure, "302 Found\r\nLocation: http://169.254.169.254/latest"),
    _send_packed,
    _break_off,
    _send_endless_headers,
    partial(_send_failure, "429 Too Many\r\nRetry-After: 1"),
]


def list_hostile_files(count: int) -> list[tuple[str, bytes]]:
    """(name, content) of hostile files for a folder, always the same."""
    files: list[tuple[str, bytes]] = []
    for case in islice(load_cases("files"), 0, None, 11):
        for name, content in case.make(HOSTILE_CHARACTERS, Random(1)).items():
            encoded = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
            files.append((f"{len(files)}-{escape(name)}", encoded))
    return files[:count]
