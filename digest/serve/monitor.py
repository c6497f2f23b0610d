"""A page for probes, on this machine only: /health as JSON, /metrics for Prometheus."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from digest.serve.health import State, describe_metrics, is_silent


class Monitor:
    """Answers on 127.0.0.1 with the state it was shown last.

    port: 0 answers nowhere. clock: to notice that nothing has been shown for long.
    """

    def __init__(self, port: int, clock: Callable[[], datetime]) -> None:
        self._state: State | None = None
        self._clock = clock
        # Raises OSError when the port is taken.
        self._server = ThreadingHTTPServer(("127.0.0.1", port), answering(self.answer)) if port else None

    def show(self, state: State) -> None:
        """Answer with this state from now on."""
        self._state = state

    def answer(self, path: str) -> tuple[int, str, str]:
        """(status, media type, text); 503 when something is wrong, or nothing is known yet."""
        state = self._state
        if path == "/metrics" and state:
            return 200, "text/plain; version=0.0.4; charset=utf-8", describe_metrics(state)
        if path == "/health":
            well = state is not None and state["ok"] and not is_silent(state, self._clock())
            return 200 if well else 503, "application/json", json.dumps(state or {}, ensure_ascii=False)
        return 404, "text/plain", "There are /health and /metrics.\n"

    def __enter__(self) -> Self:
        if self._server:
            threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()


def answering(answer: Callable[[str], tuple[int, str, str]]) -> type[BaseHTTPRequestHandler]:
    """A handler that answers every GET with what `answer` says of its path."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, type_, text = answer(self.path.partition("?")[0])
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", type_)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name it has there
            """Probes come every few seconds: not worth a line each."""

    return Handler
