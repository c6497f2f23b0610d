"""One request over the wire, and the words for what goes wrong: deadline, caps, packed answers."""

from __future__ import annotations

import ssl
import time
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from importlib.util import find_spec
from urllib.parse import urlsplit

from urllib3.exceptions import LocationValueError
from urllib3.util import parse_url

from digest.errors import SourceError
from digest.http.connections import (
    Connection,
    Connections,
    Line,
    NoWayThroughError,
    Question,
    find_host,
    open_connections,
)
from digest.http.hosts import is_local_name, refuse_private
from digest.text.decoding import unpack_brotli, unpack_deflate, unpack_gzip
from digest.text.urls import without_password

_READ_STEP = 1 << 16
_UNPACK = {"gzip": unpack_gzip, "x-gzip": unpack_gzip, "deflate": unpack_deflate}
if find_spec("brotli"):
    _UNPACK["br"] = unpack_brotli
ACCEPTED = ", ".join(coding for coding in _UNPACK if coding != "x-gzip")
"""How answers may be packed: by Brotli, too, where its package is installed."""

_CHECK = "Check the address and the headers of this source."
_SECURE = "If it speaks no https, begin its address with http:// instead."
_PROXY = "Check the proxy in the environment of this program."
_LATER = "It is tried again at the next visit."


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: headers have lower-case names; cut_off: the body ended too early; seconds: how
    long it took, waiting for a turn aside."""

    status: int
    headers: dict[str, str]
    body: bytes
    cut_off: bool
    seconds: float


def send_request(
    line: Line,
    url: str,
    headers: dict[str, str],
    seconds: float,
    max_bytes: int,
    body: bytes | None = None,
) -> Answer:
    """Return the answer to one request, be it a redirect or an error of the server.

    url: absolute http or https address. seconds: for everything from connecting to the last byte (the
    look-up of the host's name has the system's own limits). max_bytes: the most the body may hold,
    unpacked. body: what is posted; None asks with GET. Raises SourceError, worded for people, when there
    is no answer.
    """
    name = urlsplit(url).hostname or ""
    if line.guarded and is_local_name(name):
        raise refuse_private(name, name)
    _check_proxy(line.proxy, url)
    connections = open_connections(line)
    try:
        address = parse_url(url)
        with connections.take_turn(find_host(address)):
            started = time.monotonic()
            question = Question(address, headers, started + seconds, body)
            answer, packed, cut_off = _exchange(connections, question, max_bytes)
    except (HTTPException, OSError, ValueError, LocationValueError) as error:
        raise _explain(error, url, seconds, line.proxy) from error
    spent = time.monotonic() - started
    named = {name.lower(): value for name, value in answer.headers.items()}
    named["content-encoding"] = ", ".join(answer.headers.get_all("content-encoding", []))
    unpacked, whole = _unpack(packed, named.get("content-encoding", ""), max_bytes, url)
    return Answer(answer.status, named, unpacked, cut_off or not whole, spent)


def _exchange(
    connections: Connections, question: Question, max_bytes: int
) -> tuple[HTTPResponse, bytes, bool]:
    """The answer to a question, its body as it is packed, and whether that ended too early."""
    host = find_host(question.url)

    def ask(connection: Connection) -> tuple[HTTPResponse, bytes, bool]:
        try:
            answer = connections.ask(connection, question)
            packed, cut_off = _read_body(answer, max_bytes, question.url.url)
        except BaseException:
            connection.close()
            raise
        # What comes behind an answer that has no body would be taken for the beginning of the next one.
        surplus = answer.status in (204, 304) and answer.headers.get("content-length", "0") != "0"
        if cut_off or surplus or answer.will_close:
            connection.close()
        else:
            connections.keep(host, connection)
        return answer, packed, cut_off

    # A server may close a connection it kept open in the very moment that it is used again: then it is asked
    # once more. What was posted may have arrived all the same, so that never goes by an old connection.
    idle = connections.take_idle(host) if question.body is None else None
    if idle is not None:
        with suppress(ConnectionError, ssl.SSLEOFError):
            return ask(idle)
    return ask(connections.connect(host, question.until))


def _read_body(answer: HTTPResponse, max_bytes: int, url: str) -> tuple[bytes, bool]:
    """The body as it is packed, and whether it ended before the length it had announced."""
    body = bytearray()
    try:
        while len(body) + (answer.length or 0) <= max_bytes:
            piece = answer.read1(_READ_STEP)
            if not piece:
                return bytes(body), bool(answer.length)
            body += piece
    except (HTTPException, ConnectionError):
        return bytes(body), True
    finally:
        answer.close()
    raise SourceError(url, f"the answer is larger than {max_bytes / 1_000_000:g} MB")


def _unpack(packed: bytes, coding: str, max_bytes: int, url: str) -> tuple[bytes, bool]:
    coding = ", ".join(part for part in coding.lower().replace(" ", "").split(",") if part != "identity")
    if coding in _UNPACK:
        return _UNPACK[coding](packed, max_bytes, url)
    if coding in ("br", "zstd", "compress") or "," in coding:
        raise SourceError(url, f"the answer is packed in a way nobody asked for ({coding})")
    return packed, True


def _check_proxy(proxy: str, url: str) -> None:
    """Raise SourceError when no request can be sent through a proxy, for its address alone."""
    try:
        usable = not proxy or parse_url(proxy).scheme in (None, "http", "https")
    except LocationValueError:
        usable = False
    if not usable:
        told = without_password(proxy)
        raise SourceError(url, f"the proxy {told[:80]!r} is none that speaks HTTP", _PROXY)


def _explain(error: Exception, url: str, seconds: float, proxy: str) -> SourceError:
    """An error of the libraries below in words of people; their own words may hold a password."""
    host = urlsplit(url).hostname or url
    if isinstance(error, NoWayThroughError):
        told, advice = f"the proxy {parse_url(proxy).host} does not let this request through", _PROXY
    elif isinstance(error, TimeoutError):
        told, advice = f"no whole answer came within {seconds:.3g} s", _LATER
    elif isinstance(error, ssl.SSLCertVerificationError):
        told, advice = f"the certificate of {host} is not valid ({error.verify_message})", _CHECK
    elif isinstance(error, ssl.SSLError):
        told, advice = f"no secure connection to {host} can be made ({error.reason})", _SECURE
    elif isinstance(error, OSError):
        told, advice = f"{host} closed the connection before it answered", _LATER
    elif isinstance(error, LocationValueError):
        told, advice = "it is not an address of the web", _CHECK
    elif isinstance(error, HTTPException):
        told, advice = f"what answers at {host} does not speak HTTP", _CHECK
    else:
        told, advice = "the request cannot be sent: its address or a header is not valid", _CHECK
    return SourceError(url, told, advice)
