"""A web server on loopback with configurable routes that can also misbehave."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Route:
    """The response for one path.

    etag: sent, and a request with this ETag is answered with 304. drip: seconds of sleep before each byte of
    the body. cut: how many bytes of the body are sent before the connection is closed. reset: the connection
    is reset instead of closed. raw: sent instead of everything else, drip included. with_cookies: {what the
    Cookie header must contain: the route instead of this one}.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""
    drip: float = 0.0
    cut: int | None = None
    reset: bool = False
    raw: bytes | None = None
    with_cookies: Mapping[str, Route] = field(default_factory=dict)

    def choose(self, cookies: str) -> Route:
        """Return the route for the cookies of a request."""
        chosen = next((route for cookie, route in self.with_cookies.items() if cookie in cookies), self)
        return self if chosen is self else chosen.choose(cookies)


@dataclass(frozen=True)
class ReceivedRequest:
    """One received request.

    headers: with lower-case names. client: the client's port. names: of the headers as they were sent,
    repetitions included.
    """

    path: str
    headers: Mapping[str, str]
    client: int
    method: str = "GET"
    body: bytes = b""
    names: tuple[str, ...] = ()


class WebServer:
    """Serves routes, {path: Route}, from a thread; the routes may be changed while it runs.

    tls: the context for TLS; None for plain HTTP. requests: those received, in order. busy: how many are
    being answered. max_concurrent: the most at once.
    """

    def __init__(
        self,
        routes: Mapping[str, Route] | None = None,
        host: str = "127.0.0.1",
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.routes = dict(routes or {})
        self.requests: list[ReceivedRequest] = []
        self.max_concurrent = self.busy = 0
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer((host, 0), _make_handler(self))
        self._server.daemon_threads = True
        self._scheme = "https" if tls else "http"
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that left
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{self._scheme}://{host}:{self.port}{path}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def begin(self, request: ReceivedRequest) -> Route:
        with self._lock:
            self.requests.append(request)
            self.busy += 1
            self.max_concurrent = max(self.max_concurrent, self.busy)
        route = self.routes.get(request.path.partition("?")[0], Route(b"not found", status=404))
        return route.choose(request.headers.get("cookie", ""))

    def end(self) -> None:
        with self._lock:
            self.busy -= 1


def _make_handler(web: WebServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Unbuffered small writes would wait for the client's delayed acknowledgement.
        wbufsize = -1

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(int(headers.get("content-length", 0)))
            route = web.begin(
                ReceivedRequest(
                    self.path, headers, self.client_address[1], self.command, body, tuple(self.headers)
                )
            )
            try:
                self.send_route(route)
            finally:
                web.end()

        do_POST = do_GET  # noqa: N815  the name that http.server requires

        def send_route(self, route: Route) -> None:
            if route.raw is not None:
                self.close_connection = True
                self.write(route.raw, route.drip)
                return
            is_known = bool(route.etag) and self.headers.get("If-None-Match") == route.etag
            body = b"" if is_known else route.body
            self.send_response(304 if is_known else route.status)
            headers = {"Content-Length": str(len(body)), **route.headers}
            if route.etag:
                headers["ETag"] = route.etag
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.close_connection = self.close_connection or route.cut is not None
            self.write(body[: route.cut], route.drip)
            if route.reset:
                self.wfile.flush()
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

        def write(self, data: bytes, drip: float) -> None:
            if not drip:
                self.wfile.write(data)
                return
            for byte in data:
                self.wfile.flush()
                time.sleep(drip)
                self.wfile.write(bytes([byte]))

        def log_message(self, *_: object) -> None:
            pass

    return Handler
