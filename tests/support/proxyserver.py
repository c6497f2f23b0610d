"""A proxy on loopback that leads to other servers on loopback, or refuses to."""

from __future__ import annotations

import socket
import ssl
import threading
from socketserver import BaseRequestHandler, ThreadingTCPServer


class ProxyServer:
    """Answers CONNECT from a thread. asked: the heads of the requests, in order.

    refusal: the status line said instead of letting anybody through. tls: spoken with who asks.
    """

    def __init__(self, refusal: str = "", tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[str] = []
        proxy = self

        class Leading(BaseRequestHandler):
            def handle(self) -> None:
                with tls.wrap_socket(self.request, server_side=True) if tls else self.request as near:
                    proxy.lead(near, refusal)

        self._server = ThreadingTCPServer(("127.0.0.1", 0), Leading)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that left
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def lead(self, near: socket.socket, refusal: str) -> None:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += near.recv(1)
        self.asked.append(head.decode())
        if refusal:
            near.sendall(f"HTTP/1.1 {refusal}\r\n\r\n".encode())
            return
        host, _, port = head.split()[1].decode().rpartition(":")
        with socket.create_connection((host, int(port)), 5) as far:
            near.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            back = threading.Thread(target=pump, args=(far, near), daemon=True)
            back.start()
            pump(near, far)
            back.join()

    def url(self, scheme: str = "http", login: str = "") -> str:
        return f"{scheme}://{login}127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def pump(source: socket.socket, target: socket.socket) -> None:
    """Hand over bytes until there are no more."""
    try:
        while octets := source.recv(65_536):
            target.sendall(octets)
        target.shutdown(socket.SHUT_WR)
    except OSError:  # either side has left
        pass
