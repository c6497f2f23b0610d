"""Send one HTTP request: limits, decompression, and errors in plain words."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import pycurl

from digest.errors import SourceError, UnreachableError
from digest.http.curl_transfers import Transfer, get_engine
from digest.http.private_hosts import describe_private_host, is_local_name
from digest.text.decompression import UNPACKERS, unpack_content
from digest.text.urls import encode_url, remove_credentials

ACCEPT_ENCODING = ", ".join(coding for coding in UNPACKERS if coding != "x-gzip")
"""The content encodings that are accepted, including Brotli if its package is installed.

libcurl decodes, too, but does not notice that a compressed body has lost its end."""

# Codes of libcurl that pycurl has no names for.
_E_WEIRD_SERVER_REPLY, _E_HTTP2_STREAM, _E_PROXY = 8, 92, 97
_BROKEN_OFF = frozenset({pycurl.E_PARTIAL_FILE, pycurl.E_RECV_ERROR, pycurl.E_HTTP2, _E_HTTP2_STREAM})
_PROXY_SCHEMES = frozenset({"http", "https", "socks4", "socks4a", "socks5", "socks5h"})
_LISTS = frozenset({"content-encoding", "link"})
_HEADER = re.compile(r"[!#$%&'*+.^`|~\w-]+: [^\x00-\x08\x0a-\x1f\x7f]*", re.ASCII)

_CHECK = "Check the address and the headers of this source."
_SECURE = "If the server has no HTTPS, use http:// in the address instead."
_PROXY = "Check the proxy settings in the environment of this program."
_ONLINE = "Check the address, and whether this machine is online."
_LATER = "The next visit tries again."
_INVALID = "the request cannot be sent: its address or a header is not valid"


@dataclass(frozen=True, slots=True)
class RawResponse:
    """The response to one request.

    headers: with lower-case names. cut_off: the body ended too early. seconds: how long it took, without the
    time spent waiting for other requests to the same host. cookies: that it set, and those that were sent.
    """

    status: int
    headers: dict[str, str]
    body: bytes
    cut_off: bool
    seconds: float
    cookies: tuple[str, ...] = ()


def send_request(
    url: str,
    headers: Mapping[str, str],
    seconds: float,
    max_bytes: int,
    limits: tuple[int, int],
    block_private: bool = True,
    proxy: str = "",
    payload: bytes | None = None,
    cookies: tuple[str, ...] = (),
) -> RawResponse:
    """Send one request and return its response, even if that is a redirect or a server error.

    url: absolute http or https address. seconds: limit for everything from resolving the name to the last
    byte. max_bytes: cap on the decompressed body. limits: concurrent requests to one host, and how many
    connections stay open. block_private: refuse private addresses. payload: the body of a POST request; None
    sends GET. cookies: of the responses that led here. Raises SourceError, worded for users, if there is no
    response.

    The response to a POST request is its status and headers: a body that is too large, too slow or damaged
    does not undo what the server has accepted, and is never returned.
    """
    target = encode_url(url)
    # Encoded, a name in letters of another kind may be an address; an open connection to it is used again.
    parts = urlsplit(target or url)
    host = parts.hostname or ""
    if block_private and is_local_name(host):
        raise describe_private_host(host, host)
    if proxy:
        _validate_proxy(proxy, url)
    lines = [f"{name}: {value}" for name, value in headers.items()]
    if not target or not all(map(_HEADER.fullmatch, lines)):
        raise SourceError(url, _INVALID, _CHECK)
    transfer = Transfer(
        target, parts.netloc, lines, seconds, max_bytes, block_private, proxy, payload, cookies
    )
    get_engine(*limits).run(transfer)
    if payload is not None and transfer.has_headers and transfer.status >= 200:
        fields = _parse_headers(transfer.received_headers)
        return RawResponse(transfer.status, fields, b"", False, transfer.elapsed, transfer.cookies)
    if transfer.is_too_large:
        raise SourceError(url, f"the response is larger than {max_bytes / 1_000_000:g} MB")
    # A transfer that broke off in its body has a response nevertheless: feeds are read as far as they go.
    cut_off = transfer.error in _BROKEN_OFF and bool(transfer.status and transfer.received_headers)
    if transfer.error and not cut_off:
        raise _describe_error(transfer, url)
    fields = _parse_headers(transfer.received_headers)
    coding = fields.get("content-encoding", "")
    body, is_complete = unpack_content(bytes(transfer.body), coding, max_bytes, url)
    cut_off = cut_off or not is_complete
    return RawResponse(transfer.status, fields, body, cut_off, transfer.elapsed, transfer.cookies)


def _parse_headers(lines: list[bytes]) -> dict[str, str]:
    """Return {lower-case name: value}; a repeated header has its last value, some have all of them."""
    fields: dict[str, str] = {}
    for line in lines:
        name, _, value = line.decode("latin-1").partition(":")
        name, value = name.strip().lower(), value.strip()
        fields[name] = f"{fields[name]}, {value}" if name in _LISTS and name in fields else value
    return fields


def _validate_proxy(proxy: str, url: str) -> None:
    """Raise SourceError if the address of a proxy cannot be used."""
    try:
        parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        is_valid = parts.scheme in _PROXY_SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_valid = False
    if not is_valid:
        shown = remove_credentials(proxy)
        raise SourceError(url, f"the proxy {shown[:80]!r} cannot be used", _PROXY)


def _describe_error(transfer: Transfer, url: str) -> SourceError:
    """Describe why there is no response. libcurl's own messages may contain an address with its password."""
    parts, error = urlsplit(url), transfer.error
    host = parts.hostname or url
    seconds = f"within {transfer.seconds:.3g} s"
    detail = transfer.message.rpartition(":")[2].strip()
    if transfer.blocked:
        return describe_private_host(host, transfer.blocked)
    if transfer.proxy and (
        error in (pycurl.E_COULDNT_RESOLVE_PROXY, pycurl.E_COULDNT_CONNECT, _E_PROXY)
        or transfer.tunnel_status not in (0, 200)
    ):
        proxy = urlsplit(f"//{transfer.proxy.rpartition('//')[2]}").hostname
        return SourceError(url, f"the proxy {proxy} refuses this request", _PROXY)
    if error == pycurl.E_COULDNT_RESOLVE_HOST:
        return UnreachableError(url, f"the host name {host} cannot be resolved", _ONLINE)
    if error == pycurl.E_COULDNT_CONNECT and transfer.os_error in (0, errno.ECONNREFUSED):
        port = parts.port or (443 if parts.scheme == "https" else 80)
        return UnreachableError(url, f"{host} refuses connections on port {port}", _ONLINE)
    if error == pycurl.E_COULDNT_CONNECT:
        return UnreachableError(url, f"{host} cannot be reached ({os.strerror(transfer.os_error)})", _ONLINE)
    if error == pycurl.E_OPERATION_TIMEDOUT and not transfer.is_connected:
        return UnreachableError(url, f"{host} did not answer {seconds}", _LATER)
    message, advice = {
        pycurl.E_OPERATION_TIMEDOUT: (f"no complete response arrived {seconds}", _LATER),
        pycurl.E_PEER_FAILED_VERIFICATION: (f"the certificate of {host} is not valid ({detail})", _CHECK),
        pycurl.E_SSL_CONNECT_ERROR: (f"no secure connection to {host} is possible ({detail})", _SECURE),
        pycurl.E_UNSUPPORTED_PROTOCOL: (f"the server at {host} does not speak HTTP", _CHECK),
        _E_WEIRD_SERVER_REPLY: (f"the server at {host} does not speak HTTP", _CHECK),
        pycurl.E_URL_MALFORMAT: (_INVALID, _CHECK),
    }.get(error, (f"{host} closed the connection without a response", _LATER))
    return SourceError(url, message, advice)
