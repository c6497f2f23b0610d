"""Connections to hosts: pooled, limited per host, with one deadline for the whole response.

A connection is a socket that http.client reads the response from. urllib3 makes a pool for every host and
wraps each response once more, which costs more than requesting a feed that has nothing new. Neither limits
more than the time between two bytes, so a server that sends byte by byte blocks its reader without end.
Here the timeout of the socket is the time left for the whole response and is lowered as that time passes.
A host name is resolved once, its addresses are checked, and the connection goes to a checked address.
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

from digest.http.private_hosts import open_socket

MAX_IDLE_SECONDS = 30.0
"""Seconds after which an idle connection is not used again."""

_HEADER = re.compile(r"[!#$%&'*+.^`|~\w-]+: [^\x00-\x08\x0a-\x1f\x7f]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class ConnectionSettings:
    """The settings of a connection pool.

    per_host: concurrent requests to one host. max_idle: how many connections stay open between requests.
    block_private: refuse hosts with private addresses. proxy: its address, or "".
    """

    per_host: int
    max_idle: int
    block_private: bool = True
    proxy: str = ""


class Host(NamedTuple):
    """The target of a connection."""

    scheme: str
    name: str
    port: int


class WireRequest(NamedTuple):
    """One request as it is sent.

    deadline: the time of the monotonic clock by which the whole response must be there. body: the body of
    a POST request; None sends GET.
    """

    url: Url
    headers: dict[str, str]
    deadline: float
    body: bytes | None


class _TimedReader(io.RawIOBase):
    """Read a socket until a deadline, however slowly the bytes arrive; http.client takes it for the socket.

    timeout: the current timeout of the socket in seconds.
    """

    def __init__(self, sock: socket.socket | SSLTransport, deadline: float, timeout: float) -> None:
        self._sock, self._deadline, self._timeout = sock, deadline, timeout

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        remaining = self._deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError
        # Setting it is a system call. Most responses are read at once, and an error of 2 % does no harm.
        if remaining < 0.98 * self._timeout:
            self._sock.settimeout(remaining)
            self._timeout = remaining
        return cast("int | None", self._sock.recv_into(buffer))


class Connection:
    """A connection to a host: plain, encrypted, or through a proxy."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock: socket.socket | SSLTransport = sock
        self._last_used = time.monotonic()

    @property
    def is_reusable(self) -> bool:
        """Whether it has been idle only shortly, and the peer has neither closed it nor sent unexpected
        data. A connection that is idle for long may be dead without notice."""
        sock, unread = self._sock, 0
        if isinstance(sock, ssl.SSLSocket):
            unread = sock.pending()
        elif isinstance(sock, SSLTransport):
            unread = sock.sslobj.pending()
        idle = time.monotonic() - self._last_used
        return idle < MAX_IDLE_SECONDS and not unread and not wait_for_read(cast(socket.socket, sock), 0.0)

    def send_request(self, data: bytes, deadline: float, method: str = "GET") -> HTTPResponse:
        """Send a request and return the head of the response, which must arrive before the deadline."""
        timeout = max(deadline - time.monotonic(), 0.001)
        self._sock.settimeout(timeout)
        # A server that rejects a POST request may respond before it has read the whole body.
        with suppress(BrokenPipeError):
            self._sock.sendall(data)
        reader = cast(socket.socket, _TimedReader(self._sock, deadline, timeout))
        response = HTTPResponse(reader, method=method)
        response.begin()
        while 100 <= response.status < 200 and response.status != 101:
            # Informational responses: http.client skips only 100.
            response.headers = None  # type: ignore[assignment]
            response.begin()
        self._last_used = time.monotonic()
        return response

    def start_tls(self, context: ssl.SSLContext, name: str, deadline: float) -> None:
        """Start TLS, within TLS if necessary; the certificate of the peer must be valid for name."""
        self._sock.settimeout(max(deadline - time.monotonic(), 0.001))
        if isinstance(self._sock, socket.socket) and not isinstance(self._sock, ssl.SSLSocket):
            self._sock = context.wrap_socket(self._sock, server_hostname=name.rstrip("."))
        else:
            self._sock = SSLTransport(cast(socket.socket, self._sock), context, name.rstrip("."))

    def open_tunnel(self, host: Host, headers: Mapping[str, str], deadline: float) -> None:
        """Ask the proxy for a tunnel to a host (CONNECT). Raises TunnelError if it refuses."""
        name = f"[{host.name}]:{host.port}" if ":" in host.name else f"{host.name}:{host.port}"
        try:
            response = self.send_request(_format_head("CONNECT", name, name, headers), deadline, "CONNECT")
        except (ConnectionError, HTTPException) as error:
            raise TunnelError from error
        if not 200 <= response.status < 300:
            raise TunnelError

    def close(self) -> None:
        self._sock.close()


class TunnelError(OSError):
    """The proxy refused to open a tunnel."""


