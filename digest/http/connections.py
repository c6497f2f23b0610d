"""Connections to hosts: kept open between requests, a few to each host at a time, in time to the last byte.

The connections are those of http.client: urllib3 makes a pool for every host it meets and wraps each answer
once more, which costs more than asking a feed that has nothing new. Neither bounds more than the time between
two bytes, so that a server that drips holds its reader for ever: here the time-out of a socket is what is
left for the whole answer, set again as it dwindles. The name of a host is looked up once, its addresses are
judged, and the connection goes to the address judged.
"""

from __future__ import annotations

import io
import os
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from http.client import HTTPConnection, HTTPResponse
from queue import SimpleQueue
from typing import Any, NamedTuple, cast
from urllib.parse import unquote
from weakref import finalize

from urllib3.util import Url, make_headers, parse_url, wait_for_read
from urllib3.util.ssltransport import SSLTransport

from digest.http.hosts import connect_host


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

    @property
    def seconds(self) -> float:
        """What is left for the answer, and always more than nothing."""
        return max(self.until - time.monotonic(), 0.001)


class _TimedReader(io.RawIOBase):
    """The bytes of a socket until a moment, however steadily they drip."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, seconds: float) -> None:
        self._raw, self._sock, self._seconds = raw, sock, seconds
        self._deadline = time.monotonic() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        # To set it is a call of the system: most answers are read at once, and a fiftieth does no harm.
        if left < 0.98 * self._seconds:
            self._sock.settimeout(left)
            self._seconds = left
        return cast("int | None", self._raw.readinto(buffer))

    def close(self) -> None:
        self._raw.close()
        super().close()


class _TimedResponse(HTTPResponse):
    """An answer that must be complete, headers and body, within the time-out its socket has now."""

    fp: Any

    def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
        super().__init__(sock, *args, **options)
        seconds = sock.gettimeout()
        if seconds is not None:
            self.fp = io.BufferedReader(_TimedReader(self.fp.detach(), sock, seconds))


class _Connection(HTTPConnection):
    response_class = _TimedResponse
    auto_open = 0  # whoever asks has opened it

    def encrypt(self, context: ssl.SSLContext, name: str) -> None:
        """Speak TLS from here on, if need be within TLS, with a host that can show this name."""
        if isinstance(self.sock, ssl.SSLSocket):
            self.sock = SSLTransport(self.sock, context, name)
        else:
            self.sock = context.wrap_socket(self.sock, server_hostname=name.rstrip("."))

    def lead_through(self) -> None:
        """Have the proxy at the other end lead to the host that set_tunnel() named."""
        try:
            self._tunnel()  # type: ignore[attr-defined]
        except TimeoutError:
            raise
        except OSError as error:
            raise NoWayThroughError from error


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
        self._idle: list[tuple[Host, HTTPConnection]] = []  # that used last is the last
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

    def take_idle(self, host: Host) -> HTTPConnection | None:
        """An open connection to a host, whose server has not closed it as far as one can tell, or None."""
        while True:
            with self._lock:
                places = [place for place, (other, _) in enumerate(self._idle) if other == host]
                if not places:
                    return None
                _, connection = self._idle.pop(places[-1])
            if not wait_for_read(connection.sock, 0.0):
                return connection
            connection.close()  # it has been closed, or tells what nobody asked

    def connect(self, host: Host, seconds: float) -> HTTPConnection:
        """A new connection to a host, through the proxy if there is one. seconds: for opening it."""
        nearest = _find_proxy_host(self._proxy) or host
        # What a name stands for is for the proxy to find out, and the proxy's own address may be private.
        guarded = self._line.guarded and self._proxy is None
        connection = _Connection(nearest.name, nearest.port)
        connection.default_port = _usual_port(host.scheme)  # which the header Host leaves out
        tunnelled = self._proxy is not None and host.scheme == "https"
        if tunnelled:
            connection.set_tunnel(host.name, host.port, self._proxy_headers)
        connection.sock = connect_host(nearest.name, nearest.port, seconds, guarded)
        try:
            if nearest.scheme == "https":
                connection.encrypt(self._context, nearest.name)
            if tunnelled:
                connection.lead_through()
                connection.encrypt(self._context, host.name)
        except BaseException:
            connection.close()
            raise
        return connection

    def ask(self, connection: HTTPConnection, question: Question) -> HTTPResponse:
        """The beginning of an answer; its body must be there in time, too."""
        url, headers, _, body = question
        target = url.request_uri
        if self._proxy is not None and url.scheme == "http":
            target, headers = url.url, {**headers, **self._proxy_headers}
        connection.sock.settimeout(question.seconds)
        # A server that refuses what is posted may say why before it has read all of it.
        with suppress(BrokenPipeError):
            connection.request("GET" if body is None else "POST", target, body, headers)
        connection.sock.settimeout(question.seconds)
        return connection.getresponse()

    def keep(self, host: Host, connection: HTTPConnection) -> None:
        """Keep a connection whose answer was read to its end, for the next request to its host."""
        if connection.sock is None:  # the server has said that this answer was the last
            return
        with self._lock:
            self._idle.append((host, connection))
            surplus = self._idle[: -self._line.kept]
            del self._idle[: len(surplus)]
        for _, oldest in surplus:
            oldest.close()


def _close(kept: list[tuple[Host, HTTPConnection]]) -> None:
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
