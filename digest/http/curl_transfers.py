"""Run HTTP transfers with libcurl, many at a time (the adapter of pycurl).

One thread drives all transfers of a process through libcurl's multi interface
(https://curl.se/libcurl/c/libcurl-multi.html). It sleeps until a socket is ready, a time limit of libcurl has
come or there is a new transfer. Callers block until their transfer has ended, so that the readers of sources
stay plain functions.
"""

from __future__ import annotations

import os
import socket
import ssl
import sys
import threading
from collections import defaultdict, deque
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from queue import SimpleQueue
from select import select

import pycurl

from digest.http.private_hosts import is_private

MAX_IDLE_SECONDS = 30
"""A connection that was idle for longer is not used again: the machine may have slept meanwhile."""

_MAX_SLEEP = 1.0
"""Seconds after which libcurl is called although nothing has happened, in case it could not say when."""

_CHECK_SECONDS = 5.0
_NATIVE_CA = 1 << 4  # CURLSSLOPT_NATIVE_CA: the certificate store of Windows


@dataclass(slots=True)
class Transfer:
    """One request as libcurl sends it, and what came of it.

    url: absolute and ASCII. host: what the limit per host counts by. headers: whole lines. seconds: limit
    from the start of the transfer to its last byte. max_bytes: cap on the body as it is sent. block_private:
    refuse to connect to private addresses. proxy: its address, or "". payload: what to post; None sends GET.
    cookies: of earlier responses of the same fetch, as libcurl lists them.

    status, received_headers (lines), body: the last response. error: a code of libcurl, 0 if the response is
    complete; message: libcurl's words. blocked: the private address that was refused, or "". elapsed:
    seconds. is_connected: the request was sent. tunnel_status: the proxy's answer to CONNECT.
    os_error: errno of the last failed connection.
    """

    url: str
    host: str
    headers: list[str]
    seconds: float
    max_bytes: int
    block_private: bool = True
    proxy: str = ""
    payload: bytes | None = None
    cookies: tuple[str, ...] = ()

    status: int = 0
    received_headers: list[bytes] = field(default_factory=list)
    body: bytearray = field(default_factory=bytearray)
    error: int = 0
    message: str = ""
    blocked: str = ""
    is_too_large: bool = False
    elapsed: float = 0.0
    is_connected: bool = False
    tunnel_status: int = 0
    os_error: int = 0
    has_headers: bool = False
    done: threading.Lock = field(default_factory=threading.Lock)

    def start_on(self, handle: pycurl.Curl) -> None:
        """Set the options of a handle. Raises pycurl.error or ValueError if libcurl does not accept one."""
        milliseconds = max(round(self.seconds * 1000), 1)
        handle.setopt(pycurl.URL, self.url)
        handle.setopt(pycurl.HTTPHEADER, self.headers)
        handle.setopt(pycurl.TIMEOUT_MS, milliseconds)
        handle.setopt(pycurl.CONNECTTIMEOUT_MS, milliseconds)
        handle.setopt(pycurl.HEADERFUNCTION, self._receive_header)
        handle.setopt(pycurl.WRITEFUNCTION, self._receive_body)
        handle.setopt(pycurl.PROXY, self.proxy)  # "": no proxy of the environment either
        handle.setopt(pycurl.NOSIGNAL, 1)
        handle.setopt(pycurl.HTTP_CONTENT_DECODING, 0)
        handle.setopt(pycurl.MAXAGE_CONN, MAX_IDLE_SECONDS)
        handle.setopt(pycurl.COOKIEFILE, "")  # use cookies, but none from a file
        handle.setopt(pycurl.COOKIELIST, "ALL")  # forget those of the handle's previous transfer
        for cookie in self.cookies:
            handle.setopt(pycurl.COOKIELIST, cookie)
        if self.url.startswith("https:") or self.proxy.startswith("https:"):
            for option, value in find_certificates():
                handle.setopt(option, value)
        if self.block_private and not self.proxy:
            # A proxy resolves the names itself, and its own address may be private.
            handle.setopt(pycurl.OPENSOCKETFUNCTION, self._open_socket)
        if self.payload is not None:
            handle.setopt(pycurl.POSTFIELDS, self.payload)
            handle.setopt(pycurl.FRESH_CONNECT, 1)  # a reused connection may lead to sending twice

    def finish(self, handle: pycurl.Curl, error: int, message: str) -> None:
        """Take over what libcurl knows of the finished transfer."""
        self.error, self.message = error, message
        self.status = handle.getinfo(pycurl.RESPONSE_CODE)
        self.elapsed = handle.getinfo(pycurl.TOTAL_TIME)
        self.cookies = tuple(handle.getinfo(pycurl.INFO_COOKIELIST))
        if error:
            # Not CONNECT_TIME, which is 0 for a connection that was used before.
            self.is_connected = handle.getinfo(pycurl.PRETRANSFER_TIME) > 0
            self.tunnel_status = handle.getinfo(pycurl.HTTP_CONNECTCODE)
            self.os_error = handle.getinfo(pycurl.OS_ERRNO)

    def _receive_header(self, line: bytes) -> None:
        if line.startswith(b"HTTP/"):  # what came before belongs to an interim response or to the proxy
            self.received_headers.clear()
            self.has_headers = False
        else:
            self.received_headers.append(line)
            self.has_headers = not line.strip()

    def _receive_body(self, chunk: bytes) -> int | None:
        if len(self.body) + len(chunk) > self.max_bytes:
            self.is_too_large = True
            return -1
        self.body += chunk
        return None

    def _open_socket(self, _: int, address: tuple[int, int, int, tuple[str, int]]) -> socket.socket | int:
        family, kind, protocol, (host, *_rest) = address
        if not is_private(host):
            return socket.socket(family, kind, protocol)
        self.blocked = host
        refused: int = pycurl.SOCKET_BAD
        return refused


