"""The network door: deadlines, caps, redirects, private addresses, and words for what goes wrong."""

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
from digest.http.hosts import is_local_name
from digest.text.urls import without_password
from tests.support.webserver import Route, WebServer

TEXT = b"The ferry to Marrow Island sails again. " * 200


def ask(web: WebServer, path: str = "/", client: Client | None = None, **more: object) -> Response:
    url = web.url(path)
    return (client or Client(timeout_seconds=5)).fetch(Request(url, origin=url, **more))  # type: ignore[arg-type]


def packed(body: bytes, coding: str = "gzip", **headers: str) -> Route:
    return Route(body, headers={"Content-Encoding": coding, **headers})


def test_a_whole_answer_comes_back(web: WebServer) -> None:
    web.routes["/"] = Route(TEXT, headers={"Content-Type": "text/xml; charset=ISO-8859-1"})
    answer = ask(web, accept="text/xml")
    assert (answer.status, answer.body, answer.cut_off, answer.refusal) == (200, TEXT, False, None)
    assert answer.charset == "ISO-8859-1"
    assert web.asked[0].headers["accept"] == "text/xml"
    assert web.asked[0].headers["user-agent"].startswith("daily-news-digest/")


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(TEXT)),
        ("gzip", gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:])),
        ("gzip", gzip.compress(TEXT) + b"\0\0"),
        ("gzip", TEXT),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)[2:-4]),
    ],
    ids=["gzip", "two members", "padded", "not packed after all", "zlib", "raw deflate"],
)
def test_packed_answers_are_unpacked(web: WebServer, coding: str, body: bytes) -> None:
    web.routes["/"] = packed(body, coding)
    answer = ask(web)
    assert (answer.body, answer.cut_off) == (TEXT, False)


@pytest.mark.parametrize("missing", [1, 8, 40])
def test_a_packed_answer_without_its_end_is_noticed(web: WebServer, missing: int) -> None:
    web.routes["/"] = packed(gzip.compress(TEXT)[:-missing])
    answer = ask(web)
    assert answer.cut_off
    assert TEXT.startswith(answer.body)


def test_an_answer_shorter_than_announced_is_noticed(web: WebServer) -> None:
    web.routes["/"] = Route(TEXT, cut=50)
    answer = ask(web)
    assert (answer.body, answer.cut_off) == (TEXT[:50], True)


def test_a_chunked_answer_without_its_end_is_noticed(web: WebServer) -> None:
    web.routes["/"] = Route(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nferry\r\n")
    answer = ask(web)
    assert (answer.body, answer.cut_off) == (b"ferry", True)


def test_a_connection_serves_again(web: WebServer) -> None:
    web.routes["/"] = Route(TEXT)
    client = Client(timeout_seconds=5, user_agent="one connection")
    assert [ask(web, client=client).body for _ in range(3)] == [TEXT] * 3
    assert len({asked.client for asked in web.asked}) == 1


@pytest.mark.parametrize(
    "route",
    [
        Route(TEXT),
        packed(gzip.compress(b"\0" * 5_000_000)),
        Route(TEXT, headers={"Content-Length": "9999999999"}),
    ],
    ids=["plain", "bomb", "announced"],
)
def test_a_large_answer_is_refused(web: WebServer, route: Route) -> None:
    web.routes["/"] = route
    with pytest.raises(SourceError, match=r"0\.005 MB"):
        ask(web, max_bytes=5_000)


@pytest.mark.parametrize(
    "route",
    [
        Route(b"x" * 1_000, drip=0.05),
        Route(raw=b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 1_000, drip=0.05),
        Route(raw=b"\0", drip=50.0),
    ],
    ids=["body", "headers", "silence"],
)
def test_the_deadline_holds_however_an_answer_drips(web: WebServer, route: Route) -> None:
    web.routes["/"] = route
    started = time.monotonic()
    with pytest.raises(SourceError, match=r"within 0\.4 s"):
        ask(web, timeout=0.4)
    assert time.monotonic() - started < 25, "the whole answer takes fifty seconds"


def test_the_deadline_counts_redirects_in(web: WebServer) -> None:
    web.routes["/"] = Route(b"x" * 10, status=302, headers={"Location": "/"}, drip=0.04)
    with pytest.raises(SourceError, match="within"):
        ask(web, timeout=0.5)


def test_validators_are_sent_and_come_back(web: WebServer) -> None:
    web.routes["/"] = Route(TEXT, etag='"one"', headers={"Last-Modified": "Mon, 02 Mar 2026 08:00:00 GMT"})
    first = ask(web)
    second = ask(web, etag=first.etag, modified=first.modified)
    assert (second.status, second.body, second.refusal) == (304, b"", None)
    assert web.asked[1].headers["if-modified-since"] == "Mon, 02 Mar 2026 08:00:00 GMT"


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
def test_only_lasting_moves_to_good_answers_are_remembered(
    web: WebServer, hops: list[int], end: int, moved: str
) -> None:
    for place, status in enumerate(hops):
        web.routes[f"/{place}"] = Route(status=status, headers={"Location": f"/{place + 1}"})
    web.routes[f"/{len(hops)}"] = Route(TEXT, status=end)
    answer = ask(web, "/0")
    assert answer.status == end
    assert answer.url == web.url(f"/{len(hops)}")
    assert answer.moved_to == (web.url(moved) if moved else "")


def test_circles_end(web: WebServer) -> None:
    web.routes["/"] = Route(status=301, headers={"Location": "/"})
    with pytest.raises(SourceError, match=f"more than {MAX_REDIRECTS} times"):
        ask(web)
    assert len(web.asked) == MAX_REDIRECTS + 1


@pytest.mark.parametrize(
    "target", ["file:///etc/hostname", "data:text/xml,<rss/>", "javascript:1", "http://["]
)
def test_a_redirect_leads_to_the_web_or_nowhere(web: WebServer, target: str) -> None:
    web.routes["/"] = Route(status=302, headers={"Location": target})
    with pytest.raises(SourceError, match="not an address of the web"):
        ask(web)


@pytest.mark.parametrize(
    "host", ["127.0.0.2", "localhost", "0x7f.1", "[::ffff:127.0.0.1]", "10.0.0.1", "router.lan"]
)
def test_a_redirect_does_not_lead_into_the_network_of_the_reader(web: WebServer, host: str) -> None:
    web.routes["/"] = Route(status=302, headers={"Location": web.url("/secret", host)})
    web.routes["/secret"] = Route(b"secret")
    with pytest.raises(SourceError, match="this machine or its network"):
        ask(web)
    assert [asked.path for asked in web.asked] == ["/"]


def test_private_hosts_are_asked_when_they_are_meant(web: WebServer) -> None:
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
        ("2002:7f00:1::", True),
        ("printer", True),
        ("nas.LOCAL", True),
        ("8.8.8.8", False),
        ("news.example.com", False),
        ("local.example.com", False),
    ],
)
def test_local_names(host: str, local: bool) -> None:
    assert is_local_name(host) is local


