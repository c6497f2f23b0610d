"""The HTTP client: deadlines, size caps, redirects, private addresses and error messages."""

from __future__ import annotations

import gzip
import pickle
import threading
import time
import zlib
from collections.abc import Mapping

import pytest

from digest.errors import SourceError
from digest.http import MAX_REDIRECTS, MAX_RETRY_AFTER, Client, Request, Response
from digest.http.private_hosts import is_local_name
from digest.models.secret_text import SecretText
from digest.text.urls import remove_credentials
from tests.support.webserver import Route, WebServer

TEXT = b"The ferry to Marrow Island sails again. " * 200


def fetch(web: WebServer, path: str = "/", client: Client | None = None, **options: object) -> Response:
    url = web.url(path)
    return (client or Client(timeout_seconds=5)).fetch(Request(url, origin=url, **options))  # type: ignore[arg-type]


def encoded(body: bytes, coding: str = "gzip", **headers: str) -> Route:
    return Route(body, headers={"Content-Encoding": coding, **headers})


def test_a_complete_response_is_returned(web: WebServer) -> None:
    web.routes["/"] = Route(TEXT, headers={"Content-Type": "text/xml; charset=ISO-8859-1"})
    response = fetch(web, accept="text/xml")
    assert (response.status, response.body, response.cut_off, response.error) == (200, TEXT, False, None)
    assert response.charset == "ISO-8859-1"
    assert web.requests[0].headers["accept"] == "text/xml"
    assert web.requests[0].headers["user-agent"].startswith("daily-news-digest ")


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(TEXT)),
        ("gzip", gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:])),
        ("gzip", gzip.compress(TEXT) + b"\0\0"),
        ("gzip", TEXT),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)[2:-4]),
        ("deflate", TEXT),
        ("deflate", gzip.compress(TEXT)),
        ("x-gzip", gzip.compress(TEXT)),
        ("gzip, gzip", gzip.compress(gzip.compress(TEXT))),
        ("gzip, gzip", gzip.compress(TEXT)),
        ("deflate, gzip", gzip.compress(zlib.compress(TEXT))),
        ("gzip,deflate", TEXT),
        ("utf-8", TEXT),
        ("", TEXT),
    ],
    ids=[
        *("gzip", "two members", "padded", "not encoded after all", "zlib", "raw deflate", "plain deflate"),
        *(
            "gzip for deflate",
            "x-gzip",
            "twice",
            "once for twice",
            "mixed",
            "plain mixed",
            "no coding",
            "empty",
        ),
    ],
)
def test_encoded_responses_are_decoded(web: WebServer, coding: str, body: bytes) -> None:
    web.routes["/"] = encoded(body, coding)
    response = fetch(web)
    assert (response.body, response.cut_off) == (TEXT, False)


@pytest.mark.parametrize("missing", [1, 8, 40])
def test_a_truncated_encoded_response_is_marked_as_cut_off(web: WebServer, missing: int) -> None:
    web.routes["/"] = encoded(gzip.compress(TEXT)[:-missing])
    response = fetch(web)
    assert response.cut_off
    assert TEXT.startswith(response.body)


def test_a_response_shorter_than_its_content_length_is_marked_as_cut_off(web: WebServer) -> None:
    web.routes["/"] = Route(TEXT, cut=50)
    response = fetch(web)
    assert (response.body, response.cut_off) == (TEXT[:50], True)


