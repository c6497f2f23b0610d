"""A mail server on loopback that answers as it is told, for attacks by replies."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread

MAX_SENT = 50_000_000
"""Bytes of a reply without an end."""

Answer = Callable[[socket.socket, bytes], bool]
"""Answers a line of the program; returns whether it expects another one."""


@contextmanager
def serve_lines(greeting: bytes, answer: Answer) -> Iterator[int]:
    """Serve connections, and yield the port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    with connection, suppress(OSError):
                        send(connection, greeting)
                        for line in connection.makefile("rb"):
                            if not answer(connection, line):
                                break

        Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]


def send(connection: socket.socket, reply: bytes) -> None:
    """Send a reply. One that ends with "…" never ends; one that ends with "~" goes on byte by byte."""
    if reply.endswith(ENDLESS):
        piece = reply.removesuffix(ENDLESS) * 1_000
        for _ in range(MAX_SENT // len(piece)):
            connection.sendall(piece)
    elif reply.endswith(SLOW):
        for _ in range(300):
            connection.sendall(reply[:1])
            time.sleep(0.1)
    else:
        connection.sendall(reply)


ENDLESS, SLOW = "…".encode(), b"~"
