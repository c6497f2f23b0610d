"""A proxy on loopback that connects to other servers on loopback, or refuses to."""

from __future__ import annotations

import socket
import ssl
import threading
from socketserver import BaseRequestHandler, ThreadingTCPServer


class ProxyServer:
    """Answers CONNECT from a thread. requests: the heads of the requests, in order.

    refusal: the status line sent instead of opening a tunnel. tls: the context for TLS with the client.
    """

    def __init__(self, refusal: str = "", tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[str] = []
        proxy = self

        class Handler(BaseRequestHandler):
            def handle(self) -> None:
                with tls.wrap_socket(self.request, server_side=True) if tls else self.request as client:
                    proxy.handle(client, refusal)

        self._server = ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that left
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def handle(self, client: socket.socket, refusal: str) -> None:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += client.recv(1)
        self.requests.append(head.decode())
        if refusal:
            client.sendall(f"HTTP/1.1 {refusal}\r\n\r\n".encode())
            return
        host, _, port = head.split()[1].decode().rpartition(":")
        with socket.create_connection((host, int(port)), 5) as server:
            client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            back = threading.Thread(target=copy_bytes, args=(server, client), daemon=True)
            back.start()
            copy_bytes(client, server)
            back.join()

    def url(self, scheme: str = "http", login: str = "") -> str:
        return f"{scheme}://{login}127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def copy_bytes(source: socket.socket, target: socket.socket) -> None:
    """Copy bytes until the source is closed."""
    try:
        while data := source.recv(65_536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:  # either side has closed
        pass
