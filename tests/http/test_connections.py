"""Connections: TLS, proxies and reuse."""

from __future__ import annotations

import itertools
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pycurl
import pytest

from digest.errors import SourceError
from digest.http import Client, Request, Response
from digest.http.curl_transfers import Transfer, get_engine
from tests.support.certificates import make_tls
from tests.support.proxyserver import ProxyServer
from tests.support.webserver import Route, WebServer

TEXT = b"The ferry to Marrow Island sails again. " * 2_000


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server context for TLS with a certificate that this test trusts."""
    context, certificate = make_tls(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    return context


@pytest.fixture
def tls_server(tls: ssl.SSLContext) -> Iterator[WebServer]:
    """A web server with TLS."""
    server = WebServer({"/": Route(TEXT)}, tls=tls)
    yield server
    server.close()


NUMBERS = itertools.count(100)


def make_client(**settings: object) -> Client:
    """Make a client that shares its connections and trusted certificates with no other test."""
    return Client(timeout_seconds=5, max_idle_connections=next(NUMBERS), **settings)  # type: ignore[arg-type]


def fetch(url: str, client: Client) -> Response:
    return client.fetch(Request(url, origin=url))


def test_a_tls_connection_is_opened_and_reused(tls_server: WebServer) -> None:
    client = make_client()
    assert [fetch(tls_server.url(), client).body for _ in range(3)] == [TEXT] * 3
    assert len({request.client for request in tls_server.requests}) == 1


def test_an_untrusted_certificate_is_an_error(tmp_path: Path) -> None:
    server = WebServer({"/": Route(TEXT)}, tls=make_tls(tmp_path)[0])
    try:
        with pytest.raises(SourceError, match=r"the certificate of 127\.0\.0\.1 is not valid"):
            fetch(server.url(), make_client())
    finally:
        server.close()
    assert server.requests == []


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_tls_host_is_reached_through_a_proxy(
    tls_server: WebServer, tls: ssl.SSLContext, scheme: str
) -> None:
    proxy = ProxyServer(tls=tls if scheme == "https" else None)
    client = make_client(proxies=(("https", proxy.url(scheme, "user:word@")),))
    try:
        responses = [fetch(tls_server.url(), client) for _ in range(2)]
    finally:
        proxy.close()
    assert [response.body for response in responses] == [TEXT] * 2
    assert len(proxy.requests) == 1
    assert proxy.requests[0].startswith(f"CONNECT 127.0.0.1:{tls_server.port} ")
    assert "proxy-authorization: basic dxnlcjp3b3jk" in proxy.requests[0].lower()
    assert "proxy-authorization" not in tls_server.requests[0].headers


@pytest.mark.parametrize("refusal", ["407 Proxy Authentication Required", "403 Forbidden"])
def test_a_proxy_that_refuses_a_tunnel_is_named(tls_server: WebServer, refusal: str) -> None:
    proxy = ProxyServer(refusal)
    try:
        with pytest.raises(SourceError, match=r"the proxy 127\.0\.0\.1 refuses this request"):
            fetch(tls_server.url(), make_client(proxies=(("https", proxy.url()),)))
    finally:
        proxy.close()
    assert tls_server.requests == []


def test_a_closed_connection_is_not_reused(web: WebServer) -> None:
    # the server closes the connection after a raw response without announcing it
    web.routes["/"] = Route(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nferry")
    client = make_client()
    assert [fetch(web.url(), client).body for _ in range(4)] == [b"ferry"] * 4
    assert len(web.requests) == 4


def test_a_request_is_repeated_if_the_idle_connection_closes() -> None:
    """The server reads the second request and closes the connection: the request is sent again."""
    heads: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            for _ in range(2):
                client_socket, _ = listener.accept()
                with client_socket:
                    heads.append(client_socket.recv(65_536))
                    client_socket.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nferry")
                    heads.append(client_socket.recv(65_536))

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        client = make_client()
        assert [fetch(url, client).body for _ in range(2)] == [b"ferry"] * 2
    assert [head.startswith(b"GET / ") for head in heads[:3]] == [True] * 3


def test_a_post_request_is_sent_once(web: WebServer) -> None:
    web.routes["/"] = Route(b"thanks")
    client = make_client()
    for _ in range(3):
        assert client.fetch(Request(web.url(), origin=web.url(), body=b"a letter")).status == 200
    assert [(request.method, request.body) for request in web.requests] == [("POST", b"a letter")] * 3
    web.routes["/"] = Route(raw=b"")
    with pytest.raises(SourceError, match="closed the connection"):
        client.fetch(Request(web.url(), origin=web.url(), body=b"a letter"))
    assert len(web.requests) == 4


def test_connections_beyond_the_limit_are_closed(web: WebServer) -> None:
    web.routes["/"] = Route(b"ferry")
    client = Client(timeout_seconds=5, max_idle_connections=1, private_hosts=("*",), per_host=3)
    addresses = [web.url("/", host) for host in ("127.0.0.1", "localhost", "127.0.0.1", "localhost")]
    assert [fetch(address, client).body for address in addresses] == [b"ferry"] * 4
    assert len({request.client for request in web.requests}) == 4


def test_the_request_target_is_percent_encoded(web: WebServer) -> None:
    web.routes["/caf%C3%A9"] = Route(b"ferry")
    assert fetch(web.url("/café?q=a b"), make_client()).body == b"ferry"
    assert web.requests[0].path == "/caf%C3%A9?q=a%20b"
    assert web.requests[0].headers["host"] == f"127.0.0.1:{web.port}"


def test_a_transfer_starts_while_another_one_waits(web: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread of the transfers is woken: it sleeps until the server that does not answer does."""
    monkeypatch.setattr("digest.http.curl_transfers._MAX_SLEEP", 60.0)
    web.routes["/"] = Route(b"ferry")
    client = make_client()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        bodies: list[bytes] = []
        waiting = threading.Thread(target=lambda: bodies.append(fetch(url, client).body))
        waiting.start()
        silent, _ = listener.accept()
        with silent:
            silent.recv(65_536)
            assert [fetch(web.url(), client).body for _ in range(3)] == [b"ferry"] * 3
            assert bodies == []
            silent.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlate")
            waiting.join(5)
    assert bodies == [b"late"]


