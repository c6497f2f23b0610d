"""The HTTP client: requests, responses, redirects, secrets and private addresses."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass, replace
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from digest.errors import SourceError
from digest.http.private_hosts import describe_private_host, is_local_name
from digest.http.proxied_hosts import find_private_address
from digest.models.default_limits import MAX_BYTES, TIMEOUT_SECONDS, VISITS_AT_ONCE, VISITS_PER_HOST
from digest.models.secret_text import conceal, is_secret, reveal
from digest.text.urls import remove_credentials, resolve_feed_scheme

MAX_REDIRECTS = 5
MAX_RETRY_AFTER = 86_400.0
"""The longest delay in seconds that a Retry-After header can ask for."""

_PERMANENT = frozenset({301, 308})
_REDIRECTS = _PERMANENT | {302, 303, 307}
_KEPT_HEADERS = """
    age cache-control cf-mitigated content-type date etag last-modified link refresh retry-after
    """.split()  # noqa: SIM905
_CHECK = "Check the address in a browser."
_LATER = "The next visit tries again."

# {status: (message, advice)}
_STATUS_ERRORS = {
    401: (
        "the server requires a user name and password (401)",
        "Add them to the address or to the headers of the source.",
    ),
    402: ("the server requires payment (402)", _CHECK),
    403: ("the server refuses access (403)", _CHECK),
    404: ("nothing was found at this address (404)", "Look for the new address on the publisher's page."),
    407: (
        "the proxy requires a user name and password (407)",
        "Add them to the address of the proxy.",
    ),
    410: ("the server says that it is permanently gone (410)", "Remove it, or look for its new address."),
    429: ("the server asks for fewer visits (429)", "The next visit waits for a while."),
    451: ("it is withheld for legal reasons (451)", _CHECK),
}


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request.

    url: an http or https address. origin: the configured address on whose behalf the request is made. Its
    host may be private, and only its scheme, host and port receive the headers, (name, value), and the user
    name and password in the address. Without an origin no private host is contacted, and those of url
    receive them. etag, modified: the validators of the known response. accept: media types. body: the body of
    a POST request, whose response is a status and headers, and whose redirects are returned, not followed;
    None sends GET. timeout (seconds), max_bytes:
    override those of the client. cookies: of the response that led here.
    """

    url: str
    etag: str = ""
    modified: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    origin: str = ""
    accept: str = "*/*"
    timeout: float | None = None
    max_bytes: int | None = None
    body: bytes | None = None
    cookies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP response.

    url: the final address, after redirects. headers: the relevant ones, (lower-case name, value). body:
    decompressed bytes. moved_to: the target of a permanent redirect, or "". cut_off: the body ended before
    its announced end. cookies: those it set, and those of the redirects that led to it, in the form of
    Request.cookies; each is sent to the host that set it only.
    """

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    moved_to: str = ""
    cut_off: bool = False
    cookies: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """Return the value of a header, or "". name: in lower case."""
        return dict(self.headers).get(name, "")

    @property
    def etag(self) -> str:
        return self.header("etag")

    @property
    def modified(self) -> str:
        return self.header("last-modified")

    @property
    def charset(self) -> str:
        """The character encoding in the Content-Type header, or ""."""
        found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", self.header("content-type"), re.IGNORECASE)
        return found[1] if found else ""

    @property
    def retry_after(self) -> float | None:
        """The delay of the Retry-After header in seconds, at most MAX_RETRY_AFTER, or None."""
        from email.utils import parsedate_to_datetime  # late: 20 ms

        value = self.header("retry-after").strip()
        if value.isdecimal():
            return min(float(value), MAX_RETRY_AFTER)
        try:
            wait = parsedate_to_datetime(value) - parsedate_to_datetime(self.header("date"))
        except (ValueError, TypeError, OverflowError):
            return None
        return min(max(wait.total_seconds(), 0.0), MAX_RETRY_AFTER)

    @property
    def fresh_for(self) -> float:
        """The remaining freshness in seconds by Cache-Control max-age and Age; 0 if there is none."""
        value = self.header("cache-control").lower()
        max_age = re.search(r"\bmax-age\s*=\s*\"?(\d{1,9})", value)
        if max_age is None or "no-cache" in value or "no-store" in value:
            return 0.0
        age = self.header("age").strip()
        return max(float(max_age[1]) - (float(age) if age.isdecimal() else 0.0), 0.0)

    @property
    def error(self) -> SourceError | None:
        """The error that the status stands for; None for 2xx and for 304 (not modified)."""
        if self.status == 304 or 200 <= self.status < 300:
            return None
        if self.header("cf-mitigated") == "challenge":
            message = "a bot check blocks access"
            advice = "The site blocks programs: look for another address of this source."
        elif self.status >= 500:
            message, advice = f"the server reports an internal error ({self.status})", _LATER
        else:
            rejected = f"the server rejects this request ({self.status})"
            message, advice = _STATUS_ERRORS.get(self.status, (rejected, _CHECK))
        return SourceError(self.url, message, advice)


@dataclass(frozen=True, slots=True)
class Client:
    """The settings of the HTTP client. It pickles; connections are kept per process.

    timeout_seconds: from connecting to the last byte, redirects included. max_bytes: cap on a decompressed
    body. per_host: concurrent requests to one host. max_idle_connections: how many connections stay open
    between requests. private_hosts: hosts that may have private addresses ("*": all) besides configured
    addresses that are private themselves. proxies: the items of urllib.request.getproxies().
    """

    user_agent: str = "daily-news-digest (personal news digest; asks conditionally)"
    timeout_seconds: float = TIMEOUT_SECONDS
    max_bytes: int = MAX_BYTES
    per_host: int = VISITS_PER_HOST
    max_idle_connections: int = VISITS_AT_ONCE
    private_hosts: tuple[str, ...] = ()
    proxies: tuple[tuple[str, str], ...] = ()

    def fetch(self, request: Request) -> Response:
        """Send a request, follow at most MAX_REDIRECTS redirects, and return the response.

        Every status is returned as a response; see Response.error. moved_to is set only if all redirects
        up to it are permanent and the final response is good. Raises SourceError if there is no response:
        host not found, connection refused, timeout, too large, private address, not a web address.

        This is where the secrets in a request are revealed. The addresses and messages that come back name
        the variables instead; an address with a secret in it is never given as moved_to.
        """
        texts = (request.url, request.origin, *(value for _, value in request.headers))
        secrets = [text for text in texts if is_secret(text)]
        try:
            response = _follow_redirects(self, _reveal_request(request) if secrets else request)
        except SourceError as error:
            where, message = remove_credentials(request.url), conceal(error.message, secrets)
            raise type(error)(where, message, conceal(error.advice, secrets)) from None
        if not secrets:
            return response
        moved_to = response.moved_to if conceal(response.moved_to, secrets) == response.moved_to else ""
        return replace(response, url=conceal(response.url, secrets), moved_to=moved_to)


def _reveal_request(request: Request) -> Request:
    headers = tuple((name, reveal(value)) for name, value in request.headers)
    return replace(request, url=reveal(request.url), origin=reveal(request.origin), headers=headers)


def _follow_redirects(client: Client, request: Request) -> Response:
    from digest.http import transport  # late: importing pycurl takes 10 ms

    target = origin = _split_address(request.url)
    if request.origin not in ("", request.url):
        origin = _split_address(request.origin)
    remaining = request.timeout or client.timeout_seconds
    moved_to, all_permanent = "", True
    cookies = request.cookies
    has_secrets = "@" in origin.netloc or bool(request.headers)
    for _ in range(1 + MAX_REDIRECTS):
        host = target.hostname or ""
        is_origin = host == origin.hostname
        is_allowed = host in client.private_hosts or "*" in client.private_hosts
        block_private = not (is_allowed or (is_origin and request.origin and is_local_name(host)))
        secrets = origin if has_secrets and _find_origin(target) == _find_origin(origin) else None
        headers = _make_headers(client, request, secrets, transport.ACCEPT_ENCODING)
        url = target._replace(netloc=target.netloc.rpartition("@")[2], fragment="").geturl()
        proxy = _find_proxy(client, target)
        # With socks5h the user wants names to be looked up by the proxy only.
        if proxy and block_private and not proxy.startswith("socks5h:"):
            address = find_private_address(host)
            if address:
                raise describe_private_host(host, address)
        max_bytes = request.max_bytes or client.max_bytes
        raw_response = transport.send_request(
            url,
            headers,
            remaining,
            max_bytes,
            limits=(client.per_host, client.max_idle_connections),
            block_private=block_private,
            proxy=proxy,
            payload=request.body,
            cookies=cookies,
        )
        cookies = raw_response.cookies
        location = raw_response.headers.get("location", "")
        if raw_response.status not in _REDIRECTS or not location or request.body is not None:
            kept = tuple(
                (name, raw_response.headers[name]) for name in _KEPT_HEADERS if name in raw_response.headers
            )
            response = Response(
                url,
                raw_response.status,
                kept,
                raw_response.body,
                cut_off=raw_response.cut_off,
                cookies=cookies,
            )
            return replace(response, moved_to=moved_to) if moved_to and not response.error else response
        # Headers are decoded as Latin-1; in practice, addresses that are not ASCII are UTF-8.
        location = location.encode("latin-1", "ignore").decode("utf-8", "replace")
        target = _split_address(location, url)
        all_permanent = all_permanent and raw_response.status in _PERMANENT
        if all_permanent and "@" not in origin.netloc:
            moved_to = target._replace(fragment="").geturl()
        remaining = max(remaining - raw_response.seconds, 0.001)
    raise SourceError(url, f"it redirects more than {MAX_REDIRECTS} times", _CHECK)


def _split_address(url: str, base: str = "") -> SplitResult:
    """Split a web address; a leading "feed:" is an old convention of links to feeds."""
    try:
        parts = urlsplit(urljoin(base, resolve_feed_scheme(url)))
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        is_valid = is_web and parts.netloc.isprintable()
    except ValueError:
        is_valid = False
    if not is_valid:
        shown = remove_credentials(url)
        raise SourceError(
            shown, f"{shown[:80]!r} is not a web address", "It must begin with https:// or http://."
        )
    return parts


def _find_origin(parts: SplitResult) -> tuple[str, str | None, int]:
    """Return the origin of an address: scheme, host and port."""
    return parts.scheme, parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)


def _make_headers(
    client: Client, request: Request, secrets: SplitResult | None, accept_encoding: str
) -> dict[str, str]:
    """Return the headers of a request. secrets: the address whose credentials may be sent, or None."""
    headers = {"User-Agent": client.user_agent, "Accept": request.accept, "Accept-Encoding": accept_encoding}
    if request.etag:
        headers["If-None-Match"] = request.etag
    if request.modified:
        headers["If-Modified-Since"] = request.modified
    if secrets is not None:
        if secrets.username is not None:
            pair = f"{unquote(secrets.username)}:{unquote(secrets.password or '')}"
            headers["Authorization"] = "Basic " + b64encode(pair.encode()).decode("ascii")
        custom = {name.lower() for name, _ in request.headers}
        headers = {name: value for name, value in headers.items() if name.lower() not in custom}
        headers.update(request.headers)
    return headers


def _find_proxy(client: Client, target: SplitResult) -> str:
    """Return the address of the proxy for a target, or ""."""
    proxies = dict(client.proxies)
    proxy = proxies.get(target.scheme) or proxies.get("all", "")
    if proxy:
        from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]

        if proxy_bypass_environment(target.netloc.rpartition("@")[2], proxies):
            return ""
    return proxy