def test_a_truncated_chunked_response_is_marked_as_cut_off(web: WebServer) -> None:
    web.routes["/"] = Route(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nferry\r\n")
    response = fetch(web)
    assert (response.body, response.cut_off) == (b"ferry", True)


def test_a_connection_is_reused(web: WebServer) -> None:
    web.routes["/"] = Route(TEXT)
    client = Client(timeout_seconds=5, user_agent="one connection")
    assert [fetch(web, client=client).body for _ in range(3)] == [TEXT] * 3
    assert len({request.client for request in web.requests}) == 1


@pytest.mark.parametrize(
    "route",
    [
        Route(TEXT),
        encoded(gzip.compress(b"\0" * 5_000_000)),
        Route(TEXT, headers={"Content-Length": "9999999999"}),
    ],
    ids=["plain", "bomb", "announced"],
)
def test_a_response_above_the_size_cap_is_an_error(web: WebServer, route: Route) -> None:
    web.routes["/"] = route
    with pytest.raises(SourceError, match=r"0\.005 MB"):
        fetch(web, max_bytes=5_000)


@pytest.mark.parametrize(
    "route",
    [
        Route(b"x" * 1_000, drip=0.05),
        Route(raw=b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 1_000, drip=0.05),
        Route(raw=b"\0", drip=50.0),
    ],
    ids=["body", "headers", "silence"],
)
def test_the_deadline_applies_to_responses_that_arrive_byte_by_byte(web: WebServer, route: Route) -> None:
    web.routes["/"] = route
    started = time.monotonic()
    with pytest.raises(SourceError, match=r"within 0\.4 s"):
        fetch(web, timeout=0.4)
    assert time.monotonic() - started < 25, "the whole response takes fifty seconds"


def test_a_timeout_on_a_reused_connection_is_not_called_unreachable(web: WebServer) -> None:
    web.routes["/"] = Route(TEXT)
    web.routes["/slow"] = Route(raw=b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 1_000, drip=0.05)
    client = Client(timeout_seconds=5, user_agent="reused")
    fetch(web, client=client)
    with pytest.raises(SourceError, match=r"no complete response arrived within 0\.4 s"):
        fetch(web, "/slow", client=client, timeout=0.4)
    assert len({request.client for request in web.requests}) == 1


def test_the_deadline_includes_redirects(web: WebServer) -> None:
    web.routes["/"] = Route(b"x" * 10, status=302, headers={"Location": "/"}, drip=0.04)
    with pytest.raises(SourceError, match="within"):
        fetch(web, timeout=0.5)


def test_validators_are_sent_and_returned(web: WebServer) -> None:
    web.routes["/"] = Route(TEXT, etag='"one"', headers={"Last-Modified": "Mon, 02 Mar 2026 08:00:00 GMT"})
    first = fetch(web)
    second = fetch(web, etag=first.etag, modified=first.modified)
    assert (second.status, second.body, second.error) == (304, b"", None)
    assert web.requests[1].headers["if-modified-since"] == "Mon, 02 Mar 2026 08:00:00 GMT"


@pytest.mark.parametrize(
    ("hops", "end", "moved"),
    [
        ([301], 200, "/1"),
        ([308, 301], 200, "/2"),
        ([302], 200, ""),
        ([307, 301], 200, ""),
        ([301, 302], 200, "/1"),
        ([301], 404, ""),
    ],
)
def test_moved_to_is_set_by_permanent_redirects_to_good_responses_only(
    web: WebServer, hops: list[int], end: int, moved: str
) -> None:
    for place, status in enumerate(hops):
        web.routes[f"/{place}"] = Route(status=status, headers={"Location": f"/{place + 1}"})
    web.routes[f"/{len(hops)}"] = Route(TEXT, status=end)
    response = fetch(web, "/0")
    assert response.status == end
    assert response.url == web.url(f"/{len(hops)}")
    assert response.moved_to == (web.url(moved) if moved else "")


def test_a_password_is_never_part_of_a_new_address(web: WebServer) -> None:
    web.routes |= {"/0": Route(status=301, headers={"Location": "/1"}), "/1": Route(TEXT)}
    url = web.url("/0", "ann:word@127.0.0.1")
    response = Client(timeout_seconds=5).fetch(Request(url, origin=url))
    assert (response.body, response.moved_to) == (TEXT, "")


@pytest.mark.parametrize(
    ("name", "value"), [("X-Key", "a\r\nHost: other.example"), ("X Key", "a"), ("X-Key", "a\0b"), ("", "a")]
)
def test_a_header_that_would_be_two_is_not_sent(web: WebServer, name: str, value: str) -> None:
    with pytest.raises(SourceError, match="its address or a header is not valid"):
        fetch(web, headers=((name, value),))
    assert web.requests == []


def test_more_than_four_codings_are_refused(web: WebServer) -> None:
    web.routes["/"] = encoded(TEXT, ", ".join(["gzip"] * 4))
    assert fetch(web).body == TEXT
    web.routes["/"] = encoded(TEXT, ", ".join(["gzip"] * 5))
    with pytest.raises(SourceError, match="unsupported content encoding"):
        fetch(web)


def test_redirect_loops_end(web: WebServer) -> None:
    web.routes["/"] = Route(status=301, headers={"Location": "/"})
    with pytest.raises(SourceError, match=f"more than {MAX_REDIRECTS} times"):
        fetch(web)
    assert len(web.requests) == MAX_REDIRECTS + 1


@pytest.mark.parametrize(
    "target", ["file:///etc/hostname", "data:text/xml,<rss/>", "javascript:1", "http://["]
)
def test_redirects_lead_to_web_addresses_only(web: WebServer, target: str) -> None:
    web.routes["/"] = Route(status=302, headers={"Location": target})
    with pytest.raises(SourceError, match="not a web address"):
        fetch(web)


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.2", "localhost", "0x7f.1", "[::ffff:127.0.0.1]", "10.0.0.1", "router.lan"),
        # Names that are addresses only once they are encoded: refused when the connection is made.
        *("\uff11\uff12\uff17.0.0.1", "\u2460\u2461\u2466.0.0.1"),
    ],
)
def test_redirects_to_private_addresses_are_blocked(web: WebServer, host: str) -> None:
    target = web.url("/secret", host).encode().decode("latin-1")
    web.routes["/"] = Route(status=302, headers={"Location": target})
    web.routes["/secret"] = Route(b"secret")
    with pytest.raises(SourceError, match="this machine or its network"):
        fetch(web)
    assert [request.path for request in web.requests] == ["/"]


