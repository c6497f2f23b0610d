"""Send one HTTP request: deadline, size cap, decompression, and errors in plain words."""

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
    ConnectionPool,
    ConnectionSettings,
    TunnelError,
    WireRequest,
    find_host,
    get_pool,
)
from digest.http.private_hosts import describe_private_host, is_local_name
from digest.text.decoding import unpack_brotli, unpack_deflate, unpack_gzip
from digest.text.urls import remove_credentials

_READ_STEP = 1 << 16
_DECODERS = {"gzip": unpack_gzip, "x-gzip": unpack_gzip, "deflate": unpack_deflate}
if find_spec("brotli"):
    _DECODERS["br"] = unpack_brotli
ACCEPT_ENCODING = ", ".join(coding for coding in _DECODERS if coding != "x-gzip")
"""The content encodings that are accepted, including Brotli if its package is installed."""

_CHECK = "Check the address and the headers of this source."
_SECURE = "If the server has no HTTPS, use http:// in the address instead."
_PROXY = "Check the proxy settings in the environment of this program."
_LATER = "The next visit tries again."


@dataclass(frozen=True, slots=True)
class RawResponse:
    """The response to one request.

    headers: with lower-case names. cut_off: the body ended too early. seconds: how long it took, without the
    time spent waiting for other requests to the same host.
    """

    status: int
    headers: dict[str, str]
    body: bytes
    cut_off: bool
    seconds: float


def send_request(
    settings: ConnectionSettings,
    url: str,
    headers: dict[str, str],
    seconds: float,
    max_bytes: int,
    body: bytes | None = None,
) -> RawResponse:
    """Send one request and return its response, even if that is a redirect or a server error.

    url: absolute http or https address. seconds: limit for everything from connecting to the last byte
    (resolving the host name is limited by the system only). max_bytes: cap on the decompressed body. body:
    the body of a POST request; None sends GET. Raises SourceError, worded for users, if there is no
    response.
    """
    name = urlsplit(url).hostname or ""
    if settings.block_private and is_local_name(name):
        raise describe_private_host(name, name)
    _validate_proxy(settings.proxy, url)
    pool = get_pool(settings)
    try:
        address = parse_url(url)
        with pool.limit_requests(find_host(address)):
            started = time.monotonic()
            request = WireRequest(address, headers, started + seconds, body)
            response, encoded, cut_off = _exchange(pool, request, max_bytes)
    except (HTTPException, OSError, ValueError, LocationValueError) as error:
        raise _describe_error(error, url, seconds, settings.proxy) from error
    elapsed = time.monotonic() - started
    fields = {name.lower(): value for name, value in response.headers.items()}
    fields["content-encoding"] = ", ".join(response.headers.get_all("content-encoding", []))
    decoded, is_complete = _decode_body(encoded, fields["content-encoding"], max_bytes, url)
    return RawResponse(response.status, fields, decoded, cut_off or not is_complete, elapsed)


def _exchange(pool: ConnectionPool, request: WireRequest, max_bytes: int) -> tuple[HTTPResponse, bytes, bool]:
    """Return the response to a request, its encoded body, and whether the body ended too early."""
    host = find_host(request.url)

    def exchange(connection: Connection) -> tuple[HTTPResponse, bytes, bool]:
        try:
            response = pool.send_request(connection, request)
            encoded, cut_off = _read_body(response, max_bytes, request.url.url)
        except BaseException:
            connection.close()
            raise
        # A body where none is allowed would be read as the beginning of the next response.
        has_surplus = response.status in (204, 304) and response.headers.get("content-length", "0") != "0"
        if cut_off or has_surplus or response.will_close:
            connection.close()
        else:
            pool.release(host, connection)
        return response, encoded, cut_off

    # A server may close an idle connection at the very moment of its next use; then the request is sent
    # again. A POST request may have arrived nevertheless, so it never uses an idle connection.
    idle = pool.take_idle_connection(host) if request.body is None else None
    if idle is not None:
        with suppress(ConnectionError, ssl.SSLEOFError):
            return exchange(idle)
    return exchange(pool.connect(host, request.deadline))


def _read_body(response: HTTPResponse, max_bytes: int, url: str) -> tuple[bytes, bool]:
    """Return the encoded body, and whether it ended before its announced length."""
    body = bytearray()
    try:
        while len(body) + (response.length or 0) <= max_bytes:
            chunk = response.read1(_READ_STEP)
            if not chunk:
                return bytes(body), bool(response.length)
            body += chunk
    except (HTTPException, ConnectionError):
        return bytes(body), True
    finally:
        response.close()
    raise SourceError(url, f"the response is larger than {max_bytes / 1_000_000:g} MB")


def _decode_body(encoded: bytes, coding: str, max_bytes: int, url: str) -> tuple[bytes, bool]:
    coding = ", ".join(part for part in coding.lower().replace(" ", "").split(",") if part != "identity")
    if coding in _DECODERS:
        return _DECODERS[coding](encoded, max_bytes, url)
    if coding in ("br", "zstd", "compress") or "," in coding:
        raise SourceError(url, f"the response has an unsupported content encoding ({coding})")
    return encoded, True


def _validate_proxy(proxy: str, url: str) -> None:
    """Raise SourceError if the address of a proxy cannot be used."""
    try:
        is_valid = not proxy or parse_url(proxy).scheme in (None, "http", "https")
    except LocationValueError:
        is_valid = False
    if not is_valid:
        shown = remove_credentials(proxy)
        raise SourceError(url, f"the proxy {shown[:80]!r} is not an HTTP proxy", _PROXY)


def _describe_error(error: Exception, url: str, seconds: float, proxy: str) -> SourceError:
    """Describe an error of the underlying libraries, whose own messages may contain a password."""
    host = urlsplit(url).hostname or url
    if isinstance(error, TunnelError):
        message, advice = f"the proxy {parse_url(proxy).host} refuses this request", _PROXY
    elif isinstance(error, TimeoutError):
        message, advice = f"no complete response arrived within {seconds:.3g} s", _LATER
    elif isinstance(error, ssl.SSLCertVerificationError):
        message, advice = f"the certificate of {host} is not valid ({error.verify_message})", _CHECK
    elif isinstance(error, ssl.SSLError):
        message, advice = f"no secure connection to {host} is possible ({error.reason})", _SECURE
    elif isinstance(error, OSError):
        message, advice = f"{host} closed the connection without a response", _LATER
    elif isinstance(error, LocationValueError):
        message, advice = "it is not a web address", _CHECK
    elif isinstance(error, HTTPException):
        message, advice = f"the server at {host} does not speak HTTP", _CHECK
    else:
        message, advice = "the request cannot be sent: its address or a header is not valid", _CHECK
    return SourceError(url, message, advice)