def test_secrets_go_to_their_own_host_only(web: WebServer) -> None:
    client = Client(private_hosts=("*",))
    web.routes["/"] = Route(status=302, headers={"Location": web.url("/there", "localhost")})
    web.routes["/there"] = Route(status=302, headers={"Location": web.url("/back")})
    web.routes["/back"] = Route(TEXT)
    url = web.url().replace("//", "//reader:pass%20word@")
    answer = client.fetch(Request(url, headers=(("X-Key", "k"),), origin=url))
    assert answer.url == web.url("/back")
    told = [("authorization" in asked.headers, "x-key" in asked.headers) for asked in web.asked]
    assert told == [(True, True), (False, False), (True, True)]
    assert web.asked[0].headers["authorization"] == "Basic cmVhZGVyOnBhc3Mgd29yZA=="


def test_no_error_tells_a_secret(web: WebServer) -> None:
    url = web.url("/", "reader:secret@127.0.0.1")
    web.routes["/"] = Route(raw=b"no HTTP\r\n\r\n")
    for headers in ((), (("X-Key", "sec\nret"),)):
        with pytest.raises(SourceError) as raised:
            Client().fetch(Request(url, headers=headers, origin=url))
        assert raised.value.where == web.url("/")
        assert "secret" not in str(raised.value)
        assert "sec\\nret" not in str(raised.value)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("http://127.0.0.1:1/", "127.0.0.1 refuses connections at port 1"),
        (f"http://{'x' * 64}.example/", "there is no host of the name"),
        ("mailto:editor@news.example", "not an address of the web"),
        ("news.example/feed", "not an address of the web"),
        ("http://[::1/", "not an address of the web"),
        ("http://news.example:99999/", "not an address of the web"),
        ("", "not an address of the web"),
    ],
)
def test_what_cannot_be_reached_is_told_in_words(address: str, told: str) -> None:
    with pytest.raises(SourceError, match=told):
        Client(timeout_seconds=2).fetch(Request(address, origin="http://127.0.0.1/"))


@pytest.mark.parametrize(
    ("raw", "told"),
    [(b"hello\r\n\r\n", "does not speak HTTP"), (b"", "closed the connection before it answered")],
)
def test_what_is_no_web_server_is_told_in_words(web: WebServer, raw: bytes, told: str) -> None:
    web.routes["/"] = Route(raw=raw)
    with pytest.raises(SourceError, match=told):
        ask(web)


def test_a_server_without_encryption_is_told_in_words(web: WebServer) -> None:
    url = web.url().replace("http:", "https:")
    with pytest.raises(SourceError, match=r"no secure connection to 127\.0\.0\.1.*http:// instead"):
        Client(timeout_seconds=2).fetch(Request(url, origin=url))


def test_an_answer_packed_unasked_is_told_in_words(web: WebServer) -> None:
    web.routes["/"] = packed(b"?", "zstd")
    with pytest.raises(SourceError, match=r"nobody asked for \(zstd\)"):
        ask(web)