def test_private_hosts_are_contacted_if_configured(web: WebServer) -> None:
    web.routes["/"] = Route(TEXT)
    with pytest.raises(SourceError, match="private_hosts"):
        Client().fetch(Request(web.url(), origin="https://news.example/feed"))
    for client in (Client(private_hosts=("127.0.0.1",)), Client(private_hosts=("*",))):
        assert client.fetch(Request(web.url(), origin="https://news.example/feed")).body == TEXT


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("192.168.1.5", True),
        ("169.254.169.254", True),
        ("::1", True),
        ("fe80::1%eth0", True),
        ("127.1", True),
        ("0x7f.1", True),
        ("64:ff9b::a00:1", True),
        ("64:ff9b::808:808", False),
        ("64:ff9b:1::808:808", True),
        ("64:ff9b:2::808:808", False),
        ("127.0.0.1.", True),
        ("8.8.8.8.", False),
        ("2002:7f00:1::", True),
        ("printer", True),
        ("nas.LOCAL", True),
        ("8.8.8.8", False),
        ("224.0.0.251", True),
        ("239.255.255.250", True),
        ("ff02::fb", True),
        ("233.252.0.1", True),
        ("ff0e::1", True),
        ("news.example.com", False),
        ("local.example.com", False),
        ("a\0b.example", False),
        ("127.0.0.1\0.example", False),
    ],
)
def test_local_names_are_recognized(host: str, local: bool) -> None:
    assert is_local_name(host) is local


def test_secrets_are_sent_to_their_own_host_only(web: WebServer) -> None:
    client = Client(private_hosts=("*",))
    web.routes["/"] = Route(status=302, headers={"Location": web.url("/there", "localhost")})
    web.routes["/there"] = Route(status=302, headers={"Location": web.url("/back")})
    web.routes["/back"] = Route(TEXT)
    url = web.url().replace("//", "//reader:pass%20word@")
    response = client.fetch(Request(url, headers=(("X-Key", "k"),), origin=url))
    assert response.url == web.url("/back")
    sent = [("authorization" in request.headers, "x-key" in request.headers) for request in web.requests]
    assert sent == [(True, True), (False, False), (True, True)]
    assert web.requests[0].headers["authorization"] == "Basic cmVhZGVyOnBhc3Mgd29yZA=="


def test_secrets_are_sent_to_their_own_scheme_and_port_only(web: WebServer) -> None:
    other = WebServer({"/there": Route(TEXT)})
    try:
        web.routes["/"] = Route(status=302, headers={"Location": other.url("/there")})
        url = web.url().replace("//", "//reader:pass@")
        Client(private_hosts=("*",)).fetch(Request(url, headers=(("X-Key", "k"),), origin=url))
        assert "x-key" in web.requests[0].headers
        assert {"x-key", "authorization"}.isdisjoint(other.requests[0].headers)
    finally:
        other.close()


