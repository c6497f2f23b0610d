"""Answer health probes over HTTP on this machine only: /health as JSON, /metrics for Prometheus."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from digest.serve.health_file import State, is_stale
from digest.serve.metrics import format_metrics

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""Only requests to these hosts are answered, so that no website can read the state through DNS rebinding."""


class Monitor:
    """An HTTP server on 127.0.0.1 that serves the latest state while its context is open."""

    def __init__(self, port: int, clock: Callable[[], datetime]) -> None:
        """Bind the port.

        Args:
            port: 0 serves nothing.
            clock: returns the time in UTC; a state that is too old counts as unhealthy.

        Raises:
            OSError: the port is taken.
        """
        self._state: State | None = None
        self._clock = clock
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _make_handler(self.answer)) if port else None

    def update(self, state: State) -> None:
        """Serve this state from now on."""
        self._state = state

    def answer(self, path: str) -> tuple[int, str, str]:
        """Return (status, media type, text) for a path.

        /health has status 503 when there is a problem, or no recent state.
        """
        state = self._state
        if path == "/metrics" and state:
            return 200, "text/plain; version=0.0.4; charset=utf-8", format_metrics(state)
        if path == "/health":
            is_healthy = state is not None and state["ok"] and not is_stale(state, self._clock())
            return 200 if is_healthy else 503, "application/json", json.dumps(state or {}, ensure_ascii=False)
        return 404, "text/plain", "Not found. There are /health and /metrics.\n"

    def __enter__(self) -> Self:
        if self._server:
            threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()


def _make_handler(answer: Callable[[str], tuple[int, str, str]]) -> type[BaseHTTPRequestHandler]:
    """Make a request handler that answers every GET with `answer(path)`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = re.sub(r":\d*$", "", self.headers.get("Host", "").strip().lower())
            if host in LOCAL_HOSTS:
                status, media_type, text = answer(self.path.partition("?")[0])
            else:
                status, media_type, text = 403, "text/plain", "Only requests to localhost are answered.\n"
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name in the base class
            """Log nothing: probes come every few seconds."""

    return Handler