def test_brotli_is_unpacked_where_it_is_installed(web: WebServer) -> None:
    brotli = pytest.importorskip("brotli", reason="the extra brotli is not installed")
    web.routes["/"] = packed(brotli.compress(TEXT), "br")
    answer = ask(web)
    assert (answer.body, answer.cut_off) == (TEXT, False)
    assert web.asked[0].headers["accept-encoding"] == "gzip, deflate, br"
    web.routes["/"] = packed(brotli.compress(TEXT)[:-9], "br")
    cut = ask(web)
    assert cut.cut_off
    assert TEXT.startswith(cut.body)
    web.routes["/"] = packed(b"no brotli at all", "br")
    assert ask(web).cut_off
    web.routes["/"] = packed(brotli.compress(b"\0" * 5_000_000), "br")
    with pytest.raises(SourceError, match=r"0\.005 MB"):
        ask(web, max_bytes=5_000)


@pytest.mark.parametrize(
    ("status", "headers", "told"),
    [
        (401, {}, "name and a password"),
        (403, {}, "refuses access"),
        (403, {"cf-mitigated": "challenge"}, "bot check"),
        (404, {}, "nothing at this address"),
        (410, {}, "gone for good"),
        (418, {}, "refuses this request (418)"),
        (429, {}, "fewer visits"),
        (503, {}, "in trouble (503)"),
    ],
)
def test_refusals_are_told_in_words(status: int, headers: Mapping[str, str], told: str) -> None:
    refusal = Response("http://news.example/", status, tuple(headers.items()), b"").refusal
    assert refusal is not None
    assert told in refusal.message
    assert refusal.advice


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
def test_retry_after(headers: Mapping[str, str], seconds: float | None) -> None:
    assert Response("http://news.example/", 503, tuple(headers.items()), b"").retry_after == seconds


def test_no_host_is_asked_by_more_than_it_should(web: WebServer) -> None:
    web.routes["/"] = Route(b"1234567890", drip=0.005)
    client = Client(per_host=3, timeout_seconds=5)
    threads = [threading.Thread(target=ask, args=(web, "/", client)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(web.asked) == 12
    assert web.busiest <= 3


def test_waiting_for_a_turn_does_not_count(web: WebServer) -> None:
    web.routes["/"] = Route(b"1234567890", drip=0.03)
    client = Client(per_host=1, timeout_seconds=0.8)
    answers: list[Response] = []
    threads = [threading.Thread(target=lambda: answers.append(ask(web, "/", client))) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.body for answer in answers] == [b"1234567890"] * 5


def test_a_proxy_is_asked_instead_except_where_it_is_not_to_be(web: WebServer) -> None:
    web.routes["http://news.example/feed"] = Route(TEXT)
    web.routes["/feed"] = Route(b"direct")
    proxies = (("http", web.url("", "user:word@127.0.0.1")), ("no", "127.0.0.1"))
    assert Client(proxies=proxies).fetch(Request("http://news.example/feed")).body == TEXT
    assert web.asked[0].headers["proxy-authorization"] == "Basic dXNlcjp3b3Jk"
    assert Client(proxies=proxies).fetch(Request(web.url("/feed"), origin=web.url("/feed"))).body == b"direct"
    with pytest.raises(SourceError, match="this machine or its network"):
        Client(proxies=proxies).fetch(Request("http://10.1.2.3/", origin="http://news.example/"))


def test_door_and_answers_cross_to_other_processes(web: WebServer) -> None:
    web.routes["/"] = Route(TEXT)
    client = Client(timeout_seconds=3, proxies=(("http", "http://proxy.example:8080"), ("no", "*")))
    answer = ask(web, client=pickle.loads(pickle.dumps(client)))
    assert pickle.loads(pickle.dumps(answer)) == answer


def test_habits_of_addresses(web: WebServer) -> None:
    web.routes["/a"] = Route(TEXT)
    for prefix in ("feed:http://", "feed://", "  HTTP://"):
        url = web.url("/a#part ").replace("http://", prefix)
        assert Client().fetch(Request(url, origin=url)).body == TEXT
    assert without_password("https://me:it@news.example/a@b") == "https://news.example/a@b"


def test_what_nobody_configured_is_not_asked_in_the_readers_network(web: WebServer) -> None:
    with pytest.raises(SourceError, match="this machine or its network"):
        Client().fetch(Request(web.url("/picture.png")))
    assert web.asked == []


def test_headers_of_a_source_stand_instead_of_those_of_the_program(web: WebServer) -> None:
    web.routes["/"] = Route(TEXT)
    url = web.url("/", "reader:word@127.0.0.1")
    own = (("user-agent", "mine"), ("authorization", "Bearer x"))
    Client().fetch(Request(url, origin=url, headers=own))
    names = [name.lower() for name in web.asked[0].names]
    assert (names.count("user-agent"), names.count("authorization")) == (1, 1)
    assert web.asked[0].headers["authorization"] == "Bearer x"


def test_packed_twice_and_not_at_all(web: WebServer) -> None:
    web.routes["/"] = packed(gzip.compress(TEXT), "identity, gzip")
    assert ask(web).body == TEXT
    web.routes["/"] = packed(gzip.compress(TEXT), "gzip, deflate")
    with pytest.raises(SourceError, match="packed in a way nobody asked for"):
        ask(web)