SURPLUS = b"HTTP/1.1 304 Not Modified\r\nContent-Length: 12000\r\n\r\n" + b"x" * 12_000


def serve_bytes(tls: ssl.SSLContext, data: bytes, times: int) -> tuple[str, threading.Thread]:
    """Start a server that answers every request with these bytes and keeps its connections open."""
    listener = tls.wrap_socket(socket.create_server(("127.0.0.1", 0)), server_side=True)

    def serve() -> None:
        with listener:
            for _ in range(times):
                client_socket, _ = listener.accept()
                with client_socket:
                    while client_socket.recv(65_536):
                        client_socket.sendall(data)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    return f"https://127.0.0.1:{listener.getsockname()[1]}/", thread


def test_bytes_after_a_response_are_not_read_as_the_next_one(tls: ssl.SSLContext) -> None:
    url, thread = serve_bytes(tls, SURPLUS, 3)
    client = make_client()
    assert [client.fetch(Request(url, "1", origin=url)).status for _ in range(3)] == [304] * 3
    thread.join(5)
    assert not thread.is_alive()


@pytest.mark.slow
def test_a_connection_idle_for_long_is_not_reused(web: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    web.routes["/"] = Route(b"ferry")
    client = make_client()
    fetch(web.url(), client)
    monkeypatch.setattr("digest.http.curl_transfers.MAX_IDLE_SECONDS", 1)
    time.sleep(2.1)
    fetch(web.url(), client)
    assert len({request.client for request in web.requests}) == 2


def test_informational_responses_are_skipped(web: WebServer) -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
    web.routes["/"] = Route(raw=hints * 2 + b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nferry")
    response = fetch(web.url(), make_client())
    assert (response.status, response.body) == (200, b"ferry")


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:x", "http://[bad", "gopher://127.0.0.1:1080"])
def test_an_invalid_proxy_is_an_error(proxy: str) -> None:
    with pytest.raises(SourceError, match="cannot be used"):
        make_client(proxies=(("http", proxy),)).fetch(Request("http://news.example/"))


def test_a_proxy_without_a_scheme_is_accepted(tls_server: WebServer) -> None:
    proxy = ProxyServer("403 Forbidden")
    try:
        with pytest.raises(SourceError, match=r"the proxy 127\.0\.0\.1 refuses"):
            fetch(tls_server.url(), make_client(proxies=(("https", proxy.url().removeprefix("http://")),)))
    finally:
        proxy.close()


def test_cookies_of_a_redirect_are_sent_within_one_fetch_only(web: WebServer) -> None:
    web.routes["/"] = Route(status=302, headers={"Location": "/feed", "Set-Cookie": "consent=yes; Path=/"})
    web.routes["/feed"] = Route(b"ferry")
    client = make_client()
    for _ in range(2):
        assert fetch(web.url(), client).body == b"ferry"
    assert [request.headers.get("cookie") for request in web.requests] == [None, "consent=yes"] * 2


GOOD = Route(b"the feed")


def gate(location: str, *cookies: str, status: int = 302, opened: str = "", inside: Route = GOOD) -> Route:
    """Make a route that sends on with a cookie, until one comes back. opened: that cookie, if another's."""
    headers = {"Location": location, **({"Set-Cookie": cookies[0]} if cookies else {})}
    return Route(
        status=status, headers=headers, with_cookies={opened or cookies[0].partition(";")[0]: inside}
    )


@pytest.mark.parametrize(
    "routes",
    [
        {"/": gate("/", "sid=1; Path=/; HttpOnly; SameSite=Lax")},
        {"/": gate("/", 'name="Ann B"; Max-Age=60', status=301)},
        {"/": gate("/consent", opened="ok=1"), "/consent": gate("/", "ok=1; Path=/", status=303)},
        {"/": gate("/", "a=1", inside=gate("/", "b=2", inside=GOOD))},
        {
            "/": gate("/in/", opened="k=v"),
            "/in/": gate("/in/2", "x=1; Path=/in", status=307),
            "/in/2": gate("/", "k=v; Path=/; Expires=Wed, 21 Oct 2099 07:28:00 GMT", status=308),
        },
    ],
)
def test_a_redirect_that_wants_its_cookie_back_is_followed(web: WebServer, routes: dict[str, Route]) -> None:
    web.routes |= routes
    assert Client().fetch(Request(web.url(), origin=web.url())).body == GOOD.body


@pytest.mark.parametrize("block_private", [True, False])
def test_a_connection_to_a_private_address_is_refused_when_it_is_made(
    web: WebServer, block_private: bool
) -> None:
    web.routes["/"] = Route(b"ferry")
    transfer = get_engine(2, 0).run(Transfer(web.url(), "host", [], 5.0, 1_000, block_private))
    assert transfer.blocked == ("127.0.0.1" if block_private else "")
    assert bytes(transfer.body) == (b"" if block_private else b"ferry")
    assert len(web.requests) == (0 if block_private else 1)


def test_cookies_do_not_go_to_other_hosts(web: WebServer) -> None:
    target = web.url("/feed", "localhost")
    web.routes["/"] = Route(status=302, headers={"Location": target, "Set-Cookie": "session=secret"})
    web.routes["/feed"] = Route(b"ferry")
    assert fetch(web.url(), make_client(private_hosts=("*",))).body == b"ferry"
    assert "cookie" not in web.requests[1].headers


def test_a_socks_proxy_is_used(web: WebServer) -> None:
    web.routes["/"] = Route(b"ferry")
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            client_socket, _ = listener.accept()
            with client_socket, socket.create_connection(("127.0.0.1", web.port)) as server_socket:
                greeting = client_socket.recv(262)
                client_socket.sendall(b"\x05\x00")
                names.append(client_socket.recv(262))
                client_socket.sendall(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00")
                server_socket.sendall(client_socket.recv(65_536))
                while data := server_socket.recv(65_536):
                    client_socket.sendall(data)
                assert greeting[:1] == b"\x05"

        names: list[bytes] = []
        threading.Thread(target=serve, daemon=True).start()
        proxy = f"socks5h://127.0.0.1:{listener.getsockname()[1]}"
        response = make_client(proxies=(("http", proxy),)).fetch(Request("http://news.example/"))
    assert response.body == b"ferry"
    assert b"news.example" in names[0]


def test_what_libcurl_refuses_is_an_error_of_one_transfer() -> None:
    """An exception would end the thread of all transfers."""
    engine = get_engine(1, 1)
    transfers = [
        engine.run(Transfer(f"http://127.0.0.1{end}", "a", [], 5.0, 1_000)) for end in ("\0/", ":1/")
    ]
    assert [transfer.error for transfer in transfers] == [pycurl.E_URL_MALFORMAT, pycurl.E_COULDNT_CONNECT]
