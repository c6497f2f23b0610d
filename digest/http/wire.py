"""One request over the wire, and the one door to urllib3: deadline, caps, private addresses.

urllib3 bounds the time between two bytes, so a server that drips holds its reader for ever. Here the
time-out of a socket is what is left for the whole answer, set again before each read. The name of a
host is looked up once, its addresses are judged, and the connection goes to the address judged.
"""

from __future__ import annotations

import io
import os
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from http.client import HTTPException, HTTPResponse
from importlib.util import find_spec
from typing import Any, cast
from urllib.parse import unquote, urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, LocationValueError, ProtocolError, ProxyError
from urllib3.exceptions import TimeoutError as HTTPTimeout

from digest.errors import SourceError
from digest.http.hosts import connect_host, is_local_name, refuse_private
from digest.octets import unpack_brotli, unpack_deflate, unpack_gzip

_READ_STEP = 1 << 16
_UNPACK = {"gzip": unpack_gzip, "x-gzip": unpack_gzip, "deflate": unpack_deflate}
if find_spec("brotli"):
    _UNPACK["br"] = unpack_brotli
ACCEPTED = ", ".join(coding for coding in _UNPACK if coding != "x-gzip")
"""How answers may be packed: by Brotli, too, where its package is installed."""

_CHECK = "Check the address and the headers of this source."
_PROXY = "Check the proxy in the environment of this program."
_LATER = "It is tried again at the next visit."


@dataclass(frozen=True, slots=True)
class Line:
    """What connections are opened with.

    per_host: requests to one host at a time. hosts: how many hosts' connections are kept open.
    guarded: refuse hosts whose addresses are private. proxy: its address, or "".
    """

    per_host: int
    hosts: int
    guarded: bool = True
    proxy: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: headers have lower-case names; cut_off: the body ended too early; seconds: how
    long it took, waiting for a turn aside."""

    status: int
    headers: dict[str, str]
    body: bytes
    cut_off: bool
    seconds: float


def send_request(
    line: Line,
    url: str,
    headers: dict[str, str],
    seconds: float,
    max_bytes: int,
    body: bytes | None = None,
) -> Answer:
    """Return the answer to one request, be it a redirect or an error of the server.

    url: absolute http or https address. seconds: for everything from connecting to the last byte (the
    look-up of the host's name has the system's own limits). max_bytes: the most the body may hold,
    unpacked. body: what is posted; None asks with GET. Raises SourceError, worded for people, when there
    is no answer.
    """
    host = urlsplit(url).hostname or ""
    if line.guarded and is_local_name(host):
        raise refuse_private(host, host)
    pools = _open_pools(line)
    with pools.take_turn(url):
        started = time.monotonic()
        try:
            answer = _open_answer(pools, url, headers, seconds, body)
            try:
                packed, cut_off = _read_body(answer, max_bytes, url)
            finally:
                # The connection of an answer read to its end is back in its pool by now.
                answer.close()
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            raise _explain(error, url, seconds, line.proxy) from error
        spent = time.monotonic() - started
    named = {name.lower(): value for name, value in answer.headers.items()}
    body, whole = _unpack(packed, named.get("content-encoding", ""), max_bytes, url)
    return Answer(answer.status, named, body, cut_off or not whole, spent)


def _read_body(answer: urllib3.BaseHTTPResponse, max_bytes: int, url: str) -> tuple[bytes, bool]:
    """The body as it is packed, and whether it ended before the length it had announced."""
    body = bytearray()
    announced = answer.headers.get("content-length", "")
    expected = int(announced) if announced.isdecimal() else 0
    try:
        while max(len(body), expected) <= max_bytes:
            piece = answer.read1(_READ_STEP, decode_content=False)
            if not piece:
                return bytes(body), False
            body += piece
    except ProtocolError:
        return bytes(body), True
    raise SourceError(url, f"the answer is larger than {max_bytes / 1_000_000:g} MB")


def _unpack(packed: bytes, coding: str, max_bytes: int, url: str) -> tuple[bytes, bool]:
    coding = coding.strip().lower()
    if coding in _UNPACK:
        return _UNPACK[coding](packed, max_bytes, url)
    if coding in ("br", "zstd", "compress"):
        raise SourceError(url, f"the answer is packed in a way nobody asked for ({coding})")
    return packed, True


class _TimedReader(io.RawIOBase):
    """The bytes of a socket until a moment, however steadily they drip."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, seconds: float) -> None:
        self._raw, self._sock, self._deadline = raw, sock, time.monotonic() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
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


