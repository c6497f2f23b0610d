"""Connections to hosts: kept open between requests, a few to each host at a time, in time to the last byte.

A connection is a socket that http.client reads an answer from. urllib3 makes a pool for every host it meets
and wraps each answer once more, which costs more than asking a feed that has nothing new. Neither bounds more
than the time between two bytes, so that a server that drips holds its reader for ever: here the time-out of a
socket is what is left for the whole answer, set again as it dwindles. The name of a host is looked up once,
its addresses are judged, and the connection goes to the address judged.
"""

from __future__ import annotations

import io
import os
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from http.client import HTTPException, HTTPResponse
from queue import SimpleQueue
from typing import Any, NamedTuple, cast
from urllib.parse import unquote
from weakref import finalize

from urllib3.util import Url, make_headers, parse_url, wait_for_read
from urllib3.util.ssltransport import SSLTransport

from digest.http.hosts import connect_host

LONGEST_REST = 30.0
"""Seconds after which a connection that nobody used is not used again."""

_HEADER = re.compile(r"[!#$%&'*+.^`|~\w-]+: [^\x00-\x08\x0a-\x1f\x7f]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """What connections are opened with.

    per_host: requests to one host at a time. kept: how many connections stay open while nothing is asked.
    guarded: refuse hosts whose addresses are private. proxy: its address, or "".
    """

    per_host: int
    kept: int
    guarded: bool = True
    proxy: str = ""


class Host(NamedTuple):
    """Where a request goes."""

    scheme: str
    name: str
    port: int


class Question(NamedTuple):
    """One request as it goes over the wire.

    until: the moment of the monotonic clock at which the whole answer must be there. body: what is posted;
    None asks with GET.
    """

    url: Url
    headers: dict[str, str]
    until: float
    body: bytes | None


class _TimedReader(io.RawIOBase):
    """The bytes of a socket until a moment, however steadily they drip; http.client takes it for the socket.

    seconds: the time-out that the socket has now.
    """

    def __init__(self, sock: socket.socket | SSLTransport, until: float, seconds: float) -> None:
        self._sock, self._until, self._seconds = sock, until, seconds

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        # To set it is a call of the system: most answers are read at once, and a fiftieth does no harm.
        if left < 0.98 * self._seconds:
            self._sock.settimeout(left)
            self._seconds = left
        return cast("int | None", self._sock.recv_into(buffer))


class Connection:
    """A way to a host: plain, encrypted, or through a proxy."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock: socket.socket | SSLTransport = sock
        self._used = time.monotonic()

    @property
    def is_quiet(self) -> bool:
        """Whether it rests for a short while only, and the other end has neither closed it nor told what
        nobody asked. A connection that rests for long may have died without a word."""
        sock, unread = self._sock, 0
        if isinstance(sock, ssl.SSLSocket):
            unread = sock.pending()
        elif isinstance(sock, SSLTransport):
            unread = sock.sslobj.pending()
        rested = time.monotonic() - self._used
        return rested < LONGEST_REST and not unread and not wait_for_read(cast(socket.socket, sock), 0.0)

    def ask(self, octets: bytes, until: float, method: str = "GET") -> HTTPResponse:
        """Send a request and return the beginning of the answer, all of which must be there in time."""
        seconds = max(until - time.monotonic(), 0.001)
        self._sock.settimeout(seconds)
        # A server that refuses what is posted may say why before it has read all of it.
        with suppress(BrokenPipeError):
            self._sock.sendall(octets)
        reader = cast(socket.socket, _TimedReader(self._sock, until, seconds))
        answer = HTTPResponse(reader, method=method)
        answer.begin()
        while 100 <= answer.status < 200 and answer.status != 101:
            # Hints before the answer: http.client passes over 100 alone.
            answer.headers = None  # type: ignore[assignment]
            answer.begin()
        self._used = time.monotonic()
        return answer

    def encrypt(self, context: ssl.SSLContext, name: str, until: float) -> None:
        """Speak TLS from here on, if need be within TLS, with a host that can show this name."""
        self._sock.settimeout(max(until - time.monotonic(), 0.001))
        if isinstance(self._sock, socket.socket) and not isinstance(self._sock, ssl.SSLSocket):
            self._sock = context.wrap_socket(self._sock, server_hostname=name.rstrip("."))
        else:
            self._sock = SSLTransport(cast(socket.socket, self._sock), context, name.rstrip("."))

    def lead_through(self, host: Host, headers: Mapping[str, str], until: float) -> None:
        """Have the proxy at the other end lead to a host. Raises NoWayThroughError when it does not."""
        name = f"[{host.name}]:{host.port}" if ":" in host.name else f"{host.name}:{host.port}"
        try:
            answer = self.ask(_write_head("CONNECT", name, name, headers), until, "CONNECT")
        except (ConnectionError, HTTPException) as error:
            raise NoWayThroughError from error
        if not 200 <= answer.status < 300:
            raise NoWayThroughError

    def close(self) -> None:
        self._sock.close()


class NoWayThroughError(OSError):
    """A proxy does not let a request through."""


class Connections:
    """The connections of one process that are opened with the same settings."""

    def __init__(self, line: Line) -> None:
        self._line = line
        # One for all: reading the system's certificates costs 30 ms.
        self._context = ssl.create_default_context()
        self._context.set_alpn_protocols(["http/1.1"])
        self._proxy = parse_url(line.proxy) if line.proxy else None
        self._proxy_headers = _make_proxy_headers(self._proxy)
        self._turns: dict[Host, SimpleQueue[None]] = {}
        self._idle: list[tuple[Host, Connection]] = []  # that used last is the last
        self._lock = threading.Lock()
        finalize(self, _close, self._idle)

    @contextmanager
    def take_turn(self, host: Host) -> Iterator[None]:
        """Wait until no more than `per_host` others are asking this host."""
        with self._lock:
            # As many tokens as turns: a semaphore does the same in ten times as long.
            turns = self._turns.get(host)
            if turns is None:
                turns = self._turns[host] = SimpleQueue()
                for _ in range(self._line.per_host):
                    turns.put(None)
        turns.get()
        try:
            yield
        finally:
            turns.put(None)

    def take_idle(self, host: Host) -> Connection | None:
        """An open connection to a host, whose server has not closed it as far as one can tell, or None."""
        while True:
            with self._lock:
                places = [place for place, (other, _) in enumerate(self._idle) if other == host]
                if not places:
                    return None
                _, connection = self._idle.pop(places[-1])
            if connection.is_quiet:
                return connection
            connection.close()

    def connect(self, host: Host, until: float) -> Connection:
        """A new connection to a host, through the proxy if there is one."""
        nearest = _find_proxy_host(self._proxy) or host
        # What a name stands for is for the proxy to find out, and the proxy's own address may be private.
        guarded = self._line.guarded and self._proxy is None
        seconds = max(until - time.monotonic(), 0.001)
        connection = Connection(connect_host(nearest.name, nearest.port, seconds, guarded))
        try:
            if nearest.scheme == "https":
                connection.encrypt(self._context, nearest.name, until)
            if self._proxy is not None and host.scheme == "https":
                connection.lead_through(host, self._proxy_headers, until)
                connection.encrypt(self._context, host.name, until)
        except BaseException:
            connection.close()
            raise
        return connection

    def ask(self, connection: Connection, question: Question) -> HTTPResponse:
        """The beginning of an answer; its body must be there in time, too."""
        url, headers, until, body = question
        target = url.request_uri
        if self._proxy is not None and url.scheme == "http":
            target, headers = url.url, {**headers, **self._proxy_headers}
        name = url.host or ""
        if url.port not in (None, _usual_port(url.scheme)):
            name = f"{name}:{url.port}"
        if body is None:
            return connection.ask(_write_head("GET", target, name, headers), until)
        head = _write_head("POST", target, name, {**headers, "Content-Length": f"{len(body)}"})
        return connection.ask(head + body, until, "POST")

    def keep(self, host: Host, connection: Connection) -> None:
        """Keep a connection whose answer was read to its end, for the next request to its host."""
        with self._lock:
            self._idle.append((host, connection))
            surplus = self._idle[: -self._line.kept]
            del self._idle[: len(surplus)]
        for _, oldest in surplus:
            oldest.close()


def _close(kept: list[tuple[Host, Connection]]) -> None:
    for _, connection in kept:
        connection.close()


_opening = threading.Lock()


def open_connections(line: Line) -> Connections:
    """The connections of this process for a line, the same for every thread."""
    # The lock: two threads that begin together must find the same turns.
    with _opening:
        return _keep_connections(line, os.getpid())


@lru_cache(maxsize=8)
def _keep_connections(line: Line, process: int) -> Connections:
    """One for each process: a connection must not be shared with the process that forked it."""
    return Connections(line)


def find_host(url: Url) -> Host:
    """The host that an address leads to. Raises ValueError when it names none."""
    if not url.scheme or not url.host:
        raise ValueError
    return Host(url.scheme, url.host.strip("[]"), url.port or _usual_port(url.scheme))


def _write_head(method: str, target: str, host: str, headers: Mapping[str, str]) -> bytes:
    """The head of a request. Raises ValueError for what would break out of its line."""
    named = headers if any(name.lower() == "host" for name in headers) else {"Host": host, **headers}
    lines = [f"{name}: {value}" for name, value in named.items()]
    if not all(map(_HEADER.fullmatch, lines)):
        raise ValueError
    return "\r\n".join([f"{method} {target} HTTP/1.1", *lines, "", ""]).encode("latin-1")


def _usual_port(scheme: str | None) -> int:
    return 443 if scheme == "https" else 80


def _find_proxy_host(proxy: Url | None) -> Host | None:
    if proxy is None:
        return None
    scheme = proxy.scheme or "http"
    return Host(scheme, (proxy.host or "").strip("[]"), proxy.port or _usual_port(scheme))


def _make_proxy_headers(proxy: Url | None) -> dict[str, str]:
    if proxy is None or not proxy.auth:
        return {}
    return dict(make_headers(proxy_basic_auth=unquote(proxy.auth)))