class TransferEngine:
    """Runs transfers in a thread of its own: at most `per_host` at a time to one host.

    max_idle_connections: how many connections stay open between transfers.
    """

    def __init__(self, per_host: int, max_idle_connections: int) -> None:
        self._per_host = per_host
        self._new: SimpleQueue[Transfer] = SimpleQueue()
        self._waiting: defaultdict[str, deque[Transfer]] = defaultdict(deque)
        self._active: defaultdict[str, int] = defaultdict(int)
        self._transfers: dict[pycurl.Curl, Transfer] = {}
        self._spare: list[pycurl.Curl] = []
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, max_idle_connections)
        # A byte through this pair wakes the thread while transfers are under way.
        self._waker, self._alarm = socket.socketpair()
        for end in (self._waker, self._alarm):
            end.setblocking(False)
        self._thread = threading.Thread(target=self._run_loop, name="http transfers", daemon=True)
        self._thread.start()

    def run(self, transfer: Transfer) -> Transfer:
        """Run a transfer and return it when it has ended. Call from any thread."""
        transfer.done.acquire()
        self._new.put(transfer)
        # Without transfers the thread waits for the queue. One that it starts meanwhile is among them before
        # it looks for more in the queue.
        if self._transfers:
            with suppress(BlockingIOError):  # so many bytes wait already
                self._waker.send(b"\0")
        while not transfer.done.acquire(timeout=_CHECK_SECONDS):
            if not self._thread.is_alive():
                raise RuntimeError("the thread of the HTTP transfers has ended")
        return transfer

    def _run_loop(self) -> None:
        while True:
            self._admit(self._new.get() if not self._transfers else None)
            self._multi.perform()
            self._collect()
            if self._transfers:
                self._sleep()

    def _sleep(self) -> None:
        """Sleep until a socket is ready, libcurl wants to be called, or there is a new transfer."""
        reading, writing, failing = self._multi.fdset()
        milliseconds = self._multi.timeout()
        seconds = min(milliseconds / 1000, _MAX_SLEEP) if milliseconds >= 0 else _MAX_SLEEP
        ready, _, _ = select([self._alarm, *reading], writing, failing, seconds)
        if self._alarm in ready:
            self._alarm.recv(4096)

    def _admit(self, transfer: Transfer | None) -> None:
        """Start new transfers as far as the limit per host allows."""
        while transfer or not self._new.empty():
            transfer = transfer or self._new.get()
            if self._active[transfer.host] < self._per_host:
                self._start(transfer)
            else:
                self._waiting[transfer.host].append(transfer)
            transfer = None

    def _start(self, transfer: Transfer) -> None:
        handle = self._spare.pop() if self._spare else pycurl.Curl()
        self._active[transfer.host] += 1
        self._transfers[handle] = transfer
        try:
            transfer.start_on(handle)
            self._multi.add_handle(handle)
        except (pycurl.error, ValueError) as error:
            self._finish(handle, pycurl.E_URL_MALFORMAT, str(error))

    def _collect(self) -> None:
        queued = 1
        while queued:
            queued, succeeded, failed = self._multi.info_read()
            for handle in succeeded:
                self._multi.remove_handle(handle)
                self._finish(handle, 0, "")
            for handle, error, message in failed:
                self._multi.remove_handle(handle)
                self._finish(handle, error, message)

    def _finish(self, handle: pycurl.Curl, error: int, message: str) -> None:
        transfer = self._transfers.pop(handle)
        transfer.finish(handle, error, message)
        handle.reset()
        self._spare.append(handle)
        transfer.done.release()
        self._active[transfer.host] -= 1
        if self._waiting[transfer.host]:
            self._start(self._waiting[transfer.host].popleft())
        elif not self._active[transfer.host]:
            del self._active[transfer.host], self._waiting[transfer.host]


_creating = threading.Lock()


def get_engine(per_host: int, max_idle_connections: int) -> TransferEngine:
    """Return the engine of this process for these limits, the same for every thread."""
    with _creating:
        return _create_engine(per_host, max_idle_connections, os.getpid())


@lru_cache(maxsize=8)
def _create_engine(per_host: int, max_idle_connections: int, _process: int) -> TransferEngine:
    """One for each process: threads and connections do not survive a fork."""
    return TransferEngine(per_host, max_idle_connections)


def find_certificates() -> list[tuple[int, str | int]]:
    """Return the options that name the trusted certificates: those that Python's ssl module uses."""
    if sys.platform == "win32":
        return [(pycurl.SSL_OPTIONS, _NATIVE_CA)]
    paths = ssl.get_default_verify_paths()
    if not (paths.cafile or paths.capath):
        import certifi

        return [(pycurl.CAINFO, certifi.where()), (pycurl.PROXY_CAINFO, certifi.where())]
    files = [(option, paths.cafile) for option in (pycurl.CAINFO, pycurl.PROXY_CAINFO) if paths.cafile]
    folders = [(option, paths.capath) for option in (pycurl.CAPATH, pycurl.PROXY_CAPATH) if paths.capath]
    return [*files, *folders]
