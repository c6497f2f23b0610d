"""Connections: encrypted ones, those through a proxy, those that are used again."""

from __future__ import annotations

import itertools
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.errors import SourceError
from digest.http import Client, Request, Response
from digest.http.connections import Connections, Host, Line
from tests.support.certificates import make_tls
from tests.support.proxyserver import ProxyServer
from tests.support.webserver import Route, WebServer

TEXT = b"The ferry to Marrow Island sails again. " * 2_000


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """For servers that speak TLS, with a certificate that is trusted in this test."""
    context, certificate = make_tls(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    return context


@pytest.fixture
def secure(tls: ssl.SSLContext) -> Iterator[WebServer]:
    """A web server that speaks TLS."""
    server = WebServer({"/": Route(TEXT)}, tls=tls)
    yield server
    server.close()


NUMBERS = itertools.count(100)


def make_client(**settings: object) -> Client:
    """A door that shares its connections, and the certificates it trusts, with no other test."""
    return Client(timeout_seconds=5, at_once=next(NUMBERS), **settings)  # type: ignore[arg-type]


def ask(url: str, client: Client) -> Response:
    return client.fetch(Request(url, origin=url))


def test_an_encrypted_answer_comes_back(secure: WebServer) -> None:
    client = make_client()
    assert [ask(secure.url(), client).body for _ in range(3)] == [TEXT] * 3
    assert len({asked.client for asked in secure.asked}) == 1


def test_a_certificate_that_nobody_has_signed_is_told_in_words(tmp_path: Path) -> None:
    server = WebServer({"/": Route(TEXT)}, tls=make_tls(tmp_path)[0])
    try:
        with pytest.raises(SourceError, match=r"the certificate of 127\.0\.0\.1 is not valid"):
            ask(server.url(), make_client())
    finally:
        server.close()
    assert server.asked == []


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_leads_to_an_encrypted_host(secure: WebServer, tls: ssl.SSLContext, scheme: str) -> None:
    proxy = ProxyServer(tls=tls if scheme == "https" else None)
    client = make_client(proxies=(("https", proxy.url(scheme, "user:word@")),))
    try:
        answers = [ask(secure.url(), client) for _ in range(2)]
    finally:
        proxy.close()
    assert [answer.body for answer in answers] == [TEXT] * 2
    assert len(proxy.asked) == 1
    assert proxy.asked[0].startswith(f"CONNECT 127.0.0.1:{secure.port} ")
    assert "proxy-authorization: basic dxnlcjp3b3jk" in proxy.asked[0].lower()
    assert "proxy-authorization" not in secure.asked[0].headers


@pytest.mark.parametrize("refusal", ["407 Proxy Authentication Required", "403 Forbidden"])
def test_a_proxy_that_lets_nobody_through_is_told_in_words(secure: WebServer, refusal: str) -> None:
    proxy = ProxyServer(refusal)
    try:
        with pytest.raises(SourceError, match=r"the proxy 127\.0\.0\.1 does not let this request through"):
            ask(secure.url(), make_client(proxies=(("https", proxy.url()),)))
    finally:
        proxy.close()
    assert secure.asked == []


def test_a_connection_that_was_closed_meanwhile_is_not_used_again(web: WebServer) -> None:
    # raw answers are the last of their connection, and do not say so
    web.routes["/"] = Route(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nferry")
    client = make_client()
    assert [ask(web.url(), client).body for _ in range(4)] == [b"ferry"] * 4
    assert len(web.asked) == 4


def test_a_connection_that_closes_as_it_is_used_again_is_opened_anew() -> None:
    """The server reads the second request, and leaves without a word: it is asked once more."""
    heads: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            for _ in range(2):
                near, _ = listening.accept()
                with near:
                    heads.append(near.recv(65_536))
                    near.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nferry")
                    heads.append(near.recv(65_536))

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        client = make_client()
        assert [ask(url, client).body for _ in range(2)] == [b"ferry"] * 2
    assert [head.startswith(b"GET / ") for head in heads[:3]] == [True] * 3


def test_what_is_posted_is_sent_once(web: WebServer) -> None:
    web.routes["/"] = Route(b"thanks")
    client = make_client()
    for _ in range(3):
        assert client.fetch(Request(web.url(), origin=web.url(), body=b"a letter")).status == 200
    assert [(asked.method, asked.body) for asked in web.asked] == [("POST", b"a letter")] * 3
    web.routes["/"] = Route(raw=b"")
    with pytest.raises(SourceError, match="closed the connection"):
        client.fetch(Request(web.url(), origin=web.url(), body=b"a letter"))
    assert len(web.asked) == 4


def test_no_more_connections_stay_open_than_asked_for(web: WebServer) -> None:
    web.routes["/"] = Route(b"ferry")
    connections = Connections(Line(per_host=2, kept=2, guarded=False))
    hosts = [Host("http", f"127.0.0.{number}", web.port) for number in (1, 1, 1)]
    opened = [connections.connect(host, time.monotonic() + 5) for host in hosts]
    for host, connection in zip(hosts, opened, strict=True):
        connections.keep(host, connection)
    with pytest.raises(OSError, match="Bad file descriptor"):
        opened[0].ask(b"", time.monotonic() + 5)
    assert connections.take_idle(hosts[0]) is opened[2]
    assert connections.take_idle(Host("https", "127.0.0.1", web.port)) is None
    assert connections.take_idle(hosts[0]) is opened[1]
    assert connections.take_idle(hosts[0]) is None
    for connection in opened:
        connection.close()


def test_an_address_is_asked_for_as_it_has_to_be_written(web: WebServer) -> None:
    web.routes["/caf%C3%A9"] = Route(b"ferry")
    assert ask(web.url("/café?q=a b"), make_client()).body == b"ferry"
    assert web.asked[0].path == "/caf%C3%A9?q=a%20b"
    assert web.asked[0].headers["host"] == f"127.0.0.1:{web.port}"


SURPLUS = b"HTTP/1.1 304 Not Modified\r\nContent-Length: 12000\r\n\r\n" + b"x" * 12_000


def serve_octets(tls: ssl.SSLContext, octets: bytes, times: int) -> tuple[str, threading.Thread]:
    """The address of a server that answers every request with these octets and keeps its connections open."""
    listening = tls.wrap_socket(socket.create_server(("127.0.0.1", 0)), server_side=True)

    def serve() -> None:
        with listening:
            for _ in range(times):
                near, _ = listening.accept()
                with near:
                    while near.recv(65_536):
                        near.sendall(octets)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    return f"https://127.0.0.1:{listening.getsockname()[1]}/", thread


def test_what_comes_behind_an_answer_is_not_taken_for_the_next_one(tls: ssl.SSLContext) -> None:
    url, thread = serve_octets(tls, SURPLUS, 3)
    client = make_client()
    assert [client.fetch(Request(url, "1", origin=url)).status for _ in range(3)] == [304] * 3
    thread.join(5)
    assert not thread.is_alive()


def test_a_connection_that_rested_for_long_is_not_used_again(
    web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.routes["/"] = Route(b"ferry")
    client = make_client()
    ask(web.url(), client)
    monkeypatch.setattr("digest.http.connections.LONGEST_REST", 0.0)
    ask(web.url(), client)
    assert len({asked.client for asked in web.asked}) == 2


def test_hints_before_an_answer_are_passed_over(web: WebServer) -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
    web.routes["/"] = Route(raw=hints * 2 + b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nferry")
    answer = ask(web.url(), make_client())
    assert (answer.status, answer.body) == (200, b"ferry")


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:x", "http://[bad", "socks5h://127.0.0.1:1080"])
def test_a_proxy_that_cannot_be_used_is_told_in_words(proxy: str) -> None:
    with pytest.raises(SourceError, match="is none that speaks HTTP"):
        make_client(proxies=(("http", proxy),)).fetch(Request("http://news.example/"))


def test_a_proxy_without_a_scheme_is_named(secure: WebServer) -> None:
    proxy = ProxyServer("403 Forbidden")
    try:
        with pytest.raises(SourceError, match=r"the proxy 127\.0\.0\.1 does not"):
            ask(secure.url(), make_client(proxies=(("https", proxy.url().removeprefix("http://")),)))
    finally:
        proxy.close()