class _Pools:
    """Open connections, and turns, so that no host is asked by too many at once."""

    def __init__(self, line: Line) -> None:
        # What a name stands for is for the proxy to find out, and the proxy's own address may be private.
        guarded = line.guarded and not line.proxy

        class Plain(HTTPConnection):
            response_class = _TimedResponse

            def _new_conn(self) -> socket.socket:
                return connect_host(self._dns_host, self.port, cast(float, self.timeout), guarded)

        class Secure(HTTPSConnection):
            response_class = _TimedResponse
            _new_conn = Plain._new_conn

        class PlainPool(urllib3.HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(urllib3.HTTPSConnectionPool):
            ConnectionCls = Secure

        options: dict[str, Any] = {
            "num_pools": line.hosts,
            "maxsize": line.per_host,
            "retries": False,
            # One for all: reading the system's certificates costs 30 ms.
            "ssl_context": ssl.create_default_context(),
        }
        self.manager = urllib3.PoolManager(**options)
        if line.proxy:
            name = unquote(urlsplit(line.proxy).netloc.rpartition("@")[0])
            login = urllib3.make_headers(proxy_basic_auth=name) if name else None
            self.manager = urllib3.ProxyManager(line.proxy, proxy_headers=login, **options)
        self.manager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
        self._per_host = line.per_host
        self._turns: dict[str, threading.Semaphore] = {}
        self._lock = threading.Lock()

    @contextmanager
    def take_turn(self, url: str) -> Iterator[None]:
        with self._lock:
            turn = self._turns.setdefault(urlsplit(url).netloc, threading.Semaphore(self._per_host))
        with turn:
            yield


_opening = threading.Lock()


def _open_pools(line: Line) -> _Pools:
    # The lock: two threads that begin together must find the same turns.
    with _opening:
        return _keep_pools(line, os.getpid())


@lru_cache(maxsize=8)
def _keep_pools(line: Line, process: int) -> _Pools:
    """The pools of this process: a connection must not be shared with the process that forked it."""
    return _Pools(line)


def _open_answer(
    pools: _Pools, url: str, headers: dict[str, str], seconds: float, body: bytes | None
) -> urllib3.BaseHTTPResponse:
    deadline = time.monotonic() + seconds

    def ask() -> urllib3.BaseHTTPResponse:
        left = max(deadline - time.monotonic(), 0.001)
        return pools.manager.urlopen(
            "GET" if body is None else "POST",
            url,
            body=body,
            headers=headers,
            timeout=urllib3.Timeout(total=left),
            redirect=False,
            preload_content=False,
        )

    try:
        return ask()
    except ProtocolError as error:
        # A server may close a connection it kept open in the very moment that it is used again. What was
        # posted may have arrived all the same.
        if body is None and isinstance(error.args[-1], ConnectionError):
            return ask()
        raise


def _explain(error: Exception, url: str, seconds: float, proxy: str) -> SourceError:
    """An error of the libraries below in words of people; their own words may hold a password."""
    host = urlsplit(url).hostname or url
    cause = error.args[-1] if error.args else None
    if isinstance(error, ProxyError):
        told, advice = f"the proxy {urlsplit(proxy).hostname} does not let this request through", _PROXY
    elif isinstance(error, HTTPTimeout | TimeoutError):
        told, advice = f"no whole answer came within {seconds:.3g} s", _LATER
    elif isinstance(cause, ssl.SSLCertVerificationError):
        told, advice = f"the certificate of {host} is not valid ({cause.verify_message})", _CHECK
    elif isinstance(cause, ssl.SSLError):
        told, advice = f"no secure connection to {host} can be made ({cause.reason})", _CHECK
    elif isinstance(cause, OSError):
        told, advice = f"{host} closed the connection before it answered", _LATER
    elif isinstance(error, LocationValueError):
        told, advice = "it is not an address of the web", _CHECK
    elif isinstance(error, HTTPError | HTTPException):
        told, advice = f"what answers at {host} does not speak HTTP", _CHECK
    else:
        told, advice = "the request cannot be sent: its address or a header is not valid", _CHECK
    return SourceError(url, told, advice)