def test_errors_contain_no_secret(web: WebServer) -> None:
    url = web.url("/", "reader:secret@127.0.0.1")
    web.routes["/"] = Route(raw=b"no HTTP\r\n\r\n")
    for headers in ((), (("X-Key", "sec\nret"),)):
        with pytest.raises(SourceError) as raised:
            Client().fetch(Request(url, headers=headers, origin=url))
        assert raised.value.where == web.url("/")
        assert "secret" not in str(raised.value)
        assert "sec\\nret" not in str(raised.value)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("http://127.0.0.1:1/", "127.0.0.1 refuses connections on port 1"),
        (f"http://{'x' * 64}.example/", "cannot be resolved"),
        ("mailto:editor@news.example", "not a web address"),
        ("news.example/feed", "not a web address"),
        ("http://[::1/", "not a web address"),
        ("http://news.example:99999/", "not a web address"),
        ("", "not a web address"),
    ],
)
def test_unreachable_addresses_are_described(address: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        Client(timeout_seconds=2).fetch(Request(address, origin="http://127.0.0.1/"))


@pytest.mark.parametrize(
    ("raw", "message"),
    [(b"hello\r\n\r\n", "does not speak HTTP"), (b"", "closed the connection without a response")],
)
def test_responses_that_are_not_http_are_described(web: WebServer, raw: bytes, message: str) -> None:
    web.routes["/"] = Route(raw=raw)
    with pytest.raises(SourceError, match=message):
        fetch(web)


def test_a_server_without_tls_is_described(web: WebServer) -> None:
    url = web.url().replace("http:", "https:")
    with pytest.raises(SourceError, match=r"no secure connection to 127\.0\.0\.1.*use http://"):
        Client(timeout_seconds=2).fetch(Request(url, origin=url))


def test_an_unsupported_content_encoding_is_described(web: WebServer) -> None:
    web.routes["/"] = encoded(b"?", "zstd")
    with pytest.raises(SourceError, match=r"unsupported content encoding \(zstd\)"):
        fetch(web)


def test_brotli_is_decoded_if_it_is_installed(web: WebServer) -> None:
    brotli = pytest.importorskip("brotli", reason="the extra brotli is not installed")
    web.routes["/"] = encoded(brotli.compress(TEXT), "br")
    response = fetch(web)
    assert (response.body, response.cut_off) == (TEXT, False)
    assert web.requests[0].headers["accept-encoding"] == "gzip, deflate, br"
    web.routes["/"] = encoded(brotli.compress(TEXT)[:-9], "br")
    cut = fetch(web)
    assert cut.cut_off
    assert TEXT.startswith(cut.body)
    web.routes["/"] = encoded(b"no brotli \x01 at all", "br")
    assert fetch(web).cut_off
    web.routes["/"] = encoded(TEXT, "br")
    assert fetch(web).body == TEXT
    web.routes["/"] = encoded(brotli.compress(b"\0" * 5_000_000), "br")
    with pytest.raises(SourceError, match=r"0\.005 MB"):
        fetch(web, max_bytes=5_000)


@pytest.mark.parametrize(
    ("status", "headers", "message"),
    [
        (401, {}, "user name and password"),
        (403, {}, "refuses access"),
        (403, {"cf-mitigated": "challenge"}, "bot check"),
        (404, {}, "nothing was found at this address"),
        (410, {}, "permanently gone"),
        (418, {}, "rejects this request (418)"),
        (429, {}, "fewer visits"),
        (503, {}, "internal error (503)"),
    ],
)
def test_error_statuses_are_described(status: int, headers: Mapping[str, str], message: str) -> None:
    error = Response("http://news.example/", status, tuple(headers.items()), b"").error
    assert error is not None
    assert message in error.message
    assert error.advice


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "120"}, 120.0),
        ({"retry-after": "99999999"}, MAX_RETRY_AFTER),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Mon, 02 Mar 99999999999999999999 08:00:00 GMT"}, None),
        ({"retry-after": "Mon, 02 Mar 2026 09:00:00 GMT", "date": "Mon, 02 Mar 2026 08:00:00 GMT"}, 3600.0),
        ({"retry-after": "Mon, 02 Mar 2026 07:00:00 GMT", "date": "Mon, 02 Mar 2026 08:00:00 GMT"}, 0.0),
        ({"retry-after": "Mon, 02 Mar 2026 09:00:00 GMT"}, None),
    ],
)
def test_retry_after_is_parsed_and_capped(headers: Mapping[str, str], seconds: float | None) -> None:
    assert Response("http://news.example/", 503, tuple(headers.items()), b"").retry_after == seconds