class ConnectionPool:
    """The connections of one process that share the same settings. Thread-safe."""

    def __init__(self, settings: ConnectionSettings) -> None:
        self._settings = settings
        # Shared by all connections: reading the system's certificates costs 30 ms.
        self._context = ssl.create_default_context()
        self._context.set_alpn_protocols(["http/1.1"])
        self._proxy = parse_url(settings.proxy) if settings.proxy else None
        self._proxy_headers = _make_proxy_headers(self._proxy)
        self._slots: dict[Host, SimpleQueue[None]] = {}
        self._idle: list[tuple[Host, Connection]] = []  # most recently used last
        self._lock = threading.Lock()
        finalize(self, _close_all, self._idle)

    @contextmanager
    def limit_requests(self, host: Host) -> Iterator[None]:
        """Wait until fewer than `per_host` other requests to this host are running."""
        with self._lock:
            # One token per slot: a semaphore does the same but takes ten times as long.
            slots = self._slots.get(host)
            if slots is None:
                slots = self._slots[host] = SimpleQueue()
                for _ in range(self._settings.per_host):
                    slots.put(None)
        slots.get()
        try:
            yield
        finally:
            slots.put(None)

    def take_idle_connection(self, host: Host) -> Connection | None:
        """Return an open connection to a host that its server does not seem to have closed, or None."""
        while True:
            with self._lock:
                positions = [index for index, (other, _) in enumerate(self._idle) if other == host]
                if not positions:
                    return None
                _, connection = self._idle.pop(positions[-1])
            if connection.is_reusable:
                return connection
            connection.close()

    def connect(self, host: Host, deadline: float) -> Connection:
        """Open a new connection to a host, through the proxy if there is one."""
        peer = _find_proxy_host(self._proxy) or host
        # The proxy resolves the host name, and the proxy's own address may be private.
        block_private = self._settings.block_private and self._proxy is None
        seconds = max(deadline - time.monotonic(), 0.001)
        connection = Connection(open_socket(peer.name, peer.port, seconds, block_private))
        try:
            if peer.scheme == "https":
                connection.start_tls(self._context, peer.name, deadline)
            if self._proxy is not None and host.scheme == "https":
                connection.open_tunnel(host, self._proxy_headers, deadline)
                connection.start_tls(self._context, host.name, deadline)
        except BaseException:
            connection.close()
            raise
        return connection

    def send_request(self, connection: Connection, request: WireRequest) -> HTTPResponse:
        """Send a request and return the head of its response; the body is subject to the same deadline."""
        url, headers, deadline, body = request
        target = url.request_uri
        if self._proxy is not None and url.scheme == "http":
            target, headers = url.url, {**headers, **self._proxy_headers}
        name = url.host or ""
        if url.port not in (None, _default_port(url.scheme)):
            name = f"{name}:{url.port}"
        if body is None:
            return connection.send_request(_format_head("GET", target, name, headers), deadline)
        head = _format_head("POST", target, name, {**headers, "Content-Length": f"{len(body)}"})
        return connection.send_request(head + body, deadline, "POST")

    def release(self, host: Host, connection: Connection) -> None:
        """Keep a connection, whose response was read to its end, for the next request to its host."""
        with self._lock:
            self._idle.append((host, connection))
            surplus = self._idle[: -self._settings.max_idle]
            del self._idle[: len(surplus)]
        for _, oldest in surplus:
            oldest.close()


def _close_all(connections: list[tuple[Host, Connection]]) -> None:
    for _, connection in connections:
        connection.close()


_pool_lock = threading.Lock()


def get_pool(settings: ConnectionSettings) -> ConnectionPool:
    """Return the connection pool of this process for these settings; all threads share it."""
    # The lock makes sure that threads that start together get the same pool.
    with _pool_lock:
        return _make_pool(settings, os.getpid())


@lru_cache(maxsize=8)
def _make_pool(settings: ConnectionSettings, process: int) -> ConnectionPool:
    """Make a pool. process: its id, because a connection must not be shared with a forked process."""
    return ConnectionPool(settings)


def find_host(url: Url) -> Host:
    """Return the host of an address. Raises ValueError if it has none."""
    if not url.scheme or not url.host:
        raise ValueError
    return Host(url.scheme, url.host.strip("[]"), url.port or _default_port(url.scheme))


def _format_head(method: str, target: str, host: str, headers: Mapping[str, str]) -> bytes:
    """Format the head of a request. Raises ValueError if a header is not valid or contains a line break."""
    has_host = any(name.lower() == "host" for name in headers)
    fields = headers if has_host else {"Host": host, **headers}
    lines = [f"{name}: {value}" for name, value in fields.items()]
    if not all(map(_HEADER.fullmatch, lines)):
        raise ValueError
    return "\r\n".join([f"{method} {target} HTTP/1.1", *lines, "", ""]).encode("latin-1")


def _default_port(scheme: str | None) -> int:
    return 443 if scheme == "https" else 80


def _find_proxy_host(proxy: Url | None) -> Host | None:
    if proxy is None:
        return None
    scheme = proxy.scheme or "http"
    return Host(scheme, (proxy.host or "").strip("[]"), proxy.port or _default_port(scheme))


def _make_proxy_headers(proxy: Url | None) -> dict[str, str]:
    if proxy is None or not proxy.auth:
        return {}
    return dict(make_headers(proxy_basic_auth=unquote(proxy.auth)))