def test_concurrent_requests_to_one_host_are_limited(web: WebServer) -> None:
    web.routes["/"] = Route(b"1234567890", drip=0.005)
    client = Client(per_host=3, timeout_seconds=5)
    threads = [threading.Thread(target=fetch, args=(web, "/", client)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(web.requests) == 12
    assert web.max_concurrent <= 3


def test_waiting_for_other_requests_does_not_count_towards_the_timeout(web: WebServer) -> None:
    web.routes["/"] = Route(b"1234567890", drip=0.03)
    client = Client(per_host=1, timeout_seconds=0.8)
    responses: list[Response] = []
    threads = [threading.Thread(target=lambda: responses.append(fetch(web, "/", client))) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [response.body for response in responses] == [b"1234567890"] * 5


def test_the_proxy_is_used_except_for_excluded_hosts(web: WebServer) -> None:
    web.routes["http://news.example/feed"] = Route(TEXT)
    web.routes["/feed"] = Route(b"direct")
    proxies = (("http", web.url("", "user:word@127.0.0.1")), ("no", "127.0.0.1"))
    assert Client(proxies=proxies).fetch(Request("http://news.example/feed")).body == TEXT
    assert web.requests[0].headers["proxy-authorization"] == "Basic dXNlcjp3b3Jk"
    assert Client(proxies=proxies).fetch(Request(web.url("/feed"), origin=web.url("/feed"))).body == b"direct"
    with pytest.raises(SourceError, match="this machine or its network"):
        Client(proxies=proxies).fetch(Request("http://10.1.2.3/", origin="http://news.example/"))


@pytest.mark.parametrize("target", ["http://a\0b.example/x", "http://\x7f.example/", "//\0", "http://[::1"])
def test_a_redirect_to_an_invalid_host_is_an_error_of_the_source(web: WebServer, target: str) -> None:
    raw = f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n"
    web.routes["/"] = Route(raw=raw.encode("latin-1"))
    for client in (Client(private_hosts=("*",)), Client()):
        with pytest.raises(SourceError, match=r"is not a web address|does not speak HTTP"):
            fetch(web, client=client)


def test_a_response_names_the_variables_of_an_address_with_secrets(web: WebServer) -> None:
    url = SecretText(web.url("/${KEY}"), [("KEY", "s3cr3t-k3y")])
    web.routes |= {"/s3cr3t-k3y": Route(status=301, headers={"Location": "/new/s3cr3t-k3y"})}
    web.routes |= {"/new/s3cr3t-k3y": Route(TEXT)}
    response = Client(timeout_seconds=5).fetch(Request(url, origin=url))
    assert (response.body, response.url, response.moved_to) == (TEXT, web.url("/new/${KEY}"), "")
    web.routes["/s3cr3t-k3y"] = Route(status=302, headers={"Location": "ftp://s3cr3t-k3y.example/"})
    with pytest.raises(SourceError) as caught:
        Client(timeout_seconds=5).fetch(Request(url, origin=url))
    assert "s3cr3t-k3y" not in str(caught.value)
    assert "${KEY}.example" in caught.value.message


PRIVATE_FORMS = (
    *("127.0.0.1.", "127.1", "0x7f.1", "2130706433", "0177.0.0.1", "localhost.", "printer", "nas.local."),
    *("[::1]", "[::ffff:10.0.0.1]", "[64:ff9b::a00:1]", "[64:ff9b:1::1]", "[fe80::1]", "169.254.169.254"),
)


@pytest.mark.parametrize("host", PRIVATE_FORMS)
def test_a_proxy_gets_no_request_for_a_private_address_in_any_form(web: WebServer, host: str) -> None:
    web.routes["http://news.example/feed"] = Route(status=302, headers={"Location": f"http://{host}/x"})
    client = Client(proxies=(("http", web.url()),))
    address = "http://news.example/feed"
    with pytest.raises(SourceError, match="this machine or its network"):
        client.fetch(Request(address, origin=address))
    assert [request.path for request in web.requests] == [address]


@pytest.mark.parametrize(
    ("proxy", "addresses", "is_allowed"),
    [
        ("http", ["203.0.113.9"], False),
        ("http", ["8.8.8.8"], True),
        ("http", ["8.8.8.8", "10.0.0.7"], False),
        ("http", ["fe80::1%eth0"], False),
        ("http", [], True),
        ("socks5h", ["10.0.0.7"], True),
    ],
)
def test_a_proxy_gets_no_request_for_a_name_that_leads_to_a_private_address(
    proxy: str, addresses: list[str], is_allowed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_up(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        assert host == "inside.example"
        if not addresses:
            raise OSError("no such name")
        return [(2, 1, 6, "", (address, 0)) for address in addresses]

    monkeypatch.setattr("digest.http.proxied_hosts.socket.getaddrinfo", look_up)
    client = Client(timeout_seconds=2, proxies=(("http", f"{proxy}://127.0.0.1:1"),))
    with pytest.raises(SourceError) as raised:
        client.fetch(Request("http://inside.example/"))
    assert ("this machine or its network" in raised.value.message) != is_allowed


def test_without_a_resolver_names_are_left_to_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[str] = []

    def hang(host: str, *_: object, **__: object) -> None:
        looked_up.append(host)
        threading.Event().wait()

    monkeypatch.setattr("digest.http.proxied_hosts.socket.getaddrinfo", hang)
    monkeypatch.setattr("digest.http.proxied_hosts.LOOKUP_SECONDS", 0.01)
    monkeypatch.setattr("digest.http.proxied_hosts._UNANSWERED", [])
    client = Client(timeout_seconds=2, proxies=(("http", "http://127.0.0.1:1"),))
    for number in range(5):
        with pytest.raises(SourceError, match="refuses this request"):
            client.fetch(Request(f"http://n{number}.example/"))
    assert looked_up == ["n0.example", "n1.example", "n2.example"]


def test_client_and_responses_pickle(web: WebServer) -> None:
    web.routes["/"] = Route(TEXT)
    client = Client(timeout_seconds=3, proxies=(("http", "http://proxy.example:8080"), ("no", "*")))
    response = fetch(web, client=pickle.loads(pickle.dumps(client)))
    assert pickle.loads(pickle.dumps(response)) == response


def test_unusual_spellings_of_addresses_are_accepted(web: WebServer) -> None:
    web.routes["/a"] = Route(TEXT)
    for prefix in ("feed:http://", "feed://", "  HTTP://"):
        url = web.url("/a#part ").replace("http://", prefix)
        assert Client().fetch(Request(url, origin=url)).body == TEXT
    assert remove_credentials("https://me:it@news.example/a@b") == "https://news.example/a@b"


def test_private_addresses_without_an_origin_are_blocked(web: WebServer) -> None:
    with pytest.raises(SourceError, match="this machine or its network"):
        Client().fetch(Request(web.url("/picture.png")))
    assert web.requests == []


def test_headers_of_a_source_replace_those_of_the_client(web: WebServer) -> None:
    web.routes["/"] = Route(TEXT)
    url = web.url("/", "reader:word@127.0.0.1")
    own = (("user-agent", "mine"), ("authorization", "Bearer x"))
    Client().fetch(Request(url, origin=url, headers=own))
    names = [name.lower() for name in web.requests[0].names]
    assert (names.count("user-agent"), names.count("authorization")) == (1, 1)
    assert web.requests[0].headers["authorization"] == "Bearer x"


def test_identity_is_ignored_and_unknown_compression_is_an_error(web: WebServer) -> None:
    web.routes["/"] = encoded(gzip.compress(TEXT), "identity, gzip")
    assert fetch(web).body == TEXT
    web.routes["/"] = encoded(gzip.compress(TEXT), "gzip, zstd")
    with pytest.raises(SourceError, match="unsupported content encoding"):
        fetch(web)


def test_a_response_may_have_many_headers_and_several_links(web: WebServer) -> None:
    lines = "".join(f"X-Tide-{number}: {number}\r\n" for number in range(150))
    links = 'Link: </a>; rel="alternate"\r\nLink: </b>; rel="feed"\r\n'
    head = f'HTTP/1.1 200 OK\r\n{lines}{links}ETag: "e"\r\nContent-Length: {len(TEXT)}\r\n\r\n'
    web.routes["/"] = Route(raw=head.encode() + TEXT)
    response = fetch(web)
    assert (response.body, response.etag) == (TEXT, '"e"')
    assert response.header("link") == '</a>; rel="alternate", </b>; rel="feed"'


@pytest.mark.parametrize("digits", [9, 10, 400])
def test_freshness_has_an_end(digits: int) -> None:
    response = Response("https://a.example/", 200, (("cache-control", f"max-age={'9' * digits}"),), b"")
    assert response.fresh_for == 999_999_999
